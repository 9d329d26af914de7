"""What opening needs of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

__all__ = ["Entries", "OpeningRecord", "Progress"]

Progress = Callable[[int, int], None]
"""Told, again and again, how much of how much is done."""


class Entries(Protocol):
    """A log's entries, verified against the root that is trusted; ``ledger.LogReader`` is one."""

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        """The entries from ``first`` up to, and without, ``last``: 32 bytes each."""
        ...


class OpeningRecord(Protocol):
    """One line of an export; ``ledger.Exported`` is one."""

    @property
    def index(self) -> int:
        """Place in the log."""
        ...

    @property
    def salt(self) -> bytes | None:
        """32 bytes; None where it was erased."""
        ...

    @property
    def statement(self) -> bytes | None:
        """The exact bytes; None where it was erased."""
        ...
