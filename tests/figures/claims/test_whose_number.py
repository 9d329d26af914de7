"""Of whom a number is: not of an area in an aside, of another body, of a town, or of the headline.

Most sentences stand in twins: the true number agrees, and that of the other area does not.
"""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

NEUTRAL = "Child abuse image offences on the rise, charity warns"
ESSEX = "Child abuse image offences rise in Essex"
LANCASHIRE = "Child abuse image offences in Lancashire"
WALES = "Wales: child abuse image offences"


def verdict(text: str, number: str, headline: str) -> str:
    """The verdict on the last claim with this number; empty where there is none."""
    found = [
        one.judgement.verdict
        for one in checked(text, headline=headline).checked
        if number in {one.claim.phrase.text, one.claim.phrase.number}
    ]
    return found[-1] if found else ""


ASIDES = (
    "Hertfordshire, which adjoins Essex, recorded N offences in 2017/18.",
    "Hertfordshire, which is smaller than Essex, recorded N offences in 2017/18.",
    "Hertfordshire Constabulary, which shares a helicopter with Essex, had N offences in 2017/18.",
    "Hertfordshire, on the border with Essex, had N offences in 2017/18.",
    "Hertfordshire, not far from Essex, had N offences in 2017/18.",
    "Hertfordshire, a neighbour of Essex, had N offences in 2017/18.",
    "Hertfordshire, whose chief constable once served in Essex, had N offences in 2017/18.",
    "Unlike Essex, Hertfordshire recorded N offences in 2017/18.",
    "Hertfordshire was well behind Essex with N offences in 2017/18.",
    "Hertfordshire came after Essex, recording N offences in 2017/18.",
    "Hertfordshire trailed Essex with N offences in 2017/18.",
    "Hertfordshire had fewer than Essex, with N offences in 2017/18.",
    "With N offences in 2017/18, Hertfordshire was behind Essex.",
    "Hertfordshire borders Essex and recorded N offences in 2017/18.",
    "Hertfordshire, with fewer people than Essex, recorded N offences in 2017/18.",
    "Hertfordshire did better than Essex in 2017/18, with N offences.",
    "Hertfordshire Police, in contrast with Essex Police, recorded N offences in 2017/18.",
    "It was Hertfordshire and not Essex that recorded N offences in 2017/18.",
    "Hertfordshire Police spoke to Essex Police after recording N offences in 2017/18.",
    "Hertfordshire's chief constable, a former Essex officer, said N offences were recorded.",
    "Across the border from Essex, in Hertfordshire, there were N offences in 2017/18.",
    "In Hertfordshire, as in Essex, police are worried: there were N offences in 2017/18.",
)


@pytest.mark.parametrize("text", ASIDES)
def test_an_area_in_an_aside_or_second_in_a_comparison_is_not_that_of_the_number(text: str):
    assert verdict(text.replace("N", "301"), "301", NEUTRAL) == "agrees"
    assert verdict(text.replace("N", "767"), "767", NEUTRAL) in {"differs", "cannot_tell"}


OWN = (
    ("Hertfordshire (301) was behind Essex (767) in 2017/18.", "767"),
    ("Hertfordshire recorded 301 offences in 2017/18, far behind Essex's 767.", "767"),
    ("Hertfordshire recorded 301 offences in 2017/18, behind Essex with 767.", "767"),
    ("Hertfordshire recorded 301 offences in 2017/18, behind Essex, which recorded 767.", "767"),
    ("Hertfordshire recorded 301 offences in 2017/18, neighbouring Essex 767.", "767"),
    ("Unlike Essex, where there were 767 offences, Kent had 1,042 in 2017/18.", "767"),
    ("Neighbouring Essex recorded 767 offences in 2017/18.", "767"),
)


@pytest.mark.parametrize(("text", "number"), OWN)
def test_a_number_right_at_the_other_area_is_its_own(text: str, number: str):
    assert verdict(text, number, NEUTRAL) == "agrees"


STRANGERS = (
    "Schools across Essex reported 767 offences in 2017/18.",
    "Magistrates in Essex heard 767 cases in 2017/18.",
    "The NHS in Essex recorded 767 cases in 2017/18.",
    "Essex County Council logged 767 offences in 2017/18.",
    "The National Crime Agency dealt with 767 offences in 2017/18.",
    "Some 767 offences were reported by teachers in Essex in 2017/18.",
    "French police recorded 767 offences in 2017/18.",
    "In Australia police recorded 767 offences in 2017/18.",
    "A neighbouring force recorded 767 offences in 2017/18.",
    "Another county recorded 767 offences in 2017/18.",
    "In one borough 767 offences were recorded in 2017/18.",
    "In rural areas the number rose by 35 per cent.",
    "In parts of the county the number rose by 35 per cent.",
    "In the town, 767 offences were recorded in 2017/18.",
    "The district's officers recorded 767 offences in 2017/18.",
    "Next door, 767 offences were recorded in 2017/18.",
    "Essex's neighbours recorded 767 offences in 2017/18.",
    "A force next to Essex recorded 767 offences in 2017/18.",
    "Every force except Essex recorded 767 offences in 2017/18.",
    "Each force recorded 767 offences in 2017/18.",
    "Both forces recorded 767 offences in 2017/18.",
    "In the rest of the country the number rose by 35 per cent.",
    "Elsewhere in the country the number rose by 35 per cent.",
    "The county next door recorded 767 offences in 2017/18.",
    "The force with the highest total recorded 767 offences in 2017/18.",
    "One of the smallest forces recorded 767 offences in 2017/18.",
    "Its sister force recorded 767 offences in 2017/18.",
    "Seven forces recorded 767 offences between them in 2017/18.",
    "On average, forces recorded 767 offences in 2017/18.",
    "In the worst-hit district the number rose by 35 per cent.",
    "In coastal towns the number rose by 35 per cent.",
    "Thirty forces that replied recorded 767 offences in 2017/18.",
    "Among the forces that gave figures for both years the number rose by 35 per cent.",
)


@pytest.mark.parametrize("text", STRANGERS)
def test_numbers_of_those_whom_the_data_do_not_hold_are_not_those_of_the_headline(text: str):
    number = "767" if "767" in text else "35 per cent"
    assert verdict(text, number, ESSEX) in {"cannot_tell", ""}


ORDINARY = (
    "One force, Essex Police, recorded 767 offences in 2017/18.",
    "In one county - Essex - there were 767 offences in 2017/18.",
    "Like many other forces, Essex Police saw a rise, recording 767 offences in 2017/18.",
    "Schools have been told to act after Essex Police recorded 767 offences in 2017/18.",
    "The council is worried that police recorded 767 offences in the county in 2017/18.",
    "Children all over the world are harmed. Essex Police recorded 767 offences in 2017/18.",
    "The force recorded 767 offences in 2017/18, more than most other forces.",
    "Essex Police, based in Chelmsford, recorded 767 offences in 2017/18.",
    "Essex Police, which covers Southend and Harlow, recorded 767 offences in 2017/18.",
    "Across the county there were 767 offences in 2017/18.",
    "Essex Police, one of 43 forces in England and Wales, recorded 767 offences in 2017/18.",
    "Kent recorded 1,042 offences in 2017/18, and Essex, just across the Thames from it, 767.",
    "Its total of 767 in 2017/18 was up from 568.",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_other_bodies_and_places_in_a_sentence_do_not_take_the_number_of_the_force(text: str):
    assert verdict(text, "767", ESSEX) == "agrees"


TOWNS = (
    "Police in Colchester recorded 767 offences in 2017/18.",
    "Officers in Chelmsford dealt with 767 offences in 2017/18.",
    "Essex Police figures show 767 offences in Basildon in 2017/18.",
    "Of the offences recorded by Essex Police in 2017/18, 767 were in Harlow.",
    "In Southend, Essex, there were 767 offences in 2017/18.",
    "Police in north Essex recorded 767 offences in 2017/18.",
)


@pytest.mark.parametrize("text", TOWNS)
def test_a_town_is_no_force_and_may_only_be_let_pass(text: str):
    one = next(
        each for each in checked(text, headline=ESSEX).checked if each.claim.phrase.text == "767"
    )
    assert one.judgement.verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Police in Kent and Essex recorded N offences in 2017/18.", "1,809", "767"),
        ("There were N offences in Kent and Essex in 2017/18.", "1,809", "767"),
        ("Essex Police and Kent Police recorded N offences in 2017/18.", "1,809", "1,042"),
        ("In Essex and Hertfordshire, N offences were recorded in 2017/18.", "1,068", "301"),
        ("The forces of Essex and Kent dealt with N offences in 2017/18.", "1,809", "1,042"),
        ("Kent, together with Essex, recorded N offences in 2017/18.", "1,809", "767"),
        ("Essex had 767, Kent 1,042 and Dorset 266 in 2017/18, N in total.", "2,075", "266"),
        (
            "It works in Kent and Essex. In the latter N offences were recorded in 2017/18.",
            "767",
            "1,042",
        ),
        ("Kent borders Essex. There, N offences were recorded in 2017/18.", "767", "1,042"),
    ],
)
def test_areas_that_are_joined_or_pointed_at_are_those_of_the_number(
    text: str, right: str, wrong: str
):
    assert verdict(text.replace("N", right), right, NEUTRAL) == "agrees"
    assert verdict(text.replace("N", wrong), wrong, NEUTRAL) in {"differs", "cannot_tell"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Essex and Kent recorded 767 and 1,042 offences in 2017/18.", ("767", "1,042")),
        (
            "Kent, Essex and Dorset logged 1,042, 767 and 266 offences in 2017/18.",
            ("1,042", "767", "266"),
        ),
        (
            "There were 767 offences in Essex and 301 in Hertfordshire, up from 568 and 309.",
            ("767", "301", "568", "309"),
        ),
    ],
)
def test_a_list_of_numbers_follows_the_list_of_areas(text: str, numbers: tuple[str, ...]):
    assert {verdict(text, number, NEUTRAL) for number in numbers} == {"agrees"}


def test_a_list_of_numbers_in_another_order_is_wrong():
    text = "Kent, Essex and Dorset logged 767, 1,042 and 266 offences in 2017/18."
    assert verdict(text, "767", NEUTRAL) != "agrees"
    assert verdict(text, "1,042", NEUTRAL) != "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "South Wales Police recorded 543 offences in 2017/18; the other three Welsh forces N.",
        "South Wales had 543 offences in 2017/18. The other three forces in Wales recorded N.",
    ],
)
def test_the_other_forces_of_a_nation_are_all_but_the_one_that_is_named(text: str):
    assert verdict(text.replace("N", "915"), "915", WALES) in {"agrees", ""}
    assert verdict(text.replace("N", "1,458"), "1,458", WALES) != "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "The chief of Essex Police said that 22,724 offences were recorded nationally in 2017/18.",
        "A branch in Essex said 22,724 such offences were recorded across the UK in 2017/18.",
        "The rise in Essex was part of a national trend that saw 22,724 offences in 2017/18.",
        "Essex Police recorded 767 of the 22,724 offences in 2017/18.",
    ],
)
def test_the_total_of_the_country_beside_a_force_is_that_of_the_country(text: str):
    assert verdict(text, "22,724", NEUTRAL) == "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Of the 22,724 offences across the UK in 2017/18, N were recorded in Essex.",
        "Of the UK's 22,724 offences in 2017/18, N - or three per cent - were in Essex.",
        "Across the UK 22,724 offences were recorded in 2017/18, of which N were in Essex.",
        "Of 22,724 offences in 2017/18, N were recorded by Essex Police.",
    ],
)
def test_the_part_of_a_total_that_an_area_has_is_the_areas_own_number(text: str):
    assert verdict(text.replace("N", "767"), "767", NEUTRAL) == "agrees"
    assert verdict(text.replace("N", "301"), "301", NEUTRAL) != "agrees"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "N of Welsh offences were recorded in South Wales in 2017/18.",
            "37 per cent",
            "74 per cent",
        ),
        (
            "South Wales accounted for N of all Welsh offences in 2017/18.",
            "37 per cent",
            "74 per cent",
        ),
        (
            "Essex had 767 offences in 2017/18. N UK offences was recorded in Essex.",
            "One in 30",
            "One in 9",
        ),
    ],
)
def test_the_share_of_an_area_in_a_nation_told_by_its_adjective(text: str, right: str, wrong: str):
    assert verdict(text.replace("N", right), right, NEUTRAL) == "agrees"
    assert verdict(text.replace("N", wrong), wrong, NEUTRAL) in {"differs", "cannot_tell"}


def test_a_rise_before_another_total_is_that_of_the_sentence_before():
    text = (
        "Lancashire Police recorded 674 offences in 2017/18, up from 591 in 2016/17. "
        "The N per cent rise came as the UK total rose to 22,724."
    )
    assert verdict(text.replace("N", "14"), "14 per cent", LANCASHIRE) == "agrees"
    assert verdict(text.replace("N", "23"), "23 per cent", LANCASHIRE) != "agrees"


@pytest.mark.parametrize("word", ["its first year", "its reckoning", "its messenger"])
def test_its_is_an_area_only_before_words_of_counting(word: str):
    text = f"Kent Police had 1,042 offences in 2017/18. In {word}, Essex had 767 in 2017/18."
    assert verdict(text, "767", NEUTRAL) == "agrees"


def test_the_force_for_an_area_is_that_of_the_area():
    text = "In 2017/18 there were 543 at South Wales Police and 373 by the force for North Wales."
    assert verdict(text, "373", WALES) == "agrees"


def test_a_word_that_only_ends_like_a_superlative_leaves_the_area_alone():
    text = "Gwent Police replied. The request found 1,458 such offences in Wales in 2017/18."
    assert verdict(text, "1,458", NEUTRAL) == "agrees"


def test_the_force_later_is_the_one_that_a_headline_is_about():
    headline = "Essex Police records more child abuse image offences than Hertfordshire"
    assert verdict("The force recorded 767 offences in 2017/18.", "767", headline) == "agrees"


def test_they_after_a_list_of_forces_are_all_of_them():
    text = "It asked the forces for Essex, Kent and Dorset. They recorded N offences in 2017/18."
    assert verdict(text.replace("N", "2,075"), "2,075", NEUTRAL) == "agrees"
    assert verdict(text.replace("N", "266"), "266", NEUTRAL) != "agrees"


def test_a_place_among_forces_outside_the_nation_is_no_place_in_the_nation():
    text = "Lancashire and Kent had more in 2017/18 than South Wales, which came third."
    assert verdict(text, "third", WALES) in {"cannot_tell", ""}


def test_the_total_of_some_of_the_forces_is_not_that_of_the_country():
    text = "Of the 43 forces, 30 that responded recorded 22,724 offences in 2017/18."
    assert verdict(text, "22,724", NEUTRAL) == "cannot_tell"


def test_forces_between_dashes_are_those_that_the_sentence_goes_on_with():
    text = (
        "The four forces - South Wales (543), North Wales (373), Dyfed-Powys (275) and Gwent (267) "
        "- recorded {} offences in 2017/18."
    )
    assert verdict(text.format("1,458"), "1,458", NEUTRAL) == "agrees"
    assert verdict(text.format("1,191"), "1,191", NEUTRAL) != "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "One force in Yorkshire saw child abuse image offences double in a year.",
        "Yorkshire: one force doubles its tally of child abuse image offences.",
    ],
)
def test_what_some_force_of_a_region_saw_is_not_said_of_the_region(text: str):
    found = checked(text, headline="").checked
    assert [one.judgement.verdict for one in found] == ["cannot_tell"]


def test_some_force_of_a_region_that_is_named_is_that_one():
    text = "One force in the north of England, North Yorkshire, saw image offences more than double"
    (found,) = checked(f"{text} in a year.", headline="Child abuse image offences").checked
    assert (found.claim.subject.name, found.judgement.verdict) == ("North Yorkshire", "agrees")


@pytest.mark.parametrize(
    "text",
    [
        "West Yorkshire had the most offences of the forces which gave numbers, {}, in 2017/18.",
        "Of the forces that gave figures, West Yorkshire recorded the most offences, {}.",
    ],
)
def test_the_first_of_those_that_answered_is_the_force_that_is_named(text: str):
    assert verdict(text.format("1,320"), "1,320", ESSEX) == "agrees"
    assert verdict(text.format("1,230"), "1,230", ESSEX) == "differs"


@pytest.mark.parametrize(
    "told",
    [
        "Officers at Essex's Basildon police station recorded 120 offences in 2017/18.",
        "Basildon had 120 offences and Essex as a whole 767.",
    ],
)
def test_a_station_of_a_town_and_a_town_beside_its_force_have_a_number_of_their_own(told: str):
    found = checked(told, headline="Child abuse image offences in Essex").checked
    town = next(one for one in found if one.claim.phrase.text == "120")
    assert (town.judgement.verdict, town.judgement.error_class) == ("cannot_tell", "not_in_data")


def test_an_area_told_between_an_aside_and_its_number_is_in_england_and_not_england():
    told = "Hertfordshire, in England, reported 301 offences in 2017/18, down from 309."
    found = checked(told, headline="Child abuse image offences").checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (("Essex had 767 offences in 2017/18, more than twice as many as Hertfordshire, and down by"
         " eight on the year before."), "eight"),
        (("Hampshire had 1,199 offences in 2017/18, more than four times as many as Bedfordshire,"
         " having had 118 the year before."), "118"),
        (("Essex had 767 offences in 2017/18, nearly four times as many as Bedfordshire, after an"
         " increase of 69 per cent."), "69 per cent"),
        (("Hampshire had 1,199 offences in 2017/18, more than Bedfordshire, with 82 more than the"
         " year before."), "82"),
        ("Kent's total in 2017/18 was more than Essex's, up by 199.", "199"),
    ],
)  # fmt: skip
def test_what_goes_on_behind_a_comparison_is_of_the_first_area(text: str, number: str):
    assert verdict(text, number, ESSEX) in {"differs", "cannot_tell"}


def test_a_number_right_behind_the_second_area_is_its_own():
    text = "Hampshire had 1,199 offences in 2017/18, many times as many as Bedfordshire, with 200."
    assert verdict(text, "200", ESSEX) == "agrees"
