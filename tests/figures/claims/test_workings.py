"""Calculations and intervals claim nothing; the numbers beside them still do."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding.said._workings import (
    CALCULATION,
    INTERVAL,
    without_workings,
)
from beholden.figures.core.claims.grammar.phrases import scan
from tests.figures.claims.test_checking import checked


def parted(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The numbers of a text that remain, and those that are left alone with the reason."""
    found = scan(text)
    kept, alone = without_workings(text, found.phrases, found.left_alone)
    return [one.text for one in kept], [(one.text, one.why) for one in alone]


@pytest.mark.parametrize(
    "text",
    [
        "(767 - 568) / 568 * 100 = 35.04",
        "767 - 568 = 199",
        "525,600 / 22,724 = 23.13 minutes",
        "365 / 767 = 0.48",
        "767 + 568 = 1,335 offences in all",
    ],
)
def test_no_number_of_a_calculation_is_a_claim(text):
    kept, alone = parted(text)
    assert kept == []
    assert CALCULATION in {why for _, why in alone}


def test_numbers_beside_a_calculation_stay_claims():
    kept, alone = parted("There were 767 offences (767 - 568 = 199), more than 568.")
    assert kept == ["767", "more than 568"]
    assert alone == [(number, CALCULATION) for number in ("767", "568", "199")]


def test_a_difference_without_its_result_is_no_calculation():
    assert parted("767 - 568")[0] == ["767", "568"]


@pytest.mark.parametrize(
    "text",
    [
        "It lies between +21% to +51%.",
        "The 95% interval is 21% \u2013 51%.",
        "A 95% confidence interval was given.",
    ],
)
def test_the_ends_of_an_interval_are_no_claims(text):
    kept, alone = parted(text)
    assert kept == []
    assert {why for _, why in alone} == {INTERVAL}


@pytest.mark.parametrize("text", ["It rose from 2% to 5%.", "It rose from 21% to 51%."])
def test_a_rise_from_one_percentage_to_another_is_no_interval(text):
    assert len(parted(text)[0]) == 2


def test_what_was_left_alone_stays_in_the_order_of_the_text():
    _, alone = parted("In 2017/18 it was 767 - 568 = 199, at 14 years of age in 2016/17.")
    text = "In 2017/18 it was 767 - 568 = 199, at 14 years of age in 2016/17."
    places = [text.index(number) for number, _ in alone]
    assert places == sorted(places)
    assert alone[0][0] == "2017/18"


def test_more_crime_in_a_question_is_a_change_that_is_told():
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.",
        "Does 35% more crime mean that much more work?",
        headline="Child abuse image offences in Essex",
    ).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]
