"""Making the own copy grow: entries of a log, each checked against the signed root first.

Bundles are fetched some at a time, checked (see ``_mirror_tiles``), and only then appended;
so the copy never holds an entry that a signed checkpoint does not cover, and a copy that
was interrupted goes on where it was. At the end the copy's own root, computed from all
entries that it ever took up, must be the signed one: that is the second, independent check
that the log's tree continues the tree that is held here.

    remote = RemoteTiles(fetcher)
    tree = CheckedTree(remote.tile, checkpoint.size, checkpoint.root)
    grow_copy(copy, tree, remote)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from beholden.ledger._mirror_fetch import Wanted
from beholden.ledger.core.bundles import commitments_of_bundle
from beholden.ledger.core.hashing import HASH_BYTES, leaf_hashes_of_commitments
from beholden.ledger.core.tiles import TILE_WIDTH, BundleTile, bundle_of
from beholden.ledger.errors import (
    LedgerError,
    MirrorDamagedError,
    NotThereError,
    OversizeError,
    TileDamagedError,
    TileMissingError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from beholden.ledger._mirror_fetch import Fetcher
    from beholden.ledger._mirror_tiles import CheckedTree
    from beholden.ledger.core.tiles import Tile
    from beholden.ledger.log import Log

__all__ = ["RemoteTiles", "grow_copy"]

_ENTRY_BYTES: Final = 2 + HASH_BYTES
_BUNDLES_AT_ONCE: Final = 64


class RemoteTiles:
    """Tiles and bundles as the log serves them; nothing of them is checked here."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def tile(self, tile: Tile) -> bytes | None:
        """The bytes of a tile; None if the log says that there is none.

        Raises:
            TileDamagedError: there are more than a tile can have.
            FetchError: it did not come.
        """
        try:
            return self._fetcher.get(tile.path, HASH_BYTES * tile.width)
        except NotThereError:
            return None
        except OversizeError as error:
            raise TileDamagedError(str(error)) from None

    def bundles(self, wanted: list[BundleTile]) -> list[bytes]:
        """The commitments of bundles, each as one block.

        Raises:
            TileMissingError: the log says that one of them is not there.
            TileDamagedError: one is no bundle of commitments.
            FetchError: one did not come.
        """
        try:
            found = self._fetcher.get_all([_wanted(one) for one in wanted])
        except NotThereError as error:
            *before, last = wanted
            if last.width == TILE_WIDTH:
                raise TileMissingError(f"{error}") from None
            # A log that has grown may clear partial bundles away.
            whole = self.bundles([*before, last.full])
            return [*whole[:-1], whole[-1][: HASH_BYTES * last.width]]
        except OversizeError as error:
            raise TileDamagedError(str(error)) from None
        return [_commitments(one, data) for one, data in zip(wanted, found, strict=True)]


def grow_copy(
    copy: Log,
    tree: CheckedTree,
    remote: RemoteTiles,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Takes up all entries of a tree that the copy does not have.

    Args:
        copy: the first entries of this very tree; see ``CheckedTree.continues``.
        tree: of the signed checkpoint.
        remote: where its bundles are.
        progress: told how many entries of how many the copy has.

    Raises:
        TileMissingError, TileDamagedError, TileLengthError: the log does not give what it
            signed; what came before is in the copy.
        FetchError: something did not come; as before.
        LogError: the copy cannot be written.
        MirrorDamagedError: the copy does not give the signed root.
    """
    while copy.size < tree.size:
        first = copy.size // TILE_WIDTH
        last = min(first + _BUNDLES_AT_ONCE, -(-tree.size // TILE_WIDTH))
        wanted = [bundle_of(number, tree.size) for number in range(first, last)]
        entries = b"".join(remote.bundles(wanted))
        tree.check_bundles(first, leaf_hashes_of_commitments(entries))
        copy.append(entries[HASH_BYTES * (copy.size % TILE_WIDTH) :])
        if progress is not None:
            progress(copy.size, tree.size)
    copy.finish()
    if copy.root != tree.root:
        raise MirrorDamagedError(
            "The own copy does not give the signed root, although every entry was checked when "
            "it came. Look for damage: beholden ledger verify."
        )


def _wanted(bundle: BundleTile) -> Wanted:
    return Wanted(bundle.path, _ENTRY_BYTES * bundle.width)


def _commitments(bundle: BundleTile, data: bytes) -> bytes:
    try:
        return commitments_of_bundle(data, bundle.width)
    except LedgerError as error:
        raise TileDamagedError(f"{bundle.path}: {error}") from None
