"""What a sample bounds: shares of found or wrong ones, how many to draw, what would be noticed.

The exact bounds of Clopper and Pearson hold for a number of draws that was fixed before. A
*confidence sequence* holds at every look, however often one looks and whenever one stops,
and is wider for it. Neither of them knows of any draw but those that were made.

    at_least(59, 59)                 # 0.9505: of such draws at least so many are found
    discovery_size("0.05", "0.95")   # 59
    any_time(297, 300).low           # 0.9629
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from beholden._statistics.intervals import DEFAULT_LEVEL, Interval

_HALVINGS = 60
_EXACT_DRAWS_AT_MOST = 10_000
_JEFFREYS = 0.5


def clopper_pearson(hits: int, base: int, level: float = DEFAULT_LEVEL) -> Interval:
    """The exact two-sided interval of a share (Clopper and Pearson 1934).

    Args:
        hits: from 0 to ``base``.
        base: how many were drawn; fixed before the first draw. Nothing drawn bounds nothing.
        level: how often such an interval holds the truth, at least.
    """
    each = (1 + level) / 2
    return Interval(at_least(hits, base, each), at_most(hits, base, each))


def at_least(hits: int, base: int, level: float = DEFAULT_LEVEL) -> float:
    """The exact one-sided lower bound of a share; arguments as in ``clopper_pearson``."""
    # scipy.stats takes over a second to import; one function of it is enough.
    from scipy.special import betaincinv  # noqa: PLC0415

    return float(betaincinv(hits, base - hits + 1, 1 - level)) if hits else 0.0


def at_most(hits: int, base: int, level: float = DEFAULT_LEVEL) -> float:
    """The exact one-sided upper bound of a share; arguments as in ``clopper_pearson``."""
    from scipy.special import betaincinv  # noqa: PLC0415 - see at_least

    return float(betaincinv(hits + 1, base - hits, level)) if hits < base else 1.0


def most_bad(size: int, drawn: int, bad: int, level: str = "0.95") -> int:
    """How many of a finite set may be bad, when some of a sample were.

    The largest ``D`` with ``P(Hypergeometric(size, D, drawn) <= bad) > 1 - level``: drawn
    without replacement, so a whole count leaves no doubt. In whole numbers, so exact.

    Args:
        size: of the set.
        drawn: how many of it were looked at, all alike likely; at most ``size``.
        bad: how many of these were bad.
        level: decimal text, above 0 and below 1.
    """
    rare = (1 - Fraction(level)) * math.comb(size, drawn)
    low, high = bad, size - drawn + bad
    while low < high:
        middle = (low + high + 1) // 2
        if _ways(size, middle, drawn, bad) > rare:
            low = middle
        else:
            high = middle - 1
    return low


def _ways(size: int, all_bad: int, drawn: int, at_most_bad: int) -> int:
    """In how many ways a draw has no more than so many of the bad ones."""
    good = size - all_bad
    # With fewer bad ones the good ones would not be enough for the draw.
    first = max(0, drawn - good)
    last = min(at_most_bad, all_bad, drawn)
    if first > last:
        return 0
    term = math.comb(all_bad, first) * math.comb(good, drawn - first)
    total = term
    for k in range(first, last):
        term = term * (all_bad - k) * (drawn - k) // ((k + 1) * (good - drawn + k + 1))
        total += term
    return total


def discovery_size(share: str, level: str = "0.95") -> int:
    """How many must be drawn so that one of a share of bad ones is met as surely as ``level``.

    ``ceil(ln(1 - level) / ln(1 - share))``: so many draws without a bad one show that fewer
    than this share are bad.

    Args:
        share: of bad ones; decimal text, above 0 and below 1.
        level: decimal text, above 0 and below 1.
    """
    bad, doubt = Fraction(share), 1 - Fraction(level)
    count = math.ceil(math.log(doubt) / math.log1p(-bad))
    if count > _EXACT_DRAWS_AT_MOST:
        return count
    # Where the quotient is whole a logarithm may miss it by its last digit.
    while (1 - bad) ** count > doubt:
        count += 1
    while count > 1 and (1 - bad) ** (count - 1) <= doubt:
        count -= 1
    return count


def noticed(share: float, looks: int) -> float:
    """The probability that one of so many independent looks meets a share: ``1 - (1 - s)^k``."""
    return 1 - (1 - share) ** looks


def any_time(hits: int, base: int, level: float = DEFAULT_LEVEL) -> Interval:
    """A confidence sequence of a share: holds at all looks together, whenever one stops.

    The mixture of likelihood ratios over a beta distribution with ``a = b = 1/2`` is a
    martingale under the true share, so it exceeds ``1 / (1 - level)`` at any time with
    probability ``1 - level`` at most (Ville 1939; Robbins 1970).

    Args:
        hits: so far.
        base: draws so far.
        level: how often the truth is inside at every look.
    """
    from scipy.special import betaln, xlog1py, xlogy  # noqa: PLC0415 - see at_least

    misses = base - hits
    mixed = float(betaln(_JEFFREYS + hits, _JEFFREYS + misses) - betaln(_JEFFREYS, _JEFFREYS))
    most = -math.log(1 - level)

    def refuted(share: float) -> bool:
        return mixed - float(xlogy(hits, share) + xlog1py(misses, -share)) >= most

    centre = hits / base if base else 0.5
    return Interval(_edge(centre, 0.0, refuted), _edge(centre, 1.0, refuted))


def _edge(inside: float, outside: float, refuted: Callable[[float], bool]) -> float:
    """Where refuting begins between a share that is not refuted and an end."""
    if not refuted(outside):
        return outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if refuted(middle):
            outside = middle
        else:
            inside = middle
    return outside


__all__ = [
    "any_time",
    "at_least",
    "at_most",
    "clopper_pearson",
    "discovery_size",
    "most_bad",
    "noticed",
]
