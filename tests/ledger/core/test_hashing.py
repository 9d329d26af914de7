from __future__ import annotations

import pytest

from beholden.ledger.core import hashing
from beholden.ledger.core.hashing import (
    EMPTY_ROOT,
    commitments,
    leaf_hash,
    leaf_hashes_of_commitments,
    node_hash,
    parents,
)
from beholden.ledger.errors import HashSizeError


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
