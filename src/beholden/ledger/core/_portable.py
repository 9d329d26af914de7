"""Blocks of hashes by hashlib: the same bits as the kernel, slower.

It is used where no kernel was built, and it is the oracle of the kernel's tests.
Lengths are checked by ``hashing``, the only caller.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["commitments", "leaf_hashes", "leaf_hashes_of_commitments", "parents"]

_HASH = 32
_PAIR = 64


def leaf_hashes(entries: Sequence[bytes]) -> bytes:
    """Leaf hashes of entries of any length."""
    return b"".join([sha256(b"\x00" + entry).digest() for entry in entries])


def leaf_hashes_of_commitments(block: bytes) -> bytes:
    """Leaf hashes of entries of 32 bytes."""
    return b"".join(
        [sha256(b"\x00" + block[at : at + _HASH]).digest() for at in range(0, len(block), _HASH)]
    )


def parents(hashes: bytes) -> bytes:
    """Node hashes of neighbours, without an odd last one."""
    whole = len(hashes) // _PAIR * _PAIR
    return b"".join(
        [sha256(b"\x01" + hashes[at : at + _PAIR]).digest() for at in range(0, whole, _PAIR)]
    )


def commitments(salts: bytes, statements: Sequence[bytes]) -> bytes:
    """Hashes of a salt of 32 bytes and its statement."""
    return b"".join(
        [
            sha256(salts[_HASH * number : _HASH * (number + 1)] + statement).digest()
            for number, statement in enumerate(statements)
        ]
    )
