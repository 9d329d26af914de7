"""Web pages, and the HTML of e-mails: blocks as lines, tables with their spans.

Nothing is fetched, no entity is expanded, no script is run. Tables that only
arrange a page (they hold other tables, or a single column) become lines. Hidden
elements are left out and told.

    document = read(b"<p>We recorded 12 offences.</p>", "page.html", digest, Limits())
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from beholden.figures.core.documents import Document
from beholden.figures.reading._blocks import Blocks, raised
from beholden.figures.reading._page import decoded, parsed
from beholden.figures.reading._spans import Span
from beholden.figures.reading.limits import Limits

_NEVER_SHOWN = frozenset(
    {"script", "style", "template", "head", "noscript", "object", "iframe", "svg", "datalist"}
)
_PARAGRAPHS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul"}
    | {"caption", "table", "thead", "tbody", "tfoot", "tr", "td", "th"}
)
# Their ends also end a paragraph; an end of a list item or a cell only ends a line.
_APART = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "section", "article"}
    | {"blockquote", "pre", "hr"}
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)",
    re.IGNORECASE,
)
_INTEGER = re.compile(r"\s*\+?(\d{1,6})")
_MOST_COLUMNS = 1000  # what browsers cut colspan to
_MOST_ROWS = 65_534  # and rowspan


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Read a web page.

    Raises:
        ReadError: It is no page, nests too deeply, or passes a limit.
    """
    text, notices = decoded(data, name)
    blocks = Blocks(name, limits)
    title = add_html(text, blocks, name)
    return Document(name, digest, "html", blocks.made(), (*notices, *blocks.noticed()), title=title)


def add_html(text: str, blocks: Blocks, name: str) -> str:
    """Add what a page shows to ``blocks``, and return its title.

    Raises:
        ReadError: ``nested-too-deep``, or a limit is passed.
    """
    root = parsed(text, name, "Open it and print it to a PDF.")
    if root is None:
        return ""
    title = root.findtext(".//title") or ""
    _Walk(blocks, root).run()
    return " ".join(title.split())


class _Walk:
    """One pass over a page, in its order, without recursion."""

    def __init__(self, blocks: Blocks, root: Any) -> None:
        self._blocks = blocks
        self._root = root
        self._open: list[str] = []
        self._skipped = False
        self._raised = 0
        self._numbers: list[int | None] = []

    def run(self) -> None:
        events = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in events:
            if event == "end":
                self._leave(element)
            elif self._passes_over(element):
                events.skip_subtree()
                self._skipped = True
            else:
                self._enter(element)
        self._end_line()

    def _passes_over(self, element: Any) -> bool:
        """Whether an element is dealt with as a whole: hidden, never shown, or a table."""
        if element.tag in _NEVER_SHOWN:
            return True
        if is_hidden(element):
            self._tell_hidden(element)
            return True
        if element.tag != "table" or not _holds_data(element):
            return False
        self._end_paragraph()
        captions = element.findall("./caption")
        caption = " ".join(_shown(captions[0]).split()) if captions else ""
        self._blocks.spans(_rows(element, self._tell_hidden), name=caption)
        return True

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if tag in _PARAGRAPHS:
            self._end_line()
        if tag in {"ol", "ul"}:
            start = _whole(element.get("start"), 1) if tag == "ol" else None
            self._numbers.append(start)
        elif tag == "li" and self._numbers and self._numbers[-1] is not None:
            number = _whole(element.get("value"), self._numbers[-1])
            self._numbers[-1] = number + 1
            self._open.append(f"{number}. ")
        elif tag == "br":
            self._end_line(kept=True)
        elif tag == "sup":
            self._raised += 1
        self._take(element.text, preformatted=tag == "pre")

    def _leave(self, element: Any) -> None:
        tag = element.tag
        if self._skipped:
            self._skipped = False
        else:
            if tag in {"ol", "ul"}:
                self._numbers.pop()
            elif tag == "sup":
                self._raised -= 1
            if tag in _PARAGRAPHS:
                self._end_line()
            if tag in _APART:
                self._blocks.blank()
        self._take(element.tail, preformatted=_within_pre(element))

    def _take(self, text: str | None, *, preformatted: bool) -> None:
        if not text:
            return
        if preformatted:
            *lines, rest = text.split("\n")
            for line in lines:
                self._open.append(line)
                self._end_line(kept=True)
            self._open.append(rest)
            return
        spaced = re.sub(r"[ \t\r\n\f]+", " ", text)
        self._open.append(raised(spaced) if self._raised else spaced)

    def _end_line(self, *, kept: bool = False) -> None:
        text = "".join(self._open)
        self._open.clear()
        if text.strip():
            self._blocks.line(text if kept else text.strip())
        elif kept:
            self._blocks.blank()

    def _end_paragraph(self) -> None:
        self._end_line()
        self._blocks.blank()

    def _tell_hidden(self, element: Any) -> None:
        if "".join(element.itertext()).strip():
            self._blocks.notice(
                "hidden-text",
                "The page holds text that a browser does not show; it was not read.",
            )


def is_hidden(element: Any) -> bool:
    """Whether an element's own attributes hide it. Style sheets are not looked at."""
    return element.get("hidden") is not None or bool(
        _HIDDEN_STYLE.search(element.get("style") or "")
    )


def _holds_data(table: Any) -> bool:
    """Whether a table is one of data; else it arranges a page, and its contents flow as lines."""
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [sum(1 for cell in row if cell.tag in {"td", "th"}) for row in table.iter("tr")]
    return max(rows, default=0) > 1


def _rows(table: Any, tell_hidden: Callable[[Any], None]) -> list[list[Span]]:
    """The cells of every shown row, header rows first as browsers show them."""
    rows: list[list[Span]] = []
    for row in _shown_rows(table):
        spans: list[Span] = []
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            if is_hidden(cell):
                tell_hidden(cell)
                continue
            down = _whole(cell.get("rowspan"), 1)
            across = min(max(1, _whole(cell.get("colspan"), 1)), _MOST_COLUMNS)
            # 0 reaches to the end of the table's section; the grid cuts it there.
            spans.append(Span(_shown(cell), min(down or _MOST_ROWS, _MOST_ROWS), across))
        rows.append(spans)
    return rows


def _shown_rows(table: Any) -> Iterator[Any]:
    for row in table.iter("tr"):
        parent = row.getparent()
        if not is_hidden(row) and (parent is None or parent is table or not is_hidden(parent)):
            yield row


def _shown(element: Any) -> str:
    """The text of a cell as shown: a line for each block or break, hidden parts left out."""
    pieces: list[str] = []
    skipped = False
    above = 0
    events = etree.iterwalk(element, events=("start", "end"))
    for event, part in events:
        if event == "start":
            if part.tag in _NEVER_SHOWN or (part is not element and is_hidden(part)):
                events.skip_subtree()
                skipped = True
                continue
            above += part.tag == "sup"
            if part.tag == "br" or (part.tag in _PARAGRAPHS and part is not element):
                pieces.append("\n")
            pieces.append(_flat(part.text, raise_it=above > 0))
            continue
        if not skipped:
            above -= part.tag == "sup"
            if part.tag in _PARAGRAPHS and part is not element:
                pieces.append("\n")
        skipped = False
        if part is not element:
            pieces.append(_flat(part.tail, raise_it=above > 0))
    return "".join(pieces)


def _flat(text: str | None, *, raise_it: bool) -> str:
    flat = re.sub(r"[ \t\r\n\f]+", " ", text or "")
    return raised(flat) if raise_it else flat


def _within_pre(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "pre"


def _whole(text: str | None, otherwise: int) -> int:
    found = _INTEGER.match(text or "")
    return int(found[1]) if found else otherwise
