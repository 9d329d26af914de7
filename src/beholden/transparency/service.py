"""A transparency report of opened statements.

opened = open_statements(...)
report = report_of(opened, window, checkpoint, ReportSettings(service="Example"))
"""

from __future__ import annotations

from collections.abc import Iterable

from beholden.transparency.core.earlier import Published
from beholden.transparency.core.models import CheckpointRef, Coverage, TransparencyReport, Window
from beholden.transparency.core.report import Counted, ReportSettings, make_report
from beholden.transparency.counting import count
from beholden.transparency.opening import Opened

__all__ = ["coverage_of", "report_of"]


def report_of(
    opened: Opened,
    window: Window,
    checkpoint: CheckpointRef,
    settings: ReportSettings,
    earlier: Iterable[Published] = (),
) -> TransparencyReport:
    """Counts one window and makes its report; one opening serves many windows.

    Args:
        opened: the statements.
        window: whole days in UTC.
        checkpoint: the tree under which they were opened.
        settings: names, threshold, what is corrected.
        earlier: reports that were published before.

    Raises:
        WindowError: no report can be made for this window.
        OpeningsError: what was opened cannot be read any more.
    """
    counted = count(opened.folder, window)
    return make_report(
        counted,
        coverage_of(opened, counted, window),
        window=window,
        checkpoint=checkpoint,
        settings=settings,
        earlier=earlier,
    )


def coverage_of(opened: Opened, counted: Counted, window: Window) -> Coverage:
    """Of which entries something is known, and of which hours of the window."""
    return Coverage(
        first=opened.first,
        opened=opened.opened,
        erased=opened.erased,
        refused=opened.refused,
        mismatched=opened.mismatched,
        unreadable=opened.unreadable,
        hours_expected=window.hours,
        hours_stated=counted.hours_stated,
        erased_later=opened.erased_later,
    )
