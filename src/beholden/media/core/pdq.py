"""PDQ in whole numbers: one picture in, eight hashes and a quality out.

PDQ (Facebook 2019, "The TMK+PDQF video-hashing algorithm and the PDQ
image-hashing algorithm") filters the luminance twice with a Jarosz box along
each axis, keeps 64 x 64 samples, takes a 16 x 64 DCT-II without the DC row on
both sides, and says of each of the 256 coefficients whether it is above their
lower median. Filter and decimation are linear and separable, hence one product
``M_h . A . M_w^T`` of two banded 64-row matrices (``weights.py``): pixels that
decimation would drop are never computed.

Invariants:

* Everything after the weights is exact integer arithmetic: the C kernel and
  numpy give the same bits, on every machine, in any order of summation.
* Bounds, for 8-bit pixels: a row sum is below ``255 * 2**22 < 2**30`` (uint32);
  a sample below ``255 * 1000 * 2**44 < 2**62``; kept with 20 fractional bits it
  is below ``2**28``; after one DCT side below ``2**32``; a coefficient below
  ``2**62`` (int64 throughout).
* A flat picture has 256 zero coefficients and so an all-zero hash of quality 0,
  where the floating-point reference gives rounding noise.

Not here: decoding, what a hash is compared with, which quality is enough.

    >>> import numpy as np
    >>> picture = np.random.default_rng(1).integers(0, 256, (90, 120), dtype=np.uint8)
    >>> hashes, quality = pdq_from_array(picture)
    >>> hashes.shape, quality
    ((8, 32), 100)
"""

from __future__ import annotations

import math
from types import ModuleType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from beholden.media.core import _native, _portable
from beholden.media.core.weights import SIDE, axis_weights, scaled_length

MIN_SIDE = 5
"""Shortest side, in pixels, that can be hashed (as in the reference)."""


class Turn(NamedTuple):
    """How a viewer turns a stored picture: mirror rows, mirror columns, then exchange axes."""

    rows: bool = False
    columns: bool = False
    transpose: bool = False

    def shown(self, samples: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """``(64, 64)`` samples made with mirrored weights, in the order of the shown picture."""
        if self.rows:
            samples = samples[::-1]
        if self.columns:
            samples = samples[:, ::-1]
        return np.ascontiguousarray(samples.T if self.transpose else samples)


TURNS = {
    1: Turn(),
    2: Turn(columns=True),
    3: Turn(rows=True, columns=True),
    4: Turn(rows=True),
    5: Turn(transpose=True),
    6: Turn(rows=True, transpose=True),
    7: Turn(rows=True, columns=True, transpose=True),
    8: Turn(columns=True, transpose=True),
}
"""By EXIF orientation (tag 0x0112)."""

_BACKEND: ModuleType = _native if _native.available else _portable


def _dct_matrix() -> npt.NDArray[np.int64]:
    scale = math.sqrt(2 / SIDE) * (1 << _portable.DCT_BITS)
    rows = [
        [round(scale * math.cos(math.pi / (2 * SIDE) * (i + 1) * (2 * j + 1))) for j in range(SIDE)]
        for i in range(16)
    ]
    return np.array(rows, dtype=np.int64)


_DCT = _dct_matrix()


class PdqReducer:
    """Takes a picture in strips of rows, top to bottom, and hashes it at the end.

    Only ``64 x width`` sums are kept, whatever the height.

    Args:
        width: Of the original picture, in pixels.
        height: Of the original picture, in pixels.
        channels: 1 for luminance, 3 for red, green, blue.
        scale: 1, 2, 4 or 8: the rows given are a decode at 1/scale, each pixel
            standing for a block of the original.
        orientation: EXIF orientation 1-8: the hash is that of the picture as a
            viewer shows it, while the rows given are those stored.
        backend: For tests: the module that does the three steps.
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        channels: int = 1,
        scale: int = 1,
        orientation: int = 1,
        backend: ModuleType = _BACKEND,
    ) -> None:
        if min(width, height) < MIN_SIDE:
            raise ValueError(f"width and height must be at least {MIN_SIDE} pixels")
        if channels not in {1, 3}:
            raise ValueError("channels must be 1 (luminance) or 3 (red, green, blue)")
        self.row_bytes = scaled_length(width, scale) * channels
        self.rows = scaled_length(height, scale)
        self._channels = channels
        turn = TURNS[orientation]
        self._turn = turn
        self._vertical = axis_weights(height, scale, mirrored=turn.rows)
        self._horizontal = axis_weights(width, scale, mirrored=turn.columns)
        self._sums = np.zeros((SIDE, self.row_bytes), dtype=np.uint32)
        self._next = 0
        self._backend = backend

    def feed(self, strip: npt.NDArray[np.uint8]) -> None:
        """Takes the next rows: ``(count, row_bytes)`` uint8."""
        if strip.ndim != 2 or strip.shape[1] != self.row_bytes:  # noqa: PLR2004 - rows and bytes
            raise ValueError(f"strip must have the shape (rows, {self.row_bytes})")
        if strip.dtype != np.uint8 or self._next + len(strip) > self.rows:
            raise ValueError(f"strip must be uint8, {self.rows} rows in all")
        self._backend.add_rows(self._sums, np.ascontiguousarray(strip), self._next, self._vertical)
        self._next += len(strip)

    def finish(self) -> tuple[npt.NDArray[np.uint8], int]:
        """The ``(8, 32)`` hash bytes in dihedral order, and the quality 0-100.

        Raises:
            ValueError: Rows are missing.
        """
        if self._next != self.rows:
            raise ValueError(f"{self._next} of {self.rows} rows were given")
        samples = self._backend.add_columns(self._sums, self._channels, self._horizontal)
        return pdq_from_samples(samples, self._turn, backend=self._backend)


def pdq_from_samples(
    samples: npt.NDArray[np.int64], turn: Turn = TURNS[1], *, backend: ModuleType = _BACKEND
) -> tuple[npt.NDArray[np.uint8], int]:
    """The last step alone: ``(64, 64)`` samples in units of ``1000 * 2**44`` a grey level.

    Args:
        samples: Made with the axes mirrored as ``turn`` says.
        turn: How the picture is shown.
        backend: For tests.

    Returns:
        As ``pdq_from_array``.
    """
    hashes, quality = backend.finish(turn.shown(samples), _DCT)
    return hashes, quality


def pdq_from_array(
    pixels: npt.NDArray[np.uint8], *, backend: ModuleType = _BACKEND
) -> tuple[npt.NDArray[np.uint8], int]:
    """Hashes a decoded picture.

    Args:
        pixels: ``(height, width)`` luminance or ``(height, width, 3)`` RGB, uint8,
            each side at least 5.
        backend: For tests.

    Returns:
        ``(8, 32)`` uint8: the hash bytes in dihedral order; and the quality 0-100.
    """
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]  # noqa: PLR2004 - height and width
    height, width = pixels.shape[:2]
    reducer = PdqReducer(width, height, channels=channels, backend=backend)
    reducer.feed(pixels.reshape(height, width * channels))
    return reducer.finish()
