"""Word documents, PDFs and e-mails: read in a confined process, then put together to blocks.

The forwarded history of an e-mail, hidden tables, and what is attached are no part of the
article; the reader leaves out headers and footers of pages.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from beholden.figures.articles._days import iso_day
from beholden.figures.articles._made import Made, one_line, row_of
from beholden.figures.articles._text import text_blocks
from beholden.figures.core.claims.models import Block
from beholden.figures.core.documents import Document, Format, Table
from beholden.figures.errors import ReadError
from beholden.figures.reading.confined import read_document
from beholden.figures.reading.limits import Limits

_MAIL = frozenset({"eml", "msg"})
_READ = _MAIL | {"docx", "pdf"}


def document_blocks(data: bytes, name: str, form: Format, limits: Limits) -> Made:
    """The blocks of a document.

    Raises:
        ReadError: It is a workbook, cannot be read, or passes a limit.
    """
    if form not in _READ:
        raise ReadError(
            "unsupported",
            f"{name} is a workbook, not an article: give text, a saved web page, a Word document, "
            "a PDF or an e-mail. Figures to check against are given as CSV.",
        )
    document = _confined(data, name, limits)
    made = text_blocks("\n".join(_lines(document, apart=form == "docx")))
    notices = [each.sentence for each in document.notices]
    if form in _MAIL:
        made = _with_subject(made, document)
        notices += [f"{each.file} is attached and was not checked." for each in document.parts]
    return made.noting(notices)


def _confined(data: bytes, name: str, limits: Limits) -> Document:
    """Reads bytes that have no file, without writing one to a disk."""
    descriptor = os.memfd_create("article", os.MFD_CLOEXEC)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        return read_document(Path(f"/proc/self/fd/{descriptor}"), name, limits)


def _lines(document: Document, *, apart: bool) -> Iterator[str]:
    """Lines, rows of tables with tabs; empty ones between what is ``apart``."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield ""
            if not block.hidden:
                yield from (row_of("" if c is None else c.text for c in row) for row in block.rows)
            yield ""
        elif not block.quoted:
            yield block.text
            if apart:
                yield ""


def _with_subject(made: Made, document: Document) -> Made:
    """An e-mail's subject is its headline, its date the day it was published."""
    blocks = made.blocks
    if subject := one_line(document.subject):
        first = [msgspec.structs.replace(each, kind="paragraph") for each in blocks[:1]]
        blocks = (Block("headline", subject), *first, *blocks[1:])
    return Made(blocks, made.published or iso_day(document.date), made.notices)
