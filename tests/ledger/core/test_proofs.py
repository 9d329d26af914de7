from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.ledger.core.proofs import (
    consistency_path,
    inclusion_path,
    root_from,
    root_of_inclusion,
    verify_consistency,
    verify_inclusion,
)
from beholden.ledger.core.tree import MAX_SIZE
from beholden.ledger.errors import (
    EmptyOldTreeError,
    HashSizeError,
    InclusionError,
    LeafIndexError,
    LedgerError,
    NewRootError,
    OldRootError,
    ProofHashError,
    ProofLengthError,
    ShrunkTreeError,
    SplitViewError,
    TreeSizeError,
)
from tests.ledger.core import slow_tree
from tests.ledger.core.slow_tree import SlowTree, leaves

MOST = 300
SLOW = SlowTree(leaves(MOST))
ROOTS = [SLOW.head(0, size) for size in range(MOST + 1)]
# It would be found out if the path was looked at.
NO_HASH: Any = 0
NO_NUMBERS: list[Any] = [-1, MAX_SIZE + 1, 2**64, True, False, 1.0, "1", None]


def endless(level: int, number: int) -> bytes:
    """A subtree of a tree that nobody could store: every node is just named."""
    return sha256(b"%d %d" % (level, number)).digest()


def true_subtree(level: int, number: int) -> bytes:
    """Full subtrees of an endless tree whose leaves are all the same; so all roots are true."""
    value = slow_tree.leaf(b"same")
    for _ in range(level):
        value = slow_tree.node(value, value)
    return value


def inclusion_ok(index: int, size: int, leaf: bytes, path: list[bytes], root: bytes) -> bool:
    try:
        verify_inclusion(index=index, size=size, leaf=leaf, path=path, root=root)
    except LedgerError:
        return False
    return True


def consistency_ok(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: list[bytes]
) -> bool:
    try:
        verify_consistency(
            old_size=old_size, new_size=new_size, old_root=old_root, new_root=new_root, path=path
        )
    except LedgerError:
        return False
    return True


def changed(data: st.DataObject, path: list[bytes]) -> list[bytes]:
    """The path with one bit turned, one hash lost, doubled, added, or two swapped."""
    path = list(path)
    kinds = ["add"] + ["flip", "lose", "double"] * bool(path) + ["swap"] * (len(path) > 1)
    kind = data.draw(st.sampled_from(kinds))
    at = data.draw(st.integers(0, max(0, len(path) - 1)))
    if kind == "add":
        path.insert(at, bytes(32))
    elif kind == "flip":
        path[at] = flipped(path[at], data.draw(st.integers(0, 255)))
    elif kind == "lose":
        del path[at]
    elif kind == "double":
        path.insert(at, path[at])
    else:
        path[at], path[at - 1] = path[at - 1], path[at]
    return path


def flipped(value: bytes, bit: int) -> bytes:
    turned = bytearray(value)
    turned[bit // 8] ^= 1 << bit % 8
    return bytes(turned)


@pytest.mark.parametrize("size", [*range(1, 70), 127, 128, 129, 255, 256, 257, 299, 300])
def test_every_leaf_of_every_size_has_the_path_of_the_definition_and_it_verifies(size):
    for index in range(size):
        path = inclusion_path(index, size, SLOW.subtree)
        assert path == SLOW.inclusion(index, 0, size)
        verify_inclusion(
            index=index, size=size, leaf=SLOW.hashes[index], path=path, root=ROOTS[size]
        )


@pytest.mark.parametrize("new_size", [*range(1, 70), 127, 128, 129, 255, 256, 257, 299, 300])
def test_every_two_sizes_have_the_path_of_the_definition_and_it_verifies(new_size):
    for old_size in range(1, new_size + 1):
        path = consistency_path(old_size, new_size, SLOW.subtree)
        assert path == SLOW.consistency(old_size, 0, new_size)
        verify_consistency(
            old_size=old_size,
            new_size=new_size,
            old_root=ROOTS[old_size],
            new_root=ROOTS[new_size],
            path=path,
        )


@pytest.mark.parametrize("size", range(MOST + 1))
def test_the_root_from_full_subtrees_is_the_one_of_the_definition(size):
    assert root_from(size, SLOW.subtree) == ROOTS[size]


@given(st.integers(1, MAX_SIZE), st.data())
def test_a_leaf_of_the_largest_trees_is_proved_too(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, true_subtree)
    leaf, root = true_subtree(0, index), root_from(size, true_subtree)
    assert len(path) <= 63
    verify_inclusion(index=index, size=size, leaf=leaf, path=path, root=root)
    assert slow_tree.inclusion_holds(index, size, leaf, path, root)


@given(st.integers(1, MAX_SIZE), st.data())
def test_the_largest_trees_continue_each_other_too(new_size, data):
    old_size = data.draw(st.integers(1, new_size))
    path = consistency_path(old_size, new_size, true_subtree)
    roots = root_from(old_size, true_subtree), root_from(new_size, true_subtree)
    assert len(path) <= 64
    assert consistency_ok(old_size, new_size, *roots, path)
    assert slow_tree.consistency_holds(old_size, new_size, *roots, path)


@settings(max_examples=500)
@given(st.integers(1, MOST), st.data())
def test_a_changed_inclusion_proof_is_judged_as_the_standard_judges_it(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = changed(data, SLOW.inclusion(index, 0, size))
    claimed = data.draw(st.sampled_from([index, index ^ 1, size - 1, size, 0]))
    size = data.draw(st.sampled_from([size, size + 1, 2 * size]))
    claim = claimed, size, SLOW.hashes[index], path, ROOTS[min(size, MOST)]
    assert inclusion_ok(*claim) == slow_tree.inclusion_holds(*claim)


@settings(max_examples=500)
@given(st.integers(1, MOST), st.data())
def test_a_changed_consistency_proof_is_judged_as_the_standard_judges_it(new_size, data):
    old_size = data.draw(st.integers(1, new_size))
    path = changed(data, SLOW.consistency(old_size, 0, new_size))
    roots = ROOTS[old_size], ROOTS[new_size]
    old_size = data.draw(st.sampled_from([old_size, old_size - 1, old_size + 1]))
    claim = old_size, new_size, *roots, path
    assert consistency_ok(*claim) == slow_tree.consistency_holds(*claim)


@given(st.integers(1, MOST), st.data())
def test_an_inclusion_proof_with_any_bit_turned_is_false(size, data):
    index = data.draw(st.integers(0, size - 1))
    values = [SLOW.hashes[index], ROOTS[size], *SLOW.inclusion(index, 0, size)]
    at = data.draw(st.integers(0, len(values) - 1))
    values[at] = flipped(values[at], data.draw(st.integers(0, 255)))
    leaf, root, *path = values
    with pytest.raises(InclusionError):
        verify_inclusion(index=index, size=size, leaf=leaf, path=path, root=root)


@given(st.integers(1, MOST), st.data())
def test_a_consistency_proof_with_any_bit_turned_is_false(new_size, data):
    old_size = data.draw(st.integers(1, new_size))
    values = [ROOTS[old_size], ROOTS[new_size], *SLOW.consistency(old_size, 0, new_size)]
    at = data.draw(st.integers(0, len(values) - 1))
    values[at] = flipped(values[at], data.draw(st.integers(0, 255)))
    old_root, new_root, *path = values
    assert not consistency_ok(old_size, new_size, old_root, new_root, path)


@pytest.mark.parametrize(
    ("old_size", "new_size", "turned", "error"),
    [
        (7, 7, "old_root", SplitViewError),
        (5, 7, "old_root", OldRootError),
        (5, 7, "new_root", NewRootError),
        (4, 7, "old_root", NewRootError),
    ],
)
def test_a_false_history_says_which_root_is_not_reached(old_size, new_size, turned, error):
    claim = {"old_root": ROOTS[old_size], "new_root": ROOTS[new_size]}
    claim[turned] = flipped(claim[turned], 0)
    path = SLOW.consistency(old_size, 0, new_size)
    with pytest.raises(error):
        verify_consistency(old_size=old_size, new_size=new_size, path=path, **claim)


@pytest.mark.parametrize("wrong", NO_NUMBERS)
def test_what_is_no_size_or_index_is_refused_by_its_own_error(wrong):
    leaf, root, empty = SLOW.hashes[0], ROOTS[1], list[bytes]()
    with pytest.raises(TreeSizeError):
        verify_inclusion(index=0, size=wrong, leaf=leaf, path=empty, root=root)
    with pytest.raises(LeafIndexError):
        verify_inclusion(index=wrong, size=1, leaf=leaf, path=empty, root=root)
    for sizes in ((wrong, 1), (1, wrong)):
        with pytest.raises(TreeSizeError):
            verify_consistency(
                old_size=sizes[0], new_size=sizes[1], old_root=root, new_root=root, path=empty
            )
        with pytest.raises(TreeSizeError):
            consistency_path(sizes[0], sizes[1], SLOW.subtree)
    for make in (lambda: root_from(wrong, SLOW.subtree), lambda: inclusion_path(0, wrong, endless)):
        with pytest.raises(TreeSizeError):
            make()
    with pytest.raises(LeafIndexError):
        inclusion_path(wrong, 1, SLOW.subtree)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (5, 5), (6, 5), (MAX_SIZE, MAX_SIZE)])
def test_a_leaf_beyond_the_tree_is_refused(index, size):
    with pytest.raises(LeafIndexError):
        root_of_inclusion(index=index, size=size, leaf=bytes(32), path=[])


def test_consistency_with_the_empty_tree_is_refused():
    for size in (0, 1, 8):
        with pytest.raises(EmptyOldTreeError):
            verify_consistency(
                old_size=0, new_size=size, old_root=ROOTS[0], new_root=ROOTS[size], path=[]
            )
        with pytest.raises(EmptyOldTreeError):
            consistency_path(0, size, SLOW.subtree)


def test_a_tree_that_became_smaller_is_refused():
    with pytest.raises(ShrunkTreeError, match="has 5 leaves, the older 6"):
        verify_consistency(old_size=6, new_size=5, old_root=ROOTS[6], new_root=ROOTS[5], path=[])


@given(st.integers(1, MAX_SIZE), st.integers(-2, 2).filter(bool), st.data())
def test_a_path_of_the_wrong_length_is_refused_before_anything_is_hashed(size, more, data):
    index = data.draw(st.integers(0, size - 1))
    length = len(inclusion_path(index, size, endless)) + more
    if length >= 0:
        with pytest.raises(ProofLengthError):
            root_of_inclusion(index=index, size=size, leaf=bytes(32), path=[NO_HASH] * length)
    old_size = index + 1
    length = len(consistency_path(old_size, size, endless)) + more
    if length >= 0:
        with pytest.raises(ProofLengthError):
            verify_consistency(
                old_size=old_size,
                new_size=size,
                old_root=bytes(32),
                new_root=bytes(32),
                path=[NO_HASH] * length,
            )


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33), "x" * 32, bytearray(32), None, 7])
def test_what_is_no_hash_is_refused_wherever_it_stands(wrong):
    path, leaf, root = SLOW.inclusion(2, 0, 5), SLOW.hashes[2], ROOTS[5]
    with pytest.raises(HashSizeError, match="the leaf hash"):
        verify_inclusion(index=2, size=5, leaf=wrong, path=path, root=root)
    with pytest.raises(HashSizeError, match="the root"):
        verify_inclusion(index=2, size=5, leaf=leaf, path=path, root=wrong)
    with pytest.raises(ProofHashError, match="hash 1 of the path"):
        verify_inclusion(index=2, size=5, leaf=leaf, path=[path[0], wrong, path[2]], root=root)
    claim: dict[str, Any] = {"old_size": 4, "new_size": 5, "path": SLOW.consistency(4, 0, 5)}
    with pytest.raises(HashSizeError, match="the older root"):
        verify_consistency(**claim, old_root=wrong, new_root=ROOTS[5])
    with pytest.raises(HashSizeError, match="the newer root"):
        verify_consistency(**claim, old_root=ROOTS[4], new_root=wrong)
    with pytest.raises(ProofHashError):
        verify_consistency(
            old_size=4, new_size=5, path=[wrong], old_root=ROOTS[4], new_root=ROOTS[5]
        )


def test_a_number_too_long_to_be_written_is_refused_too():
    with pytest.raises(TreeSizeError):
        inclusion_path(0, 10**5000, endless)
    with pytest.raises(LeafIndexError):
        inclusion_path(10**5000, 1, endless)
