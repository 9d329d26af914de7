"""What is made of counts that the article only rounds, and that the data do not hold."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Measure
from tests.figures.claims.making import claim, judged, pct
from tests.figures.claims.test_checking import checked

_OPENING = "Norfolk Police recorded {} child abuse image offences in 2017/18"


def _last(sentence: str) -> str:
    return checked(sentence).checked[-1].judgement.verdict


@pytest.mark.parametrize(
    ("count", "rate", "verdict"),
    [
        ("more than 3,200", "61 a week", "cannot_tell"),
        ("more than 3,201", "61 a week", "agrees"),
        ("more than 3,200", "62 a week", "cannot_tell"),
        ("almost 3,200", "60 a week", "cannot_tell"),
        ("more than 3,200", "80 a week", "differs"),
        ("3,200", "62 a week", "differs"),
        ("3,237", "62 a week", "agrees"),
    ],
)
def test_a_rate_of_a_round_count(count: str, rate: str, verdict: str):
    assert _last(f"{_OPENING.format(count)}, or {rate}.") == verdict


@pytest.mark.parametrize(
    ("count", "change", "verdict"),
    [
        ("more than 310", "57 per cent", "cannot_tell"),
        ("310", "57 per cent", "differs"),
        ("more than 310", "95 per cent", "differs"),
        ("more than 1,000", "800 per cent", "cannot_tell"),
        ("1,000", "800 per cent", "differs"),
        ("314", "57 per cent", "agrees"),
    ],
)
def test_a_change_of_a_round_count(count: str, change: str, verdict: str):
    sentence = f"{_OPENING.format(count)}, up from 200 in 2016/17, a rise of {change}."
    assert _last(sentence) == verdict


@pytest.mark.parametrize(("said", "verdict"), [(True, "differs"), (False, "cannot_tell")])
def test_counts_of_supposed_years_may_be_the_other_way_round(said: bool, verdict: str):
    own = {"earlier": 1966, "later": 1857}
    one = claim(
        Measure.CHANGE,
        pct("5.9%", "5.9"),
        "Norfolk",
        "2016/17 -> 2017/18",
        own=own,
        said=said,
        direction="up",
    )
    assert judged(one).verdict == verdict
