"""Placing the numbers of a row in its columns when only the column totals can tell.

A row that lost its gaps, or whose digits ran together, is placed so that every
column adds up. One way, or none: where two ways add up nothing is placed.

    rows = (Row(("300", "320")), Row(("150", "160", "170")))
    place(rows, Row(("450", "160", "490")), columns=3)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

_MOST_DIGITS = 5
_MOST_STEPS = 400_000

Placed = tuple[tuple[int | None, ...], ...]


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """Numbers in order, gaps lost; ``run`` when the one token is all digits of the row."""

    tokens: tuple[str, ...]
    run: bool = False


class _Stopped(Exception):  # noqa: N818 - ends a search, is no error
    """The search was longer than it may be."""


def place(rows: Sequence[Row], total: Row, columns: int) -> Placed | None:
    """The values of every row by column, those of the total last, ``None`` for a gap.

    Nothing where the columns can not add up, where they do in more than one way,
    or where the search would take too long. The total has no gaps.
    """
    search = _Search((*rows, total), columns)
    found: list[Placed] = []
    try:
        for each in search.solutions():
            found.append(each)
            if len(found) > 1:
                return None
    except _Stopped:
        return None
    return found[0] if found else None


class _Search:
    """Column by column, all rows at once; a place from which nothing follows is tried once."""

    def __init__(self, rows: Sequence[Row], columns: int) -> None:
        self.rows = rows
        self.columns = columns
        self.dead: set[tuple[int, tuple[int, ...]]] = set()
        self.steps = 0

    def solutions(self) -> Iterator[Placed]:
        for columns in self._from(0, tuple(0 for _ in self.rows)):
            yield tuple(zip(*columns, strict=True))

    def _from(
        self, column: int, at: tuple[int, ...]
    ) -> Iterator[tuple[tuple[int | None, ...], ...]]:
        if column == self.columns:
            if all(self._left(row, here) == 0 for row, here in zip(self.rows, at, strict=True)):
                yield ()
            return
        if (column, at) in self.dead:
            return
        alive = False
        for total, end in self._options(self.rows[-1], at[-1], column):
            if total is None:
                continue
            for values, following in self._column(0, at, total, column):
                for rest in self._from(column + 1, (*following, end)):
                    alive = True
                    yield ((*values, total), *rest)
        if not alive:
            self.dead.add((column, at))

    def _column(
        self, row: int, at: tuple[int, ...], left: int, column: int
    ) -> Iterator[tuple[tuple[int | None, ...], tuple[int, ...]]]:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise _Stopped
        if row == len(self.rows) - 1:
            if left == 0:
                yield (), ()
            return
        for value, here in self._options(self.rows[row], at[row], column):
            if (value or 0) <= left:
                for values, following in self._column(row + 1, at, left - (value or 0), column):
                    yield (value, *values), (here, *following)

    def _options(self, row: Row, at: int, column: int) -> Iterator[tuple[int | None, int]]:
        """A gap, or the next number; every column left can take one number at most."""
        columns_left = self.columns - column - 1
        if self._least(row, at) <= columns_left:
            yield None, at
        if not row.run:
            if at < len(row.tokens):
                yield int(row.tokens[at]), at + 1
            return
        digits = row.tokens[0]
        longest = 1 if digits[at : at + 1] == "0" else _MOST_DIGITS
        for end in range(at + 1, min(len(digits), at + longest) + 1):
            if self._least(row, end) <= columns_left:
                yield int(digits[at:end]), end

    def _left(self, row: Row, at: int) -> int:
        return (len(row.tokens[0]) if row.run else len(row.tokens)) - at

    def _least(self, row: Row, at: int) -> int:
        """How many columns what is left needs at least."""
        left = self._left(row, at)
        return -(-left // _MOST_DIGITS) if row.run else left
