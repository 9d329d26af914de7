"""``beholden shadow``: what blocking would have done, before anyone switches it on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from beholden.app import utc_now
from beholden.cli import output
from beholden.cli.common import data_option, explained, json_option, open_app
from beholden.gate import MemoryGuard, MemoryRecorder, ShadowReport, Share, shadow_report


@click.group("shadow")
def shadow_group() -> None:
    """See what blocking would do, before you switch it on."""


@shadow_group.command("report")
@click.option("--days", type=click.IntRange(1, 1_095), default=7, show_default=True)
@data_option
@json_option("One JSON object: the whole report.")
def shadow_report_command(days: int, data: Path, as_json: bool) -> None:
    """Say what enforcing would have done over the past days.

    With mode = "shadow" in the policy everything is allowed, and what would have
    been blocked or held is recorded. This adds it up: by day, rule, list and
    surface, with the entries that matched most. Look at those first: an entry
    that matches many accounts is often a mistake in the list.

    \b
    Examples:
      beholden shadow report --days 14
      beholden shadow report --json
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    app = open_app(data)
    until = utc_now()
    since = until - timedelta(days=days)
    with explained():
        if app.has_store:
            report = shadow_report(app.archive, app.guard, since, until)
        else:
            report = shadow_report(MemoryRecorder(), MemoryGuard(utc_now), since, until)
    if as_json:
        output.write_json(report)
    else:
        _print(output.out(), report)


def _print(console: Console, report: ShadowReport) -> None:
    console.print(
        f"{report.since:%Y-%m-%d %H:%M} to {report.until:%Y-%m-%d %H:%M} UTC: {report.sentence}"
    )
    if not report.uploads:
        return
    if report.uploads_enforced:
        console.print(
            f"{report.uploads_enforced:,} more were decided in enforce mode; they are not in here."
        )
    console.print(f"Distinct accounts among what would have been stopped: {report.accounts:,}.")
    for heading, shares in (
        ("day", report.days),
        ("rule", report.rules),
        ("surface", report.surfaces),
        ("list", report.lists),
    ):
        if shares:
            console.print(_table(heading, shares))
    if report.entries:
        rows = (
            (one.list, one.entry, f"{one.uploads:,}", f"{one.accounts:,}", one.example)
            for one in report.entries
        )
        headings = ("list", "entry", "uploads", "accounts", "an example")
        console.print(_rows("Entries that matched most", headings, rows))
    for entry in report.lowered:
        sentence = f"Lowered from block to hold: {entry.list} {entry.entry}: {entry.reason}"
        console.print(output.printable(sentence), style="yellow")
    if report.examples:
        console.print(f"The newest decisions: {', '.join(report.examples)}")


def _table(heading: str, shares: Sequence[Share]) -> Table:
    rows = ((one.name, f"{one.uploads:,}", f"{one.block:,}", f"{one.hold:,}") for one in shares)
    return _rows(f"By {heading}", (heading, "uploads", "would block", "would hold"), rows)


def _rows(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        numbers = heading in {"uploads", "would block", "would hold", "accounts"}
        table.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(output.printable, row))
    return table
