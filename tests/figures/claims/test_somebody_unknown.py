"""A change told of somebody unknown is not confirmed by the numbers of the article's own force."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

_ESSEX = "Essex Police recorded 767 child abuse image offences in 2017/18, up from 568."


def _told(text: str) -> dict[str, str]:
    found = checked(_ESSEX, text, headline="Child abuse image offences rise in Essex").checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The neighbouring force saw a rise of 35 per cent.", "35 per cent"),
        ("The rest of the region saw a rise of 199.", "199"),
        ("The typical rise was 35 per cent.", "35 per cent"),
        ("In no other county was the rise bigger than 35 per cent.", "35 per cent"),
        ("Half of all forces saw a rise of more than a third.", "more than a third"),
        ("Internationally they grew by 35 per cent.", "35 per cent"),
        ("In Ireland the rise was 35 per cent.", "35 per cent"),
    ],
)
def test_a_change_of_nobody_that_is_known_does_not_agree(text: str, number: str) -> None:
    assert _told(text).get(number) != "agrees"


def test_a_neighbouring_force_that_is_named_is_known() -> None:
    assert _told("The neighbouring force, Kent, recorded 1,042 offences.")["1,042"] == "agrees"
