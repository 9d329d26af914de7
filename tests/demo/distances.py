"""Distances between pictures, by the project's own hashes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from beholden.media import hash_image

if TYPE_CHECKING:
    from PIL import Image

    from beholden.media.core.models import ImageHashes


def hashed(picture: Image.Image) -> ImageHashes:
    stored = io.BytesIO()
    picture.save(stored, "BMP")
    return hash_image(stored.getvalue())


def distance(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()


def nearest(query: ImageHashes, entry: ImageHashes) -> int:
    """The least distance over the eight dihedral variants of the query."""
    return min(distance(variant, entry.pdq) for variant in query.dihedral)
