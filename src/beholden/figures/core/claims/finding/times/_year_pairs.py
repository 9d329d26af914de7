"""The two periods that a change lies between, as far as the words of its sentence say them.

pair_of(scene).earlier  # 2013/14 of "since 2013/14"
"""

from __future__ import annotations

import re

from beholden.figures.core._calendar import days, financial_year, is_financial_year, kind, label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Years
from beholden.figures.core.claims.finding._memory import Memory
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding.times._years import A_YEAR, COMPARED_FROM
from beholden.figures.core.models import Period

_APPOSED = 4
_HAD = lazily(r"\W{1,3}(?:\w+\s+){1,3}had\b")
_PREVIOUS = lazily(
    r"(?:the\s+)?(?:previous|preceding|prior|year\s+before|year\s+earlier|earlier)\b", re.IGNORECASE
)


def same_period(scene: Scene) -> bool:
    """Whether a sentence speaks of the period before: "over the same period"."""
    return any(one.how == "same" for one in scene.whens)


# "Its biggest rise in five years" ranks five years, and compares with the last one.
_RANKED_IN = lazily(
    r"\b(?:highest|biggest|largest|lowest|smallest|most|worst|steepest|sharpest|fewest|record)\b"
    r"[^.;:,\d]{0,40}$",
    re.IGNORECASE,
)


def step_back(scene: Scene) -> tuple[int, bool]:
    """How many years a sentence goes back, and whether it says so."""
    start, text = scene.sentence.start, scene.text
    whens = [
        one
        for one in scene.whens
        if not (one.how == "span" and _RANKED_IN.search(text[start : one.start]))
    ]
    for when in whens:
        if when.how in {"span", "previous"} and when.years:
            return when.years, True
    said = any(when.how in {"step", "previous"} for when in whens)
    return 1, said


def pair_of(scene: Scene) -> Years | None:
    """The two periods that a change lies between, where words of its sentence say it."""
    every, newest = scene.whens, scene.memory.about.newest
    above = scene.memory.above
    if above is not None and not every and newest is not None:
        since = next((one.period for one in above.whens if one.how == "since" and one.period), None)
        if since is not None and since.start < newest.start:
            return _between(since, newest, f"since {label(since)}, said above the list")
    joined = next((one for one in every if one.first is not None and one.last is not None), None)
    if joined is not None and joined.first is not None and joined.last is not None:
        first, last = _as_financials(joined.first, joined.last, scene.memory)
        return _between(first, last, f"said as \u201c{joined.text}\u201d")
    named = _years_named(scene)
    if len(named) > 1:
        earlier, later = min(named), max(named)
        return _between(earlier, later, f"{label(earlier)} to {label(later)}, both named")
    if same_period(scene) and scene.memory.told is not None:
        return scene.memory.told
    if newest is not None:
        since = next((one.period for one in every if one.how == "since" and one.period), None)
        if since is not None:
            since = _as_financial(since, scene.memory)
            if since.start >= newest.start:
                # "Up by 61% since 2019" in an article on 2019/20: since the year before.
                since = shifted(newest, -1)
            return _between(since, newest, f"since {label(since)}")
    return _from_one(named[0], scene) if named else _from_newest(scene)


def _as_financial(year: Period, memory: Memory) -> Period:
    """The financial year that begins in a calendar year, where the article speaks of that."""
    financial = financial_year(year.start.year)
    return financial if financial in memory.about.named else year


def _as_financials(first: Period, last: Period, memory: Memory) -> tuple[Period, Period]:
    """The years of "between 2012 and 2015", where the article names 2012/13 and 2014/15."""
    ends = financial_year(first.start.year), financial_year(last.start.year - 1)
    calendar = kind(first) == kind(last) == "calendar"
    return ends if calendar and set(ends) <= memory.about.named else (first, last)


def _from_newest(scene: Scene) -> Years | None:
    """A change up to the newest year, where words say at least that it is one."""
    every, newest = scene.whens, scene.memory.about.newest
    if newest is None:
        return None
    back, back_said = step_back(scene)
    if back_said or any(one.how in {"last", "this", "same"} for one in every):
        earlier = shifted(newest, -back)
        why = f"{label(earlier)} to {label(newest)}, {scene.memory.about.newest_why}"
        return Years(newest, said=False, why=why, earlier=earlier, earlier_said=back_said)
    return None


def _from_one(year: Period, scene: Scene) -> Years:
    newest = scene.memory.about.newest
    when = next(
        one for one in scene.whens if one.how == "named" and scene.memory.dated(one) == year
    )
    before = scene.text[max(0, when.start - 30) : when.start]
    previous = (
        _PREVIOUS.match(when.text) is not None or _HAD.match(scene.text, when.end) is not None
    ) or any(one.how == "previous" and 0 <= when.start - one.end <= _APPOSED for one in scene.whens)
    if (
        newest is not None
        and year.start < newest.start
        and (previous or COMPARED_FROM.search(before))
    ):
        return _between(year, newest, f"{label(year)} is compared with {label(newest)}")
    back, said = step_back(scene)
    if newest is not None and back > 1 and shifted(year, back) == newest:
        # "49 per cent over five years - in 2011/12 there were 199".
        return _between(year, newest, f"{label(year)} to {label(newest)}, {back} years")
    earlier = shifted(year, -back)
    why = f"{label(earlier)} to {label(year)}"
    return Years(year, said=True, why=why, earlier=earlier, earlier_said=said)


def _between(earlier: Period, later: Period, why: str) -> Years:
    return Years(later, said=True, why=why, earlier=earlier, earlier_said=True)


def _years_named(scene: Scene) -> list[Period]:
    found = [scene.memory.dated(one) for one in scene.whens if one.how == "named"]
    years = [one for one in found if one is not None]
    financial = [one for one in years if is_financial_year(one)]
    return list(dict.fromkeys(financial or [one for one in years if days(one) in A_YEAR]))


__all__ = ["pair_of", "same_period", "step_back"]
