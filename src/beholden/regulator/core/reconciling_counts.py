"""What others counted against a report, and against each other.

A row is held against the figure of the same name, part and days in the report; else against
the same row of the files before its own, so that the first file is what is held to account.
Where a body has no row for the days of such a figure or row, but rows that fill them, their
sum is. Between bodies that counted for themselves numbers may differ by the service's
tolerance.

Laws: what a body says twice confirms nothing; a row that met nothing is named, with what the
others have instead.

    differences, notes = against_counts(evidence)
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from beholden._design import shown
from beholden.regulator.core.amounts import compare
from beholden.regulator.core.causes import BETWEEN_BODIES, causes_of
from beholden.regulator.core.counts_added import Added, Steps, Sums
from beholden.regulator.core.counts_alone import notes_of_alone
from beholden.regulator.core.reading import folded
from beholden.regulator.core.reconciling_models import REPORT, difference
from beholden.regulator.core.reconciling_report import amount_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beholden.regulator.core.counts import Count
    from beholden.regulator.core.models import Amount, Difference
    from beholden.regulator.core.reconciling_models import Evidence
    from beholden.transparency.core import Window

__all__ = ["against_counts"]

_SAID_AT_MOST: Final = 5
_FEW: Final = 2


def against_counts(evidence: Evidence) -> tuple[list[Difference], list[str]]:
    """Compares what can be compared.

    Returns:
        The comparisons, and sentences about rows that met nothing.
    """
    found = _Comparing(evidence)
    for file in evidence.counts:
        for row in file.rows:
            found.take(row)
    found.compare_rows()
    found.compare_sums()
    return found.differences, list(found.notes())


class _Place(NamedTuple):
    """A row among all rows: who counted, and the how-many-th it is."""

    body: str
    at: int
    row: Count


class _Comparing:
    """One walk over all rows."""

    def __init__(self, evidence: Evidence) -> None:
        self.differences: list[Difference] = []
        self._evidence = evidence
        self._rows: dict[tuple[str, Window], dict[str, _Place]] = {}
        self._bodies: dict[str, dict[str, list[Count]]] = defaultdict(lambda: defaultdict(list))
        self._met: set[int] = set()
        self._twice: dict[str, str] = {}
        self._outside = self._taken = 0
        self._steps = Steps()

    def take(self, row: Count) -> None:
        """Sorts a row in; the first that a body gives for something is the one that counts."""
        window = self._evidence.window
        if not (window.first <= row.window.first and row.window.last <= window.last):
            self._outside += 1
            return
        body = folded(row.source)
        place = _Place(body, self._taken, row)
        self._taken += 1
        same = self._rows.setdefault((row.key, row.window), {}).setdefault(body, place)
        if same is not place:
            self._add_twice(same.row, row)
            return
        self._bodies[row.key][body].append(row)

    def _add_twice(self, first: Count, again: Count) -> None:
        source = shown(first.source)
        if first.amount == again.amount:
            said = f"{source} counted the same twice; who counts twice confirms nothing."
            self._twice.setdefault(first.source, said)
            return
        self._twice[f"{first.source}\n{first.key}\n{first.window}"] = (
            f"{source} gives two different numbers for {shown(first.key)}, "
            f"{_days(first.window)}; the first of them was compared."
        )

    def compare_rows(self) -> None:
        """Rows for the same days."""
        pairs: list[tuple[int, tuple[str, Amount], str, Count]] = []
        for (key, window), places in self._rows.items():
            ordered = list(places.values())
            held = self._figure(key, window)
            if held is None:
                first = ordered.pop(0)
                one, title = (first.row.source, first.row.amount), first.row.quantity
                if ordered:
                    self._met.add(first.at)
            else:
                one, title = held
            for place in ordered:
                self._met.add(place.at)
                pairs.append((place.at, one, title, place.row))
        for _, one, title, row in sorted(pairs, key=lambda pair: pair[0]):
            other = row.source, row.amount
            self.differences.append(self._compared(title, one, other, row))

    def compare_sums(self) -> None:
        """Rows that are added up to the days of a figure, or of another body's row."""
        places = {
            id(place.row): place.at for each in self._rows.values() for place in each.values()
        }
        report = self._evidence.report
        for key, bodies in self._bodies.items():
            sums = {body: Sums(rows, self._steps) for body, rows in bodies.items()}
            if report is not None and (held := self._figure(key, report.window)) is not None:
                one, title = held
                for body, can in sums.items():
                    there = body in self._rows.get((key, report.window), {})
                    if not there and (added := can.of(report.window)) is not None:
                        self._met |= {places[id(row)] for row in added.rows}
                        self._add_sum(title, one, added, report.window)
            if len(bodies) > 1:
                self._compare_bodies(key, sums, places)

    def _compare_bodies(self, key: str, sums: dict[str, Sums], places: dict[int, int]) -> None:
        windows = dict.fromkeys(row.window for rows in self._bodies[key].values() for row in rows)
        for window in windows:
            there = self._rows[key, window]
            first = next(iter(there.values()))
            if self._figure(key, window) is not None:
                continue  # the report is what is held to account
            for body, can in sums.items():
                if not self._steps.take():
                    return
                if body in there or (added := can.of(window)) is None:
                    continue
                at = [places[id(row)] for row in added.rows]
                self._met |= {first.at, *at}
                one = first.row.source, first.row.amount
                if first.at < min(at):
                    self._add_sum(first.row.quantity, one, added, window)
                else:
                    self._add_sum(first.row.quantity, one, added, window, is_first=True)

    def _figure(self, key: str, window: Window) -> tuple[tuple[str, Amount], str] | None:
        """The report's number of this name for these days, and what a reader calls it."""
        report = self._evidence.report
        if report is None or report.window != window or (figure := report.figure(key)) is None:
            return None
        indicator = report.indicator(figure.indicator)
        title = figure.indicator if indicator is None else indicator.title
        return (REPORT, amount_of(figure)), title

    def _add_sum(
        self,
        title: str,
        one: tuple[str, Amount],
        added: Added,
        window: Window,
        *,
        is_first: bool = False,
    ) -> None:
        rows = added.rows
        row = rows[0]._replace(window=window, amount=added.amount)
        pair = (one, (row.source, added.amount))
        made = self._compared(title, *(pair[::-1] if is_first else pair), row)
        days = (
            f": {' and '.join(_days(each.window) for each in rows)}"
            if len(rows) <= _FEW
            else ", whose days follow each other without a gap"
        )
        said = f"{len(rows):,} rows of {shown(row.source)} were added up{days}."
        words = f"{made.words} {said}"
        self.differences.append(msgspec.structs.replace(made, words=words))

    def _compared(
        self, title: str, one: tuple[str, Amount], other: tuple[str, Amount], row: Count
    ) -> Difference:
        evidence = self._evidence
        result = compare(one[1], other[1], evidence.tolerances)
        causes = causes_of(one[1], other[1]) if result.verdict == "differs" else ()
        if one[1].form == "hidden":
            # What the report hides is not told by what others counted.
            other = other[0], one[1]
            result = result._replace(by=None, per_cent="")
        if result.verdict == "differs" or result.outcome == "tolerance":
            causes += BETWEEN_BODIES
        if row.part:
            title = f"{title}: {row.part}"
        if row.window != evidence.window:
            title = f"{title}, {_days(row.window)}"
        made = difference(
            row.quantity,
            title,
            one,
            other,
            part=row.part,
            result=result,
            tolerances=evidence.tolerances,
            causes=causes,
        )
        days = {"first": row.window.first, "last": row.window.last}
        return msgspec.structs.replace(made, **days, people=row.people)

    def notes(self) -> Iterator[str]:
        """What met nothing, and why."""
        twice = sorted(self._twice.values())
        yield from twice[:_SAID_AT_MOST]
        if len(twice) > _SAID_AT_MOST:
            yield f"{len(twice) - _SAID_AT_MOST:,} more are given twice."
        if self._outside:
            yield f"{self._outside:,} rows of counts are about other days and were not compared."
        if self._steps.left < 0:
            yield "There are so many rows of counts that not every sum of them was tried."
        alone = [
            place.row
            for places in self._rows.values()
            for place in places.values()
            if place.at not in self._met
        ]
        bodies = {key: [rows[0] for rows in of.values()] for key, of in self._bodies.items()}
        yield from notes_of_alone(alone, bodies, self._evidence.report)


def _days(window: Window) -> str:
    first, last = window.first, window.last
    whole_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if whole_year and first.year == last.year:
        return str(first.year)
    return f"{first} to {last}"
