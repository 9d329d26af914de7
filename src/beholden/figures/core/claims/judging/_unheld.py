"""What is said of a claim whose number the data do not give.

A group with missing members is told with what is known. A number that the data hold
for another area or for something else, and that cannot be this one, differs.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec

from beholden.figures.core.claims.judging._answers import tell
from beholden.figures.core.claims.judging._names import nothing_of, series_name
from beholden.figures.core.claims.judging._recompute import CHANGES, Question, Result, shown
from beholden.figures.core.claims.judging._saying import cannot_tell, explained, judgement, where
from beholden.figures.core.claims.judging._values import (
    UK,
    Cell,
    Known,
    cited,
    editions,
    known,
    missing_members,
    plain,
)
from beholden.figures.core.claims.judging.dataset import Data, Edition
from beholden.figures.core.claims.judging.wrong_ways import (
    Explained,
    other_areas,
    reproduces,
)
from beholden.figures.core.claims.models import Claim, Judgement, Measure, Subject
from beholden.figures.core.models import Day, Period
from beholden.figures.core.periods import label

# Beyond this a number is not one of the same series: the limits of a suspect answer.
_FAR_ABOVE = Fraction(5, 2)
# Smaller numbers are equal to something else by chance too often.
_LEAST = 100
_MOST_NAMED = 6


def judge_unheld(
    claim: Claim, question: Question | None, data: Data, published: Day | None
) -> Judgement:
    """Says what is missing, and whether the number is plainly that of something else."""
    if question is None:
        return _unasked(claim, data)
    edition = cited(data, question.cells, published) or _any_edition(data)
    if edition is None:
        return cannot_tell("not_in_data")
    counted = claim.measure in {Measure.COUNT, Measure.SUM}
    if counted and Fraction(claim.phrase.value) >= _LEAST:
        other = _of_another_area(claim, question, data, edition) or _of_something_else(
            claim, question, data, edition
        )
        if other is not None:
            return other
    return _incomplete(claim, question, data, edition)


def _unasked(claim: Claim, data: Data) -> Judgement:
    if claim.period is None:
        if data.periods(claim.series, data.keys(claim.subject)):
            if claim.period_said:
                return cannot_tell("not_in_data", "It is said of no whole year that is known here.")
            return cannot_tell("ambiguous", "It is not said for which period.")
        return cannot_tell("not_in_data", f"{where(claim)}: no number.")
    return cannot_tell("not_in_data", f"{where(claim)}: the claim does not say enough.")


def _any_edition(data: Data) -> Edition | None:
    found = {fact.edition for fact in data.dataset.facts}
    return min(found, key=lambda each: each.order, default=None)


def _incomplete(claim: Claim, question: Question, data: Data, edition: Edition) -> Judgement:
    lacking = [cell for cell in question.cells if not known(data, cell, edition)]
    if not lacking:
        return cannot_tell("not_in_data", f"{where(claim, question)}: it cannot be computed.")
    uneven = _of_uneven_sums(claim, question, data, edition)
    if uneven is not None:
        return uneven
    members = data.members(claim.subject)
    for cell in lacking:
        missing, total = missing_members(data, cell, edition)
        if not 0 < len(missing) < len(members):
            continue
        among = len(members) - len(missing)
        names = ", ".join(data.name_of(code) for code in missing[:_MOST_NAMED])
        more = " and others" if len(missing) > _MOST_NAMED else ""
        result = Result(total, shown(total), "")
        said = (
            f"{len(missing)} of {len(members)} members of {claim.subject.name} have no number for "
            f"{label(cell.period)} ({names}{more}); the {among} known add to {plain(total)}."
        )
        if claim.subject.key == UK:
            said += " A sum over part of the forces is no total of the country."
        found = cannot_tell("missing_members", said, result=result)
        return msgspec.structs.replace(found, recomputed="")
    if claim.measure is Measure.SUM and len(lacking) < len(question.cells):
        return _some_years(claim, question, data)
    periods = ", ".join(label(cell.period) for cell in lacking)
    said = nothing_of(claim, data, f"{claim.subject.name}, {periods}")
    return cannot_tell("not_in_data", said)


def _of_uneven_sums(
    claim: Claim, question: Question, data: Data, edition: Edition
) -> Judgement | None:
    """A change between sums over different forces: right as a division, and no change."""
    if claim.measure not in CHANGES or claim.subject.key == UK:
        return None
    counted = [missing_members(data, cell, edition) for cell in question.cells]
    if len({missing for missing, _ in counted}) == 1 or not all(sum_ for _, sum_ in counted):
        return None
    result = question.work([Known(total, plain(total)) for _, total in counted])
    if result is None or not reproduces(claim, result.value):
        return None
    names = ", ".join(
        dict.fromkeys(data.name_of(code) for missing, _ in counted for code in missing)
    )
    return cannot_tell("not_comparable", f"{result.arithmetic}, without {names} in one year.")


def _some_years(claim: Claim, question: Question, data: Data) -> Judgement:
    """A sum over years some of which are missing, as each release has the others."""
    sums: dict[str, Fraction] = {}
    for edition in editions(data, question.cells):
        found = [known(data, cell, edition) for cell in question.cells]
        sums[edition.name] = sum((each[0].value for each in found if each), Fraction(0))
    told = ", ".join(f"{plain(total)} ({name})" for name, total in sums.items())
    said = f"{where(claim, question)}: a year is missing; the others add to {told}."
    conflict = len(set(sums.values())) > 1
    return cannot_tell("release_conflict" if conflict else "not_in_data", said)


def _of_another_area(
    claim: Claim, question: Question, data: Data, edition: Edition
) -> Judgement | None:
    """A total of a group that is really that of an area within it or around it."""
    if len(data.members(claim.subject)) < 2:  # noqa: PLR2004 - a force may equal its region
        return None
    for subject in other_areas(data, claim.subject):
        found = _as(claim, question, data, edition, (subject, claim.series))
        if found is not None:
            named = Explained("geography", f"It is that of {subject.name}.")
            return _differs(named, found)
    return None


def _of_something_else(
    claim: Claim, question: Question, data: Data, edition: Edition
) -> Judgement | None:
    """Something else that was counted, where the series itself was never near the number."""
    keys = data.keys(claim.subject)
    period = question.cells[-1].period
    own = [
        each.value
        for other in data.periods(claim.series, keys)
        for each in known(data, Cell(claim.series, claim.subject, other), edition)
    ]
    if not own or Fraction(claim.phrase.value) < _FAR_ABOVE * max(own) or _longer(period):
        return None
    for series in data.series:
        if series == claim.series:
            continue
        for subject in (claim.subject, *other_areas(data, claim.subject)):
            found = _as(claim, question, data, edition, (subject, series))
            if found is not None:
                detail = f"It is that of {series_name(data, series)}."
                return _differs(Explained("category_confusion", detail), found)
    return None


def _longer(period: Period) -> bool:
    return period.end.year - period.start.year > 1


def _as(
    claim: Claim, question: Question, data: Data, edition: Edition, meant: tuple[Subject, str]
) -> Result | None:
    subject, series = meant
    cells = tuple(
        msgspec.structs.replace(cell, subject=subject, series=series) for cell in question.cells
    )
    results = tell(Question(cells, question.work), data, edition).results
    return next((each for each in results if reproduces(claim, each.value)), None)


def _differs(named: Explained, result: Result) -> Judgement:
    return judgement(
        "differs",
        (explained(named), f"{result.shown}."),
        result=result,
        error_class=named.error_class,
    )
