"""A number that the text corrects, or only asks about, is told and not claimed."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding._counts import SUPPOSED
from beholden.figures.core.claims.finding.said._asked import ASKED
from beholden.figures.core.claims.finding.said._denied import DENIED
from beholden.figures.core.claims.finding.said._relevance import NOT_COUNTED
from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences rise in Essex"


def _told(text: str, number: str) -> str:
    """The verdict on a number, or why it was left alone."""
    found = checked(text, headline=_HEADLINE)
    for one in found.checked:
        if one.claim.phrase.text == number:
            return one.judgement.verdict
    return next(one.why for one in found.left_alone if one.text.endswith(number))


@pytest.mark.parametrize(
    "text",
    [
        "A previous version of this story stated that Essex recorded {} offences in 2017/18.",
        "Our report wrongly gave the Essex total as {} offences in 2017/18.",
        "The council mistakenly reported {} offences in Essex in 2017/18.",
        "Clarification: we said Essex Police recorded {} offences in 2017/18.",
        "Untrue claims on social media that Essex had {} offences in 2017/18 were shared widely.",
        "A report that Essex recorded {} offences in 2017/18 was inaccurate, the force said.",
        "The figure of {} offences for Essex in 2017/18 has since been withdrawn.",
        "The leaflet said Essex had {} offences in 2017/18, but the actual figure is 750.",
        "The force first put its total at {} offences in 2017/18 but has since revised it to 750.",
        "A councillor claimed Essex had {} offences in 2017/18. The correct number is 750.",
        "A councillor claimed Essex had {} offences in 2017/18. That is not true.",
        "We reported that Essex had {} offences in 2017/18. In fact, that is the figure for Kent.",
        "The Essex total was nowhere near {} offences in 2017/18.",
        "The force disputed the figure of {} offences in Essex in 2017/18.",
        "The Essex total of {} offences in 2017/18 was published in error.",
        "The council apologised for reporting {} offences in Essex in 2017/18.",
        "{} offences in Essex were never recorded in 2017/18.",
        "The number of offences in Essex in 2017/18 is no longer {}.",
        "Rather than the {} offences first announced, Essex had 750 in 2017/18.",
    ],
)
@pytest.mark.parametrize("number", ["767", "676"])
def test_a_number_that_the_text_corrects_is_left_alone_true_or_false(text: str, number: str):
    assert _told(text.format(number), number) in {DENIED, NOT_COUNTED}


@pytest.mark.parametrize("text", ["There was no {} rise in offences in Essex in 2017/18."])
@pytest.mark.parametrize("number", ["35 per cent", "60 per cent"])
def test_a_change_that_was_none_is_left_alone(text: str, number: str):
    assert _told(text.format(number), number) in {DENIED, NOT_COUNTED}


@pytest.mark.parametrize(("number", "verdict"), [("767", "agrees"), ("676", "differs")])
@pytest.mark.parametrize(
    "text",
    [
        "The MP wrongly said Essex had 900 offences in 2017/18, when the true figure was {}.",
        "Correction: Essex Police recorded {} offences in 2017/18, not 900 as we stated.",
        "The figure for Essex in 2017/18 should have been {} offences.",
        "Essex Police said it recorded {} offences in 2017/18. In fact, it was a record year.",
        "Essex Police recorded {} offences in 2017/18, but the true figure may be higher.",
        "Police reported {} offences in Essex in 2017/18. The real number of victims is unknown.",
        "Essex Police recorded {} offences in 2017/18. That is wrong, a councillor said, and sad.",
    ],
)
def test_the_right_number_and_mere_doubts_are_still_claimed(text: str, number: str, verdict: str):
    assert _told(text.format(number), number) == verdict


@pytest.mark.parametrize("number", ["767", "900"])
@pytest.mark.parametrize(
    "text",
    [
        "Did Essex Police see {} offences in 2017/18?",
        "Were there really {} offences in Essex in 2017/18?",
        "Is the number of offences in Essex {} in 2017/18?",
        "There were {} offences in Essex in 2017/18? Nonsense.",
        "There may have been {} offences in Essex in 2017/18.",
        "Essex Police is expected to have seen {} offences in 2017/18.",
        "There might have been {} offences in Essex in 2017/18.",
        "Essex Police ought to have logged {} offences in 2017/18.",
        "It is unclear whether Essex had {} offences in 2017/18.",
    ],
)
def test_what_is_asked_or_only_possible_is_left_alone(text: str, number: str):
    assert _told(text.format(number), number) in {ASKED, SUPPOSED, NOT_COUNTED}


@pytest.mark.parametrize(("number", "verdict"), [("767", "agrees"), ("900", "differs")])
@pytest.mark.parametrize(
    "text",
    [
        "Did you know that Essex Police recorded {} offences in 2017/18?",
        "Essex Police recorded {} offences in 2017/18. Did it have to?",
        "Offenders may be older now, but Essex Police recorded {} offences in 2017/18.",
    ],
)
def test_a_question_that_takes_its_number_for_granted_claims_it(
    text: str, number: str, verdict: str
):
    assert _told(text.format(number), number) == verdict
