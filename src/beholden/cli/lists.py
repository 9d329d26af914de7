"""``beholden lists``: take in editions of hash lists, switch them, see how they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import (
    by_option,
    data_option,
    explained,
    json_option,
    open_app,
    refuse,
)
from beholden.gate import Lowered
from beholden.lists import (
    DEFAULT_RADIUS,
    MAX_RADIUS,
    Edition,
    ImportReport,
    ListStatus,
    Reject,
    TooManyRejectsError,
)

_SHOWN_REJECTS = 10


@click.group("lists")
def lists_group() -> None:
    """Take in hash lists of expert bodies, activate them, roll them back.

    A file becomes an immutable edition (add), which protects from the moment it
    is activated. One edition of a list is active at a time; "rollback" returns
    to the one before.

    \b
    A first list:
      beholden lists check hashes.csv --kind pdq
      beholden lists add hashes.csv --name iwf --source IWF --kind pdq
      beholden lists activate iwf
      beholden lists status
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"


def _file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options on how a file is read; the same for ``check`` and ``add``."""
    for option in reversed(
        (
            click.option(
                "--kind", help="Kind of every hash, if no column says it: pdq, sha256 ..."
            ),
            click.option(
                "--column",
                "columns",
                multiple=True,
                metavar="FIELD=COLUMN",
                help="Where a field stands: hash, kind, id, quality or label.NAME. Repeatable.",
            ),
            click.option(
                "--labels",
                type=click.Choice(["mapped", "all"]),
                default="mapped",
                show_default=True,
                help="Keep only mapped label columns, or every other column too.",
            ),
            click.option("--format", "form", type=click.Choice(["csv", "jsonl"])),
            click.option(
                "--max-rejects",
                type=click.FloatRange(0, 1),
                default=0.001,
                show_default=True,
                help="Share of unusable rows above which the whole file is refused.",
            ),
            click.option(
                "--min-quality",
                type=click.IntRange(0, 100),
                default=50,
                show_default=True,
                help="PDQ entries and pictures below this quality are not compared.",
            ),
        )
    ):
        command = option(command)
    return command


@lists_group.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@_file_options
@json_option("The report as one JSON object.")
def check_command(
    file: Path, as_json: bool, form: Any, columns: tuple[str, ...], **how: Any
) -> None:
    """Read FILE as "add" would, report what is in it, and write nothing."""
    app = open_app(Path())
    with _explained_import(), _progress(f"Reading {file.name}") as progress:
        report = app.lists.check(
            file, format=form, columns=_column_map(columns), progress=progress, **how
        )
    if as_json:
        output.write_json(report)
    else:
        _print_report(report, "--json shows the first 100")


@lists_group.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="Name of the list: lower-case letters, digits, -.")
@click.option("--source", required=True, help="The expert body that supplied the file.")
@click.option("--version", "edition_version", help="The supplier's version. Default: today.")
@click.option(
    "--radius",
    type=click.IntRange(0, max(MAX_RADIUS.values())),
    help=f"PDQ matches up to this many bits. Default {DEFAULT_RADIUS['match']}; "
    f"allow-lists {DEFAULT_RADIUS['allow']}, at most {MAX_RADIUS['allow']}.",
)
@click.option(
    "--action-hint",
    type=click.Choice(["allow", "hold", "block"]),
    help="What the supplier advises; policy decides.",
)
@click.option(
    "--allow-list", is_flag=True, help="Known-harmless look-alikes; needs --by and --note."
)
@click.option("--note", help="Anything worth keeping; for an allow-list, why it is harmless.")
@click.option("--activate", is_flag=True, help="Activate the new edition at once.")
@_file_options
@by_option
@data_option
@json_option("Edition and report as one JSON object.")
@click.pass_context
def add_command(
    context: click.Context,
    /,
    file: Path,
    allow_list: bool,
    edition_version: str | None,
    form: Any,
    columns: tuple[str, ...],
    activate: bool,
    by: str,
    data: Path,
    as_json: bool,
    **how: Any,
) -> None:
    """Make FILE (CSV with a header, or JSON Lines) into an edition of a list.

    The columns are hash, kind, id and quality; --column says where they stand
    under other names. Rows that cannot be used are set aside with their line
    number; above --max-rejects the file is refused as a whole.

    \b
    Examples:
      beholden lists add may.csv --name iwf --source IWF --kind pdq --activate
      beholden lists add may.jsonl --name ncmec --source NCMEC \\
          --column hash=value --column kind=type --column label.category=class
      beholden lists add logos.csv --name harmless --source us --kind pdq \\
          --allow-list --by "R. Editor" --note "our own start pictures"
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    source = context.get_parameter_source("by")
    if allow_list and source == click.core.ParameterSource.DEFAULT:
        refuse("An allow-list lets pictures pass: name the person who answers for it with --by.")
    store = open_app(data).lists
    with _explained_import(), _progress(f"Reading {file.name}") as progress:
        edition, report = store.add(
            file,
            role="allow" if allow_list else "match",
            version=edition_version,
            set_by=by,
            format=form,
            columns=_column_map(columns),
            progress=progress,
            **how,
        )
    if activate:
        with explained():
            store.activate(edition.list, edition.edition, by=by)
    if as_json:
        output.write_json({"edition": edition, "report": report, "active": activate})
        return
    _print_report(report, "all of them are in the edition's rejects.jsonl")
    console = output.out()
    console.print(f"{_named(edition)}: {edition.count:,} entries.")
    if report.already_present:
        console.print("This edition was here already.")
    if activate:
        console.print("It is active.")
    else:
        console.print(
            f"It does not protect yet: beholden lists activate {edition.list} {edition.edition}"
        )


@lists_group.command("activate")
@click.argument("name")
@click.argument("edition", required=False)
@by_option
@data_option
def activate_command(name: str, edition: str | None, by: str, data: Path) -> None:
    """Make an EDITION of list NAME the active one (default: the newest).

    EDITION is an id, the start of one, or the supplier's version. Every byte of
    it is verified first; until that is done the old one stays active.
    """
    with explained():
        chosen = open_app(data).lists.activate(name, edition, by=by)
    output.out().print(f"{_named(chosen)} is active.")


@lists_group.command("rollback")
@click.argument("name")
@by_option
@data_option
def rollback_command(name: str, by: str, data: Path) -> None:
    """Return list NAME to the edition that was active before."""
    with explained():
        chosen = open_app(data).lists.rollback(name, by=by)
    output.out().print(f"{_named(chosen)} is active again.")


@lists_group.command("deactivate")
@click.argument("name")
@by_option
@data_option
def deactivate_command(name: str, by: str, data: Path) -> None:
    """Switch list NAME off: nothing is compared with it until it is activated again."""
    with explained():
        edition = open_app(data).lists.deactivate(name, by=by)
    output.out().print(f"{name}, edition {edition}, is no longer active.")


@lists_group.command("remove")
@click.argument("name")
@click.argument("edition", required=False)
@click.option("--yes", is_flag=True, help="Remove without asking.")
@by_option
@data_option
def remove_command(name: str, edition: str | None, yes: bool, by: str, data: Path) -> None:
    """Delete one EDITION of list NAME, or the whole list. An active edition is refused."""
    what = f"edition {edition} of {name}" if edition else f"the whole list {name}"
    if not yes:
        click.confirm(f"Delete {what} for good?", abort=True, err=True)
    with explained():
        removed = open_app(data).lists.remove(name, edition, by=by)
    output.out().print(f"Removed from {name}: {', '.join(removed) or 'nothing'}.")


@lists_group.command("reinstate")
@click.argument("name")
@click.argument("entry")
@click.option("--by", required=True, help="The person who looked at it.")
@data_option
def reinstate_command(name: str, entry: str, by: str, data: Path) -> None:
    """Let an ENTRY of list NAME block again that the guard had lowered to hold.

    The guard lowers an entry that suddenly matches far more accounts than the
    others, and "lists status" shows it. A person looks at it and decides.
    """
    with explained():
        open_app(data).guard.reinstate(name, entry, by)
    output.out().print(f"Entry {output.printable(entry)} of {name} blocks again.")


@lists_group.command("status")
@data_option
@json_option("One JSON object: lists and lowered entries.")
@click.pass_context
def status_command(context: click.Context, /, data: Path, as_json: bool) -> None:
    """Show every list: what is active, how old it is, and what does not protect.

    Exit status: 0 all well, 1 a list is damaged, missing, stale or not active.
    """
    app = open_app(data)
    with explained():
        statuses = app.lists.status()
        lowered = app.guard.lowered() if app.has_store else ()
    if as_json:
        output.write_json({"lists": statuses, "lowered": lowered})
    else:
        _print_status(statuses, lowered)
    # Notes are what an operator should act on.
    if any(status.notes for status in statuses):
        context.exit(output.EXIT_FOUND)


def _print_status(statuses: Sequence[ListStatus], lowered: Sequence[Lowered]) -> None:
    console = output.out()
    if not statuses:
        console.print("No list yet. Only the built-in drill picture can match.")
        console.print("Take one in: beholden lists add FILE --name NAME --source BODY --kind pdq")
    else:
        console.print(_table(statuses))
    for status in statuses:
        for sentence in (*status.not_protecting, *status.notes):
            console.print(output.printable(f"{status.name}: {sentence}"), style="yellow")
    for entry in lowered:
        console.print(output.printable(_lowered_sentence(entry)), style="yellow")


def _table(statuses: Sequence[ListStatus]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("list", "role", "active edition", "version", "protecting", "radius", "age"):
        table.add_column(heading, justify="right" if heading == "protecting" else "left")
    for status in statuses:
        table.add_row(*_row(status))
    return table


def _row(status: ListStatus) -> tuple[str, ...]:
    active = status.active
    if active is None:
        return (status.name, "", "none", "", "0", "", "")
    age = f"{status.age_days} days" + (" (stale)" if status.stale else "")
    return (
        status.name,
        active.role,
        active.edition,
        output.printable(active.version),
        f"{active.protecting:,}",
        str(active.radius),
        age,
    )


def _lowered_sentence(entry: Lowered) -> str:
    return (
        f"{entry.list}: entry {entry.entry} was lowered from block to hold at "
        f"{entry.at.isoformat(timespec='seconds')}: {entry.reason} Look at it, then: "
        f'beholden lists reinstate {entry.list} {entry.entry} --by "YOUR NAME"'
    )


def _named(edition: Edition) -> str:
    return f"{edition.list} {output.printable(edition.version)}, edition {edition.edition}"


def _column_map(columns: tuple[str, ...]) -> dict[str, str] | None:
    mapped = {}
    for column in columns:
        field, equals, name = column.partition("=")
        if not (field and equals and name):
            refuse(f"--column {column}: write FIELD=COLUMN, for example hash=Value.")
        mapped[field] = name
    return mapped or None


@contextmanager
def _explained_import() -> Iterator[None]:
    """As ``explained``, with the option's name as it is typed here."""
    with explained():
        try:
            yield
        except TooManyRejectsError as error:
            refuse(str(error).replace("raise max_rejects", "raise --max-rejects", 1))


def _print_report(report: ImportReport, where_all_rejects_are: str) -> None:
    console = output.out()
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(report.counts.items()))
    console.print(f"{report.rows:,} rows: {report.count:,} entries ({kinds}).")
    if report.duplicates:
        console.print(f"{report.duplicates:,} duplicates left out.")
    for kind, count in sorted(report.unsupported.items()):
        sentence = f"{count:,} entries of kind {kind} do not protect: it cannot be computed here."
        console.print(sentence, style="yellow")
    if report.below_quality:
        sentence = f"{report.below_quality:,} PDQ entries are below the minimum quality."
        console.print(f"{sentence} They do not protect.", style="yellow")
    if report.ignored_columns:
        columns = output.printable(", ".join(report.ignored_columns))
        console.print(f"Columns not used: {columns}.")
    if report.rejected:
        console.print(f"{report.rejected:,} rows set aside:", style="yellow")
        for reject in report.rejects[:_SHOWN_REJECTS]:
            console.print(f"  {_rejected(reject)}", style="yellow")
        if report.rejected > _SHOWN_REJECTS:
            console.print(f"  ... {where_all_rejects_are}", style="yellow")


def _rejected(reject: Reject) -> str:
    return f"line {reject.line}: {output.printable(msgspec.to_builtins(reject.reason))}"


@contextmanager
def _progress(description: str) -> Iterator[Callable[[int, int], None]]:
    with output.progress(output.err()) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
