"""A workbook with years merged over their quarters, a total row and a total column.

The quarters of a year are added only when they fill it, and the printed totals
are checks. Notes below and hidden sheets are listed, never read.
"""

from __future__ import annotations

from beholden.figures.core.documents import Document
from beholden.figures.layouts._grid import Grid, tables_with_lines
from beholden.figures.layouts._header import find_header
from beholden.figures.layouts._tables import read_tables
from beholden.figures.layouts.context import Context, Interpretation

NAME = "quarter-workbook"
SENTENCE = "A workbook with Q1 to Q4 beneath each year, codes in rows, totals to check against."

_FEWEST_QUARTERS = 2


def recognise(document: Document, context: Context) -> int:  # noqa: ARG001 - one face for all
    """85 where quarters with their years stand in a heading."""
    for near in tables_with_lines(document):
        header = find_header(Grid(near.table))
        if header and sum(each.quarter for each in header.periods) >= _FEWEST_QUARTERS:
            return 85
    return 0


def read(document: Document, context: Context) -> Interpretation:
    """Every table that has periods in its heading."""
    return read_tables(document, context, NAME)
