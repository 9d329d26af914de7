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
* A figure that counts as much as some rules together is taken to count just what they do, a
  figure of matches also each upload of a rule once for several kinds of hash. Where rules are too
  many to try, or it fits more than one way, the figure itself is not narrowed.
* Matches are counted for people: one upload makes as many as there are kinds of hash.
* What depends on what is hidden, and in a way that no sum can say, is hidden too (``follow``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, product
from typing import Final

from beholden._statistics import SplitTable, Sum
from beholden.transparency.core.indicators import INDICATORS

__all__ = ["follow", "thresholds", "with_implied"]

_OUTCOMES: Final = ("held", "blocked", "would-hold", "would-block")
_RULES_TRIED: Final = 10
_WAYS_TRIED: Final = 5_000
_TOTALS: Final = tuple(
    one.id
    for one in INDICATORS.values()
    if one.hides_small and not one.by and one.counted_from and one.unit != "share"
)
_BREAKDOWNS: Final = ("matches-by-", "decisions-unscannable-by-", "decisions-set-aside-by-")
_MATCHES: Final = "matches"
_KINDS: Final = "matches-by-kind["
_SET_ASIDE: Final = "decisions-set-aside"
_DRILL_LISTS: Final = "matches-by-list[drill"
_OF_DRILLS: Final = re.compile(r"drills|decisions-.*-without-drills")
_OF_UPLOADS: Final = re.compile(
    r"drills|decisions-(unscannable|set-aside|.*-without-drills)|uploads-.*-by-rule\["
)
_OF_SET_ASIDE: Final = re.compile(r"matches|decisions-unscannable|uploads-.*-by-rule\[")


def with_implied(
    table: SplitTable,
    people: AbstractSet[str],
    below: int,
    guarded: AbstractSet[str] = frozenset(),
) -> tuple[SplitTable, frozenset[str]]:
    """The table with what a reader can subtract, and the cells that may be hidden.

    Args:
        table: all counts of a report.
        people: the cells of it that may be hidden.
        below: the least count that is printed.
        guarded: cells that are hidden whatever they count, and not narrowed; see ``follow``.
    """
    counts = _known(table)
    found = _Implied(counts, below)
    found.find(sorted(guarded))
    cells = dict(table.cells) | found.cells
    return SplitTable(cells, (*table.sums, *found.sums)), frozenset(people | found.secret)


def thresholds(table: SplitTable, below: int) -> dict[str, int]:
    """Of every cell, the least count that is printed: one upload makes a match for each kind."""
    kinds = _kinds(_known(table))
    return {name: below * kinds if name.startswith(_MATCHES) else below for name in table.cells}


def follow(table: SplitTable, secret: AbstractSet[str]) -> frozenset[str]:
    """The cells that depend on hidden ones, to be hidden with them.

    Drills are matches with drill lists, by how many kinds of hash nobody says; and what was set
    aside is among the uploads of the rules and lists, of which nobody says. Where uploads match
    several lists, matches count some of them more often than others.
    """
    counts = _known(table)
    drill_lists = {name for name in counts if name.startswith(_DRILL_LISTS)}
    found: set[str] = set()
    if any(_OF_DRILLS.match(name) for name in secret):
        found |= drill_lists
    if drill_lists & secret:
        found |= {name for name in counts if name.startswith("drills")}
    if any(_OF_SET_ASIDE.match(name) for name in secret):
        found |= {name for name in counts if name.startswith(_SET_ASIDE)}
    if _match_several_lists(counts) and any(_OF_UPLOADS.match(name) for name in secret):
        found |= {name for name in counts if name.startswith(_MATCHES)}
    return frozenset(name for name in found if counts[name])


class _Implied:
    """Cells and sums that are found one after the other."""

    def __init__(self, counts: Mapping[str, int], below: int) -> None:
        self._counts = counts
        self._below = below
        self._kinds = _kinds(counts)
        self.cells: dict[str, int] = {}
        self.secret: set[str] = set()
        self.sums: list[Sum] = []

    def find(self, guarded: Sequence[str]) -> None:
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
        for name in self._of_matches():
            for count in sorted(known - {0}):
                for times in range(1, self._kinds + 1):
                    self._beside(name, times * count, times)
        self._drills()
        self._set_aside()
        self._fitting(totals)
        for name in guarded:
            self._guard(name)

    def _of(self, what: str) -> list[int]:
        return [self._counts.get(f"{what}-{name}", 0) for name in _OUTCOMES]

    def _of_matches(self) -> list[str]:
        names = [name for name in ("matches",) if name in self._counts]
        return [name for name in (*names, *self._parts("matches-by-")) if self._counts[name]]

    def _beside(self, name: str, known: int, times: int = 1) -> None:
        """The difference to a printed count, where that is small itself."""
        apart = known - self._counts[name]
        if not 0 < abs(apart) < self._below * times:
            return
        constant = f"{known} uploads"
        rest = f"{name} apart from {constant}"
        if rest in self.cells:
            return
        self.cells |= {constant: known, rest: abs(apart)}
        self.secret.add(rest)
        self.sums.append(Sum(constant, (name, rest)) if apart > 0 else Sum(name, (constant, rest)))

    def _guard(self, name: str) -> None:
        """Makes the figure one that is not to be narrowed."""
        if not any(one.startswith(f"{name} apart from ") for one in self.secret):
            self._beside(name, self._counts[name] + 1)

    def _drills(self) -> None:
        """Decisions are drills or none, says the definition, and a drill matches a drill list."""
        for done, outcome in (("held", "hold"), ("blocked", "block")):
            every, drills = f"decisions-{done}", f"drills-by-outcome[{outcome}]"
            parts = [name for name in (f"{every}-without-drills", drills) if name in self._counts]
            if every in self._counts and self._adds(every, parts):
                self.sums.append(Sum(every, tuple(parts)))
        lists = [name for name in self._counts if name.startswith(_DRILL_LISTS)]
        drilled = self._counts.get("drills", 0)
        matched = sum(self._counts[name] for name in lists)
        times = matched // drilled if drilled and matched % drilled == 0 else 0
        if 0 < times <= self._kinds:
            all_lists = "matches with drill lists"
            self.cells[all_lists] = matched
            self.secret.add(all_lists)
            self.sums.append(Sum(all_lists, tuple(sorted(lists))))
            self.sums.append(Sum(all_lists, ("drills",) * times, supposed=True))

    def _set_aside(self) -> None:
        """A decision may count for two lists; where none does, lists add to their total."""
        total = _SET_ASIDE
        parts = self._parts(f"{_SET_ASIDE}-by-")
        if total in self._counts and self._adds(total, parts):
            self.sums.append(Sum(total, tuple(parts), supposed=True))
        for part in parts if len(parts) > 1 else ():
            if self._counts.get(total) == self._counts[part]:
                self.sums.append(Sum(total, (part,), supposed=True))

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
        once = self._ways(rules, wholes, 1)
        of_matches = self._ways(rules, wholes, self._kinds)
        for name in figures:
            ways = of_matches if name.startswith(_MATCHES) else once
            fitting = [] if ways is None else ways.get(self._counts[name], [])
            if len(fitting) == 1:
                self.sums.append(Sum(name, fitting[0], supposed=True))
            elif fitting or ways is None:
                self._guard(name)

    def _ways(
        self, rules: Sequence[str], wholes: set[frozenset[str]], most: int
    ) -> dict[int, list[tuple[str, ...]]] | None:
        """By what they add to, all ways to take rules up to so many times; None if too many."""
        if len(rules) > _RULES_TRIED or (most > 1 and (most + 1) ** len(rules) > _WAYS_TRIED):
            return None
        ways: dict[int, list[tuple[str, ...]]] = defaultdict(list)
        for taken in product(range(most + 1), repeat=len(rules)):
            some = frozenset(rule for rule, times in zip(rules, taken, strict=True) if times)
            if not some or (some in wholes and len(set(taken) - {0}) == 1):
                continue
            parts = [(rule,) * times for rule, times in zip(rules, taken, strict=True)]
            way = tuple(rule for part in parts for rule in part)
            ways[sum(self._counts[rule] for rule in way)].append(way)
        return ways

    def _fit_one_by_one(self, figures: Sequence[str], cells: Sequence[str]) -> None:
        for name in figures:
            same = [cell for cell in cells if self._counts[cell] == self._counts[name]]
            if len(same) == 1:
                self.sums.append(Sum(name, (same[0],), supposed=True))
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


def _known(table: SplitTable) -> dict[str, int]:
    return {name: count for name, count in table.cells.items() if count is not None}


def _kinds(counts: Mapping[str, int]) -> int:
    """By how many kinds of hash anything matched, and 1 at least."""
    return max(1, sum(count > 0 for name, count in counts.items() if name.startswith(_KINDS)))


def _match_several_lists(counts: Mapping[str, int]) -> bool:
    """Whether a kind of hash has more matches than there are uploads that could be hashed."""
    uploads = sum(counts.get(f"uploads-{name}", 0) for name in _OUTCOMES)
    hashed = uploads - counts.get("decisions-unscannable", 0)
    return any(count > hashed for name, count in counts.items() if name.startswith(_KINDS))


def _all_sums(counts: Sequence[int]) -> Iterator[int]:
    """What any of the counts add to."""
    for size in range(1, len(counts) + 1):
        for some in combinations(counts, size):
            yield sum(some)
