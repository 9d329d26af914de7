"""Which months a number is of that is of no whole year: "in the first six months of 2018".

The data may hold just that time. Where the words say which months they are, the number is of
them; "the same period a year earlier" is then as long, and "18 months after the law came in" begins
with the law. Words that only say how long it was ("in six months") name no time.

    part_of_year(draft, scene, "the first six months of 2018").period  # January to June 2018
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._calendar import days, kind, label, months
from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.models import Measure
from beholden.figures.core.claims.naming._laws import first_year
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.models import Period

_PARTS = {"half": 6, "quarter": 3}
_LENGTH = lazily(
    rf"\b(?P<many>{words_of(3, 11)}|fifteen|eighteen|[3-9]|1[0-8])[\s-]months?\b"
    r"|\b(?P<part>half|quarter)\b",
    re.IGNORECASE,
)
_SINCE_A_LAW = lazily(
    r"[^.;:\d]{0,20}\b(?:after|of|since|from|following)\b[^.;:\d]{0,80}?"
    r"\b(?:law|offence|legislation|act)\b(?:[^.;:\d]{0,60}\b(?:came|was|became|took|being|began)\b)?",
    re.IGNORECASE,
)
_SAME_PART = lazily(
    r"\b(?:the\s)?(?:same|corresponding|equivalent)\s(?:[\w-]+\s)?(?:period|time|stretch|spell|months|half|quarter|span)"
    r"(?:\s(?:of|in|during|from)\s(?:the\s)?(?:year\s)?(?P<year>20\d\d)\b(?![/-]))?",
    re.IGNORECASE,
)
_SHORT, _LONG = 25, 340
"""Days: what is shorter is no period of the data, what is longer is about a year."""
_NEAR = 60
_CHANGES = frozenset({Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE})


def part_of_year(draft: Draft, scene: Scene, span: str) -> Years | None:
    """The months that words of a part of a year name; ``None`` where they do not say which.

    Args:
        draft: The number.
        scene: Its sentence.
        span: The words of its sentence that are no whole year.
    """
    at = scene.text.find(span, scene.sentence.start, scene.sentence.end)
    if at < 0:
        return None
    end = at + len(span)
    for when in scene.whens:
        part = _part(when, scene)
        if part is None:
            continue
        apart = max(when.start - end, at - when.end, 0)
        if apart <= _NEAR:
            return _years(draft, part, when.text)
    return _from_the_law(draft, scene, span, end)


def as_long(when: When, scene: Scene) -> Period | None:
    """The part of a year that "the same period the year before" goes back from."""
    if when.how != "previous" or "same" not in when.text.lower():
        return None
    parts = [part for one in scene.whens if one is not when and (part := _part(one, scene))]
    return parts[0] if len(parts) == 1 else None


def as_the_other(draft: Draft, scene: Scene) -> Draft:
    """A number of "the same period in 2017", or a change from it: of as many months."""
    years = draft.years
    only = _part(scene.whens[0], scene) if len(scene.whens) == 1 else None
    if only is not None and draft.measure in _CHANGES and not years.said:
        # "In January to June 2018 offences rose by a third": on the same months of 2017.
        words = scene.whens[0].text
        return msgspec.structs.replace(draft, years=_years(draft, only, words), operands=())
    same = _SAME_PART.search(scene.sentence.text)
    parts = [part for one in scene.whens if (part := _part(one, scene))]
    if same is None or len(parts) != 1 or years.period is None:
        return draft
    part, alone = parts[0], years.period
    if draft.measure in _CHANGES and alone == part:
        earlier = years.earlier
        if earlier is None or days(earlier) < _LONG:
            return draft
        back = int(same["year"]) - part.start.year if same["year"] else -1
        years = msgspec.structs.replace(years, earlier=shifted(part, min(back, -1)))
        return msgspec.structs.replace(draft, years=years)
    named = draft.measure is Measure.COUNT and same["year"] and kind(alone) == "calendar"
    if not named or alone.start.year != int(same["year"]):
        return draft
    moved = shifted(part, alone.start.year - part.start.year)
    why = f"{label(moved)}, said as \u201c{same[0]}\u201d"
    return msgspec.structs.replace(draft, years=Years(moved, said=True, why=why))


def _part(when: When, scene: Scene) -> Period | None:
    period = scene.memory.dated(when) if when.how == "named" and when.first is None else None
    return period if period is not None and _SHORT < days(period) < _LONG else None


def _years(draft: Draft, part: Period, words: str) -> Years:
    why = f"{label(part)}, said as \u201c{words}\u201d"
    if draft.measure not in _CHANGES:
        return Years(part, said=True, why=why)
    return Years(part, said=True, why=why, earlier=shifted(part, -1))


def _from_the_law(draft: Draft, scene: Scene, span: str, end: int) -> Years | None:
    """The months since something is an offence: "in 18 months after the offence came in"."""
    newest, count = scene.memory.about.newest, _months(span)
    told = _SINCE_A_LAW.match(scene.text, end, scene.sentence.end)
    if newest is None or not count or told is None:
        return None
    first = first_year(draft.what.series, draft.who.subject, newest)
    if first is None:
        return None
    part = months(first.start.year, first.start.month, count)
    return Years(part, said=False, why=f"{label(part)}, said as \u201c{span}{told[0]}\u201d")


def _months(words: str) -> int:
    found = _LENGTH.search(words)
    if found is None:
        return 0
    return number_said(found["many"]) if found["many"] else _PARTS[found["part"].lower()]


__all__ = ["as_long", "as_the_other", "part_of_year"]
