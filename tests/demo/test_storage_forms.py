from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageOps

from beholden.demo import photograph_like
from tests.demo.distances import distance, hashed, nearest
from tests.support.storage_forms import StorageForm, storage_forms

SIZE = (403, 301)


@cache
def picture() -> Image.Image:
    return photograph_like(np.random.default_rng(8), *SIZE)


@cache
def forms() -> dict[str, StorageForm]:
    return {form.name: form for form in storage_forms(picture())}


def shown(form: StorageForm) -> Image.Image:
    """The file as a viewer shows it: turned by EXIF, laid over white."""
    with Image.open(io.BytesIO(form.data)) as opened:
        stored = ImageOps.exif_transpose(opened)
    if stored.mode == "I;16":
        stored = Image.fromarray((np.asarray(stored) // 257).astype(np.uint8))
    if stored.has_transparency_data:
        stored = stored.convert("RGBA")
        stored = Image.alpha_composite(Image.new("RGBA", stored.size, "white"), stored)
    return stored.convert("RGB")


def test_names_are_used_once_and_cover_the_common_formats():
    names = [form.name for form in storage_forms(picture())]
    assert len(set(names)) == len(names)
    assert {name.split("-")[0] for name in names} >= {"jpeg", "png", "gif", "bmp", "tiff", "apng"}


@pytest.mark.parametrize("name", forms())
def test_a_viewer_shows_the_same_photograph_whatever_the_storage(name):
    form = forms()[name]
    expected = picture().convert("L").convert("RGB") if form.grey else picture()
    seen = shown(form)
    assert seen.size == picture().size
    off = np.abs(np.asarray(seen).astype(int) - np.asarray(expected).astype(int))
    assert off.mean() < 9
    assert distance(hashed(seen).pdq, hashed(picture()).pdq) <= 10


@pytest.mark.parametrize("name", forms())
def test_the_stated_frames_are_there(name):
    with Image.open(io.BytesIO(forms()[name].data)) as opened:
        assert getattr(opened, "n_frames", 1) == forms()[name].frames


@pytest.mark.parametrize("orientation", range(2, 9))
def test_stored_pixels_of_a_turned_photograph_are_a_dihedral_variant(orientation):
    form = forms()[f"jpeg-exif-{orientation}"]
    with Image.open(io.BytesIO(form.data)) as opened:
        stored = hashed(opened.convert("RGB"))
    assert not form.upright
    assert distance(stored.pdq, hashed(picture()).pdq) > 62
    assert nearest(stored, hashed(picture())) <= 31


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("jpeg-cmyk", "CMYK"),
        ("jpeg-grey", "L"),
        ("png-palette", "P"),
        ("png-grey16", "I;16"),
        ("png-grey-alpha", "LA"),
        ("tiff-cmyk", "CMYK"),
        ("tiff-grey16", "I;16"),
    ],
)
def test_a_form_is_stored_in_the_mode_of_its_name(name, mode):
    with Image.open(io.BytesIO(forms()[name].data)) as opened:
        assert opened.mode == mode


def test_the_cmyk_jpeg_is_inverted_as_photoshop_writes_it():
    data = forms()["jpeg-cmyk"].data
    at = data.index(b"Adobe\0")
    assert data[at - 4 : at - 2] == b"\xff\xee"


def test_ignoring_the_alpha_over_white_shows_another_picture():
    with Image.open(io.BytesIO(forms()["png-rgba-over-white"].data)) as opened:
        ink = Image.fromarray(np.asarray(opened)[..., :3].copy())
    assert distance(hashed(ink).pdq, hashed(picture()).pdq) > 31


def test_the_16_bit_and_interlaced_pngs_say_so_in_their_headers():
    header = {name: form.data[24:29] for name, form in forms().items() if "png" in name}
    assert header["png-rgb16"][:2] == b"\x10\x02"
    assert header["png-grey16"][:2] == b"\x10\x00"
    assert header["png-interlaced"][4] == 1
