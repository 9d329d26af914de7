"""The periods of two counts that are compared: "up from 568 the year before to 767".

earlier_of(phrase, scene).period  # 2016/17 of "568 the year before"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core._calendar import is_financial_year, label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._attach import STRONG, nearest_when
from beholden.figures.core.claims.finding._draft import Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding.times._owned import label_of, labels_another, own_only
from beholden.figures.core.claims.finding.times._parts_of_years import as_long
from beholden.figures.core.claims.finding.times._told_base import told_base
from beholden.figures.core.claims.finding.times._year_pairs import pair_of, same_period, step_back
from beholden.figures.core.claims.finding.times._years import (
    anothers,
    newest_supposed,
    not_compared_with,
    resolved,
)
from beholden.figures.core.claims.finding.times._years_after import (
    following_of,
)
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.models import Period

_BEFORE_IT = lazily(r"\s(?:before|previously|beforehand)\s*(?:[.,;)]|$)", re.IGNORECASE)
_PAIR = 2
_ENDS = frozenset({"named", "last", "this", "previous"})


def later_of(phrase: Phrase, scene: Scene, first: Phrase, earlier: Years) -> Years:
    """The period of the later of two numbers: "from 118 in 2016/17 to 200 a year later".

    Args:
        phrase: The later number.
        scene: Its sentence.
        first: The earlier number.
        earlier: The period of that.
    """
    told = scene.memory.told
    if told is not None and same_period(scene):
        return Years(told.period, told.said, "the same period as before")
    following = following_of(phrase, scene, earlier)
    if following is not None:
        return following
    span = _of_span(scene)
    if span is not None and span.earlier == earlier.period:
        return Years(span.period, said=True, why=span.why)
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
        above = _dated_above(scene)
        return newest_supposed(scene.memory) if above is None else _said_above(above)
    period = resolved(found[0], scene.memory)
    if period is None or (earlier.period is not None and period.start <= earlier.period.start):
        return newest_supposed(scene.memory)
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
    span = _of_span(scene)
    if span is not None:
        return Years(span.earlier, said=True, why=span.why)
    found = _of_base(phrase, scene) or _just_before(phrase, scene) or _earlier_of(phrase, scene)
    newest = scene.memory.about.newest
    before = [one for one in years if newest is not None and one.start < newest.start]
    if newest is not None and any(
        one.period.start > newest.start
        for one in scene.whens
        if one.period is not None and is_financial_year(one.period)
    ):
        # "Figures for 2018/19 show 767, up from 568": before a year that is not in the data.
        return found
    if found.said or len(before) != 1 or before[0] == found.period or _dated_above(scene):
        return found
    return Years(before[0], said=False, why=f"{label(before[0])}, of which the number is")


def _said_above(when: When) -> Years:
    return Years(when.period, said=True, why=f"said above the list as \u201c{when.text}\u201d")


def _dated_above(scene: Scene) -> When | None:
    """The one year that the heading of a list names, where its row says none."""
    above = scene.memory.above
    if above is None or scene.whens or len(above.whens) != 1:
        return None
    (when,) = above.whens
    return when if when.how == "named" and when.first is None else None


def _just_before(phrase: Phrase, scene: Scene) -> Years | None:
    """The year before the one that is named: "rose to 767 in 2017/18, from 568 before"."""
    if _BEFORE_IT.match(scene.after(phrase)) is None:
        return None
    points = [one for one in scene.whens if one.how in _ENDS and one.first is None]
    last = _later_reference(None, points, scene)
    if last is None:
        return None
    return Years(shifted(last, -1), said=False, why=f"the year before {label(last)}")


def _of_span(scene: Scene) -> Years | None:
    """The two years of "from 2017 to 2023, from 52 to 71", where a sentence says no others."""
    named = [one for one in scene.whens if one.how == "named"]
    spans = [one for one in scene.whens if one.first is not None and one.last is not None]
    if len(spans) != 1 or any(one is not spans[0] for one in named):
        return None
    pair = [one for one in scene.phrases if one.shape is Shape.COUNT]
    return pair_of(scene) if len(pair) == _PAIR else None


def _of_base(phrase: Phrase, scene: Scene) -> Years | None:
    """The year that is compared with and has the number: "on the previous year's 568"."""
    base = told_base(phrase, scene)
    if base is None:
        return None
    ends = [one for one in scene.whens if one.how in _ENDS and one.first is None]
    later = as_long(base, scene) or _later_reference(base, ends, scene)
    period = resolved(base, scene.memory, later)
    named = base.how in {"named", "since"}
    if period is None or (later is not None and period.start >= later.start and not named):
        return None
    return Years(period, base.certain, f"{label(period)}, said as \u201c{base.text}\u201d")


def _earlier_of(phrase: Phrase, scene: Scene) -> Years:
    memory = scene.memory
    ends = [one for one in scene.whens if one.how in _ENDS and one.first is None]
    points = own_only(ends, phrase, scene)
    own = label_of(phrase, scene)
    found = nearest_when(
        phrase,
        scene,
        [one for one in points if not anothers(one, phrase, scene)] if own is None else [own],
    )
    previous = [one for one in points if one.how == "previous"]
    if previous and (found is None or found[1] > STRONG):
        found = (previous[0], STRONG)
    later = _later_reference(found[0] if found else None, ends, scene)
    if found is not None:
        later = as_long(found[0], scene) or later
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
    return _as_compared(later, scene)


def _as_compared(later: Period | None, scene: Scene) -> Years:
    """The year that a sentence, or the text before it, compares with; else the one before."""
    told = scene.memory.told
    if told is not None and told.earlier is not None and same_period(scene):
        return Years(told.earlier, told.earlier_said, "the same period as before")
    begun = _begun(later, scene)
    if begun is not None:
        return begun
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


def _begun(later: Period | None, scene: Scene) -> Years | None:
    """Since when it is told to have risen: "doubled since 2012/13: from 7,956 it went up"."""
    since = [one for one in scene.whens if one.how == "since" and one.period is not None]
    relative = any(one.how in {"step", "previous", "span"} for one in scene.whens)
    begun = since[0].period if len(since) == 1 and not relative else None
    if begun is None or later is None or begun.start >= later.start:
        return None
    return Years(begun, said=True, why=f"{label(begun)}, said as \u201c{since[0].text}\u201d")


def _is_its_own(found: tuple[When, int], phrase: Phrase, scene: Scene) -> bool:
    """Whether a year near a number is not that of the one before: "to 767 in 2017/18, from 568"."""
    when, cost = found
    if _RISEN_FROM.fullmatch(scene.text[when.end : max(when.end, phrase.start)]):
        # "Rose by 10 per cent in 2017/18, from 3,304 to 3,624": the year that it rose in.
        return False
    between = when.end <= phrase.start and any(
        one.end <= when.start for one in scene.phrases if one.shape is Shape.COUNT
    )
    return cost <= STRONG and not between


_RISEN_FROM = lazily(
    r",?\s(?:(?:up|down|rising|increasing|climbing|jumping|falling|dropping)\s)?from\s(?:\w+\s){0,2}",
    re.IGNORECASE,
)
_RISE_ON = lazily(
    r"\b(?:increase|rise|jump|growth|surge|fall|drop|decrease|up|down)\s(?:on|from|since)\s(?:the\s)?$",
    re.IGNORECASE,
)


def _is_base(when: When, scene: Scene) -> bool:
    """Whether a change is told against a year, which is then not the later one of two counts.

    "A 33 per cent increase on 2014/15, with the figure rising from 398 to 584 in Kent".
    """
    newest, before = scene.memory.about.newest, scene.text[scene.sentence.start : when.start]
    older = newest is not None and when.period is not None and when.period.start < newest.start
    return older and _RISE_ON.search(before) is not None


def _later_reference(chosen: When | None, points: Sequence[When], scene: Scene) -> Period | None:
    memory = scene.memory
    others = points if chosen is None else not_compared_with(chosen, points, scene)
    named = [
        one.period
        for one in others
        if one.how == "named" and one.period is not None and not _is_base(one, scene)
    ]
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


__all__ = ["earlier_of", "later_of"]
