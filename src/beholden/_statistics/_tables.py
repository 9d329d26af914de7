"""Cells with their sums, and what may be found out of a hidden one."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

__all__ = ["ImpossibleTableError", "Range", "SplitTable", "Sum"]


class Sum(msgspec.Struct, frozen=True):
    """A cell that is the sum of others: the total of a row, of a column, of a group.

    A part that is named twice counts twice. One that is only ``supposed`` may be wrong: a reader
    can use it, but what follows from it is not taken for given away.
    """

    total: str
    parts: tuple[str, ...]
    supposed: bool = False


class SplitTable(msgspec.Struct, frozen=True):
    """Cells by name, with their sums. ``None`` is a cell that is not printed.

    A cell that no sum holds is safe once hidden.
    """

    cells: Mapping[str, int | None]
    sums: tuple[Sum, ...]


class Range(msgspec.Struct, frozen=True):
    """What a reader can find out of a hidden cell; ``high`` is absent where nothing bounds it."""

    low: int
    high: int | None

    @property
    def exact(self) -> bool:
        """Whether the cell is given away."""
        return self.low == self.high


class ImpossibleTableError(ValueError):
    """No counts fit the table: a total is not the sum of its parts."""
