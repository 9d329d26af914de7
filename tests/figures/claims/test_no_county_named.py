"""Areas that are smaller than the country are never the country: a named one, or none."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked, verdicts

_OFFENCES = "child abuse image offences"


@pytest.mark.parametrize(
    "who",
    [
        "The county's force", "The force", "Our local force", "The city's police",
        "Police in the county", "The region's forces", "The constabulary",
    ],
)  # fmt: skip
def test_the_countys_number_is_nobodys_where_no_county_is_named(who: str):
    text = f"{who} recorded 22,724 {_OFFENCES} in 2017/18, up 23 per cent."
    assert set(verdicts(text, headline="Police figures").values()) == {"cannot_tell"}


def test_the_countys_number_is_that_of_the_county_that_is_named():
    text = f"The county's force recorded 767 {_OFFENCES} in 2017/18, up 35 per cent."
    found = verdicts(text, headline="Police figures of Essex")
    assert found == {"767": "agrees", "35 per cent": "agrees"}


@pytest.mark.parametrize("name", ["Great Britain", "mainland Britain", "GB"])
@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Police figures", "Across {} 22,724 CAIO were recorded in 2017/18, up 23 per cent."),
        ("Police figures", "CAIO rose by 23 per cent in {}, to 22,724 in 2017/18."),
        ("Offences across {}", "There were 22,724 CAIO in 2017/18, up 23 per cent."),
    ],
)
def test_great_britain_is_not_the_united_kingdom(name: str, headline: str, text: str):
    told = text.format(name).replace("CAIO", _OFFENCES)
    found = verdicts(told, headline=headline.format(name))
    assert set(found.values()) == {"cannot_tell"}


@pytest.mark.parametrize(
    "name", ["Britain", "the United Kingdom of Great Britain and Northern Ireland", "the UK"]
)
def test_the_united_kingdom_has_other_names(name: str):
    text = f"Police in {name} recorded 22,724 {_OFFENCES} in 2017/18."
    assert verdicts(text, headline="Police figures") == {"22,724": "agrees"}


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (("568", "2016"), ("767", "2017"), "agrees"),
        (("568", "2017"), ("767", "2018"), "agrees"),
        (("568", "2017"), ("767", "2017"), "cannot_tell"),
        (("568", "2016"), ("568", "2017"), "cannot_tell"),
        (("767", "2018"), ("767", "2017"), "cannot_tell"),
    ],
)
def test_a_rounded_year_is_read_in_one_way(
    first: tuple[str, str], second: tuple[str, str], verdict: str
):
    told = [
        f"Essex Police recorded {number} {_OFFENCES} in {year}." for number, year in (first, second)
    ]
    found = checked(*told, headline="Police figures").checked
    assert [one.judgement.verdict for one in found] == [verdict, verdict]


@pytest.mark.parametrize("who", ["In the county", "Across the county", "In our county"])
@pytest.mark.parametrize("number", ["767", "776"])
def test_the_county_is_the_only_one_that_an_article_names_later(who: str, number: str):
    found = checked(
        f"{who} police recorded {number} {_OFFENCES} in 2017/18.",
        *["The charity has asked for more help."] * 3,
        "For Essex the figures of the year before were 568.",
        headline="Offences on the rise",
    ).checked
    assert [one.claim.subject.name for one in found] == ["Essex", "Essex"]
    verdict = "agrees" if number == "767" else "differs"
    assert found[0].judgement.verdict == verdict


def test_the_county_is_nobody_where_an_article_names_two():
    found = checked(
        f"In the county police recorded 301 {_OFFENCES} in 2017/18.",
        *["The charity has asked for more help."] * 3,
        "For Essex the figure of the year before was 568, and for Kent 900.",
        headline="Offences on the rise",
    ).checked
    assert found[0].judgement.verdict == "cannot_tell"
