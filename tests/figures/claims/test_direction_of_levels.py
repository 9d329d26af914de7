"""Counts that are right beside a word that is not, "fell to 767" from 568, and years swapped."""

from __future__ import annotations

from datetime import date

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_HEADLINE = "Child abuse image offences recorded by police"
_FIVE = (
    fact("Hertfordshire", "2013/14", 250),
    fact("Hertfordshire", "2014/15", 340),
    fact("Hertfordshire", "2016/17", 309),
    fact("Hertfordshire", "2017/18", 301),
)


def _verdicts(*told: str, five: bool = False) -> dict[str, tuple[str, str]]:
    found = checked(*told, headline=_HEADLINE, facts=_FIVE if five else PUBLISHED).checked
    return {
        one.claim.phrase.number: (one.judgement.verdict, one.judgement.error_class) for one in found
    }


_TRUE = ("agrees", "")
_FALSE = ("differs", "direction")

_LEVELS = (
    # A sentence with a gap for the word, the true and the false word, and whose number it is.
    ("Offences in Essex {} to 767 last year.", "climbed", "dropped", "767"),
    ("Essex saw its offences {} to 767 in 2017/18.", "jump", "fall", "767"),
    ("There was a {} to 767 offences in Essex in 2017/18.", "rise", "drop", "767"),
    ("Essex Police recorded 767 offences in 2017/18, {} from 568 a year earlier.", "up", "down",
     "568"),
    ("Essex Police recorded 767 offences in 2017/18 - {} on the 568 of 2016/17.", "an increase",
     "a reduction", "568"),
    ("Essex Police recorded 767 offences in 2017/18, {} than the 568 in 2016/17.", "more", "fewer",
     "568"),
    ("Derbyshire's offences have {} from 302 to 301 in a year.", "fallen", "risen", "301"),
    ("In Derbyshire the number {}, from 302 in 2016/17 to 301 in 2017/18.", "fell", "rose", "302"),
    ("Essex recorded {} offences in 2017/18 (767) than in 2016/17 (568).", "more", "fewer", "767"),
    ("Essex recorded {} offences in 2016/17 (568) than in 2017/18 (767).", "fewer", "more", "568"),
    ("Essex recorded {} offences last year than in 2016/17: 767 against 568.", "more", "fewer",
     "568"),
    ("Offences {} in Essex, with 767 in 2017/18 compared with 568 the year before.", "rose", "fell",
     "767"),
    ("In 2016/17 Essex recorded 568 offences, {} than the 767 of 2017/18.", "fewer", "more", "767"),
    ("Essex recorded 767 offences in 2017/18, {} than in 2016/17, when there were 568.", "more",
     "fewer", "568"),
    ("Essex recorded 767 offences in 2017/18, compared with a {} figure of 568 in 2016/17.",
     "lower", "higher", "568"),
    ("There was a {} in Essex, where 767 offences were recorded against 568 in 2016/17.", "rise",
     "decline", "767"),
    ("{} offences were recorded in Essex: 767, against 568 in 2016/17.", "More", "Fewer", "767"),
    ("There was {} in offences in Essex, with 767 recorded compared with 568 in 2016/17.",
     "an increase", "a decrease", "767"),
    ("In Essex the figure was 767 in 2017/18, compared to 568 in 2016/17, {}.", "a rise", "a fall",
     "767"),
    ("Offences in Essex {} back to 767 in 2017/18.", "climbed", "slipped", "767"),
)  # fmt: skip


@pytest.mark.parametrize(("sentence", "true", "false", "number"), _LEVELS)
def test_a_count_went_the_way_that_is_said(sentence: str, true: str, false: str, number: str):
    assert _verdicts(sentence.format(true))[number] == _TRUE
    assert _verdicts(sentence.format(false))[number] == _FALSE


@pytest.mark.parametrize(
    "sentence",
    [
        "Despite a fall in funding, Essex Police recorded 767 offences in 2017/18.",
        "Offences in Essex did not fall to 767 but stood at 767 in 2017/18.",
        "Offences fell in Hertfordshire, while Essex went from 568 to 767.",
        "A drop in reporting elsewhere led to 767 offences in Essex in 2017/18.",
        "Offences in Kent fell, but Essex recorded 767 in 2017/18 compared with 568 in 2016/17.",
    ],
)
def test_a_word_of_change_that_is_of_something_else_contradicts_nothing(sentence: str):
    assert _verdicts(sentence).get("767", _TRUE) == _TRUE


def test_the_year_compared_with_is_the_one_that_is_said():
    since = "The number of offences in Hertfordshire has risen to 301 since 2013/14."
    assert _verdicts(since, five=True)["301"][0] != "differs"
    before = "Hertfordshire Police recorded 250 offences in 2013/14."
    told = _verdicts(before, "The number rose to 301 in Hertfordshire in 2017/18.", five=True)
    assert told["301"] == ("cannot_tell", "ambiguous")
    told = _verdicts(
        before, "The number rose to 301 in Hertfordshire in 2017/18, from 309.", five=True
    )
    assert told["301"] == _FALSE


def test_a_count_that_the_data_do_not_hold_is_contradicted_by_the_one_beside_it():
    facts = (fact("Essex", "2017/18", 767),)
    told = "Essex Police recorded 767 offences in 2017/18, having fallen to 767 from 568."
    found = checked(told, headline=_HEADLINE, facts=facts).checked
    assert _FALSE in {(one.judgement.verdict, one.judgement.error_class) for one in found}


_SWAPPED = (
    ("Offences in Essex were {} in 2016/17 than in 2017/18.", "26 per cent lower",
     "35 per cent higher"),
    ("Essex Police recorded {} offences in 2016/17 than in 2017/18.", "199 fewer", "199 more"),
    ("In 2016/17 Essex Police recorded 568 offences, {} than the 767 recorded in 2017/18.",
     "26 per cent fewer", "26 per cent more"),
    ("Offences in Essex were {} in 2017/18 than in 2016/17.", "35 per cent higher",
     "26 per cent lower"),
)  # fmt: skip


@pytest.mark.parametrize(("sentence", "true", "false"), _SWAPPED)
def test_a_change_is_told_against_the_year_behind_than(sentence: str, true: str, false: str):
    def verdict(words: str) -> str:
        found = checked(sentence.format(words), headline=_HEADLINE).checked
        return next(one.judgement.verdict for one in found if one.claim.phrase.text in words)

    assert (verdict(true), verdict(false)) == ("agrees", "differs")


@pytest.mark.parametrize(
    "sentence",
    [
        "There were {} offences in Essex last year (2016/17: {}).",
        "Last year Essex Police recorded {} offences, the year before {}.",
        "Essex (2017/18: {}; 2016/17: {})",
        "Essex recorded {} offences in 2017/18; in 2016/17 it was {}.",
    ],
)
def test_a_year_that_opens_a_number_is_that_of_no_other(sentence: str):
    told = _verdicts(sentence.format(767, 568))
    assert (told["767"], told["568"]) == (_TRUE, _TRUE)
    swapped = _verdicts(sentence.format(568, 767))
    assert "agrees" not in {swapped["767"][0], swapped["568"][0]}


@pytest.mark.parametrize(
    "sentence",
    [
        "Essex saw the number jump from 767 to 568.",
        "Essex Police recorded 568 offences in 2017/18 (down from 767).",
        "The number in Essex went from 767 to 568.",
    ],
)
def test_two_counts_that_stand_in_each_others_place_differ(sentence: str):
    told = _verdicts(sentence)
    assert {told["767"], told["568"]} == {("differs", "year_label")}


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Hertfordshire recorded {} offences in 2017/18, compared with Essex's {}.", (301, 767)),
        ("{} offences were recorded by Essex Police and {} by Bedfordshire Police in 2017/18.",
         (767, 200)),
        ("The {} offences in Essex in 2017/18 dwarfed Hertfordshire's {}.", (767, 301)),
    ],
)  # fmt: skip
def test_the_only_year_of_a_sentence_is_that_of_both_areas(sentence: str, numbers: tuple[int, int]):
    one, other = numbers
    assert set(_verdicts(sentence.format(one, other)).values()) == {_TRUE}
    swapped = _verdicts(sentence.format(other, one)).values()
    assert {verdict for verdict, _ in swapped} == {"differs"}


@pytest.mark.parametrize(
    "sentence",
    [
        "In Dyfed-Powys the number fell to 275 from 363 and in Gwent it rose to 267 from 259.",
        "The number in Hertfordshire fell to 301, from 309, while the UK total rose to 22,724.",
        "Wales saw a rise to 1,458 from 1,437, even as Dyfed-Powys fell to 275.",
        "While offences fell in Hertfordshire, from 309 to 301, they rose in Essex to 767.",
        "Hertfordshire recorded fewer offences (301) than Essex (767) in 2017/18.",
        "Offences rose in most areas, with Hertfordshire at 301 in 2017/18 compared with 309.",
        "The number of offences in Essex rose to 767 in 2017/18, from 568.",
        "In 2016/17, Essex Police recorded 568 offences. That figure has risen to 767.",
    ],
)
def test_each_area_has_its_own_counts_and_its_own_way(sentence: str):
    assert set(_verdicts(sentence).values()) == {_TRUE}


def test_a_count_that_has_risen_is_of_the_year_that_has_it():
    told = _verdicts(
        "In 2016/17, Essex Police recorded 568 offences. That figure has fallen to 767."
    )
    assert told["767"] == _FALSE


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2013/14 Essex Police recorded 250 offences. Last year it was 767.",
        "From a low of 250 in 2013/14, the number in Essex has climbed to 767.",
        "Since 2013/14 the number of offences in Essex has risen from 250 to 767.",
    ],
)
def test_last_year_is_that_before_the_article_and_none_of_years_ago(sentence: str):
    facts = (fact("Essex", "2013/14", 250), fact("Essex", "2017/18", 767))
    found = checked(sentence, headline=_HEADLINE, facts=facts).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]


def test_a_change_of_the_figure_just_told_is_of_its_area():
    told = (
        "Essex Police recorded 767 offences in 2017/18, up from 568 in 2016/17.",
        "The figure has risen by 53 per cent.",
    )
    assert _verdicts(*told)["53"][0] == "differs"


def test_a_number_that_tops_another_is_the_larger():
    told = "{}'s {} offences in 2017/18 topped the previous year's {}."
    assert set(_verdicts(told.format("Essex", 767, 568)).values()) == {_TRUE}
    assert _verdicts(told.format("Hertfordshire", 301, 309))["309"] == _FALSE


@pytest.mark.parametrize(
    ("sentence", "true", "false"),
    [
        ("Kent recorded {} offences (1,042) than Essex (767) in 2017/18.", "more", "fewer"),
        ("Essex recorded {} offences (767) than Kent (1,042) in 2017/18.", "fewer", "more"),
        ("In 2017/18 there were {} offences in Essex than in Kent: 767 against 1,042.", "fewer",
         "more"),
        ("Kent's figure of 1,042 was {} than Essex's 767 in 2017/18.", "higher", "lower"),
        ("Kent's 1,042 offences in 2017/18 put it {} Essex (767).", "ahead of", "behind"),
        ("With 767 offences in 2017/18 Essex {} Kent, on 1,042.", "trailed", "topped"),
        ("The 767 offences of Essex in 2017/18 {} Kent's 1,042.", "fell well short of",
         "were ahead of"),
    ],
)  # fmt: skip
def test_the_larger_of_two_areas_is_the_one_that_is_said(sentence: str, true: str, false: str):
    assert set(_verdicts(sentence.format(true)).values()) == {_TRUE}
    assert _FALSE in _verdicts(sentence.format(false)).values()


def test_the_smaller_count_dwarfs_no_larger_one():
    told = "The {} offences in {} in 2017/18 dwarfed {}'s {}."
    assert set(_verdicts(told.format("1,042", "Kent", "Essex", 767)).values()) == {_TRUE}
    assert _FALSE in _verdicts(told.format(767, "Essex", "Kent", "1,042")).values()


def test_a_larger_rise_or_rate_says_nothing_of_the_counts():
    told = "Essex saw a larger {} than Kent in 2017/18, with 767 offences against 1,042 in Kent."
    for what in ("rise", "rate", "percentage increase"):
        assert _FALSE not in _verdicts(told.format(what)).values()


@pytest.mark.parametrize("base", ["18,522", "18,574"])
def test_the_first_of_two_years_may_be_that_of_a_later_release(base: str):
    revised = fact("UK total", "2016/17", 18574, release="2019-09", published=date(2019, 9, 2))
    told = "UK offences {} from {} in 2016/17 to 22,724 in 2017/18."

    def classes(rose: str) -> list[str]:
        text = told.format(rose, base)
        found = checked(text, headline=_HEADLINE, facts=(*PUBLISHED, revised)).checked
        return [one.judgement.error_class for one in found]

    assert classes("rose") == ["", ""]
    assert "direction" in classes("fell")


@pytest.mark.parametrize(
    ("base", "number", "verdict"),
    [
        ("18,574", "23", "cannot_tell"),
        ("18,574", "22", "agrees"),
        ("18,522", "23", "agrees"),
    ],
)
def test_a_change_of_one_release_beside_the_counts_of_another_does_not_agree(
    base: str, number: str, verdict: str
):
    revised = fact("UK total", "2016/17", 18574, release="2019-09", published=date(2019, 9, 2))
    text = f"UK forces recorded 22,724 offences in 2017/18, up {number} per cent from {base}."
    found = checked(text, headline=_HEADLINE, facts=(*PUBLISHED, revised)).checked
    told = next(one for one in found if one.claim.phrase.number == number)
    assert told.judgement.verdict == verdict
