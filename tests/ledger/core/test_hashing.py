from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core import _native, _portable, hashing
from beholden.ledger.core.hashing import (
    EMPTY_ROOT,
    commitments,
    leaf_hash,
    leaf_hashes,
    leaf_hashes_of_commitments,
    node_hash,
    parents,
)
from beholden.ledger.core.tree import tree_head
from beholden.ledger.errors import HashSizeError

# All ways to hash a block that this machine has: hashlib, plain C, the SHA instructions.
LEVELS = range(_native.best_level() + 1) if _native.available() else range(0)

built = pytest.mark.skipif(
    not _native.available(), reason="the C kernels were not built (no compiler)"
)

hashes = st.integers(0, 40).flatmap(
    lambda count: st.binary(min_size=32 * count, max_size=32 * count)
)


def test_hashes_are_the_known_answers_of_the_standard():
    assert EMPTY_ROOT.hex().startswith("e3b0c442")
    assert EMPTY_ROOT.hex().endswith("b855")
    assert leaf_hash(b"").hex().startswith("6e340b9c")
    assert leaf_hash(b"L123456").hex().startswith("395aa064")
    assert node_hash(b"N123", b"N456").hex().startswith("aa217fe8")


def test_a_leaf_is_never_taken_for_a_node():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_blocks_that_are_cut_off_are_refused():
    for whole in (leaf_hashes_of_commitments, parents):
        for length in (1, 31, 33, 63, 65):
            with pytest.raises(HashSizeError, match="multiple of 32 bytes"):
                whole(bytes(length))


@pytest.mark.parametrize("salts", [0, 31, 32, 63, 65, 96])
def test_every_statement_has_a_salt_of_its_own(salts):
    with pytest.raises(HashSizeError, match="2 statements need 64 bytes of salts"):
        commitments(bytes(salts), [b"a", b"b"])


@pytest.mark.parametrize("value", [b"", bytes(31), bytearray(32), "x" * 32, None])
def test_a_hash_is_32_bytes_and_nothing_else(value):
    with pytest.raises(HashSizeError, match="the root must"):
        hashing.check_hash("the root", value)


@built
@given(hashes)
def test_the_kernel_hashes_blocks_as_hashlib_does(block):
    for level in LEVELS:
        assert _native.parents(block, level) == _portable.parents(block)
        leaves = _native.leaf_hashes_of_commitments(block, level)
        assert leaves == _portable.leaf_hashes_of_commitments(block)


@built
@pytest.mark.parametrize("length", range(300))
def test_the_kernel_pads_a_message_of_any_length_as_hashlib_does(length):
    data = bytes(i % 251 for i in range(length))
    salt = bytes(range(200, 232))
    for level in LEVELS:
        assert _native.leaf_hashes([data, b"", data], level) == _portable.leaf_hashes(
            [data, b"", data]
        )
        assert _native.commitments(salt, [data], level) == _portable.commitments(salt, [data])


@built
@given(st.lists(st.binary(max_size=200), max_size=12), st.data())
def test_the_kernel_hashes_messages_of_mixed_lengths_as_hashlib_does(entries, data):
    size = 32 * len(entries)
    salts = data.draw(st.binary(min_size=size, max_size=size))
    for level in LEVELS:
        assert _native.leaf_hashes(entries, level) == _portable.leaf_hashes(entries)
        assert _native.commitments(salts, entries, level) == _portable.commitments(salts, entries)


@built
def test_long_messages_and_long_blocks_hash_as_hashlib_does():
    entry, block = bytes(70_000), os.urandom(32 * 5001)
    for level in LEVELS:
        assert _native.leaf_hashes([entry], level) == _portable.leaf_hashes([entry])
        assert _native.parents(block, level) == _portable.parents(block)


@built
def test_threads_hash_blocks_side_by_side():
    block = os.urandom(32 * 4096)
    expected = _portable.parents(block)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(_native.parents, [block] * 32)) == {expected}


@given(st.lists(st.binary(max_size=100), max_size=9))
def test_blocks_are_the_hashes_one_at_a_time(entries):
    single = [leaf_hash(entry) for entry in entries]
    assert leaf_hashes(entries) == b"".join(single)
    pairs = zip(single[::2], single[1::2], strict=False)
    assert parents(b"".join(single)) == b"".join(node_hash(*pair) for pair in pairs)
    salts = b"".join(single)
    assert leaf_hashes_of_commitments(salts) == b"".join(map(leaf_hash, single))
    openings = [salt + entry for salt, entry in zip(single, entries, strict=True)]
    assert commitments(salts, entries) == b"".join(sha256(each).digest() for each in openings)


def test_without_the_kernel_the_same_bits_come_out():
    code = (
        "from beholden.ledger.core import _native, hashing, tree;"
        "assert not _native.available() and _native.best_level() == 0;"
        "print(tree.tree_head(hashing.leaf_hashes([b'%d' % n for n in range(1000)])).hex())"
    )
    environment = {**os.environ, "BEHOLDEN_NO_KERNELS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True
    )
    head = tree_head(leaf_hashes([b"%d" % number for number in range(1000)]))
    assert done.stdout.strip() == head.hex()


def test_without_the_kernel_nothing_calls_it(monkeypatch):
    monkeypatch.setattr(_native, "_library", None)
    monkeypatch.setattr(_native, "_holding", None)
    assert not _native.available()
    with pytest.raises(RuntimeError, match="not built"):
        _native.parents(bytes(64))
