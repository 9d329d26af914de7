"""Tiles and bundles of a log that need not be honest: nothing is used that the root does not cover.

A signed checkpoint covers its whole tree, so every byte can be checked on arrival, from
the root downwards:

    root        the partial tiles of the right edge give it, all of them together
    full tile   its 256 hashes give the one in the tile above, which was checked before
    bundle      its entries give the hash in a tile of level 1; the last bundle, if it is
                not full, gives the partial tile of level 0

What fails is damage: the log (or what stands between) gave bytes that do not belong to
the checkpoint it signed. What holds is the log's word, and if it differs from what is
held here from before, the log has forked: see ``CheckedTree.continues``.

    tree = CheckedTree(read, size=70_000, root=signed_root)
    tree.continues(1000, own_root)         # raises ConsistencyError: a fork
    tree.check_bundles(0, leaf_hashes)     # raises TileDamagedError
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from beholden.ledger.core.growing import read_edge
from beholden.ledger.core.hashing import HASH_BYTES, parents
from beholden.ledger.core.proofs import consistency_path, root_from, verify_consistency
from beholden.ledger.core.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    bundle_of,
    expand_tile,
    read_tile,
    tile_of,
)
from beholden.ledger.errors import TileDamagedError

if TYPE_CHECKING:
    from beholden.ledger.core.tiles import ReadTile

__all__ = ["CheckedTree"]

_TILE_BYTES: Final = TILE_WIDTH * HASH_BYTES
# Level by level, the ways to the leaf at hand and to the one before it.
_TILES_KEPT: Final = 64


class CheckedTree:
    """The tree of one signed checkpoint, read from tiles that somebody else serves.

    Args:
        read: the bytes under a tile's path, None where there are none.
        size: of the checkpoint, at least 1.
        root: of the checkpoint.

    Raises:
        TileMissingError: a tile of the right edge is not there.
        TileLengthError: one is cut short, or too long.
        TileDamagedError: they do not give the root.
    """

    def __init__(self, read: ReadTile, size: int, root: bytes) -> None:
        self.size = size
        self.root = root
        self._read = read
        self._edge = read_edge(size, read)
        if self._edge.root() != root:
            raise TileDamagedError(
                f"the tiles of the right edge do not give the signed root of {size:,} entries"
            )
        self._rows = lru_cache(_TILES_KEPT)(self._checked)

    def subtree(self, level: int, number: int) -> bytes:
        """MTH(D[number * 2**level : (number + 1) * 2**level]), as the signed root covers it.

        Raises:
            TileMissingError, TileLengthError: a tile cannot be read.
            TileDamagedError: a tile is not the one that the root covers.
        """
        tile_level, row = divmod(level, TILE_HEIGHT)
        tile_number, place = divmod(number, TILE_WIDTH >> row)
        hashes = self._rows(tile_level, tile_number)[row]
        return hashes[HASH_BYTES * place : HASH_BYTES * (place + 1)]

    def root_of(self, size: int) -> bytes:
        """The root that the log's first ``size`` leaves have in this tree.

        Raises:
            TileMissingError, TileLengthError, TileDamagedError: see ``subtree``.
        """
        return root_from(size, self.subtree)

    def continues(self, old_size: int, old_root: bytes) -> tuple[bytes, ...]:
        """Proves that this tree begins with one that is known; gives the path that proves it.

        Raises:
            ConsistencyError: it begins otherwise. Since every tile was checked, that is no
                damage: the log shows two histories.
            TileMissingError, TileLengthError, TileDamagedError: see ``subtree``.
        """
        path = self.path_from(old_size)
        verify_consistency(
            old_size=old_size,
            new_size=self.size,
            old_root=old_root,
            new_root=self.root,
            path=path,
        )
        return path

    def path_from(self, old_size: int) -> tuple[bytes, ...]:
        """The path from the first ``old_size`` leaves, at least 1, to this tree.

        Raises:
            TileMissingError, TileLengthError, TileDamagedError: see ``subtree``.
        """
        return tuple(consistency_path(old_size, self.size, self.subtree))

    def check_bundles(self, first: int, leaf_hashes: bytes) -> None:
        """Checks the entries of bundles that follow one another, by their leaf hashes.

        Args:
            first: number of the first bundle.
            leaf_hashes: of all entries of these bundles; only the tree's last may be partial.

        Raises:
            TileDamagedError: entries are not those that the root covers; names the bundle.
            TileMissingError, TileLengthError: see ``subtree``.
        """
        whole = len(leaf_hashes) // _TILE_BYTES * _TILE_BYTES
        roots = leaf_hashes[:whole]
        for _ in range(TILE_HEIGHT):
            roots = parents(roots)
        for place in range(0, len(roots), HASH_BYTES):
            number = first + place // HASH_BYTES
            if roots[place : place + HASH_BYTES] != self.subtree(TILE_HEIGHT, number):
                raise self._other_entries(number)
        if rest := leaf_hashes[whole:]:
            number = first + whole // _TILE_BYTES
            if rest != self._rows(0, number)[0]:
                raise self._other_entries(number)

    def _other_entries(self, number: int) -> TileDamagedError:
        return TileDamagedError(
            f"{bundle_of(number, self.size).path}: its entries are not those that the signed "
            "root covers"
        )

    def _checked(self, level: int, number: int) -> tuple[bytes, ...]:
        tile = tile_of(level, number, self.size)
        if tile.width < TILE_WIDTH:
            return expand_tile(self._edge.rows[level])
        rows = expand_tile(read_tile(tile, self._read))
        if rows[TILE_HEIGHT] != self._above(tile):
            raise TileDamagedError(f"{tile.path}: not the tile that the signed root covers")
        return rows

    def _above(self, tile: Tile) -> bytes:
        return self.subtree(TILE_HEIGHT * (tile.level + 1), tile.number)
