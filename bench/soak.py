"""A long mixed load at a set rate: does memory stay flat, do answers stay fast?

Single hashes, batches, pictures, look-ups and matches, at a rate that the service can keep.
Memory of every process is read at intervals; the slope is that of a straight line through
the second half, when caches are full.

    python -m bench.soak --minutes 10
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.lists import list_hashes
from bench.load import Load, run
from bench.serving import Service, made_data, memory_by_role, write_pictures

__all__ = ["measure", "soak"]

_MIX = {"hashes": 0.7, "lookup": 0.1, "image": 0.2}
_SETTLED = 0.5


def soak(
    data: Path,
    key: str,
    pictures: Path,
    *,
    minutes: float,
    workers: int = 2,
    per_second: float = 400.0,
    sample_seconds: float = 10.0,
) -> dict[str, Any]:
    """Runs the load; returns what the clients saw, and memory with its slope by role."""
    listed = data.parent / "soak-listed.bin"
    listed.write_bytes(list_hashes(20_000).tobytes())
    with Service(data, workers) as service:
        load = Load(
            address=service.address,
            key=key,
            mix=_MIX,
            clients=32,
            seconds=minutes * 60,
            per_second=per_second,
            matching=0.05,
            idempotent=True,
            listed=str(listed),
            pictures=str(pictures),
            seed=time.time_ns(),
        )
        samples = _Samples(service.pid, sample_seconds)
        seen = run(load)
        samples.stop()
    return {
        "minutes": minutes,
        "workers": workers,
        "asked_per_second": per_second,
        "mix": _MIX,
        "matching": load.matching,
        "seen": seen,
        "memory": {role: samples.of(role) for role in ("supervisor", "web", "decode")},
        "database_megabytes": sum(p.stat().st_size for p in data.glob("beholden.db*")) / 1e6,
    }


class _Samples:
    """Memory by role, read in a thread until it is stopped."""

    def __init__(self, pid: int, seconds: float) -> None:
        self._pid = pid
        self._seconds = seconds
        self._begin = time.monotonic()
        self._taken: list[tuple[float, dict[str, list[float]]]] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def of(self, role: str) -> dict[str, Any]:
        """Megabytes of all processes of a role: each sample, and the settled slope."""
        minutes = np.asarray([at / 60 for at, _ in self._taken])
        total = np.asarray([sum(memory[role]) for _, memory in self._taken])
        settled = minutes >= minutes[-1] * _SETTLED
        slope = np.polyfit(minutes[settled], total[settled], 1)[0] if settled.sum() > 1 else 0.0
        return {
            "samples": [round(float(one), 1) for one in total],
            "settled_mean": float(total[settled].mean()),
            "highest_of_one_process": max(max(memory[role]) for _, memory in self._taken),
            "slope_per_minute": float(slope),
        }

    def _watch(self) -> None:
        while not self._stopped.wait(self._seconds):
            memory = memory_by_role(self._pid)
            # A worker that is being replaced at this moment would bend the line.
            if all(all(values) and values for values in memory.values()):
                self._taken.append((time.monotonic() - self._begin, memory))
                sys.stderr.write(f"soak: {memory}\n")


def measure(
    minutes: float = 10.0, workers: int = 2, per_second: float = 400.0, entries: int = 1_000_000
) -> dict[str, Any]:
    """Makes a data folder with a big list and soaks."""
    with tempfile.TemporaryDirectory(prefix="beholden-soak-") as name:
        folder = Path(name)
        write_pictures(folder / "pictures")
        data, key = made_data(folder / "data", entries)
        return soak(
            data,
            key,
            folder / "pictures",
            minutes=minutes,
            workers=workers,
            per_second=per_second,
        )


def main() -> None:
    """Soaks and prints the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=400.0, help="requests a second")
    parser.add_argument("--entries", type=int, default=1_000_000)
    chosen = parser.parse_args()
    print(
        json.dumps(measure(chosen.minutes, chosen.workers, chosen.rate, chosen.entries), indent=2)
    )


if __name__ == "__main__":
    main()
