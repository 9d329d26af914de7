"""``beholden figures build``: the release and its site."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from beholden.cli import output
from beholden.cli.common import json_option
from beholden.cli.figures.common import counted, folder_argument, open_figures, understood
from beholden.figures import Built, ReleaseId


@click.command("build")
@folder_argument
@click.option("--release", help="The release's name. [the year and month it is published]")
@click.option(
    "--published",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day it is published. [today]",
)
@json_option("One JSON object: the release's name, what it holds and where it lies.")
def build_command(
    folder: Path, release: str | None, published: datetime | None, *, as_json: bool
) -> None:
    """Build a release from what is certain or settled, and the site of all releases.

    Releases are append-only: building the same again renders it anew, and what
    has changed since goes into a release of another name, with a change log. The
    site is a folder of plain files for any web server.

    \b
    Examples:
      beholden figures build answers
      beholden figures build answers --release 2018-09 --published 2018-09-13
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    figures = open_figures(folder)
    day: date | None = None if published is None else published.date()
    with understood():
        built = figures.build(None if release is None else ReleaseId(release), day)
    if as_json:
        output.write_json(_state(built))
    else:
        for line in lines_of(built):
            output.out().print(output.printable(line))


def lines_of(built: Built) -> list[str]:
    """What was built, in a few lines."""
    first = "built" if built.new else "exists already and is unchanged; rendered anew"
    asked = len(built.release.asked)
    lines = [
        f"Release {built.release.id} {first}.",
        f"{counted(built.known, 'number')} of {built.forces} of {asked} forces asked.",
    ]
    if built.release.changes:
        lines.append(
            f"{counted(len(built.release.changes), 'change')} to {built.release.previous}."
        )
    if built.assembly.pending:
        waiting = counted(
            len(built.assembly.pending),
            "reading waits for a person and is not in it",
            "readings wait for a person and are not in it",
        )
        lines.append(f"{waiting} (beholden figures review).")
    if built.release.splits:
        lines.append(f"{counted(len(built.release.splits), 'split')} by platform, sex or age.")
    if built.not_asked:
        lines.append(
            f"Left out, for figures.toml does not name them in asked: {', '.join(built.not_asked)}."
        )
    for one in built.held:
        ids = f" ({', '.join(one.ids)})" if one.ids else ""
        lines.append(f"Not split by {one.dimension}: {one.file}. {one.why}{ids}")
    return [*lines, f"Data  {built.data}", f"Site  {built.site / 'index.html'}"]


def _state(built: Built) -> dict[str, object]:
    return {
        "release": built.release.id,
        "new": built.new,
        "numbers": built.known,
        "forces": built.forces,
        "asked": len(built.release.asked),
        "changes": len(built.release.changes),
        "splits": len(built.release.splits),
        "splits_held": [
            {"file": one.file, "by": one.dimension, "why": one.why, "ids": list(one.ids)}
            for one in built.held
        ],
        "pending": [one.item.id for one in built.assembly.pending],
        "data": output.shown(built.data),
        "site": output.shown(built.site),
    }
