"""Statements through the database (SQLite) into the log: how many, and how soon.

*How soon* is measured with three processes, as in service: one that writes decisions'
statements at fixed times whatever happens (an open loop), the sequencer, and this one,
which watches the published checkpoint.

    python -m bench.ledger_store
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from beholden.app import Beholden
from beholden.app.sequencing import run_sequencer
from beholden.ledger import BATCH_AT_MOST, Statement, Statements
from beholden.ledger.core.checkpoint import parse_checkpoint
from beholden.ledger.core.note import parse_note
from bench.ledger_log import statements

__all__ = ["decide", "delay_figures", "sequence", "store_figures"]

_ORIGIN = "example.org/decisions"
_KIND = "gate.decision/1"
_TRANSACTION = 512
_LINGER_SECONDS = 0.002
"""As the gate's record: so long a transaction waits for others that come in meanwhile."""
_WATCH_SECONDS = 0.002
_PATIENCE_SECONDS = 60.0


def store_figures(work: Path, count: int, runs: int) -> dict[str, Any]:
    """Written in transactions of 512, then taken into the log; then proved one by one."""
    texts = statements(_TRANSACTION)
    written, sequenced, whole = [], [], []
    figures: dict[str, float] = {}
    for run in range(runs):
        app = Beholden(work / f"store-{run}")
        app.ledger.name(_ORIGIN)
        app.ledger.outbox.put([Statement("warm-up", "bench/1", texts[0])])
        _sequenced(app)
        put = _written(app, texts, count)
        taken = _sequenced(app)
        written.append(count / put)
        sequenced.append(count / taken)
        whole.append(count / (put + taken))
        if run == runs - 1:
            figures = _documents(app, count)
        app.close()
    return {
        "statements": count,
        "transaction": _TRANSACTION,
        "written_per_second": statistics.median(written),
        "sequenced_per_second": statistics.median(sequenced),
        "per_second": statistics.median(whole),
        **figures,
    }


def _written(app: Beholden, texts: list[bytes], count: int) -> float:
    begin = time.perf_counter()
    for first in range(0, count, _TRANSACTION):
        app.ledger.outbox.put(
            [
                Statement(_id(first + number), _KIND, text)
                for number, text in enumerate(texts[: count - first])
            ]
        )
    return time.perf_counter() - begin


def _sequenced(app: Beholden) -> float:
    begin = time.perf_counter()
    with app.ledger.sequencer() as sequencer:
        while sequencer.step().taken == BATCH_AT_MOST:
            pass
        if sequencer.signed is None:
            raise RuntimeError("Nothing was signed.")
        app.ledger.publisher().publish(sequencer.signed)
    return time.perf_counter() - begin


def _documents(app: Beholden, count: int, asked: int = 300) -> dict[str, float]:
    """Milliseconds from an id to a proof, and to a receipt, of statements all over the log."""
    service = app.ledger.service
    ids = [_id(number * (count // asked)) for number in range(asked)]
    figures = {}
    for name, job in (("proof_ms", service.proof), ("receipt_ms", service.receipt)):
        taken = []
        for one in ids:
            begin = time.perf_counter()
            job(one)
            taken.append(time.perf_counter() - begin)
        figures[name] = statistics.median(taken) * 1e3
    return figures


def delay_figures(
    work: Path, *, per_second: int, seconds: float, warm_up_seconds: float = 2.0
) -> dict[str, Any]:
    """From when a decision was due until a published checkpoint covers its statement."""
    data = work / "delay"
    app = Beholden(data)
    app.ledger.name(_ORIGIN)
    app.ledger.service.status()  # makes the database before two processes want it
    with _child(f"sequence({str(data)!r})") as sequencer:
        watch = _Watch(app.ledger.folder / "checkpoint")
        deciding = _child(f"decide({str(data)!r}, {per_second}, {seconds + warm_up_seconds})")
        said: list[dict[str, Any]] = []
        reading = threading.Thread(target=lambda: said.append(_answer(deciding)))
        reading.start()
        while reading.is_alive():
            watch.look()
        (writer,) = said
        ends = np.asarray(writer["ends"])
        indexes = _indexes(app, int(ends[-1]), watch)
        sequencer.communicate("")  # its standard input ends: so does it
    app.close()
    numbers = np.arange(ends[-1])
    due = writer["begin"] + numbers / per_second
    durable = np.asarray(writer["durable"])[np.searchsorted(ends, numbers, side="right")]
    settled = slice(round(warm_up_seconds * per_second), None)
    delays = (watch.covered(indexes) - due)[settled] * 1e3
    writes = (durable - due)[settled] * 1e3
    return {
        "per_second": per_second,
        "seconds": seconds,
        "statements": len(delays),
        "together": float(np.diff(ends, prepend=0).mean()),
        "interval_ms": app.config.ledger.interval_seconds * 1e3,
        "checkpoints": len(watch.seen),
        "median_ms": float(np.median(delays)),
        "p99_ms": float(np.percentile(delays, 99)),
        "max_ms": float(delays.max()),
        "durable_median_ms": float(np.median(writes)),
        "durable_p99_ms": float(np.percentile(writes, 99)),
    }


def decide(folder: str, per_second: int, seconds: float) -> dict[str, Any]:
    """Writes statements that are due at fixed times, all that are due in one transaction."""
    app = Beholden(Path(folder))
    outbox = app.ledger.outbox
    texts = statements(_TRANSACTION)
    outbox.put([Statement("warm-up", "bench/1", texts[0])])
    total = round(per_second * seconds)
    ends, durable = [], []
    done = 0
    begin = time.monotonic() + 0.1
    while done < total:
        if (wait := begin + done / per_second + _LINGER_SECONDS - time.monotonic()) > 0:
            time.sleep(wait)
        due = min(total, int((time.monotonic() - begin) * per_second) + 1)
        some = texts[: due - done]
        outbox.put([Statement(_id(done + number), _KIND, text) for number, text in enumerate(some)])
        done += len(some)
        ends.append(done)
        durable.append(time.monotonic())
    app.close()
    return {"begin": begin, "ends": ends, "durable": durable}


def sequence(folder: str) -> None:
    """The sequencer, as the service runs it, until standard input ends."""
    stop = threading.Event()

    def say(code: str, sentence: str) -> None:
        sys.stderr.write(f"sequencer: {code}: {sentence}\n")

    def wait() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=wait, daemon=True).start()
    run_sequencer(Beholden(Path(folder)), stop, say)


class _Watch:
    """When which size was first seen in the published checkpoint."""

    def __init__(self, file: Path) -> None:
        self.seen: list[tuple[float, int]] = []
        self._file = file
        self._changed = 0

    @property
    def size(self) -> int:
        return self.seen[-1][1] if self.seen else 0

    def look(self) -> None:
        time.sleep(_WATCH_SECONDS)
        try:
            changed = self._file.stat().st_mtime_ns
            if changed == self._changed:
                return
            size = parse_checkpoint(parse_note(self._file.read_bytes()).text).size
        except FileNotFoundError:
            return
        self._changed = changed
        self.seen.append((time.monotonic(), size))

    def covered(self, indexes: Any) -> Any:
        """When each index was first covered."""
        times, sizes = map(np.asarray, zip(*self.seen, strict=True))
        return times[np.searchsorted(sizes, indexes, side="right")]


def _indexes(app: Beholden, count: int, watch: _Watch) -> Any:
    """The place of each statement in the log, once all are published."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and app.ledger.service.status().waiting:
        # Counting what waits takes time from those that are measured.
        for _ in range(100):
            watch.look()
    kept = Statements(app.store).openings(0, 1 << 62)
    places = {one.id: one.log_index for one in kept if one.kind == _KIND}
    found = np.asarray([places[_id(number)] for number in range(count)])
    while watch.size <= found.max():
        watch.look()
        if time.monotonic() > deadline:
            raise RuntimeError("Not all statements were published.")
    return found


def _child(call: str) -> subprocess.Popen[str]:
    script = f"import json\nfrom bench import ledger_store\nprint(json.dumps(ledger_store.{call}))"
    return subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("A process of the measurement failed.")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def _id(number: int) -> str:
    return f"{number:032x}"
