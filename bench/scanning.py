"""`beholden scan` of 2-megapixel JPEGs, as a child process: pictures a second and memory in all.

python -m bench.scanning
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench.hashing import SIZES, pictures, saved
from bench.lists import list_hashes, write_csv
from bench.processes import family, pss

__all__ = ["measure"]

_SAMPLE_SECONDS = 0.05


def measure(files: int = 1200, entries: int = 1_000_000) -> dict[str, Any]:
    """Scans ``files`` pictures against a list of ``entries`` random hashes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        uploads = folder / "uploads"
        size = _write_uploads(uploads, files)
        data = str(folder / "data")
        write_csv(folder / "list.csv", list_hashes(entries))
        add = ["lists", "add", str(folder / "list.csv"), "--name", "bench", "--source", "bench"]
        _, added_in, _ = _run([*add, "--kind", "pdq", "--data", data])
        _, activated_in, _ = _run(["lists", "activate", "bench", "--data", data])
        said, seconds, peak = _run(["scan", str(uploads), "--json", "--data", data])
    lines = [json.loads(line) for line in said.splitlines()]
    # The start of Python and of the workers is in the whole, not in the steady rate.
    times = sorted(line["time"] for line in lines)
    tenth = len(times) // 10
    steady = (len(times) - 2 * tenth) / (_seconds(times[-tenth]) - _seconds(times[tenth]))
    return {
        "files": len(lines),
        "megabytes": round(size / 1e6),
        "entries": entries,
        "import_seconds": added_in,
        "activate_seconds": activated_in,
        "scan_seconds": seconds,
        "pictures_per_second": len(lines) / seconds,
        "steady_pictures_per_second": steady,
        "peak_megabytes": peak / 1e6,
        "median_ms": float(np.median([line["took_ms"] for line in lines])),
        "p99_ms": float(np.percentile([line["took_ms"] for line in lines], 99)),
        "processors": len(os.sched_getaffinity(0)),
    }


def _write_uploads(folder: Path, files: int) -> int:
    """Distinct files: the same pictures at several qualities, each with its own tail."""
    folder.mkdir()
    size = 0
    made = list(pictures(SIZES["2 MP"], 12))
    encoded = [saved(p, "JPEG", quality=q) for p in made for q in (80, 85, 90)]
    for number in range(files):
        data = encoded[number % len(encoded)] + f"file {number}".encode()
        (folder / f"{number:05}.jpg").write_bytes(data)
        size += len(data)
    return size


def _run(arguments: list[str]) -> tuple[str, float, int]:
    """Standard output, seconds, and the highest memory of the process and its children."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "beholden", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        peak = _Peak(process.pid)
        said = process.communicate()[0]
        peak.stop()
    return said, time.perf_counter() - begin, peak.bytes


class _Peak:
    """Samples the proportional memory (PSS) of a process and its children, in bytes."""

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._pid = pid
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(_SAMPLE_SECONDS):
            self.bytes = max(self.bytes, sum(map(pss, family(self._pid))))


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1200)
    parser.add_argument("--entries", type=int, default=1_000_000)
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.files, chosen.entries), indent=2))
