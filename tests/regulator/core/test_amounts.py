"""Comparing amounts gives what trying every number that they may mean gives."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator.core.amounts import compare, count, per_cent, printed, tolerance_words
from beholden.regulator.core.models import Amount, Tolerances

SMALL = st.integers(0, 40)


@st.composite
def amounts(draw):
    form = draw(
        st.sampled_from(
            ["count", "refused", "rounded", "summed", "hidden", "share", "not-measured"]
        )
    )
    value = draw(SMALL)
    match form:
        case "count":
            return count(value)
        case "refused":
            return count(value, value, value + draw(st.integers(0, 12)))
        case "rounded":
            return Amount(form="rounded", value=value, rounded_to=draw(st.sampled_from([2, 5, 10])))
        case "summed" | "hidden":
            low, high = sorted((draw(SMALL), draw(SMALL)))
            return Amount(
                form="rounded" if form == "summed" else "hidden", value=low, low=low, high=high
            )
        case "share":
            share = draw(st.sampled_from(["0", "0.1", "0.25", "0.5", "0.33", "1"]))
            return Amount(form="share", share=share, base=draw(st.sampled_from([None, 10, 40])))
        case _:
            return Amount(form="not-measured")


TOLERANCES = st.builds(
    Tolerances,
    third_party_per_cent=st.sampled_from(["0", "1", "2.5", "10", "50", "100"]),
    third_party_count=st.integers(0, 8),
)


def meanings(amount: Amount) -> list[list[int]]:
    """Each number that may be behind what is unknown, with the numbers that it may stand for."""
    match amount.form:
        case "count" if amount.low is not None:
            return [[value] for value in range(amount.low, (amount.high or 0) + 1)]
        case "count":
            return [[amount.value or 0]]
        case "rounded" | "hidden" if amount.low is not None:
            return [list(range(amount.low, (amount.high or 0) + 1))]
        case "rounded":
            every = range(200)
            half = Fraction(amount.rounded_to, 2)
            return [[n for n in every if abs(n - (amount.value or 0)) <= half]]
        case "share" if amount.base is not None:
            digits = len(amount.share.partition(".")[2])
            half = Fraction(1, 2 * 10**digits)
            near = [
                n
                for n in range(amount.base + 1)
                if abs(Fraction(n, amount.base) - Fraction(Decimal(amount.share))) <= half
            ]
            return [near] if near else []
        case _:
            return []


def by_trying(one: Amount, other: Amount, tolerances: Tolerances) -> str:
    rate = Fraction(Decimal(tolerances.third_party_per_cent)) / 100
    near: set[bool] = set()
    found: set[str] = set()
    for left in meanings(one):
        for right in meanings(other):
            near |= {
                abs(x - y) <= max(Fraction(tolerances.third_party_count), rate * max(x, y))
                for x in left
                for y in right
            }
            if len(left) == len(right) == 1 and left == right:
                found.add("exact")
            else:
                found.add("rounding" if set(left) & set(right) else "tolerance")
    if len(near) != 1:
        return "cannot-tell"
    if near == {False}:
        return "differs"
    return "tolerance" if "tolerance" in found else "rounding" if "rounding" in found else "exact"


@given(amounts(), amounts(), TOLERANCES)
def test_the_outcome_is_that_of_trying_every_meaning(one, other, tolerances):
    if one.form == other.form == "share":
        return
    assert compare(one, other, tolerances).outcome == by_trying(one, other, tolerances)


@given(amounts(), amounts(), TOLERANCES)
def test_swapping_the_two_swaps_the_sign_and_nothing_else(one, other, tolerances):
    there, back = compare(one, other, tolerances), compare(other, one, tolerances)
    assert there.outcome == back.outcome
    assert there.by == (None if back.by is None else -back.by)


@given(amounts(), amounts(), TOLERANCES, st.integers(0, 20))
def test_a_wider_tolerance_turns_no_agreement_into_a_difference(one, other, tolerances, more):
    wider = Tolerances(
        third_party_per_cent=tolerances.third_party_per_cent,
        third_party_count=tolerances.third_party_count + more,
    )
    order = ["differs", "cannot-tell", "tolerance", "rounding", "exact"]
    narrow, wide = compare(one, other, tolerances).outcome, compare(one, other, wider).outcome
    unknowable = not meanings(one) or not meanings(other)
    assert unknowable or order.index(wide) >= order.index(narrow)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_counts_agree_exactly_if_they_are_equal(one, other):
    result = compare(count(one), count(other))
    assert (result.outcome == "exact") == (one == other)
    assert result.by == other - one


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_the_per_cent_is_the_nearest_hundredth_with_halves_to_even(one, other):
    exact = Fraction(other - one, one) * 100
    said = Fraction(Decimal(per_cent(one, other)))
    assert abs(said - exact) <= Fraction(1, 200)
    if abs(said - exact) == Fraction(1, 200):
        assert int(said * 100) % 2 == 0


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (2_684, 2_283, "-14.94"),
        (32_964, 34_310, "+4.08"),
        (550_755, 551_086, "+0.06"),
        (547_875, 546_704, "-0.21"),
        (870_319, 875_783, "+0.63"),
        (724, 724, "0.00"),
        (0, 5, ""),
        (100_000, 100_001, "0.00"),
        (20_000, 20_001, "0.00"),  # 0.005: half to even
        (20_000, 20_003, "+0.02"),  # 0.015
    ],
)
def test_per_cents_that_were_published(one, other, said):
    assert per_cent(one, other) == said


SHARES = st.tuples(st.integers(0, 50), st.integers(1, 50)).map(
    lambda pair: Amount(
        form="share",
        share=f"{min(pair) / max(pair):.4f}",
        value=min(pair),
        base=max(pair),
    )
)


@given(SHARES, SHARES)
def test_exact_shares_agree_if_the_fractions_are_equal(one, other):
    same = one.value * other.base == other.value * one.base
    assert (compare(one, other).outcome == "exact") == same


def test_shares_without_a_base_agree_as_far_as_their_digits_go():
    said = Amount(form="share", share="0.13")
    wide = Tolerances(third_party_per_cent="8")
    assert compare(said, Amount(form="share", share="0.1349"), wide).outcome == "rounding"
    assert compare(said, Amount(form="share", share="0.1349")).outcome == "cannot-tell"
    assert compare(said, Amount(form="share", share="0.1361")).outcome == "differs"


def rounded(value: int, step: int) -> Amount:
    return Amount(form="rounded", value=value, rounded_to=step)


def share(text: str) -> Amount:
    return Amount(form="share", share=text)


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        # So coarse that it could not have failed: it proves nothing.
        (rounded(0, 2_000_000), count(551_086), "cannot-tell"),
        (rounded(500_000, 500_000), count(551_086), "cannot-tell"),
        (rounded(550_000, 50_000), count(551_086), "cannot-tell"),
        (share("0.5"), share("0.54"), "cannot-tell"),
        (rounded(500_000, 500_000), rounded(500_000, 500_000), "cannot-tell"),
        # Fine enough for 1 %: whatever is behind it is within.
        (rounded(551_000, 1_000), count(551_086), "rounding"),
        (rounded(551_000, 1_000), rounded(551_000, 1_000), "rounding"),
        (share("0.530"), share("0.5304"), "rounding"),
        (rounded(549_000, 1_000), count(551_086), "tolerance"),
        # Outside of all that it may mean.
        (rounded(0, 1_000_000), count(551_086), "differs"),
        (rounded(500_000, 500_000), count(800_000), "differs"),
        (share("0.5"), share("0.57"), "differs"),
    ],
)
def test_a_number_rounded_more_coarsely_than_the_tolerance_agrees_with_nothing(one, other, outcome):
    result = compare(one, other, Tolerances())
    assert result.outcome == outcome
    if outcome == "cannot-tell":
        assert (result.by, result.per_cent) == (None, "")
        assert "more room than the tolerance" in result.words


@given(SMALL, SMALL, st.sampled_from([2, 5, 10]), st.integers(2, 4), TOLERANCES)
def test_coarser_rounding_never_turns_what_cannot_be_told_into_an_agreement(
    value, other, step, times, tolerances
):
    value = value // step * step
    fine, coarse = (
        compare(rounded(value, s), count(other), tolerances) for s in (step, step * times)
    )
    assert coarse.verdict in {fine.verdict, "cannot-tell"}


def test_a_share_without_a_base_is_no_count():
    result = compare(Amount(form="share", share="0.5"), count(10))
    assert (result.outcome, result.by) == ("cannot-tell", None)
    assert "share" in result.words


def test_what_lies_outside_the_bounds_differs_and_within_cannot_be_told():
    bounds = count(100, 100, 110)
    assert compare(count(111), bounds).outcome == "differs"
    assert compare(count(105), bounds).outcome == "cannot-tell"
    assert compare(count(100), bounds).outcome == "cannot-tell"
    assert compare(count(100), count(100, 100, 100)).outcome == "exact"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (count(52_592), "52,592"),
        (count(100, 100, 110), "100 to 110"),
        (Amount(form="rounded", value=550_800, rounded_to=100), "550,800 (to the nearest 100)"),
        (Amount(form="rounded", value=900, low=800, high=1_000), "about 900 (800 to 1,000)"),
        (Amount(form="hidden", low=1, high=4), "hidden, 1 to 4"),
        (Amount(form="hidden"), "hidden"),
        (Amount(form="share", share="0.13"), "0.13"),
        (Amount(form="share", share="0.13", base=100), "0.13 of 100"),
        (Amount(form="share", share="0.13", value=13, base=100), "0.13 (13 of 100)"),
        (Amount(form="not-measured"), "not measured"),
    ],
)
def test_an_amount_is_printed_with_what_limits_it(amount, text):
    assert printed(amount) == text


def test_a_tolerance_is_printed_with_its_unit():
    assert tolerance_words(Tolerances()) == "1 % of the larger"
    both = Tolerances(third_party_per_cent="2.5", third_party_count=10)
    assert tolerance_words(both) == "2.5 % of the larger or 10"
    assert tolerance_words(Tolerances(third_party_per_cent="0")) == "none"
