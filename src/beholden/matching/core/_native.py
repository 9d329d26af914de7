"""The C back end: fills and searches tables by ``_kernels/mih.c``.

Results and layout are those of ``_portable``. ctypes releases the GIL during a
call (but for the hashes of a single upload), and a search keeps its scratch memory
to itself, so searches of one index run in parallel threads.
"""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from beholden._kernels import holding_library, library
from beholden.matching.core._tables import Tables, empty_tables, starts_offsets
from beholden.matching.core.plan import HASH_BITS, flip_masks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beholden.matching.core._tables import Found, Search
    from beholden.matching.core.plan import Cut

__all__ = ["available", "best_level", "fill", "prepare"]


HASH_BYTES = HASH_BITS // 8
_ONE_UPLOAD = 8
_FEW = 64
_FEW_ROOM = 256
_NONE = np.zeros(0, dtype=np.int64)
_NONE.flags.writeable = False
_NOTHING = (_NONE, _NONE, _NONE)


class _Few:
    """Room for the answer to a few queries, used again and again."""

    __slots__ = ("_out", "address", "written")

    def __init__(self) -> None:
        self._out = np.empty((3, _FEW_ROOM), dtype=np.int64)
        self.address = _address(self._out)
        self.written = (ctypes.c_int64 * 2)()

    def found(self, count: int) -> Found:
        """The answer, in arrays of its own."""
        piece = self._out[:, :count].copy()
        return piece[0], piece[1], piece[2]


class _Table(ctypes.Structure):
    _fields_ = (
        ("starts_at", ctypes.c_uint64),
        ("masks_at", ctypes.c_uint64),
        ("key_from", ctypes.c_uint32),
        ("key_bits", ctypes.c_uint32),
        ("mark_from", ctypes.c_uint32),
        ("mark_bits", ctypes.c_uint32),
        ("chained", ctypes.c_uint32),
    )


class _Index(ctypes.Structure):
    _fields_ = (
        ("entries", ctypes.c_uint64),
        ("hashes", ctypes.c_void_p),
        ("starts", ctypes.c_void_p),
        ("marks", ctypes.c_void_p),
        ("ids", ctypes.c_void_p),
        ("masks", ctypes.c_void_p),
        ("tables", ctypes.c_void_p),
        ("parts", ctypes.c_uint64),
    )


def _declare(loaded: ctypes.CDLL) -> ctypes.CDLL:
    pointer = ctypes.c_void_p
    loaded.bh_mih_fill.argtypes = (ctypes.POINTER(_Index), pointer, pointer, pointer)
    loaded.bh_mih_fill.restype = ctypes.c_int
    loaded.bh_mih_search.argtypes = (
        *(ctypes.POINTER(_Index), pointer, ctypes.c_int64, ctypes.c_int, ctypes.c_int),
        *(pointer, ctypes.c_int64, ctypes.POINTER(ctypes.c_int64)),
    )
    loaded.bh_mih_search.restype = ctypes.c_int64
    loaded.bh_mih_best_level.argtypes = ()
    loaded.bh_mih_best_level.restype = ctypes.c_int
    return loaded


_library = None if library is None else _declare(library)
# The same code, called without giving up the interpreter's lock: one upload is looked up in some
# 10 us, and getting the lock back from the committing thread of a service takes longer.
_holding = None if holding_library is None else _declare(holding_library)


def available() -> bool:
    """Whether the kernels were built for this machine."""
    return _library is not None


def best_level() -> int:
    """The fastest set of loops this processor has: 0 plain, 1 AVX2, 2 AVX-512."""
    return int(_loaded().bh_mih_best_level())


def fill(cut: Cut, hashes: NDArray[np.uint8]) -> Tables:
    """Builds the tables of ``(n, 32)`` contiguous hashes by counting sort.

    Raises:
        MemoryError: the kernel could not get its scratch memory (6 bytes an entry).
    """
    tables = empty_tables(cut, hashes)
    described, _held = _describe(tables)
    failed = _loaded().bh_mih_fill(
        ctypes.byref(described),
        _address(tables.starts),
        _address(tables.marks),
        _address(tables.ids),
    )
    if failed:
        raise MemoryError(f"no memory to index {len(hashes):,} hashes")
    return tables


def prepare(tables: Tables, level: int | None = None) -> Search:
    """A search over ``tables`` with the loops of ``level`` (the best if None)."""
    return _Searcher(tables, best_level() if level is None else min(level, best_level()))


class _Searcher:
    """A search over one set of tables. Threads may share it."""

    def __init__(self, tables: Tables, level: int) -> None:
        self._run = _loaded().bh_mih_search
        self._run_holding = _loaded(holding=True).bh_mih_search
        self._level = level
        # What is held keeps alive the arrays that the description points into.
        described, self._held = _describe(tables)
        self._index = ctypes.byref(described)
        # Taking and putting back are atomic: threads never write to the same room at once.
        self._rooms: list[_Few] = []

    def __call__(self, queries: NDArray[np.uint8] | bytes, radius: int) -> Found:
        if isinstance(queries, bytes):
            found = self._few(queries, radius)
            if found is not None:
                return found
            queries = np.frombuffer(queries, np.uint8).reshape(-1, HASH_BYTES)
        return self._many(queries, radius)

    def _few(self, packed: bytes, radius: int) -> Found | None:
        """One upload's hashes: finding them costs less than making arrays for the answer."""
        count = len(packed) // HASH_BYTES
        if count > _FEW:
            return None
        try:
            few = self._rooms.pop()
        except IndexError:
            few = _Few()
        run = self._run_holding if count <= _ONE_UPLOAD else self._run
        complete = run(
            self._index, packed, count, radius, self._level, few.address, _FEW_ROOM, few.written
        )
        found = None
        if complete == count:
            found = few.found(few.written[0]) if few.written[0] else _NOTHING
        self._rooms.append(few)
        return found

    def _many(self, queries: NDArray[np.uint8], radius: int) -> Found:
        count = len(queries)
        pieces: list[NDArray[np.int64]] = []
        written = (ctypes.c_int64 * 2)()
        done = 0
        room = 2 * count + 64
        while True:
            out = np.empty((3, room), dtype=np.int64)
            at = _address(queries) + done * queries.shape[1]
            complete = self._run(
                self._index, at, count - done, radius, self._level, _address(out), room, written
            )
            if complete < 0:
                raise MemoryError(f"no memory to search {count:,} queries")
            piece = out[:, : written[0]]
            if done:
                piece[0] += done
            done += complete
            if done == count and not pieces:
                return piece[0], piece[1], piece[2]
            pieces.append(piece)
            if done == count:
                whole = np.concatenate(pieces, axis=1)
                return whole[0], whole[1], whole[2]
            room = max(2 * room, written[1] + 2 * (count - done))


def _loaded(*, holding: bool = False) -> ctypes.CDLL:
    found = _holding if holding else _library
    if found is None:
        raise RuntimeError("the C kernels are not built; use the portable back end")
    return found


def _address(array: NDArray[np.generic]) -> int:
    return int(array.__array_interface__["data"][0])


def _describe(tables: Tables) -> tuple[_Index, tuple[object, ...]]:
    """The kernel's view of the tables, and what must live as long as it is used."""
    cut = tables.cut
    budgets = cut.budgets(cut.radius) if cut.parts else []
    # Parts come in at most two widths and two budgets: equal pairs share their masks.
    wanted = list(zip((table.key_bits for table in cut.tables), budgets, strict=True))
    masks = {pair: flip_masks(*pair) for pair in dict.fromkeys(wanted)}
    ends = np.cumsum([0, *(len(array) for array in masks.values())]).tolist()
    masks_at = dict(zip(masks, ends, strict=False))
    all_masks = np.concatenate([np.zeros(0, np.uint32), *masks.values()])
    rows = (_Table * max(1, cut.parts))()
    for row, table, pair, (at, _) in zip(
        rows, cut.tables, wanted, pairwise(starts_offsets(cut)), strict=False
    ):
        row.starts_at, row.masks_at = at, masks_at[pair]
        row.key_from, row.key_bits = table.key_from, table.key_bits
        row.mark_from, row.mark_bits = table.mark_from, table.mark_bits
        row.chained = table.chained
    index = _Index(
        len(tables.hashes),
        _address(tables.hashes),
        _address(tables.starts),
        _address(tables.marks),
        _address(tables.ids),
        _address(all_masks),
        ctypes.addressof(rows),
        cut.parts,
    )
    return index, (tables, all_masks, rows)
