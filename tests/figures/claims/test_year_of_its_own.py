"""Which year of a sentence a number is of, and which is only told against."""

from __future__ import annotations

from datetime import date

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.telling import year
from tests.figures.claims.test_checking import PUBLISHED, checked

_COUNTS = (
    ("Kent", "2014/15", 398),
    ("Kent", "2016/17", 568),
    ("Kent", "2017/18", 767),
    ("Essex", "2014/15", 637),
    ("Essex", "2016/17", 700),
    ("Essex", "2017/18", 753),
)
_FACTS = tuple(fact(*each) for each in _COUNTS)
_HEADLINE = "Child abuse image offences in Kent"


def _claims(*texts: str) -> list[Checked]:
    found = checked(*texts, facts=_FACTS, headline=_HEADLINE, published=date(2018, 9, 13))
    return list(found.checked)


def _told(found: list[Checked], number: str) -> tuple[str, str, str]:
    one = next(one for one in found if one.claim.phrase.text == number)
    return one.claim.subject.name, year(one.claim), one.judgement.verdict


@pytest.mark.parametrize(("number", "verdict"), [("767", "agrees"), ("776", "differs")])
@pytest.mark.parametrize("words", ["last reported", "last recorded", "most recent available"])
def test_the_last_year_reported(words: str, number: str, verdict: str):
    found = _claims(
        f"In Kent there were 568 child abuse image offences in 2016/17 and {number} in the {words} "
        "year."
    )
    assert _told(found, number) == ("Kent", "2017/18", verdict)


@pytest.mark.parametrize(("number", "agrees"), [("398", True), ("389", False)])
@pytest.mark.parametrize(
    "sentence",
    [
        "It was a rise of 35% on the previous year, and of 93% on 2014/15, with its {} cases.",
        "It had 767 offences, almost double the number of 2014/15, when the unit was set up ({}).",
        "It had 767 offences in 2017/18, almost double the number of 2014/15 ({} offences).",
    ],
)
def test_the_count_of_a_year_stands_behind_it(sentence: str, number: str, agrees: bool):
    found = _claims(
        "Kent Police recorded 767 child abuse image offences in 2017/18.", sentence.format(number)
    )
    assert _told(found, number)[1] == "2014/15"
    assert (_told(found, number)[2] == "agrees") == agrees


def test_a_count_behind_with_has_the_year_behind_it():
    found = _claims("Offences are up a third on 2016/17 in Kent, with 767 recorded in 2017/18.")
    assert _told(found, "767") == ("Kent", "2017/18", "agrees")


def test_the_year_that_a_change_is_told_against_is_no_other_numbers():
    found = _claims(
        "Kent Police recorded 767 child abuse image offences in 2017/18.",
        "The total, 199 higher than in 2016/17, means an average of two offences every day.",
    )
    assert [one.judgement.verdict for one in found] == ["agrees"] * 3


@pytest.mark.parametrize(("number", "agrees"), [("637", True), ("673", False)])
def test_two_counts_with_their_area_behind_them(number: str, agrees: bool):
    found = _claims(
        "The figures are an increase on 2014/15, with the number of child abuse image offences "
        f"rising from 398 to 767 in Kent and from {number} to 753 in Essex."
    )
    assert _told(found, "398") == ("Kent", "2014/15", "agrees")
    area, when, verdict = _told(found, number)
    assert (area, when, verdict == "agrees") == ("Essex", "2014/15", agrees)
    assert _told(found, "753") == ("Essex", "2017/18", "agrees")


def test_several_years_that_a_change_is_told_against_are_no_sum():
    found = _claims(
        "Kent Police recorded 767 child abuse image offences last year, their data show - 35% "
        "more than in 2015 and 2016."
    )
    assert _told(found, "767") == ("Kent", "2017/18", "agrees")


@pytest.mark.parametrize(
    "sentence",
    [
        "During the lockdown Kent Police recorded 105 child abuse image offences.",
        "In the three months from April Kent Police recorded 105 child abuse image offences.",
    ],
)
def test_a_time_that_is_no_whole_year_is_in_no_data(sentence: str):
    (found,) = _claims(sentence)
    assert found.judgement.error_class == "not_in_data"


def test_what_had_been_recorded_by_the_end_of_a_year_is_of_that_year():
    found = _claims(
        "The first figures on child abuse image offences are those of 2017/18.",
        "By the end of the year Kent Police had recorded 767 offences.",
    )
    assert _told(found, "767") == ("Kent", "2017/18", "agrees")


def test_a_number_of_now_is_not_that_of_an_earlier_year():
    found = checked(
        "In 2016/17 Essex Police recorded 568 child abuse image offences and in 2017/18 767.",
        headline="Essex police now record 568 child abuse image offences",
    ).checked
    assert [one.judgement.verdict for one in found] == ["cannot_tell", "agrees", "agrees"]


def test_two_ends_of_a_headline_are_not_of_one_year():
    found = checked(
        "In 2016/17 Essex Police recorded 767 offences.", "It had 767 in all in 2016/17.",
        headline="Child abuse image offences in Essex go from 767 to 568",
    ).checked  # fmt: skip
    assert "agrees" in {one.judgement.verdict for one in found if one.claim.phrase.text == "767"}


def test_a_number_reached_since_a_year_is_of_a_newer_one():
    found = checked(
        "In Essex up a third since 2016/17 to 767.", headline="Child abuse image offences in Essex"
    ).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]


def test_so_many_years_later_are_counted():
    facts = (*PUBLISHED, fact("Essex", "2015/16", 511))
    told = "Essex Police logged 511 offences in 2015/16 and 767 two years later."
    found = checked(told, headline="Child abuse image offences in Essex", facts=facts).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]


@pytest.mark.parametrize("noun", ["reduction", "decrease", "jump", "increase", "rise"])
@pytest.mark.parametrize("against", ["against", "over", "on", "compared with"])
@pytest.mark.parametrize("number", ["767", "398"])
def test_the_year_behind_a_change_is_what_it_is_told_against(noun: str, against: str, number: str):
    found = _claims(
        "Kent Police recorded 767 child abuse image offences in 2017/18.",
        f"It had {number} of those, a {noun} of a third in the county {against} the previous year.",
    )
    year = {"767": "2017/18", "398": "2014/15"}[number]
    assert _told(found, number)[1] == "2017/18"
    assert (_told(found, number)[2] == "agrees") == (year == "2017/18")
