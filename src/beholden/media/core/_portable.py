"""The three steps of PDQ in numpy: the fallback without a compiler, and the oracle of the C."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from beholden.media.core.weights import SIDE, AxisWeights

FRACTION_BITS = 20
DCT_BITS = 26
LUMA = (299, 587, 114)
LUMA_UNIT = 1000

# Transpose, change sign by row, change sign by column; DIHEDRAL_NAMES gives the order.
_VARIANTS = (
    (False, False, False),
    (True, True, False),
    (False, True, True),
    (True, False, True),
    (False, True, False),
    (False, False, True),
    (True, False, False),
    (True, True, True),
)
# A mirrored axis changes the sign of the odd frequencies; index 0 holds frequency 1.
_SIGN = np.where(np.arange(16) % 2 == 0, -1, 1)


def add_rows(
    sums: npt.NDArray[np.uint32], pixels: npt.NDArray[np.uint8], first: int, axis: AxisWeights
) -> None:
    """Folds picture rows ``first`` onwards (count x bytes a row) into the (64, bytes) sums."""
    for k in range(SIDE):
        start, end = int(axis.start[k]), int(axis.start[k] + axis.taps[k])
        low, high = max(start, first), min(end, first + len(pixels))
        if low < high:
            weights = axis.weights[k, low - start : high - start].astype(np.float64)
            # Whole numbers below 2**53: float64 products and sums are exact in any order.
            rows = pixels[low - first : high - first].astype(np.float64)
            sums[k] += (weights @ rows).astype(np.uint32)


def add_columns(
    sums: npt.NDArray[np.uint32], channels: int, axis: AxisWeights
) -> npt.NDArray[np.int64]:
    """(64, width * channels) sums to the (64, 64) samples, in units of 1000 * 2**44."""
    luma = sums.reshape(SIDE, -1, channels).astype(np.int64)
    wide = luma @ np.array(LUMA) if channels > 1 else luma[:, :, 0] * LUMA_UNIT
    samples = np.empty((SIDE, SIDE), dtype=np.int64)
    for k in range(SIDE):
        start, taps = int(axis.start[k]), int(axis.taps[k])
        samples[:, k] = wide[:, start : start + taps] @ axis.weights[k, :taps].astype(np.int64)
    return samples


def finish(
    samples: npt.NDArray[np.int64], dct: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint8], int]:
    """(64, 64) samples to (8, 32) hash bytes and the quality."""
    unit = LUMA_UNIT << 24
    values = (samples + unit // 2) // unit
    gradients = sum(
        int((np.abs(np.diff(values, axis=axis)) * 100 // (255 << FRACTION_BITS)).sum())
        for axis in (0, 1)
    )
    half = 1 << (DCT_BITS - 1)
    partial = (dct @ (values - values[0, 0]) + half) >> DCT_BITS
    coefficients = partial @ dct.T
    hashes = np.stack([_bits(_turned(coefficients, variant)) for variant in _VARIANTS])
    return hashes, min(gradients // 90, 100)


def _turned(
    coefficients: npt.NDArray[np.int64], variant: tuple[bool, bool, bool]
) -> npt.NDArray[np.int64]:
    transpose, by_row, by_column = variant
    turned = coefficients.T if transpose else coefficients
    if by_row:
        turned = turned * _SIGN[:, None]
    if by_column:
        turned = turned * _SIGN[None, :]
    return turned


def _bits(coefficients: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    flat = coefficients.ravel()
    lower_median = np.sort(flat)[len(flat) // 2 - 1]
    return np.packbits((flat > lower_median)[::-1])
