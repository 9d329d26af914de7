"""The banded matrix of one axis: 64 rows that filter and decimate in one step.

The Jarosz box of the reference has the window ``ceil(n / 128)``; for an even
window it reaches one pixel further right than left, and it shrinks at the
edges. Two passes make each output a weighted mean of at most ``2 * window``
neighbours. Decimation keeps index ``floor((k + 0.5) n / 64)``.

Weights are whole numbers that add up to exactly ``2 ** WEIGHT_BITS`` a row, so
a flat picture stays flat and every later sum is exact.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SIDE = 64
WEIGHT_BITS = 22


class AxisWeights(NamedTuple):
    """Weights of one axis: row ``k`` covers ``taps[k]`` pixels from ``start[k]`` on.

    Shapes: ``start`` and ``taps`` (64,) int32; ``weights`` (64, most taps) uint32,
    zero behind the taps of a row. The arrays are read-only: they are cached.
    """

    start: npt.NDArray[np.int32]
    taps: npt.NDArray[np.int32]
    weights: npt.NDArray[np.uint32]


def scaled_length(length: int, scale: int) -> int:
    """Pixels that a decode at 1/``scale`` gives for ``length`` original pixels."""
    return -(-length // scale)


@lru_cache(maxsize=512)
def axis_weights(length: int, scale: int = 1, *, mirrored: bool = False) -> AxisWeights:
    """Weights for an axis of ``length`` original pixels, decoded at 1/``scale``.

    A scaled pixel stands for its block of ``scale`` original pixels and carries
    the sum of their weights; the last block may be incomplete.

    ``mirrored`` gives the weights of the picture seen from the other end. An even
    window reaches further to one side, so they are not the same; with the reference
    that costs a mirrored picture up to 26 bits. Row ``k`` then belongs to sample
    ``63 - k``, so that ``start`` ascends here too.
    """
    window = -(-length // (2 * SIDE))
    right = (window + 2) // 2 - 1
    left = window - 1 - right
    index = np.arange(length)
    low = np.maximum(index - left, 0)
    high = np.minimum(index + right, length - 1)
    share = 1.0 / (high - low + 1)

    rows = []
    for k in range(SIDE):
        centre = ((2 * k + 1) * length) // (2 * SIDE)
        box = np.arange(low[centre], high[centre] + 1)
        first, last = int(low[box[0]]), int(high[box[-1]])
        steps = np.zeros(last - first + 2)
        np.add.at(steps, low[box] - first, share[box])
        np.subtract.at(steps, high[box] + 1 - first, share[box])
        fine = np.cumsum(steps)[:-1]
        if mirrored:
            first, last, fine = length - 1 - last, length - 1 - first, fine[::-1]
        block = np.arange(first, last + 1) // scale
        coarse = np.bincount(block - block[0], weights=fine).astype(np.float64)
        rows.append((int(block[0]), _whole(coarse)))
    if mirrored:
        rows.reverse()

    start = np.array([first for first, _ in rows], dtype=np.int32)
    taps = np.array([len(row) for _, row in rows], dtype=np.int32)
    weights = np.zeros((SIDE, int(taps.max())), dtype=np.uint32)
    for k, (_, row) in enumerate(rows):
        weights[k, : len(row)] = row
    for array in (start, taps, weights):
        array.setflags(write=False)
    return AxisWeights(start, taps, weights)


def _whole(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.uint32]:
    """Scales to whole numbers that add up to ``2 ** WEIGHT_BITS``, largest remainder first."""
    exact = weights * ((1 << WEIGHT_BITS) / weights.sum())
    whole = np.floor(exact)
    missing = (1 << WEIGHT_BITS) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    whole_weights: npt.NDArray[np.uint32] = whole.astype(np.uint32)
    return whole_weights
