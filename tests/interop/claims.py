"""Claims that two verifiers can be asked about: true ones, and ones with one thing changed.

Trees have different leaves at their beginning and one hash for ever behind them, so that
trees of any size can be proved things about.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from beholden.ledger.core.hashing import leaf_hash, node_hash
from beholden.ledger.core.proofs import (
    consistency_path,
    inclusion_path,
    root_from,
    verify_consistency,
    verify_inclusion,
)
from beholden.ledger.errors import LedgerError

__all__ = [
    "Continued",
    "Included",
    "altered_notes",
    "continued",
    "hashes_of",
    "included",
    "text_of",
]

_LEAVES = [leaf_hash(b"leaf %d" % number) for number in range(600)]
_OTHER = bytes(32)
# Go's own arithmetic ends at half of the largest signed number.
_SIZES = st.one_of(st.integers(1, len(_LEAVES)), st.integers(1, 1 << 61))
_STEPS = st.sampled_from([-2, -1, 1, 2])


class _Claim:
    """What both kinds of claims can do."""

    @property
    def asked(self) -> dict[str, Any]:
        """As the Go program is asked."""
        return {one.name: _asked(getattr(self, one.name)) for one in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True)
class Included(_Claim):
    """That a leaf is in a tree."""

    path: Sequence[bytes]
    size: int
    root: bytes
    index: int
    leaf: bytes

    @property
    def holds(self) -> bool:
        """What ours says."""
        try:
            verify_inclusion(
                index=self.index, size=self.size, leaf=self.leaf, path=self.path, root=self.root
            )
        except LedgerError:
            return False
        return True


@dataclass(frozen=True)
class Continued(_Claim):
    """That a tree continues an older one."""

    path: Sequence[bytes]
    new_size: int
    new_root: bytes
    old_size: int
    old_root: bytes

    @property
    def holds(self) -> bool:
        """What ours says."""
        try:
            verify_consistency(
                old_size=self.old_size,
                new_size=self.new_size,
                old_root=self.old_root,
                new_root=self.new_root,
                path=self.path,
            )
        except LedgerError:
            return False
        return True


@st.composite
def included(draw: st.DrawFn) -> Included:
    """A claim about a record."""
    size = draw(_SIZES)
    index = draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, _subtree)
    claim = Included(path, size, root_from(size, _subtree), index, _subtree(0, index))
    return replace(claim, **draw(_changes(claim)))


@st.composite
def continued(draw: st.DrawFn) -> Continued:
    """A claim about two trees."""
    new = draw(_SIZES)
    old = draw(st.integers(1, new))
    path = consistency_path(old, new, _subtree)
    claim = Continued(path, new, root_from(new, _subtree), old, root_from(old, _subtree))
    return replace(claim, **draw(_changes(claim)))


@st.composite
def altered_notes(draw: st.DrawFn, note: bytes) -> bytes:
    """A note as it was, or altered in one place."""
    how = draw(st.sampled_from(["true", "changed", "longer", "shorter", "line again", "cut"]))
    at = draw(st.integers(0, len(note) - 1))
    if how == "changed":
        return note[:at] + bytes([note[at] ^ draw(st.integers(1, 255))]) + note[at + 1 :]
    if how == "longer":
        pieces = [b"\n", b"\n\n", b"\r", b"\0", b" ", b"=", b"\xff", b"\x7f", "\u2028".encode()]
        return note[:at] + draw(st.sampled_from(pieces)) + note[at:]
    if how == "shorter":
        return note[:at] + note[at + 1 :]
    if how == "line again":
        return note + draw(st.sampled_from(note.splitlines(keepends=True)))
    return note if how == "true" else note[:at]


def text_of(data: bytes) -> str:
    """Bytes as they stand in JSON."""
    return base64.b64encode(data).decode()


def hashes_of(texts: Sequence[str] | None) -> list[bytes]:
    """Hashes as they stand in JSON; Go writes an empty path as null."""
    return [base64.b64decode(text) for text in texts or ()]


@cache
def _subtree(level: int, number: int) -> bytes:
    begin = number << level
    if begin >= len(_LEAVES):
        return _endless(level)
    if level == 0:
        return _LEAVES[begin]
    return node_hash(_subtree(level - 1, 2 * number), _subtree(level - 1, 2 * number + 1))


@cache
def _endless(level: int) -> bytes:
    if level == 0:
        return leaf_hash(b"")
    return node_hash(_endless(level - 1), _endless(level - 1))


@st.composite
def _changes(draw: st.DrawFn, claim: Included | Continued) -> dict[str, Any]:
    """One field of a claim with another value, or nothing."""
    name = draw(st.sampled_from(["", *(one.name for one in fields(claim))]))
    if not name:
        return {}
    value = getattr(claim, name)
    if isinstance(value, bytes):
        return {name: draw(st.sampled_from([value[::-1], _OTHER]))}
    if isinstance(value, int):
        return {name: value + draw(_STEPS)}
    return {name: draw(_other_paths(value))}


@st.composite
def _other_paths(draw: st.DrawFn, path: Sequence[bytes]) -> list[bytes]:
    other = list(path)
    at = draw(st.integers(0, len(other)))
    how = draw(st.sampled_from(["longer", "shorter", "other"]))
    if how == "longer" or at == len(other):
        other.insert(at, _OTHER)
    elif how == "shorter":
        del other[at]
    else:
        other[at] = other[at][::-1]
    return other


def _asked(value: int | bytes | Sequence[bytes]) -> int | str | list[str]:
    if isinstance(value, bytes):
        return text_of(value)
    return value if isinstance(value, int) else list(map(text_of, value))
