"""A simulated disk for logs: it fails where it is told to, and forgets what was not synced.

An operation is one call that changes or syncs something; they are numbered from 0.

    disk = FaultyDisk({7: "half"})        # see ``Fault``
    ... Log.open(disk) ...
    disk.lose_power(random.Random(1))     # only what was synced is certain to be there

It does what real systems do: a sync that failed leaves readable what it could not write,
and the next one says that all is well; a file that was not synced may have its name and no
content, or the name may still be that of its predecessor.
"""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal, TypeAlias

from beholden.ledger.errors import LogLockedError
from beholden.ledger.storage import Lock, check_path

Fault: TypeAlias = Literal["refuse", "half", "late", "die before", "die within", "die after"]
"""An error with nothing, half or all of the operation done; or the end of the process there."""
ERRORS: tuple[Fault, ...] = ("refuse", "half", "late")
DEATHS: tuple[Fault, ...] = ("die before", "die within", "die after")


class DiedError(BaseException):
    """The process ended here: nothing may catch this."""


@dataclass
class File:
    """A file without its name; ``safe`` is what is on the disk of it."""

    data: bytes
    safe: bytes = b""
    waits: bool = True
    """Whether the next sync writes it; one that failed does not try again."""

    def sync(self) -> None:
        if self.waits:
            self.safe = self.data
            self.waits = False

    def after_power_loss(self, chance: random.Random) -> bytes:
        if self.safe == self.data:
            return self.data
        pairs = zip(self.safe, self.data, strict=False)
        known = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        rest = self.data[known:]
        cut = chance.randint(0, len(rest))
        torn = [self.data[:known] + rest[:cut], self.data[:known] + bytes(cut)]
        return chance.choice([self.safe, self.data, *torn])


@dataclass
class Held:
    held: bool = True

    def release(self) -> None:
        self.held = False


@dataclass
class FaultyDisk:
    """A storage of which every operation can fail."""

    faults: dict[int, Fault] = field(default_factory=dict)
    error: int = errno.EIO
    operations: list[str] = field(default_factory=list)
    """What was done so far, by name of the call."""
    files: dict[str, File] = field(default_factory=dict)
    safe_names: dict[str, File] = field(default_factory=dict)
    _dead: bool = False
    _lock: Held | None = None

    @property
    def shown(self) -> str:
        return "the simulated disk"

    def read(self, path: str) -> bytes | None:
        file = self.files.get(check_path(path))
        return None if file is None else file.data

    def write(self, path: str, data: bytes) -> None:
        def write() -> None:
            self.files[check_path(path)] = File(bytes(data))

        # Half of a file has no name that anybody reads.
        self._do("write", write)

    def sync(self, paths: Sequence[str]) -> None:
        def drop(dropped: Sequence[str]) -> None:
            for path in dropped:
                if path in self.files:
                    self.files[path].waits = False

        def half() -> None:
            self._sync(paths[::2])
            drop(paths[1::2])

        self._do("sync", lambda: self._sync(paths), half, lambda: drop(paths))

    def append(self, path: str, data: bytes) -> None:
        file = self._there(path)

        def append() -> None:
            # What an earlier append could not write stays a hole.
            end = len(file.data)
            file.safe = file.safe[:end].ljust(end, b"\0") + data
            file.data += data

        def half() -> None:
            file.data += data[: len(data) // 2]

        self._do("append", append, half)

    def truncate(self, path: str, size: int) -> None:
        file = self._there(path)

        def cut() -> None:
            file.data = file.data[:size]

        def truncate() -> None:
            cut()
            file.safe = file.safe[:size]

        self._do("truncate", truncate, cut)

    def replace(self, path: str, data: bytes) -> None:
        def rename() -> None:
            self.files[check_path(path)] = File(data, data, waits=False)

        def replace() -> None:
            rename()
            self.safe_names[path] = self.files[path]

        self._do("replace", replace, rename)

    def remove(self, path: str) -> None:
        if check_path(path) in self.files:
            self._do("remove", lambda: self.files.pop(path))

    def names(self, folder: str) -> list[str]:
        start = f"{check_path(folder)}/"
        below = (path[len(start) :] for path in self.files if path.startswith(start))
        return sorted({path.partition("/")[0] for path in below})

    def lock(self) -> Lock:
        if self._lock is not None and self._lock.held:
            raise LogLockedError("The simulated disk is locked.")
        self._lock = Held()
        return self._lock

    def end_process(self) -> None:
        """The writer is gone, and its lock; the system still has all that was written."""
        self._dead = False
        self._lock = None

    def lose_power(self, chance: random.Random) -> None:
        """What is on the disk is all there is; each part of the rest may be there or not."""
        self.end_process()
        left = {}
        for path in sorted(self.files.keys() | self.safe_names.keys()):
            names = [self.files.get(path), self.safe_names.get(path)]
            if (file := chance.choice(names)) is not None:
                data = file.after_power_loss(chance)
                left[path] = File(data, data, waits=False)
        self.files = left
        self.safe_names = dict(left)

    def _there(self, path: str) -> File:
        file = self.files.get(check_path(path))
        if file is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return file

    def _sync(self, paths: Sequence[str]) -> None:
        folders = {path.rpartition("/")[0] for path in paths}
        for name in [name for name in self.safe_names if name not in self.files]:
            # A name goes with its own folder, or with a folder below one that is synced.
            folder = name.rpartition("/")[0]
            gone = not any(path.startswith(f"{folder}/") for path in self.files)
            if folder in folders or (gone and folder.rpartition("/")[0] in folders):
                del self.safe_names[name]
        for path in paths:
            if path in self.files:
                self.files[path].sync()
                self.safe_names[path] = self.files[path]

    def _do(
        self,
        name: str,
        whole: Callable[[], object],
        half: Callable[[], object] = lambda: None,
        nothing: Callable[[], object] = lambda: None,
    ) -> None:
        if self._dead:
            raise DiedError
        fault = self.faults.get(len(self.operations))
        self.operations.append(name)
        if fault is None:
            whole()
            return
        done = {"refuse": nothing, "half": half, "late": whole}
        done |= {"die before": lambda: None, "die within": half, "die after": whole}
        done[fault]()
        if fault in DEATHS:
            self._dead = True
            raise DiedError
        raise OSError(self.error, os.strerror(self.error), name)
