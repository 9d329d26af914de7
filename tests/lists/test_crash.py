from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from beholden.lists import ListStore
from tests.lists.simulators import Clock, FlatIndexes, hashes

if TYPE_CHECKING:
    from collections.abc import Callable

    from beholden.lists import Edition

    Write = Callable[..., Path]

ROOT = Path(__file__).parents[2]
ALL = hashes(2000)


def run(*arguments: object) -> str:
    command = [sys.executable, "-m", "tests.lists.crashing", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def prepared(tmp_path: Path, write: Write) -> tuple[Edition, Edition]:
    """Two editions, the first one active."""
    store = ListStore(tmp_path / "runs" / "before", FlatIndexes(), Clock())
    made = []
    for at in range(2):
        path = write("hash", *ALL[: 3 + at])
        edition, _ = store.add(
            path, name="iwf", source="s", set_by="p", kind="pdq", version=f"v{at}"
        )
        made.append(edition)
    store.activate("iwf", "v0", by="p")
    return made[0], made[1]


@pytest.mark.parametrize("action", ["add", "activate", "remove"])
def test_a_killed_writer_leaves_all_of_a_change_or_nothing_of_it(
    tmp_path: Path, write: Write, action: str
) -> None:
    first, second = prepared(tmp_path, write)
    path = write("hash", *ALL, name="new.csv")
    run(tmp_path / "runs", path, action)
    seen = set()
    for folder in (tmp_path / "runs").iterdir():
        store = ListStore(folder, FlatIndexes(), Clock())
        (status,) = store.status()
        (active,) = store.active()
        assert status.active == active.edition
        assert status.notes == ()
        found = {edition.edition for edition in status.editions}
        seen.add((active.edition.edition, len(found)))
        for edition_id in found:
            store.activate("iwf", edition_id, by="p")
        # The next writer comes to its end and clears away what the killed one left.
        edition, _ = store.add(path, name="iwf", source="s", set_by="p", kind="pdq")
        assert store.activate("iwf", edition.edition, by="p").count == 2000
        assert not list(folder.rglob(".tmp-*"))
    # Both outcomes were reached, and no third one.
    assert (
        seen
        == {
            "add": {(first.edition, 2), (first.edition, 3)},
            "activate": {(first.edition, 2), (second.edition, 2)},
            "remove": {(first.edition, 2), (first.edition, 1)},
        }[action]
    )


def test_a_quota_leaves_no_edition_and_says_so(tmp_path: Path, write: Write) -> None:
    path = write("hash", *ALL)
    message = run(tmp_path / "lists", path, "quota")
    assert "Make room" in message
    store = ListStore(tmp_path / "lists", FlatIndexes(), Clock())
    assert store.status() == []
    assert not list((tmp_path / "lists").rglob(".tmp-*"))
