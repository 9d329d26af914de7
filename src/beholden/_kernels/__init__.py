"""The C kernels and their one loader. Only cores import this package.

``library`` is the loaded shared object, or None where it was not built (no
compiler at install time) or ``BEHOLDEN_NO_KERNELS`` is set; calls of it give up the
interpreter's lock. ``holding_library`` is the same code, called without giving it up, for
calls of a few microseconds. Each core that has
a kernel declares its argument types itself and has a numpy twin that gives the
same bits; the twin is also the oracle of the property tests.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

__all__ = ["holding_library", "library"]

# A stale shared object from another version must not be called with new arguments.
_ABI_VERSION = 5


def _load(kind: type[ctypes.CDLL]) -> ctypes.CDLL | None:
    path = Path(__file__).with_name("_kernels.so")
    if os.environ.get("BEHOLDEN_NO_KERNELS") or not path.exists():
        return None
    try:
        loaded = kind(str(path))
    except OSError:  # built for another machine: numpy gives the same answers
        return None
    loaded.bh_abi_version.restype = ctypes.c_int
    if loaded.bh_abi_version() != _ABI_VERSION:
        return None
    return loaded


library: ctypes.CDLL | None = _load(ctypes.CDLL)
holding_library: ctypes.CDLL | None = _load(ctypes.PyDLL)
