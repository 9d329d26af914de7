import datetime as dt
import zlib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.errors import ReadError
from beholden.figures.reading import read_bytes
from beholden.figures.reading.grid import cell_name
from tests.figures.reading.books import cells, codes, saved, tables, xlwt


def _book() -> Any:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Offences")
    sheet.write_merge(0, 0, 0, 4, "Recorded offences")
    sheet.write_merge(2, 2, 1, 4, "2016/17")
    for column, count in enumerate([51, 49, 50, 50.0], start=1):
        sheet.write(4, column, count)
    sheet.write(5, 0, dt.date(2016, 4, 1), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    sheet.write(5, 1, "nil")
    sheet.write(5, 2, True)  # noqa: FBT003 - a value of a cell
    return book


def test_every_cell_says_its_sheet_and_its_own_name() -> None:
    found = cells(read_bytes(saved(_book()), "a.xls"))
    assert {name: (cell.text, cell.number) for name, cell in found.items()} == {
        "A1:E1": ("Recorded offences", None),
        "B3:E3": ("2016/17", None),
        "B5": ("51", Decimal(51)),
        "C5": ("49", Decimal(49)),
        "D5": ("50", Decimal(50)),
        "E5": ("50", Decimal(50)),
        "A6": ("2016-04-01", None),
        "B6": ("nil", None),
        "C6": ("TRUE", None),
    }
    assert found["B3:E3"].columns == 4
    assert {cell.place.sheet for cell in found.values()} == {"Offences"}


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 40), st.integers(0, 40)), st.integers(0, 999), min_size=1
    )
)
def test_places_are_right_wherever_the_first_cell_stands(values: dict[Any, int]) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for (row, column), value in values.items():
        sheet.write(row, column, value)
    found = cells(read_bytes(saved(book), "a.xls"))
    assert {name: cell.number for name, cell in found.items()} == {
        cell_name(row + 1, column + 1): Decimal(value) for (row, column), value in values.items()
    }


def test_a_hidden_sheet_is_handed_on_as_hidden() -> None:
    book = _book()
    hidden = book.add_sheet("Criteria")
    hidden.write(0, 0, 999)
    hidden.visibility = 1
    document = read_bytes(saved(book), "a.xls")
    assert [table.hidden for table in tables(document)] == [False, True]
    assert codes(document) == {"hidden-sheet"}


def test_the_last_row_of_a_sheet_costs_nothing() -> None:
    book = _book()
    book.get_sheet(0).write(65535, 0, "note")
    document = read_bytes(saved(book), "a.xls")
    assert len(tables(document)[0].rows) < 20
    assert "A65536" in cells(document)


@pytest.mark.parametrize("method", [b"\x00\x00", b"\x01\x00"])
def test_a_workbook_with_a_password_says_so(method: bytes) -> None:
    # The record that says a stream is encrypted follows the first one, of 20 bytes.
    data = saved(_book())
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    record = b"\x2f\x00\x06\x00" + method + b"\x11\x22\x33\x44"
    with pytest.raises(ReadError) as caught:
        read_bytes(data[:start] + record + data[start + len(record) :], "a.xls")
    assert caught.value.code == "password-protected"


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_an_error_or_read_but_never_anything_else(seed: int) -> None:
    data = bytearray(saved(_book()))
    noise = zlib.crc32(bytes([seed]))
    for step in range(20):
        noise = zlib.crc32(noise.to_bytes(4, "big"))
        data[512 + noise % (len(data) - 512)] = noise >> 24
        if step % 7 == 0:
            del data[-(noise % 200) :]
    try:
        document = read_bytes(bytes(data), "a.xls")
    except ReadError as error:
        assert error.code in {"damaged", "empty-file", "unsupported", "too-large"}  # noqa: PT017
    else:
        assert document.blocks
