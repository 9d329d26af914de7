"""``beholden regulator reconcile`` and ``reconciliations``: what was published against the log."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import ClearError, explained, json_option, refuse
from beholden.cli.regulator.common import DAY, data_option, open_regulator, staff_option
from beholden.regulator import (
    Asked,
    BehindError,
    Difference,
    GivenFile,
    KeptReconciliation,
    Verdict,
    worst_first,
)
from beholden.regulator.core import printed
from beholden.transparency.core import Window

if TYPE_CHECKING:
    from beholden.app import WiredRegulator

_FILE = click.Path(dir_okay=False, path_type=Path)
_EXIT_UNKNOWN = 3
_ENDS: dict[Verdict, int] = {
    "agrees": output.EXIT_CLEAN,
    "within-tolerance": output.EXIT_CLEAN,
    "differs": output.EXIT_FOUND,
    "cannot-tell": _EXIT_UNKNOWN,
}
_STYLES: dict[Verdict, str] = {
    "agrees": "",
    "within-tolerance": "",
    "differs": "bold red",
    "cannot-tell": "yellow",
}
_WORDS: dict[Verdict, str] = {
    "agrees": "agrees",
    "within-tolerance": "within",
    "differs": "DIFFERS",
    "cannot-tell": "cannot tell",
}


class _CannotTellError(ClearError):
    """It cannot be told; exit status 3."""

    exit_code = _EXIT_UNKNOWN


@click.command("reconcile")
@click.argument("service")
@click.option("--from", "first", type=DAY, required=True, help="First day.")
@click.option("--to", "last", type=DAY, required=True, help="Last day.")
@click.option(
    "--report",
    "reports",
    type=_FILE,
    multiple=True,
    help="The transparency report (report.json); with those that it corrects.",
)
@click.option(
    "--openings", type=_FILE, multiple=True, help="Opened statements (beholden ledger export)."
)
@click.option(
    "--counts",
    type=_FILE,
    multiple=True,
    help="Counts (CSV). Without a report the first file is what is held to account.",
)
@click.option(
    "--earlier",
    type=_FILE,
    multiple=True,
    help="A report for other days that the report names. Received ones are found without.",
)
@click.option(
    "--received",
    type=int,
    multiple=True,
    metavar="NUMBER",
    help='A received file instead, by its number (see "received").',
)
@click.option("--all", "everything", is_flag=True, help="Show what agrees too.")
@staff_option
@data_option
@json_option("The reconciliation as one JSON object.")
def reconcile_command(
    service: str,
    first: date,
    last: date,
    reports: tuple[Path, ...],
    openings: tuple[Path, ...],
    counts: tuple[Path, ...],
    earlier: tuple[Path, ...],
    received: tuple[int, ...],
    everything: bool,
    by: str,
    data: Path,
    as_json: bool,
) -> None:
    """Hold what SERVICE published against its log, and against what others counted.

    The report is made again from the opened statements, each held against the mirror's own
    copy of the log. Every figure is compared with it, with the hours in the log added up by
    day, with the report's own sums, and with counts of others. The result is kept.

    \b
    Examples:
      beholden regulator reconcile photos --from 2026-10-01 --to 2026-10-31 --by "A. Smith" \\
        --report report.json --openings openings.jsonl --counts filings.csv
      beholden regulator reconcile photos --from 2019-01-01 --to 2022-12-31 --by "A. Smith" \\
        --counts self-declared.csv --counts received.csv

    Exit status: 0 all agrees, 1 something differs, 2 wrong usage, 3 it cannot be told:
    entries were not opened, or the mirror does not reach the report.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    regulator = open_regulator(data)
    with explained():
        regulator.staff.require(by, "officer")
        given = {
            "report": [GivenFile(path, path.name) for path in reports],
            "openings": [GivenFile(path, path.name) for path in openings],
            "counts": [GivenFile(path, path.name) for path in counts],
        }
        for number in received:
            _add_received(regulator, service, number, given)
        asked = Asked(
            service=service,
            window=Window(first, last),
            reports=tuple(given["report"]),
            openings=tuple(given["openings"]),
            counts=tuple(given["counts"]),
            earlier=tuple(GivenFile(path, path.name) for path in earlier),
            by=by,
        )
        try:
            with output.progress(output.err()) as bar:
                task = bar.add_task("opening statements", total=None)
                kept = regulator.reconciliations.make(
                    asked, lambda done, of: bar.update(task, completed=done, total=of)
                )
        except BehindError as error:
            raise _CannotTellError(str(error)) from error
    _finish(kept, everything=everything, as_json=as_json)


@click.command("reconciliations")
@click.argument("service")
@click.argument("number", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="Show what agrees too.")
@data_option
@json_option("The reconciliations as one JSON value.")
def reconciliations_command(
    service: str, number: int | None, everything: bool, data: Path, as_json: bool
) -> None:
    """List the reconciliations of SERVICE, or show the one of a NUMBER.

    Exit status of one: that which it had when it was made.
    """
    regulator = open_regulator(data)
    with explained():
        regulator.register.service(service)
        if number is not None:
            _finish(
                regulator.reconciliations.get(service, number),
                everything=everything,
                as_json=as_json,
            )
        every = regulator.reconciliations.list(service)
    if as_json:
        output.write_json(every)
        return
    if not every:
        output.err().print("There is none yet.")
        return
    table = Table("number", "made", "by", "days", "result")
    for kept in every:
        result = kept.result
        table.add_row(
            str(kept.number),
            f"{kept.at:%Y-%m-%d %H:%M}Z",
            output.printable(kept.by),
            f"{result.first} to {result.last}",
            output.printable(result.words),
        )
    output.out().print(table)


def _add_received(
    regulator: WiredRegulator, service: str, number: int, given: dict[str, list[GivenFile]]
) -> None:
    file = regulator.received.file(number)
    if file.service != service:
        refuse(f"The received file {number} is about {file.service}, not {service}.")
    if file.kind not in given:
        refuse(f"The received file {number} is a {file.kind}, which is not compared.")
    given[file.kind].append(GivenFile(regulator.received.path(file), file.name))


def _finish(kept: KeptReconciliation, *, everything: bool, as_json: bool) -> NoReturn:
    if as_json:
        output.write_json(kept)
    else:
        _print(kept, everything=everything)
    sys.exit(_ENDS[kept.result.verdict])


def _print(kept: KeptReconciliation, *, everything: bool) -> None:
    result, console = kept.result, output.out()
    console.print(output.printable(f"{kept.number}  {result.service}, {result.first} to "
                                   f"{result.last}"))  # fmt: skip
    console.print(output.printable(result.words), style=_STYLES[result.verdict] or None)
    for source in result.sources:
        console.print(output.printable(f"  {source.title}: {source.words}"))
    shown = [one for one in worst_first(result.differences) if everything or not _is_plain(one)]
    if shown:
        table = Table("result", "what, and possible causes", "numbers", "size")
        for one in shown:
            table.add_row(*_cells(one), style=_STYLES[one.verdict] or None)
        console.print(table)
    rest = len(result.differences) - len(shown)
    if rest == 1:
        console.print("1 comparison agrees; --all shows it.")
    elif rest:
        console.print(f"{rest:,} comparisons agree; --all shows them.")
    for note in result.notes:
        console.print(output.printable(f"Note: {note}"))


def _is_plain(one: Difference) -> bool:
    return one.verdict == "agrees"


def _cells(one: Difference) -> tuple[str, ...]:
    """A row; its cells may have several lines, each harmless to a terminal."""
    size = "" if one.by is None else f"{one.by:+,}" if one.by else "0"
    what, numbers = [one.title], []
    if one.one.form == one.other.form == "not-measured":
        what.append(one.words)
    else:
        numbers = [
            f"{one.one_source}: {printed(one.one)}",
            f"{one.other_source}: {printed(one.other)}",
        ]
    for cause in one.causes:
        exact = " This gives the very number." if cause.exact else ""
        what.append(f"- {cause.words}{exact}")
    sizes = [size, f"{one.per_cent} %"] if one.per_cent else [size]
    cells = (what, numbers, sizes)
    return _WORDS[one.verdict], *("\n".join(map(output.printable, lines)) for lines in cells)
