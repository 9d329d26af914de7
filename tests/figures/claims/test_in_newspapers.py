"""Turns of phrase that newspapers use for these figures, each as a true and a false story."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.telling import year
from tests.figures.claims.test_checking import PUBLISHED, checked

_OFFENCES = "child abuse image offences"
_CALENDAR = (
    fact("Nottinghamshire", "2013", 51),
    fact("Nottinghamshire", "2015", 79),
    fact("UK total", "2013", 4530),
    fact("UK total", "2015", 10818),
)


def _claims(*told: str, headline: str = "Police figures", calendar: bool = False) -> list[Checked]:
    texts = [one.replace("CAIO", _OFFENCES) for one in told]
    facts = _CALENDAR if calendar else PUBLISHED
    found = checked(*texts, facts=facts, headline=headline.replace("CAIO", _OFFENCES))
    return list(found.checked)


def _only(found: list[Checked], number: str) -> Checked:
    return next(one for one in found if one.claim.phrase.text == number)


@pytest.mark.parametrize(
    ("number", "verdict"), [("more than 1,300", "agrees"), ("more than 1,400", "differs")]
)
def test_a_sum_over_areas_in_a_list_and_over_years(number: str, verdict: str):
    told = (
        f"In all, {number} CAIO have been recorded by police in Hertfordshire, Bedfordshire and "
        "Cambridgeshire in the last two years."
    )
    found = _only(_claims(told), number)
    assert (found.judgement.verdict, year(found.claim)) == (verdict, "2016/17 to 2017/18")


@pytest.mark.parametrize(
    ("number", "verdict"), [("69 per cent", "agrees"), ("66 per cent", "differs")]
)
@pytest.mark.parametrize("opening", ["That is", "This was", "It is"])
def test_a_change_that_points_at_the_two_counts_before_it(opening: str, number: str, verdict: str):
    found = _claims(
        "Bedfordshire recorded 118 CAIO in 2016/17 and 200 in 2017/18.",
        f"{opening} an increase of {number} on the previous year.",
    )
    assert _only(found, number).judgement.verdict == verdict


@pytest.mark.parametrize("words", ["the year from 2017 to 2018", "the year 2017 to 2018"])
def test_a_year_told_by_its_two_calendar_years(words: str):
    found = _claims(f"In {words} Leicestershire Police recorded 411 CAIO.")
    assert [(year(one.claim), one.judgement.verdict) for one in found] == [("2017/18", "agrees")]


def test_all_forces_are_the_country():
    found = _claims(
        "The number of CAIO in the county rose from 51 in 2013 to 79 in 2015.",
        "Figures from all 45 police forces show a rise from 4,530 in 2013 to 10,818 in 2015.",
        headline="CAIO in Nottinghamshire rise",
        calendar=True,
    )
    assert [one.judgement.verdict for one in found] == ["agrees"] * 4


@pytest.mark.parametrize(("number", "verdict"), [("55%", "agrees"), ("50%", "differs")])
def test_three_years_are_those_that_the_article_names(number: str, verdict: str):
    found = _claims(
        f"The number of CAIO in Nottinghamshire has increased by {number} in just three years.",
        "It rose from 51 in 2013 to 79 in 2015.",
        headline="Nottinghamshire",
        calendar=True,
    )
    claim = _only(found, number)
    assert (claim.judgement.verdict, year(claim.claim)) == (verdict, "2013 to 2015")


@pytest.mark.parametrize(
    ("number", "verdict"), [("33 per cent", "agrees"), ("44 per cent", "differs")]
)
def test_a_change_between_counts_of_two_sentences(number: str, verdict: str):
    found = _claims(
        "Police in Kent dealt with 6,238 cases of sexting in 2014/15.",
        f"In the year before the tally was 4,681, so it is up by {number}.",
        headline="Sexting in Kent",
    )
    assert _only(found, number).judgement.verdict == verdict


@pytest.mark.parametrize(
    "words",
    ["over those five years", "in these three years", "in that decade", "during that decade"],
)
def test_a_span_that_is_pointed_at_is_not_the_last_year(words: str):
    found = _claims(f"The number of CAIO in Essex rose by 35 per cent {words}.")
    assert _only(found, "35 per cent").judgement.verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("one child every 23 minutes", "cannot_tell"), ("one offence every 23 minutes", "agrees"),
     ("a child every 23 minutes", "cannot_tell"), ("one victim every 23 minutes", "cannot_tell")],
)  # fmt: skip
def test_what_a_rate_is_equivalent_to(words: str, verdict: str):
    found = _claims(f"UK police recorded 22,724 CAIO in 2017/18, the equivalent of {words}.")
    assert found[-1].judgement.verdict == verdict


@pytest.mark.parametrize(
    "words", ["alone among", "the only one of", "the first of", "one of few in"]
)
def test_whom_somebody_is_alone_among_is_not_meant(words: str):
    found = _claims(
        f"Hertfordshire Constabulary was {words} the UK forces to see a drop in CAIO, from 309 in"
        " 2016/17 to 301 in 2017/18."
    )
    counts = [one for one in found if one.claim.kind == "total"]
    assert [one.judgement.verdict for one in counts] == ["agrees", "agrees"]


@pytest.mark.parametrize(
    "dateline",
    ["LONDON, Sept. 13 - ", "London, Sept 13, 2018 (Reuters) - ", "LONDON (AP) \u2014 "],
)
def test_where_an_agency_writes_is_no_area_and_its_day_no_count(dateline: str):
    told = f"{dateline}British police logged a CAIO every {{}} minutes in 2017/18."
    (true,) = _claims(told.format(23), headline="")
    (false,) = _claims(told.format(32), headline="")
    assert (true.claim.subject.key, true.judgement.verdict) == ("group:uk", "agrees")
    assert false.judgement.verdict != "agrees"


@pytest.mark.parametrize("opening", ["Essex (Police) - ", "ESSEX - ", "Essex, 2017/18 - "])
def test_an_area_that_opens_a_line_is_that_of_its_number(opening: str):
    (found,) = _claims(f"{opening}767 CAIO were recorded in 2017/18.", headline="")
    assert found.claim.subject.name == "Essex"


def test_the_name_of_a_society_is_no_offence():
    told = "The National Society for the Prevention of Cruelty to Children counted 22,724 CAIO"
    found = _claims(f"{told} in the UK in 2017/18, up from the 18,522 of 2016/17.")
    assert {one.judgement.verdict for one in found} == {"agrees"}


@pytest.mark.parametrize("rose", ["jumped", "soared", "rose", "shot up", "leapt"])
@pytest.mark.parametrize("link", ["and", "while"])
def test_what_is_an_areas_own_rises_in_any_word(rose: str, link: str):
    told = f"CAIO in North Yorkshire rose from 286 to 611, {link} Bedfordshire's {rose} by {{}}."
    assert _only(_claims(told.format("69%")), "69%").judgement.verdict == "agrees"
    assert _only(_claims(told.format("96%")), "96%").judgement.verdict == "differs"


def test_totals_that_range_from_one_to_another_are_of_two_areas_and_one_year():
    told = "The ten largest CAIO totals ranged from {} in Hampshire down to 200 in Bedfordshire"
    found = _claims(f"{told.format('1,199')} in 2017/18.")
    numbers = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert (numbers["1,199"], numbers["200"]) == ("agrees", "agrees")
    assert "ten" not in numbers
    false = _claims(f"{told.format('1,919')} in 2017/18.")
    assert _only(false, "1,919").judgement.verdict != "agrees"


def test_a_change_between_dashes_is_that_of_the_area_before_it():
    told = "Bedfordshire \u2013 up {} \u2013 Cheshire (54%) and Essex (35%) had sharp rises in CAIO"
    assert _only(_claims(told.format("69%")), "69%").judgement.verdict == "agrees"
    assert _only(_claims(told.format("54%"), headline=""), "54%").judgement.verdict == "differs"


def test_so_many_on_an_average_day_is_a_rate():
    told = (
        "South Yorkshire recorded 772 CAIO in 2017/18, with more than {} logged on an average day"
    )
    for number, verdict in (("two", "agrees"), ("three", "differs")):
        found = _claims(told.format(number))
        assert found[-1].judgement.verdict == verdict
