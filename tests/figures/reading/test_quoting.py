from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.documents import Cell, Line, Table
from beholden.figures.core.models import Place
from beholden.figures.reading._quoting import Marked, mark, written_date


def marked(text: str, received: date | None = None) -> Marked:
    return mark([Line(line, Place()) for line in text.splitlines()], received=received)


def newest(text: str, received: date | None = None) -> list[str]:
    blocks = marked(text, received).blocks
    return [
        block.text
        for block in blocks
        if isinstance(block, Line) and block.text.strip() and not block.quoted
    ]


HEADER = "From: A\nSent: 03 May 2018 10:12\nTo: B\nSubject: request\n"


@pytest.mark.parametrize(
    "separator",
    [
        "-----Original Message-----\n" + HEADER,
        "----- Original Message -----",
        "-----Neges wreiddiol-----",
        "________________________________\n" + HEADER,
        HEADER,
        "*From:* A <a@b.example>\n*Sent:* 3 May 2018\n*To:* B\n*Subject:* request\n",
        "From: A\n\nDate: 3 May 2018\n\nSubject: request\n\nTo: B\n",
        "Oddi wrth: A\nAnfonwyd: 3 Mai 2018\nAt: B\nPwnc: cais\n",
        "---------- Forwarded message ---------\nFrom: A\nDate: 3 May 2018\nSubject: x\nTo: y\n",
        "Begin forwarded message:\n\nFrom: A\nSubject: x\nDate: 3 May 2018\nTo: B\n",
        "On 3 May 2018 at 10:12, A <a@b.example> wrote:",
        "On Thu, 3 May 2018, 10:12 A,\n<a@b.example>\nwrote:",
    ],
)
def test_what_stands_below_an_earlier_message_is_history(separator: str) -> None:
    text = f"In 2017/18 767.\n\n{separator}\nLast year 568.\n\nDisclaimer"
    assert newest(text) == ["In 2017/18 767."]


@pytest.mark.parametrize(
    "text",
    [
        "From: 1 April 2016\nTo: 31 March 2017\nWe recorded 12.",
        "From: 1 April 2016 to 31 March 2017\nDate: 3 May 2018\nWe recorded 12.",
        "On 3 May 2018 you wrote:\nHow many offences?\nWe recorded 12.",
        "____________________\nWe recorded 12.",
        "Sent: 5\nSubject: 6\nWe recorded 12.",
        "-----\nOur answer\n-----\nWe recorded 12.",
    ],
)
def test_an_answer_that_looks_a_little_like_a_header_is_read_in_full(text: str) -> None:
    assert newest(text) == text.splitlines()


def test_answers_written_between_the_lines_they_answer_are_read() -> None:
    text = "On 3 May 2018 at 10:12, A wrote:\n> How many?\n39 offences\n> Of these, men?\n12"
    assert newest(text)[1:] == ["39 offences", "12"]


def test_a_message_passed_on_is_the_answer_and_the_one_below_it_is_not() -> None:
    text = f"\n{HEADER}\nIn 2017/18 767.\n\nFrom: C\nSent: 1 May 2018\nTo: A\nSubject: q\nBy 568."
    found = marked(text, date(2018, 5, 4))
    assert newest(text) == ["In 2017/18 767."]
    assert found.passed_on is not None
    assert found.passed_on.sender == "A"
    assert [(notice.code, notice.review) for notice in found.notices] == [
        ("forwarded-answer", False), ("quoted-history", False),
    ]  # fmt: skip


def test_a_message_passed_on_twice_is_the_innermost_one_with_words() -> None:
    assert newest(f"{HEADER}\n\n{HEADER}\nIn 2017/18 767.") == ["In 2017/18 767."]


@pytest.mark.parametrize("received", [None, date(2019, 5, 4)])
def test_an_old_answer_passed_on_waits_for_a_person(received: date | None) -> None:
    notice = marked(f"{HEADER}\nIn 2017/18 767.", received).notices[0]
    assert (notice.code, notice.review) == ("forwarded-answer", True)


def test_words_below_a_message_that_says_where_it_ends_are_the_newest() -> None:
    text = (
        f"-----Forwarded message-----\n{HEADER}\nLast year 568.\n"
        "-----End of forwarded message-----\nIn 2017/18 767."
    )
    assert newest(text) == ["In 2017/18 767."]


def test_a_table_of_earlier_correspondence_becomes_quoted_lines() -> None:
    cell = Cell("568", Place())
    table = Table("", Place(), ((cell, None),))
    lines = [Line(text, Place()) for text in f"New\n{HEADER}".splitlines()]
    blocks = mark([table, *lines, table]).blocks
    assert blocks[0] == table
    assert isinstance(blocks[-1], Line)
    assert blocks[-1].quoted
    assert blocks[-1].text == "568\t"


@pytest.mark.parametrize(
    "text",
    ["3 May 2018 10:12", "Thu, 03 May 2018", "May 3, 2018 10:12 AM", "03/05/2018", "2018-05-03"],
)
def test_days_in_printed_headers_are_read(text: str) -> None:
    assert written_date(text) == date(2018, 5, 3)
    assert written_date("tomorrow") is None
    assert written_date("31 Foo 2018") is None


PIECES = st.sampled_from(
    [
        "",
        "12 offences",
        "> quoted 5",
        "-----Original Message-----",
        *HEADER.splitlines(),
        "On 3 May 2018 at 10:12, A wrote:",
    ]
)


@given(st.lists(PIECES, max_size=30))
def test_marking_loses_no_line_and_reads_no_quoted_one(lines: list[str]) -> None:
    blocks = mark([Line(line, Place()) for line in lines]).blocks
    assert [block.text for block in blocks if isinstance(block, Line)] == lines
    assert all(
        block.quoted for block in blocks if isinstance(block, Line) and block.text.startswith(">")
    )


@given(st.lists(PIECES, max_size=30))
def test_an_answer_on_top_is_always_read_and_what_follows_a_message_never(lines: list[str]) -> None:
    body = ["In 2017/18 767.", "", *HEADER.splitlines(), *lines, "Last year 568."]
    shown = newest("\n".join(body))
    assert shown == ["In 2017/18 767."]
