"""Web pages: the article alone, with its headline, captions, tables and day.

The page is parsed without network, entities or scripts. What stands around an article is
left out by what its elements say they are (``nav``, ``aside``, a class of sharing buttons), by
lists of links, and by lines that begin like a pointer elsewhere. Of what is left, the element
that holds most of the page's running text is the article.

    page_blocks(b"<h1>Offences rise</h1><p>The force recorded 767.</p>", "a.html").blocks[1].text
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml import etree

from beholden.figures.articles._days import day_of_line
from beholden.figures.articles._made import Made, one_line
from beholden.figures.articles._noise import is_noise
from beholden.figures.articles._page_body import main_element, prune, sizes_of
from beholden.figures.articles._page_facts import PageFacts, facts_of
from beholden.figures.articles._page_walk import Piece, pieces_of
from beholden.figures.core.claims.models import Block
from beholden.figures.errors import ReadError
from beholden.figures.reading._decoding import decode

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED_BYTES = 4096
_MOST_ELEMENTS = 150_000
_PIECES_WITH_A_DAY = 8
_SAME = re.compile(r"\W+")


def page_blocks(data: bytes, name: str) -> Made:
    """The article of a web page.

    Raises:
        ReadError: ``nested-too-deep``.
    """
    declared = _DECLARED.search(data[:_DECLARED_BYTES])
    claimed = declared[1].decode("ascii") if declared else ""
    # A declaration that can be read as ASCII is not UTF-16, whatever it says.
    text, notices = decode(data, name, "" if claimed.lower().startswith("utf-16") else claimed)
    root = _parsed(text, name)
    if root is None:
        return Made(())
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise ReadError(
            "too-large",
            f"{name} has more than {_MOST_ELEMENTS:,} elements: copy the article as plain text.",
        )
    facts = facts_of(root)
    prune(root, facts.head)
    sizes = sizes_of(root)
    found = list(pieces_of(main_element(facts.head, sizes), sizes))
    blocks = list(_blocks(_headline(facts, found), found))
    while len(blocks) > 1 and blocks[-1].kind == "heading":
        blocks.pop()  # of a list of links that is left out
    days = (day_of_line(text) for _, text in found[:_PIECES_WITH_A_DAY])
    published = facts.published or next((day for day in days if day is not None), None)
    return Made(tuple(blocks), published).noting(each.sentence for each in notices)


def _parsed(text: str, name: str) -> Any:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None  # nothing but blanks and comments
    except etree.XMLSyntaxError as error:
        raise _too_deep(name) from error
    # The parser stops at its own bounds without an error and would hand on half of the page.
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise _too_deep(name)
    return root


def _too_deep(name: str) -> ReadError:
    return ReadError(
        "nested-too-deep",
        f"{name} nests its elements deeper than a browser's page does, so that only a part of it "
        "could be read. Copy the article as plain text.",
    )


def _headline(facts: PageFacts, pieces: Sequence[Piece]) -> str:
    """The headline of the page; without an ``h1``, what its first lines share with its title."""
    if facts.head is None:
        for _, text in pieces[:_PIECES_WITH_A_DAY]:
            words = one_line(text)
            if words in facts.headline and 2 * len(words) > len(facts.headline):
                return words
    return facts.headline


def _blocks(headline: str, pieces: Iterable[Piece]) -> Iterator[Block]:
    """The headline, then what is no repetition of what was told and no noise."""
    told = {_same(headline)}
    if headline:
        yield Block("headline", headline)
    for kind, text in pieces:
        words = text if kind == "table" else one_line(text)
        same = _same(words)
        if not same or is_noise(words) or (same in told and kind != "table"):
            continue
        told.add(same)
        yield Block("heading" if kind == "headline" and headline else kind, words)


def _same(text: str) -> str:
    return _SAME.sub("", text).casefold()
