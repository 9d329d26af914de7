import io
from decimal import Decimal

import pytest
from odfdo import Document as OdfDocument
from odfdo import Table as OdfTable

from beholden.figures.errors import ReadError
from beholden.figures.reading import Limits, read_bytes
from tests.figures.reading.books import cells, codes, ods, tables

_HIDDEN = (
    '<style:style style:name="gone" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def _table(rows: str, name: str = "Data", style: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def _cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def _row(*content: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(content)}</table:table-row>"


def _number(shown: str, value: str, kind: str = "float") -> str:
    return _cell(shown, f'office:value-type="{kind}" office:value="{value}"')


def test_a_file_of_another_writer_has_right_places() -> None:
    document = OdfDocument("spreadsheet")
    document.body.clear()
    table = OdfTable("Offences", width=5, height=4)
    document.body.append(table)
    table.set_value("B1", "2016/17")
    table.set_span((1, 0, 4, 0))
    table.set_value("B3", 51)
    table.set_value("E4", 49)
    target = io.BytesIO()
    document.save(target)
    found = cells(read_bytes(target.getvalue(), "a.ods"))
    assert {name: (cell.text, cell.number, cell.columns) for name, cell in found.items()} == {
        "B1:E1": ("2016/17", None, 4),
        "B3": ("51", Decimal(51), 1),
        "E4": ("49", Decimal(49), 1),
    }


def test_repeated_cells_and_rows_are_counted() -> None:
    twice, thrice = (f'table:number-rows-repeated="{times}"' for times in (2, 3))
    whole_row = '<table:table-cell table:number-columns-repeated="16384"/>'
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = (
        _row(whole_row, more=thrice)
        + _row(gap, _cell("x", 'table:number-columns-repeated="2"'), more=twice)
        + _row(_cell("y"))
    )
    assert set(cells(read_bytes(ods(_table(rows)), "a.ods"))) == {"C4", "D4", "C5", "D5", "A6"}


def test_a_million_repeated_empty_rows_are_no_rows() -> None:
    rows = _row(_cell("x")) + _row(
        "<table:table-cell/>", more='table:number-rows-repeated="1048575"'
    )
    assert len(tables(read_bytes(ods(_table(rows)), "a.ods"))[0].rows) == 1


def test_a_million_repeated_filled_rows_are_too_many() -> None:
    rows = _row(_cell("x"), more='table:number-rows-repeated="1048576"')
    with pytest.raises(ReadError) as caught:
        read_bytes(ods(_table(rows)), "a.ods", Limits(max_cells=1000))
    assert caught.value.code == "too-large"


def test_the_text_is_as_shown_and_the_number_exact() -> None:
    rows = _row(
        _number("22.7%", "0.2269", "percentage"),
        _number("1,118", "1118"),
        _number("51", "51.0"),
        _number("&lt;5", "3"),
        _cell("1 April 2016", 'office:value-type="date" office:date-value="2016-04-01T00:00:00"'),
        _cell("51", 'office:value-type="string"'),
    )
    document = read_bytes(ods(_table(rows)), "a.ods")
    assert [(cell.text, cell.number) for cell in cells(document).values()] == [
        ("22.7%", Decimal("0.2269")),
        ("1,118", Decimal(1118)),
        ("51", Decimal(51)),
        ("<5", None),
        ("2016-04-01", None),
        ("51", None),
    ]
    assert codes(document) == {"number-not-shown"}


def test_spaces_breaks_and_comments_are_told_from_text() -> None:
    cell = (
        "<table:table-cell><office:annotation><text:p>Provisional</text:p></office:annotation>"
        "<text:p>a<text:s text:c='2'/>b<text:line-break/><text:span>c</text:span>d</text:p>"
        "<text:p>e</text:p></table:table-cell>"
    )
    document = read_bytes(ods(_table(_row(cell))), "a.ods")
    assert cells(document)["A1"].text == "a b\ncd\ne"
    assert [(n.code, n.place.cell) for n in document.notices] == [("comment", "A1")]
    assert "Provisional" in document.notices[0].sentence


def test_a_comment_that_is_repeated_without_end_is_told_some_times() -> None:
    note = "<office:annotation><text:p>x</text:p></office:annotation>"
    cell = f'<table:table-cell table:number-columns-repeated="900">{note}</table:table-cell>'
    document = read_bytes(ods(_table(_row(cell) + _row(_cell("y")))), "a.ods")
    assert len(document.notices) == 20


def test_hidden_sheets_rows_and_columns_are_told() -> None:
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        + _row(_cell("a"), _cell("b"))
        + _row(_cell("c"), more='table:visibility="filter"')
    )
    document = read_bytes(
        ods(_table(rows) + _table(_row(_cell("x")), "Criteria", "gone"), _HIDDEN), "a.ods"
    )
    assert [table.hidden for table in tables(document)] == [False, True]
    said = {notice.code: notice.sentence for notice in document.notices}
    assert set(said) == {"hidden-rows", "hidden-columns", "hidden-sheet"}
    assert said["hidden-rows"].endswith(": 2.")
    assert said["hidden-columns"].endswith(": B.")


def test_a_formula_without_a_value_is_no_blank() -> None:
    cell = '<table:table-cell table:formula="of:=SUM([.B1:.B9])"/>'
    document = read_bytes(ods(_table(_row(cell))), "a.ods")
    assert cells(document)["A1"].text == "=SUM([.B1:.B9])"
    assert [notice.review for notice in document.notices] == [True]


def test_a_table_within_a_cell_is_no_sheet() -> None:
    inner = (
        f"<table:table-cell>{_table(_row(_cell('inner')))}<text:p>outer</text:p></table:table-cell>"
    )
    document = read_bytes(ods(_table(_row(inner, _cell("next")) + _row(_cell("below")))), "a.ods")
    assert len(document.blocks) == 1
    assert {name: cell.text for name, cell in cells(document).items()} == {
        "A1": "outer",
        "B1": "next",
        "A2": "below",
    }


def test_a_spreadsheet_with_a_password_says_so() -> None:
    manifest = {"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>"}
    with pytest.raises(ReadError) as caught:
        read_bytes(ods("", add=manifest), "a.ods")
    assert caught.value.code == "password-protected"


def test_the_document_type_of_an_old_manifest_is_harmless() -> None:
    manifest = {"META-INF/manifest.xml": b'<!DOCTYPE manifest SYSTEM "Manifest.dtd"><m/>'}
    assert read_bytes(ods(_table(_row(_cell("x"))), add=manifest), "a.ods").blocks


@pytest.mark.parametrize(
    "rows",
    [
        _row(_number("x", "many")),
        _row(_number("x", "nan")),
        _row("<table:table-cell/>", more='table:number-rows-repeated="x"'),
        "<table:table-row>",
    ],
)
def test_a_spreadsheet_that_breaks_its_own_rules_is_damaged(rows: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(ods(_table(rows)), "a.ods")
    assert caught.value.code == "damaged"
