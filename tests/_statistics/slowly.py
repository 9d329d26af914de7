"""The slow way to hide small cells: after each one, every range is looked for again from nothing.

It shares nothing with what it is held against but the tables, and asks a solver for every end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, cast

import numpy as np
from scipy import optimize

from beholden._statistics import SplitTable, Sum, without

_INFEASIBLE = 2


def seen(printed: SplitTable, name: str) -> tuple[int, int | None, bool]:
    """The least and the most of a hidden cell; and whether one is left if no 0 is hidden."""
    low, high = _ends(printed, name, 0) or (0, None)
    without_0 = _ends(printed, name, 1)
    return low, high, without_0 is not None and without_0[0] == without_0[1]


def suppress(
    table: SplitTable, threshold: int, keep: AbstractSet[str], others: Mapping[str, int]
) -> frozenset[str]:
    """What to hide."""
    levels = dict.fromkeys(table.cells, threshold) | dict(others)
    totals = {each.total for each in table.sums}
    unknown = {name for name, count in table.cells.items() if count is None}
    small = {name for name, count in table.cells.items() if count and count < levels[name]} - keep
    small |= unknown - totals
    hidden = small | unknown
    sure = SplitTable(table.cells, tuple(one for one in table.sums if not one.supposed))
    anyway = without(sure, table.cells.keys() - keep)
    while True:
        printed = without(table, hidden)
        for name in sorted(small, key=lambda one: (levels[one], one)):
            low, high, exact = seen(printed, name)
            narrow = low > 1 or low == high or (high is not None and high < levels[name] - 1)
            if (narrow or exact) and (low, high, exact) != seen(anyway, name):
                break
        else:
            return frozenset(hidden)
        also = _also(name, table, hidden, keep)
        if also is None:
            return frozenset(hidden)
        hidden.add(also)


def _also(
    cell: str, table: SplitTable, hidden: AbstractSet[str], keep: AbstractSet[str]
) -> str | None:
    alone = [each for each in table.sums if len({each.total, *each.parts} & hidden) == 1]
    beside = [each for each in table.sums if cell in {each.total, *each.parts}]
    for sums in (alone, beside, table.sums):
        for cells in ([part for one in sums for part in one.parts], [one.total for one in sums]):
            free = [one for one in cells if one not in hidden and one not in keep]
            if free:
                return min(free, key=lambda one: (not table.cells[one], table.cells[one] or 0, one))
    return None


def _ends(printed: SplitTable, name: str, least: int) -> tuple[int, int | None] | None:
    hidden = sorted(one for one, count in printed.cells.items() if count is None)
    totals = {each.total for each in printed.sums}
    rows, values = [], []
    for each in printed.sums:
        signs = _signs(each)
        rows.append([signs.get(one, 0) for one in hidden])
        values.append(-sum(sign * (printed.cells[one] or 0) for one, sign in signs.items()))
    ends: list[int | None] = []
    for sign in (1, -1):
        solved = cast("Any", optimize).linprog(
            [sign * (one == name) for one in hidden],
            A_eq=np.array(rows) if rows else None,
            b_eq=values or None,
            bounds=[(0 if one in totals else least, None) for one in hidden],
            integrality=np.ones(len(hidden)),
        )
        if solved.status == _INFEASIBLE:
            return None
        ends.append(None if solved.x is None else round(solved.x[hidden.index(name)]))
    return ends[0] or 0, ends[1]


def _signs(each: Sum) -> dict[str, int]:
    signs = Counter(each.parts)
    signs[each.total] -= 1
    return dict(signs)
