"""``beholden transparency show``: a report as a table."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import explained
from beholden.cli.transparency.common import FILE, as_text, read_report

__all__ = ["show_command"]

_LEGEND = "[c] small, hidden; [x] not measured; [z] nothing to divide by."


@click.command("show")
@click.argument("file", metavar="REPORT", type=FILE)
@click.option("--all", "everything", is_flag=True, help="With what could not be measured, and why.")
def show_command(file: Path, everything: bool) -> None:
    """Show the report in the file REPORT (report.json) as a table."""
    with explained():
        report = read_report(file)
    out = output.out()
    checkpoint, coverage = report.checkpoint, report.coverage
    heading = [
        f"{report.service or 'a service'} of {report.provider or 'a provider'}",
        f"{report.window.first} to {report.window.last}, revision {report.revision}",
        f"{checkpoint.size:,} entries of {checkpoint.origin}",
        (
            f"from entry {coverage.first:,} on {coverage.opened:,} opened, {coverage.erased:,} "
            f"erased, {coverage.refused:,} not opened"
        ),
        f"{coverage.hours_stated:,} of {coverage.hours_expected:,} hours are stated",
    ]
    for line in heading:
        out.print(output.printable(line))
    if report.corrects:
        out.print(output.printable(f"Corrects {report.corrects}: {report.correction}"))
    table = Table(box=None, pad_edge=False)
    table.add_column("Figure", overflow="fold")
    table.add_column("", justify="right", overflow="fold")
    absent = {one.id for one in report.indicators if one.not_measured}
    for figure in report.figures:
        if figure.indicator not in absent:
            table.add_row(*map(output.printable, (figure.key, as_text(figure))))
    out.print(table)
    for one in report.indicators if everything else ():
        if one.not_measured:
            out.print(output.printable(f"{one.id} [x] {one.title}: {one.not_measured}"))
    out.print(_LEGEND)
    for note in report.notes:
        out.print(output.printable(note))
