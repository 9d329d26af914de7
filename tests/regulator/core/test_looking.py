"""What a file is, told when it comes: a wrong kind is named, and any bytes have an answer."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator import UnlikeError
from beholden.regulator.core.looking import HEAD_BYTES, KINDS, FileAbout, ReceivedKind, about
from beholden.transparency.core import encode_report
from tests.regulator.core.reports import report

REPORT = encode_report(report())
OPENING = json.dumps({"index": 7, "id": "a", "salt": "c2FsdA==", "statement": "e30="}).encode()
COUNTS = (
    b"quantity,part,from,to,value,source\n"
    b"reports,,2020-01-01,2020-06-30,12,Somebody\nreports,,2020-07-01,2020-12-31,9,Another\n"
)
RECEIPT = b"beholden.receipt/v1\nleaf AAAA\n"
FILES: dict[ReceivedKind, bytes] = {
    "report": REPORT,
    "openings": OPENING + b"\n" + OPENING + b"\n",
    "counts": COUNTS,
    "receipt": RECEIPT,
}
NAMED = {
    "report": "a transparency report",
    "openings": "a file of openings of statements",
    "counts": "a table of counts",
    "receipt": "a receipt",
}


def test_a_report_says_whose_it_is_for_which_days_and_which_revision() -> None:
    made = report()
    said = about("report", "report.json", REPORT)
    assert (said.first, said.last) == (made.window.first, made.window.last)
    assert (said.service, said.revision) == (made.service, 1)
    assert f"{made.service} by {made.provider}, revision 1" == said.words


def test_counts_say_who_counted_and_from_which_day_to_which() -> None:
    assert about("counts", "c.csv", COUNTS) == FileAbout(
        words="2 rows of Another, Somebody", first=date(2020, 1, 1), last=date(2020, 12, 31)
    )


def test_counts_that_scorecards_hide_are_told_when_they_come() -> None:
    data = COUNTS + b"victims,girls under 10,2020-01-01,2020-12-31,2,Another\n"
    assert about("counts", "c.csv", data).words == (
        "3 rows of Another, Somebody. By the usual thresholds 1 of its counts is small (below 5, "
        "of people below 10): scorecards hide it"
    )


def test_openings_say_where_they_begin_also_without_a_line_feed() -> None:
    for data in (OPENING, b"\n" + OPENING + b"\nnot read"):
        assert about("openings", "o.jsonl", data).words == "statements of a log, from place 7 on"
    erased = b'{"index": 0, "salt": null, "statement": null}\n'
    assert about("openings", "o.jsonl", erased).words.endswith("place 0 on")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("given_as", KINDS)
def test_a_file_of_another_kind_is_named_as_what_it_is(
    kind: ReceivedKind, given_as: ReceivedKind
) -> None:
    if kind == given_as:
        assert about(kind, "file", FILES[kind]).words
        return
    with pytest.raises(UnlikeError) as caught:
        about(given_as, "file", FILES[kind])
    assert f"This is not {NAMED[given_as]}" in str(caught.value)
    assert f"It seems to be {NAMED[kind]}" in str(caught.value)
    assert "Nothing was kept" in str(caught.value)


def test_every_row_that_cannot_be_read_is_said() -> None:
    data = COUNTS.replace(b",12,", b",many,").replace(b",9,", b",few,")
    with pytest.raises(UnlikeError) as caught:
        about("counts", "c.csv", data)
    first, second = caught.value.why
    assert first.startswith("c.csv:2: value:")
    assert second.startswith("c.csv:3: value:")


def test_a_report_that_is_broken_is_told_with_its_reason() -> None:
    with pytest.raises(UnlikeError) as caught:
        about("report", "report.json", REPORT[:-40])
    assert "seems to be" not in str(caught.value)
    assert caught.value.why


def test_a_first_line_that_never_ends_is_no_opening() -> None:
    endless = b'{"index": 1, "salt": null, "statement": "' + b"A" * HEAD_BYTES
    with pytest.raises(UnlikeError):
        about("openings", "o", endless)


_CUT = st.builds(
    lambda data, cut: data[:cut], st.sampled_from([*FILES.values()]), st.integers(0, 400)
)


@given(kind=st.sampled_from(KINDS), data=st.binary(max_size=300) | _CUT)
def test_whatever_comes_is_told_or_refused_with_a_sentence(kind: ReceivedKind, data: bytes) -> None:
    try:
        said = about(kind, "file", data).words
    except UnlikeError as error:
        said = str(error)
        assert NAMED[kind] in said
    assert said
    assert said.replace("\n", "").isprintable()
