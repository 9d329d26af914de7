"""Places in an order that are told in other words are found, and judged by nothing."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

_OPENING = "Essex Police recorded 767 child abuse image offences in 2017/18."


def _ranks(*pieces: str) -> dict[str, str]:
    found = checked(_OPENING, *pieces).checked
    return {
        one.claim.phrase.text: one.judgement.verdict for one in found if one.claim.kind == "rank"
    }


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("No platform was used more in these crimes.", "No platform was used more"),
        (
            "No other force saw so high an increase in crimes.",
            "No other force saw so high an increase",
        ),
        (
            "Nowhere else in the East are there more offences.",
            "Nowhere else in the East are there more",
        ),
        ("The only country where these offences fell is Wales.", "The only country"),
        (
            "Never before had the figure for offences been above 700.",
            "Never before had the figure for offences been",
        ),
        ("Grooming was one of those that increased most.", "one of those that increased most"),
        (
            "Its 241 victims are among the highest in the country.",
            "among the highest in the country",
        ),
        (
            "It was the fourth largest main reason for calls about abuse.",
            "fourth largest main reason",
        ),
        ("Neglect is the highest category of abuse.", "highest category"),
        ("Of these offences possession was the most common.", "most common"),
        ("It was the helpline's busiest year on record.", "busiest year on record"),
        ("The number of crimes had its peak in 2016/17.", "peak"),
        ("Grooming online went up most.", "went up most"),
        ("Offenders share most images on Snapchat.", "most images"),
        ("Police found more illegal material of children than ever before.", "than ever before"),
        ("Crimes in 2017/18 were a record for the nation.", "a record"),
    ],
)
def test_a_first_place_in_other_words_is_found_and_told_by_no_data(words: str, number: str):
    found = {text: verdict for text, verdict in _ranks(words).items() if number in text}
    assert list(found.values()) == ["cannot_tell"]


@pytest.mark.parametrize(
    "words",
    [
        "Is this the busiest year on record for these crimes?",
        "Where the age was noted, 13 was the most common in these crimes.",
        "Of the victims of these crimes 14 was the age that came up most.",
        "It is common sense, and the most common sense, to report a crime.",
        "Knife crimes are among the lowest in the country.",
        "The shop had its busiest year on record.",
        "At its peak time the road is full of children.",
    ],
)
def test_what_places_nothing_recorded_is_no_place(words: str):
    assert _ranks(words) == {}


def test_a_place_does_not_change_what_the_next_sentence_is_about():
    found = checked(_OPENING, "The number is among the highest in the country. That is two a day.")
    last = found.checked[-1]
    assert (last.claim.kind, last.claim.series) == ("rate", "iioc_total")


@pytest.mark.parametrize(
    "words",
    [
        "These offences are not among the highest in the country.",
        "At Basildon Crown Court the judge spoke of the highest number of crimes.",
        "The number of crimes is past its peak.",
    ],
)
def test_what_is_denied_told_in_court_or_without_a_year_is_no_place(words: str):
    assert _ranks(words) == {}


def test_a_place_that_the_grammar_tells_is_not_told_again():
    words = "Essex recorded the highest number of offences of the most common type."
    assert set(_ranks(words)) == {"the highest number", "most common type"}
