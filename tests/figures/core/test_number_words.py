"""Numbers in words: the alternatives that expressions look for are those that are then counted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core._number_words import number_said, words_of


@given(st.integers(0, 19), st.integers(0, 19))
def test_the_words_that_are_looked_for_name_the_numbers_between_the_two(first: int, last: int):
    words = words_of(first, last)
    told = [number_said(word) for word in words.split("|")] if words else []
    assert told == list(range(first, last + 1))


@given(st.integers(0, 10**12))
def test_digits_are_the_number_that_they_write(number: int):
    assert number_said(str(number)) == number


@pytest.mark.parametrize(("words", "number"), [("Six", 6), ("twenty-three", 23), ("eleven", 11)])
def test_words_are_numbers_in_letters_of_either_kind(words: str, number: int):
    assert number_said(words) == number


@pytest.mark.parametrize("words", ["", "a few", "1.5", "-3", "two three"])
def test_what_is_no_number_is_refused_by_name(words: str):
    with pytest.raises(ValueError, match=f"no number: {re.escape(repr(words))}"):
        number_said(words)
