"""What others counted against a report, and against each other.

A row is held against the figure of the same name, part and days in the report; else against
the same row of the files before its own, so that the first file is what is held to account.
Between bodies that counted for themselves numbers may differ by the service's tolerance.

    differences, alone = against_counts(evidence)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden._design import shown
from beholden.regulator.core.amounts import compare
from beholden.regulator.core.causes import BETWEEN_BODIES, causes_of
from beholden.regulator.core.reconciling_models import REPORT, difference
from beholden.regulator.core.reconciling_report import amount_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beholden.regulator.core.counts import Count
    from beholden.regulator.core.models import Amount, Difference
    from beholden.regulator.core.reconciling_models import Evidence
    from beholden.transparency.core import Window

__all__ = ["against_counts"]


def against_counts(evidence: Evidence) -> tuple[list[Difference], list[str]]:
    """Compares what can be compared.

    Returns:
        The comparisons, and sentences about rows that met nothing.
    """
    found: list[Difference] = []
    first: dict[tuple[str, Window], tuple[str, Count]] = {}
    met: set[tuple[str, Window]] = set()
    again: set[str] = set()
    outside = 0
    report = evidence.report
    for file in evidence.counts:
        for row in file.rows:
            if not _within(row.window, evidence.window):
                outside += 1
                continue
            key = row.key, row.window
            figure = None
            if report is not None and row.window == report.window:
                figure = report.figure(row.key)
            if figure is not None:
                met.add(key)
                indicator = None if report is None else report.indicator(figure.indicator)
                title = row.quantity if indicator is None else indicator.title
                found.append(_compared(evidence, title, (REPORT, amount_of(figure)), row))
            elif (before := first.get(key)) is not None:
                met.add(key)
                source, one = before
                if source == row.source:
                    again.add(source)
                    continue
                found.append(_compared(evidence, row.quantity, (source, one.amount), row))
            else:
                first[key] = row.source, row
    alone = (row for key, (_, row) in first.items() if key not in met)
    return found, [*_twice(again), *_notes(outside, alone)]


def _compared(evidence: Evidence, title: str, one: tuple[str, Amount], row: Count) -> Difference:
    result = compare(one[1], row.amount, evidence.tolerances)
    # What the report hides is not told by what others counted.
    given = one[1] if one[1].form == "hidden" else row.amount
    if given is not row.amount:
        result = result._replace(by=None, per_cent="")
    causes = causes_of(one[1], row.amount) if result.verdict == "differs" else ()
    if result.verdict == "differs" or result.outcome == "tolerance":
        causes += BETWEEN_BODIES
    if row.window != evidence.window:
        title = f"{title}, {_days(row.window)}"
    return difference(
        row.quantity,
        title,
        one,
        (row.source, given),
        part=row.part,
        result=result,
        tolerances=evidence.tolerances,
        causes=causes,
    )


def _twice(sources: set[str]) -> Iterable[str]:
    for source in sorted(sources):
        yield f"{shown(source)} counted the same twice; who counts twice confirms nothing."


def _within(inner: Window, outer: Window) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _days(window: Window) -> str:
    first, last = window.first, window.last
    whole_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if whole_year and first.year == last.year:
        return str(first.year)
    return f"{first} to {last}"


def _notes(outside: int, alone: Iterable[Count]) -> Iterable[str]:
    if outside:
        yield f"{outside:,} rows of counts are about other days and were not compared."
    names = sorted({row.key for row in alone})
    if names:
        more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""  # noqa: PLR2004 - a sentence
        yield f"Nobody else counted: {', '.join(names[:5])}{more}."
