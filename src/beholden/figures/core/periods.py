"""Periods: what they are, how long, and how people write them.

A financial year, a calendar year, a half, a quarter and anything else are told
apart and never joined into one series. A period that is written in a way that
could mean two things is uncertain.

    parse_period("1.4.16-31.3.17").period == financial_year(2016)
"""

from beholden.figures.core._calendar import (
    Kind,
    calendar_year,
    crossing,
    days,
    exposure,
    financial_year,
    is_financial_year,
    kind,
    label,
    minutes,
    months,
    overlap,
    tiles,
)
from beholden.figures.core._period_text import ParsedPeriod, find_periods, parse_period

__all__ = [
    "Kind",
    "ParsedPeriod",
    "calendar_year",
    "crossing",
    "days",
    "exposure",
    "financial_year",
    "find_periods",
    "is_financial_year",
    "kind",
    "label",
    "minutes",
    "months",
    "overlap",
    "parse_period",
    "tiles",
]
