"""The guard's memory: what is lowered, kept in ``lowered.jsonl`` until a person reinstates it.

The rule itself is ``gate.core.guard``. Lowerings and reinstatements are
appended and synced one line each; the file is the truth, and each process reads
on where others appended, so a reinstatement by command reaches a running
server. Counts of accounts live in memory, per process, under a secret that ends
with it: they start anew with each process and with each reinstatement.

    guard = GuardStore(Path("guard"), clock)
    guard.observe(verdict.matches, account, at, policy.guard)
    guard.reinstate("iwf", "a1", by="J. Smith")
"""

from __future__ import annotations

import secrets
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from beholden.gate._journal import Journal, decoded, is_torn, lines_forward, make_folder
from beholden.gate.core.guard import GuardCounts, account_key
from beholden.gate.errors import GuardError
from beholden.gate.models import LoweredLine, ReinstatedLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from beholden.gate.core.models import EntryKey, Lowered
    from beholden.gate.core.policy import GuardSettings
    from beholden.matching.core import Match

_Line = LoweredLine | ReinstatedLine
_LINES: msgspec.json.Decoder[_Line] = msgspec.json.Decoder(_Line)
_KEY_BYTES = 32


class MemoryGuard:
    """A guard that forgets with the process, for tests and for embedding without a disk."""

    def __init__(self, clock: Callable[[], datetime], *, key: bytes | None = None) -> None:
        """Takes the clock of reinstatements; ``key`` (1 to 64 bytes) is drawn if absent."""
        self._clock = clock
        self._key = key or secrets.token_bytes(_KEY_BYTES)
        self._lock = threading.RLock()
        self._counts = GuardCounts()
        self._lowered: dict[EntryKey, Lowered] = {}
        self._keys: frozenset[EntryKey] = frozenset()

    def lowered(self) -> tuple[Lowered, ...]:
        """What is lowered now, earliest first."""
        with self._lock:
            self._read_on()
            return tuple(self._lowered.values())

    def lowered_keys(self) -> frozenset[EntryKey]:
        """List and entry of what is lowered now."""
        with self._lock:
            self._read_on()
            return self._keys

    def observe(
        self, matches: Sequence[Match], account: str, at: datetime, settings: GuardSettings
    ) -> tuple[Lowered, ...]:
        """Counts one account's matches with match-lists; returns what was lowered by it.

        Raises:
            GuardError: it is lowered in this process but could not be written down.
        """
        account_hash = account_key(account, self._key)
        entries = dict.fromkeys((m.list, m.entry) for m in matches if m.role != "allow")
        found = []
        with self._lock:
            self._read_on()
            for key in entries:
                lowered = self._counts.observe(*key, account_hash, at, settings, alongside=entries)
                if lowered is not None and key not in self._lowered:
                    found.append(lowered)
                    self._keep(LoweredLine(lowered))
        return tuple(found)

    def reinstate(self, list_name: str, entry: str, by: str) -> None:
        """Ends a lowering, by a named person; counting starts anew.

        Raises:
            GuardError: it is not lowered, nobody is named, or it cannot be written down.
        """
        if not by.strip():
            raise GuardError("Name the person who reinstates the entry.")
        with self._lock:
            self._read_on()
            if (list_name, entry) not in self._lowered:
                raise GuardError(
                    f'Entry "{entry}" of list "{list_name}" is not lowered. '
                    "Check its spelling against the lowered entries."
                )
            self._keep(ReinstatedLine(list=list_name, entry=entry, by=by, at=self._clock()))

    def _keep(self, line: _Line) -> None:
        self._apply(line)

    def _read_on(self) -> None:
        """Takes in what others wrote; in memory there is nobody else."""

    def _apply(self, line: _Line) -> None:
        if isinstance(line, LoweredLine):
            # Two processes may lower the same entry at once: the first line counts.
            self._lowered.setdefault((line.lowered.list, line.lowered.entry), line.lowered)
        else:
            self._lowered.pop((line.list, line.entry), None)
            self._counts.forget(line.list, line.entry)
        self._keys = frozenset(self._lowered)


class GuardStore(MemoryGuard):
    """A guard whose lowered entries are kept in a folder that several processes may share."""

    def __init__(
        self, folder: Path, clock: Callable[[], datetime], *, key: bytes | None = None
    ) -> None:
        """Makes the folder if need be and reads what is lowered.

        Raises:
            GuardError: the folder cannot be made or its file not be read.
        """
        super().__init__(clock, key=key)
        self._path = folder / "lowered.jsonl"
        self._journal = Journal(self._path)
        self._read_to = 0
        self._damaged = 0
        with self._explained("open"):
            make_folder(folder)
        self._read_on()

    def notices(self) -> tuple[str, ...]:
        """What an operator should know of the file: lines that a crash tore or damaged."""
        with self._lock, self._explained("read"):
            self._read_on()
            damaged = self._damaged + (self._path.exists() and is_torn(self._path))
        if not damaged:
            return ()
        notice = (
            f"{self._path}: {damaged} lines are torn, as after a crash or a full disk, and not "
            "heeded. Check that the lowered entries are those you expect."
        )
        return (notice,)

    def close(self) -> None:
        """Closes the file; a later lowering opens it again."""
        with self._lock:
            self._journal.close()

    def _keep(self, line: _Line) -> None:
        if isinstance(line, LoweredLine):
            # In this process it holds even if the disk is full: a person is protected first.
            self._apply(line)
        with self._explained("write to"):
            self._journal.append(msgspec.json.encode(line))
            self._journal.sync()
        self._read_on()

    def _read_on(self) -> None:
        with self._explained("read"):
            try:
                if self._path.stat().st_size == self._read_to:
                    return
            except FileNotFoundError:
                return
            lines, self._read_to = lines_forward(self._path, self._read_to)
        for line in lines:
            kept = decoded(line, _LINES)
            if kept is None:
                self._damaged += 1
            else:
                self._apply(kept)

    @contextmanager
    def _explained(self, doing: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise GuardError(
                f"Cannot {doing} the guard's file {self._path}: {error.strerror or error}. "
                "Check free space, its owner and its permissions."
            ) from error
