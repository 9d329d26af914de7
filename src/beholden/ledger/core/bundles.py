r"""Entry bundles: up to 256 entries of the log in one file (c2sp.org/tlog-tiles).

    bundle = entry ...                          1 to 256 entries, nothing before or after
    entry  = length (2 bytes, big-endian), then as many bytes

The entries of this log are commitments, 32 bytes each; bundles of them are written and
read as one block, without a Python object for every entry.

Invariants: what is read was written by this format to the last byte, and written again
gives the same bytes.

    >>> encode_bundle([b"one", b""])
    b'\x00\x03one\x00\x00'
    >>> decode_bundle(b"\x00\x03one\x00\x00", 2)
    (b'one', b'')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beholden.ledger.core.hashing import HASH_BYTES
from beholden.ledger.core.tiles import TILE_WIDTH
from beholden.ledger.errors import (
    BundleCountError,
    BundleTrailingError,
    BundleTruncatedError,
    CommitmentLengthError,
    EntryTooLongError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "MAX_ENTRY",
    "bundle_of_commitments",
    "commitments_of_bundle",
    "decode_bundle",
    "encode_bundle",
]

MAX_ENTRY: Final = 65_535
"""Bytes of the longest entry."""

_LENGTH: Final = 2
_COMMITMENT: Final = _LENGTH + HASH_BYTES
_COMMITMENT_LENGTH: Final = np.frombuffer(HASH_BYTES.to_bytes(_LENGTH, "big"), np.uint8)


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """The bundle of these entries.

    Raises:
        BundleCountError: there are none, or more than 256.
        EntryTooLongError: one is longer than ``MAX_ENTRY``.
    """
    _check_count(len(entries))
    if max(map(len, entries)) > MAX_ENTRY:
        raise EntryTooLongError(f"an entry has at most {MAX_ENTRY:,} bytes")
    return b"".join([part for e in entries for part in (len(e).to_bytes(_LENGTH, "big"), e)])


def decode_bundle(data: bytes, width: int) -> tuple[bytes, ...]:
    """The ``width`` entries of a bundle.

    Raises:
        BundleCountError: no bundle has this width.
        BundleTruncatedError: the bytes end before the last entry does.
        BundleTrailingError: bytes follow the last entry.
    """
    _check_count(width)
    entries = []
    at = 0
    for number in range(width):
        begin = at + _LENGTH
        at = begin + int.from_bytes(data[at:begin], "big")
        if max(begin, at) > len(data):
            raise BundleTruncatedError(f"the bundle ends in entry {number} of {width}")
        entries.append(data[begin:at])
    if at != len(data):
        raise BundleTrailingError(f"{len(data) - at:,} bytes follow the {width} entries")
    return tuple(entries)


def bundle_of_commitments(block: bytes) -> bytes:
    """The bundle of a block of entries of 32 bytes each, as ``encode_bundle`` gives it.

    Raises:
        CommitmentLengthError: the block is no whole number of entries.
        BundleCountError: it has none, or more than 256.
    """
    count, rest = divmod(len(block), HASH_BYTES)
    if rest:
        raise CommitmentLengthError(f"the last commitment has {rest} bytes, not {HASH_BYTES}")
    _check_count(count)
    rows = np.empty((count, _COMMITMENT), np.uint8)
    rows[:, :_LENGTH] = _COMMITMENT_LENGTH
    rows[:, _LENGTH:] = np.frombuffer(block, np.uint8).reshape(count, HASH_BYTES)
    return rows.tobytes()


def commitments_of_bundle(data: bytes, width: int) -> bytes:
    """The block of the ``width`` entries of a bundle, all of which are commitments.

    Raises:
        CommitmentLengthError: an entry has another length than 32 bytes.
        BundleError: as ``decode_bundle``.
    """
    _check_count(width)
    if len(data) == width * _COMMITMENT:
        rows = np.frombuffer(data, np.uint8).reshape(width, _COMMITMENT)
        if (rows[:, :_LENGTH] == _COMMITMENT_LENGTH).all():
            return rows[:, _LENGTH:].tobytes()
    # Says what is wrong with a bundle that does not follow the format at all.
    decode_bundle(data, width)
    raise CommitmentLengthError(f"an entry of the bundle has another length than {HASH_BYTES}")


def _check_count(count: int) -> None:
    if type(count) is not int or not 1 <= count <= TILE_WIDTH:
        raise BundleCountError(f"a bundle has 1 to {TILE_WIDTH} entries")
