"""Confidence intervals of a count and of a share.

They say how far chance alone could have moved a number, not how far recording
practice did. All are two-sided at 95% unless told otherwise, and are floats:
they are printed to a whole per cent, never computed on.

    wilson(Decimal("0.02"), 40_000)  # (0.0187, 0.0214)
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist
from typing import NamedTuple

DEFAULT_LEVEL = 0.95


class Interval(NamedTuple):
    """Both ends; ``high`` may be infinite."""

    low: float
    high: float

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share a point."""
        return self.low <= other.high and other.low <= self.high


def critical(level: float = DEFAULT_LEVEL) -> float:
    """The normal quantile of a two-sided interval: 1.96 for 95%."""
    return NormalDist().inv_cdf((1 + level) / 2)


def count_interval(count: int, level: float = DEFAULT_LEVEL) -> Interval:
    """The exact Poisson interval of a count (Garwood 1936).

    ``chi2(a/2; 2n)/2`` to ``chi2(1-a/2; 2n+2)/2`` with ``a = 1 - level``; a quantile of chi-squared
    with ``2n`` degrees, halved, is one of a gamma distribution of shape ``n``.
    """
    # scipy.stats takes over a second to import; a page of counts only needs one function of it.
    from scipy.special import gammaincinv  # noqa: PLC0415

    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return Interval(low, float(gammaincinv(count + 1, 1 - tail)))


def wilson(
    share: Decimal | Fraction | float,
    base: int,
    design_effect: Decimal | float = 1,
    level: float = DEFAULT_LEVEL,
) -> Interval:
    """The score interval of a share (Wilson 1927).

    Args:
        share: From 0 to 1.
        base: How many were asked; above 0.
        design_effect: By how much the sample's design widens the variance; the sample counts
            as ``base / design_effect``.
        level: How often such an interval holds the truth.
    """
    return score_share(float(share), base / float(design_effect), critical(level))


def score_share(share: float, size: float, z: float) -> Interval:
    """Wilson's interval for a sample of a size that need not be whole."""
    shrink = z * z / size
    middle = (share + shrink / 2) / (1 + shrink)
    half = z / (1 + shrink) * math.sqrt(share * (1 - share) / size + shrink / (4 * size))
    # At the ends the exact value is 0 or 1; the difference of two roots misses it by an ulp.
    low = 0.0 if share == 0 else max(0.0, middle - half)
    high = 1.0 if share == 1 else min(1.0, middle + half)
    return Interval(low, high)


__all__ = ["DEFAULT_LEVEL", "Interval", "count_interval", "critical", "score_share", "wilson"]
