"""The log on the disk, and its one writer.

Layout, below the log's folder (the sequencer and the publisher keep files of their own there)::

    lock             who writes; held while a log is open
    journal          what makes an append durable (see ``journal``)
    tile/...         tiles and entry bundles, as ``core.tiles`` names them

An append

1. writes its entries into the journal and waits for the disk: now they are in the log;
2. writes the tiles and bundles that they change, each whole under its name at once, without
   waiting for the disk. Where that fails they follow at the next append (``problem``).

When the journal is long, an append first makes all files durable that were written since it
was begun, and begins it anew. ``open`` makes them from the journal again.

Laws:

* An append that raises appended nothing. Of one that returned every entry is in every later
  tree, whatever happens to the process or to the power. Only after ``LogStoppedError`` it is
  open whether anything was appended: open the log again and look at its size.
* Memory holds the right edge, whatever the size of the log.
* A partial tile is cleared away a few appends after the full one is there.

    with Log.open(Path("ledger"), create=True) as log:
        indexes = log.append(commitments)        # n * 32 bytes
        log.size, log.root
"""

from __future__ import annotations

import os
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from beholden.ledger._growing_files import (
    Found,
    Recovery,
    clear,
    files_since,
    grow_bundles,
    restore,
    restore_files,
    superseded,
)
from beholden.ledger._tile_files import disk_error, disk_errors, storage_at
from beholden.ledger.core.growing import grow
from beholden.ledger.core.hashing import leaf_hashes_of_commitments
from beholden.ledger.errors import (
    LedgerError,
    LogDiskError,
    LogMissingError,
    LogStoppedError,
)
from beholden.ledger.journal import JOURNAL_FILE, Base, Journal
from beholden.ledger.reader import LogReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from beholden.ledger.core.tree import Frontier
    from beholden.ledger.storage import Lock, Storage

__all__ = ["Log", "Recovery"]

JOURNAL_BYTES: Final = 8 << 20
"""From this length on the journal is begun anew: about 260,000 entries."""
_APPENDS_KEPT = 4
"""For so many appends the partial version of a tile stays beside the full one."""
_CLOSED = "is closed"
_IN_DOUBT = "was interrupted while it wrote to its journal"


class Log:
    """A log that is open for writing. Not to be shared between threads."""

    def __init__(self, storage: Storage, lock: Lock, found: Found, journal_bytes: int) -> None:
        """For ``open`` only."""
        self.recovered = found.recovery
        self.problem: LogDiskError | None = None
        """Why the files of the last append are not all written; ``finish`` tries again."""
        self._storage = storage
        self._lock = lock
        self._journal = found.journal
        self._journal_bytes = journal_bytes
        self._stopped = ""
        self._process = os.getpid()
        self._edge, self._entries = found.base
        self._root = self._edge.root()
        self._reader: LogReader | None = None
        self._due: deque[tuple[str, bytes | None]] = deque()
        self._superseded: deque[list[str]] = deque()
        self._written_in_vain = False

    @classmethod
    def open(
        cls, place: Storage | Path, *, create: bool = False, journal_bytes: int = JOURNAL_BYTES
    ) -> Self:
        """Opens a log for writing, and puts right what a crash left.

        Args:
            place: the log's folder, or another storage of its files.
            create: make an empty log where there is none.
            journal_bytes: from which length on the journal is begun anew.

        Raises:
            LogMissingError: there is none, and ``create`` was not given.
            LogLockedError: somebody has it open for writing.
            LogDamagedError: the journal cannot be relied on.
            LogDiskError: the disk cannot be read or written.
        """
        storage = storage_at(place)
        with disk_errors(storage, "It was not opened."):
            if not create and storage.read(JOURNAL_FILE) is None and not storage.names("tile"):
                raise LogMissingError(
                    f"There is no log in {storage.shown}. Make one: beholden ledger init."
                )
            lock = storage.lock()
            try:
                return cls(storage, lock, restore(storage), journal_bytes)
            except BaseException:
                lock.release()
                raise

    @property
    def size(self) -> int:
        """Entries."""
        return self._edge.size

    @property
    def root(self) -> bytes:
        """The root of the tree of all entries."""
        return self._root

    @property
    def frontier(self) -> Frontier:
        """The full subtrees of the tree."""
        return self._edge.frontier()

    def append(self, entries: bytes) -> range:
        """Appends entries; durable when it returns.

        Args:
            entries: commitments of 32 bytes, one after another; better many than few.

        Returns:
            Their indexes.

        Raises:
            LogFullError, LogDiskError: nothing was appended; try again.
            LogStoppedError: the log has to be opened again; see the module.
            HashSizeError: the entries are not 32 bytes each; nothing was appended.
            TreeSizeError: no log can be so long; nothing was appended.
        """
        old = self.size
        edge, tiles = grow(self._edge, leaf_hashes_of_commitments(entries))
        if edge.size == old:
            return range(old, old)
        self.finish()
        with disk_errors(self._storage):
            if self._journal.end >= self._journal_bytes:
                self._begin_journal()
            with self._in_doubt():
                self._journal.append(old, entries)
                self._superseded.append(superseded(self._edge, edge))
                self._due.extend((tile.path, data) for tile, data in tiles)
                bundles, self._entries = grow_bundles(old, self._entries, entries)
                self._due.extend((bundle.path, data) for bundle, data in bundles)
                self._edge, self._root = edge, edge.root()
        while len(self._superseded) > _APPENDS_KEPT:
            self._due.extend((folder, None) for folder in self._superseded.popleft())
        with suppress(LogDiskError):
            self.finish()
        return range(old, self.size)

    def finish(self) -> None:
        """Writes the tiles that a full or failing disk had kept back; mostly there are none.

        A checkpoint of ``root`` should not be published before this returned.

        Raises:
            LogFullError, LogDiskError: some are still not written.
            LogStoppedError: the log has to be opened again.
        """
        self._check_open()
        try:
            while self._due:
                path, data = self._due[0]
                if data is None:
                    clear(self._storage, path)
                else:
                    self._storage.write(path, data)
                self._due.popleft()
        except OSError as error:
            self.problem = disk_error(
                self._storage,
                error,
                "Entries are safe in the journal, but not all of its tiles "
                "are written; nothing more is appended before they are.",
            )
            raise self.problem from error
        self.problem = None

    def reader(self) -> LogReader:
        """Entries and proofs of the tree of all entries."""
        if self._reader is None or self._reader.size != self.size:
            self._reader = LogReader(self._storage, self.size, self.root)
        return self._reader

    def entry(self, index: int) -> bytes:
        """The entry of this index.

        Raises:
            LeafIndexError: there is none.
            LogDamagedError, LogDiskError: it cannot be read.
        """
        return self.reader().entry(index)

    def close(self) -> None:
        """Lets another writer in. What cannot be tidied up is left to the next ``open``."""
        if self._stopped == _CLOSED:
            return
        with suppress(LedgerError, OSError):
            self.finish()
            if self._journal.records:
                self._begin_journal()
        self._stopped = _CLOSED
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin_journal(self) -> None:
        """Makes all files durable, then begins the journal anew."""
        while self._superseded:
            for folder in self._superseded[0]:
                clear(self._storage, folder)
            self._superseded.popleft()
        if self._written_in_vain:
            restore_files(self._storage, self._journal.read())
        try:
            self._storage.sync(files_since(self._storage, self._journal.base.edge.size, self.size))
        except OSError:
            # Waiting again would say that all is well: the system has dropped what it could
            # not write. Only written once more can the files be waited for.
            self._written_in_vain = True
            raise
        self._written_in_vain = False
        with self._in_doubt():
            try:
                self._journal = Journal.begin(self._storage, Base(self._edge, self._entries))
            except OSError as error:
                if not self._journal.in_place():
                    raise self._stop() from error
                raise

    @contextmanager
    def _in_doubt(self) -> Iterator[None]:
        """Stops the log if the block ends in any other way than by itself or an OSError."""
        self._stopped = _IN_DOUBT
        try:
            yield
        except OSError:
            self._stopped = ""
            raise
        self._stopped = ""

    def _check_open(self) -> None:
        if self._process != os.getpid():
            raise LogStoppedError(
                f"The log in {self._storage.shown} was opened by another process, of which this "
                "one is a copy. Write there."
            )
        if self._stopped:
            raise self._stop()

    def _stop(self) -> LogStoppedError:
        return LogStoppedError(f"The log in {self._storage.shown} {self._stopped}. Open it again.")
