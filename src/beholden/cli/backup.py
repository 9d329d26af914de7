"""``beholden backup`` and ``beholden restore``: everything in one file, and back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec

from beholden.app import BackupError, back_up, check_backup, restore, utc_now
from beholden.cli import output
from beholden.cli.common import config_option, data_option, explained, json_option, open_app, refuse

_KEEP_SAFE = (
    "It holds hash lists and the secret of keys and pseudonyms: keep it as safe as the data folder."
)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@config_option
@json_option("What was written, as one JSON object.")
def backup_command(file: Path, data: Path, config: Path | None, as_json: bool) -> None:
    """Write lists, policy, configuration, secret and all records to FILE (.tar.gz).

    It works while the service runs. FILE must not be there yet; it appears when all
    of it is on the disk, readable by its owner alone. Changes of lists wait meanwhile.
    There must be room beside FILE for all records uncompressed.

    \b
    Examples:
      beholden backup /mnt/safe/beholden-2026-11-22.tar.gz
      beholden restore --check /mnt/safe/beholden-2026-11-22.tar.gz

    Exit status: 0 written, 2 nothing was written.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    with _explained(), _shown_progress("Backing up") as progress:
        app = open_app(data, config)
        report = back_up(
            file,
            data=data,
            store=app.unprepared_store if app.has_store else None,
            lists=app.lists,
            secret=app.config.secret_path(data),
            now=utc_now(),
            progress=progress,
        )
    if any(report.rows.values()) and not report.has_secret:
        output.err().print(
            "Warning: there is no secret, so keys and pseudonyms on record cannot be recognised "
            "after a restore. See store.secret_file: beholden config show.",
            style="yellow",
        )
    if as_json:
        output.write_json(_plain(report))
        return
    rows = sum(report.rows.values())
    output.out().print(
        output.printable(
            f"{output.shown(file)}: {report.bytes:,} bytes; records: {rows:,}, "
            f"editions of lists: {report.editions:,}."
        )
    )
    output.err().print(_KEEP_SAFE, style="yellow")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@click.option(
    "--store-url",
    metavar="URL",
    help="Database to restore into: sqlite:///PATH or postgresql://USER@HOST/NAME. By default the "
    "one that the restored configuration names.",
)
@config_option
@click.option("--force", is_flag=True, help="Set aside what is there; nothing is deleted.")
@click.option("--check", "only_check", is_flag=True, help="Check FILE, write nothing.")
@json_option("What was restored, as one JSON object.")
def restore_command(
    file: Path,
    data: Path,
    store_url: str | None,
    config: Path | None,
    force: bool,
    only_check: bool,
    as_json: bool,
) -> None:
    """Restore what backup wrote to FILE, into an empty data folder and database.

    Stop the service first, and run this as its user. Every byte is checked before
    anything is written, and all of it is restored or nothing. A backup of SQLite
    restores into PostgreSQL, and the other way round.

    \b
    Examples:
      beholden restore /mnt/safe/beholden-2026-11-22.tar.gz
      beholden restore --force --data /srv/beholden monday.tar.gz

    Exit status: 0 restored (or sound, with --check), 2 refused: nothing has changed.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    if only_check:
        _check(file, as_json)
        return
    with _explained(), _shown_progress("Restoring") as progress:
        report = restore(
            file,
            data=data,
            environ=os.environ,
            now=utc_now(),
            config=config,
            store_url=store_url,
            force=force,
            progress=progress,
        )
    for note in report.notes:
        output.err().print(output.printable(f"Note: {note}"), style="yellow")
    if as_json:
        output.write_json(_plain(report))
        return
    rows = sum(report.rows.values())
    say = output.out().print
    say(
        output.printable(
            f"{report.data}: as it was at {report.created_at.isoformat(timespec='seconds')}; "
            f"records: {rows:,}, in {report.store}; editions of lists: {report.editions:,}."
        )
    )
    for aside in report.set_aside:
        say(output.printable(f"Set aside: {aside}. Remove it when you are sure."))


def _check(file: Path, as_json: bool) -> None:
    with _explained(), _shown_progress("Checking") as progress:
        manifest = check_backup(file, progress)
    if as_json:
        plain = _plain(manifest)
        output.write_json({**plain, "files": len(manifest.files), "bytes": manifest.total})
        return
    output.out().print(
        f"Sound: made {manifest.created_at.isoformat(timespec='seconds')} by version "
        f"{manifest.program}; files: {len(manifest.files):,}, bytes: {manifest.total:,}, "
        f"records: {sum(manifest.rows.values()):,}."
    )


@contextmanager
def _explained() -> Iterator[None]:
    with explained():
        try:
            yield
        except BackupError as error:
            refuse(str(error))


@contextmanager
def _shown_progress(what: str) -> Iterator[Callable[[int, int], None]]:
    with output.progress(output.err()) as bar:
        task = bar.add_task(what, total=None)

        def shown(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield shown


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    return {
        name: output.shown(found) if isinstance(found, Path) else found
        for name, found in msgspec.structs.asdict(value).items()
    }
