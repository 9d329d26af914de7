"""A JPEG cannot hold one picture for its viewers and another for the hash.

Multiplying a quantiser after the fact makes coefficients that no encoder writes: a
viewer clips them, a filter on coefficients would not.
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.storage_forms import saved
from tests.support.vectors import bits_apart

from beholden.demo import photograph_like
from beholden.media import hash_image
from beholden.media.core.jpeg import available, jpeg_samples

needs_kernel = pytest.mark.skipif(not available, reason="the C kernels were not built")
PHOTOGRAPH = photograph_like(np.random.default_rng(31), 1100, 1060)
LUMINANCE, CHROMINANCE = 0, 1


def tampered(data: bytes, table: int, factor: int, *, only_dc: bool) -> bytes:
    """``data`` with the entries of one quantiser multiplied, at most 255."""
    changed = bytearray(data)
    at = 2
    while changed[at + 1] != 0xDA:
        length = int.from_bytes(changed[at + 2 : at + 4], "big")
        if changed[at + 1] == 0xDB:
            for start in range(at + 4, at + 2 + length, 65):
                if changed[start] == table:
                    for k in range(start + 1, start + (2 if only_dc else 65)):
                        changed[k] = min(255, changed[k] * factor)
        at += 2 + length
    return bytes(changed)


@needs_kernel
@pytest.mark.parametrize("progressive", [False, True])
def test_an_honest_file_takes_the_quick_path(progressive: bool) -> None:
    data = saved(PHOTOGRAPH, "JPEG", quality=85, progressive=progressive)
    assert jpeg_samples(data, min_colour_mcus=64) is not None


@needs_kernel
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_luminance_beyond_eight_bits_is_left_to_a_full_decoder(
    mode: str, progressive: bool
) -> None:
    honest = saved(PHOTOGRAPH.convert(mode), "JPEG", quality=85, progressive=progressive)
    assert jpeg_samples(tampered(honest, LUMINANCE, 20, only_dc=True)) is None
    assert jpeg_samples(tampered(honest, LUMINANCE, 40, only_dc=False)) is None


@needs_kernel
@pytest.mark.parametrize("progressive", [False, True])
def test_colours_that_no_screen_has_are_left_to_a_full_decoder(progressive: bool) -> None:
    honest = saved(PHOTOGRAPH, "JPEG", quality=85, progressive=progressive)
    assert jpeg_samples(tampered(honest, CHROMINANCE, 20, only_dc=True)) is None


@needs_kernel
def test_colours_of_a_small_picture_are_left_to_a_full_decoder() -> None:
    small = saved(PHOTOGRAPH.resize((640, 480)), "JPEG")
    assert jpeg_samples(small) is not None
    assert jpeg_samples(small, min_colour_mcus=64) is None


@pytest.mark.parametrize("size", [(1100, 1060), (640, 600)])
@pytest.mark.parametrize("factor", [2, 5, 20, 200])
@pytest.mark.parametrize("table", [LUMINANCE, CHROMINANCE])
@pytest.mark.parametrize("only_dc", [True, False])
def test_whatever_the_quantiser_the_hash_is_that_of_what_viewers_show(
    table: int, factor: int, only_dc: bool, size: tuple[int, int]
) -> None:
    honest = saved(PHOTOGRAPH.resize(size), "JPEG", quality=85)
    data = tampered(honest, table, factor, only_dc=only_dc)
    quick, exact = hash_image(data), hash_image(data, exact=True)
    assert bits_apart(quick.pdq, exact.pdq) <= 8
