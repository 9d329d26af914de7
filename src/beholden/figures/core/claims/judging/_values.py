"""Which number the data hold for a cell, as of which release.

As of a release means: what it printed itself, else what the newest release before
it had printed, else what the earliest after it did. A group has the total that
somebody printed for it, or the sum of its members where every one is known; the
United Kingdom has a printed total or none.

    known(data, Cell("iioc_total", wales, financial_year(2017)), edition)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product

import msgspec

from beholden.figures.core.claims.judging.dataset import Data, Edition, Fact
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.models import Day, ForceCode, Period
from beholden.figures.core.periods import label, tiles
from beholden.figures.core.rounding import Number

UK = "group:uk"
# A cell with more printed values than that in one release is a conflict in any case.
_MOST_VALUES = 4
_MOST_COMBINATIONS = 32
_DAYS_IN_YEAR = 366
_A_YEAR = range(350, 380)


class Cell(msgspec.Struct, frozen=True):
    """One number that is asked for."""

    series: str
    subject: Subject
    period: Period


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number with how it came about.

    ``text`` is what to type into a calculator, ``how`` says in words that it is a sum. ``pieced``
    is true where what was printed for several forces as one goes into it.
    """

    value: Fraction
    text: str
    how: str = ""
    sources: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    at_least: bool = False
    pieced: bool = False


def plain(value: Number) -> str:
    """A number with its thousands apart and no zeros behind the point."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    text = f"{Decimal(exact.numerator) / Decimal(exact.denominator):,f}"
    return text.rstrip("0").rstrip(".")


def editions(data: Data, cells: Iterable[Cell]) -> tuple[Edition, ...]:
    """Every release that printed any of the cells, or of what they are the sum of."""
    found = {fact.edition for cell in cells for fact in _facts_behind(data, cell)}
    return tuple(sorted(found, key=lambda each: each.order))


def cited(data: Data, cells: Sequence[Cell], published: Day | None) -> Edition | None:
    """The release that an article of that day would cite for the cells, the last the latest.

    The newest not after the article. Without a day, and where all are later, the earliest
    that holds the last cell.
    """
    among = editions(data, cells)
    if published is not None:
        before = [each for each in among if each.day is not None and each.day <= published]
        if before:
            return before[-1]
    return next(iter(editions(data, cells[-1:]) or among), None)


def known(data: Data, cell: Cell, edition: Edition) -> tuple[Known, ...]:
    """What a cell holds as of a release: one number, several in conflict, or none."""
    facts = data.facts(cell.series, data.keys(cell.subject), cell.period)
    if facts:
        return _distinct(_as_of(facts, edition))
    return (
        _sum_of_members(data, cell, edition)
        or _of_groups(data, cell, edition)
        or _sum_of_parts(data, cell, edition)
    )


def combinations(
    data: Data, cells: Sequence[Cell], edition: Edition
) -> tuple[tuple[Known, ...], ...]:
    """Every way to fill the cells as of a release; empty where one cannot be filled."""
    return tuple(
        islice(product(*(known(data, cell, edition) for cell in cells)), _MOST_COMBINATIONS)
    )


def missing_members(
    data: Data, cell: Cell, edition: Edition
) -> tuple[tuple[ForceCode, ...], Fraction]:
    """Members of a group without a number, and what the others add to."""
    members = data.members(cell.subject)
    found = {code: known(data, _of_member(cell, code), edition) for code in members}
    missing = tuple(code for code in members if not found[code])
    return missing, sum((each[0].value for each in found.values() if each), Fraction(0))


def _facts_behind(data: Data, cell: Cell) -> tuple[Fact, ...]:
    facts = data.facts(cell.series, data.keys(cell.subject), cell.period)
    if facts:
        return facts
    subjects = [cell.subject]
    if cell.subject.key != UK:
        members = data.members(cell.subject)
        subjects += [_of_member(cell, code).subject for code in members]
        subjects += groups(data, cell.series, members) if len(members) > 1 else ()
    found: list[Fact] = []
    for subject in subjects:
        keys = data.keys(subject)
        periods = {cell.period, *_years_within(data, cell.series, keys, cell.period)}
        for period in sorted(periods):
            found += data.facts(cell.series, keys, period)
    return tuple(found)


def _as_of(facts: Sequence[Fact], edition: Edition) -> list[Fact]:
    by_edition: dict[Edition, list[Fact]] = {}
    for fact in facts:
        by_edition.setdefault(fact.edition, []).append(fact)
    if edition in by_edition:
        return by_edition[edition]
    dated = sorted((each for each in by_edition if each.day), key=lambda each: each.order)
    before = [each for each in dated if each.order <= edition.order]
    if before:
        return by_edition[before[-1]]
    if dated:
        return by_edition[dated[0]]
    # Nobody knows which of the undated came first: all of them stand.
    return list(facts)


def _distinct(facts: Iterable[Fact]) -> tuple[Known, ...]:
    by_value: dict[tuple[Decimal, bool], list[Fact]] = {}
    for fact in facts:
        by_value.setdefault((fact.value, fact.at_least), []).append(fact)
    return tuple(
        Known(
            value=Fraction(value),
            text=plain(value),
            sources=tuple(dict.fromkeys(each.source for each in same if each.source)),
            releases=tuple(dict.fromkeys(each.release for each in same)),
            at_least=at_least,
        )
        for (value, at_least), same in islice(sorted(by_value.items()), _MOST_VALUES)
    )


def _of_member(cell: Cell, code: ForceCode) -> Cell:
    return msgspec.structs.replace(cell, subject=Subject(code, code, (code,)))


def _sum_of_members(data: Data, cell: Cell, edition: Edition) -> tuple[Known, ...]:
    members = data.members(cell.subject)
    if cell.subject.key == UK or len(members) < 2:  # noqa: PLR2004 - one alone is no sum
        return ()
    parts: list[tuple[Known, ...]] = []
    for code in members:
        part = known(data, _of_member(cell, code), edition)
        if not part:
            # No sum without it, whatever the others have.
            return ()
        parts.append(part)
    return _sums(parts, f"sum of the {len(members)} forces")


def _of_groups(data: Data, cell: Cell, edition: Edition) -> tuple[Known, ...]:
    """A group by what somebody printed for several of its members, or for more than these, as one.

    The South West is Devon and Cornwall, Dorset, and the 662 of the other three together;
    Gloucestershire and Wiltshire are these 662 without the 370 of Avon and Somerset.
    """
    members = frozenset(data.members(cell.subject))
    if cell.subject.key == UK or len(members) < 2:  # noqa: PLR2004 - one alone is no sum
        return ()
    for group in groups(data, cell.series, tuple(members)):
        mine = frozenset(group.members)
        rest = members - mine if mine < members else mine - members
        facts = data.facts(cell.series, data.keys(group), cell.period)
        whole = _distinct(_as_of(facts, edition)) if facts else ()
        others = [known(data, _of_member(cell, code), edition) for code in sorted(rest)]
        if not whole or not all(others) or any(one.at_least for one in whole):
            continue
        if mine < members:
            made = _sums([whole, *others], "sum of what is held of its forces")
        else:
            made = _less(whole, others, f"what is left of {group.name}")
        return tuple(msgspec.structs.replace(one, pieced=True) for one in made)
    return ()


def groups(data: Data, series: str, members: Sequence[ForceCode]) -> tuple[Subject, ...]:
    """Several forces that the data have one number for, within some others or around them.

    The largest first; the country is none.
    """
    mine = set(members)
    found = {
        frozenset(theirs): Subject(key, data.name_of(key), theirs)
        for key, theirs in data.subjects.items()
        if len(theirs) > 1 and key != UK and (series, key) in data.known
        if mine < set(theirs) or set(theirs) < mine
    }
    return tuple(sorted(found.values(), key=lambda one: (-len(one.members), one.key)))


def _sum_of_parts(data: Data, cell: Cell, edition: Edition) -> tuple[Known, ...]:
    """The years that fill a longer period exactly."""
    years = _years_within(data, cell.series, data.keys(cell.subject), cell.period)
    if not years:
        return ()
    parts = [known(data, msgspec.structs.replace(cell, period=year), edition) for year in years]
    return _sums(parts, f"sum of the {len(years)} years {label(years[0])} to {label(years[-1])}")


def _years_within(
    data: Data, series: str, keys: Sequence[str], whole: Period
) -> tuple[Period, ...]:
    if whole.end.toordinal() - whole.start.toordinal() < _DAYS_IN_YEAR:
        return ()
    inside = [
        each
        for each in data.periods(series, keys)
        if whole.start <= each.start and each.end <= whole.end and each != whole
    ]
    # Months that the data hold as well are parts of the years.
    years = [each for each in inside if each.end.toordinal() - each.start.toordinal() in _A_YEAR]
    return next((filled for filled in (tuple(inside), tuple(years)) if tiles(filled, whole)), ())


def _less(
    whole: Sequence[Known], others: Sequence[tuple[Known, ...]], how: str
) -> tuple[Known, ...]:
    """What is left of a number without others that are in it."""
    found: dict[Fraction, Known] = {}
    for first, *rest in islice(product(whole, *others), _MOST_COMBINATIONS):
        left = first.value - sum((each.value for each in rest), Fraction(0))
        text = " - ".join(each.text for each in (first, *rest))
        used = (first, *rest)
        found.setdefault(
            left,
            Known(
                value=left,
                text=f"({text})",
                how=how,
                sources=tuple(dict.fromkeys(one for each in used for one in each.sources)),
                releases=tuple(dict.fromkeys(one for each in used for one in each.releases)),
            ),
        )
    return tuple(one for one in found.values() if one.value >= 0)


def _sums(parts: Sequence[tuple[Known, ...]], how: str) -> tuple[Known, ...]:
    sums: dict[Fraction, Known] = {}
    for chosen in islice(product(*parts), _MOST_COMBINATIONS):
        total = sum((each.value for each in chosen), Fraction(0))
        sums.setdefault(
            total,
            Known(
                value=total,
                text=f"({' + '.join(each.text for each in chosen)})",
                how=how,
                sources=tuple(dict.fromkeys(one for each in chosen for one in each.sources)),
                releases=tuple(dict.fromkeys(one for each in chosen for one in each.releases)),
                at_least=any(each.at_least for each in chosen),
            ),
        )
    return tuple(sums.values())
