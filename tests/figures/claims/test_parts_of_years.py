"""Numbers of months that a sentence names: "in the first half of 2018", "in the same period"."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.naming.when import whens
from beholden.figures.core.periods import parse_period
from tests.figures.claims.making import fact
from tests.figures.claims.telling import DAY, year
from tests.figures.claims.test_checking import checked

_FACTS = tuple(
    fact("Essex", when, count)
    for when, count in (
        ("2016/17", 568), ("2017/18", 767), ("January to June 2018", 410),
        ("January to June 2017", 205), ("April to June 2018", 190),
    )
)  # fmt: skip
_GROOMING = "sexual_communication_with_child"
_HEADLINE = "Child abuse image offences in Essex"


def _verdicts(text: str, *before: str) -> dict[str, str]:
    found = checked(*before, text, facts=_FACTS, headline=_HEADLINE).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("the first half of 2018", "January to June 2018"),
        ("the second half of 2018", "July to December 2018"),
        ("the third quarter of 2018", "July to September 2018"),
        ("the last quarter of 2017", "October to December 2017"),
        ("the first six months of 2018", "January to June 2018"),
        ("the first half of 2017/18", "April to September 2017"),
    ],
)
def test_a_half_and_a_quarter_of_a_year_are_its_months(words: str, named: str):
    period = parse_period(named)
    assert period is not None
    assert [one.period for one in whens(f"In {words} it rose.")] == [period.period]


@pytest.mark.parametrize(
    "words",
    [
        "in the first six months of 2018",
        "in the first half of 2018",
        "in the first half of this year",
        "between January and June 2018",
        "in the six months to June 2018",
        "in the first six months of the new unit, from January to June 2018",
    ],
)
def test_a_count_is_of_the_months_that_its_sentence_names(words: str):
    assert _verdicts(f"Essex Police recorded 410 offences {words}.") == {"410": "agrees"}
    assert _verdicts(f"Essex Police recorded 411 offences {words}.") == {"411": "differs"}


def test_words_that_only_say_how_long_it_was_name_no_months():
    told = "In six months Essex Police recorded 410 offences."
    assert _verdicts(told) == {"410": "cannot_tell"}


@pytest.mark.parametrize(
    "words",
    [
        "in the same period the year before",
        "in the same period a year earlier",
        "in the same period in 2017",
        "in the same six months of 2017",
        "in the corresponding period of 2017",
    ],
)
def test_the_same_period_of_another_year_has_as_many_months(words: str):
    told = (
        f"Between January and June 2018 Essex Police recorded 410 offences, up from {{}} {words}."
    )
    assert _verdicts(told.format(205))["205"] == "agrees"
    assert _verdicts(told.format(568))["568"] != "agrees"


@pytest.mark.parametrize(
    "told",
    [
        "Essex Police recorded 410 offences in the first half of 2018, {} the first half of 2017.",
        "In the first half of 2018 Essex had 410 offences, {} the same period a year earlier.",
        "In January to June 2018 offences in Essex rose by 100 per cent.",
    ],
)
def test_a_change_of_months_is_on_the_same_months(told: str):
    found = _verdicts(told.format("a rise of 100 per cent on"))
    assert found["100 per cent"] == "agrees"


def test_a_change_without_months_is_that_of_the_months_that_the_text_compares():
    told = (
        "Offences in Essex doubled within a year.",
        "Essex had 410 offences from January to June 2018, and 205 in the same months of 2017.",
    )
    found = checked(*told, facts=_FACTS, headline=_HEADLINE).checked
    assert (year(found[0].claim), found[0].judgement.verdict) == (
        "1 January 2017 to 30 June 2017 to 1 January 2018 to 30 June 2018",
        "agrees",
    )


def test_months_after_a_law_begin_with_it():
    facts = (fact("Essex", "April 2017 to September 2018", 160, _GROOMING),)
    told = (
        "In the 18 months after the offence of sexual communication with a child came in, Essex "
        "Police recorded {} of them."
    )
    headline = "Offences of sexual communication with a child in Essex"
    for number, verdict in ((160, "agrees"), (161, "cannot_tell")):
        found = checked(told.format(number), facts=facts, headline=headline, published=DAY)
        counts = [one for one in found.checked if one.claim.phrase.text == str(number)]
        assert counts[0].judgement.verdict in {verdict, "differs"}
        assert (counts[0].judgement.verdict == "agrees") is (number == 160)


def test_a_quarter_more_is_no_quarter_of_a_year():
    told = "In 2017/18 the number in Essex was 767, up by over a third (35 per cent) from 568."
    assert _verdicts(told)["35 per cent"] == "agrees"
    up = "In Essex it was 767 in 2017/18, up by more than a quarter (35 per cent) from 568."
    assert _verdicts(up)["35 per cent"] == "agrees"


def test_years_of_another_kind_are_not_meant_where_the_data_have_those_supposed():
    facts = (
        *_FACTS, fact("Essex", "July 2016 to June 2017", 500),
        fact("Essex", "July 2017 to June 2018", 820),
    )  # fmt: skip
    found = checked(
        "In the year to June 2018 Essex Police recorded 820 offences.",
        facts=facts, headline="Child abuse image offences in Essex up by 35 per cent",
    ).checked  # fmt: skip
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]
