"""Numbers held against another: one that was revised, that of an area beside it, or of several.

Each true number agrees, and another one in the same words does not.
"""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

HEADLINE = "Child abuse image offences on the rise"


def told(text: str, *, headline: str = HEADLINE) -> dict[str, str]:
    """The verdict on each number."""
    found = checked(text, headline=headline).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


REVISED = (
    "The UK total of 22,724 in 2017/18 was N higher than the revised 18,574 in 2016/17.",
    "The UK recorded 22,724 offences in 2017/18, up from a revised 18,574. It was N higher.",
    "Compared with 18,574 in 2016/17, the UK's 22,724 was N higher.",
    "Set against the revised 18,574 for 2016/17, the UK's 22,724 was N higher.",
    "Against the restated figure of 18,574 for 2016/17, the UK's 22,724 was N higher.",
)


@pytest.mark.parametrize("text", REVISED)
def test_a_count_is_held_against_a_revised_one_as_against_any(text: str):
    right = told(text.replace("N", "4,150"))
    assert set(right.values()) == {"agrees"}
    assert len(right) == 3
    assert told(text.replace("N", "4,510"))["4,510"] == "differs"


def test_an_earlier_count_of_a_later_release_is_held_against_the_later_year_the_right_way():
    text = "Police in the UK recorded 22,724 offences in 2017/18, {} from 18,574."
    assert told(text.format("up"))["18,574"] == "agrees"
    assert told(text.format("down"))["18,574"] == "differs"


WITH = (
    ("With Gloucestershire and Wiltshire, the total of Avon and Somerset was {} in 2017/18.",
     "662", "626"),
    ("Including Kent, the total for Essex was {} in 2017/18.", "1,809", "1,890"),
    ("Together with Kent and Hampshire, the figure for Essex was {} in 2017/18.", "3,008", "3,080"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), WITH)
def test_a_total_with_others_is_that_of_them_all(text: str, right: str, wrong: str):
    assert told(text.format(right)) == {right: "agrees"}
    assert told(text.format(wrong)) == {wrong: "differs"}


def test_an_area_that_a_sentence_opens_with_is_not_added_to_another_without_a_total():
    text = "With Essex in second place, the total of Kent was 1,042 in 2017/18."
    assert told(text) == {"1,042": "agrees"}


BESIDE = (
    ("In 2017/18 West Yorkshire's total is 1,320 and Kent's is {} lower.", "278", "287"),
    ("In 2017/18 West Yorkshire had 1,320 offences and Kent {} fewer.", "278", "344"),
    ("Essex recorded 767 offences in 2017/18; that of Hertfordshire was {} lower.", "466", "8"),
    ("Essex's total in 2017/18 is 767, while Hampshire's figure is {} higher.", "432", "225"),
)


@pytest.mark.parametrize(("text", "right", "wrong"), BESIDE)
def test_by_how_many_an_area_is_above_the_one_beside_it_is_no_change(
    text: str, right: str, wrong: str
):
    assert told(text.format(right))[right] == "agrees"
    assert told(text.format(wrong))[wrong] == "differs"


def test_in_a_row_of_such_it_is_of_the_only_area_that_gives_it():
    text = "In 2017/18 Kent had 1,042 offences; Essex had 275 fewer, and Hampshire {} more."
    assert told(text.format(157)) == {"1,042": "agrees", "275": "agrees", "157": "agrees"}
    assert told(text.format(175))["175"] == "cannot_tell"


def test_a_revised_number_whose_year_is_not_said_is_left_open():
    text = "The UK's 22,724 in 2017/18 was, by the revised {}, 4,150 higher."
    assert told(text.format("18,574"))["18,574"] == "cannot_tell"
    plain = "The UK recorded 18,574 offences in 2017/18."
    assert told(plain)["18,574"] == "differs"


def test_a_first_number_is_held_against_as_a_revised_one():
    text = "In 2017/18 the UK total was 22,724. Measured against the first 18,522 it was {} higher."
    assert set(told(text.format("4,202")).values()) == {"agrees"}
    assert told(text.format("4,150"))["4,150"] == "differs"
    assert told(text.format("4,220"))["4,220"] == "differs"


EARLIER = (
    ("West Yorkshire had 1,320 offences in 2017/18, and the year before {} fewer.", "344", "434"),
    ("Essex recorded 767 offences in 2017/18; in 2016/17 it had {} fewer.", "199", "119"),
    ("Dyfed-Powys had 275 in 2017/18 and in the previous year {} more.", "88", "78"),
)


@pytest.mark.parametrize(("text", "right", "wrong"), EARLIER)
def test_by_how_many_the_year_before_was_lower_is_a_rise(text: str, right: str, wrong: str):
    assert told(text.format(right))[right] == "agrees"
    assert told(text.format(wrong))[wrong] == "differs"
    turned = text.replace("fewer", "less").replace("more", "fewer").replace("less", "more")
    assert told(turned.format(right))[right] == "differs"


@pytest.mark.parametrize(
    "lead", ["a year in which there were only", "the year with", "when it had"]
)
def test_a_number_behind_the_year_that_is_compared_with_is_of_that_year(lead: str):
    text = (
        f"Essex recorded 767 offences in 2017/18. That is up 156% on 2013/14, {lead} {{}} crimes."
    )
    facts = (*PUBLISHED, fact("Essex", "2013/14", 300))
    for number, verdicts in (("300", {"agrees"}), ("568", {"differs", "cannot_tell"})):
        found = checked(text.format(number), facts=facts, headline=HEADLINE).checked
        (one,) = [each for each in found if each.claim.phrase.number == number]
        assert one.judgement.verdict in verdicts


@pytest.mark.parametrize(
    "text",
    [
        "The rise in Hampshire was N of that in Essex.",
        "The rise in Hampshire was N of the rise in Essex.",
    ],
)
def test_a_part_of_another_rise_is_a_multiple_of_it(text: str):
    assert told(text.replace("N", "two thirds")) == {"two thirds": "agrees"}
    assert told(text.replace("N", "a third")) == {"a third": "differs"}
    assert told(text.replace("N", "66 per cent"))["66 per cent"] == "agrees"
