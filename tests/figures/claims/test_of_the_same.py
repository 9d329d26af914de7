"""Numbers "of them": they count what the number before them counts, ages and all."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_ALL = "other:sexual offences against children"
_YOUNG = "other:sexual offences against children aged four to eight"
_FACTS = tuple(
    fact(area, "2017/18", number, series, series_name=series.removeprefix("other:"))
    for area, number, series in (
        ("Kent", 1_681, _ALL),
        ("Kent", 177, _YOUNG),
        ("Surrey", 1_290, _ALL),
        ("Surrey", 130, _YOUNG),
    )
)
_FIRST = (
    "In 2017/18 there were 7,000 sexual offences against children aged four to eight nationally"
)


def _verdicts(*text: str) -> dict[str, str]:
    headline = "Sexual offences against children"
    found = checked(*text, headline=headline, facts=_FACTS).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    "told",
    [
        "; Kent Police recorded {} of them.",
        ", and Kent Police had {} of those.",
        "; {} of them were recorded in Kent.",
        "; of these, {} were recorded by Kent Police.",
    ],
)
@pytest.mark.parametrize(("number", "verdict"), [("177", "agrees"), ("717", "differs")])
def test_of_them_is_of_the_ages_told_before(told: str, number: str, verdict: str):
    assert _verdicts(_FIRST + told.format(number))[number] == verdict


@pytest.mark.parametrize(
    "told", ["Kent Police recorded {} of these.", "Of these, {} were recorded by Kent Police."]
)
@pytest.mark.parametrize("number", ["177", "1,681", "717"])
def test_a_sentence_later_the_ages_are_still_meant_and_never_all(told: str, number: str):
    assert _verdicts(f"{_FIRST}. {told.format(number)}")[number] == "cannot_tell"


def test_the_number_of_all_ages_is_not_that_of_those_told_before():
    found = _verdicts(f"{_FIRST}; Kent Police recorded 1,681 of them.")
    assert found["1,681"] != "agrees"


@pytest.mark.parametrize(("number", "verdict"), [("130", "agrees"), ("131", "differs")])
def test_the_numbers_that_follow_in_a_list_are_of_the_same(number: str, verdict: str):
    text = f"{_FIRST}; Kent Police recorded 177 of them and Surrey Police {number}."
    assert _verdicts(text)[number] == verdict
    text = f"{_FIRST}; Kent Police recorded 177 of them, Surrey Police {number}."
    assert _verdicts(text)[number] == verdict


@pytest.mark.parametrize(
    "text",
    [
        (
            "Snapchat was used in 2,900 of the sexual offences against children in 2017/18; Kent"
            " Police recorded 1,681 of them."
        ),
        (
            "Kent Police recorded 1,681 sexual offences against children in 2017/18, and 177 of"
            " them were on Snapchat."
        ),
    ],
)
def test_of_them_is_never_more_than_what_they_are_of(text: str):
    found = _verdicts(text)
    assert "differs" not in found.values()
    assert found["1,681" if text.startswith("Snapchat") else "177"] == "cannot_tell"


def test_a_number_that_names_what_it_counts_is_of_that():
    text = f"{_FIRST}; Kent Police recorded 177 of them, and in total it had 1,681."
    assert _verdicts(text) == {"7,000": "cannot_tell", "177": "agrees", "1,681": "agrees"}
    text = f"{_FIRST}; Kent Police recorded 177 of them."
    more = "Kent had 1,681 sexual offences against children in all."
    assert _verdicts(f"{text} {more}")["1,681"] == "agrees"


def test_those_are_what_the_sentence_itself_named_before():
    text = (
        "Sexual offences against children are another matter: Kent had 1,681 of those in 2017/18."
    )
    assert _verdicts(f"{_FIRST}. {text}")["1,681"] == "agrees"
