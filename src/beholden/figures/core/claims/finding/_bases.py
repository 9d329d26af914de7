"""What a change is told against, where no words of its sentence say it.

"In 2013/14 it was 250. By 2017/18 that had risen to 767, up 207 per cent": the count before.
"Rose by 24 per cent in 2014/15 and 35 per cent in 2015/16": each the year before its own.
"""

from __future__ import annotations

import re

from beholden.figures.core._calendar import is_financial_year
from beholden.figures.core.claims.finding._draft import Draft, Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._work import Work
from beholden.figures.core.claims.finding._years import resolved
from beholden.figures.core.claims.models import Measure, Phrase, Shape

_THAT_ROSE = re.compile(
    r"\b(?:that|this|it|which|the\s+(?:figure|number|total|count|tally)|numbers|offences)\s+"
    r"(?:(?:has|had|have|then|since|later|now|already|almost|nearly|steadily|sharply)\s+){0,4}"
    r"(?:ris|ros|grow|grew|climb|jump|soar|surg|leap|rocket|shot|gone|went|increas|fall|fell|drop"
    r"|declin|decreas|plung|tumbl|slip)",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(r"\s+(?:(?:rise|increase|fall|drop)\s+)?(?:in|for|during)\s+(?:the\s+)?")
_ON_YEAR = re.compile(
    r"\s+(?:(?:more|higher|up|fewer|lower|down|above|below)\s+)?(?:on|than(?:\s+in)?|compared\s+(?:with|to)"
    r"|since)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_TIMES_THAT = re.compile(
    r"\s+(?:(?:the|that|its|as\s+many\s+as|what\s+it\s+was)\s+)?(?:(?:number|total|figure|level|tally|recorded|told)\s+){0,2}"
    r"(?:in|of|for)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_HIGHER = re.compile(r"\s+(?:(?:more|higher|up|fewer|lower|down)\s+)?", re.IGNORECASE)
_PAIR = 2
_THE_RISE = re.compile(r"\W*(?:the|this|that|such\s+an?)\s+$", re.IGNORECASE)
_THE_RISE_OF = re.compile(
    r"\W*(?:the|this|that)\s+(?:rise|increase|jump|surge|leap|growth|fall|drop|decrease|decline)\s+of\s+$",
    re.IGNORECASE,
)
_COMES = re.compile(r"\s+(?:came|comes|coincide[sd]|contrast(?:s|ed))\b", re.IGNORECASE)
_CAME_AS = re.compile(
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
    and 207 per cent on 2013/14".
    """
    if work.role.measure is not Measure.CHANGE:
        return None
    percents = [one for one in work.scene.phrases if one.shape in {Shape.PERCENT, Shape.MULTIPLE}]
    found = {one.start: years for one in percents if (years := _behind(one, work.scene))}
    return found.get(work.phrase.start) if len(found) >= _PAIR else None


def _behind(phrase: Phrase, scene: Scene) -> Years | None:
    when = next((one for one in scene.whens if one.start >= phrase.end), None)
    newest = scene.memory.about.newest
    if when is None or when.how not in {"named", "previous", "step"}:
        return None
    between = scene.text[phrase.end : when.start]
    period = resolved(when, scene.memory, newest)
    if period is None or not is_financial_year(period):
        return None
    why = f"said as \u201c{when.text}\u201d"
    if _IN_YEAR.fullmatch(between) and when.how == "named" and phrase.shape is Shape.PERCENT:
        return Years(period, said=True, why=why, earlier=shifted(period, -1), earlier_said=True)
    if phrase.shape is Shape.MULTIPLE:
        on = _TIMES_THAT.fullmatch(between) is not None
    else:
        # "On the previous year" is all one time.
        step = when.how == "step" and _HIGHER.fullmatch(between) is not None
        on = step or _ON_YEAR.fullmatch(between) is not None
    if on and newest is not None and period < newest:
        return Years(newest, said=False, why=why, earlier=period, earlier_said=True)
    return None


def told_before(phrase: Phrase, scene: Scene) -> bool:
    """Whether a sentence opens with a change told before: "The 14 per cent rise came as the UK"."""
    before, after = scene.before(phrase), scene.after(phrase)
    opens = _THE_RISE.fullmatch(before) is not None and _CAME_AS.match(after) is not None
    return opens or bool(_THE_RISE_OF.fullmatch(before) and _COMES.match(after))


__all__ = ["risen_from", "told_before", "year_of_its_own"]
