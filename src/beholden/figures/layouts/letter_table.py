"""A letter or page with a table of offences by dates.

Rows go by wording, headings are dates (``1.4.16-31.3.17``), ``nil`` is zero and
``<5`` a hidden number. A table that a page's end cuts in two is read as one.
"""

from __future__ import annotations

from beholden.figures.core.documents import Document
from beholden.figures.layouts._tables import read_tables, score
from beholden.figures.layouts.context import Context, Interpretation

NAME = "letter-table"
SENTENCE = "A Word, PDF or web letter with a table of offences by wording and dates as headings."

_FORMATS = {"docx", "pdf", "html", "eml", "msg"}


def recognise(document: Document, context: Context) -> int:
    """60 for a table with periods and offences, 40 when the offence stands outside it."""
    return score(document, context) if document.format in _FORMATS else 0


def read(document: Document, context: Context) -> Interpretation:
    """Every table that has periods in its heading or its first column."""
    return read_tables(document, context, NAME)
