"""Statements as rows of tables: what every figure is counted from.

A statement becomes rows of the tables below, which are kept as Parquet files of the same
names. ``entry`` is the statement's place in the log, ``row`` the place of a line within it.
What no figure needs is left out: no edition that was asked, no reason of a guard.

    rows_of(17, read_statement(body))    # {"decisions": [...], "decision_matches": [...]}
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

import msgspec

from beholden.transparency.core.models import Instant
from beholden.transparency.core.statements import (
    AllowListChanged,
    Correction,
    Decision,
    EditionActivated,
    EditionAdded,
    EditionDeactivated,
    EditionRemoved,
    EditionRolledBack,
    EntryLowered,
    EntryReinstated,
    Erasure,
    Expiry,
    Gap,
    Hour,
    KeyRotated,
    Policy,
    Stated,
    Unreadable,
    in_utc,
)

__all__ = ["TABLES", "Column", "Row", "Table", "rows_of"]


class Column(msgspec.Struct, frozen=True):
    """A column: its name, its type in SQL, and what it holds."""

    name: str
    type: str
    about: str


class Table(msgspec.Struct, frozen=True):
    """A table of opened statements."""

    name: str
    about: str
    columns: tuple[Column, ...]


class DecisionRow(msgspec.Struct, frozen=True):
    """See ``TABLES``; so are the others."""

    entry: int
    id: str
    time: Instant
    outcome: str
    would_be: str
    mode: str
    rule: str
    policy: str
    surface: str
    unscannable: str


class DecisionMatchRow(msgspec.Struct, frozen=True):
    """One match of a decision."""

    entry: int
    row: int
    list: str
    kind: str
    role: str
    set_aside: bool


class HourRow(msgspec.Struct, frozen=True):
    """One statement of an hour."""

    entry: int
    hour: str
    number: int
    digest: str


class HourCountRow(msgspec.Struct, frozen=True):
    """One count of an hour."""

    entry: int
    row: int
    surface: str
    rule: str
    mode: str
    outcome: str
    would_be: str
    count: int


class HourMatchRow(msgspec.Struct, frozen=True):
    """One count of matches of an hour."""

    entry: int
    row: int
    list: str
    kind: str
    would_be: str
    count: int


class EventRow(msgspec.Struct, frozen=True):
    """One change, correction or erasure."""

    entry: int
    kind: str
    time: Instant
    list: str = ""
    subject: str = ""
    count: int | None = None


class UnreadableRow(msgspec.Struct, frozen=True):
    """One text that is no statement."""

    entry: int
    kind: str
    why: str


Row = (
    DecisionRow
    | DecisionMatchRow
    | HourRow
    | HourCountRow
    | HourMatchRow
    | EventRow
    | UnreadableRow
)

_ENTRY = Column("entry", "UBIGINT", "place of the statement in the log")
_ROW = Column("row", "UINTEGER", "place of the line within the statement")
_LIST = Column("list", "VARCHAR", "name of the list")
_HASH = Column("kind", "VARCHAR", "kind of hash that matched")
_SURFACE = Column("surface", "VARCHAR", "where on the service; empty where it was not named")
_RULE = Column("rule", "VARCHAR", "rule of the policy that decided")
_MODE = Column("mode", "VARCHAR", "enforce, or shadow: decided, and nothing done")
_OUTCOME = Column("outcome", "VARCHAR", "allow, hold or block: what was done")
_WOULD_BE = Column("would_be", "VARCHAR", "what enforcing would have done")
_COUNT = Column("count", "BIGINT", "how many uploads")

TABLES: Final = (
    Table(
        "opened_decisions",
        "`gate.decision/1`: one row a statement",
        (
            _ENTRY,
            Column("id", "VARCHAR", "id of the decision"),
            Column("time", "TIMESTAMP", "when, in UTC"),
            _OUTCOME,
            _WOULD_BE,
            _MODE,
            _RULE,
            Column("policy", "VARCHAR", "version of the policy and the first digits of its digest"),
            _SURFACE,
            Column("unscannable", "VARCHAR", "why it could not be hashed; empty if it could"),
        ),
    ),
    Table(
        "opened_decision_matches",
        "`gate.decision/1`: one row for each of its `matched` and `set_aside`",
        (
            _ENTRY,
            _ROW,
            _LIST,
            _HASH,
            Column("role", "VARCHAR", "match, allow ..."),
            Column("set_aside", "BOOLEAN", "whether an allow-list answered for it"),
        ),
    ),
    Table(
        "opened_hours",
        "`gate.hour/1`: one row a statement",
        (
            _ENTRY,
            Column("hour", "TIMESTAMP", "its start, in UTC"),
            Column("number", "UINTEGER", "1: the first statement of it; more: it corrects one"),
            Column("digest", "VARCHAR", "SHA-256 of what it counts, to compare two"),
        ),
    ),
    Table(
        "opened_hour_counts",
        "`gate.hour/1`: one row for each of its `counts`",
        (_ENTRY, _ROW, _SURFACE, _RULE, _MODE, _OUTCOME, _WOULD_BE, _COUNT),
    ),
    Table(
        "opened_hour_matches",
        "`gate.hour/1`: one row for each of its `matches`",
        (_ENTRY, _ROW, _LIST, _HASH, _WOULD_BE, _COUNT),
    ),
    Table(
        "opened_events",
        "all other statements: one row each",
        (
            _ENTRY,
            Column("kind", "VARCHAR", "kind of the statement, without its version"),
            Column("time", "TIMESTAMP", "when, in UTC"),
            _LIST,
            Column(
                "subject",
                "VARCHAR",
                "what it is about: edition, entry of a list, policy, id of a corrected statement, "
                "basis of an erasure",
            ),
            Column("count", "BIGINT", "entries of the log, of an erasure, expiry or gap"),
        ),
    ),
    Table(
        "opened_unreadable",
        "texts that fit their entry and are no statement that this version knows",
        (
            _ENTRY,
            Column("kind", "VARCHAR", "what it calls itself; empty where it says nothing"),
            Column("why", "VARCHAR", "why it is none"),
        ),
    ),
)
"""The tables, in a fixed order."""

_DIGEST_DIGITS = 12
_encode = msgspec.json.Encoder().encode
# The time of each kind of statement that is an event, and what it is about.
_ACTIONS: Final = {
    EditionAdded: "lists.edition-added",
    EditionActivated: "lists.edition-activated",
    EditionRolledBack: "lists.edition-rolled-back",
    EditionDeactivated: "lists.edition-deactivated",
    EditionRemoved: "lists.edition-removed",
    AllowListChanged: "lists.allow-list-changed",
}


_Change = (
    EditionAdded
    | EditionActivated
    | EditionRolledBack
    | EditionDeactivated
    | EditionRemoved
    | AllowListChanged
)
_Event = (
    EntryLowered
    | EntryReinstated
    | Policy
    | KeyRotated
    | Correction
    | Erasure
    | Expiry
    | Gap
    | _Change
)


def rows_of(entry: int, stated: Stated | Unreadable) -> Iterator[tuple[str, Row]]:
    """The rows of a statement: name of the table, and the row.

    Args:
        entry: its place in the log.
        stated: the statement.
    """
    if isinstance(stated, Decision):
        yield from _decision(entry, stated)
    elif isinstance(stated, Hour):
        yield from _hour(entry, stated)
    elif isinstance(stated, Unreadable):
        yield "opened_unreadable", UnreadableRow(entry, stated.kind, stated.why)
    else:
        try:
            yield "opened_events", _event(entry, stated)
        except OverflowError:
            yield "opened_unreadable", UnreadableRow(entry, "", _NO_TIME)


_NO_TIME = "time: it lies outside the years that there are"


def _decision(entry: int, stated: Decision) -> Iterator[tuple[str, Row]]:
    try:
        time = in_utc(stated.time)
    except OverflowError:
        yield "opened_unreadable", UnreadableRow(entry, "gate.decision/1", _NO_TIME)
        return
    policy = stated.policy
    yield (
        "opened_decisions",
        DecisionRow(
            entry,
            stated.id,
            time,
            stated.outcome,
            stated.would_be,
            stated.mode,
            stated.rule,
            f"{policy.version} ({policy.digest[:_DIGEST_DIGITS]})",
            stated.surface or "",
            stated.unscannable or "",
        ),
    )
    row = 0
    for matches, set_aside in ((stated.matched, False), (stated.set_aside, True)):
        for one in matches:
            yield (
                "opened_decision_matches",
                DecisionMatchRow(entry, row, one.list, one.kind, one.role, set_aside),
            )
            row += 1


def _hour(entry: int, stated: Hour) -> Iterator[tuple[str, Row]]:
    digest = sha256(_encode((sorted(map(_encode, stated.counts)), _matches_of(stated)))).hexdigest()
    yield "opened_hours", HourRow(entry, stated.start, stated.number, digest)
    for row, one in enumerate(stated.counts):
        yield (
            "opened_hour_counts",
            HourCountRow(
                entry, row, one.surface, one.rule, one.mode, one.outcome, one.would_be, one.count
            ),
        )
    for row, match in enumerate(stated.matches):
        yield (
            "opened_hour_matches",
            HourMatchRow(entry, row, match.list, match.kind, match.would_be, match.count),
        )


def _matches_of(stated: Hour) -> list[bytes]:
    return sorted(map(_encode, stated.matches))


def _event(entry: int, stated: _Event) -> EventRow:
    """The row of a statement that is neither decision nor hour.

    Raises:
        OverflowError: its time lies outside the years that there are.
    """
    match stated:
        case EntryLowered() | EntryReinstated():
            lowered = isinstance(stated, EntryLowered)
            kind = f"gate.entry-{'lowered' if lowered else 'reinstated'}"
            row = EventRow(entry, kind, in_utc(stated.time), stated.list, stated.entry)
        case Policy():
            subject = f"{stated.policy.version} ({stated.policy.digest[:_DIGEST_DIGITS]})"
            row = EventRow(entry, "gate.policy", in_utc(stated.time), subject=subject)
        case KeyRotated():
            row = EventRow(entry, "ledger.key-rotated", in_utc(stated.at))
        case Correction():
            row = EventRow(entry, "ledger.correction", in_utc(stated.at), subject=stated.corrects)
        case Erasure():
            at = in_utc(stated.at)
            row = EventRow(entry, "ledger.erasure", at, subject=stated.basis, count=1)
        case Expiry():
            row = EventRow(entry, "ledger.expiry", in_utc(stated.at), count=_places(stated))
        case Gap():
            row = EventRow(entry, "ledger.gap", in_utc(stated.at), count=stated.lost)
        case _:
            kind = _ACTIONS[type(stated)]
            row = EventRow(entry, kind, in_utc(stated.time), stated.list, stated.edition)
    return row


def _places(stated: Expiry) -> int:
    """How many places; at most as many as a log can have, whatever it says."""
    return min(sum(last - first + 1 for first, last in stated.ranges), 2**62)
