"""Small numbers: which cells of a split to hide, and which hidden cells a table gives away.

A hidden cell is not safe because it is not printed: its row and the total may
leave only one value for it. ``recover`` looks with a reader's eyes, by exact
integer bounds over all sums at once; ``suppress`` hides more cells until that fails.

    table = SplitTable({"a": 2, "b": 30, "all": 32}, (Sum("all", ("a", "b")),))
    suppress(table)  # {"a", "b"}

What is not here: totals of a force, which need no suppression.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from beholden._statistics._reader import Reader
from beholden._statistics._tables import ImpossibleTableError, Range, SplitTable, Sum

THRESHOLD = 5
"""Counts of people below this are not printed in a split."""


class Remainder(msgspec.Struct, frozen=True):
    """What the hidden parts of one sum add to, which anyone can work out."""

    total: str
    hidden: tuple[str, ...]
    count: int


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
    return frozenset(
        _Hiding(table, keep, small | set(_hidden(table))).until_safe(
            sorted(small, key=lambda name: (levels[name], name)), levels
        )
    )


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
    reader = Reader(printed, _hidden(printed))
    for name in sorted(small):
        if reader.narrow(name, threshold) or reader.exact_without_0(name):
            yield name


class _Hiding:
    """Cells that are hidden one after the other, until no small one can be worked out."""

    def __init__(self, table: SplitTable, keep: AbstractSet[str], hidden: set[str]) -> None:
        self._table = table
        self._keep = keep
        self._hidden = hidden
        self._reader = Reader(table, hidden)
        sure = SplitTable(table.cells, tuple(one for one in table.sums if not one.supposed))
        self._anyway = Reader(sure, table.cells.keys() - keep)
        self._narrow: dict[str, bool] = {}
        self._as_anyway: set[str] = set()
        self._given_away = False
        """Whether a cell of one value is let be: more that is hidden may change that."""

    def until_safe(self, asked: Sequence[str], levels: Mapping[str, int]) -> AbstractSet[str]:
        """Hides what it takes; all that is hidden.

        Args:
            asked: the small cells, the first ones first.
            levels: the least count of each that may be printed.
        """
        done, small = 0, set(asked)
        while True:
            also = self._beside_lone(small, levels)
            while also is None and done < len(asked):
                name = asked[done]
                if self._exposed(name, levels[name]):
                    also = self._next(name)
                    if also is None:
                        return self._hidden
                else:
                    done += 1
            if also is None:
                return self._hidden
            self._hidden.add(also)
            if self._reader.hide(also) or self._given_away:
                done, self._given_away = 0, False

    def _beside_lone(self, asked: AbstractSet[str], levels: Mapping[str, int]) -> str | None:
        """What is hidden next where a small cell is alone in a sum: the same for any of them."""
        lone = list(self._reader.alone())
        if any(one in asked and self._anyway.varies(one, levels[one] - 1) for _, one in lone):
            return self._free([each for each, _ in lone])
        return None

    def _exposed(self, name: str, level: int) -> bool:
        """Whether a reader can narrow a cell down, and not from the kept cells alone."""
        reader, anyway = self._reader, self._anyway
        # Hiding more narrows no range, and none is wider than that of the kept cells alone.
        narrow = self._narrow[name] if name in self._narrow else reader.narrow(name, level)
        if not narrow:
            self._narrow[name] = False
            if not reader.exact_without_0(name):
                return False
        if name not in self._as_anyway:
            found = reader.range(name)
            anyway.varies(name, level - 1)
            if not anyway.within(name, found) or anyway.range(name) != found:
                return True
            self._as_anyway.add(name)
            self._narrow[name] = narrow
        exact = reader.exact_without_0(name)
        self._given_away |= exact
        return exact != anyway.exact_without_0(name)

    def _next(self, cell: str) -> str | None:
        """The next cell to hide, if one is left.

        First where a sum has one hidden cell alone: that closes the circle of rows and
        columns that a hidden cell is safe in. Then beside the exposed cell, then anywhere.
        """
        beside = [each for each in self._table.sums if cell in {each.total, *each.parts}]
        for sums in ([each for each, _ in self._reader.alone()], beside, self._table.sums):
            if (found := self._free(sums)) is not None:
                return found
        return None

    def _free(self, sums: Sequence[Sum]) -> str | None:
        """The smallest cell of these sums that can be hidden."""
        counts = self._table.cells
        # A total goes only where no part is left: most readers want totals.
        for cells in ({part for each in sums for part in each.parts}, {o.total for o in sums}):
            free = cells - self._hidden - self._keep
            if free:
                return min(free, key=lambda one: (counts[one] == 0, counts[one] or 0, one))
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


def _range(table: SplitTable, hidden: list[str], name: str, highest: int | None) -> Range:
    # An import of a solver takes a second, and only tables of splits need it.
    import numpy as np  # noqa: PLC0415
    from scipy import optimize  # noqa: PLC0415

    untyped: Any = optimize
    totals = {each.total for each in table.sums}
    bounds = [(0, None) if cell in totals else (0, highest) for cell in hidden]
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
