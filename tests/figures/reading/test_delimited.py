import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.errors import ReadError
from beholden.figures.reading import Limits, read_bytes
from beholden.figures.reading.grid import cell_name, clean
from tests.figures.reading.books import cells, codes, tables

_FIELD = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters='\n,;|\t" '), max_size=8
)


@given(
    st.lists(st.lists(_FIELD, min_size=1, max_size=6), min_size=1, max_size=8).filter(
        lambda rows: any(clean(field) for row in rows for field in row)
    )
)
def test_what_was_written_is_read_with_its_place(rows: list[list[str]]) -> None:
    target = io.StringIO()
    target.write("sep=,\r\n")
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows(rows)
    found = cells(read_bytes(target.getvalue().encode("utf-8-sig"), "a.csv"))
    assert {name: cell.text for name, cell in found.items()} == {
        cell_name(row, column): clean(field)
        for row, fields in enumerate(rows, start=2)
        for column, field in enumerate(fields, start=1)
        if clean(field)
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    text = (
        f'Crime{delimiter}Ystadegau é{delimiter}2016/17\r\n86/2{delimiter}"1,118"{delimiter}5\r\n'
    )
    document = read_bytes(text.encode(encoding), "a.csv")
    assert [[cell.text if cell else None for cell in row] for row in tables(document)[0].rows] == [
        ["Crime", "Ystadegau é", "2016/17"],
        ["86/2", "1,118", "5"],
    ]
    assert ("encoding-guessed" in codes(document)) == (encoding == "cp1252")


def test_thousands_do_not_make_a_comma_the_delimiter() -> None:
    document = read_bytes(b"Force;2016/17\nEssex;1,118\nKent;2,004\n", "a.csv")
    assert cells(document)["B2"].text == "1,118"


def test_a_number_is_left_to_whoever_interprets_it() -> None:
    assert cells(read_bytes(b"a,51\n", "a.csv"))["B1"].number is None


def test_short_and_long_rows_are_kept_and_told() -> None:
    document = read_bytes(b"a,b,c\nd\ne,f,g,h\n", "a.csv")
    assert {len(row) for row in tables(document)[0].rows} == {4}
    assert cells(document)["D3"].text == "h"
    assert codes(document) == {"ragged-rows"}


def test_lines_are_counted_through_fields_of_several_lines() -> None:
    document = read_bytes(b'a,"one\ntwo"\nb,c\n\nd,e\n', "a.csv")
    found = cells(document)
    assert found["B1"].text == "one\ntwo"
    assert (found["A2"].place.line, found["A4"].place.line) == (3, 5)


@pytest.mark.parametrize("delimiter", [b",", b";"])
def test_a_line_of_ten_million_columns_is_refused_unread(delimiter: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(delimiter.join([b"1"] * 10_000_000), "a.csv")
    assert caught.value.code == "too-large"


def test_a_long_line_far_down_is_refused_too() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"a,b\n" * 100 + b"," * 20_000, "a.csv")
    assert caught.value.code == "too-large"


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"a,b\n" * 11, "a.csv", Limits(max_lines=10))
    assert caught.value.code == "too-large"
    assert read_bytes(b"a,b\n" * 10, "a.csv", Limits(max_lines=10)).blocks


def test_nul_characters_are_no_text() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"Force,2016/17\n" * 1000 + b"Essex,5\x0068\n", "a.csv")
    assert caught.value.code == "damaged"


def test_a_quotation_mark_that_never_closes_is_told() -> None:
    with pytest.raises(ReadError, match="never closed"):
        read_bytes(b'a,b\n"c,d\n' + b"e,f\n" * 60_000, "a.csv")


def test_nothing_but_delimiters_is_an_empty_file() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b",,,\n,,,\n", "a.csv")
    assert caught.value.code == "empty-file"
