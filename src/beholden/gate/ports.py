"""What the gate needs from outside, as small Protocols; the composition root wires them.

``MemoryRecorder`` and ``MemoryGuard`` are real versions without files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from beholden.gate.core.models import Decision, EditionRef, EntryKey, Lowered
    from beholden.gate.core.policy import GuardSettings
    from beholden.gate.models import AllowedCount
    from beholden.matching.core import Lookup, Match, Query
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

    @property
    def editions(self) -> tuple[EditionRef, ...]:
        """The editions that ``look_up`` asks now."""
        ...


class DecisionRecorder(Protocol):
    """Keeps held and blocked decisions; of allowed uploads only counts."""

    def record(self, decision: Decision, /) -> None:
        """Keeps one decision, by what it would be when enforced.

        Raises:
            RecordError: it is not kept.
        """
        ...

    def flush(self) -> None:
        """Returns when all that was recorded will survive a crash.

        Raises:
            RecordError: it may not.
        """
        ...

    def close(self) -> None:
        """Flushes, then lets go of files."""
        ...


class DecisionArchive(DecisionRecorder, Protocol):
    """A recorder that can be read back."""

    def find(self, decision_id: str, /) -> Decision | None:
        """One kept decision, or None."""
        ...

    def recent(self, count: int, /) -> tuple[Decision, ...]:
        """The latest kept decisions, latest first."""
        ...

    def counts(self) -> tuple[AllowedCount, ...]:
        """How many uploads were allowed, by hour, surface and rule; flushed ones only."""
        ...


class Guard(Protocol):
    """Lowers entries that suddenly match too many accounts, until a person says otherwise."""

    def lowered(self) -> tuple[Lowered, ...]:
        """What is lowered now, earliest first."""
        ...

    def lowered_keys(self) -> frozenset[EntryKey]:
        """List and entry of what is lowered now."""
        ...

    def observe(
        self, matches: Sequence[Match], account: str, at: datetime, settings: GuardSettings
    ) -> tuple[Lowered, ...]:
        """Counts one account's matches; returns what was lowered by it.

        Raises:
            GuardError: it was lowered but could not be written down.
        """
        ...

    def reinstate(self, list_name: str, entry: str, by: str) -> None:
        """Ends a lowering, by a named person; counting starts anew.

        Raises:
            GuardError: it is not lowered, nobody is named, or it cannot be written down.
        """
        ...
