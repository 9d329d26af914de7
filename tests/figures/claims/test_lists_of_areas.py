"""A list of areas with a list of numbers: each number is that of its own area, in order."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked, verdicts

HEADLINE = "Child abuse image offences on the rise, charity warns"


@pytest.mark.parametrize(
    ("told", "right", "wrong"),
    [
        (
            "South and West Yorkshire police recorded {} and {} offences in 2017/18.",
            ("772", "1,320"),
            ("1,320", "772"),
        ),
        (
            "South, West and North Yorkshire police recorded {}, {} and {} offences in 2017/18.",
            ("772", "1,320", "611"),
            ("611", "772", "1,320"),
        ),
        (
            "Figures of {} and {} were recorded in Essex and Hampshire last year.",
            ("767", "1,199"),
            ("776", "1,042"),
        ),
        (
            "There were {} and {} offences in Hampshire and Essex last year.",
            ("1,199", "767"),
            ("767", "1,199"),
        ),
        (
            "Essex and Hampshire saw rises of {} and {} per cent in 2017/18.",
            ("35", "23"),
            ("69", "18"),
        ),
        (
            "Essex, Bedfordshire and Hampshire saw rises of {}, {} and {} per cent in 2017/18.",
            ("35", "69", "23"),
            ("69", "23", "35"),
        ),
    ],
)
def test_each_number_of_a_list_is_of_its_area(
    told: str, right: tuple[str, ...], wrong: tuple[str, ...]
) -> None:
    true = verdicts(told.format(*right), headline=HEADLINE)
    assert len(true) == len(right)
    assert set(true.values()) == {"agrees"}
    # A list of wrong numbers may be none of the offences at all.
    assert set(verdicts(told.format(*wrong), headline=HEADLINE).values()) <= {"differs"}


def test_the_sum_of_a_name_that_lists_forces_stays_theirs() -> None:
    told = "South and West Yorkshire police recorded 2,092 offences in 2017/18."
    assert verdicts(told, headline=HEADLINE) == {"2,092": "agrees"}


_PAIRS = [
    "Offences rose from 568 to 767 in {} and from 974 to 1,199 in {} last year.",
    "Offences went up from 568 to 767 in {}, from 974 to 1,199 in {} and from 118 to 200 in Kent.",
    "In {} offences rose from 568 to 767, in {} from 974 to 1,199.",
    "The number rose in {}, from 568 to 767, and in {}, from 974 to 1,199.",
    "Offences rose from 568 in {} to 767 and from 974 to 1,199 in {}.",
    "The number rose from 568 to 767 in {} and in {} from 974 to 1,199.",
]


@pytest.mark.parametrize("told", _PAIRS)
def test_each_pair_of_a_list_is_of_its_area(told: str) -> None:
    numbers = ("568", "767", "974", "1,199")
    right = verdicts(told.format("Essex", "Hampshire"), headline=HEADLINE)
    assert {right[one] for one in numbers} == {"agrees"}
    swapped = verdicts(told.format("Hampshire", "Essex"), headline=HEADLINE)
    assert {swapped[one] for one in numbers} == {"differs"}


def test_the_number_after_areas_with_their_own_is_their_sum() -> None:
    told = "Gwent (267), South Wales (543), North Wales (373) and Dyfed-Powys (275) recorded {}."
    assert verdicts(told.format("1,458"), headline=HEADLINE)["1,458"] == "agrees"
    assert verdicts(told.format("1,468"), headline=HEADLINE)["1,468"] == "differs"


def test_the_first_of_all_and_of_how_many_more_are_no_list() -> None:
    told = (
        "Between them, Hampshire and Dorset recorded {} offences, 306 more than in 2016/17, when"
        " they recorded 1,159."
    )
    right = verdicts(told.format("1,465"), headline=HEADLINE)
    assert right == {"1,465": "agrees", "306": "agrees", "1,159": "agrees"}
    assert verdicts(told.format("1,456"), headline=HEADLINE)["1,456"] == "differs"


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("Kent followed Essex with 1,042 offences last year.", "agrees"),
        ("Hampshire followed Kent with 1,042 offences last year.", "differs"),
        ("Forces such as Kent recorded 1,042 offences in 2017/18.", "cannot_tell"),
        ("Forces such as Kent (1,042) recorded many offences in 2017/18.", "agrees"),
    ],
)
def test_an_area_that_is_named_beside_another_has_not_its_number(told: str, verdict: str) -> None:
    assert verdicts(told, headline=HEADLINE) == {"1,042": verdict}


def test_a_rise_beside_the_national_average_is_that_of_the_country() -> None:
    told = "Essex had a 35 per cent rise. It is above the national average, a 23% rise to {}."
    assert verdicts(told.format("22,724"), headline=HEADLINE)["22,724"] == "agrees"
    assert verdicts(told.format("767"), headline=HEADLINE)["767"] != "agrees"


def test_what_sums_up_a_list_is_of_all_that_it_lists() -> None:
    told = (
        "Police in Wales recorded 1,458 offences.",
        "Gwent recorded 267, South Wales 543, North Wales 373 and Dyfed-Powys 275.",
    )
    found = checked(*told, "So the number has risen by a tenth in a year.", headline=HEADLINE)
    last = found.checked[-1].claim
    assert last.subject.name == "Wales"
    apart = checked(*told, "The number has risen by a tenth there.", headline=HEADLINE)
    assert apart.checked[-1].claim.subject.name != "Wales"


def test_the_forces_of_a_nation_are_the_nation() -> None:
    found = checked("English forces recorded 20,000 offences in 2017/18.", headline=HEADLINE)
    assert found.checked[0].claim.subject.name == "England"


@pytest.mark.parametrize(
    "text",
    [
        "Offences in Essex grew faster than in Hampshire: {} per cent compared with {} per cent.",
        "The rise in Essex was steeper than that of Hampshire, at {} per cent against {} per cent.",
    ],
)
def test_two_changes_held_against_each_other_are_of_the_two_areas(text: str):
    true, false = text.format(35, 23), text.format(23, 35)
    assert [one.judgement.verdict for one in checked(true).checked] == ["agrees", "agrees"]
    assert "agrees" not in [one.judgement.verdict for one in checked(false).checked]


def test_a_change_against_that_of_a_year_is_of_no_second_area():
    told = "The rise in Essex was steeper than in 2015, at 35 per cent against 23 per cent."
    found = checked(told, headline="Child abuse image offences").checked
    assert {one.claim.subject.name for one in found} == {"Essex"}
