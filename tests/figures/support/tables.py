"""Documents with tables, made by hand: what a reader would hand on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from beholden.figures.core.documents import Cell, Document, Format, Line, Table
from beholden.figures.core.models import Day, ForceCode, Period, Place
from beholden.figures.layouts import Context, Interpretation, interpret
from beholden.figures.registry import load_registry

Shown = str | int | None | tuple[str, int]
"""A text, a number cell, no cell, or a text merged over so many columns."""


def table(
    rows: Sequence[Sequence[Shown]], *, name: str = "Sheet1", page: int | None = None
) -> Table:
    """A table from what its cells show; short rows are filled up."""
    width = max(len(row) for row in rows)
    return Table(
        name,
        Place(sheet=name),
        tuple(
            tuple(
                _cell(row[column] if column < len(row) else None, name, index, column, page)
                for column in range(width)
            )
            for index, row in enumerate(rows)
        ),
    )


def _cell(shown: Shown, sheet: str, row: int, column: int, page: int | None) -> Cell | None:
    if shown is None:
        return None
    text, columns = shown if isinstance(shown, tuple) else (str(shown), 1)
    number = Decimal(shown) if isinstance(shown, int) else None
    place = Place(sheet=sheet, cell=f"{chr(65 + column)}{row + 1}", page=page)
    return Cell(text, place, number, columns=columns)


def lines(*texts: str) -> tuple[Line, ...]:
    """Lines of a letter, counted from 1."""
    return tuple(Line(text, Place(line=index)) for index, text in enumerate(texts, start=1))


def read(
    *blocks: Table | Line,
    format: Format = "xlsx",  # noqa: A002 - the document's own word
    force: str = "Kent",
    asked: Period | None = None,
    received: Day | None = None,
    question: str = "",
) -> Interpretation:
    """What a document of these blocks says; ``force`` is what the list of answers says."""
    registry = load_registry()
    known = registry.find(force)
    code: ForceCode | None = known.code if known else None
    context = Context(registry, code, asked, received, question)
    return interpret(Document("a/file", "0" * 64, format, blocks), context)


def flags(found: Interpretation) -> list[set[str]]:
    """The codes of the flags of each reading."""
    return [{each.code for each in reading.flags} for reading in found.readings]


def counts(found: Interpretation) -> list[int | None]:
    """The counts alone, in order."""
    return [each.value.count for each in found.readings]
