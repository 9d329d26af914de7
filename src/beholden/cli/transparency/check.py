"""``beholden transparency check``: a published report against what was opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import explained, json_option, refuse
from beholden.cli.transparency.common import FILE, published_option, read_published, read_report

if TYPE_CHECKING:
    from beholden.transparency import Discrepancy, Opened
    from beholden.transparency.core import EarlierReport

__all__ = ["check_command"]

_OPENINGS_AT_MOST = 1_000
_EXIT_UNKNOWN = 3
_NAMED_AT_MOST = 20


@click.command("check")
@click.argument("file", metavar="REPORT", type=FILE)
@click.option(
    "--openings",
    multiple=True,
    required=True,
    type=FILE,
    metavar="FILE",
    help="What the network opened: a file of beholden ledger export. Name it again for more.",
)
@click.option(
    "--mirror",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The mirror's folder with the copy of the network's log.",
)
@published_option
@json_option("All that differs as one JSON object.")
def check_command(
    file: Path,
    openings: tuple[Path, ...],
    mirror: Path,
    published: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Make the report in the file REPORT again, and list every difference.

    Each opening is held against the mirror's own copy of the log; nothing that the network
    says of its log is believed. What was hidden beside earlier reports needs these: name them
    with --published. Exit status 1 if anything differs, 3 if nothing does and something cannot be
    told.
    """
    from beholden.app import recompute  # noqa: PLC0415 - help needs none of it
    from beholden.transparency import differences  # noqa: PLC0415

    if len(openings) > _OPENINGS_AT_MOST:
        refuse(f"--openings: name at most {_OPENINGS_AT_MOST:,} files. Join some.")
    with explained(), output.progress(output.err()) as bar:
        report = read_report(file)
        earlier = read_published(published)
        task = bar.add_task("Opening statements", total=None)
        again = recompute(
            report,
            openings,
            mirror,
            earlier=earlier,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    every = differences(report, again.report)
    untold = [one for one in every if again.missing and one.kind == "hidden"]
    found = [one for one in every if one not in untold]
    if as_json:
        output.write_json(
            {
                **_as_json(found, again.opened),
                "agrees": not every,
                "cannot_tell": untold,
                "missing": again.missing,
            }
        )
    else:
        _print(found, untold, again.opened, again.missing)
    if untold and not found:
        raise SystemExit(_EXIT_UNKNOWN)
    raise SystemExit(output.EXIT_FOUND if found else output.EXIT_CLEAN)


def _as_json(found: list[Discrepancy], opened: Opened) -> dict[str, object]:
    return {
        "differences": found,
        "opened": opened.opened,
        "erased": opened.erased,
        "refused": opened.refused,
        "mismatched": opened.mismatched,
        "unreadable": opened.unreadable,
        "refused_places": opened.refused_places,
        "problems": opened.problems,
    }


def _print(
    found: list[Discrepancy],
    untold: list[Discrepancy],
    opened: Opened,
    missing: tuple[EarlierReport, ...],
) -> None:
    out = output.out()
    for sentence in _sentences(opened):
        out.print(output.printable(sentence))
    if untold:
        keys = ", ".join(one.key for one in untold[:_NAMED_AT_MOST])
        more = f" and {len(untold) - _NAMED_AT_MOST:,} more" if untold[_NAMED_AT_MOST:] else ""
        out.print(
            output.printable(f"Cannot be told: whether these had to be hidden: {keys}{more}.")
        )
        for report in missing:
            days = f"{report.window.first} to {report.window.last}"
            out.print(f"Give with --published the report of {days}, SHA-256 {report.sha256}.")
        if not found:
            out.print("Nothing differs.")
            return
    if not found:
        out.print("The report agrees with what was opened, figure by figure.")
        return
    out.print(f"{len(found):,} differences:")
    table = Table(box=None, pad_edge=False)
    table.add_column("Where", overflow="fold")
    table.add_column("Kind")
    table.add_column("The report says", overflow="fold")
    table.add_column("Made again", overflow="fold")
    for one in found:
        table.add_row(*map(output.printable, (one.key, one.kind, one.said, one.found)))
    out.print(table)


def _sentences(opened: Opened) -> Iterator[str]:
    yield (
        f"{opened.opened:,} entries opened, {opened.erased:,} erased, {opened.refused:,} not "
        "opened."
    )
    if opened.mismatched:
        yield f"{opened.mismatched:,} openings do not belong to their entry and count as refused."
    if opened.refused_places:
        places = ", ".join(f"{place:,}" for place in opened.refused_places[:10])
        more = " and more" if opened.refused > len(opened.refused_places[:10]) else ""
        yield f"Not opened: {places}{more}. Each counts as the worst case."
    if opened.faulty:
        yield f"{opened.faulty:,} lines are no openings:"
        yield from opened.problems
