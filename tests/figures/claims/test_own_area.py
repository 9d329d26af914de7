"""What is open of whom the text spoke last may be of the area that the article is mostly about."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.test_checking import checked

_CHESHIRE = (
    "Cheshire Police recorded 348 child abuse image offences in 2017/18, up from 226.",
    "Lancashire had 674 offences, up from 591.",
    "Across the UK there were 22,724 offences.",
)


def _told(text: str) -> dict[str, Checked]:
    found = checked(*_CHESHIRE, text, headline="Child abuse image offences rise in Cheshire")
    return {one.claim.phrase.text: one for one in found.checked}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ('"{} more offences mean more children kept safe," a councillor said.', "122", "212"),
        ("A councillor said that there had been {} of these offences in two years.", "574", "475"),
        ("An increase of {} in 12 months!", "54 per cent", "45 per cent"),
    ],
)
def test_a_number_that_is_just_that_of_the_articles_own_area(
    text: str, right: str, wrong: str
) -> None:
    found = _told(text.format(right))[right]
    assert found.judgement.verdict == "agrees"
    assert "this is the number of Cheshire" in found.judgement.reason
    assert _told(text.format(wrong))[wrong].judgement.verdict != "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Lancashire had 122 more.",
        "Nationally there were 122 more.",
        "The year before it was 226.",
    ],
)
def test_a_sentence_that_names_another_or_goes_on_is_not_of_it(text: str) -> None:
    found = [one for one in _told(text).values() if one.claim.sentence == text]
    assert all("number of Cheshire" not in one.judgement.reason for one in found)


def test_between_two_areas_with_as_many_numbers_neither_is_the_articles_own() -> None:
    told = (
        "Cheshire Police recorded 348 child abuse image offences in 2017/18, up from 226.",
        "Lancashire Police recorded 674 offences in 2017/18, up from 591.",
        "Across the UK there were 22,724 offences.",
        "A councillor said that there had been 574 of these offences in two years.",
    )
    found = checked(*told, headline="Child abuse image offences rise in the North West").checked
    last = next(one for one in found if one.claim.phrase.text == "574")
    assert last.judgement.verdict != "agrees"


@pytest.mark.parametrize(("number", "verdict"), [("326", "agrees"), ("236", "differs")])
def test_how_many_more_another_area_had_than_the_articles_own(number: str, verdict: str) -> None:
    """Lancashire itself had 83 more than in the year before."""
    told = _told(f"It is no comfort that Lancashire had {number} more offences.")
    assert told[number].judgement.verdict == verdict
    own = _told("It is no comfort that Lancashire had 83 more offences.")
    assert own["83"].judgement.verdict == "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Kent Police recorded 1,042 offences. It was 122 more than the year before.",
        "Kent Police recorded 1,042 offences. There were 574 in two years.",
        "Suffolk recorded 300 offences. That was a rise of 54 per cent.",
        "In Avon and Somerset there were 370 offences. Over two years 574 were recorded.",
        "Kent Police recorded 1,042 offences. Numbers are up by 54 per cent.",
        "A year later Lancashire had 326 more offences.",
        "In 2017/18 Lancashire had 326 more offences.",
        "There were 574 in two years.",
    ],
)
def test_what_goes_on_with_another_force_is_not_of_the_articles_own(text: str) -> None:
    found = _told(text)
    own = {"122", "574", "54 per cent", "326"}
    assert not any(
        one.judgement.verdict == "agrees" for number, one in found.items() if number in own
    )
