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

from beholden.figures.articles._boxes import with_boxes
from beholden.figures.articles._days import day_of_line
from beholden.figures.articles._made import Made, one_line
from beholden.figures.articles._noise import is_noise
from beholden.figures.articles._page_body import main_element, prune, sizes_of
from beholden.figures.articles._page_facts import PageFacts, facts_of
from beholden.figures.articles._page_walk import Piece, pieces_of
from beholden.figures.core.claims.models import Block
from beholden.figures.errors import ReadError
from beholden.figures.reading._page import decoded, parsed

_MOST_ELEMENTS = 150_000
_PIECES_WITH_A_DAY = 8
_SAME = re.compile(r"\W+")


def page_blocks(data: bytes, name: str) -> Made:
    """The article of a web page.

    Raises:
        ReadError: ``nested-too-deep``.
    """
    text, notices = decoded(data, name)
    root = parsed(text, name, "Copy the article as plain text.")
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
    return Made(tuple(with_boxes(blocks)), published).noting(each.sentence for each in notices)


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
