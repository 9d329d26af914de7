"""Entries and proofs of one tree of the log, read from its files alone.

A reader needs no lock: it may work while the log grows, in another process, or on a copy
of the files. It is given the size and the root of its tree, as a checkpoint states them.

Laws:

* Whatever it hands out was verified against that root: the entry with its path, the path
  with its leaf, the older root with the proof that this tree continues it.
* What is missing, cut short or altered is ``LogDamagedError``, never another answer.

    reader = LogReader(Path("ledger"), checkpoint.size, checkpoint.root)
    reader.entry(4), reader.inclusion(4), reader.consistency(3), reader.at(3).root
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from beholden.ledger._tile_files import disk_errors, entries_of, read_entries, read_file, storage_at
from beholden.ledger.core.hashing import EMPTY_ROOT, HASH_BYTES, leaf_hashes_of_commitments
from beholden.ledger.core.proofs import (
    consistency_path,
    root_from,
    verify_consistency,
    verify_inclusion,
)
from beholden.ledger.core.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    BundleTile,
    Tile,
    TileHashes,
    bundle_of,
)
from beholden.ledger.core.tree import check_size, tree_head
from beholden.ledger.errors import (
    LeafIndexError,
    LogDamagedError,
    ShrunkTreeError,
    SplitViewError,
    TileDamagedError,
    TileLengthError,
    TileMissingError,
    VerificationError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from beholden.ledger.storage import Storage

__all__ = ["LogReader"]

_CACHED_BUNDLES = 16


class LogReader:
    """The tree of ``size`` entries with this root. Threads may share it."""

    def __init__(self, place: Storage | Path, size: int, root: bytes) -> None:
        """Reads nothing yet.

        Args:
            place: the log's folder, or another storage of its files.
            size: entries of the tree.
            root: its root, from a checkpoint that the caller trusts.

        Raises:
            TreeSizeError: no tree has this size.
            SplitViewError: no empty tree has this root.
        """
        check_size("the size of the tree", size)
        if not size and root != EMPTY_ROOT:
            raise SplitViewError("the empty tree has another root")
        self.size = size
        self.root = root
        self._storage = storage_at(place)
        self._hashes = TileHashes(partial(read_file, self._storage), size, root=root)
        self._verified_bundle = lru_cache(_CACHED_BUNDLES)(self._bundle)

    def entry(self, index: int) -> bytes:
        """The entry of this index: a commitment.

        Raises:
            LeafIndexError: the tree has no such entry.
            LogDamagedError, LogDiskError: it cannot be read.
        """
        return next(self.entries(index, index + 1))

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        """The entries from ``first`` up to, and without, ``last``, one after another.

        Raises:
            LeafIndexError: the tree does not have all of them.
            LogDamagedError, LogDiskError: one cannot be read; those before it were handed out.
        """
        if not 0 <= first <= last <= self.size:
            raise LeafIndexError(
                f"a tree of {self.size:,} entries does not have all from {first:,} to {last - 1:,}"
            )
        for number in range(first // TILE_WIDTH, -(-last // TILE_WIDTH)):
            block = self._verified_bundle(number)
            begin = number * TILE_WIDTH
            for at in range(max(first - begin, 0), min(last - begin, TILE_WIDTH)):
                yield block[at * HASH_BYTES : (at + 1) * HASH_BYTES]

    def inclusion(self, index: int) -> list[bytes]:
        """The path from an entry's leaf to the root.

        Raises:
            LeafIndexError: the tree has no such entry.
            LogDamagedError, LogDiskError: a tile cannot be read.
        """
        with self._damage():
            return self._hashes.inclusion(index)

    def consistency(self, old_size: int) -> list[bytes]:
        """The path that shows this tree to continue that of the first ``old_size`` entries.

        Raises:
            EmptyOldTreeError, ShrunkTreeError: there is nothing to show.
            LogDamagedError, LogDiskError: a tile cannot be read.
        """
        with self._damage():
            return self._hashes.consistency(old_size)

    def at(self, size: int) -> LogReader:
        """The tree of the first ``size`` entries, which this one is shown to continue.

        Raises:
            ShrunkTreeError: this tree has fewer.
            LogDamagedError, LogDiskError: a tile cannot be read.
        """
        check_size("the older size", size)
        if size > self.size:
            raise ShrunkTreeError(f"this tree has {self.size:,} entries, not {size:,}")
        if size in {0, self.size}:
            return LogReader(self._storage, size, self.root if size else EMPTY_ROOT)
        with self._damage():
            root = root_from(size, self._hashes.subtree)
            verify_consistency(
                old_size=size,
                new_size=self.size,
                old_root=root,
                new_root=self.root,
                path=consistency_path(size, self.size, self._hashes.subtree),
            )
        return LogReader(self._storage, size, root)

    def check_full(self, tile: Tile | BundleTile, data: bytes) -> None:
        """Returns if these are the bytes of a full tile or bundle of the tree.

        Args:
            tile: full, and all of it covered by the tree.
            data: as it is on the disk.

        Raises:
            LogDamagedError, LogDiskError: they are not, or that cannot be shown.
        """
        level = 0 if isinstance(tile, BundleTile) else tile.level
        below = TILE_HEIGHT * (level + 1)
        with self._damage():
            if isinstance(tile, BundleTile):
                hashes = leaf_hashes_of_commitments(entries_of(data, tile) or b"")
            else:
                hashes = data
            path = self._hashes.inclusion(tile.number << below)
            try:
                verify_inclusion(
                    index=tile.number,
                    size=-(-self.size >> below),
                    leaf=tree_head(hashes),
                    path=path[below:],
                    root=self.root,
                )
            except VerificationError as error:
                raise TileDamagedError(f"{tile.path} was altered") from error

    def _bundle(self, number: int) -> bytes:
        """The entries of a bundle, shown to be in the tree."""
        bundle = bundle_of(number, self.size)
        with self._damage():
            path = self._hashes.inclusion(number * TILE_WIDTH)
            block = read_entries(self._storage, bundle)
            if block is None:
                raise TileMissingError(f"{bundle.path} is missing, cut short, or no bundle")
            # Bundles are the leaves of a tree of their own, of which only the last may be
            # partial; the path of a bundle's first entry goes on as that of the bundle.
            try:
                verify_inclusion(
                    index=number,
                    size=-(-self.size // TILE_WIDTH),
                    leaf=tree_head(leaf_hashes_of_commitments(block)),
                    path=path[(bundle.width - 1).bit_length() :],
                    root=self.root,
                )
            except VerificationError as error:
                raise TileDamagedError(f"{bundle.path} was altered") from error
        return block

    @contextmanager
    def _damage(self) -> Iterator[None]:
        with disk_errors(self._storage, "It cannot be read."):
            try:
                yield
            except (
                TileMissingError,
                TileLengthError,
                TileDamagedError,
                VerificationError,
            ) as error:
                raise LogDamagedError(
                    f"The log in {self._storage.shown} does not give its tree of {self.size:,} "
                    f"entries: {error}. Run: beholden ledger verify."
                ) from error
