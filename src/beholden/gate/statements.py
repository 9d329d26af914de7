"""The statements that the gate makes for the ledger.

Each is one line of JSON, ``kind`` and ``version`` first, times to the second in UTC. What
is absent is left out::

    gate.decision/1  {"id", "time", "outcome", "would_be", "mode", "rule",
                      "policy": {"version", "digest"}, "editions": [{"list", "edition", "role"}],
                      "surface", "matched": [{"list", "kind", "role"}], "set_aside": [likewise],
                      "unscannable": code}       role left out: "match"
    gate.hour/1      {"hour", "counts": [{"surface", "rule", "mode", "outcome", "would_be",
                      "count"}], "matches": [{"list", "kind", "would_be", "count"}],
                      "corrects": id of the statement that was made too early}
    gate.entry-lowered/1     {"time", "list", "entry", "accounts", "reason"}
    gate.entry-reinstated/1  {"time", "list", "entry", "accounts", "lowered"}
    gate.policy/1    {"time", "policy": {...}, "mode", "default", "rules": [{"name", "decision"}],
                      "guard": {...}, "retention": {...}, "previous": digest of the one before}

Laws:

* No account, hash of a file, entry that matched, or person's name is ever in one.
* The same thing stated twice has the same id.

    decision_statement(decision).body    # b'{"kind":"gate.decision","version":1,"id":...'
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from beholden.gate.core.models import Lowered, Mode, Outcome, microseconds
from beholden.gate.core.policy import GuardSettings, RetentionSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beholden.gate.core.models import Decision
    from beholden.gate.core.policy import Policy
    from beholden.matching.core import Match

_encode = msgspec.json.Encoder().encode


class GateStatement(NamedTuple):
    """One statement for the ledger.

    ``expires_us`` is when its opening ends (microseconds since 1970); None: never.
    """

    id: str
    kind: str
    body: bytes
    expires_us: int | None = None


class PolicyRef(msgspec.Struct, frozen=True):
    """Which policy."""

    version: str
    digest: str


class StatedEdition(msgspec.Struct, frozen=True):
    """Which edition of which list was asked, and for what."""

    list: str
    edition: str
    role: str


class StatedMatch(msgspec.Struct, frozen=True, omit_defaults=True, order=True):
    """A list that matched, and by which kind of hash; not which entry."""

    list: str
    kind: str
    role: str = "match"


class StatedDecision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The form of ``gate.decision/1``."""

    kind: str
    version: int
    id: str
    time: datetime
    outcome: Outcome
    would_be: Outcome
    mode: Mode
    rule: str
    policy: PolicyRef
    editions: tuple[StatedEdition, ...]
    surface: str | None = None
    matched: tuple[StatedMatch, ...] = ()
    set_aside: tuple[StatedMatch, ...] = ()
    unscannable: str | None = None


class StatedCount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, order=True):
    """How many uploads were decided alike within an hour."""

    surface: str = ""
    rule: str
    mode: str
    outcome: str
    would_be: str
    count: int


class StatedMatchCount(msgspec.Struct, frozen=True, order=True):
    """How many uploads matched a list by one kind of hash within an hour."""

    list: str
    kind: str
    would_be: str
    count: int


class StatedHour(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The form of ``gate.hour/1``."""

    kind: str
    version: int
    hour: str
    counts: tuple[StatedCount, ...]
    matches: tuple[StatedMatchCount, ...]
    corrects: str | None = None

    @property
    def total(self) -> int:
        """All that is counted, to compare one statement of an hour with another."""
        return sum(one.count for one in self.counts) + sum(one.count for one in self.matches)


class _Lowered(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    version: int
    time: datetime
    list: str
    entry: str
    accounts: int
    reason: str


class _Reinstated(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    version: int
    time: datetime
    list: str
    entry: str
    accounts: int
    lowered: datetime


class _Rule(msgspec.Struct, frozen=True):
    name: str
    decision: Outcome


class _Policy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    kind: str
    version: int
    time: datetime
    policy: PolicyRef
    mode: Mode
    default: Outcome
    rules: tuple[_Rule, ...]
    guard: GuardSettings
    retention: RetentionSettings
    previous: str | None = None


def decision_statement(decision: Decision, expires_us: int | None = None) -> GateStatement:
    """What was decided of one upload, under the decision's own id."""
    unscannable = decision.unscannable
    stated = StatedDecision(
        kind="gate.decision",
        version=1,
        id=decision.id,
        time=_second(decision.time),
        outcome=decision.outcome,
        would_be=decision.would_be,
        mode=decision.mode,
        rule=decision.rule,
        policy=PolicyRef(decision.policy_version, decision.policy_digest),
        editions=tuple(
            StatedEdition(edition.list, edition.edition, edition.role)
            for edition in decision.editions
        ),
        surface=decision.surface,
        matched=_stated(decision.matches),
        set_aside=_stated(decision.set_aside),
        unscannable=None if unscannable is None else unscannable.code,
    )
    return GateStatement(decision.id, "gate.decision/1", _encode(stated), expires_us)


def hour_statement(
    hour: str,
    counts: Iterable[StatedCount],
    matches: Iterable[StatedMatchCount],
    *,
    number: int = 1,
) -> GateStatement:
    """How many uploads were decided how within one hour.

    Args:
        hour: its start, as ``2026-11-22T09Z``.
        counts: by surface, rule, mode and outcome.
        matches: by list, kind of hash and outcome.
        number: above 1: the statement with the number before counted too few.
    """
    stated = StatedHour(
        kind="gate.hour",
        version=1,
        hour=hour,
        counts=tuple(sorted(counts)),
        matches=tuple(sorted(matches)),
        corrects=hour_id(hour, number - 1) if number > 1 else None,
    )
    return GateStatement(hour_id(hour, number), "gate.hour/1", _encode(stated))


def hour_id(hour: str, number: int = 1) -> str:
    """The id of an hour's first statement, or of a later one that corrects it."""
    return f"hour:{hour}" if number == 1 else f"hour:{hour}:{number}"


def lowered_statement(lowered: Lowered) -> GateStatement:
    """The guard lowered an entry from block to hold."""
    stated = _Lowered(
        kind="gate.entry-lowered",
        version=1,
        time=_second(lowered.at),
        list=lowered.list,
        entry=lowered.entry,
        accounts=lowered.accounts,
        reason=lowered.reason,
    )
    name = _digest(lowered.list, lowered.entry, lowered.at)
    return GateStatement(f"lowered:{name}", "gate.entry-lowered/1", _encode(stated))


def reinstated_statement(
    list_name: str, entry: str, *, accounts: int, lowered: datetime, at: datetime
) -> GateStatement:
    """A person ended a lowering.

    Args:
        list_name: the list.
        entry: the entry's id.
        accounts: how many accounts had matched it when it was lowered.
        lowered: when that was.
        at: when it was ended.
    """
    stated = _Reinstated(
        kind="gate.entry-reinstated",
        version=1,
        time=_second(at),
        list=list_name,
        entry=entry,
        accounts=accounts,
        lowered=_second(lowered),
    )
    name = _digest(list_name, entry, lowered)
    return GateStatement(f"reinstated:{name}", "gate.entry-reinstated/1", _encode(stated))


def policy_statement(
    policy: Policy, previous: str | None, number: int, at: datetime
) -> GateStatement:
    """A policy came into force.

    Args:
        policy: the policy.
        previous: the digest of the one before.
        number: the how manyth policy it is; one may come into force again.
        at: when that was seen.
    """
    digest = policy.digest
    stated = _Policy(
        kind="gate.policy",
        version=1,
        time=_second(at),
        policy=PolicyRef(policy.version, digest),
        mode=policy.mode,
        default=policy.default,
        rules=tuple(_Rule(rule.name, rule.decision) for rule in policy.rules),
        guard=policy.guard,
        retention=policy.retention,
        previous=previous,
    )
    return GateStatement(f"policy:{number}:{digest[:32]}", "gate.policy/1", _encode(stated))


def _stated(matches: tuple[Match, ...]) -> tuple[StatedMatch, ...]:
    if not matches:
        return ()
    return tuple(sorted({StatedMatch(one.list, one.kind, one.role) for one in matches}))


def _digest(list_name: str, entry: str, at: datetime) -> str:
    # Neither list names nor entry ids hold a line feed.
    text = f"{list_name}\n{entry}\n{microseconds(at)}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
