"""Names in an area's place that nobody here knows: none of them is the United Kingdom."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked


@pytest.mark.parametrize(
    "text",
    [
        "In Exampleton, police recorded 22,724 offences in 2017/18.",
        "The US recorded 22,724 offences in 2017/18.",
        "In 2017/18 the US recorded 22,724 offences.",
        "The European Union recorded 22,724 offences in 2017/18.",
        "France recorded 22,724 offences in 2017/18.",
        "In New York, 22,724 offences were recorded in 2017/18.",
        "Toronto police recorded 22,724 offences in 2017/18.",
        "But Jersey recorded 22,724 offences in 2017/18.",
        "Essex, Connecticut recorded 767 offences in 2017/18.",
    ],
)
def test_a_place_that_no_data_hold_is_not_the_country(text: str):
    (one,) = checked(text, headline="Child abuse image offences on the rise").checked
    assert one.judgement.verdict == "cannot_tell"
    assert one.claim.subject.key.startswith("other:")


@pytest.mark.parametrize(
    "text",
    [
        "In Britain, police recorded 22,724 offences in 2017/18.",
        "Officers recorded 22,724 offences in 2017/18.",
        "The UK recorded 22,724 offences in 2017/18.",
        "Nationally police recorded 22,724 offences in 2017/18.",
    ],
)
def test_words_with_a_capital_that_name_no_area_leave_the_country(text: str):
    (one,) = checked(text, headline="Child abuse image offences on the rise").checked
    assert one.judgement.verdict == "agrees"


def test_a_place_is_named_without_the_word_before_it():
    text = "In Jersey reported cases of these offences rose by 33% in 2017/18."
    found = checked(text, headline="Child abuse image offences on the rise").checked
    assert [one.claim.subject.name for one in found] == ["Jersey"]


def test_greater_london_is_london():
    text = "In greater London 2,991 child abuse image offences were recorded in 2017/18."
    (one,) = checked(text, headline="Child abuse image offences on the rise").checked
    assert one.claim.subject.name == "Metropolitan Police"
