"""Counts of bodies: parts by their names, rows added up to another's days, true notes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator.core.amounts import count
from beholden.regulator.core.counts import ROWS_AT_MOST, Count, parse_counts
from beholden.regulator.core.counts_added import Steps, Sums
from beholden.regulator.core.models import Amount, Reconciliation, Tolerances
from beholden.regulator.core.reconciling import reconcile
from beholden.regulator.core.reconciling_models import CountsOf, Evidence, Registered
from beholden.transparency.core import Window
from tests.regulator.core.reports import WINDOW, report
from tests.regulator.entries import NOW

HEADER = "quantity,part,from,to,value,form,rounded_to,source\n"
YEAR = "2020-01-01,2020-12-31"
HALVES = ("2020-01-01,2020-06-30", "2020-07-01,2020-12-31")
NAMES = Registered("Photos", "Example Ltd")


def body(source: str, *rows: str) -> CountsOf:
    text = HEADER + "".join(f"{row},{source}\n" for row in rows)
    return CountsOf(source, parse_counts(f"{source}.csv", text.encode()))


def compared(*files: CountsOf, window: Window | None = None, **more) -> Reconciliation:
    window = window or Window(date(2019, 1, 1), date(2022, 12, 31))
    tolerances = more.pop("tolerances", Tolerances())
    return reconcile(Evidence("photos", window, tolerances, NAMES, counts=files, **more), NOW)


# Parts.


def test_the_part_is_named_wherever_two_counts_of_it_are():
    mine = body("Google", f"reports,Google,{YEAR},500,,", f"reports,YouTube,{YEAR},300,,")
    theirs = body("NCMEC", f"reports,Google,{YEAR},700,,", f"reports,YouTube,{YEAR},900,,")
    result = compared(mine, theirs)
    titles = [one.title for one in result.differences]
    assert titles == ["reports: Google, 2020", "reports: YouTube, 2020"]
    for title in titles:
        assert title in result.words
    alone = compared(mine, theirs, window=Window(date(2020, 1, 1), date(2020, 12, 31)))
    assert alone.differences[0].title == "reports: Google"


def test_the_part_of_a_reports_figure_is_named_once():
    days = f"{WINDOW.first},{WINDOW.last}"
    others = body("House", f"uploads-held-by-surface,chat,{days},900,,")
    result = compared(others, window=WINDOW, report=report())
    one = next(each for each in result.differences if each.other_source == "House")
    assert one.title.endswith(": chat")
    assert one.title.count("chat") == 1
    assert one.title in result.words


# Sums.


def test_half_years_are_added_up_and_held_against_the_year_whichever_comes_first():
    mine = body("Google", f"reports,,{HALVES[0]},300000,,", f"reports,,{HALVES[1]},247875,,")
    theirs = body("NCMEC", f"reports,,{YEAR},546704,,")
    (one,) = compared(mine, theirs).differences
    assert (one.one_source, one.one, one.other) == ("Google", count(547_875), count(546_704))
    assert (one.verdict, one.per_cent, one.title) == ("within-tolerance", "-0.21", "reports, 2020")
    assert "2 rows of Google were added up: 2020-01-01 to 2020-06-30 and" in one.words
    assert compared(mine, theirs).notes == ()
    (back,) = compared(theirs, mine).differences
    assert (back.one_source, back.other, back.per_cent) == ("NCMEC", count(547_875), "+0.21")


@pytest.mark.parametrize("days", ["2020-07-02,2020-12-31", "2020-06-30,2020-12-31",
                                  "2020-07-01,2020-12-30"])  # fmt: skip
def test_a_gap_or_an_overlap_is_not_added_up_and_the_note_says_other_days(days):
    mine = body("Google", f"reports,,{HALVES[0]},300000,,", f"reports,,{days},247875,,")
    result = compared(mine, body("NCMEC", f"reports,,{YEAR},546704,,"))
    assert result.differences == ()
    (note,) = result.notes
    assert "Google and NCMEC counted for days that do not fit together" in note


def test_rounded_halves_add_up_what_each_may_mean():
    mine = body(
        "Google", f"reports,,{HALVES[0]},300000,rounded,1000", f"reports,,{HALVES[1]},247000,,"
    )
    (one,) = compared(mine, body("NCMEC", f"reports,,{YEAR},546704,,")).differences
    assert one.one == Amount(form="rounded", value=547_000, low=546_500, high=547_500)
    assert one.verdict == "within-tolerance"


def test_shares_are_not_added_up():
    mine = body("Google", *(f"held,,{days},0.5,share," for days in HALVES))
    assert compared(mine, body("NCMEC", f"held,,{YEAR},0.5,share,")).differences == ()


def test_days_are_added_up_for_the_figure_of_a_report():
    days = [WINDOW.first + timedelta(n) for n in range(WINDOW.days)]
    rows = [f"uploads-held,,{day},{day},{200 + n},," for n, day in enumerate(days)]
    result = compared(body("House", *rows), window=WINDOW, report=report())
    (one,) = [each for each in result.differences if each.other_source == "House"]
    assert (one.one, one.other) == (count(421), count(401))
    assert "2 rows of House were added up" in one.words


def test_who_has_the_year_itself_is_held_to_that_and_not_to_its_halves():
    mine = body("Google", f"reports,,{YEAR},5000,,", *(f"reports,,{days},1,," for days in HALVES))
    result = compared(mine, body("NCMEC", f"reports,,{YEAR},5000,,"))
    assert [one.verdict for one in result.differences] == ["agrees"]
    assert result.notes == (
        "reports: not all that Google counted was compared, because NCMEC counted for other days.",
    )


PLACES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=7)


@given(PLACES, st.tuples(st.integers(0, 7), st.integers(0, 7)))
def test_a_sum_is_of_the_fewest_rows_that_fill_the_days(places, whole):
    first = date(2020, 1, 1)
    spans = {tuple(sorted(place)) for place in places}
    rows = [
        Count(
            "q", "", Window(first + timedelta(a), first + timedelta(b)), count(1 << n), "A", "", n
        )
        for n, (a, b) in enumerate(sorted(spans))
    ]
    low, high = sorted(whole)
    found = Sums(rows, Steps()).of(Window(first + timedelta(low), first + timedelta(high)))
    filling = [
        some
        for size in range(2, len(rows) + 1)
        for some in combinations(rows, size)
        if sorted(day for row in some for day in _days(row)) == [
            first + timedelta(n) for n in range(low, high + 1)
        ]
    ]  # fmt: skip
    if not filling:
        assert found is None
        return
    assert found is not None
    assert len(found.rows) == min(map(len, filling))
    assert found.rows in filling
    assert found.amount == count(sum(row.amount.value or 0 for row in found.rows))


def _days(row: Count) -> list[date]:
    return [row.window.first + timedelta(n) for n in range(row.window.days)]


def test_a_file_made_to_be_slow_is_left_and_said_so():
    """Every window within 300 days: the ways to fill each of them are without number."""
    first = date(2020, 1, 1)
    spans = list(combinations(range(300), 2))[:ROWS_AT_MOST]
    days = [f"{first + timedelta(a)},{first + timedelta(b)}" for a, b in spans]
    mine = body("Google", *(f"reports,,{each},1,," for each in days[::2]))
    theirs = body("NCMEC", *(f"reports,,{each},1,," for each in days[1::2]))
    result = compared(mine, theirs)
    assert any("not every sum of them was tried" in note for note in result.notes)


# Who says something twice.


def test_two_numbers_of_one_body_for_the_same_are_said():
    row = f"reports,,{YEAR}"
    first, again = body("Google", f"{row},500,,"), body("Google ", f"{row},700,,")
    result = compared(first, again, body("NCMEC", f"{row},500,,"))
    assert [one.verdict for one in result.differences] == ["agrees"]
    assert result.notes == (
        "Google gives two different numbers for reports, 2020; the first of them was compared.",
    )


# Notes.


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (
            f"reports,,{YEAR},5,,",
            "reports,,2021-01-01,2021-12-31,5,,",
            "reports: Google and NCMEC counted for days that do not fit together",
        ),
        (
            f"reports,,{YEAR},5,,",
            f"reports,YouTube,{YEAR},5,,",
            "Google counted reports; NCMEC has YouTube. Nothing says which parts make the whole",
        ),
        (
            f"reports,,{YEAR},5,,",
            f"Report,,{YEAR},5,,",
            "Google counted reports; NCMEC has Report. If that is the same, write one name for it.",
        ),
        (f"reports,,{YEAR},5,,", f"pictures,,{YEAR},5,,", "Nobody else counted: pictures and repo"),
    ],
)
def test_a_note_says_what_the_others_have_instead(mine, theirs, said):
    result = compared(body("Google", mine), body("NCMEC", theirs))
    assert result.differences == ()
    assert said in " ".join(result.notes)
    assert ("Nobody else" in " ".join(result.notes)) == said.startswith("Nobody")


def test_a_near_name_of_a_reports_figure_is_said():
    days = f"{WINDOW.first},{WINDOW.last}"
    result = compared(body("House", f"Uploads held,,{days},421,,"), window=WINDOW, report=report())
    assert any("the report has uploads-held" in note for note in result.notes)


def test_parts_are_never_added_up_to_a_whole():
    mine = body("Google", f"reports,Google,{YEAR},500,,", f"reports,YouTube,{YEAR},300,,")
    assert compared(mine, body("NCMEC", f"reports,,{YEAR},800,,")).differences == ()


def test_notes_of_very_many_rows_that_met_nothing_are_few():
    mine = body("Google", *(f"reports,p{n},{YEAR},5,," for n in range(10_000)))
    theirs = body("NCMEC", *(f"reports,q{n},{YEAR},5,," for n in range(10_000)))
    notes = compared(mine, theirs).notes
    assert len(notes) == 6
    assert notes[-1] == "So it is with 19,995 more."
