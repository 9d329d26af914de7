from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import (
    Filter,
    MemoryRecorder,
    PageError,
    RecordError,
    StoreArchive,
    StoreRecorder,
)
from beholden.store import Store
from tests.gate.support import HASH, NOON, account_key, an_id, decision, laws, match, record

if TYPE_CHECKING:
    from beholden.gate import DecisionArchive


def ids(archive: DecisionArchive, wanted: Filter, limit: int = 1_000) -> list[str]:
    """All ids that fit, by pages of ``limit``."""
    found: list[str] = []
    cursor = None
    while True:
        page = archive.page(wanted, limit=limit, cursor=cursor)
        assert len(page.decisions) <= limit
        found += [one.id for one in page.decisions]
        cursor = page.cursor
        if cursor is None:
            return found


def test_pages_are_newest_first_and_nothing_is_missed_or_doubled_while_more_comes_in(store):
    recorder, archive = StoreRecorder(store, account_key), StoreArchive(store)
    record(recorder, *(decision(number) for number in range(10)))
    first = archive.page(Filter(), limit=4)
    record(recorder, decision(20))
    second = archive.page(Filter(), limit=4, cursor=first.cursor)
    third = archive.page(Filter(), limit=4, cursor=second.cursor)
    got = [one.id for page in (first, second, third) for one in page.decisions]
    assert got == [an_id(number) for number in reversed(range(10))]
    assert third.cursor is None
    assert archive.page(Filter(), limit=11).cursor is None
    recorder.close()


decisions = st.lists(
    st.tuples(
        st.sampled_from(["hold", "block"]),
        st.sampled_from(["enforce", "shadow"]),
        st.sampled_from(["avatar", None]),
        st.sampled_from(["copies", "near"]),
        st.lists(st.sampled_from(["a1", "a2"]), max_size=2),
        st.sampled_from(["iwf", "ncmec"]),
        st.sampled_from(["user-7", None]),
        st.sampled_from([HASH, "1" * 64]),
    ),
    max_size=12,
)
moments = st.none() | st.integers(-1, 13).map(lambda n: NOON + timedelta(milliseconds=500 * n))
filters = st.builds(
    Filter,
    outcome=st.sampled_from([None, None, "allow", "block"]),
    would_be=st.sampled_from([None, None, "hold"]),
    surface=st.sampled_from([None, None, "avatar"]),
    rule=st.sampled_from([None, None, "near"]),
    mode=st.sampled_from([None, None, "shadow"]),
    list=st.just("iwf"),
    entry=st.sampled_from([None, "a1"]),
    account_key=st.sampled_from([None, None, account_key("user-7")]),
    sha256=st.sampled_from([None, None, HASH]),
    since=moments,
    until=moments,
) | st.builds(Filter, since=moments, until=moments)


@laws
@given(decisions, filters, st.integers(1, 5))
def test_the_store_finds_what_a_search_through_everything_finds(
    tmp_path_factory, made, wanted, limit
):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('law')}/beholden.db")
    store.prepare()
    recorder, memory = StoreRecorder(store, account_key), MemoryRecorder(account_key=account_key)
    for number, (would_be, mode, surface, rule, entries, name, account, sha256) in enumerate(made):
        one = decision(
            number,
            would_be,
            outcome="allow" if mode == "shadow" else would_be,
            mode=mode,
            surface=surface,
            rule=rule,
            matches=tuple(match(list=name, entry=entry) for entry in entries),
            account=account,
            sha256=sha256,
        )
        record(recorder, one)
        record(memory, one)
    assert ids(StoreArchive(store), wanted, limit) == ids(memory, wanted, limit)
    recorder.close()
    store.close()


@pytest.mark.parametrize(
    ("wanted", "options", "field"),
    [
        (Filter(), {"limit": 0}, "limit"),
        (Filter(), {"limit": 1_001}, "limit"),
        (Filter(), {"cursor": "d1"}, "cursor"),
        (Filter(), {"cursor": "'; --"}, "cursor"),
        (Filter(entry="a1"), {}, "entry"),
        (Filter(since=NOON.replace(tzinfo=None)), {}, "since"),
        (Filter(until=NOON.replace(tzinfo=None)), {}, "until"),
    ],
)
def test_a_page_that_makes_no_sense_is_refused_by_the_name_of_the_field(
    sqlite_store, wanted, options, field
):
    for archive in (StoreArchive(sqlite_store), MemoryRecorder()):
        with pytest.raises(PageError, match=f"^{field}: "):
            archive.page(wanted, **options)


def test_a_record_that_cannot_be_read_is_an_error(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/beholden.db")
    archive = StoreArchive(store)
    for read in (
        lambda: archive.find("x"),
        lambda: archive.page(Filter()),
        lambda: archive.hours(NOON),
        lambda: archive.matches(NOON),
    ):
        with pytest.raises(RecordError, match="Cannot use the store"):
            read()
    store.close()
