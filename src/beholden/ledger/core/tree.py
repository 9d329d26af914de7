"""The Merkle tree of the log, known by its frontier alone (RFC 6962, section 2.1).

    MTH({})      = SHA-256 of nothing
    MTH({d0})    = leaf hash of d0
    MTH(D[0:n])  = node hash of MTH(D[0:k]) and MTH(D[k:n]),  k the largest power of two < n

Every set bit of the number of leaves stands for one full subtree, the largest first.
The *frontier* is the roots of these subtrees, left to right: 63 hashes at most are all
that is needed to go on appending and to give the root.

    >>> from beholden.ledger.core.hashing import leaf_hashes
    >>> whole = Frontier.of(leaf_hashes([b"a", b"b", b"c"]))
    >>> whole == Frontier.of(leaf_hashes([b"a"])).append(leaf_hashes([b"b", b"c"]))
    True
    >>> whole.size, len(whole.hashes), whole.root() == tree_head(leaf_hashes([b"a", b"b", b"c"]))
    (3, 2, True)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from beholden.ledger.core.hashing import EMPTY_ROOT, HASH_BYTES, check_hash, node_hash, parents
from beholden.ledger.errors import FrontierError, HashSizeError, TreeSizeError

__all__ = ["MAX_SIZE", "Frontier", "check_size", "tree_head"]

MAX_SIZE: Final = 2**63 - 1
"""The largest tree: sizes are signed 64-bit numbers in other implementations."""

# All levels of this many leaves stay in the processor's cache; larger blocks take twice as long.
_PIECE: Final = 8192 * HASH_BYTES


def check_size(what: str, size: int) -> None:
    """Refuses what is no size of a tree; ``what`` names it in the sentence.

    Raises:
        TreeSizeError: it is no whole number from 0 to ``MAX_SIZE``.
    """
    # True is an int to Python; a document that says "true" for a size is no checkpoint.
    if type(size) is not int:
        raise TreeSizeError(f"{what} must be a whole number, not {type(size).__name__}")
    if not 0 <= size <= MAX_SIZE:
        raise TreeSizeError(f"{what} must lie between 0 and 2**63 - 1")


@dataclass(frozen=True, slots=True)
class Frontier:
    """The full subtrees of a tree of ``size`` leaves: all that appending needs.

    ``hashes`` holds one root of 32 bytes for each set bit of ``size``, the largest
    subtree (the leftmost) first.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        check_size("the size of a tree", self.size)
        if len(self.hashes) != self.size.bit_count():
            raise FrontierError(
                f"a tree of {self.size:,} leaves has {self.size.bit_count()} full subtrees, "
                f"not {len(self.hashes)}"
            )
        for number, value in enumerate(self.hashes):
            check_hash(f"hash {number} of a frontier", value)

    @classmethod
    def of(cls, leaf_hashes: bytes) -> Frontier:
        """The frontier of a tree with just these leaves.

        Raises:
            HashSizeError: they are no whole number of hashes.
        """
        return cls().append(leaf_hashes)

    def append(self, leaf_hashes: bytes) -> Frontier:
        """The frontier after the leaves of this block; hashes whole levels at a time.

        Raises:
            HashSizeError: they are no whole number of hashes.
            TreeSizeError: the tree would be larger than any.
        """
        added, rest = divmod(len(leaf_hashes), HASH_BYTES)
        if rest:
            raise HashSizeError(
                f"leaf hashes have a multiple of {HASH_BYTES} bytes, not {len(leaf_hashes):,}"
            )
        check_size("the size of the grown tree", self.size + added)
        frontier = self
        for at in range(0, len(leaf_hashes), _PIECE):
            frontier = frontier._grown(leaf_hashes[at : at + _PIECE])
        return frontier

    def _grown(self, row: bytes) -> Frontier:
        size = self.size + len(row) // HASH_BYTES
        waiting, kept = list(self.hashes), []
        level = 0
        while row or waiting:
            if self.size >> level & 1:
                row = waiting.pop() + row
            if len(row) % (2 * HASH_BYTES):
                kept.append(row[-HASH_BYTES:])
            row = parents(row)
            level += 1
        return Frontier(size, tuple(reversed(kept)))

    def root(self) -> bytes:
        """The tree head: subtrees joined from the smallest to the largest."""
        if not self.hashes:
            return EMPTY_ROOT
        *rest, root = self.hashes
        for left in reversed(rest):
            root = node_hash(left, root)
        return root


def tree_head(leaf_hashes: bytes) -> bytes:
    """The root of the tree with these leaf hashes (a block, 32 bytes each).

    Raises:
        HashSizeError: they are no whole number of hashes.
    """
    return Frontier.of(leaf_hashes).root()
