"""Changes told by a sign, a fall by one, and small numbers beside a clause of their own."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

_OPENING = "Child abuse image offences recorded in 2017/18 (and change on 2016/17)"


@pytest.mark.parametrize(
    ("line", "number", "verdict"),
    [
        ("Essex 767 (+35%)", "+35%", "agrees"),
        ("Essex 767 (+45%)", "+45%", "differs"),
        ("Essex 767 (-35%)", "-35%", "differs"),
        ("Bedfordshire - 200, +69%", "+69%", "agrees"),
        ("Cambridgeshire: 164 (-22%)", "-22%", "agrees"),
        ("Cambridgeshire: 164 (+22%)", "+22%", "differs"),
        ("Essex 767 offences, +199 on the year before", "+199", "agrees"),
        ("Essex 767 offences, +299 on the year before", "+299", "differs"),
    ],
)
def test_a_sign_says_which_way_it_went(line: str, number: str, verdict: str):
    found = checked(_OPENING, line).checked
    assert {one.claim.phrase.text: one.judgement.verdict for one in found}[number] == verdict


def test_the_dash_of_a_list_is_no_minus():
    found = checked("Essex recorded 767 offences in 2017/18.", "Snapchat -40%, Facebook -10%")
    assert {one.judgement.verdict for one in found.checked} <= {"agrees", "cannot_tell"}


@pytest.mark.parametrize(("words", "verdict"), [("just one", "agrees"), ("two", "differs")])
def test_a_fall_by_very_few(words: str, verdict: str):
    sentence = f"Child abuse image offences in Derbyshire dropped by {words} to 301 in 2017/18."
    found = checked(sentence).checked
    assert {one.claim.phrase.text: one.judgement.verdict for one in found}[words] == verdict


@pytest.mark.parametrize("clause", ["", ", where the population is smaller", ", a quieter county"])
def test_a_small_number_behind_but(clause: str):
    sentence = (
        f"Police recorded 767 offences in Essex in 2017/18 but only 82 in Bedfordshire{clause}."
    )
    assert "only 82" in {one.claim.phrase.text for one in checked(sentence).checked}
