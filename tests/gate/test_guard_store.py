from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from beholden.gate import GuardError, GuardSettings, GuardStore, MemoryGuard
from tests.gate.support import NOON, Clock, match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beholden.gate import Guard, Lowered

FEW = GuardSettings(window_hours=1, min_accounts=3, factor=2)


@pytest.fixture(params=["memory", "store"])
def guard(request, tmp_path):
    if request.param == "memory":
        yield MemoryGuard(Clock())
    else:
        store = GuardStore(tmp_path / "guard", Clock())
        yield store
        store.close()


def see(guard: Guard, accounts: Iterable[str], *entries: str) -> list[Lowered]:
    found: list[Lowered] = []
    for account in accounts:
        seen = [match(entry=entry) for entry in entries or ("a1",)]
        found += guard.observe(seen, account, NOON, FEW)
    return found


class TestEveryGuard:
    def test_an_entry_is_lowered_once(self, guard):
        found = see(guard, "abcde")
        assert [(lowered.entry, lowered.accounts) for lowered in found] == [("a1", 3)]
        assert guard.lowered() == tuple(found)
        assert guard.lowered_keys() == {("iwf", "a1")}

    def test_allow_list_entries_are_not_counted(self, guard):
        for account in "abcde":
            assert guard.observe([match(role="allow")], account, NOON, FEW) == ()

    def test_two_kinds_of_hash_of_one_entry_count_as_one_sighting(self, guard):
        assert see(guard, "ab", "a1", "a1", "a1") == []

    def test_near_copies_that_one_upload_matches_do_not_hide_each_other(self, guard):
        assert [lowered.entry for lowered in see(guard, "abc", "a1", "a2")] == ["a1", "a2"]

    def test_a_reinstated_entry_is_not_lowered_again_by_what_was_counted(self, guard):
        see(guard, "abcde")
        guard.reinstate("iwf", "a1", by="J. Smith")
        assert guard.lowered() == ()
        assert see(guard, "ab") == []
        assert len(see(guard, "c")) == 1

    def test_only_a_named_person_reinstates_and_only_what_is_lowered(self, guard):
        see(guard, "abc")
        with pytest.raises(GuardError, match="Name the person"):
            guard.reinstate("iwf", "a1", by="  ")
        with pytest.raises(GuardError, match="is not lowered"):
            guard.reinstate("iwf", "a2", by="J. Smith")
        assert guard.lowered_keys() == {("iwf", "a1")}


def test_what_is_lowered_outlives_the_process_and_no_account_is_written(tmp_path):
    store = GuardStore(tmp_path / "guard", Clock())
    see(store, ["user-1", "user-2", "user-3"], "a1", "a2")
    store.reinstate("iwf", "a2", by="J. Smith")
    store.close()
    path = tmp_path / "guard" / "lowered.jsonl"
    assert "user" not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "guard").stat().st_mode & 0o777 == 0o700
    last = json.loads(path.read_text().splitlines()[-1])
    assert (last["what"], last["entry"], last["by"]) == ("reinstated", "a2", "J. Smith")
    again = GuardStore(tmp_path / "guard", Clock())
    assert again.lowered() == store.lowered()
    assert again.lowered_keys() == {("iwf", "a1")}
    assert again.notices() == ()


def test_processes_that_share_the_folder_agree(tmp_path):
    server, command = (GuardStore(tmp_path, Clock()) for _ in range(2))
    see(server, "abc")
    assert command.lowered() == server.lowered()
    command.reinstate("iwf", "a1", by="J. Smith")
    assert server.lowered_keys() == frozenset()
    assert see(server, "ab") == []
    server.close()
    command.close()


def test_a_torn_last_line_is_reported_and_the_next_line_stands_alone(tmp_path):
    store = GuardStore(tmp_path, Clock())
    see(store, "abc")
    store.close()
    path = tmp_path / "lowered.jsonl"
    whole = path.read_bytes()
    # The line is complete but for its line break: still a write that never finished.
    path.write_bytes(whole + whole.replace(b'"a1"', b'"a9"').rstrip(b"\n"))
    again = GuardStore(tmp_path, Clock())
    assert again.lowered_keys() == {("iwf", "a1")}
    assert "1 lines are torn" in again.notices()[0]
    see(again, "abc", "a2")
    again.close()
    third = GuardStore(tmp_path, Clock())
    assert third.lowered_keys() == {("iwf", "a1"), ("iwf", "a2")}
    assert "1 lines are torn" in third.notices()[0]


def test_damaged_lines_are_passed_over_and_reported(tmp_path):
    store = GuardStore(tmp_path, Clock())
    see(store, "abc")
    store.close()
    path = tmp_path / "lowered.jsonl"
    path.write_bytes(b'{"what":"\xff"}\n{}\nnonsense\n' + path.read_bytes())
    again = GuardStore(tmp_path, Clock())
    assert again.lowered_keys() == {("iwf", "a1")}
    assert "3 lines are torn" in again.notices()[0]


def test_an_entry_stays_lowered_in_this_process_even_if_it_cannot_be_written(tmp_path):
    store = GuardStore(tmp_path / "guard", Clock())
    (tmp_path / "guard" / "lowered.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(GuardError, match="Cannot write to the guard's file"):
        see(store, "abc")
    assert store.lowered_keys() == {("iwf", "a1")}


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(GuardError, match="Cannot open"):
        GuardStore(tmp_path / "file", Clock())
