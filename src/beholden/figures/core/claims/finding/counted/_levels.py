"""Percentages that the data hold as such: "the detection rate was 22.7 per cent, down from 25.1".

Elsewhere a percentage is made of counts: a change between two, or a part of one. Where the words
before it name a series of the data that has per cents alone, and say that it is so high, it is
that series' own number.

    level_of(phrase, scene, told).measure  # Measure.SHARE, of "own:detection rate"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft, Years
from beholden.figures.core.claims.finding._roles import Role
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._work import Work
from beholden.figures.core.claims.finding.areas._resolve import who_of
from beholden.figures.core.claims.finding.said._quoting import supposed
from beholden.figures.core.claims.finding.times._years import year_of
from beholden.figures.core.claims.finding.times._years_compared import earlier_of, later_of
from beholden.figures.core.claims.models import Measure, Phrase, Shape

# What may stand between the name and its number; a number of its own would be another's.
_SO_HIGH = lazily(
    r"[^\d.;:!?]{0,80}?\s(?:is|was|were|are|be|been|stood|stands|remains?|remained|reach(?:ed|es)|hit|averaged|came"
    r"|r(?:o|i)se[ns]?|f[ae]ll(?:en|s)?|dropped|drops|climbed|went|grew|slipped|improved|up|down|of|at)"
    r"(?:\s(?:to|at|just|only|now|still|in|out|about|around|roughly|some|nearly|almost|over|under"
    r"|than|more|less|from|a|the|mere)){0,4}\s*\(?",
    re.IGNORECASE,
)
_BY = lazily(r"\bby\s(?:\w+\s){0,2}$", re.IGNORECASE)
_CHANGED = lazily(
    r"\s+(?:points?|rise|increase|fall|drop|decrease|jump|growth|up|down|more|less|fewer|higher|lower)\b",
    re.IGNORECASE,
)
# From one level to the other of the same series: "down from", "compared with", "up from 19.4 to".
_FROM_BEFORE = lazily(
    r"[^\d.;:!?]{0,60}?(?:\b(?:up|down)\sfrom|\b(?:compared|compares)\s(?:with|to)|\bagainst|\bfrom)\s"
    r"(?:(?:just|only|about|around|nearly|almost|over|under|a|the)\s){0,2}",
    re.IGNORECASE,
)
_ON_TO = lazily(
    r"[^\d.;:!?]{0,60}?\sto\s(?:(?:just|only|about|around|nearly|almost|over|under)\s){0,2}",
    re.IGNORECASE,
)
# "22.7 per cent in 2017/18, compared with": a year is no number of its own.
_A_YEAR = lazily(r"(?<!\d)(?:19|20)\d\d(?:[/\u2013-]\d{2,4})?(?!\d)")
_AVERAGED = lazily(r"\b(?:average|mean|median|typical)\b", re.IGNORECASE)
_ANOTHERS = lazily(r"[^\d;:!?]{0,60}?\(\s*", re.IGNORECASE)
_FROM = lazily(r"\bfrom\s(?:\w+\s){0,2}$", re.IGNORECASE)


def level_of(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> Draft | None:
    """The claim of a percentage that is the number of a series of per cents, if it is one."""
    levels = scene.memory.held.levels
    if not levels or phrase.shape is not Shape.PERCENT or phrase.text[:1] in "+-\u2212":
        return None
    if _BY.search(scene.before(phrase)) or _CHANGED.match(scene.after(phrase)):
        return None
    if _AVERAGED.search(scene.before(phrase)) or supposed(
        scene.before(phrase), scene.after(phrase)
    ):
        return None
    return _next_level(phrase, scene, told) or _first_level(phrase, scene)


def _first_level(phrase: Phrase, scene: Scene) -> Draft | None:
    named = [one for one in scene.whats if one.end <= phrase.start]
    if not named or named[-1].series not in scene.memory.held.levels:
        return None
    between = _A_YEAR.sub("", scene.text[named[-1].end : phrase.start])
    if _SO_HIGH.fullmatch(between) is None:
        return None
    what = Counted(named[-1].series, named[-1].name, f"{named[-1].name}, named as such")
    return _draft(phrase, scene, what, "earlier" if _FROM.search(between) else "")


def _next_level(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> Draft | None:
    """The other end of what was told last: "22.7 per cent, down from 25.1 per cent"."""
    last = told[-1] if told else None
    if last is None or last.what.series not in scene.memory.held.levels:
        return None
    between = _A_YEAR.sub("", scene.text[last.phrase.end : phrase.start])
    if last.role.end == "earlier" and _ON_TO.fullmatch(between):
        found = _draft(phrase, scene, last.what, "later")
        years = later_of(phrase, scene, last.phrase, last.years)
        if years.period == last.years.period:
            years = Years(None, said=False, why="")
        found = msgspec.structs.replace(found, years=years)
    elif _FROM_BEFORE.fullmatch(between):
        found = _draft(phrase, scene, last.what, "earlier")
    elif _ANOTHERS.fullmatch(between):
        found = _draft(phrase, scene, last.what, "")
    else:
        return None
    if not found.who.named:
        return msgspec.structs.replace(found, who=last.who)
    if found.who.subject == last.who.subject:
        return found
    # "Compared with 19.4 per cent in Kent": another area, in the year of the first.
    dated = any(last.phrase.end <= one.start for one in scene.whens)
    years = year_of(phrase, scene) if dated else last.years
    return msgspec.structs.replace(found, years=years, role=last.role)


def _draft(phrase: Phrase, scene: Scene, what: Counted, end: str) -> Draft:
    role = Role(Measure.SHARE, end="earlier" if end == "earlier" else "later")
    years = earlier_of(phrase, scene) if end == "earlier" else year_of(phrase, scene)
    work = Work(scene, (), phrase, role, what)
    return work.draft(who_of(phrase, scene), Measure.SHARE, years)


__all__ = ["level_of"]
