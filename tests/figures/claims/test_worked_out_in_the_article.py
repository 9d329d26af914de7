"""Shares, rates and multiples that follow, or do not, from counts of the article itself."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked, verdicts

_HEADLINE = "Child abuse image offences recorded by police"


def _claims(*told: str, headline: str = _HEADLINE) -> dict[str, Checked]:
    found = checked(*told, facts=(fact("Kent", "2013/14", 5),), headline=headline).checked
    return {one.claim.phrase.text: one for one in found}


def _verdicts(*told: str, headline: str = _HEADLINE) -> dict[str, str]:
    return {text: one.judgement.verdict for text, one in _claims(*told, headline=headline).items()}


@pytest.mark.parametrize(("number", "verdict"), [("75%", "agrees"), ("57%", "cannot_tell")])
@pytest.mark.parametrize(
    "told",
    [
        "Most of the Essex offences \u2013 600 ({}) \u2013 had victims who were 12 or younger.",
        "Snapchat accounted for 600 of the cases, or {}.",
        "For Instagram 600 ({}) were recorded.",
        "Girls were the victims in {} of the cases - 600 offences.",
    ],
)
def test_a_share_beside_its_count_follows_from_the_total_before(
    told: str, number: str, verdict: str
):
    found = _verdicts("Essex Police recorded 800 offences in 2016/17.", told.format(number))
    assert found[number] == verdict


@pytest.mark.parametrize(("number", "verdict"), [("55%", "agrees"), ("65%", "differs")])
def test_a_share_of_those_is_of_the_count_told_last(number: str, verdict: str):
    found = _verdicts(
        "In 400 offences the means of communication was reported.",
        f"Of those, 220 ({number}) took place on Facebook.",
    )
    assert found[number] == verdict


def test_a_rough_share_is_no_reason_to_choose_a_total():
    told = (
        "Essex recorded 800 offences in 2016/17, and 500 in 2015/16.",
        "Boys under 18 were suspects in more than half of the cases - 300 offences.",
    )
    assert _verdicts(*told)["more than half"] == "cannot_tell"


@pytest.mark.parametrize(
    ("number", "verdict"),
    [("an average of 15 a day", "agrees"), ("an average of 18 a day", "differs")],
)
@pytest.mark.parametrize(
    "told",
    [
        "This was a rise of 15% compared with the previous year, and equates to {}.",
        "The total, up on 2015/16, equates to {}.",
    ],
)
def test_a_rate_is_of_the_total_that_its_sentence_points_at(told: str, number: str, verdict: str):
    found = _verdicts(
        "Essex Police recorded 5,653 CAIO in 2016/17.".replace(
            "CAIO", "child abuse image offences"
        ),
        told.format(number),
    )
    assert found[number] == verdict


@pytest.mark.parametrize(
    ("number", "verdict"), [("almost one a day", "agrees"), ("almost three a day", "differs")]
)
def test_a_rate_right_behind_a_count_is_of_that_count(number: str, verdict: str):
    told = f"In 2016/17 a total of 364 victims - {number} - were aged 10 and under in Essex."
    assert _verdicts(told)[number] == verdict


@pytest.mark.parametrize(
    ("times", "verdict"), [("five times", "agrees"), ("eight times", "differs")]
)
def test_a_multiple_of_two_kinds_of_victims_is_that_of_their_counts(times: str, verdict: str):
    told = (
        f"More than {times} as many offences were recorded against girls (1,242) than boys (214)."
    )
    found = _verdicts("Essex recorded 1,456 offences in 2016/17.", told)
    assert found[f"More than {times}"] == verdict


@pytest.mark.parametrize(
    ("told", "number", "verdict"),
    [
        ("Girls were six times more likely to be victims than boys.", "six times",
         "cannot_tell"),
        ("Girls were twice as likely to be targeted.", "twice", "cannot_tell"),
        ("Known offenders were four times more frequent than strangers.", "four times",
         "cannot_tell"),
        ("Against girls (600) there were twice as many offences as against boys (300).", "twice",
         "agrees"),
        ("Against girls (900) there were twice as many offences as against boys (300).", "twice",
         "differs"),
        ("Twice as many offences were recorded on Facebook as on Snapchat.", "Twice",
         "cannot_tell"),
        ("Instagram came up in twice the number of offences of the year before.", "twice",
         "cannot_tell"),
        ("Online offences were twice as common as offline ones.", "twice", "cannot_tell"),
        ("Such offences were twice as common as the year before.", "twice", "differs"),
        ("That is twice as many offences as the year before.", "twice", "differs"),
    ],
)  # fmt: skip
def test_a_multiple_of_one_part_over_another_is_never_that_of_two_years(
    told: str, number: str, verdict: str
):
    """Essex had 568 offences, and 767 a year later."""
    first = "Essex Police recorded 767 child abuse image offences in 2017/18, and 568 in 2016/17."
    assert verdicts(first, told)[number] == verdict


def test_a_share_of_another_count_is_no_share_of_the_country():
    told = (
        "In 2017/18 there were 974 children - 59% of the total number - from Essex on the "
        "child protection register."
    )
    found = checked(told, facts=(fact("Essex", "2017/18", 500), fact("UK total", "2017/18", 20024)))
    assert "differs" not in {one.judgement.verdict for one in found.checked}


@pytest.mark.parametrize(
    ("number", "verdict"), [("more than doubled", "agrees"), ("more than trebled", "differs")]
)
def test_a_change_between_counts_of_years_that_the_data_lack(number: str, verdict: str):
    facts = (fact("Essex", "2013/14", 51),)
    told = f"The offences recorded in Essex have {number}, going from 286 to 600."
    lead = "The charity asked the police for their figures of 2017/18."
    found = checked(lead, told, facts=facts, headline=_HEADLINE).checked
    verdicts = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert verdicts[number] == verdict


def test_no_change_is_right_between_counts_that_the_data_contradict():
    facts = (fact("Essex", "2016/17", 568), fact("Essex", "2017/18", 767))
    told = "The offences recorded in Essex have more than doubled, going from 286 to 600."
    found = checked(told, facts=facts, headline=_HEADLINE).checked
    assert "agrees" not in {one.judgement.verdict for one in found}


def test_a_rate_of_a_named_area_is_not_held_against_a_count_far_from_it():
    found = checked(
        "It was a lot.", "It was too much.", "It had never been so much.",
        "According to a report 53,540 child abuse image offences were recorded in 2016/17.",
        headline="Three child abuse image offences a day in the North in 2016/17",
        facts=(fact("Essex", "2017/18", 500),),
    )  # fmt: skip
    assert "differs" not in {one.judgement.verdict for one in found.checked}


def test_most_of_the_victims_are_a_part():
    found = _verdicts(
        "Essex recorded 1,456 offences in 2016/17.",
        "Most of the children (819) were girls. Police recorded more than three offences a day.",
    )
    assert found["more than three offences a day"] == "agrees"


_YEARS = (
    fact("Essex", "2014/15", 310),
    fact("Essex", "2016/17", 568),
    fact("Essex", "2017/18", 767),
)


def _by_data(*told: str) -> dict[str, str]:
    found = checked(*told, facts=_YEARS, headline="Child abuse image offences in Essex").checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    "change", ["147 per cent", "457", "35 per cent", "199"], ids=["all", "all more", "last", "more"]
)
def test_a_change_at_the_end_of_a_list_is_between_two_of_its_years(change: str):
    told = "Essex had 310 offences in 2014/15, 568 in 2016/17 and 767 in 2017/18, "
    rose = f"a rise of {change}." if "per" in change else f"so that there was a rise of {change}."
    assert _by_data(told + rose)[change] == "agrees"


def test_a_rate_of_a_rounded_count_is_judged_by_the_count_of_the_data():
    told = "Essex Police recorded more than 700 offences last year, {} a day."
    assert _by_data(told.format("2.1"))["2.1 a day"] == "agrees"
    assert _by_data(told.format("1.9"))["1.9 a day"] == "differs"


@pytest.mark.parametrize(("number", "verdict"), [("four", "agrees"), ("six", "differs")])
def test_a_multiple_between_two_groups_is_that_of_their_counts(number: str, verdict: str):
    told = (
        f"Against girls (4,115) there were {number} times as many offences as against boys (988)."
    )
    found = _verdicts("Kent Police recorded 5,103 offences in 2017/18.", told)
    assert found[f"{number} times"] == verdict


def test_a_rise_on_that_is_a_rise_on_the_count_beside_it():
    told = "Essex Police recorded 767 offences in 2017/18."
    after = "The previous year there had been 568; this was a rise of {} per cent on that."
    assert _by_data(told, after.format(35))["35 per cent"] == "agrees"
    assert _by_data(told, after.format(42))["42 per cent"] == "differs"


def test_the_article_may_compare_periods_of_different_kinds():
    facts = (fact("Essex", "2015/16", 25), fact("Essex", "year to June 2017", 46))
    told = (
        "Essex had 46 offences in the year to June 2017, {} per cent more than the 25 of 2015/16."
    )
    for number, verdict in ((84, "agrees"), (94, "differs")):
        found = checked(told.format(number), facts=facts, headline=_HEADLINE).checked
        change = next(one for one in found if "per cent" in one.claim.phrase.text)
        assert change.judgement.verdict == verdict


def test_what_is_passed_on_to_somebody_is_no_bound():
    told = "The force passed 767 offences on to the police of Essex in 2017/18."
    assert set(_by_data(told).values()) <= {"agrees", "cannot_tell"}


def test_a_change_far_from_that_between_counts_of_two_sentences_is_left_open():
    found = _verdicts(
        "Guernsey Police recorded 49 offences in 2016/17.",
        "In Guernsey there was a rise of 50 per cent in 2017/18, with more than 200 reported.",
    )
    assert found["50 per cent"] != "differs"


def test_a_change_is_not_worked_out_from_the_count_of_another_series():
    """3,077 sessions and 1,204 thefts are named as two things, and no change lies between them."""
    facts = (
        fact("Essex", "2016/17", 1204, series="other:bicycle thefts"),
        fact("Essex", "2017/18", 1530, series="other:bicycle thefts"),
        fact("UK total", "2017/18", 3077, series="other:counselling sessions"),
    )
    found = checked(
        "Essex Police recorded 1,530 bicycle thefts in 2017/18, up from 1,204 in 2016/17.",
        "Childline held 3,077 counselling sessions in 2017/18, up by more than half.",
        facts=facts,
        headline="Bicycle thefts in Essex",
    ).checked
    assert "more than half" not in {
        one.claim.phrase.text for one in found if one.judgement.verdict == "agrees"
    }
