"""``beholden regulator init``, ``regimes`` and ``register``: laws, providers, services."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from beholden.app import WiredRegulator
from beholden.cli import output
from beholden.cli.common import explained, json_option, refuse
from beholden.cli.regulator._assigning import assigned
from beholden.cli.regulator.common import data_option, open_regulator, staff_option
from beholden.regulator import (
    NOT_VERIFIED,
    ChainReport,
    Kind,
    Regime,
    RegulatorSettings,
    Stored,
    entry_text,
    item_of,
    kind_of,
    load_register,
    read_register_file,
)
from beholden.regulator.core import Change, Provider, Service

_REASON = click.option("--reason", required=True, help="Why; it stands in the history for ever.")
_CORRECTION = click.option(
    "--correction",
    is_flag=True,
    help="The register was wrong: a state need not follow the one before.",
)
_KIND = click.Choice(("provider", "service"))
_DIGEST_SHOWN = 16


@click.command("init")
@click.option("--name", required=True, help="The regulator's name, as the public reads it.")
@click.option("--contact", default="", help="Where the public may write to.")
@click.option("--base-url", default="", help="The address of the public site.")
@data_option
def init_command(name: str, contact: str, base_url: str, data: Path) -> None:
    """Make a regulator's data folder: settings, database, secret.

    \b
    Example:
      beholden regulator init --name "Example Regulator" --data regulator-data
      beholden regulator staff add "A. Tester" --role officer --data regulator-data
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    with explained():
        wired = WiredRegulator(
            data, RegulatorSettings(name=name.strip(), contact=contact, base_url=base_url)
        )
        try:
            wired.make()
        finally:
            wired.close()
    output.out().print(output.printable(f"Made {output.shown(data)} for {name.strip()}."))
    output.out().print("Next: beholden regulator staff add NAME --role officer")


@click.command("regimes")
@click.argument("regime_id", metavar="[ID]", required=False)
@data_option
@json_option("One JSON object.")
def regimes_command(regime_id: str | None, data: Path, as_json: bool) -> None:
    """List the laws at hand, or show the law ID with its states, duties and sources.

    A law is a file. Those that ship are at hand anywhere; a file regimes/ID.toml in the
    data folder adds one, or takes the place of one that ships.
    """
    with explained():
        regimes = WiredRegulator(data).regimes
        found = list(regimes.values())
    if regime_id is not None:
        if regime_id not in regimes:
            refuse(f"There is no regime {regime_id}. At hand: {', '.join(regimes)}.")
        _show_regime(regimes[regime_id], as_json=as_json)
    elif as_json:
        output.write_json({"regimes": [_regime_row(one) for one in found]})
    else:
        table = _table("id", "name", "jurisdiction", "duties", "looked over")
        for one in found:
            _row(table, one.id, one.name, one.jurisdiction, str(len(one.duties)), str(one.checked))
        output.out().print(table)


@click.group("register")
def register_group() -> None:
    """Providers, services and their duties: versioned, each change attributed."""


@register_group.command("load")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_REASON
@_CORRECTION
@click.option(
    "--overwrite",
    is_flag=True,
    help="The file wins over whatever the register says, also over what others changed since.",
)
@staff_option
@data_option
@json_option("One JSON object: every change.")
def load_command(
    file: Path, reason: str, correction: bool, overwrite: bool, by: str, data: Path, as_json: bool
) -> None:
    """Take in a register FILE (TOML): everything in it, or nothing.

    Entries that are new are added; what is not in the file is left alone. An entry that
    changes one of the register must say which version it was written against, as "show
    ID --toml" prints it: else an old file would undo what somebody changed since. Every
    problem of the file is named with its line.

    \b
    Example:
      beholden regulator register show photos --toml > photos.toml
      beholden regulator register load photos.toml --reason "new surface" --by "A. Tester"
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    regulator = open_regulator(data)
    with explained():
        regulator.staff.require(by, "officer")
        changes = load_register(
            read_register_file(file),
            output.shown(file),
            regulator.register,
            by=by,
            reason=reason,
            correction=correction,
            overwrite=overwrite,
        )
    if as_json:
        output.write_json({"changes": [_change_row(one) for one in changes]})
        return
    for one in changes:
        output.out().print(_change_line(one))
    if not changes:
        output.out().print("The register says all of this already.")


@register_group.command("show")
@click.argument("name", metavar="[ID]", required=False)
@click.option(
    "--toml",
    "as_toml",
    is_flag=True,
    help='A register file, each entry with its version: to edit, then "load".',
)
@data_option
@json_option("One JSON object.")
def show_command(name: str | None, as_toml: bool, data: Path, as_json: bool) -> None:
    """List providers and services, or show the one called ID."""
    if as_toml and as_json:
        refuse("Give --toml or --json, not both.")
    regulator = open_regulator(data)
    with explained():
        providers, services = regulator.register.providers(), regulator.register.services()
    everything: list[Stored[Provider] | Stored[Service]] = [*providers, *services]
    if name is not None:
        everything = [one for one in everything if one.item.id == name]
        if not everything:
            refuse(f"There is no {name} in the register. See: beholden regulator register show.")
    if as_json:
        rows = [
            {"kind": kind_of(one.item), "version": one.version, "changed": one.changed,
             "item": one.item}
            for one in everything
        ]  # fmt: skip
        output.write_json({"items": rows})
    elif as_toml:
        click.echo("\n".join(map(entry_text, everything)), nl=False)
    elif name is not None:
        for one in everything:
            _show_item(one.item, one.version, regulator)
    else:
        table = _table("kind", "id", "name", "provider", "state", "category", "version")
        for one in everything:
            item = one.item
            legal = (
                (item.provider, item.state, item.category)
                if isinstance(item, Service)
                else ("", "", "")
            )
            _row(table, kind_of(item), item.id, item.name, *legal, str(one.version))
        output.out().print(table)


@register_group.command("set")
@click.argument("kind", type=_KIND)
@click.argument("name", metavar="ID")
@click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option(
    "--expected",
    type=click.IntRange(0),
    metavar="VERSION",
    help="The version you looked at (0: it is new). If somebody changed it since, nothing is "
    "written. Without it the present version is read and guarded.",
)
@_REASON
@_CORRECTION
@staff_option
@data_option
@json_option("The change as one JSON object; null if there was none.")
def set_command(
    kind: Kind,
    name: str,
    assignments: tuple[str, ...],
    expected: int | None,
    reason: str,
    correction: bool,
    by: str,
    data: Path,
    as_json: bool,
) -> None:
    """Add or change the provider or service ID.

    \b
    FIELD=VALUE     sets a field; lists are separated by commas; an empty value clears it
    FIELD+=VALUE    adds to a list
    FIELD-=VALUE    takes from a list
    FIELD=@FILE     takes the text of a file, as a trust policy

    \b
    Examples:
      beholden regulator register set service example state=registered category=1 \\
          duties+=transparency-report --reason "registered" --by "A. Tester"
      beholden regulator register set service example log.origin=log.example.org \\
          log.url=https://log.example.org log.policy=@trust.txt --reason "log" --by "A. Tester"
      beholden regulator register set service example surfaces+=post:Posts \\
          --reason "new surface" --by "A. Tester"
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    regulator = open_regulator(data)
    with explained():
        regulator.staff.require(by, "officer")
        everything: tuple[Stored[Provider], ...] | tuple[Stored[Service], ...] = (
            regulator.register.providers() if kind == "provider" else regulator.register.services()
        )
        before = next((one for one in everything if one.item.id == name), None)
        item = assigned(kind, name, None if before is None else before.item, assignments)
        version = before.version if before else 0
        change = regulator.register.put(
            item,
            by=by,
            reason=reason,
            expected=version if expected is None else expected,
            correction=correction,
        )
    if as_json:
        output.write_json(None if change is None else _change_row(change))
    else:
        said = "The register says this already." if change is None else _change_line(change)
        output.out().print(said)


@register_group.command("remove")
@click.argument("kind", type=_KIND)
@click.argument("name", metavar="ID")
@click.option("--expected", type=click.IntRange(1), metavar="VERSION", help='As for "set".')
@_REASON
@staff_option
@data_option
def remove_command(
    kind: Kind, name: str, expected: int | None, reason: str, by: str, data: Path
) -> None:
    """Take the provider or service ID out of the register; its history stays."""
    regulator = open_regulator(data)
    with explained():
        regulator.staff.require(by, "officer")
        change = regulator.register.remove(kind, name, by=by, reason=reason, expected=expected)
    output.out().print(_change_line(change))


@register_group.command("history")
@click.argument("name", metavar="[ID]", required=False)
@data_option
@json_option("One JSON object: every change with what the item said afterwards.")
def history_command(name: str | None, data: Path, as_json: bool) -> None:
    """Show every change of the register, or of ID: who, when, why."""
    regulator = open_regulator(data)
    with explained():
        changes = regulator.register.history(name=name)
    if as_json:
        rows = [{**_change_row(one), "item": item_of(one)} for one in changes]
        output.write_json({"changes": rows})
        return
    for one in changes:
        output.out().print(_change_line(one))
    if not changes:
        output.out().print("There are no changes.")


@register_group.command("verify")
@click.option(
    "--known", default="", metavar="DIGEST", help="A digest that was noted earlier; must be there."
)
@data_option
@json_option("What was found as one JSON object.")
def verify_command(known: str, data: Path, as_json: bool) -> None:
    """Hold the register against its chain of changes: was anything altered?

    Note the digest that this prints somewhere else: given as --known later, it also
    shows whether the end of the history was cut off.

    Exit status: 0 all of it holds, 1 something was altered, 2 wrong usage.
    """
    regulator = open_regulator(data)
    with explained():
        report = regulator.register.verify(known)
    if as_json:
        output.write_json(report)
    else:
        _print_report(report)
    sys.exit(output.EXIT_FOUND if report.problems else output.EXIT_CLEAN)


def _print_report(report: ChainReport) -> None:
    for problem in report.problems:
        output.err().print(output.printable(problem), style="bold red")
    verdict = "altered" if report.problems else "whole"
    output.out().print(f"The register is {verdict}: {report.changes:,} changes.")
    output.out().print(f"digest {report.head}")


def _show_regime(regime: Regime, *, as_json: bool) -> None:
    if as_json:
        output.write_json(regime)
        return
    console = output.out()
    console.print(output.printable(f"{regime.name} ({regime.jurisdiction}), {regime.law.url}"))
    console.print(f"file last looked over on {regime.checked}")
    sections: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("States", regime.states),
        ("Categories", regime.categories),
        ("Kinds of risk", regime.risks),
        ("Duties", regime.duties),
        ("Periods", regime.periods),
    )
    for heading, entries in sections:
        if not entries:
            continue
        console.print(f"\n{heading}")
        table = _table("id", "name", "source", "verified", "since")
        for one in entries:
            title = one.title if hasattr(one, "title") else one.name
            if getattr(one, "value", None) is not None:
                title = f"{title}: {one.value} {one.unit}"
            since = getattr(one, "since", None)
            mark = "yes" if one.verified else "no"
            _row(table, one.id, title, one.source, mark, "" if since is None else str(since))
        console.print(table)
    console.print(f'\nverified "no": {NOT_VERIFIED}. Read it there before you rely on it.')


def _show_item(item: Provider | Service, version: int, regulator: WiredRegulator) -> None:
    console = output.out()
    kind = kind_of(item)
    console.print(output.printable(f"{kind} {item.id} (version {version}): {item.name}"))
    rows: list[tuple[str, str]] = [("website", item.website)]
    if isinstance(item, Provider):
        rows.append(("country", item.country))
    else:
        rows += _service_rows(item, regulator.regimes.get(item.regime))
    for name, value in rows:
        if value:
            console.print(output.printable(f"  {name:<14} {value}"))


def _service_rows(item: Service, regime: Regime | None) -> list[tuple[str, str]]:
    users = "" if item.monthly_users is None else f"{item.monthly_users:,} ({item.users_source})"
    rows = [
        ("provider", item.provider),
        ("regime", item.regime),
        ("state", item.state),
        ("category", item.category),
        ("monthly users", users),
        ("log", "" if item.log is None else f"{item.log.origin} at {item.log.url}"),
        *(("surface", f"{one.id}: {one.name}") for one in item.surfaces),
        *(("risk", one) for one in item.risks),
    ]
    for name in item.duties:
        duty = None if regime is None else regime.duty(name)
        if duty is None:
            rows.append(("duty", f"{name} (no longer in the regime's file)"))
        else:
            mark = "" if duty.verified else f" ({NOT_VERIFIED})"
            rows.append(("duty", f"{name}: {duty.title}, {duty.source}{mark}"))
    return rows


def _change_row(change: Change) -> dict[str, Any]:
    return {
        "number": change.number,
        "at": change.at,
        "by": change.by,
        "kind": change.kind,
        "id": change.id,
        "version": change.version,
        "action": change.action,
        "reason": change.reason,
        "previous": change.previous,
        "digest": change.digest,
    }


def _change_line(change: Change) -> str:
    return output.printable(
        f"{change.number:>5}  {change.at:%Y-%m-%d %H:%M}  {change.action} {change.kind} "
        f"{change.id} (version {change.version})  {change.by}: {change.reason}  "
        f"{change.digest[:_DIGEST_SHOWN]}"
    )


def _regime_row(regime: Regime) -> dict[str, Any]:
    return {
        "id": regime.id,
        "name": regime.name,
        "jurisdiction": regime.jurisdiction,
        "law": regime.law,
        "checked": regime.checked,
        "duties": len(regime.duties),
    }


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _row(table: Table, *cells: str) -> None:
    table.add_row(*map(output.printable, cells))
