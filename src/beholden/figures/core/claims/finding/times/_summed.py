"""Counts over several years: "6,000 offences in the past five years"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core._calendar import financial_year, is_financial_year, months
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._attach import STRONG, nearest_when
from beholden.figures.core.claims.finding._draft import Draft, Years
from beholden.figures.core.claims.finding._roles import Role
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding.times._several_years import (
    listed_years,
    those_years,
    years_told,
)
from beholden.figures.core.claims.finding.times._since_the_law import end_of
from beholden.figures.core.claims.models import Measure, Phrase
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.models import Period

_OPENING = 12
_WHOLE_PERIOD = lazily(
    r"\b(?:over|across|in|during)\s+the\s+(?:whole|entire|full)\s+(?:\w+\s+)?(?:period|time)\b",
    re.IGNORECASE,
)
_SUM_NEAR = 90
_AREAS_JOINED = lazily(r"\s*(?:,\s*|,?\s+and\s+)(?=[A-Z])")
_OVER = lazily(r"\b(?:over|in|during|across|between|since)\b", re.IGNORECASE)
_WHEN = lazily(r",?\s+when\b", re.IGNORECASE)
_CREATED = lazily(r"\b(?:created|came|introduced|brought|became|passed|took|law)\b", re.IGNORECASE)
_FROM = lazily(r"^[^.;:,]{0,60}\b(?:from|since)\s(?:the\s)?$", re.IGNORECASE)
_IN_ALL = lazily(
    r"\b(?:in\s(?:all|total)|altogether|(?:a|the)\stotal\sof|combined|overall)\b", re.IGNORECASE
)
# "The most since 2014: 1,344 in a single year": no sum since then.
_OF_ONE = lazily(
    r"\s(?:[a-z'\u2019-]+\s){0,4}?(?:in|within|over)\s(?:just\s|only\s)?(?:a|one|any)\s(?:single\s)?year\b",
    re.IGNORECASE,
)
_TOTAL_NEAR = 30
_OTHER_NUMBER = lazily(r"[\d;:]")


def summed(
    years: Years, phrase: Phrase, role: Role, scene: Scene, before: Sequence[Draft] = ()
) -> tuple[Measure, Years]:
    """A count over several years: "6,000 offences in the past five years".

    Args:
        years: When the count is of, if it is none of several years.
        phrase: The count.
        role: What it measures.
        scene: Its sentence.
        before: The counts that its sentence told before.
    """
    newest = scene.memory.about.newest
    if role.end or newest is None or _OF_ONE.match(scene.after(phrase)):
        return Measure.COUNT, years
    several = listed_years(phrase, scene) or _whole_period(scene)
    several = several or years_told(phrase, scene, before)
    several = several or _from_then(phrase, scene, newest)
    if several is None and not _own_year(phrase, scene):
        several = those_years(phrase, scene) or _spanned(phrase, scene, newest)
    return (Measure.COUNT, years) if several is None else (Measure.SUM, several)


def _whole_period(scene: Scene) -> Years | None:
    """The years compared before, where a sentence says "over the whole period"."""
    return scene.memory.told if _WHOLE_PERIOD.search(scene.sentence.text) else None


def _from_then(phrase: Phrase, scene: Scene, newest: Period) -> Years | None:
    """The years from one on, of which a count is the total: "117 in all from 2017/18"."""
    for when in scene.whens:
        first = when.period if when.how == "named" and when.first is None else None
        if first is None or first.start >= newest.start:
            continue
        before, behind = scene.text[scene.sentence.start : when.start], when.start >= phrase.end
        lead = scene.text[phrase.end : when.start] if behind else before
        near = scene.text[phrase.end : when.end + _TOTAL_NEAR if behind else phrase.end + 1]
        around = f"{scene.before(phrase)[-_TOTAL_NEAR:]}{phrase.text}{near}"
        start, end = sorted((phrase.end, when.start))
        told = any(start <= one.start < end and one is not phrase for one in scene.phrases)
        if told or not _FROM.search(lead) or not _IN_ALL.search(around):
            continue
        why = f"the years together, said as \u201cfrom {when.text}\u201d"
        return Years(newest, said=True, why=why, earlier=first, earlier_said=True)
    return None


def _spanned(phrase: Phrase, scene: Scene, newest: Period) -> Years | None:
    """The years that one expression of a sentence spans."""
    for when in scene.whens:
        if not _spans(when, phrase, scene):
            continue
        if when.how == "span" and when.years > 1:
            last = newest if when.last is None else _ending_with(when.last)
            first = shifted(last, 1 - when.years)
        elif when.first is not None and when.last is not None:
            first, last = when.first, when.last
        elif when.how == "since" and when.period is not None:
            first, last = _begun(when, newest), newest
        else:
            continue
        why = f"the years together, said as \u201c{when.text}\u201d"
        return Years(last, said=True, why=why, earlier=first, earlier_said=True)
    return None


def _ending_with(last: Period) -> Period:
    """The twelve months that end with a month: "the two years to March 2018"."""
    if last != months(last.start.year, last.start.month, 1):
        return last
    before = last.start.year * 12 + last.start.month - 12
    return months(before // 12, before % 12 + 1, 12)


def _begun(when: When, newest: Period) -> Period:
    """The financial year in which an offence began: "since it was created in 2017"."""
    assert when.period is not None  # noqa: S101 - for the type checker; the caller asked
    begun = _CREATED.search(when.text) is not None and is_financial_year(newest)
    return financial_year(when.period.start.year) if begun else when.period


def _own_year(phrase: Phrase, scene: Scene) -> bool:
    """Whether a count has a year of its own: "tripled in three years: it was 568 in 2016/17"."""
    found = nearest_when(phrase, scene, scene.whens)
    if found is None or found[1] > STRONG:
        return False
    return found[0].how == "named" and found[0].first is None and found[0].start >= phrase.end


def _spans(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether words of several years belong to a count, after it or at the clause's opening."""
    if when.start >= phrase.end:
        end = end_of(phrase, scene)
        between = _without_areas(end, when.start, scene)
        if "," in between or any(end <= one.start < when.start for one in scene.phrases):
            return False
    else:
        opening = scene.text[max(scene.sentence.start, when.start - 12) : when.start + 6]
        between = scene.text[when.end : phrase.start] if _OVER.search(opening) else "0"
        if _WHEN.match(between):
            return False
        opens = when.start - scene.sentence.start <= _OPENING
        if not opens and "," in between:
            return False
    return len(between) <= _SUM_NEAR and not _OTHER_NUMBER.search(between)


def _without_areas(start: int, end: int, scene: Scene) -> str:
    """What stands between two places but for names: "in A, B and C in the last two years"."""
    text, at = "", start
    for one in scene.whos:
        if start <= one.start and one.end <= end:
            text += scene.text[at : one.start]
            joint = _AREAS_JOINED.match(scene.text, one.end)
            at = joint.end() if joint else one.end
    return text + scene.text[at:end]


__all__ = ["summed"]
