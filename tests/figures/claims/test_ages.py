"""Small numbers in words are read as ages in digits, each where its word stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.claims.naming._ages import (
    AGAINST,
    SOME_AGES,
    in_digits,
    may_tell_ages,
)

_AGES = re.compile(rf"(?:{AGAINST})?{SOME_AGES}", re.IGNORECASE)
_WORDS = st.sampled_from(
    [
        "children",
        "aged",
        "four",
        "Eleven",
        "to",
        "or",
        "under",
        "-",
        "and",
        "9",
        "13",
        "year-olds",
        "between",
        "zero",
        "SEVENTEEN",
        "eighteen",
        "18",
        "that",
        "of",
        "age",
        "group",
        "twenty-one",
        "7%",
        "against",
    ]
)


@given(st.lists(_WORDS, max_size=9).map(" ".join))
def test_places_in_the_digits_are_places_in_the_words(text: str) -> None:
    digits = in_digits(text)
    assert len(digits) == len(text)
    assert all(a == b for a, b in zip(text, digits, strict=True) if not a.isalpha())


@given(st.lists(_WORDS, max_size=9).map(" ".join))
def test_a_quick_look_passes_over_no_age(text: str) -> None:
    digits = in_digits(text)
    assert may_tell_ages(digits) or _AGES.search(digits) is None


@pytest.mark.parametrize(
    "text",
    [
        "aged four to eight",
        "against children aged ELEVEN and under",
        "against five-year-olds",
        "of that age",
        "for children aged under nine",
    ],
)
def test_ages_are_read_in_words_and_in_digits(text: str) -> None:
    assert _AGES.match(in_digits(text))


@pytest.mark.parametrize("text", ["aged nought to seventeen", "aged 17 and under", "aged 1-18"])
def test_the_ages_of_all_children_pick_none_out(text: str) -> None:
    assert not _AGES.match(in_digits(text))
