"""The gate: one upload in, one decision out (allow, hold or block), by policy, with reasons.

policy = read_policy(Path("policy.toml"))
gate = Gate(hasher=..., matcher=..., policy=policy, recorder=..., guard=...,
            clock=..., monotonic=..., new_id=...)
gate.check(data, surface="avatar").outcome
"""

from beholden.gate.archive import StoreArchive
from beholden.gate.core import (
    RANDOM_BYTES,
    Decision,
    EditionRef,
    EntryKey,
    Findings,
    GuardSettings,
    Kept,
    Lowered,
    Mode,
    Outcome,
    Policy,
    RetentionSettings,
    Rule,
    ShadowReport,
    Share,
    Verdict,
    When,
    decide,
    decision_id,
    kept,
    query_of,
    warnings,
)
from beholden.gate.errors import (
    CheckError,
    GateError,
    GuardError,
    KeyReusedError,
    PageError,
    PolicyError,
    PolicyProblem,
    PurgeError,
    RecordError,
)
from beholden.gate.guard import MemoryGuard, StoreGuard
from beholden.gate.hours import sealed_hours
from beholden.gate.memory import MemoryRecorder
from beholden.gate.models import (
    Filter,
    HourCount,
    Idempotency,
    MatchCount,
    Page,
    PurgeProof,
    Recorded,
    Submission,
)
from beholden.gate.policy_file import (
    default_policy,
    default_policy_text,
    parse_policy,
    read_policy,
)
from beholden.gate.ports import (
    DecisionArchive,
    DecisionRecorder,
    Guard,
    Hasher,
    Matcher,
    Purgeable,
    StatementSink,
)
from beholden.gate.purge import due, purge, purges
from beholden.gate.record import StoreRecorder
from beholden.gate.service import NAME_AT_MOST, Gate
from beholden.gate.shadow import shadow_report
from beholden.gate.statements import GateStatement, policy_statement

__all__ = [
    "NAME_AT_MOST",
    "RANDOM_BYTES",
    "CheckError",
    "Decision",
    "DecisionArchive",
    "DecisionRecorder",
    "EditionRef",
    "EntryKey",
    "Filter",
    "Findings",
    "Gate",
    "GateError",
    "GateStatement",
    "Guard",
    "GuardError",
    "GuardSettings",
    "Hasher",
    "HourCount",
    "Idempotency",
    "Kept",
    "KeyReusedError",
    "Lowered",
    "MatchCount",
    "Matcher",
    "MemoryGuard",
    "MemoryRecorder",
    "Mode",
    "Outcome",
    "Page",
    "PageError",
    "Policy",
    "PolicyError",
    "PolicyProblem",
    "PurgeError",
    "PurgeProof",
    "Purgeable",
    "RecordError",
    "Recorded",
    "RetentionSettings",
    "Rule",
    "ShadowReport",
    "Share",
    "StatementSink",
    "StoreArchive",
    "StoreGuard",
    "StoreRecorder",
    "Submission",
    "Verdict",
    "When",
    "decide",
    "decision_id",
    "default_policy",
    "default_policy_text",
    "due",
    "kept",
    "parse_policy",
    "policy_statement",
    "purge",
    "purges",
    "query_of",
    "read_policy",
    "sealed_hours",
    "shadow_report",
    "warnings",
]
