import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.documents import Line
from beholden.figures.errors import ReadError
from beholden.figures.reading import read_bytes
from beholden.figures.reading.limits import Limits
from beholden.figures.reading.text import read
from tests.figures.support.shapes import codes, texts


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_unicode_encoding_gives_the_same_lines(encoding: str) -> None:
    text = "Cost: £450, Ynys Môn 12\n\nWe recorded 1,118 offences in 2016/17."
    found = read(text.encode(encoding), "a.txt", "", Limits())
    assert texts(found) == text.split("\n\n")
    assert not codes(found)


def test_bytes_that_are_no_unicode_are_read_as_windows_text_and_told() -> None:
    found = read("£450 \u2013 12 offences".encode("cp1252"), "a.txt", "", Limits())
    assert texts(found) == ["£450 \u2013 12 offences"]
    assert codes(found) == ["encoding-guessed"]


@pytest.mark.parametrize("word", ["£450", "Môn", "\u201c12\u201d", "don\u2019t", "1\u20132"])
def test_letters_garbled_before_are_told_and_left_as_they_are(word: str) -> None:
    garbled = word.encode().decode("cp1252", "replace").replace("\ufffd", "\u009d")
    found = read(garbled.encode(), "a.txt", "", Limits())
    assert texts(found) == [garbled]
    assert codes(found) == ["mojibake"]
    assert not codes(read(word.encode(), "a.txt", "", Limits()))


def test_a_form_feed_begins_a_page_and_lines_are_counted_through() -> None:
    found = read(b"one\n\x0ctwo\nthree", "a.txt", "", Limits())
    places = {block.text: block.place for block in found.blocks if isinstance(block, Line)}
    assert (places["one"].page, places["one"].line) == (1, 1)
    assert (places["two"].page, places["two"].line) == (2, 3)
    assert places["three"].line == 4
    (line,) = read(b"one", "a.txt", "", Limits()).blocks
    assert line.place.page is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_every_line_end_ends_a_line(end: str) -> None:
    assert texts(read(f"one{end}two".encode(), "a.txt", "", Limits())) == ["one", "two"]


def test_columns_keep_the_spaces_that_align_them_and_sentences_keep_none_in_front() -> None:
    found = read(b"           2016/17   2017/18\n   We recorded 12.  \n", "a.txt", "", Limits())
    assert texts(found) == ["           2016/17   2017/18", "We recorded 12."]


def test_marks_that_cannot_be_seen_do_not_part_a_number() -> None:
    data = "1\u200b11\u00ad8\u00a0offences\ufeff".encode()
    assert texts(read(data, "a.txt", "", Limits())) == ["1118 offences"]


def test_a_list_of_more_than_is_no_quotation() -> None:
    assert texts(read(b"> 10 years: 5\n", "a.txt", "", Limits()), quoted=False)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ReadError, match="save it anew") as refusal:
        read(bytes(range(1, 9)) * 50, "a.txt", "", Limits())
    assert refusal.value.code == "not-text"


@pytest.mark.parametrize(
    ("data", "code"), [(b"5" * 200_000, "line-too-long"), (b"5\n" * 200_001, "too-many-lines")]
)
def test_a_text_no_person_wrote_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as refusal:
        read_bytes(data, "a.txt")
    assert refusal.value.code == code


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused_and_never_anything_else(data: bytes) -> None:
    try:
        found = read(data, "a.txt", "", Limits())
    except ReadError:
        return
    assert all("\n" not in text and text == text.rstrip() for text in texts(found))
