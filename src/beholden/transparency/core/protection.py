"""Small numbers of a report: which figures are not printed, so that none tells about a person.

What a service did (uploads checked, allowed, held, blocked) is printed as it is, because it
answers for that. Of other figures that could tell about people (``hides_small``: breakdowns, and
totals of matches, drills, of what could not be hashed) a count from 1 to below the threshold is
hidden, and then as many others as it takes: over all sums of the report at once, and what can be
subtracted besides (``_implied``), no reader can work a hidden one out
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
from beholden.transparency.core._implied import follow, thresholds, with_implied
from beholden.transparency.core._releases import Beside, Releases, beside
from beholden.transparency.core.indicators import INDICATORS, SUMS
from beholden.transparency.core.models import Figure

__all__ = ["Releases", "hidden", "protected", "table_of"]

_DAY: Final = re.compile(r"-by-day\[(\d{4}-\d\d)-\d\d\]$", re.ASCII)
_MONTHS_APART = 2
_TOTAL_OF: Final = {
    part: total for total, parts in SUMS for part in parts if not INDICATORS[total].by
}


def hidden(
    figures: Sequence[Figure], below: int, releases: Releases | None = None
) -> frozenset[str]:
    """The keys of the figures that may not be printed.

    Args:
        figures: all of a report, with their counts.
        below: the least count that is printed; 1 hides nothing.
        releases: the days of the report, and earlier ones that its readers have too.
    """
    return protected(figures, below, releases).hidden


def protected(figures: Sequence[Figure], below: int, releases: Releases | None = None) -> Beside:
    """The same, and whether that was too much to try."""
    table = table_of(figures)
    parts = Counter(one.indicator for one in figures if one.count is not None)
    mine = {one.key for one in figures if one.count is not None and _hides(one, parts)}
    mine -= _zeros(table, table.cells.keys() - mine)
    secret, guarded = frozenset[str](), frozenset[str]()
    while below > 1:
        secret = _suppressed(table, mine, below, guarded)
        more = (follow(table, secret) & mine) - guarded
        if not more:
            break
        guarded |= more
    secret -= _zeros(table, table.cells.keys() - secret)
    found = Beside(secret)
    while releases is not None and releases.earlier and below > 1:
        before = found.hidden
        found = beside(figures, mine, before, releases, below)
        if found.hidden == before:
            break
        found = found._replace(hidden=found.hidden | (follow(table, found.hidden) & mine))
    return found


def _suppressed(
    table: SplitTable, mine: AbstractSet[str], below: int, guarded: AbstractSet[str]
) -> frozenset[str]:
    """What to hide of a report by itself."""
    table, people = with_implied(_by_month(table, below), mine, below, guarded)
    keep = frozenset(table.cells.keys() - people)
    found: set[str] = set()
    for part in _separate(table, people):
        found |= suppress(part, below, keep, _least(part, keep, thresholds(table, below)))
    return frozenset(found) & mine


def _zeros(table: SplitTable, printed: AbstractSet[str]) -> frozenset[str]:
    """The cells that everybody sees to be 0: nothing is left of a total for them."""
    seen = set(printed)
    found = True
    while found:
        found = False
        for one in table.sums:
            rest = [part for part in one.parts if part not in seen]
            left = sum(table.cells[part] or 0 for part in one.parts if part in seen)
            if rest and one.total in seen and table.cells[one.total] == left:
                seen.update(rest)
                found = True
    return frozenset(seen - printed)


def _least(table: SplitTable, keep: AbstractSet[str], levels: Mapping[str, int]) -> dict[str, int]:
    """What can be asked of every cell: less where its total is printed and itself small."""
    least = {name: levels[name] for name in table.cells}
    found = True
    while found:
        found = False
        for one in table.sums:
            total = table.cells[one.total]
            if one.total in keep and total is not None:
                most = total
            elif least[one.total] < levels[one.total]:
                most = least[one.total] - 1
            else:
                continue
            for part in one.parts:
                if most + 1 < least[part]:
                    least[part] = most + 1
                    found = True
    return least


def _by_month(table: SplitTable, below: int) -> SplitTable:
    """The table with the totals of months in it, as if they were printed too.

    Who knows more totals works out no less, so what is safe then is safe; and a solver is faster
    on twelve months than on a year. A month whose total is small goes with the next one, because
    under a small total there is little room to hide in.
    """
    cells, sums = dict(table.cells), []
    for one in table.sums:
        months: dict[str, list[str]] = defaultdict(list)
        for part in one.parts:
            if (found := _DAY.search(part)) is not None:
                months[found[1]].append(part)
        counts = [(days, sum(table.cells[day] or 0 for day in days)) for days in months.values()]
        groups = _together(counts, below)
        if len(groups) < _MONTHS_APART or sum(map(len, months.values())) != len(one.parts):
            sums.append(one)
            continue
        names = []
        for days, count in groups:
            names.append(f"{one.total} from {days[0]}")
            cells[names[-1]] = count
            sums.append(Sum(names[-1], tuple(days)))
        sums.append(Sum(one.total, tuple(names)))
    return SplitTable(cells, tuple(sums))


def _together(months: Iterable[tuple[list[str], int]], below: int) -> list[tuple[list[str], int]]:
    """Days of months that follow one another, and their count, which is never small."""
    groups: list[tuple[list[str], int]] = []
    for days, count in months:
        before: tuple[list[str], int] = ([], 0)
        if groups and (count < below or groups[-1][1] < below):
            before = groups.pop()
        groups.append((before[0] + days, before[1] + count))
    return groups


def table_of(figures: Iterable[Figure]) -> SplitTable:
    """The counts of a report and everything that adds up among them; hidden ones are None."""
    counted = {one.key: one.count for one in figures if one.count is not None or one.mark == "c"}
    parts: dict[str, list[str]] = defaultdict(list)
    for one in figures:
        if one.part and one.key in counted:
            parts[one.indicator].append(one.part)
    sums = tuple(_sums(counted.keys(), parts))
    return SplitTable(counted, sums)


def _hides(figure: Figure, parts: Mapping[str, int]) -> bool:
    if not INDICATORS[figure.indicator].hides_small:
        return False
    # The only part of a breakdown is its total by another name, and printed where that is.
    total = _TOTAL_OF.get(figure.indicator)
    printed = total is not None and not INDICATORS[total].hides_small
    return not printed or parts[figure.indicator] > 1


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


def _separate(table: SplitTable, people: AbstractSet[str]) -> Iterator[SplitTable]:
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
