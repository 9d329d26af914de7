"""A file of counts is read in one way, or refused with the line and the column."""

from __future__ import annotations

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator.core.counts import BYTES_AT_MOST, ROWS_AT_MOST, parse_counts
from beholden.regulator.core.models import Amount
from beholden.regulator.errors import CountsError

HEADER = "quantity,part,from,to,value,form,rounded_to,source,note\n"
YEAR = "2022-01-01,2022-12-31"


def read(rows: str, header: str = HEADER):
    return parse_counts("counts.csv", (header + rows).encode())


def problems(rows: str, header: str = HEADER) -> list[str]:
    with pytest.raises(CountsError) as caught:
        read(rows, header)
    return str(caught.value).splitlines()


def test_a_row_is_one_number_of_one_quantity_for_some_days():
    (count,) = read(f'reports,images,{YEAR},"52,592",count,,A clearing house,by year of receipt\n')
    assert (count.key, count.source, count.note) == (
        "reports[images]",
        "A clearing house",
        "by year of receipt",
    )
    assert (str(count.window.first), str(count.window.last)) == ("2022-01-01", "2022-12-31")
    assert count.amount == Amount(form="count", value=52_592)
    assert count.line == 2


def test_columns_may_stand_in_any_order_and_those_not_needed_be_absent():
    (count,) = read(f"A,7,{YEAR},reports\n", "source,value,from,to,quantity\n")
    assert (count.key, count.amount) == ("reports", Amount(form="count", value=7))


def test_a_spreadsheets_mark_and_line_ends_are_no_part_of_the_table():
    data = ("\ufeff" + HEADER + f"reports,,{YEAR},5,,,A,\n\n").replace("\n", "\r\n").encode()
    assert [count.amount.value for count in parse_counts("counts.csv", data)] == [5]


@pytest.mark.parametrize(
    ("value", "form", "rounded_to", "amount"),
    [
        ("0", "", "", Amount(form="count", value=0)),
        ("52592", "count", "1", Amount(form="count", value=52_592)),
        ('"1,052,592"', "count", "", Amount(form="count", value=1_052_592)),
        ("550800", "rounded", "100", Amount(form="rounded", value=550_800, rounded_to=100)),
        ("0.125", "share", "", Amount(form="share", share="0.125")),
        ("1", "share", "", Amount(form="share", share="1")),
    ],
)
def test_forms_of_a_number(value, form, rounded_to, amount):
    assert read(f"q,,{YEAR},{value},{form},{rounded_to},A,\n")[0].amount == amount


@pytest.mark.parametrize(
    "value",
    [
        "-5", "+5", "5.0", "52.592", "52 592", '"52,59"', '"1,5"', '"0,592"', "007", "1e6",
        "\u0665", "=1+1", "about 5", "<5", '"1234,567"', "9" * 16, "5%", "0x10", "1_000",
    ],
)  # fmt: skip
def test_a_number_that_could_be_read_in_two_ways_is_refused(value):
    (said,) = problems(f"q,,{YEAR},{value},,,A,\n")
    assert said.startswith("counts.csv:2: value: ")
    assert "Write 52592" in said


def test_a_number_with_a_comma_outside_quotes_is_refused_and_says_how():
    (said,) = problems(f"q,,{YEAR},52,592,,,A,\n".replace(",,,A,", ",count,,A,x"))
    assert said.startswith("counts.csv:2: value: ")
    assert "in quotes" in said


@pytest.mark.parametrize("share", ["1.1", "-0.1", "12.5", "0,5", "12.5%", ".5", "1e-3"])
def test_a_share_is_from_0_to_1(share):
    cell = f'"{share}"' if "," in share else share
    assert "0 to 1" in problems(f"q,,{YEAR},{cell},share,,A,\n")[0]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (f",,{YEAR},5,,,A,", "quantity"),
        (f"q,,{YEAR},5,,,,", "source"),
        (f"q,,{YEAR},,,,A,", "value"),
        ("q,,2022-02-30,2022-12-31,5,,,A,", "from"),
        ("q,,2022-1-1,2022-12-31,5,,,A,", "from"),
        ("q,,2022-01-01,31.12.2022,5,,,A,", "to"),
        ("q,,2022-01-02,2022-01-01,5,,,A,", "to"),
        (f"q,,{YEAR},5,estimate,,A,", "form"),
        (f"q,,{YEAR},5,count,10,A,", "rounded_to"),
        (f"q,,{YEAR},0.5,share,10,A,", "rounded_to"),
        (f"q,,{YEAR},500,rounded,,A,", "rounded_to"),
        (f"q,,{YEAR},500,rounded,1,A,", "rounded_to"),
        (f"q,,{YEAR},550755,rounded,100,A,", "value"),
        (f"q,,{YEAR},5,,,A,{'x' * 501}", "note"),
    ],
)
def test_the_place_of_a_problem_is_named(row, place):
    (said,) = problems(f"good,,{YEAR},1,,,A,\n{row}\n")
    assert said.startswith(f"counts.csv:3: {place}: ")


def test_all_problems_are_named_at_once_and_not_without_end():
    said = problems(f"q,,{YEAR},x,,,A,\nr,,{YEAR},5,,,,\n")
    assert [line.split(" ")[0] for line in said] == ["counts.csv:2:", "counts.csv:3:"]
    assert len(problems(f"q,,{YEAR},x,,,A,\n" * 100)) == 21


def test_the_same_number_twice_is_refused_because_one_of_them_must_be_wrong():
    (said,) = problems(f"q,,{YEAR},5,,,A,\nq,,{YEAR},6,,,A,\n")
    assert "line 2 already" in said
    assert len(read(f"q,,{YEAR},5,,,A,\nq,p,{YEAR},6,,,A,\n")) == 2


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "lacks: quantity, from, to, value, source"),
        (b"quantity,from,to,value,source\n", 1, "no row"),
        (b"quantity,from,to,value,source,colour\n", 1, "Unknown column 'colour'"),
        (b"quantity,quantity,from,to,value,source\n", 1, "twice"),
        (HEADER.encode() + b"q\xff,,,\n", 2, "UTF-8"),
        (HEADER.encode("utf-16"), 1, "UTF-8"),
        (HEADER.encode() + b"q\0,,,\n", 2, "zero"),
        (HEADER.encode() + b'"q,,,\n', 2, "quote"),
        (b"x" * (BYTES_AT_MOST + 1), 1, "bytes"),
    ],
)
def test_what_is_no_table_is_refused(data, line, words):
    with pytest.raises(CountsError) as caught:
        parse_counts("counts.csv", data)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"counts.csv:{line}:")


def test_a_file_has_only_so_many_rows():
    rows = "".join(f"q{n},,{YEAR},5,,,A,\n" for n in range(ROWS_AT_MOST + 1))
    assert "Split the file" in problems(rows)[0]


def test_unseen_characters_become_their_codes():
    (count,) = read(f"q\u202e,,{YEAR},5,,,A\x1b[2J,=cmd\n")
    assert (count.quantity, count.source, count.note) == ("q\\u202e", "A\\u001b[2J", "=cmd")


TEXT = st.text(max_size=30)


@given(st.lists(st.lists(TEXT, max_size=9), max_size=6), st.binary(max_size=80))
def test_whatever_is_in_a_file_it_is_read_or_refused(rows, junk):
    table = io.StringIO(newline="")
    csv.writer(table).writerows(rows)
    for data in ((HEADER + table.getvalue()).encode(errors="replace"), HEADER.encode() + junk):
        with contextlib.suppress(CountsError):
            assert parse_counts("counts.csv", data)


@given(st.integers(0, 10**15 - 1))
def test_a_number_is_read_with_and_without_separators(number):
    plain, grouped = read(f'a,,{YEAR},{number},,,A,\nb,,{YEAR},"{number:,}",,,A,\n')
    assert plain.amount.value == grouped.amount.value == number


@pytest.mark.parametrize("source", ["the report", "The opened  statements", "THE REGISTER"])
def test_no_body_is_called_as_the_regulators_own_sources_are(source):
    (said,) = problems(f"q,,{YEAR},5,,,{source},\n")
    assert said.startswith("counts.csv:2: source: ")
    assert "no body" in said


@pytest.mark.parametrize(
    ("name", "people", "is_of_people"),
    [
        ("victims,", "", True),
        ("filings,girls under 10", "", True),
        ("reports,", "", False),
        ("reports,", "yes", True),
        ("accounts,", "no", False),
    ],
)
def test_a_number_is_of_people_if_the_file_or_its_name_says_so(name, people, is_of_people):
    header = "quantity,part,from,to,value,people,source\n"
    (row,) = read(f"{name},{YEAR},5,{people},A\n", header)
    assert row.people == is_of_people


def test_whether_of_people_is_yes_or_no():
    (said,) = problems(f"q,{YEAR},5,maybe,A\n", "quantity,from,to,value,people,source\n")
    assert said.startswith("counts.csv:2: people: ")
