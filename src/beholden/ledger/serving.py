"""The files of the log as others ask for them (C2SP tlog-tiles).

A partial tile that was asked for by the width of an older checkpoint may be gone, because
the tile grew. Its bytes are the beginning of what is there now, so that is cut to the
width that was asked for: whoever holds a checkpoint that was published can always get
its tiles.

    served(FolderStorage(folder), "tile/0/x001/234.p/56")    # 56 hashes, or None
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.ledger.core.bundles import bundle_of_commitments, commitments_of_bundle
from beholden.ledger.core.hashing import HASH_BYTES
from beholden.ledger.core.tiles import TILE_WIDTH, BundleTile, Tile, check_tile, parse_tile_path

if TYPE_CHECKING:
    from beholden.ledger.storage import Storage

__all__ = ["served"]


def served(storage: Storage, path: str) -> bytes | None:
    """The bytes of a tile or an entry bundle; None if the log has no such.

    Raises:
        TilePathError: the path names none.
        TileError, BundleError: the file is not as long as it must be.
        OSError: it cannot be read.
    """
    tile = parse_tile_path(path)
    found = storage.read(tile.path)
    if found is not None:
        return _checked(tile, found)
    if tile.width == TILE_WIDTH:
        return None
    wider = _wider(storage, tile)
    if wider is None or (longer := storage.read(wider.path)) is None:
        return None
    if isinstance(tile, Tile):
        return _checked(wider, longer)[: tile.width * HASH_BYTES]
    entries = commitments_of_bundle(longer, wider.width)
    return bundle_of_commitments(entries[: tile.width * HASH_BYTES])


def _wider(storage: Storage, tile: Tile | BundleTile) -> Tile | BundleTile | None:
    if storage.read(tile.full.path) is not None:
        return tile.full
    widths = [int(name) for name in storage.names(f"{tile.full.path}.p") if name.isdecimal()]
    enough = sorted(width for width in widths if tile.width < width < TILE_WIDTH)
    if not enough:
        return None
    if isinstance(tile, Tile):
        return Tile(tile.level, tile.number, enough[0])
    return BundleTile(tile.number, enough[0])


def _checked(tile: Tile | BundleTile, data: bytes) -> bytes:
    if isinstance(tile, Tile):
        check_tile(tile, data)
    else:
        commitments_of_bundle(data, tile.width)
    return data
