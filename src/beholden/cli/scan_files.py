"""Which files a scan visits, and how far it had come."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import msgspec

from beholden.gate import Outcome


class FoundFile(msgspec.Struct, frozen=True):
    """One file to scan. ``error`` is set for a folder that cannot be read, ``link`` for a link."""

    path: Path
    size: int = 0
    modified_ns: int = 0
    error: str | None = None
    link: bool = False


def walk(folder: Path) -> Iterator[FoundFile]:
    """All files below ``folder``, by name; links are named, not followed: nothing is met twice.

    Special files (pipes, sockets, devices) are yielded too: that they cannot be
    scanned is a finding of the scan, not a reason to leave them out.
    """
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as found:
                entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield FoundFile(current, error=f"The folder cannot be read: {error.strerror}.")
            continue
        folders = []
        for entry in entries:
            if entry.is_symlink():
                yield FoundFile(Path(entry.path), link=True)
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
                continue
            with contextlib.suppress(FileNotFoundError):  # deleted meanwhile
                status = entry.stat(follow_symlinks=False)
                yield FoundFile(Path(entry.path), status.st_size, status.st_mtime_ns)
        waiting.extend(reversed(folders))


class _Header(msgspec.Struct, frozen=True):
    """First line of a journal: under which lists and policy its lines were made."""

    conditions: str


class _Line(msgspec.Struct, frozen=True, array_like=True):
    """One finished file. The path is in hex, because names are bytes."""

    path: str
    size: int
    modified_ns: int
    outcome: Outcome
    matched: bool


class Finished(msgspec.Struct, frozen=True):
    """What an earlier run said of a file."""

    outcome: Outcome
    matched: bool


class ScanRunningError(Exception):
    """Two scans of one folder would spoil each other's journal."""


class ScanJournal:
    """How far a scan has come: one line a finished file, gone when the scan is complete.

    A file counts as finished only while its size and modification time are as
    they were, and the lists and the policy too. A line cut off by a crash is
    ignored; its file is scanned again.
    """

    def __init__(self, path: Path, folder: Path, conditions: str, *, resume: bool) -> None:
        self._path = path
        self._folder = folder
        self._finished: dict[tuple[str, int, int], Finished] = {}
        self.outdated = False
        if resume and path.exists():
            self._read(conditions)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Names of files may be personal: for the owner's eyes only.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._file = os.fdopen(descriptor, "ab", buffering=0)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise ScanRunningError("Another scan of this folder is running.") from None
        if self._finished:
            self._file.write(b"\n")  # ends a line that a crash cut off
        else:
            self._file.truncate(0)
            self._file.write(msgspec.json.encode(_Header(conditions)) + b"\n")

    def __len__(self) -> int:
        return len(self._finished)

    def finished(self, found: FoundFile) -> Finished | None:
        """What was said of this very file, if it was scanned before."""
        return self._finished.get((self._name(found), found.size, found.modified_ns))

    def add(self, found: FoundFile, outcome: Outcome, *, matched: bool) -> None:
        """Notes a file as finished; call it after its result was handed on."""
        line = _Line(self._name(found), found.size, found.modified_ns, outcome, matched)
        self._file.write(msgspec.json.encode(line) + b"\n")

    def complete(self) -> None:
        """Forgets everything: of what was allowed nothing is kept."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Keeps the journal for a later run."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, conditions: str) -> None:
        with self._path.open("rb") as lines:
            try:
                header = msgspec.json.decode(lines.readline(), type=_Header)
            except msgspec.MsgspecError:
                return
            if header.conditions != conditions:
                self.outdated = True
                return
            for text in lines:
                with contextlib.suppress(msgspec.MsgspecError):
                    line = msgspec.json.decode(text, type=_Line)
                    key = (line.path, line.size, line.modified_ns)
                    self._finished[key] = Finished(line.outcome, line.matched)

    def _name(self, found: FoundFile) -> str:
        # Within the folder, however the folder itself was named on the command line.
        return os.fsencode(found.path.relative_to(self._folder)).hex()
