"""Tables of offences by periods: headings, totals, and the traps of cells that are not there."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.documents import Table
from beholden.figures.core.models import Day, State, Unit
from beholden.figures.core.offences import IIOC_TOTAL, POSSESSION, TAKE
from beholden.figures.core.periods import label
from tests.figures.support.tables import counts, flags, lines, read, table

_TITLE = ("Offences recorded",)
_YEARS = ("Code", "2016/17", "2017/18")
_COUNTS = st.integers(0, 5000)


def test_a_blank_is_never_zero_and_never_takes_its_neighbours_number():
    found = read(table([_TITLE, _YEARS, ("86/2", None, 12), ("86/10", "", 3)]))
    assert [each.value.state for each in found.readings] == [
        State.BLANK,
        State.BLANK,
        State.COUNTED,
        State.COUNTED,
    ]
    assert [each.sources[0].place.cell for each in found.readings] == ["B3", "B4", "C3", "C4"]
    assert flags(found)[:2] == [{"blank"}, {"blank"}]


def test_a_number_merged_over_two_years_is_of_neither():
    found = read(table([_TITLE, _YEARS, ("86/2", ("12", 2), None), ("86/10", 1, 2)]))
    merged = [each for each in found.readings if each.offence == TAKE]
    assert [each.value.state for each in merged] == [State.BLANK, State.BLANK]
    assert all({"uncertain-number"} < {each.code for each in one.flags} for one in merged)


@given(st.lists(st.tuples(_COUNTS, _COUNTS, _COUNTS), min_size=2, max_size=2))
def test_a_total_of_the_three_offences_is_theirs_and_without_a_question(years):
    rows = [
        (code, *numbers)
        for code, numbers in zip(("86/2", "86/10", "86/15"), zip(*years, strict=True), strict=True)
    ]
    totals = [sum(each) for each in years]
    found = read(table([_TITLE, _YEARS, *rows, ("Total", *totals)]))
    stated = [each for each in found.readings if each.role == "total"]
    assert [each.value.count for each in stated] == totals
    assert {each.offence for each in stated} == {IIOC_TOTAL}
    assert flags(found) == [set()] * 8


@given(_COUNTS, _COUNTS, _COUNTS, st.integers(-50, 50).filter(bool))
def test_a_total_that_its_parts_contradict_puts_all_of_them_in_question(one, two, three, wrong):
    total = max(0, one + two + three + wrong)
    if total == one + two + three:
        total += 1
    found = read(
        table(
            [_TITLE, _YEARS[:2], ("86/2", one), ("86/10", two), ("86/15", three), ("Total", total)]
        )
    )
    assert all(each & {"total-disagrees", "total-below-part"} for each in flags(found))


def test_a_total_of_more_than_the_three_offences_is_only_a_check():
    found = read(
        table([_TITLE, _YEARS[:2], ("86/2", 4), ("86/10", 5), ("71/17", 6), ("Total", 15)])
    )
    assert [(each.role, each.offence) for each in found.readings][-1] == ("check", None)
    assert not any(flags(found))


def test_a_total_of_two_of_the_three_offences_is_in_question():
    found = read(table([_TITLE, _YEARS[:2], ("86/2", 4), ("86/10", 5), ("Total", 9)]))
    assert flags(found) == [set(), set(), {"uncertain-offence"}]


def test_a_total_gives_a_lone_hidden_part_away():
    rows: list[tuple[str, str | int]] = [("86/2", 4), ("86/10", "<5"), ("86/15", 1), ("Total", 7)]
    found = read(table([_TITLE, _YEARS[:2], *rows]))
    assert flags(found) == [set(), {"suppressed", "recoverable-suppression"}, set(), set()]


def test_adult_codes_and_the_whole_class_never_pass():
    found = read(
        table([_TITLE, _YEARS[:2], ("86/14", 4), ("Obscene publications", 5), ("86/2", 6)])
    )
    assert flags(found) == [{"adult-code"}, {"class-86-only"}, set()]


def test_two_rows_of_one_offence_are_both_in_question():
    found = read(table([_TITLE, _YEARS[:2], ("86/2", 4), ("086/02", 5), ("86/10", 1)]))
    assert flags(found) == [{"uncertain-offence"}, {"uncertain-offence"}, set()]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Number of arrests for offences of class 86", Unit.ARRESTS),
        ("Suspects of recorded offences", Unit.PERSONS),
        ("Victims of these crimes", Unit.VICTIMS),
        ("Cautions by offence", Unit.OUTCOMES),
    ],
)
def test_what_is_no_offence_is_refused(title, unit):
    found = read(table([(title,), ("Offence", "2016/17", "2017/18"), ("86/2", 4, 5)]))
    assert [each.unit for each in found.readings] == [unit, unit]
    assert flags(found) == [{"unit-not-offences"}] * 2


def test_arrests_beside_offences_are_told_apart_by_their_columns():
    found = read(
        table(
            [
                ("Images of children, codes 86/2, 86/10 and 86/15", None, None, None),
                ("Year", "Offences recorded", "Arrests", "% change"),
                ("2016/17", 20, 5, "-"),
                ("2017/18", 30, 6, "50"),
            ]
        )
    )
    assert counts(found) == [20, 5, 30, 6]
    assert [each.unit for each in found.readings] == [Unit.OFFENCES, Unit.ARRESTS] * 2
    assert flags(found) == [set(), {"unit-not-offences"}] * 2


def test_nothing_says_what_was_counted():
    found = read(table([_YEARS, ("86/2", 4, 5)]))
    assert flags(found) == [{"uncertain-unit"}] * 2


def test_the_request_says_what_was_counted_where_the_answer_does_not():
    found = read(table([_YEARS, ("86/2", 4, 5)]), question="How many offences were recorded?")
    assert flags(found) == [set(), set()]


# --- one row a period ----------------------------------------------------------------------


def test_a_total_beside_codes_is_of_them_and_compared_with_them():
    head = ("Year", "86/2", "86/10", "86/15", "Total")
    found = read(table([_TITLE, head, ("2016/17", 4, 5, 6, 15), ("2017/18", 4, 5, 6, 16)]))
    totals = [each for each in found.readings if each.role == "total"]
    assert [(each.offence, each.value.count) for each in totals] == [
        (IIOC_TOTAL, 15),
        (IIOC_TOTAL, 16),
    ]
    assert flags(found)[3::4] == [set(), {"total-disagrees"}]


def test_a_total_beside_other_offences_is_only_a_check_whatever_the_title_says():
    title = ("Offences recorded about indecent images of children",)
    head = ("Year", "86/2", "71/17", "Total")
    found = read(table([title, head, ("2016/17", 4, 5, 9)]))
    assert [each.role for each in found.readings] == ["figure", "figure", "check"]


def test_a_list_with_an_offence_in_each_row_takes_it_from_the_row():
    title = ("Recorded crimes, indecent images of children",)
    rows = [("2016/17", "86/10", 4), ("2017/18", "71/17", 5), ("2017/18", "86/14", 6)]
    found = read(table([title, ("Year", "Offence", "Count"), *rows]))
    assert [(each.code, each.value.count) for each in found.readings] == [
        ("86/10", 4),
        ("71/17", 5),
        ("86/14", 6),
    ]
    assert flags(found) == [set(), set(), {"adult-code"}]


def test_years_down_a_list_are_never_counts():
    head = ("Offence", "Year", "Crimes recorded")
    rows = [("86/2", 2016, 5), ("86/10", 2016, 7), ("86/2", 2017, 9)]
    for made in (table([head, *rows]), table([("Crimes recorded",), *rows])):
        found = read(made)
        assert [(each.code, each.value.count) for each in found.readings] == [
            ("86/2", 5),
            ("86/10", 7),
            ("86/2", 9),
        ]
        assert flags(found) == [{"calendar-year"}] * 3


@pytest.mark.parametrize("title", ["Number of images", "Number of devices seized, 86/2"])
def test_what_is_counted_but_known_as_nothing_waits(title):
    found = read(table([(title,), ("Code", "2016/17"), ("86/2", 4)]))
    assert flags(found) == [{"uncertain-unit"}]


def test_offences_that_were_solved_are_outcomes():
    found = read(table([("Offences solved",), ("Code", "2016/17"), ("86/2", 4)]))
    assert [each.unit for each in found.readings] == [Unit.OUTCOMES]


# --- periods -------------------------------------------------------------------------------


def test_counts_that_look_like_years_are_no_heading():
    found = read(table([_TITLE, _YEARS, ("86/2", 2012, 2014), ("86/10", 1999, 2001)]))
    assert counts(found) == [2012, 1999, 2014, 2001]
    assert {label(each.period) for each in found.readings if each.period} == {"2016/17", "2017/18"}


def test_a_calendar_year_is_noted_and_a_year_that_goes_on_waits():
    found = read(
        table([_TITLE, ("Code", "2017", "2018"), ("86/2", 4, 5)]), received=Day(2018, 9, 1)
    )
    assert flags(found) == [{"calendar-year"}, {"calendar-year", "part-year"}]


def _quarters(row: tuple[int | None, ...], *, title: str = "2016/17", width: int = 4) -> Table:
    return table(
        [
            _TITLE,
            (None, (title, width), *[None] * (width - 1)),
            ("Code", *(f"Q{each}" for each in range(1, 5)), "Total"),
            ("86/2", *row),
        ]
    )


@given(st.tuples(_COUNTS, _COUNTS, _COUNTS, _COUNTS))
def test_four_quarters_are_their_sum_with_every_cell_named(quarters):
    found = read(_quarters(quarters))
    (reading,) = found.readings
    assert reading.value.count == sum(quarters)
    assert reading.arithmetic == " + ".join(map(str, quarters))
    assert [each.place.cell for each in reading.sources] == ["B4", "C4", "D4", "E4"]
    assert not reading.flags


def test_quarters_that_the_printed_year_contradicts_are_in_question():
    found = read(_quarters((1, 2, 3, 4, 11), width=5))
    assert flags(found) == [{"total-disagrees"}]


def test_a_year_with_a_quarter_missing_is_blank_unless_its_total_is_printed():
    without, with_total = (
        read(_quarters((1, 2, None, 4))),
        read(_quarters((1, 2, None, 4, 9), width=5)),
    )
    assert (counts(without), flags(without)) == ([None], [{"blank"}])
    assert (counts(with_total), flags(with_total)) == ([9], [set()])


def test_two_quarters_are_two_parts_and_no_year():
    found = read(
        table([_TITLE, (None, ("2016/17", 2), None), ("Code", "Q1", "Q2"), ("86/2", 5, 6)])
    )
    assert counts(found) == [5, 6]
    assert flags(found) == [{"part-year"}] * 2


def test_years_merged_over_offences_and_suspects_keep_their_own_columns():
    found = read(
        table(
            [
                _TITLE,
                ("Offence", ("2016/17", 2), None, ("2017/18", 2), None),
                (None, "Offences", "Suspects", "Offences", "Suspects"),
                ("86/2", 3, 4, 7, 1),
                ("86/10", 1, 1, 2, 2),
                ("86/15", 1, 1, 2, 2),
            ]
        )
    )
    offences = [each for each in found.readings if each.unit is Unit.OFFENCES]
    assert [(label(each.period), each.value.count) for each in offences if each.period] == [
        ("2016/17", 3),
        ("2016/17", 1),
        ("2016/17", 1),
        ("2017/18", 7),
        ("2017/18", 2),
        ("2017/18", 2),
    ]
    assert {each.unit for each in found.readings} == {Unit.OFFENCES, Unit.PERSONS}


def test_parts_of_a_year_side_by_side_are_parts_and_their_total_is_the_year():
    head = ("Offence", "2016/17 Male", "2016/17 Female", "2016/17 Total")
    found = read(table([_TITLE, head, ("86/2", 3, 4, 7)]))
    assert [(each.split is None, each.value.count) for each in found.readings] == [
        (False, 3),
        (False, 4),
        (True, 7),
    ]


def test_a_glued_code_beside_its_words_is_known_and_in_question():
    found = read(table([_TITLE, ("Code", "Name", "2016/17"), ("8602", "Take", 3)]))
    assert [(each.offence, each.value.count) for each in found.readings] == [(TAKE, 3)]
    assert flags(found) == [{"uncertain-offence"}]


# --- letters -------------------------------------------------------------------------------


def test_a_table_goes_on_over_a_page_with_or_without_its_heading():
    head = ("Offence", "2016/17", "2017/18")
    first = table([head, ("86/2", "1", "2")], page=1)
    for rest in ([head, ("86/10", "3", "4")], [("86/10", "3", "4")]):
        second = table(rest, page=2)
        found = read(*lines("Recorded offences"), first, second, format="pdf")
        assert found.layout == "letter-table"
        assert counts(found) == [1, 3, 2, 4]
        assert not any(flags(found))


def test_a_table_of_another_kind_on_the_next_page_is_not_joined():
    first = table([("Offence", "2016/17"), ("86/2", "1")], page=1)
    second = table([("Offence", "2017/18"), ("86/2", "7")], page=2)
    found = read(*lines("Recorded offences"), first, second, format="pdf")
    assert [(label(each.period), each.value.count) for each in found.readings if each.period] == [
        ("2016/17", 1),
        ("2017/18", 7),
    ]


def test_a_split_takes_the_offence_of_its_letter_and_never_enters_a_total():
    found = read(
        *lines("Recorded offences about indecent images of children"),
        table([("Platform", "2016/17"), ("A network", "3"), ("Other", "<5")]),
        format="docx",
    )
    assert [each.split for each in found.readings] == [
        ("platform", "A network"),
        ("platform", "Other"),
    ]
    assert {each.offence for each in found.readings} == {IIOC_TOTAL}


def test_a_letter_that_withholds_a_part_says_so_beside_its_table():
    found = read(
        *lines(
            "Recorded offences.",
            "",
            "The breakdown by platform is refused under section 12 of the Act.",
        ),
        table([("Offence", "2016/17"), ("86/10", "3")]),
        format="docx",
    )
    assert [(each.kind, each.section) for each in found.statuses] == [("part", "s.12")]
    assert [each.offence for each in found.readings] == [POSSESSION]


def test_a_hidden_sheet_is_listed_and_never_read():
    shown = table([_TITLE, _YEARS, ("86/2", 4, 5)])
    hidden = msgspec.structs.replace(
        table([_TITLE, _YEARS, ("86/2", 400, 500)], name="Old"), hidden=True
    )
    found = read(shown, hidden)
    assert counts(found) == [4, 5]
    assert "Hidden, not read: Old." in found.steps


# --- anything at all -----------------------------------------------------------------------

_WORDS = (
    *("86/2", "86/10", "086/15", "Total", "2016/17", "2017/18"),
    *("2018/", "Q1", "Q2", "2012", "nil", "<5"),
    *("*", "-", "Offence", "Force", "Kent", "Surrey"),
    *("Sussex*", "Wales", "1,118", "1,5000", "1521812911827995", "Platform"),
    *(
        "Year",
        "Offences recorded",
        "Crime class",
        "Solved outcomes",
        "Total number of offences",
        "Female victims",
    ),
    *("11 and under: 3\n12-15: 4", "1 April 2016 to 31 March 2017", "", "\n"),
)
_CELLS = st.one_of(
    st.none(),
    st.sampled_from(_WORDS),
    st.integers(0, 3000),
    st.tuples(st.sampled_from(["2016/17", "12", "Offences", ""]), st.integers(1, 3)),
)


@given(
    st.lists(st.lists(_CELLS, min_size=1, max_size=6), min_size=1, max_size=7),
    st.sampled_from(["xlsx", "pdf", "html", "csv"]),
)
def test_any_table_is_read_without_a_number_that_does_not_stand_in_it(rows, kind):
    made = table(rows)
    found = read(*lines("Recorded offences"), made, format=kind)
    shown = " ".join(cell.text for row in made.rows for cell in row if cell).replace(",", "")
    for reading in found.readings:
        count = reading.value.count
        assert count is None or reading.arithmetic or count == 0 or str(count) in shown
        assert reading.sources
        if count is None:
            assert reading.value.state not in {State.COUNTED, State.ZERO}
