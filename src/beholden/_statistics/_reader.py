"""What a reader of a printed table works out of its hidden cells, as more of them are hidden.

Hidden cells that no sum joins tell nothing of each other, so each group is looked at by itself;
and a filling of the hidden cells that is found once fits for good, because hiding more forbids
none. So most questions are answered by a filling that is known, and a solver is asked only where
none is. The answers are those that trying every filling gives.

    reader = Reader(table, {"a", "b"})
    reader.narrow("a", 5)    # whether a count from 1 to 4 does not fit, or only one does
    reader.hide("c")
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from beholden._statistics._tables import ImpossibleTableError, Range, SplitTable, Sum

__all__ = ["Reader"]

_SWEEPS_AT_MOST = 12
_WORTH_A_SWEEP = 3
_ONE_IN = 10
"""A sweep after which less than one in so many cells was settled is the last."""
_STEPS = 61
_UNBOUNDED, _EITHER = 3, 4
"""How a solver ends; either: not feasible, which is out of the question, or without bounds."""


class _Row(NamedTuple):
    """A sum over hidden cells, by their place in the group and how often, and what it is."""

    signs: Mapping[int, int]
    value: int


class _Group:
    """Hidden cells that sums join."""

    def __init__(self, names: Sequence[str], rows: Sequence[_Row], totals: Sequence[bool]) -> None:
        self.names = names
        self.at = {name: place for place, name in enumerate(names)}
        self.rows = rows
        self.totals = totals
        self.lone = {next(iter(row.signs)) for row in rows if len(row.signs) == 1}
        self.ones: bool | None = None
        self.swept: set[tuple[int, int]] = set()
        self.ends: dict[tuple[str, bool, int], int | None] = {}
        self._matrix: Any = None

    def fits(self, filling: Sequence[int], least: int) -> bool:
        """Whether it is one, in whole numbers."""
        return all(
            count >= (0 if total else least)
            for count, total in zip(filling, self.totals, strict=True)
        ) and all(
            sum(sign * filling[place] for place, sign in row.signs.items()) == row.value
            for row in self.rows
        )

    def solved(
        self,
        wanted: Mapping[int, int],
        base: Sequence[int] | None,
        least: int,
        most: Mapping[int, int],
        *,
        whole: bool,
    ) -> tuple[int, list[int] | None]:
        """The filling with the most of what is wanted, and how the solver ended.

        It is looked for as the difference to ``base``, a filling of the sums, where one is known:
        small numbers lose nothing in a solver.
        """
        # An import of a solver takes a second, and only tables of splits need it.
        import numpy as np  # noqa: PLC0415
        from scipy import optimize, sparse  # noqa: PLC0415

        untyped, arrays = cast("Any", optimize), cast("Any", sparse)
        many = len(self.names)
        start = [0] * many if base is None else base
        if self._matrix is None and self.rows:
            lines = [
                (n, at, sign) for n, row in enumerate(self.rows) for at, sign in row.signs.items()
            ]
            down, across, signs = zip(*lines, strict=True)
            self._matrix = arrays.csr_array((signs, (down, across)), shape=(len(self.rows), many))
        values = np.array([row.value if base is None else 0 for row in self.rows], dtype=float)
        low = np.array([(0 if t else least) - b for t, b in zip(self.totals, start, strict=True)])
        high = np.full(many, np.inf)
        for at, count in most.items():
            high[at] = max(count - start[at], low[at])
        aim = np.zeros(many)
        for at, weight in wanted.items():
            aim[at] = -weight
        found = untyped.milp(
            aim,
            constraints=untyped.LinearConstraint(self._matrix, values, values)
            if self.rows
            else None,
            bounds=untyped.Bounds(low.astype(float), high),
            integrality=np.full(many, int(whole)),
        )
        if found.x is None:
            return found.status, None
        filling = [round(by) + b for by, b in zip(found.x, start, strict=True)]
        return found.status, filling if self.fits(filling, least) else None


def _signs_of(each: Sum) -> dict[str, int]:
    """How often a sum counts each cell: a total less its parts is 0."""
    signs = Counter(each.parts)
    signs[each.total] -= 1
    return {name: sign for name, sign in signs.items() if sign}


class Reader:
    """Who sees a table with hidden cells.

    Args:
        table: the table; a cell without a count is hidden, and its count is not known here either.
        hidden: the cells that are not printed.
    """

    def __init__(self, table: SplitTable, hidden: Iterable[str]) -> None:
        self._table = table
        self._totals = {each.total for each in table.sums}
        self._signs = [_signs_of(each) for each in table.sums]
        self._sums_of: dict[str, list[int]] = {}
        for number, signs in enumerate(self._signs):
            for name in signs:
                self._sums_of.setdefault(name, []).append(number)
        self._hidden: set[str] = set()
        self._in_sum: list[dict[str, int]] = [{} for _ in self._signs]
        self._rests = [
            -sum(sign * (table.cells[name] or 0) for name, sign in signs.items())
            for signs in self._signs
        ]
        self._filling: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._high: dict[str, int] = {}
        self._one: dict[str, int] = {}
        self._two: set[str] = set()
        self._groups: dict[str, _Group] = {}
        self._none_0: bool | None = None
        self._refuted: _Group | None = None
        for name in hidden:
            self._add(name)
        for name in sorted(self._hidden):
            if name not in self._groups:
                self._regroup(name)

    def hide(self, name: str) -> bool:
        """Hides one more cell; True if that may narrow others for who knows that none is 0."""
        before = self._none_is_0()
        old = {self._groups[one] for n in self._sums_of.get(name, ()) for one in self._in_sum[n]}
        kept = name in self._totals or bool(self._table.cells[name])
        self._add(name)
        group = self._regroup(name)
        if kept and old and all(one.ones for one in old):
            group.ones = True
            self._one[name] = self._filling[name]
        else:
            self._two -= set(group.names)
            self._none_0 = None
        return self._none_is_0() and not (before and kept)

    def alone(self) -> Iterator[tuple[Sum, str]]:
        """Every sum with one hidden cell alone, and that cell: a reader subtracts it."""
        for each, hidden in zip(self._table.sums, self._in_sum, strict=True):
            if len(hidden) == 1:
                yield each, next(iter(hidden))

    def varies(self, name: str, goal: int) -> bool:
        """Whether two counts of a cell are known to fit, without much looking."""
        group = self._known(name)
        if self._low[name] == self._high[name]:
            self._sweep(group, goal, 0)
        return self._low[name] < self._high[name]

    def within(self, name: str, found: Range) -> bool:
        """Whether no filling that is known has a count of the cell outside of the range."""
        above = found.high is not None and self._high[name] > found.high
        return not above and self._low[name] >= found.low

    def narrow(self, name: str, threshold: int) -> bool:
        """Whether some count from 1 to below the threshold does not fit, or only one count does."""
        group = self._known(name)
        if group.at[name] in group.lone:
            return True
        goal = threshold - 1
        if self._roomy(name, goal):
            return False
        self._sweep(group, goal, 0)
        if self._low[name] > 1 and self._end(group, name, 0, up=False) not in {0, 1}:
            return True
        if self._high[name] < goal:
            end = self._end(group, name, 0, up=True)
            if end is not None and end < goal:
                return True
        return self._low[name] == self._high[name] and self.range(name).exact

    def range(self, name: str) -> Range:
        """The counts of a cell that fit: the least and the most."""
        group = self._known(name)
        low = self._end(group, name, 0, up=False)
        return Range(low or 0, self._end(group, name, 0, up=True))

    def exact_without_0(self, name: str) -> bool:
        """Whether one count is left of a cell for who knows that no 0 is hidden; totals apart."""
        if not self._none_is_0():
            return False
        group = self._groups[name]
        if group.at[name] in group.lone:
            return True
        if name not in self._two:
            self._sweep(group, 0, 1)
        for up in (True, False):
            if name in self._two or self._end(group, name, 1, up=up) != self._one[name]:
                return False
        return True

    def _add(self, name: str) -> None:
        self._hidden.add(name)
        count = self._table.cells[name]
        for number in self._sums_of.get(name, ()):
            sign = self._signs[number][name]
            self._in_sum[number][name] = sign
            self._rests[number] += sign * (count or 0)
        if count is not None:
            self._filling[name] = self._low[name] = self._high[name] = count

    def _regroup(self, start: str) -> _Group:
        """Makes the group of a cell, of all that it is joined to."""
        found, waiting = {start}, [start]
        numbers: set[int] = set()
        while waiting:
            for number in self._sums_of.get(waiting.pop(), ()):
                if number not in numbers:
                    numbers.add(number)
                    waiting += self._in_sum[number].keys() - found
                    found |= self._in_sum[number].keys()
        names = sorted(found)
        at = {name: place for place, name in enumerate(names)}
        rows = [
            _Row({at[name]: sign for name, sign in self._in_sum[n].items()}, self._rests[n])
            for n in sorted(numbers)
        ]
        group = _Group(names, rows, [name in self._totals for name in names])
        self._groups |= dict.fromkeys(names, group)
        return group

    def _known(self, name: str) -> _Group:
        """The group of a cell, with a filling that fits.

        Raises:
            ImpossibleTableError: there is none.
        """
        group = self._groups[name]
        if any(one not in self._filling for one in group.names):
            _, found = group.solved({}, None, 0, {}, whole=True)
            if found is None:
                raise ImpossibleTableError("No counts fit the printed sums.")
            self._filling |= zip(group.names, found, strict=True)
            self._low |= zip(group.names, found, strict=True)
            self._high |= zip(group.names, found, strict=True)
        return group

    def _roomy(self, name: str, goal: int) -> bool:
        low, high = self._low[name], self._high[name]
        return low <= 1 and high >= goal and low < high

    def _none_is_0(self) -> bool:
        """Whether it can be that no 0 is hidden, totals apart."""
        if self._none_0 is None:
            old = self._refuted
            if old is None or self._groups[old.names[0]] is not old:
                groups = dict.fromkeys(self._groups.values())
                self._refuted = next((one for one in groups if not self._has_ones(one)), None)
            self._none_0 = self._refuted is None
        return self._none_0

    def _has_ones(self, group: _Group) -> bool:
        if group.ones is None:
            found = self._filling_without_0(group)
            group.ones = found is not None
            if found is not None:
                self._one |= zip(group.names, found, strict=True)
                self._two -= set(group.names)
                self._keep(group, found, 1)
        return group.ones

    def _filling_without_0(self, group: _Group) -> list[int] | None:
        self._known(group.names[0])
        filling = [self._filling[name] for name in group.names]
        if group.fits(filling, 1):
            return filling
        for row in group.rows:
            least = sum(sign for at, sign in row.signs.items() if not group.totals[at])
            if min(row.signs.values()) > 0 and least > row.value:
                return None
        return group.solved({}, filling, 1, {}, whole=True)[1]

    def _keep(self, group: _Group, filling: Sequence[int], least: int) -> None:
        """Remembers what a filling shows to be possible."""
        for name, count in zip(group.names, filling, strict=True):
            self._low[name] = min(self._low[name], count)
            self._high[name] = max(self._high[name], count)
            if least and count != self._one[name]:
                self._two.add(name)

    def _end(self, group: _Group, name: str, least: int, *, up: bool) -> int | None:
        """The most of a cell that fits, or the least; None where nothing bounds it."""
        key = (name, up, least)
        if key not in group.ends:
            group.ends[key] = self._found_end(group, name, least, up=up)
        return group.ends[key]

    def _found_end(self, group: _Group, name: str, least: int, *, up: bool) -> int | None:
        of = self._one if least else self._filling
        base = [of[one] for one in group.names]
        at = group.at[name]
        if at in group.lone:
            return base[at]
        if not up and least == 0 and self._low[name] == 0:
            return 0
        wanted = {at: 1 if up else -1}
        status, found = group.solved(wanted, base, least, {}, whole=False)
        if found is None and status not in {_UNBOUNDED, _EITHER}:
            status, found = group.solved(wanted, base, least, {}, whole=True)
        if found is None and status in {_UNBOUNDED, _EITHER}:
            return None
        if found is None:  # no solver shows more than what is known
            ends = self._high if up else self._low
            return base[at] if least else ends[name]
        self._keep(group, found, least)
        return found[at]

    def _sweep(self, group: _Group, goal: int, least: int) -> None:
        """Looks for fillings that settle many cells at once, as long as these do."""
        if (goal, least) in group.swept:
            return
        group.swept.add((goal, least))
        of = self._one if least else self._filling
        base = [of[one] for one in group.names]
        for turn in range(_SWEEPS_AT_MOST):
            open_ = [
                at
                for at, name in enumerate(group.names)
                if at not in group.lone
                and (name not in self._two if least else not self._roomy(name, goal))
            ]
            if len(open_) < _WORTH_A_SWEEP:
                return
            wanted = {
                at: (1 if (at + turn) % 2 else -1) * (1 + (at * 37 + turn // 2 * 17) % _STEPS)
                for at in open_
            }
            most = {at: max(goal, base[at] + 1) for at in open_}
            _, found = group.solved(wanted, base, least, most, whole=False)
            if found is not None:
                self._keep(group, found, least)
            settled = sum(
                group.names[at] in self._two if least else self._roomy(group.names[at], goal)
                for at in open_
            )
            if settled * _ONE_IN < len(open_) and turn % 2:
                return
