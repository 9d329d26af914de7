"""Proofs that a leaf is in a tree, and that a tree continues an older one (RFC 6962, 2.1).

A *path* is a sequence of hashes of 32 bytes. With k the largest power of two < n:

    inclusion of leaf m in n leaves
        PATH(0, D[0:1]) = nothing
        PATH(m, D[0:n]) = PATH(m, D[0:k]), MTH(D[k:n])          m < k
                        = PATH(m - k, D[k:n]), MTH(D[0:k])      m >= k
    consistency of n leaves with the first m, 0 < m < n
        PROOF(m, D[0:n]) = SUB(m, D[0:n], true)
        SUB(m, D[0:m], true) = nothing;  SUB(m, D[0:m], false) = MTH(D[0:m])
        SUB(m, D[0:n], b) = SUB(m, D[0:k], b), MTH(D[k:n])              m <= k
                          = SUB(m - k, D[k:n], false), MTH(D[0:k])      m > k

Both are one climb from a node of the tree to its root. The sizes alone say how many
hashes lie on it and on which side each of them stands; so a verifier counts a path
before it hashes anything, and a path of the wrong length is refused for that.
Consistency of a tree with itself is an empty path and equal roots. Consistency with
the empty tree is refused: it would say nothing about the newer tree.

Invariants: a verifier returns only if the claim is true, and whatever it is given
raises ``LedgerError`` otherwise. Nothing here knows where hashes are kept: the makers
of paths ask for the roots of full subtrees.

    >>> from beholden.ledger.core.hashing import leaf_hash, node_hash
    >>> left, right = leaf_hash(b"a"), leaf_hash(b"b")
    >>> verify_inclusion(index=1, size=2, leaf=right, path=[left], root=node_hash(left, right))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from beholden.ledger.core.hashing import EMPTY_ROOT, HASH_BYTES, check_hash, node_hash
from beholden.ledger.core.tree import check_size
from beholden.ledger.errors import (
    EmptyOldTreeError,
    InclusionError,
    LeafIndexError,
    NewRootError,
    OldRootError,
    ProofHashError,
    ProofLengthError,
    ShrunkTreeError,
    SplitViewError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "Subtree",
    "consistency_path",
    "inclusion_path",
    "root_from",
    "root_of_inclusion",
    "verify_consistency",
    "verify_inclusion",
]

Subtree: TypeAlias = "Callable[[int, int], bytes]"
"""Gives MTH(D[n * 2**level : (n + 1) * 2**level]) for (level, n); only full ones are asked for."""


def verify_inclusion(
    *, index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes
) -> None:
    """Returns if ``leaf`` (a leaf hash) is number ``index`` of the tree with ``size`` and ``root``.

    Raises:
        InclusionError: the path does not lead from the leaf to the root.
        EncodingError: a number, a hash or the path has a form that no proof has; the
            subclass says which.
    """
    check_hash("the root", root)
    if root_of_inclusion(index=index, size=size, leaf=leaf, path=path) != root:
        raise InclusionError(f"leaf {index:,} is not in the tree of {size:,} leaves with this root")


def root_of_inclusion(*, index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root that ``leaf`` and ``path`` lead to; for roots that are then looked up elsewhere.

    Raises:
        EncodingError: as ``verify_inclusion``.
    """
    check_size("the size of the tree", size)
    _check_index(index, size)
    check_hash("the leaf hash", leaf)
    inner, border = _climb(index, size)
    _check_path(path, inner + border)
    node = leaf
    for level, other in enumerate(path):
        left = level >= inner or index >> level & 1
        node = node_hash(other, node) if left else node_hash(node, other)
    return node


def verify_consistency(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Returns if the older tree's leaves are the first of the newer tree's.

    Raises:
        SplitViewError: the sizes are equal and the roots are not.
        OldRootError: the path does not lead to the older root.
        NewRootError: the path does not lead to the newer root.
        EncodingError: a number, a hash or the path has a form that no proof has (an
            older tree without leaves included); the subclass says which.
    """
    _check_sizes(old_size, new_size)
    check_hash("the older root", old_root)
    check_hash("the newer root", new_root)
    if old_size == new_size:
        _check_path(path, 0)
        if old_root != new_root:
            raise SplitViewError(f"two trees of {old_size:,} leaves have different roots")
        return
    # The climb starts at the last full subtree of the older tree, not at its last leaf.
    start = (old_size & -old_size).bit_length() - 1
    inner, border = _climb(old_size - 1, new_size)
    inner -= start
    whole = old_size == 1 << start
    _check_path(path, inner + border + (not whole))
    old = new = old_root if whole else path[0]
    number = (old_size - 1) >> start
    for level, other in enumerate(path if whole else path[1:]):
        if level >= inner or number >> level & 1:
            old, new = node_hash(other, old), node_hash(other, new)
        else:
            new = node_hash(new, other)
    if old != old_root:
        raise OldRootError(f"the path does not lead to the root of the first {old_size:,} leaves")
    if new != new_root:
        raise NewRootError(f"the path does not lead to the root of all {new_size:,} leaves")


def inclusion_path(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The path of leaf ``index`` in the tree of the first ``size`` leaves.

    Raises:
        TreeSizeError, LeafIndexError: there is no such leaf.
    """
    check_size("the size of the tree", size)
    _check_index(index, size)
    path = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(_range_root(middle, end, subtree))
            end = middle
        else:
            path.append(_range_root(begin, middle, subtree))
            begin = middle
    return path[::-1]


def consistency_path(old_size: int, new_size: int, subtree: Subtree) -> list[bytes]:
    """The path from the first ``old_size`` leaves to the first ``new_size``.

    Raises:
        TreeSizeError, EmptyOldTreeError, ShrunkTreeError: nothing can be proved.
    """
    _check_sizes(old_size, new_size)
    path = []
    begin, end = 0, new_size
    while end != old_size:
        middle = begin + _split(end - begin)
        if old_size <= middle:
            path.append(_range_root(middle, end, subtree))
            end = middle
        else:
            path.append(_range_root(begin, middle, subtree))
            begin = middle
    if begin:
        path.append(_range_root(begin, end, subtree))
    return path[::-1]


def root_from(size: int, subtree: Subtree) -> bytes:
    """The root of the tree of the first ``size`` leaves.

    Raises:
        TreeSizeError: there is no such tree.
    """
    check_size("the size of the tree", size)
    return _range_root(0, size, subtree) if size else EMPTY_ROOT


def _range_root(begin: int, end: int, subtree: Subtree) -> bytes:
    """MTH(D[begin:end]), where ``begin`` is a multiple of a power of two that is long enough."""
    full = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        full.append(subtree(level, begin >> level))
        begin += 1 << level
    *rest, root = full
    for left in reversed(rest):
        root = node_hash(left, root)
    return root


def _split(leaves: int) -> int:
    """The largest power of two below ``leaves``, which are at least two."""
    return 1 << (leaves - 1).bit_length() - 1


def _climb(index: int, size: int) -> tuple[int, int]:
    """How many hashes join a leaf on its way up, below and along the tree's right edge.

    Below the level where the ways of this leaf and of the last leaf meet, every level
    has a neighbour, on the side that the index says. Above it the way is the right
    edge itself, where only full subtrees to the left join.
    """
    inner = (index ^ (size - 1)).bit_length()
    return inner, (index >> inner).bit_count()


def _check_index(index: int, size: int) -> None:
    if type(index) is not int:
        raise LeafIndexError(f"an index must be a whole number, not {type(index).__name__}")
    if not 0 <= index < size:
        raise LeafIndexError(f"a tree of {size:,} leaves has no leaf of this index")


def _check_sizes(old_size: int, new_size: int) -> None:
    check_size("the older size", old_size)
    check_size("the newer size", new_size)
    if old_size == 0:
        raise EmptyOldTreeError("every tree continues the empty one; there is nothing to prove")
    if old_size > new_size:
        raise ShrunkTreeError(f"the newer tree has {new_size:,} leaves, the older {old_size:,}")


def _check_path(path: Sequence[bytes], length: int) -> None:
    if len(path) != length:
        raise ProofLengthError(f"a path for these sizes has {length} hashes, not {len(path):,}")
    for number, value in enumerate(path):
        if type(value) is not bytes or len(value) != HASH_BYTES:
            raise ProofHashError(f"hash {number} of the path is not {HASH_BYTES} bytes")
