"""``beholden figures review``, ``confirm``, ``correct``, ``reject``: a person settles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from beholden.cli import output
from beholden.cli.common import by_option, json_option, refuse
from beholden.cli.figures.common import folder_argument, open_figures, understood
from beholden.figures import (
    Action,
    Excerpt,
    Figures,
    Pending,
    Period,
    Place,
    Value,
    label,
    parse_count,
    parse_period,
    placed,
)


@click.command("review")
@folder_argument
@click.option("--serve", is_flag=True, help="Show the page, to settle them in a browser.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8788, show_default=True)
@by_option
@json_option("One JSON object a reading.")
def review_command(folder: Path, *, serve: bool, port: int, by: str, as_json: bool) -> None:
    """List what a person has to settle, each with its source beside it.

    Nothing in this list is published until somebody has confirmed, corrected or
    rejected it. With --serve the same is a page on this machine only; its address
    holds a key, so keep it to yourself.

    Exit status: 0 nothing is left to settle, 1 something is.
    """
    figures = open_figures(folder)
    if serve:
        from beholden.web import serve_review  # noqa: PLC0415 - a server for this alone

        with understood():
            figures.readings()
            serve_review(
                figures,
                by=by,
                port=port,
                ready=lambda url: output.err().print(f"Open {url} (Ctrl+C ends it)"),
            )
        return
    with understood():
        pending = figures.pending()
        excerpts = figures.excerpts()
    for one in pending:
        if as_json:
            output.write_json({"pending": one, "excerpt": excerpts[one.item.id]})
        else:
            _print(output.out(), figures, one, excerpts[one.item.id])
    if not as_json:
        for silent in figures.silent():
            sentence = silent.error or (
                f"{silent.file}: nothing was understood. Look into it, and enter what it says."
            )
            output.out().print(output.printable(sentence), style="yellow")
        output.out().print(f"{len(pending):,} to settle.")
        if pending:
            where = output.shown(folder)
            output.out().print(
                f"beholden figures confirm {where} ID; beholden figures correct {where} ID "
                f'VALUE --why "..."; beholden figures reject {where} ID --why "..."'
            )
    sys.exit(output.EXIT_FOUND if pending else output.EXIT_CLEAN)


@click.command("confirm")
@folder_argument
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--why", default="", help="What makes it certain; published.")
@by_option
def confirm_command(folder: Path, ids: tuple[str, ...], why: str, by: str) -> None:
    """Confirm that the readings ID... in FOLDER are right as they stand."""
    figures = open_figures(folder)
    for id_ in ids:
        _settle(figures, id_, "confirm", by=by, why=why)


@click.command("reject")
@folder_argument
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--why", required=True, help="Why it does not hold; published.")
@by_option
def reject_command(folder: Path, ids: tuple[str, ...], why: str, by: str) -> None:
    """Keep the readings ID... in FOLDER out of every release."""
    figures = open_figures(folder)
    for id_ in ids:
        _settle(figures, id_, "reject", by=by, why=why)


@click.command("correct")
@folder_argument
@click.argument("id_", metavar="ID")
@click.argument("value", required=False)
@click.option("--why", required=True, help="Where the right one stands; published.")
@click.option("--force", help="The force that is meant.")
@click.option("--period", help="The period that is meant, as 2017/18.")
@click.option("--offence", help="The offence: a name or a code, as 86/2.")
@by_option
def correct_command(
    folder: Path,
    id_: str,
    value: str | None,
    why: str,
    force: str | None,
    period: str | None,
    offence: str | None,
    by: str,
) -> None:
    """Put VALUE in place of what the reading ID in FOLDER says.

    VALUE is a count, or "refused", "not held", "[c]" (suppressed) or "nil".

    \b
    Examples:
      beholden figures correct answers 4f1c09ab12 767 --why "page 2 of the letter"
      beholden figures correct answers 4f1c09ab12 --period 2017/18 --why "asked for"
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    figures = open_figures(folder)
    given: dict[str, Any] = {}
    if value is not None:
        given["value"] = _value(value)
    if force is not None:
        with understood():
            given["force"] = figures.find_force(force).code
    if period is not None:
        given["period"] = _period(period)
    if offence is not None:
        with understood():
            given["offence"] = figures.find_offence(offence)
    _settle(figures, id_, "correct", by=by, why=why, **given)


@click.command("enter")
@folder_argument
@click.argument("file")
@click.argument("value")
@click.option("--period", required=True, help="The period that is meant, as 2017/18.")
@click.option("--offence", help="The offence: a name or a code. [all of them]")
@click.option("--force", help="The force, where the folder does not say it.")
@click.option("--page", type=click.IntRange(1, 100_000), help="The page it stands on.")
@click.option("--why", required=True, help="Where it stands and how it was read; published.")
@by_option
def enter_command(
    folder: Path,
    file: str,
    value: str,
    period: str,
    offence: str | None,
    force: str | None,
    page: int | None,
    why: str,
    by: str,
) -> None:
    """Enter a number that stands in FILE of FOLDER and that no program can read.

    For a scan, or a letter in a shape that is not known. FILE is its path in
    FOLDER; VALUE is a count, or "refused", "not held", "[c]" or "nil". To take it
    back, reject the ID that is printed.

    \b
    Example:
      beholden figures enter answers kent/scan.pdf 1042 --period 2017/18 \\
        --page 2 --why "first row of the table"
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    figures = open_figures(folder)
    given: dict[str, Any] = {}
    with understood():
        if offence is not None:
            given["offence"] = figures.find_offence(offence)
        if force is not None:
            given["force"] = figures.find_force(force).code
        name = file.removeprefix(f"{folder}/")
        check = figures.enter(
            name, _value(value), _period(period), by=by, why=why, place=Place(page=page), **given
        )
        left = len(figures.pending())
    output.out().print(f"{check.id}: entered by {output.printable(check.by)}. {left:,} to settle.")


def _period(text: str) -> Period:
    parsed = parse_period(text)
    if parsed is None or not parsed.certain:
        refuse(f"--period: {text!r} is no period. Write it as 2017/18.")
    return parsed.period


def _value(text: str) -> Value:
    parsed = parse_count(text)
    if parsed is None or not parsed.certain:
        refuse(f"VALUE: {text!r} is no count. Write digits, nil, refused, not held or [c].")
    return parsed.value


def _settle(figures: Figures, id_: str, action: Action, **said: Any) -> None:
    with understood():
        check = figures.check(id_, action, **said)
        pending = figures.pending()
    output.out().print(
        f"{check.id}: {action} by {output.printable(check.by)}. {len(pending):,} to settle."
    )
    for one in pending:
        if one.item.id == check.id:
            for flag in one.questions:
                sentence = f"  It still waits: {flag.sentence}"
                output.out().print(output.printable(sentence), style="yellow")


def _print(console: Console, figures: Figures, one: Pending, excerpt: Excerpt) -> None:
    reading = one.item.reading
    value = reading.value
    shown = f"{value.count:,}" if value.count is not None else value.state.replace("_", " ")
    force = "?" if reading.force is None else figures.registry.by_code(reading.force).name
    period = "?" if reading.period is None else label(reading.period)
    console.print(
        f"{one.item.id}  {force}, {period}, {reading.offence or '?'}: {shown}", style="bold"
    )
    for flag in one.questions:
        console.print(f"  {flag.code}: {output.printable(flag.sentence)}", style="yellow")
    where = placed(reading.sources[0].place) if reading.sources else ""
    console.print(output.printable(f"  {excerpt.caption or where}"))
    for row in excerpt.rows:
        cells = (f">{cell.text}<" if cell.marked and cell.text else cell.text for cell in row)
        console.print(output.printable(f"    {' | '.join(cells)}"))
    console.print()
