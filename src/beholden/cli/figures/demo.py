"""``beholden figures demo``: from example answers to a site, and the founding example."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import refuse
from beholden.cli.figures.build import lines_of
from beholden.cli.figures.common import DEMO, open_figures, understood
from beholden.figures import (
    EXAMPLE_DAY,
    EXAMPLE_RELEASE,
    Figures,
    FoundingLine,
    Readings,
    copy_examples,
    example_checks,
    founding_lines,
    label,
)

_MARK = Path("_beholden") / "made-by-beholden-figures-demo"
_BY = "beholden figures demo"


@click.command("demo")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEMO,
    show_default=True,
    help="Where the example folder goes; made anew each time.",
)
def demo_command(into: Path) -> None:
    """Go from example answers to a site, and check the founding example.

    The answers are re-created in every layout that is read, with the counts
    published in September 2018 where they are known and invented ones elsewhere;
    each says which. They are read, what is uncertain is settled, the release of
    2018-09 is built, and the statements of the articles that started the project
    are checked against it.
    """
    console = output.out()
    _make_room(into)
    with understood():
        copy_examples(into)
        (into / _MARK).parent.mkdir()
        (into / _MARK).touch()
    figures = open_figures(into)
    with understood(), output.progress(output.err()) as bar:
        task = bar.add_task("reading", total=None)
        readings = figures.read(lambda done, of, _name: bar.update(task, completed=done, total=of))
    with understood():
        console.print(_what_was_read(readings))
        settled = _settle(figures, readings)
        console.print(f"{settled} readings settled as a person would who has read the letters.")
        built = figures.build(EXAMPLE_RELEASE, EXAMPLE_DAY)
    for line in lines_of(built):
        console.print(output.printable(line))
    console.print()
    lines = founding_lines(built.release, figures.registry)
    console.print(_founding(lines))
    _next(console, figures.folder)
    sys.exit(output.EXIT_CLEAN)


def _make_room(into: Path) -> None:
    if not into.exists():
        into.mkdir(parents=True)
        return
    if any(into.iterdir()) and not (into / _MARK).exists():
        refuse(
            f"{output.shown(into)} holds files that this demo did not make. Give another --into."
        )
    shutil.rmtree(into)
    into.mkdir()


def _what_was_read(readings: Readings) -> Table:
    layouts = Counter(one.layout or "none recognised" for one in readings.answers)
    formats: dict[str, set[str]] = {}
    numbers: Counter[str] = Counter()
    for one in readings.answers:
        formats.setdefault(one.layout or "none recognised", set()).add(one.format)
        numbers[one.layout or "none recognised"] += len(one.items)
    table = Table(
        title=f"{len(readings.answers)} example answers",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    table.add_column("layout")
    table.add_column("formats")
    table.add_column("files", justify="right")
    table.add_column("numbers", justify="right")
    for layout in sorted(layouts):
        table.add_row(
            layout, ", ".join(sorted(formats[layout])), str(layouts[layout]), str(numbers[layout])
        )
    return table


def _settle(figures: Figures, readings: Readings) -> int:
    """Applies the example's checks to what waits for a person, by file, period and offence."""
    files = {one.item.id: answer.file for answer in readings.answers for one in answer.items}
    settled = 0
    for pending in figures.pending():
        reading = pending.item.reading
        period = "" if reading.period is None else label(reading.period)
        for check in example_checks():
            if (
                check.file == files[pending.item.id]
                and check.period in {"", period}
                and check.offence in {"", reading.offence}
            ):
                figures.check(pending.item.id, check.action, by=_BY, why=check.why)
                settled += 1
                break
    return settled


def _founding(lines: tuple[FoundingLine, ...]) -> Table:
    table = Table(
        title="The founding example, checked against this release",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_lines=True,
    )
    table.add_column("statement", overflow="fold", ratio=2)
    table.add_column("verdict")
    table.add_column("reason", overflow="fold", ratio=3)
    for one in lines:
        table.add_row(one.statement, one.verdict, one.reason)
    return table


def _next(console: Console, folder: Path) -> None:
    where = output.shown(folder)
    console.print(f"Open {where}/_beholden/site/index.html, or look here:")
    console.print("  beholden figures show Essex")
    console.print("  beholden figures compare Hampshire Essex")
    console.print(f"  beholden figures read {where} --explain")
