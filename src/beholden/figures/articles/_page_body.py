"""Which part of a page is the article: measured by where its running text stands.

Running text is text outside links in blocks long enough to be sentences. Each block counts
in full for the element around it and less for those further out, so that neither a
single paragraph nor the whole page wins. Every pass is linear in the page.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from beholden.figures.articles._page_marks import is_around, is_comments, is_never_shown

INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn"}
    | {"em", "font", "i", "img", "ins", "kbd", "label", "mark", "picture", "q", "s", "samp"}
    | {"small", "source", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
"""Elements within a line."""

_LEAST_SENTENCE = 25
_LEVELS = 4
_FADING = 0.5
_MOST_OF_PAGE = 0.4
_WIDER = 1.6
_WIDER_ARTICLE = 2.2
_ARTICLES = frozenset({"article", "main"})


class Size:
    """Of an element with all it holds: letters, those in links, and those of running text."""

    __slots__ = ("all", "blocks", "linked", "running")

    def __init__(self) -> None:
        self.all = 0
        self.linked = 0
        self.running = 0
        self.blocks = False


def sizes_of(root: Any) -> dict[Any, Size]:
    """The size of every element."""
    sizes: dict[Any, Size] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        size = sizes[element] = Size()
        if is_never_shown(element):
            continue
        own = _letters(element.text)
        for child in element:
            inner = sizes[child]
            tail = _letters(child.tail)
            own += tail
            size.all += inner.all + tail
            size.linked += inner.linked
            size.running += inner.running
            size.blocks = size.blocks or inner.blocks or child.tag not in INLINE
        size.all += _letters(element.text)
        if element.tag == "a":
            size.linked = size.all
        if element.tag not in INLINE:
            said = own if size.blocks else size.all - size.linked
            size.running += said if said >= _LEAST_SENTENCE else 0
    return sizes


def prune(root: Any, head: Any) -> None:
    """Takes out what stands around the article, the outermost first.

    What holds the headline stays, and what holds most of the page's running text: a page
    may carry the word on the element around everything.
    """
    sizes = sizes_of(root)
    spared = {head, *head.iterancestors()} if head is not None else set()
    most = _MOST_OF_PAGE * sizes[root].running
    doomed = []
    events = etree.iterwalk(root, events=("start",))
    for _, element in events:
        if is_never_shown(element) or (
            element not in spared
            and (is_comments(element) or (is_around(element) and sizes[element].running <= most))
        ):
            doomed.append(element)
            events.skip_subtree()
    for element in doomed:
        _drop(element)


def main_element(head: Any, sizes: dict[Any, Size]) -> Any:
    """The element that holds the article, with its standfirst and pictures where it can.

    Args:
        head: The element of the headline, which may be none.
        sizes: Of all elements of the page, pruned; the last is the page itself.
    """
    scores: dict[Any, float] = {}
    for element, size in sizes.items():
        said = size.running - sum(sizes[child].running for child in element)
        if said <= 0:
            continue
        share: float = said
        for _, at in zip(range(_LEVELS), element.iterancestors(), strict=False):
            scores[at] = scores.get(at, 0.0) + share
            share *= _FADING
    if not scores:
        return next(reversed(sizes))
    best = max(scores, key=scores.__getitem__)
    return _widened(best, head, sizes)


def _widened(best: Any, head: Any, sizes: dict[Any, Size]) -> Any:
    """The outermost element that is not much more than ``best``, or the first with the headline."""
    holders = set(head.iterancestors()) if head is not None else set()
    found = best
    for each in best.iterancestors():
        if found in holders:
            break
        wider = _WIDER_ARTICLE if each.tag in _ARTICLES or each in holders else _WIDER
        if sizes[each].running > wider * sizes[best].running:
            break
        found = each
    return found


def _letters(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _drop(element: Any) -> None:
    """Takes an element out and leaves the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = f"{before.tail or ''} {tail}"
    else:
        parent.text = f"{parent.text or ''} {tail}"
    element.tail = None
    parent.remove(element)
