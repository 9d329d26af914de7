"""Numbers of the corpus that are printed otherwise, each alone, and never then agree."""

from __future__ import annotations

import re

import pytest
from tools.claims_altered import Altered, agreeing, alterations
from tools.claims_corpus import FOLDER, Expected, Piece
from tools.claims_table import checker

_TEXT = (
    "Essex Police recorded 767 child abuse image offences in 2017/18, up from 568 in 2016/17.\n\n"
    "It is a rise of 35 per cent."
)
_COUNTS = (("767", "2017/18"), ("568", "2016/17"))
_PIECE = Piece(
    style="local paper",
    data=("offences",),
    text=_TEXT,
    claims=(
        *(Expected(number, "total", "Essex", when, "agrees") for number, when in _COUNTS),
        Expected("35 per cent", "percent_change", "Essex", "2016/17 to 2017/18", "agrees"),
    ),
    name="example",
)


def _altered() -> list[Altered]:
    return list(alterations((_PIECE,), FOLDER))


def _ways(number: str) -> dict[str, str]:
    return {one.way: one.number for one in _altered() if one.claim.number == number}


def test_a_count_is_printed_otherwise_in_each_way():
    ways = _ways("767")
    another = ways.pop("count, another of the data")
    assert ways == {
        "count, one more": "768",
        "count, one less": "766",
        "count, a tenth more": "843",
        "count, a tenth less": "691",
        "count, digits swapped": "776",
        "count, another of the article": "568",
    }
    assert int(another) > 767


def test_a_percentage_keeps_the_words_behind_it():
    assert _ways("35 per cent") == {
        "per cent, one more": "36 per cent",
        "per cent, one less": "34 per cent",
        "per cent, a tenth more": "38 per cent",
        "per cent, a tenth less": "32 per cent",
        "per cent, digits swapped": "53 per cent",
    }


def test_only_one_number_of_the_text_is_another():
    for one in _altered():
        words = re.findall(r"\S+", one.piece.text)
        assert len([a for a, b in zip(words, _TEXT.split(), strict=True) if a != b]) == 1


def test_the_claim_is_found_where_the_same_number_stands_before_it():
    found = [one for one in _altered() if one.claim.number == "568" and one.number == "767"]
    assert [one.piece.claims[0].nth for one in found] == [2]


@pytest.mark.parametrize("one", _altered(), ids=lambda one: f"{one.claim.number} as {one.number}")
def test_what_is_false_then_does_not_agree(one: Altered):
    assert agreeing(one, checker(FOLDER)) is None


def test_what_is_true_is_told_to_agree():
    told = Altered(
        Piece(_PIECE.style, _PIECE.data, _TEXT, claims=_PIECE.claims[:1]),
        _PIECE.claims[0],
        "not at all",
        "767",
    )
    assert agreeing(told, checker(FOLDER)) is not None
