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
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from beholden._toml_lines import written
from beholden.regulator._rows import alone, named, reasoned, time_of, us
from beholden.regulator.core.chain import (
    START,
    Action,
    ChainReport,
    Item,
    Kind,
    check_chain,
    digest_of,
)
from beholden.regulator.core.models import Change, Provider, Service
from beholden.regulator.core.reading import Problem, nearest, quoted
from beholden.regulator.core.regimes import Regime
from beholden.regulator.core.register import provider_problems, service_problems, state_problems
from beholden.regulator.errors import (
    ConflictError,
    EntryError,
    FileProblem,
    InUseError,
    UnknownError,
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
            return tuple(_stored(row, Provider) for row in _rows(connection, "provider"))

    def services(self) -> tuple[Stored[Service], ...]:
        """All services by id.

        Raises:
            StoreError: They cannot be read.
        """
        with self._store.reading() as connection:
            return tuple(_stored(row, Service) for row in _rows(connection, "service"))

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
            writer = _Writer(connection, who, why, self._clock())
            problems = self._problems(connection, wanted)
            _refuse(wanted, problems, name)
            return tuple(change for one in wanted if (change := writer.put(one)) is not None)

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
                    for one in (_stored(row, Service) for row in _rows(connection, "service"))
                    if one.item.provider == name
                ]
                if used:
                    raise InUseError(
                        f"The provider {name} has services: {', '.join(used[:10])}. Remove them "
                        "first, or name another provider for them."
                    )
            return _Writer(connection, who, why, self._clock()).remove(kind, name, expected)

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
            return tuple(_change(row) for row in connection.execute(query).mappings())

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
            return check_chain(((_change(row), row["at_us"]) for row in rows), items, known)

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

    def _problems(self, connection: Connection, wanted: Sequence[Wanted]) -> list[list[Problem]]:
        providers = {row["id"] for row in _rows(connection, "provider")}
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
        regime, row = self._regimes.get(item.regime), _row(connection, "service", item.id)
        if regime is None or row is None:
            return []
        return state_problems(item, _stored(row, Service).item, regime)


class _Writer:
    """Writes items and their changes within one transaction."""

    def __init__(self, connection: Connection, by: str, reason: str, at: datetime) -> None:
        self._connection = connection
        self._by = by
        self._reason = reason
        self._at = at

    def put(self, wanted: Wanted) -> Change | None:
        item = wanted.item
        kind = kind_of(item)
        body = msgspec.json.encode(item)
        row = _row(self._connection, kind, item.id)
        self._expect(kind, item.id, row, wanted.expected)
        if row is not None and row["body"] == body:
            return None
        version = self._last_version(kind, item.id) + 1
        values = {"version": version, "body": body, "changed_us": us(self._at)}
        if row is None:
            self._connection.execute(insert(_items).values(kind=kind, id=item.id, **values))
        else:
            self._connection.execute(
                update(_items).where(_items.c.kind == kind, _items.c.id == item.id).values(values)
            )
        action: Action = "add" if row is None else "change"
        return self._log(kind, item.id, version, action, body)

    def remove(self, kind: Kind, name: str, expected: int | None) -> Change:
        row = _row(self._connection, kind, name)
        self._expect(kind, name, row, expected)
        if row is None:
            raise _no_such(kind, name, [one["id"] for one in _rows(self._connection, kind)])
        self._connection.execute(delete(_items).where(_items.c.kind == kind, _items.c.id == name))
        return self._log(kind, name, self._last_version(kind, name) + 1, "remove", None)

    def _expect(self, kind: Kind, name: str, row: RowMapping | None, expected: int | None) -> None:
        stands = 0 if row is None else row["version"]
        if expected is None or expected == stands:
            return
        query = (
            select(_changes)
            .where(_changes.c.kind == kind, _changes.c.item_id == name)
            .where(_changes.c.version > expected)
            .order_by(_changes.c.number)
        )
        since = [_change(one) for one in self._connection.execute(query).mappings()]
        said = "; ".join(
            f"version {one.version}, {one.action} by {one.by} at {one.at:%Y-%m-%d %H:%M} UTC: "
            f"{one.reason}"
            for one in since[-5:]
        )
        raise ConflictError(
            f"The {kind} {name} changed since you looked at it (version {expected}). {said}. "
            "Nothing of yours was written. Look at it again, then repeat your change.",
            since,
        )

    def _last_version(self, kind: Kind, name: str) -> int:
        query = (
            select(_changes.c.version)
            .where(_changes.c.kind == kind, _changes.c.item_id == name)
            .order_by(_changes.c.version.desc())
            .limit(1)
        )
        return self._connection.scalar(query) or 0

    def _log(
        self, kind: Kind, name: str, version: int, action: Action, body: bytes | None
    ) -> Change:
        query = select(_changes.c.number, _changes.c.digest)
        last = self._connection.execute(query.order_by(_changes.c.number.desc()).limit(1)).first()
        draft = Change(
            number=1 if last is None else last.number + 1,
            at=self._at,
            by=self._by,
            kind=kind,
            id=name,
            version=version,
            action=action,
            reason=self._reason,
            body=body,
            previous=START if last is None else last.digest,
            digest="",
        )
        change = msgspec.structs.replace(draft, digest=digest_of(draft, us(self._at)))
        self._connection.execute(
            insert(_changes).values(
                number=change.number,
                at_us=us(change.at),
                by=change.by,
                kind=kind,
                item_id=name,
                version=version,
                action=action,
                reason=change.reason,
                body=body,
                previous=change.previous,
                digest=change.digest,
            )
        )
        return change


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


def _rows(connection: Connection, kind: Kind) -> Sequence[RowMapping]:
    query = select(_items).where(_items.c.kind == kind).order_by(_items.c.id)
    return connection.execute(query).mappings().all()


def _row(connection: Connection, kind: Kind, name: str) -> RowMapping | None:
    query = select(_items).where(_items.c.kind == kind, _items.c.id == name)
    return connection.execute(query).mappings().one_or_none()


def _stored(row: RowMapping, kind: type[_T]) -> Stored[_T]:
    item = msgspec.json.decode(row["body"], type=kind)
    return Stored(item, row["version"], time_of(row["changed_us"]))


def _one(found: Sequence[Stored[_T]], kind: Kind, name: str) -> Stored[_T]:
    for one in found:
        if one.item.id == name:
            return one
    raise _no_such(kind, name, [one.item.id for one in found])


def _no_such(kind: Kind, name: str, known: Sequence[str]) -> UnknownError:
    return UnknownError(
        f"There is no {kind} {quoted(name)} in the register. {nearest(name, known)}"
    )


def _change(row: RowMapping) -> Change:
    return Change(
        number=row["number"],
        at=time_of(row["at_us"]),
        by=row["by"],
        kind=row["kind"],
        id=row["item_id"],
        version=row["version"],
        action=row["action"],
        reason=row["reason"],
        body=row["body"],
        previous=row["previous"],
        digest=row["digest"],
    )
