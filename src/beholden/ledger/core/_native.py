"""Blocks of hashes by ``_kernels/sha256.c``: the same bits as ``_portable``, faster.

Lengths are checked by ``hashing``, the only caller. Long calls give up the
interpreter's lock, so that blocks are hashed in parallel threads.
"""

from __future__ import annotations

import ctypes
from array import array
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from beholden._kernels import holding_library, library

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "available",
    "best_level",
    "commitments",
    "leaf_hashes",
    "leaf_hashes_of_commitments",
    "parents",
]

_HASH: Final = 32
_PAIR: Final = 64
_LEAF_PREFIX: Final = b"\x00"
# Up to this many bytes a call takes some 10 us; getting the lock back may take longer.
_SHORT: Final = 1 << 13


def _declare(loaded: ctypes.CDLL) -> ctypes.CDLL:
    # Inputs are bytes objects: ctypes hands over their contents without a copy.
    out, data, number, level = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int64, ctypes.c_int
    loaded.bh_sha256_level.argtypes = ()
    loaded.bh_sha256_level.restype = ctypes.c_int
    for fixed in (loaded.bh_sha256_leaves, loaded.bh_sha256_parents):
        fixed.argtypes = (out, data, number, level)
        fixed.restype = None
    offsets = ctypes.c_void_p
    loaded.bh_sha256_messages.argtypes = (
        *(out, data, number, number, data, offsets, number, level),
    )
    loaded.bh_sha256_messages.restype = None
    return loaded


_library = None if library is None else _declare(library)
_holding = None if holding_library is None else _declare(holding_library)
_LEVEL: Final = 0 if _library is None else int(_library.bh_sha256_level())


def available() -> bool:
    """Whether the kernels were built for this machine."""
    return _library is not None


def best_level() -> int:
    """The fastest way this processor has: 0 plain, 1 its SHA instructions."""
    return _LEVEL


def leaf_hashes(entries: Sequence[bytes], level: int = _LEVEL) -> bytes:
    """Leaf hashes of entries of any length."""
    return _messages(_LEAF_PREFIX, 0, entries, level)


def leaf_hashes_of_commitments(block: bytes, level: int = _LEVEL) -> bytes:
    """Leaf hashes of entries of 32 bytes."""
    count = len(block) // _HASH
    out = bytearray(_HASH * count)
    if count:
        _loaded(len(block)).bh_sha256_leaves(_address(out), block, count, level)
    return bytes(out)


def parents(hashes: bytes, level: int = _LEVEL) -> bytes:
    """Node hashes of neighbours, without an odd last one."""
    count = len(hashes) // _PAIR
    out = bytearray(_HASH * count)
    if count:
        _loaded(len(hashes)).bh_sha256_parents(_address(out), hashes, count, level)
    return bytes(out)


def commitments(salts: bytes, statements: Sequence[bytes], level: int = _LEVEL) -> bytes:
    """Hashes of a salt of 32 bytes and its statement."""
    return _messages(salts, _HASH, statements, level)


def _messages(heads: bytes, step: int, bodies: Sequence[bytes], level: int) -> bytes:
    """Hashes of a head and a body; heads lie ``step`` bytes apart, or one serves all."""
    out = bytearray(_HASH * len(bodies))
    if bodies:
        data = b"".join(bodies)
        offsets = array("q", accumulate(map(len, bodies), initial=0))
        at, _ = offsets.buffer_info()
        _loaded(len(data) + len(out)).bh_sha256_messages(
            *(_address(out), heads, step or len(heads), step, data, at, len(bodies), level)
        )
    return bytes(out)


def _address(out: bytearray) -> object:
    """The place of the bytes; what is returned keeps them from moving while it lives."""
    return ctypes.byref(ctypes.c_char.from_buffer(out))


def _loaded(size: int) -> ctypes.CDLL:
    loaded = _holding if size <= _SHORT else _library
    if loaded is None:
        raise RuntimeError("the C kernels are not built; use the portable back end")
    return loaded
