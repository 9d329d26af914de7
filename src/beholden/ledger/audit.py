"""Checking every file of a log against a root, and making again what does not lead to it.

From the root downward: the partial tiles of the right edge give the root; each of their
hashes is then known to be right, and is the root of the tile below it; so on down to the
leaves, which the bundles must give. So every entry is hashed anew, and every file is
judged by itself, however many others are damaged. A tile that does not give its root is
worked out from what lies below it, and taken only if it gives that root.

Where nothing gives the root that was asked for, ``holds`` is false, and the files are
compared with what the bundles give instead.

    report = audit(storage, checkpoint.size, checkpoint.root)
    report.sound, [(fault.path, fault.kind) for fault in report.faults]
    repair(storage, checkpoint.size, checkpoint.root, leaves_from=statements.leaves_from)

``repair`` writes nothing but bytes that lead to the root. Entries are not to be had from
hashes: a lost bundle needs ``leaves_from``, and is otherwise left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beholden.ledger._tile_files import disk_errors, storage_at
from beholden.ledger._walk import Fault, Walk
from beholden.ledger.core.hashing import EMPTY_ROOT, HASH_BYTES
from beholden.ledger.core.tiles import bundles_for, tiles_for
from beholden.ledger.core.tree import check_size
from beholden.ledger.errors import LogDamagedError, SplitViewError
from beholden.ledger.journal import JOURNAL_FILE, Base, Journal, parse_journal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from beholden.ledger.storage import Storage

__all__ = ["AuditReport", "Fault", "audit", "repair"]


class AuditReport(NamedTuple):
    """What an audit, or a repair, found; ``faults`` are in the order of the tree."""

    size: int
    root: bytes
    holds: bool
    """Whether all entries are there and give the root: at the end, if anything was repaired."""
    faults: tuple[Fault, ...]
    journal_begun: bool = False
    """Whether a repair put a new journal in place of one that was lost, damaged or too short."""

    @property
    def sound(self) -> bool:
        """Whether every file is as it must be now."""
        return self.holds and all(fault.repaired for fault in self.faults)


def audit(
    place: Storage | Path,
    size: int,
    root: bytes,
    progress: Callable[[int], None] | None = None,
) -> AuditReport:
    """Hashes all entries anew and compares every tile; changes nothing.

    Args:
        place: the log's folder, or another storage of its files. It may grow meanwhile.
        size: entries of the tree.
        root: its root, from a checkpoint that the caller trusts.
        progress: told now and then how many entries are done.

    Raises:
        TreeSizeError: no tree has this size.
        LogDiskError: a file is there but cannot be read.
    """
    storage = storage_at(place)
    _check_tree(size, root)
    walk = Walk(storage, size, root, progress=progress)
    with disk_errors(storage, "The audit did not come to its end."):
        walk.run()
    return AuditReport(size, root, walk.holds, tuple(walk.faults))


def repair(
    place: Storage | Path,
    size: int,
    root: bytes,
    *,
    leaves_from: Callable[[int], Iterator[tuple[int, bytes]]] | None = None,
    progress: Callable[[int], None] | None = None,
) -> AuditReport:
    """As ``audit``, and writes every file again whose right bytes can be had; durable.

    The journal is begun anew, at ``size``, where it is lost or damaged or ends before it:
    from an empty folder and ``leaves_from`` the whole log is made again.

    Args:
        place: as ``audit``. Nobody may write to it meanwhile.
        size: as ``audit``.
        root: as ``audit``.
        leaves_from: gives index and entry of what the caller still has, from an index on
            and in order; there may be gaps.
        progress: as ``audit``.

    Raises:
        LogLockedError: the log is open for writing.
        TreeSizeError, LogDiskError: as ``audit``.
    """
    storage = storage_at(place)
    _check_tree(size, root)
    with disk_errors(storage, "The repair did not come to its end."):
        lock = storage.lock()
        begun = False
        try:
            walk = Walk(storage, size, root, progress=progress, leaves_from=leaves_from, mend=True)
            walk.run()
            storage.sync(walk.written)
            base = walk.base
            if base is not None and _journal_ends_before(storage, size):
                _begin_journal(storage, base)
                begun = True
        finally:
            lock.release()
    return AuditReport(size, root, walk.holds, tuple(walk.faults), begun)


def _journal_ends_before(storage: Storage, size: int) -> bool:
    """Whether there is no journal of a log that has so many entries."""
    data = storage.read(JOURNAL_FILE)
    if data is None:
        return True
    try:
        content = parse_journal(data)
    except LogDamagedError:
        return True
    return content.base.edge.size + sum(map(len, content.records)) // HASH_BYTES < size


def _begin_journal(storage: Storage, base: Base) -> None:
    """What a lost journal covered was perhaps not on the disk yet: now all of it is."""
    size = base.edge.size
    paths = [tile.path for tile in tiles_for(size)]
    storage.sync([*paths, *(bundle.path for bundle in bundles_for(size))])
    Journal.begin(storage, base)


def _check_tree(size: int, root: bytes) -> None:
    check_size("the size of the tree", size)
    if not size and root != EMPTY_ROOT:
        raise SplitViewError("the empty tree has another root")
