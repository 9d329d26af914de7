"""Counts of several years, or of months, that the data hold as one printed number."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences in Essex"
_FACTS = (
    fact("Essex", "2016/17", 568),
    fact("Essex", "2017/18", 767),
    fact("Essex", "2013-2017", 2_031),
    fact("Essex", "April to June 2018", 1_207),
)


def _verdict(text: str) -> str:
    (found,) = checked(text, facts=_FACTS, headline=_HEADLINE).checked
    return found.judgement.verdict


@pytest.mark.parametrize(
    "told",
    [
        "Essex Police recorded {} offences over the past five years.",
        "Essex Police recorded {} offences between April 1 2013 and December 31 2017.",
        "Essex Police has recorded {} offences since April 2013.",
        "Essex Police recorded {} offences from April 2013 to March 2018.",
        "Essex Police recorded {} offences.",
    ],
)
def test_an_exact_large_count_of_several_years_is_confirmed_and_never_denied(told: str):
    assert _verdict(told.format("2,031")) == "agrees"
    assert _verdict(told.format("2,301")) in {"cannot_tell", "differs"}
    assert _verdict(told.format("2,000")) != "agrees"


def test_a_rough_count_is_confirmed_by_as_long_a_time_alone():
    told = "Essex Police has recorded more than 2,000 offences since {}."
    assert _verdict(told.format("April 2013")) == "agrees"
    assert _verdict(told.format("April 2015")) != "agrees"


@pytest.mark.parametrize("when", ["in 2017/18", "last year"])
def test_a_count_of_one_year_is_not_that_of_several(when: str):
    assert _verdict(f"Essex Police recorded 2,031 offences {when}.") != "agrees"
    told = f"Essex Police has recorded 2,035 offences since 2013, with 2,031 {when}."
    found = checked(told, facts=_FACTS, headline=_HEADLINE).checked
    assert all(one.judgement.verdict != "agrees" for one in found)


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("In the three months of summer Essex Police recorded 1,207 offences.", "agrees"),
        ("In the three months of summer Essex Police recorded 1,208 offences.", "cannot_tell"),
        ("In the four months of summer Essex Police recorded 1,207 offences.", "cannot_tell"),
    ],
)
def test_an_exact_large_count_of_so_many_months_is_that_of_as_many(told: str, verdict: str):
    assert _verdict(told) == verdict


@pytest.mark.parametrize(
    ("number", "verdict"), [("1,500", "cannot_tell"), ("1,300", "agrees"), ("1,100", "differs")]
)
def test_a_sum_since_a_calendar_year_may_go_on_after_the_years_of_the_data(
    number: str, verdict: str
):
    facts = (fact("Essex", "2016", 600), fact("Essex", "2017", 700))
    text = f"Essex Police has recorded {number} offences since 2016. In 2017 there were 700."
    found = checked(text, facts=facts, headline=_HEADLINE).checked
    assert found[0].judgement.verdict == verdict


def test_the_years_of_a_sum_are_added_though_the_data_hold_months_as_well():
    facts = (*_FACTS, fact("Essex", "April to June 2017", 300), fact("Essex", "2015/16", 420))
    text = "Essex Police recorded an average of {} offences a day over the past three years."
    for number, verdict in (("1.6", "agrees"), ("1.9", "differs")):
        (found,) = checked(text.format(number), facts=facts, headline=_HEADLINE).checked
        assert found.judgement.verdict == verdict


def test_a_round_or_a_small_count_of_several_years_is_not_confirmed():
    facts = (
        *_FACTS, fact("Essex", "2008-2012", 2_000), fact("Essex", "2003-2007", 931),
    )  # fmt: skip
    for number in ("2,000", "931"):
        (found,) = checked(
            f"Essex Police recorded {number} offences.", facts=facts, headline=_HEADLINE
        ).checked
        assert found.judgement.verdict != "agrees"


def test_a_count_of_months_in_a_year_that_is_named_is_not_that_of_other_months():
    told = "In 2016/17 Essex Police recorded 1,207 offences, or so it said after three months."
    assert _verdict(told) == "differs"
