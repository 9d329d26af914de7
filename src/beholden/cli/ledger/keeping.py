"""``beholden ledger``: naming the log, how it stands, its keys, checking and mending it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import config_option, data_option, explained, json_option, open_app, refuse

if TYPE_CHECKING:
    from beholden.ledger import LedgerStatus

_OVERLAP_DAYS = 30
_BACK_UP = (
    "Back up the data folder now (beholden backup FILE) and keep the backup apart: without this "
    "key the log cannot go on, and whoever has it can sign in your name."
)


@click.command("init")
@click.option(
    "--origin",
    required=True,
    metavar="NAME",
    help="The network's name for its log, for ever: a domain of yours and a word, as in "
    "example.org/decisions.",
)
@data_option
@config_option
@json_option("The origin and the verifier key as one JSON object.")
def init_command(origin: str, data: Path, config: Path | None, as_json: bool) -> None:
    """Give the log its name and its signing key.

    A service that was started before has kept a log without a name: it goes on under this
    one, and nothing that is in it changes.
    """
    app = open_app(data, config)
    with explained():
        identity = app.ledger.name(origin)
        if len(identity.keys) > 1:
            # It had another name until now: that statement should not be left waiting.
            app.drain_if_idle()
    key = identity.keys[0].verifier
    if as_json:
        output.write_json({"origin": identity.origin, "key": key})
    else:
        output.out().print(f"The log is named {identity.origin}. Its verifier key:")
        click.echo(key)
    output.err().print(_BACK_UP)


@click.command("status")
@data_option
@config_option
@json_option("How the log stands as one JSON object.")
def status_command(data: Path, config: Path | None, as_json: bool) -> None:
    """Say how the log stands: entries, what waits, who cosigned, what is wrong.

    Exit status 1 if something is wrong.
    """
    app = open_app(data, config)
    with explained():
        status = app.ledger.service.status()
    problems = _problems(status) | _standing_still(app.ledger.folder)
    if as_json:
        output.write_json({**_row(status), "problems": problems})
    else:
        output.out().print(_status_table(status))
        for sentence in problems.values():
            output.out().print(output.printable(f"Problem: {sentence}"))
    raise SystemExit(output.EXIT_FOUND if problems else output.EXIT_CLEAN)


@click.command("checkpoint")
@data_option
@config_option
def checkpoint_command(data: Path, config: Path | None) -> None:
    """Print the published checkpoint.

    Where no service is running, what waits is taken into the log first. Exit status 1 if a
    witness or the quorum kept the newest one from being published.
    """
    from beholden.ledger import LogLockedError  # noqa: PLC0415

    app = open_app(data, config)
    problems: tuple[str, ...] = ()
    with explained():
        try:
            outcome = app.drain()
        except LogLockedError:
            pass  # the service does it
        else:
            problems = tuple(outcome.problems.values())
        for sentence in problems:
            output.err().print(output.printable(sentence))
        note = app.ledger.service.published()
    if note is None:
        refuse(
            "No checkpoint is published yet: nothing was decided since the ledger is on, or the "
            "quorum of witnesses is not met. See: beholden ledger status."
        )
    click.echo(note.decode(), nl=False)
    raise SystemExit(output.EXIT_FOUND if problems else output.EXIT_CLEAN)


@click.command("trust")
@data_option
@config_option
def trust_command(data: Path, config: Path | None) -> None:
    """Print the trust policy: what others need to verify proofs and to follow the log.

    Witnesses and quorum are written into ledger/trust.txt of the data folder by hand.
    """
    app = open_app(data, config)
    with explained():
        text = app.ledger.trust_text()
    click.echo(text.decode(), nl=False)


@click.command("rotate-key")
@click.option(
    "--overlap-days",
    type=click.FloatRange(0, 3650),
    default=_OVERLAP_DAYS,
    show_default=True,
    metavar="N",
    help="How long the old key goes on signing beside the new one.",
)
@data_option
@config_option
def rotate_command(overlap_days: float, data: Path, config: Path | None) -> None:
    """Make a new signing key; for a time both sign. The change is stated in the log."""
    app = open_app(data, config)
    with explained():
        old, new = app.ledger.rotate_key(round(overlap_days * 86_400))
    until = datetime.fromtimestamp(old.until or 0, UTC)
    output.out().print(
        f"The new key signs from now on, the old one beside it until {until:%Y-%m-%d %H:%M} UTC. "
        "Give everybody who follows the log the new verifier key:"
    )
    click.echo(new.verifier)
    output.err().print(_BACK_UP)


@click.command("distrust-key")
@click.argument("key_id", metavar="KEY")
@data_option
@config_option
def distrust_command(key_id: str, data: Path, config: Path | None) -> None:
    """Mark a key that was rotated away as stolen: it signs no more, and no policy names it.

    KEY is the eight hex digits in its verifier text. Give everybody who follows the log the
    new trust policy: what they hold still names the key.
    """
    app = open_app(data, config)
    with explained():
        marked = app.ledger.distrust_key(key_id)
    output.out().print(output.printable(f"Not trusted any more: {marked.verifier}"))
    output.err().print("Give everybody who follows the log the new policy: beholden ledger trust.")


@click.command("verify")
@data_option
@config_option
@json_option("What was checked and found as one JSON object.")
def verify_command(data: Path, config: Path | None, as_json: bool) -> None:
    """Check the whole log: every hash, every file, every statement that can be opened.

    Exit status 1 if anything is not as it was signed.
    """
    app = open_app(data, config)
    with explained(), output.progress(output.err()) as bar:
        task = bar.add_task("Checking the log", total=None)
        report = app.ledger.verify(
            lambda done, total: bar.update(task, completed=done, total=total)
        )
    if as_json:
        output.write_json(report)
    elif report.problems:
        for sentence in report.problems:
            output.out().print(output.printable(sentence))
    else:
        output.out().print(
            f"All is well: {report.size:,} entries give the signed root, {report.opened:,} "
            f"statements open theirs, {report.erased:,} are erased, {report.unopened:,} not kept."
        )
    raise SystemExit(output.EXIT_FOUND if report.problems else output.EXIT_CLEAN)


@click.command("repair")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="A mirror's copy of this log, for entries that neither folder nor database has.",
)
@data_option
@config_option
def repair_command(source: Path | None, data: Path, config: Path | None) -> None:
    """Mend the log's files from its entries, its database, or a mirror's copy.

    Nothing is written that does not lead to the root that was signed. Stop the service first.
    """
    app = open_app(data, config)
    with explained():
        done = app.ledger.repair(source)
    for sentence in done.sentences:
        output.out().print(output.printable(sentence))
    raise SystemExit(output.EXIT_CLEAN if done.whole else output.EXIT_FOUND)


@click.command("resume")
@data_option
@config_option
def resume_command(data: Path, config: Path | None) -> None:
    """Let a log that was put back from a backup go on.

    Only if no newer checkpoint than the backup's was ever published: otherwise there would be
    two logs of one name. Ask your mirrors and witnesses what they have seen.
    """
    from beholden.ledger import settle_restored  # noqa: PLC0415 - see cli.common

    app = open_app(data, config)
    with explained():
        stood_still = settle_restored(app.ledger.folder)
    output.out().print(
        "The log goes on." if stood_still else "The log was not standing still; nothing changed."
    )


def _standing_still(folder: Path) -> dict[str, str]:
    from beholden.ledger import RestoredError, refuse_restored  # noqa: PLC0415 - see cli.common

    try:
        refuse_restored(folder)
    except RestoredError as error:
        return {"restored": str(error)}
    return {}


def _problems(status: LedgerStatus) -> dict[str, str]:
    problems = dict(status.sequencer.problems) if status.sequencer else {}
    if not status.named:
        problems["unnamed"] = (
            "The log has no name yet, so nobody can tell whose it is. Name it: beholden ledger "
            "init --origin NAME."
        )
    if status.waiting and not status.running:
        problems["not_running"] = (
            f"{status.waiting:,} statements wait, and no service takes them into the log. Start "
            "it (beholden serve), or run: beholden ledger checkpoint."
        )
    return problems


def _row(status: LedgerStatus) -> dict[str, object]:
    return {name: getattr(status, name) for name in status.__struct_fields__}


def _status_table(status: LedgerStatus) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    waiting = f"{status.waiting:,}"
    if status.waiting_since is not None:
        waiting += f", the oldest since {status.waiting_since:%Y-%m-%d %H:%M:%S} UTC"
    published = f"{status.published:,} entries" if status.published else "nothing yet"
    rows = (
        ("origin", status.origin),
        ("key", status.keys[0].verifier),
        ("entries", f"{status.size:,}"),
        ("root", status.root),
        ("published", published),
        ("cosigned by", ", ".join(status.cosigned_by) or "no witness"),
        ("waiting", waiting),
        ("erased", f"{status.erased:,}"),
        ("sequencer", "running" if status.running else "not running"),
    )
    for name, value in rows:
        table.add_row(name, output.printable(value))
    return table
