"""What leads to a number says whose or what it is: not each that fits is of recorded offences."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.test_checking import checked

_HEAD = "Child abuse image offences rise in Essex"


def _claim(text: str, number: str, headline: str = _HEAD) -> Checked:
    found = checked(text, headline=headline).checked
    return next(one for one in found if one.claim.phrase.text.endswith(number))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("A charity's helpline had an increase of 35 per cent last year.", "cannot_tell"),
        ("Childline experienced a 35 per cent jump last year.", "cannot_tell"),
        ("Crown courts saw a rise of 35 per cent last year.", "cannot_tell"),
        ("Teachers have noticed a 35 per cent rise in the past year.", "cannot_tell"),
        ("The force's specialist unit saw a rise of 35 per cent last year.", "cannot_tell"),
        ("The force saw a rise of 35 per cent last year.", "agrees"),
        ("The force saw a rise of 45 per cent last year.", "differs"),
        ("Officers in Essex saw a 35 per cent rise last year.", "agrees"),
        ("In Essex the charity saw a 35 per cent rise in image offences last year.", "agrees"),
        ("Half of offences in Essex were detected, up 35 per cent last year.", "cannot_tell"),
        ("The council heard that offences in Essex rose by 35 per cent last year.", "agrees"),
        ("The council heard that offences rose by 35 per cent last year.", "agrees"),
        ("The council heard that offences rose by 45 per cent last year.", "differs"),
        ("Image offences rose last year while staff numbers were cut by 35 per cent.",
         "cannot_tell"),
        ("Staff numbers rose by 35 per cent last year.", "cannot_tell"),
        ("Overseas, the number rose by 35 per cent last year.", "cannot_tell"),
        ("In prisons, the number rose by 35 per cent last year.", "cannot_tell"),
    ],
)  # fmt: skip
def test_a_rise_that_another_body_saw_is_none_of_recorded_offences(text: str, verdict: str) -> None:
    number = "45 per cent" if "45" in text else "35 per cent"
    assert _claim(text, number).judgement.verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The number of suspects in Essex rose by 35 per cent last year.", "cannot_tell"),
        ("There was a 35 per cent rise in offenders in Essex last year.", "cannot_tell"),
        ("The number of abuse images in Essex rose by 35 per cent last year.", "cannot_tell"),
        ("The number of abuse image offences in Essex rose by 35 per cent last year.", "agrees"),
        ("The number of abuse image offences in Essex rose by 53 per cent last year.", "differs"),
        ("Sexual abuse of children in Essex rose by 35 per cent last year.", "cannot_tell"),
        ("There was a 35 per cent rise in child abuse in Essex last year.", "cannot_tell"),
        ("There was a 35 per cent rise in child abuse images in Essex last year.", "agrees"),
        (
            "The proportion of image offences solved in Essex rose by 35 per cent last year.",
            "cannot_tell",
        ),
        ("Image offences per officer in Essex rose by 35 per cent last year.", "cannot_tell"),
        ("Image offences in Essex rose by 35 per cent last year.", "agrees"),
    ],
)
def test_a_rise_of_people_images_or_rates_is_none_of_offences(text: str, verdict: str) -> None:
    number = "53 per cent" if "53" in text else "35 per cent"
    assert _claim(text, number).judgement.verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The cyber unit in Essex logged 767 offences last year.", "cannot_tell"),
        ("Operation Amber in Essex led to 767 offences last year.", "cannot_tell"),
        ("A spokesman for the unit said Essex Police recorded 767 offences last year.", "agrees"),
        ("Girls carried out 767 offences in Essex in 2017/18.", "cannot_tell"),
        ("Teenagers were suspects in 767 offences in Essex in 2017/18.", "cannot_tell"),
        ("Offenders committed 767 offences in Essex in 2017/18.", "agrees"),
        ("Officers in Essex attended 767 incidents in 2017/18.", "cannot_tell"),
        ("Essex Police was alerted to 767 cases in 2017/18.", "cannot_tell"),
        ("Essex Police had 767 tip-offs about abuse images last year.", "cannot_tell"),
        ("Essex Police had 767 offences reported to it by teachers last year.", "cannot_tell"),
        ("Detectives in Essex traced 767 offences to organised gangs in 2017/18.", "cannot_tell"),
        ("There were 767 possible offences in Essex in 2017/18.", "cannot_tell"),
        ("Essex Police investigated 767 women in 2017/18.", "cannot_tell"),
        ("Sexting accounted for 767 of the offences in Essex in 2017/18.", "cannot_tell"),
        ("The vast majority of offences - 767 - in Essex in 2017/18 involved a computer.",
         "cannot_tell"),
        ("Some 767 offences in Essex in 2017/18 were repeat offences.", "cannot_tell"),
        ("There were 767 offences where the victim was identified in Essex in 2017/18.",
         "cannot_tell"),
        ("There were 767 offences of this kind against under-18s in Essex in 2017/18.", "agrees"),
        ("There were 776 offences of this kind against under-18s in Essex in 2017/18.", "differs"),
        ("There were 767 offences of this kind involving girls in Essex in 2017/18.",
         "cannot_tell"),
    ],
)  # fmt: skip
def test_a_count_of_some_or_of_other_work_is_no_total(text: str, verdict: str) -> None:
    number = "776" if "776" in text else "767"
    assert _claim(text, number).judgement.verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The Harlow area of Essex saw 767 image offences in 2017/18.", "cannot_tell"),
        ("Much of Essex saw 767 image offences in 2017/18.", "cannot_tell"),
        ("Greater Essex recorded 767 image offences in 2017/18.", "cannot_tell"),
        ("Across Essex and beyond, 767 image offences were recorded in 2017/18.", "cannot_tell"),
        ("An MP said 767 image offences were recorded in her constituency in 2017/18.",
         "cannot_tell"),
        ("Officers based in Harlow, Essex, recorded 767 image offences in 2017/18.", "cannot_tell"),
        ("All parts of Essex saw image offences, 767 of them in 2017/18.", "agrees"),
        ("Even in rural Essex there were 767 image offences in 2017/18.", "agrees"),
        ("Two of the three Yorkshire forces recorded 2,703 image offences last year.",
         "cannot_tell"),
        (("Three of the four Welsh forces - South Wales, North Wales and Dyfed-Powys - recorded"
         " 1,458 image offences in 2017/18."), "cannot_tell"),
        ("The three Yorkshire forces recorded 2,703 image offences last year.", "agrees"),
        ("Most Welsh forces recorded rises, with 1,458 image offences in 2017/18.", "cannot_tell"),
        ("All Welsh forces recorded rises, with 1,458 image offences in 2017/18.", "agrees"),
    ],
)  # fmt: skip
def test_a_part_of_an_area_has_no_number_of_the_whole(text: str, verdict: str) -> None:
    number = next(one for one in ("2,703", "1,458", "767") if one in text)
    assert _claim(text, number).judgement.verdict == verdict


@pytest.mark.parametrize(
    ("per_cent", "base", "verdict"),
    [
        ("35", "568", "agrees"),
        ("35", "600", "agrees"),
        ("28", "600", "cannot_tell"),
        ("45", "600", "differs"),
        ("45", "568", "differs"),
    ],
)
def test_a_right_per_cent_beside_a_wrong_count_is_right(
    per_cent: str, base: str, verdict: str
) -> None:
    text = f"Essex Police saw a rise of {per_cent} per cent, from {base} to 767 offences."
    claim = _claim(text, f"{per_cent} per cent")
    assert claim.judgement.verdict == verdict
    counted = _claim(text, base).judgement.verdict
    assert counted == ("agrees" if base == "568" else "differs")


def test_how_often_a_service_was_used_is_no_count_of_offences() -> None:
    text = "Instagram was used in a quarter of them, up from 568 in 2016/17 to 767 in 2017/18."
    for number in ("568", "767"):
        assert _claim(text, number).judgement.verdict == "cannot_tell"


def test_a_share_of_the_total_is_no_change() -> None:
    text = "The UK total rose to 22,724; Essex's share of it is just under four per cent."
    assert _claim(text, "four per cent").judgement.verdict != "differs"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [("more than a 34 per cent", "agrees"), ("more than a 36 per cent", "differs")],
)
def test_an_article_stands_between_more_than_and_its_number(said: str, verdict: str) -> None:
    text = f"There was {said} rise in image offences in Essex last year."
    assert _claim(text, "per cent").judgement.verdict == verdict
