"""What every reader of articles hands on, and how text is cleaned before it is a block."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from beholden.figures.core.claims.models import Block
from beholden.figures.core.models import Day

# Marks without width and soft hyphens, which would part a number or a word unseen.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
# What colours a terminal: without its first character "\x1b[31m" would be a number. Rarer codes
# are not known: what follows a stray mark may be the article's own number.
_TERMINAL_CODE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,64}[@-~]"
    "|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\n]{0,2000}(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[()][AB0]"
)
# A space that cannot break parts the thousands of a number; elsewhere it is a plain one.
_HARD_SPACE = re.compile(r"(?<!\d)[^\S\t\n ]|[^\S\t\n ](?!\d{3}(?!\d))")
# Not every space: the thin ones within numbers stay.
_SPACES = re.compile(r"[ \t\r\f\v\n]+")


class Made(msgspec.Struct, frozen=True):
    """The blocks of an article, its day where it says so, and what a reader should know."""

    blocks: tuple[Block, ...]
    published: Day | None = None
    notices: tuple[str, ...] = ()

    def noting(self, sentences: Iterable[str]) -> Made:
        """The same with more notices, before its own."""
        return msgspec.structs.replace(self, notices=(*sentences, *self.notices))


def cleaned(text: str) -> str:
    """Text without what cannot be seen, and with plain spaces; tabs and lines are kept."""
    if text.isascii() and text.isprintable():
        return text
    return _HARD_SPACE.sub(" ", _UNSEEN.sub("", _TERMINAL_CODE.sub("", text)))


def one_line(text: str) -> str:
    """The words of a paragraph in one line."""
    shown = cleaned(text)
    if shown.isascii():
        return " ".join(shown.split())
    return _SPACES.sub(" ", shown).strip()


def row_of(cells: Iterable[str]) -> str:
    """A row of a table: its cells with tabs between, empty ones at its end left out."""
    return "\t".join(one_line(cell) for cell in cells).rstrip("\t")
