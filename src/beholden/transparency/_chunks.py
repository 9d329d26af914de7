"""One part of the openings: held against the log, turned into rows. Runs in a worker process.

Only what fits its entry becomes rows. What becomes of each place in the log is a ``State``,
and of two lines about one place the better one counts, whatever their order: a text that
fits its entry is the statement, whoever else claims another one.

    found = open_part(frame, Part(0, Path("day.jsonl"), 0, 1_000_000))
"""

from __future__ import annotations

import mmap
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import msgspec
from msgspec import Meta

from beholden.transparency.core.rows import Row, UnreadableRow, rows_of
from beholden.transparency.core.statements import (
    Decision,
    Erasure,
    Expiry,
    Gap,
    Hour,
    Stated,
    Unreadable,
    read_statement,
)
from beholden.transparency.errors import OpeningsError
from beholden.transparency.ports import OpeningRecord

__all__ = [
    "ABSENT",
    "ENTRIES_FILE",
    "ENTRY_BYTES",
    "ERASED_CLAIM",
    "LINE_BYTES",
    "MISMATCHED",
    "OPENED",
    "UNREADABLE",
    "Found",
    "Frame",
    "GapStated",
    "Part",
    "Problem",
    "RangeErased",
    "Record",
    "open_part",
    "open_records",
    "part_file",
]

ENTRY_BYTES: Final = 32
LINE_BYTES: Final = 4 << 20
"""Bytes of the longest line of an export."""
PROBLEMS_AT_MOST: Final = 20
"""Lines of one part that are named; the others are counted."""
ENTRIES_FILE: Final = "entries"

ABSENT, ERASED_CLAIM, MISMATCHED, UNREADABLE, OPENED = range(5)
"""States of a place, the better the higher."""

_ROWS_AT_ONCE = 5_000
_LATER_AT_MOST = 20_000
"""Hours, and days, behind a checkpoint that are remembered: two years of hours."""


class Record(msgspec.Struct, frozen=True):
    """A line of ``beholden ledger export``, or an opening; other fields are passed over."""

    index: Annotated[int, Meta(ge=0, le=2**63 - 1)]
    salt: bytes | None
    statement: bytes | None


class Frame(NamedTuple):
    """Which entries are looked at: those from ``first`` up to ``size``, kept in the folder.

    Statements from ``size`` up to ``until`` are only asked what was erased since.
    """

    folder: Path
    first: int
    size: int
    until: int


class Part(NamedTuple):
    """Bytes of a file, whole lines."""

    number: int
    path: Path
    start: int
    end: int


class Problem(NamedTuple):
    """A line that opens nothing; ``at`` is where it begins in its file."""

    path: str
    at: int
    why: str


class RangeErased(NamedTuple):
    """Places, both inclusive, that an opened statement says were erased."""

    first: int
    last: int


class GapStated(NamedTuple):
    """An opened statement says that so many of these places (``end`` without) are lost."""

    first: int
    end: int
    lost: int


class Found(NamedTuple):
    """What one part gave. ``places`` and ``states`` belong together; ``lines`` were read.

    ``erased_later`` is what statements behind the size say; ``later_hours`` are the hours that
    some of them state, ``later_decisions`` the days (UTC) of decisions there, with how many.
    """

    number: int
    places: bytes
    states: bytes
    erased: tuple[RangeErased, ...]
    gaps: tuple[GapStated, ...]
    erased_later: tuple[RangeErased, ...]
    later_hours: frozenset[str]
    later_decisions: Mapping[str, int]
    lines: int
    outside: int
    faulty: int
    problems: tuple[Problem, ...]


_decode = msgspec.json.Decoder(Record).decode
_rows_to_lines = msgspec.json.Encoder().encode_lines


def part_file(folder: Path, table: str, number: int) -> Path:
    """Where the rows of a table that a part gave are written."""
    return folder / f"{table}.{number:06}.jsonl"


def open_part(frame: Frame, part: Part) -> Found:
    """Opens the lines of a part.

    Raises:
        OpeningsError: the file or the folder cannot be read or written.
    """
    try:
        return _Opening(frame, part.number).run(_lines(part), str(part.path))
    except OSError as error:
        raise _disk_error(error, frame.folder) from error


def open_records(frame: Frame, number: int, records: Iterable[OpeningRecord]) -> Found:
    """The same of records that are there already.

    Raises:
        OpeningsError: the folder cannot be read or written.
    """
    try:
        return _Opening(frame, number).run(enumerate(records), "")
    except OSError as error:
        raise _disk_error(error, frame.folder) from error


def _lines(part: Part) -> Iterator[tuple[int, bytes]]:
    at = part.start
    with part.path.open("rb") as stream:
        stream.seek(at)
        while at < part.end:
            line = stream.readline(LINE_BYTES + 1)
            if not line:
                return
            yield at, line
            at += len(line)


class _Opening:
    """Opens one part; used once."""

    def __init__(self, frame: Frame, number: int) -> None:
        self._frame = frame
        self._number = number
        self._places = array("Q")
        self._states = bytearray()
        self._opened: set[int] = set()
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._waiting = 0
        self._erased: list[RangeErased] = []
        self._gaps: list[GapStated] = []
        self._later: list[RangeErased] = []
        self._later_hours: set[str] = set()
        self._later_decisions: Counter[str] = Counter()
        self._lines = self._outside = self._faulty = 0
        self._problems: list[Problem] = []

    def run(self, lines: Iterable[tuple[int, bytes | OpeningRecord]], path: str) -> Found:
        """Opens all of it."""
        folder, first, _, until = self._frame
        with (folder / ENTRIES_FILE).open("rb") as stream, _mapped(stream.fileno()) as entries:
            for at, line in lines:
                self._lines += 1
                try:
                    record = self._record(line)
                except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                    self._fault(path, at, f"it is no opening: {error}")
                    continue
                if record is None:
                    continue
                if not first <= record.index < until:
                    self._outside += 1
                    continue
                where = (record.index - first) * ENTRY_BYTES
                self._place(record, entries[where : where + ENTRY_BYTES])
                if self._waiting >= _ROWS_AT_ONCE:
                    self._write()
        self._write()
        return Found(
            self._number,
            self._places.tobytes(),
            bytes(self._states),
            tuple(self._erased),
            tuple(self._gaps),
            tuple(self._later),
            frozenset(self._later_hours),
            dict(self._later_decisions),
            self._lines,
            self._outside,
            self._faulty,
            tuple(self._problems),
        )

    def _record(self, line: bytes | OpeningRecord) -> OpeningRecord | None:
        if not isinstance(line, bytes):
            return line
        if len(line) > LINE_BYTES:
            raise ValueError(f"it has more than {LINE_BYTES:,} bytes")
        if line.isspace():
            return None
        return _decode(line)

    def _fault(self, path: str, at: int, why: str) -> None:
        self._faulty += 1
        if len(self._problems) < PROBLEMS_AT_MOST:
            self._problems.append(Problem(path, at, why[:300]))

    def _place(self, record: OpeningRecord, entry: bytes) -> None:
        index, salt, body = record.index, record.salt, record.statement
        if index >= self._frame.size:
            if salt is not None and body is not None and _fits(salt, body, entry):
                self._stated_later(read_statement(body))
            return
        if salt is None or body is None:
            state = ERASED_CLAIM
        elif not _fits(salt, body, entry):
            state = MISMATCHED
        elif index in self._opened:
            return
        else:
            self._opened.add(index)
            state = self._state(index, body)
        self._places.append(index - self._frame.first)
        self._states.append(state)

    def _state(self, index: int, body: bytes) -> int:
        """Takes in a statement that fits its entry."""
        stated = read_statement(body)
        unreadable = False
        for table, row in rows_of(index, stated):
            self._rows[table].append(row)
            self._waiting += 1
            unreadable = isinstance(row, UnreadableRow)
        # Who says that a later statement is gone says what nobody could know.
        self._erased += self._erased_by(stated, index)
        if isinstance(stated, Gap):
            first, end = max(stated.first, self._frame.first), min(stated.end, index)
            if first < end:
                self._gaps.append(GapStated(first, end, stated.lost))
        return UNREADABLE if unreadable else OPENED

    def _stated_later(self, stated: Stated | Unreadable) -> None:
        """Takes in what a statement behind the checkpoint says of what lies before it."""
        self._later += self._erased_by(stated, self._frame.size)
        if isinstance(stated, Hour) and len(self._later_hours) < _LATER_AT_MOST:
            self._later_hours.add(stated.hour)
        elif isinstance(stated, Decision):
            with suppress(OverflowError):  # no such year in UTC
                day = stated.time.astimezone(UTC).date().isoformat()
                if day in self._later_decisions or len(self._later_decisions) < _LATER_AT_MOST:
                    self._later_decisions[day] += 1

    def _erased_by(self, stated: Stated | Unreadable, before: int) -> Iterator[RangeErased]:
        """What a statement says was erased of the places before one."""
        ranges: Sequence[tuple[int, int]] = ()
        if isinstance(stated, Erasure):
            ranges = ((stated.index, stated.index),)
        elif isinstance(stated, Expiry):
            ranges = stated.ranges
        for one, other in ranges:
            first, last = max(one, self._frame.first), min(other, before - 1)
            if first <= last:
                yield RangeErased(first, last)

    def _write(self) -> None:
        for table, rows in self._rows.items():
            with part_file(self._frame.folder, table, self._number).open("ab") as stream:
                stream.write(_rows_to_lines(rows))
        self._rows.clear()
        self._waiting = 0


def _fits(salt: bytes, body: bytes, entry: bytes) -> bool:
    return len(salt) == ENTRY_BYTES and sha256(salt + body).digest() == entry


def _mapped(descriptor: int) -> closing[mmap.mmap]:
    return closing(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))


def _disk_error(error: OSError, where: Path) -> OpeningsError:
    # A file that cannot be opened has its name in the error; what cannot be written has none.
    return OpeningsError(
        f"{error.filename or where}: {error.strerror or error}. Make room, check who may read and "
        "write there, and open again."
    )
