"""Workbooks that the tests of reading are made with: honest ones, and parts exchanged by hand."""

import importlib
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from beholden.figures.core.documents import Cell, Document, Table

# Neither library has types.
openpyxl: Any = importlib.import_module("openpyxl")
xlwt: Any = importlib.import_module("xlwt")


def new_book() -> Any:
    """An xlsx workbook with one empty sheet."""
    return openpyxl.Workbook()


def saved(book: Any) -> bytes:
    """A workbook as bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def simple() -> bytes:
    """A workbook with one number."""
    book = new_book()
    book.active.title = "Data"
    book.active["A1"] = "Offences"
    book.active["B1"] = 51
    return saved(book)


def changed(
    data: bytes,
    change: Mapping[str, Callable[[bytes], bytes]] | None = None,
    add: Mapping[str, bytes] | None = None,
) -> bytes:
    """The same archive with parts changed or added."""
    change = change or {}
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change.get(name, bytes)(old.read(name)))
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_rows(rows: str) -> bytes:
    """A workbook whose only sheet has the rows given as XML."""
    start, end = b"<sheetData>", b"</sheetData>"

    def put(part: bytes) -> bytes:
        return part[: part.index(start)] + start + rows.encode() + part[part.index(end) :]

    return changed(simple(), {SHEET: put})


def ods(body: str, styles: str = "", add: Mapping[str, bytes] | None = None) -> bytes:
    """An OpenDocument spreadsheet of the tables given as XML."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?><office:document-content {spaces}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, part in (add or {}).items():
            archive.writestr(name, part)
    return target.getvalue()


def tables(document: Document) -> tuple[Table, ...]:
    """The tables of a document."""
    return tuple(block for block in document.blocks if isinstance(block, Table))


def cells(document: Document, sheet: int = 0) -> dict[str, Cell]:
    """The cells of a sheet by the name each one carries."""
    return {cell.place.cell: cell for row in tables(document)[sheet].rows for cell in row if cell}


def codes(document: Document) -> set[str]:
    """The codes of the notices."""
    return {notice.code for notice in document.notices}
