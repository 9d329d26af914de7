"""From bytes to a document: the format is found, then its reader called.

Readers are loaded when the first file of their format comes: whoever reads CSV
needs no library for PDF.
"""

from __future__ import annotations

import hashlib
import importlib
from typing import Protocol, cast

import msgspec

from beholden.figures.core.documents import Document, Format
from beholden.figures.errors import ReadError
from beholden.figures.reading.limits import Limits
from beholden.figures.reading.sniff import sniff

_READERS: dict[Format, str] = {
    "xlsx": "xlsx",
    "xls": "calamine",
    "ods": "ods",
    "csv": "delimited",
    "docx": "docx",
    "pdf": "pdf",
    "html": "html",
    "eml": "mail",
    "msg": "msg",
    "txt": "text",
}
_PACKAGE = "beholden.figures.reading"


class _Reader(Protocol):
    """A module that reads one format."""

    def read(self, data: bytes, name: str, digest: str, limits: Limits) -> Document: ...


def read_bytes(data: bytes, name: str, limits: Limits | None = None) -> Document:
    """Reads one file in this process: for attachments, and for files of one's own making.

    Args:
        data: The file.
        name: Its path within the folder of answers; only the extension has a meaning.
        limits: What it may cost. Memory and time are only bounded by ``read_document``.

    Raises:
        ReadError: It cannot be read.
    """
    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        raise too_large(name, limits)
    found = sniff(data, name, limits)
    document = load_reader(found.format).read(data, name, hashlib.sha256(data).hexdigest(), limits)
    if not found.notices:
        return document
    return msgspec.structs.replace(document, notices=found.notices + document.notices)


def load_reader(format_: Format) -> _Reader:
    """The module that reads a format.

    Raises:
        ReadError: ``not-installed``.
    """
    try:
        return cast("_Reader", importlib.import_module(f"{_PACKAGE}.{_READERS[format_]}"))
    except ModuleNotFoundError as error:
        raise ReadError(
            "not-installed",
            f"Reading {format_} files needs the package {error.name}: "
            "install it with pip install beholden[figures].",
        ) from error


def too_large(name: str, limits: Limits) -> ReadError:
    """The error of a file above the limit."""
    return ReadError(
        "too-large",
        f"{name} is larger than {limits.max_bytes:,} bytes: ask for the numbers alone.",
    )
