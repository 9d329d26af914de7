"""The force's own sheet: offences by year, or one row a year.

The usual answer in a spreadsheet or CSV file; nothing in it is merged over quarters.
"""

from __future__ import annotations

from beholden.figures.core.documents import Document
from beholden.figures.layouts._tables import read_tables, score
from beholden.figures.layouts.context import Context, Interpretation

NAME = "simple-table"
SENTENCE = "A sheet or CSV file with offences in rows and years in columns, or one row a year."

_FORMATS = {"xlsx", "xls", "ods", "csv"}


def recognise(document: Document, context: Context) -> int:
    """60 for a sheet with periods and offences, 40 when the offence stands outside it."""
    return score(document, context) if document.format in _FORMATS else 0


def read(document: Document, context: Context) -> Interpretation:
    """Every table that has periods in its heading or its first column."""
    return read_tables(document, context, NAME)
