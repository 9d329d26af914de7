"""The number of a year that is only compared with, and that of the year it is told of."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked, verdicts

HEADLINE = "Child abuse image offences on the rise, charity warns"
RECORDED = "Essex Police recorded 767 offences in 2017/18."

_BASES = [
    "Offences in Essex were up 35 per cent on the previous year's figure of {}.",
    "Essex Police recorded more offences last year than the previous year's total of {}.",
    "Last year there were more in Essex, an increase of 35 per cent on the previous year's {}.",
    f"{RECORDED} That is a 35 per cent rise on 2016/17, when the county's force had {{}} reports.",
    f"{RECORDED} That is a big rise from the 2016/17 figure of {{}}.",
    f"{RECORDED} It is 35 per cent more than in the previous year (total of {{}}).",
    f"{RECORDED} It is 35 per cent more than in the year before, when Essex Police recorded {{}}.",
    f"{RECORDED} Set beside the previous year's figure ({{}}), that is a rise of 35 per cent.",
    "In 2017/18 Essex Police dealt with more offences, a rise on 2016/17, when it recorded {}.",
]


@pytest.mark.parametrize("base", _BASES)
def test_the_number_of_a_base_is_that_of_the_earlier_year(base: str) -> None:
    assert verdicts(base.format(568), headline=HEADLINE)["568"] == "agrees"
    wrong = verdicts(base.format(531), headline=HEADLINE)
    assert wrong["531"] in {"differs", "cannot_tell"}


@pytest.mark.parametrize("base", _BASES)
def test_the_newest_number_is_not_that_of_a_base(base: str) -> None:
    told = base.replace(RECORDED, "Essex Police recorded offences in 2017/18.")
    assert verdicts(told.format(767), headline=HEADLINE)["767"] != "agrees"


def test_swapped_numbers_of_a_base_differ() -> None:
    found = verdicts(
        "In Hampshire 974 offences were recorded last year, a rise of 23 per cent on the previous"
        " year's 1,199.",
        headline=HEADLINE,
    )
    assert found == dict.fromkeys(("974", "23 per cent", "1,199"), "differs")


_NEWEST = [
    "In 2017/18 Essex recorded {} offences, an increase on 2016/17, when it recorded 568.",
    "The number in Essex was up 199 on 2016/17, at {}.",
    "The number in Essex was up 35 per cent on 2016/17, with {} recorded.",
    "Essex Police recorded {} offences, more than in 2016/17, when Essex Police had 568.",
]


@pytest.mark.parametrize("told", _NEWEST)
def test_a_number_told_against_a_year_is_not_of_it(told: str) -> None:
    assert verdicts(told.format(767), headline=HEADLINE)["767"] == "agrees"
    assert verdicts(told.format(771), headline=HEADLINE)["771"] != "agrees"


def test_a_rise_in_a_year_ends_in_it() -> None:
    told = "Reports in Essex rose by 35 per cent in {}, from 568 to 767."
    right = verdicts(told.format("2017/18"), headline=HEADLINE)
    assert right == {"35 per cent": "agrees", "568": "agrees", "767": "agrees"}
    assert verdicts(told.format("2016/17"), headline=HEADLINE)["767"] == "differs"


@pytest.mark.parametrize(
    "told",
    [
        "It rose in {}, from 568 to 767, in {}, from 974 to 1,199, and in Dorset, from 185 to 266.",
        "The number rose in {} from 568 to 767, in {} from 974 to 1,199 and in Dorset to 266.",
    ],
)
def test_an_area_leads_to_its_two_numbers(told: str) -> None:
    right = verdicts(told.format("Essex", "Hampshire"), headline=HEADLINE)
    assert set(right.values()) == {"agrees"}
    swapped = verdicts(told.format("Hampshire", "Essex"), headline=HEADLINE)
    assert {swapped[one] for one in ("568", "767", "974", "1,199")} == {"differs"}
    assert swapped["266"] == "agrees"


def test_two_bases_are_not_held_against_each_other() -> None:
    found = verdicts(
        f"{RECORDED} That is more than in the previous year, when Essex Police recorded 568"
        " offences, whilst Bedfordshire had 118.",
        headline=HEADLINE,
    )
    assert found == {"767": "agrees", "568": "agrees", "118": "agrees"}


@pytest.mark.parametrize(
    "told",
    [
        "The year before there were 568, meaning the force has seen an increase of 199, or {}.",
        "The figure for 2016/17 was 568, which means the number has gone up by 199, or {}.",
        "In 2016/17 it recorded 568, so the number has gone up by {}.",
    ],
)
def test_what_follows_from_the_earlier_count_is_a_change_up_to_the_newest(told: str) -> None:
    first = "Essex Police recorded 767 offences."
    right = verdicts(first, told.format("35 per cent"), headline=HEADLINE)
    assert set(right.values()) == {"agrees"}
    wrong = verdicts(first, told.format("45 per cent"), headline=HEADLINE)
    assert wrong["45 per cent"] == "differs"


_EARLIER_YEAR = "There were 568 in Essex in 2016/17."


def test_one_older_year_does_not_date_the_other_counts_of_an_article() -> None:
    found = verdicts(
        "Essex Police recorded 767 offences and Hampshire 1,199.",
        "Kent recorded 1,042.",
        "Bedfordshire had 118 of them.",
        _EARLIER_YEAR,
        headline=HEADLINE,
    )
    assert found["767"] == found["1,199"] == found["1,042"] == found["568"] == "agrees"
    assert found["118"] != "agrees"


def test_counts_of_the_year_that_is_named_keep_it() -> None:
    found = verdicts(
        "Essex Police recorded 568 offences and Hampshire 974.",
        "Bedfordshire recorded 118 and Derbyshire 301.",
        _EARLIER_YEAR,
        headline=HEADLINE,
    )
    assert found["568"] == found["974"] == found["118"] == "agrees"
    assert found["301"] != "agrees"


def test_a_base_of_a_change_since_a_year_is_no_sum() -> None:
    told = "The number in Essex has risen by a third since 2016/17, where there were {} crimes."
    assert verdicts(told.format(568), headline=HEADLINE)["568"] == "agrees"
    assert verdicts(told.format(767), headline=HEADLINE)["767"] == "differs"


_THREE = (
    fact("Hertfordshire", "2015/16", 340),
    fact("Hertfordshire", "2016/17", 309),
    fact("Hertfordshire", "2017/18", 301),
)


@pytest.mark.parametrize(
    ("told", "verdict"), [("11 per cent", "agrees"), ("3 per cent", "differs")]
)
def test_a_change_in_two_years_goes_back_both(told: str, verdict: str) -> None:
    found = checked(
        "Hertfordshire Constabulary recorded 301 offences in 2017/18, compared with 309 in 2016/17"
        f" and 340 in 2015/16 - a drop of {told} in two years.",
        headline=HEADLINE,
        facts=_THREE,
    )
    judged = {one.claim.phrase.text: one.judgement.verdict for one in found.checked}
    assert judged[told] == verdict


def test_a_count_risen_to_since_a_year_is_of_the_newer_one() -> None:
    told = "Offences were up by a third since last year (2016/17) to {} in Essex in 2017/18."
    assert verdicts(told.format(767), headline=HEADLINE)["767"] == "agrees"
    assert verdicts(told.format(568), headline=HEADLINE)["568"] != "agrees"
