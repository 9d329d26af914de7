"""How 256 bits are cut into parts, and what each part's table is asked.

The bits of a hash form a ring: bit ``k`` is bit ``k % 8`` of byte ``k // 8``. A
cut divides the ring into parts of nearly equal width (wider ones first) and
gives part ``i`` a budget ``t[i]``, where the sum of ``t[i] + 1`` is
``radius + 1``. If two hashes differ in at most ``radius`` bits, ``d[i]`` of them
in part ``i``, then some part has ``d[i] <= t[i]`` and also
``d[i] + d[i + 1] <= t[i] + t[i + 1] + 1`` (cycle lemma; Qin and Xiao,
"Pigeonring", VLDB 2018). So it is enough to look, in each part's table, at the
buckets whose *key* (leading bits of the part) is within ``t[i]`` bits, and to
compare there only the *mark*, up to 16 bits that follow the key on the ring.

Both back ends and the file format depend on this arithmetic: a change of it
changes the layout, and so the format version.

    >>> cut = choose_cut(1_000_000, 31)
    >>> cut.parts, cut.tables[0].key_bits
    (16, 16)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import comb, inf
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["HASH_BITS", "MAX_PARTS", "Cut", "TablePlan", "choose_cut", "flip_masks", "probe_count"]

HASH_BITS = 256
MARK_BITS = 16
MAX_PARTS = 64
"""Also the size of the kernel's fixed arrays."""
MAX_KEY_BITS = 24
"""A table's starts then take 64 MiB."""

# Nanoseconds on one core of an AMD EPYC (Zen 5) among 1 to 10 million; only ratios matter.
_PROBE_NS = 12.0
_MARK_NS = 0.1
_SURVIVOR_NS = 40.0
_SCAN_NS = 1.0
_QUERY_NS = 150.0
_MAX_PROBES = 100_000


@dataclass(frozen=True, slots=True)
class TablePlan:
    """Where on the ring one table takes its key and its mark from, in bits.

    ``chained`` says that the mark reaches into the next part, so that the budgets
    of both bound the distance of key and mark together.
    """

    key_from: int
    key_bits: int
    mark_from: int
    mark_bits: int
    chained: bool


@dataclass(frozen=True)
class Cut:
    """The cut of an index: the radius it serves, the number of parts, the longest key.

    With ``parts`` 0 there are no tables: every search scans all entries.
    """

    radius: int
    parts: int
    key_limit: int

    def __post_init__(self) -> None:
        """Refuses a cut that the arithmetic does not allow."""
        if not (0 <= self.radius <= HASH_BITS and 0 <= self.parts <= MAX_PARTS):
            raise ValueError(f"a cut cannot have radius {self.radius} and {self.parts} parts")
        if self.parts and not (self.parts <= self.radius + 1 and 1 <= self.key_limit <= 24):  # noqa: PLR2004 - MAX_KEY_BITS, also bounded by the kernel
            raise ValueError(f"a cut for radius {self.radius} cannot be {self}")

    @cached_property
    def tables(self) -> tuple[TablePlan, ...]:
        """One plan for each part, in the order of the ring."""
        if not self.parts:
            return ()
        edges = [-(-HASH_BITS * i // self.parts) for i in range(self.parts + 1)]
        widths = sorted((b - a for a, b in pairwise(edges)), reverse=True)
        plans = []
        start = 0
        for i, width in enumerate(widths):
            key_bits = min(width, self.key_limit)
            rest = width - key_bits
            mark_bits = min(MARK_BITS, rest + widths[(i + 1) % self.parts])
            mark_from = (start + key_bits) % HASH_BITS
            plans.append(TablePlan(start, key_bits, mark_from, mark_bits, mark_bits > rest))
            start += width
        return tuple(plans)

    @property
    def starts_length(self) -> int:
        """Number of bucket starts over all tables: one more than buckets in each."""
        return sum((1 << table.key_bits) + 1 for table in self.tables)

    def budgets(self, radius: int) -> list[int]:
        """Bits to flip in each part's key for ``radius``; -1 where the part is not asked."""
        each = radius // self.parts
        more = radius - self.parts * each + 1
        return [each if i < more else each - 1 for i in range(self.parts)]

    def reaches(self, radius: int) -> list[int]:
        """Greatest distance of key and mark together in each part's table, for ``radius``."""
        budgets = self.budgets(radius)
        return [
            budgets[i] + (budgets[(i + 1) % self.parts] + 1 if table.chained else 0)
            for i, table in enumerate(self.tables)
        ]

    def cost(self, entries: int) -> float:
        """Estimated nanoseconds of one query among ``entries`` evenly spread hashes."""
        if not self.parts:
            return _QUERY_NS + entries * _SCAN_NS
        total = _QUERY_NS
        reaches = self.reaches(self.radius)
        for table, budget, reach in zip(
            self.tables, self.budgets(self.radius), reaches, strict=True
        ):
            probes = probe_count(table.key_bits, budget)
            if probes > _MAX_PROBES:
                return inf
            # Number of buckets' worth of entries whose marks pass.
            passing = sum(
                comb(table.key_bits, flips) * probe_count(table.mark_bits, reach - flips)
                for flips in range(min(budget, table.key_bits) + 1)
            ) / (1 << table.mark_bits)
            bucket = entries / (1 << table.key_bits)
            total += probes * (_PROBE_NS + bucket * _MARK_NS) + passing * bucket * _SURVIVOR_NS
        return total


def probe_count(bits: int, radius: int) -> int:
    """Number of keys of ``bits`` bits within ``radius`` bits of a given one."""
    return sum(comb(bits, k) for k in range(min(bits, radius) + 1))


@lru_cache(maxsize=64)
def flip_masks(bits: int, radius: int) -> NDArray[np.uint32]:
    """All masks of at most ``radius`` bits out of ``bits``, by number of bits, then value.

    The masks for a smaller radius come first, so one array serves them all.

    Returns:
        ``(probe_count(bits, radius),)`` uint32, read-only.
    """
    last = np.zeros(1, dtype=np.uint32)
    classes = [last]
    for _ in range(min(bits, radius)):
        # A mask of k + 1 bits is a mask of k bits with one more above its highest.
        grown = [last[last < np.uint32(1 << bit)] | np.uint32(1 << bit) for bit in range(bits)]
        last = np.sort(np.concatenate(grown))
        classes.append(last)
    masks = np.concatenate(classes)
    masks.flags.writeable = False
    return masks


@lru_cache(maxsize=256)
def choose_cut(entries: int, radius: int) -> Cut:
    """The cheapest cut for a list of ``entries`` hashes, by the cost model.

    No table has more than two buckets an entry: more would only spread the starts
    over more memory.
    """
    limit = max(4, min(MAX_KEY_BITS, entries.bit_length()))
    cuts = [Cut(radius, 0, 0)]
    for parts in range(1, min(radius + 1, MAX_PARTS) + 1):
        width = -(-HASH_BITS // parts)
        cuts += [
            Cut(radius, parts, key_limit)
            for key_limit in sorted({min(width, limit - back) for back in range(6)})
            if key_limit > 0
        ]
    return min(cuts, key=lambda cut: (cut.cost(entries), cut.parts, cut.key_limit))
