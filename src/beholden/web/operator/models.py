"""What the operator's page shows: plain values, gathered by whoever serves the page.

Rules that hold for every value here: times carry a zone; names of lists and
entries are the words of somebody else's files and may hold anything; counts are
never negative. Nothing here holds a hash, an account or a picture.

    state = OperatorState(now=now, version="0.1.0", started=started, mode="shadow", ...)
    html = render(state, nonce)
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

Mode = Literal["enforce", "shadow"]


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong now: a stable code, and a sentence that says what to do."""

    code: str
    message: str


class HourCount(msgspec.Struct, frozen=True):
    """Decisions of one hour by would-be outcome; ``hour`` is the start of the hour."""

    hour: datetime
    allow: int = 0
    hold: int = 0
    block: int = 0


class ListMatches(msgspec.Struct, frozen=True):
    """Uploads that matched one list over the last hour, day and week."""

    list: str
    last_hour: int
    last_day: int
    last_week: int


class ListRow(msgspec.Struct, frozen=True):
    """One list as it is in force.

    ``protecting`` counts the entries that can match; ``entries`` all of them.
    ``edition`` is empty when none is active, ``age_days`` is then unknown.
    """

    name: str
    role: str
    edition: str
    version: str
    entries: int
    protecting: int
    age_days: int | None
    stale: bool
    notes: tuple[str, ...] = ()


class LatencyRow(msgspec.Struct, frozen=True):
    """How long answers of one endpoint took, in milliseconds; ``count`` answers were measured."""

    what: str
    count: int
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None


class WorkerRow(msgspec.Struct, frozen=True):
    """One web worker; ``version_of_lists`` says which state of the lists it answers from."""

    number: int
    pid: int
    started: datetime
    in_flight: int
    decode_workers: int
    memory_bytes: int
    version_of_lists: str = ""


class Fault(msgspec.Struct, frozen=True):
    """An error that happened ``count`` times, last at ``at``."""

    at: datetime
    code: str
    message: str
    count: int = 1


class LoweredRow(msgspec.Struct, frozen=True):
    """An entry that the guard rail lowered from block to hold; it waits for a person."""

    list: str
    entry: str
    at: datetime
    accounts: int
    reason: str


class OperatorState(msgspec.Struct, frozen=True):
    """Everything on the page, at the moment ``now``.

    ``hours`` may be in any order and have gaps: the page shows the 24 hours up to
    ``now`` and counts a missing hour as nothing. ``problems`` come worst first.
    ``store`` is the store's address without its password, ``ledger`` a few words on the log.
    """

    now: datetime
    version: str
    started: datetime
    mode: Mode
    policy_version: str
    policy_digest: str
    ready: bool
    store: str
    ledger: str = "off"
    problems: tuple[Problem, ...] = ()
    hours: tuple[HourCount, ...] = ()
    matches: tuple[ListMatches, ...] = ()
    lists: tuple[ListRow, ...] = ()
    latency: tuple[LatencyRow, ...] = ()
    workers: tuple[WorkerRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    lowered: tuple[LoweredRow, ...] = ()
