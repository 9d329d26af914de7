"""Records told in other words, and superlatives of which nobody can tell the place."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked


def _ranks(*told: str) -> dict[str, str]:
    found = checked(*told, headline="Child abuse image offences in Essex").checked
    return {
        one.claim.phrase.text: one.judgement.verdict for one in found if one.claim.kind == "rank"
    }


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("More child abuse image offences than ever were recorded in Essex.", "More child abuse"),
        ("Essex Police recorded 767 offences in 2017/18, more than ever before.", "more than ever"),
        ("Child abuse image offences in Essex have never been so high.", "never been so high"),
        ("Child abuse image offences reach a record in Essex.", "a record"),
        ("It was a record year for child abuse image offences in Essex.", "a record"),
    ],
)
def test_a_record_is_found_in_other_words(words: str, number: str):
    """Of Essex not every year is known."""
    (found,) = _ranks(words).items()
    assert found[0].startswith(number)
    assert found[1] == "cannot_tell"


def test_a_record_in_other_words_is_one_among_the_years_of_the_area():
    words = "Child abuse image offences in Cambridgeshire had never been so high as in 2017/18."
    assert _ranks(words) == {"never been so high": "differs"}


@pytest.mark.parametrize(
    "words",
    [
        "Essex Police has more officers than ever to investigate these offences.",
        "Now, more than ever, victims of these offences need help.",
        "More schools than ever hear about child abuse image offences in Essex.",
        "Children use their phones more than ever, and offences rise.",
    ],
)
def test_more_of_something_else_than_ever_is_no_record(words: str):
    assert _ranks(words) == {}


@pytest.mark.parametrize(
    "words",
    [
        "Essex recorded 767 offences in 2017/18, one of the highest on record.",
        "The 767 offences in Essex in 2017/18 are one of the highest figures since research began.",
    ],
)
def test_one_of_the_highest_is_found_and_its_place_is_open(words: str):
    assert list(_ranks(words).values()) == ["cannot_tell"]


def test_one_of_the_highest_of_anything_else_is_left_alone():
    assert _ranks("One of the highest bills for such offences came to Essex in 2017/18.") == {}


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Snapchat was the platform most used by offenders.", "most used"),
        ("Snapchat was what perpetrators used most.", "used most"),
        ("Facebook and Instagram were the top two most-recorded sites.", "top two most-recorded"),
        ("The helpline's second most common concern was neglect.", "second most common concern"),
        ("Neglect is the single biggest cause of referrals.", "the single biggest cause"),
        ("Of all the crimes it was fraud that grew most.", "grew most"),
    ],
)
def test_a_superlative_of_a_breakdown_is_found(words: str, number: str):
    assert _ranks(words) == {number: "cannot_tell"}


def test_what_an_area_did_most_is_a_place_that_no_data_tell():
    told = _ranks("Of all forces it was in Essex that these offences rose most.")
    assert told == {"rose most": "cannot_tell"}


def test_the_highest_of_the_past_years_is_one_of_so_many():
    facts = (
        fact("Essex", "2015/16", 511), fact("Essex", "2016/17", 568), fact("Essex", "2017/18", 767),
    )  # fmt: skip
    told = "Essex recorded 767 offences in 2017/18, its highest total of the past three years."
    found = checked(told, headline="Child abuse image offences in Essex", facts=facts).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]


def test_one_among_the_steepest_increases_is_no_place():
    told = "Among the areas with the steepest increases in 2017/18 was Essex, where it rose to 767."
    found = checked(told, headline="Child abuse image offences in Essex").checked
    assert [one.claim.phrase.text for one in found] == ["767"]
