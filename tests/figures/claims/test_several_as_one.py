"""Counts of several areas as one, and what is told of those areas and against them."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences in 2017/18"


def _verdicts(*text: str, headline: str = _HEADLINE) -> dict[str, str]:
    found = checked(*text, headline=headline).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (("Bedfordshire had 200, Hertfordshire 301 and Cambridgeshire 164. Taking the three"
         " counties as one"
         " there were {} offences."), "665", "656"),
        ("Kent recorded 1,042 and Essex 767. That comes to {} between them.", "1,809", "1,890"),
        (("In Lancashire the number rose to 674. Cheshire had 348, and the two counties together"
         " recorded {}"
         " crimes."), "1,022", "1,202"),
        ("West Yorkshire had 1,320 offences. Taken together, the four forces registered {}.",
         "3,093", "3,903"),
        (("Kent had 1,042. It is 275 more than Essex. Hampshire had 1,199. Add up all three, and"
         " you get {}."),
         "3,008", "3,080"),
    ],
)  # fmt: skip
def test_areas_told_together_have_their_sum(text: str, right: str, wrong: str):
    assert _verdicts(text.format(right))[right] == "agrees"
    assert _verdicts(text.format(wrong))[wrong] != "agrees"


def test_a_rough_sum_is_of_the_forces_that_an_article_names_if_they_are_as_many():
    rest = "Hampshire had 1,199, Kent 1,042 and Dorset 266."
    lead = "Three forces on the south coast recorded {} offences between them last year."
    assert _verdicts(lead.format("more than 2,500"), rest)["more than 2,500"] == "agrees"
    assert _verdicts(lead.format("more than 2,600"), rest)["more than 2,600"] != "agrees"
    more = f"{rest} Essex had 767."
    assert _verdicts(lead.format("more than 2,500"), more)["more than 2,500"] == "cannot_tell"


@pytest.mark.parametrize(
    "text",
    [
        "Kent, Essex and Hampshire work together. Both forces recorded 1,809 offences.",
        "Essex, Kent and an unnamed force had 1,809 between them.",
        "Essex and two other forces had 1,809 between them. Kent had 1,042.",
        "Two of the three Yorkshire forces had 2,703 offences.",
        "Bedfordshire had 200 and Hertfordshire 301. Between them they made 501 arrests.",
        ("Bedfordshire had 200 and Hertfordshire 301. Together that makes 501 for the whole of the"
        " East of England."),
        ("Bedfordshire had 200 in 2017/18 and Hertfordshire 301 in 2016/17. Together that makes"
        " 501."),
    ],
)  # fmt: skip
def test_of_some_of_them_of_something_else_or_of_more_it_is_none(text: str):
    found = _verdicts(text)
    assert "agrees" not in {found.get(one) for one in ("501", "2,703", "1,809")}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (("West Yorkshire had 1,320 offences. Taken together, the four forces registered 3,093, or"
         " {} a day."),
         "more than eight", "more than nine"),
        ("Kent and Essex recorded 1,809 between them, which is {} of the UK total.",
         "eight per cent", "nine per cent"),
    ],
)  # fmt: skip
def test_what_goes_on_from_a_sum_is_of_the_same_areas(text: str, right: str, wrong: str):
    told = {key: value for key, value in _verdicts(text.format(right)).items() if right in key}
    assert set(told.values()) == {"agrees"}
    told = {key: value for key, value in _verdicts(text.format(wrong)).items() if wrong in key}
    assert told
    assert "agrees" not in told.values()


def test_more_than_several_put_together_is_held_against_their_sum():
    told = (
        "Avon and Somerset, Gloucestershire and Wiltshire had 662. Devon and Cornwall had 829, {}"
        " more than"
        " the other three put together."
    )
    assert _verdicts(told.format(167))["167"] == "agrees"
    assert _verdicts(told.format(176))["176"] != "agrees"


def test_a_sum_is_never_the_false_number_of_one_of_its_areas():
    found = _verdicts("Essex had 767. Between them the five counties notched up 1,432 offences.")
    assert found["1,432"] == "cannot_tell"
