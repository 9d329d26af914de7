"""The arrays of one hash index, as built, saved, and searched by both back ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from beholden.matching.core.plan import Cut

__all__ = [
    "MAX_ENTRIES",
    "Found",
    "Search",
    "Tables",
    "check_rows",
    "empty_tables",
    "starts_offsets",
]

MAX_ENTRIES: Final = 2**32 - 1
"""Entry numbers are stored in 32 bits."""

Found: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Query numbers, entry numbers and distances, sorted by query, then entry."""

Search: TypeAlias = Callable[[NDArray[np.uint8] | bytes, int], Found]
"""A search ready to run: ``(q, 32)`` contiguous queries, or their bytes, and a radius up to
the cut's."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """One hash index in memory or memory-mapped. Nothing writes to it.

    Shapes, for ``n`` entries and ``p`` parts: ``hashes`` ``(n, 32)`` uint8;
    ``starts`` ``(cut.starts_length,)`` uint32, the tables one after another;
    ``marks`` ``(p, n)`` uint16; ``ids`` ``(p, n)`` uint32. Bucket ``b`` of table
    ``i`` is ``marks[i, s[b]:s[b + 1]]`` and the same slice of ``ids``, in order of
    entry, where ``s`` is the table's piece of ``starts``. All are C-contiguous.
    """

    cut: Cut
    hashes: NDArray[np.uint8]
    starts: NDArray[np.uint32]
    marks: NDArray[np.uint16]
    ids: NDArray[np.uint32]


def starts_offsets(cut: Cut) -> list[int]:
    """Where each table's starts begin, and their end."""
    lengths = [(1 << table.key_bits) + 1 for table in cut.tables]
    return [sum(lengths[:i]) for i in range(len(lengths) + 1)]


def empty_tables(cut: Cut, hashes: NDArray[np.uint8]) -> Tables:
    """Tables of the right shapes with their contents still to be filled."""
    entries = len(hashes)
    return Tables(
        cut=cut,
        hashes=hashes,
        starts=np.empty(cut.starts_length, dtype=np.uint32),
        marks=np.empty((cut.parts, entries), dtype=np.uint16),
        ids=np.empty((cut.parts, entries), dtype=np.uint32),
    )


def check_rows(name: str, rows: object, size: int) -> None:
    """Checks that the argument ``name`` holds rows of ``size`` bytes, not too many.

    Raises:
        TypeError: it is not an array of uint8.
        ValueError: its shape is not ``(rows, size)``, or it has more than 2**32 - 1 rows.
    """
    if not isinstance(rows, np.ndarray) or rows.dtype != np.uint8:
        found = getattr(rows, "dtype", type(rows).__name__)
        raise TypeError(f"{name} must be a numpy array of uint8, not {found}")
    if rows.ndim != 2 or rows.shape[1] != size:  # noqa: PLR2004 - rows and bytes
        raise ValueError(f"{name} must have the shape (rows, {size}), not {rows.shape}")
    if len(rows) > MAX_ENTRIES:
        raise ValueError(
            f"{name} has {len(rows):,} rows; one index holds at most {MAX_ENTRIES:,}: "
            "split the list"
        )
