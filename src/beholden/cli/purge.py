"""``beholden purge``: deletes what is past its time, and proves it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich import box
from rich.table import Table

from beholden.app import utc_now
from beholden.cli import output
from beholden.cli.common import data_option, explained, json_option, open_app
from beholden.gate import PurgeProof, purges

_NOTHING = "Nothing is on record yet."


@click.group("purge", invoke_without_command=True)
@click.option("--dry-run", is_flag=True, help="Only say how much is past its time.")
@data_option
@json_option("JSON: one object for each kind of data.")
@click.pass_context
def purge_group(context: click.Context, /, dry_run: bool, data: Path, as_json: bool) -> None:
    """Delete what is past its time, and write down a proof of it.

    Held and blocked decisions, answers kept for repeated requests, what the guard
    counted and the counters go when their time is over (policy.toml, [retention]).
    Each purge leaves a proof: how much, up to when, a digest over what was deleted,
    and what was left over. Run it every day.

    \b
    Examples:
      beholden purge --dry-run
      beholden purge
      beholden purge log --json

    Exit status: 0 all that was due is deleted, 1 something is left over, 2 it
    could not be done.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    if context.invoked_subcommand is not None:
        return
    app = open_app(data)
    with explained():
        if not app.has_store:
            output.write_json([]) if as_json else output.out().print(_NOTHING)
            return
        policy = app.policy()
        if dry_run:
            _print_due(app.due(utc_now(), policy), as_json=as_json)
            return
        proofs = app.purge(utc_now(), policy)
    _print(proofs, as_json=as_json)
    if any(proof.left_over for proof in proofs):
        context.exit(output.EXIT_FOUND)


@purge_group.command("log")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@data_option
@json_option("One JSON array, newest first.")
def purge_log_command(limit: int, data: Path, as_json: bool) -> None:
    """Show what earlier purges deleted, newest first."""
    app = open_app(data)
    with explained():
        proofs = purges(app.store, limit=limit) if app.has_store else ()
    _print(proofs, as_json=as_json)


def _print_due(counts: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        output.write_json([{"what": what, "due": count} for what, count in counts.items()])
        return
    for what, count in counts.items():
        output.out().print(f"{what}: {count:,} would be deleted.")


def _print(proofs: Sequence[PurgeProof], *, as_json: bool) -> None:
    console = output.out()
    if as_json:
        output.write_json(proofs)
        return
    if not proofs:
        console.print("Nothing was purged yet.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("at (UTC)", "what", "up to (UTC)", "deleted", "left over", "digest"):
        numbers = heading in {"deleted", "left over"}
        table.add_column(heading, justify="right" if numbers else "left")
    for proof in proofs:
        unfinished = proof.left_over < 0
        table.add_row(
            f"{proof.at:%Y-%m-%d %H:%M:%S}",
            proof.what,
            f"{proof.cutoff:%Y-%m-%d %H:%M:%S}",
            f"{proof.deleted:,}",
            "unfinished" if unfinished else f"{proof.left_over:,}",
            proof.digest[:16],
            style="yellow" if proof.left_over else "",
        )
    console.print(table)
