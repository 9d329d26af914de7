"""``beholden regulator receive`` and ``received``: files that somebody sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import explained, json_option, refuse
from beholden.cli.regulator.common import DAY, data_option, open_regulator, staff_option
from beholden.regulator import ReceivedFile, ReceivedKind, UnlikeError

_FILE = click.Path(dir_okay=False, path_type=Path)
_SHA_SHOWN = 16


@click.command("receive")
@click.argument("service")
@click.option("--report", type=_FILE, help="A transparency report (report.json).")
@click.option("--openings", type=_FILE, help="Opened statements (beholden ledger export).")
@click.option("--counts", type=_FILE, help="Counts of others (CSV).")
@click.option("--receipt", type=_FILE, help="A receipt of a statement.")
@click.option("--from-source", "source", required=True, metavar="NAME", help="Who sent it.")
@click.option("--from", "first", type=DAY, help="First day that it is about.")
@click.option("--to", "last", type=DAY, help="Last day that it is about.")
@click.option(
    "--as-it-is",
    is_flag=True,
    help="Keep it as evidence even if it is not what it is said to be.",
)
@staff_option
@data_option
@json_option("What was put on record as one JSON object.")
def receive_command(
    service: str,
    report: Path | None,
    openings: Path | None,
    counts: Path | None,
    receipt: Path | None,
    source: str,
    first: date | None,
    last: date | None,
    as_it_is: bool,
    by: str,
    data: Path,
    as_json: bool,
) -> None:
    """Take in a file about SERVICE: kept as it came, by its digest, and put on record.

    It is looked into first: a report and a table of counts are read, of openings the first
    line. What is not what it is said to be is refused.
    """
    kinds: dict[ReceivedKind, Path | None] = {
        "report": report,
        "openings": openings,
        "counts": counts,
        "receipt": receipt,
    }
    given = [(kind, path) for kind, path in kinds.items() if path is not None]
    if len(given) != 1:
        refuse("Name one file: --report, --openings, --counts or --receipt FILE.")
    ((kind, path),) = given
    regulator = open_regulator(data)
    with explained():
        regulator.staff.require(by, "officer")
        regulator.register.service(service)
        try:
            with path.open("rb") as stream:
                file = regulator.received.take(
                    service,
                    kind,
                    stream,
                    name=output.printable(output.shown(path.name)),
                    source=source,
                    by=by,
                    first=first,
                    last=last,
                    as_it_is=as_it_is,
                )
        except UnlikeError as error:
            refuse(f"{error} To keep it nevertheless, as evidence: --as-it-is.")
    if as_json:
        output.write_json(file)
    else:
        said = f"{file.number}  {file.kind} from {file.source}, {file.bytes:,} bytes"
        output.out().print(output.printable(f"{said}, SHA-256 {file.sha256}"))
        output.out().print(output.printable(f"   {_says(file)}{_days(file)}"))


@click.command("received")
@click.argument("service", required=False)
@data_option
@json_option("One JSON object: every file.")
def received_command(service: str | None, data: Path, as_json: bool) -> None:
    """List files that were received, all or those about SERVICE."""
    regulator = open_regulator(data)
    with explained():
        files = regulator.received.files(service)
    if as_json:
        output.write_json({"files": files})
    elif not files:
        output.out().print("Nothing was received. See: beholden regulator receive --help.")
    else:
        output.out(whole=True).print(_table(files))


def _table(files: tuple[ReceivedFile, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in (
        "no.",
        "service",
        "kind",
        "from",
        "file",
        "says",
        "days",
        "bytes",
        "at",
        "sha-256",
    ):
        table.add_column(heading, overflow="fold")
    for one in files:
        cells: tuple[Any, ...] = (
            str(one.number),
            one.service,
            one.kind,
            one.source,
            one.name,
            _says(one),
            " to ".join(map(str, one.days or ())),
            f"{one.bytes:,}",
            f"{one.at:%Y-%m-%d %H:%M} by {one.by}",
            one.sha256[:_SHA_SHOWN],
        )
        table.add_row(*map(output.printable, cells))
    return table


def _says(file: ReceivedFile) -> str:
    """What a file says of itself."""
    return "kept as it is, not read" if file.about is None else file.about.words


def _days(file: ReceivedFile) -> str:
    return f", {file.days[0]} to {file.days[1]}" if file.days else ""
