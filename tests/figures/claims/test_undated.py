"""The year of an article that names none: that of its day, of its counts, or the newest held."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.telling import year
from tests.figures.claims.test_checking import checked

_FACTS = tuple(
    fact(who, when, value)
    for who, rows in {
        "Essex": {"2015/16": 420, "2016/17": 568, "2017/18": 767, "2018/19": 801},
        "UK total": {"2015/16": 15_001, "2016/17": 18_522, "2017/18": 22_724, "2018/19": 23_003},
    }.items()
    for when, value in rows.items()
)


def _years(*told: str, headline: str = "Child abuse image offences") -> dict[str, tuple[str, str]]:
    found = checked(*told, headline=headline, facts=_FACTS, published=None).checked
    return {one.claim.phrase.text: (year(one.claim), one.judgement.verdict) for one in found}


def test_exact_counts_tell_the_year():
    found = _years("Essex Police recorded 767 offences last year.", "That is two a day.")
    assert found == {"767": ("2017/18", "agrees"), "two a day": ("2017/18", "agrees")}


def test_the_country_tells_it_too():
    found = _years("Offences rose by 23 per cent last year.", "There were 22,724 across the UK.")
    assert found["23 per cent"] == ("2016/17 to 2017/18", "agrees")


@pytest.mark.parametrize("number", ["more than 700", "790"])
def test_without_a_count_of_the_data_it_is_the_newest_year(number: str):
    found = _years(f"Essex Police recorded {number} offences last year.")
    assert found[number][0] == "2018/19"


def test_a_year_that_is_named_counts_for_more():
    found = _years("Essex Police recorded 767 offences in 2018/19.")
    assert found["767"] == ("2018/19", "differs")


_GROOMING = "sexual_communication_with_child"
_TO_JUNE = (
    fact("Kent", "2015/16", 25, _GROOMING),
    fact("Kent", "year to June 2017", 46, _GROOMING),
    fact("England and Wales", "year to June 2016", 1_000, _GROOMING),
    fact("England and Wales", "year to June 2017", 1_640, _GROOMING),
)
_KENT = (
    "In the year to June 2017 Kent Police had 46 grooming offences, more than the 25 of 2015/16."
)


@pytest.mark.parametrize(
    ("told", "number", "verdict"),
    [
        ("Grooming offences in Kent nearly doubled.", "nearly doubled", "agrees"),
        ("Grooming offences in Kent rose by 84 per cent.", "84 per cent", "agrees"),
        ("Grooming offences in England and Wales rose by 64 per cent.", "64 per cent", "agrees"),
        ("Grooming offences in England and Wales rose by 84 per cent.", "84 per cent", "differs"),
        ("Grooming offences in Essex rose by 64 per cent.", "64 per cent", "cannot_tell"),
    ],
)
def test_where_the_data_have_no_year_supposed_it_is_the_kind_of_year_that_is_told(
    told: str, number: str, verdict: str
):
    headline = "Offences of sexual communication with a child"
    found = checked(told, _KENT, facts=_TO_JUNE, headline=headline).checked
    change = next(one for one in found if one.claim.phrase.text == number)
    assert change.judgement.verdict == verdict


def test_a_year_that_a_headline_names_is_not_moved_to_that_of_the_text():
    facts = (fact("Essex", "2016/17", 568), fact("Essex", "2018/19", 801))
    found = checked(
        "Offences in Essex are up by 41 per cent compared to 2015/16, over three years.",
        "They rose by 41 per cent from 2016/17 to 2018/19.",
        facts=facts,
        headline="Child abuse image offences",
        published=None,
    ).checked
    assert year(found[0].claim) == "2015/16 to 2018/19"
