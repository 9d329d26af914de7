"""The walk of an audit through the tree: what every file must hold, and what it holds.

    walk = Walk(storage, size, root)
    walk.run()
    walk.holds, walk.faults

A *candidate* of a tile is bytes that it may have had: those of its file, and those that
the roots of the tiles below it make, or the entries. Only a candidate that gives the
known root of the tile is right; SHA-256 leaves no second one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING, Final, NamedTuple

from beholden.ledger._tile_files import (
    bytes_each,
    entries_of,
    partial_widths,
    read_entries,
    read_file,
)
from beholden.ledger.core.bundles import bundle_of_commitments
from beholden.ledger.core.growing import Edge
from beholden.ledger.core.hashing import HASH_BYTES, leaf_hashes_of_commitments, parents
from beholden.ledger.core.tiles import TILE_HEIGHT, TILE_WIDTH, BundleTile, Tile
from beholden.ledger.journal import Base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from beholden.ledger.storage import Storage

    LeavesFrom: TypeAlias = Callable[[int], Iterator[tuple[int, bytes]]]

_CHOICES_AT_MOST: Final = 4_096
"""Where several files below a lost tile were altered, so many ways to choose are tried."""
_PROGRESS_BUNDLES: Final = 256


class Fault(NamedTuple):
    """A file that is not as it must be: ``lost``, ``cut short`` or ``altered``."""

    path: str
    kind: str
    repaired: bool = False


class Walk:
    """One walk; the arguments are those of ``audit.audit`` and ``audit.repair``."""

    def __init__(
        self,
        storage: Storage,
        size: int,
        root: bytes,
        *,
        progress: Callable[[int], None] | None = None,
        leaves_from: LeavesFrom | None = None,
        mend: bool = False,
    ) -> None:
        """Reads nothing yet; ``mend`` lets it write what leads to the root."""
        self.holds = True
        self.faults: list[Fault] = []
        self.written: list[str] = []
        self.base: Base | None = None
        """The right edge, if all of it leads to the root."""
        self._storage = storage
        self._size = size
        self._root = root
        self._progress = progress or (lambda _: None)
        self._source = _Source(leaves_from) if leaves_from is not None else None
        self._mend = mend
        self._roots_known: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def run(self) -> None:
        """Goes through the whole tree, from the left."""
        tiles = _edge_tiles(self._size)
        rows, sure = self._edge(tiles)
        entries: bytes | None = b""
        for tile, row in reversed(list(zip(tiles, rows, strict=True))):
            self._judge(tile, row, row, sure=sure)
            entries = self._descend(tile, row, sure=sure)
        if sure and entries is not None:
            self.base = Base(_edge_of(self._size, tiles, rows), entries)
        self._progress(self._size)

    def _edge(self, tiles: list[Tile]) -> tuple[list[bytes | None], bool]:
        """The right hashes of the partial tiles, and whether they are surely right."""
        own = [read_file(self._storage, tile) for tile in tiles]
        choices: list[tuple[bytes, ...]] = [() if row is None else (row,) for row in own]
        if (rows := self._fitting(tiles, choices)) is not None:
            return rows, True
        choices = [_distinct(self._candidates(tile)) for tile in tiles]
        if (rows := self._fitting(tiles, choices)) is not None:
            return rows, True
        self.holds = False
        return [rows[-1] if rows else None for rows in choices], False

    def _fitting(
        self, tiles: list[Tile], choices: list[tuple[bytes, ...]]
    ) -> list[bytes | None] | None:
        for rows in _picks(choices):
            if _edge_of(self._size, tiles, rows).root() == self._root:
                return [*rows]
        return None

    def _descend(self, tile: Tile, hashes: bytes | None, *, sure: bool) -> bytes | None:
        """Judges all that lies below a tile with these hashes.

        Returns:
            The entries below a tile of level 0, if they are right; else nothing of use.
        """
        if tile.level == 0:
            return self._bundle(BundleTile(tile.number, tile.width), hashes, sure=sure)
        for place in range(tile.width):
            child = Tile(tile.level - 1, tile.number * TILE_WIDTH + place)
            root = None
            if hashes is not None:
                root = hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES]
            data, certain = self._settle(child, root, sure=sure)
            self._judge(child, data, data, sure=certain)
            self._descend(child, data, sure=certain)
        return b""

    def _settle(self, tile: Tile, root: bytes | None, *, sure: bool) -> tuple[bytes | None, bool]:
        """The hashes of a full tile, and whether they are surely right; None if none can be."""
        last = None
        for last in self._candidates(tile):
            if root is not None and _root_of(last) == root:
                return last, sure
        self.holds = False
        return (None if root is not None and sure else last), False

    def _bundle(self, bundle: BundleTile, hashes: bytes | None, *, sure: bool) -> bytes | None:
        """Judges a bundle; its entries if they are right."""
        if bundle.number % _PROGRESS_BUNDLES == 0:
            self._progress(bundle.number * TILE_WIDTH)
        block = read_entries(self._storage, bundle)
        if hashes is not None and not _gives(block, hashes) and self._source is not None:
            block = self._source.block(bundle)
        right = block if hashes is not None and _gives(block, hashes) else None
        framed = None if right is None else bundle_of_commitments(right)
        if not self._judge(bundle, framed, hashes, sure=sure):
            self.holds = False
        return right

    def _candidates(self, tile: Tile) -> Iterator[bytes]:
        """The hashes that a tile may have: its own first, what the entries give last."""
        own = read_file(self._storage, tile)
        if own is not None:
            yield own
        if tile.level:
            first = tile.number * TILE_WIDTH
            choices = [self._roots(tile.level - 1, first + at) for at in range(tile.width)]
            yield from map(b"".join, _picks(choices))
            return
        bundle = BundleTile(tile.number, tile.width)
        block = read_entries(self._storage, bundle)
        if self._source is not None and (block is None or own is None or not _gives(block, own)):
            kept = self._source.block(bundle)
            if kept is not None:
                yield leaf_hashes_of_commitments(kept)
        if block is not None:
            yield leaf_hashes_of_commitments(block)

    def _roots(self, level: int, number: int) -> tuple[bytes, ...]:
        """What the root of a full tile may be."""
        known = self._roots_known.get((level, number))
        if known is None:
            known = _distinct(map(_root_of, self._candidates(Tile(level, number))))
            self._roots_known[level, number] = known
        return known

    def _judge(
        self, tile: Tile | BundleTile, right: bytes | None, hashes: bytes | None, *, sure: bool
    ) -> bool:
        """Compares a tile's file and its narrower versions with the bytes that are right.

        ``hashes`` are those of the tile, or of the bundle's entries. Returns whether the
        file itself is right now.
        """
        for width in partial_widths(self._storage, tile):
            if width < tile.width and hashes is not None:
                self._compare(replace(tile, width=width), right, hashes, sure=sure)
        return self._compare(tile, right, hashes, sure=sure)

    def _compare(
        self, tile: Tile | BundleTile, right: bytes | None, hashes: bytes | None, *, sure: bool
    ) -> bool:
        unit = bytes_each(tile)
        right = None if right is None else right[: tile.width * unit]
        found = self._storage.read(tile.path)
        if found is not None and (
            found == right if right is not None else _fits(tile, found, hashes)
        ):
            return True
        if found is None and right is not None and self._wider(tile) == right:
            # The log has grown since, and keeps a wider version.
            return True
        kind = "lost" if found is None else "altered"
        if found is not None and len(found) < tile.width * unit:
            kind = "cut short"
        mended = self._mend and sure and right is not None
        if mended and right is not None:
            self._storage.write(tile.path, right)
            self.written.append(tile.path)
        self.faults.append(Fault(tile.path, kind, mended))
        return mended

    def _wider(self, tile: Tile | BundleTile) -> bytes | None:
        if isinstance(tile, Tile):
            return read_file(self._storage, tile)
        block = read_entries(self._storage, tile)
        return None if block is None else bundle_of_commitments(block)


class _Source:
    """Entries that the caller still has, asked for in order wherever that is possible."""

    def __init__(self, leaves_from: LeavesFrom) -> None:
        self._leaves_from = leaves_from
        self._rest: Iterator[tuple[int, bytes]] = iter(())
        self._next = -1
        self._last: tuple[BundleTile, bytes | None] | None = None

    def block(self, bundle: BundleTile) -> bytes | None:
        """The entries of a bundle; None unless all are there."""
        if self._last is None or self._last[0] != bundle:
            self._last = (bundle, self._block(bundle.number * TILE_WIDTH, bundle.width))
        return self._last[1]

    def _block(self, first: int, count: int) -> bytes | None:
        if first != self._next:
            self._rest = self._leaves_from(first)
        found = list(islice(self._rest, count))
        self._next = first + count
        wanted = range(first, self._next)
        if [index for index, _ in found] != list(wanted):
            self._next = -1
            return None
        block = b"".join(entry for _, entry in found)
        return block if all(len(entry) == HASH_BYTES for _, entry in found) else None


def _picks(choices: list[tuple[bytes, ...]]) -> Iterator[tuple[bytes, ...]]:
    """Ways to choose one of each: all firsts to begin with, all lasts at the end."""
    yield from islice(product(*choices), _CHOICES_AT_MOST)
    if all(choices):
        yield tuple(choice[-1] for choice in choices)


def _edge_tiles(size: int) -> list[Tile]:
    """The partial tiles of a tree, lowest level first."""
    tiles = []
    level, rest = 0, size
    while rest:
        number, width = divmod(rest, TILE_WIDTH)
        if width:
            tiles.append(Tile(level, number, width))
        level, rest = level + 1, number
    return tiles


def _edge_of(size: int, tiles: list[Tile], rows: Sequence[bytes | None]) -> Edge:
    """The edge with these rows, all of which are there."""
    by_level = {tile.level: row or b"" for tile, row in zip(tiles, rows, strict=True)}
    height = max(by_level, default=-1) + 1
    return Edge(size, tuple(by_level.get(level, b"") for level in range(height)))


def _root_of(hashes: bytes) -> bytes:
    """The root of a full tile."""
    for _ in range(TILE_HEIGHT):
        hashes = parents(hashes)
    return hashes


def _fits(tile: Tile | BundleTile, found: bytes, hashes: bytes | None) -> bool:
    """Whether a bundle has these hashes, where its right bytes are not to be had."""
    if isinstance(tile, Tile) or hashes is None:
        return False
    return _gives(entries_of(found, tile), hashes[: tile.width * HASH_BYTES])


def _distinct(candidates: Iterable[bytes]) -> tuple[bytes, ...]:
    """Each once, where it comes last: the last of all keeps its place."""
    return tuple(reversed(dict.fromkeys(reversed(list(candidates)))))


def _gives(block: bytes | None, hashes: bytes) -> bool:
    return block is not None and leaf_hashes_of_commitments(block) == hashes
