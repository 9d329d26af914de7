"""A count whose "each day" stands far behind it is a rate, and only of offences."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding.related._far_rates import with_far_rates
from beholden.figures.core.claims.grammar.phrases import scan
from beholden.figures.core.claims.models import Shape
from tests.figures.claims.test_checking import checked


def shapes(text: str) -> list[tuple[Shape, str]]:
    return [(one.shape, one.per) for one in with_far_rates(text, scan(text).phrases)]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("More than three offences are being recorded by police in Hampshire each day", "day"),
        ("Some 120 cases that were referred to the county's police every single week", "week"),
        ("Five offences against children in Essex are logged per hour", "hour"),
        ("Some 40 crimes come to the notice of police a month", "month"),
    ],
)
def test_offences_with_a_time_behind_them_are_a_rate(text, per):
    assert shapes(text) == [(Shape.PER, per)]


@pytest.mark.parametrize(
    "text",
    [
        "Two offences were recorded. It happens each day.",
        "Two offences were recorded; it happens each day",
        "Two crimes, 10 arrests and a story each day",
        "Two visitors who saw the exhibition each day",
        "There were 767 crimes recorded by officers who work each day",
    ],
)
def test_a_time_beyond_a_stop_another_number_or_another_thing_makes_no_rate(text):
    assert Shape.PER not in {shape for shape, _ in shapes(text)}


def test_the_words_of_the_phrase_are_not_changed():
    text = "Some 40 crimes come to the notice of police a month"
    [before], [after] = scan(text).phrases, with_far_rates(text, scan(text).phrases)
    assert (after.start, after.end, after.text) == (before.start, before.end, before.text)


def test_a_rate_far_below_the_true_one_does_not_agree():
    told = "Police in the UK log more than {} child abuse image offences a day."
    for number, verdict in (("60", "agrees"), ("11", "cannot_tell")):
        (found,) = checked(told.format(number), headline="Police figures").checked
        assert found.judgement.verdict == verdict


@pytest.mark.parametrize(
    "told",
    [
        "CAIO in Essex rose by 35 per cent, the equivalent of {} more every week.",
        "Essex recorded 767 CAIO in 2017/18. That is {} extra crimes every week.",
        "Essex recorded 767 CAIO in 2017/18, {} a week extra.",
    ],
)
@pytest.mark.parametrize("number", ["four", "15"])
def test_how_fast_a_number_grows_is_not_how_often_it_happens(told: str, number: str):
    text = told.format(number).replace("CAIO", "child abuse image offences")
    found = checked(text, headline="Police figures").checked
    assert found[-1].claim.phrase.number == number
    assert found[-1].judgement.verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Every day more than six people are caught grooming children online", "day"),
        ("EACH WEEK 12 people are reported for such crimes", "week"),
    ],
)
def test_people_caught_with_a_time_ahead_of_them_are_a_rate(text, per):
    assert shapes(text) == [(Shape.PER, per)]


@pytest.mark.parametrize(
    "text", ["Every day 200 people walk past", "Every week 12 people are trained by the charity"]
)
def test_people_who_were_not_caught_are_no_rate_of_offences(text):
    assert Shape.PER not in {shape for shape, _ in shapes(text)}


@pytest.mark.parametrize("rate", ["more than 60", "more than 40", "50"])
def test_people_of_no_area_are_never_what_is_recorded_of_offences(rate: str):
    text = f"Every day {rate} people are caught with child abuse images."
    found = checked(text, headline="Child abuse images").checked
    assert "agrees" not in [one.judgement.verdict for one in found]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("11 hours and 25 minutes", "agrees"),
        ("11 hours and 55 minutes", "differs"),
        ("11 hours 25 minutes", "agrees"),
        ("11 hours", "agrees"),
    ],
)
def test_the_minutes_behind_hours_are_part_of_a_rate(said: str, verdict: str):
    told = f"Essex recorded 767 child abuse image offences in 2017/18, or one every {said}."
    assert checked(told, headline="Police figures").checked[-1].judgement.verdict == verdict
