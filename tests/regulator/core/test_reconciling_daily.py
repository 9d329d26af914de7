"""Sums over days are what counting each hour's last word by hand gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator.core.amounts import count
from beholden.regulator.core.reconciling_daily import (
    HourLine,
    by_hour,
    daily_sums,
    lowered_at_most,
)


def line(hour="2026-03-01T09Z", *, number=1, entry=1, digest="a", mode="enforce",
         outcome="allow", would_be="", n=1) -> HourLine:  # fmt: skip
    return HourLine(hour, number, entry, digest, mode, outcome, would_be or outcome, n)


def test_without_an_hour_there_is_no_total():
    assert daily_sums(by_hour([])) == {}


def test_an_hour_without_uploads_is_a_zero():
    assert set(daily_sums(by_hour([line(n=0)])).values()) == {count(0)}


def test_the_last_correction_counts_and_a_repeated_statement_counts_once():
    lines = [
        line(n=5),
        line(number=2, entry=7, digest="b", n=8),
        line(number=2, entry=9, digest="b", n=8),
    ]
    assert daily_sums(by_hour(lines))["uploads-checked"] == count(8)


def test_an_hour_that_is_stated_in_two_ways_counts_for_nothing():
    lines = [line(n=5), line(entry=2, digest="b", n=6), line("2026-03-02T00Z", entry=3, n=2)]
    assert daily_sums(by_hour(lines))["uploads-checked"] == count(2)


def test_shadow_mode_does_nothing_and_is_told_apart():
    lines = [line(mode="shadow", outcome="allow", would_be="block", n=4), line(outcome="hold", n=3)]
    sums = daily_sums(by_hour(lines))
    assert (sums["uploads-blocked"], sums["uploads-allowed"]) == (count(0), count(4))
    assert (sums["uploads-would-block"], sums["uploads-held"]) == (count(4), count(3))


LINES = st.lists(
    st.builds(
        lambda day, hour, mode, outcome, n: line(
            f"2026-03-{day:02}T{hour:02}Z",
            entry=day * 24 + hour,
            mode=mode,
            outcome=outcome,
            n=n,
        ),
        st.integers(1, 3),
        st.integers(0, 23),
        st.sampled_from(["enforce", "shadow"]),
        st.sampled_from(["allow", "hold", "block"]),
        st.integers(0, 100),
    ),
    min_size=1,
)


@given(LINES)
def test_what_was_allowed_held_and_blocked_is_what_was_checked(lines):
    sums = {name: amount.value for name, amount in daily_sums(by_hour(lines)).items()}
    assert sums["uploads-checked"] == sum(one.uploads for one in lines)
    parts = ("uploads-allowed", "uploads-held", "uploads-blocked")
    assert sum(sums[name] or 0 for name in parts) == sums["uploads-checked"]
    assert sums["uploads-held"] == sum(
        one.uploads for one in lines if (one.mode, one.outcome) == ("enforce", "hold")
    )


@given(LINES, st.randoms())
def test_the_order_of_the_lines_does_not_matter(lines, random):
    mixed = list(lines)
    random.shuffle(mixed)
    assert daily_sums(by_hour(mixed)) == daily_sums(by_hour(lines))


@given(LINES, st.integers(0, 5))
def test_entries_that_were_not_opened_lower_at_most_the_largest_hours(lines, entries):
    held: dict[str, int] = {}
    for one in lines:
        if (one.mode, one.outcome) == ("enforce", "hold"):
            held[one.hour] = held.get(one.hour, 0) + one.uploads
    largest = sum(sorted(held.values())[-entries:]) if entries else 0
    assert lowered_at_most(by_hour(lines), entries).get("uploads-held", 0) == largest
