"""What a log must hold, worked out slowly from its entries."""

from __future__ import annotations

import random
from functools import cache

from beholden.ledger.reader import LogReader
from beholden.ledger.storage import Storage
from tests.ledger.core.slow_tree import SlowTree, leaf

ENTRY = 32


def dice(seed: int) -> random.Random:
    """Chance that falls the same way every time."""
    return random.Random(seed)  # noqa: S311 - no secret


@cache
def entries(count: int) -> bytes:
    """The same entries of 32 bytes each time, one after another."""
    return dice(0).randbytes(count * ENTRY)


@cache
def tree(count: int = 16_384) -> SlowTree:
    """The tree over the first ``count`` of ``entries``."""
    block = entries(count)
    return SlowTree([leaf(block[at : at + ENTRY]) for at in range(0, len(block), ENTRY)])


def piece(first: int, last: int, of: int = 16_384) -> bytes:
    """Some of ``entries``."""
    assert last <= of
    return entries(of)[first * ENTRY : last * ENTRY]


def check_log(storage: Storage, size: int, root: bytes, of: int = 16_384) -> None:
    """The log's files hold the first ``size`` of ``entries``, and nothing else under its root."""
    slow = tree(of)
    assert root == slow.head(0, size)
    reader = LogReader(storage, size, root)
    assert b"".join(reader.entries(0, size)) == piece(0, size, of)
    for index in {0, size // 3, size - 1} if size else ():
        assert reader.inclusion(index) == slow.inclusion(index, 0, size)
    for old in {1, size // 2, size} - {0} if size else ():
        assert reader.consistency(old) == slow.consistency(old, 0, size)
