"""Halves go away from zero, exactly; percentages are not printed of a handful."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.rounding import (
    half_up,
    percent_change,
    percent_text,
    quotient,
)

COUNTS = st.integers(0, 10**8)
PLACES = st.integers(-4, 4)


def slow_half_up(value: Fraction, places: int) -> Fraction:
    """By the book: add a half of the last place and cut."""
    unit = Fraction(10) ** -places
    steps = math.floor(abs(value) / unit + Fraction(1, 2))
    return steps * unit * (1 if value >= 0 else -1)


@given(st.fractions(max_denominator=10**6), PLACES)
def test_rounding_half_up_equals_exact_fractions(value: Fraction, places: int):
    assert Fraction(half_up(value, places)) == slow_half_up(value, places)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_a_decimal_is_rounded_as_the_fraction_it_is(value: Decimal):
    assert half_up(value, 2) == half_up(Fraction(value), 2)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("2.675", 2, "2.68"),
        ("0.04", 1, "0.0"),
        ("-0.04", 1, "0.0"),
        ("35", 1, "35.0"),
        ("22724", -3, "23000"),
        ("1" + "0" * 40 + ".5", 0, "1" + "0" * 39 + "1"),
    ],
)
def test_a_half_goes_away_from_zero_and_the_precision_is_shown(value, places, text):
    assert str(half_up(Decimal(value), places)) == text


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 3))
def test_no_digit_of_a_percentage_is_lost_before_it_is_rounded(before, after, places):
    percent = percent_change(before, after)
    assert percent is not None
    exact = Fraction(100 * (after - before), before)
    assert Fraction(half_up(percent, places)) == slow_half_up(exact, places)


def test_there_is_no_percentage_from_zero():
    assert percent_change(0, 5) is None


@given(COUNTS, st.integers(1, 10**6))
def test_a_quotient_that_ends_is_exact(count, scale):
    assert quotient(count * scale, scale) == count


@pytest.mark.parametrize(
    ("before", "after", "table", "prose"),
    [
        (118, 200, "+69.5%", "69%"),
        (568, 767, "+35.0%", "35%"),
        (974, 1199, "+23.1%", "23%"),
        (320, 411, "+28.4%", "28%"),
        (666, 772, "+15.9%", "16%"),
        (209, 164, "-21.5%", "22%"),
        (245, 263, "+7.3%", "7%"),
        (375, 390, "+4.0%", "4%"),
        (309, 301, "-2.6%", "3%"),
        (1000, 1001, "+0.1%", "less than 1%"),
        (10000, 10001, "0.0%", "less than 1%"),
        (500, 500, "0.0%", "0%"),
        (20, 1000, "+4,900.0%", "4,900%"),
        (1000, 1996, "+99.6%", "99.6%"),
        (1000, 2000, "+100.0%", "100%"),
        (1000, 2004, "+100.4%", "100.4%"),
        (10000, 19999, "+100.0%", "99.99%"),
        (1000, 2995, "+199.5%", "199.5%"),
        (1000, 4, "-99.6%", "99.6%"),
        (1000, 0, "-100.0%", "100%"),
    ],
)
def test_a_table_shows_one_decimal_and_prose_none(before, after, table, prose):
    percent = percent_change(before, after)
    assert percent_text(percent, before, "table") == table
    assert percent_text(percent, before, "prose") == prose


@given(st.integers(0, 60), st.integers(0, 100))
def test_a_base_under_twenty_has_no_percentage(before, after):
    shown = percent_text(percent_change(before, after), before)
    assert (shown is None) == (before < 20)
