"""Counts over several years: "6,000 offences in the past five years"."""

from __future__ import annotations

import re

from beholden.figures.core.claims.finding._attach import STRONG, nearest_when
from beholden.figures.core.claims.finding._draft import Years
from beholden.figures.core.claims.finding._roles import Role
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.models import Measure, Phrase
from beholden.figures.core.claims.naming.when import When

_OPENING = 12
_WHOLE_PERIOD = re.compile(
    r"\b(?:over|across|in|during)\s+the\s+(?:whole|entire|full)\s+(?:\w+\s+)?(?:period|time)\b",
    re.IGNORECASE,
)
_SUM_NEAR = 90
_AREAS_JOINED = re.compile(r"\s*(?:,\s*|,?\s+and\s+)(?=[A-Z])")
_OVER = re.compile(r"\b(?:over|in|during|across|between)\b", re.IGNORECASE)
_HAS = re.compile(
    r"\b(?:has|have)\s+(?:been\s+)?(?:\w+ly\s+)?(?:recorded|logged|registered|dealt\s+with|investigated"
    r"|seen|counted|amassed)\b[^,]*$|\b(?:has|have)\s+been\s+$",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(r"[\d;:]")


def summed(years: Years, phrase: Phrase, role: Role, scene: Scene) -> tuple[Measure, Years]:
    """A count over several years: "6,000 offences in the past five years"."""
    newest, told = scene.memory.about.newest, scene.memory.told
    if role.end or newest is None:
        return Measure.COUNT, years
    if told is not None and _WHOLE_PERIOD.search(scene.sentence.text):
        return Measure.SUM, told
    if _own_year(phrase, scene):
        return Measure.COUNT, years
    for when in scene.whens:
        if not _spans(when, phrase, scene):
            continue
        if when.how == "span" and when.years > 1:
            first, last = shifted(when.last or newest, 1 - when.years), when.last or newest
        elif when.first is not None and when.last is not None:
            first, last = when.first, when.last
        elif when.how == "since" and when.period is not None:
            first, last = when.period, newest
        else:
            continue
        why = f"the years together, said as \u201c{when.text}\u201d"
        return Measure.SUM, Years(last, said=True, why=why, earlier=first, earlier_said=True)
    return Measure.COUNT, years


def _own_year(phrase: Phrase, scene: Scene) -> bool:
    """Whether a count has a year of its own: "tripled in three years: it was 568 in 2016/17"."""
    found = nearest_when(phrase, scene, scene.whens)
    if found is None or found[1] > STRONG:
        return False
    return found[0].how == "named" and found[0].first is None and found[0].start >= phrase.end


def _spans(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether words of several years belong to a count, after it or at the clause's opening."""
    if when.start >= phrase.end:
        between = _without_areas(phrase.end, when.start, scene)
        if "," in between or any(phrase.end <= one.start < when.start for one in scene.phrases):
            return False
    else:
        opening = scene.text[max(scene.sentence.start, when.start - 12) : when.start + 6]
        between = scene.text[when.end : phrase.start]
        if when.how == "since":
            # "Since 2013/14 Essex has recorded 2,315", not "since 2013/14, when it was 250".
            between = between if _HAS.search(between) else "0"
        elif not _OVER.search(opening):
            between = "0"
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
