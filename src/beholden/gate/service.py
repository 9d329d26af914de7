"""The gate: bytes or hashes in, recorded decisions out.

Invariants:

* No way out is "allow" by accident: whatever fails raises a ``GateError``, and
  an outcome of hashing with neither image nor reason is refused.
* A held or blocked decision is durable before it is answered.
* The guard takes effect from a later upload on, so that the verdict depends on
  nothing but the findings, the policy and what was lowered before.

Clocks, ids, hashing, matching, recording and the guard are passed in.

    gate = Gate(hasher=hasher, matcher=matcher, policy=policy, recorder=recorder,
                guard=guard, clock=clock, monotonic=time.monotonic, new_id=new_id)
    gate.check(data, surface="avatar", account="user-7").outcome
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING

import msgspec

from beholden.gate.core.conversion import query_of
from beholden.gate.core.decide import decide
from beholden.gate.core.models import Decision, Findings, instant
from beholden.gate.errors import CheckError, GateError, GuardError, RecordError
from beholden.gate.models import Submission
from beholden.matching.core import Lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from beholden.gate.core.models import EditionRef, EntryKey, Instant
    from beholden.gate.core.policy import Policy
    from beholden.gate.models import Recorded
    from beholden.gate.ports import DecisionRecorder, Guard, Hasher, Matcher
    from beholden.matching.core import Query
    from beholden.media.core import HashOutcome

_TRIES = 5
_REMEMBERED = 1_024
_UNWAITED = 1_024

NAME_AT_MOST = 200
"""Characters of the name of a surface or an account."""

_NOTHING = Lookup()
_NO_TIME = instant(0)
_Unmatched = tuple[str | None, tuple[str, ...], "tuple[EditionRef, ...]"]


class Gate:
    """Checks uploads under one policy. Threads may share it if they may share its parts."""

    def __init__(
        self,
        *,
        hasher: Hasher,
        matcher: Matcher,
        policy: Policy,
        recorder: DecisionRecorder,
        guard: Guard,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        new_id: Callable[[datetime], str],
    ) -> None:
        """Takes its parts.

        Args:
            hasher: makes hashes of bytes.
            matcher: looks them up.
            policy: decides; must be free of problems.
            recorder: records decisions and tells the guard of them.
            guard: knows the entries that matched too many accounts.
            clock: the time, with its zone.
            monotonic: seconds that never run backwards, for ``took_ms``.
            new_id: a new decision id at each call, from the decision's time.
        """
        self._hasher = hasher
        self._matcher = matcher
        self._policy = policy
        self._policy_digest = policy.digest
        self._recorder = recorder
        self._guard = guard
        self._clock = clock
        self._monotonic = monotonic
        self._new_id = new_id
        # Decisions on queries without any match, by all that they depend on.
        self._unmatched: dict[_Unmatched, Decision] = {}
        self._unwaited: deque[Future[Recorded]] = deque()
        self._lock = threading.Lock()

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self._policy

    def check(
        self, data: bytes, *, surface: str | None = None, account: str | None = None
    ) -> Decision:
        """Hashes, matches, decides and records one upload.

        Args:
            data: the upload's bytes; they are not kept.
            surface: where on the service it was uploaded.
            account: a pseudonym of who uploaded it.

        Returns:
            The decision; held and blocked ones are on the disk by then.

        Raises:
            GateError: there is no decision; the upload must not be accepted.
        """
        started = self._monotonic()
        with _failing_as(CheckError, "hashing the upload"):
            outcome = self._hasher.hash(data)
        return self.decide(outcome, surface=surface, account=account, started=started)

    def decide(
        self,
        outcome: HashOutcome,
        *,
        surface: str | None = None,
        account: str | None = None,
        started: float | None = None,
        wait: bool | None = None,
    ) -> Decision:
        """Matches, decides and records a file that was hashed elsewhere.

        Args:
            outcome: what came of hashing.
            surface: where on the service it was uploaded.
            account: a pseudonym of who uploaded it.
            started: as for ``judge``.
            wait: whether to wait for the disk; by default for held and blocked uploads.
                What is not waited for is certain after ``flush``.

        Raises:
            GateError: there is no decision, or an earlier one that was not waited for
                could not be recorded; the upload must not be accepted.
        """
        decision = self.judge(outcome, surface=surface, account=account, started=started)
        with _failing_as(RecordError, "recording the decision"):
            future = self._recorder.submit(Submission((decision,), self._policy))
            if decision.would_be != "allow" if wait is None else wait:
                future.result()
            else:
                self._unwaited.append(future)
            self._hear_of_earlier(leave=_UNWAITED)
        return decision

    def flush(self) -> None:
        """Returns when every decision so far is durable.

        Raises:
            RecordError: one that was not waited for is not.
        """
        with _failing_as(RecordError, "recording the decision"):
            self._hear_of_earlier(leave=0)

    def judge(
        self,
        outcome: HashOutcome,
        *,
        surface: str | None = None,
        account: str | None = None,
        started: float | None = None,
    ) -> Decision:
        """Matches and decides a file that was hashed elsewhere; records nothing.

        Args:
            outcome: what came of hashing.
            surface: where on the service it was uploaded.
            account: a pseudonym of who uploaded it.
            started: ``monotonic`` before hashing; without it, the time that the outcome says
                hashing took is added to the time since this call.

        Raises:
            GateError: there is no decision; the upload must not be accepted.
        """
        if started is None:
            started = self._monotonic() - (outcome.took_ms or 0.0) / 1000
        _check_names(surface, account)
        if outcome.image is None and outcome.unscannable is None:
            raise CheckError(
                "Hashing gave neither hashes nor a reason why not. This is a fault in the hasher; "
                "do not accept the upload."
            )
        with _failing_as(CheckError, "matching the upload"):
            query = query_of(outcome)
            # A file too large to read has nothing to look up.
            asked = (query,) if query.digests or query.pictures else ()
            lookups, editions = self._look_up(asked)
        lowered = self._lowered_keys()
        with _failing_as(CheckError, "deciding"):
            findings = Findings(
                lookup=lookups[0] if lookups else _NOTHING,
                unscannable=outcome.unscannable,
                surface=surface,
            )
            digests = outcome.digests or outcome.image
            now, took_ms = self._now(started)
            return msgspec.structs.replace(
                self._judged(findings, editions, lowered),
                id=self._new_id(now),
                time=now,
                took_ms=took_ms,
                sha256=digests.sha256 if digests else None,
                account=account,
            )

    def judge_queries(
        self,
        queries: Sequence[Query],
        *,
        sha256s: Sequence[str | None] | None = None,
        surface: str | None = None,
        account: str | None = None,
        started: float | None = None,
    ) -> list[Decision]:
        """Matches and decides files of which only hashes are known; records nothing.

        Args:
            queries: what is known of each file; at least one hash.
            sha256s: the digest that goes into each decision, in the same order.
            surface: where on the service they were uploaded.
            account: a pseudonym of who uploaded them.
            started: ``monotonic`` when the request came in; without it, this call's time.

        Returns:
            One decision a query, all under the same editions, lowered entries and time.

        Raises:
            GateError: there are no decisions; the uploads must not be accepted.
        """
        if started is None:
            started = self._monotonic()
        _check_names(surface, account)
        for number, query in enumerate(queries):
            if not (query.digests or query.pictures):
                raise CheckError(f"queries[{number}]: Give at least one hash of the file.")
        if sha256s is None:
            sha256s = [query.digests.get("sha256") for query in queries]
        with _failing_as(CheckError, "matching the uploads"):
            lookups, editions = self._look_up(queries)
        lowered = self._lowered_keys()
        with _failing_as(CheckError, "deciding"):
            unmatched: dict[tuple[str, ...], Decision] = {}
            judged = []
            for lookup in lookups:
                below = lookup.below_quality
                if lookup.matches or lookup.more:
                    judged.append(self._judged(Findings(lookup, None, surface), editions, lowered))
                elif (known := unmatched.get(below)) is not None:
                    judged.append(known)
                else:
                    known = unmatched[below] = self._without_match(below, surface, editions)
                    judged.append(known)
            now, took_ms = self._now(started)
            return [
                msgspec.structs.replace(
                    plain,
                    id=self._new_id(now),
                    time=now,
                    took_ms=took_ms,
                    sha256=sha256,
                    account=account,
                )
                for plain, sha256 in zip(judged, sha256s, strict=True)
            ]

    def _look_up(self, queries: Sequence[Query]) -> tuple[Sequence[Lookup], tuple[EditionRef, ...]]:
        for _ in range(_TRIES):
            editions = self._matcher.editions
            if not queries:
                return (), editions
            lookups = (
                self._matcher.look_up_many(queries)
                if len(queries) > 1
                else (self._matcher.look_up(queries[0]),)
            )
            # An edition may be switched in between; a decision names those it was made with.
            now = self._matcher.editions
            if now is editions or now == editions:
                return lookups, editions
        raise CheckError("The active editions change with every look-up. Try again.")

    def _lowered_keys(self) -> frozenset[EntryKey]:
        with _failing_as(GuardError, "asking the guard"):
            return self._guard.lowered_keys()

    def _without_match(
        self, below_quality: tuple[str, ...], surface: str | None, editions: tuple[EditionRef, ...]
    ) -> Decision:
        # Lowered entries change nothing where nothing matched.
        key = (surface, below_quality, editions)
        known = self._unmatched.get(key)
        if known is None:
            findings = Findings(Lookup(below_quality=below_quality), None, surface)
            known = self._judged(findings, editions, frozenset())
            if len(self._unmatched) >= _REMEMBERED:
                self._unmatched.clear()
            self._unmatched[key] = known
        return known

    def _judged(
        self,
        findings: Findings,
        editions: tuple[EditionRef, ...],
        lowered: frozenset[EntryKey],
    ) -> Decision:
        """The decision but for what is its own: id, time, digest, account."""
        verdict = decide(findings, self._policy, lowered)
        reasons = verdict.reasons
        if not any(edition.role != "allow" for edition in editions):
            reasons = (*reasons, "No list is active, so nothing could match. Activate a list.")
        return Decision(
            id="",
            time=_NO_TIME,
            outcome=verdict.outcome,
            would_be=verdict.would_be,
            mode=verdict.mode,
            rule=verdict.rule,
            reasons=reasons,
            policy_version=self._policy.version,
            policy_digest=self._policy_digest,
            editions=editions,
            took_ms=0.0,
            matches=verdict.matches,
            set_aside=verdict.set_aside,
            more_matches=findings.lookup.more,
            below_quality=findings.lookup.below_quality,
            unscannable=findings.unscannable,
            surface=findings.surface,
            rule_set_by=verdict.set_by,
            rule_set_at=verdict.set_at,
        )

    def _now(self, started: float) -> tuple[Instant, float]:
        """The time in UTC, and milliseconds since ``started``."""
        now = self._clock()
        if now.tzinfo is None:
            raise CheckError("The clock gives times without a zone. Pass one that gives UTC.")
        return now.astimezone(UTC), round((self._monotonic() - started) * 1000, 3)

    def _hear_of_earlier(self, *, leave: int) -> None:
        """Raises what befell decisions that were not waited for; bounds how many there are."""
        while True:
            with self._lock:
                waiting = self._unwaited
                if not waiting or (len(waiting) <= leave and not waiting[0].done()):
                    return
                future = waiting.popleft()
            future.result()


def _check_names(surface: str | None, account: str | None) -> None:
    for name in (surface, account):
        if name is not None and not (name and name.isprintable() and len(name) <= NAME_AT_MOST):
            raise CheckError(
                "Name surface and account on one printable line of at most "
                f"{NAME_AT_MOST} characters, or leave them out."
            )


@contextmanager
def _failing_as(error_type: type[GateError], doing: str) -> Iterator[None]:
    """Turns whatever goes wrong into an error that no caller mistakes for a decision."""
    try:
        yield
    except GateError:
        raise
    except Exception as error:
        raise error_type(
            f"{doing.capitalize()} failed ({type(error).__name__}: {error}). "
            "There is no decision; do not accept the upload."
        ) from error
