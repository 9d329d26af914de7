"""Sentences and quotations of a block: where they begin and end, and who speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.claims.finding.sentences import quotations, sentences
from beholden.figures.core.claims.models import Block


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Police recorded 767 offences. That is up 3.5 per cent.",
            ["Police recorded 767 offences.", "That is up 3.5 per cent."],
        ),
        ("Dr. Foster went to St. Ives. It rained.", ["Dr. Foster went to St. Ives.", "It rained."]),
        (
            "\u201cIt is too many.\u201d The force agreed.",
            ["\u201cIt is too many.\u201d", "The force agreed."],
        ),
        ("The U.K. figure is 22,724. So it is.", ["The U.K. figure is 22,724.", "So it is."]),
        ("It rose by 23%! Why? Nobody knows", ["It rose by 23%!", "Why?", "Nobody knows"]),
        ("one\ntwo", ["one", "two"]),
        ("", []),
        ("   ", []),
    ],
)
def test_a_block_is_cut_where_its_sentences_end(text, parts):
    assert [one.text for one in sentences(text)] == parts


@given(st.text(alphabet='Aa1. ?!"\u201d\n)', max_size=60))
def test_sentences_stand_in_order_and_leave_out_nothing_but_blanks(text):
    found = sentences(text)
    at = 0
    for one in found:
        assert one.start >= at
        assert not text[at : one.start].strip()
        assert text[one.start : one.end] == one.text
        at = one.end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "\u201cThis is far too many offences,\u201d said a spokesman for the charity.",
            "a spokesman for the charity",
        ),
        (
            "The police and crime commissioner said: \u201cOne every 23 minutes is too many.\u201d",
            "The police and crime commissioner",
        ),
        ("\u201cOne every 23 minutes is too many for anybody.\u201d", ""),
    ],
)
def test_a_quotation_names_its_speaker(text, speaker):
    [one] = quotations(Block("paragraph", text))
    assert one.speaker == speaker


def test_a_quotation_without_an_end_goes_on_to_the_end_of_the_block():
    text = "\u201cThe number has risen again, and it will rise further."
    [one] = quotations(Block("paragraph", text))
    assert (one.start, one.end) == (0, len(text))


def test_a_quotation_that_goes_on_keeps_its_speaker():
    block = Block("paragraph", "\u201cThat is almost 200 more than in the year before.\u201d")
    assert quotations(block, "the charity")[0].speaker == "the charity"


def test_single_words_at_arms_length_are_no_quotation():
    assert quotations(Block("paragraph", "So-called \u201csharing\u201d of pictures rose.")) == ()
