"""A count that is right beside a word of rising or falling that no second count follows."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.judging.dataset import Fact
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

NEUTRAL = "Child abuse image offences recorded by police"


def verdict(text: str, number: str, facts: tuple[Fact, ...] = PUBLISHED) -> str:
    """The verdict on the last claim with this number."""
    found = [
        one.judgement.verdict
        for one in checked(text, headline=NEUTRAL, facts=facts).checked
        if number in {one.claim.phrase.text, one.claim.phrase.number}
    ]
    return found[-1] if found else ""


# Essex rose from 568 to 767, Hertfordshire fell from 309 to 301.
RISING = (
    "AREA Police recorded NUM offences in 2017/18, an increase on the previous year.",
    "AREA Police recorded NUM offences in 2017/18, a sharp rise compared with 2016/17, it said.",
    "AREA Police recorded NUM offences last year, more than in 2016/17.",
    "AREA Police recorded NUM offences last year - up on the year before.",
    "AREA recorded NUM offences in 2017/18, which is higher than the previous year.",
    "AREA recorded NUM offences in 2017/18, an increase.",
    "AREA saw a spike in offences last year, with NUM recorded.",
    "AREA is seeing more offences, with NUM recorded last year.",
    "More offences were recorded in AREA last year, with the total hitting NUM.",
    "Offences are soaring in AREA, where NUM were recorded last year.",
    "With offences up in AREA at NUM last year, the charity criticised police.",
    "The number of offences in AREA went up last year, when NUM were recorded.",
    "Offences rose in AREA last year. A total of NUM were recorded.",
    "There has been a worrying increase in offences in AREA. Police recorded NUM in 2017/18.",
)
FALLING = (
    "AREA Police recorded NUM offences last year, a drop on the year before.",
    "AREA Police recorded NUM offences in 2017/18, down on 2016/17.",
    "AREA Police recorded NUM offences last year, fewer than the year before.",
    "Fewer offences were recorded in AREA last year, with NUM in total.",
    "Offences fell in AREA last year. A total of NUM were recorded.",
    "A fall in the number of offences in AREA has been welcomed. In 2017/18 there were NUM.",
    "Despite a fall in AREA to NUM, offences rose nationally to 22,724 in 2017/18.",
)


@pytest.mark.parametrize("text", RISING)
def test_a_rise_is_true_of_the_force_that_rose_and_false_of_the_one_that_fell(text: str):
    assert verdict(text.replace("AREA", "Essex").replace("NUM", "767"), "767") == "agrees"
    assert verdict(text.replace("AREA", "Hertfordshire").replace("NUM", "301"), "301") == "differs"


@pytest.mark.parametrize("text", FALLING)
def test_a_fall_is_true_of_the_force_that_fell_and_false_of_the_one_that_rose(text: str):
    assert verdict(text.replace("AREA", "Essex").replace("NUM", "767"), "767") == "differs"
    assert verdict(text.replace("AREA", "Hertfordshire").replace("NUM", "301"), "301") == "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Rises were recorded in Essex (767), Bedfordshire (200) and Hertfordshire (301) last year.",
        "Offences rose in Essex, Bedfordshire and Hertfordshire last year, to 767, 200 and 301.",
    ],
)
def test_a_rise_of_a_list_is_asked_of_each_area(text: str):
    assert [verdict(text, number) for number in ("767", "200", "301")] == [
        "agrees",
        "agrees",
        "differs",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Offences rose nationally. Hertfordshire Police recorded 301 offences in 2017/18.",
        "Offences are rising, the charity says. In Hertfordshire there were 301 in 2017/18.",
        "While offences rose in Essex, Hertfordshire recorded 301 in 2017/18.",
        "Offences rose in Essex, but Hertfordshire saw 301 last year.",
        "Police fear a rise in offences in Hertfordshire, with 301 recorded last year.",
        "Offences in Hertfordshire have risen over the past decade, with 301 recorded last year.",
        "Offences could rise in Hertfordshire. A total of 301 were recorded last year.",
        "Arrests rose in Hertfordshire last year. A total of 301 offences were recorded.",
        "The number of officers in Hertfordshire rose last year. Police recorded 301 offences.",
        "Hertfordshire Police recorded 301 offences, not an increase on the year before.",
        "Hertfordshire Police recorded 301 offences in 2017/18, up on most forces.",
        "Hertfordshire Police recorded 301 offences in 2017/18, more than in Cambridgeshire.",
        "Reports of offences to the hotline rose last year. Hertfordshire Police recorded 301.",
    ],
)
def test_what_rose_elsewhere_or_may_rise_says_nothing_of_a_count(text: str):
    assert verdict(text, "301") == "agrees"


def test_have_risen_may_mean_any_year_that_the_article_tells_of():
    facts = (
        fact("Essex", "2012/13", 100),
        fact("Essex", "2016/17", 800),
        fact("Essex", "2017/18", 767),
    )
    text = "Offences in Essex have risen, with 767 recorded in 2017/18."
    since = f"{text} The charity began to count in 2012/13."
    assert verdict(text, "767", facts=facts) == "differs"
    assert verdict(since, "767", facts=facts) == "agrees"


def test_a_country_that_hardly_changed_may_have_been_counted_by_other_forces():
    text = "Across the UK 1,000 offences were recorded in 2017/18, more than in the previous year."
    for before, expected in ((1010, "cannot_tell"), (1400, "differs"), (900, "agrees")):
        facts = (fact("UK", "2016/17", before), fact("UK", "2017/18", 1000))
        assert verdict(text, "1,000", facts=facts) == expected


def test_a_count_of_another_release_is_held_against_the_year_before_by_itself():
    facts = (
        fact("Derbyshire", "2014/15", 727),
        fact("Derbyshire", "2015/16", 983),
        fact("Derbyshire", "2015/16", 166, release="2019-03", published=None),
    )
    told = "Derbyshire Police recorded 166 offences in 2015/16, a big {} 2014/15."
    assert verdict(told.format("fall from"), "166", facts) == "agrees"
    assert verdict(told.format("rise on"), "166", facts) == "differs"
    other = "Derbyshire Police recorded 983 offences in 2015/16, a big {} 2014/15."
    assert verdict(other.format("fall from"), "983", facts) == "differs"


@pytest.mark.parametrize(("words", "verdict"), [("fewer than in", "agrees"), ("up on", "differs")])
def test_a_count_may_be_held_against_that_of_a_later_year(words: str, verdict: str):
    told = f"568 offences were recorded in Essex in 2016/17, {words} 2017/18."
    found = checked(told, headline="Child abuse image offences in Essex").checked
    assert [one.judgement.verdict for one in found] == [verdict]
