"""The calls that a program makes without the command, as the README promises them."""

from __future__ import annotations

import numpy as np
import pytest

from beholden.matching import HashIndex
from beholden.media import UnscannableError, hash_image
from tests.cli.support import jpeg


def test_hash_image_takes_bytes_and_gives_every_hash() -> None:
    image = hash_image(jpeg(1))
    assert len(image.pdq) == 64
    assert 0 <= image.quality <= 100
    assert len(image.dihedral) == 8
    assert [len(digest) for digest in (image.sha256, image.sha1, image.md5)] == [64, 40, 32]


def test_hash_image_never_answers_for_what_is_no_picture() -> None:
    with pytest.raises(UnscannableError) as caught:
        hash_image(b"no picture")
    assert caught.value.finding.code == "not_an_image"


def test_search_equals_brute_force_and_is_sorted() -> None:
    rng = np.random.default_rng(8)
    hashes = rng.integers(0, 256, (500, 32), dtype=np.uint8)
    near = hashes[rng.integers(0, 500, 60)].copy()
    for row in near:
        for bit in rng.integers(0, 256, rng.integers(0, 40)):
            row[bit // 8] ^= 1 << (bit % 8)
    queries = np.concatenate([near, rng.integers(0, 256, (20, 32), dtype=np.uint8)])

    index = HashIndex.build(hashes, radius=31)
    numbers, entries, distances = index.search(queries)

    apart = np.bitwise_count(queries[:, None] ^ hashes[None]).sum(axis=2)
    expected = np.argwhere(apart <= 31)
    assert len(expected) > 30
    found = np.stack([numbers, entries], axis=1).astype(np.int64)
    assert sorted(map(tuple, found.tolist())) == sorted(map(tuple, expected.tolist()))
    assert (apart[numbers, entries] == distances).all()
    assert (np.diff(numbers.astype(np.int64)) >= 0).all(), "sorted by query"
    order = np.lexsort((entries, numbers))
    by_distance = np.lexsort((entries, distances, numbers))
    steady = np.arange(len(numbers))
    assert (order == steady).all() or (by_distance == steady).all()
