"""What the guard holds lowered, in memory or in the store, until a person reinstates it.

The rule itself is ``gate.core.guard``; who matched what is counted by the recorder,
in the same transaction as the decisions (``gate.record``). So all processes that
share a store share one count, and a reinstatement by command reaches a running
server when it refreshes.

    guard = StoreGuard(store, clock)
    guard.lowered_keys()                       # remembered; asked for each upload
    guard.refresh()                            # reads again, about once a second
    guard.reinstate("iwf", "a1", by="J. Smith")
"""

from __future__ import annotations

import secrets
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from beholden.gate.core.guard import GuardCounts, account_key
from beholden.gate.core.models import Lowered, instant, microseconds
from beholden.gate.errors import GuardError
from beholden.gate.statements import reinstated_statement
from beholden.store import StoreError, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from beholden.gate.core.models import EntryKey
    from beholden.gate.core.policy import GuardSettings
    from beholden.gate.ports import StatementSink
    from beholden.matching.core import Match
    from beholden.store import Store

_KEY_BYTES = 32
_NAME_AT_MOST = 200


class MemoryGuard:
    """A guard that forgets with the process, for tests and for embedding without a store."""

    def __init__(self, clock: Callable[[], datetime], *, key: bytes | None = None) -> None:
        """Takes the clock of reinstatements; ``key`` (1 to 64 bytes) is drawn if absent."""
        self._clock = clock
        self._key = key or secrets.token_bytes(_KEY_BYTES)
        self._lock = threading.Lock()
        self._counts = GuardCounts()
        self._lowered: dict[EntryKey, Lowered] = {}
        self._keys: frozenset[EntryKey] = frozenset()

    def lowered(self) -> tuple[Lowered, ...]:
        """What is lowered now, earliest first."""
        with self._lock:
            return tuple(self._lowered.values())

    def lowered_keys(self) -> frozenset[EntryKey]:
        """List and entry of what is lowered now."""
        return self._keys

    def observe(
        self, matches: Sequence[Match], account: str, at: datetime, settings: GuardSettings
    ) -> tuple[Lowered, ...]:
        """Counts one account's matches with match-lists; returns what was lowered by it."""
        account_hash = account_key(account, self._key)
        entries = matched_entries(matches)
        found = []
        with self._lock:
            for key in entries:
                lowered = self._counts.observe(*key, account_hash, at, settings, alongside=entries)
                if lowered is not None and key not in self._lowered:
                    found.append(lowered)
                    self._lowered[key] = lowered
            self._keys = frozenset(self._lowered)
        return tuple(found)

    def reinstate(self, list_name: str, entry: str, by: str) -> None:
        """Ends a lowering, by a named person; counting starts anew.

        Raises:
            GuardError: it is not lowered, or nobody is named.
        """
        _check_named(by)
        with self._lock:
            if self._lowered.pop((list_name, entry), None) is None:
                raise _not_lowered(list_name, entry)
            self._counts.forget(list_name, entry)
            self._keys = frozenset(self._lowered)


class StoreGuard:
    """What the store holds lowered. Threads may share it.

    ``lowered_keys`` is remembered, because it is asked for each upload: what this
    process lowers is heeded at once (``heed``), what others do at the next ``refresh``.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        statements: StatementSink | None = None,
    ) -> None:
        """Takes the store, the clock of reinstatements, and the ledger's sink if there is one."""
        self._store = store
        self._clock = clock
        self._statements = statements
        self._lock = threading.Lock()
        self._keys: frozenset[EntryKey] | None = None
        # What is heeded before its commit is in no read yet; once missing, it is given
        # one more refresh, then it was not kept.
        self._heeded: frozenset[EntryKey] = frozenset()
        self._missing: frozenset[EntryKey] = frozenset()

    def lowered(self) -> tuple[Lowered, ...]:
        """What is lowered now, earliest first, as the store has it.

        Raises:
            GuardError: the store cannot be read.
        """
        rows = tables.guard_lowered
        with _explained(), self._store.reading() as connection:
            found = connection.execute(
                select(rows).order_by(rows.c.at_us, rows.c.list, rows.c.entry)
            ).all()
        return tuple(
            Lowered(row.list, row.entry, instant(row.at_us), row.accounts, row.reason)
            for row in found
        )

    def lowered_keys(self) -> frozenset[EntryKey]:
        """List and entry of what is lowered, as of the last ``refresh``.

        Raises:
            GuardError: the store was not read yet, and cannot be.
        """
        keys = self._keys
        return self.refresh() if keys is None else keys

    def refresh(self) -> frozenset[EntryKey]:
        """Reads again what is lowered; returns it.

        Raises:
            GuardError: the store cannot be read.
        """
        with self._lock:
            heeded = self._heeded
        keys = frozenset((lowered.list, lowered.entry) for lowered in self.lowered())
        with self._lock:
            missing = heeded - keys
            self._heeded = (self._heeded - heeded) | (missing - self._missing)
            self._missing = missing
            self._keys = keys | self._heeded
            return self._keys

    def heed(self, lowered: Sequence[Lowered]) -> None:
        """Takes note of what is being lowered, even should the store fail to keep it."""
        with self._lock:
            self._heeded |= {(one.list, one.entry) for one in lowered}
            if self._keys is not None:
                self._keys |= self._heeded

    def reinstate(self, list_name: str, entry: str, by: str) -> None:
        """Ends a lowering, by a named person; counting starts anew.

        Raises:
            GuardError: it is not lowered, nobody is named, or it cannot be written down.
        """
        _check_named(by)
        rows, seen = tables.guard_lowered, tables.guard_sightings
        with _explained(), self._store.writing() as connection:
            # Sightings first, as the recorder does: neither waits for the other in a circle.
            connection.execute(delete(seen).where(seen.c.list == list_name, seen.c.entry == entry))
            was = connection.execute(
                delete(rows)
                .where(rows.c.list == list_name, rows.c.entry == entry)
                .returning(rows.c.at_us, rows.c.accounts, rows.c.reason)
            ).first()
            if was is None:
                raise _not_lowered(list_name, entry)
            now = self._clock()
            connection.execute(
                insert(tables.guard_reinstated).values(
                    list=list_name,
                    entry=entry,
                    lowered_us=was.at_us,
                    accounts=was.accounts,
                    reason=was.reason,
                    reinstated_us=microseconds(now),
                    reinstated_by=by,
                )
            )
            if self._statements is not None:
                stated = reinstated_statement(
                    list_name, entry, accounts=was.accounts, lowered=instant(was.at_us), at=now
                )
                self._statements.write(connection, self._statements.rows([stated]))
        with self._lock:
            self._heeded -= {(list_name, entry)}
        self.refresh()


def matched_entries(matches: Sequence[Match]) -> tuple[EntryKey, ...]:
    """The entries that count as sighted: each once, none of an allow-list."""
    return tuple(dict.fromkeys((m.list, m.entry) for m in matches if m.role != "allow"))


def _check_named(by: str) -> None:
    if not by.strip():
        raise GuardError("Name the person who reinstates the entry.")
    if len(by) > _NAME_AT_MOST:
        raise GuardError(f"Name the person in at most {_NAME_AT_MOST} characters.")


def _not_lowered(list_name: str, entry: str) -> GuardError:
    return GuardError(
        f'Entry "{entry}" of list "{list_name}" is not lowered. '
        "Check its spelling against the lowered entries."
    )


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise GuardError(str(error)) from error
