"""The days of several reports in pieces, and what adds up to what in each of them.

Two days are in one piece if the same reports are about them. Every count of a report is the sum
of its counts in the pieces of its days; a count of one day is the same in every report.

    pieces = Pieces([View(window, figures, below=5, number=0), ...])
    pieces.figure(view, figure)    # which unknown counts add to it
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from beholden._statistics import Terms
from beholden.transparency.core.indicators import INDICATORS, SUMS
from beholden.transparency.core.models import OTHERS, Figure, Window

__all__ = ["ADDITIVE", "DAY", "Pieces", "View"]

ADDITIVE: Final = frozenset(
    one.id
    for one in INDICATORS.values()
    if one.unit in {"uploads", "matches"} and one.counted_from and not one.not_measured
)
"""Indicators whose counts of some days add to that of all of them."""

DAY: Final = "day"

_LARGEST = 2**48
_REST = "\0rest"
_TOTAL_OF: Final = {
    part: total
    for total, parts in SUMS
    for part in parts
    if not INDICATORS[total].by and INDICATORS[part].by
}
_DRILLS: Final = (("held", "hold"), ("blocked", "block"))


class View:
    """One report as its readers have it."""

    def __init__(self, window: Window, figures: Sequence[Figure], below: int, number: int) -> None:
        first, last = window.first.toordinal(), window.last.toordinal()
        make = type(window.first).fromordinal
        self.days = {make(day).isoformat(): None for day in range(first, last + 1)}
        self.below = below
        self.number = number
        self.figures: dict[str, Figure] = {}
        self.parts: dict[str, dict[str, Figure]] = defaultdict(dict)
        for one in figures:
            if one.indicator not in ADDITIVE or (one.count or 0) > _LARGEST:
                continue
            if INDICATORS[one.indicator].by == DAY and one.part not in self.days:
                continue
            self.figures[one.key] = one
            self.parts[one.indicator][one.part] = one
        self.pieces: tuple[int, ...] = ()

    def says(self, indicator: str) -> bool:
        """Whether it has any number of this, printed or hidden."""
        return any(one.count is not None or one.mark == "c" for one in self.of(indicator).values())

    def of(self, indicator: str) -> Mapping[str, Figure]:
        """The figures of an indicator by their parts."""
        return self.parts.get(indicator, {})

    def is_whole(self, indicator: str) -> bool:
        """Whether a part that a breakdown does not list has nothing."""
        if self.says(indicator):
            return OTHERS not in self.of(indicator)
        total = self.figures.get(_TOTAL_OF.get(indicator, ""))
        return total is not None and total.count == 0


class Pieces:
    """Every count of every piece, by its number."""

    def __init__(self, views: Sequence[View]) -> None:
        self.views = views
        self.new = views[0]
        self._numbers: dict[tuple[str, str, int], int] = {}
        found: dict[frozenset[int], int] = {}
        self.days_of: dict[int, list[str]] = defaultdict(list)
        for day in sorted({day for view in views for day in view.days}):
            within = frozenset(view.number for view in views if day in view.days)
            piece = found.setdefault(within, len(found))
            self.days_of[piece].append(day)
        for view in views:
            view.pieces = tuple(at for within, at in found.items() if view.number in within)
        self.pieces = tuple(range(len(found)))
        self.said = {name for name in INDICATORS if any(view.says(name) for view in views)}
        parts = {
            name: {part for view in views for part in view.of(name)} - {OTHERS}
            | (set() if all(view.is_whole(name) for view in views) else {_REST})
            for name in sorted(self.said)
            if INDICATORS[name].by not in {"", DAY}
        }
        # What adds up part by part has the same parts.
        for total, addends in SUMS:
            if total in parts:
                family = [name for name in (total, *addends) if name in parts]
                every = set[str]().union(*(parts[name] for name in family))
                parts |= dict.fromkeys(family, every)
        self.parts = {name: tuple(sorted(found)) for name, found in parts.items()}
        days = sum(map(len, self.days_of.values()))
        daily = sum(INDICATORS[name].by == DAY for name in self.said)
        single = sum(not INDICATORS[name].by for name in self.said)
        split = sum(map(len, self.parts.values()))
        self.size = daily * days + (single + split) * len(self.pieces)
        self._more = 0

    def number(self, indicator: str, part: str, piece: int) -> int:
        """Of a count in a piece."""
        return self._numbers.setdefault((indicator, part, piece), len(self._numbers) + self._more)

    def another(self) -> int:
        """A count that is in no report."""
        self._more += 1
        return len(self._numbers) + self._more - 1

    @property
    def many(self) -> int:
        """How many counts there are by now."""
        return len(self._numbers) + self._more

    def terms(self, indicator: str, part: str, pieces: Sequence[int]) -> Terms:
        """What adds to a figure for some pieces."""
        if INDICATORS[indicator].by == DAY:
            return ((self.number(indicator, part, -1), 1),)
        return tuple((self.number(indicator, part, piece), 1) for piece in pieces)

    def figure(self, view: View, one: Figure) -> Terms:
        """What adds to a figure of a report."""
        if one.part != OTHERS:
            return self.terms(one.indicator, one.part, view.pieces)
        listed = view.of(one.indicator)
        others = [part for part in self.parts.get(one.indicator, ()) if part not in listed]
        return tuple(
            term for part in others for term in self.terms(one.indicator, part, view.pieces)
        )

    def absent(self, view: View) -> Iterator[Terms]:
        """What a report says is nothing by not listing it."""
        for name, parts in self.parts.items():
            for part in parts if view.is_whole(name) else ():
                if part not in view.of(name):
                    yield self.terms(name, part, view.pieces)
        for name in self.said:
            if INDICATORS[name].by == DAY:
                for one in view.of(name).values():
                    if one.mark == "x":
                        yield self.terms(name, one.part, ())

    def sums(self) -> Iterator[Terms]:
        """What adds up within every piece: the total, less its parts, is 0."""
        for total, addends in SUMS:
            if not self.said.issuperset((total, *addends)):
                continue
            by = INDICATORS[total].by
            if by == DAY:
                for day in (day for days in self.days_of.values() for day in days):
                    yield self._sum(total, day, [(name, day) for name in addends], -1)
                continue
            for piece in self.pieces:
                if by:
                    for part in self.parts[total]:
                        yield self._sum(total, part, [(name, part) for name in addends], piece)
                elif not INDICATORS[addends[0]].by:
                    yield self._sum(total, "", [(name, "") for name in addends], piece)
                else:
                    is_daily = INDICATORS[addends[0]].by == DAY
                    parts = self.days_of[piece] if is_daily else self.parts[addends[0]]
                    yield self._sum(total, "", [(addends[0], part) for part in parts], piece)
        yield from self._drills()

    def _drills(self) -> Iterator[Terms]:
        """A decision is a drill or none."""
        for done, outcome in _DRILLS:
            every, others = f"decisions-{done}", f"decisions-{done}-without-drills"
            parts = self.parts.get("drills-by-outcome", ())
            if {every, others} <= self.said and outcome in parts and _REST not in parts:
                addends = [(others, ""), ("drills-by-outcome", outcome)]
                for piece in self.pieces:
                    yield self._sum(every, "", addends, piece)

    def _sum(self, total: str, part: str, addends: Sequence[tuple[str, str]], piece: int) -> Terms:
        pieces = (piece,)
        less = [(at, -1) for name, of in addends for at, _ in self.terms(name, of, pieces)]
        return (*self.terms(total, part, pieces), *less)
