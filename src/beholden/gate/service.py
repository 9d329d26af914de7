"""The gate: bytes in, one recorded decision out.

Invariants:

* No way out is "allow" by accident: whatever fails raises a ``GateError``, and
  an outcome of hashing with neither image nor reason is refused.
* A held or blocked decision is durable before it is answered.
* The guard takes effect from the next upload on, so that the verdict depends on
  nothing but the findings, the policy and what was lowered before.

Clocks, ids, hashing, matching, recording and the guard are passed in.

    gate = Gate(hasher=hasher, matcher=matcher, policy=policy, recorder=recorder,
                guard=guard, clock=clock, monotonic=time.monotonic, new_id=new_id)
    gate.check(data, surface="avatar", account="user-7").outcome
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING

from beholden.gate.core.conversion import query_of
from beholden.gate.core.decide import decide
from beholden.gate.core.models import Decision, Findings
from beholden.gate.errors import CheckError, GateError, GuardError, RecordError
from beholden.matching.core import Lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from beholden.gate.core.models import EditionRef, Verdict
    from beholden.gate.core.policy import Policy
    from beholden.gate.ports import DecisionRecorder, Guard, Hasher, Matcher
    from beholden.matching.core import Query
    from beholden.media.core import Digests, HashOutcome, ImageHashes

_TRIES = 5

NAME_AT_MOST = 200
"""Characters of the name of a surface or an account."""


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
        new_id: Callable[[], str],
    ) -> None:
        """Takes its parts.

        Args:
            hasher: makes hashes of bytes.
            matcher: looks them up.
            policy: decides; must be free of problems.
            recorder: keeps held and blocked decisions.
            guard: lowers entries that match too many accounts.
            clock: the time, with its zone.
            monotonic: seconds that never run backwards, for ``took_ms``.
            new_id: a new decision id at each call.
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
        record: bool = True,
        flush: bool | None = None,
    ) -> Decision:
        """Matches, decides and records a file that was hashed elsewhere.

        Args:
            outcome: what came of hashing.
            surface: where on the service it was uploaded.
            account: a pseudonym of who uploaded it.
            started: ``monotonic`` before hashing; without it, the time that the outcome says
                hashing took is added to the time since this call.
            record: False only asks: nothing is recorded and the guard counts nothing.
            flush: whether to wait for the disk; by default for held and blocked uploads.
                Counts of allowed ones reach it at the recorder's own pace.

        Raises:
            GateError: there is no decision; the upload must not be accepted.
        """
        if started is None:
            started = self._monotonic() - (outcome.took_ms or 0.0) / 1000
        for name in (surface, account):
            if name is not None and not (name and name.isprintable() and len(name) <= NAME_AT_MOST):
                raise CheckError(
                    "Name surface and account on one printable line of at most "
                    f"{NAME_AT_MOST} characters, or leave them out."
                )
        if outcome.image is None and outcome.unscannable is None:
            raise CheckError(
                "Hashing gave neither hashes nor a reason why not. This is a fault in the hasher; "
                "do not accept the upload."
            )
        with _failing_as(CheckError, "matching the upload"):
            lookup, editions = self._look_up(query_of(outcome))
        with _failing_as(GuardError, "asking the guard"):
            lowered = self._guard.lowered_keys()
        with _failing_as(CheckError, "deciding"):
            findings = Findings(lookup=lookup, unscannable=outcome.unscannable, surface=surface)
            verdict = decide(findings, self._policy, lowered)
            decision = self._decision(
                verdict,
                findings,
                editions=editions,
                digests=outcome.digests or outcome.image,
                account=account,
                started=started,
            )
        if record:
            self._record(decision, flush=flush)
        return decision

    def _look_up(self, query: Query) -> tuple[Lookup, tuple[EditionRef, ...]]:
        for _ in range(_TRIES):
            editions = self._matcher.editions
            # A file too large to read has nothing to look up.
            lookup = self._matcher.look_up(query) if query.digests or query.pictures else Lookup()
            # An edition may be switched in between; a decision names those it was made with.
            if self._matcher.editions == editions:
                return lookup, editions
        raise CheckError("The active editions change with every look-up. Try again.")

    def _decision(
        self,
        verdict: Verdict,
        findings: Findings,
        *,
        editions: tuple[EditionRef, ...],
        digests: Digests | ImageHashes | None,
        account: str | None,
        started: float,
    ) -> Decision:
        now = self._clock()
        if now.tzinfo is None:
            raise CheckError("The clock gives times without a zone. Pass one that gives UTC.")
        reasons = verdict.reasons
        if not any(edition.role != "allow" for edition in editions):
            reasons = (*reasons, "No list is active, so nothing could match. Activate a list.")
        return Decision(
            id=self._new_id(),
            time=now.astimezone(UTC),
            outcome=verdict.outcome,
            would_be=verdict.would_be,
            mode=verdict.mode,
            rule=verdict.rule,
            reasons=reasons,
            policy_version=self._policy.version,
            policy_digest=self._policy_digest,
            editions=editions,
            took_ms=round((self._monotonic() - started) * 1000, 3),
            matches=verdict.matches,
            set_aside=verdict.set_aside,
            more_matches=findings.lookup.more,
            below_quality=findings.lookup.below_quality,
            unscannable=findings.unscannable,
            sha256=digests.sha256 if digests else None,
            surface=findings.surface,
            account=account,
            rule_set_by=verdict.set_by,
            rule_set_at=verdict.set_at,
        )

    def _record(self, decision: Decision, *, flush: bool | None) -> None:
        acted = decision.would_be != "allow"
        with _failing_as(RecordError, "recording the decision"):
            self._recorder.record(decision)
            if acted if flush is None else flush:
                self._recorder.flush()
        if acted and decision.account is not None and decision.matches:
            with _failing_as(GuardError, "telling the guard"):
                self._guard.observe(
                    decision.matches, decision.account, decision.time, self._policy.guard
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
