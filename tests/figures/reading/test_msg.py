from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.errors import ReadError
from beholden.figures.reading import read_bytes
from beholden.figures.reading.limits import Limits
from tests.figures.support.compound import compound, message
from tests.figures.support.shapes import grid, reviewed, tables, texts

SENT = datetime(2018, 5, 3, 9, tzinfo=UTC)
HEADERS = "From: FOI <foi@force.example>\r\nDate: Fri, 4 May 2018 00:10:00 +0100\r\n"


def found(limits: Limits | None = None, **fields):
    return read_bytes(compound(message(**fields)), "a.msg", limits)


def test_who_what_and_when_are_known() -> None:
    document = found(body="12 offences", subject="Môn", sender="FOI", headers=HEADERS, sent=SENT)
    assert document.format == "msg"
    assert document.sender == "FOI <foi@force.example>"
    assert document.subject == "Môn"
    assert document.date == "2018-05-04"
    assert texts(document) == ["12 offences"]


def test_a_message_without_internet_header_has_its_own_properties() -> None:
    document = found(body="12 offences", sender="FOI", sent=SENT)
    assert (document.sender, document.date) == ("FOI", "2018-05-03")


def test_history_is_marked_as_in_other_mail() -> None:
    document = found(
        body="In 2017/18 767.\r\n\r\nFrom: A\r\nSent: 1 May 2018\r\nTo: B\r\nSubject: q\r\n\r\n568"
    )
    assert texts(document, quoted=False) == ["In 2017/18 767."]


def test_a_table_is_read_from_the_page_that_holds_it() -> None:
    page = "<table><tr><td>2016/17<td>51 £</table>".encode()
    document = found(body="2016/17\r\n51", html=page)
    assert [grid(table) for table in tables(document)] == [[["2016/17", "51 £"]]]


def test_attachments_large_and_small_are_documents_of_their_own() -> None:
    document = found(
        body="See attached.",
        attachments=[("a.csv", b"a,b\n1,2\n"), ("b.txt", b"12 offences\n" * 1000)],
    )
    assert [part.file for part in document.parts] == ["a.msg/a.csv", "a.msg/b.txt"]
    assert len(texts(document.parts[1])) == 1000


def test_a_message_attached_is_read_and_waits_for_a_person_where_its_age_is_unknown() -> None:
    inner = message(body="In 2016/17 568.", subject="last/year", embedded=True)
    document = found(body="See attached.", sent=SENT, attachments=[inner])
    (part,) = document.parts
    assert (part.file, texts(part)) == ("a.msg/last_year.msg", ["In 2016/17 568."])
    assert reviewed(document) == ["attached-message"]


def test_messages_within_messages_end_at_the_limit() -> None:
    inner = message(body="innermost", embedded=True)
    for _ in range(4):
        inner = message(body="outer", attachments=[inner], embedded=True)
    with pytest.raises(ReadError) as refusal:
        found(Limits(max_depth=2), body="top", attachments=[inner])
    assert refusal.value.code == "too-deep"


def test_a_message_in_rich_text_alone_asks_for_a_person() -> None:
    assert reviewed(found(rich=b"compressed")) == ["rich-text-only"]


WHOLE = compound(
    message(body="In 2017/18 767.", headers=HEADERS, attachments=[("a.txt", b"12 offences")])
)


@given(st.integers(512, len(WHOLE) - 1))
def test_a_message_cut_off_is_refused_or_read_but_never_breaks(length: int) -> None:
    try:
        document = read_bytes(WHOLE[:length], "a.msg")
    except ReadError as error:
        assert error.code in {"damaged", "unsupported"}  # noqa: PT017  both ends are right
    else:
        assert texts(document) in ([], ["In 2017/18 767."])


@given(st.integers(512, len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
def test_a_message_with_bytes_changed_is_refused_or_read_but_never_breaks(
    at: int, changed: bytes
) -> None:
    try:
        read_bytes(WHOLE[:at] + changed + WHOLE[at + len(changed) :], "a.msg")
    except ReadError as error:
        assert str(error)  # noqa: PT017  both ends are right
