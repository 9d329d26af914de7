"""Tables without a year, kindred series of a newsroom's own data, and rates of an older count."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from beholden.figures.articles import read_article
from beholden.figures.core.claims.checking import check
from beholden.figures.core.claims.judging.dataset import Dataset, Fact
from beholden.figures.core.models import Period
from beholden.figures.registry import load_gazetteer
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences in 2017/18"


def _told(*sentences: str) -> dict[str, str]:
    found = checked(*sentences, headline=_HEADLINE)
    return {one.claim.phrase.text: one.judgement.verdict for one in found.checked}


def _pasted(text: str, *facts: Fact, published: date | None = None) -> dict[str, str]:
    article = read_article(text.encode(), "story.txt", published=published)
    found = check(article, load_gazetteer(), Dataset("counts", facts))
    return {one.claim.phrase.text: one.judgement.verdict for one in found.checked}


_TABLE = """Image offences rise

Police recorded more child abuse image offences in 2017/18, the NSPCC says.

Force | Offences | Officers
Essex | 767 | 30
Norfolk | Not provided
Dorset | {} | 12
"""
_COUNTS = (fact("Essex", "2017/18", 767), fact("Dorset", "2017/18", 266))


def test_a_table_without_a_year_is_of_the_newest_of_the_article() -> None:
    assert _pasted(_TABLE.format(266), *_COUNTS) == {"767": "agrees", "266": "agrees"}
    assert _pasted(_TABLE.format(255), *_COUNTS)["255"] == "differs"


@pytest.mark.parametrize(
    "head",
    [
        "Rank",
        "Change in offences",
        "Offences per 10,000 people",
        "%",
        "Offences not recorded",
        "Offences in June",
        "Cases with CCTV",
    ],
)
def test_columns_that_count_no_offences_are_left_alone(head: str) -> None:
    assert "767" not in _pasted(_TABLE.format(266).replace("Offences", head), *_COUNTS)


def _arrests(year: int, value: int) -> Fact:
    name = "arrests for indecent images of children"
    period = Period(date(year, 1, 1), date(year, 12, 31))
    made = fact("West Mercia", "2015/16", value, series=f"other:{name}", series_name=name)
    return msgspec.structs.replace(made, period=period)


_ARRESTS = (_arrests(2014, 176), _arrests(2015, 316))
_HEAD = "Hundreds arrested over indecent images of children in West Mercia\n\n"


def test_arrests_are_those_that_the_data_hold_under_a_longer_name() -> None:
    told = "In West Mercia 316 people were arrested over such images in 2015, up from 176 in 2014."
    assert _pasted(_HEAD + told, *_ARRESTS) == {"316": "agrees", "176": "agrees"}


@pytest.mark.parametrize(
    "told",
    [
        "West Mercia Police recorded 316 offences in 2015.",
        "In West Mercia 316 people were charged in 2015.",
        "In West Mercia 316 women were arrested over such images in 2015.",
        "In West Mercia 316 people were arrested for burglary in 2015.",
        "In West Mercia 176 people were arrested over such images in 2015.",
    ],
)
def test_what_is_no_such_arrest_never_agrees(told: str) -> None:
    assert "agrees" not in _pasted(_HEAD + told, *_ARRESTS).values()


def _sessions(about: str, value: int) -> Fact:
    name = f"Childline counselling sessions{about}"
    return fact(
        "Northern Ireland", "2017/18", value, series=f"own:{name.lower()}", series_name=name
    )


_SESSIONS = (_sessions(" about anxiety", 378), _sessions(" about bullying", 512))
_CHILDLINE = "Childline hears from more young people\n\n"


def test_one_kind_of_session_is_told_by_all_words_of_its_name() -> None:
    told = "Childline held 378 counselling sessions about anxiety in Northern Ireland in 2017/18."
    assert _pasted(_CHILDLINE + told, *_SESSIONS) == {"378": "agrees"}
    other = told.replace("378", "512")
    assert _pasted(_CHILDLINE + other, *_SESSIONS)["512"] != "agrees"
    bare = "Childline held 378 counselling sessions in Northern Ireland in 2017/18."
    assert _pasted(_CHILDLINE + bare, *_SESSIONS)["378"] != "agrees"


def test_a_rate_right_behind_the_older_count_is_that_ones() -> None:
    told = (
        "There were 22,724 such crimes in the UK in 2017/18, an increase of 4,202 on the "
        "previous 12 months, when forces logged 18,522, or {} a day."
    )
    assert _told(told.format(51))["51 a day"] == "agrees"
    assert _told(told.format(53))["53 a day"] != "agrees"


def test_back_then_is_the_older_year() -> None:
    told = "South Yorkshire Police recorded 772 of these offences in 2017/18."
    per_day = "That's just over two every day."
    before = "Year before: 666. So 106 more, a 16 per cent increase."
    found = _told(f"{told} {per_day}", before, "Back then it was under two a day.")
    assert found["under two a day"] == "agrees"
    found = _told(f"{told} {per_day}", before, "Now it is under two a day.")
    assert found["under two a day"] != "agrees"


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("It was North Yorkshire where offences went up the fastest.", "agrees"),
        ("It was Humberside where offences went up the fastest.", "differs"),
    ],
)
def test_what_went_up_the_fastest_is_ranked_by_its_rise(told: str, verdict: str) -> None:
    region = "Police in Yorkshire and the Humber recorded more of these offences in 2017/18."
    assert _told(region, told)["the fastest"] == verdict


def test_twice_as_many_as_in_a_year_leaves_the_count_its_own_year() -> None:
    told = "North Yorkshire Police: 611 offences, more than twice as many as in 2016/17"
    assert _told(told) == {"611": "agrees", "more than twice": "agrees"}


@pytest.mark.parametrize(
    "told",
    [
        "The figure from the force's headquarters in Chelmsford is 767, Essex Police said.",
        "Officers from Chelmsford to Colchester recorded 767 offences in 2017/18.",
    ],
)
def test_a_headquarters_and_both_ends_of_a_county_are_no_part_of_it(told: str) -> None:
    assert _told("Essex Police recorded more offences in 2017/18.", told) == {"767": "agrees"}


def test_several_have_so_many_between_them_beside_a_whole() -> None:
    told = (
        "The three Yorkshire county forces accounted for 12% of the national total, "
        "with {} offences between them."
    )
    assert _told(told.format("2,703"))["2,703"] == "agrees"
    assert _told(told.format("2,730"))["2,730"] != "agrees"


@pytest.mark.parametrize(
    "told",
    [
        "Almost one in seven of last year's offences was recorded in Yorkshire and the Humber.",
        "About one in seven of those came to light in Yorkshire and the Humber.",
    ],
)
def test_shares_of_last_years_offences(told: str) -> None:
    before = "Across the UK a total of 22,724 crimes were recorded in 2017/18."
    assert "agrees" in set(list(_told(before, told).values())[1:])
    wrong = told.replace("seven", "three")
    assert set(list(_told(before, wrong).values())[1:]) <= {"differs", "cannot_tell"}


@pytest.mark.parametrize(
    "told",
    [
        "The council, with headquarters in Chelmsford, dealt with 767 offences in 2017/18.",
        "On the road from Chelmsford to Colchester 767 offences were recorded in 2017/18.",
        "A team seconded from Chelmsford to Colchester recorded 767 offences in 2017/18.",
    ],
)
def test_others_headquarters_and_a_road_are_parts_at_most(told: str) -> None:
    assert _told("Essex Police recorded more offences in 2017/18.", told)["767"] != "agrees"
