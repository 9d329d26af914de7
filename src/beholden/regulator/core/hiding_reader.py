"""What a reader can work out of the hidden counts of one body. Exact.

The days are cut into pieces at every first and last day, and each piece by the parts that the
body names: a count is a sum of pieces. A reader knows the shown sums, the bounds of the hidden
ones that have bounds, and may take it that the named parts make the whole.

    reader = Reader(spans)
    reader.is_told(0, {0: (1, 4), 1: (30, 30)})    # whether one value is left for the first
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["PIECES_AT_MOST", "Reader"]

PIECES_AT_MOST: Final = 1_000
"""Of more nothing is worked out; see ``Reader.can``."""
_NODES_AT_MOST: Final = 5_000
_OPTIMAL: Final = 0
_UNBOUNDED: Final = frozenset({3, 4})


class Reader:
    """One who knows counts of some days and parts.

    Args:
        cells: of each count its part (empty for the whole), first day, and day after the last.
    """

    def __init__(self, cells: Sequence[tuple[str, int, int]]) -> None:
        edges = sorted({day for _, first, end in cells for day in (first, end)})
        named = sorted({part for part, _, _ in cells if part}) or [""]
        self._pieces = max(len(edges) - 1, 1)
        self._parts = len(named)
        self._sums: list[list[int]] = []
        for part, first, end in cells:
            days = range(bisect_left(edges, first), bisect_left(edges, end))
            # The last part is what nobody names; it is only there where the others are not all.
            parts = [named.index(part)] if part else range(self._parts + 1)
            self._sums.append([at * self._pieces + day for at in parts for day in days])

    @property
    def can(self) -> bool:
        """Whether there are few enough pieces."""
        return (self._parts + 1) * self._pieces <= PIECES_AT_MOST

    def is_told(self, which: int, known: Mapping[int, tuple[int, int]]) -> bool:
        """Whether one value at most is left for a count.

        Args:
            which: the count.
            known: the least and the most of those of which that is known.
        """
        ends = self._ends(which, known, whole=True) or self._ends(which, known, whole=False)
        return ends is None or (ends[1] is not None and ends[0] >= ends[1])

    def _ends(
        self, which: int, known: Mapping[int, tuple[int, int]], *, whole: bool
    ) -> tuple[int, int | None] | None:
        # An import of a solver takes a second, and only what is hidden needs it.
        import numpy as np  # noqa: PLC0415
        from scipy import optimize  # noqa: PLC0415

        untyped: Any = optimize
        many = (self._parts + 1) * self._pieces
        matrix = np.zeros((len(known), many))
        for row, cell in enumerate(known):
            matrix[row, self._sums[cell]] = 1
        low, high = zip(*known.values(), strict=True)
        most = np.full(many, np.inf)
        if whole:
            most[self._parts * self._pieces :] = 0
        ends: list[int | None] = []
        for sign in (1, -1):
            wanted = np.zeros(many)
            wanted[self._sums[which]] = sign
            solved = untyped.milp(
                wanted,
                constraints=untyped.LinearConstraint(matrix, low, high),
                bounds=untyped.Bounds(np.zeros(many), most),
                integrality=np.ones(many),
                options={"node_limit": _NODES_AT_MOST},
            )
            if solved.status in _UNBOUNDED:
                ends.append(None)
            elif solved.status != _OPTIMAL:
                return None
            else:
                ends.append(round(sign * solved.fun))
        return ends[0] or 0, ends[1]
