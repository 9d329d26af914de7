"""What a sentence denies is no claim of the article; what it takes for granted is one."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding.said._denied import DENIED
from tests.figures.claims.telling import extracted


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Essex Police did not record 900 offences in 2017/18.", "900"),
        ("Essex Police has never recorded 900 offences in 2017/18.", "900"),
        ("It is not true that Essex Police recorded 900 offences in 2017/18.", "900"),
        ("Essex Police denied that it had recorded 900 offences in 2017/18.", "900"),
        (
            "The claim that offences in Essex rose by 90 per cent is false.",
            "90 per cent",
        ),
        ("Essex Police did not, as claimed, record 900 offences in 2017/18.", "900"),
        ("Nobody in Essex believed that police recorded 900 offences.", "900"),
        ("Essex stopped short of 900 offences in 2017/18.", "900"),
        ("Essex Police wrongly recorded 900 offences in 2017/18.", "900"),
        ("Offences in Essex hardly rose 35 per cent in 2017/18.", "35 per cent"),
        ("Nobody claims that there were 900 offences in Essex in 2017/18.", "900"),
        ("Offences in Essex didn\u2019t double in 2017/18.", "double"),
        ("Offences in Essex rose by 35 per cent in 2017/18, not 90 per cent.", "90 per cent"),
    ],
)
def test_a_number_that_is_denied_is_left_alone_with_the_reason(sentence, number):
    found = extracted(sentence)
    assert (number, DENIED) in [(one.text, one.why) for one in found.left_alone]
    assert number not in [one.phrase.text for one in found.claims]


@pytest.mark.parametrize(
    "sentence",
    [
        "Not all of the 767 offences recorded in Essex in 2017/18 led to a charge.",
        "Not only did Essex Police record 767 offences in 2017/18, it was late to say so.",
        "Essex Police, which did not respond at first, recorded 767 offences in 2017/18.",
        "Suffolk did not answer, but Essex Police recorded 767 offences in 2017/18.",
        "Few thought it possible, but Essex Police recorded 767 offences in 2017/18.",
        "The wrong people pay for this: Essex Police recorded 767 offences in 2017/18.",
        "Essex Police had not seen so many before, with 767 offences recorded in 2017/18.",
    ],
)
def test_a_number_beside_a_denial_of_something_else_is_still_claimed(sentence):
    assert "767" in [one.phrase.text for one in extracted(sentence).claims]
