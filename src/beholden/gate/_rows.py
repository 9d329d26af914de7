"""From submissions to the rows that stand for them; pure, but for the keyed pseudonyms.

This is done by whoever submits, before the transaction begins: a transaction holds
a lock that other processes wait for, so it should compute nothing.

    item = item_of(submission, account_key)
    item.hours   # [(("2026-11-22T09Z", "avatar", "default", "enforce", "allow", "allow"), 1)]
"""

from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from beholden.gate.core.models import hour_of, instant, microseconds
from beholden.gate.core.retention import kept
from beholden.gate.guard import matched_entries
from beholden.gate.statements import decision_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from beholden.gate.core.models import Decision, EntryKey, Instant
    from beholden.gate.core.policy import GuardSettings
    from beholden.gate.models import Submission
    from beholden.gate.ports import StatementSink

Row = dict[str, Any]
HourKey = tuple[str, str, str, str, str, str]
"""Hour, surface, rule, mode, outcome, would-be outcome."""
MatchKey = tuple[str, str, str, str]
"""Hour, list, kind, would-be outcome."""

COMPRESSED_FROM = 1_024
"""Bytes from which on an answer is compressed; below, it gains nothing."""

_HOUR_US = 3_600_000_000
_DAY_US = 24 * _HOUR_US
_PLAIN, _ZLIB = b"\0", b"\1"
_encode = msgspec.json.Encoder().encode


class Sighting(NamedTuple):
    """One account's upload matched entries: what the guard counts."""

    account: str
    at: Instant
    entries: tuple[EntryKey, ...]
    settings: GuardSettings


class Item(NamedTuple):
    """One submission, ready to be written."""

    submission: Submission
    answer: Row | None
    decisions: list[Row]
    matched: list[Row]
    hours: Iterable[tuple[HourKey, int]]
    matches: Iterable[tuple[MatchKey, int]]
    sightings: list[Sighting]
    statements: list[Row]


def item_of(
    submission: Submission,
    account_key: Callable[[str], str],
    statements: StatementSink | None = None,
    allowed_days: int = 0,
) -> Item:
    """Prepares one submission.

    Args:
        submission: what is to be recorded.
        account_key: the keyed pseudonym of an account.
        statements: prepares statements for the ledger, if there is one.
        allowed_days: above 0: allowed uploads leave one, to be opened for so many days.
    """
    decisions = submission.decisions
    if len(decisions) == 1 and not decisions[0].matches and decisions[0].would_be == "allow":
        hours: Iterable[tuple[HourKey, int]] = ((_hour_key(decisions[0]), 1),)
    else:
        hours = Counter(map(_hour_key, decisions)).items()
    rows: list[Row] = []
    matched: list[Row] = []
    matches: Counter[MatchKey] = Counter()
    sightings: list[Sighting] = []
    retention = submission.policy.retention
    keeps_allowed = retention.allowed_hours > 0
    for decision in decisions:
        acted = decision.would_be != "allow"
        if acted or keeps_allowed:
            _keep(decision, submission, account_key, rows, matched)
        if decision.matches:
            matches.update(_match_keys(decision))
            entries = matched_entries(decision.matches)
            if acted and entries and decision.account is not None:
                account, guard = account_key(decision.account), submission.policy.guard
                sightings.append(Sighting(account, decision.time, entries, guard))
    return Item(
        submission,
        _answer_row(submission),
        rows,
        matched,
        hours,
        matches.items(),
        sightings,
        [] if statements is None else _stated(submission, statements, allowed_days),
    )


def stored_answer(data: bytes) -> bytes:
    """The answer of a row, as it was given."""
    return zlib.decompress(data[1:]) if data[:1] == _ZLIB else data[1:]


def _stated(submission: Submission, statements: StatementSink, allowed_days: int) -> list[Row]:
    """What the ledger is to hold of a submission."""
    made = []
    for decision in submission.decisions:
        if submission.stated or decision.would_be != "allow":
            made.append(decision_statement(decision))
        elif allowed_days > 0:
            until_us = microseconds(decision.time) + allowed_days * _DAY_US
            made.append(decision_statement(decision, until_us))
    return statements.rows(made) if made else []


def _answer_row(submission: Submission) -> Row | None:
    asked = submission.idempotency
    if asked is None:
        return None
    answer = submission.answer
    large = len(answer) >= COMPRESSED_FROM
    return {
        "key_mac": asked.key_mac,
        "fingerprint": asked.fingerprint,
        "answer": _ZLIB + zlib.compress(answer, 1) if large else _PLAIN + answer,
        "expires_us": microseconds(asked.expires),
    }


def _keep(
    decision: Decision,
    submission: Submission,
    account_key: Callable[[str], str],
    rows: list[Row],
    matched: list[Row],
) -> None:
    keeping = kept(decision, submission.policy.retention, account_key)
    if keeping is None:
        return
    form = keeping.decision
    rows.append(
        {
            "id": form.id,
            "time_us": microseconds(form.time),
            "outcome": form.outcome,
            "would_be": form.would_be,
            "mode": form.mode,
            "rule": form.rule,
            "surface": form.surface or "",
            "account_key": form.account,
            "sha256": form.sha256,
            "body": _encode(form),
            "expires_us": keeping.expires_us,
        }
    )
    matched += [
        {"decision_id": form.id, "list": list_name, "entry": entry}
        for list_name, entry in matched_entries(form.matches)
    ]


def _hour_key(decision: Decision) -> HourKey:
    return (
        _hour(int(decision.time.timestamp()) // 3600),
        decision.surface or "",
        decision.rule,
        decision.mode,
        decision.outcome,
        decision.would_be,
    )


def _match_keys(decision: Decision) -> set[MatchKey]:
    hour = hour_of(decision.time)
    return {
        (hour, match.list, match.kind, decision.would_be)
        for match in decision.matches
        if match.role == "match"
    }


@lru_cache(maxsize=64)
def _hour(hours_since_1970: int) -> str:
    return hour_of(instant(hours_since_1970 * _HOUR_US))
