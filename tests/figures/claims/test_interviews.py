"""What is said in an interview: answers to a question, and the three "put together"."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Measure
from tests.figures.claims.telling import year
from tests.figures.claims.test_checking import checked

_OURS = "The force had 511 offences in 2016/17 and 829 in 2017/18, so that's more than 300 extra."
_ASKED = "Presenter: These numbers for Devon and Cornwall have gone up, haven't they?"


def _found(*told: str) -> dict[str, tuple[str, str, str]]:
    found = checked(*told).checked
    return {
        one.claim.phrase.text: (one.claim.subject.name, one.claim.measure, one.judgement.verdict)
        for one in found
    }


# Per cents that were asked for


@pytest.mark.parametrize(
    "answer",
    [
        ("Presenter: As a percentage?", "NSPCC: It's just over 60 per cent."),
        ("Presenter: And in percentage terms?", "NSPCC: Well, that's just over 60 per cent."),
        ("As a percentage? It's just over 60 per cent.",),
        ("As a percentage it's just over 60 per cent.",),
    ],
)
def test_a_percentage_that_is_asked_for_is_the_change_just_told(answer: tuple[str, ...]):
    found = _found(_ASKED, _OURS, *answer)
    assert found["just over 60 per cent"] == ("Devon and Cornwall", Measure.CHANGE, "agrees")


def test_a_wrong_answer_differs():
    found = _found(_ASKED, _OURS, "As a percentage?", "It's just over 70 per cent.")
    assert found["just over 70 per cent"][2] == "differs"


def test_it_is_that_of_the_years_of_the_change_that_was_told():
    told = checked(_ASKED, _OURS, "Presenter: As a percentage?", "It's just over 60 per cent.")
    assert year(told.checked[-1].claim) == "2016/17 to 2017/18"


@pytest.mark.parametrize(
    "answer",
    [
        ("Presenter: How many parents have talked about it?", "It's just over 60 per cent."),
        ("Presenter: What will the council tax do?", "It's just over 60 per cent."),
        ("Presenter: As a percentage?", "It's just over 60 per cent of parents that I fear for."),
        ("Presenter: As a percentage of those arrested, how many are men?", "60 per cent."),
    ],
)
def test_a_percentage_that_answers_anything_else_is_no_change(answer: tuple[str, ...]):
    found = _found(_ASKED, _OURS, *answer)
    assert not any(measure is Measure.CHANGE for _, measure, _ in found.values())


# Rates that are worked out


_A_DAY = "They say that Devon and Cornwall is dealing with three of these a day."


def test_a_number_that_is_divided_out_is_of_the_unit_just_told():
    found = _found(_ASKED, _OURS, _A_DAY, "Not quite. If you divide it out it's more than two.")
    assert found["three of these a day"] == ("Devon and Cornwall", Measure.FREQUENCY, "differs")
    assert found["more than two"] == ("Devon and Cornwall", Measure.FREQUENCY, "agrees")


@pytest.mark.parametrize(
    "told",
    [
        "If you divide it by the number of schools it's more than two.",
        "We have asked for more than two.",
        "If you divide it out it's more than two officers for each town.",
    ],
)
def test_another_small_number_is_no_rate(told: str):
    assert "more than two" not in _found(_ASKED, _OURS, _A_DAY, told)


# The counties of whom it was told


_THREE = ("Devon and Cornwall had 829 offences.", "Dorset had 266.", "Avon and Somerset had 370.")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("If you put those three together it's getting on for 1,500.", "agrees"),
        ("Put those three together and it's 1,465.", "agrees"),
        ("Those three forces together, that's 1,565.", "differs"),
    ],
)
def test_all_that_were_counted_are_put_together(said: str, verdict: str):
    told = checked("Offences in 2017/18.", *_THREE, said).checked[-1]
    assert len(told.claim.subject.members) == 3
    assert told.judgement.verdict == verdict


def test_of_more_areas_than_are_put_together_nobody_knows_which_are_meant():
    found = checked(*_THREE, "Essex had 767.", "Put those three together and it's 1,465.").checked
    assert all(len(one.claim.subject.members) != 3 for one in found)


def test_here_is_the_force_of_the_article():
    told = "Dorset had 266 offences in 2017/18. You've got four times as many down here."
    found = checked(_ASKED, _OURS, told).checked[-1].claim
    assert (found.subject.name, found.measure) == ("Devon and Cornwall", Measure.OF_OTHER)
    assert found.group is not None
    assert found.group.name == "Dorset"


def test_here_is_nobody_where_the_article_is_on_no_force():
    found = checked("Dorset had 266 offences. You've got four times as many down here.").checked
    assert all(one.claim.measure is not Measure.OF_OTHER for one in found)


def test_the_two_counties_are_the_force_that_is_called_by_both():
    told = "Officers in the two counties deal with two offences a day."
    assert _found(_ASKED, _OURS, told)["two offences a day"][0] == "Devon and Cornwall"
