"""Numbers whose words name nothing are heard again by the data, and never where they are false."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

_TOLD = (
    "Cheshire Police recorded 348 child abuse image offences in 2017/18, up from 226 in 2016/17.",
    "Lancashire had 674 offences, up from 591.",
)


def _verdict(text: str, number: str) -> str:
    found = checked(*_TOLD, text, headline="Child abuse image offences rise in Cheshire").checked
    return next(
        (one.judgement.verdict for one in found if number in one.claim.phrase.text), "no claim"
    )


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Lancashire is {} ahead of us.", "326", "362"),
        ("Nationally the increase was {}.", "23%", "32%"),
    ],
)
def test_a_number_that_names_nothing_agrees_only_where_it_is_true(
    text: str, right: str, wrong: str
) -> None:
    assert _verdict(text.format(right), right) == "agrees"
    assert _verdict(text.format(wrong), wrong) != "agrees"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The number of bicycles in Lancashire rose by 83.", "83"),
        ("The staff survey showed an increase of 54%.", "54%"),
    ],
)
def test_what_names_another_thing_is_not_heard_again(text: str, number: str) -> None:
    assert _verdict(text, number) != "agrees"
