"""The two years of a change or a multiple, and the two counts where the article gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core._calendar import label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Who, Years, is_whole
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._work import Work, operand
from beholden.figures.core.claims.finding.related._own_clause import in_another_clause
from beholden.figures.core.claims.finding.related._own_pair import in_its_turn, with_own_base
from beholden.figures.core.claims.finding.times._bases import own_pair, risen_from, year_of_its_own
from beholden.figures.core.claims.finding.times._since_the_law import since_the_law
from beholden.figures.core.claims.finding.times._steps_told import ends_of_list, step_behind
from beholden.figures.core.claims.finding.times._year_pairs import pair_of, step_back
from beholden.figures.core.claims.finding.times._years import resolved
from beholden.figures.core.claims.models import Measure, Operand

Ends = tuple[Years, tuple[Operand, ...]]

_AS_IN = lazily(
    r"\s+(?:as\s+(?:many|much|high|large|big|often)|higher|more|greater|larger|bigger|the|that|those"
    r"|what)\b[^.;,\d]{0,50}\b(?:in|of|for|since|during)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AT_HAND = 40
_SO = lazily(
    r"[^.;]{0,40},?\s+(?:so|meaning|(?:which|that)\s+means|making)\b[^.;\d]{0,80}"
    # "Gone up by 122, or 54 per cent": the same rise twice.
    r"(?:\d[\d,]{0,8}(?:\s\w{1,12})?(?:,?\sor\s|\s\())?(?:\w{1,8}\s)?$",
    re.IGNORECASE,
)


def ends_of(work: Work, who: Who) -> Ends:
    """The two years, and those of the two counts that the article gives."""
    same = in_its_turn(
        work, [one for one in work.counted if one.who.subject.key == who.subject.key]
    )
    own = _own_time(work) or _of_another_year(work, same)
    if own is not None:
        return own, ()
    same = [
        one
        for one in same
        if not in_another_clause(work.phrase, one.phrase, work.scene) and not is_whole(one)
    ]
    same = with_own_base(work, same)
    same = own_pair(same, work) or same
    earlier, later = _compared(same, work)
    own = year_of_its_own(work)
    if own is not None:
        base = [one for one in same if one.years.period == own.earlier]
        return own, tuple(operand("earlier", one) for one in base[:1])
    if earlier is not None and later is not None:
        return _over_span(earlier, later, same, work) or _of_two(earlier, later)
    if earlier is not None and earlier.years.period is not None:
        years = _up_to_newest(earlier, work.scene)
        if years is not None:
            return years, (operand("earlier", earlier),)
    since = _from_count(work, same)
    if since is not None:
        return since
    said = (
        _table_pair(work.scene)
        or _as_in(work, same)
        or since_the_law(work.phrase, work.scene, who.subject, work.what.series)
        or pair_of(work.scene)
    )
    if (said is None or not said.said) and len(same) == 1:
        said = _to_count(same[0], work.scene) or said
    years = _same_span(said, work, who) or said or carried_pair(work, who)
    operands = tuple(
        operand("later" if one.years.period == years.period else "earlier", one)
        for one in same[:1]
        if one.years.period in {years.period, years.earlier} and one.years.period is not None
    )
    return years, operands


def _compared(same: Sequence[Draft], work: Work) -> tuple[Draft | None, Draft | None]:
    """The two counts that a change lies between, as far as the sentence and the one before tell."""
    base = _multiplied(same, work)
    if base is not None:
        same = [one for one in same if one is base or one.role.end != "earlier"]
    earlier, later = ends_of_list(same, work) or _two(same)
    if len(same) == 1 and _ON_THAT.match(work.after):
        earlier, later = same[0], None
    if earlier is None or later is None:
        by_multiple = work.role.measure is Measure.MULTIPLE
        before = _with_the_count_before if by_multiple else _risen_from_before
        earlier, later = before(same, work) or (earlier, later)
    if earlier is not None and _LATEST_ONE.search(work.before[-40:]):
        later = None
    elif earlier is not None and later is None:
        later = _told_just_before(earlier, work)
    if earlier is None and later is not None:
        earlier = risen_from(later, work)
    return earlier, later


_TIMES_THE = lazily(r"\s+(?:the|that\s+of)\s+(?:just\s+|only\s+)?$", re.IGNORECASE)


def _multiplied(same: Sequence[Draft], work: Work) -> Draft | None:
    """The count of which a multiple is told: "fewer than the 459, but three times the 118"."""
    if work.role.measure is not Measure.MULTIPLE:
        return None
    text, end = work.scene.text, work.phrase.end
    after = (one for one in same if one.role.end == "earlier" and one.phrase.start >= end)
    return next((one for one in after if _TIMES_THE.match(text[end : one.phrase.start])), None)


_LATEST_ONE = lazily(
    r"\bthe\s+(?:latest|newest|new)\s+(?:one|figure|total|number)\s+(?:is|was)\s+$", re.IGNORECASE
)
_LAST_OF = lazily(
    r"\bthe\s+(?:last|final)\s+of\s+(?:those|these|the)\s+(?:\w+\s+)?years\b", re.IGNORECASE
)
# "The year before there had been 568; this was a rise of 35 per cent on that".
_ON_THAT = lazily(
    r"(?:\s(?:increase|rise|jump|growth|surge|fall|drop|decrease|up|down|more|fewer|higher|lower)){0,1}"
    r"\s(?:on|from|over|than)\s(?:that|it)\b(?!\s\w+\s(?:year|in)\b)",
    re.IGNORECASE,
)
_YEAR_ALONE = lazily(
    r"\s(?:over|in|during|within)\s(?:just\s|only\s)?(?:the\s(?:past|last)|one|a\ssingle)\syear\b",
    re.IGNORECASE,
)


def _own_time(work: Work) -> Years | None:
    """A time of a change's own: "by a third over five years, and by 200 per cent in the past year".

    Also the first and the last of several years that were told before.
    """
    memory = work.scene.memory
    span, newest = memory.span or memory.told, memory.about.newest
    if span is not None and _LAST_OF.search(work.scene.sentence.text):
        return span
    step = step_behind(work)
    if step is not None:
        return step
    several = any(one.how == "span" and one.years > 1 for one in work.scene.whens)
    found = _YEAR_ALONE.match(work.after)
    if newest is None or found is None or not several:
        return None
    why = f"said as \u201c{found[0].strip()}\u201d"
    return Years(newest, said=False, why=why, earlier=shifted(newest, -1), earlier_said=True)


def _from_count(work: Work, same: Sequence[Draft]) -> Ends | None:
    """From a count just told to the newest: "the year before it was 363, so it has fallen by"."""
    named = {one.period for one in work.scene.whens if one.how == "named"}
    if len(same) != 1 or same[0].phrase.end > work.phrase.start or len(named) > 1:
        return None
    years = _up_to_newest(same[0], work.scene)
    between = work.scene.text[same[0].phrase.end : work.phrase.start]
    if years is None or not _SO.match(between) or same[0].role.end == "later":
        return None
    return years, (operand("earlier", same[0]),)


def carried_pair(work: Work, who: Who) -> Years:
    """The two years that the text compared last, or the newest and the one before."""
    memory = work.scene.memory
    pair = memory.pair(who.subject, work.what.series)
    if pair is not None:
        return msgspec.structs.replace(pair, said=False, earlier_said=False)
    newest = memory.about.newest
    if newest is None:
        return Years(None, said=False, why="")
    why = f"from the year before to {memory.about.newest_why}"
    return Years(newest, said=False, why=why, earlier=shifted(newest, -1))


def _of_two(earlier: Draft, later: Draft) -> Ends:
    years = Years(
        later.years.period,
        later.years.said,
        later.years.why,
        earlier.years.period,
        earlier.years.said,
    )
    return years, (operand("earlier", earlier), operand("later", later))


def _over_span(earlier: Draft, later: Draft, same: Sequence[Draft], work: Work) -> Ends | None:
    """The two ends that lie as far apart as "a four-fold rise in five years" says.

    Of five years the first and the last are four apart. Where no count of the sentence lies so
    far back, the year itself is asked for, and not another one.
    """
    last = later.years.period
    back = _span_of(work)
    exact = [one for one in same if _apart(one, later) == back]
    near = _apart(earlier, later) in ({back} if exact else {back, back - 1})
    if last is None or not back or near:
        return None
    fitting = exact or [one for one in same if _apart(one, later) == back - 1]
    if fitting:
        return _of_two(fitting[0], later)
    first = shifted(last, -back)
    why = f"{label(first)} to {label(last)}, {back} years"
    years = Years(last, later.years.said, why, earlier=first, earlier_said=True)
    return years, (operand("later", later),)


def _span_of(work: Work) -> int:
    """How many years right behind a change say that it took; 0 where they say none."""
    for when in work.scene.whens:
        behind = 0 <= when.start - work.phrase.end <= _AT_HAND
        numbers = any(work.phrase.end <= one.start < when.start for one in work.scene.phrases)
        if behind and not numbers and when.how == "span" and when.years > 1 and when.last is None:
            return when.years
    return 0


def _apart(one: Draft, other: Draft) -> int | None:
    """How many years lie between two counts of years of one kind."""
    here, there = one.years.period, other.years.period
    if here is None or there is None or here.start.month != there.start.month:
        return None
    return there.start.year - here.start.year


def _with_the_count_before(same: Sequence[Draft], work: Work) -> tuple[Draft, Draft] | None:
    """The only count of a sentence with the one told before: "It had 59. Then 142, 2.4 times"."""
    last = work.scene.memory.last
    if len(same) != 1 or last is None or last.measure is not Measure.COUNT or same[0].role.end:
        return None
    one = same[0]
    alike = (last.who.subject.key, last.what.series) == (one.who.subject.key, one.what.series)
    return (last, one) if alike and _after(one, last) else None


_IT = lazily(r"\b(?:it|that|this|which|the\s+(?:number|figure|total))\b", re.IGNORECASE)
_OTHER_BASE = frozenset({"previous", "step", "span", "since", "same"})


def _risen_from_before(same: Sequence[Draft], work: Work) -> tuple[Draft, Draft] | None:
    """The count told before with the one that it rose to: "It had 250. By 2017/18 that was 767"."""
    last = work.scene.memory.last
    if len(same) != 1 or last is None or last.measure is not Measure.COUNT or not last.years.said:
        return None
    one = same[0]
    if any(each.how in _OTHER_BASE for each in work.scene.whens) or one.role.end == "earlier":
        return None
    alike = (last.who.subject.key, last.what.series) == (one.who.subject.key, one.what.series)
    before = work.scene.text[work.scene.sentence.start : one.phrase.start]
    return (last, one) if alike and _after(one, last) and _IT.search(before) else None


def _told_just_before(earlier: Draft, work: Work) -> Draft | None:
    """The count that a change goes up to, told before: "46 in the year to June. That is 84% up"."""
    told = [one for one in work.scene.memory.told_before if one.measure is Measure.COUNT]
    if len(told) != 1 or told[0].role.end == "earlier" or not _IT.search(work.before):
        return None
    one, newest = told[0], work.scene.memory.about.newest
    if one.years.period is None or (newest is not None and one.years.period.start < newest.start):
        # "In 2015/16 it was 4,681. On 2014/15, when it was 2,700, it is up by 131 per cent".
        return None
    alike = (one.who.subject.key, one.what.series) == (earlier.who.subject.key, earlier.what.series)
    return one if alike and one.years.said and _after(one, earlier) else None


def _as_in(work: Work, same: Sequence[Draft]) -> Years | None:
    """A multiple of the number of a named year: "nearly three times what it was in 2016/17"."""
    scene = work.scene
    if work.role.measure is not Measure.MULTIPLE:
        return None
    when = next((one for one in scene.whens if one.start >= work.phrase.end), None)
    if when is None or when.how not in {"named", "previous"}:
        return None
    earlier = resolved(when, scene.memory)
    if earlier is None or not _AS_IN.fullmatch(scene.text[work.phrase.end : when.start]):
        return None
    later = [
        one.years for one in same if one.years.period is not None and one.role.end != "earlier"
    ]
    newest = scene.memory.about.newest
    period = later[0].period if later and later[0].period != earlier else newest
    if period is None or earlier.start >= period.start:
        return None
    why = f"{label(earlier)} to {label(period)}, said as \u201c{when.text}\u201d"
    said = bool(later) and later[0].said
    return Years(period, said=said, why=why, earlier=earlier, earlier_said=when.how == "named")


def _of_another_year(work: Work, same: Sequence[Draft]) -> Years | None:
    """A multiple of a named year's number behind another: "and twice that of 2017/18"."""
    told = _as_in(work, same)
    behind = any(one.phrase.end <= work.phrase.start for one in same)
    if told is None or not behind or told.earlier in {one.years.period for one in same}:
        return None
    return told


def _same_span(said: Years | None, work: Work, who: Who) -> Years | None:
    """The pair that was compared just before, where "in four years" only says it again."""
    pair = work.scene.memory.pair(who.subject, work.what.series)
    if said is None or said.said or pair is None or pair == said:
        return None
    return pair if _length(pair) == _length(said) is not None else None


def _length(years: Years) -> int | None:
    if years.period is None or years.earlier is None:
        return None
    return years.period.start.year - years.earlier.start.year


def _up_to_newest(earlier: Draft, scene: Scene) -> Years | None:
    """From the earlier count of the sentence to the year that the article is about."""
    newest, first = scene.memory.about.newest, earlier.years.period
    if newest is None or first is None or first.start >= newest.start:
        return None
    why = f"{label(first)} to {label(newest)}, {scene.memory.about.newest_why}"
    return Years(newest, said=False, why=why, earlier=first, earlier_said=earlier.years.said)


def _table_pair(scene: Scene) -> Years | None:
    if scene.seen.block.kind != "table":
        return None
    years = scene.memory.table.years
    if len(years) < 2:  # noqa: PLR2004 - a pair
        return None
    why = "the years above the columns"
    return Years(years[-1], said=True, why=why, earlier=years[-2], earlier_said=True)


def _to_count(one: Draft, scene: Scene) -> Years | None:
    """The change up to the only count of a sentence: "when 933 were recorded, 30% more"."""
    period = one.years.period
    if period is None or one.role.end == "earlier" or period == scene.memory.about.newest:
        return None
    back, said = step_back(scene)
    earlier = shifted(period, -back)
    return Years(period, one.years.said, one.years.why, earlier=earlier, earlier_said=said)


def _two(same: Sequence[Draft]) -> tuple[Draft | None, Draft | None]:
    """The earlier and the later of the counts of one area in one sentence."""
    earlier = next((one for one in same if one.role.end == "earlier"), None)
    later = next((one for one in same if one.role.end == "later"), None)
    if later is None:
        later = next((one for one in same if one is not earlier and _after(one, earlier)), None)
    if earlier is None and later is not None:
        earlier = next((one for one in same if _after(later, one)), None)
    if earlier is None and later is None and len(same) == 2:  # noqa: PLR2004 - a pair
        one, other = same
        if _after(one, other):
            return other, one
        if _after(other, one):
            return one, other
    return earlier, later


def _after(one: Draft, other: Draft | None) -> bool:
    """Whether a count is of a later year than another one."""
    if other is None:
        return False
    here, there = one.years.period, other.years.period
    return here is not None and there is not None and here.start > there.start


__all__ = ["carried_pair", "ends_of"]
