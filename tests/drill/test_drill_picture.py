"""The drill picture has the hashes that are published, and ordinary copies keep them."""

from __future__ import annotations

import hashlib
import io
from itertools import combinations

import pytest
from PIL import Image, ImageDraw, ImageEnhance

from beholden.drill import PUBLISHED, drill_picture
from beholden.drill.picture import HEIGHT, WIDTH
from beholden.media import hash_image
from tests.support.storage_forms import saved
from tests.support.vectors import bits_apart

WITHIN = 26
"""Bits that an ordinary copy may lie away: well inside the matching radius of 31."""

APART = 60
"""Bits that two of the eight dihedral forms lie apart at least."""

FILTERS = (
    Image.Resampling.BOX,
    Image.Resampling.BILINEAR,
    Image.Resampling.BICUBIC,
    Image.Resampling.LANCZOS,
)


def drawn() -> Image.Image:
    with Image.open(io.BytesIO(drill_picture())) as picture:
        return picture.convert("RGB")


def away(data: bytes) -> int:
    return bits_apart(hash_image(data).pdq, PUBLISHED.pdq)


def test_drawn_twice_it_has_the_same_bytes_and_they_are_those_published() -> None:
    data = drill_picture()
    assert drill_picture() == data
    assert hashlib.sha256(data).hexdigest() == PUBLISHED.sha256
    assert hashlib.sha1(data, usedforsecurity=False).hexdigest() == PUBLISHED.sha1
    assert hashlib.md5(data, usedforsecurity=False).hexdigest() == PUBLISHED.md5


def test_its_pdq_is_the_published_one_at_full_quality() -> None:
    image = hash_image(drill_picture())
    assert image.pdq == PUBLISHED.pdq
    assert image.quality == 100


def test_it_is_a_small_picture_that_decodes() -> None:
    data = drill_picture()
    assert len(data) < 250_000
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (WIDTH, HEIGHT))


@pytest.mark.parametrize("width", [64, 96, 128, 150, 160, 200, 224, 256, 300, 320, 360, 400, 480])
@pytest.mark.parametrize("image_format", ["JPEG", "WEBP"])
def test_ordinary_copies_stay_well_within_the_radius(width: int, image_format: str) -> None:
    picture = drawn()
    size = (width, round(width * HEIGHT / WIDTH))
    distances = {
        (resample.name, quality): away(
            saved(picture.resize(size, resample), image_format, quality=quality)
        )
        for resample in FILTERS
        for quality in (30, 75)
    }
    assert max(distances.values()) <= WITHIN, distances


@pytest.mark.parametrize("factor", [0.85, 1.15])
def test_brighter_and_darker_copies_stay_well_within_the_radius(factor: float) -> None:
    changed = ImageEnhance.Brightness(drawn()).enhance(factor)
    assert away(saved(changed, "JPEG", quality=75)) <= WITHIN


@pytest.mark.parametrize("colour", ["black", "white"])
@pytest.mark.parametrize("corner", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_a_label_on_two_percent_of_it_stays_well_within_the_radius(
    corner: tuple[int, int], colour: str
) -> None:
    picture = drawn()
    width, height = WIDTH // 5, HEIGHT // 10
    left, top = corner[0] * (WIDTH - width), corner[1] * (HEIGHT - height)
    ImageDraw.Draw(picture).rectangle((left, top, left + width - 1, top + height - 1), fill=colour)
    assert away(saved(picture, "JPEG", quality=75)) <= WITHIN


def test_no_two_of_its_eight_forms_are_alike() -> None:
    forms = hash_image(drill_picture()).dihedral
    assert len(forms) == 8
    assert min(bits_apart(one, other) for one, other in combinations(forms, 2)) > APART
