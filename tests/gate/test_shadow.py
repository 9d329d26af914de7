from __future__ import annotations

from datetime import timedelta
from typing import Any

from beholden.gate import (
    GuardSettings,
    MemoryGuard,
    MemoryRecorder,
    ShadowReport,
    StoreArchive,
    StoreGuard,
    StoreRecorder,
    shadow_report,
)
from tests.gate.support import (
    NOON,
    Clock,
    account_key,
    an_id,
    decision,
    match,
    policy,
    record,
)

UNTIL = NOON + timedelta(days=2)
UNDER = policy(mode="shadow", guard=GuardSettings(min_accounts=3, factor=2))


def shadowed(number: int, would_be: Any, **more: Any) -> Any:
    plain = {"outcome": "allow", "mode": "shadow", "matches": (), "rule": "default"}
    return decision(number, would_be, **{**plain, **more})


def report_of(*decisions: Any) -> ShadowReport:
    guard = MemoryGuard(Clock())
    recorder = MemoryRecorder(guard=guard, account_key=account_key)
    for one in decisions:
        record(recorder, one, policy=UNDER)
    return shadow_report(recorder, guard, NOON, UNTIL)


MIXED = (
    *(shadowed(number, "allow") for number in range(6)),
    shadowed(10, "block", rule="copies", matches=(match(), match(entry="a2"))),
    shadowed(11, "block", rule="copies", matches=(match(),), account="user-8"),
    shadowed(12, "hold", rule="near", matches=(match(list="ncmec"),), surface=None),
    shadowed(90_000, "hold", rule="cannot be scanned", account=None),
    decision(13, "block"),  # enforced: in no figure but its own
)


def test_the_report_says_what_enforcing_would_have_done_by_day_rule_surface_and_list():
    report = report_of(*MIXED)
    assert (report.uploads, report.block, report.hold, report.share) == (10, 2, 2, 0.4)
    assert (report.accounts, report.uploads_enforced) == (2, 1)
    assert report.sentence == (
        "Of 10 uploads in shadow mode, enforcing would have blocked 2 and held 2 (40.00%)."
    )
    assert [(d.name, d.uploads, d.block, d.hold) for d in report.days] == [
        ("2026-11-22", 9, 2, 1),
        ("2026-11-23", 1, 0, 1),
    ]
    assert [(r.name, r.block, r.hold) for r in report.rules] == [
        ("cannot be scanned", 0, 1),
        ("copies", 2, 0),
        ("near", 0, 1),
    ]
    assert [(s.name, s.uploads) for s in report.surfaces] == [("(none)", 1), ("avatar", 9)]
    assert [(x.name, x.uploads, x.block, x.hold) for x in report.lists] == [
        ("iwf", 2, 2, 0),
        ("ncmec", 1, 0, 1),
    ]


def test_the_entries_that_matched_most_come_first_with_an_example():
    report = report_of(*MIXED)
    busiest = report.entries[0]
    assert (busiest.list, busiest.entry, busiest.uploads, busiest.accounts) == ("iwf", "a1", 2, 2)
    assert busiest.example == an_id(11)
    assert report.examples == (an_id(90_000), an_id(12), an_id(11), an_id(10))


def test_parts_of_the_report_add_up():
    report = report_of(*MIXED)
    for shares in (report.days, report.surfaces):
        assert sum(one.uploads for one in shares) == report.uploads
    for shares in (report.days, report.rules, report.surfaces):
        assert sum(one.block for one in shares) == report.block
        assert sum(one.hold for one in shares) == report.hold


def test_lowered_entries_are_named():
    seen = (
        shadowed(number, "block", matches=(match(),), account=f"user-{number}")
        for number in range(3)
    )
    assert [one.entry for one in report_of(*seen).lowered] == ["a1"]


def test_where_there_is_nothing_it_says_so_plainly():
    assert report_of().sentence == "No upload was decided, so there is nothing to report yet."
    assert "enforcing would have stopped none" in report_of(shadowed(1, "allow")).sentence
    enforced = report_of(decision(1)).sentence
    assert enforced.startswith("No upload was decided in shadow mode; 1 were decided in enforce")


def test_the_report_from_the_store_is_that_from_memory(store):
    guard = StoreGuard(store, Clock())
    recorder = StoreRecorder(store, account_key, on_lowered=guard.heed)
    for one in MIXED:
        record(recorder, one, policy=UNDER)
    recorder.close()
    assert shadow_report(StoreArchive(store), guard, NOON, UNTIL) == report_of(*MIXED)
