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
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from beholden.figures import _data_cells as cells
from beholden.figures.core.claims.dataset import Dataset, Fact
from beholden.figures.core.forces import Registry
from beholden.figures.errors import DataError, ReadError
from beholden.figures.reading._decoding import decode

__all__ = ["DataFile", "combined", "load_data", "read_data"]

_T = TypeVar("_T")

_FORCES = ("force", "financial_year", "offence_category", "count")
_SERIES = ("series", "subject", "period", "value")
_MORE = ("unit", "base", "release", "source_url")
_DELIMITERS = ",;\t"
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
    notices: tuple[str, ...] = ()
    if reader.missing:
        rows_are = "row has" if reader.missing == 1 else "rows have"
        notices = (f"{name}: {reader.missing:,} {rows_are} no number and are left out.",)
    figures = "figure" if len(facts) == 1 else "figures"
    return DataFile(Dataset(f"{name} ({len(facts):,} {figures})", tuple(facts)), notices)


def combined(datasets: Sequence[Dataset]) -> Dataset:
    """Several sets of facts as one, in their order."""
    return Dataset(
        " and ".join(each.name for each in datasets),
        tuple(fact for each in datasets for fact in each.facts),
    )


class _Header(NamedTuple):
    """Where each column stands, and which of the shapes they make."""

    at: dict[str, int]
    of_forces: bool


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
    header = _header(next(csv.reader([lines[first]], delimiter=delimiter)), name, first + 1)
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


def _header(row: list[str], name: str, line: int) -> _Header:
    names = ["_".join(each.strip().casefold().replace("-", " ").split()) for each in row]
    at = {each: column for column, each in reversed(list(enumerate(names)))}
    twice = sorted({each for each in names if each and names.count(each) > 1})
    if twice:
        raise DataError((f"{name}, line {line}: the column {twice[0]} stands there twice.",))
    for columns in (_FORCES, _SERIES):
        if all(each in at for each in columns):
            known = {each: at[each] for each in (*columns, *_MORE) if each in at}
            return _Header(known, of_forces=columns is _FORCES)
    nearest = max((_FORCES, _SERIES), key=lambda columns: sum(each in at for each in columns))
    missing = ", ".join(each for each in nearest if each not in at)
    sentence = (
        f"{name}, line {line}: the header lacks {missing}. The first line names the columns: "
        f"{', '.join(_FORCES)}, release, source_url; or {', '.join((*_SERIES, *_MORE))}."
    )
    raise DataError((sentence,))


class _Reader:
    """Makes facts of rows, and keeps what is wrong with them. Equal cells are read once."""

    def __init__(self, name: str, registry: Registry, header: _Header) -> None:
        self._name = name
        self._header = header
        self._problems: list[str] = []
        self._more = 0
        self.missing = 0
        forces = header.of_forces
        self._who, self._what, self._when, self._many = (
            ("force", "offence_category", "financial_year", "count")
            if forces
            else ("subject", "series", "period", "value")
        )
        self._subject = _kept(lambda text: cells.read_subject(text, registry))
        self._series = _kept(cells.read_offence if forces else cells.read_series)
        self._period = _kept(cells.read_financial_year if forces else cells.read_period)
        self._address = _kept(cells.read_address)
        self._number = cells.read_count if forces else cells.read_number

    def fact(self, line: int, row: list[str]) -> Fact | None:
        """The fact of a row; none where it has no number, or a problem."""
        read = _Row(row, self._header.at)
        number = read.cell(self._many, self._number)
        subject = read.cell(self._who, self._subject)
        series = read.cell(self._what, self._series)
        period = read.cell(self._when, self._period)
        source = read.cell("source_url", self._address)
        base = read.cell("base", cells.read_number)
        unit = None if number is None else read.cell("unit", _unit_of(number))
        if read.problems:
            self._tell(line, read.problems)
            return None
        if number is None or unit is None or subject is None or series is None or period is None:
            self.missing += 1
            return None
        kind, noun, value = unit
        release = read.text("release") or self._name
        return Fact(
            series=series.key,
            subject=subject.key,
            period=period,
            value=value,
            release=release,
            source=source or "",
            unit=kind,
            noun=noun,
            base=base.value if base else None,
            published=cells.day_of(release),
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
        if self._more:
            self._problems.append(f"and {self._more:,} more.")
        if self._problems:
            raise DataError(tuple(self._problems))

    def _tell(self, line: int, problems: list[tuple[str, str]]) -> None:
        for column, sentence in problems:
            if len(self._problems) < _MOST_PROBLEMS:
                self._problems.append(f"{self._name}, line {line}, {column}: {sentence}")
            else:
                self._more += 1


class _Row:
    """One row, whose cells are read one by one; what cannot be read is kept as a problem."""

    def __init__(self, row: list[str], at: dict[str, int]) -> None:
        self._row = row
        self._at = at
        self.problems: list[tuple[str, str]] = []

    def text(self, column: str) -> str:
        """The text of a cell; empty where the row or the file has none."""
        at = self._at.get(column, -1)
        return self._row[at].strip() if 0 <= at < len(self._row) else ""

    def cell(self, column: str, read: Callable[[str], _T]) -> _T | None:
        """What a cell holds; none where it cannot be read."""
        try:
            return read(self.text(column))
        except cells.CellError as error:
            self.problems.append((column, str(error)))
            return None


def _unit_of(number: cells.Number) -> Callable[[str], tuple[str, str, Decimal]]:
    return lambda text: cells.read_unit(text, number)


def _kept(read: Callable[[str], _T]) -> Callable[[str], _T]:
    """The same reader, which remembers what it has read."""
    known: dict[str, _T] = {}

    def remembering(text: str) -> _T:
        if text not in known:
            known[text] = read(text)
        return known[text]

    return remembering
