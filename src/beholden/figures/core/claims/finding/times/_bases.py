"""What a change is told against, where no words of its sentence say it.

"In 2013/14 it was 250. By 2017/18 that had risen to 767, up 207 per cent": the count before.
"Rose by 24 per cent in 2014/15 and 35 per cent in 2015/16": each the year before its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from beholden.figures.core._calendar import kind
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._work import Work
from beholden.figures.core.claims.finding.times._years import resolved
from beholden.figures.core.claims.models import Measure, Phrase, Shape

_THAT_ROSE = lazily(
    r"\b(?:that|this|it|which|the\s+(?:figure|number|total|count|tally)|numbers|offences)\s+"
    r"(?:(?:has|had|have|then|since|later|now|already|almost|nearly|steadily|sharply)\s+){0,4}"
    r"(?:ris|ros|grow|grew|climb|jump|soar|surg|leap|rocket|shot|gone|went|increas|fall|fell|drop"
    r"|declin|decreas|plung|tumbl|slip)",
    re.IGNORECASE,
)
_IN_YEAR = lazily(r"\s+(?:(?:rise|increase|fall|drop)\s+)?(?:in|for|during)\s+(?:the\s+)?")
_IN_ITS_YEAR = lazily(r"\s+in\s+(?:the\s+)?\d", re.IGNORECASE)
_ON_YEAR = lazily(
    r"\s+(?:(?:more|higher|up|fewer|lower|down|above|below)\s+)?(?:on|than(?:\s+in)?|compared\s+(?:with|to)"
    r"|since)\s+(?:the\s+)?",
    re.IGNORECASE,
)
# "5 per cent more than the 651 in 2019/20", "double the 250 of 2013/14", "double the total in".
_ON_COUNT = lazily(
    r"\s+(?:(?:more|higher|up|fewer|lower|down|above|below)\s+)?"
    r"(?:(?:on|than|compared\s+(?:with|to)|against|from)\s+)?(?:the|its|their)\s+"
    r"(?:[\d,]{1,9}|total|number|figure|count|tally|level)\s+(?:\w+\s+){0,3}?(?:in|of|for|during|from)\s+"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
_HIGHER = lazily(r"\s+(?:(?:more|higher|up|fewer|lower|down)\s+)?", re.IGNORECASE)
_PAIR = 2
_COMPARING = frozenset({Measure.CHANGE, Measure.MULTIPLE})
_THE_RISE = lazily(r"\W*(?:the|this|that|such\s+an?)\s+$", re.IGNORECASE)
_THE_RISE_OF = lazily(
    r"\W*(?:the|this|that)\s+(?:rise|increase|jump|surge|leap|growth|fall|drop|decrease|decline)\s+of\s+$",
    re.IGNORECASE,
)
_COMES = lazily(r"\s+(?:came|comes|coincide[sd]|contrast(?:s|ed))\b", re.IGNORECASE)
_CAME_AS = lazily(
    r"[\s-]+(?:\w+\s+)?(?:rise|increase|jump|surge|leap|growth|fall|drop|decrease|decline)\s+"
    r"(?:came|comes|coincide[sd]|followed|follows|mirror(?:s|ed)|reflect(?:s|ed)|contrast(?:s|ed)"
    r"|compare[sd]|outstrip(?:s|ped)|outpace[sd]|exceed(?:s|ed)|bucks|bucked|echoe[sd]|match(?:es|ed)"
    r"|(?:is|was)\s+(?:\w+\s+){0,2}(?:than|above|below|in\s+line|against))\b",
    re.IGNORECASE,
)


def risen_from(later: Draft, work: Work) -> Draft | None:
    """The count of the sentence before that "had risen to" the later one of this."""
    scene = work.scene
    last = scene.memory.last
    if last is None or last.measure is not Measure.COUNT or later.role.end != "later":
        return None
    here, there = later.years.period, last.years.period
    alike = (last.who.subject, last.what.series) == (later.who.subject, later.what.series)
    if not alike or here is None or there is None or there >= here:
        return None
    timed = any(one.how in {"step", "previous", "span", "since"} for one in scene.whens)
    return last if not timed and _THAT_ROSE.search(scene.before(later.phrase)) else None


def year_of_its_own(work: Work) -> Years | None:
    """The years right behind a percentage, where each of several has its own.

    "24 per cent in 2014/15 and 35 per cent in 2015/16", "up 35 per cent on the previous year
    and 207 per cent on 2013/14", "up 35 per cent on 2016/17 and more than double the total in
    2013/14".
    """
    if work.role.measure not in _COMPARING:
        return None
    changes = [one for one in work.scene.phrases if one.shape in {Shape.PERCENT, Shape.MULTIPLE}]
    found = {one.start: years for one in changes if (years := _behind(one, work.scene))}
    # "Increased by a third in 2013/14": on the year before, where no other time is told.
    alone = len(work.scene.whens) == 1 and _IN_ITS_YEAR.match(work.after) is not None
    return found.get(work.phrase.start) if len(found) >= _PAIR or alone else None


def _behind(phrase: Phrase, scene: Scene) -> Years | None:
    when = next((one for one in scene.whens if one.start >= phrase.end), None)
    newest = scene.memory.about.newest
    if when is None or when.how not in {"named", "previous", "step"}:
        return None
    between = scene.text[phrase.end : when.start]
    period = resolved(when, scene.memory, newest)
    if period is None or kind(period) not in {"financial", "calendar"}:
        return None
    why = f"said as \u201c{when.text}\u201d"
    if _IN_YEAR.fullmatch(between) and when.how == "named" and phrase.shape is Shape.PERCENT:
        return Years(period, said=True, why=why, earlier=shifted(period, -1), earlier_said=True)
    # "On the previous year" is all one time.
    said = _ON_YEAR.fullmatch(between) or _ON_COUNT.fullmatch(between)
    on = said or (when.how == "step" and _HIGHER.fullmatch(between))
    if on and newest is not None and period < newest:
        return Years(newest, said=False, why=why, earlier=period, earlier_said=True)
    return None


def own_pair(same: Sequence[Draft], work: Work) -> list[Draft] | None:
    """The two counts of a change, where each of several has its own.

    "From 163 to 203, or 25 per cent, and by 21 per cent, from 121 to 146".
    """
    phrase = work.phrase
    pairs = [
        two for two in pairwise(same) if (two[0].role.end, two[1].role.end) == ("earlier", "later")
    ]
    if len(pairs) < _PAIR:
        return None
    before = [two for two in pairs if two[1].phrase.end <= phrase.start]
    if not before:
        return None
    one, other = before[-1]
    between = any(
        other.phrase.end <= each.start < phrase.start
        for each in work.scene.phrases
        if each.shape is Shape.PERCENT
    )
    return None if between else [one, other]


def told_before(phrase: Phrase, scene: Scene) -> bool:
    """Whether a sentence opens with a change told before: "The 14 per cent rise came as the UK"."""
    before, after = scene.before(phrase), scene.after(phrase)
    opens = _THE_RISE.fullmatch(before) is not None and _CAME_AS.match(after) is not None
    return opens or bool(_THE_RISE_OF.fullmatch(before) and _COMES.match(after))


__all__ = ["own_pair", "risen_from", "told_before", "year_of_its_own"]
