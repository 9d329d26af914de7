"""Rises told in a list, the number of the year before, parts of an area, and what is no count."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

NEUTRAL = "Child abuse image offences recorded by police"


def found(*told: str) -> dict[str, str]:
    """The verdicts by number."""
    return {
        one.claim.phrase.text.split()[-1]
        if " in " in one.claim.phrase.text
        else one.claim.phrase.number: one.judgement.verdict
        for one in checked(*told, headline=NEUTRAL).checked
    }


LISTS = (
    (
        "There was a rise of 199 in Essex, {} in Hampshire and 91 in Leicestershire last year.",
        "225",
    ),
    ("The rise in Essex was {}, in Hampshire 225 and in Leicestershire 91.", "199"),
    ("The rise in Hampshire was 225, and in Dorset {}.", "81"),
    ("South Wales Police's total rose by 15 to 543, Gwent's by {} to 267.", "eight"),
    ("The figure for the UK rose by 4,202 to 22,724, and that for Essex by {} to 767.", "199"),
    ("In Essex and Hampshire, crimes rose by 199 and {} respectively last year.", "225"),
    ("Offences in Essex are up a third, or {}, to 767.", "199"),
)


@pytest.mark.parametrize(("text", "true"), LISTS)
def test_a_list_of_rises_says_its_word_once(text: str, true: str):
    assert found(text.format(true))[true] == "agrees"
    assert found(text.format("37"))["37"] == "differs"


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("Essex recorded 767 offences, a rise of 35 per cent on the previous year's {}.", "568",
         "520"),
        ("Offences in Essex rose 35 per cent on the previous year's figure of {}.", "568", "520"),
        ("UK forces recorded 22,724, up 23 per cent on {}.", "18,522", "17,000"),
        ("Essex recorded 767 offences in 2017/18, a rise from the 2016/17 figure of {}.", "568",
         "520"),
    ],
)  # fmt: skip
def test_the_number_of_the_year_before_is_of_that_year(text: str, true: str, false: str):
    assert found(text.format(true))[true] == "agrees"
    assert found(text.format(false))[false] in {"differs", "cannot_tell"}


@pytest.mark.parametrize("words", ["more than", "higher than", "which is more than", "a rise on"])
def test_the_number_of_the_year_before_may_stand_in_brackets(words: str):
    told = f"Essex recorded 767 offences in 2017/18, {words} the year before ({{}})."
    assert found(told.format("568")) == {"767": "agrees", "568": "agrees"}
    assert found(told.format("520"))["520"] in {"differs", "cannot_tell"}
    fell = told.replace("Essex", "Hertfordshire").replace("767", "301")
    assert "differs" in set(found(fell.format("309")).values())


def test_a_rate_after_the_year_before_in_brackets_is_of_the_total_told():
    told = (
        "UK police recorded 22,724 offences in 2017/18. It is 23 per cent more than in the previous"
        " year (total of 18,522) \u2013 and means one offence every {} minutes on average."
    )
    assert set(found(told.format("23")).values()) == {"agrees"}
    assert found(told.format("43"))["43"] == "differs"


def test_a_change_at_the_head_is_of_whom_the_text_speaks():
    told = (
        "Bedfordshire offences rose by 69 per cent last year. The 69 per cent increase was the"
        " biggest in the three counties, with Hertfordshire down by three per cent and"
        " Cambridgeshire down from 209 to 164."
    )
    assert {one.judgement.verdict for one in checked(told, headline=NEUTRAL).checked} == {"agrees"}
    fell = "In Hertfordshire it fell from 309 to 301, against a rise of 35 per cent in Essex and {}"
    assert found(f"{fell.format('69')} per cent in Bedfordshire.")["69"] == "agrees"
    assert found(f"{fell.format('96')} per cent in Bedfordshire.")["96"] == "differs"


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("Nationally, one in every {} offences was recorded in Hampshire.", "19", "nine"),
        ("One in every {} offences in the UK last year was recorded in Hampshire.", "19", "nine"),
        ("Hampshire accounted for one in every {} offences in the UK.", "19", "nine"),
        ("Roughly one offence in {} in the UK is recorded by Hampshire Police.", "19", "nine"),
        ("One in {} offences in the UK was recorded in Essex last year.", "30", "three"),
        ("Derbyshire's total represents {} per cent of the 22,724 logged across the UK.", "1.3",
         "2.3"),
    ],
)  # fmt: skip
def test_a_part_of_a_country_that_is_named_before_its_force(text: str, true: str, false: str):
    assert found(text.format(true)).get(true) == "agrees"
    assert found(text.format(false)).get(false) == "differs"


def test_a_fraction_of_the_offences_of_a_nation():
    told = "More than {} the offences in Wales were recorded in South Wales in 2017/18."
    assert set(found(told.format("a third of")).values()) == {"agrees"}
    assert set(found(told.format("half")).values()) == {"differs"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Virtual reality came up eight times in total in the reports.", "eight"),
        ("The gap between Essex and Hertfordshire was 466 offences in 2017/18.", "466"),
        ("Most of the victims were 11 to 15.", "11"),
        ("Most of the victims reported were under four, according to the NSPCC.", "four"),
        ("Essex and Kent recorded 1,809 offences. The two counties are worried.", "two"),
    ],
)
def test_occasions_ages_gaps_and_areas_are_no_counts_of_offences(text: str, number: str):
    assert number not in found(text)


def test_a_rate_may_be_joined_by_hyphens():
    told = "There were 767 offences in Essex in 2017/18, almost {} offences-a-week on average."
    assert found(told.format("15"))["15"] == "agrees"
    assert found(told.format("25"))["25"] == "differs"


def test_a_headline_says_most_without_its_article():
    assert found("South Wales has most child abuse image offences in Wales.") == {"most": "agrees"}
    assert found("Gwent has most child abuse image offences in Wales.") == {"most": "differs"}


@pytest.mark.parametrize(
    "text",
    [
        "As a share of all offences in the UK, Essex rose from {} per cent to 3.4 per cent.",
        "Essex accounted for 3.4 per cent of the UK's offences in 2017/18, up from {} per cent.",
    ],
)
def test_a_share_that_rose_from_another_is_held_against_that_of_the_year_before(text: str):
    assert found(text.format("3.1"))["3.1"] == "agrees"
    assert found(text.format("2.4"))["2.4"] == "differs"
    assert list(found(text.format("3.4")).values()) != ["agrees", "agrees"]


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("Essex saw offences rise from 568 to 767 (+35%, or {} offences).", "199", "191"),
        ("Cambridgeshire went from 209 to 164 (-21.5%, or {}) offences.", "45", "54"),
        (
            "Essex had 767 offences against 568 in 2016/17, a rise of {} or 35 per cent.",
            "199",
            "191",
        ),
        ("Essex had 767 offences against 568 in 2016/17, up 199 or {} per cent.", "35", "53"),
    ],
)
def test_a_change_in_brackets_is_told_again_in_number(text: str, true: str, false: str):
    assert found(text.format(true))[true] == "agrees"
    assert found(text.format(false))[false] == "differs"


def test_a_range_of_per_cents_is_no_number():
    told = "Essex recorded 767 offences in 2017/18, up by 30 or 40 per cent."
    assert list(found(told)) == ["767"]
