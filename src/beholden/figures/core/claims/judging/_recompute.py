"""What a claim's number should be, computed from the counts it is made of.

A question names the cells and how to work with them; the same work is done on the
data and on the counts that the article gives itself.

    question = question_of(claim, registry)
    question.work((Known(Fraction(118), "118"), Known(Fraction(200), "200"))).shown  # "+69.49%"
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Context
from fractions import Fraction
from itertools import pairwise

import msgspec

from beholden.figures.core._calendar import whole_months
from beholden.figures.core.claims.judging._values import Cell, Known, plain
from beholden.figures.core.claims.models import Claim, Measure, Phrase, Shape
from beholden.figures.core.forces import NO_RESIDENTS, Registry
from beholden.figures.core.models import Day, ForceCode, OffenceId, Period
from beholden.figures.core.periods import days, exposure
from beholden.figures.core.rounding import half_up, quotient

_SHOWN = 2
_MOST_OF_IT = Fraction(9, 10)
_CONTEXT = Context(prec=50)
_MINUTES = {
    "minute": 1, "hour": 60, "day": 1440, "week": 7 * 1440,
}  # fmt: skip
_DAYS = {"minute": Fraction(1, 1440), "hour": Fraction(1, 24), "day": Fraction(1),
         "week": Fraction(7)}  # fmt: skip
_MONTHS_IN_YEAR = 12
_MOST_YEARS = 60
_HEADS = {"1,000": 1_000, "10,000": 10_000, "100,000": 100_000}
_FEBRUARY, _LEAP_DAY = 2, 29

CHANGES = (Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE, Measure.YEARLY_CHANGE)
"""Measures that compare periods, and so need them to be comparable."""


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """A recomputed number. ``value`` is exact and signed, ``shown`` as printed.

    ``other`` is a second value that is as good (the compound yearly change).
    """

    value: Fraction
    shown: str
    arithmetic: str
    inputs: tuple[Known, ...] = ()
    other: Fraction | None = None


Work = Callable[[Sequence[Known]], Result | None]


class Question(msgspec.Struct, frozen=True):
    """Which cells a claim needs, the latest last, and what to do with them."""

    cells: tuple[Cell, ...]
    work: Work


def question_of(claim: Claim, registry: Registry) -> Question | None:
    """The question behind a claim; ``None`` where it does not say enough."""
    periods = _periods(claim)
    if not periods:
        return None
    cells = tuple(Cell(claim.series, claim.subject, period) for period in periods)
    work = work_of(claim, registry)
    return None if work is None else Question(cells, work)


def work_of(claim: Claim, registry: Registry) -> Work | None:
    """How to compute the claim's number from its counts in order of their periods."""
    if claim.measure in _SIMPLE:
        return _SIMPLE[claim.measure]
    if claim.measure is Measure.FREQUENCY:
        if claim.earlier is not None and claim.period is not None:
            return _mean(claim.earlier, claim.period) if claim.phrase.per == "year" else None
        return _frequency(claim.phrase, claim.period, claim.series)
    if claim.measure is Measure.PER_HEAD:
        return _per_head(claim, registry)
    return None


def years_between(first: Period, last: Period) -> tuple[Period, ...]:
    """``first``, the same days a year later, and so on to ``last``; empty if it is never met."""
    found = [first]
    while found[-1].start < last.start and len(found) < _MOST_YEARS:
        found.append(shifted(found[-1], 1))
    return tuple(found) if found[-1] == last else ()


def shifted(period: Period, years: int) -> Period:
    """The same days that many years later; 29 February gives way to the 28th."""
    start = _same_day(period.start, years)
    after = Day.fromordinal(period.end.toordinal() + 1)
    return Period(start, Day.fromordinal(_same_day(after, years).toordinal() - 1))


def yearly(values: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
    """The mean of the yearly changes and the compound yearly change, in per cents."""
    if len(values) < 2 or not all(values[:-1]):  # noqa: PLR2004 - a change needs two
        return None
    steps = [change(a, b) for a, b in pairwise(values)]
    ratio = values[-1] / values[0]
    root = _CONTEXT.power(quotient(ratio, 1), quotient(1, len(steps)))
    compound = Fraction(root) - 1
    return sum(steps, Fraction(0)) / len(steps), 100 * compound


def change(before: Fraction, after: Fraction) -> Fraction:
    """The percentage change; ``before`` must not be 0."""
    return 100 * (after - before) / before


def percent(value: Fraction) -> str:
    """A change as it is shown: ``+69.49%``."""
    return f"{half_up(value, _SHOWN):+,}%"


def shown(value: Fraction) -> str:
    """A number with two decimals, or none where it is whole."""
    return plain(value) if value.denominator == 1 else f"{half_up(value, _SHOWN):,}"


def _periods(claim: Claim) -> tuple[Period, ...]:
    if claim.period is None:
        return ()
    if claim.measure in {Measure.DIFFERENCE, Measure.CHANGE, Measure.MULTIPLE}:
        if claim.earlier is None or claim.earlier == claim.period:
            return ()
        # "Lower in 2016/17 than in 2017/18" is compared with the later year, and says both.
        said = claim.period_said and claim.earlier_said
        return (claim.earlier, claim.period) if said or claim.earlier < claim.period else ()
    if claim.measure is Measure.YEARLY_CHANGE:
        return () if claim.earlier is None else years_between(claim.earlier, claim.period)
    if claim.measure in {Measure.SUM, Measure.FREQUENCY} and claim.earlier is not None:
        return years_between(claim.earlier, claim.period)
    return (claim.period,)


def _count(inputs: Sequence[Known]) -> Result:
    (one,) = inputs
    return Result(one.value, shown(one.value), _summed(one), tuple(inputs))


def _sum(inputs: Sequence[Known]) -> Result:
    if len(inputs) == 1:
        return _count(inputs)
    total = sum((one.value for one in inputs), Fraction(0))
    left = " + ".join(one.text for one in inputs)
    return Result(total, shown(total), f"{left} = {shown(total)}", tuple(inputs))


def _difference(inputs: Sequence[Known]) -> Result:
    before, after = inputs
    more = after.value - before.value
    return Result(more, shown(more), f"{after.text} - {before.text} = {shown(more)}", tuple(inputs))


def _change(inputs: Sequence[Known]) -> Result | None:
    before, after = inputs
    if not before.value:
        return None
    value = change(before.value, after.value)
    left = f"({after.text} - {before.text}) / {before.text} * 100"
    return Result(value, percent(value), f"{left} = {half_up(value, _SHOWN):,}", tuple(inputs))


def _multiple(inputs: Sequence[Known]) -> Result | None:
    before, after = inputs
    if not before.value:
        return None
    ratio = after.value / before.value
    text = f"{half_up(ratio, _SHOWN):,}"
    return Result(ratio, f"{text} times", f"{after.text} / {before.text} = {text}", tuple(inputs))


def _yearly_change(inputs: Sequence[Known]) -> Result | None:
    found = yearly([one.value for one in inputs])
    if found is None:
        return None
    mean, compound = found
    steps = " + ".join(f"({b.text} - {a.text}) / {a.text}" for a, b in pairwise(inputs))
    arithmetic = f"({steps}) / {len(inputs) - 1} * 100 = {half_up(mean, _SHOWN):,}"
    text = f"{percent(mean)} a year on average ({percent(compound)} compound)"
    return Result(mean, text, arithmetic, tuple(inputs), compound)


def _frequency(phrase: Phrase, period: Period | None, series: str) -> Work | None:
    if period is None:
        return None
    length = exposure(OffenceId(series), period)
    # Of an offence that was new within the period a rate of the whole cannot be told.
    if 0 < length < _MOST_OF_IT * days(period):
        return None

    def work(inputs: Sequence[Known]) -> Result | None:
        return frequency(inputs, phrase, length, period)

    return work


def _mean(first: Period, last: Period) -> Work:
    """So many a year over several years."""
    count = len(years_between(first, last))

    def work(inputs: Sequence[Known]) -> Result | None:
        if len(inputs) != count or not count:
            return None
        value = sum((one.value for one in inputs), Fraction(0)) / count
        text = f"{half_up(value, _SHOWN):,}"
        left = " + ".join(one.text for one in inputs)
        return Result(value, f"{text} a year", f"({left}) / {count} = {text}", tuple(inputs))

    return work


def frequency(
    inputs: Sequence[Known], phrase: Phrase, length: int, period: Period | None
) -> Result | None:
    """How often, in the unit of the phrase, over so many days."""
    (one,) = inputs
    if not one.value or not length:
        return None
    if phrase.shape is Shape.EVERY:
        return _interval(one, phrase, length)
    per_day = one.value / length
    if phrase.per in _DAYS:
        each = _DAYS[phrase.per]
        value = per_day * each
        scale = "" if each == 1 else f"{plain(each)} * " if each > 1 else ""
        below = "" if each >= 1 else f" / {plain(1 / each)}"
        left = f"{scale}{one.text} / {length}{below}"
    elif phrase.per in {"month", "year"}:
        found = 0 if period is None else whole_months(period)
        if not found:
            return None
        count = found if phrase.per == "month" else Fraction(found, _MONTHS_IN_YEAR)
        value = one.value / count
        left = f"{one.text} / {plain(count)}"
    else:
        return None
    text = f"{half_up(value, _SHOWN):,}"
    article = "an" if phrase.per == "hour" else "a"
    return Result(value, f"{text} {article} {phrase.per}", f"{left} = {text}", (one,))


def _interval(one: Known, phrase: Phrase, length: int) -> Result | None:
    unit = _MINUTES.get(phrase.per)
    if unit is None:
        return None
    value = Fraction(length * 1440, unit) / one.value
    text = f"{half_up(value, _SHOWN):,}"
    left = f"{length * 1440:,} / {one.text}" + (f" / {unit:,}" if unit > 1 else "")
    return Result(value, f"{text} {phrase.per}s", f"{left} = {text}", (one,))


def people(members: Sequence[ForceCode], year: int, registry: Registry) -> tuple[int, int] | None:
    """How many live in an area, and in which year they were counted."""
    if not members or (len(members) == 1 and members[0] == NO_RESIDENTS):
        return None
    found = [
        registry.population(code, year) for code in members if registry.by_code(code).populations
    ]
    if len(found) != len(members) or len({at for _, at in found}) != 1:
        return None
    return sum(count for count, _ in found), found[0][1]


def _per_head(claim: Claim, registry: Registry) -> Work | None:
    heads, period = _HEADS.get(claim.phrase.per), claim.period
    if heads is None or period is None:
        return None
    members = claim.subject.members or _of(claim.subject.key, registry)
    found = people(members, period.end.year, registry)
    if found is None:
        return None
    living, _ = found

    def work(inputs: Sequence[Known]) -> Result:
        (one,) = inputs
        value = one.value * heads / living
        text = f"{half_up(value, _SHOWN):,}"
        return Result(
            value,
            f"{text} per {claim.phrase.per}",
            f"{one.text} / {living:,} * {heads:,} = {text}",
            (one,),
        )

    return work


def _of(key: str, registry: Registry) -> tuple[ForceCode, ...]:
    if key.startswith("group:"):
        return next((g.members for g in registry.groups if f"group:{g.id}" == key), ())
    return () if key.startswith("other:") else (ForceCode(key),)


def _summed(one: Known) -> str:
    return f"{one.text[1:-1]} = {shown(one.value)}" if one.how else ""


def _same_day(day: Day, years: int) -> Day:
    if (day.month, day.day) == (_FEBRUARY, _LEAP_DAY):
        return Day(day.year + years, _FEBRUARY, _LEAP_DAY - 1)
    return Day(day.year + years, day.month, day.day)


_SIMPLE: dict[Measure, Work] = {
    Measure.COUNT: _count,
    Measure.SUM: _sum,
    Measure.DIFFERENCE: _difference,
    Measure.CHANGE: _change,
    Measure.MULTIPLE: _multiple,
    Measure.YEARLY_CHANGE: _yearly_change,
}
