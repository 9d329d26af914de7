import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.errors import ReadError
from beholden.figures.reading import Limits, read_bytes
from beholden.figures.reading.grid import cell_name
from tests.figures.reading.books import (
    SHEET,
    cells,
    changed,
    codes,
    new_book,
    openpyxl,
    saved,
    simple,
    tables,
    with_rows,
)


def _quarters() -> Any:
    book = new_book()
    sheet = book.active
    sheet.title = "Offences"
    sheet["A1"] = "Recorded offences by quarter"
    sheet.merge_cells("A1:I1")
    sheet["B3"], sheet["F3"] = "2016/17", "2017/18"
    sheet.merge_cells("B3:E3")
    sheet.merge_cells("F3:I3")
    for column, quarter in enumerate(["Q1", "Q2", "Q3", "Q4"] * 2, start=2):
        sheet.cell(4, column, quarter)
    sheet["A4"] = "Home Office code"
    sheet["A5"] = "86/2"
    for column, count in enumerate([51, 49.0, 50, 50, 60, 61, 62, 63], start=2):
        sheet.cell(5, column, count)
    return book


def test_every_cell_says_its_sheet_and_its_own_name() -> None:
    document = read_bytes(saved(_quarters()), "quarters.xlsx")
    found = cells(document)
    assert found["B5"].number == Decimal(51)
    assert found["I5"].number == Decimal(63)
    assert found["A5"].text == "86/2"
    assert {cell.place.sheet for cell in found.values()} == {"Offences"}


def test_a_merged_cell_stands_once_and_names_its_whole_range() -> None:
    document = read_bytes(saved(_quarters()), "quarters.xlsx")
    table = tables(document)[0]
    heading = table.rows[2][1]
    assert heading is not None
    assert (heading.text, heading.place.cell, heading.columns, heading.rows) == (
        "2016/17",
        "B3:E3",
        4,
        1,
    )
    assert table.rows[2][2:5] == (None, None, None)
    assert table.rows[2][5] is not None
    assert table.rows[2][5].place.cell == "F3:I3"
    assert {len(row) for row in table.rows} == {9}


def test_what_lies_beneath_a_merged_cell_is_left_out_and_told() -> None:
    def merge(part: bytes) -> bytes:
        return part.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
        )

    document = read_bytes(changed(simple(), {SHEET: merge}), "a.xlsx")
    assert set(cells(document)) == {"A1:B1"}
    assert "covered-values" in codes(document)


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 30), st.integers(1, 30)),
        st.one_of(
            st.integers(-(10**9), 10**9),
            st.decimals(-(10**6), 10**6, places=3).map(float),
            st.text("abc £é\n", min_size=1).filter(str.strip),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([None, (2, 2, 4, 5), (1, 1, 1, 9), (10, 3, 12, 3)]),
)
def test_places_and_values_are_those_that_openpyxl_finds(values: Any, merged: Any) -> None:
    book = new_book()
    for (row, column), value in values.items():
        book.active.cell(row, column, value)
    covered: set[tuple[int, int]] = set()
    if merged:
        top, left, bottom, right = merged
        book.active.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        covered = {
            (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
        } - {(top, left)}
    if set(values) <= covered:
        return
    found = cells(read_bytes(saved(book), "a.xlsx"))
    for (row, column), value in values.items():
        if (row, column) in covered:
            continue
        name = cell_name(row, column)
        if merged and (row, column) == merged[:2]:
            name += f":{cell_name(merged[2], merged[3])}"
        cell = found.pop(name)
        if isinstance(value, str):
            assert cell.number is None
            assert cell.text.split() == value.split()
        else:
            assert cell.number == Decimal(repr(value))
    assert not found


@pytest.mark.parametrize(
    ("value", "code", "text", "number"),
    [
        (51.0, "General", "51", "51"),
        (0.227, "0%", "23%", "0.227"),
        (0.227, "0.0%", "22.7%", "0.227"),
        (1118, "#,##0", "1,118", "1118"),
        (51.5, "0", "52", "51.5"),
        (dt.date(2016, 4, 1), "dd/mm/yyyy", "2016-04-01", None),
        (dt.datetime(2016, 4, 1, 9, 30), "dd/mm/yyyy hh:mm", "2016-04-01 09:30:00", None),  # noqa: DTZ001 - a workbook knows no zone
        (3, '[<5]"<5";0', "<5", None),
        (7, '[<5]"<5";0', "7", "7"),
        ("51", "General", "51", None),
        (True, "General", "TRUE", None),
    ],
)
def test_a_cell_has_the_shown_text_and_the_exact_number(
    value: Any, code: Any, text: Any, number: Any
) -> None:
    book = new_book()
    book.active["B4"] = value
    book.active["B4"].number_format = code
    cell = cells(read_bytes(saved(book), "a.xlsx"))["B4"]
    assert cell.text == text
    assert cell.number == (None if number is None else Decimal(number))


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    book = new_book()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = dt.date(2016, 4, 1)
    assert cells(read_bytes(saved(book), "a.xlsx"))["A1"].text == "2016-04-01"


def test_a_number_that_is_not_shown_is_not_taken() -> None:
    book = new_book()
    book.active["A1"] = 3
    book.active["A1"].number_format = '[<5]"*";0'
    document = read_bytes(saved(book), "a.xlsx")
    assert cells(document)["A1"].number is None
    assert "number-not-shown" in codes(document)


def test_a_formula_without_a_value_is_no_blank() -> None:
    book = new_book()
    book.active["A1"] = "=SUM(B1:B9)"
    document = read_bytes(saved(book), "a.xlsx")
    assert cells(document)["A1"].text == "=SUM(B1:B9)"
    assert cells(document)["A1"].number is None
    assert [(n.code, n.review, n.place.cell) for n in document.notices] == [
        ("no-cached-values", True, "A1")
    ]


def test_a_formula_with_its_value_is_that_value() -> None:
    rows = '<row r="1"><c r="A1"><f>SUM(B1:C1)</f><v>100</v></c></row>'
    document = read_bytes(with_rows(rows), "a.xlsx")
    assert cells(document)["A1"].number == Decimal(100)
    assert not document.notices


def test_an_error_is_shown_and_told() -> None:
    rows = '<row r="1"><c r="A1" t="e"><f>B1/0</f><v>#DIV/0!</v></c></row>'
    document = read_bytes(with_rows(rows), "a.xlsx")
    assert cells(document)["A1"].text == "#DIV/0!"
    assert "error-cells" in codes(document)


def test_a_hidden_sheet_is_handed_on_as_hidden() -> None:
    book = _quarters()
    criteria = book.create_sheet("Criteria")
    criteria["A1"] = 999
    criteria.sheet_state = "veryHidden"
    document = read_bytes(saved(book), "a.xlsx")
    assert [(table.name, table.hidden) for table in tables(document)] == [
        ("Offences", False),
        ("Criteria", True),
    ]
    assert [(n.code, n.place.sheet) for n in document.notices] == [("hidden-sheet", "Criteria")]


def test_hidden_rows_and_columns_with_content_ask_for_a_person() -> None:
    book = _quarters()
    book.active.row_dimensions[5].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.active.row_dimensions[40].hidden = True  # holds nothing
    document = read_bytes(saved(book), "a.xlsx")
    said = {notice.code: notice for notice in document.notices}
    assert said["hidden-rows"].review
    assert said["hidden-rows"].sentence.endswith("content: 5.")
    assert said["hidden-columns"].sentence.endswith("content: C.")


def test_a_comment_is_told_with_its_cell() -> None:
    book = _quarters()
    book.active["B5"].comment = openpyxl.comments.Comment("Provisional figure", "A")
    document = read_bytes(saved(book), "a.xlsx")
    comment = next(notice for notice in document.notices if notice.code == "comment")
    assert comment.place.cell == "B5"
    assert "Provisional figure" in comment.sentence


def test_macros_and_links_to_other_workbooks_are_told() -> None:
    data = changed(
        simple(),
        add={"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<a/>"},
    )
    assert codes(read_bytes(data, "a.xlsm")) == {"macros", "external-links"}


def test_cells_without_names_are_counted() -> None:
    rows = "<row><c/><c><v>7</v></c></row><row><c><v>8</v></c></row>"
    assert {
        name: cell.text for name, cell in cells(read_bytes(with_rows(rows), "a.xlsx")).items()
    } == {
        "B1": "7",
        "A2": "8",
    }


def test_a_hundred_thousand_formatted_rows_are_one_row_of_content() -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c></row>' + "".join(
        f'<row r="{row}" ht="15"><c r="A{row}" s="0"/></row>' for row in range(2, 100_001)
    )
    table = tables(read_bytes(with_rows(rows), "a.xlsx"))[0]
    assert len(table.rows) == 1


def test_one_far_cell_does_not_make_a_table_of_a_million_rows() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>7</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>8</v></c></row>'
    )
    document = read_bytes(with_rows(rows), "a.xlsx")
    assert set(cells(document)) == {"A1", "XFD1048576"}
    assert len(tables(document)[0].rows) == 3
    assert "empty-run-cut" in codes(document)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A2"><v>7</v></c></row>',
        '<row r="1"><c r="ZZZ1"><v>7</v></c></row>',
        '<row r="9999999"><c r="A1"><v>7</v></c></row>',
        '<row r="-1"><c><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1"><v>seven</v></c></row>',
        '<row r="1"><c r="A1"><v>nan</v></c></row>',
        '<row r="1"><c r="A1"><v>1e999</v></c></row>',
        '<row r="1"><c r="A1"><v>7</v>',
    ],
)
def test_a_sheet_that_breaks_its_own_rules_is_damaged(rows: Any) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(with_rows(rows), "a.xlsx")
    assert caught.value.code == "damaged"


def test_cells_are_counted_over_all_sheets() -> None:
    book = new_book()
    for sheet in (book.active, book.create_sheet()):
        for row in range(1, 4):
            sheet.cell(row, 1, row)
    with pytest.raises(ReadError) as caught:
        read_bytes(saved(book), "a.xlsx", Limits(max_cells=5))
    assert caught.value.code == "too-large"
    assert len(read_bytes(saved(book), "a.xlsx", Limits(max_cells=6)).blocks) == 2


def test_a_workbook_without_content_is_an_empty_file() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(saved(new_book()), "a.xlsx")
    assert caught.value.code == "empty-file"
