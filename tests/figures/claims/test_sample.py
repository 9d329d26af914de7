"""Every claim of the sample comes out as it was found: verdict and class of error.

The sample's ``yes`` is agrees and ``no`` differs, strictly. Facts are the published
counts, or those that the sample names. Where it gives no class, none is given here.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pytest

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.judging.dataset import Fact
from beholden.figures.core.claims.models import Claim, Measure, Phrase, Shape, Subject
from tests.figures.claims.making import (
    ARTICLE_DAY,
    claim,
    fact,
    judged,
    number,
    pct,
    phrase,
    published_facts,
    series,
    who,
)

COUNT, DIFFERENCE, SUM = Measure.COUNT, Measure.DIFFERENCE, Measure.SUM
CHANGE, MULTIPLE, FREQUENCY = Measure.CHANGE, Measure.MULTIPLE, Measure.FREQUENCY
ALMOST, OVER, ABOUT = Wording.ALMOST, Wording.MORE_THAN, Wording.ABOUT
STEP = "2016/17 -> 2017/18"
GROOMING = "sexual_communication_with_child"
PUBLISHED = published_facts()
OWN: list[Fact] = []
"""No facts: the article's own counts decide."""


class Row(NamedTuple):
    """One row: the claim, the facts, the verdict, and the class of error."""

    name: str
    claim: Claim
    facts: list[Fact]
    verdict: str
    error_class: str = ""


def _every(value: int) -> Phrase:
    return phrase(Shape.EVERY, f"one every {value} minutes", value, per="minute")


def _per(text: str, value: object, per: str, wording: Wording = Wording.PLAIN) -> Phrase:
    return phrase(Shape.PER, text, value, wording, per=per)


def _rise(name: str, when: str, counts: tuple[int, int], printed: object, **more: object) -> Claim:
    direction = "up" if counts[1] > counts[0] else "down"
    return claim(
        CHANGE,
        pct(f"{printed}%", printed),
        name,
        when,
        own={"earlier": counts[0], "later": counts[1]},
        direction=direction,
        **more,
    )


def _both(name: str, when: str, counts: tuple[int, int], series_: str = "iioc_total") -> list[Fact]:
    return series(name, dict(zip(when.split(" -> "), counts, strict=True)), series_)


def _risen(
    name: str, who_: str, when: str, counts: tuple[int, int], printed: object, *, held: bool = True,
    error: str = "", **more: object,
) -> Row:  # fmt: skip
    facts = _both(who_, when, counts, str(more.get("series", "iioc_total"))) if held else OWN
    one = _rise(who_, when, counts, printed, **more)
    return Row(name, one, facts, "differs" if error else "agrees", error)


UK_STEP = claim(CHANGE, pct("almost a quarter", 25, ALMOST), "UK total", STEP, direction="up")
UK_EVERY = claim(FREQUENCY, _every(23), "UK total", "2017/18", own={"count": 22724})
LANCASHIRE = {
    "2016/17": 591, "2017/18": 674, "2018/19": 620, "2019/20": 790, "2020/21": 935,
    "2021/22": 1135,
}  # fmt: skip
HAMPSHIRE_LATER = {
    "2017/18": 152, "2018/19": 181, "2019/20": 291, "2020/21": 18, "2022/23": 279,
}  # fmt: skip
NSPCC_EAST = Subject("other:the region", "the region of Northamptonshire",
                     who("East Midlands").members)  # fmt: skip
SURVEY = Subject("other:a survey", "a survey")

ROWS = [
    Row("UK every 23 minutes", UK_EVERY, PUBLISHED, "agrees"),
    Row("UK almost one quarter", UK_STEP, PUBLISHED, "agrees"),
    Row("Essex almost 200",
        claim(DIFFERENCE, number("almost 200", 200, ALMOST), "Essex", STEP, direction="up"),
        PUBLISHED, "agrees"),
    Row("Bedfordshire 69%", _rise("Bedfordshire", STEP, (118, 200), 69), PUBLISHED, "agrees"),
    Row("Bedfordshire largest rise",
        claim(Measure.RANK, phrase(Shape.RANK, "largest", 1, direction="up", noun="rise"),
              "Bedfordshire", STEP, group=who("East of England"), basis="percentage"),
        PUBLISHED, "cannot_tell", "rank_basis"),
    Row("survey one in 50",
        claim(Measure.SHARE, phrase(Shape.ONE_IN, "one in 50", Fraction(1, 50), out_of=50),
              SURVEY, "", series="other:survey", own={"whole": 40000}),
        PUBLISHED, "cannot_tell", "not_in_data"),
    Row("over 78,000 URLs",
        claim(COUNT, number("over 78,000", 78000, OVER),
              Subject("other:internet watch foundation", "Internet Watch Foundation"), "2017",
              series="other:urls"),
        PUBLISHED, "cannot_tell", "not_in_data"),
    Row("Hampshire more than three a day",
        claim(FREQUENCY, _per("more than three a day", 3, "day", OVER), "Hampshire", "2017/18",
              own={"count": 1199}), PUBLISHED, "agrees"),
    Row("Hampshire 23%", _rise("Hampshire", STEP, (974, 1199), 23), PUBLISHED, "agrees"),
    Row("UK every 23 minutes again", UK_EVERY, PUBLISHED, "agrees"),
    Row("UK almost a quarter", UK_STEP, PUBLISHED, "agrees"),
    Row("Hampshire in line",
        claim(Measure.OF_OTHER, phrase(Shape.MULTIPLE, "in line", 1, ABOUT), "Hampshire", STEP,
              group=who("UK total")), PUBLISHED, "cannot_tell", "rate_basis"),
    Row("welcome drop in Derbyshire",
        _rise("Derbyshire", "2014/15 -> 2015/16", (727, 166), 77),
        series("Derbyshire", {"2014/15": 727, "2015/16": 166, "2017/18": 1043}),
        "cannot_tell", "noncomparable"),
    Row("UK 25 per cent above",
        claim(CHANGE, pct("25 per cent", 25), "UK total", STEP, direction="up"),
        PUBLISHED, "differs", "arithmetic"),
    _risen("Hertfordshire 716%", "Hertfordshire", "2017/18 -> 2018/19", (6, 43), 716,
           error="ratio_for_increase", series=GROOMING),
    _risen("Nottinghamshire 50%", "Nottinghamshire", "2013 -> 2015", (51, 79), 50,
           error="arithmetic"),
    Row("Lancashire average 21%",
        claim(Measure.YEARLY_CHANGE, pct("21%", 21), "Lancashire", "2016/17 -> 2021/22",
              direction="up"),
        series("Lancashire", LANCASHIRE), "differs", "wrong_baseline"),
    _risen("East of England", "East of England", "2015/16 -> 2018/19", (345, 648), 88,
           series=GROOMING),
    _risen("Northern Ireland", "Northern Ireland", "2014/15 -> 2018/19", (66, 243), 268),
    _risen("South West", "South West", "2017/18 -> 2021/22", (377, 481), 28, series=GROOMING),
    Row("North Wales", _rise("North Wales", STEP, (287, 373), 30), PUBLISHED, "agrees"),
    Row("Northamptonshire", _rise("Northamptonshire", STEP, (245, 263), 7), PUBLISHED, "agrees"),
    _risen("England and Wales grooming", "England and Wales",
           "year to June 2021 -> year to June 2022", (1080, 1771), 64, series=GROOMING),
    _risen("West Midlands region", "West Midlands region", "2016/17 -> 2021/22", (1304, 3206), 146),
    _risen("West Mercia", "West Mercia", "2018/19 -> 2019/20", (191, 389), 104, held=False),
    _risen("Thames Valley", "Thames Valley", "2014/15 -> 2019/20", (1815, 2718), 50, held=False),
    Row("Hertfordshire", _rise("Hertfordshire", STEP, (309, 301), 3), PUBLISHED, "agrees"),
    Row("Bedfordshire biggest in the region",
        claim(Measure.RANK, phrase(Shape.RANK, "biggest", 1, direction="up", noun="rise"),
              "Bedfordshire", STEP, group=NSPCC_EAST),
        PUBLISHED, "cannot_tell", "region_definition"),
    Row("South Wales largest number",
        claim(Measure.RANK, phrase(Shape.RANK, "largest", 1, direction="up", noun="number"),
              "South Wales", "2017/18", group=who("Wales total")), PUBLISHED, "agrees"),
    Row("someone is caught",
        claim(FREQUENCY, _every(23), "UK total", "2017/18", people=True),
        PUBLISHED, "differs", "wrong_unit"),
    Row("Wales six per day",
        claim(FREQUENCY, _per("six per day", 6, "day"), "Wales total", "2023/24",
              own={"count": 2194}), [fact("Wales total", "2023/24", 2194)], "agrees"),
    Row("Northern Ireland five per week",
        claim(FREQUENCY, _per("five per week", 5, "week"), "Northern Ireland", "2019/20"),
        [fact("Northern Ireland", "2019/20", 265)], "agrees"),
    Row("UK almost 120 per week",
        claim(FREQUENCY, _per("almost 120 per week", 120, "week", ALMOST), "UK total", "2021/22",
              own={"count": 6156}, series=GROOMING), OWN, "agrees"),
    Row("UK nearly tripled",
        claim(MULTIPLE, phrase(Shape.MULTIPLE, "nearly tripled", 3, Wording.ALMOST_TIMES),
              "UK total", "2013 -> 2015", own={"earlier": 4530, "later": 10818}, direction="up"),
        _both("UK total", "2013 -> 2015", (4530, 10818)), "differs", "multiple_overstated"),
    Row("Cumbria more than doubled",
        claim(MULTIPLE, phrase(Shape.MULTIPLE, "more than doubled", 2, Wording.MORE_THAN_TIMES),
              "Cumbria", "2016/17 -> 2021/22", own={"earlier": 148, "later": 307}),
        PUBLISHED, "agrees"),
    Row("Cambridgeshire more than doubled",
        claim(MULTIPLE, phrase(Shape.MULTIPLE, "more than doubled", 2, Wording.MORE_THAN_TIMES),
              "Cambridgeshire", "2013 -> 2015", own={"earlier": 59, "later": 142}),
        PUBLISHED, "agrees"),
    Row("2,031 of the 2015 total",
        claim(Measure.SHARE, number("2,031", 2031), "UK total", "", series="iioc_total",
              own={"part": 2031, "whole": 10818}),
        [fact("UK total", "1 January 2013 to 31 December 2015", 2031, base=11697)],
        "differs", "wrong_denominator"),
    Row("one in six under 18",
        claim(Measure.SHARE, phrase(Shape.ONE_IN, "one in six", Fraction(1, 6), out_of=6),
              "UK total", "1 January 2013 to 31 December 2015"),
        [fact("UK total", "1 January 2013 to 31 December 2015", 2031, base=11697)], "agrees"),
    Row("Hampshire about 992",
        claim(SUM, number("about 992", 992, ABOUT), "Hampshire", "2017/18 -> 2022/23",
              series=GROOMING),
        [*series("Hampshire", HAMPSHIRE_LATER, GROOMING, release="2024-11",
                 published=date(2024, 11, 1)),
         *series("Hampshire", {**HAMPSHIRE_LATER, "2020/21": 89}, GROOMING, release="2023-08",
                 published=date(2023, 8, 1))],
        "cannot_tell", "release_conflict"),
    Row("more than 6,000 in the UK",
        claim(COUNT, number("more than 6,000", 6000, OVER), "UK total",
              "1 January 2013 to 31 December 2017", series=GROOMING),
        [fact("England and Wales", "1 January 2013 to 31 December 2017", 6341, GROOMING)],
        "differs", "geography"),
    Row("nearly 25,000 in the North West",
        claim(COUNT, number("nearly 25,000", 25000, ALMOST), "North West", "2022"),
        [fact("North West", "2020/21", 2659),
         fact("North West", "2022", 24900, "other:people who sought help from a helpline")],
        "differs", "category_confusion"),
    Row("South East 378",
        claim(COUNT, number("378", 378), "South East", "2017/18", series=GROOMING),
        [fact("South East", "2017/18", 378, GROOMING)], "agrees"),
    Row("Wales four forces", claim(COUNT, number("1,458", 1458), "Wales total", "2017/18"),
        [each for each in PUBLISHED if not each.subject.startswith("group:")], "agrees"),
    Row("South East 680",
        claim(COUNT, number("680", 680), "South East", "2023/24", series=GROOMING),
        [fact(name, "2023/24", value, GROOMING) for name, value in
         (("Hampshire", 152), ("Kent", 181), ("Surrey", 91), ("Sussex", 113),
          ("Thames Valley", 143))], "agrees"),
    Row("three forces 7,398",
        claim(COUNT, number("7,398", 7398), "Kent+Surrey+Sussex", "2018/19"),
        [fact("Kent", "2018/19", 3000), fact("Surrey", "2018/19", 2000),
         fact("Sussex", "2018/19", 2398)], "agrees"),
    Row("West Midlands four forces",
        claim(COUNT, number("3,801", 3801), "West Midlands region", "2023/24"),
        [fact(name, "2023/24", value) for name, value in
         (("West Midlands", 2000), ("Staffordshire", 800), ("West Mercia", 701),
          ("Warwickshire", 300))], "agrees"),
]  # fmt: skip


def test_every_row_of_the_sample_is_here():
    assert len(ROWS) == 46


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_claim_of_the_sample_gives_its_verdict_and_its_class(row):
    found = judged(row.claim, row.facts, published=ARTICLE_DAY if row.facts is PUBLISHED else None)
    assert (found.verdict, found.error_class) == (row.verdict, row.error_class), found
