"""Some of the offences are never all of them, by whatever words they are picked out."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding.counted._some_of import noted_in, some_only
from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences rise in Essex"


def _verdict(text: str, number: str) -> str:
    found = checked(text, headline=_HEADLINE).checked
    return next(one.judgement.verdict for one in found if one.claim.phrase.text == number)


@pytest.mark.parametrize("number", ["767", "700"])
@pytest.mark.parametrize(
    "text",
    [
        "Essex Police recorded {} undetected offences in 2017/18.",
        "Essex Police logged {} of the most serious child abuse image offences in 2017/18.",
        "There were {} category C offences in Essex in 2017/18.",
        "Essex Police recorded {} historical child abuse image offences in 2017/18.",
        "Essex Police dealt with {} gang-related offences in 2017/18.",
        "Essex Police recorded {} other offences in 2017/18.",
        "There were {} offences resulting in a conviction in Essex in 2017/18.",
        "Essex Police had {} offences connected with the dark web in 2017/18.",
        "Essex Police recorded {} offences by serial offenders in 2017/18.",
        "Essex Police recorded {} offences in care homes in 2017/18.",
        "In 2017/18 Essex Police had {} offences awaiting a decision.",
        "Essex Police recorded {} offences that have never been solved in 2017/18.",
        "Essex Police recorded {} offences where no offender was found in 2017/18.",
        "Essex Police recorded {} crimes of distributing indecent images in 2017/18.",
        "Essex Police recorded {} offences of possessing a prohibited image in 2017/18.",
        "Essex Police failed to log {} offences in 2017/18.",
        "Essex Police prevented {} offences in 2017/18.",
        "{} of the county's offences in 2017/18 took place on Snapchat.",
        "Many of the offences in Essex in 2017/18 - {} - were never solved.",
        "In {} of the cases in Essex in 2017/18 the child was known to the offender.",
        "Almost all of the offences in Essex, {}, were committed by adults in 2017/18.",
        "A computer was seized in {} cases in Essex in 2017/18.",
        "A caution followed in {} of the offences in Essex in 2017/18.",
        "Essex Police has a backlog of {} offences from 2017/18.",
        "Essex Police ignored {} offences in 2017/18.",
        "Essex Police recorded {} offences committed overseas in 2017/18.",
        "Essex Police opened {} investigations into child abuse images in 2017/18.",
        "Essex Police had {} reports from the public in 2017/18.",
    ],
)
def test_the_count_of_a_part_is_not_in_the_data(text: str, number: str):
    assert _verdict(text.format(number), number) == "cannot_tell"


@pytest.mark.parametrize("number", ["35 per cent", "60 per cent"])
@pytest.mark.parametrize(
    "text",
    [
        "Unsolved offences in Essex rose by {} in 2017/18.",
        "Offences leading to a charge rose by {} in Essex in 2017/18.",
        "The number of serious child abuse image offences in Essex rose by {} in 2017/18.",
    ],
)
def test_the_change_of_a_part_is_not_in_the_data(text: str, number: str):
    assert _verdict(text.format(number), number) == "cannot_tell"


def test_what_a_part_is_compared_with_is_that_part():
    text = "Essex Police recorded 767 unsolved offences in 2017/18, compared with 568 in 2016/17."
    assert _verdict(text, "568") == "cannot_tell"


@pytest.mark.parametrize(("number", "verdict"), [("767", "agrees"), ("900", "differs")])
@pytest.mark.parametrize(
    "text",
    [
        "Essex Police recorded {} separate offences in 2017/18.",
        "Essex Police logged {} alleged child abuse image offences in 2017/18.",
        "Essex Police recorded {} offences related to indecent images of children in 2017/18.",
        "Essex Police recorded {} offences linked to child abuse images in 2017/18.",
        "Essex Police recorded {} offences of viewing and sharing indecent images in 2017/18.",
        "Essex recorded {} offences involving indecent images in 2017/18, serious as they are.",
        "The number of offences in Essex stood at {} in 2017/18, in schools' own year.",
        "Essex Police recorded {} offences in 2017/18, leading to calls for action.",
        "The {} offences in Essex in 2017/18 led to calls for action.",
        "Essex Police recorded {} of these serious offences in 2017/18.",
        "There were {} offences in which images of children were shared in Essex in 2017/18.",
        "Essex Police received {} reports of such offences in 2017/18.",
    ],
)
def test_words_that_pick_nothing_out_leave_all_offences(text: str, number: str, verdict: str):
    assert _verdict(text.format(number), number) == verdict


@pytest.mark.parametrize(("number", "verdict"), [("164", "agrees"), ("150", "differs")])
def test_a_number_that_dropped_is_not_one_of_dropped_offences(number: str, verdict: str):
    text = f"The number of offences in Cambridgeshire dropped to {number} in 2017/18."
    assert _verdict(text, number) == verdict


def test_the_turns_of_a_part():
    assert some_only("Most of the offences in Essex \u2013 ", " \u2013 had victims of 15")
    assert some_only("That leaves ", " offences")
    assert some_only("", " of last year's reports were about children of ten")
    assert not some_only("", " of last year's reports came from Essex")
    assert some_only("Facebook and Snapchat, with ", " offences between them")
    assert some_only("In ", " cases the victim was two")
    assert not some_only("In ", " cases recorded by Essex Police")
    assert not some_only("", " of these offences were recorded in Essex")
    assert noted_in("An online element was noted in ", " of the offences") == "an online element"
    assert not noted_in("A rise was recorded in ", " forces")


@pytest.mark.parametrize("number", ["767", "63"])
def test_a_bare_number_after_a_mere_rate_is_a_rate(number: str):
    text = f"In 2016/17 Essex officers dealt with 47 offences a month. In 2017/18 it was {number}."
    assert _verdict(text, number) == "cannot_tell"


def test_a_bare_number_after_a_count_and_its_rate_is_a_count():
    text = "Essex recorded 767 offences in 2017/18, or two a day. In 2016/17 it was 568."
    assert _verdict(text, "568") == "agrees"
