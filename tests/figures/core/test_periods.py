"""What periods are, how long they are, and how people write them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core import periods
from beholden.figures.core.models import OffenceId, Period
from beholden.figures.core.periods import (
    calendar_year,
    crossing,
    days,
    exposure,
    financial_year,
    find_periods,
    kind,
    label,
    months,
    overlap,
    parse_period,
    tiles,
)

FIRST, LAST = date(1991, 1, 1), date(2045, 12, 31)
YEAR_2016 = financial_year(2016)
DAYS = st.dates(FIRST, LAST)


def every_day(period: Period) -> list[date]:
    """The slow way: walk from the first day to the last."""
    walked, day = [], period.start
    while day <= period.end:
        walked.append(day)
        day += timedelta(days=1)
    return walked


@st.composite
def spans(draw, most_days: int = 1500) -> Period:
    start = draw(DAYS)
    return Period(start, start + timedelta(days=draw(st.integers(1, most_days))))


named_years = st.builds(financial_year, st.integers(1991, 2047)) | st.builds(
    calendar_year, st.integers(1991, 2047)
)


@given(spans() | named_years)
def test_days_are_those_that_counting_finds(period):
    assert days(period) == len(every_day(period))


@pytest.mark.parametrize("year", [2011, 2015, 2019, 2023])
def test_a_financial_year_with_29_february_has_366_days(year):
    assert days(financial_year(year)) == 366


@pytest.mark.parametrize("year", [2012, 2016, 2017, 2018, 2022])
def test_another_financial_year_has_365_days(year):
    assert days(financial_year(year)) == 365


def test_2017_18_has_525600_minutes():
    assert periods.minutes(financial_year(2017)) == 525_600


@given(spans(), spans())
def test_overlap_is_the_number_of_common_days(one, other):
    assert overlap(one, other) == len(set(every_day(one)) & set(every_day(other)))


@given(spans(400), st.lists(st.integers(1, 80), max_size=4), st.integers(-2, 2), st.data())
def test_parts_tile_a_whole_if_every_day_is_in_exactly_one(whole, cuts, nudge, data):
    bounds = sorted({min(cut, days(whole) - 1) for cut in cuts} | {0, days(whole)})
    parts = [
        Period(whole.start + timedelta(days=a), whole.start + timedelta(days=b - 1))
        for a, b in pairwise(bounds)
    ]
    at = data.draw(st.integers(0, len(parts) - 1))
    moved = parts[at].end + timedelta(days=nudge)
    if moved >= parts[at].start:
        parts[at] = Period(parts[at].start, moved)
    covered = sorted(day for part in parts for day in every_day(part))
    assert tiles(data.draw(st.permutations(parts)), whole) == (covered == every_day(whole))


def test_nothing_tiles_nothing():
    assert not tiles([], YEAR_2016)


def test_two_halves_tile_their_year_and_two_and_a_half_do_not():
    halves = [months(2016, 4, 6), months(2016, 10, 6)]
    assert tiles(halves, YEAR_2016)
    assert not tiles([*halves, months(2016, 4, 6)], YEAR_2016)


def test_an_offence_is_exposed_from_the_day_it_came_into_force():
    offence = OffenceId("sexual_communication_with_child")
    assert exposure(offence, financial_year(2017)) == 363
    assert exposure(offence, financial_year(2016)) == 0
    assert exposure(offence, financial_year(2018)) == 365
    assert exposure(OffenceId("iioc_total"), financial_year(2017)) == 365


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (financial_year(2016), "financial"),
        (calendar_year(2015), "calendar"),
        (months(2016, 4, 6), "half"),
        (months(2016, 10, 6), "half"),
        (months(2017, 1, 6), "half"),
        (months(2016, 4, 3), "quarter"),
        (months(2017, 1, 3), "quarter"),
        (months(2017, 2, 3), "part"),
        (Period(date(2018, 10, 1), date(2019, 4, 2)), "part"),
        (months(2017, 7, 12), "span"),
        (months(2016, 7, 24), "span"),
        (Period(date(2016, 4, 2), date(2017, 3, 31)), "part"),
    ],
)
def test_each_kind_of_period_is_told_apart(period, name):
    assert kind(period) == name


def test_a_half_year_that_crosses_the_year_end_says_by_how_many_days():
    assert crossing(Period(date(2018, 10, 1), date(2019, 4, 2))) == 2
    assert crossing(Period(date(2018, 3, 30), date(2018, 9, 30))) == 2


@given(st.integers(1991, 2040), st.integers(1, 5))
def test_whole_financial_years_cross_no_year_end(year, count):
    assert crossing(months(year, 4, 12 * count)) == 0


@given(st.builds(financial_year, st.integers(1991, 2047)), st.data())
def test_a_part_of_a_financial_year_crosses_no_year_end(year, data):
    start = data.draw(st.dates(year.start, year.end))
    assert crossing(Period(start, data.draw(st.dates(start, year.end)))) == 0


@given(spans() | named_years)
def test_a_label_reads_back_as_its_period(period):
    parsed = parse_period(label(period))
    assert parsed is not None
    assert parsed.period == period


def written(day: date, style: str) -> str:
    full, short = day.strftime("%B"), day.strftime("%b")
    return {
        "points": f"{day.day}.{day.month}.{day.year % 100:02}",
        "slashes": f"{day:%d/%m/%Y}",
        "dashes": f"{day:%d-%m-%Y}",
        "iso": f"{day:%Y-%m-%d}",
        "words": f"{day.day} {full} {day.year}",
        "short": f"{day.day}-{short}-{day.year % 100:02}",
        "american": f"{full} {day.day}, {day.year}",
        "of": f"{day.day}th of {full}, {day.year}",
        "broken": f"{day.day}\n{full}\n{day.year}",
    }[style]


@given(
    spans(),
    st.sampled_from(
        "points slashes dashes iso words short american of broken".split()  # noqa: SIM905
    ),
    st.sampled_from([" to ", " - ", " \u2013 ", " until ", "\nto\n", " up to the end of "]),
)
def test_two_dates_in_any_style_are_one_certain_period(period, style, join):
    text = written(period.start, style) + join + written(period.end, style)
    parsed = parse_period(text)
    assert parsed is not None
    assert (parsed.period, parsed.certain) == (period, True)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2016/17", YEAR_2016),
        ("2016-17", YEAR_2016),
        ("2016/2017", YEAR_2016),
        ("2016\u201317", YEAR_2016),
        ("16/17", YEAR_2016),
        ("14/15", financial_year(2014)),
        ("FY16/17", YEAR_2016),
        ("FY 2016/17", YEAR_2016),
        ("Financial year 2016/17", YEAR_2016),
        ("1999/00", financial_year(1999)),
        ("1.4.16-31.3.17", YEAR_2016),
        ("01/04/2022-31/03/2023", financial_year(2022)),
        ("1 April 2016 to 31 March 2017", YEAR_2016),
        ("01-Apr-16 to 31-Mar-17", YEAR_2016),
        ("1 Apr 16 to 31 Mar 17", YEAR_2016),
        ("between April 2017 and March 2018", financial_year(2017)),
        ("between 1 April 2017 and 31 March 2018", financial_year(2017)),
        ("April 2017 - March 2018", financial_year(2017)),
        ("Apr '16 to Mar '17", YEAR_2016),
        ("1 April to 30 June 2016", months(2016, 4, 3)),
        ("1 October to 31 March 2019", months(2018, 10, 6)),
        ("1st October 2018 and 2nd April 2019", Period(date(2018, 10, 1), date(2019, 4, 2))),
        ("July 2016 to June 2018", months(2016, 7, 24)),
        ("2014/15 to 2018/19", months(2014, 4, 60)),
        ("year ending March 2018", financial_year(2017)),
        ("12 months to 31 March 2018", financial_year(2017)),
        ("year ending June 2018", months(2017, 7, 12)),
        ("2012", calendar_year(2012)),
        ("Q1 2016/17", months(2016, 4, 3)),
        ("2016/17 Q4", months(2017, 1, 3)),
        ("Quarter 3, 2016/17", months(2016, 10, 3)),
        ("third quarter of 2016/17", months(2016, 10, 3)),
        ("Q1 (Apr-Jun) 2016/17", months(2016, 4, 3)),
        ("second half of 2016/17", months(2016, 10, 6)),
        ("H1 2016/17", months(2016, 4, 6)),
        ("Apr - Jun 2016", months(2016, 4, 3)),
        ("2017/18 (Apr-Sep)", months(2017, 4, 6)),
        ("1 April to 30 June 2016/17", months(2016, 4, 3)),
        ("2017/18 (Oct-Mar)", months(2017, 10, 6)),
        ("year ending 28 February 2016", Period(date(2015, 3, 1), date(2016, 2, 28))),
        ("year ending 29 February 2016", Period(date(2015, 3, 1), date(2016, 2, 29))),
        ("04/2016 - 03/2017", YEAR_2016),
        ("FYE March 2017", YEAR_2016),
        ("1 April 2016 \u2013 31 March 2017 inclusive", YEAR_2016),
        ("from April 2016 to March 2017", YEAR_2016),
        ("2012\u00b9", calendar_year(2012)),
        ("2016/17*", YEAR_2016),
        ("April 2016", months(2016, 4, 1)),
        ("Apr-16", months(2016, 4, 1)),
        ("2016/17 (1 April 2016 to 31 March 2017)", YEAR_2016),
        ("last year (2016/17)", YEAR_2016),
    ],
)
def test_what_can_mean_one_period_only_is_certain(text, period):
    parsed = parse_period(text)
    assert parsed is not None
    assert (parsed.period, parsed.certain, parsed.why) == (period, True, "")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023/", financial_year(2023)),
        ("2016-2017", YEAR_2016),
        ("FY 2017", YEAR_2016),
        ("16-17", YEAR_2016),
        ("11/12", financial_year(2011)),
        ("2016-2018", Period(date(2016, 1, 1), date(2018, 12, 31))),
        ("1 October 2018 to 2 April", Period(date(2018, 10, 1), date(2019, 4, 2))),
        ("2020 to 2023", Period(date(2020, 1, 1), date(2023, 12, 31))),
        ("between April 2017 and March this year", financial_year(2017)),
        ("2025 to date", calendar_year(2025)),
        ("2025 (YTD)", calendar_year(2025)),
        ("2025 (to 30 June)", Period(date(2025, 1, 1), date(2025, 6, 30))),
        ("Q1 2017", months(2017, 1, 3)),
        ("2016/171", YEAR_2016),
        ("2024/25 up to 31 December 2024", months(2024, 4, 9)),
        ("2017/18 (first 6 months)", financial_year(2017)),
        ("April 2017 to present", months(2017, 4, 1)),
        ("since 2012", calendar_year(2012)),
        ("2016/17 and 2017/18", YEAR_2016),
    ],
)
def test_what_can_mean_two_things_is_uncertain_and_says_why(text, period):
    parsed = parse_period(text)
    assert parsed is not None
    assert (parsed.period, parsed.certain) == (period, False)
    assert parsed.why


@pytest.mark.parametrize(
    ("text", "near"), [("2016-2017", YEAR_2016), ("11/12", financial_year(2011))]
)
def test_a_period_known_nearby_settles_a_doubt(text, near):
    parsed = parse_period(text, near=near)
    assert parsed is not None
    assert (parsed.period, parsed.certain) == (near, True)


@pytest.mark.parametrize(("between", "joined"), [(20, True), (160, False)])
def test_what_stands_far_away_gives_a_quarter_no_year(between, joined):
    found = find_periods("2016/17" + " " * between + "Q1")
    assert [each.period for each in found] == [months(2016, 4, 3) if joined else YEAR_2016]


@pytest.mark.parametrize(("between", "joined"), [(20, True), (160, False)])
def test_what_stands_far_away_ends_no_period(between, joined):
    found = find_periods("April 2016 to" + " " * between + "March 2017")
    assert (YEAR_2016 in [each.period for each in found]) == joined


def test_a_period_years_away_settles_no_doubt():
    parsed = parse_period("2016-2017", near=financial_year(2010))
    assert parsed is not None
    assert not parsed.certain


def test_a_quarter_below_a_calendar_year_stays_uncertain():
    parsed = parse_period("Q2", near=calendar_year(2016))
    assert parsed is not None
    assert (parsed.period, parsed.certain) == (months(2016, 4, 3), False)


def test_a_quarter_alone_is_of_the_year_above_it():
    parsed = parse_period("Q2", near=YEAR_2016)
    assert parsed is not None
    assert parsed.period == months(2016, 7, 3)
    assert parse_period("Q2") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Total",
        "86/10",
        "86/16",
        "086/15",
        "86/2 to 86/10",
        "12-15",
        "11 and under",
        "370/2022",
        "10905/25",
        "FOI2019/05954",
        "1168/19",
        "12 May 2019",
        "31/02/2016 to 31/03/2016",
        "1,118",
        "2,016",
        "under the Freedom of Information Act 2000",
        "the Sexual Offences Act 2003",
        "section 15A of the Sexual Offences Act, 2003",
        "the Protection of Children Acts 1978 and 2003",
        "aged 16/17 years",
        "you may march",
        "13/2016 - 14/2017",
        "12/2016 - 13/2017",
        "1989",
        "2050",
        "rooms 16-17 of the house",
        "1 April 2016 to 1 April 2016",
        "03/2017 - 04/2016",
        "31 February 2016 to 31 March 2017",
        "31 February to 31 March",
        "16-17 year olds",
        "2018-2016",
        "14-20",
        "16/2017",
        "31 March 2017 to 1 April 2016",
        "1 April to 30 June",
        "5 April to 30 June",
        "2015 offences were recorded",
        "0300 123 2016 99",
    ],
)
def test_what_is_no_period_gives_none(text):
    parsed = find_periods(text)
    assert [each for each in parsed if each.certain] == []


def test_years_that_are_compared_are_not_one_span():
    found = find_periods("The number rose between 2016/17 and 2017/18.")
    assert [each.period for each in found] == [YEAR_2016, financial_year(2017)]


def test_every_period_of_a_running_text_is_found_in_order():
    text = (
        "In 2016/17 there were 568, and between 1 April 2017 and 31 March\n2018 there were 767. "
        "The letter of 12 May 2019 is under the Freedom of Information Act 2000."
    )
    found = find_periods(text)
    assert [each.period for each in found] == [YEAR_2016, financial_year(2017)]
    assert [text[each.start : each.end] for each in found] == [each.text for each in found]


PIECES = """
2016 2016/17 17 1 31 March April may Q1 Q9 to and between - / . ( ) this year ending financial
31/04/2016 1.4.16 0 , half 29 February 2019 2020/ '16 12 months 04/2016 since present
"""
pieces = st.sampled_from([*PIECES.split(), "\n"])


@given(st.lists(pieces, max_size=10), st.sampled_from(["", " "]), st.none() | named_years)
def test_any_text_is_read_without_fault_and_its_words_are_where_it_says(words, between, near):
    text = between.join(words)
    for each in find_periods(text, near=near):
        assert text[each.start : each.end] == each.text
        assert each.period.start < each.period.end
        assert each.certain == (not each.why)


def test_months_above_a_list_of_years_are_not_joined_with_its_first_year():
    found = find_periods("Offences, April to March\n2016  172\n2017  180")
    assert [(each.text, kind(each.period)) for each in found] == [
        ("2016", "calendar"),
        ("2017", "calendar"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2017/18 (9 months)",
        "2017/18 (incomplete)",
        "2017/18 (provisional)",
        "2017/18 [provisional]",
        "2017/18 so far",
        "2017/18 (to Dec)",
        "2017/18 (to 28 February)",
        "2017/18 up to January",
    ],
)
def test_a_year_that_its_label_calls_incomplete_is_uncertain(text):
    found = find_periods(text)
    assert not any(each.certain and each.period == financial_year(2017) for each in found)
    assert parse_period(text) is not None
