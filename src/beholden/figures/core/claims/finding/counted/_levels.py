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

# What may stand between the name and its number, beside names, which are capitalised. Any other
# word may open what the number is of: "the rate was a worry, and turnout was 22.7 per cent".
_BETWEEN = lazily(
    r"(?:[\s,(\u2019']+(?:in|of|for|at|by|the|its|s|was|were|is|are|has|had|been|be|to|stood|stands|remains|remained"
    r"|reached|hit|averaged|came|rose|risen|fell|fallen|dropped|climbed|went|gone|slipped|improved|from|just|only|now"
    r"|still|about|around|roughly|some|nearly|almost|over|under|than|more|less|a|mere|police|force|last|this|year|that"
    r"|constabulary|across|recorded|[A-Z]\w*))*[\s(]*"
)
_LEVEL = lazily(
    r"\b(?:is|was|were|are|been|stood|stands|remains|remained|reached|hit|averaged|of|at|to|from)"
    r"(?:\s(?:at|just|only|now|still|about|around|roughly|some|nearly|almost|over|under|than|more"
    r"|less|a|mere)){0,4}\s*\(?$",
    re.IGNORECASE,
)
# "22.7 per cent below par", "of what was promised", "a year", "among men".
_GOES_ON = lazily(
    r"\s*(?:[.,;:()!?\u2013\u2014]|$|(?:in|last|this|during|for\sthe\syear|compared|against|from|to|and|but|while|when"
    r"|by\sthe|a\syear\s(?:earlier|before|ago)|the\s(?:year|previous|same)|up\sfrom|down\sfrom|across)\b)",
    re.IGNORECASE,
)
_NOT_REACHED = lazily(
    r"\b(?:targets?|goals?|aim(?:s|ed)?|promis\w+|want\w*|lack\w*|gap|opposite|forecast\w*|expect\w*|plan\w*"
    r"|hop\w+|need\w*|not|without|miss\w+|far\sfrom|instead\sof)\b",
    re.IGNORECASE,
)
_BY = lazily(r"\bby\s(?:\w+\s){0,2}$", re.IGNORECASE)
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
_ROSE = lazily(r"\b(?:rose|risen|rises|up|grew|climbed|improved|increased)\b", re.IGNORECASE)
_FELL = lazily(r"\b(?:fell|fallen|falls|down|dropped|slipped|worsened|declined)\b", re.IGNORECASE)
_ANOTHERS = lazily(r"[^\d;:!?]{0,60}?\(\s*", re.IGNORECASE)
_FROM = lazily(r"\bfrom\s(?:\w+\s){0,2}$", re.IGNORECASE)


def level_of(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> Draft | None:
    """The claim of a percentage that is the number of a series of per cents, if it is one."""
    if not scene.memory.held.levels or phrase.shape is not Shape.PERCENT:
        return None
    if phrase.text[:1] in "+-\u2212":
        return None
    before, after = scene.before(phrase), scene.after(phrase)
    if _BY.search(before) or not _GOES_ON.match(after):
        return None
    if _NOT_REACHED.search(before) or _AVERAGED.search(before) or supposed(before, after):
        return None
    return _next_level(phrase, scene, told) or _first_level(phrase, scene)


def _first_level(phrase: Phrase, scene: Scene) -> Draft | None:
    named = [one for one in scene.whats if one.end <= phrase.start]
    if not named or named[-1].series not in scene.memory.held.levels:
        return None
    between = _A_YEAR.sub("", scene.text[named[-1].end : phrase.start])
    if _BETWEEN.fullmatch(between) is None or _LEVEL.search(between) is None:
        return None
    what = Counted(named[-1].series, named[-1].name, f"{named[-1].name}, named as such")
    return _draft(phrase, scene, what, "earlier" if _FROM.search(between) else "")


def _next_level(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> Draft | None:
    """The other end of what was told last: "22.7 per cent, down from 25.1 per cent"."""
    last = told[-1] if told else None
    if last is None or last.what.series not in scene.memory.held.levels:
        return None
    between = _A_YEAR.sub("", scene.text[last.phrase.end : phrase.start])
    if _against_its_words(last, phrase, between, scene):
        return None
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
    return found if found.who.subject == last.who.subject else _elsewhere(found, last, scene)


def _against_its_words(last: Draft, phrase: Phrase, between: str, scene: Scene) -> bool:
    """Whether the numbers went the other way than the words say: "rose to 22.7 from 25.1"."""
    words = f"{scene.text[scene.sentence.start : last.phrase.start]} {between}"
    rose = (_ROSE.search(words) is not None) - (_FELL.search(words) is not None)
    newer = last.phrase if last.role.end != "earlier" else phrase
    older = phrase if newer is last.phrase else last.phrase
    return bool(rose) and (newer.value > older.value) != (rose > 0)


def _elsewhere(found: Draft, last: Draft, scene: Scene) -> Draft | None:
    """The level of another area: "compared with 19.4 per cent in Kent", in the year of the first.

    "Kent's rose to 19.4 per cent, while in Essex it fell from 25.1" is of a year that is not said.
    """
    between = scene.text[last.phrase.end : found.phrase.start]
    if _FROM.search(between):
        return None
    dated = any(last.phrase.end <= one.start for one in scene.whens)
    years = year_of(found.phrase, scene) if dated else last.years
    return msgspec.structs.replace(found, years=years, role=last.role)


def _draft(phrase: Phrase, scene: Scene, what: Counted, end: str) -> Draft:
    role = Role(Measure.SHARE, end="earlier" if end == "earlier" else "later")
    years = earlier_of(phrase, scene) if end == "earlier" else year_of(phrase, scene)
    work = Work(scene, (), phrase, role, what)
    return work.draft(who_of(phrase, scene), Measure.SHARE, years)


__all__ = ["level_of"]
