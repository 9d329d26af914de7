"""Transparency reports that tests and pages are tried with: an ordinary month, bad days, strings.

report = sample_report()          # a month of an ordinary service
report = sample_report(days=366)  # the longest window
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from hashlib import sha256

import msgspec

from beholden.transparency.core import (
    INDICATORS,
    CheckpointRef,
    Counted,
    CountedRow,
    Coverage,
    Figure,
    ReportSettings,
    TransparencyReport,
    Window,
    make_report,
)

SURFACES = {"avatar": 21_000, "direct-message": 64_000, "group-post": 9_500, "post": 148_000}
RULES = {
    "block": ("match-strong", "match-list"),
    "hold": ("match-weak", "unscannable", "lowered-entry"),
}
LISTS = {"iwf-hashes": 3, "ncmec-hashes": 2, "drill": 1}
FIRST = date(2026, 10, 1)
HOSTILE = '=cmd|"/c"!A1<script>alert(1)</script>\u202e"><svg onload=x>'


@cache
def sample_report(
    days: int = 31,
    *,
    missing_hours: int = 5,
    refused: int = 3,
    below: int = 5,
    corrects: str = "",
    surfaces: int = 0,
) -> TransparencyReport:
    """A report made as a network makes it, of counts that a seed decides.

    Args:
        days: of the window, from 1 October 2026.
        missing_hours: hours of the second day that are not stated.
        refused: entries of the log that nobody opened.
        below: the least count that a breakdown prints.
        corrects: SHA-256 of a report that it replaces.
        surfaces: more of them than the ordinary four.
    """
    window = Window(FIRST, FIRST + timedelta(days=days - 1))
    counted = _counted(days, missing_hours, surfaces)
    decisions = counted.rows["decisions-opened"][0].count or 0
    opened = 24 * days - missing_hours + decisions
    return make_report(
        counted,
        Coverage(
            first=18_204,
            opened=opened,
            erased=2,
            refused=refused,
            mismatched=min(refused, 1),
            unreadable=0,
            hours_expected=window.hours,
            hours_stated=counted.hours_stated,
        ),
        window=window,
        checkpoint=CheckpointRef(
            "pictures.example/decisions",
            18_204 + opened + 2 + refused,
            sha256(b"a tree").digest(),
        ),
        settings=ReportSettings(
            service="Example Pictures",
            provider="Example Networks Ltd",
            contact="transparency@pictures.example",
            small_numbers_below=below,
            revision=2 if corrects else 1,
            corrects=corrects,
            correction=(
                "Uploads of 4 October were counted twice; no decision changed." if corrects else ""
            ),
        ),
    )


def empty_report() -> TransparencyReport:
    """A month of which no hour is stated."""
    window = Window(FIRST, FIRST + timedelta(days=30))
    return make_report(
        Counted(rows={}, hours_by_day={}),
        Coverage(
            first=0,
            opened=0,
            erased=0,
            refused=0,
            mismatched=0,
            unreadable=0,
            hours_expected=window.hours,
            hours_stated=0,
        ),
        window=window,
        checkpoint=CheckpointRef("pictures.example/decisions", 0, sha256(b"").digest()),
        settings=ReportSettings(),
    )


def hostile_report() -> TransparencyReport:
    """Every text that a network writes is markup, a formula and hidden characters."""
    report = sample_report(7, refused=0)
    figures = (
        msgspec.structs.replace(one, part=HOSTILE) if one.part == "post" else one
        for one in report.figures
    )
    extra = Figure(indicator="matches-by-list", part="@SUM(A1)\r\nnext", count=9)
    return msgspec.structs.replace(
        report,
        service=HOSTILE,
        provider=HOSTILE,
        contact='javascript:alert(1)"',
        corrects="ab" * 32,
        revision=2,
        correction=HOSTILE,
        checkpoint=msgspec.structs.replace(report.checkpoint, origin=HOSTILE),
        figures=(*figures, extra),
        notes=(HOSTILE, *report.notes),
    )


def _counted(days: int, missing_hours: int, surfaces: int) -> Counted:
    chance = random.Random(11)  # noqa: S311 - a sample that can be repeated
    names = {**SURFACES, **{f"room-{at:02}": 90 * at for at in range(1, surfaces + 1)}}
    totals: Counter[str] = Counter()
    split: dict[str, Counter[str]] = {}
    days_of = [(FIRST + timedelta(days=at)).isoformat() for at in range(days)]
    for at, day in enumerate(days_of):
        weekend = 1.25 if (FIRST + timedelta(days=at)).weekday() > 4 else 1.0
        for surface, usual in names.items():
            checked = int(usual * weekend * chance.uniform(0.9, 1.1))
            found = {
                "blocked": sum(chance.random() < 0.3 for _ in range(1 + usual // 10_000)),
                "held": sum(chance.random() < 0.4 for _ in range(1 + usual // 12_000)),
            }
            found = {"checked": checked, "allowed": checked - sum(found.values()), **found}
            for what, count in found.items():
                totals[f"uploads-{what}"] += count
                split.setdefault(f"uploads-{what}-by-surface", Counter())[surface] += count
                split.setdefault(f"uploads-{what}-by-day", Counter())[day] += count
    for what, done in (("blocked", "block"), ("held", "hold")):
        _share_out(split, f"uploads-{what}-by-rule", totals[f"uploads-{what}"], RULES[done])
    matches = totals["uploads-blocked"] + totals["uploads-held"] // 2
    _share_out(split, "matches-by-list", matches, tuple(LISTS))
    _share_out(split, "matches-by-kind", matches, ("pdq", "sha256"))
    return Counted(
        rows=_rows(days, totals, split, matches, missing_hours),
        hours_by_day={
            day: 24 - (missing_hours if at == 1 else 0) for at, day in enumerate(days_of)
        },
    )


def _rows(
    days: int,
    totals: Mapping[str, int],
    split: Mapping[str, Mapping[str, int]],
    matches: int,
    missing_hours: int,
) -> dict[str, tuple[CountedRow, ...]]:
    checked = totals["uploads-checked"]
    single = {
        **totals,
        "matches": matches,
        "hours-stated": 24 * days - missing_hours,
        "hours-corrected": 1,
        "decisions-opened": totals["uploads-held"] + totals["uploads-blocked"],
        "decisions-held": totals["uploads-held"],
        "decisions-blocked": totals["uploads-blocked"],
        "decisions-held-without-drills": totals["uploads-held"],
        "decisions-blocked-without-drills": totals["uploads-blocked"] - 2 * days,
        "drills": 2 * days,
        "policy-changes": 1,
        "edition-changes": 6,
        "entries-lowered": 2,
    }
    rows: dict[str, tuple[CountedRow, ...]] = {
        name: (CountedRow("", count),) for name, count in single.items()
    }
    for name in ("held", "blocked"):
        rows[f"share-{name}"] = (CountedRow("", None, totals[f"uploads-{name}"], checked),)
    stated = 24 * days - missing_hours
    rows["share-hours-stated"] = (CountedRow("", None, stated, 24 * days),)
    rows["hours-stated-by-day"] = tuple(
        CountedRow((FIRST + timedelta(days=at)).isoformat(), 24 - (missing_hours if at == 1 else 0))
        for at in range(days)
    )
    rows["drills-by-outcome"] = (CountedRow("block", 2 * days),)
    rows["edition-changes-by-action"] = (CountedRow("activated", 3), CountedRow("added", 3))
    rows |= {
        name: tuple(CountedRow(part, count) for part, count in sorted(parts.items()))
        for name, parts in split.items()
    }
    assert rows.keys() <= INDICATORS.keys(), rows.keys() - INDICATORS.keys()
    return rows


def _share_out(
    split: dict[str, Counter[str]], name: str, total: int, parts: tuple[str, ...]
) -> None:
    """Most to the first; what is left to the last."""
    left = total
    for part in parts[:-1]:
        split.setdefault(name, Counter())[part] = left * 3 // 4
        left -= left * 3 // 4
    split.setdefault(name, Counter())[parts[-1]] = left
