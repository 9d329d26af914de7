"""What the gate needs from outside, as small Protocols; the composition root wires them.

``MemoryRecorder`` and ``MemoryGuard`` are real versions without a store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from sqlalchemy import Connection

    from beholden.gate.core.models import Decision, EditionRef, EntryKey, Lowered
    from beholden.gate.models import Filter, HourCount, MatchCount, Page, Recorded, Submission
    from beholden.gate.statements import GateStatement
    from beholden.matching.core import Lookup, Query
    from beholden.media.core import HashOutcome


class Hasher(Protocol):
    """Makes hashes of bytes."""

    def hash(self, data: bytes, /) -> HashOutcome:
        """Hashes one file; what cannot be hashed is an outcome, not an error."""
        ...


class Matcher(Protocol):
    """Looks hashes up in the active lists."""

    def look_up(self, query: Query, /) -> Lookup:
        """All matches of one file."""
        ...

    def look_up_many(self, queries: Sequence[Query], /) -> Sequence[Lookup]:
        """All matches of each file, in the same order."""
        ...

    @property
    def editions(self) -> tuple[EditionRef, ...]:
        """The editions that are asked now."""
        ...


class DecisionRecorder(Protocol):
    """Records what was decided, before it is answered."""

    def submit(self, submission: Submission, /) -> Future[Recorded]:
        """Takes decisions in; the future has its result once they are durable.

        The future fails with ``RecordError`` if nothing was recorded, and with
        ``KeyReusedError`` if the idempotency key belongs to another request.

        Raises:
            RecordError: it is not even taken in.
        """
        ...

    def flush(self) -> None:
        """Returns when nothing that was submitted waits any more, recorded or failed."""
        ...

    def close(self) -> None:
        """Records what waits, and takes nothing in any more."""
        ...


class StatementSink(Protocol):
    """Takes statements for the ledger, in the transaction of what they state."""

    def rows(self, statements: Sequence[GateStatement], /) -> list[dict[str, Any]]:
        """Prepares statements; done before the transaction, because it computes."""
        ...

    def write(self, connection: Connection, rows: Collection[dict[str, Any]], /) -> None:
        """Writes what was prepared; called once in a transaction."""
        ...


class Purgeable(Protocol):
    """One kind of data that a purge removes when it is past its time."""

    @property
    def what(self) -> str:
        """Its name in the proof."""
        ...

    @property
    def cutoff_us(self) -> int:
        """Up to which time it has expired, in microseconds since 1970."""
        ...

    def count(self, connection: Connection, /) -> int:
        """How many rows are to go."""
        ...

    def remove_some(self, connection: Connection, count: int, /) -> Sequence[tuple[str, ...]]:
        """Removes the first so many rows; returns their keys, sorted."""
        ...


class DecisionArchive(Protocol):
    """Reads back what was recorded. Each method raises RecordError where it cannot."""

    def find(self, decision_id: str, /) -> Decision | None:
        """One kept decision, in the form in which it is kept, or None."""
        ...

    def page(self, wanted: Filter, /, *, limit: int = 100, cursor: str | None = None) -> Page:
        """Kept decisions, newest first, from where ``cursor`` points.

        Raises:
            PageError: the cursor, the limit or the filter makes no sense.
        """
        ...

    def hours(self, since: datetime, until: datetime | None = None, /) -> tuple[HourCount, ...]:
        """Counts of the hours that begin from ``since``'s hour on and before ``until``."""
        ...

    def matches(self, since: datetime, until: datetime | None = None, /) -> tuple[MatchCount, ...]:
        """Counts of matches by list, kind and outcome over the same hours."""
        ...


class Guard(Protocol):
    """Entries that suddenly matched too many accounts; a person reinstates them."""

    def lowered(self) -> tuple[Lowered, ...]:
        """What is lowered now, earliest first."""
        ...

    def lowered_keys(self) -> frozenset[EntryKey]:
        """List and entry of what is lowered now; asked for each upload."""
        ...

    def reinstate(self, list_name: str, entry: str, by: str) -> None:
        """Ends a lowering, by a named person; counting starts anew.

        Raises:
            GuardError: it is not lowered, nobody is named, or it cannot be written down.
        """
        ...
