"""Several changes in one sentence, each told against a year of its own."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.telling import year
from tests.figures.claims.test_checking import checked

_ESSEX = tuple(
    fact("Essex", when, value)
    for when, value in (("2013/14", 250), ("2016/17", 568), ("2017/18", 767))
)


def _claims(last: str) -> dict[str, Checked]:
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.",
        last,
        facts=_ESSEX,
        headline="Child abuse image offences in Essex",
    ).checked
    return {one.claim.phrase.text: one for one in found}


@pytest.mark.parametrize(
    ("sentence", "first", "second"),
    [
        (
            "That is up {} on the 568 offences in 2016/17 - and {} more than the 250 in 2013/14.",
            ("35%", "36%"),
            ("207%", "170%"),
        ),
        (
            "It is an increase of {} compared to 2016/17, and {} the total in 2013/14.",
            ("35%", "45%"),
            ("more than three times", "more than four times"),
        ),
        (
            "The figure is up {} on 2016/17 and {} on the number recorded in 2013/14.",
            ("35 per cent", "39 per cent"),
            ("207 per cent", "127 per cent"),
        ),
    ],
)
def test_each_change_has_its_own_base(
    sentence: str, first: tuple[str, str], second: tuple[str, str]
):
    true = _claims(sentence.format(first[0], second[0]))
    assert year(true[first[0]].claim) == "2016/17 to 2017/18"
    assert year(true[second[0]].claim) == "2013/14 to 2017/18"
    assert {one.judgement.verdict for one in true.values()} == {"agrees"}
    false = _claims(sentence.format(first[1], second[1]))
    assert false[first[1]].judgement.verdict != "agrees"
    assert false[second[1]].judgement.verdict != "agrees"


def test_counts_that_are_both_compared_with_are_not_compared_with_each_other():
    found = _claims(
        "That is a jump of 207% on the 250 offences recorded in 2013/14 - and 35% more than "
        "the 568 in 2016/17."
    )
    assert {one.judgement.verdict for one in found.values()} == {"agrees"}


@pytest.mark.parametrize(
    ("north", "south", "agrees"), [("30%", "61%", True), ("30%", "66%", False)]
)
@pytest.mark.parametrize(
    "sentence",
    [
        "boys' offences rose by {} from 144 to 187, and men's jumped by {} from 499 to 803.",
        "boys' offences rose from 144 to 187 - or {}, and men's rose by {}, from 499 to 803.",
    ],
    ids=["behind", "before"],
)
def test_each_of_two_changes_has_its_own_two_counts(
    sentence: str, north: str, south: str, agrees: bool
):
    found = checked(
        "Child abuse image offences are counted by every force.",
        f"In Kent {sentence.format(north, south)}",
        facts=_ESSEX,
        headline="Child abuse image offences",
    ).checked
    verdicts = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert verdicts[north] == "agrees"
    assert (verdicts[south] == "agrees") == agrees


@pytest.mark.parametrize(
    ("first", "second", "agrees"), [("127%", "35%", True), ("51%", "91%", False)]
)
def test_each_change_in_a_year_of_round_words(first: str, second: str, agrees: bool):
    facts = tuple(
        fact("Essex", when, value)
        for when, value in (("2015/16", 250), ("2016/17", 568), ("2017/18", 767))
    )
    found = checked(
        f"Child abuse image offences in Essex rose by {first} in 2016 and by {second} in 2017.",
        facts=facts,
        headline="Child abuse image offences in Essex",
    ).checked
    assert [one.judgement.verdict == "agrees" for one in found] == [agrees, agrees]


def test_a_rate_is_not_of_the_year_that_a_change_is_told_against():
    found = _claims(
        "This was a rise of 35% compared with the previous year, and equates to an average of two "
        "a day."
    )
    assert {one.judgement.verdict for one in found.values()} == {"agrees"}


def test_a_change_on_three_years_before_is_no_step_of_one_year():
    told = (
        "Essex had 767 child abuse image offences in 2017/18, up by 199 from three years earlier,"
        " and trebled since 2013/14."
    )
    found = {
        one.claim.phrase.text: one.judgement.verdict
        for one in checked(told, headline="Child abuse image offences in Essex").checked
    }
    assert found["199"] != "agrees"


def test_a_year_that_another_number_is_held_against_is_no_base_of_a_step():
    facts = (
        fact("Essex", "2015/16", 310), fact("Essex", "2016/17", 568), fact("Essex", "2017/18", 767),
    )  # fmt: skip
    told = (
        "In 2017/18 Essex had 767 offences, an increase of 35 per cent in a year and twice as many"
        " as in 2015/16."
    )
    found = checked(told, headline="Child abuse image offences in Essex", facts=facts).checked
    assert {one.judgement.verdict for one in found} == {"agrees"}


@pytest.mark.parametrize(
    ("counts", "change", "verdict"),
    [
        ("568 in 2016/17 and 767 in 2017/18", "199", "agrees"),
        ("568 in 2016/17 and 767 in 2017/18, up from 290 in 2014/15", "477", "cannot_tell"),
    ],
)
def test_a_change_behind_a_list_is_of_its_last_or_of_all_its_years(
    counts: str, change: str, verdict: str
):
    years = {"2014/15": 290, "2015/16": 310, "2016/17": 568, "2017/18": 767}
    facts = tuple(fact("Essex", when, count) for when, count in years.items())
    told = f"In Essex there were 310 offences in 2015/16, {counts}, a rise of {change}."
    found = {
        one.claim.phrase.text: one.judgement.verdict
        for one in checked(
            told, headline="Child abuse image offences in Essex", facts=facts
        ).checked
    }
    assert found[change] == verdict


def test_a_change_before_the_count_of_its_base_is_on_that_one():
    facts = (
        fact("Essex", "2015/16", 511), fact("Essex", "2016/17", 568), fact("Essex", "2017/18", 767),
    )  # fmt: skip
    told = (
        "That is an increase of a half on the 511 of 2015/16, and 199 higher than in 2016/17, when"
        " the figure was 568."
    )
    first = "Essex Police recorded 767 child abuse image offences in 2017/18."
    headline = "Child abuse image offences in Essex"
    found = checked(first, told, headline=headline, facts=facts).checked
    assert {one.claim.phrase.text: one.judgement.verdict for one in found}["a half"] == "agrees"
