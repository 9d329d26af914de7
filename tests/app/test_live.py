"""Live changes: a new state is taken up whole, a wrong one leaves the old in force."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from beholden.app import Beholden, Live
from beholden.lists import DamagedError
from beholden.media.core import HashOutcome, Unscannable
from tests.cli.support import activate, invoke, pdq_row, write_policy


class NoHasher:
    """These tests hash nothing."""

    def hash(self, data: bytes) -> HashOutcome:
        del data
        return HashOutcome(unscannable=Unscannable("empty", "Nothing is hashed here."))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    activate(folder, [pdq_row(1)])
    return folder


@pytest.fixture
def live(data: Path) -> Live:
    return Live(Beholden(data), NoHasher(), verify=True)


def editions(live: Live) -> dict[str, str]:
    return {edition.list: edition.edition for edition in live.current.lists.editions}


def test_nothing_is_loaded_again_while_nothing_changes(live: Live) -> None:
    before = live.current
    assert not live.refresh()
    assert live.current is before


def test_an_activation_a_roll_back_and_a_new_list_take_effect(live: Live, data: Path) -> None:
    first = editions(live)["known"]
    second = activate(data, [pdq_row(2)])
    assert live.refresh()
    assert editions(live)["known"] == second
    assert invoke("lists", "rollback", "known", "--by", "A. Tester", "--data", data).code == 0
    assert live.refresh()
    assert editions(live)["known"] == first
    activate(data, [pdq_row(3)], name="other")
    assert live.refresh()
    assert set(editions(live)) == {"known", "other", "drill"}


def test_a_policy_takes_effect_and_its_absence_is_the_one_that_ships(
    live: Live, data: Path
) -> None:
    path = write_policy(data, ('mode = "enforce"', 'mode = "shadow"'))
    modes = []
    changes: list[Callable[[], object]] = [lambda: None, path.unlink]
    for change in changes:
        change()
        assert live.refresh()
        modes.append(live.current.policy.mode)
    assert modes == ["shadow", "enforce"]


def test_a_broken_policy_leaves_the_old_one_in_force_until_it_is_mended(
    live: Live, data: Path
) -> None:
    path = write_policy(data, ('mode = "enforce"', 'mode = "shadow"'))
    live.refresh()
    sound = path.read_text()
    path.write_text(sound.replace('mode = "shadow"', 'mode = "of transport"'))
    before = live.current
    assert not live.refresh()
    assert live.current is before
    assert "mode" in live.problems["policy_refused"]
    path.write_text(sound)
    live.refresh()
    assert live.problems == {}
    assert live.current.policy.mode == "shadow"


@pytest.mark.parametrize("lost", ["known", "known/editions", "known/active.json"])
def test_a_list_that_is_lost_stays_in_force_and_is_missed(
    live: Live, data: Path, lost: str
) -> None:
    target = data / "lists" / lost
    kept = editions(live)
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink()
    assert not live.refresh()
    assert editions(live) == kept
    assert "known" in live.problems["list_damaged"]


def test_what_failed_is_tried_again_even_if_no_watched_file_changes(live: Live, data: Path) -> None:
    (edition,) = (data / "lists" / "known" / "editions").iterdir()
    metadata = edition / "edition.json"
    sound = metadata.read_bytes()
    metadata.chmod(0o600)
    metadata.write_bytes(b"{")
    write_policy(data, ('mode = "enforce"', 'mode = "shadow"'))
    assert not live.refresh()
    assert "known" in live.problems["list_damaged"]
    metadata.write_bytes(sound)
    assert live.refresh()
    assert (live.problems, live.current.policy.mode) == ({}, "shadow")


def test_a_list_that_is_lost_before_the_start_stops_the_start(data: Path) -> None:
    shutil.rmtree(data / "lists" / "known")
    with pytest.raises(DamagedError, match="known"):
        Live(Beholden(data), NoHasher(), verify=True)


def test_who_holds_a_snapshot_keeps_it_whole_through_every_change(live: Live, data: Path) -> None:
    held = live.current
    before = held.lists.editions
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            live.refresh()

    changing = threading.Thread(target=change)
    changing.start()
    for number in (2, 3, 4):
        activate(data, [pdq_row(number)])
    stop.set()
    changing.join()
    live.refresh()
    assert held.lists.editions == before
    assert held.gate.policy.digest == held.policy.digest
    assert editions(live)["known"] != {e.list: e.edition for e in before}["known"]
