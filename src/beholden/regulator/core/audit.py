"""What a sample of drills bounds, and how large it must be for that. Pure.

An item without an answer counts against the lower bound as a miss and against the upper
bound as found: whatever became of it, the bounds hold.

    bound(Tally(found=297, missed=3, lost=0), planned=300, population=600, confidence="0.95")
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from beholden._statistics import any_time, at_least, at_most, discovery_size, most_bad, noticed

SHARES = ("0.1", "0.05", "0.02", "0.01")
"""Shares of misses for which a plan says how many items it takes to meet one."""
OMITTED = "0.05"
"""The share of left-out statements whose finding is told beside the receipts."""

_PLACES = Decimal("0.0001")


class Tally(NamedTuple):
    """Items that were sent, by what became of them."""

    found: int
    missed: int
    lost: int

    @property
    def base(self) -> int:
        """All that were sent."""
        return self.found + self.missed + self.lost


class Bound(NamedTuple):
    """Bounds of the rate of detection.

    ``low`` and ``high`` are decimal text from 0 to 1, rounded away from each other. If
    ``exact``, each holds by itself at the confidence asked for; else both hold together, at
    every look. ``most_missed``: how many of all listed pictures would be missed at most.
    """

    low: str
    high: str
    exact: bool
    most_missed: int | None


def bound(tally: Tally, *, planned: int, population: int, confidence: str) -> Bound:
    """Bounds the rate at which a service finds such pictures.

    Exact (Clopper and Pearson) only when all that were planned are in: their number was then
    fixed before. As long as some are out, whoever looks may stop at what pleases them, and
    only a confidence sequence holds.

    Args:
        tally: of the listed items.
        planned: how many were to be sent.
        population: pictures on the list, of which those sent are a random sample.
        confidence: decimal text, above 0 and below 1.
    """
    level = float(confidence)
    at_best = tally.found + tally.lost
    if planned and tally.base == planned:
        return Bound(
            _down(at_least(tally.found, planned, level)),
            _up(at_most(at_best, planned, level)),
            exact=True,
            most_missed=most_bad(population, planned, tally.missed + tally.lost, confidence),
        )
    low = any_time(tally.found, tally.base, level).low
    high = any_time(at_best, tally.base, level).high
    return Bound(_down(low), _up(high), exact=False, most_missed=None)


def sizes(confidence: str) -> tuple[tuple[str, int], ...]:
    """For shares of misses: how many items meet one of them as surely as ``confidence``."""
    return tuple((share, discovery_size(share, confidence)) for share in SHARES)


def omission(receipts: int) -> str:
    """How surely so many receipts show that one in twenty statements is left out of a log."""
    return _down(noticed(float(OMITTED), receipts))


def _down(value: float) -> str:
    return str(Decimal(value).quantize(_PLACES, ROUND_FLOOR))


def _up(value: float) -> str:
    return str(Decimal(value).quantize(_PLACES, ROUND_CEILING))
