"""What format a file has, by its first bytes and by what a packed file holds.

An extension only decides between formats that are plain text. Where it says
another format than the bytes do, the bytes win and the document carries a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from beholden.figures.core.documents import Format, Notice
from beholden.figures.errors import ReadError
from beholden.figures.reading._decoding import decode
from beholden.figures.reading.archive import open_archive
from beholden.figures.reading.limits import Limits

READABLE = "xlsx, xls, ods, csv, docx, pdf, html, eml, msg and txt are read"

EXTENSIONS: dict[str, Format] = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xltx": "xlsx",
    ".xltm": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".csv": "csv",
    ".tsv": "csv",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".eml": "eml",
    ".msg": "msg",
    ".txt": "txt",
}
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Recognised so that the error can name them.
_OTHER: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "a rich-text document; save it as docx or pdf"),
    (b"\x89PNG\r\n", "a picture; ask the force for the numbers as text"),
    (b"\xff\xd8\xff", "a picture; ask the force for the numbers as text"),
    (b"GIF8", "a picture; ask the force for the numbers as text"),
    (b"II*\x00", "a picture (a fax or scan); ask the force for the numbers as text"),
    (b"MM\x00*", "a picture (a fax or scan); ask the force for the numbers as text"),
    (b"Rar!", "a RAR archive; unpack it and add the files in it"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it and add the files in it"),
    (b"\x1f\x8b", "a gzip archive; unpack it and add the file in it"),
    (b"\x00\x05\x16\x07", "a left-over of a file system (AppleDouble), not the file itself"),
)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|div|p)[\s>/]", re.IGNORECASE)
_HEADER_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]")
_MAIL_FIELDS = frozenset(
    {b"from", b"to", b"subject", b"date", b"received", b"return-path", b"message-id"}
    | {b"mime-version", b"delivered-to", b"content-type", b"x-mozilla-status"}
)
_LEAST_MAIL_FIELDS = 2


class Sniffed(NamedTuple):
    """The format of a file and what was noticed while finding out."""

    format: Format
    notices: tuple[Notice, ...] = ()


def sniff(data: bytes, name: str, limits: Limits) -> Sniffed:
    """Names the format of a file.

    Packed files are checked against the limits here, once for every format.

    Raises:
        ReadError: ``empty-file``, ``unsupported``, ``not-text``, ``password-protected``,
            ``damaged``, ``zip-bomb`` or ``unsafe-xml``.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise ReadError(
            "empty-file",
            f"{name} is empty: nothing can be read in it. Save it anew, or ask for it again.",
        )
    said = EXTENSIONS.get(PurePosixPath(name.lower()).suffix)
    found = _by_bytes(data, name, limits) or (said if said in {"csv", "txt", "eml"} else "txt")
    if said is None or said == found:
        return Sniffed(found)
    suffix = PurePosixPath(name).suffix
    return Sniffed(
        found,
        (
            Notice(
                code="extension-differs",
                sentence=f"The name ends in {suffix}, but this is {_article(found)} file; "
                f"it was read as {found}.",
            ),
        ),
    )


def _by_bytes(data: bytes, name: str, limits: Limits) -> Format | None:
    """The format that the bytes show; None for what can only be plain text."""
    for magic, what in _OTHER:
        if data.startswith(magic):
            raise ReadError("unsupported", f"{name} is {what}. Only {READABLE}.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data, name, limits)
    if data.startswith(_OLE):
        return _ole(data, name)
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"\x09\x08\x08\x00", b"\x09\x08\x10\x00", b"\x09\x04\x06\x00")):
        return "xls"  # a bare BIFF stream, as old programs write it
    start = decode(head, name)[0].encode().lstrip()
    # Systems that publish answers save web pages as .xls; so the tag counts, not the name.
    if start.startswith(b"<") and _HTML.search(start):
        return "html"
    return "eml" if _looks_like_mail(start) else None


def _packed(data: bytes, name: str, limits: Limits) -> Format:
    with open_archive(data, name, limits) as archive:
        names = archive.namelist()
        if "mimetype" in names:
            kind = archive.read("mimetype")[:100].strip()
            if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                return "ods"
            raise ReadError(
                "unsupported",
                f"{name} is an OpenDocument file but not a spreadsheet; save it as docx or pdf.",
            )
    if any(part.startswith("xl/") for part in names):
        if "xl/workbook.bin" in names:
            raise ReadError("unsupported", f"{name} is a binary workbook (xlsb); save it as xlsx.")
        return "xlsx"
    if any(part.startswith("word/") for part in names):
        return "docx"
    raise ReadError(
        "unsupported",
        f"{name} is a ZIP archive, not a document; unpack it and add the files in it.",
    )


def _ole(data: bytes, name: str) -> Format:
    """What a compound file holds, by the names of its streams, which are UTF-16."""
    if _holds(data, ("EncryptedPackage", "EncryptionInfo")):
        raise ReadError(
            "password-protected",
            f"{name} is protected by a password: ask for it without, or open it and save a copy.",
        )
    if _holds(data, ("__properties_version1.0", "__substg1.0_")):
        return "msg"
    if _holds(data, ("WordDocument",)):
        raise ReadError("unsupported", f"{name} is an old Word document (doc); save it as docx.")
    if _holds(data, ("Workbook", "Book")):
        return "xls"
    raise ReadError("unsupported", f"{name} is an Office file of no known kind. Only {READABLE}.")


def _holds(data: bytes, names: Iterable[str]) -> bool:
    # A name stands at the start of a 128-byte entry of the directory, at any sector.
    return any(at % 64 == 0 for name in names for at in _positions(data, name.encode("utf-16-le")))


def _positions(data: bytes, needle: bytes) -> Iterable[int]:
    at = data.find(needle)
    while at >= 0:
        yield at
        at = data.find(needle, at + 1)


def _looks_like_mail(start: bytes) -> bool:
    """Whether the first lines are the header of an e-mail: two known fields or more."""
    known = 0
    for number, line in enumerate(start.splitlines()):
        if number == 0 and line.startswith(b"From "):  # a mailbox file
            continue
        if line.startswith((b" ", b"\t")) and number:
            continue
        if not _HEADER_FIELD.match(line + b" "):
            break
        known += line.partition(b":")[0].lower() in _MAIL_FIELDS
    return known >= _LEAST_MAIL_FIELDS


def _article(found: Format) -> str:
    return f"an {found}" if found in {"xlsx", "xls", "eml", "html", "msg"} else f"a {found}"
