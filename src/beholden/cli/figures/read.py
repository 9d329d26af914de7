"""``beholden figures read``: what each answer of a folder says."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import json_option
from beholden.cli.figures.common import counted, folder_argument, open_figures, understood
from beholden.figures import Assembly, Figures, ReadAnswer, Readings, label, placed


@click.command("read")
@folder_argument
@click.option("--explain", is_flag=True, help="Say of each file, step by step, how it was read.")
@json_option("One JSON object a file, with every number, its place and its flags.")
def read_command(folder: Path, *, explain: bool, as_json: bool) -> None:
    """Read the answers in FOLDER; every number keeps where it came from.

    xlsx, xls, ods, csv, docx, pdf, html, eml, msg and txt are known by their
    bytes. FOLDER may hold answers.csv (file, force, received, asked_from,
    asked_to, origin, note, state) and figures.toml; without a list the force is
    taken from the name of a file's folder or of the file. What is read is kept in
    FOLDER/_beholden; the answers are never written to.

    Exit status: 0 every number is certain, 1 a person has to settle some, or has to
    look into a file of which nothing was understood.

    \b
    Examples:
      beholden figures read answers
      beholden figures read answers --explain
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    figures = open_figures(folder)
    with understood(), output.progress(output.err()) as bar:
        task = bar.add_task("reading", total=None)
        readings = figures.read(lambda done, of, _name: bar.update(task, completed=done, total=of))
        assembly = figures.assembly(readings)
    if as_json:
        for answer in readings.answers:
            output.write_json(answer)
    else:
        _print(output.out(), figures, readings.answers, assembly, explain=explain)
    silent = figures.silent(readings)
    sys.exit(output.EXIT_FOUND if assembly.pending or silent else output.EXIT_CLEAN)


def _print(
    console: Console,
    figures: Figures,
    answers: tuple[ReadAnswer, ...],
    assembly: Assembly,
    *,
    explain: bool,
) -> None:
    fate = _fates(assembly)
    if explain:
        for answer in answers:
            _explain(console, figures, answer, assembly)
    else:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for heading in ("file", "force", "layout", "used", "to settle", "left out"):
            right = heading in {"used", "to settle", "left out"}
            table.add_column(heading, justify="right" if right else "left", overflow="fold")
        for answer in answers:
            of_each = Counter(fate.get(one.item.id, "") for one in answer.items)
            table.add_row(
                output.printable(answer.file),
                _force(figures, answer),
                answer.error_code or answer.layout or "none recognised",
                f"{of_each['used']}",
                f"{of_each['pending']}",
                f"{of_each['left out']}",
            )
        console.print(table)
    for answer in answers:
        if answer.error:
            console.print(output.printable(f"Not read: {answer.error}"), style="red")
    for answer in figures.silent(Readings(answers)):
        if not answer.error:
            console.print(
                output.printable(
                    f"{answer.file}: nothing was understood. Look into it; what it says can be "
                    "entered (beholden figures enter)."
                ),
                style="yellow",
            )
    used, pending = len(assembly.used), len(assembly.pending)
    console.print(
        f"{counted(len(answers), 'file')}. {counted(used, 'number')} certain or settled, "
        f"{pending:,} to settle, "
        f"{len(assembly.left_out):,} left out."
    )
    if pending:
        console.print(
            f"Nothing uncertain is published. Settle it: beholden figures review "
            f"{output.shown(figures.folder)}"
        )


def _explain(console: Console, figures: Figures, answer: ReadAnswer, assembly: Assembly) -> None:
    console.print(f"{output.printable(answer.file)}  ({_force(figures, answer)})", style="bold")
    came = {
        "list": "answers.csv says so",
        "folder": "the name of its folder",
        "file name": "its own name",
        "": "nobody says",
    }[answer.force_from]
    console.print(f"  force: {_force(figures, answer)} ({came})")
    for step in answer.steps:
        console.print(f"  {output.printable(step)}")
    for notice in answer.notices:
        console.print(f"  notice {notice.code}: {output.printable(notice.sentence)}")
    for status in answer.statuses:
        console.print(f"  the force says: {status.kind.replace('_', ' ')} {status.section}")
    fate = _fates(assembly)
    left = {one.item.id: one.why for one in assembly.left_out}
    open_questions = {one.item.id: one.questions for one in assembly.pending}
    for one in answer.items:
        reading = one.item.reading
        value = reading.value
        shown = f"{value.count:,}" if value.count is not None else value.state.replace("_", " ")
        where = placed(reading.sources[0].place) if reading.sources else ""
        period = "?" if reading.period is None else label(reading.period)
        console.print(
            output.printable(
                f"  {one.item.id}  {period}  {reading.offence or '?'}  {shown}"
                f"{f' = {reading.arithmetic}' if reading.arithmetic else ''}  [{where}]  "
                f"{fate.get(one.item.id, '')}"
            )
        )
        for flag in open_questions.get(one.item.id, ()):
            console.print(f"      {flag.code}: {output.printable(flag.sentence)}", style="yellow")
        if one.item.id in left:
            console.print(f"      {output.printable(left[one.item.id])}")
    console.print()


def _fates(assembly: Assembly) -> dict[str, str]:
    return {
        **dict.fromkeys(assembly.used, "used"),
        **{one.item.id: "pending" for one in assembly.pending},
        **{one.item.id: "left out" for one in assembly.left_out},
        **dict.fromkeys(assembly.aside, "a check or part"),
    }


def _force(figures: Figures, answer: ReadAnswer) -> str:
    return "not known" if answer.force is None else figures.registry.by_code(answer.force).name
