"""A count of half a year, of a day, of a summer or of "this year" is no count of a year."""

from __future__ import annotations

from datetime import date

import pytest

from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences recorded in Essex"


def _verdicts(text: str, *, published: date | None = date(2018, 9, 13)) -> dict[str, str]:
    found = checked(text, headline=_HEADLINE, published=published).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "In the first five months of 2017/18 police in Essex recorded 767 offences.",
        "Police in Essex recorded 767 offences in the opening half of 2017/18.",
        "Police in Essex had recorded 767 offences part-way through 2017/18.",
        "Midway through 2017/18 police in Essex had recorded 767 offences.",
        "There were 767 offences in Essex in the second quarter of 2017/18.",
        "A week-long crackdown in 2017/18 led to 767 offences being recorded in Essex.",
        "In an eight-week operation Essex Police recorded 767 offences.",
        "Essex Police recorded 767 offences on one night in 2017/18.",
        "Essex Police recorded 767 offences in a single weekend.",
        "During the summer holidays Essex Police recorded 767 offences.",
        "Essex Police has recorded 767 offences since Easter.",
        "Essex Police has recorded 767 offences since the hotline opened.",
        "Since records began, Essex Police has recorded 767 offences.",
        "Essex Police recorded 767 offences overnight.",
        "Each week, Essex Police records 767 offences.",
        "Essex Police has recorded 767 offences this year.",
        "Within weeks of the campaign, police in Essex recorded 767 offences.",
        "Police in Essex recorded 767 offences in the run-up to Christmas.",
        "Police in Essex recorded 767 offences in the last calendar year.",
        "Police in Essex recorded 767 offences by the end of September.",
        "Police in Essex will record 767 offences next year.",
        "Before 2017/18 police in Essex recorded 767 offences.",
        "Police in Essex recorded 767 offences after 2017/18.",
        "Since then police in Essex have recorded 767 offences.",
        "In both 2016/17 and 2017/18 police in Essex recorded 767 offences.",
        "So far this financial year Essex Police has recorded 767 offences.",
    ],
)
def test_a_span_that_is_no_year_of_the_data_confirms_nothing(text: str):
    assert _verdicts(text).get("767", "cannot_tell") == "cannot_tell"


@pytest.mark.parametrize(
    "text",
    [
        "Essex Police recorded 767 offences in 2017/18.",
        "After a six-month campaign, it emerged that Essex had 767 offences in 2017/18.",
        "Figures published this year show Essex Police recorded 767 offences.",
        "The charity said today that Essex Police recorded 767 offences last year.",
        "Essex Police has since recorded 767 offences in 2017/18.",
        "Essex Police recorded 767 offences in the 12 months to March 2018.",
        "In the last year Essex Police recorded 767 offences.",
        "Essex Police had 400 offences in the first six months of 2018/19, and 767 in 2017/18.",
    ],
)
def test_a_year_beside_such_words_is_still_a_year(text: str):
    assert _verdicts(text)["767"] == "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Offences in Essex are up 35 per cent in six months.",
        "Essex Police recorded 767 offences in 2017/18, up 35 per cent in three weeks.",
        "Offences in Essex have risen by 35 per cent this year.",
    ],
)
def test_a_change_over_another_span_is_not_that_of_the_year(text: str):
    assert _verdicts(text)["35 per cent"] == "cannot_tell"


def test_this_year_may_be_the_newest_where_the_articles_day_is_unknown():
    found = _verdicts("Essex Police recorded 767 offences this year.", published=None)
    assert found["767"] == "agrees"


def test_last_year_beside_this_year_is_the_one_that_is_over():
    found = _verdicts("Essex Police recorded 900 offences this year, up from 568 last year.")
    assert found["568"] != "agrees"
    found = _verdicts("Essex Police recorded 900 offences this year, up from 767 last year.")
    assert found["767"] == "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Figures for 2018/19 show Essex Police recorded 900 offences, up from 568.",
        "Essex Police recorded 767 offences in 2017/18, compared with 568 before the pandemic.",
        "Essex Police recorded 767 offences in 2017/18, compared with an average of 568 per force.",
    ],
)
def test_an_earlier_count_is_not_moved_to_the_year_that_has_its_number(text: str):
    found = _verdicts(text)
    assert next(verdict for number, verdict in found.items() if "568" in number) == "cannot_tell"


def test_a_mean_of_years_is_no_year_before():
    text = "Essex Police recorded 767 offences in 2017/18, 35 per cent above the five-year average."
    assert _verdicts(text)["35 per cent"] == "cannot_tell"


@pytest.mark.parametrize(
    "text",
    [
        "Offences in Essex rose 35 per cent every month between 2016/17 and 2017/18.",
        "Offences in Essex rose 35 per cent each week.",
        "Offences in Essex rose 35 per cent each and every week.",
        "Offences in Essex rose by 35 per cent month on month.",
        "Offences in Essex rose 35 per cent, quarter on quarter, in 2017/18.",
        "Offences in Essex rose 35 per cent overnight.",
        "Offences in Essex rose 35 per cent a month.",
        "Offences in Essex rose 35 per cent from one month to the next.",
        "Offences in Essex rose 35 per cent every few months.",
        "Offences in Essex rose 35 per cent every six months.",
        "Offences in Essex rose 35 per cent in 2017/18 - every month.",
        "Offences in Essex rose 35 per cent on the previous month.",
        "Offences in Essex were up 35 per cent compared with the month before.",
        "Offences in Essex went up each week by 35 per cent.",
        "Every month offences in Essex rose by 35 per cent.",
        "Essex saw a monthly rise of 35 per cent in 2017/18.",
        "A 35 per cent weekly increase was recorded in Essex in 2017/18.",
        "Essex had 767 offences in 2017/18, up from 568 in 2016/17, a rise of 35 per cent a month.",
    ],
)
def test_a_change_of_each_month_or_of_a_night_is_not_that_of_the_year(text: str):
    assert _verdicts(text)["35 per cent"] == "cannot_tell"


@pytest.mark.parametrize(
    "text",
    [
        "Offences in Essex rose 35 per cent in 2017/18, or to more than two a day.",
        "Offences in Essex rose 35 per cent in 2017/18 as police take calls every day.",
        "Offences in Essex rose 35 per cent to 767 in 2017/18, two a day.",
        "Every day children are harmed, and offences in Essex rose 35 per cent in 2017/18.",
        "Two offences a day were recorded in Essex, a rise of 35 per cent.",
        "Offences in Essex rose 35 per cent year on year.",
        "Offences in Essex rose 35 per cent in a year.",
    ],
)
def test_a_change_beside_a_day_or_a_month_is_still_that_of_the_year(text: str):
    assert _verdicts(text)["35 per cent"] == "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Essex Police records 767 offences every year.",
        "Essex Police records 767 offences each year.",
        "Every year Essex Police records 767 offences.",
        "Year after year, Essex Police records 767 offences.",
        "Essex Police records 767 offences year after year.",
        "Essex Police records 767 offences annually.",
    ],
)
def test_a_count_of_every_year_is_not_that_of_one(text: str):
    assert set(_verdicts(text).values()) == {"cannot_tell"}


def test_a_habit_of_every_year_beside_a_count_leaves_it_its_year():
    text = "Every year the charity asks the police, and Essex Police recorded 767 offences."
    assert _verdicts(text)["767"] == "agrees"


def test_a_year_between_half_a_year_and_a_number_is_the_years_own():
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.",
        "In the past six months there were 410, and in 2017/18 767.",
        headline="Child abuse image offences in Essex",
    ).checked
    assert {one.claim.phrase.text: one.judgement.verdict for one in found} == {
        "767": "agrees",
        "410": "cannot_tell",
    }
