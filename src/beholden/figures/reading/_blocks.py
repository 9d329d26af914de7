"""What the readers of text documents build: lines and tables in order, counted against the limits.

Lines are numbered from 1 (empty ones too where the file has lines of its own),
tables from 1 in the whole document, their rows and columns from 1 within them.

    blocks = Blocks("letter.docx", limits)
    blocks.line("We recorded 12 offences.")
    blocks.blank()
    blocks.made()  # (Line(...), Line("", ...))
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.documents import Cell, Line, Notice, Table
from beholden.figures.core.models import Place
from beholden.figures.errors import ReadError
from beholden.figures.reading._spans import Grid, Span, laid_out, too_many_cells
from beholden.figures.reading.limits import Limits

# Marks without width and soft hyphens, which would part a number or a word unseen.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BLANKS = re.compile(r"[^\S\t\n]")
_COLUMNS = re.compile(r"\S(?: {2,}|\t)\s*\S")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def seen(text: str) -> str:
    """Text without what cannot be seen; every kind of space is a plain one."""
    return _BLANKS.sub(" ", _UNSEEN.sub("", text))


def shown_line(text: str) -> str:
    """One line as it is shown. Only lines set in columns keep the indent that aligns them."""
    clean = seen(text).rstrip()
    stripped = clean.lstrip()
    return clean if stripped != clean and _COLUMNS.search(stripped) else stripped


def cell_text(text: str) -> str:
    """Text of a cell: every shown line stripped, runs of spaces made one, empty lines left out."""
    lines = (" ".join(line.split()) for line in seen(text).splitlines())
    return "\n".join(line for line in lines if line)


def raised(text: str) -> str:
    """Superscript digits stay raised, or a note would become part of the number before it."""
    return text.translate(_RAISED) if text.strip().isdecimal() else text


class Blocks:
    """Collects what one file holds; refuses once a limit is passed."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._blocks: list[Table | Line] = []
        self._notices: dict[tuple[str, str], Notice] = {}
        self._number = 0
        self._tables = 0
        self._cells = 0
        self._slots = 0

    def line(self, text: str, *, page: int | None = None, number: int | None = None) -> None:
        """Take one line; ``number`` where the file numbers its lines itself."""
        shown = shown_line(text)
        if len(shown) > self._limits.max_line_characters:
            raise ReadError(
                "line-too-long",
                f"{self._name} has a line of {len(shown):,} characters; a letter has none beyond "
                f"{self._limits.max_line_characters:,}. Ask for the answer in another format.",
            )
        self._number = self._number + 1 if number is None else number
        self._append(Line(shown, Place(page=page, line=self._number)))

    def blank(self) -> None:
        """End a paragraph; nothing happens where none is open."""
        last = self._blocks[-1] if self._blocks else None
        if isinstance(last, Line) and last.text:
            self._append(Line("", last.place))

    def table(self, grid: Grid, *, name: str = "", page: int | None = None) -> None:
        """Take one table; its rows are made equally long, empty rows at its end are cut."""
        width = max((len(row) for row in grid), default=0)
        self._slots += width * len(grid)
        self._cells += sum(1 for row in grid for cell in row if cell is not None and cell.text)
        if self._slots > self._limits.max_slots or self._cells > self._limits.max_cells:
            raise too_many_cells(self._name, self._limits)
        self._tables += 1
        rows = [
            tuple(
                None if cell is None else self._cell(cell, page, row, column)
                for column, cell in enumerate([*cells, *[None] * (width - len(cells))], start=1)
            )
            for row, cells in enumerate(grid, start=1)
        ]
        while rows and not any(cell is not None and cell.text for cell in rows[-1]):
            rows.pop()
        if rows:
            self._append(Table(name, Place(page=page, table=self._tables), tuple(rows)))
        else:
            self._tables -= 1

    def spans(
        self, rows: Sequence[Sequence[Span]], *, name: str = "", page: int | None = None
    ) -> None:
        """Take one table given as the cells of its rows, whose spans are laid out here."""
        self.table(laid_out(rows, self._name, self._limits), name=name, page=page)

    def notice(self, code: str, sentence: str, *, review: bool = False) -> None:
        """Take a notice; one that was taken before is not repeated."""
        self._notices.setdefault((code, sentence), Notice(code, sentence, review))

    def made(self) -> tuple[Table | Line, ...]:
        """All blocks in order."""
        return tuple(self._blocks)

    def noticed(self) -> tuple[Notice, ...]:
        """All notices in order."""
        return tuple(self._notices.values())

    def _cell(self, cell: Span, page: int | None, row: int, column: int) -> Cell:
        place = Place(page=page, table=self._tables, row=row, column=column)
        return Cell(cell_text(cell.text), place, rows=cell.rows, columns=cell.columns)

    def _append(self, block: Table | Line) -> None:
        self._blocks.append(block)
        if len(self._blocks) > self._limits.max_lines:
            raise ReadError(
                "too-many-lines",
                f"{self._name} has more than {self._limits.max_lines:,} lines. "
                "Cut it down to the answer, or ask for the data as a workbook.",
            )
