"""What a change is told against: a count before, an expectation, every year, a later revision."""

from __future__ import annotations

from datetime import date

import pytest

from beholden.figures.core.claims.judging.dataset import Fact
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_HEADLINE = "Child abuse image offences recorded by police"
_YEARS = (
    fact("Essex", "2013/14", 250),
    fact("Essex", "2014/15", 310),
    fact("Essex", "2015/16", 420),
    fact("Essex", "2016/17", 568),
    fact("Essex", "2017/18", 767),
)


def _verdict(number: str, *told: str, facts: tuple[Fact, ...] = PUBLISHED) -> str:
    """The verdict on a number; ``left`` where it is no claim."""
    found = checked(*told, headline=_HEADLINE, facts=facts).checked
    return next(
        (one.judgement.verdict for one in found if one.claim.phrase.number == number), "left"
    )


@pytest.mark.parametrize(
    "words",
    [
        "{} per cent more than expected",
        "{} per cent higher than had been feared",
        "{} per cent more offences than police forecast",
        "{} per cent above target",
    ],
)
def test_what_was_expected_is_no_earlier_year(words: str):
    told = f"Essex Police recorded 767 offences in 2017/18, {words.format(35)}."
    assert _verdict("35", told) == "left"


def test_what_is_true_is_no_earlier_year():
    told = "Experts believe the true number in Essex is 35 per cent higher."
    assert _verdict("35", told) == "left"
    assert _verdict("35", "The number in Essex is 35 per cent higher than in 2016/17.") == "agrees"


@pytest.mark.parametrize(
    "sentence",
    [
        "Offences in Essex are rising by 35 per cent every year.",
        "Offences in Essex go up 35 per cent a year.",
        "Every year, offences in Essex rise by 35 per cent.",
        "Offences in Essex rose by an average of 35 per cent a year.",
        "Offences in Essex rose 35 per cent annually.",
    ],
)
def test_one_year_is_not_every_year(sentence: str):
    assert _verdict("35", sentence) == "cannot_tell"


@pytest.mark.parametrize(
    "sentence",
    [
        "Offences in Essex rose 35 per cent in a year.",
        "Offences in Essex are 35 per cent up on a year ago.",
        "Offences in Essex were 35 per cent higher a year later.",
        "Offences in Essex rose by 35 per cent year on year.",
    ],
)
def test_a_change_over_one_year_is_just_that(sentence: str):
    assert _verdict("35", sentence) == "agrees"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("for the second year running", "agrees"),
        ("for the fourth consecutive year", "agrees"),
        ("the third year in a row", "agrees"),
        ("for the fifth year running", "cannot_tell"),
    ],
)
def test_years_on_end_must_all_be_known(words: str, verdict: str):
    told = f"Offences in Essex rose by 35 per cent in 2017/18, {words}."
    assert _verdict("35", told, facts=_YEARS) == verdict
    assert _verdict("35", told) == "cannot_tell"


def test_years_on_end_must_all_have_gone_that_way():
    facts = (*_YEARS[:2], fact("Essex", "2015/16", 600), *_YEARS[3:])
    told = "Offences in Essex rose to 767 in 2017/18, the {} rise."
    assert _verdict("767", told.format("first"), facts=facts) == "agrees"
    assert _verdict("767", told.format("second consecutive"), facts=facts) == "differs"


@pytest.mark.parametrize(
    ("number", "verdict"), [("207", "agrees"), ("35", "differs"), ("307", "differs")]
)
def test_a_rise_is_told_against_the_count_before_it(number: str, verdict: str):
    told = (
        "In 2013/14 Essex Police recorded 250 offences. By 2017/18 that had risen to 767, an "
        f"increase of {number} per cent."
    )
    assert _verdict(number, told, facts=_YEARS) == verdict


def test_a_rise_on_the_previous_year_is_not_told_against_the_count_before_it():
    told = (
        "In 2013/14 Essex Police recorded 250 offences. By 2017/18 that had risen to 767, an "
        "increase of 35 per cent on the previous year."
    )
    assert _verdict("35", told, facts=_YEARS) == "agrees"


@pytest.mark.parametrize(("number", "verdict"), [("24", "agrees"), ("147", "differs")])
def test_each_of_several_changes_has_the_year_behind_it(number: str, verdict: str):
    told = f"Offences in Essex rose by {number} per cent in 2014/15 and 35 per cent in 2017/18."
    assert _verdict(number, told, facts=_YEARS) == verdict
    assert _verdict("35", told, facts=_YEARS) == "agrees"


@pytest.mark.parametrize(
    ("number", "verdict"), [("14", "agrees"), ("23", "cannot_tell"), ("50", "cannot_tell")]
)
def test_the_rise_told_before_is_not_that_of_the_area_behind_it(number: str, verdict: str):
    told = (
        "Lancashire Police recorded 674 offences in 2017/18 and 591 in 2016/17. "
        f"The {number} per cent rise came as the UK total rose to 22,724."
    )
    assert _verdict(number, told) == verdict


def test_a_later_revision_does_not_excuse_a_sum_of_counts_that_the_article_prints():
    revised = fact("Essex", "2016/17", 600, release="2021-07", published=date(2021, 7, 1))
    facts = (*_YEARS, revised)
    told = "Offences in Essex rose by 28 per cent{} in 2017/18."
    assert _verdict("28", told.format(""), facts=facts) == "agrees"
    assert _verdict("28", told.format(", from 568 to 767,"), facts=facts) == "differs"


@pytest.mark.parametrize("words", ["No fewer than", "At least", "As many as"])
def test_a_least_number_may_be_the_number_itself(words: str):
    assert _verdict("767", f"{words} 767 offences were recorded in Essex in 2017/18.") == "agrees"
    assert _verdict("900", f"{words} 900 offences were recorded in Essex in 2017/18.") == "differs"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("more than one offence every half hour", "agrees"),
        ("fewer than one offence every half hour", "differs"),
        ("more than one offence every quarter of an hour", "differs"),
    ],
)
def test_one_in_a_part_of_an_hour(words: str, verdict: str):
    found = checked(f"UK police recorded {words} in 2017/18.", headline=_HEADLINE).checked
    assert [one.judgement.verdict for one in found] == [verdict]


@pytest.mark.parametrize(
    ("sentence", "number", "verdict"),
    [
        ("Since 2013/14 Essex Police has recorded 2,315 offences.", "2,315", "agrees"),
        ("Since 2014/15 Essex Police has recorded 2,315 offences.", "2,315", "differs"),
        ("Offences in Essex have risen by 207 per cent since 2013/14.", "207", "agrees"),
        ("Offences in Essex have risen by 35 per cent since 2013/14.", "35", "differs"),
        ("Offences in Essex are up 83 per cent on 2015/16.", "83", "agrees"),
        ("Offences in Essex are up 35 per cent on 2015/16.", "35", "differs"),
    ],
)
def test_words_name_the_year_that_is_compared_with(sentence: str, number: str, verdict: str):
    assert _verdict(number, sentence, facts=_YEARS) == verdict


@pytest.mark.parametrize(("most", "verdict"), [("highest", "agrees"), ("lowest", "differs")])
def test_the_highest_in_five_years_is_that_of_five_numbers(most: str, verdict: str):
    told = f"Essex Police recorded 767 offences in 2017/18, the {most} in five years."
    assert _verdict(most, told, facts=_YEARS) == verdict
    assert _verdict(most, told.replace("five", "eight"), facts=_YEARS) in {"cannot_tell", verdict}


@pytest.mark.parametrize(("one", "other"), [("35", "207"), ("207", "35")])
def test_each_of_two_changes_has_the_year_it_is_told_against(one: str, other: str):
    told = f"Essex is up {one} per cent on the previous year and {other} per cent on 2013/14."
    for number in (one, other):
        assert (_verdict(number, told, facts=_YEARS) == "agrees") == (one == "35")


def test_the_biggest_rise_is_not_ranked_by_the_counts():
    facts = (*_YEARS[:4], fact("Essex", "2017/18", 570))
    told = "Essex saw its biggest annual rise in five years, with 2 more offences in 2017/18."
    assert _verdict("biggest", told, facts=facts) == "cannot_tell"
    told = "Essex saw its biggest annual rise in five years, with 199 more offences in 2017/18."
    assert _verdict("199", told, facts=_YEARS) == "agrees"


def test_a_level_that_is_reached_is_no_change():
    assert _verdict("35", "The number in Essex rose to 35 per cent in 2017/18.") == "left"
    assert _verdict("35", "The number in Essex rose by 35 per cent in 2017/18.") == "agrees"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Compared with the previous year, offences in Essex rose 35 per cent to 767.", "agrees"),
        ("Compared with 2016/17, offences in Essex rose 35 per cent to 767.", "agrees"),
        ("In 2016/17 offences in Essex were 35 per cent higher compared with 2017/18.", "differs"),
        ("Compared with 2017/18, offences in Essex were 35 per cent higher in 2016/17.", "differs"),
        ("Offences in Essex rose 35 per cent over the decade.", "cannot_tell"),
        ("Offences in Essex are 35 per cent up on the force's estimate.", "left"),
    ],
)
def test_an_opening_says_what_is_compared_with(sentence: str, verdict: str):
    assert _verdict("35", sentence) == verdict
    assert _verdict("767", sentence) in {"agrees", "left"}


def test_two_years_and_two_counts_are_told_in_one_order():
    told = "In 2016/17 and 2017/18 there were {} and {} offences in Essex."
    assert _verdict("568", told.format(568, 767)) == "agrees"
    assert _verdict("767", told.format(568, 767)) == "agrees"
    assert _verdict("767", told.format(767, 568)) == "differs"


@pytest.mark.parametrize(
    ("change", "verdict"), [("over a quarter", "agrees"), ("over a half", "cannot_tell")]
)
def test_a_change_from_an_earlier_count_goes_up_to_the_one_just_told(change: str, verdict: str):
    told = "Norfolk Police recorded almost 500 offences in 2017/18."
    back = f"That is an increase of {change} on 2015/16, when there were 377."
    found = checked(told, back, headline=_HEADLINE, facts=_YEARS).checked
    assert {one.claim.phrase.text: one.judgement.verdict for one in found}[change] == verdict


def test_a_change_from_a_second_base_does_not_go_up_to_the_first():
    told = "Essex Police recorded 767 offences in 2017/18."
    first = "In 2016/17 it was 568, so it is up by 35 per cent."
    second = "On 2015/16, when there were 420, it is up by 83 per cent."
    assert _verdict("83", told, first, second, facts=_YEARS) == "agrees"


def test_a_change_goes_up_to_a_count_of_another_area_only_if_it_is_of_that():
    told = "Kent Police recorded 1,042 offences in 2017/18."
    change = "It is 35 per cent more in Essex than in 2016/17, when Essex had 568."
    assert _verdict("35", told, change, facts=(*_YEARS, fact("Kent", "2017/18", 1042))) == "agrees"


@pytest.mark.parametrize(("number", "verdict"), [("35", "agrees"), ("60", "differs")])
def test_reported_offences_are_no_expectation(number: str, verdict: str):
    told = f"Essex saw {number} per cent more reported offences than in the previous year."
    assert _verdict(number, told, facts=_YEARS) == verdict


@pytest.mark.parametrize(
    ("times", "verdict"), [("around three times", "agrees"), ("around four times", "differs")]
)
def test_of_two_earlier_counts_the_one_behind_a_multiple_is_its_base(times: str, verdict: str):
    told = "Essex Police recorded 767 offences in 2017/18."
    both = f"That was more than the 568 of the year before, and {times} the 250 of 2013/14."
    found = checked(told, both, headline=_HEADLINE, facts=_YEARS).checked
    assert {one.claim.phrase.text: one.judgement.verdict for one in found}[times] == verdict
