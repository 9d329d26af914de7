"""Small numbers: which cells of a split to hide, and which hidden cells a table gives away.

A hidden cell is not safe because it is not printed: its row and the total may
leave only one value for it. ``recover`` looks with a reader's eyes, by exact
integer bounds over all sums at once; ``suppress`` hides more cells until that fails.

    table = SplitTable({"a": 2, "b": 30, "all": 32}, (Sum("all", ("a", "b")),))
    suppress(table)  # {"a", "b"}

What is not here: totals of a force, which need no suppression.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

THRESHOLD = 5
"""Counts of people below this are not printed in a split."""


class Sum(msgspec.Struct, frozen=True):
    """A cell that is the sum of others: the total of a row, of a column, of a group.

    A part that is named twice counts twice. One that is only ``supposed`` may be wrong: a reader
    can use it, but what follows from it is not taken for given away.
    """

    total: str
    parts: tuple[str, ...]
    supposed: bool = False


class SplitTable(msgspec.Struct, frozen=True):
    """Cells by name, with their sums. ``None`` is a cell that is not printed.

    A cell that no sum holds is safe once hidden.
    """

    cells: Mapping[str, int | None]
    sums: tuple[Sum, ...]


class Range(msgspec.Struct, frozen=True):
    """What a reader can find out of a hidden cell; ``high`` is absent where nothing bounds it."""

    low: int
    high: int | None

    @property
    def exact(self) -> bool:
        """Whether the cell is given away."""
        return self.low == self.high


class Remainder(msgspec.Struct, frozen=True):
    """What the hidden parts of one sum add to, which anyone can work out."""

    total: str
    hidden: tuple[str, ...]
    count: int


class ImpossibleTableError(ValueError):
    """No counts fit the table: a total is not the sum of its parts."""


def remainders(table: SplitTable) -> tuple[Remainder, ...]:
    """For every printed total with hidden parts, what these add to."""
    found = []
    for each in table.sums:
        total = table.cells[each.total]
        hidden = tuple(part for part in each.parts if table.cells[part] is None)
        if total is not None and hidden:
            known = sum(table.cells[part] or 0 for part in each.parts)
            found.append(Remainder(each.total, hidden, total - known))
    return tuple(found)


def recover(table: SplitTable, below: int | None = None) -> dict[str, Range]:
    """The tightest range that a reader can work out for every hidden cell.

    Args:
        table: The table as printed.
        below: What a hidden cell is known to be under, where a note says so (``* under 5``);
            it does not count for totals.

    Raises:
        ImpossibleTableError: No counts fit.
    """
    _check_printed(table)
    hidden = _hidden(table)
    highest = None if below is None else below - 1
    return {name: _range(table, hidden, name, highest) for name in hidden}


def suppress(
    table: SplitTable,
    threshold: int = THRESHOLD,
    keep: AbstractSet[str] = frozenset(),
    others: Mapping[str, int] | None = None,
) -> frozenset[str]:
    """Names the cells to hide, so that no small count can be worked out.

    Counts from 1 to below the threshold are hidden; a 0 identifies nobody. What the
    table hides already stays hidden, and is protected like them. Then, as long as a
    cell is ``exposed``, the smallest other cell of one of its sums is hidden too. What the kept
    cells give away by themselves is given away, and nothing is hidden for it.

    Args:
        table: The table, whole or with what was hidden before.
        threshold: The least count that may be printed.
        keep: Cells that stay printed whatever happens, as the total of a force.
        others: Cells with a threshold of their own, and it. A lower one is for those whose printed
            total is itself small and leaves no room, a higher one where a person counts twice.

    Raises:
        ImpossibleTableError: A sum is not the sum of its parts, or no counts fit.
    """
    counts = {name: value for name, value in table.cells.items() if value is not None}
    _check_printed(table)
    levels = dict.fromkeys(table.cells, threshold) | dict(others or {})
    small = {name for name, count in counts.items() if 0 < count < levels[name]} - keep
    small |= set(_hidden(table)) - {each.total for each in table.sums}
    hidden = small | set(_hidden(table))
    asked: dict[int, set[str]] = {}
    for name in small:
        asked.setdefault(levels[name], set()).add(name)
    sure = SplitTable(table.cells, tuple(one for one in table.sums if not one.supposed))
    kept = without(sure, table.cells.keys() - keep)
    while True:
        printed = without(table, hidden)
        found = (name for level in sorted(asked) for name in exposed(printed, asked[level], level))
        first = next((name for name in found if _seen(printed, name) != _seen(kept, name)), None)
        also = None if first is None else _also(first, table, counts, hidden, keep)
        if also is None:
            return frozenset(hidden)
        hidden.add(also)


def without(table: SplitTable, hidden: AbstractSet[str]) -> SplitTable:
    """The table with these cells not printed."""
    cells = {name: None if name in hidden else count for name, count in table.cells.items()}
    return SplitTable(cells, table.sums)


def exposed(
    printed: SplitTable, small: AbstractSet[str], threshold: int = THRESHOLD
) -> Iterator[str]:
    """Those of the small cells that a reader can narrow down.

    That is: some count from 1 to below the threshold does not fit, or only one count does, be it
    for a reader who knows that no 0 is hidden.
    """
    for name in sorted(small):
        found = _range(printed, _hidden(printed), name, None)
        narrow = found.low > 1 or (found.high is not None and found.high < threshold - 1)
        if narrow or found.exact or _exact_without_0(printed, name):
            yield name


def _seen(printed: SplitTable, name: str) -> tuple[Range, bool]:
    """What a reader finds out of a cell, and whether one count is left if no 0 is hidden."""
    found = _range(printed, _hidden(printed), name, None)
    return found, _exact_without_0(printed, name)


def _exact_without_0(printed: SplitTable, name: str) -> bool:
    with contextlib.suppress(ImpossibleTableError):  # a 0 is hidden after all
        return _range(printed, _hidden(printed), name, None, least=1).exact
    return False


def _also(
    cell: str,
    table: SplitTable,
    counts: Mapping[str, int],
    hidden: AbstractSet[str],
    keep: AbstractSet[str],
) -> str | None:
    """The next cell to hide, if one is left.

    First where a sum has one hidden cell alone: that closes the circle of rows and
    columns that a hidden cell is safe in. Then beside the exposed cell, then anywhere.
    """
    alone = [each for each in table.sums if len({each.total, *each.parts} & hidden) == 1]
    beside = [each for each in table.sums if cell in {each.total, *each.parts}]
    # A total goes only where no part is left: most readers want totals.
    for sums in (alone, beside, table.sums):
        parts = [part for each in sums for part in each.parts]
        for cells in (parts, [each.total for each in sums]):
            free = [one for one in cells if one not in hidden and one not in keep]
            if free:
                return min(free, key=lambda one: (counts[one] == 0, counts[one], one))
    return None


def _hidden(table: SplitTable) -> list[str]:
    return sorted(name for name, value in table.cells.items() if value is None)


def _check_printed(table: SplitTable) -> None:
    for each in table.sums:
        values = [table.cells[name] for name in (each.total, *each.parts)]
        known = [value for value in values if value is not None]
        if len(known) == len(values) and known[0] != sum(known[1:]):
            raise ImpossibleTableError(
                f"The parts of {each.total!r} add to {sum(known[1:])}, not {known[0]}."
            )


def _range(
    table: SplitTable, hidden: list[str], name: str, highest: int | None, least: int = 0
) -> Range:
    # An import of a solver takes a second, and only tables of splits need it.
    import numpy as np  # noqa: PLC0415
    from scipy import optimize  # noqa: PLC0415

    untyped: Any = optimize
    totals = {each.total for each in table.sums}
    bounds = [(0, None) if cell in totals else (least, highest) for cell in hidden]
    rows, values = _equations(table, hidden)
    ends: list[int | None] = []
    for sign in (1, -1):
        solved = untyped.linprog(
            [sign * (cell == name) for cell in hidden],
            A_eq=np.array(rows) if rows else None,
            b_eq=values or None,
            bounds=bounds,
            integrality=np.ones(len(hidden)),
        )
        if solved.status == _INFEASIBLE:
            raise ImpossibleTableError("No counts fit the printed sums.")
        ends.append(None if solved.x is None else round(solved.x[hidden.index(name)]))
    return Range(ends[0] or 0, ends[1])


def _equations(table: SplitTable, hidden: list[str]) -> tuple[list[list[int]], list[int]]:
    """Every sum as an equation over the hidden cells: a total less its parts is 0."""
    rows, values = [], []
    for each in table.sums:
        signs = Counter(each.parts)
        signs[each.total] -= 1
        row = [signs.get(cell, 0) for cell in hidden]
        if any(row):
            rows.append(row)
            values.append(-sum(sign * (table.cells[cell] or 0) for cell, sign in signs.items()))
    return rows, values


_INFEASIBLE = 2

__all__ = [
    "THRESHOLD",
    "ImpossibleTableError",
    "Range",
    "Remainder",
    "SplitTable",
    "Sum",
    "exposed",
    "recover",
    "remainders",
    "suppress",
    "without",
]
