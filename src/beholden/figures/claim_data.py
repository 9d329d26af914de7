"""Files of figures that claims are checked against: CSV in one of two shapes.

Counts of forces have the columns ``force, financial_year, offence_category, count``;
anything else ``series, subject, period, value`` with ``unit`` and ``base`` if need be.
Both take ``release`` and ``source_url``. Columns may stand in any order; comma, semicolon
or tab parts them. Everything that is wrong is told at once, with its line and column.
Nothing is summed here, and a cell without a number is left out and counted.

    load_data(Path("offences.csv"), load_registry()).facts[0].value  # Decimal("568")
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from beholden.figures import _data_cells as cells
from beholden.figures._data_doubts import Clashes, Doubts, left_out
from beholden.figures.core.claims.judging.dataset import Dataset, Fact
from beholden.figures.core.forces import Registry
from beholden.figures.errors import DataError, ReadError
from beholden.figures.reading._decoding import decode

__all__ = ["DataFile", "combined", "load_data", "read_data"]

_T = TypeVar("_T")

# In the order of ``_Cells``.
_FORCES = ("force", "offence_category", "financial_year", "count")
_SERIES = ("subject", "series", "period", "value")
_MORE = ("source_url", "base", "unit", "release")
_DELIMITERS = ",;\t"
_DELIMITER_NAMES = {";": "semicolons", "\t": "tabs"}
_MOST_BYTES = 64 * 1024 * 1024
_MOST_ROWS = 1_000_000
_MOST_PROBLEMS = 20


class DataFile(msgspec.Struct, frozen=True):
    """One file, read. ``notices`` are sentences for whoever gave the file."""

    dataset: Dataset
    notices: tuple[str, ...] = ()


def load_data(path: Path, registry: Registry) -> Dataset:
    """The facts of a file; see ``read_data``."""
    return read_data(path, registry).dataset


def read_data(path: Path, registry: Registry) -> DataFile:
    """Reads a file of figures.

    Args:
        path: The CSV file.
        registry: The forces and groups that its names are looked up in.

    Raises:
        DataError: It cannot be opened, has other columns, or cells that cannot be read.
    """
    name = path.name
    text = _text(path, name)
    header, rows = _rows(text, name)
    reader = _Reader(name, registry, header)
    facts = [fact for line, row in rows if (fact := reader.fact(line, row)) is not None]
    reader.refuse()
    if not facts:
        raise DataError((f"{name} holds no figures: there is none in any of its rows.",))
    notices = (*reader.doubts.told(), *reader.clashes.told(), *left_out(name, reader.missing))
    figures = "figure" if len(facts) == 1 else "figures"
    return DataFile(Dataset(f"{name} ({len(facts):,} {figures})", tuple(facts)), notices)


def combined(datasets: Sequence[Dataset]) -> Dataset:
    """Several sets of facts as one, in their order."""
    return Dataset(
        " and ".join(each.name for each in datasets),
        tuple(fact for each in datasets for fact in each.facts),
    )


class _Cells(NamedTuple):
    """The cells of a row that count, in one order for both shapes."""

    who: str
    what: str
    when: str
    many: str
    source: str
    base: str
    unit: str
    release: str


class _Header(NamedTuple):
    """The columns in the order of ``_Cells`` and where they stand; -1 is a column not there.

    ``width`` is how many cells the header has, ``headings`` without the empty ones at its end.
    """

    names: tuple[str, ...]
    at: tuple[int, ...]
    of_forces: bool
    width: int
    headings: int
    delimiter: str

    def misfit(self, row: list[str]) -> str:
        """What is wrong with the number of cells in a row; nothing where it fits.

        A number written 1,199 without quotes is two cells, and each after it has moved.
        """
        there, headings = len(row), self.width
        if there == headings:
            # Spreadsheets pad the header and every row with empty cells.
            there, headings = max(_filled(row), self.headings), self.headings
        if there == headings:
            return ""
        told = f"{_many(there, 'cell')} under {_many(headings, 'heading')}"
        if there < headings:
            return f"{told}: leave a cell empty where there is nothing, but keep its place."
        if self.delimiter == ",":
            return f"{told}: put numbers with commas in quotes, or write them without."
        return f"{told}: put cells that hold {_DELIMITER_NAMES[self.delimiter]} in quotes."

    def in_order(self, row: list[str]) -> _Cells:
        """The cells of a row; those that it or the file lacks are empty."""
        row.append("")  # where -1 points to
        last = len(row) - 1
        return _Cells._make([row[at].strip() if at < last else "" for at in self.at])


def _filled(row: Sequence[str]) -> int:
    """How many cells a row has without the empty ones at its end."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1].strip()), 0)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _text(path: Path, name: str) -> str:
    try:
        # Opening a named pipe without O_NONBLOCK would wait for a writer for ever.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise DataError((f"{name} cannot be opened: {error.strerror}.",)) from error
    if len(data) > _MOST_BYTES:
        raise DataError((f"{name} is larger than {_MOST_BYTES:,} bytes: keep what is needed.",))
    try:
        text, _ = decode(data, name)
    except ReadError as error:
        raise DataError((f"{name} is no CSV file: save the figures as CSV.",)) from error
    return text


def _rows(text: str, name: str) -> tuple[_Header, Iterator[tuple[int, list[str]]]]:
    """The header, and the rows below it with the numbers of their lines."""
    lines = text.splitlines(keepends=True)
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise DataError((f"{name} is empty: give a CSV file with a header.",))
    delimiter = max(_DELIMITERS, key=lines[first].count)
    header = _header(
        next(csv.reader([lines[first]], delimiter=delimiter)), name, first + 1, delimiter
    )
    return header, _below(lines, first + 1, delimiter, name)


def _below(
    lines: list[str], first: int, delimiter: str, name: str
) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines[first:], delimiter=delimiter)
    start = first + 1
    try:
        for number, row in enumerate(reader):
            if number >= _MOST_ROWS:
                raise DataError((f"{name} has more than {_MOST_ROWS:,} rows: split it.",))
            if any(map(str.strip, row)):
                yield start, row
            start = first + reader.line_num + 1
    except csv.Error as error:
        sentence = f"{name}, line {start}: cannot be read ({error}): look for an open quote."
        raise DataError((sentence,)) from error


def _header(row: list[str], name: str, line: int, delimiter: str) -> _Header:
    names = ["_".join(each.strip().casefold().replace("-", " ").split()) for each in row]
    at = {each: column for column, each in reversed(list(enumerate(names)))}
    twice = sorted({each for each in names if each and names.count(each) > 1})
    if twice:
        raise DataError((f"{name}, line {line}: the column {twice[0]} stands there twice.",))
    for columns in (_FORCES, _SERIES):
        if all(each in at for each in columns):
            known = (*columns, *_MORE)
            places = tuple(at.get(each, -1) for each in known)
            return _Header(known, places, columns is _FORCES, len(row), _filled(row), delimiter)
    nearest = max((_FORCES, _SERIES), key=lambda columns: sum(each in at for each in columns))
    missing = ", ".join(each for each in nearest if each not in at)
    sentence = (
        f"{name}, line {line}: the header lacks {missing}. The first line names the columns: "
        "force, financial_year, offence_category, count, release, source_url; or "
        "series, subject, period, value, unit, base, release, source_url."
    )
    raise DataError((sentence,))


class _Reader:
    """Makes facts of rows, and keeps what is wrong with them. Equal cells are read once."""

    def __init__(self, name: str, registry: Registry, header: _Header) -> None:
        self._name = name
        self._header = header
        self._misfits: list[str] = []
        self._problems: list[str] = []
        self._wrong = 0
        self.missing = 0
        self.doubts = Doubts(name, registry)
        self.clashes = Clashes(name)
        forces = header.of_forces
        self._subject = _kept(lambda text: cells.read_subject(text, registry))
        self._series = _kept(cells.read_offence if forces else cells.read_series)
        self._period = _kept(cells.read_financial_year if forces else cells.read_period)
        self._number = _kept(cells.read_count if forces else cells.read_number)
        self._address = _kept(cells.read_address)
        self._day = _kept(cells.day_of)

    def fact(self, line: int, row: list[str]) -> Fact | None:
        """The fact of a row; none where it has no number, or a problem."""
        misfit = self._header.misfit(row)
        if misfit:
            self._keep(self._misfits, f"{self._name}, line {line}: {misfit}")
            return None
        told = self._header.in_order(row)
        try:
            made = self._fact(told)
        except cells.CellError:
            self._tell(line, told)
            return None
        if made is None:
            self.missing += 1
            return None
        self.clashes.look(line, made)
        if self._header.of_forces:
            self.doubts.look(line, told.who, told.what, made)
        return made

    def _fact(self, row: _Cells) -> Fact | None:
        subject = self._subject(row.who)
        series = self._series(row.what)
        period = self._period(row.when)
        number = self._number(row.many)
        source = self._address(row.source)
        base = cells.read_number(row.base) if row.base else None
        if number is None:
            return None
        unit, noun, value = cells.read_unit(row.unit, number)
        release = row.release or self._name
        return Fact(
            series=series.key,
            subject=subject.key,
            period=period,
            value=value,
            release=release,
            source=source,
            unit=unit,
            noun=noun,
            base=base.value if base else None,
            published=self._day(release),
            at_least=number.at_least,
            members=subject.members if subject.key.startswith((cells.GROUP, cells.OTHER)) else (),
            subject_name=subject.name,
            series_name=series.name,
        )

    def refuse(self) -> None:
        """Raises everything that was wrong.

        Raises:
            DataError: Something was.
        """
        # Rows whose cells have moved come first: they are the ones nobody would see.
        told = (*self._misfits, *self._problems)[:_MOST_PROBLEMS]
        more = self._wrong - len(told)
        if told:
            raise DataError((*told, f"and {more:,} more.") if more else told)

    def _tell(self, line: int, row: _Cells) -> None:
        """Reads every cell of a row alone, and keeps what each says is wrong."""
        number = None
        for at, read in enumerate(
            (
                self._subject,
                self._series,
                self._period,
                self._number,
                self._address,
                cells.read_number,
            )
        ):
            try:
                found = read(row[at])
            except cells.CellError as error:
                self._keep_cell(line, self._header.names[at], error)
            else:
                number = found if read is self._number else number
        if isinstance(number, cells.Number):
            try:
                cells.read_unit(row.unit, number)
            except cells.CellError as error:
                self._keep_cell(line, "unit", error)

    def _keep_cell(self, line: int, column: str, error: cells.CellError) -> None:
        self._keep(self._problems, f"{self._name}, line {line}, {column}: {error}")

    def _keep(self, kept: list[str], sentence: str) -> None:
        self._wrong += 1
        if len(kept) < _MOST_PROBLEMS:
            kept.append(sentence)


def _kept(read: Callable[[str], _T]) -> Callable[[str], _T]:
    """The same reader, which remembers what it has read."""
    return cache(read)
