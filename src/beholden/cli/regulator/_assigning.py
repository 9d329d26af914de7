"""``FIELD=VALUE`` of ``register set``: from words on the command line to an item.

assigned("service", "example", before, ["state=registered", "duties+=transparency-report"])
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from beholden._toml_lines import written
from beholden.cli.common import refuse
from beholden.regulator import EntryError, FileProblem, Kind
from beholden.regulator.core import Provider, Service, nearest, read

_ASSIGNMENT: Final = re.compile(r"([a-z_.]+)([+-]?=)(.*)", re.DOTALL)
_FILE_BYTES_AT_MOST: Final = 1_000_000
_LISTS: Final = frozenset({"surfaces", "risks", "duties"})
_LIMITS: Final = (
    "tolerances.third_party_count", "tolerances.small_numbers_least",
    "tolerances.small_numbers_most",
)  # fmt: skip
_NUMBERS: Final = frozenset({"monthly_users", *_LIMITS})
_FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    "provider": ("name", "country", "website"),
    "service": (
        "provider", "name", "website", "description", "regime", "state", "category", "surfaces",
        "risks", "duties", "monthly_users", "users_source", "log", "log.origin", "log.url",
        "log.policy", "tolerances.third_party_per_cent", *_LIMITS,
    ),
}  # fmt: skip


def assigned(
    kind: Kind, name: str, before: Provider | Service | None, assignments: Sequence[str]
) -> Provider | Service:
    """The item after all assignments.

    Raises:
        EntryError: It lacks a field, or a value has the wrong type.
        click.ClickException: An assignment cannot be read.
    """
    plain: dict[str, Any] = {} if before is None else msgspec.to_builtins(before)
    plain["id"] = name
    for one in assignments:
        _assign(kind, plain, one)
    item: Provider | Service | None
    item, problems = read(plain, Provider) if kind == "provider" else read(plain, Service)
    if item is None:
        found = [FileProblem(one.message, written(one.path)) for one in problems]
        raise EntryError(f"{kind} {name}", found)
    return item


def _assign(kind: Kind, plain: dict[str, Any], text: str) -> None:
    found = _ASSIGNMENT.fullmatch(text)
    if found is None:
        refuse(f'"{text}" is no assignment. Write FIELD=VALUE, FIELD+=VALUE or FIELD-=VALUE.')
    field, operator, value = found.groups()
    if field not in _FIELDS[kind]:
        refuse(f'A {kind} has no field "{field}". {nearest(field, _FIELDS[kind])}')
    if field in _LISTS:
        plain[field] = _listed(field, list(plain.get(field, ())), operator, value)
        return
    if operator != "=":
        refuse(f"{field} is no list. Write {field}=VALUE.")
    if value.startswith("@"):
        value = _text_of(Path(value[1:]))
    _place(plain, field, value)


def _place(plain: dict[str, Any], field: str, value: str) -> None:
    parent, _, leaf = field.rpartition(".")
    table = plain.setdefault(parent, {}) if parent else plain
    if value == "":
        table.pop(leaf, None)
    elif field == "log":
        refuse("log can only be cleared as a whole (log=). Set log.origin, log.url, log.policy.")
    elif field in _NUMBERS:
        if not (value.isascii() and value.isdigit() and len(value) < 17):  # noqa: PLR2004 - below 2**53
            refuse(f'{field}: "{value}" is no whole number. Write digits only.')
        table[leaf] = int(value)
    else:
        table[leaf] = value


def _listed(field: str, before: list[Any], operator: str, value: str) -> list[Any]:
    given = [one.strip() for one in value.split(",") if one.strip()]
    if operator == "-=":
        ids = [one["id"] if field == "surfaces" else one for one in before]
        if missing := [one for one in given if one not in ids]:
            refuse(f'{field}: "{missing[0]}" is not among them. {nearest(missing[0], ids)}')
        return [one for one, known in zip(before, ids, strict=True) if known not in given]
    made = [_surface(one) for one in given] if field == "surfaces" else given
    return [*before, *made] if operator == "+=" else made


def _surface(text: str) -> dict[str, str]:
    name, _, title = text.partition(":")
    return {"id": name, "name": title or name}


def _text_of(path: Path) -> str:
    with path.open("rb") as stream:
        content = stream.read(_FILE_BYTES_AT_MOST + 1)
    if len(content) > _FILE_BYTES_AT_MOST:
        refuse(f"{path}: longer than {_FILE_BYTES_AT_MOST:,} bytes. This is some other file.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        refuse(f"{path}: not UTF-8 text. This is some other file.")
