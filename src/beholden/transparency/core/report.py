"""Makes a transparency report of what was counted. Pure: the same in, the same out.

Laws:

* An hour that nobody stated is no hour without uploads: figures that stand on hours are not
  measured where no hour of the window is stated, and say how many are missing where some are.
  Without any hour no 0 is printed of anything, because nothing shows that anybody counted.
* What was refused is the worst case: a figure that stands on single statements is bounded by
  none and by all of what was refused.
* A part of a breakdown beyond the largest ``PARTS_AT_MOST`` is counted in ``OTHERS``.

    make_report(counted, coverage, window=window, checkpoint=checkpoint, settings=settings)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from beholden.transparency.core.earlier import Published, taken_into_account
from beholden.transparency.core.indicators import INDICATORS, SUMS
from beholden.transparency.core.models import (
    OTHERS,
    CheckpointRef,
    Coverage,
    Figure,
    Indicator,
    Mark,
    TransparencyReport,
    Window,
)
from beholden.transparency.core.protection import Releases, protected

__all__ = [
    "BEYOND",
    "DAYS_AT_MOST",
    "OTHERS",
    "PARTS_AT_MOST",
    "SMALL_AT_MOST",
    "Counted",
    "CountedRow",
    "ReportSettings",
    "days_of",
    "make_report",
]

DAYS_AT_MOST: Final = 366
"""Days of the longest window."""
SMALL_AT_MOST: Final = 1_000
"""The largest threshold below which counts are hidden."""
PARTS_AT_MOST: Final = 100
"""Parts of a breakdown other than by day."""
_NAMED_AT_MOST = 10


class ReportSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says that was not counted.

    Args:
        small_numbers_below: the least count that a breakdown about people prints; 1 hides none.
        revision: 1, or more where the report replaces one.
        corrects: SHA-256 (hex) of the report that it replaces.
        correction: what was wrong with that.
    """

    service: str = ""
    provider: str = ""
    contact: str = ""
    small_numbers_below: Annotated[int, Meta(ge=1, le=SMALL_AT_MOST)] = 5
    revision: int = 1
    corrects: str = ""
    correction: str = ""


class CountedRow(msgspec.Struct, frozen=True):
    """One row that a query gave; a share has numerator and denominator."""

    part: str
    count: int | None
    numerator: int | None = None
    denominator: int | None = None


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What the queries of all indicators gave for one window.

    ``hours_by_day`` says how many hours of each day (``2026-11-22``) are stated. ``conflicts``
    are hours that are stated in ways that differ. ``unreadable`` are kinds of statements that
    this version does not know, with how many. ``repeated`` decisions were stated again.
    """

    rows: Mapping[str, tuple[CountedRow, ...]]
    hours_by_day: Mapping[str, int]
    conflicts: tuple[str, ...] = ()
    unreadable: tuple[tuple[str, int], ...] = ()
    repeated: int = 0

    @property
    def hours_stated(self) -> int:
        """How many hours of the window are stated."""
        return sum(self.hours_by_day.values())


def days_of(window: Window) -> tuple[str, ...]:
    """The days of a window, as they are printed."""
    first = window.first.toordinal()
    make = type(window.first).fromordinal
    return tuple(make(first + day).isoformat() for day in range(window.days))


def make_report(
    counted: Counted,
    coverage: Coverage,
    *,
    window: Window,
    checkpoint: CheckpointRef,
    settings: ReportSettings,
    earlier: Iterable[Published] = (),
) -> TransparencyReport:
    """The report.

    Args:
        counted: what the queries gave for this window.
        coverage: of which entries something is known.
        window: whole days in UTC.
        checkpoint: the tree under which statements were opened.
        settings: names, threshold, what is corrected.
        earlier: what was published before; what does not matter is left out.
    """
    taken = taken_into_account(window, settings.service, settings.provider, earlier)
    making = _Making(counted, coverage, window)
    figures = [one for indicator in INDICATORS.values() for one in making.figures(indicator)]
    releases = Releases(window, tuple(one.report for one in taken))
    secret, beyond = protected(figures, settings.small_numbers_below, releases)
    return TransparencyReport(
        service=settings.service,
        provider=settings.provider,
        contact=settings.contact,
        window=window,
        checkpoint=checkpoint,
        coverage=coverage,
        small_numbers_below=settings.small_numbers_below,
        revision=settings.revision,
        corrects=settings.corrects,
        correction=settings.correction,
        earlier=tuple(one.reference for one in taken),
        indicators=tuple(INDICATORS.values()),
        figures=tuple(_hide(one) if one.key in secret else one for one in figures),
        notes=(*making.notes(), *((BEYOND,) if beyond else ())),
    )


def _hide(figure: Figure) -> Figure:
    return Figure(
        indicator=figure.indicator, part=figure.part, mark="c", exclusions=figure.exclusions
    )


class _Making:
    """The figures of one window, before small ones are hidden."""

    def __init__(self, counted: Counted, coverage: Coverage, window: Window) -> None:
        self._counted = counted
        self._coverage = coverage
        self._window = window
        self._of_hours = tuple(self._hours_excluded())
        self._of_statements = tuple(self._statements_excluded())

    def figures(self, indicator: Indicator) -> Iterator[Figure]:
        """Those of one indicator."""
        if indicator.not_measured:
            yield Figure(indicator=indicator.id, mark="x")
            return
        rows = self._counted.rows.get(indicator.id, ())
        if indicator.by == "day":
            yield from self._daily(indicator, rows)
        elif indicator.by:
            lead = self._counted.rows.get(_LED_BY.get(indicator.id, indicator.id), ())
            for row in _largest(rows, lead):
                yield self._figure(indicator, row)
        else:
            yield self._figure(indicator, rows[0] if rows else CountedRow("", 0))

    def _figure(self, indicator: Indicator, row: CountedRow) -> Figure:
        name, part = indicator.id, row.part
        exclusions = {"hours": self._of_hours, "statements": self._of_statements}.get(
            indicator.counted_from, ()
        )
        unknown = not self._counted.hours_stated and name not in _TOLD_WITHOUT_HOURS
        if indicator.unit == "share":
            over, under = row.numerator or 0, row.denominator or 0
            if unknown or not under:
                mark: Mark = "x" if unknown else "z"
                return Figure(indicator=name, part=part, mark=mark, exclusions=exclusions)
            return Figure(
                indicator=name, part=part, numerator=over, denominator=under, exclusions=exclusions
            )
        count = row.count or 0
        refused = self._coverage.refused if indicator.counted_from == "statements" else 0
        if unknown and (indicator.counted_from == "hours" or (not count and not refused)):
            return Figure(indicator=name, part=part, mark="x", exclusions=exclusions)
        return Figure(
            indicator=name,
            part=part,
            count=count,
            low=count if refused else None,
            high=count + refused if refused else None,
            exclusions=exclusions,
        )

    def _daily(self, indicator: Indicator, rows: tuple[CountedRow, ...]) -> Iterator[Figure]:
        """A figure for every day of the window; a day without hours is not measured."""
        counts = {row.part: row.count for row in rows}
        told = indicator.id in _TOLD_WITHOUT_HOURS
        for day in days_of(self._window):
            stated = self._counted.hours_by_day.get(day, 0)
            missing = _HOURS_A_DAY - stated
            excluded = () if told or not missing else (f"{missing} of 24 hours are not stated.",)
            yield Figure(
                indicator=indicator.id,
                part=day,
                count=(counts.get(day) or 0) if stated or told else None,
                mark="" if stated or told else "x",
                exclusions=excluded,
            )

    def _hours_excluded(self) -> Iterator[str]:
        expected, refused = self._window.hours, self._coverage.refused
        if missing := expected - self._counted.hours_stated:
            yield (
                f"{missing:,} of {expected:,} hours of the window are not stated; what was decided "
                "in them is not counted."
            )
        if refused:
            yield (
                f"{refused:,} entries of the log were not opened; any of them may state an hour, "
                "or correct one."
            )

    def _statements_excluded(self) -> Iterator[str]:
        coverage = self._coverage
        entries = f"{coverage.opened + coverage.erased + coverage.refused:,} entries of the log"
        if coverage.erased:
            yield (
                f"{coverage.erased:,} of {entries} are erased, as statements in the log say; what "
                "they stated is not counted."
            )
        if coverage.refused:
            later = (
                f", {coverage.erased_later:,} of them as they were erased since, says the log"
                if coverage.erased_later
                else ""
            )
            yield (
                f"{coverage.refused:,} of {entries} were not opened{later}; the bounds say what "
                "they could change."
            )
        if coverage.unreadable:
            yield (
                f"{coverage.unreadable:,} of {entries} hold statements of kinds that are not "
                "counted here."
            )

    def notes(self) -> Iterator[str]:
        """What a reader should know that is no figure."""
        counted = self._counted
        if conflicts := counted.conflicts:
            yield (
                "Hours that are stated in ways that differ, and count as not stated: "
                f"{_listed(conflicts)}."
            )
        if counted.unreadable:
            kinds = tuple(f"{kind or 'no kind'} ({many:,})" for kind, many in counted.unreadable)
            yield (
                "Statements that could not be read, by what they call themselves: "
                f"{_listed(kinds)}."
            )
        if counted.repeated:
            yield f"{counted.repeated:,} statements repeat a decision, and are not counted again."
        yield from self._compared()

    def _compared(self) -> Iterator[str]:
        """Hours against single decisions, which the gate writes in one transaction."""
        for name, what in _COMPARED:
            hours = self._total(f"uploads-{name}")
            opened = self._total(f"decisions-{name}")
            if self._counted.hours_stated and hours != opened:
                yield (
                    f"Uploads {what}: the hours count {hours:,}, and {opened:,} single statements "
                    "of them were opened."
                )

    def _total(self, name: str) -> int:
        rows = self._counted.rows.get(name, ())
        return (rows[0].count or 0) if rows else 0


BEYOND: Final = (
    "There are more earlier reports than can be looked at together: all that could tell about "
    "people is hidden."
)
"""What a report notes where that is so."""
_HOURS_A_DAY = 24
_COMPARED = (
    ("held", "held"),
    ("blocked", "blocked"),
    ("would-hold", "that shadow mode would have held"),
    ("would-block", "that shadow mode would have blocked"),
)
# That no hour is stated is itself what these say.
_TOLD_WITHOUT_HOURS = frozenset({"hours-stated", "hours-stated-by-day", "share-hours-stated"})


# A breakdown that adds up to another, part by part, has the parts of that one.
_LED_BY = {addend: total for total, addends in SUMS if INDICATORS[total].by for addend in addends}


def _largest(rows: tuple[CountedRow, ...], lead: tuple[CountedRow, ...]) -> Iterator[CountedRow]:
    """The parts that are largest in the lead, by name; what is left over is one part."""
    if len(lead) > PARTS_AT_MOST:
        by_size = sorted(lead, key=lambda row: (-(row.count or 0), row.part))
        kept = {row.part for row in by_size[: PARTS_AT_MOST - 1]} - {OTHERS}
        others = sum(row.count or 0 for row in rows if row.part not in kept)
        rows = (*(row for row in rows if row.part in kept), CountedRow(OTHERS, others))
    yield from rows


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMED_AT_MOST
    return ", ".join(names[:_NAMED_AT_MOST]) + (f" and {more:,} more" if more > 0 else "")
