"""Transparency reports: opened statements under a checkpoint to figures that anyone can recompute.

In: statements of a network, opened, each held against its entry in the log. Out: the
transparency report, and its differences to a published one. Not here: how the log works.

    opened = open_statements(exports, reader, first=0, size=reader.size, folder=folder)
    report = report_of(opened, window, checkpoint, settings)
    differences(decode_report(published), report)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden._faces import lazy_face

if TYPE_CHECKING:
    from beholden.transparency.core.differences import Discrepancy, differences
    from beholden.transparency.core.encoding import decode_report, encode_report
    from beholden.transparency.core.report import Counted, ReportSettings
    from beholden.transparency.counting import count
    from beholden.transparency.errors import (
        EntriesError,
        OpeningsError,
        ReportError,
        TransparencyError,
        WindowError,
    )
    from beholden.transparency.opening import Opened, open_statements
    from beholden.transparency.pages import ReportFile, report_files
    from beholden.transparency.ports import Entries, OpeningRecord
    from beholden.transparency.recounting import HourLine, WrongCount, hour_lines, wrong_counts
    from beholden.transparency.service import coverage_of, report_of

__all__ = [
    "Counted",
    "Discrepancy",
    "Entries",
    "EntriesError",
    "HourLine",
    "Opened",
    "OpeningRecord",
    "OpeningsError",
    "ReportError",
    "ReportFile",
    "ReportSettings",
    "TransparencyError",
    "WindowError",
    "WrongCount",
    "count",
    "coverage_of",
    "decode_report",
    "differences",
    "encode_report",
    "hour_lines",
    "open_statements",
    "report_files",
    "report_of",
    "wrong_counts",
]

_WHERE = {
    "core.differences": "Discrepancy differences",
    "core.encoding": "decode_report encode_report",
    "core.report": "Counted ReportSettings",
    "counting": "count",
    "errors": "EntriesError OpeningsError ReportError TransparencyError WindowError",
    "opening": "Opened open_statements",
    "pages": "ReportFile report_files",
    "ports": "Entries OpeningRecord",
    "recounting": "HourLine WrongCount hour_lines wrong_counts",
    "service": "coverage_of report_of",
}

if not TYPE_CHECKING:  # a checker would take any name for granted
    __getattr__, __dir__ = lazy_face(__name__, _WHERE)
