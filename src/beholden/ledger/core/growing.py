"""How a tree grows by tiles: the right edge, and what an append adds to it.

The *edge* of a tree of ``s`` leaves is the contents of its partial tiles, one row for
each level of tiles that the tree reaches:

    row l:  the last s // 256**l % 256 hashes of level l, 32 bytes each (perhaps none)

That is at most 8 rows of 255 hashes, and all a writer has to keep to go on for ever: a
block of leaf hashes completes some tiles of level 0, their roots are the new hashes of
level 1, and so on upward. Whole levels are hashed at a time.

    edge = read_edge(size, read)                    # at start, from the partial tiles
    edge, tiles = grow(edge, leaf_hashes)           # for each append
    for tile, data in tiles: ...                    # write data under tile.path
    edge.root(), edge.frontier()                    # the checkpoint's root; the frontier

Invariants: the tiles given are exactly ``new_tiles(old size, new size)``, in that order
(level by level; in each level the full ones, then the partial one); leaf hashes that
are appended in other blocks end in the same edge and the same full tiles.

    >>> edge, tiles = grow(Edge(), bytes(32 * 300))
    >>> [(tile.path, len(data)) for tile, data in tiles]
    [('tile/0/000', 8192), ('tile/0/001.p/44', 1408), ('tile/1/000.p/1', 32)]
    >>> edge.size, [len(row) // 32 for row in edge.rows]
    (300, [44, 1])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beholden.ledger.core.hashing import HASH_BYTES, parents
from beholden.ledger.core.tiles import TILE_HEIGHT, TILE_WIDTH, Tile, read_tile
from beholden.ledger.core.tree import Frontier, check_size
from beholden.ledger.errors import FrontierError, HashSizeError

if TYPE_CHECKING:
    from beholden.ledger.core.tiles import ReadTile

__all__ = ["Edge", "grow", "read_edge"]

_TILE_BYTES: Final = TILE_WIDTH * HASH_BYTES


@dataclass(frozen=True, slots=True)
class Edge:
    """The contents of the partial tiles of a tree of ``size`` leaves, lowest level first."""

    size: int = 0
    rows: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        check_size("the size of a tree", self.size)
        if tuple(map(len, self.rows)) != tuple(HASH_BYTES * width for width in _widths(self.size)):
            raise FrontierError(f"a tree of {self.size:,} leaves has other partial tiles")

    def frontier(self) -> Frontier:
        """The full subtrees of the tree; each row holds those of its eight levels."""
        hashes = [value for row in reversed(self.rows) for value in Frontier.of(row).hashes]
        return Frontier(self.size, tuple(hashes))

    def root(self) -> bytes:
        """The tree head."""
        return self.frontier().root()


def read_edge(size: int, read: ReadTile, newest: int | None = None) -> Edge:
    """The edge of the tree of ``size`` leaves from its tiles; wider tiles do (``read_tile``).

    Whoever has the root compares it: tiles of the right length may still be damaged.

    Raises:
        TreeSizeError: there is no such tree.
        TileMissingError, TileLengthError: a tile cannot be read.
    """
    check_size("the size of the tree", size)
    rows = []
    for level, width in enumerate(_widths(size)):
        number = size >> TILE_HEIGHT * (level + 1)
        rows.append(read_tile(Tile(level, number, width), read, newest) if width else b"")
    return Edge(size, tuple(rows))


def grow(edge: Edge, leaf_hashes: bytes) -> tuple[Edge, list[tuple[Tile, bytes]]]:
    """The edge after a block of leaf hashes, and every tile that has to be written for it.

    Raises:
        HashSizeError: the block is no whole number of hashes.
        TreeSizeError: the tree would be larger than any.
    """
    added, rest = divmod(len(leaf_hashes), HASH_BYTES)
    if rest:
        raise HashSizeError(
            f"leaf hashes have a multiple of {HASH_BYTES} bytes, not {len(leaf_hashes):,}"
        )
    size = edge.size + added
    check_size("the size of the grown tree", size)
    rows: list[bytes] = []
    tiles: list[tuple[Tile, bytes]] = []
    new = leaf_hashes
    for level in range(len(_widths(size))):
        row = (edge.rows[level] if level < len(edge.rows) else b"") + new
        number = edge.size >> TILE_HEIGHT * (level + 1)
        whole = len(row) // _TILE_BYTES * _TILE_BYTES
        for at in range(0, whole, _TILE_BYTES):
            tiles.append((Tile(level, number), row[at : at + _TILE_BYTES]))
            number += 1
        rows.append(row[whole:])
        if new and len(row) > whole:
            tiles.append((Tile(level, number, (len(row) - whole) // HASH_BYTES), row[whole:]))
        new = _roots(row[:whole])
    return Edge(size, tuple(rows)), tiles


def _roots(tiles: bytes) -> bytes:
    """The roots of full tiles."""
    for _ in range(TILE_HEIGHT):
        tiles = parents(tiles)
    return tiles


def _widths(size: int) -> list[int]:
    """Of every level that a tree reaches, how many hashes its partial tile has, or 0."""
    widths = []
    while size:
        widths.append(size % TILE_WIDTH)
        size //= TILE_WIDTH
    return widths
