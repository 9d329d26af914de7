"""What whoever knows some sums of unknown counts can work out of other sums of them. Exact.

A count is a whole number that is not negative. ``Fixing`` finds what follows step by step and
leaves out what cannot hold; ``Deduction`` says how far a sum can go, from one filling of all
counts that is known to fit. What it finds is checked in whole numbers: where a solver cannot
show that a value is possible, it counts as impossible, so that too much is hidden before too
little.

    fixing = Fixing(2)
    fixing.add(Row(((0, 1), (1, 1)), 9))     # True: the two add to 9
    point, failed = filling(fixing)          # [4, 5], or another that fits; none failed
    Deduction([((0, 1), (1, 1))], point).furthest(((0, 1),), 100, up=True)    # 9, and how
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

__all__ = ["Deduction", "Fixing", "Row", "Terms", "filling", "value_of"]

Terms = tuple[tuple[int, int], ...]
"""Unknown counts by their number, each with how often it is in a sum; never 0."""

_NODES_AT_MOST = 20_000


class Row(NamedTuple):
    """A sum that is known."""

    terms: Terms
    value: int


class Fixing:
    """Counts that follow from known sums one after the other.

    ``values`` holds what is found of each; None where more than one value is left.
    """

    def __init__(self, many: int = 0) -> None:
        """Nothing is known of so many counts."""
        self.values: list[int | None] = []
        self._rows: list[dict[int, int]] = []
        self._left: list[int] = []
        self._of: list[list[int]] = []
        self.grow(many)

    def grow(self, many: int) -> None:
        """Lets there be so many counts at least."""
        more = range(len(self.values), many)
        self.values += [None for _ in more]
        self._of += [[] for _ in more]

    def add(self, row: Row) -> bool:
        """Takes a sum in; False if it cannot hold beside the others, and then leaves it out."""
        terms, left = {}, row.value
        self.grow(max((at for at, _ in row.terms), default=-1) + 1)
        for at, times in row.terms:
            if (value := self.values[at]) is None:
                terms[at] = times
            else:
                left -= times * value
        index = len(self._rows)
        self._rows.append(terms)
        self._left.append(left)
        for at in terms:
            self._of[at].append(index)
        taken: list[tuple[int, int, int, int]] = []
        if self._follow(index, taken):
            return True
        for other, at, times, value in reversed(taken):
            self.values[at] = None
            self._rows[other][at] = times
            self._left[other] += times * value
        for at in self._rows.pop():
            self._of[at].remove(index)
        self._left.pop()
        return False

    def rows(self) -> Iterator[Row]:
        """What is left of every sum once what is found is taken out of it."""
        for terms, left in zip(self._rows, self._left, strict=True):
            if terms:
                yield Row(tuple(sorted(terms.items())), left)

    def _follow(self, index: int, taken: list[tuple[int, int, int, int]]) -> bool:
        waiting = [index]
        while waiting:
            found = self._implied(waiting.pop())
            if found is None:
                return False
            for at, value in found:
                self.values[at] = value
                for other in self._of[at]:
                    times = self._rows[other].pop(at)
                    self._left[other] -= times * value
                    taken.append((other, at, times, value))
                    waiting.append(other)
        return True

    def _implied(self, index: int) -> list[tuple[int, int]] | None:
        """The counts that one sum fixes by itself; None if it cannot hold."""
        terms, left = self._rows[index], self._left[index]
        if not terms:
            return None if left else []
        if len(terms) == 1:
            ((at, times),) = terms.items()
            value, rest = divmod(left, times)
            return None if rest or value < 0 else [(at, value)]
        if min(terms.values()) < 0 < max(terms.values()):
            return []
        if left == 0:
            return [(at, 0) for at in terms]
        return None if (left < 0) == (min(terms.values()) > 0) else []


def filling(fixing: Fixing) -> tuple[list[int], set[int]]:
    """Whole numbers that fit all sums, and those counts for which none were found."""
    point = [value or 0 for value in fixing.values]
    failed: set[int] = set()
    for members, rows in _apart(list(fixing.rows())):
        found = _solved(rows, members, [row.value for row in rows], [0] * len(members))
        if found is None:
            failed.update(members)
            continue
        for at, value in zip(members, found, strict=True):
            point[at] = value
    return point, failed


class Deduction:
    """What is possible beside known sums, seen from one filling that fits them.

    Args:
        rows: what the known sums add; their values are those that the filling gives.
        point: the filling.
    """

    def __init__(self, rows: Iterable[Terms], point: Sequence[int]) -> None:
        self.point = list(point)
        self.fixing = Fixing(len(point))
        for terms in rows:
            self.fixing.add(Row(terms, value_of(terms, point)))
        self._parts = _apart(list(self.fixing.rows()))
        self._part_of = {at: n for n, (members, _) in enumerate(self._parts) for at in members}

    def free(self, terms: Terms) -> Terms:
        """Those of the terms of which more than one value is left."""
        return tuple(one for one in terms if self.fixing.values[one[0]] is None)

    def furthest(self, terms: Terms, goal: int, *, up: bool) -> tuple[int, dict[int, int]]:
        """How near a sum comes to a goal, from below (``up``) or from above.

        With it comes how far each count of the filling that was found is from the first one.
        """
        now = value_of(terms, self.point)
        free = dict(self.free(terms))
        moved: dict[int, int] = {}
        # What no known sum holds down can be anything above nothing.
        for at in sorted(free):
            if at in self._part_of or _is_there(now, goal, up=up):
                continue
            steps = -(-abs(goal - now) // abs(free[at]))
            rises = (free[at] > 0) == up
            moved[at] = steps if rises else -min(self.point[at], steps)
            now += free[at] * moved[at]
        numbers = sorted({self._part_of[at] for at in free if at in self._part_of})
        if _is_there(now, goal, up=up) or not numbers:
            return now, moved
        members = [at for number in numbers for at in self._parts[number][0]]
        rows = [row for number in numbers for row in self._parts[number][1]]
        sign = 1 if up else -1
        wanted = {at: sign * times for at, times in free.items() if at in self._part_of}
        least = [-self.point[at] for at in members]
        more_of = Row(tuple(wanted.items()), abs(goal - now))
        found = _solved(rows, members, [0] * len(rows), least, more_of)
        if found is None:
            return now, moved
        moved |= {at: by for at, by in zip(members, found, strict=True) if by}
        return now + sum(free.get(at, 0) * by for at, by in zip(members, found, strict=True)), moved


def _is_there(now: int, goal: int, *, up: bool) -> bool:
    return now >= goal if up else now <= goal


def value_of(terms: Terms, point: Sequence[int]) -> int:
    """What a sum is for a filling."""
    return sum(times * point[at] for at, times in terms)


def _apart(rows: Sequence[Row]) -> list[tuple[list[int], list[Row]]]:
    """The counts that sums join, and those sums."""
    group: dict[int, int] = {}

    def root(at: int) -> int:
        while group.setdefault(at, at) != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for row in rows:
        first = root(row.terms[0][0])
        for at, _ in row.terms[1:]:
            group[root(at)] = first
    members: dict[int, list[int]] = {}
    for at in sorted(group):
        members.setdefault(root(at), []).append(at)
    of: dict[int, list[Row]] = {}
    for row in rows:
        of.setdefault(root(row.terms[0][0]), []).append(row)
    return [(members[where], of[where]) for where in members]


def _solved(
    rows: Sequence[Row],
    members: Sequence[int],
    values: Sequence[int],
    least: Sequence[int],
    more_of: Row | None = None,
) -> list[int] | None:
    """Whole numbers that fit, with as much as can be of a sum, up to its value; None if none do."""
    # An import of a solver takes a second, and only reports beside others need it.
    import numpy as np  # noqa: PLC0415
    from scipy import optimize, sparse  # noqa: PLC0415

    untyped: Any = optimize
    array: Any = sparse.csr_array
    where = {at: n for n, at in enumerate(members)}
    wanted = np.zeros(len(members))
    limits: list[tuple[float, float]] = [(value, value) for value in values]
    lines = [row.terms for row in rows]
    if more_of is not None:
        lines.append(more_of.terms)
        limits.append((-np.inf, more_of.value))
        for at, times in more_of.terms:
            wanted[where[at]] = -times
    entries = [(times, n, where[at]) for n, line in enumerate(lines) for at, times in line]
    numbers, down, across = zip(*entries, strict=True)
    matrix = array((numbers, (down, across)), shape=(len(lines), len(members)))
    low, high = zip(*limits, strict=True)
    solved = untyped.milp(
        wanted,
        constraints=untyped.LinearConstraint(matrix, low, high),
        bounds=untyped.Bounds(np.array(least, dtype=float), np.inf),
        integrality=np.ones(len(members)),
        options={"node_limit": _NODES_AT_MOST},
    )
    if solved.x is None:
        return None
    found = [round(value) for value in solved.x]
    exact = all(
        sum(times * found[where[at]] for at, times in row.terms) == value
        for row, value in zip(rows, values, strict=True)
    )
    fits = exact and all(value >= bound for value, bound in zip(found, least, strict=True))
    return found if fits else None
