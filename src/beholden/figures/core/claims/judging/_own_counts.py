"""The counts that an article gives for a claim, and where the data hold the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.judging._answers import fit
from beholden.figures.core.claims.judging._recompute import Question, Work
from beholden.figures.core.claims.judging._values import Cell, Known, editions, known, plain
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim, Measure, Shape
from beholden.figures.core.models import Period
from beholden.figures.core.periods import days

_PAIRS = (Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE)
_SINGLE = (Measure.FREQUENCY, Measure.PER_HEAD)
_DAYS_APART = 2
_TEN = 10
_UNITS = (10_000, 1_000, 100)
_MOST_OFF = Fraction(1, 8)


def own_counts(claim: Claim) -> tuple[Known, ...]:
    """The counts that the claim is made of, in order; empty unless all are given."""
    if claim.measure in _PAIRS:
        found = [_operand(claim, "earlier"), _operand(claim, "later")]
    elif claim.measure in _SINGLE:
        found = [_operand(claim, "count") or _operand(claim, "later")]
        if claim.phrase.shape is Shape.EVERY and found[0] is not None and found[0].value == 1:
            # "One offence was recorded every 21 hours": the one is no count of a year.
            return ()
    else:
        return ()
    given = tuple(each for each in found if each is not None)
    return given if len(given) == len(found) else ()


def only_about(claim: Claim, own: Sequence[Known], work: Work) -> bool:
    """Whether a claim may be right of counts that the article only rounds.

    Of "more than 3,200" crimes a year 62 a week are no error, and 80 are.
    """
    if not any(each.rough for each in claim.operands):
        return False
    made = [work(counts) for counts in product(*(_around(claim, each) for each in own))]
    values = [abs(each.value) for each in made if each is not None]
    said = abs(Fraction(claim.phrase.value))
    return bool(values) and floor(min(values)) <= said <= ceil(max(values))


def surely(claim: Claim, own: Sequence[Known], work: Work) -> bool:
    """Whether a plain number is right of all counts that the article's rough ones may stand for."""
    if claim.phrase.wording is not Wording.PLAIN or not any(each.rough for each in claim.operands):
        return True
    made = [work(counts) for counts in product(*(_around(claim, each) for each in own))]
    fits = [fit(claim, each) for each in made if each is not None]
    return all(each is not None and each.strict for each in fits)


def _around(claim: Claim, count: Known) -> tuple[Known, ...]:
    """A count, with the next round numbers on both sides where it is one: 3,100 to 3,300."""
    if not any(each.rough and each.value == count.value for each in claim.operands):
        return (count,)
    unit = _TEN
    while count.value % (unit * _TEN) == 0 and unit * _TEN <= count.value:
        unit *= _TEN
    step = unit if count.value % unit == 0 else 1
    return tuple(Known(count.value + each, "") for each in (-step, 0, step))


def parts(claim: Claim) -> tuple[Known, ...]:
    """The parts that the article says a number is made of."""
    return tuple(
        Known(Fraction(each.value), plain(each.value))
        for each in claim.operands
        if each.role == "part"
    )


def same_counts(own: Sequence[Known], inputs: Sequence[Known]) -> bool:
    """Whether the article's counts are those of the data."""
    return len(own) == len(inputs) and all(
        a.value == b.value for a, b in zip(own, inputs, strict=True)
    )


def one_the_same(own: Sequence[Known], inputs: Sequence[Known]) -> bool:
    """Whether any of the article's counts is that of the data for the same end."""
    return len(own) == len(inputs) and any(
        a.value == b.value for a, b in zip(own, inputs, strict=True)
    )


def rounded_from(own: Sequence[Known], inputs: Sequence[Known]) -> bool:
    """Whether the article's only count is that of the data in a round number.

    "More than 4,000 - almost 12 a day", where the data hold 4,368. Of two counts nobody knows how
    far both were rounded.
    """
    if len(own) != 1 or len(inputs) != 1:
        return False
    said, held = own[0].value, inputs[0].value
    unit = next((each for each in _UNITS if said and said % each == 0), 0)
    return abs(held - said) < unit and abs(held - said) <= said * _MOST_OFF


def fitting(own: Sequence[Known], question: Question | None, data: Data) -> bool:
    """Whether no count of the article contradicts what the data hold for its period."""
    if question is None or len(own) != len(question.cells):
        return True
    for one, cell in zip(own, question.cells, strict=True):
        held = held_values(cell, data)
        if held and one.value not in held:
            return False
    return True


def periods_of(own: Sequence[Known], claim: Claim, data: Data) -> tuple[tuple[Period, ...], ...]:
    """Every choice of periods for which the data hold just these counts, whichever release."""
    periods = data.periods(claim.series, data.keys(claim.subject))
    having = [
        [period for period in periods if one.value in held_values(_cell(claim, period), data)]
        for one in own
    ]
    return tuple(_ascending(having, ()))


def _ascending(
    having: Sequence[Sequence[Period]], chosen: tuple[Period, ...]
) -> Iterator[tuple[Period, ...]]:
    if len(chosen) == len(having):
        yield chosen
        return
    for period in having[len(chosen)]:
        alike = not chosen or abs(days(period) - days(chosen[-1])) < _DAYS_APART
        if alike and (not chosen or chosen[-1] < period):
            yield from _ascending(having, (*chosen, period))


def held_values(cell: Cell, data: Data) -> set[Fraction]:
    """Every number that any release has for a cell."""
    found = editions(data, [cell])
    return {one.value for edition in found for one in known(data, cell, edition)}


def _cell(claim: Claim, period: Period) -> Cell:
    return Cell(claim.series, claim.subject, period)


def _operand(claim: Claim, role: str) -> Known | None:
    for each in claim.operands:
        if each.role == role:
            return Known(Fraction(each.value), plain(each.value))
    return None
