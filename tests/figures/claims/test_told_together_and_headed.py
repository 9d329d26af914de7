"""Areas told together, counts told the wrong way round, and headlines that say a verb last.

Each true number agrees, and another one in the same words does not.
"""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

HEADLINE = "Child abuse image offences on the rise"
LIST = "In 2017/18 Essex recorded 767 offences, Kent 1,042, Hampshire 1,199 and Bedfordshire 200."
SIX = LIST.replace(
    "and Bedfordshire 200", "Bedfordshire 200, Derbyshire 301 and Cambridgeshire 164"
)


def told(*text: str, headline: str = HEADLINE) -> dict[str, str]:
    """The verdict on each number."""
    found = checked(*text, headline=headline).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (f"{LIST} Hertfordshire had 301. The four forces recorded {{}}.", "3,208", "2,742"),
        (f"{LIST} Derbyshire did not reply. The four forces together had {{}}.", "3,208", "2,741"),
        (f"{LIST} All four together made {{}}.", "3,208", "3,280"),
        (f"{SIX} All six together made {{}}.", "3,673", "3,208"),
        (f"{SIX} Together, the six forces had {{}}.", "3,673", "3,763"),
        (f"{SIX} All six combined came to {{}}.", "3,673", "3,663"),
    ],
)
def test_so_many_forces_are_those_whose_counts_were_told_in_one_sentence(
    text: str, right: str, wrong: str
):
    assert told(text.format(right))[right] == "agrees"
    assert told(text.format(wrong))[wrong] in {"differs", "cannot_tell"}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Kent and Hampshire had {}, almost a tenth of the 22,724 recorded nationwide.",
         "2,241", "1,042"),
        ("Kent and Hampshire alone had {}, practically one in ten of the 22,724 nationwide.",
         "2,241", "2,141"),
    ],
)  # fmt: skip
def test_a_share_behind_a_count_makes_it_no_list_of_two(text: str, right: str, wrong: str):
    found = told(text.format(right))
    assert found[right] == "agrees"
    assert "differs" not in found.values()
    assert told(text.format(wrong))[wrong] in {"differs", "cannot_tell"}


def test_two_counts_or_percentages_of_two_areas_are_still_told_in_turn():
    text = (
        "Kent and Hampshire recorded 1,042 and 1,199. "
        "Essex and Hampshire went up by 35 and 23 per cent."
    )
    assert set(told(text).values()) == {"agrees"}


@pytest.mark.parametrize("number", ["26", "35"])
def test_a_fall_between_counts_told_the_wrong_way_round_differs_and_says_so(number: str):
    text = f"Offences in Essex went from 767 to 568, a {number} per cent fall."
    (one,) = [
        each
        for each in checked(text, headline=HEADLINE).checked
        if each.claim.phrase.text == f"{number} per cent"
    ]
    assert (one.judgement.verdict, one.judgement.error_class) == ("differs", "direction")
    assert "The article has 767 and then 568." in one.judgement.reason


@pytest.mark.parametrize(
    ("headline", "verdict"),
    [
        ("Image offences in North Yorkshire double", {"double": "agrees"}),
        ("Image offences in Essex double", {"double": "differs"}),
        ("Child abuse image offences in North Yorkshire treble", {"treble": "differs"}),
        ("Child abuse image offences in West Yorkshire top 1,300", {"1,300": "agrees"}),
        ("Child abuse image offences in Hampshire top 1,200", {"1,200": "differs"}),
        ("Child abuse image offences pass 22,000", {"22,000": "agrees"}),
    ],
)
def test_a_headline_whose_area_stands_before_its_verb_is_read(
    headline: str, verdict: dict[str, str]
):
    assert told("Police want more help from parents.", headline=headline) == verdict


def test_the_top_of_a_list_counts_nothing():
    assert told("Police want more help.", headline="The top 100 child abuse image forces") == {}


def test_a_headline_on_a_place_that_is_no_area_says_nothing_of_the_offences():
    text = "Essex Police recorded 767 child abuse image offences in 2017/18."
    assert told(text, headline="Abuse cases in court double") == {"767": "agrees"}


def test_a_count_of_two_areas_that_goes_on_with_its_rise_is_of_both():
    text = "Essex and Hertfordshire had {} in 2017/18, 191 more than the year before."
    assert told(text.format("1,068")) == {"1,068": "agrees", "191": "agrees"}
    assert "agrees" not in told(text.format("767").replace("191", "199")).values()
