"""Hash lists of every awkward shape, and the slow answer that is right by inspection."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from beholden.matching.core import _native, _portable
from beholden.matching.core._tables import Found, Search, Tables
from beholden.matching.core.plan import Cut

Hashes: TypeAlias = NDArray[np.uint8]
Rows: TypeAlias = list[tuple[int, int, int]]

FILLS: dict[str, Callable[[Cut, Hashes], Tables]] = {"numpy": _portable.fill}
SEARCHES: dict[str, Callable[[Tables], Search]] = {"numpy": _portable.prepare}
if _native.available():
    FILLS["kernel"] = _native.fill
    SEARCHES |= {
        f"kernel level {level}": partial(_native.prepare, level=level)
        for level in range(_native.best_level() + 1)
    }

SHAPES = ("random", "near copies", "few values", "half constant", "all zero", "two clusters")


def random_hashes(rng: np.random.Generator, count: int) -> Hashes:
    return rng.integers(0, 256, (count, 32), dtype=np.uint8)


def flipped(rng: np.random.Generator, hashes: Hashes, distances: Any) -> Hashes:
    """Copies of the hashes with exactly that many bits flipped in each."""
    order = np.argsort(rng.random((len(hashes), 256)), axis=1)
    ranks = np.argsort(order, axis=1)
    turned: Hashes = np.packbits(ranks < np.reshape(distances, (-1, 1)), axis=1)
    return hashes ^ turned


def hash_list(rng: np.random.Generator, count: int, shape: str) -> Hashes:
    if shape == "all zero":
        return np.zeros((count, 32), np.uint8)
    if shape == "near copies":
        centre = np.repeat(random_hashes(rng, 1), count, axis=0)
        return flipped(rng, centre, rng.integers(0, 24, count))
    if shape == "few values":
        return random_hashes(rng, 3)[rng.integers(0, 3, count)]
    if shape == "two clusters":
        centres = random_hashes(rng, 2)[rng.integers(0, 2, count)]
        return flipped(rng, centres, rng.integers(0, 60, count))
    hashes = random_hashes(rng, count)
    if shape == "half constant":
        hashes[:, rng.permutation(32)[:16]] = 255
    return hashes


def questions(rng: np.random.Generator, hashes: Hashes, count: int, radius: int) -> Hashes:
    """Entries at distances around the radius, the far corner of the list, and strangers."""
    asked = random_hashes(rng, count)
    if len(hashes):
        near = max(1, count - 2)
        chosen = hashes[rng.integers(0, len(hashes), near)]
        distances = rng.integers(max(0, radius - 6), min(256, radius + 2) + 1, near)
        asked[:near] = flipped(rng, chosen, distances)
        asked[-1] = ~hashes[0]
    return asked


def brute_force(hashes: Hashes, queries: Hashes, radius: int) -> Rows:
    """All pairs compared as Python's own integers."""
    entries = [int.from_bytes(row.tobytes(), "big") for row in hashes]
    asked = [int.from_bytes(row.tobytes(), "big") for row in queries]
    return [
        (i, j, (query ^ entry).bit_count())
        for i, query in enumerate(asked)
        for j, entry in enumerate(entries)
        if (query ^ entry).bit_count() <= radius
    ]


def as_rows(found: Found) -> Rows:
    return list(zip(*(column.tolist() for column in found), strict=True))


seeds = st.integers(0, 2**32 - 1)
shapes = st.sampled_from(SHAPES)
