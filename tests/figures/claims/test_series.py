"""What an article counts: its topic, and series that the data bring with them."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.judging.dataset import Fact
from beholden.figures.core.claims.models import Checked
from beholden.figures.core.claims.naming.series import Series, named
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_CRUELTY = "other:child_cruelty_and_neglect"
_ONLINE = "other:online offences against children"
_SEXUAL = "other:sexual offences against children"
_BURGLARY = "other:burglary offences"
_INDECENT = "other:communicating indecently with a child"


def _of(series: str, who: str, earlier: int, later: int) -> tuple[Fact, ...]:
    name = series.removeprefix("other:")
    return tuple(
        fact(who, when, value, series, series_name=name)
        for when, value in (("2016/17", earlier), ("2017/18", later))
    )


FACTS = (
    *PUBLISHED,
    *_of(_CRUELTY, "UK total", 14_263, 16_939),
    *_of(_CRUELTY, "Essex", 120, 150),
    *_of(_SEXUAL, "Essex", 1_347, 1_681),
    *_of(_ONLINE, "Essex", 225, 374),
    *_of(_BURGLARY, "Essex", 9_000, 8_100),
    *_of(_INDECENT, "Scotland", 429, 581),
)


def _told(*pieces: str, headline: str) -> dict[str, Checked]:
    found = checked(*pieces, headline=headline, facts=FACTS).checked
    return {one.claim.phrase.text: one for one in found}


def _verdicts(*pieces: str, headline: str) -> dict[str, str]:
    return {
        number: one.judgement.verdict for number, one in _told(*pieces, headline=headline).items()
    }


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("burglary offences", "Burglaries fell, and burglary offences rose.",
         ["Burglaries", "burglary offences"]),
        ("communicating indecently with a child", "offences of indecent communication were",
         ["offences of indecent communication"]),
        ("communicating indecently with a child", "an indecent image, communicated by post", []),
        # A word that stands in many names tells none.
        ("online offences against children", "Online offences rose.", []),
        ("sexual offences against children", "sexual offences", []),
        ("one two three four five telling words here", "one two three", []),
    ],
)  # fmt: skip
def test_a_series_is_named_by_the_words_that_tell_it(name: str, text: str, found: list[str]):
    series = Series(f"other:{name}", name)
    assert [one.text for one in named(text, [series])] == found
    assert all(one.series == series.key for one in named(text, [series]))


def test_an_article_is_about_what_it_speaks_of_most_and_not_about_a_helpline():
    found = _verdicts(
        "Offences of child cruelty and neglect in the UK have risen, the charity said.",
        "There were 16,939 in 2017/18.",
        "There were also 19,937 calls to its helpline about neglect.",
        "Most calls to the helpline are about one family.",
        headline="Child cruelty and neglect offences rise",
    )
    assert (found["16,939"], found["19,937"]) == ("agrees", "cannot_tell")


def test_an_offence_that_is_only_mentioned_is_not_the_topic():
    found = _verdicts(
        "Essex Police recorded 1,681 in 2017/18.",
        "The new offence of sexual communication with a child comes into force next month.",
        headline="Sexual offences against children rise",
    )
    assert found["1,681"] == "agrees"


@pytest.mark.parametrize(("number", "verdict"), [("8,100", "agrees"), ("8,200", "differs")])
def test_a_series_of_the_data_is_checked_under_its_plural(number: str, verdict: str):
    told = f"Essex Police recorded {number} burglaries in 2017/18."
    assert _verdicts(told, headline="Burglary")[number] == verdict


@pytest.mark.parametrize(("number", "verdict"), [("581", "agrees"), ("601", "differs")])
def test_a_series_of_the_data_is_told_in_other_forms_of_its_words(number: str, verdict: str):
    told = f"Police in Scotland recorded {number} offences of indecent communication in 2017/18."
    assert _verdicts(told, headline="Police figures")[number] == verdict


def test_a_part_with_an_online_element_is_the_series_of_online_offences():
    found = _verdicts(
        "An online element was noted in 374 of the offences in Essex in 2017/18, up from 225.",
        headline="Sexual offences against children in Essex",
    )
    assert found == {"374": "agrees", "225": "agrees"}


def test_a_wrong_number_of_online_offences_does_not_agree():
    found = _verdicts(
        "An online element was noted in 380 of the offences in Essex in 2017/18.",
        headline="Sexual offences against children in Essex",
    )
    assert found["380"] != "agrees"


def test_the_number_of_another_series_is_not_wrong_where_nothing_is_named():
    found = _told(
        "In all 150 were recorded by Essex Police in 2017/18.",
        headline="Child abuse image offences",
    )["150"]
    assert found.judgement.verdict == "cannot_tell"


def test_what_is_made_of_rough_counts_is_not_wrong():
    found = _verdicts(
        "Kent Police recorded more than 3,200 burglaries in 2019/20, or 62 a week.",
        headline="Burglary in Kent",
    )
    assert found["62 a week"] == "cannot_tell"


def test_grooming_in_scotland_has_the_name_of_its_law():
    found = _verdicts(
        "Police Scotland recorded 581 online grooming crimes against children in 2017/18.",
        headline="Grooming crimes in Scotland",
    )
    assert found["581"] == "agrees"


def test_grooming_elsewhere_has_not():
    found = _verdicts(
        "Kent Police recorded 581 online grooming crimes against children in 2017/18.",
        headline="Grooming crimes in Kent",
    )
    assert found["581"] == "cannot_tell"


@pytest.mark.parametrize(
    "words", ["cruelty and neglect offences", "offences of cruelty to children", "child neglect"]
)
def test_cruelty_is_told_in_several_ways(words: str):
    told = f"Essex Police recorded 150 offences in 2017/18, according to figures on {words}."
    found = _told(told, headline="Child cruelty and neglect offences")
    assert found["150"].judgement.verdict == "agrees"


def test_online_grooming_is_grooming():
    found = _verdicts(
        "Online grooming crimes in Essex have reached 374.",
        headline="Online grooming in Essex in 2017/18",
    )
    assert found["374"] != "agrees"


_YOUNG = "other:sexual offences against children aged four to eight"
_ALL_AGES = "other:sexual offences"


def _agreeing(text: str, *more: Fact) -> dict[str, str]:
    found = checked(text, headline="Sexual offences against children", facts=(*FACTS, *more))
    return {one.claim.phrase.text: one.judgement.verdict for one in found.checked}


def test_a_series_of_all_victims_beside_it_takes_nothing_from_the_one_of_children():
    text = "In 2017/18 police in Essex recorded 1,681 child sex offences."
    assert _agreeing(text) == {"1,681": "agrees"}
    assert _agreeing(text, *_of(_ALL_AGES, "Essex", 3_002, 3_511)) == {"1,681": "agrees"}


def test_the_series_of_an_age_is_the_one_of_a_sentence_that_names_the_age():
    text = "In 2017/18 there were 77 sexual offences against children aged four to eight in Essex."
    assert _agreeing(text, *_of(_YOUNG, "Essex", 61, 77))["77"] == "agrees"


def test_a_district_of_the_data_takes_nothing_from_the_country():
    text = "In 2017/18 there were 61,000 sexual offences against children across the UK."
    country = _of(_SEXUAL, "UK total", 55_507, 61_000)
    assert _agreeing(text, *country) == {"61,000": "agrees"}
    assert _agreeing(text, *country, *_of(_SEXUAL, "Brent", 143, 193)) == {"61,000": "agrees"}


def test_ages_tell_a_series_in_words_and_in_digits_and_those_of_another_number_do_not():
    young = "other:sexual offences against children aged four to eight"
    held = (*FACTS, *_of(young, "Essex", 60, 77))

    def of(text: str) -> dict[str, tuple[str, str]]:
        found = checked(text, headline="Offences in Essex", facts=held).checked
        return {
            one.claim.phrase.text: (one.judgement.verdict, one.judgement.error_class)
            for one in found
        }

    for said in ("aged 4 to 8", "aged four to eight", "of four to eight"):
        text = f"Essex recorded 77 sexual offences against children {said} in 2017/18."
        assert of(text) == {"77": ("agrees", "")}
    text = "Essex recorded 77 sexual offences against children aged five to nine in 2017/18."
    assert of(text) == {"77": ("cannot_tell", "not_in_data")}
    text = (
        "Essex recorded 1,681 sexual offences against children in 2017/18, 77 of them against "
        "children aged four to eight."
    )
    assert of(text)["1,681"] == ("agrees", "")


@pytest.mark.parametrize(
    "thing", ["counselling sessions", "arrests", "calls to a helpline", "convictions"]
)
def test_what_is_about_sexual_offences_is_none_of_them(thing: str):
    text = f"In 2017/18 there were 1,681 {thing} about sexual abuse of children in Essex."
    found = _told(text, headline="Child sex offences in Essex")
    assert found["1,681"].judgement.verdict == "cannot_tell"
    other = _told(text.replace("1,681", "300"), headline="Child sex offences in Essex")
    assert other["300"].judgement.verdict == "cannot_tell"


def test_a_word_of_another_clause_makes_no_narrower_series():
    calls, narrow = "other:helpline referrals", "other:helpline referrals about neglect"
    held = (*FACTS, *_of(calls, "Essex", 2_900, 3_106), *_of(narrow, "Essex", 900, 1_010))

    def of(text: str) -> dict[str, str]:
        found = checked(text, headline="A helpline and its referrals", facts=held).checked
        return {one.claim.phrase.text: one.judgement.verdict for one in found}

    told = (
        "To have worries about {} looked into, the charity's Helpline for adults made 3,106 "
        "referrals to agencies across Essex in 2017/18."
    )
    assert of(told.format("abuse and neglect"))["3,106"] == "agrees"
    text = "In 2017/18 the helpline made 3,106 referrals about neglect in Essex."
    assert of(text)["3,106"] == "differs"
    text = "In 2017/18 the helpline made 1,010 referrals about neglect in Essex."
    assert of(text)["1,010"] == "agrees"


def test_sexual_offences_that_were_against_children_are_the_series_of_these():
    held = (*FACTS, *_of("other:sexual offences", "Essex", 4_800, 5_000))

    def of(text: str) -> dict[str, str]:
        found = checked(text, headline="Sex offences in Essex", facts=held).checked
        return {one.claim.phrase.text: one.judgement.verdict for one in found}

    text = "In 2017/18 Essex had 5,000 sex offences, and {} of these were against children."
    assert of(text.format("1,681")) == {"5,000": "agrees", "1,681": "agrees"}
    assert of(text.format("1,618")) == {"5,000": "agrees", "1,618": "differs"}
    text = "In Essex some 1,700 children were victims of sex offences in 2017/18."
    # One child may be the victim of many offences, so that the data cannot tell it of children.
    assert of(text) == {"some 1,700": "cannot_tell"}


@pytest.mark.parametrize(
    ("what", "verdict"),
    [
        ("arrests for sexual offences against children", "cannot_tell"),
        ("arrests over sexual offences against children", "cannot_tell"),
        ("sexual offences against children", "differs"),
    ],
)
def test_what_was_done_about_offences_is_none_of_them(what: str, verdict: str):
    text = f"In Essex {what} went down from 900 in 2016/17 to 800 in 2017/18."
    found = _verdicts(text, headline="Child sex offences in Essex")
    assert {found["900"], found["800"]} == {verdict}


@pytest.mark.parametrize(
    "tail", [" - online grooming among them -", ", rape and grooming among them,"]
)
def test_crimes_among_those_counted_are_not_what_is_counted(tail: str):
    text = f"In 2017/18 1,681 offences{tail} were recorded in Essex."
    found = checked(text, headline="Child sex offences in Essex", facts=FACTS).checked
    assert {one.claim.series for one in found} == {"other:child sexual offences"}


def test_reports_beside_charges_are_none_of_the_charges():
    held = (*FACTS, *_of("other:charges", "Essex", 382, 210))
    text = "In 2017/18 there were {} reports, and in 2016/17 there were 4,911."
    found = checked(text.format("4,205"), headline="Charges in Essex", facts=held).checked
    assert {one.judgement.verdict for one in found} == {"cannot_tell"}
    found = checked(text.format("210"), headline="Charges in Essex", facts=held).checked
    assert {one.judgement.verdict for one in found} == {"cannot_tell"}


def test_a_district_of_the_data_is_not_the_country_that_no_sentence_names():
    calls = _of("other:calls to a helpline", "Brent", 100, 212)
    found = checked(
        "Its helpline took 212 calls in 2017/18.", headline="Helpline", facts=(*FACTS, *calls)
    )
    assert [one.judgement.verdict for one in found.checked] == ["cannot_tell"]


def test_referrals_about_neglect_are_not_all_referrals():
    facts = tuple(
        fact("Kent", "2017/18", count, f"other:{name}", series_name=name)
        for name, count in (
            ("helpline referrals", 3_106), ("helpline referrals about neglect", 803),
        )
    )  # fmt: skip
    (found,) = checked(
        "In 2017/18 the helpline in Kent made 3,106 referrals about neglect.",
        headline="Calls to the helpline about neglect", facts=facts,
    ).checked  # fmt: skip
    assert found.judgement.verdict == "differs"
