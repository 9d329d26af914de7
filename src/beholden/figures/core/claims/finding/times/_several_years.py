"""Years told one by one or pointed at, whose counts are taken together.

"Across 2016/17 and 2017/18", "the total for the two years", "in those years": the number
is the sum of the counts of these years.

    listed_years(phrase, scene).earlier  # 2016/17
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from beholden.figures.core._calendar import kind, label
from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.models import Measure, Phrase, Shape
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.models import Period

_JOINED = lazily(r"\s?(?:,|,?\s?(?:and|plus)|&|\+)\s(?:in\s)?(?:the\s)?", re.IGNORECASE)
_EACH = lazily(r"\b(?:each|both|either)\b", re.IGNORECASE)
_RESPECTIVELY = lazily(r"\brespectively\b", re.IGNORECASE)
_TOGETHER = lazily(
    r"\b(?:combined|together|altogether|in\s(?:total|all)|(?:a|the)\s(?:\w+\s)?total\sof|totall?(?:ed|ing))\b",
    re.IGNORECASE,
)
_TOTAL_OF = lazily(
    r"\b(?:(?:a|the)\s(?:\w+\s)?total\s(?:of|for|being)|totall?ing|adding\sup\sto|making|in\sall|altogether"
    r"|combined|together)\b[^;:\d]{0,30}[\d,]+$",
    re.IGNORECASE,
)
_IN_ALL = lazily(
    r"\s(?:\w+\s)?(?:in\s(?:all|total)|altogether|combined|together|taken\stogether|overall)\b",
    re.IGNORECASE,
)
_MANY = rf"(?P<many>{words_of(2, 7)})"
_TOTAL_FOR = lazily(
    r"\b(?:totals?|sum|tally|overall\sfigure|combined\sfigure|grand\stotal)\s(?:for|over|across|of|in|from|during)\s"
    rf"(?:(?:the|those|these|both|all)\s)?(?:full\s|past\s|last\s)?{_MANY}\s(?:\w+\s)?years\b",
    re.IGNORECASE,
)
# "Takes the number over two years to more than 41,000".
_TAKES_TO = lazily(
    r"\b(?:tak(?:es|ing)|took|br(?:ings|inging|ought))\s(?:the|its|their)\s(?:number|total|figure|count|tally)\s"
    rf"(?:for|over|across|in)\s(?:(?:the|those|these|both|past|last)\s){{0,2}}{_MANY}\syears\sto\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_OVER_THE = lazily(
    rf"\b(?:over|across|in|during|for)\s(?:the|those|these|both)\s{_MANY}\s(?:\w+\s)?years\b"
    r"(?!\s(?:to|until|ending|before|since|up)\b)",
    re.IGNORECASE,
)
_ADD_UP = lazily(
    rf"\b(?:add|adding|put|putting|take|taking)\s(?:the|those|these|both)\s(?:{_MANY}\s)?years\s(?:together|up)\b",
    re.IGNORECASE,
)
_THOSE = lazily(
    r"\b(?:in|over|during|across|throughout)\s(?:all\s)?(?:those|these)\syears\b", re.IGNORECASE
)
_SAME = lazily(
    r"\b(?:in|over|during|across|throughout)\s(?:exactly\s)?the\ssame\s(?:[\w-]+\s)?(?:years|period|time|timeframe|span)\b",
    re.IGNORECASE,
)
_PARTED = lazily(r"[,;:]|\b(?:total|sum|tally|figure)", re.IGNORECASE)
_AVERAGE = lazily(r"\baverage|\bmean\b", re.IGNORECASE)
_THAN = lazily(r"\b(?:than|on|from)\s(?:in\s)?$", re.IGNORECASE)
_LIST = 2
_REACH = 90


def listed_years(phrase: Phrase, scene: Scene) -> Years | None:
    """The years that a sentence lists for its only count: "in 2016/17 and 2017/18"."""
    named = [one for one in scene.whens if one.how == "named" and _a_year(one)]
    run = [one for one in named if one.start >= phrase.end] or named
    if len(run) < _LIST or not all(
        _JOINED.fullmatch(scene.text[a.end : b.start]) for a, b in pairwise(run)
    ):
        return None
    if phrase.end <= run[0].start and _THAN.search(scene.text[phrase.end : run[0].start]):
        # "562 last year, 17 per cent more than in 2021 and 2022".
        return None
    text = scene.sentence.text
    others = [one for one in scene.phrases if one.shape is Shape.COUNT and one is not phrase]
    if phrase.end <= run[0].start:
        # "1,335 in 2016/17 and 2017/18, 767 of them in the second": what follows is another's.
        others = [one for one in others if one.start < run[0].start]
    if _EACH.search(text) and not others and not _RESPECTIVELY.search(text):
        return Years(None, said=True, why="said of each of several years")
    if others and not _together(phrase, run, scene):
        return None
    return _from_to([one.period for one in run if one.period is not None], scene, run)


def _a_year(when: When) -> bool:
    period = when.period
    return period is not None and when.first is None and kind(period) in {"financial", "calendar"}


def _together(phrase: Phrase, run: list[When], scene: Scene) -> bool:
    """Whether "combined" or "a total of" stands by the number or by its years."""
    return bool(
        _TOGETHER.search(scene.text[max(scene.sentence.start, phrase.start - 20) : phrase.end])
        or _TOGETHER.match(scene.text[run[-1].end :].lstrip()[:20])
    )


def _from_to(periods: list[Period], scene: Scene, run: list[When]) -> Years | None:
    periods = sorted(periods)
    if any(shifted(one, 1) != other for one, other in pairwise(periods)):
        return None
    words = scene.text[run[0].start : run[-1].end]
    why = f"the years together, said as \u201c{words}\u201d"
    return Years(periods[-1], said=True, why=why, earlier=periods[0], earlier_said=True)


def years_told(phrase: Phrase, scene: Scene, before: Sequence[Draft]) -> Years | None:
    """The years whose counts were told one by one: "568 in 2016 and 767 in 2017, 1,335 in all".

    Args:
        phrase: The number behind them.
        scene: Their sentence.
        before: The counts that its sentence told before.
    """
    if len(before) < _LIST:
        return None
    lead = scene.text[before[-1].phrase.end : phrase.end]
    if not _TOTAL_OF.search(lead) and not _IN_ALL.match(scene.after(phrase)):
        return None
    told = [one.years.period for one in before if one.years.said and one.years.period is not None]
    subjects = {one.who.subject for one in before}
    if len(told) != len(before) or len(set(told)) != len(told) or len(subjects) != 1:
        return None
    first, last = min(told), max(told)
    if shifted(first, len(told) - 1) != last:
        return None
    why = "the years together whose counts were told before"
    return Years(last, said=True, why=why, earlier=first, earlier_said=True)


def taken_to(phrase: Phrase, scene: Scene) -> Years | None:
    """The years whose total is taken to a number: "takes the number over two years to 41,246"."""
    found = _TAKES_TO.search(scene.before(phrase))
    return None if found is None else _of_many(number_said(found["many"]), scene, found[0].strip())


def those_years(phrase: Phrase, scene: Scene) -> Years | None:
    """The years that a total points back at: "the total for the two years", "in those years"."""
    before, after = scene.before(phrase)[-_REACH:], scene.after(phrase)[:_REACH].split(",")[0]
    if _AVERAGE.search(f"{before[-40:]}{phrase.text}"):
        return None
    start, end = phrase.start - len(before), phrase.end + len(after)
    last = scene.memory.last
    # "Over the same period" as those of a total before it.
    same = (_SAME,) if last is not None and last.measure is Measure.SUM else ()
    for pattern in (_TOTAL_FOR, _OVER_THE, _ADD_UP, _THOSE, *same):
        for found in pattern.finditer(scene.text, start, end):
            if _belongs(found, phrase, scene):
                return _pointed(found, scene)
    return None


def _belongs(found: re.Match[str], phrase: Phrase, scene: Scene) -> bool:
    """Whether neither a number nor a year stands between such words and a number."""
    first, last = min(found.end(), phrase.end), max(found.start(), phrase.start)
    numbers = (one.start for one in scene.phrases if one.shape is Shape.COUNT)
    years = (one.start for one in scene.whens if one.how == "named")
    others = [one for one in scene.phrases if one.shape is Shape.COUNT and one.end <= found.start()]
    if others and found.end() <= phrase.start and "many" in found.groupdict():
        # "41,246 were recorded in the two years, 26,070 of them": of the number before.
        between = scene.text[others[-1].end : found.start()]
        if not _PARTED.search(f"{between}{found[0]}"):
            return False
    return not any(first <= start < last for start in (*numbers, *years))


def _pointed(found: re.Match[str], scene: Scene) -> Years | None:
    many = found.groupdict().get("many")
    if many:
        return _of_many(number_said(many), scene, found[0])
    span = scene.memory.span or scene.memory.told
    if span is None:
        return None
    why = f"the years together, said as \u201c{found[0]}\u201d"
    return Years(span.period, said=True, why=why, earlier=span.earlier, earlier_said=True)


def _of_many(count: int, scene: Scene, words: str) -> Years | None:
    """So many years: those compared just before, or those up to the newest."""
    why = f"the years together, said as \u201c{words}\u201d"
    for told in (scene.memory.told, scene.memory.span):
        if told is None or told.period is None or told.earlier is None:
            continue
        if shifted(told.earlier, count - 1) == told.period:
            return Years(told.period, told.said, why, earlier=told.earlier, earlier_said=told.said)
    newest = scene.memory.about.newest
    if newest is None:
        return None
    first = shifted(newest, 1 - count)
    return Years(newest, said=False, why=f"{why}, {label(first)} on", earlier=first)


__all__ = ["listed_years", "taken_to", "those_years", "years_told"]
