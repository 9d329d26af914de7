"""Workbooks of Excel (xlsx, xlsm): values as last saved, formulas never computed.

A hidden sheet is handed on as hidden. A formula that was never computed stands
as its own text, so that nobody takes it for a blank. Macros are not run and
links to other workbooks not followed; both are told.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from beholden.figures.core.documents import Document, Notice, Table
from beholden.figures.core.models import Place
from beholden.figures.errors import ReadError
from beholden.figures.reading.archive import damaged, open_archive
from beholden.figures.reading.formats import show, show_moment
from beholden.figures.reading.grid import (
    MOST_COLUMNS,
    Budget,
    Grid,
    Merged,
    cell_name,
    clean,
    exact,
)
from beholden.figures.reading.limits import Limits
from beholden.figures.reading.safexml import local, stream
from beholden.figures.reading.workbook import SheetPart, Workbook, inner_text

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ELEMENTS = frozenset({"row", "col", "mergeCell"})
_MOST_ROWS = 1_048_576
_MOST_COMMENTS = 20
_SHOWN_COMMENT = 200
_TRUE = frozenset({"1", "true"})
_ALPHABET = 26


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Reads a workbook.

    Raises:
        ReadError: ``damaged``, ``zip-bomb``, ``unsafe-xml``, ``too-large`` or
            ``password-protected``.
    """
    budget = Budget(name, limits)
    with open_archive(data, name, limits) as archive:
        workbook = Workbook(archive, name, budget)
        notices = list(_notices_of_workbook(workbook))
        tables: list[Table] = []
        for sheet in workbook.sheets:
            reading = _Sheet(workbook, sheet, budget)
            tables.append(reading.table())
            notices += reading.notices
    if not any(table.rows for table in tables):
        raise ReadError("empty-file", f"{name} holds nothing but empty cells.")
    return Document(name, digest, "xlsx", tuple(tables), tuple(notices))


def _notices_of_workbook(workbook: Workbook) -> list[Notice]:
    notices = []
    if workbook.has_macros:
        notices.append(Notice("macros", "The workbook contains macros; they were not run."))
    if workbook.has_external_links:
        notices.append(
            Notice(
                "external-links",
                "Some values come from other workbooks, which were not opened; "
                "they are as they were last saved.",
            )
        )
    return notices


class _Sheet:
    """Reads one sheet, in one pass over its part."""

    def __init__(self, workbook: Workbook, sheet: SheetPart, budget: Budget) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._grid = Grid(sheet.name, budget)
        self._row = self._column = 0
        self._passed = ""
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._uncomputed: list[str] = []
        self._errors: list[str] = []
        self._as_text: list[str] = []
        self.notices: list[Notice] = []

    def table(self) -> Table:
        """The sheet as a table; what was noticed is in ``notices`` afterwards."""
        readers = {"row": self._read_row, "col": self._read_columns, "mergeCell": self._read_merged}
        with self._workbook.archive.open(self._sheet.part) as source:
            for element in stream(source, _ELEMENTS, self._workbook.name):
                readers[local(element)](element)
        hidden_rows = self._hidden_rows & self._grid.filled_rows()
        hidden_columns = {
            column
            for column in self._grid.filled_columns()
            if any(first <= column <= last for first, last in self._hidden_columns)
        }
        table = self._grid.table(hidden=self._sheet.hidden)
        self._tell(hidden_rows, hidden_columns)
        self._tell_comments()
        self.notices += self._grid.notices
        return table

    def _read_row(self, row: Any) -> None:
        number = row.get("r")
        self._row = self._position(number, _MOST_ROWS) if number else self._row + 1
        self._column = 0
        self._passed = ""
        if row.get("hidden") in _TRUE:
            self._hidden_rows.add(self._row)
        for cell in row:
            if local(cell) == "c":
                self._read_cell(cell)

    def _read_cell(self, cell: Any) -> None:
        if not len(cell) and (reference := cell.get("r")):
            self._passed = reference  # a million cells may have nothing but a border
            return
        self._find_place(cell.get("r"))
        value = formula = inline = None
        for child in cell:
            part = local(child)
            if part == "v":
                value = child.text or ""
            elif part == "f":
                formula = child.text or "?"
            elif part == "is":
                inline = inner_text(child)
        kind = cell.get("t", "n")
        # A formula whose value is an empty text has been computed.
        if formula is not None and not value and not (kind == "str" and value is not None):
            self._uncomputed.append(self._here())
            self._put(clean(f"={formula}"))
        elif value is not None or inline is not None:
            self._put_value(kind, value or "", inline, cell.get("s", "0"))

    def _find_place(self, reference: str | None) -> None:
        if reference:
            row, self._column = self._reference(reference)
            if row != self._row:
                raise damaged(self._workbook.name)
        else:
            if self._passed:
                self._column = self._reference(self._passed)[1]
            self._column += 1
        self._passed = ""

    def _put_value(self, kind: str, value: str, inline: str | None, style: str) -> None:
        if kind == "s":
            self._put(clean(self._workbook.text(self._position(value, 1 << 31, least=0))))
        elif kind == "inlineStr":
            self._put(clean(inline or value))
        elif kind == "b":
            self._put("TRUE" if value in _TRUE else "FALSE")
        elif kind == "e":
            self._errors.append(self._here())
            self._put(clean(value))
        elif kind == "d":
            self._put(clean(value.removesuffix("T00:00:00").replace("T", " ")))
        elif kind == "n" and value.strip():
            self._put_number(value.strip(), int(style) if style.isdecimal() else 0)
        else:
            self._put(clean(value))

    def _put_number(self, value: str, style: int) -> None:
        try:
            number = exact(float(value)) if not value.isdecimal() else Decimal(value)
        except (ValueError, InvalidOperation) as error:
            raise damaged(self._workbook.name) from error
        if not number.is_finite():
            raise damaged(self._workbook.name)
        moment = self._workbook.moment(number, style)
        if moment is not None:
            self._put(show_moment(moment))
            return
        shown = show(number, self._workbook.format_of(style))
        if not shown.has_number:
            self._as_text.append(self._here())
            self._put(shown.text)
            return
        self._put(shown.text, number)

    def _put(self, text: str, number: Decimal | None = None) -> None:
        self._grid.put(self._row, self._column, text, number)

    def _read_columns(self, columns: Any) -> None:
        if columns.get("hidden") in _TRUE:
            first, last = columns.get("min", ""), columns.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self._hidden_columns.append((int(first), int(last)))

    def _read_merged(self, merged: Any) -> None:
        first, _, last = merged.get("ref", "").partition(":")
        top, left = self._reference(first)
        bottom, right = self._reference(last or first)
        self._grid.merge(Merged(top, left, bottom, right))

    def _reference(self, text: str) -> tuple[int, int]:
        found = _CELL.fullmatch(text)
        if found is None:
            raise damaged(self._workbook.name)
        column = 0
        for letter in found[1]:
            column = column * _ALPHABET + ord(letter) - ord("A") + 1
        if column > MOST_COLUMNS:
            raise damaged(self._workbook.name)
        return self._position(found[2], _MOST_ROWS), column

    def _position(self, text: str, most: int, least: int = 1) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise damaged(self._workbook.name)
        return int(text)

    def _here(self) -> str:
        return cell_name(self._row, self._column)

    def _tell(self, hidden_rows: set[int], hidden_columns: set[int]) -> None:
        if self._sheet.hidden:
            self._notice("hidden-sheet", "is hidden; nothing is read from it.")
            return
        if self._uncomputed:
            self._notice(
                "no-cached-values",
                f"has {len(self._uncomputed)} formulas without a value, the first in "
                f"{self._uncomputed[0]}: open it in a spreadsheet program and save it.",
                self._uncomputed[0],
                review=True,
            )
        if self._errors:
            self._notice(
                "error-cells",
                f"has {len(self._errors)} cells with an error, the first in {self._errors[0]}.",
                self._errors[0],
            )
        if self._as_text:
            self._notice(
                "number-not-shown",
                f"shows {len(self._as_text)} numbers as a fixed text or not at all, the first in "
                f"{self._as_text[0]}; what is shown was read.",
                self._as_text[0],
            )
        if hidden_rows:
            rows = ", ".join(str(row) for row in sorted(hidden_rows)[:10])
            self._notice("hidden-rows", f"has hidden rows with content: {rows}.", review=True)
        if hidden_columns:
            columns = ", ".join(cell_name(0, column)[:-1] for column in sorted(hidden_columns)[:10])
            self._notice(
                "hidden-columns", f"has hidden columns with content: {columns}.", review=True
            )

    def _tell_comments(self) -> None:
        for number, comment in enumerate(self._workbook.comments(self._sheet)):
            if number == _MOST_COMMENTS:
                break
            text = clean(comment.text.replace("\n", " "))[:_SHOWN_COMMENT]
            self._notice("comment", f'has a comment on {comment.cell}: "{text}"', comment.cell)

    def _notice(self, code: str, sentence: str, cell: str = "", *, review: bool = False) -> None:
        place = Place(sheet=self._sheet.name, cell=cell)
        self.notices.append(Notice(code, f"Sheet {self._sheet.name} {sentence}", review, place))
