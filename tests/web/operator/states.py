"""States of a gate to show: fresh, busy, broken in every way, and in shadow mode."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from beholden.web.operator import (
    Fault,
    HourCount,
    LatencyRow,
    ListMatches,
    ListRow,
    LoweredRow,
    OperatorState,
    Problem,
    WorkerRow,
)

NOW = datetime(2026, 11, 23, 3, 12, 45, tzinfo=UTC)
HOUR = NOW.replace(minute=0, second=0)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7 * 7 }}"
LONG = "x" * 200
TURNED = "safe\u202egpj.exe\x00\ud800"


def fresh() -> OperatorState:
    """Started a second ago with an empty data folder."""
    return OperatorState(
        now=NOW,
        version="0.2.0",
        started=NOW - timedelta(seconds=1),
        mode="shadow",
        policy_version="default",
        policy_digest="0f" * 32,
        ready=True,
        store="sqlite:///beholden.db",
        problems=(Problem("no_list", "No list is active, so nothing can match. Take one in."),),
    )


def busy() -> OperatorState:
    """A good night: everything works, lots to do."""
    shape = (
        31,
        22,
        15,
        11,
        9,
        8,
        12,
        25,
        44,
        60,
        71,
        78,
        83,
        80,
        77,
        79,
        84,
        92,
        100,
        97,
        81,
        66,
        48,
        9,
    )
    hours = tuple(
        HourCount(
            hour=HOUR - timedelta(hours=23 - place),
            allow=size * 1_183,
            hold=(size * 7) // 10,
            block=(size * (place % 5)) // 20,
        )
        for place, size in enumerate(shape)
    )
    return OperatorState(
        now=NOW,
        version="0.2.0",
        started=NOW - timedelta(days=12, hours=3),
        mode="enforce",
        policy_version="2026-11-01",
        policy_digest="9c1f4be27a" + "0f" * 27,
        ready=True,
        store="postgresql://beholden@db.internal/beholden",
        ledger="12,345 entries, the published checkpoint covers 12,340",
        hours=hours,
        matches=(
            ListMatches("known-images", 3, 212, 1_604),
            ListMatches("own-reports", 0, 11, 78),
            ListMatches("start-pictures", 48, 1_950, 12_007),
        ),
        lists=(
            ListRow(
                "known-images",
                "match",
                "e-20261120T0100",
                "2026-11-20",
                1_204_551,
                1_201_003,
                3,
                stale=False,
                notes=("3,548 entries of kind ncmec-video: this software cannot compute it.",),
            ),
            ListRow("own-reports", "match", "e-20261119T2210", "47", 8_112, 8_112, 4, stale=False),
            ListRow("start-pictures", "allow", "e-20260930T0900", "3", 64, 64, 54, stale=False),
        ),
        latency=(
            LatencyRow("POST /v1/check/hashes", 8_204_112, 1.8, 4.6, 9.2),
            LatencyRow("POST /v1/check/image", 1_402_773, 11.4, 38.9, 121.0),
            LatencyRow("POST /v1/lookup", 512, 0.04, 1.2, 3.0),
            LatencyRow("GET /v1/decisions", 0, None, None, None),
        ),
        workers=(
            WorkerRow(0, 4_122, NOW - timedelta(days=12, hours=3), 7, 2, 212_445_184, "41"),
            WorkerRow(1, 4_123, NOW - timedelta(hours=2), 5, 2, 208_110_592, "41"),
        ),
    )


def shadow() -> OperatorState:
    """Busy, but nothing is held or blocked; one stale list."""
    state = busy()
    old = msgspec.structs.replace(
        state.lists[1],
        age_days=41,
        stale=True,
        notes=(
            "The active edition is 41 days old, more than 30: fetch a newer one from its supplier.",
        ),
    )
    return msgspec.structs.replace(
        state,
        mode="shadow",
        lists=(state.lists[0], old, state.lists[2]),
        problems=(
            Problem(
                "list_stale",
                "List own-reports: the active edition is 41 days old, more than 30. "
                "Fetch a newer one from its supplier.",
            ),
        ),
    )


def broken() -> OperatorState:
    """Nothing works, and every name is as bad as a file can make it."""
    return OperatorState(
        now=NOW,
        version="0.2.0",
        started=NOW + timedelta(hours=1),
        mode="enforce",
        policy_version=HOSTILE,
        policy_digest="9c" * 32,
        ready=False,
        store="sqlite:///" + LONG,
        problems=(
            Problem(
                "store_full",
                "The disk of the store is full: no decision can be recorded, so uploads are "
                "refused. Free some space: beholden purge, then look at the disk.",
            ),
            Problem(
                "list_lost",
                f"List {HOSTILE} should be active with edition {LONG}, "
                "and its files are gone. Activate it again.",
            ),
            Problem(
                "worker_dead",
                "Worker 1 has not answered for 40 seconds. "
                "It is being replaced; if this stays, read the log.",
            ),
        ),
        hours=(
            HourCount(HOUR, allow=0, hold=1, block=0),
            HourCount(HOUR - timedelta(hours=30), allow=999, hold=9, block=9),
            HourCount(HOUR - timedelta(hours=9), allow=0, hold=0, block=1),
        ),
        matches=(
            ListMatches(HOSTILE, 1, 2, 3),
            ListMatches(LONG, 0, 0, 10**12),
            ListMatches(TURNED, 0, 0, 0),
        ),
        lists=(
            ListRow(
                HOSTILE,
                HOSTILE,
                "",
                "",
                0,
                0,
                None,
                stale=False,
                notes=("Nothing is active: the list protects nobody.", LONG),
            ),
            ListRow(
                LONG, "match", LONG, LONG, 10**9, 10**9 - 1, 4_000, stale=True, notes=(HOSTILE,)
            ),
            ListRow(TURNED, "allow", "e1", "", 1, 1, 0, stale=False),
        ),
        latency=(
            LatencyRow(HOSTILE, 1, 60_000.0, 60_000.0, 60_000.0),
            LatencyRow(LONG, 10**12, 0.0, 0.04, 99.96),
        ),
        workers=(
            WorkerRow(0, 1, NOW + timedelta(days=1), 10_000, 64, 10**12, "41"),
            WorkerRow(1, 4_194_304, NOW - timedelta(seconds=61), 0, 0, 0, LONG),
        ),
        faults=(
            Fault(
                NOW - timedelta(seconds=12), "store_full", "The disk of the store is full.", 4_120
            ),
            Fault(NOW - timedelta(days=3), HOSTILE, f"{HOSTILE} {LONG * 10}", 1),
        ),
        lowered=tuple(
            LoweredRow(
                HOSTILE if place else LONG,
                f"{LONG}{place}",
                NOW - timedelta(minutes=place),
                1_000 + place,
                "1,000 accounts within 1 hour.",
            )
            for place in range(120)
        ),
    )


ALL = {"fresh": fresh, "busy": busy, "shadow": shadow, "broken": broken}
