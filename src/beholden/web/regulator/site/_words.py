"""Verdicts, figures and times as the site writes them. Pure."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from beholden._design import day, percent, shown
from beholden.regulator.core import (
    Amount,
    Difference,
    DrillSummary,
    Scorecard,
    ScoredFigure,
    Time,
    Verdict,
    printed,
)

VERDICTS: Final[dict[Verdict, str]] = {
    "agrees": "Agrees",
    "within-tolerance": "Agrees within tolerance",
    "differs": "Differs",
    "cannot-tell": "Cannot be told",
}
RESULTS: Final[dict[Verdict, str]] = {
    "agrees": "What the network published agrees with its log and with every other count that "
    "it was held against.",
    "within-tolerance": "What the network published agrees with its log, and with the counts of "
    "others within the stated tolerance.",
    "differs": "Something that the network published is not what its log or others say.",
    "cannot-tell": "Whether the figures that the network published are right cannot be told.",
}
MEANINGS: Final[dict[Verdict, str]] = {
    "agrees": "The two numbers are the same. It does not say that they are right: both may leave "
    "out the same thing.",
    "within-tolerance": "The two numbers differ by no more than was allowed before they were "
    "looked at. The tolerance is printed beside them.",
    "differs": "The two numbers differ by more than that. It does not say why: possible causes "
    "are listed, and a harmless one may be the right one.",
    "cannot-tell": "The two cannot be compared, or a part was not opened and the answer depends "
    "on it. The reason is printed. It speaks neither for the network nor against it.",
}
_BRIEF_AT_MOST = 400
_HUNDRED = Decimal(100)
_ENDS = re.compile(r"(?<=[.!?]) +(?=[A-Z])")
_DIGITS = 3
# A share as ``regulator.core.printed`` writes it.
_OF = re.compile(r"[\d.]+ \(([\d,]+) of ([\d,]+)\)")


def brief(text: str) -> str:
    """A text of others, no longer than a page can bear."""
    return shown(text, _BRIEF_AT_MOST)


def sentences(text: str) -> tuple[str, ...]:
    """A text by its sentences."""
    return tuple(_ENDS.split(text.strip())) if text.strip() else ()


def summary(card: Scorecard) -> tuple[str, ...]:
    """The card's summary by sentences; of drills the first, the page has a part for the others."""
    text = card.summary
    for drill in card.drills:
        first, *_ = (*sentences(drill.words), "")
        text = text.replace(drill.words, first) if drill.words else text
    return sentences(text)


def moment(at: Time) -> str:
    """A time of publication."""
    return f"{day(at)} at {at:%H:%M} UTC"


def share(text: str) -> str:
    """Decimal text from 0 to 1 as per cent, three digits that say something; else as it stands."""
    try:
        value = Decimal(text) * _HUNDRED
    except InvalidOperation:
        return text
    if not value.is_finite() or not 0 <= value <= _HUNDRED:
        return text
    if value in {0, _HUNDRED}:
        return f"{value:.0f}%"
    places = max(_DIGITS - 1 - value.adjusted(), 1)
    return f"{round(value, places):f}%"


def in_per_cent(text: str) -> str:
    """A printed share as per cent, with what it is a share of; else as it stands."""
    found = _OF.fullmatch(text)
    if found is None:
        return text
    part, whole = (int(each.replace(",", "")) for each in found.groups())
    return f"{percent(part, whole)} ({part:,} of {whole:,})" if part <= whole else text


def amount(one: Amount) -> str:
    """An amount as a page writes it."""
    return in_per_cent(printed(one))


def main_figure(one: ScoredFigure) -> str:
    """What was recomputed, short: a share without what it is a share of."""
    return in_per_cent(one.recomputed).partition(" (")[0]


def interval(one: ScoredFigure) -> str:
    """The interval of a share; empty for anything else."""
    return f"{share(one.low)} to {share(one.high)}" if one.low and one.high else ""


def size_of(one: Difference) -> str:
    """By how much two numbers differ; empty where nobody can say."""
    if one.by is None:
        return ""
    per_cent = f" ({one.per_cent}%)" if one.per_cent else ""
    return f"{one.by:+,}{per_cent}" if one.by else "none"


def bound(one: DrillSummary) -> str:
    """What a plan of drills bounds, as a table shows it."""
    if not one.items:
        return "none sent yet"
    at_least = f"at least {share(one.low)} found"
    return at_least if one.closed else f"{at_least}, so far"
