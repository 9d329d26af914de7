"""What a reader of a report can subtract although no line of it says so.

A figure of single statements or of matches counts some of the uploads that were held or blocked.
Who knows the policy knows which rules hold what cannot be hashed, or what one list matches: so
the total of decisions that could not be hashed, taken from the uploads held, is what the other
rules held. Such figures (``hides_small``) are no answer of the service for itself, and these
identities go into the table that is protected, as if they were printed beside it::

    table, people = with_implied(table, people, below=5)

Laws:

* Every identity holds of the counts, so the table stays possible.
* A difference of 1 to below the threshold between such a total and uploads held, blocked or
  both is a cell like a printed one, and is hidden like it.
* A figure that counts as much as some rules together is taken to count just what they do. Where
  rules are too many to try, or it fits more than one way, the figure itself is not narrowed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import Final

from beholden._statistics import SplitTable, Sum
from beholden.transparency.core.indicators import INDICATORS

__all__ = ["with_implied"]

_OUTCOMES: Final = ("held", "blocked", "would-hold", "would-block")
_RULES_TRIED: Final = 10
_TOTALS: Final = tuple(
    one.id
    for one in INDICATORS.values()
    if one.hides_small and not one.by and one.counted_from and one.unit != "share"
)
_BREAKDOWNS: Final = ("matches-by-", "decisions-unscannable-by-", "decisions-set-aside-by-")


def with_implied(
    table: SplitTable, people: AbstractSet[str], below: int
) -> tuple[SplitTable, frozenset[str]]:
    """The table with what a reader can subtract, and the cells that may be hidden.

    Args:
        table: all counts of a report.
        people: the cells of it that may be hidden.
        below: the least count that is printed.
    """
    counts = {name: count for name, count in table.cells.items() if count is not None}
    found = _Implied(counts, below)
    found.find()
    cells = dict(table.cells) | found.cells
    return SplitTable(cells, (*table.sums, *found.sums)), frozenset(people | found.secret)


class _Implied:
    """Cells and sums that are found one after the other."""

    def __init__(self, counts: Mapping[str, int], below: int) -> None:
        self._counts = counts
        self._below = below
        self.cells: dict[str, int] = {}
        self.secret: set[str] = set()
        self.sums: list[Sum] = []

    def find(self) -> None:
        """Everything."""
        totals = [name for name in _TOTALS if self._counts.get(name)]
        known = set(_all_sums(self._of("uploads"))) | set(_all_sums(self._of("decisions")))
        known |= {self._counts.get("decisions-opened", 0)}
        for name in totals:
            # What drills are left out of is compared with its own outcome alone.
            whole = name.removesuffix("-without-drills")
            own = {self._counts.get(whole, 0)} if whole != name else known
            for count in sorted(own - {0}):
                self._beside(name, count)
        self._drills()
        self._set_aside()
        self._fitting(totals)

    def _of(self, what: str) -> list[int]:
        return [self._counts.get(f"{what}-{name}", 0) for name in _OUTCOMES]

    def _beside(self, name: str, known: int) -> None:
        """The difference to a printed count, where that is small itself."""
        apart = known - self._counts[name]
        if not 0 < abs(apart) < self._below:
            return
        constant = f"{known} uploads"
        rest = f"{name} apart from {constant}"
        self.cells |= {constant: known, rest: abs(apart)}
        self.secret.add(rest)
        self.sums.append(Sum(constant, (name, rest)) if apart > 0 else Sum(name, (constant, rest)))

    def _guard(self, name: str) -> None:
        """Makes the figure one that is not to be narrowed."""
        if not any(one.startswith(f"{name} apart from ") for one in self.secret):
            self._beside(name, self._counts[name] + 1)

    def _drills(self) -> None:
        """Decisions are drills or none, says the definition."""
        for done, outcome in (("held", "hold"), ("blocked", "block")):
            every, drills = f"decisions-{done}", f"drills-by-outcome[{outcome}]"
            parts = [name for name in (f"{every}-without-drills", drills) if name in self._counts]
            if every in self._counts and self._adds(every, parts):
                self.sums.append(Sum(every, tuple(parts)))

    def _set_aside(self) -> None:
        """A decision may count for two lists; where none does, lists add to their total."""
        total = "decisions-set-aside"
        parts = self._parts("decisions-set-aside-by-")
        if total in self._counts and self._adds(total, parts):
            self.sums.append(Sum(total, tuple(parts)))
        for part in parts if len(parts) > 1 else ():
            if self._counts.get(total) == self._counts[part]:
                self.sums.append(Sum(total, (part,)))

    def _fitting(self, totals: Sequence[str]) -> None:
        """Rules, or surfaces, that count together what a figure counts."""
        parts = [name for start in _BREAKDOWNS for name in self._parts(start)]
        figures = [name for name in (*totals, *parts) if self._counts[name]]
        groups = self._parts("uploads-held-by-rule"), self._parts("uploads-blocked-by-rule")
        rules = [name for group in groups for name in group if self._counts[name]]
        if self._any_small(rules):
            wholes = {frozenset(group) for group in (*groups, rules)}
            self._fit(figures, rules, wholes)
        surfaces = self._parts("uploads-held-by-surface"), self._parts("uploads-blocked-by-surface")
        for group in surfaces:
            if self._any_small(group):
                self._fit_one_by_one(figures, group)

    def _fit(
        self, figures: Sequence[str], rules: Sequence[str], wholes: set[frozenset[str]]
    ) -> None:
        if len(rules) > _RULES_TRIED:
            for name in figures:
                self._guard(name)
            return
        by_count: dict[int, list[tuple[str, ...]]] = defaultdict(list)
        for size in range(1, len(rules) + 1):
            for some in combinations(rules, size):
                if frozenset(some) not in wholes:
                    by_count[sum(self._counts[rule] for rule in some)].append(some)
        for name in figures:
            fitting = by_count.get(self._counts[name], [])
            if len(fitting) == 1:
                self.sums.append(Sum(name, fitting[0]))
            elif fitting:
                self._guard(name)

    def _fit_one_by_one(self, figures: Sequence[str], cells: Sequence[str]) -> None:
        for name in figures:
            same = [cell for cell in cells if self._counts[cell] == self._counts[name]]
            if len(same) == 1:
                self.sums.append(Sum(name, (same[0],)))
            elif same:
                self._guard(name)

    def _adds(self, total: str, parts: Sequence[str]) -> bool:
        return bool(parts) and self._counts[total] == sum(self._counts[one] for one in parts)

    def _any_small(self, cells: Iterable[str]) -> bool:
        return any(0 < self._counts[cell] < self._below for cell in cells)

    def _parts(self, start: str) -> list[str]:
        return sorted(
            name for name in self._counts if name.startswith(start) and name.endswith("]")
        )


def _all_sums(counts: Sequence[int]) -> Iterator[int]:
    """What any of the counts add to."""
    for size in range(1, len(counts) + 1):
        for some in combinations(counts, size):
            yield sum(some)
