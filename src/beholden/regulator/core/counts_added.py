"""Counts of one body added up to the days of another's. Pure.

Half-years are held against a year, days against a month: rows of one name and part whose days
follow each other without a gap or an overlap, from the first day to the last. Exact counts
are added, and what rounded ones may mean; of shares there is no sum. Parts are not added up:
nothing says whether those that are given are all.

Law: the sum is of the fewest rows that fill the days; the work is bounded by ``steps``.

    sums = Sums(rows)
    sums.of(year).amount    # of two half-years
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from beholden.regulator.core.amounts import count, span
from beholden.regulator.core.models import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beholden.regulator.core.counts import Count
    from beholden.transparency.core import Window

__all__ = ["STEPS_AT_MOST", "Added", "Steps", "Sums"]

STEPS_AT_MOST: Final = 1_000_000
"""Rows that are looked at for sums in one reconciliation: about a second."""


class Added(NamedTuple):
    """A sum, and the rows in it, by their days."""

    amount: Amount
    rows: tuple[Count, ...]


class Steps:
    """What may still be looked at; shared by all that looks through the same files."""

    def __init__(self, left: int = STEPS_AT_MOST) -> None:
        self.left = left

    def take(self, many: int = 1) -> bool:
        """Whether there are so many more."""
        self.left -= many
        return self.left >= 0


class Sums:
    """The rows of one body, of one name and part, and what can be added up from them.

    Args:
        rows: no two for the same days.
        steps: how much may be looked at.
    """

    def __init__(self, rows: Iterable[Count], steps: Steps) -> None:
        self._steps = steps
        self._from: dict[int, list[Count]] = defaultdict(list)
        for row in rows:
            if row.amount.form != "share":
                self._from[row.window.first.toordinal()].append(row)

    def of(self, window: Window) -> Added | None:
        """The sum for these days; None where no two rows or more fill them exactly."""
        start, end = window.first.toordinal(), window.last.toordinal() + 1
        # Day by day outwards, so that the first way to the end has the fewest rows.
        before: dict[int, Count | None] = {start: None}
        reached = [start]
        while reached and end not in before:
            following = []
            for day in reached:
                for row in self._from.get(day, ()):
                    if not self._steps.take():
                        return None
                    after = row.window.last.toordinal() + 1
                    if after <= end and after not in before and row.window != window:
                        before[after] = row
                        following.append(after)
            reached = following
        rows: list[Count] = []
        while (row_ := before.get(end)) is not None:
            rows.append(row_)
            end = row_.window.first.toordinal()
        return Added(_sum([row.amount for row in rows]), tuple(rows[::-1])) if rows else None


def _sum(amounts: Sequence[Amount]) -> Amount:
    total = sum(amount.value or 0 for amount in amounts)
    spans = [known for amount in amounts if (known := span(amount)) is not None]
    low, high = (int(sum(one[end] for one in spans)) for end in (0, 1))
    if low == high:
        return count(total)
    return Amount(form="rounded", value=total, low=low, high=high)
