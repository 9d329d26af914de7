"""The folder of the metrics: gone with its service, kept while anybody lives in it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from beholden.web.metrics_folder import metrics_folder


def aged(folder: Path) -> Path:
    """As if the folder had been made long ago."""
    long_ago = time.time() - 3600
    os.utime(folder, (long_ago, long_ago))
    return folder


def test_it_is_private_and_gone_at_the_end() -> None:
    with metrics_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()


def test_what_a_killed_service_left_is_removed_by_the_next() -> None:
    with metrics_folder() as folder:
        left = [folder.with_name(f"{folder.name}-{number}") for number in range(3)]
    for path in left:
        path.mkdir()
    (left[0] / "lock").touch()
    (left[0] / "counter_1.db").touch()
    for path in left[:2]:
        aged(path)
    with metrics_folder():
        assert [path.exists() for path in left] == [False, False, True], "the last is young"
    aged(left[2])
    with metrics_folder():
        assert not left[2].exists()


def test_a_service_that_lives_keeps_its_folder_however_old_it_is() -> None:
    with metrics_folder() as folder:
        aged(folder)
        with metrics_folder():
            assert folder.exists()
