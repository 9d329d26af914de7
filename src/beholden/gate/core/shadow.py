"""What blocking would have done: the report before anyone switches it on.

Pure: counts by hour and the decisions on record in, a report out. Only what was
decided in shadow mode goes in; of the rest it is said how much there was.

    report(hours, decisions, lowered).sentence
    # "Of 1,200 uploads in shadow mode, enforcing would have blocked 3 and held 5 (0.67 %)."
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from beholden.gate.core.models import Decision, Instant, Lowered, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENTRIES_SHOWN = 20
"""Entries that matched most; the rest is counted by list."""
EXAMPLES_SHOWN = 10
"""Decisions named as examples, the newest first."""

_NO_SURFACE = "(none)"
_DAY_DIGITS = 10


class HourOf(NamedTuple):
    """A count by hour, as the archive gives it."""

    hour: str
    surface: str | None
    rule: str
    mode: str
    would_be: Outcome
    uploads: int


class Share(msgspec.Struct, frozen=True):
    """What enforcing would have done to one part of the uploads.

    ``name`` is that of the rule, list, surface or day; ``uploads`` counts all that
    were seen of it, also those allowed (of a list: those that matched it and would
    have been stopped).
    """

    name: str
    uploads: int
    block: int
    hold: int


class BusyEntry(msgspec.Struct, frozen=True):
    """An entry, how many uploads it would have stopped, and of how many accounts."""

    list: str
    entry: str
    uploads: int
    accounts: int
    example: str


class ShadowReport(msgspec.Struct, frozen=True):
    """What blocking would have done over some days.

    ``accounts`` counts distinct keyed pseudonyms among what would have been stopped;
    it is a lower bound where uploads came without an account. ``uploads_enforced``
    were decided in enforce mode over the same time and are in no other figure.
    """

    since: Instant
    until: Instant
    sentence: str
    uploads: int
    block: int
    hold: int
    share: float
    accounts: int
    uploads_enforced: int
    days: tuple[Share, ...]
    rules: tuple[Share, ...]
    surfaces: tuple[Share, ...]
    lists: tuple[Share, ...]
    entries: tuple[BusyEntry, ...]
    lowered: tuple[Lowered, ...]
    examples: tuple[str, ...]


class _Counts:
    """Uploads, would-be blocks and would-be holds by name."""

    def __init__(self) -> None:
        self._of: dict[str, Counter[str]] = {}

    def add(self, name: str, would_be: Outcome, count: int) -> None:
        self._of.setdefault(name, Counter())[would_be] += count

    def shares(self, *, stopped_only: bool = False) -> tuple[Share, ...]:
        found = (
            Share(name, counts.total(), counts["block"], counts["hold"])
            for name, counts in self._of.items()
        )
        kept = (one for one in found if one.block or one.hold or not stopped_only)
        return tuple(sorted(kept, key=lambda one: one.name))


def report(
    hours: Iterable[HourOf],
    decisions: Iterable[Decision],
    lowered: tuple[Lowered, ...],
    since: Instant,
    until: Instant,
) -> ShadowReport:
    """Adds it all up.

    Args:
        hours: counts of all uploads of the time, in any mode.
        decisions: what is on record of the same time, newest first.
        lowered: what the guard holds lowered now.
        since: the start.
        until: the end.
    """
    days, rules, surfaces = _Counts(), _Counts(), _Counts()
    outcomes: Counter[Outcome] = Counter()
    enforced = 0
    for one in hours:
        if one.mode != "shadow":
            enforced += one.uploads
            continue
        outcomes[one.would_be] += one.uploads
        days.add(one.hour[:_DAY_DIGITS], one.would_be, one.uploads)
        rules.add(one.rule, one.would_be, one.uploads)
        surfaces.add(one.surface or _NO_SURFACE, one.would_be, one.uploads)
    record = _Record()
    for decision in decisions:
        if decision.mode == "shadow" and decision.would_be != "allow":
            record.add(decision)
    uploads, stopped = outcomes.total(), outcomes["block"] + outcomes["hold"]
    return ShadowReport(
        since=since,
        until=until,
        sentence=_sentence(outcomes, enforced),
        uploads=uploads,
        block=outcomes["block"],
        hold=outcomes["hold"],
        share=stopped / uploads if uploads else 0.0,
        accounts=len(record.accounts),
        uploads_enforced=enforced,
        days=days.shares(),
        rules=rules.shares(stopped_only=True),
        surfaces=surfaces.shares(),
        lists=record.lists.shares(),
        entries=record.busiest(),
        lowered=lowered,
        examples=tuple(record.examples),
    )


class _Record:
    """What the decisions on record add to the counts."""

    def __init__(self) -> None:
        self.lists = _Counts()
        self.accounts: set[str] = set()
        self.examples: list[str] = []
        self._uploads: Counter[tuple[str, str]] = Counter()
        self._accounts: dict[tuple[str, str], set[str]] = {}
        self._example: dict[tuple[str, str], str] = {}

    def add(self, decision: Decision) -> None:
        if decision.account is not None:
            self.accounts.add(decision.account)
        if len(self.examples) < EXAMPLES_SHOWN:
            self.examples.append(decision.id)
        entries = {(m.list, m.entry) for m in decision.matches if m.role == "match"}
        for name in {name for name, _ in entries}:
            self.lists.add(name, decision.would_be, 1)
        for key in entries:
            self._uploads[key] += 1
            self._example.setdefault(key, decision.id)
            if decision.account is not None:
                self._accounts.setdefault(key, set()).add(decision.account)

    def busiest(self) -> tuple[BusyEntry, ...]:
        ordered = sorted(self._uploads.items(), key=lambda item: (-item[1], item[0]))
        return tuple(
            BusyEntry(*key, count, len(self._accounts.get(key, ())), self._example[key])
            for key, count in ordered[:ENTRIES_SHOWN]
        )


def _sentence(outcomes: Mapping[Outcome, int], enforced: int) -> str:
    uploads = sum(outcomes.values())
    if not uploads and enforced:
        return (
            f"No upload was decided in shadow mode; {enforced:,} were decided in enforce mode. "
            'Set mode = "shadow" in the policy to see what a change would do.'
        )
    if not uploads:
        return "No upload was decided, so there is nothing to report yet."
    block, hold = outcomes["block"], outcomes["hold"]
    if not block + hold:
        return f"Of {uploads:,} uploads in shadow mode, enforcing would have stopped none."
    return (
        f"Of {uploads:,} uploads in shadow mode, enforcing would have blocked {block:,} and held "
        f"{hold:,} ({(block + hold) / uploads:.2%})."
    )
