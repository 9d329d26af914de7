"""The ledger: the log on the disk, statements through the database, and what the gate pays.

Measured side by side with `pymerkle` (in a process of its own: it is GPL) and with plain
`hashlib`. What is said to be on one processor runs on one.

    python -m bench.ledger
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.ledger_documents import document_figures
from bench.ledger_gate import gate_figures
from bench.ledger_log import log_figures
from bench.ledger_store import delay_figures, store_figures
from bench.processes import Others

__all__ = ["measure"]

_PER_SECOND = 4_000
_SMALL = 50_000


def measure(
    *,
    entries: int = 1_000_000,
    many: int = 10_000_000,
    statements: int = 100_000,
    seconds: float = 15.0,
    listed: int = 100_000,
    runs: int = 3,
    gate_seconds: float = 5.0,
) -> dict[str, Any]:
    """All figures of the part.

    Args:
        entries: of the log that is written, proved from and audited.
        many: entries of the log that is opened.
        statements: how many go through the database.
        seconds: how long decisions come in at a fixed rate.
        listed: entries of the gate's list.
        runs: of each measurement; medians are kept.
        gate_seconds: of one run with the gate.
    """
    figures: dict[str, Any] = {"runs": runs}
    with Others() as others:
        with _work() as work, _one_processor():
            figures["log"] = log_figures(
                work, entries=entries, small=min(_SMALL, entries), many=many, runs=runs
            )
        _say(figures["log"])
        with _one_processor():
            figures["documents"] = document_figures()
        _say(figures["documents"])
        with _work() as work, _one_processor():
            figures["store"] = store_figures(work, statements, runs)
        _say(figures["store"])
        with _work() as work:
            figures["delay"] = delay_figures(work, per_second=_PER_SECOND, seconds=seconds)
        _say(figures["delay"])
        with _work() as work:
            figures["gate"] = gate_figures(
                work,
                entries=listed,
                rounds=runs,
                seconds=gate_seconds,
                patience_seconds=10 * gate_seconds,
            )
    return {**figures, "others_processors": others.processors}


@contextmanager
def _work() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="beholden-bench-") as name:
        yield Path(name)


@contextmanager
def _one_processor() -> Iterator[None]:
    """For this process and those that it starts."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def _say(figures: dict[str, Any]) -> None:
    sys.stderr.write(f"bench: {figures}\n")


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
