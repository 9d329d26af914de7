"""Transparency reports: opening statements, counting them, making the report.

A month of a network: every hour is stated, all else are decisions held or blocked. The log
is a real one on the disk, the openings are a file as `beholden ledger export` writes it. No
other program that we know of recomputes a report from a log, so nothing stands beside these.

    python -m bench.transparency
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import statistics
import tempfile
import threading
import time
from base64 import b64encode
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import msgspec

from beholden.ledger import Log
from beholden.ledger.core.hashing import commitments
from beholden.transparency import ReportSettings, encode_report, open_statements, report_of
from beholden.transparency.core import CheckpointRef, Window
from bench.processes import Others, family, pss

__all__ = ["measure"]

_START = datetime(2026, 11, 1, tzinfo=UTC)
_DAYS = 30
_SURFACES = ("avatar", "group", "message", "post", "profile", "story")
_LISTS = ("images-a", "images-b", "links")
_BLOCK = 20_000
_SALT = 32
_PAUSE_SECONDS = 0.05


def measure(count: int = 1_000_000, runs: int = 3) -> dict[str, Any]:
    """All figures of the part.

    Args:
        count: statements in the log.
        runs: of each measurement; medians are kept.
    """
    with Others() as others, tempfile.TemporaryDirectory(prefix="beholden-bench-") as name:
        work = Path(name)
        # In a process of its own: what it held in memory is not counted with ours.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as writer:
            writer.submit(_write, work, count).result()
        found = [_run(work, number) for number in range(runs)]
        alone = _run(work, runs, processes=1)
        openings = (work / "openings.jsonl").stat().st_size
    return {
        "runs": runs,
        "statements": count,
        "openings_megabytes": openings / 1e6,
        "figures": found[0]["figures"],
        **{
            key: statistics.median(one[key] for one in found)
            for key in ("open_seconds", "report_seconds")
        },
        "alone_seconds": alone["open_seconds"],
        "peak_megabytes": max(one["peak_megabytes"] for one in found),
        "parquet_megabytes": found[0]["parquet_megabytes"],
        "others_processors": others.processors,
    }


def _run(work: Path, number: int, processes: int | None = None) -> dict[str, Any]:
    folder = work / f"opened-{number}"
    window = Window(_START.date(), (_START + timedelta(days=_DAYS - 1)).date())
    with Log.open(work / "log") as log, _Peak() as peak:
        begin = time.perf_counter()
        opened = open_statements(
            [work / "openings.jsonl"],
            log.reader(),
            first=0,
            size=log.size,
            folder=folder,
            processes=processes,
        )
        middle = time.perf_counter()
        checkpoint = CheckpointRef("network.example/decisions", log.size, log.root)
        report = report_of(opened, window, checkpoint, ReportSettings(service="Example"))
        encode_report(report)
        end = time.perf_counter()
    if opened.refused or opened.unreadable:
        raise RuntimeError(f"{opened.refused} were refused, {opened.unreadable} not read.")
    return {
        "open_seconds": middle - begin,
        "report_seconds": end - middle,
        "figures": len(report.figures),
        "peak_megabytes": peak.bytes / 1e6,
        "parquet_megabytes": sum(one.stat().st_size for one in folder.iterdir()) / 1e6,
    }


class _Peak:
    """The most memory that this process and its children took together (PSS)."""

    def __init__(self) -> None:
        self.bytes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_PAUSE_SECONDS):
            self.bytes = max(self.bytes, sum(map(pss, family(os.getpid()))))


# A month of a network.


def _write(work: Path, count: int) -> None:
    """The log, and the openings of all its entries."""
    chance = random.Random(1)  # noqa: S311 - a measurement that can be repeated
    bodies = _bodies(chance, count)
    with (
        Log.open(work / "log", create=True) as log,
        (work / "openings.jsonl").open("wb") as stream,
    ):
        for first in range(0, count, _BLOCK):
            some = bodies[first : first + _BLOCK]
            salts = os.urandom(_SALT * len(some))
            entries = commitments(salts, some)
            log.append(entries)
            for number, body in enumerate(some):
                span = slice(number * _SALT, (number + 1) * _SALT)
                stream.write(_line(first + number, entries[span], salts[span], body))


def _line(index: int, entry: bytes, salt: bytes, body: bytes) -> bytes:
    return (
        msgspec.json.encode(
            {
                "index": index,
                "id": f"018f0000-0000-7000-8000-{index:012x}",
                "kind": "gate.decision/1",
                "made": "2026-11-22T10:02:00Z",
                "entry": b64encode(entry).decode(),
                "salt": b64encode(salt).decode(),
                "statement": b64encode(body).decode(),
                "erased_by": None,
            }
        )
        + b"\n"
    )


def _bodies(chance: random.Random, count: int) -> list[bytes]:
    hours = [_START + timedelta(hours=number) for number in range(24 * _DAYS)]
    bodies = [msgspec.json.encode(_hour(chance, at)) for at in hours][:count]
    for number in range(count - len(bodies)):
        at = _START + timedelta(seconds=number * 86_400 * _DAYS // count)
        bodies.append(msgspec.json.encode(_decision(chance, number, at)))
    chance.shuffle(bodies)
    return bodies


def _hour(chance: random.Random, at: datetime) -> dict[str, Any]:
    return {
        "kind": "gate.hour",
        "version": 1,
        "hour": at.strftime("%Y-%m-%dT%HZ"),
        "counts": [
            {
                "surface": surface,
                "rule": rule,
                "mode": "enforce",
                "outcome": outcome,
                "would_be": outcome,
                "count": chance.randrange(most),
            }
            for surface in _SURFACES
            for rule, outcome, most in (
                ("default", "allow", 90_000),
                ("known", "block", 300),
                ("near", "hold", 200),
            )
        ],
        "matches": [
            {"list": name, "kind": kind, "would_be": "block", "count": chance.randrange(100)}
            for name in _LISTS
            for kind in ("pdq", "sha256")
        ],
    }


def _decision(chance: random.Random, number: int, at: datetime) -> dict[str, Any]:
    outcome = chance.choice(("hold", "block", "block"))
    return {
        "kind": "gate.decision",
        "version": 1,
        "id": f"018f0000-0000-7000-8000-{number:012x}",
        "time": at,
        "outcome": outcome,
        "would_be": outcome,
        "mode": "enforce",
        "rule": "known" if outcome == "block" else "near",
        "policy": {"version": "3", "digest": "5f" * 32},
        "editions": [
            {"list": name, "edition": f"{name}-2026-11-01", "role": "match"} for name in _LISTS
        ],
        "surface": chance.choice(_SURFACES),
        "matched": [{"list": chance.choice(_LISTS), "kind": chance.choice(("pdq", "sha256"))}],
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
