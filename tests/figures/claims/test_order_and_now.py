"""What is told of now is of no year before, and counts told in an order stand in that order.

Most sentences stand in twins: the true number agrees, and that of another year or place does not.
"""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.judging.dataset import Fact
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

HEADLINE = "Child abuse image offences on the rise"
BEFORE = "Essex recorded 568 child abuse image offences in 2016/17."


def verdicts(text: str, *, headline: str = HEADLINE, more: tuple[Fact, ...] = ()) -> list[str]:
    """The verdicts on all claims, in their order."""
    facts = (*PUBLISHED, *more)
    return [one.judgement.verdict for one in checked(text, facts=facts, headline=headline).checked]


NOW = (
    ("Hampshire now has 1,199. Essex now has {}.", "767", "568"),
    ("West Yorkshire now has 1,320 and Humberside now has {}.", "390", "375"),
    ("The force has been given more staff. Today Essex has {}.", "767", "568"),
    ("Officers of the force are worried. The county's total now stands at {}.", "767", "568"),
    ("Hertfordshire currently has 301. Essex currently has {}.", "767", "568"),
)


@pytest.mark.parametrize(("text", "right", "wrong"), NOW)
def test_what_is_told_of_now_is_not_of_the_older_year_that_is_named(
    text: str, right: str, wrong: str
):
    assert verdicts(f"{BEFORE} {text.format(right)}")[-1] == "agrees"
    assert "agrees" not in verdicts(f"{BEFORE} {text.format(wrong)}")[-1:]


@pytest.mark.parametrize(
    "text",
    [
        "It now has nearly twice as many as Hertfordshire.",
        "The force now records 568 a year.",
        "The force now records 11 a week.",
    ],
)
def test_a_rate_or_a_comparison_of_now_is_not_made_of_an_older_year(text: str):
    assert verdicts(f"{BEFORE} {text}")[1:] == ["cannot_tell"]


EARLIER = tuple(
    fact("Essex", when, value)
    for when, value in (("2013/14", 300), ("2014/15", 412), ("2015/16", 689))
)
ORDERED = (
    ("Essex went from {} in the first year to {} in the fifth.", ("300", "767"), ("412", "767")),
    ("Essex had {} in year one and {} in year three.", ("412", "568"), ("689", "568")),
    ("Essex had {} in the second year and {} in its fourth.", ("412", "568"), ("568", "412")),
    ("Essex had {}, then {}, then 568 offences.", ("412", "689"), ("689", "412")),
    ("Essex had {} offences, then {}, and finally 767.", ("412", "568"), ("568", "568")),
)


@pytest.mark.parametrize(("text", "right", "wrong"), ORDERED)
def test_counts_in_an_order_are_of_years_that_stand_in_it(
    text: str, right: tuple[str, str], wrong: tuple[str, str]
):
    headline = "Child abuse image offences in Essex"
    told = verdicts(text.format(*right), headline=headline, more=EARLIER)
    assert told
    assert set(told) == {"agrees"}
    assert set(verdicts(text.format(*wrong), headline=headline, more=EARLIER)) == {"cannot_tell"}


def test_two_counts_of_the_first_and_the_fifth_year_are_not_those_of_two_years_on_end():
    told = verdicts("Essex went from 568 in the first year to 767 in the fifth.")
    assert told == ["cannot_tell", "cannot_tell"]
    assert verdicts("Essex went from 568 in the first year to 767 in the second.") == ["agrees"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Hampshire had 1,199 in 2017/18, all of them online.",
        "Hampshire recorded 1,199 child abuse image offences last year, all of which were online.",
        "Hampshire recorded 1,199 offences, every one of them committed on Snapchat.",
    ],
)
def test_a_count_of_which_all_are_said_to_be_online_is_not_told_by_that_of_all(text: str):
    assert verdicts(text) == ["cannot_tell"]
    assert verdicts("Hampshire had 1,199 in 2017/18, all of them recorded by officers.") == [
        "agrees"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Since 2014/15 Essex has recorded 1,344 offences in a single year.",
        "Essex has never been so busy since 2014/15, with 1,344 offences in one year.",
        "Essex recorded as many as 1,344 offences in just a year.",
    ],
)
def test_the_count_of_several_years_is_not_that_of_a_single_one(text: str):
    span = fact("Essex", "2014/15 to 2017/18", 1344)
    found = checked(text, facts=(span,), headline=HEADLINE).checked
    assert "agrees" not in {one.judgement.verdict for one in found}
    whole = checked("Since 2014/15 Essex has recorded 1,344 offences.", facts=(span,)).checked
    assert [one.judgement.verdict for one in whole] == ["agrees"]


GOING_ON = (
    "The figure for the year before was {}, meaning there were 790 more.",
    "The previous year there were {}.",
    "In the preceding twelve months police had counted {}.",
    "The total for the year before stood at {}.",
)


@pytest.mark.parametrize("text", GOING_ON)
def test_a_count_that_goes_on_from_an_areas_is_not_the_countrys(text: str):
    kent = "Kent recorded 1,042 child abuse image offences in 2017/18."
    uk = "The UK recorded 22,724 child abuse image offences in 2017/18."
    told = text.format("18,574")
    assert verdicts(f"{kent} {told}")[1] == "cannot_tell"
    assert verdicts(f"{uk} {told}")[1] == "agrees"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("The county recorded {} offences in the last year, or two a day.", "767", "568"),
        ("Essex had {} in the latest year, which is two a day.", "767", "568"),
        ("Over the past 12 months {} were recorded: some two a day.", "767", "568"),
    ],
)
def test_a_rate_of_the_last_year_is_not_made_of_the_count_of_another(
    text: str, right: str, wrong: str
):
    headline = "Child abuse image offences in Essex"
    assert verdicts(text.format(right), headline=headline)[-1] == "agrees"
    assert "agrees" not in verdicts(text.format(wrong), headline=headline)


@pytest.mark.parametrize(
    "text",
    [
        "Figures published today show that Hampshire had 974.",
        "It can now be revealed that Hampshire had 974.",
        "Hampshire police today said that there were 974.",
    ],
)
def test_when_somebody_speaks_is_not_when_it_was(text: str):
    assert verdicts(f"{BEFORE} {text}") == ["agrees", "agrees"]


def test_what_is_told_of_last_year_is_not_of_the_year_before_that_has_its_number():
    headline = "Essex Police told of {} child abuse image offences last year"
    text = "Essex had 568 in 2016/17 and 767 in 2017/18."
    for number, told in (("767", 2), ("568", 1)):
        found = checked(text, headline=headline.format(number)).checked
        agreeing = [one for one in found if one.claim.phrase.text == number]
        assert len(agreeing[0].claim.places) == told
