"""Small numbers of a report: which figures are not printed, so that none tells about a person.

Totals of a service are printed as they are, because it answers for them. In a breakdown
that could tell about people a count from 1 to below the threshold is hidden, and then as many
others as it takes: over all sums of the report at once no reader can work a hidden one out
(``beholden._statistics.suppress``). What a printed total alone gives away stays given away: that
of a service with one surface, and that no part is larger than a total that is small itself.

    hidden(figures, below=5)    # {"uploads-blocked-by-surface[avatar]", ...}
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from beholden._statistics import SplitTable, Sum, suppress
from beholden.transparency.core.indicators import INDICATORS, SUMS
from beholden.transparency.core.models import Figure

__all__ = ["hidden", "table_of"]

_DAY: Final = re.compile(r"-by-day\[(\d{4}-\d\d)-\d\d\]$", re.ASCII)
_MONTHS_APART = 2


def hidden(figures: Sequence[Figure], below: int) -> frozenset[str]:
    """The keys of the figures that may not be printed.

    Args:
        figures: all of a report, with their counts.
        below: the least count that is printed; 1 hides nothing.
    """
    table = _by_month(table_of(figures))
    parts = Counter(one.indicator for one in figures if one.count is not None)
    # The only part of a breakdown is its total by another name.
    people = {
        one.key
        for one in figures
        if _hides(one) and one.count is not None and parts[one.indicator] > 1
    }
    keep = frozenset(table.cells.keys() - people)
    found: set[str] = set()
    for part in _separate(table, people):
        found |= suppress(part, below, keep, _least(part, keep, below))
    return frozenset(found)


def _least(table: SplitTable, keep: AbstractSet[str], below: int) -> dict[str, int]:
    """What can be asked of cells whose total is printed and itself small."""
    least: dict[str, int] = {}
    for one in table.sums:
        total = table.cells[one.total]
        if one.total in keep and total is not None and total < below - 1:
            for part in one.parts:
                least[part] = min(total + 1, least.get(part, below))
    return least


def _by_month(table: SplitTable) -> SplitTable:
    """The table with the totals of months in it, as if they were printed too.

    Who knows more totals works out no less, so what is safe then is safe; and a solver is faster
    on twelve months than on a year.
    """
    cells, sums = dict(table.cells), []
    for one in table.sums:
        months: dict[str, list[str]] = defaultdict(list)
        for part in one.parts:
            if (found := _DAY.search(part)) is not None:
                months[found[1]].append(part)
        if len(months) < _MONTHS_APART or sum(map(len, months.values())) != len(one.parts):
            sums.append(one)
            continue
        for month, days in months.items():
            name = f"{one.total} in {month}"
            cells[name] = sum(table.cells[day] or 0 for day in days)
            sums.append(Sum(name, tuple(days)))
        sums.append(Sum(one.total, tuple(f"{one.total} in {month}" for month in months)))
    return SplitTable(cells, tuple(sums))


def table_of(figures: Iterable[Figure]) -> SplitTable:
    """The counts of a report and everything that adds up among them; hidden ones are None."""
    counted = {one.key: one.count for one in figures if one.count is not None or one.mark == "c"}
    parts: dict[str, list[str]] = defaultdict(list)
    for one in figures:
        if one.part and one.key in counted:
            parts[one.indicator].append(one.part)
    sums = tuple(_sums(counted.keys(), parts))
    return SplitTable(counted, sums)


def _hides(figure: Figure) -> bool:
    return bool(figure.part) and INDICATORS[figure.indicator].hides_small


def _sums(counted: Iterable[str], parts: Mapping[str, Sequence[str]]) -> Iterator[Sum]:
    known = set(counted)
    for total, addends in SUMS:
        if INDICATORS[total].by:
            for part in parts.get(total, ()):
                yield Sum(f"{total}[{part}]", tuple(f"{one}[{part}]" for one in addends))
        elif not INDICATORS[addends[0]].by:
            if known.issuperset((total, *addends)):
                yield Sum(total, addends)
        elif total in known and parts.get(addends[0]):
            yield Sum(total, tuple(f"{addends[0]}[{part}]" for part in parts[addends[0]]))


def _separate(table: SplitTable, people: set[str]) -> Iterator[SplitTable]:
    """The tables that only printed cells join: each is safe if it is safe by itself.

    A printed total is a constant, so what is hidden on one side of it says nothing of what is
    hidden on the other; a solver is faster on two small problems than on one large.
    """
    group = {cell: cell for cell in people}

    def root(cell: str) -> str:
        while group[cell] != cell:
            group[cell] = group[group[cell]]
            cell = group[cell]
        return cell

    for one in table.sums:
        mine = [cell for cell in (one.total, *one.parts) if cell in people]
        for cell in mine[1:]:
            group[root(cell)] = root(mine[0])
    cells: dict[str, dict[str, int | None]] = defaultdict(dict)
    for cell in sorted(people):
        cells[root(cell)][cell] = table.cells[cell]
    sums: dict[str, list[Sum]] = defaultdict(list)
    for one in table.sums:
        mine = [cell for cell in (one.total, *one.parts) if cell in people]
        if mine:
            where = root(mine[0])
            sums[where].append(one)
            cells[where] |= {cell: table.cells[cell] for cell in (one.total, *one.parts)}
    for where in sorted(cells):
        yield SplitTable(cells[where], tuple(sums[where]))
