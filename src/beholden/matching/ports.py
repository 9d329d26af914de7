"""What the matching room needs from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["EntriesInMemory", "EntryInfo", "EntrySource"]


class EntryInfo(msgspec.Struct, frozen=True):
    """What a list says of one entry: its name there, and its labels."""

    entry: str
    labels: dict[str, str]


class EntrySource(Protocol):
    """The entries of one edition by row; each row is one entry."""

    def entry(self, row: int) -> EntryInfo:
        """The entry in this row, counted from 0. Raises IndexError beyond the last."""
        ...


class EntriesInMemory:
    """An :class:`EntrySource` over a sequence."""

    def __init__(self, entries: Sequence[EntryInfo]) -> None:
        self._entries = tuple(entries)

    def entry(self, row: int) -> EntryInfo:
        """The entry in this row."""
        return self._entries[row]
