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
    low, high = np.maximum(index - left, 0), np.minimum(index + right, length - 1)
    # Sums of 1 / (pixels in the box around j) over j below an index.
    shares = np.concatenate(([0.0], np.cumsum(1.0 / (high - low + 1))))

    centre = (2 * np.arange(SIDE) + 1) * length // (2 * SIDE)
    start, end = low[low[centre]], high[high[centre]] + 1
    pixel = start[:, None] + np.arange(int((end - start).max()))
    # The second box around the centre, cut to those whose first box holds the pixel.
    first = np.maximum(pixel - right, low[centre][:, None])
    last = np.minimum(pixel + left, high[centre][:, None])
    inside = (pixel < end[:, None]) & (first <= last)
    fine = np.where(
        inside, shares[np.where(inside, last + 1, 0)] - shares[np.where(inside, first, 0)], 0
    )
    if mirrored:
        pixel = length - 1 - pixel
        start, end = length - end[::-1], length - start[::-1]
        pixel, fine = pixel[::-1, ::-1], fine[::-1, ::-1]
    start, end = start // scale, -(-end // scale)
    coarse = np.zeros((SIDE, int((end - start).max())))
    inside = fine > 0
    row = np.broadcast_to(np.arange(SIDE)[:, None], fine.shape)
    np.add.at(coarse, (row[inside], (pixel // scale - start[:, None])[inside]), fine[inside])

    result = AxisWeights(start.astype(np.int32), (end - start).astype(np.int32), _whole(coarse))
    for array in result:
        array.setflags(write=False)
    return result


def _whole(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.uint32]:
    """Each row in whole numbers that add up to ``2 ** WEIGHT_BITS``, largest remainder first."""
    exact = weights * ((1 << WEIGHT_BITS) / weights.sum(axis=1, keepdims=True))
    whole = np.floor(exact)
    missing = (1 << WEIGHT_BITS) - whole.sum(axis=1, keepdims=True)
    order = np.argsort(whole - exact, axis=1, kind="stable")
    extra = (np.arange(weights.shape[1]) < missing).astype(np.float64)
    np.put_along_axis(whole, order, np.take_along_axis(whole, order, axis=1) + extra, axis=1)
    result: npt.NDArray[np.uint32] = whole.astype(np.uint32)
    return result
