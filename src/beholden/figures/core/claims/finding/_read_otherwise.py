"""Numbers whose marks or neighbours say that they are other than the grammar alone can tell.

A dash before the count of a row is no minus ("Kent Police -480"), how many times a platform
was named is a count ("Instagram was recorded 126 times"), and "91 out of 4,283" are two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.grammar import _why
from beholden.figures.core.claims.grammar.phrases import Alone
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming._topics import SERVICE

_DASHES = ("-", "\u2212", "\u2013")
_ROW = lazily(r"[\s\u2022\u00b7*]*(?-i:[A-Z])[^\d.;:!?]{2,60}\s+")
_ENDS = lazily(r"\s*(?:[;,.]\s*)?")
_TIMES = lazily(r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6})\s+times", re.IGNORECASE)
_NAMED = lazily(
    rf"(?:\b{SERVICE}|\b(?:recorded|logged|named|used|mentioned|noted|cited|reported|identified|came\s+up|featured))\s+"
    r"(?:(?:in\s+all|a\s+total\s+of|more\s+than|over|just|only|almost|nearly)\s+)?$",
    re.IGNORECASE,
)
OUT_OF = "so many out of so many"
"""The form of two counts of which one is the other's part."""
_LEAST = 10
"""Fewer times are mostly those of one person."""


def read_otherwise(
    text: str, phrases: Sequence[Phrase], alone: Sequence[Alone]
) -> tuple[tuple[Phrase, ...], tuple[Alone, ...]]:
    """The phrases of a block and what is left alone, dashes and mentions read as what they are."""
    told = {one.start: _mentions(text, one) for one in alone if one.why == _why.OCCASIONS}
    named = [one for one in told.values() if one is not None]
    kept = tuple(one for one in alone if told.get(one.start) is None)
    read = (each for one in phrases for each in _both_counts(_undashed(text, one)))
    found = sorted((*read, *named), key=lambda one: one.start)
    return tuple(found), kept


def _undashed(text: str, phrase: Phrase) -> Phrase:
    """A count behind the name of its row, whose dash is no minus."""
    dashed = phrase.shape is Shape.COUNT and phrase.text.startswith(_DASHES) and phrase.value < 0
    before, after = text[: phrase.start], text[phrase.end :]
    if not dashed or not _ROW.fullmatch(before) or not _ENDS.fullmatch(after):
        return phrase
    return msgspec.structs.replace(
        phrase, start=phrase.start + 1, text=phrase.text[1:], value=-phrase.value, direction=""
    )


_OUT_OF = lazily(r"(?P<part>\d[\d,]*)\s+out\s+of\s+(?P<whole>\d{1,3}(?:,\d{3})+|\d{3,6})")


def _both_counts(phrase: Phrase) -> tuple[Phrase, ...]:
    """A part and its whole that are too large for "one in ten": "91 out of 4,283" are counts."""
    found = _OUT_OF.fullmatch(phrase.text) if phrase.shape is Shape.ONE_IN else None
    if found is None:
        return (phrase,)
    part, whole = (int(found[name].replace(",", "")) for name in ("part", "whole"))
    if part < _LEAST or whole <= _HUNDRED or whole % _HUNDRED == 0:
        # "1 out of 1,000", "30 out of 100": a share in round numbers.
        return (phrase,)
    return tuple(
        Phrase(
            phrase.start + found.start(name),
            phrase.start + found.end(name),
            found[name],
            Shape.COUNT,
            Decimal(found[name].replace(",", "")),
            OUT_OF,
            number=found[name],
        )
        for name in ("part", "whole")
    )


_HUNDRED = 100


def _mentions(text: str, alone: Alone) -> Phrase | None:
    """How many times something was named, as a count."""
    found = _TIMES.match(text, alone.start)
    if found is None or not _NAMED.search(text, 0, alone.start):
        return None
    number = found["number"]
    value = Decimal(number.replace(",", ""))
    if value < _LEAST:
        return None
    start, end = found.span("number")
    return Phrase(start, end, number, Shape.COUNT, value, "so many times", number=number)


__all__ = ["OUT_OF", "read_otherwise"]
