"""The numpy back end: the same layout and the same results as the kernel, slower.

It is used where no kernel was built, and it is one of the oracles of the tests.
Damaged tables are bounded as in the kernel: a search may then miss, but it ends.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from beholden.matching.core._tables import Tables, empty_tables, starts_offsets
from beholden.matching.core.plan import flip_masks

if TYPE_CHECKING:
    from beholden.matching.core._tables import Found, Search
    from beholden.matching.core.plan import Cut, TablePlan

__all__ = ["fill", "prepare"]

_CHUNK_QUERIES = 256
# Keeps the scratch memory of one chunk below about 200 MB, whatever the list.
_CHUNK_MARKS = 1 << 21
# As in the kernel: beyond these multiples of the list a packed scan is cheaper.
_MARKS_PER_ENTRY = 4

_Buckets: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]


def fill(cut: Cut, hashes: NDArray[np.uint8]) -> Tables:
    """Builds the tables of ``(n, 32)`` contiguous hashes by a stable sort of the keys."""
    tables = empty_tables(cut, hashes)
    ring = _ring(hashes)
    for i, (plan, (a, b)) in enumerate(zip(cut.tables, pairwise(starts_offsets(cut)), strict=True)):
        keys = _field(ring, plan.key_from, plan.key_bits)
        order = np.argsort(keys, kind="stable")
        tables.starts[a] = 0
        np.cumsum(np.bincount(keys, minlength=b - a - 1), out=tables.starts[a + 1 : b])
        tables.ids[i] = order
        tables.marks[i] = _field(ring, plan.mark_from, plan.mark_bits)[order]
    return tables


def prepare(tables: Tables) -> Search:
    """A search over ``tables``."""

    def search(queries: NDArray[np.uint8] | bytes, radius: int) -> Found:
        if isinstance(queries, bytes):
            queries = np.frombuffer(queries, np.uint8).reshape(-1, tables.hashes.shape[1])
        found = [np.zeros((3, 0), np.int64)]
        for at in range(0, len(queries), _CHUNK_QUERIES):
            piece = _search_chunk(tables, queries[at : at + _CHUNK_QUERIES], radius)
            piece[0] += at
            found.append(piece)
        whole = np.concatenate(found, axis=1)
        return whole[0], whole[1], whole[2]

    return search


def _search_chunk(tables: Tables, queries: NDArray[np.uint8], radius: int) -> NDArray[np.int64]:
    """Rows of query number, entry number and distance, sorted by query and entry."""
    entries = len(tables.hashes)
    words, query_words = tables.hashes.view(np.uint64), queries.view(np.uint64)
    found = [np.zeros((3, 0), np.int64)]
    whole = np.ones(len(queries), dtype=bool)
    if tables.cut.parts:
        buckets = _buckets(tables, queries, radius)
        marks = np.sum([length.sum(axis=1) for _, length in buckets], axis=0)
        whole = marks > _MARKS_PER_ENTRY * entries
        if len(queries) > 1 and marks[~whole].sum() > _CHUNK_MARKS:
            half = len(queries) // 2
            first = _search_chunk(tables, queries[:half], radius)
            second = _search_chunk(tables, queries[half:], radius)
            second[0] += half
            return np.concatenate([first, second], axis=1)
        for _, length in buckets:
            length[whole] = 0
        pairs = np.unique(_survivors(tables, queries, radius, buckets))
        query, entry = np.divmod(pairs, max(1, entries))
        distance = _distances(words[entry], query_words[query])
        near = distance <= radius
        found.append(np.stack([query[near], entry[near], distance[near]]))
    for number in np.flatnonzero(whole):
        distance = _distances(words, query_words[number])
        entry = np.flatnonzero(distance <= radius)
        found.append(np.stack([np.full_like(entry, number), entry, distance[entry]]))
    result = np.concatenate(found, axis=1)
    return result[:, np.argsort(result[0], kind="stable")]


def _buckets(tables: Tables, queries: NDArray[np.uint8], radius: int) -> list[_Buckets]:
    """For each table, begin and length of every bucket to look into: ``(q, probes)``."""
    cut, ring, entries = tables.cut, _ring(queries), len(tables.hashes)
    buckets = []
    for plan, budget, (a, b) in zip(
        cut.tables, cut.budgets(radius), pairwise(starts_offsets(cut)), strict=True
    ):
        keys = _field(ring, plan.key_from, plan.key_bits)
        probed = keys[:, None] ^ _masks(plan, budget)[None, :]
        starts = tables.starts[a:b]
        begin = starts[probed].astype(np.int64)
        end = np.minimum(starts[probed + np.uint32(1)].astype(np.int64), entries)
        buckets.append((begin, np.maximum(end - begin, 0)))
    return buckets


def _survivors(
    tables: Tables, queries: NDArray[np.uint8], radius: int, buckets: list[_Buckets]
) -> NDArray[np.int64]:
    """Pairs, coded as query * entries + entry, that pass the marks of some table."""
    cut, ring, entries = tables.cut, _ring(queries), len(tables.hashes)
    passed = []
    for i, (plan, budget, reach) in enumerate(
        zip(cut.tables, cut.budgets(radius), cut.reaches(radius), strict=True)
    ):
        begins, lengths = buckets[i]
        numbers, probes = np.nonzero(lengths)
        length = lengths[numbers, probes]
        at = _concatenated_ranges(begins[numbers, probes], length)
        number = np.repeat(numbers, length)
        marks = _field(ring, plan.mark_from, plan.mark_bits).astype(np.uint16)
        far = np.bitwise_count(tables.marks[i][at] ^ marks[number])
        bounds = reach - np.bitwise_count(_masks(plan, budget)).astype(np.int64)
        near = np.flatnonzero(far <= np.repeat(bounds[probes], length))
        entry = tables.ids[i][at[near]].astype(np.int64)
        inside = entry < entries
        passed.append(number[near][inside] * entries + entry[inside])
    return np.concatenate(passed)


def _masks(plan: TablePlan, budget: int) -> NDArray[np.uint32]:
    if budget < 0:
        return np.zeros(0, np.uint32)
    return flip_masks(plan.key_bits, budget)


def _concatenated_ranges(begin: NDArray[np.int64], length: NDArray[np.int64]) -> NDArray[np.int64]:
    """``begin[0], begin[0] + 1, ...`` for ``length[0]`` items, then the next range."""
    before = np.cumsum(length) - length
    ranges: NDArray[np.int64] = np.arange(length.sum()) + np.repeat(begin - before, length)
    return ranges


def _distances(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> NDArray[np.int64]:
    distances: NDArray[np.int64] = np.bitwise_count(a ^ b).sum(axis=1, dtype=np.int64)
    return distances


def _ring(hashes: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """``(n, 5)`` words, bit 0 lowest: the first again behind the last."""
    words = hashes.view("<u8").astype(np.uint64)
    return np.concatenate([words, words[:, :1]], axis=1)


def _field(ring: NDArray[np.uint64], start: int, bits: int) -> NDArray[np.uint32]:
    word, shift = divmod(start, 64)
    low = ring[:, word] >> np.uint64(shift)
    high = (ring[:, word + 1] << np.uint64(1)) << np.uint64(63 - shift)
    return ((low | high) & np.uint64((1 << bits) - 1)).astype(np.uint32)
