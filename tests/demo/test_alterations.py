from __future__ import annotations

import io
from statistics import mean
from typing import Any

import numpy as np
import pytest
from PIL import Image, features

from beholden.demo import ALTERATIONS, Alteration, encode, photograph_like, writable_formats
from beholden.media import hash_image
from tests.demo.distances import distance, hashed, nearest

FOUND = [alteration for alteration in ALTERATIONS if not alteration.informational]
LOST = [alteration for alteration in ALTERATIONS if alteration.informational]
BY_NAME = {alteration.name: alteration for alteration in ALTERATIONS}
RADIUS = 31


def picture_of(seed: int) -> Image.Image:
    return photograph_like(np.random.default_rng([41, seed]), 320, 240)


def copy_distances(alteration: Alteration, count: int) -> list[int]:
    """Distances of stored copies to their originals, through all formats in turn."""
    found = []
    for seed in range(count):
        picture, rng = picture_of(seed), np.random.default_rng([seed, 1])
        formats = [name for name in alteration.formats if name in writable_formats()]
        data = encode(alteration.apply(picture, rng), formats[seed % len(formats)], rng)
        found.append(nearest(hash_image(data), hashed(picture)))
    return found


def test_names_are_single_words_and_each_is_used_once():
    names = [alteration.name for alteration in ALTERATIONS]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    assert all(alteration.description for alteration in ALTERATIONS)


@pytest.mark.parametrize("alteration", ALTERATIONS, ids=lambda a: a.name)
def test_an_alteration_changes_the_copy_and_leaves_the_picture_alone(alteration):
    picture = picture_of(0)
    before = picture.tobytes()
    copy = alteration.apply(picture, np.random.default_rng(2))
    assert copy.mode == "RGB"
    assert (copy.size, copy.tobytes()) != (picture.size, before)
    assert picture.tobytes() == before


@pytest.mark.parametrize("alteration", ALTERATIONS, ids=lambda a: a.name)
def test_the_same_generator_makes_the_same_copy(alteration):
    first, second = (
        alteration.apply(picture_of(0), np.random.default_rng(2)).tobytes() for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("alteration", FOUND, ids=lambda a: a.name)
def test_plain_pdq_finds_every_copy_that_is_not_informational(alteration):
    assert max(copy_distances(alteration, 15)) <= RADIUS


@pytest.mark.parametrize("alteration", LOST, ids=lambda a: a.name)
def test_informational_copies_are_beyond_what_plain_pdq_forgives(alteration):
    assert mean(copy_distances(alteration, 10)) > RADIUS


@pytest.mark.parametrize("name", ["mirrored", "turned"])
def test_mirrored_and_turned_copies_need_a_dihedral_variant(name):
    picture = picture_of(0)
    copy = BY_NAME[name].apply(picture, np.random.default_rng(2))
    assert distance(hashed(copy).pdq, hashed(picture).pdq) > RADIUS


def test_resizing_keeps_the_aspect():
    for seed in range(20):
        copy = BY_NAME["resized"].apply(picture_of(0), np.random.default_rng(seed))
        assert copy.width / copy.height == pytest.approx(4 / 3, rel=0.02)


@pytest.mark.parametrize(("name", "least", "most"), [("trimmed", 0, 0.01), ("cropped", 0.05, 0.1)])
def test_a_cut_takes_the_stated_share_off_each_axis(name, least, most):
    for seed in range(20):
        copy = BY_NAME[name].apply(picture_of(0), np.random.default_rng(seed))
        for kept, whole in zip(copy.size, (320, 240), strict=True):
            assert least * whole - 1 <= whole - kept <= most * whole + 1


@pytest.mark.parametrize("image_format", writable_formats())
def test_what_is_encoded_decodes_to_a_picture_of_that_format_and_size(image_format):
    picture = picture_of(0)
    for seed in range(8):
        data = encode(picture, image_format, np.random.default_rng(seed))
        assert data == encode(picture, image_format, np.random.default_rng(seed))
        with Image.open(io.BytesIO(data)) as decoded:
            assert decoded.format == image_format
            assert decoded.size == picture.size
        assert distance(hash_image(data).pdq, hashed(picture).pdq) <= RADIUS


def test_png_and_webp_come_in_their_natural_variants():
    pngs = [encode(picture_of(0), "PNG", np.random.default_rng(n)) for n in range(12)]
    assert {Image.open(io.BytesIO(data)).mode for data in pngs} == {"RGB", "P"}


def test_a_format_that_pillow_cannot_write_is_left_out_and_refused(monkeypatch):
    monkeypatch.setattr(features, "check", lambda _name: False)
    assert writable_formats() == ("JPEG", "PNG", "GIF")
    with pytest.raises(ValueError, match="cannot write AVIF"):
        encode(picture_of(0), "AVIF", np.random.default_rng(0))


def test_an_unknown_format_is_refused():
    unknown: Any = "XBM"
    with pytest.raises(ValueError, match="cannot write XBM"):
        encode(picture_of(0), unknown, np.random.default_rng(0))
