from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.bundles import (
    MAX_ENTRY,
    bundle_of_commitments,
    commitments_of_bundle,
    decode_bundle,
    encode_bundle,
)
from beholden.ledger.errors import (
    BundleCountError,
    BundleError,
    BundleTrailingError,
    BundleTruncatedError,
    CommitmentLengthError,
    EntryTooLongError,
)

entries = st.lists(st.binary(max_size=40), min_size=1, max_size=256)


@given(entries)
def test_what_is_written_is_read_back(some):
    assert decode_bundle(encode_bundle(some), len(some)) == tuple(some)


@given(st.binary(max_size=200), st.integers(1, 256))
def test_bytes_that_are_read_are_the_ones_that_are_written(data, width):
    try:
        some = decode_bundle(data, width)
    except BundleError:
        return
    assert encode_bundle(some) == data


@given(entries, st.data())
def test_a_bundle_that_is_cut_off_anywhere_is_refused(some, data):
    bundle = encode_bundle(some)
    with pytest.raises(BundleTruncatedError):
        decode_bundle(bundle[: data.draw(st.integers(0, len(bundle) - 1))], len(some))


@given(entries, st.binary(min_size=1, max_size=40))
def test_bytes_after_the_last_entry_are_refused(some, more):
    with pytest.raises(BundleTrailingError, match=f"^{len(more)} bytes follow"):
        decode_bundle(encode_bundle(some) + more, len(some))


@given(entries)
def test_more_or_fewer_entries_than_asked_for_are_refused(some):
    bundle = encode_bundle(some)
    if len(some) < 256:
        with pytest.raises(BundleTruncatedError):
            decode_bundle(bundle, len(some) + 1)
    if len(some) > 1:
        with pytest.raises(BundleTrailingError):
            decode_bundle(bundle, len(some) - 1)


@pytest.mark.parametrize("count", [0, 257, 1000])
def test_a_bundle_has_1_to_256_entries(count):
    with pytest.raises(BundleCountError):
        encode_bundle([b""] * count)
    with pytest.raises(BundleCountError):
        bundle_of_commitments(bytes(32 * count))
    for read in (decode_bundle, commitments_of_bundle):
        with pytest.raises(BundleCountError):
            read(bytes(2 * count), count)


@pytest.mark.parametrize("width", [-1, True, 1.0, "1", None])
def test_a_width_is_a_whole_number(width):
    for read in (decode_bundle, commitments_of_bundle):
        with pytest.raises(BundleCountError):
            read(b"\0\0", width)


def test_an_entry_has_at_most_as_many_bytes_as_its_length_can_say():
    longest = b"x" * MAX_ENTRY
    assert decode_bundle(encode_bundle([longest, b"y"]), 2) == (longest, b"y")
    with pytest.raises(EntryTooLongError):
        encode_bundle([b"", longest + b"x"])


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=256))
def test_a_block_of_commitments_is_written_and_read_as_its_entries_are(some):
    block = b"".join(some)
    assert bundle_of_commitments(block) == encode_bundle(some)
    assert commitments_of_bundle(encode_bundle(some), len(some)) == block


@given(st.lists(st.binary(min_size=31, max_size=33), min_size=1, max_size=3))
def test_a_bundle_of_anything_but_commitments_is_refused_where_they_are_asked_for(some):
    if any(len(entry) != 32 for entry in some):
        with pytest.raises(CommitmentLengthError):
            commitments_of_bundle(encode_bundle(some), len(some))


def test_lengths_that_only_add_up_are_no_commitments():
    bundle = encode_bundle([bytes(31), bytes(33)])
    assert len(bundle) == len(bundle_of_commitments(bytes(64)))
    with pytest.raises(CommitmentLengthError):
        commitments_of_bundle(bundle, 2)


@given(st.binary(max_size=100), st.integers(1, 4))
def test_a_bundle_that_is_damaged_says_so_where_commitments_are_asked_for(data, width):
    try:
        some = decode_bundle(data, width)
    except BundleError as problem:
        with pytest.raises(type(problem)):
            commitments_of_bundle(data, width)
    else:
        if all(len(entry) == 32 for entry in some):
            assert commitments_of_bundle(data, width) == b"".join(some)


def test_a_block_that_is_cut_off_is_refused():
    with pytest.raises(CommitmentLengthError, match="has 1 bytes"):
        bundle_of_commitments(bytes(33))
