"""A release as data: every known number with its release, its day and its source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.judging.data_of_release import dataset_of_releases
from beholden.figures.core.claims.judging.dataset import index
from beholden.figures.core.claims.judging.verdict import judge
from beholden.figures.core.claims.models import Claim, Measure, Shape, Subject
from beholden.figures.core.models import ReleaseId, State, Value
from tests.figures.claims.making import REGISTRY, claim, number, pct, phrase, who
from tests.figures.support.releases import founding_release, release_of

ALMOST, OVER = Wording.ALMOST, Wording.MORE_THAN
STEP = "2016/17 -> 2017/18"


def _verdict(one: Claim) -> str:
    found = dataset_of_releases([founding_release()], REGISTRY)
    return judge(one, index(found, REGISTRY), date(2018, 9, 13)).verdict


def test_the_founding_statements_come_out_from_a_release():
    uk, hampshire = "UK total", "Hampshire"
    every = phrase(Shape.EVERY, "one every 23 minutes", 23, per="minute")
    daily = phrase(Shape.PER, "more than three a day", 3, OVER, per="day")
    in_line = phrase(Shape.MULTIPLE, "in line", 1, Wording.ABOUT)
    assert _verdict(claim(Measure.DIFFERENCE, number("almost 200", 200, ALMOST), "Essex", STEP,
                          direction="up")) == "agrees"  # fmt: skip
    assert _verdict(claim(Measure.CHANGE, pct("almost a quarter", 25, ALMOST), uk, STEP,
                          direction="up")) == "agrees"  # fmt: skip
    assert _verdict(claim(Measure.FREQUENCY, every, uk, "2017/18")) == "agrees"
    assert _verdict(claim(Measure.FREQUENCY, daily, hampshire, "2017/18")) == "agrees"
    assert _verdict(claim(Measure.OF_OTHER, in_line, hampshire, STEP, group=who(uk))) == (
        "cannot_tell"
    )


def test_surveys_and_hotlines_are_found_by_their_words():
    one_in = phrase(Shape.ONE_IN, "one in 50", Fraction(1, 50), out_of=50)
    survey = claim(
        Measure.SHARE, one_in, Subject("other:survey of young people", "Survey of young people"),
        "2018", series="other:young people", series_name="young people",
        sentence="One in 50 answered yes to the question on pictures sent to an adult.",
    )  # fmt: skip
    assert _verdict(survey) == "agrees"
    urls = claim(
        Measure.COUNT, number("over 78,000", 78000, OVER),
        Subject("other:internet watch foundation", "Internet Watch Foundation"), "2017",
        series="other:urls", series_name="URLs",
    )  # fmt: skip
    assert _verdict(urls) == "agrees"


def test_a_total_of_another_release_has_its_own_day_or_none():
    release = founding_release()
    facts = dataset_of_releases([release], REGISTRY).facts
    found = {fact.release: fact.published for fact in facts if fact.subject == "group:uk"}
    assert found == {"2018-09": date(2018, 9, 13), "later revision": None}
    later = msgspec.structs.replace(
        release_of({}), id=ReleaseId("later revision"), published=date(2021, 5, 1)
    )
    both = dataset_of_releases([release, later], REGISTRY).facts
    assert {f.published for f in both if f.release == "later revision"} == {date(2021, 5, 1)}


def test_what_has_no_count_is_left_out_and_nought_is_not():
    release = release_of(
        {("Essex", 2017): Value(State.REFUSED), ("Kent", 2017): 0, ("Surrey", 2017): 4}
    )
    facts = dataset_of_releases([release], REGISTRY).facts
    assert sorted((fact.subject_name, fact.value) for fact in facts) == [
        ("Kent", Decimal(0)),
        ("Surrey", Decimal(4)),
    ]


def test_the_name_says_which_releases():
    assert "2018-09" in dataset_of_releases([founding_release()], REGISTRY).name
