"""What others counted, as the public may read it: small counts are hidden. Pure.

The officer compares every number. On a scorecard a count of another body is hidden where it
is small (the register's thresholds; of people the upper one), and where it would give a small
one away: a year of which all is shown but a small part. What is hidden is compared only as far
as that tells no more than the word *hidden* does.

Laws: no number of the result is a small count of a body, nor does it follow from what is shown
of that body; the verdict and the words are made from what is shown; what a report prints is
its own and stays; with nothing to hide the reconciliation is returned as it is.

    public = as_published(reconciliation, service.tolerances)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from beholden.regulator.core.amounts import Comparison, compare
from beholden.regulator.core.counts import is_small, names_people, small_below
from beholden.regulator.core.counts_added import Steps
from beholden.regulator.core.hiding_reader import Reader
from beholden.regulator.core.models import Amount
from beholden.regulator.core.reading import folded
from beholden.regulator.core.reconciling import summary, worst
from beholden.regulator.core.reconciling_models import REPORT, difference, is_of_a_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from beholden.regulator.core.models import Difference, Reconciliation, Tolerances

__all__ = ["as_published"]

_HUNDRED: Final = 100
_BOUNDED_AT_MOST: Final = 50
_STEPS_OF_READER: Final = 500
_COVERED: Final = Amount(form="hidden")
_COUNTED: Final = frozenset({"count", "rounded"})

_Name = tuple[str, str, str, int, int]
"""Body, quantity, part, first day and day after the last: what a count is of."""


_Span = tuple[tuple[int, int], int]
"""First day and day after the last, and how many."""


class _Cell(NamedTuple):
    """A count that a scorecard would show."""

    name: _Name
    amount: Amount
    people: bool

    @property
    def value(self) -> int:
        return self.amount.value or 0

    @property
    def part(self) -> str:
        return self.name[2]

    @property
    def days(self) -> tuple[int, int]:
        return self.name[3:]


def as_published(found: Reconciliation, tolerances: Tolerances) -> Reconciliation:
    """The comparisons without small counts of other bodies, nor what would give them away.

    Args:
        found: as the officer sees it.
        tolerances: those of the service; of them the thresholds.
    """
    groups: dict[tuple[str, str], dict[_Name, _Cell]] = defaultdict(dict)
    for one in found.differences:
        for cell in _cells(found, one):
            groups[cell.name[:2]][cell.name] = cell
    hidden: dict[_Name, Amount] = {}
    steps = Steps()
    for cells in groups.values():
        hidden |= _Group(cells.values(), tolerances, steps).hidden()
    if not hidden:
        return found
    shown = tuple(_shown(found, one, hidden, tolerances) for one in found.differences)
    verdict = worst(one.verdict for one in shown)
    note = (
        f"Counts of other bodies below {tolerances.small_numbers_least:,}, of people below "
        f"{tolerances.small_numbers_most:,}, and those that would give one away, are hidden here; "
        "what is hidden is compared only as far as that does not tell it."
    )
    return msgspec.structs.replace(
        found,
        differences=shown,
        verdict=verdict,
        words=summary(shown, verdict),
        notes=(*found.notes, note),
    )


def _cells(found: Reconciliation, one: Difference) -> Iterator[_Cell]:
    """The counts of bodies in a comparison."""
    if not is_of_a_body(one):
        return
    for source, amount in ((one.one_source, one.one), (one.other_source, one.other)):
        if source != REPORT and amount.form in _COUNTED and amount.value is not None:
            people = one.people
            if people is None:  # compared before this was kept
                people = names_people(one.quantity, one.part)
            yield _Cell(_name(found, one, source), amount, people)


def _name(found: Reconciliation, one: Difference, source: str) -> _Name:
    first, last = one.first or found.first, one.last or found.last
    # Before the days were kept they were in the title alone.
    part = one.part if one.first else f"{one.part}\n{one.title}"
    return folded(source), one.quantity, part, first.toordinal(), last.toordinal() + 1


class _Group:
    """All counts of one body of one quantity: totals of days and parts of each other."""

    def __init__(self, cells: Iterable[_Cell], tolerances: Tolerances, steps: Steps) -> None:
        self._tolerances = tolerances
        self._steps = steps
        # From the inside out: whatever is within a cell was judged before it.
        self._cells = sorted(
            cells, key=lambda one: (one.days[1] - one.days[0], not one.part, one.name)
        )
        self._by_part: dict[str, list[_Cell]] = defaultdict(list)
        for cell in sorted(self._cells, key=lambda one: one.days):
            self._by_part[cell.part].append(cell)
        self._hidden: dict[_Name, Amount] = {}

    def hidden(self) -> dict[_Name, Amount]:
        """What is hidden, and what is shown instead."""
        for cell in self._cells:
            within = self._within(cell)
            if is_small(cell.amount, self._tolerances, people=cell.people):
                high = small_below(self._tolerances, people=cell.people) - 1
                self._hidden[cell.name] = (
                    Amount(form="hidden", low=1, high=high) if high > 1 else _COVERED
                )
            elif not self._can or self._tells(cell, within):
                # If there are too many to look through, rather too little is shown.
                self._hidden[cell.name] = _COVERED
        if self._hidden:
            for cells in _joined(self._cells):
                self._protect(cells)
        return self._hidden

    def _tells(self, whole: _Cell, within: Sequence[_Cell]) -> bool:
        """Whether this one less what is shown within it is small."""
        shown = [one for one in within if one.name not in self._hidden]
        below = small_below(self._tolerances, people=whole.people)
        return bool(shown) and 0 < whole.value - _most(shown) < below

    def _protect(self, cells: Sequence[_Cell]) -> None:
        """Hides more until no small count follows from what is shown."""
        reader = Reader([(one.part, *one.days) for one in cells])
        while told := self._told(reader, cells):
            around = [
                one.name
                for one in cells
                if len(told) == 1 and _holds(one, told[0]) and one.name not in self._hidden
            ]
            # If hiding what it is a part of does not help, of these days nothing at all is shown:
            # then nothing follows.
            names = around or [one.name for one in _overlapping(cells, told)]
            self._hidden |= dict.fromkeys(names, _COVERED)

    def _told(self, reader: Reader, cells: Sequence[_Cell]) -> list[_Cell]:
        """A small count for which what is shown leaves one value; all, if that takes too long."""
        known = {}
        for at, one in enumerate(cells):
            shown = self._hidden.get(one.name, one.amount)
            if shown.form != "hidden":
                known[at] = one.value, one.value
            elif shown.low is not None and shown.high is not None:
                known[at] = shown.low, shown.high
        bounded = [at for at in known if cells[at].name in self._hidden]
        if not bounded or not _related(cells):
            return []
        if not reader.can or len(bounded) > _BOUNDED_AT_MOST:
            return [cells[at] for at in bounded]
        for at in bounded:
            if not self._steps.take(_STEPS_OF_READER) or reader.is_told(at, known):
                return [cells[at]]
        return []

    @property
    def _can(self) -> bool:
        """Whether there are still steps to look."""
        return self._steps.left >= 0

    def _within(self, whole: _Cell) -> list[_Cell]:
        """The cells within another one."""
        if not self._can:
            return []
        parts = (whole.part,) if whole.part else self._by_part
        return [one for part in parts for one in self._in(part, whole)]

    def _in(self, part: str, whole: _Cell) -> list[_Cell]:
        """The cells of a part that are within another one, and are not it."""
        self._steps.take()
        first, end = whole.days
        cells = self._by_part[part]
        found = []
        for at in range(bisect_left(cells, first, key=lambda one: one.days[0]), len(cells)):
            one = cells[at]
            if not self._steps.take() or one.days[0] >= end:
                break
            if one.days[1] <= end and one.name != whole.name:
                found.append(one)
        return found


def _joined(cells: Iterable[_Cell]) -> Iterator[list[_Cell]]:
    """Counts of days that overlap, or that overlap others of them."""
    found: list[_Cell] = []
    end = 0
    for cell in sorted(cells, key=lambda one: one.days):
        if found and cell.days[0] >= end:
            yield found
            found = []
        end = max(end, cell.days[1])
        found.append(cell)
    if found:
        yield found


def _overlapping(cells: Iterable[_Cell], told: Iterable[_Cell]) -> Iterator[_Cell]:
    """Counts of days of which others are too."""
    spans = [(each[0].days[0], max(one.days[1] for one in each)) for each in _joined(told)]
    ends = [end for _, end in spans]
    for one in cells:
        at = bisect_right(ends, one.days[0])
        if at < len(spans) and spans[at][0] < one.days[1]:
            yield one


def _related(cells: Sequence[_Cell]) -> bool:
    """Whether anything can follow from one count for another: of the same part, or the whole."""
    parts = [one.part for one in cells]
    return len(parts) > 1 and ("" in parts or len(set(parts)) < len(parts))


def _holds(whole: _Cell, one: _Cell) -> bool:
    """Whether a count is a part of another one."""
    within = whole.days[0] <= one.days[0] and one.days[1] <= whole.days[1]
    return within and whole.part in {"", one.part} and whole.name != one.name


def _most(shown: Iterable[_Cell]) -> int:
    """The most that parts which do not overlap add up to: the least rest is what is told."""
    of_parts: dict[str, list[_Span]] = defaultdict(list)
    by_days: dict[tuple[int, int], int] = defaultdict(int)
    whole = []
    for one in shown:
        if one.part:
            of_parts[one.part].append((one.days, one.value))
            by_days[one.days] += one.value
        else:
            whole.append(one)
    for one in whole:
        by_days[one.days] = max(by_days[one.days], one.value)
    return max(_most_of(list(by_days.items())), sum(map(_most_of, of_parts.values())))


def _most_of(spans: Sequence[_Span]) -> int:
    """The largest sum of spans that do not overlap."""
    ordered = sorted(spans, key=lambda one: one[0][1])
    ends = [days[1] for days, _ in ordered]
    best = [0]
    for at, ((first, _), value) in enumerate(ordered):
        before = bisect_left(ends, first + 1, 0, at)
        best.append(max(best[at], best[before] + value))
    return best[-1]


def _shown(
    found: Reconciliation, one: Difference, hidden: dict[_Name, Amount], tolerances: Tolerances
) -> Difference:
    if not is_of_a_body(one):
        return one
    left, right = (
        given if source == REPORT else hidden.get(_name(found, one, source), given)
        for source, given in ((one.one_source, one.one), (one.other_source, one.other))
    )
    if (left, right) == (one.one, one.other):
        return one
    result = _result(one, left, right, tolerances)
    given = (one.one_source, one.one), (one.other_source, one.other)
    usual = difference(one.quantity, "", *given, tolerances=tolerances).words
    made = difference(one.quantity, "", (given[0][0], left), (given[1][0], right), result=result)
    # What stands behind the usual words says which rows were added up.
    rest = one.words[len(usual) :] if one.words.startswith(usual) else ""
    causes = tuple(cause for cause in one.causes if not cause.exact)
    return msgspec.structs.replace(
        one,
        one=left,
        other=right,
        by=None,
        per_cent="",
        verdict=result.verdict,
        words=made.words + rest,
        causes=causes if result.verdict == "differs" else (),
    )


def _result(one: Difference, left: Amount, right: Amount, tolerances: Tolerances) -> Comparison:
    """What may be said of the two, as they are shown."""
    result = compare(left, right, tolerances)._replace(by=None, per_cent="")
    sides = (left, one.one), (right, one.other)
    covered = [given for shown, given in sides if shown is not given]
    if any(shown.high is not None for shown, given in sides if shown is not given):
        return result  # a small one: what its bounds say
    if one.verdict == "differs":
        return Comparison("differs", None, "", "They differ.")
    if one.verdict == "cannot-tell" or len(covered) > 1:
        return result
    # Near enough to agree, and no nearer than the tolerance: that must be wide enough.
    other = right if left is not one.one else left
    share = Decimal(tolerances.third_party_per_cent) / _HUNDRED
    room = max(Decimal(tolerances.third_party_count), share * (other.value or 0))
    if room < tolerances.small_numbers_most:
        return result
    return Comparison("tolerance", None, "", "They differ by no more than the tolerance.")
