"""Sentences of a block, and who is quoted in it: offsets into the block, nothing is changed.

[text[s.start : s.end] for s in sentences("Up 3.5%. Dr. Who? Yes.")]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Protocol, TypeVar

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Block


class Sentence(msgspec.Struct, frozen=True):
    """One sentence: offsets into its block, and its text."""

    start: int
    end: int
    text: str


class Placed(Protocol):
    """Anything that stands at a place of a block."""

    @property
    def start(self) -> int:
        """Where it begins."""


_P = TypeVar("_P", bound=Placed)
_start = attrgetter("start")


def so_far(said: Sequence[_P], place: int) -> int:
    """How many begin before a place; all stand in the order of the block.

    A block may be one line of megabytes, which nothing may scan once for each sentence.
    """
    return bisect_left(said, place, key=_start)


def within(said: Sequence[_P], sentence: Sentence) -> Sequence[_P]:
    """Those that begin in a sentence; all stand in the order of the block."""
    return said[so_far(said, sentence.start) : so_far(said, sentence.end)]


class Quotation(msgspec.Struct, frozen=True):
    """One stretch between quotation marks, and whose words it gives as far as the block says."""

    start: int
    end: int
    speaker: str


# Web pages lose the blank after a full stop: "since 2010.In the year to March 7,263".
_STUCK = (
    r"(?<=[a-z\d][a-z\d)])\.(?=(?:In|The|That|This|It|There|But|And|At|Last|Police|For|Of|They|These"
    r"|Across|On|A|An|Between|Since|More|Over|Almost)\s)"
)
_END = lazily(
    rf"[.?!]+[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]*[A-Z0-9\u00a3])|{_STUCK}|\n+"
)
_ABBREVIATED = lazily(
    r"(?:^|[\s(\"'\u201c\u2018])(?:mr|mrs|ms|dr|prof|rev|st|sgt|insp|det|supt|supt|no|nos|approx|vs?|e\.g"
    r"|i\.e|etc|inc|ltd|co|dept|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|u\.k|u\.s|[a-z])$",
    re.IGNORECASE,
)
# A name of one letter is an initial; "I." and "A." end sentences too rarely to matter.
_LONGEST_ABBREVIATION = 8


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a block, in order; blanks between them belong to none."""
    found: list[Sentence] = []
    start = 0
    for end in _END.finditer(text):
        stop = end.start()
        mark = text[end.start() : end.end()]
        if mark.startswith(".") and _ABBREVIATED.search(
            text[max(start, stop - _LONGEST_ABBREVIATION) : stop]
        ):
            continue
        _add(found, text, start, end.end())
        start = end.end()
    _add(found, text, start, len(text))
    return tuple(found)


_LONGEST = 1_000
"""Longer sentences are cut: no number reads words that stand so far from it."""


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    start, end = start + left, start + right
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = start + _LONGEST if cut < 0 else cut
        found.append(Sentence(start, cut, text[start:cut]))
        start = cut + 1 if text[cut] == " " else cut
    if end > start:
        found.append(Sentence(start, end, text[start:end]))


_SAID = (
    r"(?:said|says|say|added|adds|told|warned|warns|explained|commented|claimed|claims|insisted"
    r"|continued|tweeted|wrote|argued|according to)"
)
_SPEAKER_AFTER = lazily(
    rf"\b{_SAID}\s+(?P<who>(?:the |a |an )?[^.,:;\"\u201c\u201d]{{3,80}}?)\s*(?=[.,:;\"\u201c]|$)"
)
_SPEAKER_BEFORE = lazily(
    rf"(?P<who>(?:[Tt]he |[Aa]n? )?[^.;:\"\u201c\u201d]{{3,90}}?),?\s+{_SAID}\b"
)
_PAIRS = (("\u201c", "\u201d"), ('"', '"'))
_SHORTEST = 12
"""Shorter stretches between marks are words at arm's length, as "sharenting", and no speech."""


def quotations(block: Block, speaker_before: str = "") -> tuple[Quotation, ...]:
    """What stands between quotation marks, in order.

    Args:
        block: A quotation that is not closed goes on to the end of the block.
        speaker_before: Who spoke in the block before; kept where this one names nobody.
    """
    text = block.text
    spans = _spans(text)
    if not spans:
        return ()
    outside = _outside(text, spans)
    speaker = _speaker(outside) or speaker_before
    return tuple(Quotation(start, end, speaker) for start, end in spans)


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for opening, closing in _PAIRS:
        at = 0
        while (start := text.find(opening, at)) >= 0:
            end = text.find(closing, start + 1)
            end = len(text) if end < 0 else end
            if end - start >= _SHORTEST:
                spans.append((start, end))
            at = end + 1
    return sorted(spans)


def _outside(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces.append(text[at:start])
        at = max(at, end + 1)
    pieces.append(text[at:])
    return ' " '.join(pieces)


def _speaker(outside: str) -> str:
    for pattern in (_SPEAKER_AFTER, _SPEAKER_BEFORE):
        found = pattern.search(outside)
        if found:
            return " ".join(found["who"].split()).strip(" ,'\u2019")
    return ""


__all__ = ["Quotation", "Sentence", "quotations", "sentences"]
