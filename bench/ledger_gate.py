"""What the ledger takes from the gate: the same requests with it and without it, in turns.

Hashes over HTTP as in `bench.serving`, one in ten on the list: blocked, recorded whole and,
with the ledger, stated; the sequencer works meanwhile. Each side has a data folder of its
own, made alike.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

from beholden.app import Beholden
from bench.serving import Asker, Service, made_data

__all__ = ["gate_figures"]

_SIDES = {"with": "true", "without": "false"}
_ENABLED = "BEHOLDEN_LEDGER_ENABLED"
_MATCHING = 0.1


def gate_figures(
    work: Path, *, entries: int, rounds: int, seconds: float, patience_seconds: float
) -> dict[str, Any]:
    """Requests a second on either side with one and with two web workers, and their ratio."""
    data, key = made_data(work / "with", entries)
    folders = {"with": data, "without": shutil.copytree(data, work / "without")}
    asker = Asker(work, key, 1, seconds, patience_seconds)
    workers = {str(count): _compared(asker, folders, count, rounds) for count in (1, 2)}
    app = Beholden(data)
    standing = app.ledger.service.status()
    app.close()
    if not standing.size:
        sys.stderr.write("bench: no decision left a statement: the ledger is not wired in\n")
    return {
        "entries": entries,
        "rounds": rounds,
        "seconds": seconds,
        "matching": _MATCHING,
        "workers": workers,
        "statements": standing.size,
        "waiting": standing.waiting,
    }


def _compared(asker: Asker, folders: dict[str, Path], workers: int, rounds: int) -> dict[str, Any]:
    found: dict[str, list[dict[str, Any]]] = {side: [] for side in folders}
    for turn in range(rounds):
        # The first of a pair is not always the same one.
        sides = list(folders) if turn % 2 else list(folders)[::-1]
        for side in sides:
            with Service(folders[side], workers, {_ENABLED: _SIDES[side]}) as service:
                found[side].append(asker.single(service.address, matching=_MATCHING))
    figures: dict[str, Any] = {
        side: {
            name: statistics.median(one[name] for one in runs)
            for name in ("per_second", "p50_ms", "p99_ms", "others_processors")
        }
        for side, runs in found.items()
    }
    ratios = [
        one["per_second"] / other["per_second"]
        for one, other in zip(found["with"], found["without"], strict=True)
    ]
    return {**figures, "ratio": statistics.median(ratios), "ratios": ratios}
