"""The three steps of PDQ in C. Same functions, same bits as ``_portable``."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import numpy.typing as npt

from beholden._kernels import library
from beholden.media.core.weights import SIDE, AxisWeights

available = library is not None

if library is not None:
    _pointer = ctypes.c_void_p
    _axis: list[Any] = [_pointer, _pointer, _pointer, ctypes.c_int64]
    _rows = library.bh_pdq_rows
    _rows.restype = None
    _rows.argtypes = [_pointer, _pointer, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, *_axis]
    _columns = library.bh_pdq_columns
    _columns.restype = None
    _columns.argtypes = [_pointer, _pointer, ctypes.c_int64, ctypes.c_int, *_axis]
    _finish = library.bh_pdq_finish
    _finish.restype = ctypes.c_int
    _finish.argtypes = [_pointer, _pointer, _pointer]


def add_rows(
    sums: npt.NDArray[np.uint32], pixels: npt.NDArray[np.uint8], first: int, axis: AxisWeights
) -> None:
    """Folds picture rows ``first`` onwards (count x bytes a row) into the (64, bytes) sums."""
    _rows(
        sums.ctypes.data,
        pixels.ctypes.data,
        pixels.shape[1],
        first,
        pixels.shape[0],
        *_pointers(axis),
    )


def add_columns(
    sums: npt.NDArray[np.uint32], channels: int, axis: AxisWeights
) -> npt.NDArray[np.int64]:
    """(64, width * channels) sums to the (64, 64) samples, in units of 1000 * 2**44."""
    samples = np.empty((SIDE, SIDE), dtype=np.int64)
    width = sums.shape[1] // channels
    _columns(samples.ctypes.data, sums.ctypes.data, width, channels, *_pointers(axis))
    return samples


def finish(
    samples: npt.NDArray[np.int64], dct: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint8], int]:
    """(64, 64) samples to (8, 32) hash bytes and the quality."""
    hashes = np.empty((8, 32), dtype=np.uint8)
    quality = _finish(samples.ctypes.data, dct.ctypes.data, hashes.ctypes.data)
    return hashes, int(quality)


def _pointers(axis: AxisWeights) -> tuple[int, int, int, int]:
    return (
        axis.start.ctypes.data,
        axis.taps.ctypes.data,
        axis.weights.ctypes.data,
        axis.weights.shape[1],
    )
