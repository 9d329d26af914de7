"""The gate: one upload in, one decision out (allow, hold or block), by policy, with reasons.

policy = read_policy(Path("policy.toml"))
gate = Gate(hasher=..., matcher=..., policy=policy, recorder=..., guard=...,
            clock=..., monotonic=..., new_id=...)
gate.check(data, surface="avatar").outcome
"""

from beholden.gate.core import (
    RANDOM_BYTES,
    Decision,
    EditionRef,
    EntryKey,
    Findings,
    GuardSettings,
    Lowered,
    Mode,
    Outcome,
    Policy,
    Rule,
    Verdict,
    When,
    decide,
    decision_id,
    query_of,
    warnings,
)
from beholden.gate.errors import (
    CheckError,
    GateError,
    GuardError,
    PolicyError,
    PolicyProblem,
    RecordError,
)
from beholden.gate.guard import GuardStore, MemoryGuard
from beholden.gate.models import AllowedCount
from beholden.gate.policy_file import (
    default_policy,
    default_policy_text,
    parse_policy,
    read_policy,
)
from beholden.gate.ports import DecisionArchive, DecisionRecorder, Guard, Hasher, Matcher
from beholden.gate.record import JsonlRecorder, MemoryRecorder
from beholden.gate.service import NAME_AT_MOST, Gate

__all__ = [
    "NAME_AT_MOST",
    "RANDOM_BYTES",
    "AllowedCount",
    "CheckError",
    "Decision",
    "DecisionArchive",
    "DecisionRecorder",
    "EditionRef",
    "EntryKey",
    "Findings",
    "Gate",
    "GateError",
    "Guard",
    "GuardError",
    "GuardSettings",
    "GuardStore",
    "Hasher",
    "JsonlRecorder",
    "Lowered",
    "Matcher",
    "MemoryGuard",
    "MemoryRecorder",
    "Mode",
    "Outcome",
    "Policy",
    "PolicyError",
    "PolicyProblem",
    "RecordError",
    "Rule",
    "Verdict",
    "When",
    "decide",
    "decision_id",
    "default_policy",
    "default_policy_text",
    "parse_policy",
    "query_of",
    "read_policy",
    "warnings",
]
