"""From lines to raw rows: CSV and JSON Lines, by a column map.

A raw row is text in the right places and nothing more; whether its hash is one
is decided by the importer. Whatever cannot be read as a row is a ``Reject``.
"""

from __future__ import annotations

import csv
import re
from itertools import chain
from typing import TYPE_CHECKING, Protocol

import msgspec

from beholden.lists.errors import ColumnsError, EmptyListError, FileRefusedError
from beholden.lists.models import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beholden.lists._lines import LineSource
    from beholden.lists.models import LabelChoice

_FIELDS = ("hash", "kind", "id", "quality")
_DELIMITERS = (",", ";", "\t")
_LABEL = "label."
_MAX_IGNORED = 100

# A stray quotation mark joins rows until the next one. No honest cell is this tall.
MAX_RECORD_LINES = 64

# A line inside a cell that holds one of these is a row that a quotation mark swallowed.
_LOOKS_LIKE_A_HASH = re.compile(r"[0-9a-fA-F]{32}")


class RawRow(msgspec.Struct, frozen=True, gc=False):
    """One row as text; empty text means that there is none."""

    line: int
    kind: str
    hash: str
    id: str
    quality: str
    labels: dict[str, str]


class ColumnMap(msgspec.Struct, frozen=True):
    """Which column holds what; ``labels`` maps label names to columns.

    ``required`` are the columns that the caller named and that must therefore exist.
    ``constant_kind`` stands in for a kind column.
    """

    fields: dict[str, str]
    labels: dict[str, str]
    required: frozenset[str]
    all_labels: bool
    constant_kind: str | None

    @classmethod
    def of(
        cls, columns: Mapping[str, str] | None, labels: LabelChoice, kind: str | None
    ) -> ColumnMap:
        """Check a caller's map and fill in the usual names.

        Raises:
            ColumnsError: A key is neither a field nor ``label.<name>``, or the kind
                is given twice.
        """
        columns = columns or {}
        named: dict[str, str] = {}
        for key, column in columns.items():
            label = key.removeprefix(_LABEL) if key.startswith(_LABEL) else ""
            if label:
                named[label] = column
            elif key not in _FIELDS:
                raise ColumnsError(
                    f"columns names {key!r}; it can name hash, kind, id, quality "
                    "and label.<name>. Correct the key."
                )
        if kind is not None and "kind" in columns:
            raise ColumnsError(
                "The kind is given twice, as a column and as a constant. Give one of them."
            )
        return cls(
            fields={field: columns.get(field, field) for field in _FIELDS},
            labels=named,
            required=frozenset(columns.values()),
            all_labels=labels == "all",
            constant_kind=kind,
        )


class _CsvRecords(Protocol):
    """What ``csv.reader`` returns; its type has no public name in Python 3.11."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


class RowReader(Protocol):
    """Reads one format. ``ignored`` names the columns that were not used."""

    ignored: list[str]

    def rows(self) -> Iterator[RawRow | Reject]:
        """Yield every row in file order."""
        ...


class CsvReader:
    """CSV with a header; the delimiter is found in the header line."""

    def __init__(self, source: LineSource, columns: ColumnMap) -> None:
        self.ignored: list[str] = []
        self._source = source
        self._columns = columns
        self._constant_kind = columns.constant_kind or ""
        self._width = 0
        self._delimiter = ""
        self._at = (-1, -1, -1, -1)
        self._labels: list[tuple[str, int]] = []

    def rows(self) -> Iterator[RawRow | Reject]:
        """Yield every row in file order; blank lines are no rows.

        Raises:
            ColumnsError: The header does not fit the column map.
            EmptyListError: There is no header.
            FileRefusedError: A quotation mark that is not closed swallowed rows.
        """
        reader, end = self._start()
        # line_num counts from the header, which need not be the first line.
        skipped = end - reader.line_num
        bad = self._source.bad
        while True:
            try:
                for cells in reader:
                    line, end = end + 1, reader.line_num + skipped
                    if end > line and self._swallowed(line, end, cells):
                        raise _unclosed(line, end)
                    if bad and (reason := _take_reasons(bad, line, end)):
                        yield Reject(line, reason, end - line + 1)
                    elif any(cells):
                        yield self._row(line, end, cells)
            except csv.Error as error:
                line, end = end + 1, reader.line_num + skipped
                if end > line:
                    raise _unclosed(line, end) from error
                _take_reasons(bad, line, end)
                yield Reject(line, f"the row is not CSV: {error}")
            else:
                return

    def _start(self) -> tuple[_CsvRecords, int]:
        """Read the header; returns the reader of the rows and the header's last line."""
        lines = chain.from_iterable(self._source.chunks())
        skipped = 0
        header_line = ""
        for header_line in lines:
            if header_line.strip():
                break
            skipped += 1
        if not header_line.strip():
            raise EmptyListError("The file is empty. An empty list would switch protection off.")
        self._delimiter = self._sniff(header_line)
        reader = csv.reader(chain([header_line], lines), delimiter=self._delimiter, strict=True)
        try:
            header = [name.strip() for name in next(reader)]
        except csv.Error as error:
            raise ColumnsError(f"The header cannot be read: {error}. Correct it.") from error
        end = skipped + reader.line_num
        if reason := _take_reasons(self._source.bad, 1, end):
            raise ColumnsError(f"The header cannot be read: {reason}. Correct it.")
        self._width = len(header)
        self._at = self._resolve(header)
        self._labels = self._label_columns(header, self._at)
        return reader, end

    def _row(self, line: int, end: int, cells: list[str]) -> RawRow | Reject:
        at_hash, at_kind, at_id, at_quality = self._at
        if len(cells) != self._width:
            reason = f"the row has {len(cells)} columns where the header has {self._width}"
            return Reject(line, reason, end - line + 1)
        return RawRow(
            line,
            self._constant_kind if at_kind < 0 else cells[at_kind],
            cells[at_hash],
            "" if at_id < 0 else cells[at_id],
            "" if at_quality < 0 else cells[at_quality],
            {name: cells[at] for name, at in self._labels if cells[at]},
        )

    def _swallowed(self, line: int, end: int, cells: list[str]) -> bool:
        """Whether a record of several lines is several rows, joined by broken quoting."""
        at_hash = self._at[0]
        if end - line >= MAX_RECORD_LINES:
            return True
        if at_hash < len(cells) and "\n" in cells[at_hash].strip():
            return True
        return any(
            _LOOKS_LIKE_A_HASH.search(inner) and inner.count(self._delimiter) >= self._width - 1
            for cell in cells
            if "\n" in cell
            for inner in cell.split("\n")[1:]
        )

    def _sniff(self, header_line: str) -> str:
        wanted = self._columns.fields["hash"].casefold()

        def fit(delimiter: str) -> tuple[bool, int]:
            # Not strict: an odd header is reported once, by the real reader.
            try:
                names = next(csv.reader([header_line], delimiter=delimiter), [])
            except csv.Error:
                return False, 0
            return wanted in {name.strip().casefold() for name in names}, len(names)

        return max(_DELIMITERS, key=fit)

    def _resolve(self, header: list[str]) -> tuple[int, int, int, int]:
        """Positions of hash, kind, id and quality; -1 where there is none."""
        positions: dict[str, list[int]] = {}
        for position, name in enumerate(header):
            positions.setdefault(name.casefold(), []).append(position)
        columns = self._columns
        for column in (*columns.fields.values(), *columns.labels.values()):
            found = positions.get(column.strip().casefold(), [])
            if len(found) > 1:
                raise ColumnsError(f"The header names {column!r} more than once. Rename one.")
            if not found and column in columns.required:
                raise ColumnsError(f"There is no column {column!r}. {_shown(header)}")

        def at(field: str) -> int:
            return positions.get(columns.fields[field].strip().casefold(), [-1])[0]

        if at("hash") < 0:
            raise ColumnsError(
                f"There is no column {columns.fields['hash']!r}. {_shown(header)} "
                "Say which column holds the hash, or add a header line."
            )
        if columns.constant_kind is None and at("kind") < 0:
            raise ColumnsError(
                "There is no column for the kind of hash. 64 hex digits can be PDQ or SHA-256, "
                f"so it is never guessed: name the column, or give the kind. {_shown(header)}"
            )
        if columns.constant_kind is not None and at("kind") >= 0:
            raise ColumnsError(
                "The kind of hash is given, and the file has a column 'kind' as well. Leave the "
                "kind out, or rename the column if it means something else."
            )
        return at("hash"), at("kind"), at("id"), at("quality")

    def _label_columns(
        self, header: list[str], at: tuple[int, int, int, int]
    ) -> list[tuple[str, int]]:
        by_name = {name.casefold(): position for position, name in enumerate(header)}
        labels = {
            label: by_name[column.strip().casefold()]
            for label, column in self._columns.labels.items()
        }
        used = {*at, *labels.values()}
        rest = {name: position for position, name in enumerate(header) if position not in used}
        if self._columns.all_labels:
            labels = {name: position for name, position in rest.items() if name} | labels
        else:
            self.ignored = list(rest)[:_MAX_IGNORED]
        return sorted(labels.items())


class JsonLinesReader:
    """JSON Lines: one object a line; keys are columns."""

    def __init__(self, source: LineSource, columns: ColumnMap) -> None:
        self.ignored: list[str] = []
        self._source = source
        self._columns = columns

    def rows(self) -> Iterator[RawRow | Reject]:
        """Yield every row in file order; blank lines are no rows."""
        decode = msgspec.json.Decoder(dict[str, object]).decode
        bad = self._source.bad
        for line, text in enumerate(chain.from_iterable(self._source.chunks()), 1):
            if bad and line in bad:
                yield Reject(line, bad.pop(line))
            elif not text.strip():
                continue
            else:
                try:
                    yield self._row(line, decode(text))
                except (msgspec.DecodeError, RecursionError, ValueError, OverflowError) as error:
                    yield Reject(line, f"the line is not a JSON object: {_sentence(error)}")

    def _row(self, line: int, cells: dict[str, object]) -> RawRow | Reject:
        columns = self._columns
        names = columns.fields
        value = cells.get(names["hash"])
        if not isinstance(value, str):
            return Reject(line, f"there is no text under {names['hash']!r}")
        if columns.constant_kind is not None:
            if "kind" in cells:
                return Reject(line, "the kind is given, and the row has a key 'kind' as well")
            kind = columns.constant_kind
        else:
            kind = _text(cells.get(names["kind"]))
        used = {*names.values(), *columns.labels.values()}
        labels = {
            label: text
            for label, column in columns.labels.items()
            if (text := _text(cells.get(column)))
        }
        for name in cells.keys() - used:
            if columns.all_labels:
                if name and (text := _text(cells[name])):
                    labels.setdefault(name, text)
            elif name not in self.ignored and len(self.ignored) < _MAX_IGNORED:
                self.ignored.append(name)
        return RawRow(
            line,
            kind,
            value,
            _text(cells.get(names["id"])),
            _text(cells.get(names["quality"])),
            labels,
        )


def _unclosed(line: int, end: int) -> FileRefusedError:
    return FileRefusedError(
        f"A quotation mark opens in line {line} and is not closed there: the rows up to line "
        f"{end} would be lost. Close or double the quote, or ask the supplier for a correct file."
    )


def _take_reasons(bad: dict[int, str], line: int, end: int) -> str | None:
    reason: str | None = None
    for number in range(line, end + 1):
        reason = bad.pop(number, None) or reason
    return reason


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _sentence(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__


def _shown(header: list[str]) -> str:
    names = ", ".join(repr(name[:40]) for name in header[:12])
    return f"The first line names: {names}{', ...' if len(header) > 12 else ''}."  # noqa: PLR2004 -- a line's worth
