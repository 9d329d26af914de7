"""Small numbers of a report: which figures are not printed, so that none tells about a person.

Totals of a service are printed as they are, because it answers for them. In a breakdown
that could tell about people a count from 1 to below the threshold is hidden, and then as many
others as it takes: over all sums of the report at once no reader can work a hidden one out
(``beholden._statistics.suppress``). What a total alone gives away, as that of a service with
one surface, stays given away.

    hidden(figures, below=5)    # {"uploads-blocked-by-surface[avatar]", ...}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from beholden._statistics import SplitTable, Sum, suppress
from beholden.transparency.core.indicators import INDICATORS, SUMS
from beholden.transparency.core.models import Figure

__all__ = ["hidden", "table_of"]


def hidden(figures: Sequence[Figure], below: int) -> frozenset[str]:
    """The keys of the figures that may not be printed.

    Args:
        figures: all of a report, with their counts.
        below: the least count that is printed; 1 hides nothing.
    """
    table = table_of(figures)
    people = {one.key for one in figures if _hides(one)} & table.cells.keys()
    keep = frozenset(table.cells.keys() - people)
    found: set[str] = set()
    for part in _separate(table, people):
        found |= suppress(part, below, keep)
    return frozenset(found)


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
