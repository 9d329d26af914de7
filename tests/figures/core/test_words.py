"""A phrase is always true of its value; a printed number is judged by one rule."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.rounding import half_up, percent_change, quotient
from beholden.figures.core.words import (
    RULES,
    Wording,
    agrees,
    describe_change,
    every,
    holds,
    more_than_a_day,
    printed_number,
    small_number,
    wording,
)

COUNTS = st.integers(0, 10**6)
AMOUNTS = st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=4)
PERCENTS = st.decimals(-100, 3000, allow_nan=False, allow_infinity=False, places=4)


@given(PERCENTS)
def test_words_for_a_change_are_true(percent):
    phrase = describe_change(percent)
    if phrase is None:
        return
    assert phrase.true
    size = abs(Fraction(percent))
    times = phrase.wording in {Wording.TIMES, Wording.MORE_THAN_TIMES, Wording.ALMOST_TIMES}
    assert phrase.value == (1 + size / 100 if times else size)
    if phrase.text.startswith(("almost", "nearly")):
        assert phrase.value < phrase.target
    if phrase.text.startswith("more than"):
        assert phrase.value > phrase.target
    if times:
        assert percent > 0


@given(AMOUNTS)
def test_words_for_amounts_are_true(amount):
    for phrase in (every(amount), more_than_a_day(amount)):
        if phrase is None:
            continue
        assert phrase.true
        if phrase.text.startswith("more than"):
            assert phrase.value > phrase.target


@given(AMOUNTS)
def test_how_often_is_within_half_a_unit_of_the_truth(minutes):
    phrase = every(minutes)
    if phrase is None:
        assert minutes < Decimal("0.01")
        return
    found = re.fullmatch(r"one every (?:([\d,]+) )?(second|minute|hour|day)s?", phrase.text)
    assert found is not None
    unit = Fraction({"second": 1, "minute": 60, "hour": 3600, "day": 86_400}[found[2]], 60)
    count = int((found[1] or "1").replace(",", ""))
    assert abs(count * unit - Fraction(minutes)) <= unit / 2
    assert (count == 1) == (found[1] is None)


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (18_522, 22_724, "almost a quarter"),
        (974, 1_199, "almost a quarter"),
        (118, 200, "more than two thirds"),
        (148, 307, "more than doubled"),
        (59, 142, "more than doubled"),
        (100, 200, "doubled"),
        (100, 180, "nearly doubled"),
        (100, 280, "nearly trebled"),
        (100, 410, "more than quadrupled"),
        (100, 480, "nearly multiplied by five"),
        (100, 1100, "multiplied by 11"),
        (100, 150, "half"),
        (209, 164, "more than a fifth"),
        (200, 120, None),
        (4_530, 10_818, "more than doubled"),
        (320, 411, None),
        (309, 301, None),
    ],
)
def test_changes_have_the_words_that_fit(before, after, text):
    phrase = describe_change(percent_change(before, after))
    assert (phrase.text if phrase else None) == text


def test_a_fall_is_never_a_multiple():
    half = describe_change(Decimal(-50))
    assert half is not None
    assert half.text == "half"
    assert describe_change(Decimal(-95)) is None
    assert describe_change(None) is None


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        ("23.13", "one every 23 minutes"),
        ("0.5", "one every 30 seconds"),
        ("1", "one every minute"),
        ("1.4", "one every minute"),
        ("89.4", "one every 89 minutes"),
        ("90", "one every 2 hours"),
        ("438.4", "one every 7 hours"),
        ("2628", "one every 2 days"),
        ("0.001", None),
    ],
)
def test_how_often_is_said_in_the_unit_that_fits(minutes, text):
    phrase = every(Decimal(minutes))
    assert (phrase.text if phrase else None) == text


def test_how_often_of_none_is_nothing():
    assert every(None) is None
    assert every(0) is None


@pytest.mark.parametrize(
    ("count", "days", "text"),
    [
        (1_199, 365, "more than three a day"),
        (1_095, 365, "three a day"),
        (767, 365, "more than two a day"),
        (200, 365, "more than three a week"),
        (4_380, 365, "12 a day"),
        (30, 365, None),
    ],
)
def test_how_many_a_day_is_not_above_the_truth(count, days, text):
    phrase = more_than_a_day(quotient(count, days))
    assert (phrase.text if phrase else None) == text


def test_how_many_a_day_of_none_is_nothing():
    assert more_than_a_day(None) is None


@pytest.mark.parametrize(
    ("word", "value", "target", "true"),
    [
        (Wording.ALMOST, "180", "200", True),
        (Wording.ALMOST, "179.9", "200", False),
        (Wording.ALMOST, "200", "200", False),
        (Wording.ALMOST, "200.9", "200", False),
        (Wording.MORE_THAN, "3.28", "3", True),
        (Wording.MORE_THAN, "3", "3", False),
        (Wording.LESS_THAN, "2.9", "3", True),
        (Wording.LESS_THAN, "3", "3", False),
        (Wording.ABOUT, "95", "100", True),
        (Wording.ABOUT, "94.9", "100", False),
        (Wording.ABOUT, "105.1", "100", False),
        (Wording.TIMES, "1.95", "2", True),
        (Wording.TIMES, "1.94", "2", False),
        (Wording.MORE_THAN_TIMES, "2.07", "2", True),
        (Wording.MORE_THAN_TIMES, "2", "2", False),
        (Wording.ALMOST_TIMES, "2.75", "3", True),
        (Wording.ALMOST_TIMES, "2.39", "3", False),
        (Wording.ALMOST_TIMES, "3", "3", False),
        (Wording.PLAIN, "69.49", "69", True),
        (Wording.PLAIN, "69.5", "69", False),
        (Wording.PLAIN, "34.96", "35.0", True),
        (Wording.PLAIN, "34.94", "35.0", False),
    ],
)
def test_each_rule_ends_where_it_says(word, value, target, true):
    assert holds(word, Decimal(value), Decimal(target)) == true


def test_about_a_percentage_is_within_two_points():
    assert holds(Wording.ABOUT, Decimal(12), 10, "percentage")
    assert not holds(Wording.ABOUT, Decimal("12.1"), 10, "percentage")
    assert not holds(Wording.ABOUT, Decimal(12), 10)


def test_a_plain_fraction_has_no_precision():
    assert holds(Wording.PLAIN, Decimal("2.5"), 3)
    with pytest.raises(ValueError, match="decimals"):
        holds(Wording.PLAIN, 1, Fraction(1, 3))


def test_every_wording_has_its_rule_in_words():
    assert set(RULES) == set(Wording)
    assert wording("Nearly") is Wording.ALMOST
    assert wording("just  under") is Wording.ALMOST
    assert wording("over") is Wording.MORE_THAN
    assert wording("perhaps") is None


@given(st.decimals(-1000, 10**6, allow_nan=False, allow_infinity=False), st.integers(0, 3))
def test_what_is_rounded_half_up_agrees_strictly(value, places):
    printed = f"{half_up(value, places):,}"
    assert agrees(printed, value).strict
    assert agrees(printed, value).note == ""


@given(AMOUNTS, st.integers(0, 3))
def test_strict_agreement_is_tolerant_too_and_every_difference_has_a_note(value, places):
    for printed in (half_up(value, places), half_up(value, places) + 1, int(value)):
        found = agrees(f"{printed:,}", value)
        assert found.tolerant or not found.strict
        assert bool(found.note) == (not found.strict)


@pytest.mark.parametrize(
    ("printed", "value", "strict", "tolerant", "note"),
    [
        ("69%", "69.49", True, True, ""),
        ("69 per cent", "69.49", True, True, ""),
        ("36%", "36.7", False, True, "36.7 rounds to 37; 36 is truncated."),
        ("60pc", "60.4", True, True, ""),
        ("716%", "616.67", False, False, "616.67 rounds to 617."),
        ("50%", "54.9", False, False, "54.9 rounds to 55."),
        ("25 per cent", "22.69", False, False, "22.69 rounds to 23."),
        ("1,199", "1199", True, True, ""),
        ("78,000", "78123", False, True, "78,123 is printed rounded, as 78,000."),
        ("78,000", "78600", False, False, "78,600 rounds to 78,600."),
        ("200", "196", False, True, "196 is printed rounded, as 200."),
        ("200", "154", False, False, "154 rounds to 154."),
        ("200%", "196", False, False, "196 rounds to 196."),
        ("0.02 million", "22724", True, True, ""),
        ("23k", "22724", True, True, ""),
        ("-2.6%", "-2.59", True, True, ""),
        ("1,5000", "15000", False, False, "'1,5000' is not a number."),
    ],
)
def test_a_printed_number_is_judged_strictly_and_with_tolerance(
    printed, value, strict, tolerant, note
):
    found = agrees(printed, Decimal(value))
    assert (found.strict, found.tolerant, found.note) == (strict, tolerant, note)


def test_a_qualified_number_is_judged_by_its_rule():
    assert agrees("200", 199, Wording.ALMOST).strict
    past = agrees("200", Decimal("200.9"), Wording.ALMOST)
    assert (past.strict, past.tolerant) == (False, False)
    assert past.note == "200.9 is not below 200."
    exact = agrees("1,199", 1_199, Wording.MORE_THAN)
    assert (exact.strict, exact.tolerant) == (False, True)
    assert exact.note == "It is exactly 1,199, not more."
    assert agrees("25%", Decimal("22.7"), Wording.ALMOST).strict
    assert agrees("10%", Decimal("11.9"), Wording.ABOUT).strict
    assert agrees("10", Decimal("11.9"), Wording.ABOUT).note == "It is 11.9."


def test_printed_numbers_are_read_with_their_precision():
    read = printed_number("1.2 million")
    assert read is not None
    assert (read.value, read.places, read.percentage) == (Decimal(1_200_000), -5, False)
    percent = printed_number("229.5%")
    assert percent is not None
    assert (percent.value, percent.places, percent.percentage) == (Decimal("229.5"), 1, True)
    assert printed_number("38,0001") is None
    assert printed_number("many") is None


def test_small_numbers_are_words_to_ten():
    assert [small_number(n) for n in (0, 1, 10, 11, 1200)] == ["no", "one", "ten", "11", "1,200"]
