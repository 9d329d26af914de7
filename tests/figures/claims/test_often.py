"""What happens so often is only the offences where the words say so."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding.counted._often import happening
from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences on the rise, charity warns"


def _verdicts(text: str) -> list[str]:
    return [one.judgement.verdict for one in checked(text, headline=_HEADLINE).checked]


@pytest.mark.parametrize("minutes", [23, 40])
@pytest.mark.parametrize(
    "text",
    [
        "Every {} minutes an arrest is made in the UK over such images.",
        "A child in the UK becomes a victim every {} minutes.",
        "In the UK a new child abuse image is shared every {} minutes.",
        "UK police remove a child abuse image every {} minutes.",
        "The police in the UK deal with a robbery every {} minutes.",
        "Officers across the UK are alerted every {} minutes about such images.",
        "A suspect is charged every {} minutes in the UK.",
        "UK police arrest someone every {} minutes for viewing abuse.",
        "One every {} minutes is arrested in the UK.",
        "In the UK a picture is reported to the NSPCC every {} minutes.",
    ],
)
def test_other_things_that_happen_so_often_are_not_in_the_data(text: str, minutes: int):
    assert set(_verdicts(text.format(minutes))) <= {"cannot_tell"}


@pytest.mark.parametrize(("minutes", "verdict"), [(23, "agrees"), (40, "differs")])
@pytest.mark.parametrize(
    "text",
    [
        "An offence involving an indecent image of a child is recorded every {} minutes in the UK.",
        "Every {} minutes another such crime is logged by police in the UK.",
        "UK police record a child abuse image offence every {} minutes.",
        "Police in the UK log an offence every {} minutes, and 30 children were made safe.",
    ],
)
def test_offences_that_happen_so_often_are_still_checked(text: str, minutes: int, verdict: str):
    assert _verdicts(text.format(minutes)) == [verdict]


@pytest.mark.parametrize("count", [767, 900])
@pytest.mark.parametrize(
    "text",
    [
        "Essex Police brought {} offenders before the courts in 2017/18.",
        "Essex Police charged {} suspects in 2017/18.",
        "In 2017/18, {} offenders were prosecuted in Essex.",
    ],
)
def test_people_who_were_arrested_or_tried_are_not_in_the_data(text: str, count: int):
    assert _verdicts(text.format(count)) == ["cannot_tell"]


def test_an_arrest_beside_a_count_of_offences_is_not_that_count():
    text = "UK police recorded 22,724 offences in 2017/18, and an arrest was made every 23 minutes."
    assert _verdicts(text) == ["agrees", "cannot_tell"]


def test_the_noun_of_a_rate():
    assert happening("A child is groomed ", "every two hours", " in Kent") == "child"
    assert not happening("An offence against a child is recorded ", "every hour", "")
    assert not happening("The force recorded ", "two offences a day", " and arrested people")


def test_how_often_police_are_called_out_is_no_rate_of_the_offences():
    found = checked(
        "Police in Essex are called out three times a day.", headline="Child abuse image offences"
    ).checked
    assert [one.claim.series for one in found] == ["other:calls and reports"]


def test_a_rate_at_the_head_of_a_comment_or_of_a_sentence_is_one_of_the_offences():
    for headline, told in (
        ("Comment: Two a day is no statistic", ()),
        ("Child abuse image offences", ("It is a lot.", "Two a day.")),
    ):
        found = checked(*told, _ESSEX_HAD, headline=headline).checked
        rates = [one for one in found if one.claim.phrase.text == "Two a day"]
        assert [one.judgement.verdict for one in rates] == ["agrees"]


def test_a_rate_is_not_made_of_the_count_of_the_year_before():
    told = (
        "That is more than two every day; it is 35 per cent more than in the year before, when"
        " there were 568."
    )
    found = checked(_ESSEX_HAD, told, headline="Child abuse image offences in Essex").checked
    assert {one.judgement.verdict for one in found} == {"agrees"}


_ESSEX_HAD = "Essex Police recorded 767 child abuse image offences in 2017/18."
