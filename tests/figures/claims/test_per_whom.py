"""A rate is known for all people of an area alone, and a rate is no count."""

from __future__ import annotations

import pytest

from tests.figures.claims.telling import Piece
from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences recorded in Essex"


def _verdicts(text: str) -> list[str]:
    found = checked(text, headline=_HEADLINE).checked
    return [one.judgement.verdict for one in found]


@pytest.mark.parametrize(
    "whom",
    [
        "",
        " people",
        " residents",
        " inhabitants",
        " of the population",
        " head of population",
        " Essex residents",
        " people who live there",
        " in the county",
        ", the force said",
    ],
)
def test_so_many_people_may_be_all_people(whom: str):
    assert _verdicts(f"Essex recorded 4.2 offences per 10,000{whom} in 2017/18.") == ["agrees"]


@pytest.mark.parametrize(
    "text",
    [
        "Essex recorded 4.2 offences per 10,000 {} in 2017/18.",
        "Essex recorded 4.2 offences for every 10,000 {} in 2017/18.",
        "Essex recorded 42 offences in every 100,000 {}.",
        "In 2017/18 there were 4.2 offences in Essex per ten thousand {}.",
    ],
)
@pytest.mark.parametrize(
    "whom",
    [
        "children",
        "households",
        "adults",
        "under-18s",
        "crimes",
        "internet users",
        "schoolchildren",
        "young people",
        "people aged under 18",
        "people, aged 18 and over,",
        "people in schools",
        "adult residents",
        "of the child population",
    ],
)
def test_a_rate_for_others_than_all_people_is_not_known(text: str, whom: str):
    assert set(_verdicts(text.format(whom))) <= {"cannot_tell"}


def test_a_rate_that_is_said_to_be_for_children_is_not_known():
    assert _verdicts("In Essex the rate among children was 4.2 per 10,000.") == ["cannot_tell"]


def test_children_among_so_many_are_no_offences():
    text = "In Essex 4.2 children in every 10,000 were affected by these offences in 2017/18."
    assert _verdicts(text) == ["cannot_tell"]


@pytest.mark.parametrize(
    "text",
    [
        "The number of offences per million people rose 35 per cent in Essex in 2017/18.",
        "Essex saw a rise of 35 per cent in offences per 10,000 people in 2017/18.",
    ],
)
def test_a_change_of_a_rate_is_not_that_of_the_count(text: str):
    assert set(_verdicts(text)) == {"cannot_tell"}


def test_the_head_of_a_column_may_name_others_than_all_people():
    for head, verdict in (("Per 10,000", "agrees"), ("Per 10,000 children", "cannot_tell")):
        rows: list[Piece] = [
            ("table", f"Force\t2017/18\t{head}"),
            ("table", "Essex\t767\t4.2"),
        ]
        found = checked(*rows, headline=_HEADLINE).checked
        assert [one.judgement.verdict for one in found] == ["agrees", verdict]


@pytest.mark.parametrize(
    "text",
    [
        "Essex recorded 767 offences per million people in 2017/18.",
        "Essex recorded 767 offences for every million residents in 2017/18.",
        "Essex recorded 767 offences in 2017/18 per 100,000 people.",
        "Essex recorded 767 offences, per 100,000 people, in 2017/18.",
        "Essex recorded 767 offences for each hundred thousand people in 2017/18.",
        "Essex recorded 767 offences per head in 2017/18.",
        "Essex recorded 767 offences a million people in 2017/18.",
        "Essex recorded 767 offences in 2017/18 for a million people.",
        "Essex recorded 767 offences (per million residents) in 2017/18.",
        "The rate per 100,000 people in Essex was 767 in 2017/18.",
        "Offences per million people in Essex rose from 568 to 767 in 2017/18.",
        "Per million people, Essex recorded 767 offences in 2017/18.",
        "For every million residents of the county there were 767 offences in Essex in 2017/18.",
    ],
)
def test_a_rate_is_no_count(text: str):
    assert set(_verdicts(text)) <= {"cannot_tell"}


@pytest.mark.parametrize(
    "text",
    [
        "Essex recorded 767 offences in 2017/18, or 4.2 per 10,000 people.",
        "Essex recorded 767 offences in 2017/18 (4.2 per 10,000 people).",
        "Essex recorded 767 offences in 2017/18 and has a low rate per million people.",
        "Essex recorded 767 offences in 2017/18, a high number per head.",
        "Essex recorded 767 offences in 2017/18 - one for every school.",
        "Essex recorded 767 offences in 2017/18 in a county of two million people.",
        "Essex recorded 767 offences in 2017/18 across a county of a million people.",
        "Essex recorded 767 offences in 2017/18 after 100,000 people had signed.",
        "Per head of population Essex, with 767 offences in 2017/18, is ahead of Kent.",
    ],
)
def test_a_count_beside_a_rate_is_a_count(text: str):
    assert _verdicts(text)[0] == "agrees"
