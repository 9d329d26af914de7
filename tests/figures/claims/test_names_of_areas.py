"""Areas under names that mean something only in their article, in these data, or in a headline."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_CAIO = "child abuse image offences"
_FACTS = (
    *PUBLISHED,
    fact("Brent", "2017/18", 193),
    fact("Metropolitan Police", "2017/18", 2_100),
    fact("East of England region", "2017/18", 2_717),
    fact("North East region", "2017/18", 1_182),
    fact("North West region", "2017/18", 1_977),
    fact("Northern Ireland", "2017/18", 1_182),
    fact("England total", "2017/18", 8_506),
    fact("UK total", "2015/16", 20_000),
)


def _found(*texts: str, headline: str = "Crimes recorded by police") -> dict[str, Checked]:
    told = [one.replace("CAIO", _CAIO) for one in texts]
    found = checked(*told, headline=headline.replace("CAIO", _CAIO), facts=_FACTS).checked
    return {one.claim.phrase.text: one for one in found}


def _who(found: dict[str, Checked], number: str) -> tuple[str, str]:
    return found[number].claim.subject.name, found[number].judgement.verdict


@pytest.mark.parametrize("said", ["Brent", "the borough", "this borough"])
def test_a_borough_for_which_the_data_hold_numbers_is_an_area_of_its_own(said: str):
    found = _found(f"In 2017/18 there were 193 CAIO in {said}.", headline="CAIO in Brent")
    assert _who(found, "193") == ("Brent", "agrees")


def test_a_borough_for_which_the_data_hold_none_is_a_part_of_its_force():
    found = _found("In 2017/18 there were 193 CAIO in Camden.", headline="CAIO in Camden")
    assert _who(found, "193") == ("Metropolitan Police", "cannot_tell")


@pytest.mark.parametrize(
    "between",
    ["In the UK there were 22,724.", "All forces across the country were asked.", "It was a lot."],
)
def test_the_region_is_the_one_that_was_named_whatever_is_said_of_the_country(between: str):
    first = "The East of England had more CAIO than ever in 2017/18."
    last = "According to the region's police forces 2,717 CAIO were recorded in 2017/18."
    assert _who(_found(first, between, last), "2,717") == ("East of England", "agrees")


def test_the_region_of_one_force_is_its_own_though_the_country_was_named_last():
    found = _found(
        "Essex Police recorded 767 CAIO in 2017/18. Across the UK there were 22,724.",
        "Across the region 2,717 were recorded.",
    )
    assert _who(found, "2,717") == ("East of England", "agrees")


def test_the_north_is_no_country_and_no_sea():
    found = _found(
        "Police in the North recorded three CAIO a day in 2017/18.",
        "All forces across the country were asked.",
        "Forces in this region recorded 1,182 CAIO in 2017/18.",
    )
    assert found[f"three {_CAIO} a day"].claim.subject.name == "North"
    assert _who(found, "1,182") == ("North East", "agrees")
    sea = _found("In 2017/18 Essex, on the North Sea, recorded 767 CAIO.")
    assert _who(sea, "767") == ("Essex", "agrees")


def test_the_north_of_an_article_on_northern_ireland_is_that():
    found = _found(
        "In 2017/18 police in the North recorded 1,182 CAIO.", "The PSNI covers Northern Ireland."
    )
    assert _who(found, "1,182") == ("Northern Ireland", "agrees")


@pytest.mark.parametrize(
    "islands",
    [
        "and the Channel Islands", "and Jersey", ", the Isle of Man and the Channel Islands",
        "and Guernsey and Jersey",
    ],
)  # fmt: skip
def test_nations_listed_with_the_islands_are_no_islands(islands: str):
    nations = f"England, Wales, Northern Ireland {islands}".replace(" ,", ",")
    found = _found(f"All forces in {nations} recorded 22,724 CAIO in 2017/18.")
    assert found["22,724"].claim.subject.key == "group:uk"
    assert found["22,724"].judgement.verdict == "cannot_tell"
    fewer = _found("Forces in England, Wales and the Channel Islands had 22,724 CAIO in 2017/18.")
    assert fewer["22,724"].judgement.verdict == "cannot_tell"


def test_the_islands_alone_are_nobody_that_the_data_hold():
    found = _found("The Channel Islands recorded 22,724 CAIO in 2017/18.")
    assert _who(found, "22,724") == ("Channel Islands", "cannot_tell")


@pytest.mark.parametrize(
    ("headline", "area"),
    [
        ("Sixty CAIO Are Reported To Police Every Day", "United Kingdom"),
        ("More Victims Tell Police Of CAIO Every Day", "United Kingdom"),
    ],
)
def test_a_headline_in_capitals_makes_no_force_of_its_verbs(headline: str, area: str):
    found = _found("There were 22,724 offences in 2017/18.", headline=headline)
    assert found["22,724"].claim.subject.name == area
    found = _found("It was a lot.", headline="767 CAIO Are Recorded By Ruritania Police")
    assert found["767"].claim.subject.name == "Ruritania Police"


def test_an_article_that_names_one_area_below_its_beginning_is_of_that():
    found = _found(
        "Police have new numbers.", "They are high.", "On average two CAIO a day were recorded.",
        "In 2017/18 Essex Police recorded 767.", "Essex is not alone.",
        "Across the UK there were 22,724.",
    )  # fmt: skip
    assert _who(found, f"On average two {_CAIO} a day") == ("Essex", "agrees")


def test_a_large_number_of_nobody_is_that_of_a_nation_named_below_which_has_it():
    first = "The only report of the UK is out. In 2017/18 police recorded 8,506 CAIO."
    assert _who(_found(first, "The minister for England was told."), "8,506") == (
        "England", "agrees",
    )  # fmt: skip
    assert _who(_found(first), "8,506")[1] != "agrees"


def test_a_borough_beside_one_that_the_data_hold_stays_a_part_of_its_force():
    found = _found("In 2017/18 there were 193 CAIO in Camden, and more in Brent.")
    assert _who(found, "193") == ("Metropolitan Police", "cannot_tell")


def test_where_a_charity_works_ends_before_the_next_area_that_is_listed():
    found = _found(
        "The NSPCC, which asked forces in Hampshire, and Essex, found 767 CAIO in 2017/18."
    )
    assert _who(found, "767") == ("Hampshire", "cannot_tell")


def test_a_paragraph_that_begins_with_a_nation_is_not_headed_by_it():
    found = _found("Wales is one of four nations. The national total was 22,724 CAIO in 2017/18.")
    assert _who(found, "22,724") == ("United Kingdom", "agrees")
