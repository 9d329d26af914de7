"""Numbers told beside those of other areas: whose each is, and what several have together."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import verdicts

_CAIO = "child abuse image offences"


def _told(*texts: str, headline: str = "Police figures") -> dict[str, str]:
    return verdicts(*(one.replace("CAIO", _CAIO) for one in texts), headline=headline)


@pytest.mark.parametrize(
    ("multiple", "verdict"),
    [
        ("more than double", "agrees"),
        ("two and a half times", "agrees"),
        ("three times", "differs"),
        ("more than treble", "differs"),
    ],
)
@pytest.mark.parametrize("owned", ["Hertfordshire's 301", "Hertfordshire's total of 301"])
def test_a_multiple_of_the_number_that_another_area_owns(multiple: str, verdict: str, owned: str):
    found = _told(f"Essex recorded 767 CAIO in 2017/18, {multiple} {owned}.")
    assert found == {"767": "agrees", multiple: verdict, "301": "agrees"}


@pytest.mark.parametrize(
    ("multiple", "verdict"), [("six times", "agrees"), ("five times", "differs")]
)
def test_a_multiple_of_another_areas_number_that_is_not_told(multiple: str, verdict: str):
    found = _told(f"Hampshire recorded {multiple} Bedfordshire's number of CAIO in 2017/18.")
    assert found == {multiple: verdict}


def test_the_owner_of_a_number_is_whose_it_is():
    found = _told("Double Hertfordshire's 301 CAIO were recorded in Essex in 2017/18, at 767.")
    assert (found["301"], found["767"]) == ("agrees", "agrees")
    found = _told(
        "Kent recorded 1,042 CAIO in 2017/18, ahead of Essex across the river, which had 767."
    )
    assert found == {"1,042": "agrees", "767": "agrees"}


_FOUR = "Essex had 767 CAIO in 2017/18, Hampshire 1,199, Hertfordshire 301 and Kent 1,042."


@pytest.mark.parametrize(
    ("number", "share", "verdicts_"),
    [
        ("3,309", "almost a quarter", ("agrees", "agrees")),
        ("3,390", "a third", ("differs", "differs")),
    ],
)
def test_a_sum_of_the_areas_told_and_a_share_of_it(
    number: str, share: str, verdicts_: tuple[str, str]
):
    told = f"The four recorded {number} between them, and Essex accounted for {share} of the total."
    found = _told(_FOUR, told)
    assert "four" not in found
    assert found[number] in {verdicts_[0], "cannot_tell"}
    assert found[share] == verdicts_[1]


@pytest.mark.parametrize(("number", "verdict"), [("3,093", "agrees"), ("3,039", "differs")])
def test_the_forces_told_before_together_with_one_more(number: str, verdict: str):
    found = _told(
        "West Yorkshire recorded 1,320 CAIO in 2017/18. In South Yorkshire there were 772.",
        "Humberside recorded 390.",
        f"Together with North Yorkshire the four forces accounted for {number} offences.",
    )
    assert found[number] in {verdict, "cannot_tell"}
    assert (found[number] == "agrees") == (verdict == "agrees")


@pytest.mark.parametrize(
    ("phrase", "verdict"),
    [
        ("by just over a third", "agrees"),
        ("by just over a quarter", "differs"),
        ("by slightly more than 33 per cent", "agrees"),
        ("by slightly more than 20 per cent", "differs"),
    ],
)
def test_just_over_a_number_is_near_it(phrase: str, verdict: str):
    found = _told(f"CAIO rose {phrase} in Essex in 2017/18.")
    assert list(found.values()) == [verdict]


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("In Cambridgeshire CAIO are down too, by {} offences.", "45", "agrees"),
        ("In Cambridgeshire CAIO are down too, by {} offences.", "54", "differs"),
        ("Humberside recorded 390 CAIO, {} above the previous total.", "15", "agrees"),
        ("Humberside recorded 390 CAIO, {} above the previous total.", "25", "differs"),
        ("Northamptonshire recorded 263 CAIO, {} up - in one year.", "18", "agrees"),
        ("Northamptonshire recorded 263 CAIO, {} up - in one year.", "28", "differs"),
    ],
)
def test_a_difference_told_by_a_word_behind_or_before(text: str, number: str, verdict: str):
    assert _told(text.format(number))[number] == verdict


@pytest.mark.parametrize("what", ["workshops", "letters", "meetings"])
def test_what_happens_so_often_is_what_the_words_say(what: str):
    found = _told("Essex recorded 767 CAIO in 2017/18.", f"The force runs six {what} a month.")
    assert found[f"six {what} a month"] == "cannot_tell"
