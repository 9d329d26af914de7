"""What a file that somebody sent is, looked into when it comes. Pure.

A report is read whole, and so is a file of counts; of openings the first line, of a receipt
its first words. What is none of its kind is told with what it seems to be instead.

    about("report", "report.json", data).words    # 'Photos by Example Company, revision 2'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Final, Literal, get_args

import msgspec

from beholden._design import shown
from beholden.regulator.core.counts import BYTES_AT_MOST, parse_counts, words_of_small
from beholden.regulator.core.models import Day, Tolerances
from beholden.regulator.errors import CountsError, UnlikeError
from beholden.transparency.core import FORMAT, REPORT_BYTES, TransparencyError, decode_report

__all__ = ["HEAD_BYTES", "KINDS", "LOOKED_BYTES", "FileAbout", "ReceivedKind", "about"]

ReceivedKind = Literal["report", "openings", "counts", "receipt"]
KINDS: Final[tuple[ReceivedKind, ...]] = get_args(ReceivedKind)

HEAD_BYTES: Final = 4 << 20
"""The longest line of openings."""
LOOKED_BYTES: Final[Mapping[ReceivedKind, int]] = {
    "report": REPORT_BYTES + 1,
    "openings": HEAD_BYTES + 1,
    "counts": BYTES_AT_MOST + 1,
    "receipt": 1 << 10,
}
"""How much of a file of each kind has to be there to look into it."""

_NAMES: Final[Mapping[ReceivedKind, str]] = {
    "report": "a transparency report (report.json)",
    "openings": "a file of openings of statements (beholden ledger export)",
    "counts": "a table of counts (CSV)",
    "receipt": "a receipt",
}
_RECEIPT: Final = b"beholden.receipt/v1\n"
_FORMAT: Final = re.compile(rb'\s*\{\s*"format"\s*:\s*"' + FORMAT.partition("/")[0].encode())
_SOURCES_AT_MOST: Final = 3


class FileAbout(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a file says of itself: its first and last day, whose service, which revision.

    ``words`` is all of it in short, for a person.
    """

    words: str
    first: Day | None = None
    last: Day | None = None
    service: str = ""
    revision: int | None = None


class _Opening(msgspec.Struct):
    """Of a line of openings, what every one has."""

    index: Annotated[int, msgspec.Meta(ge=0)]
    salt: bytes | None
    statement: bytes | None


_decode_opening = msgspec.json.Decoder(_Opening).decode


def about(kind: ReceivedKind, name: str, data: bytes) -> FileAbout:
    """What a file of a kind is about.

    Args:
        kind: what it was said to be.
        name: what it is called, for messages.
        data: its bytes, at least the first ``LOOKED_BYTES`` of its kind.

    Raises:
        UnlikeError: it is none of its kind; says why, and what it seems to be.
    """
    return _WAYS[kind](name, data)


def _report(name: str, data: bytes) -> FileAbout:
    del name
    try:
        report = decode_report(data)
    except TransparencyError as error:
        raise _unlike("report", data, [shown(str(error), 400)]) from None
    service, provider = shown(report.service), shown(report.provider)
    return FileAbout(
        words=f"{service} by {provider}, revision {report.revision}",
        first=report.window.first,
        last=report.window.last,
        service=service,
        revision=report.revision,
    )


def _openings(name: str, data: bytes) -> FileAbout:
    del name
    place = _place(data)
    if place is None:
        why = "Its first line is no statement with its place and salt."
        raise _unlike("openings", data, [why])
    return FileAbout(words=f"statements of a log, from place {place:,} on")


def _counts(name: str, data: bytes) -> FileAbout:
    try:
        rows = parse_counts(name, data)
    except CountsError as error:
        raise _unlike("counts", data, error.lines) from None
    sources = sorted({row.source for row in rows})
    more = f" and {len(sources) - _SOURCES_AT_MOST} more" if sources[_SOURCES_AT_MOST:] else ""
    count = f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"
    # The thresholds of a service are for the scorecard; here a person is told in time.
    small = words_of_small(rows, Tolerances())
    told = f". By the usual thresholds {small}" if small else ""
    return FileAbout(
        words=f"{count} of {', '.join(sources[:_SOURCES_AT_MOST])}{more}{told}",
        first=min(row.window.first for row in rows),
        last=max(row.window.last for row in rows),
    )


def _receipt(name: str, data: bytes) -> FileAbout:
    del name
    if not data.startswith(_RECEIPT):
        raise _unlike("receipt", data, ["It does not begin with the words of one."])
    return FileAbout(words="a promise of a log for one statement")


_WAYS: Final[Mapping[ReceivedKind, Callable[[str, bytes], FileAbout]]] = {
    "report": _report,
    "openings": _openings,
    "counts": _counts,
    "receipt": _receipt,
}


def _unlike(kind: ReceivedKind, data: bytes, why: list[str]) -> UnlikeError:
    seems = _seems(data)
    if seems is None or seems == kind:
        return UnlikeError(f"This is not {_NAMES[kind]}.", why)
    return UnlikeError(f"This is not {_NAMES[kind]}. It seems to be {_NAMES[seems]}.", [])


def _seems(data: bytes) -> ReceivedKind | None:
    """What a file looks like by its beginning; None if like nothing that is received."""
    if data.startswith(_RECEIPT):
        return "receipt"
    if _FORMAT.match(data):
        return "report"
    if _place(data) is not None:
        return "openings"
    header = data[:1_000].removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
    names = {cell.strip().strip(b'"') for cell in header.split(b",")}
    return "counts" if {b"quantity", b"value"} <= names else None


def _place(data: bytes) -> int | None:
    """The place in the log of the first opened statement; None if the first line is none."""
    line, end, _ = data.lstrip(b" \t\r\n").partition(b"\n")
    if not end and len(line) > HEAD_BYTES:
        return None
    try:
        return _decode_opening(line).index
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
