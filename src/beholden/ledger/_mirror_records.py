"""What a mirror writes down: every checkpoint, every alarm with its evidence, every failure.

Layout, below the mirror's folder:

    mirror.json             the log: its address and origin
    trust.txt               the trust policy that the last run used
    lock                    one mirror at a time
    checkpoints.jsonl       every checkpoint that the policy relies on, one a line: when it
                            was seen, and the signed note; "good" only if it continued all
                            good ones before
    alarms.jsonl            every alarm, one a line
    evidence/NUMBER-KIND/   what proves an alarm, as it was signed
    failures.jsonl          what did not come; the older half is in failures.1.jsonl
    log/                    the own copy, a complete log (see ``log``), with its checkpoint

Laws: lines are only ever appended, each on the disk before the mirror goes on; a line that
a crash cut short is passed over; evidence is on the disk before its alarm. Of one and the
same alarm there is one line, however often it is met. A log that makes up new faults fills
no disk: ``ALARMS_AT_MOST``.

    records = Records(folder)
    with records.locked():
        records.see(Seen(time=now, size=5, root=..., note=...))
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import msgspec

from beholden._durable import PRIVATE_FILE, append_line, replace_file, sync
from beholden.ledger.errors import MirrorBusyError, MirrorDamagedError, MirrorSetupError
from beholden.ledger.identity import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["ALARMS_AT_MOST", "Alarm", "AlarmKind", "Failure", "Followed", "Records", "Seen"]

AlarmKind = Literal[
    "checkpoint", "damage", "fork", "omission", "quorum", "roll-back", "signature", "stall",
    "withheld",
]  # fmt: skip

ALARMS_AT_MOST = 1_000

_LOG, _TRUST, _LOCK = "mirror.json", "trust.txt", "lock"
_CHECKPOINTS, _ALARMS, _EVIDENCE = "checkpoints.jsonl", "alarms.jsonl", "evidence"
_FAILURES, _OLDER_FAILURES = "failures.jsonl", "failures.1.jsonl"
_FAILURES_BYTES = 1 << 20
_BLOCK = 1 << 18


class Followed(msgspec.Struct, frozen=True):
    """``mirror.json``: which log this folder is about."""

    url: str
    origin: str


class Seen(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A checkpoint that the policy relies on.

    ``time`` is when it was first seen, ``fresh`` until when its news reaches: the latest
    cosignature, or without witnesses the time it was seen. Both in unix seconds.
    ``witnesses`` are those that confirmed it, by the policy's names, with their times.
    """

    time: int
    size: int
    root: bytes
    note: str
    fresh: int = 0
    good: bool = True
    witnesses: dict[str, int] = {}


class Alarm(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An alarm; ``key`` is the same whenever the same thing is met again."""

    time: int
    kind: AlarmKind
    key: str
    sentence: str
    evidence: tuple[str, ...] = ()


class Failure(msgspec.Struct, frozen=True):
    """What did not come, and when."""

    time: int
    sentence: str


class Records:
    """The records of one mirror's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._keys: set[str] | None = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Makes the folder where there is none, and is the only one to write into it.

        Raises:
            MirrorBusyError: somebody else is.
            MirrorError: the folder cannot be used.
        """
        private_folder(self.folder)
        private_folder(self.folder / _EVIDENCE)
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        descriptor = os.open(self.folder / _LOCK, flags, PRIVATE_FILE)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                raise MirrorBusyError(
                    f"{self.folder}: process {holder or 'unknown'} mirrors into this folder. Stop "
                    "it, or use another folder."
                ) from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            yield
        finally:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    # Which log.

    def followed(self) -> Followed | None:
        """The log that this folder is about; None before the first run.

        Raises:
            MirrorDamagedError: the record is not as it was written.
        """
        path = self.folder / _LOG
        try:
            return msgspec.json.decode(path.read_bytes(), type=Followed)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError:
            raise MirrorDamagedError(f"{path}: damaged. Restore it from a backup.") from None

    def follow(self, log: Followed, policy: bytes) -> None:
        """Records which log this folder is about and what is trusted about it.

        Raises:
            MirrorSetupError: the folder is about another log.
        """
        before = self.followed()
        if before is not None and before.origin != log.origin:
            raise MirrorSetupError(
                f"{self.folder}: this folder holds a mirror of {before.origin}, not of "
                f"{log.origin}. Use another folder."
            )
        if policy != self.policy():
            replace_file(self.folder / _TRUST, policy)
        if log != before:
            replace_file(self.folder / _LOG, msgspec.json.encode(log) + b"\n")

    def policy(self) -> bytes | None:
        """The trust policy of the last run."""
        try:
            return (self.folder / _TRUST).read_bytes()
        except FileNotFoundError:
            return None

    # Checkpoints.

    def see(self, seen: Seen) -> None:
        """Records a checkpoint."""
        self._append(_CHECKPOINTS, seen)

    def last(self, *, good: bool = True) -> Seen | None:
        """The newest checkpoint, or the newest good one."""
        for line in _lines_from_the_end(self.folder / _CHECKPOINTS):
            with contextlib.suppress(msgspec.DecodeError):
                seen = msgspec.json.decode(line, type=Seen)
                if seen.good or not good:
                    return seen
        return None

    def all_seen(self) -> Iterator[Seen]:
        """Every checkpoint, the oldest first."""
        with (
            contextlib.suppress(FileNotFoundError),
            (self.folder / _CHECKPOINTS).open("rb") as lines,
        ):
            for line in lines:
                with contextlib.suppress(msgspec.DecodeError):
                    yield msgspec.json.decode(line, type=Seen)

    # Alarms.

    def alarms(self) -> tuple[Alarm, ...]:
        """Every alarm, the oldest first."""
        try:
            lines = (self.folder / _ALARMS).read_bytes().splitlines()
        except FileNotFoundError:
            return ()
        found = []
        for line in lines:
            with contextlib.suppress(msgspec.DecodeError):
                found.append(msgspec.json.decode(line, type=Alarm))
        return tuple(found)

    def alarm(self, alarm: Alarm, evidence: Mapping[str, bytes]) -> Alarm:
        """Records an alarm with what proves it, unless it was met before.

        Args:
            alarm: without the names of its evidence.
            evidence: files by name.

        Returns:
            The alarm with the paths of its evidence, below the folder.
        """
        if self._keys is None:
            self._keys = {one.key for one in self.alarms()}
        if alarm.key in self._keys:
            return next((one for one in self.alarms() if one.key == alarm.key), alarm)
        if len(self._keys) >= ALARMS_AT_MOST:
            return alarm
        number = len(self._keys) + 1
        # What a crash left without its alarm is not written over.
        while (self.folder / (name := f"{_EVIDENCE}/{number:04}-{alarm.kind}")).exists():
            number += 1
        if evidence:
            private_folder(self.folder / name)
            for file, content in evidence.items():
                replace_file(self.folder / name / file, content)
            sync(self.folder / _EVIDENCE)
        paths = tuple(f"{name}/{file}" for file in evidence)
        recorded = msgspec.structs.replace(alarm, evidence=paths)
        self._append(_ALARMS, recorded)
        self._keys.add(alarm.key)
        return recorded

    # Failures.

    def fail(self, failure: Failure) -> None:
        """Records what did not come; of old failures only the newer half is kept."""
        path = self.folder / _FAILURES
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_size > _FAILURES_BYTES:
                path.replace(self.folder / _OLDER_FAILURES)
        self._append(_FAILURES, failure)

    def last_failure(self) -> Failure | None:
        """The newest failure."""
        for line in _lines_from_the_end(self.folder / _FAILURES):
            with contextlib.suppress(msgspec.DecodeError):
                return msgspec.json.decode(line, type=Failure)
        return None

    def _append(self, name: str, record: msgspec.Struct) -> None:
        append_line(self.folder / name, msgspec.json.encode(record))


def _lines_from_the_end(path: Path) -> Iterator[bytes]:
    """The lines of a file, the last one first, without reading more of it than is asked for."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        end = stream.seek(0, os.SEEK_END)
        rest = b""
        while end:
            begin = max(0, end - _BLOCK)
            stream.seek(begin)
            first, *lines = (stream.read(end - begin) + rest).split(b"\n")
            yield from (line for line in reversed(lines) if line)
            rest, end = first, begin
        if rest:
            yield rest
