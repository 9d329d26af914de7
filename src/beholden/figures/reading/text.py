"""Plain text: lines with their numbers; a form feed begins a page.

A text that begins with the header of a message is a saved e-mail, and its
history is marked as in one.

    document = read(b"We recorded 12 offences.", "answer.txt", digest, Limits())
"""

from __future__ import annotations

import re

from beholden.figures.core.documents import Document
from beholden.figures.reading._blocks import Blocks
from beholden.figures.reading._decoding import decode
from beholden.figures.reading._quoting import mark_saved
from beholden.figures.reading.limits import Limits

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")


def lines_of(text: str) -> list[str]:
    """Text at its line ends, whichever system wrote them."""
    return _BREAK.split(text)


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Read a text file.

    Raises:
        ReadError: The bytes are no text, or a limit is passed.
    """
    text, notices = decode(data, name)
    blocks = Blocks(name, limits)
    pages = text.split("\f")
    number = 0
    for page, content in enumerate(pages, start=1):
        for line in lines_of(content):
            number += 1
            blocks.line(line, page=page if len(pages) > 1 else None, number=number)
    marked = mark_saved(blocks.made())
    return Document(
        name, digest, "txt", marked.blocks, (*notices, *marked.notices, *blocks.noticed())
    )
