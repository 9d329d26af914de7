"""Divisions by days, minutes and people."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.models import OffenceId
from beholden.figures.core.offences import SEXUAL_COMMUNICATION
from beholden.figures.core.periods import financial_year
from beholden.figures.core.rates import one_every_minutes, per_10_000, per_day, per_week
from beholden.figures.core.rounding import half_up
from beholden.figures.registry import load_registry

LEAP_STARTS = {2011, 2015, 2019, 2023}
YEARS = st.integers(2010, 2026)
COUNTS = st.integers(1, 10**6)


def rounded(value: Decimal | None, places: int = 2) -> str:
    assert value is not None
    return str(half_up(value, places))


def test_the_founding_rates_come_out():
    year = financial_year(2017)
    assert rounded(one_every_minutes(22_724, year)) == "23.13"
    assert rounded(per_day(1_199, year)) == "3.28"
    forces = load_registry().forces
    people = {force.name: force.populations.get(2018, 0) for force in forces}
    assert rounded(per_10_000(1_199, people["Hampshire"])) == "6.04"
    assert rounded(per_10_000(22_724, sum(people.values()))) == "3.42"


@pytest.mark.parametrize(
    ("count", "start", "per", "text"),
    [
        (2_194, 2023, per_day, "5.995"),
        (265, 2019, per_week, "5.068"),
        (6_156, 2021, per_week, "118.060"),
    ],
)
def test_rates_of_articles_use_the_days_of_their_year(count, start, per, text):
    assert rounded(per(count, financial_year(start)), 3) == text


@given(COUNTS, YEARS)
def test_a_leap_year_has_a_day_more(count, start):
    length = 366 if start in LEAP_STARTS else 365
    day = per_day(count, financial_year(start))
    assert day is not None
    assert half_up(day, 20) == half_up(Fraction(count, length), 20)


@given(COUNTS, YEARS)
def test_minutes_between_and_offences_a_day_are_each_other_s_inverse(count, start):
    year = financial_year(start)
    every, day, week = (rate(count, year) for rate in (one_every_minutes, per_day, per_week))
    assert every is not None
    assert day is not None
    assert week is not None
    assert half_up(every * day, 9) == 1440
    assert half_up(week - 7 * day, 20) == 0


def test_an_offence_counts_from_the_day_it_was_law():
    year = financial_year(2017)
    assert rounded(per_day(363, year, SEXUAL_COMMUNICATION)) == "1.00"
    assert rounded(one_every_minutes(363, year, SEXUAL_COMMUNICATION)) == "1440.00"
    assert rounded(per_day(365, year, OffenceId("iioc_total"))) == "1.00"


def test_what_does_not_exist_is_none():
    assert one_every_minutes(0, financial_year(2017)) is None
    assert per_day(0, financial_year(2016), SEXUAL_COMMUNICATION) is None
    assert per_week(0, financial_year(2016), SEXUAL_COMMUNICATION) is None
    assert per_10_000(5, 0) is None
    assert per_day(0, financial_year(2017)) == 0
