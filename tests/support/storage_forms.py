"""One photograph, stored in every way that a platform meets.

A perceptual hash must not depend on how a picture is stored. `storage_forms` yields the
same photograph as files of many formats, colour modes and orientations; whatever is
lossy stays well within what PDQ forgives. Give it at least 300 pixels on the shorter
side: below that, PDQ's own sampling puts a turned picture up to 40 bits from itself.

    for form in storage_forms(picture):
        assert_matches(hash_image(form.data), original, dihedral=not form.upright)
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageOps, features

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
EXIF_ORIENTATION: Final = 0x0112
UNDO: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How pixels are stored so that the viewer's turn for an EXIF orientation puts them right."""

TILES: Final = 5
"""Tiles a side of the chessboard whose dark fields are partly transparent."""


@dataclass(frozen=True)
class StorageForm:
    """One way to store the photograph.

    Attributes:
        name: Says how, for test ids.
        data: The file.
        upright: Whether the stored pixels stand as the photograph does; if not, they
            are one of its eight dihedral variants.
        grey: Whether only the luminance was stored.
        frames: How many frames the file holds; the first one is the photograph.
    """

    name: str
    data: bytes
    upright: bool = True
    grey: bool = False
    frames: int = 1


def storage_forms(picture: Image.Image) -> Iterator[StorageForm]:
    """Store one photograph in every form.

    Args:
        picture: An RGB picture; forms of a Pillow built without WebP or AVIF are left out.

    Yields:
        The forms, names unique.
    """
    yield from _jpeg_forms(picture)
    yield from _oriented_forms(picture)
    yield from _png_forms(picture)
    yield from _transparent_forms(picture)
    yield from _animation_forms(picture)
    yield from _modern_forms(picture)
    yield from _plain_forms(picture)


def saved(picture: Image.Image, image_format: str, **options: Any) -> bytes:
    """The picture as Pillow stores it."""
    stored = io.BytesIO()
    picture.save(stored, image_format, **options)
    return stored.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """One PNG chunk with its length and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(
    width: int, height: int, depth: int, colour: int, *, interlaced: bool = False
) -> bytes:
    """The signature and IHDR chunk of a PNG; colour 0 grey, 2 RGB, 3 palette, 4 grey and alpha."""
    body = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return PNG_SIGNATURE + png_chunk(b"IHDR", body)


def png_file(header: bytes, rows: Iterable[bytes]) -> bytes:
    """A PNG of unfiltered rows, compressed as they come so that the whole is never held."""
    packer = zlib.compressobj(6)
    packed = b"".join(packer.compress(b"\0" + row) for row in rows) + packer.flush()
    return header + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")


def _jpeg_forms(picture: Image.Image) -> Iterator[StorageForm]:
    yield StorageForm("jpeg-420", saved(picture, "JPEG", quality=90, subsampling="4:2:0"))
    yield StorageForm("jpeg-444", saved(picture, "JPEG", quality=90, subsampling="4:4:4"))
    yield StorageForm("jpeg-progressive", saved(picture, "JPEG", quality=90, progressive=True))
    yield StorageForm("jpeg-grey", saved(picture.convert("L"), "JPEG", quality=90), grey=True)
    # Pillow writes CMYK JPEGs as Photoshop does: Adobe marker, all four inks inverted.
    yield StorageForm("jpeg-cmyk", saved(_four_inks(picture), "JPEG", quality=90))


def _four_inks(picture: Image.Image) -> Image.Image:
    """CMYK with black generation, which Pillow's own conversion leaves at zero."""
    inks = 255.0 - np.asarray(picture)
    black = inks.min(axis=2)
    # Under-colour removal that the plain formula (1 - ink)(1 - black) undoes.
    cmy = (inks - black[..., None]) * 255 / np.maximum(255 - black, 1)[..., None]
    return Image.fromarray(np.rint(np.dstack([cmy, black])).astype(np.uint8), "CMYK")


def _oriented_forms(picture: Image.Image) -> Iterator[StorageForm]:
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[EXIF_ORIENTATION] = orientation
        stored = picture.transpose(UNDO[orientation]) if orientation in UNDO else picture
        data = saved(stored, "JPEG", quality=90, exif=exif)
        yield StorageForm(f"jpeg-exif-{orientation}", data, upright=orientation == 1)


def _png_forms(picture: Image.Image) -> Iterator[StorageForm]:
    rgb, grey = np.asarray(picture), np.asarray(picture.convert("L"))
    # 257 * v is the 16-bit value that means the same as the 8-bit v.
    wide_rgb, wide_grey = (a.astype(">u2") * np.array(257, ">u2") for a in (rgb, grey))
    height, width = grey.shape
    yield StorageForm("png-rgb", saved(picture, "PNG"))
    yield StorageForm("png-palette", saved(picture.quantize(256), "PNG"))
    yield StorageForm("png-grey", saved(picture.convert("L"), "PNG"), grey=True)
    yield StorageForm(
        "png-grey16",
        png_file(png_header(width, height, 16, 0), (_big(row) for row in wide_grey)),
        grey=True,
    )
    yield StorageForm(
        "png-rgb16", png_file(png_header(width, height, 16, 2), (_big(row) for row in wide_rgb))
    )
    yield StorageForm(
        "png-interlaced",
        png_file(png_header(width, height, 8, 2, interlaced=True), _adam7(rgb)),
    )


def _big(row: np.ndarray[Any, Any]) -> bytes:
    return row.astype(">u2").tobytes()


def _adam7(pixels: np.ndarray[Any, Any]) -> Iterator[bytes]:
    """Rows of the seven passes of PNG's interlacing (PNG specification, section 8.2)."""
    passes = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2))
    for top, left, down, across in (*passes, (1, 0, 2, 1)):
        for row in pixels[top::down, left::across]:
            if row.size:
                yield row.tobytes()


def _transparent_forms(picture: Image.Image) -> Iterator[StorageForm]:
    opaque = picture.convert("RGBA")
    yield StorageForm("png-rgba-opaque", saved(opaque, "PNG"))
    grey = Image.merge("LA", (picture.convert("L"), Image.new("L", picture.size, 255)))
    yield StorageForm("png-grey-alpha", saved(grey, "PNG"), grey=True)
    yield StorageForm("png-rgba-over-white", saved(_thinned(picture), "PNG"))
    palette = picture.quantize(255)
    yield StorageForm("png-palette-trns", saved(palette, "PNG", transparency=255))


def _thinned(picture: Image.Image) -> Image.Image:
    """Partly transparent pixels that show the picture when laid over white.

    Ignoring the alpha gives another picture: every other tile of a chessboard is dark.
    """
    shown = np.asarray(picture).astype(np.float64)
    rows, columns = np.indices(shown.shape[:2])
    dark = (rows * TILES // shown.shape[0] + columns * TILES // shown.shape[1]) % 2 == 1
    # The least alpha that can still show each colour over white, as a deep ink.
    alpha = np.where(dark, np.maximum(np.ceil(255 - shown.min(axis=2)), 1), 255)
    ink = np.clip(255 - (255 - shown) * 255 / alpha[..., None], 0, 255)
    return Image.fromarray(np.dstack([np.rint(ink), alpha]).astype(np.uint8), "RGBA")


def _animation_forms(picture: Image.Image) -> Iterator[StorageForm]:
    others = [ImageOps.invert(picture), ImageOps.mirror(picture)]
    yield StorageForm("gif", saved(picture.quantize(256), "GIF"))
    frames = {"save_all": True, "append_images": others, "duration": 100, "loop": 0}
    yield StorageForm("gif-animated", saved(picture, "GIF", **frames), frames=3)
    yield StorageForm("apng", saved(picture, "PNG", **frames), frames=3)
    if features.check("webp"):
        data = saved(picture, "WEBP", quality=85, method=1, **frames)
        yield StorageForm("webp-animated", data, frames=3)


def _modern_forms(picture: Image.Image) -> Iterator[StorageForm]:
    if features.check("webp"):
        yield StorageForm("webp-lossy", saved(picture, "WEBP", quality=85, method=1))
        yield StorageForm("webp-lossless", saved(picture, "WEBP", lossless=True, method=0))
    if features.check("avif"):
        yield StorageForm("avif", saved(picture, "AVIF", quality=80, speed=9, max_threads=1))


def _plain_forms(picture: Image.Image) -> Iterator[StorageForm]:
    grey = np.asarray(picture.convert("L")).astype(np.uint16) * np.uint16(257)
    yield StorageForm("bmp", saved(picture, "BMP"))
    yield StorageForm("tiff", saved(picture, "TIFF"))
    yield StorageForm("tiff-lzw", saved(picture, "TIFF", compression="tiff_lzw"))
    yield StorageForm("tiff-jpeg", saved(picture, "TIFF", compression="jpeg", quality=90))
    yield StorageForm("tiff-cmyk", saved(_four_inks(picture), "TIFF"))
    yield StorageForm("tiff-grey16", saved(Image.fromarray(grey), "TIFF"), grey=True)
