"""The answer to a question as of each release, and whether a claim's number fits it.

Answers of the release an article would cite come first; those of later and of
earlier releases stand apart, for a number may be true of one of them alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.judging._fitting import (
    FALSE,
    TRUE,
    Fit,
    fit_interval,
    fit_multiple,
    fit_number,
    fit_one_in,
    fit_percent,
    fit_rate,
)
from beholden.figures.core.claims.judging._recompute import Question, Result
from beholden.figures.core.claims.judging._values import cited, combinations, editions
from beholden.figures.core.claims.judging.dataset import Data, Edition
from beholden.figures.core.claims.models import Claim, Direction, Measure, Phrase, Shape
from beholden.figures.core.models import Day

_SHAPES = {
    Measure.COUNT: (Shape.COUNT,),
    Measure.SUM: (Shape.COUNT,),
    Measure.DIFFERENCE: (Shape.COUNT,),
    Measure.FREQUENCY: (Shape.PER, Shape.COUNT),
    Measure.PER_HEAD: (Shape.PER, Shape.COUNT),
}


class Told(msgspec.Struct, frozen=True):
    """What one release makes of a question; several results where it prints several numbers."""

    edition: Edition
    results: tuple[Result, ...]


class Answers(msgspec.Struct, frozen=True):
    """``cited`` is what the article would have read; the others, nearest first."""

    cited: Told
    later: tuple[Told, ...]
    earlier: tuple[Told, ...]


def answers(question: Question, data: Data, published: Day | None) -> Answers | None:
    """Every release's answer; ``None`` where the cited one cannot give any."""
    edition = cited(data, question.cells, published)
    if edition is None:
        return None
    first = tell(question, data, edition)
    if not first.results:
        return None
    among = editions(data, question.cells)
    later = [each for each in among if each.order > edition.order]
    earlier = [each for each in reversed(among) if each.order < edition.order]
    return Answers(
        first,
        tuple(tell(question, data, each) for each in later),
        tuple(tell(question, data, each) for each in earlier),
    )


def tell(question: Question, data: Data, edition: Edition) -> Told:
    """What a release makes of a question."""
    worked = [question.work(each) for each in combinations(data, question.cells, edition)]
    distinct = {each.value: each for each in worked if each is not None}
    return Told(edition, tuple(distinct[value] for value in sorted(distinct)))


def fit(claim: Claim, result: Result) -> Fit | None:
    """Whether the claim's number is true of a result; ``None`` where the two cannot be compared.

    A direction that the result contradicts is false whatever the size.
    """
    if contradicts(claim, result):
        return Fit(strict=False, tolerant=False, error_class="direction")
    found = fit_value(claim.phrase, claim.measure, result.value, claim.direction)
    if found is not None and found.tolerant and claim.phrase.doubt:
        return Fit(strict=False, tolerant=True, error_class="typographic", note=claim.phrase.doubt)
    if found is not None and not found.strict and result.other is not None:
        second = fit_value(claim.phrase, claim.measure, result.other, claim.direction)
        if second is not None and second.strict:
            return TRUE
    return found


def fit_value(
    phrase: Phrase, measure: Measure, value: Fraction, direction: Direction = ""
) -> Fit | None:
    """Whether a phrase is true of a value of that measure, direction aside."""
    if measure in {Measure.CHANGE, Measure.YEARLY_CHANGE}:
        return _fit_change(phrase, value, direction)
    if measure is Measure.MULTIPLE:
        return _fit_multiple(phrase, value, direction)
    if measure is Measure.FREQUENCY and phrase.shape is Shape.EVERY:
        return fit_interval(phrase, value)
    if phrase.shape not in _SHAPES.get(measure, ()):
        return None
    return (fit_rate if measure is Measure.FREQUENCY else fit_number)(phrase, abs(value))


def contradicts(claim: Claim, result: Result) -> bool:
    """Whether the words say that it rose and the counts that it fell, or the other way round."""
    if not claim.direction or claim.measure not in {
        Measure.CHANGE,
        Measure.DIFFERENCE,
        Measure.YEARLY_CHANGE,
        Measure.MULTIPLE,
    }:
        return False
    level = 1 if claim.measure is Measure.MULTIPLE else 0
    if result.value == level:
        return bool(claim.phrase.value != level)
    return (result.value > level) != (claim.direction == "up")


def fit_bound(phrase: Phrase, value: Fraction) -> Fit | None:
    """A count against a number published as "over n": only some wordings can be judged."""
    target = Fraction(phrase.value)
    if phrase.wording in {Wording.MORE_THAN, Wording.MORE_THAN_TIMES}:
        return TRUE if target <= value else None
    if phrase.wording is Wording.PLAIN and target == value:
        return Fit(strict=False, tolerant=True, error_class="rounded")
    below = phrase.wording in {Wording.PLAIN, Wording.ALMOST, Wording.LESS_THAN}
    return FALSE if below and target <= value else None


def strictly(claim: Claim, results: Sequence[Result]) -> bool:
    """Whether the claim is strictly true of every one of the results."""
    fits = [fit(claim, each) for each in results]
    return bool(fits) and all(each is not None and each.strict for each in fits)


def _fit_change(phrase: Phrase, value: Fraction, direction: Direction) -> Fit | None:
    if phrase.shape is Shape.PERCENT:
        return fit_percent(phrase, abs(value))
    if phrase.shape is Shape.ONE_IN:
        return fit_one_in(phrase, abs(value) / 100)
    if phrase.shape is Shape.MULTIPLE:
        return fit_multiple(phrase, 1 + value / 100, falls=direction == "down")
    return None


def _fit_multiple(phrase: Phrase, ratio: Fraction, direction: Direction) -> Fit | None:
    # "150%" is no multiple: nobody can say whether it is what there is or what was added.
    if phrase.shape is not Shape.MULTIPLE:
        return None
    return fit_multiple(phrase, ratio, falls=direction == "down")
