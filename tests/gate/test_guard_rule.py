from __future__ import annotations

import statistics
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import GuardSettings
from beholden.gate.core import GuardCounts, account_key
from tests.gate.support import NOON, laws

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beholden.gate import Lowered

KEY = b"secret"
HOUR = GuardSettings(window_hours=1, min_accounts=3, factor=2)


def see(
    counts: GuardCounts,
    entry: str,
    accounts: Iterable[str],
    *,
    at: datetime = NOON,
    settings: GuardSettings = HOUR,
    list_name: str = "iwf",
) -> Lowered | None:
    """Lets accounts match an entry; returns the answer to the last."""
    answer = None
    for account in accounts:
        answer = counts.observe(list_name, entry, account_key(account, KEY), at, settings)
    return answer


sightings = st.lists(
    st.tuples(
        st.sampled_from(["iwf", "ncmec"]),
        st.sampled_from(["a1", "a2", "a3"]),
        st.sampled_from(["u1", "u2", "u3", "u4", "u5"]),
        st.integers(0, 40),  # minutes since the sighting before
    ),
    max_size=40,
)


@laws
@given(sightings)
def test_the_rule_is_that_of_counting_every_sighting_anew(seen):
    counts, at, history = GuardCounts(), NOON, []
    for list_name, entry, account, minutes in seen:
        at += timedelta(minutes=minutes)
        history.append((list_name, entry, account, at))
        in_window = [s for s in history if at - s[3] < timedelta(hours=1)]
        accounts: dict[str, set[str]] = {}
        for of_list, other, who, _ in in_window:
            if of_list == list_name:
                accounts.setdefault(other, set()).add(who)
        own = len(accounts.pop(entry))
        median = statistics.median(map(len, accounts.values())) if accounts else 1
        lowered = see(counts, entry, [account], at=at, list_name=list_name)
        assert (lowered is not None) == (own >= 3 and own >= 2 * median)
        if lowered:
            assert (lowered.list, lowered.entry, lowered.accounts) == (list_name, entry, own)


def test_many_uploads_of_one_account_count_once():
    assert see(GuardCounts(), "a1", ["u1"] * 50) is None


def test_alone_in_its_list_an_entry_needs_the_least_number_and_the_factor():
    strict = GuardSettings(window_hours=1, min_accounts=3, factor=5)
    assert see(GuardCounts(), "a1", "abcd", settings=strict) is None
    lowered = see(GuardCounts(), "a1", "abcde", settings=strict)
    assert lowered is not None
    assert lowered.reason.startswith("5 accounts matched it within 1 hours; the median")


def test_an_entry_as_busy_as_its_list_is_not_lowered():
    counts = GuardCounts()
    for other in ("a2", "a3"):
        see(counts, other, "abcdefgh")
    assert see(counts, "a1", "abcdefghij") is None
    assert see(counts, "a1", "abcdefghijklmnop") is not None


def test_counting_starts_anew_once_forgotten():
    counts = GuardCounts()
    assert see(counts, "a1", "abc") is not None
    counts.forget("iwf", "a1")
    assert see(counts, "a1", "ab") is None
    assert see(counts, "a1", "c") is not None


def test_memory_is_bounded_and_the_oldest_go_first():
    counts = GuardCounts(entries_kept=2, accounts_kept=4)
    see(counts, "a1", "abcdefgh")
    assert counts.accounts("iwf", "a1") == 4
    see(counts, "a2", "a")
    see(counts, "a1", "a")
    see(counts, "a3", "a")
    assert [counts.accounts("iwf", entry) for entry in ("a1", "a2", "a3")] == [4, 0, 1]


def test_a_clock_that_jumped_ahead_and_came_back_does_not_count_for_ever():
    counts = GuardCounts()
    see(counts, "a1", "abcd", at=NOON + timedelta(days=365))
    see(counts, "a1", "e")
    assert counts.accounts("iwf", "a1") == 1


def test_an_account_is_never_held_itself_and_keys_differ_by_secret():
    assert len(account_key("user-7", KEY)) == 8
    assert account_key("user-7", KEY) != account_key("user-7", b"other")


@pytest.mark.parametrize("account", ["", "é", "x" * 10_000])
def test_any_text_may_be_an_account(account):
    assert len(account_key(account, KEY)) == 8
