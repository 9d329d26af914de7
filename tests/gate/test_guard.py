from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import (
    GuardError,
    GuardSettings,
    MemoryGuard,
    MemoryRecorder,
    StoreGuard,
    StoreRecorder,
    Submission,
)
from beholden.store import Store, tables
from tests.gate.support import (
    NOON,
    Clock,
    account_key,
    an_id,
    decision,
    laws,
    match,
    policy,
    record,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beholden.gate import DecisionRecorder, Guard, Lowered
    from beholden.matching.core import Match

FEW = GuardSettings(window_hours=1, min_accounts=3, factor=2)


class Watch:
    """A guard, and the recorder that tells it."""

    def __init__(self, guard: Guard, recorder: DecisionRecorder) -> None:
        self.guard = guard
        self._recorder = recorder
        self._numbers = itertools.count()

    def see(
        self,
        accounts: Iterable[str | None],
        *entries: str,
        at: datetime = NOON,
        matches: Iterable[Match] = (),
        **more: Any,
    ) -> list[Lowered]:
        found: list[Lowered] = []
        seen = tuple(matches) or tuple(match(entry=entry) for entry in entries or ("a1",))
        for account in accounts:
            one = decision(
                0, id=an_id(next(self._numbers)), time=at, account=account, matches=seen, **more
            )
            found += record(self._recorder, one, policy=policy(guard=FEW)).lowered
        return found


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def watch(request: pytest.FixtureRequest, tmp_path) -> Iterator[Watch]:
    if request.param == "memory":
        guard = MemoryGuard(Clock())
        yield Watch(guard, MemoryRecorder(guard=guard))
        return
    url = f"sqlite:///{tmp_path}/beholden.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    store = Store(url)
    store.prepare()
    kept = StoreGuard(store, Clock())
    recorder = StoreRecorder(store, account_key, on_lowered=kept.heed)
    yield Watch(kept, recorder)
    recorder.close()
    store.close()


class TestEveryGuard:
    def test_an_entry_is_lowered_once_and_heeded_at_once(self, watch: Watch):
        assert watch.guard.lowered_keys() == frozenset()
        found = watch.see("abcde")
        assert [(lowered.entry, lowered.accounts) for lowered in found] == [("a1", 3)]
        assert watch.guard.lowered_keys() == {("iwf", "a1")}
        assert watch.guard.lowered() == tuple(found)

    def test_allow_list_entries_are_not_counted(self, watch: Watch):
        assert watch.see("abcde", matches=[match(role="allow")]) == []

    def test_neither_uploads_without_an_account_nor_allowed_ones_are_counted(self, watch: Watch):
        assert watch.see([None] * 5) == []
        assert watch.see("abcde", would_be="allow") == []

    def test_two_kinds_of_hash_of_one_entry_count_as_one_sighting(self, watch: Watch):
        assert watch.see("ab", "a1", "a1", "a1") == []

    def test_near_copies_that_one_upload_matches_do_not_hide_each_other(self, watch: Watch):
        assert [lowered.entry for lowered in watch.see("abc", "a1", "a2")] == ["a1", "a2"]

    def test_what_the_window_has_passed_does_not_count(self, watch: Watch):
        watch.see("ab")
        assert watch.see("c", at=NOON + timedelta(hours=1)) == []
        assert len(watch.see("de", at=NOON + timedelta(minutes=90))) == 1

    def test_a_reinstated_entry_is_not_lowered_again_by_what_was_counted(self, watch: Watch):
        watch.see("abcde")
        watch.guard.reinstate("iwf", "a1", by="J. Smith")
        assert watch.guard.lowered() == ()
        assert watch.guard.lowered_keys() == frozenset()
        assert watch.see("ab") == []
        assert len(watch.see("c")) == 1

    def test_only_a_named_person_reinstates_and_only_what_is_lowered(self, watch: Watch):
        watch.see("abc")
        with pytest.raises(GuardError, match="Name the person"):
            watch.guard.reinstate("iwf", "a1", by="  ")
        with pytest.raises(GuardError, match="is not lowered"):
            watch.guard.reinstate("iwf", "a2", by="J. Smith")
        assert watch.guard.lowered_keys() == {("iwf", "a1")}


def test_processes_that_share_the_store_share_one_count(store: Store):
    watches: list[Watch] = []
    guards: list[StoreGuard] = []
    recorders: list[StoreRecorder] = []
    for _ in range(3):
        guards.append(StoreGuard(store, Clock()))
        recorders.append(StoreRecorder(store, account_key, on_lowered=guards[-1].heed))
        watches.append(Watch(guards[-1], recorders[-1]))
    ids = itertools.count()
    for one in watches:
        one._numbers = ids
    assert watches[1].guard.lowered_keys() == frozenset()
    found = [one.see(account) for one, account in zip(watches, "abc", strict=True)]
    assert [len(lowered) for lowered in found] == [0, 0, 1]
    other = StoreGuard(store, Clock())
    assert other.lowered_keys() == {("iwf", "a1")}
    other.reinstate("iwf", "a1", by="J. Smith")
    assert watches[2].guard.lowered_keys() == {("iwf", "a1")}, "until it refreshes"
    guards[2].refresh()
    assert watches[2].guard.lowered_keys() == frozenset()
    with store.reading() as connection:
        (row,) = connection.execute(sa.select(tables.guard_reinstated)).all()
    assert (row.entry, row.accounts, row.reinstated_by) == ("a1", 3, "J. Smith")
    for recorder in recorders:
        recorder.close()


def test_what_is_heeded_outlasts_a_refresh_that_came_before_its_commit(sqlite_store: Store):
    guard = StoreGuard(sqlite_store, Clock())
    source = MemoryGuard(Clock())
    lowered = Watch(source, MemoryRecorder(guard=source)).see("abc")
    guard.refresh()
    guard.heed(lowered)
    assert guard.refresh() == {("iwf", "a1")}
    assert guard.refresh() == frozenset(), "by then its commit has failed"


def test_a_store_that_cannot_be_read_is_an_error_of_the_guard(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/beholden.db")
    with pytest.raises(GuardError, match="Cannot use the store"):
        StoreGuard(store, Clock()).lowered_keys()
    store.close()


sightings = st.lists(
    st.tuples(
        st.sampled_from(["iwf", "ncmec"]),
        st.lists(st.sampled_from(["a1", "a2", "a3"]), min_size=1, max_size=2, unique=True),
        st.sampled_from(["u1", "u2", "u3", "u4", "u5"]),
        st.integers(0, 40),  # minutes since the sighting before
        st.sampled_from([False] * 9 + [True]),  # reinstate all before
    ),
    max_size=25,
)


@laws
@given(sightings)
def test_the_rule_in_the_store_is_that_of_memory(tmp_path_factory, seen):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('law')}/beholden.db")
    store.prepare()
    kept, memory = StoreGuard(store, Clock()), MemoryGuard(Clock())
    recorder = StoreRecorder(store, account_key, on_lowered=kept.heed)
    in_memory = MemoryRecorder(guard=memory)
    at, under = NOON, policy(guard=FEW)
    for number, (list_name, entries, account, minutes, reinstate) in enumerate(seen):
        if reinstate:
            for lowered in memory.lowered():
                memory.reinstate(lowered.list, lowered.entry, by="J. Smith")
                kept.reinstate(lowered.list, lowered.entry, by="J. Smith")
        at += timedelta(minutes=minutes)
        matches = tuple(match(list=list_name, entry=entry) for entry in entries)
        one = decision(0, id=an_id(number), time=at, account=account, matches=matches)
        by_store = recorder.submit(Submission((one,), under)).result(60)
        by_memory = in_memory.submit(Submission((one,), under)).result()
        assert sorted(by_store.lowered, key=str) == sorted(by_memory.lowered, key=str)
        assert kept.lowered_keys() == memory.lowered_keys()
    assert set(kept.lowered()) == set(memory.lowered())
    recorder.close()
    store.close()
