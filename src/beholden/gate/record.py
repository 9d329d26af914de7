"""The record: held and blocked decisions line by line, allowed ones as counts only.

Of an allowed upload no hash, account, id or time of its own is ever written: it
adds one to a count by hour, surface and rule. In shadow mode what counts is what
enforcing would have done. The folder holds, by UTC day of the decision::

    decisions-2026-11-22.jsonl   one decision a line
    counters-2026-11-22.jsonl    counts to be added up: each line is a difference

Counts are appended when flushing, and at the latest by the first allowed upload
``COUNTS_KEPT_S`` after the last time; a kill loses those of that span, never a
held or blocked decision that was flushed. What the lines promise is stated in
``gate._journal``.

    recorder = JsonlRecorder(Path("record"), clock)
    recorder.record(decision)
    recorder.flush()
    recorder.find(decision.id)
"""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import msgspec

from beholden.gate._journal import (
    Journal,
    decoded,
    is_torn,
    lines_backward,
    lines_forward,
    make_folder,
)
from beholden.gate.core.models import Decision
from beholden.gate.errors import RecordError
from beholden.gate.models import AllowedCount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

COUNTS_KEPT_S = 10
"""Seconds that counts stay in memory while uploads keep coming."""

COUNTS_KEPT = 1_000
"""Different counts that stay in memory; surfaces are named by the caller."""

_CountKey = tuple[str, str | None, str]

_DECISIONS = msgspec.json.Decoder(Decision)
_COUNTS = msgspec.json.Decoder(AllowedCount)


class MemoryRecorder:
    """Keeps decisions in memory, for tests and for embedding without a disk."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._decisions: list[Decision] = []
        self._pending: Counter[_CountKey] = Counter()
        self._counts: Counter[_CountKey] = Counter()

    def record(self, decision: Decision) -> None:
        """Keeps a held or blocked decision; counts an allowed one."""
        with self._lock:
            if decision.would_be == "allow":
                self._pending[_count_key(decision)] += 1
            else:
                self._decisions.append(decision)

    def flush(self) -> None:
        """Makes the counts so far visible."""
        with self._lock:
            self._counts += self._pending
            self._pending.clear()

    def close(self) -> None:
        """Flushes."""
        self.flush()

    def find(self, decision_id: str) -> Decision | None:
        """One kept decision, or None."""
        with self._lock:
            return next((kept for kept in self._decisions if kept.id == decision_id), None)

    def recent(self, count: int) -> tuple[Decision, ...]:
        """The latest kept decisions, latest first."""
        with self._lock:
            return tuple(reversed(self._decisions[-count:] if count > 0 else []))

    def counts(self) -> tuple[AllowedCount, ...]:
        """Allowed uploads, by hour, surface and rule."""
        with self._lock:
            return _as_counts(self._counts)


class JsonlRecorder:
    """Keeps decisions in a folder that several processes may share."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        """Makes the folder if need be.

        Raises:
            RecordError: the folder cannot be made.
        """
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._journals: dict[str, Journal] = {}
        self._unsynced: set[str] = set()
        self._pending: Counter[_CountKey] = Counter()
        self._counted_at = clock()
        self._disk_failed = False
        with self._explained("make the folder"):
            make_folder(folder)

    def record(self, decision: Decision) -> None:
        """Appends a held or blocked decision; counts an allowed one.

        Raises:
            RecordError: the decision is not recorded.
        """
        with self._lock:
            self._refuse_failed_disk()
            if decision.would_be == "allow":
                self._count(decision)
                return
            day = decision.time.astimezone(UTC).date().isoformat()
            self._append(f"decisions-{day}.jsonl", msgspec.json.encode(decision))

    def flush(self) -> None:
        """Appends the counts and returns when everything is on the disk.

        Raises:
            RecordError: it may not all be on the disk.
        """
        with self._lock:
            self._refuse_failed_disk()
            self._flush()

    def close(self) -> None:
        """Flushes and closes the files; a later record opens them again.

        Raises:
            RecordError: it may not all be on the disk; the files are closed all the same.
        """
        with self._lock:
            try:
                self._flush()
            finally:
                for journal in self._journals.values():
                    journal.close()
                self._journals.clear()

    def find(self, decision_id: str) -> Decision | None:
        """One recorded decision, or None. Reads backwards from the newest file."""
        wanted = decision_id.encode()
        for line in self._decision_lines():
            if wanted in line:
                decision = decoded(line, _DECISIONS)
                if decision is not None and decision.id == decision_id:
                    return decision
        return None

    def recent(self, count: int) -> tuple[Decision, ...]:
        """The latest recorded decisions, latest first."""
        found: list[Decision] = []
        if count > 0:
            for line in self._decision_lines():
                decision = decoded(line, _DECISIONS)
                if decision is not None:
                    found.append(decision)
                if len(found) == count:
                    break
        return tuple(found)

    def counts(self) -> tuple[AllowedCount, ...]:
        """Allowed uploads of all days on record, added up."""
        total: Counter[_CountKey] = Counter()
        with self._explained("read"):
            for path in sorted(self._folder.glob("counters-*.jsonl")):
                for line in lines_forward(path)[0]:
                    counted = decoded(line, _COUNTS)
                    if counted is not None:
                        total[counted.hour, counted.surface, counted.rule] += counted.count
        return _as_counts(total)

    def notices(self) -> tuple[str, ...]:
        """What an operator should know of the files: lines that a crash tore or damaged."""
        found = []
        with self._explained("read"):
            for path in sorted(self._folder.glob("decisions-*.jsonl")):
                damaged = sum(decoded(line, _DECISIONS) is None for line in lines_backward(path))
                damaged += is_torn(path)
                if damaged:
                    found.append(
                        f"{path}: {damaged} lines are torn, as after a crash or a full disk. "
                        "They are not counted as decisions; all others are intact."
                    )
        return tuple(found)

    def _refuse_failed_disk(self) -> None:
        if self._disk_failed:
            raise RecordError(
                f"An earlier decision could not be made durable in {self._folder}, and what was "
                "written around that time may be lost. Check the disk, then restart."
            )

    def _count(self, decision: Decision) -> None:
        self._pending[_count_key(decision)] += 1
        waited = abs(self._clock() - self._counted_at)
        if waited >= timedelta(seconds=COUNTS_KEPT_S) or len(self._pending) > COUNTS_KEPT:
            self._append_counts()

    def _append_counts(self) -> None:
        self._counted_at = self._clock()
        # One by one: a count that was appended must not be appended again after an error.
        for counted in _as_counts(self._pending):
            day = counted.hour.partition("T")[0]
            self._append(f"counters-{day}.jsonl", msgspec.json.encode(counted))
            del self._pending[counted.hour, counted.surface, counted.rule]

    def _append(self, name: str, line: bytes) -> None:
        journal = self._journals.setdefault(name, Journal(self._folder / name))
        with self._explained("write to", journal.path):
            self._unsynced.add(name)
            journal.append(line)

    def _flush(self) -> None:
        self._append_counts()
        # Files that had nothing to flush are let go, or each day would leave two open.
        for name in set(self._journals) - self._unsynced:
            self._journals.pop(name).close()
        for name in sorted(self._unsynced):
            with self._explained("write to", self._folder / name):
                self._sync(name)
            self._unsynced.discard(name)

    def _sync(self, name: str) -> None:
        try:
            self._journals[name].sync()
        except OSError:
            # The system reports lost pages once. Another thread's flush would then be
            # told that all is well, so nothing is until somebody has looked at the disk.
            self._disk_failed = True
            raise

    def _decision_lines(self) -> Iterator[bytes]:
        with self._explained("read"):
            for path in sorted(self._folder.glob("decisions-*.jsonl"), reverse=True):
                yield from lines_backward(path)

    @contextmanager
    def _explained(self, doing: str, path: Path | None = None) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RecordError(
                f"Cannot {doing} the record at {path or self._folder}: "
                f"{error.strerror or error}. No decision counts as recorded by this. "
                "Check free space, the folder's owner and its permissions, then try again."
            ) from error


def _count_key(decision: Decision) -> _CountKey:
    hour = decision.time.astimezone(UTC).strftime("%Y-%m-%dT%HZ")
    return hour, decision.surface, decision.rule


def _as_counts(counts: Counter[_CountKey]) -> tuple[AllowedCount, ...]:
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] or "", item[0][2]))
    return tuple(
        AllowedCount(hour=hour, surface=surface, rule=rule, count=count)
        for (hour, surface, rule), count in ordered
    )
