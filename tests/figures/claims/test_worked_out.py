"""Numbers that areas told nearby add up to, lie apart, have gained or have a part in.

Each in words that no other rule knows, beside a number that is wrong.
"""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Measure
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

HEADLINE = "Child abuse image offences in 2017/18"
ESSEX = "Child abuse image offences in Essex"
WEST = (
    fact("Avon and Somerset+Gloucestershire+Wiltshire", "2017/18", 662),
    fact("Avon and Somerset", "2017/18", 370),
    fact("Devon and Cornwall", "2017/18", 829),
    fact("Dorset", "2017/18", 266),
)


def told(*text: str, headline: str = HEADLINE, west: bool = False) -> dict[str, str]:
    facts = WEST if west else PUBLISHED
    found = checked(*text, headline=headline, facts=facts).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Adding the answers of Kent, Essex and Hampshire gives {} offences.", "3,008", "3,080"),
        ("Kent had 1,042 offences and Essex 767. Put the two counties together and it is {}.",
         "1,809", "1,890"),
        (("Kent had 1,042 offences, Essex 767 and Hampshire 1,199. Add up the trio and you reach"
          " {}."), "3,008", "1,966"),
    ],
)  # fmt: skip
def test_a_sum_in_any_words_is_one_of_the_areas_told_last(text: str, right: str, wrong: str):
    assert told(text.format(right))[right] == "agrees"
    assert told(text.format(wrong))[wrong] != "agrees"


def test_a_sum_of_a_region_is_not_one_of_some_of_its_forces():
    rows = "North Yorkshire had 611, West Yorkshire 1,320 and South Yorkshire 772."
    assert told(rows, "Add them up and it makes 2,703.")["2,703"] == "agrees"
    assert told(rows, "Add them up and the region had 2,703.")["2,703"] != "agrees"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (("Essex had 767 offences. Kent, with 1,042, had {} more than its neighbour across the"
          " water."), "275", "257"),
        ("Kent had 1,042 offences. Along the coast in Essex the number was 767, or {} fewer.",
         "275", "257"),
    ],
)  # fmt: skip
def test_what_lies_between_two_areas_is_told_of_the_one_named_before(
    text: str, right: str, wrong: str
):
    assert "agrees" in {v for n, v in told(text.format(right)).items() if n.startswith(right)}
    assert "agrees" not in {v for n, v in told(text.format(wrong)).items() if n.startswith(wrong)}


def test_more_and_fewer_are_not_the_same():
    text = "Essex had 767 offences. Kent, with 1,042, had 275 {} than its neighbour over the water."
    found = {way: told(text.format(way)) for way in ("more", "fewer")}
    assert found["more"].get("275 more", found["more"].get("275")) == "agrees"
    assert "agrees" not in {v for n, v in found["fewer"].items() if n.startswith("275")}


def test_so_many_off_the_total_is_a_fall_of_the_area_told_last():
    text = "Cambridgeshire recorded 164 offences in 2017/18. So that's {} off the total."
    assert told(text.format(45))["45"] == "agrees"
    assert told(text.format(54))["54"] != "agrees"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Only North Wales, with {} offences, stands out.", "373", "337"),
        ("Kent, which recorded {}, was well ahead.", "1,042", "1,024"),
    ],
)
def test_a_number_beside_an_area_is_its_own(text: str, right: str, wrong: str):
    lead = "Essex recorded 767 offences in 2017/18, up from 568 in 2016/17."
    assert told(lead, text.format(right), headline=ESSEX)[right] == "agrees"
    assert told(lead, text.format(wrong), headline=ESSEX)[wrong] != "agrees"


def test_a_number_of_an_older_year_is_none_of_now():
    text = ("Essex recorded 767 offences and Kent 1,042 in 2017/18.", "Bedfordshire had 118.")
    assert told(*text)["118"] != "agrees"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Kent, Essex and Hampshire had 3,008 between them. Kent alone made up {} of the 3,008.",
         "35%", "53%"),
        ("Across the UK 22,724 were recorded. Here we had {} of the national total.",
         "3.4 per cent", "4.3 per cent"),
    ],
)  # fmt: skip
def test_a_part_is_one_of_the_count_or_the_whole_that_the_words_tell(
    text: str, right: str, wrong: str
):
    lead = "Essex recorded 767 offences in 2017/18."
    assert told(lead, text.format(right), headline=ESSEX)[right] == "agrees"
    assert told(lead, text.format(wrong), headline=ESSEX)[wrong] != "agrees"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            '"Our detectives are recording {} of these offences each week," she said.',
            "about 15",
            "about 25",
        ),
        ("More than two every day, or {} a week.", "nearly 15", "nearly 25"),
    ],
)
def test_how_often_is_told_of_ones_own_area(text: str, right: str, wrong: str):
    lead = "Essex Police recorded 767 offences in 2017/18."
    found = told(lead, text.format(right), headline=ESSEX)
    assert "agrees" in {v for n, v in found.items() if n.startswith(right)}
    found = told(lead, text.format(wrong), headline=ESSEX)
    assert "agrees" not in {v for n, v in found.items() if n.startswith(wrong)}


@pytest.mark.parametrize(
    "text",
    [
        "Kent and Essex had 1,809 arrests between them.",
        "Kent, Essex and an unnamed force make 1,809 offences together.",
        "Kent and Essex recorded 1,809 offences each.",
        "Two of the four forces had 1,809 offences together.",
    ],
)
def test_of_something_else_or_of_some_it_is_no_sum(text: str):
    assert told(text).get("1,809") != "agrees"


def test_one_offence_every_so_often_is_no_count_of_one():
    text = (
        "One child abuse image offence was recorded by police in Essex every {} hours in 2017/18."
    )
    right, wrong = told(text.format(11)), told(text.format(21))
    assert "agrees" in {v for n, v in right.items() if "11" in n}
    assert "agrees" not in {v for n, v in wrong.items() if "21" in n}


def test_what_an_area_is_only_compared_with_has_not_its_rise():
    text = (
        "South Wales had 543 offences in 2017/18.",
        "This is more than twice as many as in Gwent and an increase of {} on the year before.",
    )
    right, wrong = (told(text[0], text[1].format(many)) for many in ("15", "51"))
    assert right["15"] == "agrees"
    assert wrong["51"] != "agrees"


# Several forces that the data have one number for


@pytest.mark.parametrize(
    ("text", "right", "wrong", "arithmetic"),
    [
        ("The South West recorded {} offences in 2017/18.", "1,757", "1,575", "662 + 829 + 266"),
        ("Gloucestershire and Wiltshire had {} offences between them in 2017/18.", "292", "229",
         "662 - 370"),
    ],
)  # fmt: skip
def test_a_group_is_pieced_together_of_what_is_held(
    text: str, right: str, wrong: str, arithmetic: str
):
    found = checked(text.format(right), headline=HEADLINE, facts=WEST).checked
    judged = {one.claim.phrase.text: one.judgement for one in found}[right]
    assert judged.verdict == "agrees"
    assert arithmetic in judged.reason
    # It confirms, and accuses nobody: the two may have been counted on different days.
    assert told(text.format(wrong), west=True)[wrong] == "cannot_tell"


def test_without_one_of_the_others_nothing_is_pieced_together():
    facts = WEST[:1]
    text = "Gloucestershire and Wiltshire had 292 offences between them in 2017/18."
    found = checked(text, headline=HEADLINE, facts=facts).checked
    assert [one.judgement.verdict for one in found] == ["cannot_tell"]


def test_a_sum_is_told_with_the_measure_it_is():
    text = "Essex had 767 offences. Kent, with 1,042, had 275 more than its neighbour across water."
    found = checked(text, headline=HEADLINE).checked
    measures = {one.claim.phrase.text: one.claim.measure for one in found}
    assert measures.get("275 more", measures.get("275")) is Measure.OF_OTHER
