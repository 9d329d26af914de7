"""An article that never names its offence is known by its numbers, where they are of one series."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checking
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_WHY = "what: child abuse image offences, of which the article's numbers are"
_ASKED = "Presenter, to the NSPCC: These numbers for Devon and Cornwall have gone up, haven't they?"
_TOLD = (
    "In 2016/17 the force recorded 511 offences of this kind, and in 2017/18 it was 829.",
    "Dorset's a smaller force. They went from 185 to 266, which is still 44 per cent.",
)


def _found(*told: str, **more: object) -> Checking:
    return checked(*told, headline="TRANSCRIPT: Breakfast", **more)  # type: ignore[arg-type]


def _agreeing(checking: Checking) -> list[str]:
    return [one.claim.phrase.text for one in checking.checked if one.judgement.verdict == "agrees"]


def _known(checking: Checking) -> bool:
    return any(_WHY in one.claim.why for one in checking.checked)


def test_several_numbers_of_one_series_tell_of_which_offences_an_article_is():
    found = _found(_ASKED, *_TOLD)
    assert _agreeing(found) == ["511", "829", "185", "266", "44 per cent"]
    assert {one.claim.series for one in found.checked} == {"iioc_total"}
    assert all(_WHY in one.claim.why for one in found.checked)


def test_a_number_that_is_wrong_is_found_beside_those_that_tell_the_offence():
    found = _found(_ASKED, *_TOLD, "Nationally there were 22,742 offences in 2017/18.")
    assert [
        one.claim.phrase.text for one in found.checked if one.judgement.verdict == "differs"
    ] == ["22,742"]


@pytest.mark.parametrize(
    "told",
    [
        "It is burglary that people ring us about.",
        "Nobody has caught the thieves.",
        "We are talking of offences against shopkeepers.",
        "Rural crime worries everybody here.",
        "These are bicycle offences.",
        "Most of them are grooming offences.",
    ],
)
def test_an_article_that_names_any_crime_is_left_alone_whatever_its_numbers(told: str):
    assert not _known(_found(_ASKED, told, *_TOLD))


@pytest.mark.parametrize(
    "told", ["Dogs have bitten postmen.", "Cyclists were stopped at night.", "Sheep went missing."]
)
def test_an_article_without_any_word_of_the_subject_is_left_alone(told: str):
    asked = "Presenter: These numbers for Devon and Cornwall have gone up, haven't they?"
    assert not _known(_found(asked, told, *_TOLD))
    assert _agreeing(_found(asked, told, *_TOLD)) == []


def test_two_numbers_may_be_so_by_chance():
    found = _found(_ASKED, _TOLD[0])
    assert not _known(found)
    assert _agreeing(found) == []


def test_numbers_of_areas_that_it_does_not_name_tell_nothing():
    found = _found("The force recorded 511 offences of this kind, then 829; or 185 and 266.")
    assert _agreeing(found) == []


def test_where_most_numbers_are_others_those_that_fit_may_be_chance():
    other = "The force took 4,310 calls, 5,120 letters, 6,230 visits, 7,340 emails and 8,450 texts."
    assert not _known(_found(_ASKED, *_TOLD, other))


def test_where_another_series_fits_as_well_neither_is_meant():
    counts = (("Devon and Cornwall", 511, 829), ("Dorset", 185, 266))
    other = tuple(
        fact(who, when, number, "child_cruelty_and_neglect")
        for who, first, last in counts
        for when, number in (("2016/17", first), ("2017/18", last))
    )
    assert not _known(_found(_ASKED, *_TOLD, facts=(*PUBLISHED, *other)))


def test_numbers_that_are_of_no_offence_at_all_are_no_topic():
    found = _found("Devon and Cornwall had 511 visitors, then 829. Dorset went from 185 to 266.")
    assert _agreeing(found) == []
