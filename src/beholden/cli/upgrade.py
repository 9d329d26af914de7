"""``beholden upgrade``: the tables of another version become those of this one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from beholden.cli import output
from beholden.cli.common import config_option, data_option, explained, json_option, open_app
from beholden.store import NETWORK

_BACKUP_FIRST = "Make a backup first: beholden backup FILE."


@click.command("upgrade")
@data_option
@config_option
@click.option("--yes", is_flag=True, help="Do not ask, on a terminal, whether there is a backup.")
@json_option("The version before and now, as one JSON object.")
def upgrade_command(data: Path, config: Path | None, yes: bool, as_json: bool) -> None:
    """Bring the database's tables to this program's version.

    Stop the service and make a backup first. It is done in one step: if it fails, the
    tables are as they were. Tables that are of this version already are left alone.

    \b
    Examples:
      beholden backup before-upgrade.tar.gz
      beholden upgrade

    Exit status: 0 the tables are of this version (or there are none yet), 2 refused.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    with explained():
        app = open_app(data, config)
        store = app.unprepared_store if app.has_store else None
        before = store.version() if store else None
        if store is None or before is None:
            _say(None, None, "There are no tables yet; the first use makes them.", as_json)
            return
        if before != NETWORK.newest:
            output.err().print(
                f"The tables have version {before}, this program needs {NETWORK.newest}. "
                f"{_BACKUP_FIRST}",
                style="yellow",
            )
            if not yes and sys.stdin.isatty():
                click.confirm("Is there a backup?", abort=True, err=True)
        before, now = store.upgrade()
    same = before == now
    said = f"The tables have version {now} already." if same else f"Upgraded: {before} to {now}."
    _say(before, now, said, as_json)


def _say(before: str | None, now: str | None, sentence: str, as_json: bool) -> None:
    if as_json:
        output.write_json({"from": before, "to": now})
    else:
        output.out().print(sentence)
