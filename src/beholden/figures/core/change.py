"""A change from one count to another: how large, and whether chance could have made it.

Given the sum of both counts, the later one is binomial with the share of days
that its period has; the test and the interval of the ratio follow from that.
Offences are not independent (one suspect can give many), so a wider interval
stands beside: the standard error of the log ratio times the root of ``phi``,
which is estimated from how unlike the forces changed and is never below 1.

    exact_p(118, 200)         # 5.0e-06
    ratio_interval(118, 200)  # (1.35, 2.13): +35% to +113%

What is not here: changes of totals over several forces (``_phrases.matched``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from beholden._statistics import DEFAULT_LEVEL, Interval, critical, score_share
from beholden.figures.core.rounding import half_up, percent_change, quotient

DAYS_IN_YEAR = 365
# Two outcomes that are as likely as each other differ by this much in floats (as in binomtest).
_AS_LIKELY = 1 + 1e-7


class CountChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two counts of one force, and what can be said of the step between them.

    Days count the days of each period on which the offence was in force. The
    percentage is that of the counts; only the test and the intervals heed days.
    """

    before: int
    after: int
    days_before: int = DAYS_IN_YEAR
    days_after: int = DAYS_IN_YEAR

    @property
    def difference(self) -> int:
        """After less before."""
        return self.after - self.before

    @property
    def percent(self) -> Decimal | None:
        """``100 (after - before) / before``, unrounded; there is none from 0."""
        return percent_change(self.before, self.after)

    @property
    def ratio(self) -> Decimal | None:
        """How many times the earlier count the later one is; there is none from 0."""
        return quotient(self.after, self.before) if self.before else None

    @property
    def p(self) -> float:
        """The exact two-sided probability of such a difference by chance alone."""
        return exact_p(self.before, self.after, self.days_before, self.days_after)

    def interval(self, phi: float = 1) -> Interval | None:
        """The 95% interval of the ratio of daily rates.

        By score for ``phi`` 1, else by the widened log ratio.
        """
        spans = (self.before, self.after, self.days_before, self.days_after)
        return ratio_interval(*spans) if phi == 1 else wide_interval(*spans, phi=phi)


def exact_p(
    before: int, after: int, days_before: int = DAYS_IN_YEAR, days_after: int = DAYS_IN_YEAR
) -> float:
    """The exact conditional test that both periods have the same daily rate, two-sided.

    It adds up all splits of the sum that are no likelier than the one observed.
    """
    total = before + after
    share = days_after / (days_before + days_after)
    if total == 0 or share * total == after:
        return 1.0
    seen = _log_likelihood(after, total, share) + math.log(_AS_LIKELY)
    if after < share * total:
        # The far side begins at the first split that is no likelier than the one seen.
        low, high = math.ceil(share * total), total + 1
        while low < high:
            middle = (low + high) // 2
            if _log_likelihood(middle, total, share) <= seen:
                high = middle
            else:
                low = middle + 1
        return min(1.0, _at_most(after, total, share) + _at_least(low, total, share))
    low, high = -1, math.floor(share * total)
    while low < high:
        middle = -((-low - high) // 2)
        if _log_likelihood(middle, total, share) <= seen:
            low = middle
        else:
            high = middle - 1
    return min(1.0, _at_most(low, total, share) + _at_least(after, total, share))


def ratio_interval(
    before: int,
    after: int,
    days_before: int = DAYS_IN_YEAR,
    days_after: int = DAYS_IN_YEAR,
    level: float = DEFAULT_LEVEL,
) -> Interval | None:
    """The score interval of the ratio of daily rates; ``None`` where both counts are 0.

    Wilson's interval of the later count's share of the sum, turned into odds.
    """
    total = before + after
    if total == 0:
        return None
    share = score_share(after / total, total, critical(level))
    scale = days_before / days_after
    high = math.inf if share.high == 1 else share.high / (1 - share.high) * scale
    return Interval(share.low / (1 - share.low) * scale, high)


def wide_interval(
    before: int,
    after: int,
    days_before: int = DAYS_IN_YEAR,
    days_after: int = DAYS_IN_YEAR,
    *,
    phi: float,
    level: float = DEFAULT_LEVEL,
) -> Interval | None:
    """The quasi-Poisson interval: the log ratio, plus and minus ``z sqrt(phi (1/a + 1/b))``.

    ``None`` where a count is 0, for its logarithm is not there.

    Raises:
        ValueError: ``phi`` is below 1: offences are never more regular than chance.
    """
    if phi < 1:
        raise ValueError(f"phi is at least 1, not {phi}.")
    if before == 0 or after == 0:
        return None
    middle = math.log(after / before * days_before / days_after)
    half = critical(level) * math.sqrt(phi * (1 / before + 1 / after))
    return Interval(math.exp(middle - half), math.exp(middle + half))


def interval_text(interval: Interval) -> str:
    """An interval of a ratio as a change: ``+35% to +113%``."""
    return " to ".join(_as_change(end) for end in interval)


def overdispersion(steps: Iterable[Sequence[CountChange]]) -> float:
    """How much more the forces differ than chance allows: ``phi``, never below 1.

    For every step from one year to the next, the squared residuals of each force's
    later count around the change common to all forces, each over its binomial
    variance; their sum over the number of forces less one for every step.

    Args:
        steps: For each step the changes of the forces that can be compared. Forces
            without any offence in both years say nothing and are left out.
    """
    squares, freedom = 0.0, 0
    for step in steps:
        changes = [each for each in step if each.before + each.after]
        share = _common_share(changes)
        if share is None or share in {0.0, 1.0}:
            continue
        for each in changes:
            size, own = each.before + each.after, _own_share(each, share)
            squares += (each.after - size * own) ** 2 / (size * own * (1 - own))
        freedom += len(changes) - 1
    return max(1.0, squares / freedom) if freedom else 1.0


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusts p values so that a cut at 0.05 lets 5% of the findings be false.

    In the order given; Benjamini and Hochberg (1995).
    """
    size = len(p_values)
    adjusted = [0.0] * size
    least = 1.0
    for rank, index in enumerate(sorted(range(size), key=lambda i: -p_values[i])):
        least = min(least, p_values[index] * size / (size - rank))
        adjusted[index] = least
    return tuple(adjusted)


def _log_likelihood(later: int, total: int, share: float) -> float:
    ways = math.lgamma(total + 1) - math.lgamma(later + 1) - math.lgamma(total - later + 1)
    return ways + later * math.log(share) + (total - later) * math.log1p(-share)


def _at_least(later: int, total: int, share: float) -> float:
    """The binomial probability of ``later`` or more."""
    # scipy.stats takes over a second to import; the tail itself is one function of it.
    from scipy.special import betainc  # noqa: PLC0415

    if later <= 0:
        return 1.0
    return float(betainc(later, total - later + 1, share)) if later <= total else 0.0


def _at_most(later: int, total: int, share: float) -> float:
    return _at_least(total - later, total, 1 - share)


def _common_share(changes: Sequence[CountChange]) -> float | None:
    """The later share of the sum, as if both periods were of one length for all."""
    before = sum(each.before / each.days_before for each in changes)
    after = sum(each.after / each.days_after for each in changes)
    return after / (before + after) if before + after else None


def _own_share(change: CountChange, share: float) -> float:
    odds = share / (1 - share) * change.days_after / change.days_before
    return odds / (1 + odds)


def _as_change(ratio: float) -> str:
    if math.isinf(ratio):
        return "any"
    rounded = half_up(Decimal(ratio) * 100 - 100, 0)
    return f"{rounded:+,}%" if rounded else "0%"


__all__ = [
    "DAYS_IN_YEAR",
    "CountChange",
    "benjamini_hochberg",
    "exact_p",
    "interval_text",
    "overdispersion",
    "ratio_interval",
    "wide_interval",
]
