"""Exact look-up of cryptographic digests (SHA-256, SHA-1, MD5).

Digests are sorted; the leading bits of a digest choose a bucket, and a binary
search inside the bucket finds it. Good digests fill buckets evenly; if someone
feeds a list with millions that share a prefix, a look-up takes a few more steps
of the binary search and no more.

    >>> import numpy as np
    >>> index = DigestIndex.build("md5", np.arange(32, dtype=np.uint8).reshape(2, 16))
    >>> index.find(bytes(range(16, 32))), index.find(bytes(16))
    (1, None)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from beholden.matching.core._tables import check_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from beholden.matching.core.models import HashKind

__all__ = ["DIGEST_BYTES", "DigestIndex"]

DIGEST_BYTES: Final[Mapping[HashKind, int]] = {"sha256": 32, "sha1": 20, "md5": 16}
"""Size of each kind of digest in bytes."""

_MAX_KEY_BITS = 24
_WORD_BYTES = 8


class DigestIndex:
    """A read-only index of digests of one kind. Threads may share it.

    Shapes, for ``n`` entries: ``digests`` ``(n, size)`` uint8 in ascending order;
    ``ids`` ``(n,)`` uint32, the entry number of each; ``starts``
    ``(2 ** key_bits + 1,)`` uint32, where the digests with each value of the leading
    ``key_bits`` bits begin. Equal digests are in order of entry number.
    """

    __slots__ = ("_bytes", "_shift", "_size", "_starts", "digests", "ids", "kind", "starts")

    def __init__(
        self,
        kind: HashKind,
        digests: NDArray[np.uint8],
        ids: NDArray[np.uint32],
        starts: NDArray[np.uint32],
    ) -> None:
        self.kind: Final = kind
        self.digests: Final = digests
        self.ids: Final = ids
        self.starts: Final = starts
        self._size: Final = digests.shape[1]
        self._shift: Final = 32 - (len(starts) - 1).bit_length() + 1
        # Reading one number from a memoryview costs a third of reading it from an array.
        self._bytes: Final = digests.reshape(-1).data
        self._starts: Final = starts.data

    @classmethod
    def build(cls, kind: HashKind, digests: NDArray[np.uint8]) -> DigestIndex:
        """Indexes ``(n, size)`` uint8 digests, where size is that of ``kind`` in bytes.

        Raises:
            TypeError: ``digests`` is not an array of uint8.
            ValueError: ``kind`` is not a digest, the shape does not fit it, or there
                are more than 2**32 - 1 rows.
        """
        size = DIGEST_BYTES.get(kind)
        if size is None:
            raise ValueError(f"kind must be one of {', '.join(DIGEST_BYTES)}, not {kind}")
        check_rows("digests", digests, size)
        order = _sorting_order(digests)
        in_order = np.ascontiguousarray(digests[order])
        key_bits = max(0, min(_MAX_KEY_BITS, len(digests).bit_length() - 1))
        keys = in_order[:, :4].copy().view(">u4").reshape(-1) >> np.uint32(32 - key_bits)
        if key_bits == 0:
            keys = np.zeros(len(digests), dtype=np.uint32)
        starts = np.zeros((1 << key_bits) + 1, dtype=np.uint32)
        np.cumsum(np.bincount(keys, minlength=1 << key_bits), out=starts[1:])
        return cls(kind, in_order, order.astype(np.uint32), starts)

    def find(self, digest: bytes) -> int | None:
        """The lowest entry number that has this digest, or None.

        Raises:
            ValueError: the digest has the wrong length for the kind.
        """
        size = self._size
        if len(digest) != size:
            raise ValueError(f"a {self.kind} digest has {size} bytes, not {len(digest)}")
        bucket = int.from_bytes(digest[:4], "big") >> self._shift
        low = self._starts[bucket]
        # A damaged file may hold any number here.
        high = min(self._starts[bucket + 1], len(self.ids))
        rows = self._bytes
        while low < high:
            middle = (low + high) // 2
            if bytes(rows[middle * size : middle * size + size]) < digest:
                low = middle + 1
            else:
                high = middle
        if rows[low * size : low * size + size] == digest:
            return int(self.ids[low])
        return None

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays, digests included."""
        return self.digests.nbytes + self.ids.nbytes + self.starts.nbytes

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"DigestIndex({self.kind}, {len(self):,} digests)"


def _sorting_order(digests: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Row numbers in ascending order of digest; equal digests stay in order of row."""
    rows, size = digests.shape
    width = -(-size // _WORD_BYTES)
    padded = np.zeros((rows, width * _WORD_BYTES), dtype=np.uint8)
    padded[:, :size] = digests
    words = padded.view(">u8").astype(np.uint64)
    order = np.argsort(words[:, 0], kind="stable")
    first = words[order, 0]
    # Honest digests never agree in 64 bits unless they are equal; only lists made to, pay.
    if (first[1:] == first[:-1]).any():
        order = np.lexsort(words.T[::-1])
    return order
