"""Percentages that a newsroom's file holds as such: a detection rate, and no change or share."""

from __future__ import annotations

from decimal import Decimal

import pytest

from beholden.figures.core.claims.judging.dataset import Fact
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked


def _rate(who: str, year: str, value: str) -> Fact:
    name = "detection rate"
    return fact(who, year, Decimal(value), series=f"own:{name}", series_name=name, unit="percent")


_FACTS = (
    _rate("Essex", "2017/18", "22.7"),
    _rate("Essex", "2016/17", "25.1"),
    _rate("Kent", "2017/18", "19.4"),
)


def _told(sentence: str) -> list[tuple[str, str, str]]:
    found = checked(sentence, headline="Detection rate falls", facts=_FACTS)
    return [
        (one.claim.phrase.text, one.claim.subject.name, one.judgement.verdict)
        for one in found.checked
    ]


_SENTENCES = (
    ("The detection rate in Essex was {} per cent in 2017/18.", ["22.7"]),
    ("Essex's detection rate of {} per cent in 2017/18 was no surprise.", ["22.7"]),
    (
        "Essex's detection rate fell to {} per cent in 2017/18 from {} per cent the year before.",
        ["22.7", "25.1"],
    ),
    (
        "By 2017/18 the detection rate in Essex went from {} per cent to {} per cent.",
        ["25.1", "22.7"],
    ),
    (
        "In 2017/18 Essex's detection rate stood at {} per cent, down from {} per cent before.",
        ["22.7", "25.1"],
    ),
)


@pytest.mark.parametrize(("sentence", "numbers"), _SENTENCES)
def test_a_level_is_held_against_the_level_of_its_year(sentence: str, numbers: list[str]) -> None:
    texts = [f"{one} per cent" for one in numbers]
    assert _told(sentence.format(*numbers)) == [(one, "Essex", "agrees") for one in texts]
    wrong = [f"{Decimal(one) + 1}" for one in numbers]
    texts = [f"{one} per cent" for one in wrong]
    assert _told(sentence.format(*wrong)) == [(one, "Essex", "differs") for one in texts]


@pytest.mark.parametrize(
    "sentence",
    [
        "Essex had a detection rate of 22.7 per cent in 2017/18, against 19.4 per cent in Kent.",
        "With a detection rate of 22.7 per cent in 2017/18, Essex beat Kent (19.4 per cent).",
    ],
)
def test_a_second_area_has_its_own_level(sentence: str) -> None:
    assert _told(sentence) == [
        ("22.7 per cent", "Essex", "agrees"),
        ("19.4 per cent", "Kent", "agrees"),
    ]
    assert _told(sentence.replace("19.4", "22.7"))[1] == ("22.7 per cent", "Kent", "differs")


@pytest.mark.parametrize(
    "sentence",
    [
        "The detection rate for stalking in Essex was 22.7 per cent in 2017/18.",
        "The burglary detection rate in Essex was 22.7 per cent in 2017/18.",
        "The detection rate in Essex among teenagers was 22.7 per cent in 2017/18.",
        "In Essex the detection rate rose by 22.7 per cent in 2017/18.",
        "The detection rate in Essex was 22.7 per cent higher in 2017/18.",
        "Police in Essex want the detection rate to reach 22.7 per cent.",
        "The detection rate in Essex was not 22.7 per cent in 2017/18.",
        "In Chelmsford the detection rate was 22.7 per cent in 2017/18.",
        "The detection rate of Essex, where 22.7 per cent of people are under 18, was falling.",
        "Had the detection rate in Essex been 22.7 per cent in 2017/18, people would have cheered.",
        "The average detection rate of Essex over two years was 22.7 per cent.",
        "Essex's monthly detection rate was 22.7 per cent in June 2017.",
        "The detection rate was a worry in Essex, and turnout was 22.7 per cent in 2017/18.",
        "The detection rate in Essex missed its goal of 22.7 per cent in 2017/18.",
        "Essex promised a detection rate of 22.7 per cent in 2017/18.",
        "The detection rate in Essex was up 22.7 per cent in 2017/18.",
        "Essex's detection rate was 22.7 per cent below par in 2017/18.",
    ],
)
def test_what_is_no_such_level_never_agrees(sentence: str) -> None:
    assert "agrees" not in [verdict for _, _, verdict in _told(sentence)]


def test_a_level_that_the_data_lack_cannot_be_told() -> None:
    told = _told("In Dorset the detection rate was 22.7 per cent in 2017/18.")
    assert told == [("22.7 per cent", "Dorset", "cannot_tell")]


def test_the_second_level_of_an_unsaid_year_cannot_be_told() -> None:
    told = _told("Essex's detection rate went from 25.1 per cent in 2016/17 to 22.7 per cent.")
    assert [verdict for _, _, verdict in told] == ["agrees", "cannot_tell"]
