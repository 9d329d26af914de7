"""What newspaper sentences count."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.claims.naming.what import whats
from beholden.figures.core.offences import (
    CLASS_86,
    IIOC_TOTAL,
    POSSESSION,
    SEXUAL_COMMUNICATION,
    TAKE,
)


def series(text: str) -> list[str]:
    return [one.series for one in whats(text)]


@pytest.mark.parametrize(
    "text",
    [
        "child abuse image offences",
        "child sexual abuse image crimes",
        "child-abuse-image offences",
        "Indecent image offences",
        "INDECENT IMAGES OFFENCES",
        "online child abuse imagery crimes",
        "offences involving indecent images of children",
        "crimes relating to indecent images of children",
        "offences that involve an indecent image of a child",
        "offences of possessing, sharing and making indecent images of children",
        "crimes for viewing and sharing child sexual abuse images",
        "image offences",
        "image-related crimes",
    ],
)
def test_offences_about_images_of_children_go_by_many_names(text):
    (found,) = whats(text)
    assert found.series == IIOC_TOTAL
    assert found.text == text
    assert [found.people, found.generic, found.images] == [False] * 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("possession of indecent images of children", POSSESSION),
        ("offences of possessing indecent images of children", POSSESSION),
        ("making or taking indecent photographs of children", TAKE),
        ("obscene publications offences", CLASS_86),
        ("online grooming offences", SEXUAL_COMMUNICATION),
        ("grooming crimes", SEXUAL_COMMUNICATION),
        ("sexual communication with a child", SEXUAL_COMMUNICATION),
        ("Sexual Communication with a Child offences", SEXUAL_COMMUNICATION),
        ("offences of sexual communication with a child", SEXUAL_COMMUNICATION),
        ("sexual offences against children", "other:child sexual offences"),
        ("child sexual offences", "other:child sexual offences"),
        ("child abuse offences", "other:child abuse offences"),
        ("sexual communication offences", SEXUAL_COMMUNICATION),
        ("child exploitation offences", "other:child abuse offences"),
        ("knife crimes", "other:other offences"),
    ],
)
def test_other_offences_are_other_series(text, expected):
    assert series(text) == [expected]


def test_images_without_an_offence_are_marked():
    (found,) = whats("found with indecent images of children")
    assert (found.series, found.images) == (IIOC_TOTAL, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("over 78,000 URLs confirmed as containing child sexual abuse images", "other:urls"),
        ("78,000 web addresses", "other:urls"),
        ("nearly 25,000 people sought help", "other:helpline contacts"),
        ("1,500 calls to the charity's helpline", "other:helpline contacts"),
        ("Childline counselling sessions", "other:counselling sessions"),
        ("reports to the foundation's hotline", "other:hotline reports"),
        ("arrests", "other:arrests"),
        ("400 people were arrested", "other:arrests"),
        ("convictions", "other:convictions"),
        ("child victims", "other:victims"),
        ("40,000 young people", "other:young people"),
        ("one in 50 schoolchildren", "other:children"),
        ("primary school pupils", "other:children"),
        ("1,240 images", "other:images"),
    ],
)
def test_what_is_no_offence_is_a_series_of_its_own(text, expected):
    assert series(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["someone is caught every 23 minutes", "offenders", "people were arrested",
     "a person is arrested",      "children", "callers"],
)  # fmt: skip
def test_people_are_told_from_offences(text):
    (found,) = whats(text)
    assert found.people


@pytest.mark.parametrize(
    "text",
    ["the offences", "crimes", "767 cases", "incidents", "the figure", "figures", "the number",
     "the total", "reports", "recorded crime", "one crime every hour", "such offences"],
)  # fmt: skip
def test_bare_words_take_the_topic_of_the_article(text):
    (found,) = whats(text)
    assert found.generic
    assert found.series == ""


@pytest.mark.parametrize(
    "text",
    ["the National Crime Agency", "the police and crime commissioner", "in some cases",
     "a number of", "the phone number", "children's charity", "grooming gangs",
     "Essex accounts for one in 30", "essex.police.uk/offences"],
)  # fmt: skip
def test_what_counts_nothing_is_passed_over(text):
    assert whats(text) == ()


def test_the_longest_name_wins():
    text = "the number of child abuse image offences against the number of offenders"
    assert [(one.text, one.generic) for one in whats(text)] == [
        ("the number", True),
        ("child abuse image offences", False),
        ("the number", True),
        ("offenders", True),
    ]


PIECES = st.lists(
    st.sampled_from(
        ["child", "abuse", "image", "images", "of", "children", "offences", "possessing", "and",
         "indecent", "people", "who", "caught", "grooming", "reports", "to", "the", ",", "number"]
    ),
    max_size=30,
).map(" ".join)  # fmt: skip


@given(PIECES | st.text(max_size=200))
def test_things_are_in_order_do_not_overlap_and_give_the_text_they_cover(text):
    found = whats(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_long_hostile_text_is_read():
    for piece in (
        "child abuse ",
        "making, ",
        "reports to the ",
        "people who ",
        " " * 50,
        "offences of ",
    ):
        whats(piece * (50_000 // len(piece)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("83 offenders in Northern Ireland were convicted", "other:convictions"),
        ("12 men from Essex were arrested", "other:arrests"),
        ("40 suspects across the county have been charged", "other:charges"),
    ],
)
def test_people_of_a_place_are_what_became_of_them(text: str, expected: str):
    assert expected in series(text)


@pytest.mark.parametrize(
    "text",
    [
        "sex offences against victims aged under 18",
        "sexual offences against under-18s",
        "sexual offences against people under the age of 18",
        "sex crimes against children aged 17 and under",
        "sexual offences against children aged 0-17",
        "child sex-related crimes",
        "sexual offences where the victim was under 18",
        "sexual offences in which the victims were children",
        "sexual offences against boys and girls",
        "sexual crimes against under 18-year-olds",
    ],
)
def test_all_who_are_under_eighteen_are_children_however_it_is_said(text: str):
    (one,) = whats(text)
    assert (one.series, one.text) == ("other:child sexual offences", text)


@pytest.mark.parametrize(
    "text",
    [
        "cases in which adults neglected, mistreated or assaulted children",
        "cases of adults neglecting, mistreating or assaulting children",
        "offences in which a parent neglected a child",
        "incidents of parents or carers mistreating their children",
        "Neglect cases",
        "cruelty offences",
        "offences of neglect",
    ],
)
def test_what_adults_did_who_neglect_children_is_cruelty(text: str):
    (one,) = whats(text)
    assert (one.series, one.text) == ("other:child cruelty", text)


@pytest.mark.parametrize(
    "text",
    [
        "incidents of child grooming through social media",
        "grooming offences via social networks",
        "online grooming crimes over the internet",
    ],
)
def test_grooming_is_told_as_on_social_media_and_is_the_whole(text: str):
    (one,) = whats(text)
    assert (one.series, one.text) == (SEXUAL_COMMUNICATION, text)
