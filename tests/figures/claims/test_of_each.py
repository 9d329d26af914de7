"""A number said of each of several areas: true of every one of them, or false."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import verdicts

_OFFENCES = "child abuse image offences"


@pytest.mark.parametrize(
    "text",
    [
        "{} recorded {} CAIO apiece in 2017/18.",
        "{} recorded {} CAIO each in 2017/18.",
        "{} each recorded {} CAIO in 2017/18.",
        "Both {} recorded {} CAIO in 2017/18.",
        "In both {} there were {} CAIO in 2017/18.",
        "{} both recorded {} CAIO in 2017/18.",
        "Police in {} all recorded {} CAIO in 2017/18.",
    ],
)
@pytest.mark.parametrize(
    ("areas", "number", "verdict"),
    [
        ("Hertfordshire and Derbyshire", "301", "agrees"),
        ("Hertfordshire and Derbyshire", "602", "differs"),
        ("Hampshire and Essex", "767", "differs"),
        ("Essex and Hampshire", "767", "differs"),
        ("Essex and Hampshire", "1,966", "differs"),
    ],
)
def test_it_is_true_of_all_or_it_differs(text: str, areas: str, number: str, verdict: str):
    told = text.format(areas, number).replace("CAIO", _OFFENCES)
    assert verdicts(told, headline="Police figures") == {number: verdict}


@pytest.mark.parametrize(
    "text",
    [
        "The four Welsh forces recorded 1,458 CAIO apiece in 2017/18.",
        "Britain's 45 forces recorded 22,724 CAIO each in 2017/18.",
        "Each force in the UK recorded 22,724 CAIO in 2017/18.",
    ],
)
def test_a_total_is_not_the_number_of_each_member(text: str):
    found = verdicts(text.replace("CAIO", _OFFENCES), headline="Police figures")
    assert set(found.values()) == {"differs"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Essex and Hampshire recorded a total of 1,966 CAIO in 2017/18.", ("a total of 1,966",)),
        ("Essex had 64 CAIO each month in 2017/18.", ("64 CAIO each month",)),
        ("Both Hampshire and Essex saw CAIO rise, to 1,199 and 767.", ("1,199", "767")),
        (
            "Essex recorded 767 CAIO in 2017/18, Hertfordshire and Derbyshire 301 each.",
            ("767", "301"),
        ),
    ],
)
def test_other_words_mean_one_area_or_all_as_one(text: str, numbers: tuple[str, ...]):
    found = verdicts(text.replace("CAIO", _OFFENCES), headline="Police figures")
    assert found == {one.replace("CAIO", _OFFENCES): "agrees" for one in numbers}
