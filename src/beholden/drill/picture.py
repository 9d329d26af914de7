r"""The drill picture: a harmless landscape with a label, the same bits everywhere.

Drawn with whole numbers and written as a PNG with uncompressed blocks, because
two versions of zlib compress the same pixels to different bytes. The layout is
lopsided on purpose: none of its eight turned or mirrored forms looks like another.

    >>> drill_picture()[:8]
    b'\x89PNG\r\n\x1a\n'
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

WIDTH = 480
HEIGHT = 360
LABEL = ("BEHOLDEN DRILL", "HARMLESS TEST PICTURE")

_SKY, _SUN, _FAR, _NEAR, _LAKE, _PLATE, _INK = 0, 64, 65, 97, 129, 193, 194

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
    """The drill picture as a PNG file of 480 x 360 pixels, about 170 kB."""
    return _png(_pixels(), _palette())


def _pixels() -> npt.NDArray[np.uint8]:
    """Palette numbers, (360, 480) uint8."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    picture = _SKY + (y * 63) // HEIGHT
    sun = (x - 118) ** 2 + (y - 84) ** 2 < 46**2
    picture = np.where(sun, _SUN, picture)
    # Ridges are sums of parabola arcs: no sine, whose last digit differs between machines.
    far = 190 - _arc(x, 330, 210, 78) - _arc(x, 90, 120, 34)
    near = 270 - _arc(x, 130, 190, 66) - _arc(x, 455, 110, 52)
    picture = np.where(y > far, _FAR + np.clip((y - far) // 4, 0, 31), picture)
    picture = np.where(y > near, _NEAR + np.clip((y - near) // 3, 0, 31), picture)
    shore = 292 + (x * 26) // WIDTH
    lake = _LAKE + np.clip((y - shore) + ((x // 24 + y // 6) % 5) * 3, 0, 63)
    picture = np.where(y > shore, lake, picture)
    picture = picture.astype(np.uint8)
    picture[18:66, 228:470] = _PLATE
    _write(picture, LABEL[0], 244, 25, 2)
    _write(picture, LABEL[1], 244, 49, 1)
    return picture


def _arc(x: npt.NDArray[np.int64], centre: int, half: int, height: int) -> npt.NDArray[np.int64]:
    """A hill of the given height over ``centre`` that ends ``half`` pixels to each side."""
    return height * np.maximum(half**2 - (x - centre) ** 2, 0) // half**2


def _write(picture: npt.NDArray[np.uint8], text: str, left: int, top: int, size: int) -> None:
    for at, letter in enumerate(text):
        rows = np.array(_LETTERS[letter])[:, None] >> np.arange(4, -1, -1) & 1
        dots = np.kron(rows, np.ones((size, size), dtype=np.int64)).astype(bool)
        x = left + at * 8 * size
        picture[top : top + 7 * size, x : x + 5 * size][dots] = _INK


def _palette() -> bytes:
    colours = [(120 + k, 160 + k, 225 - k // 4) for k in range(64)]
    colours += [(252, 236, 150)]
    colours += [(108 - k, 122 - k, 140 - k) for k in range(32)]
    colours += [(78 - k, 116 - k, 52 - k) for k in range(32)]
    colours += [(58 + k * 2, 104 + k * 2, 128 + k) for k in range(64)]
    colours += [(248, 248, 244), (24, 24, 28)]
    return bytes(part for colour in colours for part in colour)


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
