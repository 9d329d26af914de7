"""How reconciliations open and count statements: transparency reports behind the regulator's ports.

reconciliations_of(WiredRegulator(data)).list("photos")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from beholden.app.mirroring import mirrors_of
from beholden.regulator import (
    HourLine,
    Openings,
    Reconciliations,
    ReconcilingError,
    Way,
    amount_of,
)
from beholden.transparency import (
    Counted,
    Opened,
    ReportSettings,
    TransparencyError,
    count,
    coverage_of,
    hour_lines,
    open_statements,
    wrong_counts,
)
from beholden.transparency.core import (
    Figure,
    Published,
    TransparencyReport,
    Window,
    days_of,
    make_report,
)

if TYPE_CHECKING:
    from beholden.app.regulator import WiredRegulator

__all__ = ["reconciliations_of"]

Progress = Callable[[int, int], None]
_LEAST_THRESHOLD, _LARGEST_THRESHOLD = 1, 1_000


def reconciliations_of(regulator: WiredRegulator) -> Reconciliations:
    """The reconciliations of a data folder."""
    return Reconciliations(
        regulator.store,
        register=regulator.register,
        mirrors=mirrors_of(regulator),
        received=regulator.received,
        open_statements=_open,
        scratch=regulator.data / "opened",
        clock=regulator.clock,
    )


def _open(openings: Openings, folder: Path, progress: Progress) -> _Opened:
    """See ``OpenStatements``."""
    with _explained():
        opened = open_statements(
            openings.files,
            openings.entries,
            first=openings.first,
            size=openings.size,
            until=openings.until,
            folder=folder,
            progress=progress,
        )
    return _Opened(opened)


class _Opened:
    """Opened statements as the regulator's room reads them."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._counted: dict[tuple[Window, int], Counted] = {}

    @property
    def problems(self) -> Sequence[str]:
        """What was wrong with the files; the first of it."""
        return self._opened.problems

    def later(self, window: Window) -> tuple[int, int]:
        """See ``Opened``."""
        days = set(days_of(window))
        hours = sum(hour.partition("T")[0] in days for hour in self._opened.later_hours)
        return hours, sum(self._opened.later_decisions.get(day, 0) for day in days)

    def report(
        self,
        like: TransparencyReport,
        small_numbers_below: int,
        first: int,
        earlier: Sequence[Published] = (),
    ) -> TransparencyReport:
        """See ``Opened``."""
        if not _LEAST_THRESHOLD <= small_numbers_below <= _LARGEST_THRESHOLD:
            raise ReconcilingError(
                f"small_numbers_below: the report says {small_numbers_below:,}; it must be "
                f"{_LEAST_THRESHOLD} to {_LARGEST_THRESHOLD:,}."
            )
        settings = ReportSettings(
            service=like.service,
            provider=like.provider,
            contact=like.contact,
            small_numbers_below=small_numbers_below,
            revision=like.revision,
            corrects=like.corrects,
            correction=like.correction,
        )
        with _explained():
            window = like.window
            # Only what cannot be read is counted from there on.
            told_from = first if self._opened.unreadable else self._opened.first
            if (counted := self._counted.get((window, told_from))) is None:
                counted = count(self._opened.folder, window, told_from)
                self._counted[window, told_from] = counted
            return make_report(
                counted,
                coverage_of(self._opened.since(first), counted, window),
                window=like.window,
                checkpoint=like.checkpoint,
                settings=settings,
                earlier=earlier,
            )

    def hour_lines(self, window: Window) -> Iterator[HourLine]:
        """The hours of the window as the log has them, all statements of each."""
        with _explained():
            yield from (HourLine(*line) for line in hour_lines(self._opened, window))

    def ways(self, window: Window, indicators: Sequence[str]) -> Iterator[Way]:
        """What wrong ways to count give for some indicators."""
        with _explained():
            for wrong in wrong_counts(self._opened, window, indicators):
                figures = {}
                for name, rows in wrong.rows.items():
                    for row in rows:
                        figure = Figure(
                            indicator=name,
                            part=row.part,
                            count=row.count,
                            numerator=row.numerator,
                            denominator=row.denominator,
                        )
                        figures[figure.key] = amount_of(figure)
                yield Way(wrong.code, wrong.words, figures, wrong.searched)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except TransparencyError as error:
        raise ReconcilingError(str(error)) from error
