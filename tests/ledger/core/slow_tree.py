"""The tree as RFC 6962 and RFC 9162 write it down: recursive, slow, and plainly right."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

HASH = 32


def leaf(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def leaves(count: int) -> list[bytes]:
    """Leaf hashes of as many different entries."""
    return [leaf(b"entry %d" % number) for number in range(count)]


def below(n: int) -> int:
    """The largest power of two strictly less than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


class SlowTree:
    """All heads and paths of one list of leaf hashes; remembers the heads it worked out."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self.hashes = tuple(hashes)
        self._heads: dict[tuple[int, int], bytes] = {}

    @property
    def block(self) -> bytes:
        return b"".join(self.hashes)

    def head(self, begin: int = 0, end: int | None = None) -> bytes:
        end = len(self.hashes) if end is None else end
        if begin == end:
            return sha256(b"").digest()
        if end - begin == 1:
            return self.hashes[begin]
        if (begin, end) not in self._heads:
            middle = begin + below(end - begin)
            self._heads[begin, end] = node(self.head(begin, middle), self.head(middle, end))
        return self._heads[begin, end]

    def subtree(self, level: int, number: int) -> bytes:
        """Refuses what is not full, as a store of full subtrees would."""
        begin, end = number << level, (number + 1) << level
        assert end <= len(self.hashes), "asked for a subtree that is not full"
        return self.head(begin, end)

    def inclusion(self, m: int, begin: int, end: int) -> list[bytes]:
        if end - begin == 1:
            return []
        k = below(end - begin)
        if m < k:
            return [*self.inclusion(m, begin, begin + k), self.head(begin + k, end)]
        return [*self.inclusion(m - k, begin + k, end), self.head(begin, begin + k)]

    def consistency(self, m: int, begin: int, end: int, *, whole: bool = True) -> list[bytes]:
        if m == end - begin:
            return [] if whole else [self.head(begin, end)]
        k = below(end - begin)
        if m <= k:
            left = self.consistency(m, begin, begin + k, whole=whole)
            return [*left, self.head(begin + k, end)]
        right = self.consistency(m - k, begin + k, end, whole=False)
        return [*right, self.head(begin, begin + k)]


def inclusion_holds(
    index: int, size: int, leaf_hash: bytes, path: Sequence[bytes], root: bytes
) -> bool:
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    fn, sn, r = index, size - 1, leaf_hash
    for p in path:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            r = node(p, r)
            while fn % 2 == 0 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def consistency_holds(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """RFC 9162, section 2.1.4.2."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    if not path:
        return False
    hashes = list(path)
    if old_size & (old_size - 1) == 0:
        hashes.insert(0, old_root)
    fn, sn = old_size - 1, new_size - 1
    while fn % 2:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = hashes[0]
    for c in hashes[1:]:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while fn % 2 == 0 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == new_root and sn == 0
