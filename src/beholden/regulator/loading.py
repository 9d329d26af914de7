"""A register file: many providers and services in one TOML file, taken in whole or not at all.

    [[provider]]
    id = "example-co"
    name = "Example Company"

    [[service]]
    id = "example"
    provider = "example-co"
    name = "Example"
    regime = "uk-osa"
    state = "in-scope"
    surfaces = [{ id = "post", name = "Posts" }, { id = "avatar", name = "Profile pictures" }]
    risks = ["known-images"]
    duties = ["illegal-content-safety"]

    [service.log]
    origin = "log.example.org"
    url = "https://log.example.org"
    policy = '''
    log log.example.org+...
    quorum none
    '''

What stands in the file is added or changed; what does not is left alone. All problems of the
file are said at once, each with its line.

An old file never undoes what somebody changed since: an entry that changes one of the register
says which version it was written against (``version = 3``), or the load is told to overwrite.
``entry_text`` writes an entry with its version.

    changes = load_register(data, "register.toml", register, by="A. Tester", reason="start")
    entry_text(register.service("example"))    # [[service]], id = "example", version = 1, ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from beholden._toml_lines import TomlError, line_of, parse, written
from beholden.regulator.core.models import Change, Provider, Service
from beholden.regulator.core.reading import Path as FieldPath
from beholden.regulator.core.reading import Problem, quoted, read, unique
from beholden.regulator.errors import EntryError, FileProblem
from beholden.regulator.register import Register, Standing, Stored, Wanted, kind_of

BYTES_AT_MOST = 32 << 20
ENTRIES_AT_MOST = 20_000

_ESCAPES: Final[Mapping[str, str]] = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


class ProviderEntry(Provider, frozen=True, kw_only=True, omit_defaults=True):
    """A provider as a file has it; ``version`` is what it was written against."""

    version: int | None = None


class ServiceEntry(Service, frozen=True, kw_only=True, omit_defaults=True):
    """A service as a file has it; ``version`` is what it was written against."""

    version: int | None = None


class RegisterFile(msgspec.Struct, frozen=True):
    """A register file: tables ``[[provider]]`` and ``[[service]]``."""

    provider: tuple[ProviderEntry, ...] = ()
    service: tuple[ServiceEntry, ...] = ()


_Item = TypeVar("_Item", Provider, Service)


def read_register_file(path: Path) -> bytes:
    """The bytes of a register file.

    Raises:
        EntryError: It cannot be read, or is too long.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(BYTES_AT_MOST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).rstrip(".")
        problem = FileProblem(f"The file cannot be read: {reason}. Check its path and its owner.")
        raise EntryError(str(path), [problem]) from error
    if len(data) > BYTES_AT_MOST:
        raise EntryError(str(path), [FileProblem("The file is over 32 MiB. Split it.")])
    return data


def load_register(
    data: bytes,
    name: str,
    register: Register,
    *,
    by: str,
    reason: str,
    correction: bool = False,
    overwrite: bool = False,
) -> tuple[Change, ...]:
    """Takes a register file in: everything or nothing.

    Args:
        data: the file's bytes.
        name: what errors call it.
        register: where it goes.
        by: the person who answers for it.
        reason: why.
        correction: states that were wrong before are put right.
        overwrite: what stands in the file wins over whatever the register says, without
            regard to versions.

    Returns:
        What changed; entries that the register says already are not among it.

    Raises:
        EntryError: It is refused; every problem with its line.
        ConflictError: Somebody changed an entry while the file was looked at.
        TextError, StoreError: As ``Register.put``.
    """
    try:
        table, lines = parse(data)
    except TomlError as error:
        raise EntryError(name, [FileProblem(str(error), line=error.line)]) from None

    def refuse(problems: Sequence[Problem]) -> None:
        if problems:
            found = [
                FileProblem(one.message, written(one.path), line_of(one.path, lines) or 1)
                for one in problems
            ]
            raise EntryError(name, sorted(found, key=lambda one: one.line or 0))

    file, problems = read(table, RegisterFile)
    if file is None:
        refuse(problems)
        return ()
    entries: list[ProviderEntry | ServiceEntry] = [*file.provider, *file.service]
    if not entries:
        refuse([Problem((), "There is nothing in the file. Add [[provider]] or [[service]].")])
    if len(entries) > ENTRIES_AT_MOST:
        refuse([Problem((), f"{len(entries):,} entries; at most {ENTRIES_AT_MOST:,} are read.")])
    items: list[Provider | Service] = [
        *(_plain(one, Provider) for one in file.provider),
        *(_plain(one, Service) for one in file.service),
    ]
    paths: list[FieldPath] = [
        *(("provider", at) for at in range(len(file.provider))),
        *(("service", at) for at in range(len(file.service))),
    ]
    standing = register.standing(items)
    old = [] if overwrite else map(_version_problems, entries, standing, paths)
    refuse(
        [
            *unique([one.id for one in file.provider], _ids("provider"), "provider"),
            *unique([one.id for one in file.service], _ids("service"), "service"),
            *(
                Problem((*path, *one.path), one.message)
                for path, own in zip(
                    paths, register.problems(items, correction=correction), strict=True
                )
                for one in own
            ),
            *(one for own in old for one in own),
        ]
    )
    # The versions just looked at are expected: who changes an entry meanwhile is not overrun.
    wanted = [
        Wanted(item, None if overwrite else one.version, correction)
        for item, one in zip(items, standing, strict=True)
    ]
    return register.put_all(wanted, by=by, reason=reason, name=name)


def entry_text(stored: Stored[Provider] | Stored[Service]) -> str:
    """An entry as a part of a register file, with its version, so that it can be edited."""
    item = stored.item
    lines = [f"[[{kind_of(item)}]]", f"id = {_text(item.id)}", f"version = {stored.version}"]
    tables: list[str] = []
    for name, value in msgspec.to_builtins(item).items():
        if isinstance(value, dict):
            tables += ["", f"[{kind_of(item)}.{name}]", *(_line(*one) for one in value.items())]
        elif name != "id":
            lines.append(_line(name, value))
    return "\n".join([*lines, *tables, ""])


def _version_problems(
    entry: ProviderEntry | ServiceEntry, standing: Standing, path: FieldPath
) -> Iterator[Problem]:
    """Why an entry may not go over what the register says."""
    last, given = standing.last, entry.version
    what = f"{path[0]} {quoted(entry.id)}"
    if given is not None:
        path = (*path, "version")
    if last is None:
        if given:
            yield Problem(path, f"There never was a {what} in the register. Leave version out.")
        return
    if standing.same or given == last.version:
        return
    reason = quoted(" ".join(last.reason.split()))
    said = (
        f"Version {last.version} is by {last.by}, {last.at:%Y-%m-%d %H:%M} UTC: {reason}. Look at "
        "it"
    )
    if last.action == "remove":
        wrong = f"The {what} was removed from the register, and this would enter it again."
        see = f"beholden regulator register history {entry.id}"
    else:
        against = "this would change it" if given is None else f"this was written against {given}"
        wrong = f"The {what} stands at version {last.version}, and {against}."
        see = f"beholden regulator register show {entry.id} --toml"
    yield Problem(
        path, f"{wrong} {said} ({see}), then write version = {last.version}, or give --overwrite."
    )


def _plain(entry: _Item, kind: type[_Item]) -> _Item:
    """The entry without its version."""
    return kind(**{name: getattr(entry, name) for name in kind.__struct_fields__})


def _line(name: str, value: Any) -> str:
    lines = isinstance(value, str) and "\n" in value
    # What people edit by lines stands in lines, where nothing in it needs an escape.
    if lines and "'" not in value and value.replace("\n", "").isprintable():
        return f"{name} = '''\n{value}'''"
    return f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_value(one)}' for name, one in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    """Text in quotes; what a terminal could take for a command is written by its number."""
    return (
        '"'
        + "".join(
            _ESCAPES.get(one, one if one.isprintable() else f"\\U{ord(one):08X}") for one in text
        )
        + '"'
    )


def _ids(key: str) -> Callable[[int], FieldPath]:
    return lambda at: (key, at, "id")
