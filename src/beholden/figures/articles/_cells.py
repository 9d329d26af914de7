"""Tables that lost their columns: one cell to a line, as copied from a web page, or commas.

The lines are rows again where all of them fit: a head with years in it, then a name and as many
numbers as the head has, again and again. Nothing else of a text looks like that.

    in_rows(["Force", "2016/17", "2017/18", "Essex", "568", "767", "Kent", "1", "2"])[1].first  # 3
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.articles._made import row_of

_YEAR = re.compile(
    r"(?:(?:offences|total|number|in|year|recorded)\s)?(?:19|20)?\d\d\s?[/\u2013-]\s?(?:20)?\d\d"
    r"|(?:(?:offences|total|number|in|year|recorded)\s)?(?:19|20)\d\d",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"[+\u2212\u2013-]?\s?[\d,.]{1,12}\s?(?:%|pc|per cent)?(?:\s?\[\w\])?|n/?a|no data|[*\u2013-]",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][A-Za-z&'\u2019(). -]{1,60}")
_HEAD = re.compile(r"[%A-Za-z+-][\w&'\u2019()/.,% +-]{0,40}")
_LONGEST = 60
_WIDEST = 8
_NARROWEST = 2
_LEAST_ROWS = 2
_LEAST_LINES = 3


class Run(msgspec.Struct, frozen=True):
    """A row, and the lines ``first`` up to ``after`` that it is made of."""

    first: int
    after: int
    row: str


def in_rows(lines: Sequence[str]) -> tuple[Run, ...]:
    """The rows of the tables in a text of lines, in order; none where it holds no such table."""
    found: list[Run] = []
    at = 0
    while at < len(lines):
        runs = _table(lines, at)
        found += runs
        at = runs[-1].after if runs else at + 1
    return tuple(found)


def _table(lines: Sequence[str], at: int) -> list[Run]:
    """The table that begins at a line, as wide as makes it the longest."""
    tables = [
        _of_width(lines, at, width, cornered=cornered)
        for width in range(_NARROWEST, _WIDEST + 1)
        for cornered in (True, False)
    ]
    return max(tables, key=lambda runs: (runs[-1].after if runs else 0, -len(runs)))


def _of_width(lines: Sequence[str], at: int, width: int, *, cornered: bool) -> list[Run]:
    """The table of a width; ``cornered`` where a word stands above its names ("Force")."""
    wide = width if cornered else width - 1
    head = lines[at : at + wide]
    if len(head) < wide or not _is_head(head, cornered=cornered):
        return []
    dated = any(_YEAR.fullmatch(cell) for cell in head)
    found = [Run(at, at + wide, row_of(head if cornered else ["", *head]))]
    first = at + wide
    while first + width <= len(lines):
        row = lines[first : first + width]
        if not _is_row(row, dated=dated):
            break
        found.append(Run(first, first + width, row_of(row)))
        first += width
    return found if len(found) > _LEAST_ROWS else []


def _is_head(cells: Sequence[str], *, cornered: bool) -> bool:
    if not cells or any(len(cell) > _LONGEST for cell in cells):
        return False
    named, told = (cells[:1], cells[1:]) if cornered else ((), cells)
    if any(_YEAR.fullmatch(cell) or not _NAME.fullmatch(cell) for cell in named):
        return False
    years = [cell for cell in told if _YEAR.fullmatch(cell)]
    if not cornered and len(years) < len(told):
        return False
    # Without a year it is a head of words alone, with the years in the rows.
    return bool(told) and all(
        _YEAR.fullmatch(cell) or (_HEAD.fullmatch(cell) and not cell.endswith(".")) for cell in told
    )


def _is_row(cells: Sequence[str], *, dated: bool) -> bool:
    numbers = all(_NUMBER.fullmatch(cell) or _YEAR.fullmatch(cell) for cell in cells[1:])
    year = any(_YEAR.fullmatch(cell) for cell in cells[1:])
    counted = any(cell[-1:].isdigit() or cell.endswith("%") for cell in cells[1:])
    return bool(numbers and counted and year != dated and _NAME.fullmatch(cells[0]))


def with_commas(lines: Sequence[str]) -> dict[int, str]:
    """The lines that are rows with commas between their cells, as rows; each keeps its commas."""
    cells = [line.split(",") for line in lines]
    found: dict[int, str] = {}
    at = 0
    while at < len(lines):
        wide, after = len(cells[at]), at + 1
        if wide >= _NARROWEST + 1 and any(_YEAR.fullmatch(one.strip()) for one in cells[at]):
            while after < len(lines) and len(cells[after]) == wide and _all_plain(cells[after]):
                after += 1
        if after - at >= _LEAST_LINES:
            for each in range(at, after):
                told = [f"{one.strip()}," for one in cells[each]]
                found[each] = row_of([*told[:-1], told[-1].removesuffix(",")])
        at = after
    return found


_PLAIN = re.compile(r"[+-]?\d{1,7}(?:\.\d{1,3})?%?|")


def _all_plain(cells: Sequence[str]) -> bool:
    named = _NAME.fullmatch(cells[0].strip()) is not None
    return named and all(_PLAIN.fullmatch(one.strip()) for one in cells[1:])


__all__ = ["Run", "in_rows", "with_commas"]
