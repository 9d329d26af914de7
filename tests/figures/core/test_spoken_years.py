"""Years in words are read as the years that they are, and as no numbers."""

from __future__ import annotations

import pytest

from beholden.figures.core._spoken_years import in_digits
from beholden.figures.core.claims.grammar.phrases import scan
from beholden.figures.core.claims.naming.when import whens
from beholden.figures.core.periods import find_periods, label


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("in twenty-nineteen-twenty, it", "2019/20"),
        ("In twenty sixteen-seventeen there", "2016/17"),
        ("in twenty twenty-one twenty-two", "2021/22"),
        ("in twenty twenty-two-three", "2022/23"),
        ("the year to March twenty twenty-four", "2023/24"),
    ],
)
def test_a_spoken_financial_year_is_one(text: str, period: str):
    assert [label(one.period) for one in find_periods(text)] == [period]


def test_a_spoken_year_keeps_its_words_and_its_place():
    text = "It has grown since twenty fourteen-fifteen, and more than doubled."
    (found,) = whens(text)
    assert (found.text, found.how) == ("since twenty fourteen-fifteen", "since")
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "one in twenty ten-year-olds",
        "twenty fourteen minutes",
        "twenty twenty-five per cent",
        "twenty sixteen-eighteen",
        "twenty-four of them",
    ],
)
def test_other_numbers_in_a_row_are_no_year(text: str):
    assert in_digits(text).text == text


def test_a_spoken_year_is_no_number():
    assert not scan("In twenty twenty-four it went on as before.").phrases
