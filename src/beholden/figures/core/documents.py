"""An answer as every reader hands it on: tables and lines in reading order, each with its place.

A reader decides nothing about meaning. What it noticed on the way (a hidden
sheet, a formula without its value) is a notice, never a silent repair.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from beholden.figures.core.models import Place

Format = Literal["xlsx", "xls", "ods", "csv", "docx", "pdf", "html", "eml", "msg", "txt"]


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something about a file that a person should know; ``code`` as ``hidden-sheet``.

    ``review`` is true where numbers from this file must not be published until a
    person has looked.
    """

    code: str
    sentence: str
    review: bool = False
    place: Place = Place()


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """One cell as it is shown.

    ``text`` is the shown text, stripped, in one line for each line shown; a date
    cell is ``2016-04-01``. ``number`` is present where the file itself says that
    it is a number. ``rows`` and ``columns`` are how many the cell covers: merged
    cells stand once, at their top left, and are ``None`` elsewhere.
    """

    text: str
    place: Place
    number: Decimal | None = None
    rows: int = 1
    columns: int = 1


class Table(msgspec.Struct, frozen=True, omit_defaults=True, tag="table"):
    """A grid of cells. Every row has the same length; ``None`` is a cell that is not there.

    ``name`` is the sheet or caption. Empty rows at the end are cut.
    ``hidden`` tables are handed on so that they can be listed; nothing is read
    from them.
    """

    name: str
    place: Place
    rows: tuple[tuple[Cell | None, ...], ...]
    hidden: bool = False


class Line(msgspec.Struct, frozen=True, omit_defaults=True, tag="line"):
    """One line of text; an empty one ends a paragraph. ``quoted`` lines are forwarded history."""

    text: str
    place: Place
    quoted: bool = False


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer, read.

    ``file`` is its path within the folder of answers, ``digest`` its SHA-256 in
    hex. ``sender``, ``subject`` and ``date`` are present for e-mail. Attachments
    of an e-mail are documents of their own in ``parts``.
    """

    file: str
    digest: str
    format: Format
    blocks: tuple[Table | Line, ...] = ()
    notices: tuple[Notice, ...] = ()
    title: str = ""
    sender: str = ""
    subject: str = ""
    date: str = ""
    parts: tuple[Document, ...] = ()
