"""Opens statements: each is held against its own entry of the log, then kept as columns.

    entries of the log --> folder/entries          32 bytes each, from the log itself
    exports -----parts---> rows of statements      two processes, each a part at a time
                           folder/*.parquet        what every query reads

Laws:

* What an export says of entries is not believed: SHA-256 over salt and statement must be
  the entry that the log has at this place.
* Every place from ``first`` up to ``size`` ends as opened, erased or refused. Erased is only
  what an opened statement of a later place says was erased, or lost, and no export opens.
* What was erased since, as statements from ``size`` up to ``until`` say, is still refused
  under this checkpoint: what it stated may have been counted. It is only told apart.
* A line that is no opening opens nothing; it is named in ``problems``, and its place is
  refused like any other that nobody opened.
* All that is written lies in ``folder``, which only its owner can read; the caller removes it.

    with TemporaryDirectory() as folder:
        opened = open_statements([Path("all.jsonl")], reader, first=0, size=reader.size,
                                 folder=Path(folder) / "opened")
        report = report_of(opened, window, checkpoint, settings)
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import numpy as np

from beholden.transparency._chunks import (
    ABSENT,
    ENTRIES_FILE,
    ENTRY_BYTES,
    ERASED_CLAIM,
    LINE_BYTES,
    MISMATCHED,
    UNREADABLE,
    Found,
    Frame,
    Part,
    RangeErased,
    open_part,
    open_records,
)
from beholden.transparency.counting import keep_tables
from beholden.transparency.errors import EntriesError, OpeningsError
from beholden.transparency.ports import Entries, OpeningRecord, Progress

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Opened", "open_statements"]

_PART_BYTES = 16 << 20
_RECORDS_AT_ONCE = 20_000
_PROCESSES_AT_MOST = 2
_SMALL_BYTES = 8 << 20
"""Below it, starting processes takes longer than they save."""
_PROBLEMS_AT_MOST = 100


class Opened(NamedTuple):
    """Opened statements, and what became of every place.

    Of the places from ``first`` up to ``size``: ``opened`` + ``erased`` + ``refused`` is all
    of them; ``mismatched`` and ``erased_later`` are among the refused, ``unreadable`` among the
    opened. ``lines``
    were read, ``outside`` of them about other places; ``faulty`` are none, the first of which
    are named in ``problems``. ``folder`` has the Parquet files. ``later_hours`` are hours that
    statements behind ``size`` state anew, ``later_decisions`` days of decisions there.
    ``fates`` has a byte for each place, so that a part of the places can be told: ``since``.
    """

    folder: Path
    first: int
    size: int
    opened: int
    erased: int
    refused: int
    mismatched: int
    unreadable: int
    lines: int
    outside: int
    faulty: int
    problems: tuple[str, ...]
    refused_places: tuple[int, ...]
    erased_later: int = 0
    later_hours: frozenset[str] = frozenset()
    later_decisions: Mapping[str, int] = MappingProxyType({})
    fates: bytes = b""

    def since(self, place: int) -> Opened:
        """What became of the places from one on alone; the rows stay those of all.

        Raises:
            OpeningsError: nobody looked at this place.
        """
        if not self.first <= place <= self.size:
            raise OpeningsError(
                f"first: entries from {self.first:,} up to {self.size:,} were looked at, not from "
                f"{place:,} on."
            )
        fates = np.frombuffer(self.fates, np.uint8)[place - self.first :]
        refused = np.flatnonzero(fates & _REFUSED)[:_PROBLEMS_AT_MOST]
        return self._replace(
            first=place,
            opened=_many(fates, _OPENED),
            erased=_many(fates, _ERASED),
            refused=_many(fates, _REFUSED),
            mismatched=_many(fates, _MISMATCHED),
            unreadable=_many(fates, _UNREADABLE),
            erased_later=_many(fates, _ERASED_LATER),
            refused_places=tuple(int(one) + place for one in refused),
            fates=fates.tobytes(),
        )


_OPENED, _ERASED, _REFUSED, _MISMATCHED, _UNREADABLE, _ERASED_LATER = (1 << n for n in range(6))


def _many(fates: npt.NDArray[np.uint8], fate: int) -> int:
    return int(np.count_nonzero(fates & fate))


def open_statements(
    exports: Sequence[Path] | Iterable[OpeningRecord],
    entries: Entries,
    *,
    first: int,
    size: int,
    folder: Path,
    until: int | None = None,
    progress: Progress = lambda *_: None,
    processes: int | None = None,
) -> Opened:
    """Opens what a network gave.

    Args:
        exports: files as ``beholden ledger export`` writes them, in any order, also overlapping;
            or the records themselves.
        entries: of the log, under a root that the caller trusts.
        first: the first place that is looked at.
        size: the checkpoint's: the place before which all lie.
        folder: for what is opened; made by this, and private. Nothing may be there yet.
        until: the place up to which statements are asked what was erased since; ``size``
            without it. ``entries`` are then those of this larger tree.
        progress: told how many bytes (or records) of how many are done.
        processes: how many work on large files; by default as many as there are processors,
            at most two.

    Raises:
        OpeningsError: a file or the folder cannot be used, or a file is no export at all.
        EntriesError: the log does not give all its entries.
    """
    until = size if until is None else until
    if not 0 <= first <= size <= until:
        raise OpeningsError(
            f"first: there is no place {first:,} up to which, and from which, a log of {size:,} "
            f"entries, later {until:,}, could be looked at."
        )
    frame = Frame(folder, first, size, until)
    try:
        folder.mkdir(mode=0o700)
        _write_entries(frame, entries)
        states = _States(frame)
        for found in _all_found(frame, exports, progress, processes):
            states.take(found)
        keep_tables(folder, repeated=states.repeated)
        (folder / ENTRIES_FILE).unlink()
    except OSError as error:
        raise OpeningsError(
            f"{error.filename or folder}: {error.strerror or error}. What was opened is not "
            "complete; make room or name another folder, and open again."
        ) from error
    return states.opened()


def _write_entries(frame: Frame, entries: Entries) -> None:
    """The entries in one file, so that every process finds each by its place."""
    count = 0
    with _private(frame.folder / ENTRIES_FILE) as stream:
        source = entries.entries(frame.first, frame.until)
        while block := list(islice(source, 4096)):
            if any(len(entry) != ENTRY_BYTES for entry in block):
                raise EntriesError(
                    "An entry of the log is no commitment of 32 bytes. This is the log of some "
                    "other software."
                )
            stream.write(b"".join(block))
            count += len(block)
        if count != frame.until - frame.first:
            raise EntriesError(
                f"The log gives {count:,} entries, not {frame.until - frame.first:,}. Mirror it "
                "again up to the checkpoint."
            )
        if not count:
            stream.write(bytes(ENTRY_BYTES))  # a file without bytes cannot be mapped


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


# Parts.


def _all_found(
    frame: Frame,
    exports: Sequence[Path] | Iterable[OpeningRecord],
    progress: Progress,
    processes: int | None,
) -> Iterator[Found]:
    if isinstance(exports, Sequence) and all(isinstance(one, Path) for one in exports):
        paths = [one for one in exports if isinstance(one, Path)]
        yield from _found_in_files(frame, paths, progress, processes)
        return
    records = iter(one for one in exports if not isinstance(one, Path))
    total, done, number = frame.size - frame.first, 0, 0
    while some := list(islice(records, _RECORDS_AT_ONCE)):
        yield open_records(frame, number, some)
        number, done = number + 1, done + len(some)
        progress(min(done, total), total)


def _found_in_files(
    frame: Frame, paths: Sequence[Path], progress: Progress, processes: int | None
) -> Iterator[Found]:
    total = sum(path.stat().st_size for path in paths)
    parts = _parts(paths)
    done = 0
    workers = min(_PROCESSES_AT_MOST, os.cpu_count() or 1) if processes is None else processes
    if workers < _PROCESSES_AT_MOST or total < _SMALL_BYTES:
        for part in parts:
            yield open_part(frame, part)
            done += part.end - part.start
            progress(done, total)
        return
    # Spawned: the caller may have threads, and a forked process would have their locks.
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(workers, context) as pool:
            futures = {pool.submit(open_part, frame, part): part.end - part.start for part in parts}
            for future, size in futures.items():
                yield future.result()
                done += size
                progress(done, total)
    except BrokenProcessPool as error:
        raise OpeningsError(
            "A process that opens statements ended before its work was done; there may be too "
            "little memory. Open again."
        ) from error


def _parts(paths: Sequence[Path]) -> Iterator[Part]:
    """The files cut into parts of whole lines."""
    number = 0
    for path in paths:
        with path.open("rb") as stream:
            end = stream.seek(0, os.SEEK_END)
            start = 0
            while start < end:
                stream.seek(min(start + _PART_BYTES, end))
                if stream.tell() < end:
                    # A longer line is found, and named, by whoever reads the part.
                    stream.readline(LINE_BYTES + 1)
                yield Part(number, path, start, stream.tell())
                start, number = stream.tell(), number + 1


# What became of every place.


class _States:
    """States of all places, taken together from the parts."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._states: npt.NDArray[np.uint8] = np.zeros(frame.size - frame.first, np.uint8)
        self._founds: list[Found] = []
        self.repeated = False

    def take(self, found: Found) -> None:
        """Takes in what a part gave; of two states of a place the better one stays."""
        places = np.frombuffer(found.places, np.uint64)
        states = np.frombuffer(found.states, np.uint8)
        good = places[states >= UNREADABLE]
        self.repeated |= bool((self._states[good] >= UNREADABLE).any())
        np.maximum.at(self._states, places, states)
        self._founds.append(found._replace(places=b"", states=b""))

    def opened(self) -> Opened:
        """All of it."""
        lines = sum(one.lines for one in self._founds)
        faulty = sum(one.faulty for one in self._founds)
        problems = [problem for one in self._founds for problem in one.problems]
        if faulty and faulty == lines:
            first = problems[0]
            raise OpeningsError(
                f"{first.path}: no line of it is an opening; {first.why}. Ask for a file of "
                "beholden ledger export."
            )
        erased = self._erased()
        states = self._states
        shut = (states < UNREADABLE) & ~erased
        later = shut & self._covered([one.erased_later for one in self._founds])
        fates = np.zeros(len(states), np.uint8)
        for fate, where in (
            (_OPENED, states >= UNREADABLE),
            (_ERASED, erased),
            (_REFUSED, shut),
            (_MISMATCHED, shut & (states == MISMATCHED)),
            (_UNREADABLE, states == UNREADABLE),
            (_ERASED_LATER, later),
        ):
            fates[where] |= fate
        decisions: Counter[str] = Counter()
        for one in self._founds:
            decisions.update(one.later_decisions)
        first_place = self._frame.first
        return Opened(
            folder=self._frame.folder,
            first=first_place,
            size=self._frame.size,
            opened=0,
            erased=0,
            refused=0,
            mismatched=0,
            unreadable=0,
            lines=lines,
            outside=sum(one.outside for one in self._founds),
            faulty=faulty,
            problems=tuple(
                f"{one.path}, line {_line(one.path, one.at):,}: {one.why}"
                for one in problems[:_PROBLEMS_AT_MOST]
            ),
            refused_places=(),
            later_hours=frozenset().union(*(one.later_hours for one in self._founds)),
            later_decisions=decisions,
            fates=fates.tobytes(),
        ).since(first_place)

    def _erased(self) -> npt.NDArray[np.bool_]:
        """Places that are shut, and of which an opened statement says why."""
        first = self._frame.first
        shut = (self._states == ABSENT) | (self._states == ERASED_CLAIM)
        erased: npt.NDArray[np.bool_] = self._covered([one.erased for one in self._founds]) & shut
        for gap in sorted({gap for found in self._founds for gap in found.gaps}):
            span = slice(gap.first - first, gap.end - first)
            lost = np.flatnonzero((shut & ~erased)[span])[: gap.lost]
            erased[lost + span.start] = True
        return erased

    def _covered(self, ranges: Iterable[Iterable[RangeErased]]) -> npt.NDArray[np.bool_]:
        """Places that some range covers."""
        first, size = self._frame.first, self._frame.size
        # A range is a step up where it begins and one down after its end.
        steps = np.zeros(size - first + 1, np.int64)
        for one in chain.from_iterable(ranges):
            steps[one.first - first] += 1
            steps[one.last - first + 1] -= 1
        covered = np.cumsum(steps[:-1]) > 0
        return covered.astype(np.bool_)


def _line(path: str, at: int) -> int:
    """The number of the line that begins at a byte of a file."""
    lines = 1
    with Path(path).open("rb") as stream:
        while at > 0 and (block := stream.read(min(at, 1 << 20))):
            lines += block.count(b"\n")
            at -= len(block)
    return lines
