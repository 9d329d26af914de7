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

    changes = load_register(data, "register.toml", register, by="A. Tester", reason="start")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from beholden._toml_lines import TomlError, line_of, parse, written
from beholden.regulator.core.models import Change, Provider, Service
from beholden.regulator.core.reading import Path as FieldPath
from beholden.regulator.core.reading import Problem, read, unique
from beholden.regulator.errors import EntryError, FileProblem
from beholden.regulator.register import Register, Wanted

BYTES_AT_MOST = 32 << 20
ENTRIES_AT_MOST = 20_000


class RegisterFile(msgspec.Struct, frozen=True):
    """A register file: tables ``[[provider]]`` and ``[[service]]``."""

    provider: tuple[Provider, ...] = ()
    service: tuple[Service, ...] = ()


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
) -> tuple[Change, ...]:
    """Takes a register file in: everything or nothing.

    Args:
        data: the file's bytes.
        name: what errors call it.
        register: where it goes.
        by: the person who answers for it.
        reason: why.
        correction: states that were wrong before are put right.

    Returns:
        What changed; entries that the register says already are not among it.

    Raises:
        EntryError: It is refused; every problem with its line.
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
    items: list[Provider | Service] = [*file.provider, *file.service]
    if not items:
        refuse([Problem((), "There is nothing in the file. Add [[provider]] or [[service]].")])
    if len(items) > ENTRIES_AT_MOST:
        refuse([Problem((), f"{len(items):,} entries; at most {ENTRIES_AT_MOST:,} are read.")])
    paths: list[FieldPath] = [
        *(("provider", at) for at in range(len(file.provider))),
        *(("service", at) for at in range(len(file.service))),
    ]
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
        ]
    )
    wanted = [Wanted(one, None, correction) for one in items]
    return register.put_all(wanted, by=by, reason=reason, name=name)


def _ids(key: str) -> Callable[[int], FieldPath]:
    return lambda at: (key, at, "id")
