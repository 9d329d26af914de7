"""JPEG to the 64 x 64 samples of PDQ, without IDCT and without pixels.

A pixel of an 8 x 8 block is ``128 + 1/8 * sum a_u a_v F[v, u] cos_u(x) cos_v(y)``
with ``cos_u(x) = cos((2x + 1) u pi / 16)``, ``a_0 = 1``, ``a_u = sqrt(2)`` (T.81
A.3.3). The filter of PDQ is linear, so its weights can be moved to the other side:
per output row ``k`` and block ``b``, ``G[k, b, v] = a_v * sum_y W[k, y] cos_v(y)``,
and each coefficient is added once, times its weight, while the Huffman stream is
read. Of chrominance only the DC coefficients count.

Invariants:

* After the weights everything is whole numbers: the same samples on every machine.
  ``G[k, b, 0]`` is a plain sum of weights, so a flat picture stays exactly flat.
* The filter hardly passes a frequency above its first null, that of a box of ``n / 128``
  pixels: diagonal ``u + v = 2048 / n`` of a block, for the shorter side ``n``. Diagonals
  well above that do not count: measured on photographs and textures, dropping them
  changes the hash by 2 bits at most.
* Only a clean file is handled: Huffman codes, 8 bits, luminance or luminance first,
  every bit and marker where it belongs, EOI right behind the last scan; baseline in
  one scan, or progressive with every coefficient to its last bit. Of any other file,
  cut or broken ones too, a full decoder decides.
* Baseline keeps a few rows of sums; progressive keeps 2 bytes a pixel, and above
  2**25 pixels it is not handled.
* Bounds: a dequantised coefficient is below ``2**31`` and the weights of a row add
  up to ``(1 + 7 sqrt 2) 2**22 < 2**25.5``, so a vertical sum stays below
  ``2**57``; it is then clamped to ``2**35`` (a real picture stays below ``2**34``),
  so that a horizontal sum stays below ``2**61``.

* A viewer clips pixels, and red, green and blue; the filter does not. A file could hold
  one picture for viewers and another for the filter, so whatever clipping would move is
  left to a full decoder: blocks beyond the energy of 8-bit pixels, and files in which
  the mean colours of MCUs leave the screen's by more than a grey level on average.

Not here: pixels are not clipped before the filter, only samples are. Big-endian
machines work; the kernel swaps where it must.

    >>> from pathlib import Path
    >>> found = jpeg_samples(Path("photo.jpg").read_bytes())  # doctest: +SKIP
"""

from __future__ import annotations

import ctypes
import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from beholden._kernels import library
from beholden.media.core.weights import SIDE, axis_weights

__all__ = ["JpegSamples", "available", "jpeg_samples"]

available = library is not None

_BLOCK = 8
_MIN_SIDE = 5
_COSINE_BITS = 30
# Shortest side from which so many diagonals are enough; the kernel has a version for each.
_DIAGONALS = ((2049, 2), (1025, 3), (769, 4), (513, 6))
_ALL_DIAGONALS = 8
_PROGRESSIVE = 2  # what the kernel calls it
_MOST_PROGRESSIVE_PIXELS = 1 << 25

if library is not None:
    _pointer = ctypes.c_void_p
    _axis: list[Any] = [_pointer, _pointer, _pointer, ctypes.c_int64]
    _header = library.bh_jpeg_header
    _header.restype = ctypes.c_int
    _header.argtypes = [ctypes.c_char_p, ctypes.c_int64, _pointer]
    _samples = library.bh_jpeg_samples
    _samples.restype = ctypes.c_int
    _samples.argtypes = [
        ctypes.c_char_p,
        ctypes.c_int64,
        ctypes.c_int32,
        *_axis,
        *_axis,
        _pointer,
        ctypes.c_int64,
        ctypes.c_int64,
        _pointer,
        _pointer,
    ]
    _progressive = library.bh_jpeg_progressive
    _progressive.restype = ctypes.c_int
    _progressive.argtypes = [*_samples.argtypes, _pointer, _pointer, ctypes.c_int64]
    _workspaces = (library.bh_jpeg_workspace, library.bh_jpeg_progressive_workspace)
    for _size in _workspaces:
        _size.restype = ctypes.c_int64
    _WORKSPACE_BYTES = max(int(_size()) for _size in _workspaces)


class JpegSamples(NamedTuple):
    """What a JPEG gives to PDQ.

    ``width`` and ``height`` are the picture's, in pixels; ``samples`` is (64, 64)
    int64 in units of 1000 * 2**44 per grey level, 0 to 255 levels.
    """

    width: int
    height: int
    samples: npt.NDArray[np.int64]


class BlockWeights(NamedTuple):
    """Weights of one axis by frequency: row ``k`` covers ``taps[k]`` blocks from ``start[k]``.

    Shapes: ``start`` and ``taps`` (64,) int32; ``weights`` (64, most taps,
    frequencies) int32, zero behind the taps of a row; 2**22 per unit. Read-only.
    """

    start: npt.NDArray[np.int32]
    taps: npt.NDArray[np.int32]
    weights: npt.NDArray[np.int32]


def jpeg_samples(
    data: bytes,
    *,
    mirror_rows: bool = False,
    mirror_columns: bool = False,
    max_pixels: int = _MOST_PROGRESSIVE_PIXELS,
    min_colour_mcus: int = 0,
) -> JpegSamples | None:
    """Filters and decimates a JPEG as it is read.

    Args:
        data: The file's bytes.
        mirror_rows: Filter each column of pixels from its other end; the samples then
            stand in descending order (``axis_weights``).
        mirror_columns: The same for each row.
        max_pixels: A progressive picture with more is not handled: its coefficients
            would be held in memory.
        min_colour_mcus: A colour picture whose shorter side has fewer MCUs is not
            handled: colours are watched by MCU, and 64 samples a side see more.

    Returns:
        Size and samples; None where another decoder must be used: not a clean
        file, coefficients that no picture of 8 bits has, colours that no screen
        has, too few MCUs, a side below 5 pixels, or no kernel on this machine.
    """
    if not available:
        return None
    info = (ctypes.c_int32 * 5)()
    kind = _header(data, len(data), info)
    width, height, across, down, components = info
    if not kind or min(width, height) < _MIN_SIDE:
        return None
    if components > 1 and min(width, height) < max(across, down) * min_colour_mcus * _BLOCK:
        return None
    columns = -(-width // (_BLOCK * across)) * across
    rows = -(-height // (_BLOCK * down)) * down
    if kind == _PROGRESSIVE and columns * rows * _BLOCK**2 > min(
        max_pixels, _MOST_PROGRESSIVE_PIXELS
    ):
        return None
    diagonals = diagonals_for(width, height)
    vertical = block_weights(height, diagonals, mirrored=mirror_rows)
    horizontal = block_weights(width, diagonals, mirrored=mirror_columns)
    slots = _rows_at_once(height, down, mirrored=mirror_rows)
    sums = np.zeros((slots, columns * diagonals), dtype=np.int64)
    workspace = np.empty(_WORKSPACE_BYTES // 8 + 1, dtype=np.uint64)
    samples = np.empty((SIDE, SIDE), dtype=np.int64)
    arguments = (
        data,
        len(data),
        diagonals,
        *_pointers(vertical),
        *_pointers(horizontal),
        sums.ctypes.data,
        *sums.shape,
        workspace.ctypes.data,
        samples.ctypes.data,
    )
    if kind == _PROGRESSIVE:
        values = np.zeros((rows, columns, _BLOCK**2), dtype=np.int16)
        known = np.zeros((rows, columns), dtype=np.uint64)
        handled = _progressive(*arguments, values.ctypes.data, known.ctypes.data, known.size)
    else:
        handled = _samples(*arguments)
    return JpegSamples(width, height, samples) if handled else None


def diagonals_for(width: int, height: int) -> int:
    """How many diagonals of a block count: coefficients with ``u + v`` below this, 8 for all."""
    side = min(width, height)
    return next((count for least, count in _DIAGONALS if side >= least), _ALL_DIAGONALS)


@lru_cache(maxsize=512)
def block_weights(length: int, frequencies: int, *, mirrored: bool = False) -> BlockWeights:
    """Weights for an axis of ``length`` pixels and the lowest ``frequencies`` of 8."""
    pixels = axis_weights(length, mirrored=mirrored)
    start = pixels.start // _BLOCK
    taps = -(-(pixels.start + pixels.taps) // _BLOCK) - start
    within = np.arange(int(taps.max()) * _BLOCK) - (pixels.start % _BLOCK)[:, None]
    inside = (within >= 0) & (within < pixels.taps[:, None])
    dense = np.zeros(within.shape, dtype=np.int64)
    dense[inside] = np.take_along_axis(
        pixels.weights, np.where(inside, within, 0).astype(np.int64), axis=1
    )[inside]
    # Whole numbers from here on: 2**22 * 2**30.5 leaves room in int64.
    wide = dense.reshape(SIDE, -1, _BLOCK) @ _cosines()[:, :frequencies]
    weights = ((wide + (1 << (_COSINE_BITS - 1))) >> _COSINE_BITS).astype(np.int32)
    for array in (start, taps, weights):
        array.setflags(write=False)
    return BlockWeights(start, taps, weights)


@lru_cache(maxsize=1)
def _cosines() -> npt.NDArray[np.int64]:
    """``a_v cos((2y + 1) v pi / 16)`` as (y, v), with 30 fractional bits."""
    return np.array(
        [
            [
                round(
                    (1 << _COSINE_BITS)
                    * (math.sqrt(2) if v else 1)
                    * math.cos((2 * y + 1) * v * math.pi / 16)
                )
                for v in range(_BLOCK)
            ]
            for y in range(_BLOCK)
        ],
        dtype=np.int64,
    )


@lru_cache(maxsize=512)
def _rows_at_once(height: int, blocks: int, *, mirrored: bool) -> int:
    """Most output rows that one MCU row of ``blocks`` block rows can touch."""
    axis = axis_weights(height, mirrored=mirrored)
    first = axis.start // (_BLOCK * blocks)
    last = (axis.start + axis.taps - 1) // (_BLOCK * blocks)
    oldest = np.searchsorted(last, first, side="left")
    return int((np.arange(SIDE) - oldest).max()) + 1


def _pointers(axis: BlockWeights) -> tuple[int, int, int, int]:
    stride = axis.weights.shape[1] * axis.weights.shape[2]
    return (axis.start.ctypes.data, axis.taps.ctypes.data, axis.weights.ctypes.data, stride)
