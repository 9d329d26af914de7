"""The line above a list says what its rows count, and of which year."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

_BY_FORCE = "Change by force from 2016/17 to 2017/18:"
_HEADLINE = "Child abuse image offences recorded by police"


def _verdicts(heading: str, *rows: str) -> list[str]:
    found = checked(heading, *rows, headline=_HEADLINE).checked
    return [one.judgement.verdict for one in found]


@pytest.mark.parametrize(
    ("heading", "verdict"),
    [
        ("Child abuse image offences in 2017/18:", "agrees"),
        ("Recorded offences, 2017/18", "agrees"),
        ("The totals for each force are:", "agrees"),
        ("Here are some of the places where our volunteers are busiest:", "agrees"),
        ("Arrests in 2017/18:", "cannot_tell"),
        ("Number of burglaries in 2017/18:", "cannot_tell"),
        ("How many people were charged:", "cannot_tell"),
        ("Calls to the helpline", "cannot_tell"),
        ("Offences recorded in 2013/14:", "cannot_tell"),
        ("Offences recorded in 2018/19:", "cannot_tell"),
        ("Offences in the second half of 2017/18:", "cannot_tell"),
        ("Offences recorded in 2016/17:", "differs"),
    ],
)
def test_what_a_heading_says_is_said_of_every_row(heading: str, verdict: str):
    found = _verdicts(heading, "- Essex: 767", "- Hertfordshire: 301")
    assert set(found) <= {verdict}
    assert found or verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("rows", "verdicts"),
    [
        (("Essex - 568, 767", "Hertfordshire - 309, 301"), ["agrees"] * 4),
        (("Essex - 767, 568", "Hertfordshire - 301, 309"), ["differs"] * 4),
    ],
)
def test_two_years_above_are_those_of_two_numbers_in_turn(
    rows: tuple[str, ...], verdicts: list[str]
):
    assert _verdicts("Offences in 2016/17 and 2017/18:", *rows) == verdicts


def test_a_year_in_brackets_is_that_of_the_numbers_in_brackets():
    heading = "How the forces compare (2016/17 in brackets)"
    assert _verdicts(heading, "Essex 767 (568)", "Kent 1,042 (703)")[:2] == ["agrees"] * 2
    assert "agrees" not in _verdicts(heading, "Essex 568 (767)")[:1]


def test_a_heading_that_is_one_word_goes_on_for_its_part():
    told = (
        "Arrests",
        "Essex Police had 767 in 2017/18.",
        "Offences",
        "Essex Police had 767 in 2017/18.",
    )
    assert _verdicts(*told) == ["cannot_tell", "agrees"]


@pytest.mark.parametrize(
    ("heading", "rows", "verdicts"),
    [
        (_BY_FORCE, ("- Essex: 35%", "- Bedfordshire: +69%"), ["agrees"] * 2),
        (_BY_FORCE, ("- Essex: 36%", "- Bedfordshire: -69%"), ["differs"] * 2),
        (_BY_FORCE, ("- Essex: +199",), ["agrees"]),
        (_BY_FORCE, ("- Essex: -199",), ["differs"]),
        ("Change by force from 2014/15 to 2015/16:", ("- Essex: 35%",), ["cannot_tell"]),
        ("Percentage change in arrests:", ("- Essex: 35%",), ["cannot_tell"]),
        ("Offences in 2017/18 (and change on 2016/17)", ("Essex 767 (+35%)",), ["agrees"] * 2),
        ("Offences in 2017/18 (change on 2016/17)", ("Essex 767 (-35%)",), ["agrees", "differs"]),
    ],
)  # fmt: skip
def test_rows_may_be_changes(heading: str, rows: tuple[str, ...], verdicts: list[str]):
    assert _verdicts(heading, *rows) == verdicts
