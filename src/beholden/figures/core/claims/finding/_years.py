"""When a number is of: its own period, or the two that a change lies between.

Words of time are resolved against the newest year that the article speaks of; what is
not said is supposed, and marked so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from beholden.figures.core._calendar import days, financial_year, is_financial_year, kind, label
from beholden.figures.core.claims.finding._attach import STRONG, nearest_when, when_cost
from beholden.figures.core.claims.finding._draft import Memory, Years
from beholden.figures.core.claims.finding._labelled import label_of, labels_another
from beholden.figures.core.claims.finding._owned import own_only, told_against
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._years_after import (
    above_row,
    after_the_year_told,
    following_of,
    later_than_before,
    now,
)
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.models import Period

_S = TypeVar("_S", When, Phrase)
_A_YEAR = range(360, 370)
_APPOSED = 4
_PAIR = 2
_AT_HAND = 4
_BASE = 30
_BEFORE_IT = re.compile(r"\s(?:before|previously|beforehand)\s*(?:[.,;)]|$)", re.IGNORECASE)
_HAD = re.compile(r"\W{1,3}(?:\w+\s+){1,3}had\b")
_PREVIOUS_IN = re.compile(r"\b(?:previous|preceding|before|earlier|prior)\b", re.IGNORECASE)
_PREVIOUS = re.compile(
    r"(?:the\s+)?(?:previous|preceding|prior|year\s+before|year\s+earlier|earlier)\b", re.IGNORECASE
)
_POINTS = frozenset({"named", "last", "this", "same", "previous"})
_ENDS = frozenset({"named", "last", "this", "previous"})
_FROM = re.compile(
    r"\b(?:from|since|compared\s+(?:with|to)|than(?:\s+(?:that|those|the\s+\w+))?(?:\s+(?:in|for|of))?"
    r"|against|on|between)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def resolved(when: When, memory: Memory, reference: Period | None = None) -> Period | None:
    """The period that words of time mean; ``reference`` is what "the year before" is before."""
    newest = memory.about.newest
    if when.how in {"named", "since"}:
        return memory.dated(when)
    if when.how in {"last", "this"}:
        return newest
    if when.how in {"previous", "step"}:
        base = reference or memory.reference or newest
        return None if base is None else shifted(base, -(when.years or 1))
    if when.how == "same":
        return reference or newest
    return None


def year_of(phrase: Phrase, scene: Scene) -> Years:
    """The period of a number that stands alone, or of the later of two."""
    told = [one for one in scene.whens if _points_at(one, phrase, scene)]
    points = own_only(told, phrase, scene)
    later = later_than_before(phrase, scene) or _in_turn(phrase, scene)
    if later is not None:
        return later
    own = label_of(phrase, scene)
    found = nearest_when(
        phrase,
        scene,
        [one for one in points if not _anothers(one, phrase, scene)] if own is None else [own],
    )
    if found is None:
        return above_row(phrase, scene) or now(phrase, scene) or _carried(scene.memory)
    when = found[0]
    if when.how == "last" and (later := after_the_year_told(when.text, scene)) is not None:
        return later
    period = resolved(when, scene.memory, _named_with(when, points, scene))
    if period is None:
        return _supposed(scene.memory)
    why = f"{label(period)}, said as \u201c{when.text}\u201d"
    return Years(period, when.how in {"named", "previous"} and when.certain, why)


_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|,?\s*and|/)\s*(?:in\s+)?", re.IGNORECASE)


def _in_turn(phrase: Phrase, scene: Scene) -> Years | None:
    """The year of a number in a list: "in 2016/17 and 2017/18 ... 568 and 767 respectively".

    Or below a heading of years: "2016/17 and 2017/18: Essex 568, 767; Kent 512, 703".
    """
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    named = [one for one in scene.whens if one.how == "named" and one.period is not None]
    if phrase not in counts or len(named) < _PAIR or not _listed(named, scene):
        return None
    respectively = _RESPECTIVELY.search(scene.sentence.text) and len(named) == len(counts)
    # "In 2016/17 and 2017/18 there were 568 and 767": both in the same order.
    paired = len(named) == len(counts) == _PAIR and _listed(counts, scene)
    if not respectively and not paired and not _headed(named, counts, scene):
        return None
    when = named[counts.index(phrase) % len(named)]
    return Years(when.period, when.certain, f"said in turn as \u201c{when.text}\u201d")


def _listed(told: Sequence[_S], scene: Scene) -> bool:
    return all(_AND.fullmatch(scene.text[a.end : b.start]) for a, b in pairwise(told))


def _headed(named: Sequence[When], counts: Sequence[Phrase], scene: Scene) -> bool:
    """Whether years stand before a colon, and then as many counts for each area in turn."""
    size = len(named)
    if len(counts) % size or named[-1].end > counts[0].start:
        return False
    groups = [counts[at : at + size] for at in range(0, len(counts), size)]
    colon = ":" in scene.text[named[-1].end : counts[0].start]
    parted = all(not _listed([a[-1], b[0]], scene) for a, b in pairwise(groups))
    return colon and parted and all(_listed(one, scene) for one in groups)


def _points_at(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether words of time may be those of a number: "since 2013, when it was 59" too."""
    if when.how == "since" and when.period is not None:
        return when.end <= phrase.start and when_cost(phrase, when, scene) < STRONG
    if when.how == "step":
        # "On the previous 12 months, when there were 18,522".
        return bool(_PREVIOUS_IN.search(when.text)) and (
            when.end <= phrase.start and when_cost(phrase, when, scene) < _AT_HAND
        )
    return when.how in _POINTS and when.first is None


def _named_with(when: When, points: Sequence[When], scene: Scene) -> Period | None:
    """What "the year before" is before: a year named in the sentence, else the newest."""
    others = _not_compared_with(when, points, scene)
    named = [one.period for one in others if one.how == "named" and one.period]
    years = [one for one in named if days(one) in _A_YEAR]
    return max(years) if years else None


def _not_compared_with(when: When, points: Sequence[When], scene: Scene) -> list[When]:
    """The other times of a sentence, but for the base of another comparison after one.

    "Up by a third on the previous year, and by 131 per cent on 2014/15": the year before the
    newest one, and not before 2014/15.
    """
    return [
        one
        for one in points
        if one is not when
        and (
            one.start < when.start
            or not _FROM.search(scene.text[max(when.end, one.start - _BASE) : one.start])
        )
    ]


def _same(scene: Scene) -> bool:
    """Whether a sentence speaks of the period before: "over the same period"."""
    return any(one.how == "same" for one in scene.whens)


def later_of(phrase: Phrase, scene: Scene, first: Phrase, earlier: Years) -> Years:
    """The period of the later of two numbers: "from 118 in 2016/17 to 200 a year later".

    Args:
        phrase: The later number.
        scene: Its sentence.
        first: The earlier number.
        earlier: The period of that.
    """
    told = scene.memory.told
    if told is not None and _same(scene):
        return Years(told.period, told.said, "the same period as before")
    following = following_of(phrase, scene, earlier)
    if following is not None:
        return following
    points = [
        one
        for one in scene.whens
        if one.how in _ENDS
        and one.first is None
        and (one.start >= phrase.end or one.end <= first.start)
        and not labels_another(one, phrase, scene)
        and resolved(one, scene.memory) != earlier.period
    ]
    found = nearest_when(phrase, scene, points)
    if found is None:
        return _supposed(scene.memory)
    period = resolved(found[0], scene.memory)
    if period is None or (earlier.period is not None and period.start <= earlier.period.start):
        return _supposed(scene.memory)
    why = f"{label(period)}, said as \u201c{found[0].text}\u201d"
    return Years(period, found[0].how == "named" and found[0].certain, why)


def earlier_of(phrase: Phrase, scene: Scene, years: Sequence[Period] = ()) -> Years:
    """The period of the earlier of two numbers: "up from 568 the year before".

    Args:
        phrase: The number.
        scene: Its sentence.
        years: The years for which the data hold it: where the words say none, and just one
            of them is earlier, it is meant.
    """
    found = _just_before(phrase, scene) or _earlier_of(phrase, scene)
    newest = scene.memory.about.newest
    before = [one for one in years if newest is not None and one.start < newest.start]
    if newest is not None and any(
        one.period.start > newest.start
        for one in scene.whens
        if one.period is not None and is_financial_year(one.period)
    ):
        # "Figures for 2018/19 show 767, up from 568": before a year that is not in the data.
        return found
    if found.said or len(before) != 1 or before[0] == found.period:
        return found
    return Years(before[0], said=False, why=f"{label(before[0])}, of which the number is")


def _just_before(phrase: Phrase, scene: Scene) -> Years | None:
    """The year before the one that is named: "rose to 767 in 2017/18, from 568 before"."""
    if _BEFORE_IT.match(scene.after(phrase)) is None:
        return None
    points = [one for one in scene.whens if one.how in _ENDS and one.first is None]
    last = _later_reference(None, points, scene)
    if last is None:
        return None
    return Years(shifted(last, -1), said=False, why=f"the year before {label(last)}")


def _earlier_of(phrase: Phrase, scene: Scene) -> Years:
    memory = scene.memory
    ends = [one for one in scene.whens if one.how in _ENDS and one.first is None]
    points = own_only(ends, phrase, scene)
    own = label_of(phrase, scene)
    found = nearest_when(
        phrase,
        scene,
        [one for one in points if not _anothers(one, phrase, scene)] if own is None else [own],
    )
    previous = [one for one in points if one.how == "previous"]
    if previous and (found is None or found[1] > STRONG):
        found = (previous[0], STRONG)
    later = _later_reference(found[0] if found else None, ends, scene)
    if found is not None and (found[1] <= STRONG or found[0].how in {"previous", "named"}):
        period = resolved(found[0], memory, later)
        if period is not None and (later is None or period.start < later.start):
            why = f"{label(period)}, said as \u201c{found[0].text}\u201d"
            return Years(period, found[0].certain, why)
    if found is not None and found[0].how == "named" and _is_its_own(found, phrase, scene):
        # "A total of 10 in 2013, against 99 in 2015": what is compared with may be the later one.
        period = resolved(found[0], memory)
        return Years(period, found[0].certain, f"said as \u201c{found[0].text}\u201d")
    if later is not None and found is not None and found[0].how == "named":
        # "Figures for 2018/19 show 767, up from 568": before the only year that is named.
        alone = resolved(found[0], memory)
        later = alone if alone is not None and alone.start > later.start else later
    told = memory.told
    if told is not None and told.earlier is not None and _same(scene):
        return Years(told.earlier, told.earlier_said, "the same period as before")
    relative = any(one.how in {"step", "previous", "span"} for one in scene.whens)
    fits = told is not None and (later is None or later == told.period) and not relative
    if fits and told is not None and told.earlier is not None:
        why = f"{label(told.earlier)}, with which the text compares"
        return Years(told.earlier, said=False, why=why)
    if later is None:
        return Years(None, said=False, why="")
    back, said = step_back(scene)
    supposed = shifted(later, -back)
    before = "the year before" if back == 1 else f"{back} years before"
    return Years(supposed, said, f"{label(supposed)}, {before} {label(later)}")


def _is_its_own(found: tuple[When, int], phrase: Phrase, scene: Scene) -> bool:
    """Whether a year near a number is not that of the one before: "to 767 in 2017/18, from 568"."""
    when, cost = found
    between = when.end <= phrase.start and any(
        one.end <= when.start for one in scene.phrases if one.shape is Shape.COUNT
    )
    return cost <= STRONG and not between


def _later_reference(chosen: When | None, points: Sequence[When], scene: Scene) -> Period | None:
    memory = scene.memory
    others = points if chosen is None else _not_compared_with(chosen, points, scene)
    named = [one.period for one in others if one.how == "named" and one.period is not None]
    if named:
        return max(named)
    above = memory.above
    if above is not None and len(above.whens) == 1 and above.whens[0].first is None:
        return above.whens[0].period
    newest = memory.about.newest
    if newest and memory.published and any(one.how == "this" for one in points):
        # "767 this year, up from 568 last year": last year is the one that is over.
        return shifted(newest, 1)
    previous = chosen is not None and chosen.how == "previous"
    return (memory.reference if previous else None) or memory.about.newest


# "Its biggest rise in five years" ranks five years, and compares with the last one.
_RANKED_IN = re.compile(
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


def _anothers(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether a year stands so near to another number that it is that one's."""
    if labels_another(when, phrase, scene) or told_against(when, phrase, scene):
        return True
    own = when_cost(phrase, when, scene)
    # A year that opens the clause is that of all its numbers.
    others = [
        when_cost(one, when, scene)
        for one in scene.phrases
        if one is not phrase and one.end <= when.start
    ]
    least = min(others, default=own)
    return least <= STRONG and least < own and own > STRONG


def _carried(memory: Memory) -> Years:
    """The year that the paragraph speaks of, or the newest of the article."""
    last = memory.last
    newest_told = memory.about.newest in {one.years.period for one in memory.sentence_before}
    if last is not None and last.years.said and last.role.end != "earlier" and not newest_told:
        period = last.years.period
        if period is not None and period != memory.about.newest:
            why = f"{label(period)}, which the paragraph speaks of"
            return Years(period, said=False, why=why)
    return _supposed(memory)


def _supposed(memory: Memory) -> Years:
    newest = memory.about.newest
    why = "" if newest is None else f"{label(newest)}, {memory.about.newest_why}"
    return Years(newest, said=False, why=why)


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
    if _same(scene) and scene.memory.told is not None:
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
    if newest is not None and year.start < newest.start and (previous or _FROM.search(before)):
        return _between(year, newest, f"{label(year)} is compared with {label(newest)}")
    back, said = step_back(scene)
    earlier = shifted(year, -back)
    why = f"{label(earlier)} to {label(year)}"
    return Years(year, said=True, why=why, earlier=earlier, earlier_said=said)


def _between(earlier: Period, later: Period, why: str) -> Years:
    return Years(later, said=True, why=why, earlier=earlier, earlier_said=True)


def _years_named(scene: Scene) -> list[Period]:
    found = [scene.memory.dated(one) for one in scene.whens if one.how == "named"]
    years = [one for one in found if one is not None]
    financial = [one for one in years if is_financial_year(one)]
    return list(dict.fromkeys(financial or [one for one in years if days(one) in _A_YEAR]))


__all__ = ["earlier_of", "following_of", "later_of", "pair_of", "resolved", "step_back", "year_of"]
