"""What readers can work out of several reports together, and what a new one hides because of it.

Whoever has the report of November and that of the quarter can subtract. So days are taken
apart by which reports they are in; a count of a report is the sum of its counts in these
*pieces*, within a piece everything adds up that adds up in a report, and no count is negative.
What is asked of all that (``beholden._statistics.deduction``):

* A small count of the new report, of the days that only one of it and an earlier one has, or
  of a piece, keeps every value from 1 to below the threshold.
* What an earlier report hides, and what nobody can know here, is not narrowed down among these
  values.
* Neither goes further than hiding all of the new report's figures about people would get.

What an earlier report printed stands, and so do totals that are printed whatever happens: what
these give away by themselves is given away. Where counts have changed since an earlier report
(corrected hours), that figure of it is left out. ``beside`` only adds to what is hidden, so that
who lacks an earlier report never takes a printed figure for one that had to be hidden.

    beside(figures, mine, secret, Releases(window, earlier), below=5).hidden
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import Final, NamedTuple

from beholden._statistics import Deduction, Fixing, Row, SplitTable, Sum, Terms, filling, value_of
from beholden.transparency.core._implied import thresholds, with_implied
from beholden.transparency.core._pieces import ADDITIVE, DAY, Pieces, View
from beholden.transparency.core._search import Asked, Search
from beholden.transparency.core.indicators import INDICATORS
from beholden.transparency.core.models import Figure, TransparencyReport, Window

__all__ = ["RELEASES_AT_MOST", "Beside", "Releases", "beside"]

RELEASES_AT_MOST: Final = 100
"""Earlier reports that are looked at together; of more, everything about people is hidden."""

_COUNTS_AT_MOST = 40_000
_PAIRS_AT_MOST = 24


class Releases(NamedTuple):
    """The days of a new report, and the earlier reports that are taken into account."""

    window: Window
    earlier: tuple[TransparencyReport, ...] = ()


class Beside(NamedTuple):
    """The keys of all figures to hide; ``beyond``: of everything, as there is too much to try."""

    hidden: frozenset[str]
    beyond: bool = False


def beside(
    figures: Sequence[Figure],
    mine: AbstractSet[str],
    secret: AbstractSet[str],
    releases: Releases,
    below: int,
) -> Beside:
    """What is to be hidden beside earlier reports.

    Args:
        figures: all of the new report, with their counts.
        mine: the keys of those that may be hidden.
        secret: of them what is hidden for the report's own sake.
        releases: the new report's days, and the earlier reports.
        below: the least count that is printed.
    """
    if not releases.earlier or below <= 1:
        return Beside(frozenset(secret))
    if len(releases.earlier) > RELEASES_AT_MOST:
        return Beside(frozenset(mine | secret), beyond=True)
    views = [View(releases.window, figures, below, 0)]
    for number, report in enumerate(releases.earlier, 1):
        known = [one for one in report.figures if _is_defined(report, one.indicator)]
        views.append(View(report.window, known, report.small_numbers_below, number))
    pieces = Pieces(views)
    if pieces.size > _COUNTS_AT_MOST:
        return Beside(frozenset(mine | secret), beyond=True)
    return Beside(_Reader(pieces, mine, secret, below).hide())


def _is_defined(report: TransparencyReport, name: str) -> bool:
    """Whether it counts what is counted today."""
    said = report.indicator(name)
    return name in ADDITIVE and said is not None and said.query == INDICATORS[name].query


class _Reader:
    """Everything that readers know, and what they can do with it."""

    def __init__(
        self, pieces: Pieces, mine: AbstractSet[str], secret: AbstractSet[str], below: int
    ) -> None:
        self._pieces = pieces
        self._below = below
        self._secret = secret
        self._mine = {
            key: pieces.figure(pieces.new, one)
            for key, one in sorted(pieces.new.figures.items())
            if key in mine
        }
        self._counts = {
            key: one.count for key, one in pieces.new.figures.items() if one.count is not None
        }
        self._kinds = {
            key: count for key, count in self._counts.items() if key.startswith("matches-by-kind[")
        }
        self._fixing = Fixing()
        self._printed: list[dict[str, Terms]] = [{} for _ in pieces.views]
        self._facts: list[Terms] = []
        self._supposed: list[Row] = []
        self._asked: list[Asked] = []
        self._secrets: list[Asked] = []
        self._own_sums: list[Sum] = []

    def hide(self) -> frozenset[str]:
        """The keys of all figures to hide."""
        self._take_in()
        self._ask()
        self._fixing.grow(self._pieces.many)
        point, failed = filling(self._fixing)
        lost = {key for key, terms in self._mine.items() if _touches(terms, failed)}
        hiding = {*self._secret, *lost}
        self._against(point, failed, (), self._asked, hiding)
        # Suppositions may be wrong: what is safe without them is made so first.
        supposed = [row.terms for row in self._supposed if self._fixing.add(row)]
        if supposed:
            point, failed = filling(self._fixing)
            self._against(point, failed, supposed, [*self._asked, *self._secrets], hiding)
        return frozenset(hiding)

    def _against(
        self,
        point: Sequence[int],
        failed: AbstractSet[int],
        supposed: Sequence[Terms],
        asked: Sequence[Asked],
        hiding: set[str],
    ) -> None:
        """Hides more as long as something that is asked is given away."""
        ground = Deduction(self._facts, point)
        open_ = [
            one
            for one in asked
            if (not one.known or 0 < value_of(one.terms, point) < one.below)
            and ground.free(one.terms)
            and not _touches(one.terms, failed)
        ]
        search = Search(ground, open_, supposed)
        while open_:
            printed = {key: terms for key, terms in self._mine.items() if key not in hiding}
            now = Deduction([*self._facts, *supposed, *printed.values()], point)
            more = search.round(now, printed)
            if not more:
                return
            hiding |= more

    def _take_in(self) -> None:
        """What the reports say, the new one first: what does not fit it has changed since."""
        pieces, new = self._pieces, self._pieces.new
        kept = []
        for key, one in new.figures.items():
            if one.count is not None:
                row = Row(pieces.figure(new, one), one.count)
                self._fixing.add(row)
                if key not in self._mine:
                    kept.append(row)
        kept += [Row(terms, 0) for terms in (*pieces.absent(new), *pieces.sums())]
        self._facts += [row.terms for row in kept if self._fixing.add(row)]
        for view in pieces.views[1:]:
            for key, one in view.figures.items():
                if one.count is None:
                    continue
                row = Row(pieces.figure(view, one), one.count)
                if row.terms and self._fixing.add(row):
                    self._facts.append(row.terms)
                    self._printed[view.number][key] = row.terms
            absent = [Row(terms, 0) for terms in pieces.absent(view)]
            self._facts += [row.terms for row in absent if self._fixing.add(row)]

    # What must not be worked out.

    def _ask(self) -> None:
        new = self._pieces.new
        for key, terms in self._mine.items():
            self._asked.append(Asked(key, terms, self._least(key), known=True))
        counts = self._counts
        # What rules do is told by large numbers too; here it is small ones' days that count.
        most = max(counts.values(), default=0)
        table, _ = with_implied(SplitTable(counts, ()), frozenset(), most)
        self._own_sums = [one for one in table.sums if counts.keys() >= {one.total, *one.parts}]
        for view in self._pieces.views:
            said = {key: one.count for key, one in view.figures.items() if one.count is not None}
            self._suppose_again(said, view.pieces)
        regions: dict[tuple[int, ...], tuple[int, int] | None] = {}
        for some, apart in self._regions():
            regions.setdefault(some, apart)
        small = [self._ask_of(some, apart) for some, apart in regions.items()]
        # A figure that may count one or other rules gives away what they did on those days.
        told = {key: n for key, n in counts.items() if key in self._mine or "-by-rule[" in key}
        _, doubtful = with_implied(SplitTable(told, ()), frozenset(), most)
        guarded = {
            key
            for key in told.keys() & self._mine.keys()
            if any(small) and any(one.startswith(f"{key} apart from ") for one in doubtful)
        }
        self._suppose(counts, new.pieces, guarded)
        for view in self._pieces.views[1:]:
            for key, one in view.figures.items():
                if one.mark == "c":
                    terms = self._pieces.figure(view, one)
                    known = self._value(terms) is not None
                    name = f"{key} of report {view.number}"
                    least = self._least(key, view.below)
                    self._asked.append(Asked(name, terms, least, known=known))

    def _regions(self) -> Iterator[tuple[tuple[int, ...], tuple[int, int] | None]]:
        """Days that readers may ask about, in pieces, and which two reports are so far apart.

        What one report has more than another within it, or than all of them; and every piece.
        """
        views = self._pieces.views
        within: dict[int, set[int]] = defaultdict(set)
        for one, other in combinations(views, 2):
            for outer, inner in ((one, other), (other, one)):
                if set(inner.pieces) < set(outer.pieces):
                    within[outer.number] |= set(inner.pieces)
                    rest = tuple(at for at in outer.pieces if at not in inner.pieces)
                    if one.number == 0 or len(views) <= _PAIRS_AT_MOST:
                        yield rest, (outer.number, inner.number)
        for number, inside in within.items():
            rest = tuple(at for at in views[number].pieces if at not in inside)
            if rest:
                yield rest, None
        for piece in self._pieces.pieces:
            yield (piece,), None

    def _ask_of(self, some: tuple[int, ...], apart: tuple[int, int] | None) -> bool:
        """Asks for every count about people in some pieces; whether rules did little there."""
        known: dict[str, int] = {}
        for name in sorted(self._pieces.said):
            by = INDICATORS[name].by
            if by == DAY:
                continue
            for part in self._pieces.parts[name] if by else ("",):
                key = f"{name}[{part}]" if part else name
                terms = self._pieces.terms(name, part, some)
                value = self._apart(key, apart)
                if value is None:
                    value = self._value(terms)
                if value is not None and value >= 0:
                    known[key] = value
                if INDICATORS[name].hides_small:
                    least, is_known = self._least(key), value is not None
                    self._asked.append(Asked(f"{key} of {some}", terms, least, known=is_known))
        if apart is not None and 0 in apart:
            self._suppose(known, some)
            self._suppose_again(known, some)
        return any("-by-rule[" in key and 0 < count < self._below for key, count in known.items())

    def _value(self, terms: Terms) -> int | None:
        """What a sum is, where that is known here."""
        self._fixing.grow(self._pieces.many)
        found = [self._fixing.values[at] for at, _ in terms]
        return None if None in found else sum(one or 0 for one in found)

    def _apart(self, key: str, apart: tuple[int, int] | None) -> int | None:
        """What one of two reports has more than the other, where that is known here."""
        if apart is None or 0 not in apart:
            return None
        mine = self._pieces.new.figures.get(key)
        other = self._pieces.views[max(apart)]
        its = other.figures.get(key)
        if key not in self._printed[other.number] or its is None or its.count is None:
            return None
        if mine is None or mine.count is None:
            return None
        more = mine.count - its.count
        return more if apart[0] == 0 else -more

    def _suppose(
        self,
        counts: Mapping[str, int],
        some: Sequence[int],
        guarded: AbstractSet[str] = frozenset(),
    ) -> None:
        """What readers subtract although no line says so, as sums over some pieces."""
        table, secret = with_implied(SplitTable(counts, ()), frozenset(), self._below, guarded)
        numbers = {name: self._pieces.another() for name in sorted(secret)}
        for one in table.sums:
            self._suppose_sum(one, table.cells, numbers, some)
        for name, at in numbers.items():
            asked = Asked(f"{name} of {some}", ((at, 1),), self._least(name), known=True)
            self._secrets.append(asked)

    def _least(self, name: str, below: int | None = None) -> int:
        """The least count of a figure that is printed; one upload makes several matches."""
        table = SplitTable({name: 0, **self._kinds}, ())
        return thresholds(table, below or self._below)[name]

    def _suppose_again(self, counts: Mapping[str, int], some: Sequence[int]) -> None:
        """What rules do in one report they do in others, and on the days between them."""
        for one in self._own_sums:
            known = [counts.get(name) for name in (one.total, *one.parts)]
            total, *parts = known
            if None in known or total == sum(part or 0 for part in parts):
                self._suppose_sum(one, {}, {}, some)

    def _suppose_sum(
        self,
        one: Sum,
        constants: Mapping[str, int | None],
        numbers: Mapping[str, int],
        some: Sequence[int],
    ) -> None:
        terms: dict[int, int] = defaultdict(int)
        value = 0
        for name, sign in ((one.total, 1), *((part, -1) for part in one.parts)):
            indicator, _, part = name.removesuffix("]").partition("[")
            if name in numbers:
                terms[numbers[name]] += sign
            elif indicator in ADDITIVE:
                for at, times in self._pieces.terms(indicator, part, some):
                    terms[at] += sign * times
            else:
                value -= sign * (constants[name] or 0)
        row = Row(tuple(sorted((at, times) for at, times in terms.items() if times)), value)
        if row.terms:
            self._supposed.append(row)


def _touches(terms: Terms, counts: AbstractSet[int]) -> bool:
    return any(at in counts for at, _ in terms)
