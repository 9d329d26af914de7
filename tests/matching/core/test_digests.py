from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.matching.core import DIGEST_BYTES, DigestIndex
from tests.matching.support import seeds

KINDS = tuple(DIGEST_BYTES)


@given(st.sampled_from(KINDS), st.integers(0, 300), st.integers(0, 32), st.integers(1, 3), seeds)
def test_find_gives_the_lowest_entry_with_that_digest_or_none(kind, count, shared, values, seed):
    size = DIGEST_BYTES[kind]
    rng = np.random.default_rng(seed)
    digests = rng.integers(0, values, (count, size), dtype=np.uint8)
    digests[:, : min(shared, size)] = 200
    index = DigestIndex.build(kind, digests)
    first: dict[bytes, int] = {}
    for number, row in enumerate(digests):
        first.setdefault(row.tobytes(), number)
    absent = [bytes(size), b"\xff" * size, rng.bytes(size)]
    for digest in [*first, *absent]:
        assert index.find(digest) == first.get(digest)


def test_a_shared_prefix_does_not_make_a_look_up_walk_the_list():
    digests = np.zeros((100_000, 32), np.uint8)
    digests[:, 28:] = np.arange(100_000, dtype=">u4")[::-1].copy().view(np.uint8).reshape(-1, 4)
    index = DigestIndex.build("sha256", digests)
    read = []

    class CountingBytes(bytes):
        def __gt__(self, other):
            read.append(other)
            return bytes.__gt__(self, other)

    assert index.find(CountingBytes(digests[70_000].tobytes())) == 70_000
    assert 0 < len(read) < 40


def test_no_digests_are_found_in_an_empty_index():
    assert DigestIndex.build("md5", np.zeros((0, 16), np.uint8)).find(bytes(16)) is None


def test_a_digest_of_another_length_is_refused():
    index = DigestIndex.build("sha1", np.zeros((1, 20), np.uint8))
    with pytest.raises(ValueError, match="a sha1 digest has 20 bytes, not 16"):
        index.find(bytes(16))


@pytest.mark.parametrize(
    ("kind", "digests", "error", "sentence"),
    [
        ("pdq", np.zeros((1, 32), np.uint8), ValueError, "kind must be one of"),
        ("md5", np.zeros((1, 20), np.uint8), ValueError, r"digests must have the shape \(rows, 16"),
        ("md5", np.zeros((1, 16)), TypeError, "digests must be a numpy array of uint8"),
    ],
)
def test_digests_of_the_wrong_form_are_refused_by_name(kind, digests, error, sentence):
    with pytest.raises(error, match=sentence):
        DigestIndex.build(kind, digests)
