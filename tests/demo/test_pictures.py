from __future__ import annotations

from itertools import combinations
from statistics import mean

import numpy as np
import pytest

from beholden.demo import photograph, photograph_like, pictures, sample_photographs
from tests.demo.distances import distance, hashed


def test_the_same_seed_paints_the_same_pixels():
    first, second = (photograph_like(np.random.default_rng(3), 320, 240) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_another_seed_paints_another_picture():
    first, second = (photograph_like(np.random.default_rng(n), 320, 240) for n in (3, 4))
    assert first.tobytes() != second.tobytes()


def test_a_picture_of_a_set_depends_on_seed_and_number_alone():
    assert photograph(5, 1).tobytes() == photograph(5, 1).tobytes()
    assert photograph(5, 1).tobytes() != photograph(5, 2).tobytes()
    assert photograph(5, 1).tobytes() != photograph(6, 1).tobytes()


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (1000, 90), (33, 17), (1, 1)])
def test_a_picture_has_the_size_asked_for_and_colour(size):
    picture = photograph_like(np.random.default_rng(1), *size)
    assert picture.size == size
    assert picture.mode == "RGB"


def test_runs_hold_landscape_and_portrait_of_a_quarter_to_one_megapixel():
    sizes = [photograph(1, index).size for index in range(20)]
    assert any(width > height for width, height in sizes)
    assert any(width < height for width, height in sizes)
    assert all(200_000 <= width * height <= 1_000_000 for width, height in sizes)


def test_pictures_are_good_enough_and_far_enough_apart_for_pdq():
    hashes = [hashed(photograph_like(np.random.default_rng([9, n]), 256, 192)) for n in range(150)]
    assert min(h.quality for h in hashes) >= 80
    apart = [distance(a.pdq, b.pdq) for a, b in combinations(hashes, 2)]
    assert min(apart) > 80
    assert 120 < mean(apart) < 136
    turned = [distance(v, b.pdq) for a, b in combinations(hashes, 2) for v in a.dihedral[1:]]
    assert min(turned) > 80


def test_no_picture_is_its_own_mirror_image():
    for number in range(30):
        hashes = hashed(photograph_like(np.random.default_rng([2, number]), 256, 192))
        assert min(distance(hashes.pdq, variant) for variant in hashes.dihedral[1:]) > 62


def test_sample_photographs_are_colour_pictures_of_different_things():
    pytest.importorskip("skimage")
    samples = dict(sample_photographs())
    assert len(samples) >= 8
    assert {picture.mode for picture in samples.values()} == {"RGB"}
    hashes = {name: hashed(picture) for name, picture in samples.items()}
    assert min(h.quality for h in hashes.values()) >= 80
    assert min(distance(a.pdq, b.pdq) for a, b in combinations(hashes.values(), 2)) > 80


def test_without_scikit_image_there_are_no_sample_photographs(monkeypatch):
    monkeypatch.setattr(pictures, "find_spec", lambda _name: None)
    assert list(sample_photographs()) == []
