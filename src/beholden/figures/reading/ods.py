"""OpenDocument spreadsheets (ods): the shown text of every cell stands in the file itself.

calamine reads them too, but tells neither merged cells nor hidden rows nor the
shown text, so the one part that matters is read here in a single pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from beholden.figures.core.documents import Document, Notice, Table
from beholden.figures.core.models import Place
from beholden.figures.errors import ReadError
from beholden.figures.reading.archive import damaged, open_archive
from beholden.figures.reading.formats import plain
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
from beholden.figures.reading.safexml import BROKEN, OPTIONS, attribute, local

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_ELEMENTS = tuple(f"{{*}}{name}" for name in ("style", "table", "table-row", "table-column"))
_NUMBERS = frozenset({"float", "percentage", "currency"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_BOUND = re.compile(r"\A\s*[<>]|\A[^0-9]*\Z")
_MOST_ROWS = 1_048_576
_MOST_SPACES = 100
_MOST_COMMENTS = 20
_SHOWN_COMMENT = 200


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Reads a spreadsheet.

    Raises:
        ReadError: ``damaged``, ``password-protected``, ``zip-bomb``, ``unsafe-xml``,
            ``too-large`` or ``empty-file``.
    """
    with open_archive(data, name, limits) as archive:
        parts = set(archive.namelist())
        if _MANIFEST in parts and b"encryption-data" in archive.read(_MANIFEST):
            raise ReadError(
                "password-protected",
                f"{name} is protected by a password: ask for it without, or save a copy without.",
            )
        if _CONTENT not in parts:
            raise damaged(name)
        reading = _Spreadsheet(name, limits)
        if any(part.startswith("Basic/") and part.endswith(".xml") for part in parts):
            reading.notices.append(
                Notice("macros", "The workbook contains macros; they were not run.")
            )
        try:
            with archive.open(_CONTENT) as source:
                events = etree.iterparse(source, ("start", "end"), tag=_ELEMENTS, **OPTIONS)
                for event, element in events:
                    reading.take(event, element)
        except BROKEN as error:
            raise damaged(name) from error
    if not any(table.rows for table in reading.tables):
        raise ReadError("empty-file", f"{name} holds nothing but empty cells.")
    return Document(name, digest, "ods", tuple(reading.tables), tuple(reading.notices))


class _Spreadsheet:
    """Takes the elements of the content in their order."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._budget = Budget(name, limits)
        self._hidden_styles: set[str] = set()
        self._depth = 0
        self._sheet = _Sheet("", self._budget, hidden=False)
        self.tables: list[Table] = []
        self.notices: list[Notice] = []

    def take(self, event: str, element: Any) -> None:
        """Takes one start or end of a style, table, row or column."""
        name = local(element)
        if name == "table":
            self._table(event, element)
        elif event == "end":
            if name == "style":
                self._style(element)
            elif self._depth == 1:
                self._line(name, element)

    def _table(self, event: str, element: Any) -> None:
        # A table within a cell of another is left to that cell's text.
        self._depth += 1 if event == "start" else -1
        if event == "start" and self._depth == 1:
            hidden = attribute(element, "style-name") in self._hidden_styles
            self._sheet = _Sheet(attribute(element, "name"), self._budget, hidden=hidden)
        elif event == "end" and not self._depth:
            self.tables.append(self._sheet.table())
            self.notices += self._sheet.notices
            _forget(element)

    def _style(self, element: Any) -> None:
        for child in element:
            if local(child) == "table-properties" and attribute(child, "display") == "false":
                self._hidden_styles.add(attribute(element, "name"))

    def _line(self, name: str, element: Any) -> None:
        try:
            (self._sheet.row if name == "table-row" else self._sheet.column)(element)
        except (ValueError, InvalidOperation) as error:
            raise damaged(self._name) from error
        _forget(element)


class _Sheet:
    """One sheet, row after row."""

    def __init__(self, name: str, budget: Budget, *, hidden: bool) -> None:
        self._name = name
        self._hidden = hidden
        self._grid = Grid(name, budget)
        self._row = self._column = 0
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self.notices: list[Notice] = []

    def row(self, element: Any) -> None:
        """Takes a row, which may stand for many."""
        times = _times(element, "number-rows-repeated")
        first = self._row + 1
        self._row = min(self._row + times, _MOST_ROWS)
        column = 1
        filled = False
        for cell in element:
            if local(cell) not in _CELLS:
                continue
            repeated = _times(cell, "number-columns-repeated")
            if len(cell) or attribute(cell, "value-type") or attribute(cell, "formula"):
                filled = True
                last = min(column + repeated - 1, MOST_COLUMNS)
                for row in range(first, self._row + 1):
                    for at in range(column, last + 1):
                        self._cell(row, at, cell)
            column += repeated
        if filled and attribute(element, "visibility") in {"collapse", "filter"}:
            self._hidden_rows.append(first)

    def column(self, element: Any) -> None:
        """Takes the description of a column, which may stand for many."""
        times = _times(element, "number-columns-repeated")
        if attribute(element, "visibility") in {"collapse", "filter"}:
            self._hidden_columns.append((self._column + 1, self._column + times))
        self._column += times

    def table(self) -> Table:
        """The sheet as a table; what was noticed is in ``notices`` afterwards."""
        columns = sorted(
            column
            for column in self._grid.filled_columns()
            if any(first <= column <= last for first, last in self._hidden_columns)
        )
        table = self._grid.table(hidden=self._hidden)
        if self._hidden:
            self.notices = []
            self._notice("hidden-sheet", "is hidden; nothing is read from it.")
        elif self._hidden_rows:
            rows = ", ".join(str(row) for row in self._hidden_rows[:10])
            self._notice("hidden-rows", f"has hidden rows with content: {rows}.", review=True)
        if columns and not self._hidden:
            names = ", ".join(cell_name(0, column)[:-1] for column in columns[:10])
            self._notice(
                "hidden-columns", f"has hidden columns with content: {names}.", review=True
            )
        self.notices += self._grid.notices
        return table

    def _cell(self, row: int, column: int, cell: Any) -> None:
        text = clean("\n".join(_paragraphs(cell, "p")))
        kind = attribute(cell, "value-type")
        number: Decimal | None = None
        here = cell_name(row, column)
        if kind in _NUMBERS:
            number = exact(float(attribute(cell, "value")))
            if not number.is_finite():
                raise ValueError(kind)
            text = text or plain(number)
            if _BOUND.search(text):
                number = None
                self._notice("number-not-shown", f"shows a number in {here} as {text}.", here)
        elif kind == "date":
            text = attribute(cell, "date-value").removesuffix("T00:00:00").replace("T", " ")
        elif not kind and not text and (formula := attribute(cell, "formula")):
            text = "=" + formula.partition("=")[2]
            self._notice(
                "no-cached-values",
                f"has a formula without a value in {here}: open it in a spreadsheet program "
                "and save it.",
                here,
                review=True,
            )
        self._grid.put(row, column, text, number)
        across, down = (_times(cell, f"number-{what}-spanned") for what in ("columns", "rows"))
        self._grid.merge(Merged(row, column, row + down - 1, column + across - 1))
        for note in cell:
            if local(note) == "annotation":
                said = clean(" ".join(_paragraphs(note, "p")))[:_SHOWN_COMMENT]
                self._notice("comment", f'has a comment on {here}: "{said}"', here)

    def _notice(self, code: str, sentence: str, cell: str = "", *, review: bool = False) -> None:
        # One of a kind is enough to make a person look; comments differ, but have an end too.
        told = sum(notice.code == code for notice in self.notices)
        if told < (_MOST_COMMENTS if code == "comment" else 1):
            place = Place(sheet=self._name, cell=cell)
            self.notices.append(Notice(code, f"Sheet {self._name} {sentence}", review, place))


def _paragraphs(element: Any, name: str) -> list[str]:
    return [_text(child) for child in element if local(child) == name]


_MARKUP: dict[str, Callable[[Any], str]] = {
    "s": lambda element: " " * min(_times(element, "c"), _MOST_SPACES),
    "tab": lambda _: "\t",
    "line-break": lambda _: "\n",
}


def _text(element: Any) -> str:
    """The text of a paragraph, with what stands for spaces and breaks in it."""
    pieces = [element.text or ""]
    for child in element:
        markup = _MARKUP.get(local(child))
        pieces.append(markup(child) if markup else _text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _times(element: Any, name: str) -> int:
    """A count such as ``number-columns-repeated``; one where it is absent."""
    return max(int(attribute(element, name) or 1), 1)


def _forget(element: Any) -> None:
    """Frees an element that was read; its empty shell stays where the parser needs it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
