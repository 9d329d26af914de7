"""Numbers that only stand in a calculation or in an interval: they claim nothing of their own.

"(767 - 568) / 568 * 100 = 35.04" shows how a number was made, "+21% to +51%" between what it
lies. Both stand in briefings and in the footnotes of careful articles.
"""

from __future__ import annotations

from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.grammar.phrases import Alone
from beholden.figures.core.claims.models import Phrase

CALCULATION = "a number of a calculation"
INTERVAL = "one end of an interval"

_NUMBER = r"[+-]?\d[\d,.]{0,15}%?"
_CALCULATION = lazily(
    rf"\(?{_NUMBER}(?:\s?[-+*/\u00d7\u00f7]\s?\(?{_NUMBER}\)?){{1,24}}\s?=\s?{_NUMBER}"
    rf"(?:\s(?:minutes|a\s(?:day|week|month)))?"
)
_INTERVAL = lazily(
    r"(?<!from )(?<![\d.,+-])[+-]?\d[\d,.]{0,9}%\s?(?:to|\u2013)\s?[+-]?\d[\d,.]{0,9}%"
)
_CONFIDENCE = lazily(r"\b\d\d(?:\.\d)?%\s(?:confidence\s)?intervals?\b")
_SPANS = ((_CALCULATION, CALCULATION), (_INTERVAL, INTERVAL), (_CONFIDENCE, INTERVAL))


def without_workings(
    text: str, phrases: Sequence[Phrase], alone: Sequence[Alone]
) -> tuple[tuple[Phrase, ...], tuple[Alone, ...]]:
    """The phrases of a block outside calculations and intervals, and all that is left alone."""
    spans = [
        (found.start(), found.end(), why)
        for pattern, why in _SPANS
        for found in pattern.finditer(text)
    ]
    if not spans:
        return tuple(phrases), tuple(alone)
    kept: list[Phrase] = []
    left = list(alone)
    for phrase in phrases:
        why = next((why for start, end, why in spans if _within(phrase, start, end)), "")
        if why:
            left.append(Alone(phrase.start, phrase.end, phrase.text, why))
        else:
            kept.append(phrase)
    return tuple(kept), tuple(sorted(left, key=lambda one: one.start))


def _within(phrase: Phrase, start: int, end: int) -> bool:
    """Whether a phrase begins or ends in a span: its qualifier may stand before it."""
    return start <= phrase.start < end or start < phrase.end <= end


__all__ = ["CALCULATION", "INTERVAL", "without_workings"]
