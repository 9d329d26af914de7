r"""Boxes of figures in a text: which number alone on its line belongs to which line of words.

A box is the number and its words, in one block of two lines. Two lines that stand together, apart
from all others, are one; else a run of numbers and words in turn tells which of them is first.
Where that can be read both ways, and where the numbers only count up, nothing is joined.

    with_boxes([Block("paragraph", "62"), Block("paragraph", "Offences per day")], {0})
    # one block, "62\nOffences per day"
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from beholden.figures.articles._days import day_of_line
from beholden.figures.core.claims.boxes import is_number
from beholden.figures.core.claims.models import Block

_LONGEST = 180
_FEWEST = 2
_TELLING = re.compile(r"\d{3}|%|\bpc\b|per\s?cent|\bin\s\d", re.IGNORECASE)
_BEGINS = re.compile(r"[A-Za-z]")
_SENTENCES = re.compile(r"[.!?]\s+[A-Z]|[!?:;]$")
_SOURCE = re.compile(
    r"(?:source|by|caption|image|picture|photo(?:graph)?|graphic|chart|figures?|note|published|updated)s?\s?:"
    r"|(?:page|p\.)\s?\d",
    re.IGNORECASE,
)
_WORDY = frozenset({"paragraph", "heading", "standfirst"})


def with_boxes(blocks: Sequence[Block], opens: Collection[int] | None = None) -> list[Block]:
    """The blocks, a number and its words being one.

    Args:
        blocks: The blocks of a text, one to a line where lines stand alone.
        opens: Which of them stand below an empty line; ``None`` where nothing tells it.
    """
    kinds = [_kind(block, first=at == 0) for at, block in enumerate(blocks)]
    firsts = set(_apart(kinds, opens)) if opens is not None else set()
    taken = {at + each for at in firsts for each in (0, 1)}
    firsts |= set(_in_turn(kinds, blocks, taken))
    told = [blocks[at : at + 2] for at in sorted(firsts)]
    if not _sure(told):
        return list(blocks)
    return list(_joined(blocks, firsts))


def _joined(blocks: Sequence[Block], firsts: Collection[int]) -> Iterator[Block]:
    for at, block in enumerate(blocks):
        if at in firsts:
            yield Block("paragraph", f"{block.text}\n{blocks[at + 1].text}")
        elif at - 1 not in firsts:
            yield block


def _kind(block: Block, *, first: bool) -> str:
    """``n`` for a number alone, ``w`` for what may be the words of one, a blank for all else."""
    text = block.text
    if is_number(text) and (block.kind in _WORDY or first):
        return "n"
    words = block.kind in _WORDY and len(text) <= _LONGEST and _BEGINS.match(text) is not None
    if not words or "\n" in text or _SENTENCES.search(text) or _SOURCE.match(text):
        return " "
    return " " if day_of_line(text) is not None else "w"


def _apart(kinds: Sequence[str], opens: Collection[int]) -> Iterator[int]:
    """The first lines of two that stand together and apart from all others."""
    for at, pair in enumerate(pairwise(kinds)):
        alone = at in opens and at + 1 not in opens and (at + 2 in opens or at + 2 == len(kinds))
        if alone and "".join(pair) in {"nw", "wn"}:
            yield at


def _in_turn(
    kinds: Sequence[str], blocks: Sequence[Block], taken: Collection[int]
) -> Iterator[int]:
    """The first lines of the boxes in a run of numbers and words in turn, where it is plain.

    A run that begins with a number, or ends with one, has its number there; one that begins and
    ends with words is open, unless the first are of another kind, as a heading is.
    """
    left = "".join(
        " " if at in taken or _ends(blocks[at].text) else kind for at, kind in enumerate(kinds)
    )
    for run in re.finditer(r"w?(?:nw)+n?", left):
        start, end = run.span()
        pairs = run[0].count("n")
        if pairs < _FEWEST or "n" in {left[start - 1 : start], left[end : end + 1]}:
            continue
        if run[0].startswith("w") and run[0].endswith("w") and _heads(blocks, start):
            start += 1
        if left[start] == "n" and left[end - 1] == "n":
            continue
        if left[start] != left[end - 1]:
            yield from range(start, end, 2)


def _heads(blocks: Sequence[Block], start: int) -> bool:
    """Whether the words before a run are its heading, and not those of its first number."""
    others = {one.kind for one in blocks[start + 2 : start + 5 : 2]}
    return blocks[start].kind not in others


def _sure(boxes: Sequence[Sequence[Block]]) -> bool:
    """Whether these are figures, and no numbers of pages, of points or of places in an order."""
    texts = [one.text for box in boxes for one in box]
    numbers = [one for one in texts if is_number(one)]
    if len(boxes) == 1:
        # A page number above a sentence, or the last word of one that was cut.
        return _TELLING.search(numbers[0]) is not None and not any(map(_ends, texts))
    values = [int(one) if one.isdigit() else -1 for one in numbers]
    steps = {later - earlier for earlier, later in pairwise(values)}
    return len(boxes) >= _FEWEST and steps not in ({1}, {-1})


def _ends(text: str) -> bool:
    return text.endswith(".")


__all__ = ["with_boxes"]
