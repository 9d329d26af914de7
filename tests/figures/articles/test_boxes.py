"""Boxes of figures: which number alone on its line belongs to which words, and where none does."""

from __future__ import annotations

import pytest

from beholden.figures.articles._boxes import with_boxes
from beholden.figures.articles._html import page_blocks
from beholden.figures.articles._text import text_blocks
from beholden.figures.core.claims.models import Block


def _blocks(text: str) -> list[str]:
    return [one.text for one in text_blocks(text).blocks]


_TWO = ["62\nOffences per day", "22%\nIncrease in the UK in a year"]


def test_lines_that_stand_together_are_one_box():
    text = (
        "In numbers\n\n62\nOffences per day\n\n22%\nIncrease in the UK in a year\n\nSource: police"
    )
    assert _blocks(text) == ["In numbers", *_TWO, "Source: police"]


def test_the_number_may_stand_below_its_words():
    text = "In numbers\n\nOffences per day\n62\n\nIncrease in the UK in a year\n22%"
    assert _blocks(text) == [
        "In numbers",
        "Offences per day\n62",
        "Increase in the UK in a year\n22%",
    ]


def test_a_run_of_numbers_and_words_in_turn_is_of_boxes_whatever_parts_the_lines():
    text = "In numbers\n\n62\n\nOffences per day\n\n22%\n\nIncrease in the UK in a year"
    assert _blocks(f"{text}\n\nThe force was asked.")[1:3] == _TWO
    below = "In numbers:\n\nOffences per day\n\n62\n\nRise in a year\n\n22%"
    assert _blocks(below)[1:] == ["Offences per day\n62", "Rise in a year\n22%"]


def test_a_box_of_a_page_is_a_box_below_a_heading():
    page = (
        b"<h1>Offences rise in the county</h1><h2>In numbers</h2><p>62</p><p>Offences per day</p>"
        b"<p>22%</p><p>Increase in the UK in a year</p>"
    )
    assert [one.text for one in page_blocks(page, "a.html").blocks][-2:] == _TWO


@pytest.mark.parametrize(
    "text",
    [
        # Pages, points and places in an order.
        "Advice\n\n1\nCheck the settings\n\n2\nTalk to your child\n\n3\nReport it",
        "Minutes\n\n12\nMatters arising",
        "Table\n\n1\nEssex\n767\n\n2\nKent\n1,159",
        # Years.
        "A history\n\n2016\nThe first rise\n\n2017\nThe next rise",
        # A sentence that a page number stands above.
        "Report\n\n112\nPolice recorded more offences last year.",
        # Both lines around a number may be what it is.
        "The force\n\nOffences per day\n\n62\n\nIncrease in a year\n\n22%\n\nOffences in Essex",
        # Numbers below one another.
        "Report\n\nOffences\n\n568\n\n767\n\nOffences in Kent",
    ],
)
def test_other_numbers_alone_on_a_line_are_joined_to_none(text: str):
    assert not any("\n" in one for one in _blocks(text))


def test_a_run_that_can_be_read_both_ways_is_left_as_it_is():
    blocks = [Block("paragraph", one) for one in ("Rise", "62", "Offences", "22%", "Fall")]
    assert with_boxes(blocks) == blocks


def test_a_box_is_a_paragraph_and_nothing_of_it_is_lost():
    blocks = [Block("heading", "767"), Block("paragraph", "Offences in Essex")]
    assert with_boxes(blocks, {0}) == [Block("paragraph", "767\nOffences in Essex")]
