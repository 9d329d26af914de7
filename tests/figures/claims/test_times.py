"""Which time a number is of, where the words around it name several, or one that is unfinished."""

from __future__ import annotations

from datetime import date

import pytest

from beholden.figures.core.claims.models import Judgement
from tests.figures.claims.telling import DAY
from tests.figures.claims.test_checking import checked

ESSEX = "Child abuse image offences in Essex"
UK = "Child abuse image offences across the UK"


def judged(
    *pieces: str, headline: str = ESSEX, published: date | None = DAY
) -> dict[str, Judgement]:
    found = checked(*pieces, headline=headline, published=published).checked
    return {one.claim.phrase.text: one.judgement for one in found}


def verdicts(*pieces: str, headline: str = ESSEX, published: date | None = DAY) -> dict[str, str]:
    found = judged(*pieces, headline=headline, published=published)
    return {text: one.verdict for text, one in found.items()}


# A rate behind the two counts that are compared


@pytest.mark.parametrize(
    ("compared", "rate", "verdict"),
    [
        ("on 18,522 the previous year", "the equivalent of one every 23 minutes", "agrees"),
        ("from 18,522 in 2016/17", "or one every 23 minutes", "agrees"),
        ("from 18,522 in 2016/17", "or one every 28 minutes", "differs"),
        ("from 18,522 in 2016/17", "when there was one every 28 minutes", "agrees"),
    ],
)
def test_a_rate_is_that_of_the_newer_count(compared, rate, verdict):
    text = f"There were 22,724 offences in 2017/18, up 23 per cent {compared}, {rate}."
    found = {key.split("one")[-1]: one for key, one in verdicts(text, headline=UK).items()}
    assert found[rate.split("one")[-1]] == verdict


def test_a_rate_of_an_offence_that_was_new_is_never_over_the_few_days_of_its_first_year():
    found = judged(
        "Police recorded 1,771 offences of sexual communication with a child in the year to"
        " June 2018, up 64 per cent from 1,080 in the previous 12 months, or almost five a day.",
        headline="Sexual communication with a child in England and Wales",
    )
    assert found["almost five a day"].verdict == "agrees"
    assert found["almost five a day"].arithmetic == "1,771 / 365 = 4.85"


# A time that is no year of the data


@pytest.mark.parametrize(
    "text",
    [
        "So far this year Essex has recorded 767 child abuse image offences.",
        "Essex has already recorded 767 offences this year.",
        "Since April 2018 Essex recorded 767 child abuse image offences.",
        "Essex Police expects 767 offences this year.",
        "Child abuse image offences in Essex rose by 35 per cent in a month.",
        "Child abuse image offences in Essex rose by 35 per cent in three months.",
        "Essex Police recorded 767 offences in the first half of the year.",
        "Last month Essex Police recorded 767 offences.",
        "So far this year Essex has recorded 767 offences, or two a day.",
        "Essex Police said that it had recorded 767 offences so far this year.",
        "In August there were 767 offences in Essex.",
        "Essex Police recorded 767 offences last month.",
        "Offences rose from 568 to 767, by 35 per cent, in six weeks.",
    ],
)
def test_an_unfinished_or_other_time_is_not_the_financial_year(text):
    assert set(verdicts(text).values()) <= {"cannot_tell"}


@pytest.mark.parametrize(
    "text",
    [
        "Essex Police recorded 767 offences in 2017/18.",
        "The NSPCC said last month that Essex Police recorded 767 offences.",
        "Essex Police recorded 767 offences last year.",
        "In 12 months Essex Police recorded 767 offences.",
        "There were 767 offences in Essex, figures released last week show.",
    ],
)
def test_a_year_is_told_from_the_time_at_which_a_number_was_made_known(text):
    assert verdicts(text)["767"] == "agrees"


@pytest.mark.parametrize(
    ("text", "published", "verdict"),
    [
        ("Essex Police recorded 767 offences.", date(2025, 6, 1), "cannot_tell"),
        ("Essex Police recorded 767 offences.", DAY, "agrees"),
        ("Essex Police recorded 767 offences.", None, "agrees"),
        ("Essex Police recorded 767 offences in 2017/18.", date(2025, 6, 1), "agrees"),
    ],
)
def test_no_year_is_supposed_in_an_article_that_is_years_younger_than_the_data(
    text, published, verdict
):
    assert verdicts(text, published=published)["767"] == verdict


# Several years in one sentence


@pytest.mark.parametrize(
    ("text", "kent"),
    [
        ("By force, 2016/17 and 2017/18: Essex 568, 767; Hampshire 974, 1,199.", "agrees"),
        ("By force, 2016/17 and 2017/18: Essex 568 and 767, Hampshire 974 and 1,199.", "agrees"),
        ("By force, 2017/18 and 2016/17: Essex 568, 767; Hampshire 974, 1,199.", "differs"),
    ],
)
def test_numbers_below_a_heading_of_years_go_in_turn(text, kent):
    found = verdicts(text, headline="Child abuse image offences by police force")
    assert found == dict.fromkeys(("568", "767", "974", "1,199"), kent)


def test_a_rise_in_five_years_is_not_that_from_the_year_before():
    found = judged(
        "In Essex there were 265 offences in 2019/20, from 243 in 2018/19, having been just 66 in"
        " 2014/15: a four-fold rise in five years.",
        published=date(2020, 9, 13),
    )
    assert found["four-fold"].verdict == "agrees"
    assert found["four-fold"].arithmetic == "265 / 66 = 4.02"


@pytest.mark.parametrize(
    ("span", "verdict"),
    [("in five years", "cannot_tell"), ("in two years", "agrees"), ("in a year", "agrees")],
)
def test_a_span_that_no_count_lies_at_is_not_another_year(span, verdict):
    text = (
        f"There were 767 offences in 2017/18, up from 568 in 2016/17, a rise of 35 per cent {span}."
    )
    assert verdicts(text)["35 per cent"] == verdict


def test_what_fell_45_to_164_did_not_fall_from_45():
    found = judged("In Cambridgeshire the number of child abuse image offences fell 45 to 164.")
    assert {text: one.verdict for text, one in found.items()} == {"45": "agrees", "164": "agrees"}
    assert found["45"].recomputed == "-45"


def test_a_month_is_not_given_the_year_of_the_same_number_elsewhere():
    found = checked(
        "In August there were 767 offences in Essex.",
        "Essex Police recorded 767 offences in 2017/18.",
        headline=ESSEX,
        published=DAY,
    ).checked
    said = {one.claim.places[0].block: one.judgement.verdict for one in found}
    assert said == {1: "cannot_tell", 2: "agrees"}


def test_two_years_with_to_between_them_may_be_one_financial_year():
    found = checked(
        "Essex Police recorded 767 offences in 2017 to 2018.",
        headline="Child abuse image offences in Essex",
    ).checked
    assert [one.judgement.verdict for one in found] == ["agrees"]
