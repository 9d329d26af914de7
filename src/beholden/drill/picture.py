r"""The drill picture: a harmless landscape with a label, the same bits everywhere.

Drawn with whole numbers and written as a PNG with uncompressed blocks, because
two versions of zlib compress the same pixels to different bytes. The layout is
lopsided on purpose: none of its eight turned or mirrored forms looks like another.

PDQ notes of each of 256 frequencies whether it is above or below their median, so
a frequency near the median flips in an ordinary re-encode. The tables below were
searched so that every frequency lies far from it, and edges are soft, so that
small copies sample the same shapes. A changed table needs that search again.

    >>> drill_picture()[:8]
    b'\x89PNG\r\n\x1a\n'
"""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise

import numpy as np
import numpy.typing as npt

WIDTH = 512
HEIGHT = 384
LABEL = ("BEHOLDEN DRILL", "HARMLESS TEST PICTURE")

# Pixels are drawn as luminance. Each half of the palette holds one colour for every
# second luminance: first those of the sky, then those of the ground.
_GROUND, _PLATE, _INK = 120, 240, 241
_PLATE_LUMINANCE = 196
_TRUNK_LUMINANCE = 40
_TRUNK_HALF_WIDTH = 5
_SKY_COLOURS = (
    (24, (12, 22, 52)),
    (60, (36, 58, 112)),
    (110, (84, 112, 164)),
    (150, (140, 152, 172)),
    (186, (184, 188, 194)),
    (214, (255, 212, 120)),
)
_GROUND_COLOURS = (
    (24, (12, 32, 24)),
    (80, (50, 98, 46)),
    (134, (126, 146, 60)),
    (186, (222, 188, 96)),
    (214, (246, 216, 140)),
)

# Ellipses and trees: centre x and y, half width, half height, luminance.
# Hills: centre x, height, half width, y of the foot, luminance at the ridge.
_SKY_SPOTS = (
    (65, 26, 72, 17, 179),
    (401, 32, 79, 17, 169),
    (155, 71, 30, 20, 156),
    (111, 105, 66, 12, 186),
    (433, 63, 53, 15, 186),
    (416, 52, 49, 23, 145),
    (457, 25, 30, 19, 159),
    (337, 93, 57, 13, 160),
    (512, 129, 30, 10, 181),
    (136, 94, 42, 42, 212),
)
_HILLS = (
    (193, 125, 145, 180, 90),
    (297, 116, 154, 174, 150),
    (32, 98, 141, 175, 115),
    (151, 47, 200, 260, 61),
    (214, 66, 60, 264, 107),
    (107, 40, 156, 260, 58),
    (117, 62, 64, 243, 40),
)
_FIELDS = (
    (220, 277, 85, 16, 131),
    (437, 329, 87, 26, 111),
    (512, 230, 51, 26, 60),
    (509, 242, 53, 22, 183),
    (437, 247, 49, 12, 99),
    (482, 231, 92, 9, 60),
    (484, 277, 51, 12, 191),
)
_TREES = (
    (93, 303, 26, 29, 165),
    (58, 273, 23, 18, 153),
    (379, 335, 16, 40, 33),
    (70, 291, 28, 40, 162),
    (9, 280, 31, 38, 28),
    (346, 247, 32, 20, 117),
    (240, 216, 27, 20, 28),
    (152, 330, 34, 29, 28),
    (160, 274, 20, 31, 190),
    (188, 342, 25, 25, 190),
    (225, 306, 16, 34, 178),
    (462, 220, 23, 22, 175),
    (214, 350, 15, 18, 190),
)

# 5 x 7 dot letters, one number a row, most significant of five bits on the left.
_LETTERS = {
    "A": (14, 17, 17, 31, 17, 17, 17),
    "B": (30, 17, 17, 30, 17, 17, 30),
    "C": (14, 17, 16, 16, 16, 17, 14),
    "D": (30, 17, 17, 17, 17, 17, 30),
    "E": (31, 16, 16, 30, 16, 16, 31),
    "H": (17, 17, 17, 31, 17, 17, 17),
    "I": (14, 4, 4, 4, 4, 4, 14),
    "L": (16, 16, 16, 16, 16, 16, 31),
    "M": (17, 27, 21, 21, 17, 17, 17),
    "N": (17, 25, 21, 19, 17, 17, 17),
    "O": (14, 17, 17, 17, 17, 17, 14),
    "P": (30, 17, 17, 30, 16, 16, 16),
    "R": (30, 17, 17, 30, 20, 18, 17),
    "S": (15, 16, 16, 14, 1, 1, 30),
    "T": (31, 4, 4, 4, 4, 4, 4),
    "U": (17, 17, 17, 17, 17, 17, 14),
    " ": (0, 0, 0, 0, 0, 0, 0),
}


def drill_picture() -> bytes:
    """The drill picture as a PNG file of 512 x 384 pixels, about 198 kB."""
    return _png(_pixels(), _palette())


def _pixels() -> npt.NDArray[np.uint8]:
    """Palette numbers, (384, 512) uint8."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    light = 60 + y * 100 // HEIGHT
    ground = np.zeros(light.shape, dtype=bool)
    for *spot, luminance in _SKY_SPOTS:
        light[_ellipse(x, y, spot)] = luminance
    for centre, height, half, foot, luminance in _HILLS:
        # A hill is a parabola: no sine, whose last digit differs between machines.
        ridge = foot - height * np.maximum(half**2 - (x - centre) ** 2, 0) // half**2
        hill = y > ridge
        light[hill] = (luminance + np.minimum((y - ridge) // 3, 40))[hill]
        ground |= hill
    for *spot, luminance in _FIELDS:
        field = _ellipse(x, y, spot)
        light[field] = luminance
        ground |= field
    for *spot, luminance in _TREES:
        centre, middle, _, half = spot
        crown = _ellipse(x, y, spot)
        trunk = (
            (abs(x - centre) < _TRUNK_HALF_WIDTH)
            & (y >= middle + half - 2)
            & (y < middle + half + half // 2)
        )
        light[crown] = luminance
        light[trunk] = _TRUNK_LUMINANCE
        ground |= crown | trunk
    light[18:66, 264:496] = _PLATE_LUMINANCE
    picture = np.asarray(_soft(_soft(light)) // 2 + _GROUND * ground, dtype=np.uint8)
    picture[18:66, 264:496] = _PLATE
    _write(picture, LABEL[0], 271, 25, 2)
    _write(picture, LABEL[1], 298, 49, 1)
    return picture


def _ellipse(
    x: npt.NDArray[np.int64], y: npt.NDArray[np.int64], spot: list[int]
) -> npt.NDArray[np.bool_]:
    """The pixels inside an ellipse, given as centre x and y, half width and half height."""
    centre, middle, width, height = spot
    distance = ((x - centre) * height) ** 2 + ((y - middle) * width) ** 2
    return np.asarray(distance < (width * height) ** 2, dtype=np.bool_)


def _soft(light: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The mean of the 5 x 5 pixels around each one."""
    around = np.pad(light, 2, mode="edge")
    rows = np.stack([around[k : k + HEIGHT] for k in range(5)]).sum(axis=0)
    squares = np.stack([rows[:, k : k + WIDTH] for k in range(5)]).sum(axis=0)
    return np.asarray(squares // 25, dtype=np.int64)


def _write(picture: npt.NDArray[np.uint8], text: str, left: int, top: int, size: int) -> None:
    for at, letter in enumerate(text):
        rows = np.array(_LETTERS[letter])[:, None] >> np.arange(4, -1, -1) & 1
        dots = np.kron(rows, np.ones((size, size), dtype=np.int64)).astype(bool)
        x = left + at * 8 * size
        picture[top : top + 7 * size, x : x + 5 * size][dots] = _INK


def _palette() -> bytes:
    colours = [
        _between(stops, 2 * k) for stops in (_SKY_COLOURS, _GROUND_COLOURS) for k in range(_GROUND)
    ]
    colours += [[206, 194, 180], [24, 26, 34]]
    return bytes(part for colour in colours for part in colour)


def _between(stops: tuple[tuple[int, tuple[int, int, int]], ...], luminance: int) -> list[int]:
    """The colour at a luminance, on straight lines between the stops."""
    held = min(max(luminance, stops[0][0]), stops[-1][0])
    (low, start), (high, end) = next(pair for pair in pairwise(stops) if held <= pair[1][0])
    return [a + (b - a) * (held - low) // (high - low) for a, b in zip(start, end, strict=True)]


def _png(pixels: npt.NDArray[np.uint8], palette: bytes) -> bytes:
    height, width = pixels.shape
    raw = b"".join(b"\x00" + row.tobytes() for row in pixels)
    stored = b"".join(
        struct.pack("<BHH", at + 65535 >= len(raw), len(part), len(part) ^ 0xFFFF) + part
        for at in range(0, len(raw), 65535)
        for part in (raw[at : at + 65535],)
    )
    stream = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(raw))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette),
        (b"IDAT", stream),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
