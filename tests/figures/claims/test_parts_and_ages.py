"""What tells of a part is found as one, and what is an age, a force or no record is left alone."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Claim
from tests.figures.claims.telling import claims, told
from tests.figures.claims.test_checking import checked

_TOTAL = "Essex Police recorded 800 offences in 2017/18."


def _found(sentence: str, *before: str) -> dict[str, Claim]:
    return {one.phrase.text: one for one in claims(*(before or (_TOTAL,)), sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Girls of 12 to 15 were the ones most at risk.",
        "Some of those reported are only 10 and that most are 14, officers say.",
        "No action can be taken, as nobody under 10 can be held responsible for a crime.",
        "A young man told the charity how he was tricked on a platform at 14.",
        "Of the UK's 45 forces, 44 answered the charity's request.",
        "Of the 20 pupils at the workshop, 15 were girls.",
        "The team has since doubled in size.",
    ],
)
def test_ages_forces_and_sizes_are_no_claims(sentence: str):
    assert set(_found(sentence)) == {"800"}


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Where it was known, 393 of the victims were female and 139 were male.", "139"),
        ("Among those, 17 were aged six.", "17"),
        ("Of those, 95 are thought to have been five or under.", "95"),
        ("In all 88 were too young for school.", "88"),
        ("Only 30 of the 800 cases led to a charge.", "Only 30"),
        ("For Snapchat 45 (6 per cent) were recorded.", "45"),
        ("Its helpline dealt with 984 child welfare contacts in Essex.", "984"),
    ],
)
def test_a_part_of_the_offences_is_counted_apart(sentence: str, number: str):
    assert _found(sentence)[number].series.startswith("other:")


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("In nearly a quarter the victim was under 11.", "nearly a quarter"),
        ("In around a fifth it was Snapchat.", "around a fifth"),
        ("Snapchat came up in 12 per cent of the cases.", "12 per cent"),
        ("It played a part in almost half of the incidences (44 per cent).", "almost half"),
        ("Taking images was nearly two-thirds of the whole.", "nearly two-thirds"),
        ("Just six per cent of inquiries ended with a charge.", "Just six per cent"),
    ],
)
def test_a_share_is_found_and_is_no_change(sentence: str, number: str):
    assert _found(sentence)[number].kind == "share"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("In offences with a known platform Snapchat was named most often.", "named most often"),
        (
            "Of the cases in which it was known, Instagram was the worst offender.",
            "the worst offender",
        ),
    ],
)
def test_the_platform_named_most_is_a_rank_of_a_part(sentence: str, words: str):
    found = _found(sentence)[words]
    assert (found.kind, found.series.startswith("other:")) == ("rank", True)


def test_a_record_beside_its_number_is_a_claim_of_its_own():
    found = claims("Last year a record 800 offences were recorded by Essex Police.")
    assert {one.kind for one in found} == {"rank", "total"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Kent had 19 in 2015/16.",
        "In 2015/16 it had been 19.",
    ],
)
def test_a_small_count_of_a_year_is_found_after_a_count(sentence: str):
    found = claims(f"{_TOTAL} {sentence}")
    assert ("19", "2015/16") in {(told(one)[0], told(one)[2]) for one in found}


def test_the_year_of_what_had_been_is_not_that_of_what_follows():
    found = claims(f"{_TOTAL} In 2015/16 it had been 19. Kent Police recorded 900 offences.")
    assert ("900", "Kent", "2017/18") in {told(one) for one in found}


def test_a_count_with_its_year_behind_of_is_found():
    found = claims("In 2017/18 Essex Police recorded 800 offences, well above the 178 of 2015/16.")
    assert ("178", "Essex", "2015/16") in {told(one) for one in found}


def test_what_falls_into_months_is_no_fall():
    sentence = "Almost a quarter (23%) of the incidents fall into the last six months."
    assert {one.kind for one in _found(sentence).values()} == {"total", "share"}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "Gwent Police saw the most significant increase, from 226 to 706.",
            "the most significant increase",
        ),
        ("For Essex 800 offences is the most in any year since 2012/13.", "the most"),
    ],
)
def test_more_superlatives_are_ranks(sentence: str, words: str):
    found = _found(sentence)
    assert any(text.startswith(words) and one.kind == "rank" for text, one in found.items())


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("There were 307 female victims, compared to 110 male.", "110"),
        ("Of the victims 107 were female, compared to 74 male.", "74"),
        ("133 in all were aged 10 and under.", "133"),
        ("A scheme was set up and 22 young people are supported by it.", "22"),
        ("Last year 1,045 children were assessed as at risk of neglect.", "1,045"),
        ("More than 655,000 child in need assessments were completed.", "More than 655,000"),
    ],
)
def test_more_that_is_counted_beside_the_offences_is_found(sentence: str, number: str):
    assert _found(sentence, _TOTAL)[number].series.startswith("other:")


def test_a_number_beside_male_without_another_sex_is_left_alone():
    assert set(_found("A team of 14 male officers was set up.")) == {"800"}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("An average of 50 children a day turned to Childline.", "50 children a day"),
        ("Over the year the helpline was contacted once every hour.", "once every hour"),
        ("More than 180 children are put on child protection plans every day.", "180 children"),
    ],
)
def test_how_often_a_helpline_is_asked_is_a_rate_of_its_own(sentence: str, words: str):
    (rate,) = (one for said, one in _found(sentence, _TOTAL).items() if words in said)
    assert (rate.kind, rate.series.startswith("other:")) == ("rate", True)


def test_how_often_children_do_something_else_is_no_claim():
    assert set(_found("An average of 50 children a day came to the fair.")) == {"800"}


def test_most_of_those_contacts_were_serious_is_a_share():
    told = "The helpline had about 100 contacts, and more than half of those were serious."
    assert _found(told, _TOTAL)["more than half"].kind == "share"


def test_so_many_of_these_are_of_the_count_before_whatever_follows_it():
    before = "Essex Police recorded 800 offences in 2017/18, 44 per cent more than before."
    found = _found("642 of these contained a picture.", before)
    assert found["642"].series.startswith("other:")


@pytest.mark.parametrize(
    ("sentence", "number", "kind"),
    [
        ("More than twice as many children were counselled about it.", "More than twice", "ratio"),
        (
            "Exams were behind more than half of the counselling sessions.",
            "more than half",
            "share",
        ),
        ("Neglect stood for 40 per cent of registrations.", "40 per cent", "share"),
    ],
)
def test_what_a_helpline_or_a_register_counts_is_found(sentence: str, number: str, kind: str):
    assert _found(sentence, _TOTAL)[number].kind == kind


def test_twice_as_many_children_of_something_else_are_no_claim():
    assert set(_found("Twice as many children came to the fair.")) == {"800"}


_YOUNG = [
    "Essex Police recorded 800 offences against children aged four to eight in 2017/18.",
    "Essex Police recorded 800 offences against four to eight-year-olds in 2017/18.",
    "Essex Police recorded 800 offences against children aged 4-8 in 2017/18.",
    "Essex Police recorded 800 offences against children five and under in 2017/18.",
    "In 2017/18 Essex Police recorded 800 offences against children of that age, four to eight.",
    "In Essex children aged 10 and under were the victims of 800 offences in 2017/18.",
    "Essex Police recorded 800 in 2017/18 against children aged ten or younger.",
    "The 13-to-15 age group in Essex had 800 offences in 2017/18.",
    "In Essex those in the age group of 13 to 15 had 800 offences against them in 2017/18.",
]


@pytest.mark.parametrize("sentence", _YOUNG)
def test_children_of_some_ages_are_a_part_and_their_ages_are_no_numbers(sentence: str):
    found = {one.phrase.text: one for one in claims(sentence)}
    assert set(found) == {"800"}
    assert found["800"].series.startswith("other:offences told") or found["800"].series == (
        "other:a part of the offences"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Offences against 13 to 15-year-olds in Essex rose by 8 per cent in 2017/18.",
        "The 13-to-15 age group in Essex had 900 offences in 2017/18, up 8 per cent.",
    ],
)
def test_a_rise_among_children_of_some_ages_is_no_rise_of_all(sentence: str):
    assert {one.series for one in claims(sentence)} == {"other:a part of the offences"}


def test_a_second_area_has_the_same_part():
    sentence = (
        "In Kent 63 offences against five-year-olds were recorded in 2017/18, and in Surrey 77."
    )
    assert {one.series for one in claims(sentence)} == {
        "other:offences told as against five-year-olds"
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Essex Police recorded 800 offences against children under 18 in 2017/18.",
        "Essex Police recorded 800 offences, up from 5 to 8 a week, in 2017/18.",
        "Essex Police recorded 800 offences against children as young as four in 2017/18.",
    ],
)
def test_other_numbers_and_all_children_make_no_part(sentence: str):
    one = next(one for one in claims(sentence) if one.phrase.text == "800")
    assert not one.series.startswith("other:offences told")
    assert "part" not in one.series


def test_counts_in_brackets_of_two_areas_or_years_are_no_two_groups():
    for words in (
        "In Kent (1,200) there were six times as many as in Surrey (200) in 2017/18.",
        "In 2017/18 (1,200) there were six times as many as in 2015/16 (200).",
    ):
        found = checked(
            "Essex Police recorded 767 child abuse image offences in 2017/18.", words
        ).checked
        (six,) = [one for one in found if one.claim.phrase.text == "six times"]
        assert six.judgement.verdict == "cannot_tell"
