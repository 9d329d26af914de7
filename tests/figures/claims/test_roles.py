"""What a number does in its sentence, by the words before and after it alone."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding._roles import Role, role_of
from beholden.figures.core.claims.grammar.phrases import scan
from beholden.figures.core.claims.models import Measure
from tests.figures.claims.test_checking import checked


def role(number: str, sentence: str) -> Role:
    """The role of the phrase that holds these words."""
    found = [one for one in scan(sentence).phrases if number in one.text]
    assert len(found) == 1, [one.text for one in scan(sentence).phrases]
    return role_of(found[0], sentence[: found[0].start], sentence[found[0].end :])


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Offences rose by 35 per cent", "up"),
        ("Offences fell by 35 per cent", "down"),
        ("Offences jumped 35 per cent to 767", "up"),
        ("Offences rose sharply in Essex, by 35 per cent", "up"),
        ("Offences were down 35 per cent", "down"),
        ("There was a 35 per cent drop in offences", "down"),
        ("A year-on-year increase of 35 per cent", "up"),
        ("There were 35 per cent more offences than in 2016/17", "up"),
        ("There were 35 per cent fewer offences", "down"),
        ('Offences were rising "35 per cent"', "up"),
    ],
)
def test_a_percentage_beside_a_word_of_change_is_a_change_in_its_direction(sentence, direction):
    found = role("35 per cent", sentence)
    assert (found.measure, found.direction) == (Measure.CHANGE, direction)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("35 per cent", "Of them 35 per cent of offences involved girls"),
        ("one in four", "In one in four offences the victim was a girl"),
        ("half", "In half of the offences a network was named"),
        ("30 per cent", "They take down 30 per cent of images"),
    ],
)
def test_a_percentage_of_something_is_a_share_and_no_change(number, sentence):
    assert role(number, sentence).measure is Measure.SHARE


def test_a_level_that_a_share_rose_to_is_not_the_size_of_the_rise():
    assert role("35 per cent", "The proportion rose to 35 per cent").measure is Measure.SHARE


@pytest.mark.parametrize(
    "sentence",
    [
        "An average annual rise of 10 per cent",
        "Offences rose by 10 per cent a year on average",
        "Offences rose by an average of 10 per cent a year",
    ],
)
def test_a_rise_on_average_each_year_is_not_the_rise_of_one_year(sentence):
    assert role("10 per cent", sentence).measure is Measure.YEARLY_CHANGE


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("A rise of 199 offences", "up"),
        ("A fall of 199 offences", "down"),
        ("There were 199 more offences", "up"),
        ("There were 199 fewer offences", "down"),
        ("There were an extra 199 offences", "up"),
        ("Offences rose by 199", "up"),
        ("The number was 767, down 199 on the year", "down"),
        ("A rise of 107 per cent, or 199 crimes", "up"),
    ],
)
def test_a_count_that_something_changed_by_is_a_difference(sentence, direction):
    found = role("199", sentence)
    assert (found.measure, found.direction) == (Measure.DIFFERENCE, direction)


@pytest.mark.parametrize(
    ("number", "sentence", "end"),
    [
        ("568", "Offences rose from 568 to 767", "earlier"),
        ("767", "Offences rose from 568 to 767", "later"),
        ("568", "There were 767 offences, up from 568", "earlier"),
        ("568", "There were 767 offences, compared with 568", "earlier"),
        ("568", "There were 767 offences against 568 the year before", "earlier"),
        ("767", "Offences rose to 767", "later"),
        ("200", "The number went on to 200", "later"),
        ("767", "There were 767 offences, up from 568", ""),
    ],
)
def test_the_two_ends_of_a_comparison_are_told_apart(number, sentence, end):
    found = role(number, sentence)
    assert (found.measure, found.end) == (Measure.COUNT, end)


@pytest.mark.parametrize("sentence", ["Police wrote down 12 offences", "The site took down 12"])
def test_down_that_belongs_to_a_verb_is_no_fall(sentence):
    assert role("12", sentence).measure is Measure.COUNT


@pytest.mark.parametrize(
    ("number", "sentence", "measure"),
    [
        ("doubled", "Offences doubled", Measure.MULTIPLE),
        ("2.4 times", "There were 2.4 times as many offences", Measure.MULTIPLE),
        ("23 minutes", "There was one every 23 minutes", Measure.FREQUENCY),
        ("two a day", "That is two a day", Measure.FREQUENCY),
        ("6.04", "That is 6.04 per 10,000 people", Measure.PER_HEAD),
    ],
)
def test_multiples_and_rates_are_what_their_form_says(number, sentence, measure):
    assert role(number, sentence).measure is measure


@pytest.mark.parametrize(
    ("rank", "basis", "direction"),
    [
        ("the largest rise", "", "up"),
        ("the largest percentage rise", "percentage", "up"),
        ("the steepest fall", "", "down"),
        ("the highest number", "count", "up"),
        ("the highest rate", "rate", "up"),
    ],
)
def test_a_rank_is_by_what_its_noun_says(rank, basis, direction):
    found = role(rank, f"Essex had {rank} of offences")
    assert (found.measure, found.basis, found.direction) == (Measure.RANK, basis, direction)


_ESSEX_HAD = "Essex Police recorded 767 child abuse image offences in 2017/18."


@pytest.mark.parametrize(
    "words", ["The ratio of 767 to 568 is large.", "A year before 568 have become 767."]
)
def test_a_ratio_has_no_earlier_end_and_what_became_another_number_is_one(words: str):
    found = checked(_ESSEX_HAD, words, headline="Child abuse image offences in Essex").checked
    assert {one.judgement.verdict for one in found} == {"agrees"}


def test_a_share_that_went_down_to_a_level_did_not_go_down_by_it():
    told = "The share online is down from 45 per cent to 40 per cent."
    found = checked(_ESSEX_HAD, told, headline="Child abuse image offences in Essex").checked
    assert "40 per cent" not in {one.claim.phrase.text for one in found}


@pytest.mark.parametrize("words", ["and 767 in 2017/18, 199 more", "and 767 in 2017/18, up 199"])
def test_how_many_more_may_follow_two_counts(words: str):
    told = f"Essex Police logged 568 in 2016/17 {words}."
    found = checked(told, headline="Child abuse image offences in Essex").checked
    assert [one.judgement.verdict for one in found] == ["agrees"] * 3


def test_a_difference_has_no_direction():
    told = "Essex had 767 offences in 2017/18, against 568 in 2016/17 - a difference of 199."
    found = checked(told, headline="Child abuse image offences in Essex").checked
    assert [one.judgement.verdict for one in found] == ["agrees"] * 3


@pytest.mark.parametrize(
    "words",
    [
        "The team in Chelmsford has 11 officers and is recruiting two more.",
        "Has every member of staff read the guidance (September 2018, 112 pages)?",
        "Thanks to a legacy from a lady of 93 in Chelmsford, we could replace the servers.",
    ],
)
def test_numbers_of_staff_pages_and_donors_are_none_of_the_offences(words: str):
    found = checked(_ESSEX_HAD, words, headline="Child abuse image offences in Essex").checked
    assert [one.claim.phrase.text for one in found] == ["767"]
