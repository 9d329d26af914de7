"""One area held against another, and the country's own rise: neither is the change of a force."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked, Measure
from tests.figures.claims.test_checking import checked

_OFFENCES = "child abuse image offences"


def _claim(text: str, *, number: str, headline: str = "Essex") -> Checked:
    told = text.replace("CAIO", _OFFENCES)
    found = checked(told, headline=f"Child abuse image offences in {headline}").checked
    return next(one for one in found if one.claim.phrase.text == number)


@pytest.mark.parametrize(
    ("text", "number", "other", "verdict"),
    [
        ("Essex recorded 35% more CAIO than Hertfordshire in 2017/18.", "35%",
         "Hertfordshire", "differs"),
        ("Essex recorded 155% more CAIO than Hertfordshire in 2017/18.", "155%",
         "Hertfordshire", "agrees"),
        ("Essex recorded almost 200 more CAIO than Hertfordshire in 2017/18.", "almost 200",
         "Hertfordshire", "differs"),
        ("Essex recorded 466 more CAIO than Hertfordshire in 2017/18.", "466",
         "Hertfordshire", "agrees"),
        ("Essex recorded 466 more CAIO in 2017/18 than were recorded in Hertfordshire.", "466",
         "Hertfordshire", "agrees"),
        ("Essex recorded 432 fewer CAIO than Hampshire in 2017/18.", "432", "Hampshire", "agrees"),
        ("Essex recorded 432 more CAIO than Hampshire in 2017/18.", "432", "Hampshire", "differs"),
        ("Essex recorded 767 CAIO in 2017/18. That is 199 more than Hertfordshire.", "199",
         "Hertfordshire", "cannot_tell"),
        ("Essex recorded 36 per cent fewer CAIO than Hampshire in 2017/18.", "36 per cent",
         "Hampshire", "agrees"),
        ("North Yorkshire recorded twice as many CAIO as Hampshire in 2017/18.", "twice",
         "Hampshire", "differs"),
        ("Hertfordshire had fewer than half as many CAIO as Essex in 2017/18.",
         "fewer than half as many", "Essex", "agrees"),
        ("Hampshire had fewer than half as many CAIO as Essex in 2017/18.",
         "fewer than half as many", "Essex", "differs"),
        ("North Yorkshire recorded more than double the number of CAIO that Essex did in 2017/18.",
         "more than double", "Essex", "differs"),
        ("Bedfordshire has 69 per cent more CAIO than Cambridgeshire.", "69 per cent",
         "Cambridgeshire", "differs"),
        ("Cheshire recorded 54% more than Merseyside in 2017/18.", "54%",
         "Merseyside", "cannot_tell"),
        ("Essex recorded 767 CAIO in 2017/18, 35 per cent more than Suffolk.", "35 per cent",
         "Suffolk", "cannot_tell"),
        ("In 2017/18 the figure was 23 per cent higher in Hampshire than the national average.",
         "23 per cent", "United Kingdom", "differs"),
        (("In 2017/18 South Wales recorded twice as many CAIO as Gwent, and about 170 more than"
         " North Wales."), "about 170", "North Wales", "agrees"),
        (("There were 767 CAIO in Essex in 2017/18, more than twice the 301 in Hertfordshire and"
         " nearly four times the number in Bedfordshire."), "nearly four times",
         "Bedfordshire", "agrees"),
        ("Essex recorded fewer CAIO than Hampshire in 2017/18 - 432 fewer.", "432",
         "Hampshire", "agrees"),
        ("Essex recorded an extra 199 CAIO compared with Hertfordshire in 2017/18.", "an extra 199",
         "Hertfordshire", "differs"),
        ("Compared with Hertfordshire, Essex recorded 35 per cent more CAIO in 2017/18.",
         "35 per cent", "Hertfordshire", "differs"),
        ("Essex recorded 35 per cent more CAIO in 2017/18 compared with Hertfordshire.",
         "35 per cent", "Hertfordshire", "differs"),
        ("In 2017/18 North Yorkshire dealt with more than twice the CAIO that Essex did.",
         "more than twice", "Essex", "differs"),
        ("North Yorkshire Police recorded double the CAIO of its neighbour Humberside in 2017/18.",
         "double", "Humberside", "differs"),
        ("North Yorkshire recorded twice as many CAIO in 2017/18 as Hampshire.", "twice",
         "Hampshire", "differs"),
        (("Police recorded 767 CAIO in Essex in 2017/18, compared with 301 in Hertfordshire,"
         " nearly four times the number in Bedfordshire."), "nearly four times",
         "Bedfordshire", "agrees"),
    ],
)  # fmt: skip
def test_more_than_in_another_area_is_no_change(text: str, number: str, other: str, verdict: str):
    found = _claim(text, number=number)
    assert found.claim.group is not None
    assert (found.claim.measure, found.claim.group.name, found.judgement.verdict) == (
        Measure.OF_OTHER, other, verdict,
    )  # fmt: skip


@pytest.mark.parametrize("whom", ["any other force", "its neighbour", "Ruritania", "other forces"])
def test_whom_nobody_knows_is_not_guessed(whom: str):
    found = _claim(f"Essex recorded 35% more CAIO than {whom} in 2017/18.", number="35%")
    assert found.judgement.verdict == "cannot_tell"


@pytest.mark.parametrize(
    "text",
    [
        "Essex recorded 35% more CAIO than in 2016/17.",
        "Essex recorded 35% more CAIO in 2017/18 than the year before.",
        "Essex recorded 35% more CAIO in 2017/18 than the force did in 2016/17.",
        "Essex recorded 35% more CAIO in 2017/18 than Essex did in 2016/17.",
        "Essex recorded 35% more CAIO in 2017/18 than last year.",
        "Essex recorded 35% more CAIO in 2017/18, compared with 23% across the UK.",
    ],
)
def test_more_than_before_is_a_change(text: str):
    found = _claim(text, number="35%")
    assert (found.claim.measure, found.judgement.verdict) == (Measure.CHANGE, "agrees")


@pytest.mark.parametrize(
    ("text", "number", "whose", "verdict"),
    [
        ("Essex saw a 35.0 per cent jump in CAIO, well above the UK average of 23 per cent.",
         "23 per cent", "United Kingdom", "agrees"),
        ("CAIO in Essex rose 23 per cent, compared with a national rise of 35 per cent.",
         "35 per cent", "United Kingdom", "differs"),
        ("CAIO in Essex rose 40 per cent, above the national average of 35 per cent.",
         "35 per cent", "United Kingdom", "differs"),
        ("CAIO in Essex rose 35 per cent, faster than the UK average of 23 per cent.",
         "23 per cent", "United Kingdom", "agrees"),
        ("CAIO in Essex rose 35 per cent, compared with 23 per cent nationally.",
         "23 per cent", "United Kingdom", "agrees"),
        ("CAIO in Essex rose 40 per cent. The average across the UK was 35 per cent.",
         "35 per cent", "United Kingdom", "differs"),
        ("CAIO in Gwent rose by three per cent, against a Welsh rise of one per cent.",
         "one per cent", "Wales", "agrees"),
        (("CAIO in Gwent rose by three per cent, compared with one per cent across Wales and 23 per"
         " cent across the UK."), "23 per cent", "United Kingdom", "agrees"),
    ],
)  # fmt: skip
def test_the_rise_of_the_country_is_not_that_of_the_force(
    text: str, number: str, whose: str, verdict: str
):
    found = _claim(text, number=number, headline=text.split(" in ")[1][:5])
    assert (found.claim.subject.name, found.judgement.verdict) == (whose, verdict)


@pytest.mark.parametrize(
    ("number", "words", "verdict"),
    [
        ("1.6", "times as many CAIO", "agrees"),
        ("Three times", "as many CAIO", "differs"),
        ("1.6", "times as many offenders", "differs"),
        ("1.6", "times the number of suspects", "differs"),
        ("Three times", "as many offenders", "cannot_tell"),
    ],
)
def test_how_many_times_as_many_people_is_no_multiple_of_offences(number, words, verdict):
    text = f"Hampshire recorded {number.lower()} {words} as Essex in 2017/18."
    found = _claim(text, number=number.lower() if number[0] == "T" else f"{number} times")
    assert found.judgement.verdict == verdict
    if "offenders" in words or "suspects" in words:
        assert found.judgement.error_class in {"wrong_unit", "not_in_data"}


@pytest.mark.parametrize("gap", ["a gap", "a difference", "a margin"])
@pytest.mark.parametrize(("number", "verdict"), [("432", "agrees"), ("532", "differs")])
def test_the_gap_between_two_areas_is_that_of_their_counts(gap: str, number: str, verdict: str):
    text = f"The 767 CAIO in Essex compare with 1,199 in Hampshire, {gap} of {number}."
    found = _claim(text, number=number)
    assert (found.claim.measure, found.judgement.verdict) == (Measure.OF_OTHER, verdict)


def test_a_gap_of_anything_else_is_no_number_of_offences():
    told = "Essex recorded 767 child abuse image offences in 2017/18 amid a gap of 400 places."
    found = checked(told, headline="Child abuse image offences in Essex").checked
    assert [one.claim.phrase.text for one in found] == ["767"]


def test_double_the_number_in_the_same_area_is_a_change():
    found = checked(
        "It was double the number of offences in Essex.",
        headline="Child abuse image offences in Essex",
    ).checked
    assert [one.judgement.verdict for one in found] == ["differs"]


def test_what_rose_to_a_number_right_behind_the_country_has_it():
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.",
        "The county is above the UK average, a 22% rise to 22,724 offences.",
        headline="Child abuse image offences in Essex",
    ).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees", "agrees"]


@pytest.mark.parametrize(
    "text",
    [
        "Bedfordshire's total of CAIO in 2017/18 was about {} of that of Essex.",
        "Bedfordshire's 200 CAIO in 2017/18 were about {} of Essex's 767.",
        "Bedfordshire's 200 CAIO in 2017/18 were about {} of the 767 in Essex.",
        "In 2017/18 the number of CAIO in Bedfordshire was about {} of the figure for Essex.",
    ],
)
def test_so_much_of_another_areas_number_is_worked_out_from_both(text: str):
    for said, verdict in (("a quarter", "agrees"), ("half", "differs")):
        found = _claim(text.format(said), number=f"about {said}", headline="two counties")
        assert (found.claim.subject.name, found.judgement.verdict) == ("Bedfordshire", verdict)


def test_a_rate_that_is_so_much_of_another_is_not_worked_out_from_counts():
    told = "Bedfordshire's rate of CAIO in 2017/18 was about a quarter of that of Essex."
    found = _claim(told, number="about a quarter", headline="two counties")
    assert found.judgement.verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Derbyshire had 47 fewer CAIO than Cheshire last year; a year earlier 76 more.", "76"),
        ("Essex recorded more CAIO than Bedfordshire in 2017/18, Hampshire had 225 more.", "225"),
    ],
)
def test_more_than_nobody_said_behind_a_comparison_is_left_open(text: str, number: str):
    assert _claim(text, number=number).judgement.verdict == "cannot_tell"


def test_more_behind_a_comparison_with_a_time_is_a_change():
    text = "Bedfordshire recorded 82 more CAIO than in the year before, and Essex 199 more."
    assert _claim(text, number="199").judgement.verdict == "agrees"
    assert _claim(text.replace("199", "191"), number="191").judgement.verdict == "differs"


def test_what_is_held_against_an_area_is_the_count_and_not_the_one_that_it_rose_from():
    told = (
        "Devon and Cornwall had 829 CAIO in 2017/18, half up on the 511 of 2016/17, and {} higher"
    )
    for number, verdict in (("62", "agrees"), ("26", "differs")):
        found = _claim(f"{told.format(number)} than in Essex.", number=number)
        assert found.judgement.verdict == verdict
        assert found.judgement.recomputed == "829 - 767 = 62"


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("South Wales had more than a third of the 1,458.", "more than a third", "agrees"),
        ("South Wales had more than half of the 1,458.", "more than half", "differs"),
        (
            "North Wales and Dyfed-Powys had 648, fewer than half of the 1,458 across Wales.",
            "fewer than half", "agrees",
        ),
    ],
)  # fmt: skip
def test_a_part_of_a_number_that_was_told_is_one_of_it(text: str, number: str, verdict: str):
    told = f"Forces in Wales recorded 1,458 CAIO in 2017/18. {text}"
    assert _claim(told, number=number, headline="Wales").judgement.verdict == verdict


def test_a_part_of_a_number_that_nobody_told_is_no_claim():
    told = "Forces in Wales recorded 1,458 CAIO in 2017/18. A third of the 1,200 came by bus."
    with pytest.raises(StopIteration):
        _claim(told, number="A third", headline="Wales")
