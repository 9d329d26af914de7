"""An offence in force since 2017: records and multiples since, and rates of the area around."""

from __future__ import annotations

from datetime import date

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_GROOMING = "sexual_communication_with_child"
_YEARS = {"2017/18": 100, "2018/19": 150, "2019/20": 210}
_ESSEX = tuple(fact("Essex", year, count, _GROOMING) for year, count in _YEARS.items())
_SCOTLAND = tuple(fact("Scotland", year, count, _GROOMING) for year, count in _YEARS.items())
_HEADLINE = "Sexual communication with a child offences"


def _verdicts(*told: str, facts=_ESSEX) -> dict[str, str]:
    found = checked(*told, facts=facts, headline=_HEADLINE, published=date(2020, 9, 1))
    return {one.claim.phrase.text: one.judgement.verdict for one in found.checked}


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("Essex Police recorded 210 grooming offences in 2019/20 - a record high.", "agrees"),
        ("Essex Police recorded 150 grooming offences in 2018/19 - a record high.", "agrees"),
    ],
)
def test_a_record_is_one_of_all_years_since_the_law(told: str, verdict: str):
    assert _verdicts(told)["a record high"] == verdict


def test_a_record_that_was_topped_before_differs():
    facts = (*_ESSEX[:2], fact("Essex", "2019/20", 140, _GROOMING))
    told = "Essex Police recorded 140 grooming offences in 2019/20 - a record high."
    assert _verdicts(told, facts=facts)["a record high"] == "differs"


def test_no_record_where_a_year_since_the_law_is_missing():
    told = "Essex Police recorded 210 grooming offences in 2019/20 - a record high."
    assert _verdicts(told, facts=_ESSEX[1:])["a record high"] == "cannot_tell"


def test_no_record_where_the_law_is_older():
    told = "Police Scotland recorded 210 grooming offences in 2019/20 - a record high."
    assert _verdicts(told, facts=_SCOTLAND)["a record high"] == "cannot_tell"


@pytest.mark.parametrize(("number", "verdict"), [("doubled", "agrees"), ("trebled", "differs")])
@pytest.mark.parametrize(
    "since",
    [
        "since the new law came in",
        "since the law was changed",
        "since sexual communication with a child was outlawed",
        "since it was made illegal",
    ],
)
def test_since_the_law_is_since_the_first_year_of_the_offence(
    since: str, number: str, verdict: str
):
    found = _verdicts(f"Grooming offences in Essex have {number} {since}.", "The year was 2019/20.")
    assert found[number] == verdict


def test_near_a_record_is_none():
    told = "Grooming offences recorded in Essex in 2019/20 are still close to record levels."
    assert not _verdicts(told)


@pytest.mark.parametrize(
    ("number", "verdict"), [("three a day", "agrees"), ("nine a day", "differs")]
)
def test_a_rate_without_an_area_may_be_that_of_the_area_around(number: str, verdict: str):
    facts = (*_ESSEX, fact("UK total", "2019/20", 1098, _GROOMING))
    found = _verdicts(
        f"Police record {number}, new figures say.",
        "Essex Police recorded 210 offences in 2019/20.",
        facts=facts,
    )
    assert found[number] == verdict


def test_a_rate_of_the_country_said_of_a_force_stays_false():
    facts = (*_ESSEX, fact("UK total", "2019/20", 1098, _GROOMING))
    told = "Essex Police recorded three grooming offences a day in 2019/20."
    assert set(_verdicts(told, facts=facts).values()) == {"differs"}
