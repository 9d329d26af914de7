"""The tree cut into tiles that never change: their names, and proofs read from them.

The format is tlog-tiles (c2sp.org/tlog-tiles). Tile ``n`` at level ``l`` is up to 256
hashes of 32 bytes, one after another; hash ``i`` of it is the root of a full subtree,

    MTH(D[(256 * n + i) * 256**l : (256 * n + i + 1) * 256**l])

    tile/<l>/<n>            a full tile: 256 hashes, 8,192 bytes
    tile/<l>/<n>.p/<w>      the first w hashes of it, 1 <= w <= 255
    tile/entries/<n>[.p/<w>]    the entries under tile <n> of level 0 (see ``bundles``)

``<l>`` is 0 to 63 and ``<w>`` 1 to 255, in decimal without leading zeros; ``<n>`` is
written in groups of three digits, all but the last after an ``x``, without a leading
group of zeros: 1234067 is ``x001/x234/067``. A tree of ``s`` leaves has, at level
``l``, as many full tiles as ``s // 256**(l + 1)`` and, if it is not 0, a partial one of
the width ``s // 256**l % 256``; hashes above a partial tile are never stored.

Invariants: a path that is not exactly what ``path`` gives is refused; a tile is used
only if its length is right. Nothing is read here: the caller says how.

    >>> [tile.path for tile in new_tiles(255, 70_000)][-3:]
    ['tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1']
    >>> parse_tile_path("tile/0/x001/x234/067.p/12")
    Tile(level=0, number=1234067, width=12)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from beholden.ledger.core.hashing import HASH_BYTES, parents
from beholden.ledger.core.proofs import (
    consistency_path,
    inclusion_path,
    root_from,
    verify_consistency,
    verify_inclusion,
)
from beholden.ledger.core.tree import MAX_SIZE, check_size
from beholden.ledger.errors import (
    TileDamagedError,
    TileLengthError,
    TileMissingError,
    TileNumberError,
    TilePathError,
    VerificationError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "TILE_HEIGHT",
    "TILE_WIDTH",
    "BundleTile",
    "ReadTile",
    "Tile",
    "TileHashes",
    "bundle_of",
    "bundles_for",
    "check_tile",
    "expand_tile",
    "new_bundles",
    "new_tiles",
    "parse_tile_path",
    "read_tile",
    "tile_of",
    "tiles_for",
]

TILE_HEIGHT: Final = 8
"""Levels of the tree from one level of tiles to the next."""

TILE_WIDTH: Final = 1 << TILE_HEIGHT
"""Hashes, or entries, of a full tile."""

_MAX_LEVEL: Final = 63
_MAX_NUMBER: Final = MAX_SIZE >> TILE_HEIGHT
_GROUP: Final = 1000
_CACHED_TILES: Final = 64
# The longest path that can be right has 49 characters.
_MAX_PATH: Final = 64
_PATH: Final = re.compile(
    r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """The first ``width`` hashes of one tile; a full tile has the width 256."""

    level: int
    number: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        if type(self.level) is not int or not 0 <= self.level <= _MAX_LEVEL:
            raise TileNumberError(f"the level of a tile lies between 0 and {_MAX_LEVEL}")
        _check_place(self.number, self.width)

    @property
    def path(self) -> str:
        """Its path, relative to the log's prefix."""
        return f"tile/{self.level}/{_place(self.number, self.width)}"

    @property
    def full(self) -> Tile:
        """The whole tile that this is the beginning of."""
        return replace(self, width=TILE_WIDTH)


@dataclass(frozen=True, slots=True)
class BundleTile:
    """The first ``width`` entries of one bundle; a full bundle has the width 256."""

    number: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        _check_place(self.number, self.width)

    @property
    def path(self) -> str:
        """Its path, relative to the log's prefix."""
        return f"tile/entries/{_place(self.number, self.width)}"

    @property
    def full(self) -> BundleTile:
        """The whole bundle that this is the beginning of."""
        return replace(self, width=TILE_WIDTH)


ReadTile: TypeAlias = "Callable[[Tile], bytes | None]"
"""Gives the bytes under a tile's path, or None where there are none."""


def parse_tile_path(text: str) -> Tile | BundleTile:
    """The tile or bundle with exactly this path.

    Raises:
        TilePathError: there is none.
    """
    found = _PATH.fullmatch(text) if type(text) is str and len(text) <= _MAX_PATH else None
    if found is None:
        raise TilePathError("this is no path of a tile or an entry bundle")
    level, groups, digits = found.groups()
    number = int(groups.replace("x", "").replace("/", ""))
    width = TILE_WIDTH if digits is None else int(digits)
    try:
        tile = BundleTile(number, width) if level == "entries" else Tile(int(level), number, width)
    except TileNumberError as problem:
        raise TilePathError(f"this is no path of a tile or an entry bundle: {problem}") from None
    if tile.path != text:
        raise TilePathError(f"the path of this tile is written {tile.path}")
    return tile


def tiles_for(size: int) -> Iterator[Tile]:
    """All tiles of a tree of ``size`` leaves, level by level, each in its width at that size."""
    return new_tiles(0, size)


def new_tiles(old_size: int, new_size: int) -> Iterator[Tile]:
    """The tiles of the tree of ``new_size`` that the one of ``old_size`` does not have.

    Raises:
        TreeSizeError: one of the sizes is none.
    """
    check_size("the older size", old_size)
    check_size("the newer size", new_size)
    level = 0
    while old_size != new_size:
        for number in range(old_size // TILE_WIDTH, new_size // TILE_WIDTH):
            yield Tile(level, number)
        if new_size > old_size and new_size % TILE_WIDTH:
            yield Tile(level, new_size // TILE_WIDTH, new_size % TILE_WIDTH)
        level, old_size, new_size = level + 1, old_size // TILE_WIDTH, new_size // TILE_WIDTH


def bundles_for(size: int) -> Iterator[BundleTile]:
    """All bundles of a log of ``size`` entries, each in its width at that size."""
    return new_bundles(0, size)


def new_bundles(old_size: int, new_size: int) -> Iterator[BundleTile]:
    """The bundles of the log of ``new_size`` that the one of ``old_size`` does not have.

    Raises:
        TreeSizeError: one of the sizes is none.
    """
    for tile in new_tiles(old_size, new_size):
        if tile.level:
            break
        yield BundleTile(tile.number, tile.width)


def tile_of(level: int, number: int, size: int) -> Tile:
    """This tile in its width in the tree of ``size`` leaves.

    Raises:
        TreeSizeError, TileNumberError: that tree has no hash in this tile.
    """
    check_size("the size of the tree", size)
    whole = Tile(level, number)
    width = (size >> TILE_HEIGHT * level) - TILE_WIDTH * number
    if width <= 0:
        raise TileNumberError(f"a tree of {size:,} leaves has nothing in {whole.path}")
    return replace(whole, width=min(width, TILE_WIDTH))


def bundle_of(number: int, size: int) -> BundleTile:
    """This bundle in its width in the log of ``size`` entries.

    Raises:
        TreeSizeError, TileNumberError: that log has no entry in this bundle.
    """
    return BundleTile(number, tile_of(0, number, size).width)


def check_tile(tile: Tile, data: bytes) -> None:
    """Refuses bytes that are not as many as the tile has.

    Raises:
        TileLengthError: they are more or fewer.
    """
    if len(data) != HASH_BYTES * tile.width:
        raise TileLengthError(
            f"{tile.path} has {HASH_BYTES * tile.width:,} bytes, but {len(data):,} were found"
        )


def expand_tile(data: bytes) -> tuple[bytes, ...]:
    """The hashes of a tile and those above it: row ``r`` holds the roots of full 2**r hashes.

    There are nine rows; of a partial tile the upper ones may be empty.

    Raises:
        HashSizeError: the bytes are no whole number of hashes.
    """
    rows = [data]
    for _ in range(TILE_HEIGHT):
        rows.append(parents(rows[-1]))
    return tuple(rows)


def read_tile(tile: Tile, read: ReadTile, newest: int | None = None) -> bytes:
    """The hashes of a tile, from a wider one where the tile itself was cleared away.

    ``newest`` is the size that the log is known to have now: in place of the tile its
    successor at that size is looked for, and then the full tile.

    Raises:
        TileMissingError: none of them is there.
        TileLengthError: the one that is there has another length than its name says.
    """
    wider = [tile]
    if newest is not None:
        wider.append(tile_of(tile.level, tile.number, newest))
    for candidate in dict.fromkeys([*wider, tile.full]):
        if candidate.width >= tile.width and (data := read(candidate)) is not None:
            check_tile(candidate, data)
            return data[: HASH_BYTES * tile.width]
    raise TileMissingError(f"{tile.path} is missing")


class TileHashes:
    """The tree of the first ``size`` leaves, read from tiles. Threads may share it.

    A damaged tile of the right length gives a false path. With ``root`` given, every
    path is verified before it is handed out; without it, that is left to the caller.
    """

    def __init__(
        self, read: ReadTile, size: int, *, root: bytes | None = None, newest: int | None = None
    ) -> None:
        """``newest``: see ``read_tile``."""
        check_size("the size of the tree", size)
        self.size = size
        self._root = root
        # By numbers, not by tiles: to make a tile costs as much as all else in a warm proof.
        self._rows = lru_cache(_CACHED_TILES)(
            lambda level, number: expand_tile(read_tile(tile_of(level, number, size), read, newest))
        )

    def subtree(self, level: int, number: int) -> bytes:
        """MTH(D[number * 2**level : (number + 1) * 2**level]), a full subtree.

        Raises:
            TileNumberError: the tree has no such full subtree.
            TileMissingError, TileLengthError: the tile cannot be read.
        """
        if level < 0 or number < 0 or number >= self.size >> level:
            raise TileNumberError(f"a tree of {self.size:,} leaves has no such full subtree")
        tile_level, row = divmod(level, TILE_HEIGHT)
        tile_number, place = divmod(number, TILE_WIDTH >> row)
        hashes = self._rows(tile_level, tile_number)[row]
        return hashes[HASH_BYTES * place : HASH_BYTES * (place + 1)]

    def leaf(self, index: int) -> bytes:
        """The leaf hash of one entry."""
        return self.subtree(0, index)

    def root(self) -> bytes:
        """The root, worked out from the tiles of the right edge."""
        return root_from(self.size, self.subtree)

    def inclusion(self, index: int) -> list[bytes]:
        """The path of leaf ``index``.

        Raises:
            LeafIndexError: there is no such leaf.
            TileMissingError, TileLengthError: a tile cannot be read.
            TileDamagedError: the path does not lead to the given root.
        """
        path = inclusion_path(index, self.size, self.subtree)
        if self._root is not None:
            leaf = self.leaf(index)
            try:
                verify_inclusion(index=index, size=self.size, leaf=leaf, path=path, root=self._root)
            except VerificationError as problem:
                raise _damaged(f"leaf {index:,}") from problem
        return path

    def consistency(self, old_size: int) -> list[bytes]:
        """The path from the tree of the first ``old_size`` leaves to this one.

        Raises:
            TreeSizeError, EmptyOldTreeError, ShrunkTreeError: nothing can be proved.
            TileMissingError, TileLengthError: a tile cannot be read.
            TileDamagedError: the path does not lead to the given root.
        """
        path = consistency_path(old_size, self.size, self.subtree)
        if self._root is not None:
            try:
                verify_consistency(
                    old_size=old_size,
                    new_size=self.size,
                    old_root=root_from(old_size, self.subtree),
                    new_root=self._root,
                    path=path,
                )
            except VerificationError as problem:
                raise _damaged(f"the first {old_size:,} leaves") from problem
        return path


def _damaged(what: str) -> TileDamagedError:
    return TileDamagedError(
        f"the tiles around {what} do not give the root of the tree: one of them was altered"
    )


def _check_place(number: int, width: int) -> None:
    if type(number) is not int or not 0 <= number <= _MAX_NUMBER:
        raise TileNumberError("the number of a tile lies between 0 and 2**55 - 1")
    if type(width) is not int or not 1 <= width <= TILE_WIDTH:
        raise TileNumberError(f"the width of a tile lies between 1 and {TILE_WIDTH}")


def _place(number: int, width: int) -> str:
    number, last = divmod(number, _GROUP)
    text = f"{last:03}"
    while number:
        number, group = divmod(number, _GROUP)
        text = f"x{group:03}/{text}"
    return text if width == TILE_WIDTH else f"{text}.p/{width}"
