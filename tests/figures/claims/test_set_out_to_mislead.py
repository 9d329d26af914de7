"""Sentences written to mislead the readings by other words: none of their numbers agrees."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_SERIES = (
    ("child_cruelty_and_neglect_offences", "West Mercia", 354),
    ("online sexual offences against children", "Merseyside", 164),
    ("confirmed extortion reports", "Kent", 176),
    ("child_image_offences", "Gwent", 402),
    ("nspcc_helpline_referrals", "Wales total", 2_494),
    ("childline counselling sessions about online abuse", "UK total", 3_122),
)
_FACTS = tuple(
    fact(area, "2017/18", number, f"other:{name}", series_name=name)
    for name, area, number in _SERIES
)


@pytest.mark.parametrize(
    ("number", "headline", "text"),
    [
        ("354", "Cruelty and neglect of children in West Mercia", text)
        for text in (
            "West Mercia Police recorded 354 burglaries in 2017/18.",
            "West Mercia Police recorded 354 offences of neglect of animals in 2017/18.",
            "West Mercia Police recorded 354 offences of child abduction in 2017/18.",
            "West Mercia Police recorded 354 knife crimes in 2017/18.",
            "West Mercia Police recorded 354 repeat offences of neglect in 2017/18.",
            "West Mercia Police recorded 354 offences in 2017/18 in which a child died of neglect.",
            "West Mercia Police solved 354 offences of child cruelty in 2017/18.",
            "West Mercia Police closed 354 cases in 2017/18 in which children were neglected.",
        )
    ]
    + [
        ("164", "Sexual offences against children in Merseyside", text)
        for text in (
            "In 2017/18 police in Merseyside recorded 164 offences of stalking over the internet.",
            "In 2017/18 police in Merseyside failed to solve 164 such crimes on the internet.",
        )
    ]
    + [
        ("176", "Extortion in Kent", text)
        for text in (
            "In 2017/18 Kent Police confirmed 176 arrests over extortion.",
            "In 2017/18 Kent Police confirmed 176 reports of blackmail of companies.",
        )
    ]
    + [
        ("402", "Image offences in Gwent", text)
        for text in (
            "In 2017/18 Gwent Police recorded 402 photo thefts.",
            "In 2017/18 Gwent Police recorded 402 revenge porn image offences.",
        )
    ]
    + [
        ("2,494", "Helpline concerns in Wales", text)
        for text in (
            "In 2017/18 the helpline took 2,494 calls in Wales that it did not refer.",
            "The RSPCA helpline dealt with 2,494 calls in Wales in 2017/18, which it referred.",
        )
    ]
    + [
        ("3,122", "Online abuse and Childline", text)
        for text in (
            "In 2017/18 Childline held 3,122 counselling sessions about exams.",
            "In 2017/18 Childline held 3,122 counselling sessions about online gambling.",
        )
    ],
)
def test_what_a_headline_alone_names_is_not_what_a_sentence_counts(
    number: str, headline: str, text: str
):
    found = checked(text, headline=headline, facts=_FACTS).checked
    assert number not in _agreeing(found)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("122", "Cheshire recorded 348 offences. Its drop in offences was 122."),
        ("122", "Cheshire recorded 348 offences, a fall of 35 per cent \u2013 122 offences."),
        ("225", "Hampshire had 1,199 offences. A petition was signed by 225."),
        ("225", "Hampshire had 1,199 offences. The increase among girls was 225."),
        ("225", "Hampshire had 1,199 offences. The increase in Portsmouth comes to 225."),
        ("122", "The rise in cases charged in Cheshire comes to 122."),
        ("122", "In Cheshire the figures were 122."),
        ("122", "Cheshire's offences rose by 54 per cent. Ours is 122."),
        ("45", "Hertfordshire has 2,000 officers. Cambridgeshire had 45 fewer."),
        ("967", "Essex had 767, Bedfordshire 200. London had 967, more than the two combined."),
        ("1,432", ("Essex had 767, Bedfordshire 200, Hertfordshire 301 and Cambridgeshire 164."
         " Norfolk, Suffolk and the four together had 1,432.")),
        ("1,432", ("Essex had 767, Bedfordshire 200, Hertfordshire 301 and Cambridgeshire 164."
         " All six forces of the East of England together had 1,432.")),
        ("1,809", ("Hampshire had 1,199. Kent had 1,042 and Essex 767. Together, the South East"
         " recorded 1,809 offences.")),
        ("more than 2,500", ("Hampshire had 1,199, Kent 1,042 and Dorset 266. The three forces of"
         " the south coast, Sussex among them, recorded more than 2,500 offences.")),
    ],
)  # fmt: skip
def test_what_went_the_other_way_or_is_of_more_or_less_is_none(number: str, text: str):
    found = checked(text, headline="Child abuse image offences in 2017/18").checked
    assert number not in _agreeing(found)


@pytest.mark.parametrize(
    "text",
    [
        "Lancashire made up three per cent of that rise.",
        "Lancashire's share of the national police budget is three per cent.",
        "Lancashire contributes three per cent of the national economy.",
        "Some three per cent of those responsible live here.",
        "About three per cent of those went to court in Lancashire.",
        "About three per cent of those detectives are based here.",
        "Knife crime rose as well; three per cent of that was recorded in Lancashire.",
        "Gangs here are responsible for three per cent of those.",
    ],
)
def test_a_share_of_other_things_is_none_that_an_area_has(text: str):
    lead = f"Across the UK the number rose to 22,724. {text}"
    headline = "Lancashire child abuse image offences in 2017/18"
    assert "three per cent" not in str(_agreeing(checked(lead, headline=headline).checked))


def _agreeing(found: tuple[Checked, ...]) -> list[str]:
    return [one.claim.phrase.text for one in found if one.judgement.verdict == "agrees"]
