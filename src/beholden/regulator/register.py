"""The register of providers and services: versioned, each change attributed, and chained.

Who changes an item says which version they looked at. If somebody else was faster nothing
is written, and the error says who changed it, when and why. Every change is a row of a chain
(``core.chain``) in the same transaction as the item itself.

    register = Register(store, regimes, check_policy, clock)
    stored = register.service("example")
    register.put(new, by="A. Tester", reason="moved", expected=stored.version)
    register.verify().problems    # ()
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeVar

import msgspec
from sqlalchemy import Connection, RowMapping, select

from beholden._toml_lines import written
from beholden.regulator._register_rows import Writer, change_of, no_such, row_of, rows_of
from beholden.regulator._rows import alone, named, reasoned, time_of
from beholden.regulator.core.chain import (
    ChainReport,
    Item,
    Kind,
    check_chain,
)
from beholden.regulator.core.models import Change, Provider, Service
from beholden.regulator.core.reading import Problem
from beholden.regulator.core.regimes import Regime
from beholden.regulator.core.register import provider_problems, service_problems, state_problems
from beholden.regulator.errors import (
    EntryError,
    FileProblem,
    InUseError,
)
from beholden.regulator.ports import Clock, PolicyCheck
from beholden.store import Store
from beholden.store import regulator_tables as tables

_items, _changes = tables.register_items, tables.register_changes

_T = TypeVar("_T", Provider, Service)
_TYPES: Mapping[Kind, type[Provider | Service]] = {"provider": Provider, "service": Service}


class Stored(msgspec.Struct, Generic[_T], frozen=True):
    """An item as it stands; ``version`` is what a change of it must name."""

    item: _T
    version: int
    changed: datetime


class Wanted(msgspec.Struct, frozen=True):
    """An item as somebody wants it.

    ``expected`` is the version they looked at: 0 if it is new, None to go over whatever is
    there. A ``correction`` may set a state that the law knows no way to.
    """

    item: Provider | Service
    expected: int | None = None
    correction: bool = False


class Standing(msgspec.Struct, frozen=True):
    """How the register stands to an item that somebody wants.

    ``last`` is the newest change of the item, None if it never was in the register; ``same``
    whether the register says the very same already.
    """

    last: Change | None
    same: bool

    @property
    def version(self) -> int:
        """What a change must expect: 0 where the item is not there."""
        return 0 if self.last is None or self.last.action == "remove" else self.last.version


class Register:
    """The register of one regulator.

    Args:
        store: where it is kept; its tables are there.
        regimes: the regimes by id.
        check_policy: reads trust policies.
        clock: returns the time with its zone.
    """

    def __init__(
        self, store: Store, regimes: Mapping[str, Regime], check_policy: PolicyCheck, clock: Clock
    ) -> None:
        self._store = store
        self._regimes = regimes
        self._check_policy = check_policy
        self._clock = clock

    def providers(self) -> tuple[Stored[Provider], ...]:
        """All providers by id.

        Raises:
            StoreError: They cannot be read.
        """
        with self._store.reading() as connection:
            return tuple(_stored(row, Provider) for row in rows_of(connection, "provider"))

    def services(self) -> tuple[Stored[Service], ...]:
        """All services by id.

        Raises:
            StoreError: They cannot be read.
        """
        with self._store.reading() as connection:
            return tuple(_stored(row, Service) for row in rows_of(connection, "service"))

    def provider(self, name: str) -> Stored[Provider]:
        """A provider.

        Raises:
            UnknownError: There is none of this id.
            StoreError: It cannot be read.
        """
        return _one(self.providers(), "provider", name)

    def service(self, name: str) -> Stored[Service]:
        """A service.

        Raises:
            UnknownError: There is none of this id.
            StoreError: It cannot be read.
        """
        return _one(self.services(), "service", name)

    def put(
        self,
        item: Provider | Service,
        *,
        by: str,
        reason: str,
        expected: int | None,
        correction: bool = False,
    ) -> Change | None:
        """Adds or changes an item; None if the register says the same already.

        Args:
            item: what the register shall say.
            by: the person who answers for it.
            reason: why.
            expected: the version that this person looked at, 0 for a new item, None for any.
            correction: the state was wrong before; the law need not know a way to the new one.

        Raises:
            EntryError: The item is refused, with every problem.
            ConflictError: Somebody else changed it meanwhile.
            TextError: ``by`` or ``reason`` cannot be used.
            StoreError: Nothing was written.
        """
        changes = self.put_all([Wanted(item, expected, correction)], by=by, reason=reason)
        return changes[0] if changes else None

    def put_all(
        self, wanted: Sequence[Wanted], *, by: str, reason: str, name: str | None = None
    ) -> tuple[Change, ...]:
        """Adds or changes several items in one transaction: all of them or none.

        Raises:
            As ``put``; ``EntryError`` names the problems of all of them.
        """
        who, why = named("by", by), reasoned(reason)
        with self._store.writing() as connection:
            alone(connection, _changes)
            writer = Writer(connection, who, why, self._clock())
            problems = self._problems(connection, wanted)
            _refuse(wanted, problems, name)
            return tuple(
                change
                for one in wanted
                if (change := writer.put(kind_of(one.item), one.item, one.expected)) is not None
            )

    def remove(
        self, kind: Kind, name: str, *, by: str, reason: str, expected: int | None
    ) -> Change:
        """Takes an item out of the register; its history stays.

        Raises:
            UnknownError: There is none of this id.
            InUseError: Services of this provider are still there.
            ConflictError, TextError, StoreError: As ``put``.
        """
        who, why = named("by", by), reasoned(reason)
        with self._store.writing() as connection:
            alone(connection, _changes)
            if kind == "provider":
                used = [
                    one.item.id
                    for one in (_stored(row, Service) for row in rows_of(connection, "service"))
                    if one.item.provider == name
                ]
                if used:
                    raise InUseError(
                        f"The provider {name} has services: {', '.join(used[:10])}. Remove them "
                        "first, or name another provider for them."
                    )
            return Writer(connection, who, why, self._clock()).remove(kind, name, expected)

    def history(self, kind: Kind | None = None, name: str | None = None) -> tuple[Change, ...]:
        """Changes by number; all of them, or those of one item.

        Raises:
            StoreError: They cannot be read.
        """
        query = select(_changes).order_by(_changes.c.number)
        if kind is not None:
            query = query.where(_changes.c.kind == kind)
        if name is not None:
            query = query.where(_changes.c.item_id == name)
        with self._store.reading() as connection:
            return tuple(change_of(row) for row in connection.execute(query).mappings())

    def verify(self, known: str = "") -> ChainReport:
        """Holds the register against its chain of changes.

        Args:
            known: a digest that somebody noted earlier; it must be in the chain.

        Raises:
            StoreError: It cannot be read.
        """
        query = select(_changes).order_by(_changes.c.number)
        with self._store.reading() as connection:
            items = {
                (row["kind"], row["id"]): Item(row["version"], row["body"])
                for row in connection.execute(select(_items)).mappings()
            }
            rows = connection.execute(query).mappings()
            return check_chain(((change_of(row), row["at_us"]) for row in rows), items, known)

    def problems(
        self, items: Sequence[Provider | Service], *, correction: bool = False
    ) -> list[list[Problem]]:
        """What is wrong with each item, if all of them were put; forms ask before they put.

        Raises:
            StoreError: The register cannot be read.
        """
        wanted = [Wanted(one, None, correction) for one in items]
        with self._store.reading() as connection:
            return self._problems(connection, wanted)

    def standing(self, items: Sequence[Provider | Service]) -> list[Standing]:
        """How the register stands to each item; who puts a whole file asks before.

        Raises:
            StoreError: The register cannot be read.
        """
        found = []
        with self._store.reading() as connection:
            for one in items:
                query = (
                    select(_changes)
                    .where(_changes.c.kind == kind_of(one), _changes.c.item_id == one.id)
                    .order_by(_changes.c.version.desc())
                    .limit(1)
                )
                row = connection.execute(query).mappings().one_or_none()
                last = None if row is None else change_of(row)
                same = last is not None and last.body == msgspec.json.encode(one)
                found.append(Standing(last, same))
        return found

    def _problems(self, connection: Connection, wanted: Sequence[Wanted]) -> list[list[Problem]]:
        providers = {row["id"] for row in rows_of(connection, "provider")}
        providers |= {one.item.id for one in wanted if isinstance(one.item, Provider)}
        return [
            [*self._item_problems(one.item, providers), *self._state_problems(connection, one)]
            for one in wanted
        ]

    def _item_problems(self, item: Provider | Service, providers: set[str]) -> list[Problem]:
        if isinstance(item, Provider):
            return provider_problems(item)
        found = service_problems(
            item,
            providers=providers,
            regime=self._regimes.get(item.regime),
            regimes=self._regimes,
        )
        if item.log is not None and not any(one.path[:1] == ("log",) for one in found):
            wrong = self._check_policy(item.log.policy, item.log.origin)
            found += [Problem(("log", "policy"), wrong)] if wrong else []
        return found

    def _state_problems(self, connection: Connection, wanted: Wanted) -> list[Problem]:
        item = wanted.item
        if not isinstance(item, Service) or wanted.correction:
            return []
        regime, row = self._regimes.get(item.regime), row_of(connection, "service", item.id)
        if regime is None or row is None:
            return []
        return state_problems(item, _stored(row, Service).item, regime)


def kind_of(item: Provider | Service) -> Kind:
    """What it is called in the register."""
    return "provider" if isinstance(item, Provider) else "service"


def item_of(change: Change) -> Provider | Service | None:
    """What the item said after a change; None after its removal."""
    if change.body is None:
        return None
    return msgspec.json.decode(change.body, type=_TYPES[change.kind])


def _refuse(wanted: Sequence[Wanted], problems: Sequence[list[Problem]], name: str | None) -> None:
    if not any(problems):
        return
    alone_named = name or f"{kind_of(wanted[0].item)} {wanted[0].item.id}"
    several = len(wanted) > 1
    found = [
        FileProblem(problem.message, written((kind_of(one.item), one.item.id, *problem.path)))
        if several
        else FileProblem(problem.message, written(problem.path))
        for one, own in zip(wanted, problems, strict=True)
        for problem in own
    ]
    raise EntryError(alone_named, found)


def _stored(row: RowMapping, kind: type[_T]) -> Stored[_T]:
    item = msgspec.json.decode(row["body"], type=kind)
    return Stored(item, row["version"], time_of(row["changed_us"]))


def _one(found: Sequence[Stored[_T]], kind: Kind, name: str) -> Stored[_T]:
    for one in found:
        if one.item.id == name:
            return one
    raise no_such(kind, name, [one.item.id for one in found])
