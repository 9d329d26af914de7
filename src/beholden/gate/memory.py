"""A recorder without a store: for tests, and for embedding the gate without a disk.

recorder = MemoryRecorder(guard=MemoryGuard(clock))
recorder.submit(Submission((decision,), policy)).result()
recorder.page(Filter(would_be="block")).decisions
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import Counter
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from beholden.gate._pages import check_page, fits, hours_between
from beholden.gate.core.models import Mode, Outcome, hour_of
from beholden.gate.core.retention import kept
from beholden.gate.errors import REUSED, KeyReusedError, RecordError
from beholden.gate.models import HourCount, MatchCount, Page, Recorded

if TYPE_CHECKING:
    from collections.abc import Callable

    from beholden.gate.core.models import Decision, Lowered
    from beholden.gate.guard import MemoryGuard
    from beholden.gate.models import Filter, Idempotency, Submission

_HourKey = tuple[str, str | None, str, Mode, Outcome, Outcome]
_MatchKey = tuple[str, str, str, Outcome]


class MemoryRecorder:
    """Records in memory, by the same rules as the store's; forgets with the process."""

    def __init__(
        self,
        *,
        guard: MemoryGuard | None = None,
        account_key: Callable[[str], str] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Takes its parts.

        Args:
            guard: is told of matches of accounts.
            account_key: keyed pseudonyms; without it, under a secret of this object.
            clock: tells whether an idempotency key has expired.
        """
        self._guard = guard
        self._account_key = account_key or _random_account_key()
        self._clock = clock
        self._lock = threading.Lock()
        self._closed = False
        self._kept: dict[str, Decision] = {}
        self._answers: dict[str, tuple[Idempotency, bytes]] = {}
        self._hours: Counter[_HourKey] = Counter()
        self._matches: Counter[_MatchKey] = Counter()

    def submit(self, submission: Submission) -> Future[Recorded]:
        """Records at once."""
        future: Future[Recorded] = Future()
        with self._lock:
            if self._closed:
                raise RecordError("The recorder is closed. Nothing was recorded.")
            try:
                future.set_result(self._record(submission))
            except KeyReusedError as error:
                future.set_exception(error)
        return future

    def flush(self) -> None:
        """Nothing ever waits."""

    def close(self) -> None:
        """Takes nothing in any more."""
        self._closed = True

    def find(self, decision_id: str) -> Decision | None:
        """One kept decision, or None."""
        return self._kept.get(decision_id)

    def page(self, wanted: Filter, *, limit: int = 100, cursor: str | None = None) -> Page:
        """Kept decisions, newest first."""
        check_page(wanted, limit=limit, cursor=cursor)
        with self._lock:
            ids = sorted((i for i in self._kept if cursor is None or i < cursor), reverse=True)
        found = [self._kept[i] for i in ids if fits(self._kept[i], wanted)]
        return Page(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else None)

    def hours(self, since: datetime, until: datetime | None = None) -> tuple[HourCount, ...]:
        """Counts by hour, surface, rule, mode and outcome."""
        with self._lock:
            counts = sorted(self._hours.items(), key=lambda item: _order(item[0]))
        return tuple(
            HourCount(*key, count=count) for key, count in counts if _within(key[0], since, until)
        )

    def matches(self, since: datetime, until: datetime | None = None) -> tuple[MatchCount, ...]:
        """Counts of matches by list, kind and outcome."""
        total: Counter[tuple[str, str, Outcome]] = Counter()
        with self._lock:
            for (hour, list_name, kind, would_be), count in self._matches.items():
                if _within(hour, since, until):
                    total[list_name, kind, would_be] += count
        return tuple(MatchCount(*key, count=count) for key, count in sorted(total.items()))

    def _record(self, submission: Submission) -> Recorded:
        asked = submission.idempotency
        if asked is not None:
            known = self._answers.get(asked.key_mac)
            if known is not None and known[0].expires > self._clock():
                if known[0].fingerprint != asked.fingerprint:
                    raise KeyReusedError(REUSED)
                return Recorded(known[1], replayed=True)
            self._answers[asked.key_mac] = (asked, submission.answer)
        lowered: list[Lowered] = []
        for decision in submission.decisions:
            self._count(decision)
            keeping = kept(decision, submission.policy.retention, self._account_key)
            if keeping is not None:
                self._kept[decision.id] = keeping.decision
            if self._guard and decision.account is not None and decision.would_be != "allow":
                lowered += self._guard.observe(
                    decision.matches, decision.account, decision.time, submission.policy.guard
                )
        return Recorded(submission.answer, lowered=tuple(lowered))

    def _count(self, decision: Decision) -> None:
        hour, would_be = hour_of(decision.time), decision.would_be
        key = (hour, decision.surface, decision.rule, decision.mode, decision.outcome, would_be)
        self._hours[key] += 1
        for list_name, kind in {(m.list, m.kind) for m in decision.matches if m.role == "match"}:
            self._matches[hour, list_name, kind, would_be] += 1


def _random_account_key() -> Callable[[str], str]:
    secret = secrets.token_bytes(32)
    return lambda account: hashlib.blake2b(account.encode(), digest_size=32, key=secret).hexdigest()


def _order(key: _HourKey) -> tuple[str, ...]:
    hour, surface, *rest = key
    return (hour, surface or "", *rest)


def _within(hour: str, since: datetime, until: datetime | None) -> bool:
    first, end = hours_between(since, until)
    return first <= hour and (end is None or hour < end)
