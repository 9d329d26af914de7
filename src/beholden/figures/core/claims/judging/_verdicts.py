"""The verdict on a number that the data can give, release by release.

What the cited release says decides. A later release may confirm the claim by name; an
earlier one makes it superseded; two values in one release leave it open.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.judging._answers import (
    Answers,
    contradicts,
    fit,
    fit_bound,
    strictly,
)
from beholden.figures.core.claims.judging._comparable import (
    of_different_kinds,
    why_not_comparable,
)
from beholden.figures.core.claims.judging._fitting import OVER, Fit
from beholden.figures.core.claims.judging._own_counts import held_values, own_counts, same_counts
from beholden.figures.core.claims.judging._recompute import CHANGES, Question, Result, work_of
from beholden.figures.core.claims.judging._saying import cannot_tell, computed, explained, judgement
from beholden.figures.core.claims.judging._values import Cell, plain
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.judging.wrong_ways import (
    CLASSES,
    Case,
    Explained,
    explain,
    from_another_year,
    wrong_side,
)
from beholden.figures.core.claims.models import Claim, Judgement, Measure, Shape

_FAR = 5
_ROUND = 1000
_ELSEWHEN = frozenset(("year_label", "wrong_baseline", "period_fencepost"))


def by_data(claim: Claim, question: Question, told: Answers, data: Data) -> Judgement:
    """Judges a claim whose number the data give."""
    results = told.cited.results
    if any(one.at_least for each in results for one in each.inputs):
        return _by_bound(claim, question, results)
    fits = [each for result in results if (each := fit(claim, result)) is not None]
    if len(fits) < len(results):
        why = "This kind of number cannot be compared with what was computed."
        return cannot_tell("ambiguous", why, computed(claim, results[0], question))
    if counts_people(claim):
        return _of_people(claim, question, told, fits)
    broken = why_not_comparable(claim, question, results[0].inputs, data, told.cited.edition)
    if broken and not _read_by_itself(claim, question, results, data):
        shown = computed(claim, results[0], question)
        return cannot_tell("noncomparable", broken, shown, result=results[0])
    if any(each.strict for each in fits):
        return _agreeing(claim, question, told, fits)
    other = None if broken else _by_other_release(claim, question, told)
    return other or _differing(claim, question, told, fits, data)


def _read_by_itself(
    claim: Claim, question: Question, results: Sequence[Result], data: Data
) -> bool:
    """Whether a change is judged though its years cannot be compared: as the article made it."""
    return _own_arithmetic_is_wrong(claim, data) or _compared(claim, question, results)


def _compared(claim: Claim, question: Question, results: Sequence[Result]) -> bool:
    """Whether the article itself compares two counts of periods of different kinds.

    "46 in the year to June, 84 per cent more than the 25 of 2015/16" is right as a division.
    """
    own = own_counts(claim)
    return of_different_kinds(question) and any(same_counts(own, one.inputs) for one in results)


def counts_people(claim: Claim) -> bool:
    """Whether the claim speaks of people where the series counts offences."""
    return claim.people and not claim.series.startswith("other:")


def said(claim: Claim) -> bool:
    """Whether the article names the periods itself."""
    return claim.period_said and (claim.earlier_said or claim.measure not in CHANGES)


def _of_people(claim: Claim, question: Question, told: Answers, fits: Sequence[Fit]) -> Judgement:
    result = told.cited.results[0]
    shown = computed(claim, result, question)
    releases = (*told.later, *told.earlier)
    if any(each.tolerant for each in fits) or any(strictly(claim, r.results) for r in releases):
        return judgement(
            "differs", (CLASSES["wrong_unit"], shown), result=result, error_class="wrong_unit"
        )
    return cannot_tell("not_in_data", CLASSES["wrong_unit"], shown, result=result)


def _agreeing(claim: Claim, question: Question, told: Answers, fits: Sequence[Fit]) -> Judgement:
    result = told.cited.results[0]
    if not all(each.strict for each in fits):
        values = " ".join(computed(claim, each, question) for each in told.cited.results)
        return cannot_tell("release_conflict", values, result=result)
    shown = computed(claim, result, question)
    if _far_from(claim, result):
        why = "The number is far from the one that it is said to be over or under."
        return cannot_tell("ambiguous", why, shown, result=result)
    if _fell_unsaid(claim, result):
        why = "It fell, and the words do not say so."
        return cannot_tell("ambiguous", why, shown, result=result)
    revised = _revised(told)
    found = judgement("agrees", (shown, revised), result=result)
    return msgspec.structs.replace(found, revised=revised)


def _far_from(claim: Claim, result: Result) -> bool:
    """True and meaningless: "more than thirteen" of 1,320 was read wrongly, or misprinted."""
    often = claim.measure is Measure.FREQUENCY and claim.phrase.shape is Shape.PER
    if not often and claim.measure not in {Measure.COUNT, Measure.SUM, Measure.DIFFERENCE}:
        return False
    target, value = Fraction(claim.phrase.value), abs(result.value)
    if claim.phrase.wording in OVER:
        return value >= _FAR * target
    return claim.phrase.wording is Wording.LESS_THAN and _FAR * value <= target


def _fell_unsaid(claim: Claim, result: Result) -> bool:
    """A fall that fits a number without "rose" or "fell", and without counts that show it."""
    if claim.measure not in CHANGES or claim.direction or own_counts(claim):
        return False
    if claim.measure is Measure.MULTIPLE and claim.phrase.value < 1:
        return False
    return contradicts(msgspec.structs.replace(claim, direction="up"), result)


def _revised(told: Answers) -> str:
    """What later releases make of the same question, if anything else."""
    first = told.cited.results[0]
    found = [
        f"Later revised to {result.shown} ({each.edition.name})."
        for each in told.later
        for result in each.results
        if result.value != first.value
    ]
    return " ".join(dict.fromkeys(found))


def _by_other_release(claim: Claim, question: Question, told: Answers) -> Judgement | None:
    for each in told.later:
        if strictly(claim, each.results) and not _article_contradicts(claim, each.results):
            result = each.results[0]
            shown = computed(claim, result, question)
            by = f"By a later release ({each.edition.name}):"
            found = judgement("agrees", (by, shown), result=result)
            return msgspec.structs.replace(found, later_release=each.edition.name)
    for each in told.earlier:
        if strictly(claim, each.results):
            old, new = each.results[0], told.cited.results[0]
            return judgement(
                "superseded",
                (
                    CLASSES["superseded"],
                    f"{each.edition.name}: {old.arithmetic or old.shown}.",
                    f"{told.cited.edition.name}: {new.arithmetic or new.shown}.",
                ),
                result=new,
                error_class="superseded",
            )
    return None


def _article_contradicts(claim: Claim, results: Sequence[Result]) -> bool:
    """Whether the article gives other counts than those that a later release is made of.

    It prints 18,522, and "22 per cent" follows only from the 18,574 of years later.
    """
    ends = {each.role: Fraction(each.value) for each in (*claim.elsewhere, *claim.operands)}
    for result in results:
        inputs = result.inputs
        if claim.measure in CHANGES and len(inputs) > 1:
            made = [("earlier", inputs[0]), ("later", inputs[-1])]
        else:
            made = [(role, one) for one in inputs[:1] for role in ("count", "later")]
        if any(role in ends and ends[role] != one.value for role, one in made):
            return True
    return False


def _differing(
    claim: Claim, question: Question, told: Answers, fits: Sequence[Fit], data: Data
) -> Judgement:
    result, fitted = told.cited.results[0], fits[0]
    shown = computed(claim, result, question)
    case = Case(claim, result, data, question, told.cited.edition, fitted.error_class)
    named = explain(case)
    if named.error_class in _ELSEWHEN and _told_falsely(claim, fitted, data):
        named = Explained("arithmetic", "It does not follow from the counts beside it.")
    elif named.error_class in _ELSEWHEN and not said(claim) and not _swapped(claim, data):
        why = f"{named.detail} The article does not say which years it means."
        return cannot_tell("ambiguous", why, shown, result=result)
    if not (claim.earlier_said or own_counts(claim)) and from_another_year(case):
        why = "It is true from another year; the article does not say from which."
        return cannot_tell("ambiguous", why, shown, result=result)
    if named.error_class == "unexplained" and _far(claim, result) and not said(claim):
        why = f"{claim.phrase.text} is so far from it that something else may be meant."
        return cannot_tell("ambiguous", why, shown, result=result)
    if named.error_class in _ELSE_MEANT and _passed(claim) and not said(claim):
        why = "So many may have been counted over several years; the article names none."
        return cannot_tell("ambiguous", why, shown, result=result)
    tolerant = all(each.tolerant for each in fits)
    return judgement(
        "differs",
        (explained(named), shown, fitted.note if tolerant else ""),
        tolerant="agrees" if tolerant else "differs",
        result=result,
        error_class=named.error_class,
    )


def _told_falsely(claim: Claim, fitted: Fit, data: Data) -> bool:
    """Whether both counts of a change stand beside it, and it is no change between them."""
    return not (fitted.strict or fitted.tolerant) and _own_arithmetic_is_wrong(claim, data)


def _swapped(claim: Claim, data: Data) -> bool:
    """Whether two counts of one sentence each have the number that the data hold for the other."""
    course, period = claim.course, claim.period
    if course is None or course.value is None or len(course.others) != 1 or period is None:
        return False
    here = held_values(Cell(claim.series, claim.subject, period), data)
    there = held_values(Cell(claim.series, claim.subject, course.others[0]), data)
    return Fraction(course.value) in here and Fraction(claim.phrase.value) in there


_ELSE_MEANT = frozenset(("unexplained", "category_confusion"))


def _passed(claim: Claim) -> bool:
    """Whether a count is a bare round number that was passed: "have topped 10,000"."""
    value = Fraction(claim.phrase.value)
    return (
        claim.measure is Measure.COUNT
        and claim.phrase.wording in OVER
        and claim.phrase.text[:1].isdigit()
        and value >= _ROUND
        and value % _ROUND == 0
    )


def _far(claim: Claim, result: Result) -> bool:
    """Whether a count is more than twice the data's, or less than half of it."""
    printed, value = Fraction(claim.phrase.value), result.value
    return claim.measure is Measure.COUNT and not value <= 2 * printed <= 4 * value


def _by_bound(claim: Claim, question: Question, results: Sequence[Result]) -> Judgement:
    """Against a number published as "over n"."""
    result = results[0]
    shown = f"{computed(claim, result, question)} It is published as over {result.shown}."
    single = claim.measure is Measure.COUNT and len(results) == 1
    fitted = fit_bound(claim.phrase, result.value) if single else None
    if fitted is None:
        return cannot_tell("ambiguous", f"Published as over {plain(result.value)}, no more exactly")
    if fitted.strict:
        return judgement("agrees", (shown,), result=result)
    name = fitted.error_class or "unexplained"
    side = wrong_side(claim.phrase, result.value) if name == "rounding_direction" else ""
    return judgement(
        "differs",
        (CLASSES[name], side, shown),
        tolerant="agrees" if fitted.tolerant else "differs",
        result=result,
        error_class=name,
    )


def _own_arithmetic_is_wrong(claim: Claim, data: Data) -> bool:
    """Whether the number does not even follow from the counts printed beside it."""
    own, work = own_counts(claim), work_of(claim, data.registry)
    result = work(own) if own and work is not None else None
    fitted = None if result is None else fit(claim, result)
    return fitted is not None and not fitted.tolerant
