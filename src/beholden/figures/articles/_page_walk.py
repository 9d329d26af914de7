"""The pieces of an article in a page, in reading order: lines, headings, captions, rows.

Lists and boxes of links are passed over; so are headings that are links themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from beholden.figures.articles._made import row_of
from beholden.figures.articles._page_body import INLINE, Size
from beholden.figures.articles._page_marks import is_caption, is_standfirst
from beholden.figures.core.claims.models import BlockKind
from beholden.figures.reading._blocks import raised

Piece = tuple[BlockKind, str]

_HEADINGS: dict[str, BlockKind] = {
    "h1": "headline",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}
_LINK_BOXES = frozenset(
    {"ul", "ol", "div", "section", "p", "li", "dl", "td", "article", "h2", "h3", "h4"}
)
_MOST_LINKED = 0.7
_LONGEST_PARAGRAPH = 400
_BREAK = "\n"
_CELLS = frozenset({"td", "th"})
_LEAST_ROWS = 2
_LONGEST_CELL = 300


def pieces_of(main: Any, sizes: dict[Any, Size]) -> Iterator[Piece]:
    """Every piece of text under an element, in order; ``sizes`` are those of its page."""
    yield from _Walk(main, sizes).pieces()


class _Walk:
    """One pass without recursion; text is gathered until a block begins or ends."""

    def __init__(self, main: Any, sizes: dict[Any, Size]) -> None:
        self._main = main
        self._sizes = sizes
        self._text: list[str] = []
        self._kinds: list[tuple[Any, BlockKind]] = []
        self._raised = 0

    def pieces(self) -> Iterator[Piece]:
        events = etree.iterwalk(self._main, events=("start", "end"))
        for event, element in events:
            if event == "end":
                yield from self._leave(element)
            elif element.tag == "table" and self._holds_data(element):
                yield from self._ended()
                yield from _rows(element)
                events.skip_subtree()
            elif element is not self._main and self._passed_over(element):
                events.skip_subtree()
            else:
                yield from self._enter(element)
        yield from self._ended()

    def _passed_over(self, element: Any) -> bool:
        if element.tag not in _LINK_BOXES:
            return False
        size = self._sizes[element]
        linked = size.linked > _MOST_LINKED * size.all
        return linked and size.running <= _LONGEST_PARAGRAPH

    def _holds_data(self, table: Any) -> bool:
        """Whether a table is one: rows of short cells side by side, and no table within."""
        if table.find(".//table") is not None:
            return False
        rows = [[cell for cell in row if cell.tag in _CELLS] for row in table.iter("tr")]
        if sum(len(row) > 1 for row in rows) < _LEAST_ROWS:
            return False
        return all(self._sizes[cell].all <= _LONGEST_CELL for row in rows for cell in row)

    def _enter(self, element: Any) -> Iterator[Piece]:
        if element.tag == "br":
            self._text.append(_BREAK)
        elif element.tag not in INLINE:
            yield from self._ended()
        if (kind := _kind(element)) is not None:
            self._kinds.append((element, kind))
        self._raised += element.tag == "sup"
        self._take(element.text)

    def _leave(self, element: Any) -> Iterator[Piece]:
        if element.tag not in INLINE:
            yield from self._ended()
        if self._kinds and self._kinds[-1][0] is element:
            if element.tag in INLINE:
                yield from self._ended()
            self._kinds.pop()
        if element.tag == "sup" and self._raised:
            self._raised -= 1
        if element is not self._main:
            self._take(element.tail)

    def _take(self, text: str | None) -> None:
        if text:
            flat = " ".join(("x" + text + "x").split())[1:-1]
            self._text.append(raised(flat) if self._raised else flat)

    def _ended(self) -> Iterator[Piece]:
        """The lines gathered so far; only headings go on over a break."""
        text, self._text = "".join(self._text), []
        kind: BlockKind = self._kinds[-1][1] if self._kinds else "paragraph"
        if kind in {"headline", "heading"}:
            text = text.replace(_BREAK, " ")
        for paragraph in _parted(text):
            yield kind, paragraph


def _parted(text: str) -> Iterator[str]:
    """The lines of a text; one that begins in the middle of a sentence joins the one before."""
    lines: list[str] = []
    for line in (each.strip() for each in text.split(_BREAK)):
        if lines and not line[:1].islower():
            yield " ".join(lines)
            lines = []
        if line:
            lines.append(line)
    if lines:
        yield " ".join(lines)


def _kind(element: Any) -> BlockKind | None:
    if element.tag in _HEADINGS:
        return _HEADINGS[element.tag]
    if is_caption(element):
        return "caption"
    return "standfirst" if is_standfirst(element) else None


def _rows(table: Any) -> Iterator[Piece]:
    caption = table.find("caption")
    if caption is not None:
        yield "caption", "".join(caption.itertext())
    for row in table.iter("tr"):
        text = row_of(_shown(cell) for cell in row if cell.tag in _CELLS)
        if text.strip():
            yield "table", text


def _shown(cell: Any) -> str:
    pieces: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            text = element.text or ""
            pieces.append(raised(text) if element.tag == "sup" else text)
        elif element is not cell:
            pieces.append(element.tail or "")
    return "".join(pieces)
