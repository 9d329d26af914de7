"""The pure core of transparency reports: values in, values out."""

from beholden.transparency.core.differences import Discrepancy, DiscrepancyKind, differences
from beholden.transparency.core.earlier import (
    Published,
    is_of,
    named_of,
    overlap,
    taken_into_account,
)
from beholden.transparency.core.encoding import (
    EARLIER_AT_MOST,
    REPORT_BYTES,
    decode_report,
    encode_report,
)
from beholden.transparency.core.indicators import INDICATORS, NOT_NAMED, SUMS
from beholden.transparency.core.models import (
    FORMAT,
    CheckpointRef,
    Coverage,
    EarlierReport,
    Figure,
    Indicator,
    Mark,
    TransparencyReport,
    Unit,
    Window,
)
from beholden.transparency.core.report import (
    BEYOND,
    DAYS_AT_MOST,
    OTHERS,
    PARTS_AT_MOST,
    Counted,
    CountedRow,
    ReportSettings,
    days_of,
    make_report,
)
from beholden.transparency.core.rows import TABLES, Column, Table
from beholden.transparency.core.views import VIEWS, View
from beholden.transparency.errors import ReportError, TransparencyError, WindowError

__all__ = [
    "BEYOND",
    "DAYS_AT_MOST",
    "EARLIER_AT_MOST",
    "FORMAT",
    "INDICATORS",
    "NOT_NAMED",
    "OTHERS",
    "PARTS_AT_MOST",
    "REPORT_BYTES",
    "SUMS",
    "TABLES",
    "VIEWS",
    "CheckpointRef",
    "Column",
    "Counted",
    "CountedRow",
    "Coverage",
    "Discrepancy",
    "DiscrepancyKind",
    "EarlierReport",
    "Figure",
    "Indicator",
    "Mark",
    "Published",
    "ReportError",
    "ReportSettings",
    "Table",
    "TransparencyError",
    "TransparencyReport",
    "Unit",
    "View",
    "Window",
    "WindowError",
    "days_of",
    "decode_report",
    "differences",
    "encode_report",
    "is_of",
    "make_report",
    "named_of",
    "overlap",
    "taken_into_account",
]
