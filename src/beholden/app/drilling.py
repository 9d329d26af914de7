"""Pictures for a regulator's drills: painted by the demo's painters, hashed by the media room.

painted = paint(bytes(32))
hashes(painted.listed).pdq
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

from beholden.demo import encode, photograph_like
from beholden.media import hash_image
from beholden.regulator import Hashed, Painted, Reveal, picture_key

__all__ = ["hashes", "paint", "painted_anew"]

_SIZES = ((640, 480), (480, 640), (720, 480), (480, 720), (600, 600))
# As services and telephones make copies: a little smaller, stored anew.
_COPY_SCALES = (0.75, 0.8, 0.9)
_COPY_QUALITIES = (75, 80, 85)


def paint(key: bytes) -> Painted:
    """An ordinary picture and a copy of it: the same for the same key, NumPy and Pillow."""
    rng = np.random.default_rng(int.from_bytes(key, "big"))
    picture = photograph_like(rng, *_SIZES[int(rng.integers(len(_SIZES)))])
    listed = encode(picture, "JPEG", rng)
    scale = _COPY_SCALES[int(rng.integers(len(_COPY_SCALES)))]
    smaller = picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC
    )
    stored = io.BytesIO()
    quality = _COPY_QUALITIES[int(rng.integers(len(_COPY_QUALITIES)))]
    smaller.save(stored, "JPEG", quality=quality)
    return Painted(listed, stored.getvalue())


def hashes(data: bytes) -> Hashed:
    """PDQ and SHA-256 of a picture that this machine made."""
    found = hash_image(data)
    return Hashed(found.pdq, found.quality, found.sha256)


def painted_anew(reveal: Reveal, told: Callable[[int, int], None]) -> Iterator[tuple[str, str]]:
    """PDQ and SHA-256 of every picture of a revealed plan, as its seed paints it here."""
    seed, count = bytes.fromhex(reveal.seed), len(reveal.pictures)
    for number in range(count):
        found = hashes(paint(picture_key(seed, number)).listed)
        yield found.pdq, found.sha256
        told(number + 1, count)
