"""All files of a transparency report, by name. Pure.

{file.name for file in report_files(report)}
# {"index.html", "report.json", "figures.csv", "daily.csv", "assets/..."}
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

import msgspec

from beholden._design import Asset, HelpLine, asset, default_help_lines
from beholden.transparency.core import TransparencyReport, encode_report
from beholden.transparency.pages._page import Download, page
from beholden.transparency.pages._tables import daily_csv, figures_csv

__all__ = ["ReportFile", "report_files"]


class ReportFile(msgspec.Struct, frozen=True):
    """One file; ``name`` is relative to the report's folder."""

    name: str
    content: bytes


def report_files(
    report: TransparencyReport, *, help_lines: Sequence[HelpLine] | None = None
) -> tuple[ReportFile, ...]:
    """The report as JSON, a page, two tables and what the page loads.

    Args:
        report: the report.
        help_lines: where somebody finds help; by default those of the United Kingdom.
    """
    encoded = encode_report(report)
    data = (
        ReportFile("report.json", encoded),
        ReportFile("figures.csv", figures_csv(report)),
        ReportFile("daily.csv", daily_csv(report)),
    )
    downloads = [Download(each.name, len(each.content), _ABOUT[each.name]) for each in data]
    *styles, icon = assets()
    html = page(
        report,
        digest=hashlib.sha256(encoded).hexdigest(),
        downloads=downloads,
        styles=[f"assets/{each.name}" for each in styles],
        icon=f"assets/{icon.name}",
        help_lines=default_help_lines() if help_lines is None else help_lines,
    )
    return (
        ReportFile("index.html", html.encode()),
        *data,
        *(ReportFile(f"assets/{each.name}", each.content) for each in assets()),
    )


@cache
def assets() -> tuple[Asset, ...]:
    """What the page loads: styles, and the icon last."""
    shared = (asset(name) for name in ("govuk-frontend.css", "house.css", "public.css"))
    return (*shared, asset("report.css", __package__), asset("icon.svg"))


_ABOUT = {
    "report.json": "The report itself: what is checked, and what this page was made from.",
    "figures.csv": "Every figure with its definition, window, exclusions and query: a row each.",
    "daily.csv": "A row for each day, a column for each figure that is there by day, and how many "
    "of its 24 hours are stated.",
}
