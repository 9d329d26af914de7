"""Counts of several years or areas taken together, and means over years."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_HEADLINE = "Child abuse image offences recorded in Essex"
_EARLIER = (fact("Essex", "2015/16", 420), fact("Essex", "2014/15", 310))


def _last(text: str, *, earlier: bool = False) -> str:
    facts = (*PUBLISHED, *_EARLIER) if earlier else PUBLISHED
    found = checked(text, facts=facts, headline=_HEADLINE).checked
    return found[-1].judgement.verdict


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Police in Essex logged {} offences across 2016/17 and 2017/18.", "1,335", "1,235"),
        ("In 2016/17 and 2017/18 combined, police in Essex logged {} offences.", "1,335", "767"),
        ("Police in Wales logged {} offences in 2016/17 and 2017/18.", "2,895", "1,458"),
        (
            "Essex had 568 offences in 2016/17 and 767 in 2017/18: the total for two years is {}.",
            "1,335", "1,353",
        ),
        (
            "Essex rose from 568 in 2016/17 to 767 in 2017/18. In those years Essex had {}.",
            "1,335", "1,435",
        ),
        ("Essex had 568 in 2016/17 and 767 in 2017/18, a total of {}.", "1,335", "1,353"),
        ("Essex had 568 in 2016/17 and 767 in 2017/18, {} in all.", "1,335", "1,353"),
        (
            "Wales recorded 2,895 in 2016/17 and 2017/18. Over the same period Essex had {}.",
            "1,335", "1,353",
        ),
        ("Bedfordshire had 200, Cambridgeshire 164 and Hertfordshire 301 in 2017/18, {} in total.",
         "665", "675"),
        ("Essex (767) and Kent (1,042) together had {} offences in 2017/18.", "1,809", "1,042"),
        ("In 2017/18 Bedfordshire had 200 offences and Cambridgeshire 164, making a total of {}.",
         "364", "374"),
    ],
)  # fmt: skip
def test_a_total_is_the_sum_of_what_it_is_said_to_be_of(text: str, right: str, wrong: str):
    assert _last(text.format(right)) == "agrees"
    assert _last(text.format(wrong)) == "differs"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Since 2014/15 Essex Police has recorded {} offences.", "2,065", "2,165"),
        ("Essex Police recorded an average of {} offences a year over the past four years.",
         "516", "767"),
        ("Essex Police recorded {} offences over the three years to March 2018.", "1,755", "1,335"),
    ],
)  # fmt: skip
def test_sums_and_means_over_years(text: str, right: str, wrong: str):
    assert _last(text.format(right), earlier=True) == "agrees"
    assert _last(text.format(wrong), earlier=True) == "differs"


def test_two_numbers_of_two_years_in_turn_are_no_sum():
    text = "Essex Police recorded 568 and 767 offences in 2016/17 and 2017/18 respectively."
    found = checked(text, headline=_HEADLINE).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]


@pytest.mark.parametrize(
    "told",
    [
        "Essex Police logged {} offences in all from 2014/15.",
        "Essex Police logged {} offences from 2014/15 in total.",
        "From 2014/15 a total of {} offences were logged by Essex Police.",
    ],
)
def test_a_total_from_a_year_on_is_the_sum_of_the_years_since(told: str):
    assert _last(told.format("2,065"), earlier=True) == "agrees"
    assert _last(told.format("2,165"), earlier=True) == "differs"


def test_a_number_that_rose_from_a_year_is_no_sum():
    told = "Essex Police logged a total of 767 offences, up from 568 in 2016/17."
    found = checked(told, headline=_HEADLINE).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]
