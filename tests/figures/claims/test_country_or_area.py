"""Whose number it is where the words name the country otherwise than the data, or nobody."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_GROOMING = "sexual_communication_with_child"
_FACTS = (
    *PUBLISHED,
    fact("England and Wales", "2015/16", 12_345),
    fact("Gwent", "2016/17", 97),
    fact("South West region", "2017/18", 2_222),
    fact("England and Wales", "2017/18", 3_171, _GROOMING),
    fact("Essex", "2017/18", 84, _GROOMING),
)
_HEAD = "Child abuse image offences in Essex on the rise"


def _told(*text: str, number: str, headline: str = _HEAD) -> tuple[str, str]:
    told = [each.replace("CAIO", "child abuse image offences") for each in text]
    found = checked(*told, headline=headline, facts=_FACTS).checked
    one = next(each for each in found if each.claim.phrase.text == number)
    return one.claim.subject.name, one.judgement.verdict


@pytest.mark.parametrize(
    ("text", "number", "area", "verdict"),
    [
        ("There were 22,724 CAIO against children in the UK in 2017/18.", "22,724",
         "United Kingdom", "agrees"),
        ("There were 22,742 CAIO against children in the UK in 2017/18.", "22,742",
         "United Kingdom", "differs"),
        ("In 2017/18 767 CAIO against children were reported to Essex Police.",
         "767", "Essex", "agrees"),
        ("In 2017/18 301 CAIO against children were reported to Essex Police.",
         "301", "Essex", "differs"),
        (("There were 3,171 offences of sexual communication with a child in England and Wales"
         " in 2017/18."), "3,171", "England and Wales", "agrees"),
        (("There were 3,711 offences of sexual communication with a child in England and Wales"
         " in 2017/18."), "3,711", "England and Wales",
         "differs"),
    ],
)  # fmt: skip
def test_an_offence_against_a_child_holds_no_area_against_another(
    text: str, number: str, area: str, verdict: str
):
    headline = "Child abuse image offences in Hertfordshire"
    assert _told(text, number=number, headline=headline) == (area, verdict)


@pytest.mark.parametrize(
    ("first", "area", "verdict"),
    [
        ("568", "Essex", "agrees"),
        ("586", "Essex", "differs"),
        ("309", "Essex", "differs"),
    ],
)
def test_from_one_to_another_in_an_area_is_of_that_area_at_both_ends(
    first: str, area: str, verdict: str
):
    text = (
        "Child abuse image offences went from 309 in 2016/17 to 301 in 2017/18 in Hertfordshire"
        f" and from {first} in 2016/17 to 767 in 2017/18 in Essex."
    )
    found = checked(text, headline="Image offences in the east", facts=_FACTS).checked
    last = [one for one in found if one.claim.phrase.text == first][-1]
    assert (last.claim.subject.name, last.judgement.verdict) == (area, verdict)


def test_a_region_before_online_is_the_region():
    text = "Across the South West online child abuse image offences reached 2,222 in 2017/18."
    assert _told(text, number="2,222", headline="Child abuse image offences")[0] == "South West"


@pytest.mark.parametrize(
    ("number", "verdict"),
    [("22,724", "cannot_tell"), ("22,742", "cannot_tell"), ("767", "cannot_tell")],
)
def test_three_nations_are_what_the_data_call_the_uk_and_are_never_contradicted(
    number: str, verdict: str
):
    text = (
        f"In England, Wales and Northern Ireland police recorded {number} child abuse image"
        " offences in 2017/18."
    )
    assert _told(text, number=number) == (
        "England, Wales and Northern Ireland", verdict,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("A total of 12,345 child abuse image offences were recorded nationally in 2015/16.",
         "A total of 12,345", "agrees"),
        ("Across the country 12,345 child abuse image offences were recorded in 2015/16.",
         "12,345", "agrees"),
        ("Across the country 12,435 child abuse image offences were recorded in 2015/16.",
         "12,435", "cannot_tell"),
        ("Across the UK 22,742 child abuse image offences were recorded in 2017/18.",
         "22,742", "differs"),
    ],
)  # fmt: skip
def test_nationally_is_of_england_and_wales_where_the_number_is(
    text: str, number: str, verdict: str
):
    assert _told(text, number=number)[1] == verdict


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("More than 22,000 such offences were recorded in 2017/18, the charity found.",
         "More than 22,000", "agrees"),
        ("Over 22,700 crimes of this kind were recorded in 2017/18, a request showed.",
         "Over 22,700", "agrees"),
        ("Police recorded one every 23 minutes in 2017/18, the charity found.",
         "one every 23 minutes", "agrees"),
        ("On average 62 of these crimes were recorded every day in 2017/18.", "On average 62",
         "agrees"),
        ("The force recorded more than 22,000 such offences in 2017/18.", "more than 22,000",
         "cannot_tell"),
        ("Police here dealt with 22,724 such offences in 2017/18.", "22,724", "cannot_tell"),
        ("In 2017/18 there were 22,724, up from 568.", "22,724", "cannot_tell"),
        ("They recorded 22,724 such offences in 2017/18.", "22,724", "cannot_tell"),
        ("They recorded more than 22,000 such offences in 2017/18.", "more than 22,000",
         "cannot_tell"),
        ("Its officers recorded more than 22,000 such offences in 2017/18.", "more than 22,000",
         "cannot_tell"),
        ("That means one every 23 minutes in 2017/18.", "one every 23 minutes", "differs"),
        ("More than 23,000 such offences were recorded in 2017/18, the charity found.",
         "More than 23,000", "cannot_tell"),
        ("More than 4,000 such offences were recorded in 2017/18, the charity found.",
         "More than 4,000", "cannot_tell"),
        ("The 22,724 offences recorded in 2017/18 were said to be as many as in England and Wales.",
         "22,724", "cannot_tell"),
        ("Essex Police recorded more than 22,000 such offences in 2017/18.", "more than 22,000",
         "differs"),
    ],
)  # fmt: skip
def test_a_number_that_only_the_country_can_have_may_be_confirmed_of_it(
    text: str, number: str, verdict: str
):
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.", text,
        headline=_HEAD, facts=_FACTS,
    ).checked  # fmt: skip
    told = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert next(v for text, v in told.items() if text.startswith(number)) == verdict


def test_a_count_of_england_and_wales_is_theirs_only_in_its_own_year():
    story = "Essex Police recorded 767 child abuse image offences in 2017/18."
    true = "The charity counted 12,345 crimes of this kind in 2015/16."
    false = "The charity counted 12,345 crimes of this kind in 2016/17."
    assert _told(story, true, number="12,345") == ("England and Wales", "agrees")
    assert _told(story, false, number="12,345")[1] == "cannot_tell"


def test_what_follows_a_list_by_area_is_of_the_area_of_the_article():
    told = _told(
        "Police forces across Wales recorded child abuse image offences in 2017/18.",
        "Gwent\n97 (16/17)   173 (17/18)",
        "South Wales\n237 (16/17)   373 (17/18)",
        "A total of 64 victims were aged 10 and under.",
        number="A total of 64",
        headline="Image offences in Wales",
    )
    assert told[0] == "Wales"


def test_a_full_stop_without_a_blank_after_it_ends_its_sentence():
    text = (
        "Gwent has a unit since 2010.In 2017/18 22,724 child abuse image offences were recorded"
        " across the UK."
    )
    assert _told(text, number="22,724") == ("United Kingdom", "agrees")


def test_a_round_count_told_of_england_and_wales_is_not_held_against_the_uk():
    told = _told(
        "Grooming crimes have topped 10,000, the charity said. Police in England and Wales have"
        " recorded them since 2017/18.",
        number="10,000",
        headline="Child grooming",
    )
    assert told[1] == "cannot_tell"


def test_a_number_beside_another_group_is_not_the_countrys():
    text = (
        "In 2017/18 police recorded 22,724 child abuse image offences, the highest number ever"
        " from forces in England and Wales."
    )
    found = checked(text, headline="Child abuse image offences", facts=_FACTS).checked
    told = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert told["22,724"] != "agrees"


@pytest.mark.parametrize("level", ["the national level", "national level", "a national level"])
@pytest.mark.parametrize(
    ("number", "verdict"), [("22,724", "agrees"), ("767", "cannot_tell"), ("22,742", "differs")]
)
def test_at_the_national_level_is_of_the_country(level: str, number: str, verdict: str):
    text = f"At {level} police recorded {number} CAIO in 2017/18."
    assert _told(text, number=number) == ("United Kingdom", verdict)


@pytest.mark.parametrize("joint", [", with its", " with its", ", after its"])
@pytest.mark.parametrize(
    ("number", "verdict"), [("almost 23 per cent", "agrees"), ("35 per cent", "cannot_tell")]
)
def test_its_right_behind_the_country_is_the_countrys(joint: str, number: str, verdict: str):
    text = (
        f"That is more than across the UK{joint} rise of {number} in CAIO from 2016/17 to 2017/18."
    )
    first = "Essex Police recorded 767 CAIO in 2017/18, up from 568 in 2016/17."
    assert _told(first, text, number=number) == ("United Kingdom", verdict)


@pytest.mark.parametrize(
    "goes_on",
    [
        "Last year the number was {}, an increase of 199.",
        "Over the two forces the total was {} in 2017/18.",
    ],
)
def test_a_number_that_goes_on_from_an_areas_is_not_that_of_the_country(goes_on: str):
    told = f"In 2016/17 Essex Police recorded 568 CAIO. {goes_on.format('22,724')}"
    assert _told(told, number="22,724")[1] != "agrees"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("That means one every 23 minutes.", "one every 23 minutes"),
        ("Offences rose by 23 per cent last year.", "23 per cent"),
        ("Some 62 CAIO a day are logged locally.", "Some 62 child abuse image offences a day"),
    ],
)
def test_the_countrys_number_in_a_story_of_one_county_is_not_called_wrong(text: str, number: str):
    assert _told(text, number=number)[1] != "differs"
