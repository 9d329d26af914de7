"""PDQ from pixels: the reference's answers, and C equal to numpy."""

from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.vectors import bits_apart, pdq_folder, rows

from beholden.media.core import _native, _portable
from beholden.media.core.pdq import PdqReducer, pdq_from_array
from beholden.media.core.weights import WEIGHT_BITS, axis_weights

needs_kernel = pytest.mark.skipif(
    not _native.available, reason="the C kernels were not built (no compiler)"
)
BACKENDS = [
    pytest.param(_portable, id="numpy"),
    pytest.param(_native, id="c", marks=needs_kernel),
]


def grey(seed: int, height: int, width: int) -> npt.NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)


@pytest.mark.parametrize("backend", BACKENDS)
def test_hash_quality_and_dihedral_hashes_are_those_of_the_reference(backend: ModuleType) -> None:
    folder = pdq_folder() / "grey"
    for row in rows(folder / "expected.jsonl"):
        pixels = np.load(folder / row["file"])
        hashes, quality = pdq_from_array(pixels, backend=backend)
        assert quality == row["quality"], row["file"]
        if not row["degenerate"]:
            assert [bytes(h).hex() for h in hashes] == row["dihedral"], row["file"]


@needs_kernel
@given(
    seed=st.integers(0, 2**32 - 1),
    height=st.integers(5, 300),
    width=st.integers(5, 300),
    channels=st.sampled_from([1, 3]),
    flatness=st.sampled_from([1, 16, 255]),
)
def test_c_and_numpy_give_the_same_bits(
    seed: int, height: int, width: int, channels: int, flatness: int
) -> None:
    pixels = grey(seed, height, width * channels) // flatness * flatness
    shaped = pixels if channels == 1 else pixels.reshape(height, width, 3)
    native, native_quality = pdq_from_array(shaped, backend=_native)
    portable, portable_quality = pdq_from_array(shaped, backend=_portable)
    assert np.array_equal(native, portable)
    assert native_quality == portable_quality


@needs_kernel
@given(seed=st.integers(0, 2**32 - 1), scale=st.sampled_from([2, 4, 8]), side=st.integers(64, 400))
def test_c_and_numpy_agree_on_scaled_pictures(seed: int, scale: int, side: int) -> None:
    width, height = side * 2 + 1, side + 3
    answers = []
    for backend in (_native, _portable):
        reducer = PdqReducer(width, height, scale=scale, backend=backend)
        reducer.feed(grey(seed, reducer.rows, reducer.row_bytes))
        answers.append(reducer.finish())
    assert np.array_equal(answers[0][0], answers[1][0])
    assert answers[0][1] == answers[1][1]


@given(
    seed=st.integers(0, 2**32 - 1),
    cuts=st.lists(st.integers(0, 120), max_size=6),
)
def test_strips_of_any_height_give_the_hash_of_the_whole(seed: int, cuts: list[int]) -> None:
    pixels = grey(seed, 120, 90)
    reducer = PdqReducer(90, 120)
    for low, high in zip([0, *sorted(cuts)], [*sorted(cuts), 120], strict=True):
        reducer.feed(pixels[low:high])
    assert np.array_equal(reducer.finish()[0], pdq_from_array(pixels)[0])


STORED_FOR = {
    1: lambda shown: shown,
    2: lambda shown: shown[:, ::-1],
    3: lambda shown: shown[::-1, ::-1],
    4: lambda shown: shown[::-1],
    5: lambda shown: shown.T,
    6: lambda shown: np.rot90(shown, 1),
    7: lambda shown: shown[::-1, ::-1].T,
    8: lambda shown: np.rot90(shown, -1),
}
"""How pixels are stored so that a viewer's turn for that EXIF orientation puts them right."""


@given(
    seed=st.integers(0, 2**32 - 1),
    height=st.integers(5, 300),
    width=st.integers(5, 300),
    orientation=st.sampled_from(range(1, 9)),
)
def test_a_turned_file_has_the_very_hash_of_the_picture_that_is_shown(
    seed: int, height: int, width: int, orientation: int
) -> None:
    shown = grey(seed, height, width)
    stored = np.ascontiguousarray(STORED_FOR[orientation](shown))
    reducer = PdqReducer(stored.shape[1], stored.shape[0], orientation=orientation)
    reducer.feed(stored)
    assert np.array_equal(reducer.finish()[0], pdq_from_array(shown)[0])


def _box(line: list[float]) -> list[float]:
    """One Jarosz pass, written down as the paper says it."""
    n = len(line)
    window = math.ceil(n / 128)
    right = (window + 2) // 2 - 1
    left = window - 1 - right
    means = []
    for i in range(n):
        seen = line[max(0, i - left) : i + right + 1]
        means.append(sum(seen) / len(seen))
    return means


@given(length=st.integers(5, 900), seed=st.integers(0, 1000))
def test_one_row_of_weights_does_what_two_box_passes_and_decimation_do(
    length: int, seed: int
) -> None:
    line = np.random.default_rng(seed).uniform(0, 255, length)
    filtered = _box(_box(list(line)))
    axis = axis_weights(length)
    for k in range(64):
        start, taps = axis.start[k], axis.taps[k]
        sample = (line[start : start + taps] * axis.weights[k, :taps]).sum() / 2**WEIGHT_BITS
        assert sample == pytest.approx(filtered[math.floor((k + 0.5) * length / 64)], abs=0.02)


@given(length=st.integers(5, 70_000), scale=st.sampled_from([1, 2, 4, 8]))
def test_weights_add_up_exactly_so_that_a_flat_picture_stays_flat(length: int, scale: int) -> None:
    axis = axis_weights(length, scale)
    assert (axis.weights.sum(axis=1) == 2**WEIGHT_BITS).all()
    assert (axis.start >= 0).all()
    assert (axis.start + axis.taps <= -(-length // scale)).all()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("value", [0, 1, 127, 255])
def test_a_flat_picture_has_no_rounding_noise(value: int, backend: ModuleType) -> None:
    for shape in ((301, 407), (301, 407, 3)):
        hashes, quality = pdq_from_array(np.full(shape, value, np.uint8), backend=backend)
        assert not hashes.any()
        assert quality == 0


def test_extreme_contrast_does_not_overflow() -> None:
    pixels = np.zeros((2000, 2000), dtype=np.uint8)
    pixels[:, 1000:] = 255
    pixels[700:1500, 300:1200] ^= 255
    hashes = pdq_from_array(pixels)[0]
    inverted = pdq_from_array(255 - pixels)[0]
    ones = [bytes(h).hex() for h in (hashes[0], inverted[0])]
    assert bits_apart(*ones) > 200, "an inverted picture has nearly all bits inverted"


@pytest.mark.parametrize(
    ("pixels", "says"),
    [
        (np.zeros((4, 100), np.uint8), "at least 5"),
        (np.zeros((100, 100, 4), np.uint8), "channels"),
        (np.zeros((100, 100), np.float32), "uint8"),
    ],
)
def test_wrong_arrays_are_refused_with_the_reason(pixels: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        pdq_from_array(pixels)


def test_missing_and_surplus_rows_are_refused() -> None:
    reducer = PdqReducer(20, 20)
    reducer.feed(np.zeros((19, 20), np.uint8))
    with pytest.raises(ValueError, match="19 of 20 rows"):
        reducer.finish()
    with pytest.raises(ValueError, match="20 rows in all"):
        reducer.feed(np.zeros((2, 20), np.uint8))
