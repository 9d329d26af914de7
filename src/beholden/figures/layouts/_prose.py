"""Running text as sentences, each knowing which line every character came from.

A letter breaks its lines anywhere; a list breaks them on purpose. Lines that begin
like an item (a bullet, a number, ``2016/17:``) or follow a full stop begin anew,
others go on.

    [each.text for each in sentences(document)]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from beholden.figures.core import periods
from beholden.figures.core.documents import Document, Line
from beholden.figures.layouts import _common


class Sentence(msgspec.Struct, frozen=True):
    """One sentence or list item. ``lines`` are the lines it is made of, by their offset."""

    text: str
    lines: tuple[tuple[int, Line], ...]

    def line_at(self, offset: int) -> Line:
        """The line that the character at ``offset`` stands in."""
        return [line for start, line in self.lines if start <= offset][-1]


_LONGEST = 1_500
_LONGEST_ABBREVIATION = 8
_ITEM = re.compile(
    r"\s*(?:[•·▪*–-]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s|(?:question|response|answer|q|a)\s?\d"  # noqa: RUF001
    r"|[^:]{1,60}:(?:\s|$))",
    re.IGNORECASE,
)
# A date or a range that is broken over a line goes on in the next.
_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_OPEN = re.compile(rf"\b(?:and|to|of|from|in|between|until|the|{_MONTH})\s*$", re.IGNORECASE)
_BARE_MONTH = re.compile(rf"(?:^|\s)(?!\S*\d)\S+\s+{_MONTH}\s*$", re.IGNORECASE)
_ENDS = re.compile(r"[.?!:]['\")\]]?$")
_BREAK = re.compile(r"(?<=[.?!])['\")\]]?\s+(?=[A-Z\d\"'(])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:ss?|sec|no|nos|ref|refs|approx|e\.g|i\.e|art|reg|para|st|mr|mrs|ms|dr|\(?\d{1,2})\.$",
    re.IGNORECASE,
)


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Every sentence of a document that is no forwarded history, in order."""
    return sentences_of(_common.lines(document))


def sentences_of(lines: Iterable[Line]) -> tuple[Sentence, ...]:
    """The sentences of some lines; an empty line always ends one.

    What has no full stop in 1,500 characters is no sentence, and nothing is read from it.
    """
    return tuple(each for run in _runs(lines) for each in _split(run) if len(each.text) <= _LONGEST)


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    held: list[Line] = []
    for line in lines:
        text = line.text.strip()
        if held and (not text or _begins(text, held[-1].text)):
            yield held
            held = []
        if text:
            held.append(line)
    if held:
        yield held


def _begins(text: str, before: str) -> bool:
    """Whether a line begins something new, given the line before it."""
    if _OPEN.search(before):
        # "April to March" is whole without the year of the list below it.
        return _BARE_MONTH.search(before) is not None and _is_labelled(text)
    if _ENDS.search(before.strip()) and not _ABBREVIATION.search(before.strip()):
        return True
    return bool(_ITEM.match(text)) or _is_labelled(text) or _is_labelled(before.strip())


def _is_labelled(text: str) -> bool:
    """Whether a line is a period and a number and no more, as ``2016/17 - 245``."""
    found = periods.find_periods(text)
    if not found or found[0].start > 1:
        return False
    rest = text[found[0].end :].strip(" :=–-\t")  # noqa: RUF001
    number = re.sub(r"\s+(?:offences?|crimes?)(?: recorded)?\W*$", "", rest)
    return bool(rest) and _common.number_of(number) is not None


def _split(run: Sequence[Line]) -> Iterator[Sentence]:
    starts: list[tuple[int, Line]] = []
    text = ""
    for line in run:
        text += " " if text else ""
        starts.append((len(text), line))
        text += line.text.strip()
    begin = 0
    for found in _BREAK.finditer(text):
        if not _ABBREVIATION.search(
            text[max(begin, found.start() - _LONGEST_ABBREVIATION) : found.start()]
        ):
            yield _cut(text, starts, begin, found.start())
            begin = found.end()
    yield _cut(text, starts, begin, len(text))


def _cut(text: str, starts: Sequence[tuple[int, Line]], begin: int, end: int) -> Sentence:
    inside = [(start - begin, line) for start, line in starts if begin < start < end]
    first = [line for start, line in starts if start <= begin][-1]
    return Sentence(text[begin:end], ((0, first), *inside))
