"""What newspaper sentences make of counts: ranks, shares, multiples and rates, word by word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from beholden.figures.core.claims.finding.extract import extract
from beholden.figures.core.claims.models import Article, Block, Claim, Measure, OperandRole
from beholden.figures.core.periods import financial_year, label
from beholden.figures.registry import load_gazetteer

NEWEST = financial_year(2017)
HEADLINE = "Child abuse image offences recorded by police"


def claims(*paragraphs: str, headline: str = HEADLINE) -> tuple[Claim, ...]:
    blocks = (Block("headline", headline), *(Block("paragraph", one) for one in paragraphs))
    return extract(Article("example", blocks), load_gazetteer(), NEWEST).claims


def claim(text: str, *paragraphs: str, headline: str = HEADLINE) -> Claim:
    """The only claim of a number in the paragraphs."""
    found = [one for one in claims(*paragraphs, headline=headline) if text in one.phrase.text]
    assert len(found) == 1, [one.phrase.text for one in claims(*paragraphs)]
    return found[0]


def operands(one: Claim) -> dict[OperandRole, Decimal]:
    return {each.role: each.value for each in one.operands}


def years(one: Claim) -> tuple[str | None, ...]:
    return tuple(None if each is None else label(each) for each in (one.earlier, one.period))


# Ranks


@pytest.mark.parametrize(
    ("sentence", "number", "group", "basis"),
    [
        (
            "South Wales has 543, the lowest rate of the four Welsh forces.",
            "the lowest rate",
            "Wales",
            "rate",
        ),
        (
            "Essex recorded the largest number of offences in the East of England.",
            "the largest number",
            "East of England",
            "count",
        ),
        (
            "South Wales Police recorded 543 offences in 2017/18, the most of any force in Wales.",
            "the most",
            "Wales",
            "count",
        ),
        (
            "Dyfed-Powys had the biggest fall in Wales, and the third-highest total there.",
            "the third-highest total",
            "Wales",
            "count",
        ),
        ("Essex recorded more offences than any other force.", "any other force", None, "count"),
    ],
)
def test_a_rank_is_among_those_that_the_sentence_says(sentence, number, group, basis):
    found = claim(number, sentence)
    assert (found.kind, found.measure, found.basis) == ("rank", Measure.RANK, basis)
    assert (found.group and found.group.name) == (group or "United Kingdom")


def test_a_rank_of_the_force_is_that_of_the_one_force_named_in_its_group():
    sentence = "The force with the most of any in Wales in 2017/18 was South Wales."
    found = claim("the most", sentence)
    assert (found.subject.name, found.group and found.group.name) == ("South Wales", "Wales")


def test_a_rank_of_so_many_is_among_the_forces_told_before():
    found = claim(
        "the lowest rate",
        "Essex had 767 offences in 2017/18, Kent 1,042 and Bedfordshire 200.",
        "Bedfordshire had the lowest rate of the three.",
    )
    assert found.subject.name == "Bedfordshire"
    assert found.group is not None
    assert len(found.group.members) == 3


def test_a_rank_of_so_many_years_is_among_the_own_years():
    found = claim(
        "the highest number",
        "Lancashire police recorded 1,133 offences in 2021/22, the highest number in any of the "
        "six years from 2016/17.",
    )
    assert found.group is None
    assert years(found) == ("2016/17", "2021/22")


def test_a_place_with_its_number_is_a_rank():
    found = claim(
        "second",
        "South Wales recorded most, 543 offences. North Wales was second with 373.",
        headline="Child abuse image offences in Wales",
    )
    assert (found.kind, found.subject.name) == ("rank", "North Wales")
    assert found.phrase.value == Decimal(2)
    assert found.group is not None
    assert found.group.name == "Wales"


def test_a_direction_means_the_force_of_that_part():
    found = claim(
        "the biggest increase",
        "Forces in Wales recorded 1,458 offences in 2017/18.",
        "But it was the north that saw the biggest increase.",
        headline="Child abuse image offences in Wales",
    )
    assert found.subject.name == "North Wales"


@pytest.mark.parametrize(
    "sentence",
    [
        "Which force in Wales recorded the most offences?",
        "The university was ranked 48th in a national league table.",
        "The internet is one of the biggest threats to children in Essex.",
    ],
)
def test_other_superlatives_are_no_ranks(sentence):
    assert not [one for one in claims(sentence) if one.kind == "rank"]


# Shares


@pytest.mark.parametrize(
    ("sentence", "number", "subject", "whole"),
    [
        (
            "Wales had 1,458 crimes in 2017/18, of which North Wales made up around a quarter.",
            "around a quarter",
            "North Wales",
            "Wales",
        ),
        (
            "Hampshire recorded 152 of the offences, two in five of the total in the South East.",
            "two in five",
            "Hampshire",
            "South East",
        ),
        (
            (
                "Of 2,659 offences recorded by forces in the North West in 2020/21, 35 per cent "
                "were in Lancashire."
            ),
            "35 per cent",
            "Lancashire",
            "North West",
        ),
        (
            (
                "Avon and Somerset, Gloucestershire and Wiltshire together had 662, so that Avon "
                "and Somerset supplied 56 per cent of that figure."
            ),
            "56 per cent",
            "Avon and Somerset",
            "Avon and Somerset, Wiltshire and Gloucestershire",
        ),
    ],
)
def test_a_share_is_of_the_area_that_is_told_beside_it(sentence, number, subject, whole):
    found = claim(number, sentence)
    assert (found.kind, found.subject.name) == ("share", subject)
    assert found.group is not None
    assert set(found.group.name.replace(" and", ",").split(", ")) == set(
        whole.replace(" and", ",").split(", ")
    )


def test_a_share_of_the_total_is_of_the_area_spoken_of():
    found = claim(
        "more than a third",
        "Police in Wales recorded 1,458 offences in 2017/18.",
        "South Wales alone has more than a third of the total.",
    )
    assert found.subject.name == "South Wales"
    assert found.group is not None
    assert found.group.name == "Wales"


def test_a_list_of_shares_needs_its_verb_once():
    found = [
        one
        for one in claims(
            "North Wales accounted for 26% of the 1,458 offences in Wales in 2017/18, South Wales "
            "for 37%, Dyfed-Powys for 19% and Gwent for 18%."
        )
        if one.kind == "share"
    ]
    assert [(one.subject.name, int(one.phrase.value)) for one in found] == [
        ("North Wales", 26),
        ("South Wales", 37),
        ("Dyfed-Powys", 19),
        ("Gwent", 18),
    ]
    assert {one.group and one.group.name for one in found} == {"Wales"}
    assert {label(one.period) for one in found if one.period} == {"2017/18"}


def test_the_two_counts_of_a_share_are_its_part_and_whole():
    found = claim(
        "17 per cent",
        "In the UK 2,031 of the 11,697 offences of 2015 were by people under 18, or 17 per cent "
        "of the offences.",
    )
    assert operands(found) == {"part": Decimal(2031), "whole": Decimal(11697)}


def test_what_those_who_were_asked_said_is_of_no_force_and_year():
    found = claim(
        "One in 50",
        "Essex Police recorded 767 offences in 2017/18.",
        "The charity also asked 40,000 young people about their lives online. One in 50 said that "
        "they had sent an image of themselves to an adult.",
    )
    assert (found.kind, found.subject.name, found.period) == ("share", "United Kingdom", None)


@pytest.mark.parametrize(
    "sentence",
    [
        "We rate the leaflet two out of five.",
        "We read all of the letters and answer about one in ten.",
        "Members get 20% off with this code.",
    ],
)
def test_other_fractions_are_no_shares(sentence):
    assert not [one for one in claims(sentence) if one.kind == "share"]


def test_a_level_that_a_share_came_down_from_is_a_share():
    found = [
        one
        for one in claims(
            "Less than 1 per cent of the images were hosted here, down from 18 per cent of them."
        )
        if one.kind == "share"
    ]
    assert [int(one.phrase.value) for one in found] == [1, 18]


# Multiples


@pytest.mark.parametrize(
    ("paragraphs", "number", "subject", "other"),
    [
        (
            ["Essex had 767 offences in 2017/18, nearly twice as many as Humberside."],
            "nearly twice",
            "Essex",
            "Humberside",
        ),
        (
            [
                (
                    "Humberside recorded 390 offences in 2017/18. Essex had nearly twice as many "
                    "as its neighbour."
                )
            ],
            "nearly twice",
            "Essex",
            "Humberside",
        ),
        (["Essex had 767 offences. Humberside had half as many."], "half", "Humberside", "Essex"),
        (
            [
                (
                    "In 2017/18 one force recorded almost twice as many offences as the other "
                    "(Essex 767, Humberside 390)."
                )
            ],
            "almost twice",
            "Essex",
            "Humberside",
        ),
        (
            ["Offences in Devon and Cornwall rose by more than twice the UK rate of increase."],
            "more than twice",
            "Devon and Cornwall",
            "United Kingdom",
        ),
    ],
)
def test_a_multiple_of_another_area_names_it(paragraphs, number, subject, other):
    found = claim(number, *paragraphs)
    assert (found.kind, found.measure) == ("ratio", Measure.OF_OTHER)
    assert (found.subject.name, found.group and found.group.name) == (subject, other)


def test_a_multiple_without_years_takes_the_two_counts_of_the_sentence():
    found = claim(
        "nearly tripled",
        "In one area the number has nearly tripled, with North Yorkshire Police seeing 611 "
        "offences compared with 286 in 2016/17.",
    )
    assert (found.measure, found.subject.name) == (Measure.MULTIPLE, "North Yorkshire")
    assert operands(found) == {"earlier": Decimal(286), "later": Decimal(611)}


def test_a_multiple_takes_the_count_told_before():
    found = claim(
        "more than twice",
        "In 2016/17 there were 286 offences in North Yorkshire. In 2017/18 it recorded 611, more "
        "than twice as many.",
    )
    assert found.measure is Measure.MULTIPLE
    assert years(found) == ("2016/17", "2017/18")
    assert operands(found) == {"earlier": Decimal(286), "later": Decimal(611)}


def test_a_multiple_of_what_it_was_in_a_year_goes_up_to_the_newest():
    found = claim(
        "nearly three times",
        "Police in Essex recorded 767 offences in 2017/18.",
        "The number in Essex was nearly three times what it was in 2013/14.",
    )
    assert years(found) == ("2013/14", "2017/18")


def test_a_change_since_a_count_just_told_goes_up_to_the_newest():
    found = claim(
        "24%",
        "Dyfed-Powys Police recorded 275 offences in 2017/18.",
        "In 2016/17 it was 363, so the total has dropped by 24%.",
    )
    assert years(found) == ("2016/17", "2017/18")
    assert operands(found) == {"earlier": Decimal(363)}


def test_rates_in_line_with_the_country_may_be_of_either_kind():
    found = claim(
        "in line with",
        "Essex Police said that its rates were in line with the rest of the country.",
    )
    assert (found.measure, found.basis) == (Measure.OF_OTHER, "")


def test_an_area_is_never_compared_with_itself():
    found = claim(
        "more than twice",
        "Offences in Devon and Cornwall went up by 62 per cent.",
        "The UK went up by 23 per cent. So you are at more than twice the UK rate of increase.",
    )
    assert (found.subject.name, found.basis) == ("Devon and Cornwall", "percentage")
    assert found.group is not None
    assert found.group.name == "United Kingdom"


def test_half_as_many_heeds_the_words_before_it():
    found = claim("half", "Essex had 767 offences. Bedfordshire had fewer than half as many.")
    assert found.phrase.wording == "less than"


@pytest.mark.parametrize(
    "sentence",
    [
        "I do not believe that Essex is twice as virtuous.",
        "Has the number of offences in Essex doubled?",
        "Essex Police has doubled the number of trained interviewers.",
    ],
)
def test_other_multiples_are_no_claims(sentence):
    assert not [one for one in claims(sentence) if one.kind == "ratio"]


# Rates


def test_the_second_rate_has_the_unit_of_the_first():
    found = claim(
        "more than seven",
        "Police in West Mercia recorded 389 offences in 2019/20. That means the force has gone "
        "from dealing with fewer than four a week to more than seven.",
    )
    assert (found.kind, found.measure) == ("rate", Measure.FREQUENCY)
    assert found.phrase.per == "week"


def test_a_rate_per_head_has_the_unit_of_the_one_before():
    [hampshire, country] = claims(
        "Measured against population, Hampshire had 6.04 offences for every 10,000 residents. "
        "The UK rate was 3.42."
    )
    assert (hampshire.measure, hampshire.subject.name) == (Measure.PER_HEAD, "Hampshire")
    assert (country.measure, country.subject.name) == (Measure.PER_HEAD, "United Kingdom")
    assert country.phrase.per == "10,000"


def test_a_yearly_average_over_the_whole_period_is_of_all_its_years():
    found = claim(
        "803 a year",
        "Lancashire totals were published for each year from 2016/17 to 2021/22. Over the whole "
        "period the force recorded 4,819 offences, an average of 803 a year.",
    )
    assert found.period is not None
    assert (found.period.start.year, found.period.end.year) == (2016, 2022)


def test_of_two_numbers_compared_a_rate_is_that_of_the_newer_one():
    found = claim(
        "62 every single day",
        "In 2017/18 police forces across the UK recorded 22,724 offences. A year earlier the "
        "number was 18,522. In other words there are 62 every single day.",
    )
    assert found.period == financial_year(2017)


def test_a_bare_rate_is_a_claim_where_it_is_that_of_the_count():
    paragraph = "Kent Police recorded 1,042 offences in 2017/18."
    found = claim("20 a week", paragraph, "To get some sense of it, think of 20 a week.")
    assert found.subject.name == "Kent"
    assert len(claims(paragraph, "Our reporter drinks five cups of coffee a day.")) == 1


def test_two_counts_of_two_years_are_the_ends_of_a_multiple_between_them():
    found = claim(
        "more than double",
        "Police in Essex recorded 767 offences in 2017/18, more than double the 300 of 2014/15.",
    )
    assert years(found) == ("2014/15", "2017/18")
    assert operands(found) == {"earlier": Decimal(300), "later": Decimal(767)}
