"""Real, simple versions of what the lists room needs from others, with faults on demand."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from beholden.lists.models import HASH_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from beholden.matching.core import HashKind


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def forward(self, days: int) -> None:
        self.now += timedelta(days=days)


class FlatIndexes:
    """An IndexWriter whose indexes are the plain hashes behind their SHA-256."""

    def __init__(self) -> None:
        self.fault: OSError | None = None
        self.refusal: str | None = None

    def write_pdq(self, path: Path, hashes: npt.NDArray[np.uint8], radius: int) -> None:
        assert hashes.shape[1:] == (32,)
        assert hashes.dtype == np.uint8
        assert radius >= 0
        self._write(path, hashes)

    def write_digests(self, path: Path, kind: HashKind, digests: npt.NDArray[np.uint8]) -> None:
        assert digests.shape[1:] == (HASH_BYTES[kind],)
        assert digests.dtype == np.uint8
        self._write(path, digests)

    def verify(self, path: Path) -> None:
        if self.refusal is not None:
            raise ValueError(self.refusal)
        content = path.read_bytes()
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            raise ValueError("the checksum of the index is wrong")

    def _write(self, path: Path, hashes: npt.NDArray[np.uint8]) -> None:
        content = hashes.tobytes()
        path.write_bytes(hashlib.sha256(content).digest() + content[: len(content) // 2])
        if self.fault is not None:
            raise self.fault
        with path.open("ab") as stream:
            stream.write(content[len(content) // 2 :])


def indexed_hashes(path: Path, kind: HashKind) -> list[str]:
    """What a FlatIndexes index holds, as hex, by position."""
    size = HASH_BYTES[kind]
    content = path.read_bytes()[32:]
    return [content[at : at + size].hex() for at in range(0, len(content), size)]


def hashes(count: int, *, kind: HashKind = "pdq", seed: int = 1) -> list[str]:
    """Distinct random hashes that no rule refuses, hex."""
    numbers = random.Random(seed)  # noqa: S311 -- the same hashes in every run
    return [numbers.randbytes(HASH_BYTES[kind]).hex() for _ in range(count)]
