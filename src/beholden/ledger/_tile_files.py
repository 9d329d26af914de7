"""Reading tiles and bundles from a log's files, whatever its writer does meanwhile.

A partial tile is the beginning of every wider one with its number, so a wider one takes
the place of one that was cleared away, was never written, or lost its end with the power.

    hashes = read_file(storage, Tile(0, 5, 17))           # 17 * 32 bytes, or None
    block = read_entries(storage, BundleTile(5, 17))      # 17 * 32 bytes, or None
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from beholden.ledger.core.bundles import bundle_of_commitments, commitments_of_bundle
from beholden.ledger.core.hashing import HASH_BYTES
from beholden.ledger.core.tiles import BundleTile, Tile
from beholden.ledger.errors import BundleError, LogDiskError, LogFullError
from beholden.ledger.storage import FolderStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beholden.ledger.storage import Storage

_FRAMED_BYTES = len(bundle_of_commitments(bytes(HASH_BYTES)))
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def storage_at(place: Storage | Path) -> Storage:
    """The storage itself, or that of a folder."""
    return FolderStorage(place) if isinstance(place, Path) else place


@contextmanager
def disk_errors(storage: Storage, consequence: str = "Nothing was appended.") -> Iterator[None]:
    """Turns an OSError into a sentence for the operator.

    Raises:
        LogFullError, LogDiskError: instead of it.
    """
    try:
        yield
    except OSError as error:
        raise disk_error(storage, error, consequence) from error


def disk_error(storage: Storage, error: OSError, consequence: str) -> LogDiskError:
    """The error that says what an OSError means for the log."""
    said = f"The log in {storage.shown}: {error.strerror or error}. {consequence}"
    if error.errno in _FULL:
        return LogFullError(f"{said} Make room.")
    return LogDiskError(f"{said} Check the disk, the folder's owner and its permissions.")


def read_entries(storage: Storage, bundle: BundleTile) -> bytes | None:
    """The entries of a bundle as a block; None if no file has them, or none is a bundle."""
    data = read_file(storage, bundle)
    return None if data is None else entries_of(data, bundle)


def entries_of(data: bytes, bundle: BundleTile) -> bytes | None:
    """The block of entries in the bytes of a bundle; None if they are none."""
    try:
        return commitments_of_bundle(data, bundle.width)
    except BundleError:
        return None


def bytes_each(tile: Tile | BundleTile) -> int:
    """What one hash takes in a tile, or one entry in a bundle."""
    return HASH_BYTES if isinstance(tile, Tile) else _FRAMED_BYTES


def partial_folder(tile: Tile | BundleTile) -> str:
    """The folder of a tile's partial versions."""
    return f"{tile.full.path}.p"


def partial_widths(storage: Storage, tile: Tile | BundleTile) -> list[int]:
    """Of which widths a partial version of this tile is there, narrowest first."""
    return sorted(
        int(name)
        for name in storage.names(partial_folder(tile))
        if name.isascii() and name.isdecimal() and 1 <= int(name) < tile.full.width
    )


def read_file(storage: Storage, tile: Tile | BundleTile) -> bytes | None:
    """The bytes of a tile or bundle, or as many of a wider one; None if no file has them.

    Of a bundle they need not be entries: see ``entries_of``.
    """
    unit = bytes_each(tile)
    length = tile.width * unit
    for candidate in _candidates(storage, tile):
        data = storage.read(candidate.path)
        if data is not None and len(data) == candidate.width * unit:
            return data[:length]
    return None


def _candidates(storage: Storage, tile: Tile | BundleTile) -> Iterator[Tile | BundleTile]:
    yield tile
    full = tile.full
    if tile == full:
        return
    yield full
    for width in partial_widths(storage, tile):
        if width > tile.width:
            yield replace(tile, width=width)
    # Partial versions are cleared away once the full one is there: it may be by now.
    yield full
