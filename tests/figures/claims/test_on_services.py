"""Shares of the offences on one service are claims that the data do not hold."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked


def _verdicts(text: str) -> dict[str, str]:
    found = checked(text, headline="Child abuse image offences rise in Essex").checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


def test_every_share_of_a_list_of_services_is_found():
    text = (
        "Where forces knew, half of the offences were on Snapchat \u2013 12 per cent on Instagram, "
        "eight per cent on Facebook \u2013 and WhatsApp (6%) came last."
    )
    told = dict.fromkeys(("12 per cent", "eight per cent", "6%"), "cannot_tell")
    assert told.items() <= _verdicts(text).items()


@pytest.mark.parametrize("number", ["43 per cent", "9 per cent"])
def test_where_a_service_was_used_is_found(number: str):
    text = f"Where the platform was known, Snapchat was used in {number} of instances."
    assert _verdicts(text) == {number: "cannot_tell"}


@pytest.mark.parametrize("number", ["3%", "5%"])
def test_a_share_on_a_service_is_not_the_share_of_an_area(number: str):
    # Essex has 767 of the 22,724 of the United Kingdom, which is 3 per cent.
    text = f"Essex Police said that of all UK offences in 2017/18 some were on WhatsApp ({number})."
    facts = (*PUBLISHED, fact("UK total", "2017/18", 22724))
    found = checked(text, headline="Child abuse image offences in Essex", facts=facts).checked
    assert "agrees" not in [one.judgement.verdict for one in found]


@pytest.mark.parametrize("number", ["120", "90"])
def test_cases_that_are_not_said_again_are_a_part(number: str):
    text = (
        f"In 300 cases in Essex in 2017/18 the victim was ten, and in {number} no older than four."
    )
    assert _verdicts(text)[number] == "cannot_tell"
