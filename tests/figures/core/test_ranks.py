"""Ranks: on a basis, with ties, with who is missing, and how sure they are."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.figures.core.models import ForceCode, State, Value
from beholden.figures.core.ranks import (
    BASES,
    Basis,
    Entry,
    claim_first,
    rank,
    rank_intervals,
)

BEDFORDSHIRE, CAMBRIDGESHIRE, ESSEX, HERTFORDSHIRE, NORFOLK, SUFFOLK = EAST = tuple(
    ForceCode(name)
    for name in ("Bedfordshire", "Cambridgeshire", "Essex", "Hertfordshire", "Norfolk", "Suffolk")
)


def counted(count: int) -> Value:
    return Value(State.COUNTED if count else State.ZERO, count)


def step(before: int, after: int) -> Entry:
    return Entry(counted(after), counted(before))


KNOWN = {
    BEDFORDSHIRE: step(118, 200),
    CAMBRIDGESHIRE: step(209, 164),
    ESSEX: step(568, 767),
    HERTFORDSHIRE: step(309, 301),
}
FULL = KNOWN | {NORFOLK: step(300, 310), SUFFOLK: step(200, 210)}

VALUES = st.none() | st.integers(0, 60).map(counted) | st.just(Value(State.BLANK))
ENTRIES = st.dictionaries(
    st.sampled_from(EAST), st.builds(Entry, VALUES, VALUES, st.none() | st.integers(1, 10**6))
)
ANY_BASIS = st.sampled_from(sorted(BASES))


def measure(entry: Entry | None, basis: Basis) -> Fraction | None:
    """The slow way: what a force is ranked by, if it is."""
    if entry is None or entry.after is None or entry.after.count is None:
        return None
    after = entry.after.count
    if basis == "count":
        return Fraction(after)
    if basis == "rate":
        return Fraction(after, entry.population) if entry.population and after >= 20 else None
    if entry.before is None or entry.before.count is None:
        return None
    before = entry.before.count
    if basis == "difference":
        return Fraction(after - before)
    return Fraction(after, before) if before >= 20 else None


@given(ENTRIES, ANY_BASIS)
def test_a_place_is_one_more_than_the_forces_above(entries, basis):
    measures = {force: measure(entries.get(force), basis) for force in EAST}
    ranking = rank(entries, basis, EAST)
    for force, own in measures.items():
        if own is None:
            assert ranking.place(force) is None
        else:
            above = sum(other is not None and other > own for other in measures.values())
            assert ranking.place(force) == above + 1
    assert len(ranking.order) + len(ranking.missing) + len(ranking.small) == len(EAST)


@given(ENTRIES, ANY_BASIS, st.randoms(use_true_random=False))
def test_ranks_do_not_depend_on_order(entries, basis, rng: random.Random):
    items, members = list(entries.items()), list(EAST)
    rng.shuffle(items)
    rng.shuffle(members)
    assert rank(dict(items), basis, members) == rank(entries, basis, EAST)


@given(ENTRIES, ANY_BASIS)
def test_who_has_no_value_is_missing_with_a_reason(entries, basis):
    ranking = rank(entries, basis, EAST)
    for one in (*ranking.missing, *ranking.small):
        assert one.why
        assert ranking.place(one.force) is None
    blank = {f for f, e in entries.items() if e.after is None or not e.after.known}
    assert blank | (set(EAST) - set(entries)) <= {one.force for one in ranking.missing}


@given(ENTRIES, ANY_BASIS, st.sampled_from(EAST))
def test_nobody_is_the_largest_while_a_member_is_missing(entries, basis, force):
    ranking = rank(entries, basis, EAST)
    claim = claim_first(ranking, force)
    if ranking.missing:
        assert claim.verdict == "cannot_tell"
        assert all(one.force in claim.reason for one in ranking.missing)
    assert (claim.known == "first") == (ranking.first == (force,))


def test_the_founding_claim_cannot_be_told_and_says_what_is_known():
    by_percentage = claim_first(rank(KNOWN, "percentage", EAST), BEDFORDSHIRE)
    assert (by_percentage.verdict, by_percentage.known) == ("cannot_tell", "first")
    assert "2 of 6 members are missing (Norfolk, Suffolk)" in by_percentage.reason
    assert "Bedfordshire is first of 4 known members by percentage change" in by_percentage.reason
    by_count = claim_first(rank(KNOWN, "difference", EAST), BEDFORDSHIRE)
    assert (by_count.verdict, by_count.known) == ("cannot_tell", "not-first")
    assert "Essex is first" in by_count.reason


def test_a_full_group_gives_a_verdict():
    ranking = rank(FULL, "percentage", EAST)
    assert claim_first(ranking, BEDFORDSHIRE).verdict == "agrees"
    assert claim_first(ranking, ESSEX).verdict == "differs"
    assert claim_first(ranking, ForceCode("Kent")).verdict == "cannot_tell"
    assert "not a member" in claim_first(ranking, ForceCode("Kent")).reason
    named = claim_first(ranking, ESSEX, {BEDFORDSHIRE: "the neighbour"})
    assert "the neighbour is first" in named.reason


def test_overlapping_intervals_are_not_separable():
    assert not rank(FULL, "percentage", EAST).separable
    apart = FULL | {BEDFORDSHIRE: step(118, 900)}
    assert rank(apart, "percentage", EAST).separable
    assert not rank(apart, "percentage", EAST, phi=60).separable
    assert "Chance alone" in claim_first(rank(FULL, "percentage", EAST), BEDFORDSHIRE).reason
    assert "Chance alone" not in claim_first(rank(apart, "percentage", EAST), BEDFORDSHIRE).reason


def test_one_alone_is_ahead_of_nobody():
    assert not rank({ESSEX: step(100, 900)}, "percentage", [ESSEX]).separable


def test_equal_values_share_the_better_place():
    shared = {ESSEX: step(100, 150), NORFOLK: step(200, 300), SUFFOLK: step(100, 120)}
    ranking = rank(shared, "percentage", shared)
    assert [(placed.force, placed.place) for placed in ranking.order] == [
        (ESSEX, 1),
        (NORFOLK, 1),
        (SUFFOLK, 3),
    ]
    claim = claim_first(ranking, ESSEX)
    assert (claim.verdict, claim.known) == ("differs", "shared")
    assert "with Norfolk" in claim.reason


def test_a_small_base_is_not_ranked_but_not_missing():
    entries = FULL | {SUFFOLK: step(6, 43)}
    ranking = rank(entries, "percentage", EAST)
    assert [one.force for one in ranking.small] == [SUFFOLK]
    assert ranking.missing == ()
    assert claim_first(ranking, BEDFORDSHIRE).verdict == "agrees"
    assert claim_first(ranking, SUFFOLK).verdict == "cannot_tell"
    assert rank(entries, "percentage", EAST, minimum_base=6).first == (SUFFOLK,)
    assert rank(entries, "count", EAST).small == ()


def test_a_broken_series_has_no_change_but_a_count():
    broken = FULL | {ESSEX: Entry(counted(767), counted(568), not_comparable="a new system")}
    missing = rank(broken, "percentage", EAST).missing
    assert [(one.force, one.why) for one in missing] == [(ESSEX, "a new system")]
    assert rank(broken, "count", EAST).missing == ()


def test_a_force_without_people_has_no_rate():
    ranking = rank({ESSEX: step(100, 200)}, "rate", [ESSEX])
    assert [one.why for one in ranking.missing] == ["no population of its own"]


def test_the_interval_of_every_basis_holds_its_value():
    entries = {force: Entry(e.after, e.before, 10**6) for force, e in FULL.items()}
    for basis in BASES:
        for phi in (1, 3):
            for placed in rank(entries, basis, EAST, phi=phi).order:
                assert placed.interval is not None
                assert placed.interval.low < placed.value < placed.interval.high


def test_the_same_seed_gives_the_same_rank_intervals():
    ranking = rank(FULL, "percentage", EAST)
    first, again = (
        rank_intervals(FULL, ranking, np.random.default_rng(7), draws=500) for _ in range(2)
    )
    assert first == again
    assert set(first) == set(EAST)


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from(EAST), st.builds(step, st.integers(20, 900), st.integers(0, 900))
    ),
    st.sampled_from(["count", "difference", "percentage"]),
)
def test_rank_intervals_are_places(entries, basis):
    ranking = rank(entries, basis, list(entries))
    plain = rank_intervals(entries, ranking, np.random.default_rng(1), draws=400)
    for low, high in plain.values():
        assert 1 <= low <= high <= len(entries)
    assert set(plain) == set(entries)


def test_rank_intervals_say_who_could_have_been_first():
    ranking = rank(FULL, "percentage", EAST)
    found = rank_intervals(FULL, ranking, np.random.default_rng(7))
    assert found[BEDFORDSHIRE][0] == 1
    assert found[ESSEX][0] in {1, 2}
    assert found[CAMBRIDGESHIRE][1] == 6
    wide = rank_intervals(FULL, ranking, np.random.default_rng(7), phi=20)
    assert sum(b - a for a, b in wide.values()) > sum(b - a for a, b in found.values())
    sure = {ESSEX: step(1000, 5000), NORFOLK: step(1000, 900)}
    certain = rank_intervals(sure, rank(sure, "percentage", sure), np.random.default_rng(7))
    assert certain == {ESSEX: (1, 1), NORFOLK: (2, 2)}


def test_rates_are_simulated_by_head():
    entries = {
        ESSEX: Entry(counted(1000), population=100_000),
        NORFOLK: Entry(counted(2000), population=1_000_000),
    }
    ranking = rank(entries, "rate", entries)
    assert ranking.first == (ESSEX,)
    assert rank_intervals(entries, ranking, np.random.default_rng(7))[ESSEX] == (1, 1)
    assert rank_intervals({}, rank({}, "rate", []), np.random.default_rng(7)) == {}


@pytest.mark.parametrize("basis", sorted(BASES))
def test_a_ranking_says_what_it_is_by(basis):
    assert (
        BASES[basis]
        in claim_first(
            rank({e: Entry(v.after, v.before, 10**6) for e, v in FULL.items()}, basis, EAST),
            BEDFORDSHIRE,
        ).reason
    )
