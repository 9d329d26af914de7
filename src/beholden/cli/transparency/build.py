"""``beholden transparency build``: a network's transparency report."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from beholden.cli import output
from beholden.cli.common import (
    config_option,
    data_option,
    explained,
    json_option,
    open_app,
    refuse,
)
from beholden.cli.transparency.common import (
    FILE,
    as_text,
    published_option,
    read_bytes,
    read_published,
    read_report,
)

if TYPE_CHECKING:
    from beholden.app import Beholden
    from beholden.transparency import ReportSettings
    from beholden.transparency.core import TransparencyReport, Window

__all__ = ["build_command"]

_DAY = click.DateTime(["%Y-%m-%d"])
_REASON_AT_MOST = 2_000
_PLACE_AT_MOST = 2**62
_FOR_READERS = 0o755
_BESIDE_AT_MOST = 200


@click.command("build")
@click.option("--from", "first", required=True, type=_DAY, help="First day (UTC), as 2026-11-01.")
@click.option("--to", "last", required=True, type=_DAY, help="Last day (UTC), as 2026-11-30.")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder for the report; nothing may be there yet.",
)
@click.option(
    "--checkpoint",
    "size",
    type=click.IntRange(0, _PLACE_AT_MOST),
    metavar="N",
    help="Of the first N entries of the log only; without it, of all that are published.",
)
@click.option(
    "--first-entry",
    type=click.IntRange(0, _PLACE_AT_MOST),
    metavar="N",
    help="Look at entries from N on; without it, from the first that was made in these days.",
)
@click.option("--service", metavar="NAME", help="Without it, service of [transparency].")
@click.option("--provider", metavar="NAME", help="Without it, provider of [transparency].")
@click.option("--contact", metavar="TEXT", help="Without it, contact of [transparency].")
@click.option("--corrects", type=FILE, metavar="REPORT", help="The report.json it replaces.")
@click.option("--reason", metavar="TEXT", help="With --corrects: what was wrong with that one.")
@published_option
@data_option
@config_option
@json_option("What was made as one JSON object.")
def build_command(
    first: datetime,
    last: datetime,
    folder: Path,
    size: int | None,
    first_entry: int | None,
    service: str | None,
    provider: str | None,
    contact: str | None,
    corrects: Path | None,
    reason: str | None,
    published: tuple[Path, ...],
    data: Path,
    config: Path | None,
    as_json: bool,
) -> None:
    """Make the transparency report of some days, from the ledger alone.

    Every statement is held against the log first. The same days under the same checkpoint,
    beside the same published reports, give the same bytes.
    """
    from beholden.app import build_report  # noqa: PLC0415 - help needs none of it
    from beholden.transparency.core import Window  # noqa: PLC0415

    if folder.exists():
        refuse(f"{output.shown(folder)}: there is something already. Name another folder.")
    window = Window(first.date(), last.date())
    app = open_app(data, config)
    settings = _settings(app, _Names(service, provider, contact), _corrected(corrects, reason))
    at, configured = published, app.config.transparency.published
    if not at and configured:
        at = (data / configured,)
    earlier = read_published(at)
    for sentence in () if at else _not_named(folder, window, settings):
        output.err().print(output.printable(sentence))
    with explained(), output.progress(output.err()) as bar:
        task = bar.add_task("Opening statements", total=None)
        made = build_report(
            app,
            window,
            settings,
            size=size,
            first=first_entry,
            earlier=earlier,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
        digest = _write(folder, made.report)
    report = made.report
    for sentence in _warnings(app.clock().date(), report):
        output.err().print(output.printable(sentence))
    if as_json:
        output.write_json(
            {
                "folder": output.shown(folder),
                "sha256": digest,
                "checkpoint": report.checkpoint.size,
                "coverage": report.coverage,
                "earlier": report.earlier,
                "notes": report.notes,
            }
        )
        return
    out = output.out()
    out.print(output.printable(f"Wrote {output.shown(folder)}. SHA-256 of report.json: {digest}"))
    for name in ("uploads-checked", "uploads-held", "uploads-blocked"):
        figure, indicator = report.figure(name), report.indicator(name)
        if figure is not None and indicator is not None:
            out.print(output.printable(f"{indicator.title}: {as_text(figure)}"))
    for one in report.earlier:
        days = f"{one.window.first} to {one.window.last}"
        out.print(f"Protected beside the report of {days}, SHA-256 {one.sha256}.")
    for note in report.notes:
        out.print(output.printable(note))


class _Names(NamedTuple):
    service: str | None
    provider: str | None
    contact: str | None


class _Corrected(NamedTuple):
    revision: int = 1
    digest: str = ""
    reason: str = ""


def _corrected(path: Path | None, reason: str | None) -> _Corrected:
    if (path is None) != (reason is None):
        refuse("--corrects and --reason belong together: name both or neither.")
    if path is None or reason is None:
        return _Corrected()
    if not reason.strip() or not reason.isprintable() or len(reason) > _REASON_AT_MOST:
        refuse(f"--reason: write one printable line of at most {_REASON_AT_MOST:,} characters.")
    old = read_report(path)
    return _Corrected(old.revision + 1, sha256(read_bytes(path)).hexdigest(), reason)


def _settings(app: Beholden, names: _Names, corrected: _Corrected) -> ReportSettings:
    from beholden.transparency import ReportSettings  # noqa: PLC0415 - as above

    configured = app.config.transparency
    named = {
        name: configured_text if given is None else given
        for name, given, configured_text in (
            ("service", names.service, configured.service),
            ("provider", names.provider, configured.provider),
        )
    }
    for name, text in named.items():
        if not text.strip():
            refuse(f"Name the {name}: --{name} NAME, or {name} under [transparency].")
    return ReportSettings(
        service=named["service"],
        provider=named["provider"],
        contact=configured.contact if names.contact is None else names.contact,
        small_numbers_below=configured.small_numbers_below,
        revision=corrected.revision,
        corrects=corrected.digest,
        correction=corrected.reason,
    )


def _not_named(folder: Path, window: Window, settings: ReportSettings) -> Iterator[str]:
    """Reports beside the new one that it should be protected beside, if nobody said so."""
    from beholden.transparency.core import ReportError, decode_report, is_of, overlap  # noqa: PLC0415 - as above

    for path in itertools.islice(sorted(folder.parent.glob("*/report.json")), _BESIDE_AT_MOST):
        try:
            report = decode_report(read_bytes(path))
        except (ReportError, OSError):
            continue
        days = report.window
        of = is_of(report, settings.service, settings.provider)
        if of and days != window and overlap(days, window):
            yield (
                f"{output.shown(path)} is about {days.first} to {days.last}. If it was published, "
                "readers can subtract: give it with --published."
            )


def _warnings(today: date, report: TransparencyReport) -> Sequence[str]:
    said = []
    if report.window.last >= today:
        said.append(
            f"{report.window.last} has not ended (UTC): its hours are stated when they are over. "
            f"Make the report again from {report.window.last + timedelta(days=1)} on."
        )
    if report.coverage.refused:
        said.append(
            f"{report.coverage.refused:,} entries could not be opened, and no statement under this "
            "checkpoint says that they were erased. A newer checkpoint may: leave --checkpoint out."
        )
    return said


def _write(folder: Path, report: TransparencyReport) -> str:
    """Writes the files of a report into a new folder; the digest of the report itself.

    They are written beside it: the folder is there with all of them, or not at all.
    """
    from beholden.transparency import report_files  # noqa: PLC0415 - as above

    files = report_files(report)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for file in files:
            path = staged / file.name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file.content)
        staged.chmod(_FOR_READERS)
        staged.rename(folder)
    except OSError:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return next(sha256(one.content).hexdigest() for one in files if one.name == "report.json")
