"""``beholden ledger``: single statements, proved, opened, erased, corrected, exported."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

from beholden._durable import HIDDEN_PREFIX
from beholden.cli import output
from beholden.cli.common import (
    by_option,
    config_option,
    data_option,
    explained,
    json_option,
    open_app,
    refuse,
)

_out_option = click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write there instead of to standard output; nothing may be there yet.",
)
_basis_option = click.option(
    "--basis",
    required=True,
    metavar="TEXT",
    help="The legal basis, in a sentence. It is stated in the log: name no person.",
)


class _Entries(click.ParamType[tuple[int, int | None]]):
    """A range of places: ``500:`` or ``0:1500``."""

    name = "range"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[int, int | None]:
        """First place, and the one before which it ends, if any."""
        found = _RANGE.fullmatch(str(value))
        if found is None:
            self.fail(
                f"{value!r} is no range. Write it as 0:1500, or as 500: for all after.", param, ctx
            )
        first, end = int(found[1]), int(found[2]) if found[2] else None
        if end is not None and end < first:
            self.fail(f"{value!r} ends before it begins.", param, ctx)
        return first, end


_RANGE = re.compile(r"(\d{1,18}):(\d{1,18})?", re.ASCII)


@click.command("prove")
@click.argument("statement_id", metavar="ID")
@_out_option
@data_option
@config_option
def prove_command(statement_id: str, out: Path | None, data: Path, config: Path | None) -> None:
    """Write an offline proof that statement ID is in the log.

    Whoever has it and a trust policy can check it without asking anybody: beholden verify.
    """
    app = open_app(data, config)
    with explained():
        _write(app.ledger.service.document(statement_id, "proof"), out)


@click.command("receipt")
@click.argument("statement_id", metavar="ID")
@_out_option
@data_option
@config_option
def receipt_command(statement_id: str, out: Path | None, data: Path, config: Path | None) -> None:
    """Write the receipt of statement ID: the signed promise that it will be in the log.

    Receipts are for those who report, for trusted flaggers and for drills; never for who
    uploaded what was held.
    """
    app = open_app(data, config)
    with explained():
        _write(app.ledger.service.document(statement_id, "receipt"), out)


@click.command("open")
@click.argument("statement_id", metavar="ID")
@data_option
@config_option
@json_option("The opening as the file that beholden verify --opening reads.")
def open_command(statement_id: str, data: Path, config: Path | None, as_json: bool) -> None:
    """Show statement ID and the salt that opens its entry in the log.

    Show it to nobody who is not entitled to see the decision.
    """
    app = open_app(data, config)
    with explained():
        opening = app.ledger.service.open(statement_id)
    if as_json:
        click.echo(opening.encode().decode(), nl=False)
        return
    place = "waits for the log" if opening.index is None else f"index {opening.index:,} of the log"
    out = output.out()
    out.print(output.printable(f"{opening.id}: {place}"))
    out.print(f"salt {opening.salt.hex()}")
    out.print(output.printable(opening.statement.decode("utf-8", "replace")))


@click.command("erase")
@click.argument("statement_id", metavar="ID")
@_basis_option
@data_option
@config_option
def erase_command(statement_id: str, basis: str, data: Path, config: Path | None) -> None:
    """Erase statement ID: its text and salt go, its entry stays and says nothing any more.

    The erasure is itself stated in the log, with its basis. It is refused while the
    statement is preserved.
    """
    app = open_app(data, config)
    with explained():
        erasure = app.ledger.service.erase(statement_id, basis)
    output.out().print(output.printable(f"Erased: {statement_id}. Stated as {erasure}."))


@click.command("preserve")
@click.argument("statement_id", metavar="ID")
@_basis_option
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The day (UTC) on which it ends; without it, until it is released.",
)
@by_option
@data_option
@config_option
def preserve_command(
    statement_id: str,
    basis: str,
    until: datetime | None,
    by: str,
    data: Path,
    config: Path | None,
) -> None:
    """Keep statement ID from being erased while the law asks for it."""
    app = open_app(data, config)
    with explained():
        app.ledger.service.preserve(
            statement_id, basis, by, until.replace(tzinfo=UTC) if until else None
        )
    output.out().print(output.printable(f"Preserved: {statement_id}."))


@click.command("release")
@click.argument("statement_id", metavar="ID")
@data_option
@config_option
def release_command(statement_id: str, data: Path, config: Path | None) -> None:
    """End the preservation of statement ID."""
    app = open_app(data, config)
    with explained():
        app.ledger.service.release(statement_id)
    output.out().print(output.printable(f"Released: {statement_id}."))


@click.command("correct")
@click.argument("statement_id", metavar="ID")
@click.option(
    "--reason",
    required=True,
    metavar="TEXT",
    help="What was wrong and what is right, in a sentence. Name no person.",
)
@data_option
@config_option
def correct_command(statement_id: str, reason: str, data: Path, config: Path | None) -> None:
    """State a correction of statement ID: a new statement that names the old one."""
    app = open_app(data, config)
    with explained():
        correction = app.ledger.service.correct(statement_id, reason)
    output.out().print(output.printable(f"Corrected: {statement_id}. Stated as {correction}."))


@click.command("export")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="Those of a day (UTC), as 2026-11-30."
)
@click.option(
    "--entries",
    type=_Entries(),
    metavar="FIRST:END",
    help="Those at the places from FIRST up to, and without, END; without END, all from FIRST on.",
)
@_out_option
@data_option
@config_option
def export_command(
    day: datetime | None,
    entries: tuple[int, int | None] | None,
    out: Path | None,
    data: Path,
    config: Path | None,
) -> None:
    """Write the statements that are in the log, opened, one JSON object a line.

    Name a day or a range of entries. Of a range anyone can tell that nothing in it was left
    out. Bytes are in base64. What was erased is there without its text.
    """
    if (day is None) == (entries is None):
        refuse("Name either --day or --entries.")
    app = open_app(data, config)
    encode = output.encode_json
    count = 0
    with explained():
        service = app.ledger.service
        if day is not None:
            statements, which = service.export(day.replace(tzinfo=UTC)), f"{day:%Y-%m-%d}"
        else:
            first, end = entries or (0, None)
            statements = service.export_entries(first, end)
            which = f"the entries from {first:,}" + ("" if end is None else f" up to {end:,}")
        with _output(out) as stream:
            for one in statements:
                stream.write(encode(one) + b"\n")
                count += 1
    output.err().print(f"{count:,} statements of {which}.")


def _write(text: bytes, out: Path | None) -> None:
    if out is None:
        click.echo(text.decode(), nl=False)
        return
    with _output(out) as stream:
        stream.write(text)
    output.err().print(output.printable(f"Wrote {output.shown(out)}."))


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a new file that is there when all is written, and else not at all."""
    if path is None:
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader has gone: click ends without a word
                raise
            refuse(
                f"Standard output: {error.strerror or error}. What is there is not complete: "
                f"remove it. {_advice(error)}"
            )
        return
    _refuse_taken(path)
    staged = path.with_name(f"{HIDDEN_PREFIX}{os.getpid()}-{path.name}")
    try:
        with staged.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _refuse_taken(path)
        staged.rename(path)
    except OSError as error:
        refuse(
            f"{output.shown(path)}: {error.strerror or error}. Nothing was written there. "
            f"{_advice(error)}"
        )
    finally:
        staged.unlink(missing_ok=True)


def _refuse_taken(path: Path) -> None:
    if os.path.lexists(path):
        refuse(f"{output.shown(path)}: there is a file already. Name another one.")


def _advice(error: OSError) -> str:
    if error.errno in _FULL:
        return "Make room, or write to another disk, and run the command again."
    return "Check that the folder is there, its owner and its permissions, and run it again."


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
