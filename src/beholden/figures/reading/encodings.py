"""Which characters the bytes of a text stand for."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from beholden.figures.core.documents import Notice
from beholden.figures.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_MOSTLY = 0.7


class Decoded(NamedTuple):
    """A text, and what was noticed while decoding it."""

    text: str
    notices: tuple[Notice, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Decodes a text: by its mark, else as UTF-8, else as Windows-1252.

    Raises:
        ReadError: ``damaged``: what the mark promises does not follow, or there are
            NUL characters, which no text has.
    """
    encoding = _marked(data) or unmarked_utf16(data)
    notices: tuple[Notice, ...] = ()
    try:
        text = data.decode(encoding or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if encoding:
            raise ReadError(
                "damaged", f"{name} says that it is {encoding}, but is not: fetch it again."
            ) from error
        # The five bytes without a character stand for themselves, as in a browser.
        text = data.decode("cp1252", errors="replace")
        notices = (
            Notice(
                "encoding-guessed",
                "The file does not say how its characters are stored; it was read as Windows-1252.",
            ),
        )
    if "\x00" in text:
        raise ReadError("damaged", f"{name} has NUL characters, as no text has: fetch it again.")
    return Decoded(text, notices)


def unmarked_utf16(data: bytes) -> str:
    """The kind of UTF-16 that the bytes show without a mark, or nothing."""
    sample = data[: _SAMPLE & ~1]
    half = len(sample) // 2
    if half and len(data) % 2 == 0:
        low, high = sample[0::2].count(0), sample[1::2].count(0)
        if high > _MOSTLY * half and not low:
            return "utf-16-le"
        if low > _MOSTLY * half and not high:
            return "utf-16-be"
    return ""


def _marked(data: bytes) -> str:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
