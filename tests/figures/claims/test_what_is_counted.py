"""Words near a number that are no noun of it, and numbers that count nothing of the data."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_HEADLINE = "Child abuse image offences rise in Essex"
_ARRESTS = (
    fact("Essex", "2016/17", 150, series="Arrests"),
    fact("Essex", "2017/18", 180, series="Arrests"),
)


def _verdicts(text: str, *, arrests: bool = False) -> dict[str, str]:
    facts = (*PUBLISHED, *_ARRESTS) if arrests else PUBLISHED
    found = checked(text, headline=_HEADLINE, facts=facts).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(("number", "verdict"), [("767", "agrees"), ("900", "differs")])
@pytest.mark.parametrize(
    "text",
    [
        "The chief constable told the hearing there were {} offences in Essex in 2017/18.",
        "She told the committee there had been {} offences in Essex in 2017/18.",
        "The Essex total peaked at {} in 2017/18.",
    ],
)
def test_who_was_told_and_verbs_are_not_what_was_counted(text: str, number: str, verdict: str):
    assert _verdicts(text.format(number)) == {number: verdict}


@pytest.mark.parametrize(
    ("number", "verdict"), [("35 per cent", "agrees"), ("60 per cent", "differs")]
)
@pytest.mark.parametrize(
    "text",
    [
        "The {} rise in Essex came as police called for help in 2017/18.",
        "A {} rise in Essex followed in 2017/18.",
        "Why have offences in Essex risen by {} in 2017/18?",
    ],
)
def test_a_verb_after_a_rise_is_not_what_rose(text: str, number: str, verdict: str):
    assert _verdicts(text.format(number)) == {number: verdict}


@pytest.mark.parametrize("number", ["35 per cent", "60 per cent"])
def test_the_noun_before_such_a_verb_is_still_what_rose(number: str):
    text = f"The {number} rise in burglaries in Essex came as a surprise in 2017/18."
    assert _verdicts(text) == {number: "cannot_tell"}


def test_numbers_of_a_ratio_and_of_areas_are_no_counts():
    assert not _verdicts("There was one charge for every four offences in Essex in 2017/18.")
    text = "Bedfordshire saw the biggest percentage rise of the three counties in 2017/18."
    assert "three" not in _verdicts(text)


@pytest.mark.parametrize("number", ["more than double", "four times"])
def test_how_often_a_site_is_named_is_no_multiple_of_offences(number: str):
    text = f"In Essex, Snapchat was mentioned {number} as often in 2017/18 as the year before."
    assert set(_verdicts(text).values()) <= {"cannot_tell"}


@pytest.mark.parametrize(
    ("number", "verdict"), [("35 per cent", "agrees"), ("50 per cent", "differs")]
)
def test_two_things_that_changed_in_one_sentence_keep_their_names(number: str, verdict: str):
    text = f"Arrests in Essex rose by 20 per cent in 2017/18 while offences rose by {number}."
    assert _verdicts(text, arrests=True)[number] == verdict


@pytest.mark.parametrize(("number", "verdict"), [("767", "agrees"), ("900", "differs")])
@pytest.mark.parametrize("crime", ["the new crime", "this crime", "such an offence"])
def test_offences_of_the_crime_are_those_of_the_article(crime: str, number: str, verdict: str):
    text = f"Essex Police recorded {number} offences of {crime} in 2017/18."
    assert _verdicts(text) == {number: verdict}


def test_offences_of_another_crime_are_none_of_the_articles():
    found = _verdicts("Essex Police recorded 767 offences of the worst theft in 2017/18.")
    assert found == {"767": "cannot_tell"}
