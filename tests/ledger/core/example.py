"""The log of 70,000 entries that the specification of tiles takes as its example."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from beholden.ledger.core.growing import Edge, grow
from beholden.ledger.core.hashing import leaf_hashes_of_commitments
from beholden.ledger.core.tiles import Tile

EXAMPLE = 70_000
EXAMPLE_LEAVES = leaf_hashes_of_commitments(
    b"".join(number.to_bytes(32, "big") for number in range(EXAMPLE))
)


def written(*steps: int) -> dict[str, bytes]:
    """The files of the example log after it grew to each of these sizes; nothing is removed."""
    files: dict[str, bytes] = {}
    edge = Edge()
    for size in steps:
        edge, tiles = grow(edge, EXAMPLE_LEAVES[32 * edge.size : 32 * size])
        files |= {tile.path: data for tile, data in tiles}
    return files


def reader(files: Mapping[str, bytes]) -> Callable[[Tile], bytes | None]:
    """Reads tiles from a mapping of their paths."""
    return lambda tile: files.get(tile.path)
