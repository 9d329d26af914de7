"""The files of a growing log: which ones an append makes or supersedes, and how to make them again.

What is made again comes from the journal alone: a file that was not durable when the power
went may be missing, empty or cut short, whatever its name says.

    found = restore(storage)                 # at start
    found.base.edge.size, found.recovery
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from beholden.ledger._tile_files import partial_folder, partial_widths
from beholden.ledger.core.bundles import bundle_of_commitments
from beholden.ledger.core.growing import Edge, grow
from beholden.ledger.core.hashing import HASH_BYTES, leaf_hashes_of_commitments
from beholden.ledger.core.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    BundleTile,
    Tile,
    new_bundles,
    new_tiles,
)
from beholden.ledger.errors import LogDamagedError
from beholden.ledger.journal import JOURNAL_FILE, Base, Content, Journal, parse_journal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beholden.ledger.storage import Storage

_BUNDLE_BYTES = TILE_WIDTH * HASH_BYTES


class Recovery(NamedTuple):
    """What ``Log.open`` had to put right; all 0 after a clean stop."""

    entries: int = 0
    """Entries whose tiles were made again from the journal."""
    torn: int = 0
    """Bytes of an append that never returned, cut off."""


class Found(NamedTuple):
    """The log as it is once everything is put right."""

    journal: Journal
    base: Base
    recovery: Recovery


def grow_bundles(
    size: int, partial: bytes, entries: bytes
) -> tuple[list[tuple[BundleTile, bytes]], bytes]:
    """The bundles that entries behind ``size`` others change, and the new partial one's entries.

    ``partial`` holds the entries of the present partial bundle.
    """
    block = partial + entries if entries else b""
    number = size // TILE_WIDTH
    bundles = []
    for at in range(0, len(block), _BUNDLE_BYTES):
        piece = block[at : at + _BUNDLE_BYTES]
        bundle = BundleTile(number, len(piece) // HASH_BYTES)
        bundles.append((bundle, bundle_of_commitments(piece)))
        number += 1
    return bundles, block[len(block) - len(block) % _BUNDLE_BYTES :] if entries else partial


def superseded(old: Edge, new: Edge) -> list[str]:
    """The folders of partial tiles that are full now."""
    tiles: list[Tile | BundleTile] = []
    for level, row in enumerate(old.rows):
        number = old.size >> TILE_HEIGHT * (level + 1)
        if row and number < new.size >> TILE_HEIGHT * (level + 1):
            tiles += [Tile(level, number), *([] if level else [BundleTile(number)])]
    return [partial_folder(tile) for tile in tiles]


def clear(storage: Storage, folder: str) -> None:
    """Removes the partial versions of a tile."""
    for name in storage.names(folder):
        storage.remove(f"{folder}/{name}")
    storage.remove(folder)


def files_since(storage: Storage, old_size: int, size: int) -> list[str]:
    """The files that were written while the log grew from the older size."""
    tiles: list[Tile | BundleTile] = [
        *new_tiles(old_size, size),
        *new_bundles(old_size, size),
    ]
    return [version.path for tile in tiles for version in _versions(storage, tile)]


def restore(storage: Storage) -> Found:
    """Makes the files of the log again where a crash may have lost them.

    Raises:
        LogDamagedError: the journal cannot be relied on.
        OSError: the disk cannot be read or written.
    """
    data = storage.read(JOURNAL_FILE)
    if data is None:
        if storage.names("tile"):
            raise LogDamagedError(
                f"The log in {storage.shown} has tiles but no journal. Restore the folder from a "
                "backup, or run: beholden ledger repair."
            )
        return Found(Journal.begin(storage, Base()), Base(), Recovery())
    content = parse_journal(data)
    size = content.base.edge.size
    if content.records or content.torn:
        base = restore_files(storage, content)
        storage.sync(files_since(storage, size, base.edge.size))
        recovery = Recovery(base.edge.size - size, content.torn)
        return Found(Journal.begin(storage, base), base, recovery)
    # The name of the journal may not be on the disk yet, if the last writer died here.
    storage.sync([JOURNAL_FILE, *_restore_edge(storage, content.base)])
    return Found(Journal(storage, content), content.base, Recovery())


def restore_files(storage: Storage, content: Content) -> Base:
    """Writes every file that the journal covers, and the right edge; returns the new one."""
    old, partial = content.base
    entries = b"".join(content.records)
    edge, tiles = grow(old, leaf_hashes_of_commitments(entries))
    bundles, partial = grow_bundles(old.size, partial, entries)
    changed: list[tuple[Tile | BundleTile, bytes]] = [*tiles, *bundles]
    for tile, data in changed:
        unit = len(data) // tile.width
        # What reads as it should need not be on the disk: all of it is written again.
        for version in _versions(storage, tile):
            storage.write(version.path, data[: version.width * unit])
        if tile.width == TILE_WIDTH:
            clear(storage, partial_folder(tile))
    return Base(edge, partial)


def _restore_edge(storage: Storage, base: Base) -> list[str]:
    """Writes what of the right edge is not as it should be; the paths."""
    lost = []
    for tile, data in _edge_files(base):
        if storage.read(tile.path) != data:
            storage.write(tile.path, data)
            lost.append(tile.path)
    return lost


def _edge_files(base: Base) -> Iterator[tuple[Tile | BundleTile, bytes]]:
    """The partial tiles and the partial bundle of a log."""
    size = base.edge.size
    for level, row in enumerate(base.edge.rows):
        if row:
            number = size >> TILE_HEIGHT * (level + 1)
            yield Tile(level, number, len(row) // HASH_BYTES), row
    if base.entries:
        bundle = BundleTile(size // TILE_WIDTH, len(base.entries) // HASH_BYTES)
        yield bundle, bundle_of_commitments(base.entries)


def _versions(storage: Storage, tile: Tile | BundleTile) -> list[Tile | BundleTile]:
    """A tile and, if it is partial, its narrower versions that are there."""
    if tile.width == TILE_WIDTH:
        return [tile]
    widths = [width for width in partial_widths(storage, tile) if width < tile.width]
    return [tile, *(replace(tile, width=width) for width in widths)]
