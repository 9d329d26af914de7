"""Whether a true count went the way that its sentence says: "fell to 767" from 568.

Asked only of counts that agree. Where the words leave more than one year to compare with,
and these answer differently, nobody can tell.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.judging._answers import answers, contradicts
from beholden.figures.core.claims.judging._comparable import why_not_comparable
from beholden.figures.core.claims.judging._recompute import Result, question_of, shifted
from beholden.figures.core.claims.judging._saying import computed, overruled
from beholden.figures.core.claims.judging._values import plain
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.judging.wrong_ways import CLASSES
from beholden.figures.core.claims.models import Claim, Judgement, Measure
from beholden.figures.core.models import Day, Period
from beholden.figures.core.periods import label


def heeding_course(claim: Claim, found: Judgement, data: Data, published: Day | None) -> Judgement:
    """The verdict on a count, where its sentence also says which way it went."""
    course = claim.course
    if course is None or found.verdict != "agrees":
        return found
    if course.running:
        found = _heeding_years(claim, found, data, published)
    if not course.direction or claim.measure is not Measure.COUNT or found.verdict != "agrees":
        return found
    if not course.others and course.value is not None:
        return _against_rival(claim, Fraction(course.value), found)
    against = [_contradiction(claim, other, data, published) for other in course.others]
    known = [one for one in against if one is not None]
    wrong = [one for one in known if one]
    if not wrong or (course.loose and len(wrong) < len(known)):
        return found
    hardly = {_hardly(claim, other, data, published) for other in course.others}
    if hardly == {"two"}:
        return found
    name = "direction" if len(wrong) == len(known) and "" in hardly else "ambiguous"
    why = f"{CLASSES[name]} {wrong[0]} The number itself is right."
    return overruled(found, "differs" if name == "direction" else "cannot_tell", name, why)


def _against_rival(claim: Claim, theirs: Fraction, found: Judgement) -> Judgement:
    """Whether a true count is the larger or smaller one of two areas, as it is called."""
    mine, course = Fraction(claim.phrase.value), claim.course
    if course is None or (mine > theirs if course.direction == "up" else mine < theirs):
        return found
    word = "more" if course.direction == "up" else "fewer"
    why = f"{plain(mine)} is not {word} than {plain(theirs)}. The number itself is right."
    return overruled(found, "differs", "direction", why)


def _heeding_years(claim: Claim, found: Judgement, data: Data, published: Day | None) -> Judgement:
    """Whether it went that way in each of the years on end that are said."""
    course, last = claim.course, claim.period
    if course is None or last is None:
        return found
    steps = [
        _contradiction(
            msgspec.structs.replace(claim, period=shifted(last, -back)),
            shifted(last, -back - 1),
            data,
            published,
            own=not back,
        )
        for back in range(course.running)
    ]
    wrong = next((one for one in steps if one), None)
    if wrong is not None:
        why = f"{CLASSES['direction']} {wrong} The number itself is right."
        return overruled(found, "differs", "direction", why)
    if None in steps:
        why = f"{CLASSES['not_in_data']} Not every one of the {course.running} years is known."
        return overruled(found, "cannot_tell", "not_in_data", why)
    return found


def _contradiction(
    claim: Claim, other: Period, data: Data, published: Day | None, *, own: bool = True
) -> str | None:
    """How it went against another year, where that is not as said; ``None`` where unknown.

    ``own`` is false where the number is of another year than the claim's period here.
    """
    course, period = claim.course, claim.period
    if course is None or period is None or period == other:
        return None
    moved = msgspec.structs.replace(
        claim,
        measure=Measure.DIFFERENCE,
        earlier=min(period, other),
        period=max(period, other),
        direction=course.direction,
        operands=(),
        elsewhere=(),
    )
    question = question_of(moved, data.registry)
    told = None if question is None else answers(question, data, published)
    if question is None or told is None:
        return _by_the_article(moved, other)
    results = told.cited.results
    if why_not_comparable(moved, question, results[0].inputs, data, told.cited.edition):
        return None
    printed = _as_printed(claim, other, data, published) if own else None
    if printed is not None:
        return printed
    if not all(contradicts(moved, one) for one in results):
        return ""
    return computed(moved, results[0], question)


def _as_printed(claim: Claim, other: Period, data: Data, published: Day | None) -> str | None:
    """How a number that only another release has went against another year's.

    "166, a big fall from the 727 of the year before" is told of the release that has the 166.
    """
    mine = Fraction(claim.phrase.value)
    before = msgspec.structs.replace(claim, period=other)
    theirs = [one.value for one in _told(before, data, published)]
    here = {one.value for one in _told(claim, data, published)}
    plainly = claim.phrase.wording is Wording.PLAIN and not claim.phrase.places
    if not plainly or not theirs or mine in here or claim.course is None or claim.period is None:
        return None
    # Of the two years the number may be that of the first: "from 18,574 to 22,724".
    larger = (claim.course.direction == "up") == (claim.period > other)
    wrong = [one for one in theirs if mine == one or (mine > one) != larger]
    return f"{plain(mine)} against {plain(wrong[0])}." if wrong else ""


def _hardly(
    claim: Claim, other: Period, data: Data, published: Day | None
) -> Literal["", "one", "two"]:
    """Whether a count changed so little that what was answered, and when, may decide.

    A country's two years are seldom the sum of the same forces; where the article itself gives
    the other number, its words are held against that. "Two" where the years were published in
    two releases, of which the article could know only one.
    """
    several = claim.subject.key.startswith("group:") or bool(claim.subject.members)
    if claim.course is None or claim.course.value is not None:
        return ""
    here = _told(claim, data, published)
    there = _told(msgspec.structs.replace(claim, period=other), data, published)
    mine = Fraction(claim.phrase.value)
    if not any(abs(one.value - mine) * _SMALL_PART <= mine for one in there):
        return ""
    releases = [{name for each in one.inputs for name in each.releases} for one in (*here, *there)]
    if any(one != releases[0] for one in releases):
        return "two"
    return "one" if several else ""


def _told(claim: Claim, data: Data, published: Day | None) -> tuple[Result, ...]:
    """What the data give for a count."""
    question = question_of(claim, data.registry)
    told = None if question is None else answers(question, data, published)
    return () if told is None else tuple(told.cited.results)


_SMALL_PART = 20


def _by_the_article(moved: Claim, other: Period) -> str | None:
    """By the other count that the sentence gives, where the data have none."""
    if moved.course is None or moved.course.value is None or moved.earlier is None:
        return None
    mine, theirs = Fraction(moved.phrase.value), Fraction(moved.course.value)
    before, after = (theirs, mine) if moved.earlier == other else (mine, theirs)
    if (after > before) == (moved.direction == "up") and after != before:
        return ""
    return f"{label(moved.earlier)}: {plain(before)}, then {plain(after)}."


__all__ = ["heeding_course"]
