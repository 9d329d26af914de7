"""The files of the log as others ask for them (C2SP tlog-tiles).

A partial tile that was asked for by the width of an older checkpoint may be gone, because
the tile grew. Its bytes are the beginning of what is there now, so that is cut to the
width that was asked for: whoever holds a checkpoint that was published can always get
its tiles.

    served(FolderStorage(folder), "tile/0/x001/234.p/56")    # 56 hashes, or None
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.ledger._tile_files import entries_of, read_file
from beholden.ledger.core.tiles import BundleTile, parse_tile_path
from beholden.ledger.errors import TileDamagedError

if TYPE_CHECKING:
    from beholden.ledger.storage import Storage

__all__ = ["served"]


def served(storage: Storage, path: str) -> bytes | None:
    """The bytes of a tile or an entry bundle; None if the log has no such.

    Raises:
        TilePathError: the path names none.
        TileDamagedError: the file is there, and is not what it must be.
        OSError: it cannot be read.
    """
    tile = parse_tile_path(path)
    data = read_file(storage, tile)
    if data is None:
        damaged = storage.read(tile.path) is not None
    else:
        damaged = isinstance(tile, BundleTile) and entries_of(data, tile) is None
    if damaged:
        raise TileDamagedError(f"{tile.path} is damaged. Mend it: beholden ledger repair.")
    return data
