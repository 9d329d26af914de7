"""Years that newspapers say in round words: "in 2016", "the year to April", "since the law".

Each with a false twin: a rounded year may confirm a number, and never shows it to be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from beholden.figures.core.claims.judging.dataset import Fact
from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.telling import year
from tests.figures.claims.test_checking import checked

_GROOMING = "sexual_communication_with_child"
_KENT = tuple(
    fact("Kent", when, value, _GROOMING)
    for when, value in (("2017/18", 127), ("2018/19", 192), ("2019/20", 210), ("2020/21", 259))
)
_SCOTLAND = tuple(
    fact("Police Scotland", when, value, _GROOMING)
    for when, value in (("2017/18", 429), ("2018/19", 440))
)
_HEADLINE = "Offences of sexual communication with a child in Kent"
_DAY = date(2021, 8, 24)


def _told(*texts: str, facts: Sequence[Fact] = _KENT, headline: str = _HEADLINE) -> list[Checked]:
    return list(checked(*texts, facts=tuple(facts), headline=headline, published=_DAY).checked)


def _verdict(found: list[Checked], number: str) -> str:
    return next(one.judgement.verdict for one in found if one.claim.phrase.text == number)


@pytest.mark.parametrize(
    ("sentence", "true", "false"),
    [
        ("In 2018 Kent Police recorded {} grooming offences.", "192", "195"),
        ("In 2018 Kent Police recorded {} grooming offences.", "127", "128"),
        ("Kent Police recorded {} such offences between April 2018 and April 2019.", "192", "197"),
        ("Kent Police recorded {} such offences in the year to April 2019.", "192", "129"),
        ("Kent Police recorded {} such offences from April 2018 to April 2019.", "192", "210"),
        ("Grooming offences in Kent have risen by {} since 2018.", "104%", "140%"),
        ("Grooming offences in Kent rose by {} from 2018 to 2020.", "65%", "95%"),
        ("Since 2017 Kent Police have recorded {} grooming offences.", "788", "790"),
    ],
)
def test_a_year_in_round_words_confirms_and_never_denies(sentence: str, true: str, false: str):
    assert _verdict(_told(sentence.format(true)), true) == "agrees"
    assert _verdict(_told(sentence.format(false)), false) == "cannot_tell"


def test_a_calendar_year_is_itself_where_the_data_hold_one():
    facts = (*_KENT, fact("Kent", "2017", 99, _GROOMING))
    found = _told("In 2018 Kent Police recorded 192 grooming offences.", facts=facts)
    assert _verdict(found, "192") == "cannot_tell"


@pytest.mark.parametrize(("number", "agrees"), [("127", True), ("129", False)])
@pytest.mark.parametrize(
    "words", ["after {} in the previous year", "up from {} in the year before"]
)
def test_the_year_before_one_from_april_to_april(words: str, number: str, agrees: bool):
    told = f"Kent Police recorded 192 offences between April 2018 and April 2019, {words}."
    found = _told(told.format(number))
    assert (_verdict(found, number) == "agrees") == agrees


@pytest.mark.parametrize(
    "words", ["In the previous year1 it was {}.", "In the preceding year it was {}."]
)
def test_the_mark_of_a_footnote_behind_a_year(words: str):
    first = "Kent Police recorded 259 offences in 2020/21."
    assert _verdict(_told(first, words.format(210)), "210") == "agrees"
    assert _verdict(_told(first, words.format(192)), "192") != "agrees"


@pytest.mark.parametrize(
    "law",
    [
        "since the law came in",
        "since it became a crime",
        "since the offence was introduced",
        "since sexual communication with a child was outlawed",
        "since such conduct was made illegal",
    ],
)
@pytest.mark.parametrize(("words", "agrees"), [("more than doubled", True), ("trebled", False)])
def test_a_change_since_the_law(law: str, words: str, agrees: bool):
    found = _told(f"Grooming offences in Kent have {words} {law}.")
    verdict = next(one for one in found if one.claim.measure.value == "multiple")
    assert (verdict.judgement.verdict == "agrees") == agrees
    assert year(verdict.claim) == "2017/18 to 2020/21"


@pytest.mark.parametrize(("number", "agrees"), [("788", True), ("798", False), ("259", False)])
def test_a_sum_since_the_law(number: str, agrees: bool):
    found = _told(f"Kent Police have recorded {number} grooming offences since the law came in.")
    assert (_verdict(found, number) == "agrees") == agrees


def test_a_sum_that_says_itself_again_in_brackets():
    found = _told(
        "Almost 800 (788) grooming offences were logged in Kent since the offence was created in "
        "2017."
    )
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]


@pytest.mark.parametrize(
    ("words", "area", "facts", "verdict"),
    [
        ("a record high", "Kent", _KENT, "agrees"),
        ("the highest on record", "Kent", _KENT, "agrees"),
        ("a record high", "Kent", _KENT[1:], "cannot_tell"),
        ("a record high", "Kent", (*_KENT[:1], *_KENT[2:]), "cannot_tell"),
        ("the lowest on record", "Kent", _KENT, "differs"),
    ],
)
def test_a_record_is_one_of_all_years_since_it_was_an_offence(
    words: str, area: str, facts: Sequence[Fact], verdict: str
):
    found = _told(f"In 2020/21 grooming offences in {area} reached {words}.", facts=facts)
    assert [one.judgement.verdict for one in found] == [verdict]


def test_a_record_where_the_law_is_older():
    found = _told(
        "In 2018/19 grooming offences in Scotland reached a record high.",
        facts=_SCOTLAND,
        headline="Offences of sexual communication with a child in Scotland",
    )
    assert [one.judgement.verdict for one in found] == ["cannot_tell"]


@pytest.mark.parametrize(("number", "agrees"), [("127", True), ("177", False)])
def test_last_year_is_that_of_the_counts_where_none_is_named(number: str, agrees: bool):
    facts = (
        *(fact(area, "2015/16", value) for area, value in (("Kent", 301), ("Essex", 402))),
        *(fact(area, "2016/17", value) for area, value in (("Kent", 351), ("Essex", 452))),
        fact("Sussex", "2015/16", 127),
        fact("Sussex", "2016/17", 192),
    )
    told = f"Last year Kent recorded 301 offences, Essex 402 and Sussex {number}."
    found = checked(
        "Police count more and more child abuse image offences.",
        told,
        facts=facts,
        headline="Child abuse image offences up",
        published=date(2017, 6, 17),
    ).checked
    assert (_verdict(list(found), number) == "agrees") == agrees


def test_people_against_whom_offences_were_are_no_comparison():
    facts = (fact("Kent", "2016/17", 351), fact("Kent", "2017/18", 402))
    found = checked(
        "Kent recorded 351 child abuse image offences against victims aged under 18 in 2016/17.",
        "That is almost one a day.",
        facts=facts,
        headline="Child abuse image offences in Kent",
        published=None,
    ).checked
    assert [year(one.claim) for one in found] == ["2016/17", "2016/17"]


def test_a_calendar_year_of_long_ago_makes_no_later_year_one():
    old = (*_KENT, fact("Kent", "2013", 99, _GROOMING))
    found = _told("In 2018 Kent Police recorded 192 grooming offences.", facts=old)
    assert _verdict(found, "192") == "agrees"
