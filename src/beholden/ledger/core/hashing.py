"""The hashes of the log's Merkle tree (RFC 6962, section 2.1), one at a time and in blocks.

    leaf hash    SHA-256(0x00 || entry)
    node hash    SHA-256(0x01 || left || right)       left, right: 32 bytes each
    empty tree   SHA-256 of nothing
    commitment   SHA-256(salt || statement)           salt: 32 bytes; this is the log's entry

The first byte keeps a leaf from being taken for a node. A *block* is hashes of 32
bytes one after another, without anything between them. Blocks are hashed by the C
kernel where it was built and by hashlib where not, with the same bits.

    >>> leaf_hash(b"L123456").hex()[:8], node_hash(leaf_hash(b""), leaf_hash(b"")).hex()[:8]
    ('395aa064', 'fe43d66a')
    >>> len(parents(leaf_hashes([b"one", b"two", b"three"])))
    32
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, Protocol

from beholden.ledger.core import _native, _portable
from beholden.ledger.errors import HashSizeError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "check_hash",
    "commitments",
    "leaf_hash",
    "leaf_hashes",
    "leaf_hashes_of_commitments",
    "node_hash",
    "parents",
]

HASH_BYTES: Final = 32
"""Size of a SHA-256 hash, of a commitment and of a salt."""

EMPTY_ROOT: Final = sha256().digest()
"""Root of the tree without leaves."""


class _Blocks(Protocol):
    def leaf_hashes(self, entries: Sequence[bytes]) -> bytes: ...
    def leaf_hashes_of_commitments(self, block: bytes) -> bytes: ...
    def parents(self, hashes: bytes) -> bytes: ...
    def commitments(self, salts: bytes, statements: Sequence[bytes]) -> bytes: ...


_blocks: _Blocks = _native if _native.available() else _portable


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node from its two children of 32 bytes each."""
    return sha256(b"\x01" + left + right).digest()


def leaf_hashes(entries: Sequence[bytes]) -> bytes:
    """The block of the leaf hashes of entries of any length."""
    return _blocks.leaf_hashes(entries)


def leaf_hashes_of_commitments(block: bytes) -> bytes:
    """The block of the leaf hashes of a block of entries of 32 bytes each.

    Raises:
        HashSizeError: the block is no whole number of entries.
    """
    _check_block("entries", block)
    return _blocks.leaf_hashes_of_commitments(block)


def parents(hashes: bytes) -> bytes:
    """The block of the node hashes of neighbours: first with second, third with fourth.

    Of an odd number of hashes the last one is left out; the caller keeps it.

    Raises:
        HashSizeError: the block is no whole number of hashes.
    """
    _check_block("hashes", hashes)
    return _blocks.parents(hashes)


def commitments(salts: bytes, statements: Sequence[bytes]) -> bytes:
    """The block of the commitments to statements, each under its own salt of 32 bytes.

    Raises:
        HashSizeError: there are not exactly as many salts as statements.
    """
    if len(salts) != HASH_BYTES * len(statements):
        raise HashSizeError(
            f"{len(statements):,} statements need {HASH_BYTES * len(statements):,} bytes of salts, "
            f"not {len(salts):,}"
        )
    if len(statements) == 1:
        # A decision's statement comes alone: handing a block over takes longer than one hash.
        return sha256(salts + statements[0]).digest()
    return _blocks.commitments(salts, statements)


def check_hash(what: str, value: bytes) -> None:
    """Refuses what is not 32 bytes; ``what`` names it in the sentence.

    Raises:
        HashSizeError: it is not.
    """
    if type(value) is not bytes:
        raise HashSizeError(f"{what} must be bytes, not {type(value).__name__}")
    if len(value) != HASH_BYTES:
        raise HashSizeError(f"{what} must have {HASH_BYTES} bytes, not {len(value)}")


def _check_block(what: str, block: bytes) -> None:
    if len(block) % HASH_BYTES:
        raise HashSizeError(
            f"a block of {what} has a multiple of {HASH_BYTES} bytes, not {len(block):,}"
        )
