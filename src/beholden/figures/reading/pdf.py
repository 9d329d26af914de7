"""PDF documents: lines and ruled tables by page.

Tables without rules remain lines, with wide gaps kept. A table that goes on over a
page is one table on each. Headers and footers that repeat are left out and told. A
scan without text is no answer yet: nothing is guessed from pictures.

    document = read(data, "letter.pdf", digest, Limits())
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Sequence
from itertools import islice
from typing import Any

import msgspec
import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from beholden.figures.core.documents import Document
from beholden.figures.errors import ReadError
from beholden.figures.reading._blocks import Blocks
from beholden.figures.reading._pdf_lines import Box, PageLine, lines_of_words, within
from beholden.figures.reading._pdf_running import running_lines
from beholden.figures.reading._quoting import mark_saved
from beholden.figures.reading._spans import Span
from beholden.figures.reading.archive import damaged
from beholden.figures.reading.limits import Limits

_BROKEN = (
    PdfminerException, MalformedPDFException, PDFException, PSException, LookupError, ValueError,
    TypeError, AttributeError, AssertionError, OverflowError, ArithmeticError, OSError, EOFError,
    RecursionError, struct.error, zlib.error,
)  # fmt: skip
# Finding tables costs the square of the rules on a page; drawings have thousands.
_MOST_RULES = 4000
_SCANNED_SHARE = 0.5
_WHOLE_PAGE = 0.85
_SNAP = 1.0  # points
_SHOWN = 3
_UNMAPPED = re.compile(r"\(cid:\d+\)")


class _Page(msgspec.Struct):
    """What one page holds, before repeated lines are known."""

    number: int
    height: float
    lines: list[PageLine]
    tables: list[tuple[float, list[list[Span | None]]]]
    picture_share: float


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Read a PDF.

    Raises:
        ReadError: It is damaged or protected, or a limit is passed.
    """
    blocks = Blocks(name, limits)
    try:
        with pdfplumber.open(
            io.BytesIO(data), unicode_norm="NFC", raise_unicode_errors=False
        ) as pdf:
            _count_pages(pdf, name, limits)
            pages = [_page(page, blocks, limits, name) for page in pdf.pages]
            _tell_attached(pdf.doc.catalog, blocks)
            title = pdf.metadata.get("Title")
    except _BROKEN as error:
        raise _refused(error, name) from error
    _tell_scanned(pages, blocks)
    left_out, said = running_lines([page.lines for page in pages], [page.height for page in pages])
    if said:
        shown = "; ".join(" ".join(text.split())[:80] for text in said[:_SHOWN])
        blocks.notice(
            "running-lines",
            f"Lines that repeat from page to page were left out as headers and footers: {shown}.",
        )
    for at, page in enumerate(pages):
        kept = [line for which, line in enumerate(page.lines) if (at, which) not in left_out]
        _add(page, kept, blocks)
    marked = mark_saved(blocks.made())
    return Document(
        name,
        digest,
        "pdf",
        marked.blocks,
        (*blocks.noticed(), *marked.notices),
        title=title.strip() if isinstance(title, str) else "",
    )


def _count_pages(pdf: Any, name: str, limits: Limits) -> None:
    """Refuses more pages than the limit without looking at them."""
    found = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), limits.max_pages + 1))
    if found > limits.max_pages:
        raise ReadError(
            "too-many-pages",
            f"{name} has more than {limits.max_pages:,} pages. Print those of the answer to a "
            "file of their own.",
        )
    if not found:
        raise damaged(name)


def _page(page: Any, blocks: Blocks, limits: Limits, name: str) -> _Page:
    # Letters drawn twice to look bold would double every digit.
    once = page.dedupe_chars(tolerance=1)
    if len(once.chars) > limits.max_line_characters:
        raise ReadError(
            "page-too-full",
            f"{name} has {len(once.chars):,} letters on page {page.page_number}, more than paper "
            "holds. Ask for the answer in another format.",
        )
    words = once.extract_words(
        x_tolerance_ratio=0.15, y_tolerance=2, keep_blank_chars=False, extra_attrs=["size"]
    )
    tables = []
    boxes: list[Box] = []
    if len(page.edges) > _MOST_RULES:
        blocks.notice(
            "drawing",
            f"Page {page.page_number} is a drawing or a chart; tables in it were read as lines.",
        )
    else:
        for table in page.find_tables():
            columns = len(_edges(table.cells, 0))
            if columns > 1 and len(table.cells) > 1:
                boxes.append(table.bbox)
                tables.append((table.bbox[1], _grid(table.cells, words)))
    outside = [word for word in words if not any(within(box, word) for box in boxes)]
    if any(_UNMAPPED.search(word["text"]) for word in words):
        blocks.notice(
            "unreadable-letters",
            "Some letters of this PDF cannot be told from their shapes; ask for another copy.",
            review=True,
        )
    area = page.width * page.height
    pictured = max((picture["width"] * picture["height"] for picture in page.images), default=0)
    made = _Page(
        page.page_number,
        float(page.height),
        lines_of_words(outside),
        tables,
        float(pictured / area) if area else 0.0,
    )
    page.close()
    return made


def _grid(cells: Sequence[Box], words: Sequence[dict[str, Any]]) -> list[list[Span | None]]:
    """Cells by their edges: a cell that crosses edges of others is merged."""
    lefts, tops = _edges(cells, 0), _edges(cells, 1)
    grid: list[list[Span | None]] = [[None] * len(lefts) for _ in tops]
    for cell in cells:
        x0, top, x1, bottom = cell
        across = [at for at, edge in enumerate(lefts) if x0 - _SNAP <= edge < x1 - _SNAP]
        down = [at for at, edge in enumerate(tops) if top - _SNAP <= edge < bottom - _SNAP]
        if not across or not down:
            continue
        held = lines_of_words([word for word in words if within(cell, word)])
        text = "\n".join(line.text for line in held)
        grid[down[0]][across[0]] = Span(text, len(down), len(across))
    return grid


def _edges(cells: Sequence[Box], side: int) -> list[float]:
    """The distinct left or top edges; what is nearer than a point is one edge."""
    edges: list[float] = []
    for edge in sorted(cell[side] for cell in cells):
        if not edges or edge - edges[-1] > _SNAP:
            edges.append(edge)
    return edges


def _add(page: _Page, lines: list[PageLine], blocks: Blocks) -> None:
    """Lines and tables of a page in the order of their tops."""
    waiting = sorted(page.tables, key=lambda table: table[0])
    for number, line in enumerate(lines, start=1):
        while waiting and waiting[0][0] <= line.top:
            blocks.blank()
            blocks.table(waiting.pop(0)[1], page=page.number)
        if line.starts_paragraph:
            blocks.blank()
        blocks.line(line.text, page=page.number, number=number)
    for _, grid in waiting:
        blocks.blank()
        blocks.table(grid, page=page.number)


def _tell_scanned(pages: Sequence[_Page], blocks: Blocks) -> None:
    empty = [page for page in pages if not page.lines and not page.tables]
    if len(empty) == len(pages):
        blocks.notice(
            "scanned-pdf",
            "The PDF is a scan or a drawing and holds no text: a person must type the numbers, "
            "or ask the force for a version with text.",
            review=True,
        )
        return
    scanned = [page.number for page in empty if page.picture_share > _SCANNED_SHARE]
    if scanned:
        blocks.notice(
            "scanned-page",
            f"{_pages(scanned)} scanned without text: a person must look whether numbers stand "
            "there, and type them.",
            review=True,
        )
    guessed = [
        page.number
        for page in pages
        if page.picture_share > _WHOLE_PAGE and (page.lines or page.tables)
    ]
    if guessed:
        blocks.notice(
            "recognised-text",
            f"{_pages(guessed)} pictures with text behind them, as a scanner guesses it: compare "
            "every number with the picture.",
            review=True,
        )


def _pages(numbers: Sequence[int]) -> str:
    listed = ", ".join(str(number) for number in numbers[:10])
    return f"Page {listed} is" if len(numbers) == 1 else f"Pages {listed} are"


def _tell_attached(catalog: dict[str, Any], blocks: Blocks) -> None:
    """Files and filled fields, which are no part of any page."""
    names = resolve1(catalog.get("Names"))
    if isinstance(names, dict) and names.get("EmbeddedFiles"):
        blocks.notice(
            "embedded-object",
            "The PDF carries other files within it, which were not read: open it and save them.",
            review=True,
        )
    form = resolve1(catalog.get("AcroForm"))
    if isinstance(form, dict) and resolve1(form.get("Fields")):
        blocks.notice(
            "form-fields",
            "The PDF is a form; what was filled in may not be read: print it to a new PDF.",
            review=True,
        )


def _refused(error: Exception, name: str) -> ReadError:
    causes = (error, *error.args)
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return ReadError(
            "password-protected",
            f"{name} is protected by a password: ask for it without, or print it to a new PDF.",
        )
    if any(isinstance(cause, PDFEncryptionError) for cause in causes):
        return ReadError(
            "encrypted",
            f"{name} is encrypted in a way that is not known: open it and print it to a new PDF.",
        )
    return damaged(name)
