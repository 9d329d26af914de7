"""Reading all tables of a document that have periods, whichever way they lie."""

from __future__ import annotations

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Reading
from beholden.figures.layouts._grid import Near, tables_with_lines
from beholden.figures.layouts._matrix import Found, read_matrix
from beholden.figures.layouts._year_rows import read_year_rows
from beholden.figures.layouts.context import Context, Interpretation

_SURE, _GUESS = 60, 40


def score(document: Document, context: Context) -> int:
    """60 where a row or heading names the offence, 40 where only the text around does."""
    readings = read_tables(document, context, "").readings
    if not readings:
        return 0
    named = any(each.offence is not None and each.split is None for each in readings)
    return _SURE if named else _GUESS


def read_tables(document: Document, context: Context, layout: str) -> Interpretation:
    """The readings of every table that is shown."""
    readings: list[Reading] = []
    steps: list[str] = []
    for near in tables_with_lines(document):
        found = _table(document, near, context, layout)
        if found is None:
            steps.append(f"{near.table.name or 'A table'} has no periods; it was not read.")
            continue
        readings += found.readings
        steps += found.steps
    return Interpretation(layout, tuple(readings), steps=tuple(steps))


def _table(document: Document, near: Near, context: Context, layout: str) -> Found | None:
    found = read_matrix(document, near, context, layout)
    return found or read_year_rows(document, near, context, layout)
