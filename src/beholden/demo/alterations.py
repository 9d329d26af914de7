"""What happens to a picture on its way round the internet, and how it gets stored.

Each `Alteration` makes one kind of copy at a random, realistic strength. Those that are
not informational stay within 31 bits of the original in PDQ (over the eight dihedral
variants for mirrored and turned copies) in at least 99 % of cases, measured with the
reference implementation on the pictures of `beholden.demo.pictures`. The informational
ones go beyond what plain PDQ forgives; a drill reports them and expects nothing.

Not here: hashing, and damaged or hostile files.

    mirrored = next(a for a in ALTERATIONS if a.name == "mirrored")
    copy = encode(mirrored.apply(picture, rng), "WEBP", rng)
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps, features

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    Change: TypeAlias = Callable[[Image.Image, np.random.Generator], Image.Image]

ImageFormat: TypeAlias = Literal["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
"""Formats as Pillow names them."""

EVERY_FORMAT: Final[tuple[ImageFormat, ...]] = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

_OPTIONAL: Final[dict[ImageFormat, str]] = {"WEBP": "webp", "AVIF": "avif"}
"""Formats that a Pillow may be built without, and what it calls the feature."""


@dataclass(frozen=True, slots=True)
class Alteration:
    """One kind of altered copy.

    Attributes:
        name: One word, stable, for tables and file names.
        description: A few words for a reader.
        apply: Makes the copy from an RGB picture; strength and place come from the
            generator; the picture itself is left alone.
        informational: Whether plain PDQ is expected to lose such copies.
        formats: The formats such copies are stored in.
    """

    name: str
    description: str
    apply: Change
    informational: bool = False
    formats: tuple[ImageFormat, ...] = EVERY_FORMAT


def _recompressed(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=int(rng.integers(20, 61)))
    return Image.open(stored).convert("RGB")


def _resized(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    scale = 1.5 if rng.uniform() < 1 / 6 else rng.uniform(0.3, 0.8)
    filters = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, filters[int(rng.integers(len(filters)))])


def _brightened(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    curve = rng.uniform(0.9, 1.1)
    bent = picture.point([round(255 * (v / 255) ** curve) for v in range(256)] * 3)
    contrasted = ImageEnhance.Contrast(bent).enhance(rng.uniform(0.9, 1.1))
    lighter = rng.uniform(1.08, 1.25)
    return ImageEnhance.Brightness(contrasted).enhance(
        lighter if rng.uniform() < 1 / 2 else 2 - lighter
    )


def _watermarked(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Lay a see-through label over 2 to 3 % of the picture, in one of its corners."""
    area = rng.uniform(0.02, 0.03) * picture.width * picture.height
    high = (area / 4) ** 0.5
    wide, margin = 4 * high, 0.02 * min(picture.size)
    left = margin if rng.uniform() < 1 / 2 else picture.width - wide - margin
    top = margin if rng.uniform() < 1 / 2 else picture.height - high - margin
    ink = (255, 255, 255) if rng.uniform() < 1 / 2 else (0, 0, 0)
    paper = (255 - ink[0],) * 3
    label = Image.new("RGBA", picture.size, (*paper, 0))
    draw = ImageDraw.Draw(label)
    draw.rounded_rectangle(
        (left, top, left + wide, top + high), high / 4, (*paper, int(rng.integers(25, 66)))
    )
    draw.text(
        (left + wide / 2, top + high / 2),
        "example.org",
        (*ink, 160),
        ImageFont.load_default(0.55 * high),
        anchor="mm",
    )
    return Image.alpha_composite(picture.convert("RGBA"), label).convert("RGB")


def _mirrored(picture: Image.Image, _rng: np.random.Generator) -> Image.Image:
    return ImageOps.mirror(picture)


def _turned(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    turns = (
        Image.Transpose.ROTATE_90,
        Image.Transpose.ROTATE_180,
        Image.Transpose.ROTATE_270,
        Image.Transpose.FLIP_TOP_BOTTOM,
    )
    return picture.transpose(turns[int(rng.integers(len(turns)))])


def _cut(picture: Image.Image, rng: np.random.Generator, low: float, high: float) -> Image.Image:
    """Cut a share between low and high off both axes, divided at random over the two sides."""
    (left, right), (top, bottom) = (
        (side * share * place, side * (1 - share * (1 - place)))
        for side, share, place in zip(
            picture.size, rng.uniform(low, high, 2), rng.uniform(0, 1, 2), strict=True
        )
    )
    return picture.crop((round(left), round(top), round(right), round(bottom)))


def _trimmed(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    return _cut(picture, rng, 0.004, 0.01)


def _cropped(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    return _cut(picture, rng, 0.05, 0.1)


def _bordered(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    width = max(1, round(rng.uniform(0.02, 0.05) * min(picture.size)))
    return ImageOps.expand(picture, width, (int(rng.integers(2)) * 255,) * 3)


def _letterboxed(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    band = round(rng.uniform(0.08, 0.2) * min(picture.size))
    sides = (0, band) if picture.width >= picture.height else (band, 0)
    return ImageOps.expand(picture, sides, (0, 0, 0))


ALTERATIONS: Final[tuple[Alteration, ...]] = (
    Alteration("recompressed", "to JPEG quality 20-60", _recompressed),
    Alteration("resized", "to 0.3-0.8 or 1.5", _resized),
    Alteration("brightened", "or darkened, 8-25 %", _brightened),
    Alteration("watermarked", "a label on 2-3 %", _watermarked),
    Alteration("mirrored", "left and right", _mirrored),
    Alteration("turned", "by 90, 180, 270 deg", _turned),
    Alteration("trimmed", "at most 1 % an axis", _trimmed),
    Alteration("cropped", "5-10 % an axis", _cropped, informational=True),
    Alteration("bordered", "plainly, 2-5 %", _bordered, informational=True),
    Alteration("letterboxed", "black bands", _letterboxed, informational=True),
)
"""Every alteration, the ones that plain PDQ finds first."""


def writable_formats() -> tuple[ImageFormat, ...]:
    """The formats that this build of Pillow can write."""
    return tuple(
        name for name in EVERY_FORMAT if name not in _OPTIONAL or features.check(_OPTIONAL[name])
    )


def encode(picture: Image.Image, image_format: ImageFormat, rng: np.random.Generator) -> bytes:
    """Store a picture as people's software stores it.

    Args:
        picture: An RGB picture.
        image_format: One of `writable_formats()`.
        rng: Decides quality (50 to 90), chroma subsampling, and whether a PNG has a
            palette or a WebP is lossless (one in four each).

    Returns:
        The file's bytes; the same for the same state of the generator.

    Raises:
        ValueError: This build of Pillow cannot write the format.
    """
    if image_format not in writable_formats():
        raise ValueError(f"This build of Pillow cannot write {image_format}.")
    quality, rare = int(rng.integers(50, 91)), bool(rng.uniform() < 1 / 4)
    stored = io.BytesIO()
    match image_format:
        case "JPEG":
            subsampling = "4:4:4" if rare else "4:2:0"
            picture.save(stored, "JPEG", quality=quality, subsampling=subsampling)
        case "PNG":
            (picture.quantize(256) if rare else picture).save(stored, "PNG", compress_level=3)
        case "WEBP":
            # Method 1 and speed 9: the hash cannot tell a careful encoder from a fast one.
            picture.save(stored, "WEBP", quality=quality, lossless=rare, method=1)
        case "GIF":
            picture.quantize(256).save(stored, "GIF")
        case "AVIF":
            picture.save(stored, "AVIF", quality=quality, speed=9, max_threads=1)
    return stored.getvalue()
