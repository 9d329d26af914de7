"""Numbers beside the subject that no other rule claims are found, and judged by nothing else."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.test_checking import checked

_OPENING = "Essex Police recorded 767 child abuse image offences in 2017/18."
_COUNTS = [
    ("Its online team had 1,737 referrals in 2017/18.", "1,737", "referrals"),
    ("In 2017/18 the courts saw 382 charges for such crimes.", "382", "charges"),
    ("The hotline found 1,286 videos of abuse.", "1,286", "videos"),
    ("There were 2,514 reports to the hotline, including 212 from technology firms.", "212", ""),
    ("The victims were 4,973 children, of whom 1,472 were boys.", "1,472", ""),
    ("Officers detained 61 individuals over such images.", "61", "people of another statistic"),
    ("In 2012 255 individuals were found guilty of such offences.", "255", "individuals"),
    ("In the county the number of people charged with such offences was 554.", "554", ""),
    ("There were 3,076 reported crimes and 47 charges.", "47", "charges"),
    ("Children under ten were victims in 151 of these, and those under six in 26.", "26", ""),
    ("Officers noted 145 cases of neglect, 12 of them at home.", "12", ""),
    ("Snapchat was recorded 126 times in these cases.", "126", ""),
    ("From April to September 2017 Instagram was recorded 126 times.", "126", "mentions"),
    ("500 calls made in 2017 came from Leeds, 270 from York and 150 from Hull.", "150", ""),
    ("In Kent and Essex 300 girls were victims of it.", "300", "girls"),
]
_SHARES = [
    ("Of the abuse that is reported, 5% is by groups.", "5%"),
    ("Before that it was much the same, with only 7% leading to a charge for these crimes.", "7%"),
    ("Half the callers had waited a month before they rang about abuse.", "Half"),
    ("Nearly a quarter (2,200) of known suspects were under 18.", "Nearly a quarter"),
]
_NO_CLAIMS = [
    "The charity's campaign against abuse is backed by 46,000 people.",
    "Its officers have spoken to 9,200 children about abuse.",
    "The Bill on child abuse runs to 260 pages.",
    "A survey about abuse asked 40,000 young people.",
    "About 800,000 people live in the county where the crimes were recorded.",
    "The post on these crimes has had 31,000 readers.",
    "Call 101 to report a crime against a child.",
    "The fair was visited by 4,000 children.",
    "About 50 children a day came to the fair.",
    "Facebook employs 40,000 people to look for abuse.",
    "Abuse of children can end in 100 ways.",
]


def _found(*pieces: str) -> dict[str, Checked]:
    return {one.claim.phrase.text: one for one in checked(_OPENING, *pieces).checked}


@pytest.mark.parametrize(("sentence", "number", "name"), _COUNTS)
def test_a_number_beside_the_subject_is_a_claim_of_another_statistic(
    sentence: str, number: str, name: str
):
    one = _found(sentence)[number]
    assert one.judgement.verdict == "cannot_tell"
    assert name in one.claim.series


@pytest.mark.parametrize(("sentence", "number"), _SHARES)
def test_a_share_of_the_subject_is_a_claim(sentence: str, number: str):
    found = {text: one for text, one in _found(sentence).items() if number in text}
    assert [one.judgement.verdict for one in found.values()] == ["cannot_tell"]


@pytest.mark.parametrize("sentence", _NO_CLAIMS)
def test_a_number_of_a_campaign_a_survey_or_a_place_is_none(sentence: str):
    assert set(_found(sentence)) == {"767"}


def test_the_other_end_of_a_number_is_of_the_same_and_of_the_year_before():
    found = _found(
        "In 2017/18 the hotline found 1,286 videos of abuse, up from just two in 2016/17."
    )
    later, earlier = found["1,286"].claim, found["just two"].claim
    assert later.series == earlier.series == "other:videos"
    assert later.period is not None
    assert earlier.period is not None
    assert earlier.period.start < later.period.start


def test_the_change_of_another_statistic_is_a_change_of_it():
    found = _found(
        "The unit had 2,514 referrals in 2017/18, up from 1,050, a 139 per cent increase."
    )
    change = found["139 per cent"].claim
    assert (change.kind, change.series) == ("percent_change", "other:referrals")


@pytest.mark.parametrize("number", ["1,042", "767", "1,199"])
def test_a_number_without_a_noun_is_read_as_no_other_by_its_digits(number: str):
    text = (
        f"Among the reports of abuse were those from Kent, of whom {number} were boys in 2017/18."
    )
    assert checked("Kent Police record child abuse image offences.", text).checked[
        -1
    ].judgement.verdict == ("cannot_tell")


def test_another_statistic_does_not_change_what_follows():
    found = _found(
        "There were 1,737 referrals of children at risk. That is up from 568 in 2016/17."
    )
    assert found["568"].claim.series != "other:referrals"


@pytest.mark.parametrize(
    ("row", "number"),
    [("Emotional abuse (529)", "529"), ("WhatsApp 547", "547"), ("Sexual abuse: 59", "59")],
)
def test_a_row_with_its_number_is_a_claim(row: str, number: str):
    assert _found(row)[number].judgement.verdict == "cannot_tell"


def test_the_dash_before_the_number_of_a_row_is_no_minus():
    found = _found("• Kent Police -1,042", "• Hampshire Constabulary -1,199")
    assert found["1,042"].claim.phrase.value == 1042


def test_a_number_before_its_label_is_a_claim():
    assert "51,369" in _found("51,369 Number of reports of abuse in 2017")


@pytest.mark.parametrize(
    "words",
    [
        "In the 12 months to March it recorded 1,199 offences, up from 974 the year before.",
        "It recorded 1,199 offences. That is a high, and compares with 974 the year before.",
        "Those offences that girls under 13 told rose from 974 to 1,199 in 2017/18.",
    ],
)
def test_a_length_of_time_or_an_age_takes_no_other_end(words: str):
    found = checked("Hampshire Constabulary records child abuse image offences.", words).checked
    assert "974" in {one.claim.phrase.text for one in found}


def test_a_number_told_twice_is_one_claim():
    found = checked(
        "Police in Kent had 1,042 concerns about abuse.",
        "Kent Police recorded 1,042 child abuse image offences in 2017/18.",
    ).checked
    assert [(one.claim.phrase.text, one.judgement.verdict) for one in found] == [
        ("1,042", "agrees")
    ]


def test_how_many_times_as_many_girls_is_a_claim_that_no_total_judges():
    found = _found("Girls were four times more likely than boys to be victims.")
    assert found["four times"].judgement.verdict == "cannot_tell"


@pytest.mark.parametrize("rate", ["Every day police in the UK record 62", "Each day sees 62"])
def test_every_day_before_a_number_makes_it_a_rate(rate: str):
    told = f"{rate} child abuse image offences in the UK in 2017/18."
    found = checked(told, headline="Police figures").checked
    assert [(one.claim.kind, one.judgement.verdict) for one in found] == [("rate", "agrees")]


def test_what_might_be_expected_is_no_count():
    assert "900" not in _found("By its size 900 offences might be expected in Essex in 2017/18.")


@pytest.mark.parametrize(("area", "verdict"), [("Kent", "agrees"), ("Guernsey", "cannot_tell")])
def test_a_number_in_an_area_among_others_is_of_the_data_only_where_they_hold_the_area(
    area: str, verdict: str
):
    text = f"22,724 child abuse image offences were recorded in the UK, including 1,042 in {area}."
    found = checked(text, headline="Police figures").checked
    assert [one.judgement.verdict for one in found if one.claim.phrase.value == 1042] == [verdict]


def test_a_number_of_another_year_is_not_told_again():
    told = checked(
        "In 2016/17 police in Kent had 1,042 concerns about abuse.",
        "Kent Police recorded 1,042 child abuse image offences in 2017/18.",
    ).checked
    assert [one.judgement.verdict for one in told] == ["cannot_tell", "agrees"]


def test_what_police_could_tell_in_a_part_of_the_cases_is_no_supposition():
    found = _found("The platform police could give in more than half of the offences was Snapchat.")
    assert "more than half" in found


@pytest.mark.parametrize(
    "sentence",
    [
        "Did the unit have 1,737 referrals of abuse?",
        "A poll found that 1,500 children had been abused.",
        "In a survey 5% of the abuse was by groups.",
    ],
)
def test_what_is_asked_or_told_of_something_else_is_no_number_of_the_subject(sentence: str):
    assert set(_found(sentence)) == {"767"}


def test_a_share_behind_one_count_is_of_nothing_that_is_told():
    assert set(_found("There were 1,737 referrals of children at risk.", "That's just 7%.")) == {
        "767", "1,737",
    }  # fmt: skip


def test_a_share_behind_two_counts_is_of_what_they_count():
    found = _found(
        "The hotline removed 1,286 videos of abuse and 1,000 videos in 2016/17. That is just 7%."
    )
    assert found["just 7%"].claim.series == "other:videos"


def test_a_few_times_are_no_mentions():
    assert set(_found("Snapchat was recorded 6 times in these cases.")) == {"767"}


@pytest.mark.parametrize("row", ["2017/18 Kent Police -1,042", "Kent Police -1,042 and Essex 767"])
def test_a_dash_beside_other_words_is_left_as_it_is(row: str):
    assert "1,042" not in _found(row)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Police in Kent had 570 concerns about abuse.",
         "In Kent 570 child abuse image offences were recorded in 2017/18."),
        ("Police in Essex had 1,042 concerns about abuse.",
         "Kent Police recorded 1,042 child abuse image offences in 2017/18."),
    ],
)  # fmt: skip
def test_a_round_number_or_one_of_another_area_is_not_told_again(first: str, second: str):
    found = checked(first, second, headline="Police figures").checked
    assert [one.claim.series for one in found] == ["other:concerns", "iioc_total"]


def test_a_number_of_two_areas_is_neither_told_again():
    found = checked(
        "There were 1,042 concerns about abuse.",
        "Surrey Police recorded 1,042 child abuse image offences in 2017/18.",
        "Kent Police recorded 1,042 child abuse image offences in 2017/18.",
        headline="Police figures",
    ).checked
    assert [one.claim.series for one in found] == ["other:concerns", "iioc_total", "iioc_total"]


def test_a_number_before_the_label_of_its_offences_is_no_count_of_the_area():
    assert set(_found("51,369 Number of offences recorded in Essex in 2017/18.")) == {"767"}


def test_the_end_of_another_statistic_without_its_year_is_of_the_year_before():
    found = _found("In 2017/18 the unit had 2,514 referrals of abuse, up from 1,050.")
    later, earlier = found["2,514"].claim.period, found["1,050"].claim.period
    assert later is not None
    assert earlier is not None
    assert earlier.start < later.start


def test_what_is_twice_as_common_as_another_kind_is_no_change():
    found = _found("Online they are twice as common as those offline.")
    assert found["twice"].judgement.verdict == "cannot_tell"


def test_what_is_twice_as_common_as_in_an_area_is_not_two_kinds():
    found = _found("They are twice as common in Essex as they are now in Hertfordshire.")
    assert found["twice"].claim.series == "iioc_total"
