"""``beholden verify``: is a statement in the log, as its receipt promised?"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from beholden.cli import output
from beholden.cli.common import explained, json_option, refuse
from beholden.ledger import Verdict, evidence, parse_policy, verify_document

_FILE_BYTES = 1_000_000
_FORM = "%Y-%m-%dT%H:%M:%SZ"

_INPUT = click.Path(dir_okay=False, path_type=Path)


@click.command("verify")
@click.argument("document", type=_INPUT)
@click.option(
    "--policy",
    "policy_file",
    type=_INPUT,
    required=True,
    help="Trust policy: the keys of the log and its witnesses, and how many must confirm.",
)
@click.option("--proof", "proof_file", type=_INPUT, help="The network's proof for the receipt.")
@click.option(
    "--opening",
    "opening_file",
    type=_INPUT,
    help="What opens the statement; it is checked, and the statement shown.",
)
@click.option(
    "--checkpoint",
    "checkpoint_file",
    type=_INPUT,
    help="A checkpoint of the log from after the deadline, to go into the evidence.",
)
@click.option(
    "--evidence",
    "evidence_file",
    type=_INPUT,
    show_default="DOCUMENT.evidence.json",
    help="Where to write the evidence if the deadline has passed without a proof.",
)
@click.option("--now", "now_text", metavar="TIME", help="Judge as of this time (UTC), not of now.")
@json_option("The verdict as one JSON object.")
def verify_command(
    document: Path,
    policy_file: Path,
    proof_file: Path | None,
    opening_file: Path | None,
    checkpoint_file: Path | None,
    evidence_file: Path | None,
    now_text: str | None,
    as_json: bool,
) -> None:
    """Check a receipt or a proof that a network gave you; DOCUMENT is either.

    Works offline and needs nothing but the files: nobody is asked, and nobody
    learns that you asked. A receipt is the network's promise to enter something
    in its log by a deadline; a proof shows that it did.

    \b
    The verdict, in one sentence:
      Included   it is in the log, and cannot be taken out unseen
      Promised   the network has signed for it; the deadline has not passed
      Overdue    the deadline has passed and no proof was given: the evidence is
                 written to a file that anyone can check
      Refused    the document does not verify, and proves nothing

    \b
    Examples:
      beholden verify report.receipt --policy trust.txt
      beholden verify report.receipt --policy trust.txt --proof report.tlog-proof
      beholden verify report.tlog-proof --policy trust.txt --opening opening.json

    Exit status: 0 included or promised, 1 overdue or refused, 2 wrong usage or
    a file that cannot be read.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    now = _now(now_text)
    with explained():
        data = _read(document)
        policy = parse_policy(_read(policy_file))
        checkpoint = _read_if(checkpoint_file)
        verdict = verify_document(
            data,
            policy,
            now,
            proof=_read_if(proof_file),
            opening=_read_if(opening_file),
            checkpoint=checkpoint,
        )
    written, notes = None, []
    if verdict.checkpoint_problem is not None:
        notes.append(verdict.checkpoint_problem)
    if verdict.kind == "overdue":
        to = evidence_file or document.with_name(f"{document.name}.evidence.json")
        problem = _write(to, evidence(verdict, data, policy, checkpoint, now))
        written = to if problem is None else None
        notes.append(problem or f"The evidence is in {output.shown(to)}.")
    if as_json:
        output.write_json(_object(verdict, written))
    else:
        _say(verdict)
    for note in notes:
        output.err().print(output.printable(note))
    sys.exit(output.EXIT_CLEAN if verdict.good else output.EXIT_FOUND)


def _say(verdict: Verdict) -> None:
    console = output.out()
    console.print(output.printable(verdict.sentence), style=None if verdict.good else "bold red")
    if verdict.statement is not None:
        console.print(f"It says: {output.printable(_text(verdict.statement))}")


def _object(verdict: Verdict, written: Path | None) -> dict[str, Any]:
    place, promise = verdict.place, verdict.promise
    return {
        "verdict": verdict.kind,
        "sentence": verdict.sentence,
        "error": verdict.error,
        "log": verdict.origin,
        "leaf": verdict.leaf,
        "index": None if place is None else place.index,
        "size": None if place is None else place.size,
        "witnesses": [
            {"name": name, "time": _shown(time)}
            for name, time in (place.witnesses if place else ())
        ],
        "promised_at": None if promise is None else _shown(promise.made),
        "merge_by": None if promise is None else _shown(promise.merge_by),
        "statement": None if verdict.statement is None else _text(verdict.statement),
        "statement_bytes": verdict.statement,
        "checkpoint_problem": verdict.checkpoint_problem,
        "evidence": None if written is None else output.shown(written),
    }


def _shown(seconds: int) -> str | int:
    """A time as people write it; a witness may say one that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime(_FORM)
    except (ValueError, OverflowError, OSError):
        return seconds


def _text(statement: bytes) -> str:
    return statement.decode("utf-8", "backslashreplace")


def _now(text: str | None) -> int:
    if text is None:
        return int(time.time())
    try:
        return int(datetime.strptime(text, _FORM).replace(tzinfo=UTC).timestamp())
    except ValueError:
        refuse(f"--now is a time in the form 2026-11-22T12:00:00Z, not {output.printable(text)}.")


def _read_if(path: Path | None) -> bytes | None:
    return None if path is None else _read(path)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_FILE_BYTES + 1)
    if len(data) > _FILE_BYTES:
        refuse(
            f"{output.shown(path)}: more than {_FILE_BYTES:,} bytes. A receipt, proof or policy is "
            "a small text file; this is some other one."
        )
    return data


def _write(path: Path, content: bytes) -> str | None:
    """Writes a file that is not there; returns why it could not."""
    try:
        try:
            with path.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            if _read(path) == content:
                return None
            return (
                f"{output.shown(path)} is there already and was left as it is. "
                "Name another file with --evidence."
            )
    except OSError as error:
        return (
            f"{output.shown(path)}: the evidence cannot be written ({error.strerror}). "
            "Name another file with --evidence."
        )
    return None
