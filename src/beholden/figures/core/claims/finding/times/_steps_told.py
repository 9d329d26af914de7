"""One of several changes that a sentence tells: that of one year, or the last of a list of years.

"Up by 286 in a single year, and doubled since 2011/12": what stands right behind a change is its
own. "310 in 2014/15, 568 in 2016/17 and 767 in 2017/18, a rise of 199": the counts tell which.

    step_behind(work).earlier  # 2016/17 of "35 per cent in a year", though "since 2013/14" follows
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Years, exact
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._work import Work
from beholden.figures.core.claims.models import Measure
from beholden.figures.core.claims.naming.when import When

_STEP_BEHIND = lazily(
    r"(?:\s(?:more|fewer|higher|lower|up|down|increase|rise|jump|growth|surge|fall|drop|decrease|offences|crimes|cases"
    r"|from|on|than|over|in|compared|with|to|that|of|the)){0,5}\s?",
    re.IGNORECASE,
)
_HELD_AGAINST = lazily(
    r"\b(?:as|than|since|from|on|of|against|compared\s(?:with|to))\s(?:in\s|the\s){0,2}$",
    re.IGNORECASE,
)
_A_LIST = 3


def step_behind(work: Work) -> Years | None:
    """One year's change beside a longer time: "by 286 in a year, and doubled since 2011/12"."""
    whens, newest = work.scene.whens, work.scene.memory.about.newest
    longer = any(one.how in {"since", "span"} or _is_base(one, work) for one in whens)
    when = next((one for one in whens if one.start >= work.phrase.end), None)
    if not longer or when is None or newest is None or when.years > 1:
        return None
    if when.how not in {"step", "previous"}:
        return None
    if not _STEP_BEHIND.fullmatch(work.scene.text, work.phrase.end, when.start):
        return None
    before = [one for one in work.counted if one.phrase.end <= work.phrase.start]
    last = before[-1].years if before and before[-1].measure is Measure.COUNT else None
    dated = last is not None and last.period is not None
    period, said = (last.period, last.said) if last is not None and dated else (newest, False)
    if period is None:
        return None
    why = f"said as \u201c{when.text}\u201d"
    return Years(period, said=said, why=why, earlier=shifted(period, -1), earlier_said=True)


def _is_base(when: When, work: Work) -> bool:
    """Whether a year is only what another number is held against: "twice as many as in 2014/15"."""
    before = work.scene.text[work.scene.sentence.start : when.start]
    return when.how == "named" and _HELD_AGAINST.search(before) is not None


def ends_of_list(same: Sequence[Draft], work: Work) -> tuple[Draft, Draft] | None:
    """The two counts of a list of years that a change at its end is made of.

    "Essex had 310 in 2014/15, 568 in 2016/17 and 767 now, so it rose by 457": of the first and the
    last, or of the last two.
    """
    dated = {one.years.period: one for one in same if one.years.period is not None}
    ended = all(one.phrase.end <= work.phrase.start and not one.role.end for one in same)
    if len(same) < _A_LIST or len(dated) != len(same) or not ended:
        return None
    years = sorted(dated)
    for first in (years[0], years[-2]):
        if _made_of(work, dated[first], dated[years[-1]]):
            return dated[first], dated[years[-1]]
    return None


def _made_of(work: Work, earlier: Draft, later: Draft) -> bool:
    """Whether a change is just that between two counts: the first or the last step of a list."""
    before, after = exact(earlier.phrase), exact(later.phrase)
    said, measure = Fraction(work.phrase.value), work.role.measure
    if not before:
        return False
    if measure is Measure.DIFFERENCE:
        return abs(after - before) == said
    if measure is Measure.CHANGE:
        return abs(abs(100 * Fraction(after - before) / Fraction(before)) - said) < 1
    return measure is Measure.MULTIPLE and abs(Fraction(after) / Fraction(before) - said) < 1


__all__ = ["ends_of_list", "step_behind"]
