"""Years told by what was told before: the following year, the one before that, now.

Also the year that the heading of a list tells for its rows.

    later_than_before(phrase, scene)  # "In 2016/17 it had 568. The following year 767": 2017/18
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._calendar import financial_year, kind, label
from beholden.figures.core._number_words import number_said
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding.listed._bare_rows import year_in_turn
from beholden.figures.core.claims.models import Measure, Phrase, Shape
from beholden.figures.core.models import Period

_PAIR = 2
_AT_HAND = 4
_FOLLOWING = lazily(
    r"\b(?:in\s+the\s+year\s+(?:that\s+followed|after(?:wards)?(?!\s+(?:the|it|its|that|a|20|19|lockdown|school)))|(?:in\s+)?the\s+(?:following|next)\s+(?:year|12\s+months)"
    r"|(?P<many>a|one|two|three|four|five)\s+years?\s+(?:later|on|afterwards))\b[^.;\d]{0,60}$",
    re.IGNORECASE,
)
_LATER_BY = lazily(
    r"[^.;\d]{0,30}?\b(?:(?P<one>a|one|the\s+following|the\s+next)\s+year|(?P<many>two|three|four|five|six|ten)"
    r"\s+years)(?:\s+(?:later|on|afterwards))?\b",
    re.IGNORECASE,
)
_LATER_WORD = lazily(r"\b(?:later|on|afterwards|following|next)\b", re.IGNORECASE)


def _many(word: str | None) -> int:
    return 1 if word is None or word.lower() == "a" else number_said(word)


def following_of(phrase: Phrase, scene: Scene, before: Years) -> Years | None:
    """The period of a number that is told as later than the one before: "770 a year later"."""
    that = _before_that(phrase, scene, before)
    if that is not None:
        return that
    last = _last_count(phrase, scene)
    ahead = _FOLLOWING.search(scene.text, last, phrase.start)
    if (
        ahead is not None
        and before.period is not None
        and _NEXT_CLAUSE.search(scene.text, last, ahead.start())
    ):
        period = shifted(_one_year(before) or before.period, _many(ahead["many"]))
        return Years(period, before.said, f"{label(period)}, the year after the one just told")
    found = _LATER_BY.match(scene.text, phrase.end)
    if found is None or before.period is None or not _LATER_WORD.search(found[0]):
        return None
    period = shifted(before.period, _many(found["many"]))
    return Years(period, before.said, f"{label(period)}, said as \u201c{found[0].strip()}\u201d")


# "770 two years on, a dip to 718": those years are of the 770.
_NEXT_CLAUSE = lazily(r"[,;:\u2013\u2014]|\b(?:and|but|while|then)\b", re.IGNORECASE)


def _last_count(phrase: Phrase, scene: Scene) -> int:
    """Where the count before a number ends in its sentence."""
    ends = [
        one.end for one in scene.phrases if one.shape is Shape.COUNT and one.end <= phrase.start
    ]
    return max(ends, default=phrase.start)


def _one_year(years: Years) -> Period | None:
    """The financial year that "between 2012 and 2013" is of a single count."""
    first, last = years.earlier, years.period
    if first is None or last is None or {kind(first), kind(last)} != {"calendar"}:
        return None
    return financial_year(first.start.year) if last.start.year - first.start.year == 1 else None


def later_than_before(phrase: Phrase, scene: Scene) -> Years | None:
    """The period of a number after "a year later", "the following year", counted from the last."""
    following = _FOLLOWING.search(scene.before(phrase))
    last = scene.memory.last
    if last is None and following is not None and following.start() <= _AT_HAND:
        # A paragraph that begins with "A year later" goes on from the one before.
        last = scene.memory.told_last
    if following is None:
        return _before_that(phrase, scene)
    if last is None or last.years.period is None:
        return None
    period = shifted(last.years.period, _many(following["many"]))
    return Years(period, last.years.said, f"{label(period)}, said as later")


_BEFORE_THAT = lazily(
    r"\bthe\s+(?:financial\s+)?year\s+(?P<which>before|after)\s+(?:that|this)\b", re.IGNORECASE
)
_NEAR = 40


def _before_that(phrase: Phrase, scene: Scene, last: Years | None = None) -> Years | None:
    """The period of a number of "the year before that", counted from the number before."""
    start, end = max(scene.sentence.start, phrase.start - _NEAR), phrase.end + _NEAR
    found = next(
        (
            one
            for one in _BEFORE_THAT.finditer(scene.text, start, min(end, scene.sentence.end))
            if not any(
                min(one.end(), phrase.end) <= each.start < max(one.end() + _AT_HAND, phrase.start)
                for each in scene.phrases
                if each is not phrase
            )
        ),
        None,
    )
    if last is None and scene.memory.last is not None:
        last = scene.memory.last.years
    if found is None or last is None or last.period is None:
        return None
    period = shifted(last.period, 1 if found["which"].lower() == "after" else -1)
    return Years(period, last.said, f"{label(period)}, said as \u201c{found[0]}\u201d")


_CLAUSE = lazily(r"[;:]|,(?!\d)|\b(?:and|but|while|whereas|though|although)\b", re.IGNORECASE)
_NOW = lazily(
    r"\b(?:now|today|currently|nowadays|these\s+days|the\s+(?:latest|current|most\s+recent)\s+(?:figure|number|total|count|tally))\b",
    re.IGNORECASE,
)


_MADE_KNOWN = (
    r"(?:publish|releas|reveal|obtain|issu|announc|disclos|report|unveil|launch|said\b|says\b|told\b|tells\b|warn|call"
    r"|urg|show|seen\b|made\s|out\b)"
)
# "Figures published today", "it can now be told": when somebody speaks, and no year.
_SPOKEN_NOW = lazily(
    rf"\b{_MADE_KNOWN}\w*\s(?:today|now)\b|\b(?:now|today)\s(?:(?:be|been|has|have|can|could|it|also)\s){{0,3}}{_MADE_KNOWN}",
    re.IGNORECASE,
)


def now(phrase: Phrase, scene: Scene) -> Years | None:
    """The year of "Now there are 767", after a count of a year that is named."""
    before = _SPOKEN_NOW.sub(" ", scene.before(phrase))
    found = _NOW.search(before) or _NOW.match(scene.after(phrase).lstrip())
    return None if found is None else after_the_year_told(found[0], scene)


def as_of_now(draft: Draft, scene: Scene) -> Draft:
    """What is told of now in an article that names older years alone: of the newest there is.

    "Essex had 568 in 2016/17. Hampshire now has 1,199": neither 1,199 nor what follows is of
    2016/17, only because no later year is named.
    """
    years, current = draft.years, scene.memory.about.current
    period = years.period
    if years.said or scene.whens or draft.role.end == "earlier" or period is None:
        return draft
    if current is None or period.start >= current.start or period not in scene.memory.dated_so_far:
        return draft
    found = said_now(scene.before(draft.phrase), scene.after(draft.phrase))
    if found is None or not scene.memory.held.knows(draft.who.subject, draft.what.series, current):
        return draft
    said = f"said as \u201c{found}\u201d"
    if draft.measure is Measure.COUNT:
        meant = Years(current, said=False, why=f"{label(current)}, {said}")
        return msgspec.structs.replace(draft, years=meant)
    # A rate or a rise may go on from the year told: it is of neither for certain.
    meant = Years(None, said=True, why=f"{said}, after {label(period)}")
    return msgspec.structs.replace(draft, years=meant, operands=())


def said_now(before: str, after: str) -> str | None:
    """The word for now in the clause of a number, between what stands before and after it."""
    for clause in (_CLAUSE.split(before)[-1], _CLAUSE.split(after)[0]):
        found = _NOW.search(_SPOKEN_NOW.sub(" ", clause))
        if found is not None:
            return found[0]
    return None


def after_the_year_told(words: str, scene: Scene) -> Years | None:
    """The newest year after the one just told: "In 2013/14 it was 250. Last year it was 767"."""
    last, about = scene.memory.last, scene.memory.about
    told = None if last is None else last.years
    if told is None or not told.said or told.period is None or about.newest is None:
        return None
    newest = max(one for one in (about.newest, about.current) if one is not None)
    if about.newest.start > told.period.start:
        newest = about.newest
    if newest.start <= told.period.start or kind(newest) != kind(told.period):
        return None
    return Years(newest, said=False, why=f"{label(newest)}, said as \u201c{words}\u201d")


def above_row(phrase: Phrase, scene: Scene) -> Years | None:
    """The year of a row that the heading of its list tells, or that of its place in the row."""
    above = scene.memory.above
    if above is None or scene.whens:
        return None
    years = [one for one in above.whens if one.how == "named"]
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    if len(years) == 1 and years[0].first is None:
        return Years(
            years[0].period, said=True, why=f"said above the list as \u201c{years[0].text}\u201d"
        )
    ends = [(one.first, one.last) for one in years if one.first is not None]
    first, last = ends[0] if len(ends) == len(years) == 1 else (None, None)
    if first is not None and last is not None:
        placed = year_in_turn(phrase, scene, first, last)
        if placed is not None:
            return placed
    periods = list(ends[0]) if len(ends) == len(years) == 1 else [one.period for one in years]
    if len(periods) < _PAIR:
        return None
    if phrase in counts and len(counts) == len(periods):
        period = periods[counts.index(phrase)]
        return Years(period, said=True, why="said in turn above the list")
    return Years(None, said=True, why="more years than one stand above the list")


__all__ = [
    "above_row",
    "after_the_year_told",
    "as_of_now",
    "following_of",
    "later_than_before",
    "now",
    "said_now",
]
