"""A table of several forces by years, its rows named by force, with a total of the region.

Each reading belongs to the force of its row. A total is a check only. Where the
cells were lost on the way (digits that ran together, a gap that closed up) the
column totals place the numbers, if they can do so in one way only.
"""

from __future__ import annotations

from beholden.figures.core.documents import Document
from beholden.figures.layouts._regional_lines import lines_of, read_lines
from beholden.figures.layouts._regional_rows import read_rows, rows_of
from beholden.figures.layouts.context import Context, Interpretation

NAME = "regional-table"
SENTENCE = "Forces of a region down, years across, with a total; also when its cells ran together."

_FEWEST_FORCES = 2


def recognise(document: Document, context: Context) -> int:
    """90 for two rows or more that name forces beneath years, 85 when the cells were lost."""
    if len(rows_of(document, context)) >= _FEWEST_FORCES:
        return 90
    return 85 if len(lines_of(document, context)) >= _FEWEST_FORCES else 0


def read(document: Document, context: Context) -> Interpretation:
    """One reading for each force and year."""
    if len(rows_of(document, context)) >= _FEWEST_FORCES:
        readings, steps = read_rows(document, context, NAME)
    else:
        readings, steps = read_lines(document, context, NAME)
    return Interpretation(NAME, readings, steps=steps)
