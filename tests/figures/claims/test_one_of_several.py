"""What is told of several is not that of one: a group placed, two statistics, rows below a year."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Measure
from tests.figures.claims.telling import Piece
from tests.figures.claims.test_checking import checked

HEADLINE = "Child abuse image offences on the rise"
COUNTED = "Hampshire recorded 1,199 child abuse image offences in 2017/18."
NEWER = "Police in the UK recorded 22,724 child abuse image offences in 2017/18."


def verdicts(*text: Piece, measure: Measure = Measure.COUNT) -> list[str]:
    """The verdicts on all claims of a kind, in their order."""
    found = checked(*text, headline=HEADLINE).checked
    return [one.judgement.verdict for one in found if one.claim.measure is measure]


GROUPS = (
    "The group that includes {} recorded the most child abuse image offences in Yorkshire.",
    "Yorkshire and its four forces, led by {}, have the highest number of any region.",
    "The cluster of forces containing {} had the most child abuse image offences in Yorkshire.",
)


@pytest.mark.parametrize("text", GROUPS)
def test_the_place_of_a_group_is_not_that_of_the_one_force_named(text: str):
    told = verdicts(text.format("West Yorkshire"), measure=Measure.RANK)
    assert told == ["cannot_tell"]


def test_the_place_of_a_force_beside_a_group_is_its_own():
    text = "Of a group that includes West Yorkshire, which recorded the most offences in Yorkshire"
    assert verdicts(f"{text}, Humberside is one.", measure=Measure.RANK) == ["agrees"]


BESIDE = (
    "There were 1,199 complaints about it.",
    "In Hampshire 1,199 reports reached the charity in 2017/18.",
    "There were also 1,199 allegations in Hampshire in 2017/18.",
    "The same number of reports, 1,199, was made by parents.",
)


@pytest.mark.parametrize("text", BESIDE)
def test_one_number_told_of_two_things_is_not_one_claim_with_two_places(text: str):
    found = checked(f"{COUNTED} {text}", headline=HEADLINE).checked
    assert [len(one.claim.places) for one in found if one.judgement.verdict == "agrees"] == [1]


def test_a_number_told_again_under_a_loose_name_is_one_claim():
    found = checked(COUNTED, headline="1,199 reports of abuse images in Hampshire").checked
    assert [(len(one.claim.places), one.judgement.verdict) for one in found] == [(2, "agrees")]


ROWS: tuple[tuple[Piece, ...], ...] = (
    (("heading", "In 2016/17"), "{} in Essex", "{} in Hampshire", "{} in Bedfordshire"),
    (("heading", "In 2016/17"), "{} offences - Essex", "{} - Hampshire", "{} - Bedfordshire"),
    (
        "Police figures for 2016/17:",
        "Essex recorded {} offences.",
        "Hampshire recorded {} offences.",
        "Bedfordshire recorded {}.",
    ),
)


@pytest.mark.parametrize("rows", ROWS)
def test_rows_below_a_year_are_of_it_though_another_fits(rows: tuple[Piece, ...]):
    head, *below = rows
    for numbers, verdict in (
        (("568", "974", "118"), "agrees"),
        (("767", "1,199", "200"), "differs"),
    ):
        told = [str(row).format(one) for row, one in zip(below, numbers, strict=True)]
        assert verdicts(NEWER, head, *told)[1:] == [verdict] * 3


def test_a_row_below_a_year_that_tells_a_rise_ends_with_it():
    row = "Essex - rose from 568 to 767"
    assert verdicts("In 2017/18 by force:", row) == ["agrees", "agrees"]
    assert "agrees" not in verdicts(NEWER, "In 2016/17 by force:", row)[1:]


@pytest.mark.parametrize(
    "rows",
    [
        (
            "Of the rise from 2016/17 a spokesman said:",
            "Essex had 767 offences, and it needs help.",
        ),
        (
            "Asked about 2016/17, she answered as follows:",
            "Essex had 767 offences, and needs help.",
        ),
        ("This is how it went on from 2016/17:", "\u201cEssex had 767 offences\u201d, she said."),
    ],
)
def test_what_somebody_says_below_a_colon_is_no_row(rows: tuple[str, ...]):
    assert verdicts(NEWER, *rows)[1:] == ["agrees"]
