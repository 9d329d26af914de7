"""A number that is just another area's or year's: wrong only where its own clause says its own."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_HEAD = "Child abuse image offences in Lancashire"
_FACTS = (
    *PUBLISHED,
    fact("Lancashire", "2015/16", 512),
    fact("Lancashire", "2018/19", 770, release="2022-09", published=None),
    fact("Lancashire", "2019/20", 718, release="2022-09", published=None),
    fact("Wales total", "2017/18", 1_458),
    fact("West Midlands", "2017/18", 1_133),
    fact("West Midlands total", "2017/18", 2_207),
)


def _told(text: str, headline: str = _HEAD) -> dict[str, tuple[str, str]]:
    found = checked(text, headline=headline, facts=_FACTS, published=None).checked
    return {
        one.claim.phrase.text: (one.judgement.verdict, one.judgement.error_class) for one in found
    }


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("In 2018/19 the force in Lancashire recorded 718 offences.", "718", "differs"),
        ("By 2018/19 Lancashire had 770 offences, only to slip to 718 in the next 12 months.",
         "718", "cannot_tell"),
        ("In 2018/19 it was 770 in Lancashire, when the year after had 718 of them in all.",
         "718", "cannot_tell"),
        ("Lancashire had 770 offences in 2018/19 and 512 in 2015/16.", "512", "agrees"),
    ],
)  # fmt: skip
def test_a_count_of_the_next_year_is_wrong_only_of_a_year_of_its_own_clause(
    text: str, number: str, verdict: str
):
    assert _told(text)[number][0] == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Police in Wales recorded 22,724 image offences in 2017/18.", "differs"),
        ("Of the 22,724 UK offences in 2017/18, many were recorded in Wales.", "cannot_tell"),
        ("In Wales they pointed to 22,724 UK offences in 2017/18.", "cannot_tell"),
        ("In Wales police dealt with one in 16 of the 22,724 offences in 2017/18.",
         "cannot_tell"),
        ("Put together they had 22,724 image offences in 2017/18, Wales among them.",
         "cannot_tell"),
    ],
)  # fmt: skip
def test_a_count_of_the_country_is_wrong_only_of_an_area_of_its_own_clause(text: str, verdict: str):
    found = _told(text, headline="Child abuse image offences in Wales")
    assert found["22,724"] == (verdict, "geography")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In 2017/18 there were 1,133 image offences in the West Midlands.", "agrees"),
        ("In 2017/18 there were 2,207 image offences in the West Midlands.", "agrees"),
        ("In 2017/18 there were 2,270 image offences in the West Midlands.", "differs"),
        ("In 2017/18 West Midlands Police recorded 2,207 image offences.", "differs"),
    ],
)
def test_a_name_of_a_force_and_a_region_is_of_the_one_that_has_the_number(text: str, verdict: str):
    number = next(word for word in text.split() if "," in word)
    found = _told(text, headline="Child abuse image offences in the West Midlands")
    assert found[number][0] == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Students in Southampton live in a force area where 1,199 offences were recorded.",
         "agrees"),
        ("Officers in the county and on the Isle of Wight dealt with 1,199 offences.", "agrees"),
        ("In Southampton 1,199 offences were recorded.", "cannot_tell"),
        ("In the Southampton force area 1,991 offences were recorded.", "cannot_tell"),
    ],
)  # fmt: skip
def test_a_place_beside_its_force_is_the_force_and_alone_is_a_part(text: str, verdict: str):
    headline = "Child abuse image offences in Hampshire in 2017/18"
    number = next(word for word in text.split() if "," in word)
    assert _told(text, headline=headline)[number][0] == verdict


@pytest.mark.parametrize(
    "text",
    [
        "Essex Police's answer for 2017/18 was 767.",
        (
            "All forces handed over their numbers, and taken together these nearly doubled within"
            " two years, climbing from 568 in 2016/17 to 767 in 2017/18."
        ),
        "In Essex the reply was 767 in 2017/18.",
    ],
)
def test_an_answer_and_a_verb_are_no_other_thing_that_is_counted(text: str):
    headline = "Child abuse image offences in Essex"
    assert _told(text, headline=headline)["767"][0] == "agrees"


def test_another_thing_is_still_another_thing():
    headline = "Child abuse image offences in Essex"
    assert (
        _told("The budget in Essex stood at 767 in 2017/18.", headline=headline).get(
            "767", ("cannot_tell", "")
        )[0]
        == "cannot_tell"
    )


@pytest.mark.parametrize(
    ("base", "verdict"),
    [
        ("on the previous year", "differs"),
        ("on the five year mean", "cannot_tell"),
        ("than the five-year average of 640", "cannot_tell"),
    ],
)
def test_a_change_on_the_mean_of_some_years_is_none_of_two(base: str, verdict: str):
    text = f"In 2017/18 the number in Essex was up by 18% {base}, at 767."
    headline = "Child abuse image offences in Essex"
    assert _told(text, headline=headline)["18%"][0] == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In Essex 900 offences were recorded in 2017/18.", "differs"),
        ("In Essex it is estimated there were 900 offences in 2017/18.", "cannot_tell"),
    ],
)
def test_an_estimate_is_not_held_against_what_is_recorded(text: str, verdict: str):
    headline = "Child abuse image offences in Essex"
    assert _told(text, headline=headline)["900"][0] == verdict


def test_a_per_cent_in_brackets_behind_a_count_may_be_its_share():
    told = "For one service the figures were {} in the first year, down to 549 in 2017/18."
    headline = "Child abuse image offences in Essex"
    assert _told(told.format("618 (30%)"), headline=headline)["30%"][0] == "cannot_tell"
    rose = "In Essex the number rose to 767 (53%) in 2017/18."
    assert _told(rose, headline=headline)["53%"][0] == "differs"


def test_a_change_that_is_true_from_another_year_is_wrong_only_of_one_that_is_named():
    facts = tuple(
        fact("Kent", when, count)
        for when, count in (("2017/18", 122), ("2022/23", 230), ("2023/24", 264))
    )

    def verdict(text: str) -> str:
        found = checked(
            "In Kent 264 offences were recorded in 2023/24.", text,
            headline="Child abuse image offences", facts=facts, published=None,
        ).checked  # fmt: skip
        return found[-1].judgement.verdict

    assert verdict("Kent's figure has more than doubled.") == "cannot_tell"
    assert verdict("Kent's figure has more than doubled since 2022/23.") == "differs"
    assert verdict("Kent's figure has more than doubled since 2017/18.") == "agrees"
    assert verdict("Kent's figure has more than trebled.") == "differs"


def test_a_small_count_of_another_year_is_wrong_of_its_own():
    text = "By 2018/19 Lancashire had 770 offences, only to slip to 40 in the next 12 months."
    found = checked(
        text, headline=_HEAD, facts=(*_FACTS, fact("Lancashire", "2014/15", 40)), published=None
    ).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "differs"]


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("The West Midlands police forces recorded 2,207 offences in 2017/18.", "2,207", "agrees"),
        ("In 2017/18 there were more than 2,200 offences in the West Midlands.", "more than 2,200",
         "differs"),
    ],
)  # fmt: skip
def test_only_an_exact_number_tells_the_region_from_the_force(text: str, number: str, verdict: str):
    headline = "Child abuse image offences in the West Midlands"
    assert _told(text, headline=headline)[number][0] == verdict


@pytest.mark.parametrize("told", ["the number rose by 199", "there was an increase of 199"])
def test_a_per_cent_in_brackets_behind_a_change_is_that_change(told: str):
    text = f"In Essex {told} (53%) in 2017/18 on the year before."
    headline = "Child abuse image offences in Essex"
    assert _told(text, headline=headline)["53%"][0] == "differs"
