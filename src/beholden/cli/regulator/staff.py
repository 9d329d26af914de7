"""``beholden regulator staff``: the people of a regulator, their roles and keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from beholden.cli import output
from beholden.cli.common import by_option, explained, json_option
from beholden.cli.regulator.common import data_option, open_regulator
from beholden.regulator import ROLES, Person


@click.group("staff")
def staff_group() -> None:
    """Who may read, work and publish.

    Whoever administers this machine adds people. Publishing needs two: nobody publishes
    what they made. The console asks each for a key; --by of a command asks for none, so
    whoever has a shell on this machine can write any name there.
    """


@staff_group.command("add")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help="reader: sees everything; officer: also works; publisher: also publishes.",
)
@by_option
@data_option
@json_option("The person and the key as one JSON object.")
def add_command(name: str, role: str, by: str, data: Path, as_json: bool) -> None:
    """Add NAME with a role, and print the key for the console, once."""
    regulator = open_regulator(data)
    with explained():
        person, text = regulator.staff.add(name, role, by)
    _print_key(person, text, as_json=as_json)


@staff_group.command("new-key")
@click.argument("name")
@data_option
@json_option("The person and the key as one JSON object.")
def new_key_command(name: str, data: Path, as_json: bool) -> None:
    """Give NAME another key; the one before opens nothing any more."""
    regulator = open_regulator(data)
    with explained():
        person, text = regulator.staff.renew(name)
    _print_key(person, text, as_json=as_json)


@staff_group.command("list")
@data_option
@json_option("One JSON object: everybody with role and state.")
def list_command(data: Path, as_json: bool) -> None:
    """List everybody: role, since when, whether they may still do anything."""
    regulator = open_regulator(data)
    with explained():
        people = regulator.staff.people()
    if as_json:
        output.write_json({"people": list(map(_row, people))})
    elif not people:
        output.out().print("There is nobody. See: beholden regulator staff add --help.")
    else:
        table = Table(box=None, pad_edge=False)
        for heading in ("name", "role", "key", "added", "state"):
            table.add_column(heading, overflow="fold")
        for one in people:
            state = "active" if one.revoked is None else f"revoked by {one.revoked_by}"
            added = f"{one.created:%Y-%m-%d} by {one.created_by}"
            cells = (one.name, one.role, one.key_id, added, state)
            table.add_row(*map(output.printable, cells))
        output.out().print(table)


@staff_group.command("revoke")
@click.argument("name")
@by_option
@data_option
def revoke_command(name: str, by: str, data: Path) -> None:
    """End NAME's work for good: the key opens nothing, the name may do nothing."""
    regulator = open_regulator(data)
    with explained():
        person = regulator.staff.revoke(name, by)
    output.out().print(output.printable(f"Revoked: {person.name}, by {person.revoked_by}."))


def _print_key(person: Person, text: str, *, as_json: bool) -> None:
    if as_json:
        output.write_json({"key": text, **_row(person)})
    else:
        click.echo(text)
    output.err().print(
        output.printable(f"Key of {person.name}, {person.role}.")
        + " Keep it now; it cannot be shown again."
    )


def _row(person: Person) -> dict[str, Any]:
    """What may be shown of a person: everything that is kept but the key's digest."""
    return {
        "name": person.name,
        "role": person.role,
        "key_id": person.key_id,
        "created": person.created,
        "created_by": person.created_by,
        "revoked": person.revoked,
        "revoked_by": person.revoked_by,
    }
