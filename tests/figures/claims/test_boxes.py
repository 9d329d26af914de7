"""Boxes of figures: a number and the words on the line beside it are read as one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.claims.boxes import as_sentence, at_home, is_number
from beholden.figures.core.claims.marking import marked
from tests.figures.claims.test_checking import checked

_SAID = "Police recorded 22,724 offences in 2017/18."


def _verdicts(*told: str) -> dict[str, str]:
    found = checked(_SAID, *told).checked[1:]
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


_BOXES = [
    ("62", "Offences per day", "62 offences per day", "agrees"),
    ("32%", "Increase in the UK in a year", "32%", "differs"),
    ("23", "Minutes between one offence and the next, on average", "23 minutes", "agrees"),
    ("23%", "Increase in the UK in a year", "23%", "agrees"),
    ("35%", "Increase in Essex, to 767", "35%", "agrees"),
    ("1,458", "Offences in Wales, 6.4% of the UK total", "1,458", "agrees"),
    (
        "662",
        "Offences in Avon and Somerset, Gloucestershire and Wiltshire together",
        "662",
        "agrees",
    ),
    ("767", "Essex", "767", "agrees"),
]


@pytest.mark.parametrize(("number", "words", "phrase", "verdict"), _BOXES)
def test_a_box_is_read_as_a_sentence_whichever_line_is_first(
    number: str, words: str, phrase: str, verdict: str
):
    assert _verdicts(f"{number}\n{words}")[phrase] == verdict
    assert _verdicts(f"{words}\n{number}")[phrase] == verdict


@pytest.mark.parametrize(
    "box",
    [
        "10\nYears in prison, the maximum sentence",
        "23\nMinutes between the two trains",
        "2017\nOffences in Essex",
        "12\nMatters arising",
    ],
)
def test_what_counts_nothing_recorded_is_no_claim_in_a_box_either(box: str):
    assert _verdicts(box) == {}


def _marks(box: str) -> list[str]:
    pieces = marked(checked(_SAID, box))[-1].pieces
    assert "".join(one.text for one in pieces) == box
    return [one.text for one in pieces if one.number]


def test_the_numbers_of_a_box_are_marked_where_they_stand():
    assert _marks("22,724\nOffences in the UK, up from 18,522") == ["22,724", "18,522"]
    assert _marks("Offences in Essex, up from 568\n767") == ["568", "767"]
    assert _marks("62\nOffences per day") == ["62\nOffences per day"]
    assert _marks("Offences per day\n62") == ["62"]


def test_a_name_keeps_its_capital():
    assert as_sentence("767\nEssex offences", named=True) == "767 Essex offences"
    assert as_sentence("22,724\nUK offences") == "22,724 UK offences"
    assert as_sentence("22,724\nOffences") == "22,724 offences"


@pytest.mark.parametrize(
    "text", ["767\nOffences\nin Kent", "568\n767", "Essex\nKent", "767 in Essex"]
)
def test_any_other_block_is_read_as_it_is(text: str):
    assert as_sentence(text) == text
    assert at_home(text, 1, 2) == (1, 2)


@pytest.mark.parametrize("line", ["22,724", "62", "22%", "+69 per cent", "1 in 5", "Almost 200"])
def test_a_number_alone_is_one_with_its_mark_and_its_qualifier(line: str):
    assert is_number(line)


@pytest.mark.parametrize(
    "line", ["2017", "2016/17", "62 a day", "Essex", "07.12", "1,2", "\u00a362"]
)
def test_a_year_an_hour_or_words_are_no_number_alone(line: str):
    assert not is_number(line)


_WORDS = st.text("abc XYZ", min_size=1, max_size=12).filter(lambda one: one.strip() == one)


@given(st.integers(1, 999).map(str), _WORDS, st.booleans())
def test_every_letter_of_the_sentence_has_its_place_in_the_box(
    number: str, words: str, below: bool
):
    box = f"{words}\n{number}" if below else f"{number}\n{words}"
    told = as_sentence(box)
    assert len(told) == len(box)
    for at, letter in enumerate(told):
        start, end = at_home(box, at, at + 1)
        if at != len(number):
            assert box[start:end].lower() == letter.lower()
