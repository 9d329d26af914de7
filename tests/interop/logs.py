"""Whole logs of ours in a folder, with a checkpoint, for others' programs to read."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from beholden.ledger.audit import audit
from beholden.ledger.core.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from beholden.ledger.core.keys import SigningKey, VerifierKey, generate
from beholden.ledger.log import Log

__all__ = ["ENTRY", "KEY", "ORIGIN", "checked", "entries", "written"]

ENTRY = 32
ORIGIN = "example.org/decisions"
KEY = generate(ORIGIN, bytes(range(32)))

_LENGTHS = (1, 254, 3, 700, 2, 5_000, 20_011)


def entries(size: int) -> bytes:
    """The entries of a log, the same as the Go program writes."""
    return b"".join(sha256(b"record %d" % number).digest() for number in range(size))


def written(folder: Path, size: int, *, key: SigningKey = KEY) -> Checkpoint:
    """Writes a log in appends of many lengths, and its checkpoint; returns that."""
    block = entries(size)
    with Log.open(folder, create=True) as log:
        for begin, end in _pieces(size):
            log.append(block[begin * ENTRY : end * ENTRY])
        checkpoint = Checkpoint(key.name, log.size, log.root)
    (folder / "checkpoint").write_bytes(sign_checkpoint(checkpoint, key))
    return checkpoint


def checked(folder: Path, keys: Iterable[VerifierKey] = (KEY.key,)) -> bool:
    """What ours says of a log in a folder: the checkpoint's signature, then every file.

    Raises:
        LedgerError: the checkpoint is refused.
    """
    note = (folder / "checkpoint").read_bytes()
    checkpoint = open_checkpoint(note, ORIGIN, keys)
    return audit(folder, checkpoint.size, checkpoint.root).sound


def _pieces(size: int) -> Iterator[tuple[int, int]]:
    begin = 0
    for length in itertools.cycle(_LENGTHS):
        if begin >= size:
            return
        end = min(begin + length, size)
        yield begin, end
        begin = end
