"""Each of several changes has its own base, its own pair of counts, and its own part."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_OFFENCES = "child abuse image offences"


def _claims(*text: str, headline: str = "Child abuse image offences in Essex") -> list[Checked]:
    return list(
        checked(*(one.replace("CAIO", _OFFENCES) for one in text), headline=headline).checked
    )


def _verdict(*text: str, number: str, headline: str = "Child abuse image offences in Essex") -> str:
    found = _claims(*text, headline=headline)
    return next(one for one in found if one.claim.phrase.text == number).judgement.verdict


@pytest.mark.parametrize(
    ("first", "second", "verdicts"),
    [
        ("30%", "61%", ["agrees", "agrees"]),
        ("61%", "30%", ["differs", "differs"]),
        ("30%", "31%", ["agrees", "differs"]),
    ],
)
@pytest.mark.parametrize("order", ["{} {}", "{1} {0}"])
def test_two_changes_of_one_sentence_have_each_the_pair_in_its_turn(
    first: str, second: str, verdicts: list[str], order: str
):
    one, other = (
        f"abuse referrals rose by {first}, from 144 to 187",
        (f"neglect referrals jumped by {second}, from 499 to 803"),
    )
    told = [one, other] if order == "{} {}" else [other, one]
    text = f"In Kent {told[0]}, and {told[1]}."
    found = {
        number: _verdict(text, number=number, headline="Calls to the helpline about neglect")
        for number in (first, second)
    }
    assert [found[first], found[second]] == verdicts


@pytest.mark.parametrize(("headline", "verdict"), [("Calls to helpline up 58%", "cannot_tell")])
def test_a_headline_is_not_held_against_counts_of_other_calls(headline: str, verdict: str):
    text = "Calls to the helpline from Kent rose from 1,885 in 2016/17 to 2,297 in 2017/18."
    assert _verdict(text, number="58%", headline=headline) == verdict


@pytest.mark.parametrize(
    ("number", "verdict"), [("35 per cent", "agrees"), ("53 per cent", "differs")]
)
def test_the_base_behind_a_change_is_no_later_count_than_that_of_another(number: str, verdict: str):
    text = (
        "In 2017/18 Essex Police recorded 767 CAIO. That is a jump of 200 per cent on the 256 "
        f"recorded in 2013/14 - and {number} more than the 568 in 2016/17."
    )
    assert _verdict(text, number=number) == verdict
    assert _verdict(text, number="568") == "agrees"


@pytest.mark.parametrize("number", ["411", "568"])
@pytest.mark.parametrize(
    "opening",
    [
        "Where the child was younger than 13 the rise was steeper",
        "Among children aged ten and under it was steeper still",
        "In cases where the victim was under 12 the rise was larger",
    ],
)
def test_a_sentence_about_the_youngest_counts_a_part(opening: str, number: str):
    text = f"{opening}, police in Essex said: {number} in 2017/18 as against 226 in 2016/17."
    assert _verdict("Essex recorded 767 CAIO in 2017/18.", text, number=number) == "cannot_tell"


@pytest.mark.parametrize(("number", "verdict"), [("82%", "agrees"), ("35%", "differs")])
def test_what_points_back_at_a_part_is_worked_out_from_the_part(number: str, verdict: str):
    part = (
        "Where the child was under 13 it rose more, Essex Police revealed: 411 in 2017/18 as "
        "against 226 in 2016/17."
    )
    told = ("Essex recorded 767 CAIO in 2017/18.", part, f"This is a rise of {number}.")
    assert _verdict(*told, number=number) == verdict


@pytest.mark.parametrize(
    ("number", "verdict"), [("two a day", "agrees"), ("four a day", "differs")]
)
def test_a_year_between_dashes_is_that_of_the_number_there(number: str, verdict: str):
    text = (
        "The total for Essex \u2013 199 higher than in 2016/17 \u2013 means that "
        f"about {number} were recorded."
    )
    told = ("Essex recorded 767 CAIO in 2017/18.", text)
    found = [one for one in _claims(*told) if number.split(maxsplit=1)[0] in one.claim.phrase.text]
    assert [one.judgement.verdict for one in found] == [verdict]


@pytest.mark.parametrize(("base", "verdict"), [(90, "differs"), (105, "agrees")])
def test_both_counts_beside_a_multiple_tell_that_it_is_none(base: int, verdict: str):
    facts = (
        fact("Bedfordshire", "2015/16", 106),
        fact("Bedfordshire", "2016/17", base),
        fact("Bedfordshire", "2017/18", 200),
    )
    text = (
        f"In Bedfordshire police recorded 200 {_OFFENCES}, nearly doubling from the {base} of the "
        "year before."
    )
    found = checked(text, facts=facts, headline="Child abuse image offences").checked
    (multiple,) = (one for one in found if "doubling" in one.claim.phrase.text)
    assert multiple.judgement.verdict == verdict


@pytest.mark.parametrize(
    ("number", "verdict"), [("35 per cent", "agrees"), ("53 per cent", "differs")]
)
def test_a_change_and_a_multiple_have_each_the_year_behind_them(number: str, verdict: str):
    text = (
        f"The number in Essex shows an increase of {number} compared to 2016/17, and more than "
        "double the total in 2013/14."
    )
    told = ("Essex recorded 767 CAIO in 2017/18, against 568 in 2016/17.", text)
    assert _verdict(*told, number=number) == verdict


@pytest.mark.parametrize(
    ("others", "verdict"), [("", "differs"), (" Kent Police did not comment.", "cannot_tell")]
)
def test_a_change_without_its_area_is_of_the_only_one_that_is_named(others: str, verdict: str):
    told = (
        "The number of CAIO was up by 53 per cent in a year.",
        f"Essex Police gave the figures for 2017/18.{others}",
    )
    found = _verdict(*told, number="53 per cent", headline="Child abuse image offences")
    assert found == verdict


@pytest.mark.parametrize(
    ("number", "verdict"), [("35 per cent", "agrees"), ("53 per cent", "differs")]
)
def test_the_rise_that_comes_as_the_country_has_its_own_is_that_told_before(
    number: str, verdict: str
):
    told = (
        "Essex recorded 767 CAIO in 2017/18, against 568 in 2016/17.",
        f"The rise of {number} comes as police across the UK report a 23 per cent one, to 22,724.",
    )
    assert _verdict(*told, number=number) == verdict


@pytest.mark.parametrize("number", ["186", "1,335"])
def test_so_many_of_a_sum_over_years_are_a_part(number: str):
    text = (
        "Essex Police recorded 1,335 CAIO in the last two years, the charity found, and in "
        f"{number} of them the child was of primary school age."
    )
    found = [one for one in _claims(text) if one.claim.phrase.text == number]
    assert found[-1].judgement.verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("number", "verdict"), [("35 per cent", "agrees"), ("53 per cent", "differs")]
)
def test_a_change_that_points_back_is_not_that_of_the_country_named_behind_it(
    number: str, verdict: str
):
    told = (
        "Essex recorded 767 CAIO in 2017/18, against 568 in 2016/17. That was a rise of "
        f"{number}, at a time when the UK total swelled to 22,724."
    )
    assert _verdict(told, number=number) == verdict
