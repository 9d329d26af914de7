"""``beholden witness``: confirm the checkpoints of logs, each only if it continues the last."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import explained, json_option, refuse
from beholden.ledger import VerifierKey, Witness, WitnessedLog, parse_verifier_key

_SEED_BYTES = 32

_data_option = click.option(
    "--data",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The witness's folder.",
)


@click.group("witness")
def witness_group() -> None:
    """Confirm the checkpoints of logs, each only if it continues the last one.

    A witness holds no entries and learns nothing of what is in a log. It signs a
    checkpoint only if it continues every one that it signed before, so a log
    whose checkpoints need its word cannot show two histories.

    \b
    Example:
      beholden witness init --data witness --name witness.example.net
      beholden witness trust network.example/log+... --data witness
      beholden witness serve --data witness --listen 0.0.0.0:8790
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"


@witness_group.command("init")
@_data_option
@click.option("--name", required=True, help="The witness's own name, as witness.example.net.")
@json_option("The key as one JSON object.")
def init_command(folder: Path, name: str, as_json: bool) -> None:
    """Make a witness: its folder and its key. Prints the key to give to others.

    Networks put what is printed into their trust policy; so do those who follow
    their logs.
    """
    with explained():
        key = Witness.create(folder, name, secrets.token_bytes(_SEED_BYTES)).key
    _print_key(key, as_json=as_json)
    output.err().print(
        f"Back up {output.shown(folder)}/witness.key now, where nobody else can read it: whoever "
        "has it signs as this witness. Back up the folder logs often: a witness that has lost "
        "what it last signed for a log signs no more for it."
    )


@witness_group.command("trust")
@click.argument("log_key")
@_data_option
@json_option("The log as one JSON object.")
def trust_command(log_key: str, folder: Path, as_json: bool) -> None:
    """Confirm the checkpoints of the log whose key is LOG_KEY, from now on.

    LOG_KEY is what "beholden ledger status" prints at the network; get it from the
    network itself. Its name is the log's origin. A log may have several keys while
    it replaces one. A running witness follows at once.
    """
    with explained():
        log = Witness.open(folder).trust(parse_verifier_key(log_key.strip()))
    _print_log(log, as_json=as_json)


@witness_group.command("untrust")
@click.argument("log_key")
@_data_option
@json_option("The log as one JSON object.")
def untrust_command(log_key: str, folder: Path, as_json: bool) -> None:
    """Confirm nothing more that only LOG_KEY signed.

    What was confirmed before is kept: if the log is trusted again, it goes on
    from there and cannot begin a second history.
    """
    with explained():
        log = Witness.open(folder).untrust(parse_verifier_key(log_key.strip()))
    _print_log(log, as_json=as_json)


@witness_group.command("status")
@_data_option
@json_option("One JSON object: the witness's key and every log.")
def status_command(folder: Path, as_json: bool) -> None:
    """Show the witness's key and what it last confirmed of each log.

    Exit status: 0 well, 1 a log is not confirmed, or was caught showing two
    histories, 2 wrong usage.
    """
    with explained():
        witness = Witness.open(folder)
        logs = witness.logs()
    if as_json:
        output.write_json({"key": witness.key.text, "logs": [_row(log) for log in logs]})
    else:
        console = output.out()
        console.print(output.printable(f"key  {witness.key.text}"))
        console.print(_table(logs) if logs else "It trusts no log. See: beholden witness trust.")
        for log in logs:
            _warn(log)
    wrong = any(log.problem or log.evidence for log in logs)
    sys.exit(output.EXIT_FOUND if wrong else output.EXIT_CLEAN)


@witness_group.command("serve")
@_data_option
@click.option(
    "--listen",
    default="127.0.0.1:8790",
    show_default=True,
    help="HOST:PORT, [::1]:PORT or unix:/path.",
)
def serve_command(folder: Path, listen: str) -> None:
    """Answer the logs that ask for a confirmation, until stopped.

    Speaks plain HTTP; put a server with a certificate before it. Logs ask at
    /add-checkpoint, monitors read /HASH/checkpoint (HASH: SHA-256 of the log's
    origin in hex), /healthz says that it lives. Logs are JSON lines on standard
    error. Ctrl-C or SIGTERM stops it.
    """
    # A server, and the settings of one, for this alone.
    from beholden.config import parse_listen  # noqa: PLC0415
    from beholden.web import serve_witness  # noqa: PLC0415

    try:
        parse_listen(listen)
    except ValueError as error:
        refuse(f"--listen: {error}")
    with explained():
        serve_witness(folder, listen=listen)


def _print_key(key: VerifierKey, *, as_json: bool) -> None:
    if as_json:
        output.write_json({"key": key.text})
    else:
        click.echo(key.text)


def _print_log(log: WitnessedLog, *, as_json: bool) -> None:
    if as_json:
        output.write_json(_row(log))
        return
    if not log.keys:
        said = "is not confirmed any more; what was confirmed is kept"
    elif log.checkpoint is None:
        said = "begins with whatever checkpoint it shows first"
    else:
        said = f"goes on from {log.checkpoint.size:,} entries"
    keys = "1 key" if len(log.keys) == 1 else f"{len(log.keys)} keys"
    output.out().print(output.printable(f"{log.origin} ({keys}): {said}."))
    _warn(log)


def _warn(log: WitnessedLog) -> None:
    if log.problem is not None:
        output.err().print(output.printable(f"{log.origin}: {log.problem}"), style="red")
    if log.evidence:
        output.err().print(
            output.printable(
                f"{log.origin}: signed {log.evidence:,} other histories; the evidence is in the "
                "folder evidence of the log."
            ),
            style="red",
        )


def _row(log: WitnessedLog) -> dict[str, Any]:
    signed = log.checkpoint
    return {
        "origin": log.origin,
        "keys": [key.text for key in log.keys],
        "size": None if signed is None else signed.size,
        "root": None if signed is None else signed.root,
        "time": log.time,
        "problem": log.problem,
        "forks": log.evidence,
    }


def _table(logs: tuple[WitnessedLog, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("log", "keys", "entries", "confirmed", "state"):
        table.add_column(heading, overflow="fold")
    for log in logs:
        size = "none yet" if log.checkpoint is None else f"{log.checkpoint.size:,}"
        at = "" if log.time is None else f"{datetime.fromtimestamp(log.time, UTC):%Y-%m-%d %H:%M}"
        state = "not confirmed" if log.problem else "trusted" if log.keys else "not trusted"
        table.add_row(output.printable(log.origin), str(len(log.keys)), size, at, state)
    return table
