"""The pure part of the gate: policy, verdict, guard. No files, no clocks, no chance."""

from beholden.gate.core.conversion import RANDOM_BYTES, decision_id, query_of
from beholden.gate.core.decide import decide
from beholden.gate.core.guard import GuardCounts, account_key
from beholden.gate.core.models import (
    Decision,
    EditionRef,
    EntryKey,
    Findings,
    Lowered,
    Mode,
    Outcome,
    Verdict,
)
from beholden.gate.core.policy import GuardSettings, Policy, Rule, When
from beholden.gate.core.policy_checks import Problem, covers, problems, warnings

__all__ = [
    "RANDOM_BYTES",
    "Decision",
    "EditionRef",
    "EntryKey",
    "Findings",
    "GuardCounts",
    "GuardSettings",
    "Lowered",
    "Mode",
    "Outcome",
    "Policy",
    "Problem",
    "Rule",
    "Verdict",
    "When",
    "account_key",
    "covers",
    "decide",
    "decision_id",
    "problems",
    "query_of",
    "warnings",
]
