"""Offences told as online are their own series, and "crimes against children" the article's."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from beholden.figures.core.claims.naming.what import whats
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_ALL, _ONLINE = "other:sexual offences against children", "other:online offences against children"
_FACTS = tuple(
    fact(who, when, value, series, series_name=series.removeprefix("other:"))
    for series, who, when, value in (
        (_ALL, "Kent", "2016/17", 1400), (_ALL, "Kent", "2017/18", 2202),
        (_ALL, "UK total", "2016/17", 55507), (_ALL, "UK total", "2017/18", 64667),
        (_ONLINE, "Kent", "2016/17", 225), (_ONLINE, "Kent", "2017/18", 374),
        (_ONLINE, "Dorset", "2017/18", 99),
        (_ONLINE, "UK total", "2016/17", 4042), (_ONLINE, "UK total", "2017/18", 8224),
    )
)  # fmt: skip


def _claim(*text: str, number: str, headline: str = "Sexual offences against children") -> Checked:
    found = checked(*text, facts=_FACTS, headline=headline).checked
    return next(one for one in found if one.claim.phrase.text == number)


def _verdict(*text: str, number: str, headline: str = "Sexual offences against children") -> str:
    return _claim(*text, number=number, headline=headline).judgement.verdict


@pytest.mark.parametrize(
    "told",
    [
        "{} online sexual offences against children",
        "{} cyber-related sex crimes against children",
        "{} 'cyber-flagged' child sex offences",
        "{} internet-enabled child sexual offences",
        "{} child sexual offences with an online element",
        "{} child sexual offences that had a cyber element",
        "{} sexual offences against children committed on the internet",
    ],
)
@pytest.mark.parametrize(
    ("number", "verdict"), [("374", "agrees"), ("2,202", "differs"), ("225", "differs")]
)
def test_offences_online_are_not_all_of_them(told: str, number: str, verdict: str):
    text = f"In 2017/18 Kent Police recorded {told.format(number)}."
    assert _verdict(text, number=number) == verdict


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("A total of 374 child sex crimes recorded in Kent in 2017/18 involved an online element.",
         "A total of 374", "agrees"),
        ("A total of 2,202 child sex crimes noted in Kent in 2017/18 involved an online element.",
         "A total of 2,202", "differs"),
        ("Of 2,202 child sex crimes recorded in Kent in 2017/18, 374 had an online element.",
         "2,202", "agrees"),
        ("Of 374 child sex crimes recorded in Kent in 2017/18, 225 had an online element.", "374",
         "differs"),
    ],
)  # fmt: skip
def test_words_further_on_tell_it_unless_a_number_stands_between(
    text: str, number: str, verdict: str
):
    assert _verdict(text, number=number) == verdict


@pytest.mark.parametrize("called", ["offences against youngsters", "crimes against children"])
@pytest.mark.parametrize(
    ("headline", "number", "verdict"),
    [
        ("Child sex offences in Kent", "2,202", "agrees"),
        ("Child sex offences in Kent", "2,022", "differs"),
        ("Online child sex offences in Kent", "374", "agrees"),
        ("Online child sex offences in Kent", "2,202", "cannot_tell"),
        ("Online child sex offences in Kent", "2,022", "differs"),
        ("Child abuse image offences in Kent", "2,202", "cannot_tell"),
        ("Child cruelty and neglect in Kent", "2,202", "cannot_tell"),
    ],
)
def test_crimes_against_children_are_those_of_the_article(
    called: str, headline: str, number: str, verdict: str
):
    text = f"In 2017/18 Kent Police recorded {number} {called}."
    assert _verdict(text, number=number, headline=headline) == verdict


@pytest.mark.parametrize(
    ("number", "verdict"), [("8,224", "agrees"), ("8,225", "cannot_tell"), ("4,042", "cannot_tell")]
)
@pytest.mark.parametrize("where", ["England, Wales and Northern Ireland"])
def test_the_nations_without_scotland_where_the_data_have_none_of_its_kind(
    where: str, number: str, verdict: str
):
    text = f"Police in {where} logged {number} online child sex offences in 2017/18."
    assert _verdict(text, number=number) == verdict


def test_other_offences_of_three_nations_are_not_those_of_the_country():
    where = "England, Wales and Northern Ireland"
    text = f"Police in {where} logged 64,667 child sexual offences in 2017/18."
    assert _verdict(text, number="64,667") != "agrees"


def test_a_series_with_numbers_of_scotland_is_that_of_the_whole_country():
    where = "England, Wales and Northern Ireland"
    text = f"Police in {where} logged 8,224 online child sex offences in 2017/18."
    facts = (*_FACTS, fact("Scotland", "2017/18", 640, _ONLINE, series_name=_ONLINE[6:]))
    (found,) = checked(text, facts=facts, headline="Online child sex offences").checked
    assert found.judgement.verdict != "agrees"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("online child sexual offences", "other:online child sexual offences"),
        ("cyber crimes against children", "other:online offences against children"),
        ("online sexual abuse crimes", "other:online sexual offences"),
        ("crimes against children", "other:offences against children"),
        ("cases in which under-18s shared indecent images", "other:sexting"),
    ],
)
def test_the_series_of_everyday_names(text: str, expected: str):
    assert [one.series for one in whats(text)] == [expected]


@pytest.mark.parametrize(
    ("number", "who", "verdict"), [("99", "Dorset", "agrees"), ("374", "Dorset", "differs")]
)
def test_reported_to_a_force_after_a_long_name_of_the_offences(number: str, who: str, verdict: str):
    text = (
        f"In 2017/18 there were {number} cyber-related sexual offences against children under 18 "
        "reported to Dorset Police."
    )
    found = _claim(text, number=number, headline="Online child sex offences in Kent")
    assert (found.claim.subject.name, found.judgement.verdict) == (who, verdict)


@pytest.mark.parametrize(
    ("number", "verdict"), [("64,667", "agrees"), ("2,202", "differs"), ("55,507", "differs")]
)
@pytest.mark.parametrize("whom", ["children", "victims aged under 18", "young people"])
def test_whom_offences_are_committed_against_is_nothing_compared_with(
    whom: str, number: str, verdict: str
):
    """Neither the area behind it nor the year is that of another number."""
    text = f"Police logged {number} sexual offences recorded against {whom} in the UK in 2017/18."
    found = _claim("Kent Police gave figures.", text, number=number, headline="Child sex offences")
    assert (found.claim.subject.name, found.judgement.verdict) == ("United Kingdom", verdict)


@pytest.mark.parametrize(("number", "verdict"), [("177", "agrees"), ("152", "differs")])
def test_a_rate_behind_a_rise_is_of_the_year_that_rose(number: str, verdict: str):
    found = checked(
        "Forces in the UK logged 64,667 sexual offences against victims aged under 18 in 2017/18.",
        f"This was a rise of 17% compared with the previous year, and equates to {number} a day.",
        facts=_FACTS,
        headline="Child sex offences recorded by police",
    ).checked
    (rate,) = (one for one in found if number in one.claim.phrase.text)
    assert rate.judgement.verdict == verdict


@pytest.mark.parametrize("number", ["59%", "27%"])
def test_children_on_a_register_are_none_of_the_offences(number: str):
    text = (
        f"In 2017/18 there were 374 children - {number} of the total number - from Kent on the "
        "Child Protection Register."
    )
    found = checked(text, facts=_FACTS, headline="Child sex offences in Kent").checked
    assert all(one.judgement.verdict == "cannot_tell" for one in found)


@pytest.mark.parametrize("number", ["16.5%", "half"])
def test_a_rise_of_those_flagged_as_online_is_none_of_all(number: str):
    text = (
        "In 2017/18 one in 10 offences in the UK was flagged as having an online element, "
        f"up by {number} on the year before."
    )
    found = checked(text, facts=_FACTS, headline="Sexual offences against children").checked
    assert {one.judgement.verdict for one in found} <= {"cannot_tell"}


@pytest.mark.parametrize(("said", "verdict"), [("nationally", "agrees"), ("in the UK", "differs")])
def test_nationally_may_mean_england_and_wales(said: str, verdict: str):
    series = _ALL.removeprefix("other:")
    facts = (
        fact("England and Wales", "2017/18", 60000, _ALL, series_name=series),
        fact("UK total", "2016/17", 55507, _ALL, series_name=series),
    )
    text = f"In 2017/18 there were 60,000 sexual offences against children {said}."
    (found,) = checked(text, facts=facts, headline="Sexual offences against children").checked
    assert found.judgement.verdict == verdict


@pytest.mark.parametrize(
    ("headline", "verdict"),
    [
        ("Child sex crimes rise in Kent as NSPCC counts one every eight minutes", "agrees"),
        ("Child sex crimes rise in Kent with one every eight minutes", "differs"),
    ],
)
def test_what_a_charity_counts_may_be_the_country(headline: str, verdict: str):
    found = checked("Figures for 2017/18 are out.", facts=_FACTS, headline=headline).checked
    (rate,) = (one for one in found if "eight minutes" in one.claim.phrase.text)
    assert rate.judgement.verdict == verdict


@pytest.mark.parametrize(("number", "verdict"), [("225", "agrees"), ("226", "cannot_tell")])
def test_what_is_compared_with_those_online_are_those_online(number: str, verdict: str):
    flagged = "An online element was found in 374 sex offences against children in the last year"
    text = f"{flagged} - {number} the previous year."
    assert _verdict("Kent Police has told of its 2017/18.", text, number=number) == verdict


def test_the_ages_of_another_number_do_not_name_a_series():
    name = "sexual offences against children aged four to eight"
    facts = (fact("Kent", "2017/18", 310, f"other:{name}", series_name=name),)
    text = (
        "In 2017/18 Kent Police recorded 310 sexual offences, 12 of them against children aged four"
        " to eight."
    )
    found = checked(text, facts=facts, headline="Sexual offences against children").checked
    assert "agrees" not in {one.judgement.verdict for one in found}


def test_another_offence_that_a_sentence_names_is_no_narrower_one():
    facts = tuple(
        fact("Kent", "2017/18", count, f"other:{name}", series_name=name)
        for name, count in (("child sexual offences", 2_202), ("child neglect", 500))
    )
    text = "In 2017/18 Kent Police recorded 500 child sexual offences and neglect."
    (found,) = checked(text, facts=facts, headline="Sexual offences against children").checked
    assert found.judgement.verdict == "differs"


@pytest.mark.parametrize(
    "told",
    [
        "374 charges were brought in Kent for online child sexual offences",
        "the helpline in Kent had 374 calls about child sexual offences that had an online element",
    ],
)
def test_charges_and_calls_about_offences_online_are_none_of_them(told: str):
    assert _verdict(f"In 2017/18 {told}.", number="374") == "cannot_tell"


def test_what_stands_beyond_a_semicolon_tells_no_number_to_be_online():
    told = "Offences took place online; Kent Police recorded 374 child sexual offences in 2017/18."
    assert _verdict(told, number="374") == "differs"
