"""Exact search of 256-bit hashes within a Hamming radius.

Every entry within the radius is found and nothing else, whatever the hashes:
the tables (``plan``) only decide how fast. Where a query would cost more by the
tables than by comparing it with every entry, it is compared with every entry.

    >>> import numpy as np
    >>> index = HashIndex.build(np.zeros((1, 32), np.uint8))
    >>> query, entry, distance = index.search(np.full((1, 32), 1, np.uint8), 32)
    Traceback (most recent call last):
    ...
    ValueError: radius must be between 0 and 31, the radius this index was built for, not 32
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beholden.matching.core import _native, _portable
from beholden.matching.core._tables import Tables, check_rows
from beholden.matching.core.plan import HASH_BITS, choose_cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beholden.matching.core._tables import Found, Search

__all__ = ["HASH_BYTES", "HashIndex"]

HASH_BYTES: Final = HASH_BITS // 8


class HashIndex:
    """A read-only index of 256-bit hashes. Threads may share it."""

    __slots__ = ("_search", "tables")

    def __init__(self, tables: Tables) -> None:
        self.tables: Final = tables
        back_end = _native if _native.available() else _portable
        self._search: Final[Search] = back_end.prepare(tables)

    @classmethod
    def build(cls, hashes: NDArray[np.uint8], radius: int = 31) -> HashIndex:
        """Indexes ``(n, 32)`` uint8 hashes for searches up to ``radius`` bits.

        The hashes are copied unless they are already contiguous and read-only.

        Raises:
            TypeError: ``hashes`` is not an array of uint8.
            ValueError: its shape is wrong, it has more than 2**32 - 1 rows, or the
                radius is outside 0 to 256.
        """
        check_rows("hashes", hashes, HASH_BYTES)
        if not 0 <= radius <= HASH_BITS:
            raise ValueError(f"radius must be between 0 and {HASH_BITS} bits, not {radius}")
        own = hashes
        if hashes.flags.writeable or not hashes.flags.c_contiguous:
            own = hashes.copy(order="C")
        back_end = _native if _native.available() else _portable
        return cls(back_end.fill(choose_cut(len(own), radius), own))

    def search(self, queries: NDArray[np.uint8], radius: int | None = None) -> Found:
        """Finds all entries within ``radius`` bits (the built radius if None) of each query.

        Args:
            queries: ``(q, 32)`` uint8.
            radius: At most the radius of :meth:`build`.

        Returns:
            Query numbers, entry numbers and distances in bits: three int64 arrays
            of one length, sorted by query number, then entry number.

        Raises:
            TypeError: ``queries`` is not an array of uint8.
            ValueError: its shape is wrong, or the radius is larger than built for.
        """
        check_rows("queries", queries, HASH_BYTES)
        built = self.tables.cut.radius
        if radius is None:
            radius = built
        elif not 0 <= radius <= built:
            raise ValueError(
                f"radius must be between 0 and {built}, the radius this index was built for, "
                f"not {radius}"
            )
        if not queries.flags.c_contiguous:
            queries = np.ascontiguousarray(queries)
        return self._search(queries, radius)

    def search_packed(self, packed: bytes, radius: int) -> Found:
        """As ``search``, for hashes one after another in bytes; cheaper for a few of them.

        Args:
            packed: 32 bytes a hash.
            radius: At most the radius of :meth:`build`.

        Raises:
            ValueError: the length is no multiple of 32, or the radius is too large.
        """
        if len(packed) % HASH_BYTES or not 0 <= radius <= self.tables.cut.radius:
            raise ValueError(
                f"{HASH_BYTES} bytes a hash and a radius of at most {self.tables.cut.radius} are "
                f"needed, not {len(packed)} bytes and radius {radius}"
            )
        return self._search(packed, radius)

    @property
    def radius(self) -> int:
        """The largest radius that can be searched, in bits."""
        return self.tables.cut.radius

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays, hashes included."""
        t = self.tables
        return t.hashes.nbytes + t.starts.nbytes + t.marks.nbytes + t.ids.nbytes

    def __len__(self) -> int:
        return len(self.tables.hashes)

    def __repr__(self) -> str:
        return (
            f"HashIndex({len(self):,} hashes, radius {self.radius}, {self.tables.cut.parts} parts)"
        )
