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
    hour_of,
    instant,
    microseconds,
)
from beholden.gate.core.policy import GuardSettings, Policy, RetentionSettings, Rule, When
from beholden.gate.core.policy_checks import Problem, covers, problems, warnings
from beholden.gate.core.retention import Kept, kept
from beholden.gate.core.shadow import ShadowReport, Share

__all__ = [
    "RANDOM_BYTES",
    "Decision",
    "EditionRef",
    "EntryKey",
    "Findings",
    "GuardCounts",
    "GuardSettings",
    "Kept",
    "Lowered",
    "Mode",
    "Outcome",
    "Policy",
    "Problem",
    "RetentionSettings",
    "Rule",
    "ShadowReport",
    "Share",
    "Verdict",
    "When",
    "account_key",
    "covers",
    "decide",
    "decision_id",
    "hour_of",
    "instant",
    "kept",
    "microseconds",
    "problems",
    "query_of",
    "warnings",
]
