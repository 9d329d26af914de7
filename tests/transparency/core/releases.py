"""A service day by day, its reports of any of these days, and a reader who has several of them.

service = Service(({("post", "known"): 3, ("post", "-"): 400},) * 6)
report = service.report(0, 2, earlier=(other,))
Reader(service, [other, report]).knows(...)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec
import numpy as np
from scipy import optimize

from beholden.transparency.core import (
    INDICATORS,
    CheckpointRef,
    Coverage,
    Figure,
    TransparencyReport,
    Window,
)
from beholden.transparency.core.protection import Releases, hidden

FIRST = date(2026, 10, 1)
BELOW = 5
RULES = {"-": "allowed", "similar": "held", "damaged": "held", "known": "blocked"}
"""Rules, and what each does."""
MATCHED = frozenset({"similar", "known"})
"""Rules that a match with the one list calls."""

Cell = tuple[str, str]
"""A surface and a rule."""


def day_of(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def keys_of(day: str, cell: Cell, *, matched: bool) -> Iterator[str]:
    """Every figure that counts an upload of this day, surface and rule; with its match."""
    surface, rule = cell
    done = RULES[rule]
    for name in ("uploads-checked", f"uploads-{done}"):
        yield name
        yield f"{name}-by-surface[{surface}]"
        yield f"{name}-by-day[{day}]"
    if done != "allowed":
        yield f"uploads-{done}-by-rule[{rule}]"
    if matched and rule in MATCHED:
        yield "matches"
        yield f"matches-by-kind[{'pdq' if rule == 'similar' else 'sha256'}]"


class Service(NamedTuple):
    """What was uploaded on each day.

    With ``matched`` there are figures of matches, which tell who knows the policy of the rules.
    """

    days: tuple[Mapping[Cell, int], ...]
    matched: bool = True

    def counts(self, first: int, last: int) -> dict[str, int]:
        """Every figure of the days from first to last; what a breakdown lists, lists every day."""
        found: Counter[str] = Counter()
        for number in range(first, last + 1):
            day = day_of(number)
            for cell, count in self.days[number].items():
                for name in ("checked", *set(RULES.values())):
                    found[f"uploads-{name}"] += 0
                    found[f"uploads-{name}-by-day[{day}]"] += 0
                    if count:
                        found[f"uploads-{name}-by-surface[{cell[0]}]"] += 0
                for key in keys_of(day, cell, matched=self.matched) if count else ():
                    found[key] += count
        if self.matched:
            found["matches"] += 0
        return dict(found)

    def report(
        self,
        first: int,
        last: int,
        earlier: Sequence[TransparencyReport] = (),
        *,
        alone: bool = False,
    ) -> TransparencyReport:
        """The report of these days, with what is hidden beside the earlier ones."""
        window = Window(FIRST + timedelta(days=first), FIRST + timedelta(days=last))
        figures = list(as_figures(self.counts(first, last)))
        secret = hidden(figures, BELOW, None if alone else Releases(window, tuple(earlier)))
        return report_of(
            window,
            [
                msgspec.structs.replace(one, count=None, mark="c") if one.key in secret else one
                for one in figures
            ],
        )


def as_figures(counts: Mapping[str, int]) -> Iterator[Figure]:
    for key, count in sorted(counts.items()):
        name, _, part = key.removesuffix("]").partition("[")
        yield Figure(indicator=name, part=part, count=count)


def report_of(window: Window, figures: Sequence[Figure]) -> TransparencyReport:
    return TransparencyReport(
        service="Example",
        provider="Example Ltd",
        contact="",
        window=window,
        checkpoint=CheckpointRef("network.example/decisions", 1, bytes(32)),
        coverage=Coverage(
            first=0,
            opened=1,
            erased=0,
            refused=0,
            mismatched=0,
            unreadable=0,
            hours_expected=window.hours,
            hours_stated=window.hours,
        ),
        small_numbers_below=BELOW,
        indicators=tuple(INDICATORS.values()),
        figures=tuple(figures),
    )


class Reader:
    """Who has some reports and tries every service that there could be.

    A service is counts of uploads by day, surface and rule: finer than any report, and nothing
    of how reports are protected is in here.
    """

    def __init__(self, service: Service, reports: Sequence[TransparencyReport]) -> None:
        self._matched = service.matched
        self._cells = [
            (number, cell)
            for number in range(len(service.days))
            for cell in sorted({cell for day in service.days for cell in day})
        ]
        self._truth = np.array([service.days[number].get(cell, 0) for number, cell in self._cells])
        self._rows: list[np.ndarray[Any, Any]] = []
        self._values: list[int] = []
        for report in reports:
            listed = {one.key for one in report.figures}
            for one in report.figures:
                if one.count is not None:
                    self._rows.append(self.row(one.key, report.window))
                    self._values.append(one.count)
            for key in self.all_keys(report.window) - listed:
                self._rows.append(self.row(key, report.window))
                self._values.append(0)

    def all_keys(self, window: Window) -> set[str]:
        return {
            key
            for number, cell in self._cells
            if self._within(number, window)
            for key in keys_of(day_of(number), cell, matched=self._matched)
        }

    def row(self, key: str, window: Window, less: Sequence[Window] = ()) -> np.ndarray[Any, Any]:
        """Which cells a figure adds up, of some days less others."""
        return np.array(
            [
                float(
                    key in set(keys_of(day_of(number), cell, matched=self._matched))
                    and self._within(number, window)
                    and not any(self._within(number, one) for one in less)
                )
                for number, cell in self._cells
            ]
        )

    def truth(self, row: np.ndarray[Any, Any]) -> int:
        """What a sum of cells is."""
        return round(float(row @ self._truth))

    def knows(self, row: np.ndarray[Any, Any]) -> bool:
        """Whether a sum of cells can have its one value only."""
        truth = self.truth(row)
        return self._end(row, 1) == truth and self._end(row, -1) == truth

    def _end(self, row: np.ndarray[Any, Any], sign: int) -> int | None:
        untyped: Any = optimize
        constraints = untyped.LinearConstraint(np.array(self._rows), self._values, self._values)
        solved = untyped.milp(sign * row, constraints=constraints, integrality=np.ones(len(row)))
        return None if solved.x is None else round(float(row @ solved.x))

    @staticmethod
    def _within(number: int, window: Window) -> bool:
        return window.first <= FIRST + timedelta(days=number) <= window.last


def without_people(report: TransparencyReport) -> TransparencyReport:
    """The report with nothing in it but what is printed whatever happens."""
    parts = Counter(one.indicator for one in report.figures)
    figures = []
    for one in report.figures:
        known = INDICATORS[one.indicator]
        # The only part of a breakdown is its total by another name.
        only = parts[one.indicator] == 1 and not known.id.startswith("matches")
        secret = known.hides_small and not only
        figures.append(msgspec.structs.replace(one, count=None, mark="c") if secret else one)
    return report_of(report.window, figures)


def small_and_known(
    service: Service, reports: Sequence[TransparencyReport], known: Sequence[TransparencyReport]
) -> set[tuple[str, str]]:
    """Small counts about people that a reader works out.

    Of a window, of what it has more than another within it, and than all within it.

    Args:
        service: the truth.
        reports: all of which windows are asked about.
        known: those that the reader has.
    """
    reader = Reader(service, known)
    found = set()
    windows = list(dict.fromkeys(one.window for one in reports))
    within = {
        outer: [
            inner
            for inner in windows
            if outer != inner and outer.first <= inner.first and inner.last <= outer.last
        ]
        for outer in windows
    }
    asked = [
        (outer, less)
        for outer, inside in within.items()
        for less in ([], *([one] for one in inside), *([inside] if len(inside) > 1 else []))
    ]
    printed = {
        (one.window, figure.key) for one in reports for figure in one.figures if not figure.mark
    }
    for outer, less in asked:
        for key in sorted(reader.all_keys(outer)):
            if not INDICATORS[key.partition("[")[0]].hides_small:
                continue
            if not less and (outer, key) in printed:
                continue
            row = reader.row(key, outer, less)
            if 0 < reader.truth(row) < BELOW and reader.knows(row):
                found.add((key, f"{outer} without {less}"))
    return found
