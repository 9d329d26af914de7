"""Reading answers of every format into one form: tables and lines, each with its place.

``read_document`` reads a file that came from outside in a process under limits;
``read_bytes`` reads in this one. The format is found by the bytes, never by the
name. What cannot be read is a ``ReadError`` with a stable code and a sentence
that says what to do; what was noticed on the way is a notice of the document.

    document = read_document(Path("answers/essex.xlsx"), "essex.xlsx")
    for block in document.blocks:
        print(block.place)
"""

from __future__ import annotations

from beholden.figures.reading.confined import Reader, read_document
from beholden.figures.reading.dispatch import read_bytes
from beholden.figures.reading.limits import Limits

__all__ = ["Limits", "Reader", "read_bytes", "read_document"]
