"""When newspaper sentences speak of."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.claims.naming.when import resolved, whens
from beholden.figures.core.models import Day, Period
from beholden.figures.core.periods import calendar_year, financial_year, months

PUBLISHED = Day(2018, 9, 13)


def hows(text: str) -> list[str]:
    return [one.how for one in whens(text)]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("up from 568 in 2016/17 to 767 in 2017/18", [financial_year(2016), financial_year(2017)]),
        ("in 2016-17", [financial_year(2016)]),
        ("in 2016/2017", [financial_year(2016)]),
        ("in 14/15", [financial_year(2014)]),
        ("in the 2017-2018 financial year", [financial_year(2017)]),
        ("in the year to March 2018", [financial_year(2017)]),
        ("the 12 months to the end of March 2018", [financial_year(2017)]),
        ("between 1 April 2017 and 31 March 2018", [financial_year(2017)]),
        ("between April 2017 and March this year", [financial_year(2017)]),
        ("in the year to June 2018", [Period(Day(2017, 7, 1), Day(2018, 6, 30))]),
        ("in the year leading up to March 2018", [financial_year(2017)]),
        ("the year that ended on 31 March 2018", [financial_year(2017)]),
        ("the 12 months running to June 2018", [Period(Day(2017, 7, 1), Day(2018, 6, 30))]),
        ("the financial year 2017 to 2018", [financial_year(2017)]),
        ("the first six months of 2018", [months(2018, 1, 6)]),
        ("the six months to September 2018", [months(2018, 4, 6)]),
        ("in the period 2017/18", [financial_year(2017)]),
        ("identified in 2017", [calendar_year(2017)]),
        ("the 2017 total", [calendar_year(2017)]),
        ("37 per cent on 2016", [calendar_year(2016)]),
        ("last year (2016/17) it was", [financial_year(2016)]),
        ("last year, 2016/17, it was", [financial_year(2016)]),
        ("in 2017/18 (last year)", [financial_year(2017)]),
        ("the previous year (2016/17)", [financial_year(2016)]),
        ("a year earlier, in 2016/17", [financial_year(2016)]),
        ("five years before, in 2016/17", [financial_year(2016)]),
    ],
)
def test_named_periods_are_what_they_say(text, periods):
    found = whens(text)
    assert {one.how for one in found} == {"named"}
    assert [one.period for one in found] == periods


@pytest.mark.parametrize("text", ["in 2016/17", "the 2017 total", "up on 2016", "up from 2016/17"])
def test_a_year_that_can_only_be_a_year_is_certain(text):
    assert [one.certain for one in whens(text)] == [True]


@pytest.mark.parametrize(
    "text", ["in 2016-2017", "Sources: freedom of information, 2018/19 school year"]
)
def test_a_year_that_may_be_another_is_not_certain(text):
    assert [one.certain for one in whens(text)] == [False]


@pytest.mark.parametrize(
    ("text", "first", "last", "years"),
    [
        ("from 2013/14 to 2017/18", financial_year(2013), financial_year(2017), 4),
        ("between 2016/17 and 2017/18", financial_year(2016), financial_year(2017), 1),
        ("2012-13 to 2017-18", financial_year(2012), financial_year(2017), 5),
        ("2012/13-2017/18", financial_year(2012), financial_year(2017), 5),
        ("between 2013 and 2015", calendar_year(2013), calendar_year(2015), 2),
        ("2013\u20132018", calendar_year(2013), calendar_year(2018), 5),
    ],
)
def test_two_years_that_are_joined_keep_both_ends(text, first, last, years):
    (found,) = whens(text)
    assert found.how == "named"
    assert (found.first, found.last, found.years) == (first, last, years)
    assert found.period == Period(first.start, last.end)


def test_two_years_that_are_only_listed_are_two():
    assert [one.period for one in whens("in 2016/17 and 2017/18")] == [
        financial_year(2016),
        financial_year(2017),
    ]


@pytest.mark.parametrize(
    ("how", "texts"),
    [
        ("last", ["last year", "in the last year", "over the past year", "last financial year",
                  "in the past 12 months", "the last twelve months", "the latest year",
                  "the most recent financial year", "last year's figure"]),
        ("this", ["this year", "so far this year", "this financial year", "the current year"]),
        ("previous", ["the previous year", "the year before", "a year earlier", "a year ago",
                      "the previous 12 months", "the preceding year", "the year prior",
                      "twelve months earlier", "the same period last year",
                      "the previous financial year", "since last year", "over a year ago"]),
        ("same", ["over the same period", "in that time", "during the period", "in the same year",
                  "over that period", "in that year"]),
        ("step", ["in a year", "in one year", "in just 12 months", "year on year", "year-on-year",
                  "on the year", "on the previous year", "within a year", "an annual rise",
                  "in the space of a year", "in a single year", "over the year",
                  "in a 12-month period",                   "in twelve months", "up on last year"]),
        ("since", ["since records began", "since the offence came into force",
                   "since the new law was introduced", "since then"]),
        ("average", ["on average", "a year on average", "an average of", "yearly", "each year",
                     "year-on-year average", "an average annual increase"]),
    ],
)  # fmt: skip
def test_years_that_only_the_articles_day_tells_are_told_apart(how, texts):
    for text in texts:
        assert hows(text) == [how], text
        assert whens(text)[0].period is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("in five years", 5),
        ("over the past five years", 5),
        ("in the last three years", 3),
        ("for the past three years", 3),
        ("in half a decade", 5),
        ("over a decade", 10),
        ("over a five-year period", 5),
        ("in just 5 years", 5),
        ("in less than five years", 5),
    ],
)
def test_spans_count_their_years(text, years):
    (found,) = whens(text)
    assert (found.how, found.years) == ("span", years)


def test_a_span_that_names_its_end_keeps_it():
    (found,) = whens("in the five years to 2017/18")
    assert (found.how, found.years, found.last) == ("span", 5, financial_year(2017))


@pytest.mark.parametrize(("text", "years"), [("five years ago", 5), ("a decade earlier", 10)])
def test_years_ago_are_earlier_by_so_many(text, years):
    (found,) = whens(text)
    assert (found.how, found.years) == ("previous", years)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("since 2013/14", financial_year(2013)),
        ("since April 2017", financial_year(2017)),
        ("since 1 April 2016", financial_year(2016)),
        ("since April 1st, 2016", financial_year(2016)),
        ("since June 2017", months(2017, 6, 1)),
    ],
)
def test_since_names_where_a_period_begins(text, period):
    (found,) = whens(text)
    assert (found.how, found.period) == ("since", period)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("the year to March", financial_year(2017)),
        ("12 months to the end of March", financial_year(2017)),
        ("the year ending 31 March", financial_year(2017)),
        ("the year which ended this March", financial_year(2017)),
        ("the year leading up to March", financial_year(2017)),
        ("the year to June", Period(Day(2017, 7, 1), Day(2018, 6, 30))),
        ("the year to December", calendar_year(2017)),
        ("April to June last year", months(2017, 4, 3)),
        ("between April and June this year", months(2018, 4, 3)),
    ],
)
def test_months_take_their_year_from_the_articles_day(text, period):
    (found,) = whens(text)
    assert found.period is None
    assert resolved(found, PUBLISHED) == period


def test_a_named_period_needs_no_day():
    (found,) = whens("in 2016/17")
    assert resolved(found, PUBLISHED) == financial_year(2016)


@pytest.mark.parametrize(
    "text",
    [
        "Thursday, September 13, 2018",
        "13 September 2018",
        "earlier this year a law",
        "in March this year",
        "jailed for five years",
        "in five years' time",
        "for the first time in five years",
        "the Digital Economy Act 2017",
        "the 2003 Act",
        "the 2018 report",
        "in a year when",
        "ten years to put their house in order",
        "a 12-year-old",
    ],
)
def test_dates_sentences_and_acts_are_no_time_of_figures(text):
    assert whens(text) == ()


PIECES = st.lists(
    st.sampled_from(
        ["in", "the", "last", "year", "five", "years", "to", "March", "2016/17", "2018", "(", ")",
         "between", "and", "April", "since", "a", "12", "months", "on", "-", "previous", "decade"]
    ),
    max_size=30,
).map(" ".join)  # fmt: skip


@given(PIECES | st.text(max_size=200))
def test_times_are_in_order_do_not_overlap_and_give_the_text_they_cover(text):
    found = whens(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_long_hostile_text_is_read():
    for piece in ("in the last ", "year on ", "over the past five ", " " * 50, "2016/17 to "):
        whens(piece * (50_000 // len(piece)))


# The second year of a financial year by its last digit


@pytest.mark.parametrize("year", ["2016-7", "2016/7", "2016\u20137"])
def test_the_second_year_may_be_told_by_its_last_digit(year):
    (one,) = whens(f"In {year} there were 568 offences.")
    assert (one.period, one.certain) == (financial_year(2016), True)


@pytest.mark.parametrize(
    "words", ["2016-8", "2016-7-12", "2016-7%", "2016-7,000", "2016-7 year olds", "12016-7"]
)
def test_any_other_digit_behind_a_year_makes_no_financial_year(words):
    assert financial_year(2016) not in {one.period for one in whens(f"Offences {words} rose.")}


def test_two_years_by_their_last_digits_are_the_two_of_a_change():
    (one,) = whens("from 2014-5 to 2016-7")
    assert (one.first, one.last) == (financial_year(2014), financial_year(2016))
