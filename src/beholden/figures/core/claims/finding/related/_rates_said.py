"""How often, and for how many people: rates whose unit, year or count stands elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core._calendar import days, is_financial_year, label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import (
    Counted,
    Draft,
    Who,
    Years,
    exact,
    rough,
)
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._work import Work, operand
from beholden.figures.core.claims.finding.said._answering import unit_answered
from beholden.figures.core.claims.finding.sentences import so_far
from beholden.figures.core.claims.finding.times._ends_said import carried_pair
from beholden.figures.core.claims.judging._fitting import fit_rate
from beholden.figures.core.claims.models import Measure, Operand, Per, Phrase, Shape
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.models import Period

PEOPLE = lazily(
    r"\b(?:someone|somebody|a\s+person|people|a\s+man|men|offenders?|an\s+offender|suspects?|perpetrators?"
    r"|criminals?|one\s+person|a\s+suspect)\s+(?:\w+\s+){0,3}(?:caught|arrested|charged|convicted|jailed"
    r"|prosecuted|sentenced|recorded|found|caught\s+out)\b"
    r"|\b(?:caught|arrested|convicted|prosecuted)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_POINTS = lazily(
    r"[\"\u201c\u2018(]*(?:that(?:'s|\u2019s| is| was| means| equates| works)"
    r"|this (?:is|was|means|works|equates)|it (?:is|was|works out|amounts|means)|which|equivalent"
    r"|equal)\b"
    r"|the\s+(?:total|figure|number|tally|count)\b[^.;]{0,60}\b(?:means|equates|works\s+out|amounts|is\s+equivalent)\b",
    re.IGNORECASE,
)
_GOES_ON = lazily(r"\s*(?:,\s*)?(?:to|and|or)\s+", re.IGNORECASE)
_ENDS = lazily(r"\s*(?:[.,;:!)\u2013\u2014\"\u201d]|$|now\b|today\b|in\s+(?:20|the)\b)")
_NO_NOUN = lazily(r"\s*(?:[.,;:!)\u2013\u2014\"\u201d]|$|and\b|in\b|against\b|compared\b|while\b)")
_DIVIDED = lazily(r"\bdivid\w+\s+(?:\w+\s+){0,2}by\s+$", re.IGNORECASE)
_WHOLE_PERIOD = lazily(
    r"\bover\s+the\s+(?:whole|entire|full)\b|\bover\s+(?:all\s+)?(?:the|those)\s+(?:\w+\s+)?years\b"
    r"|\b(?:whole|entire)\s+(?:\w+\s+)?period\b",
    re.IGNORECASE,
)
# "On 18,522, when there was one every 28 minutes", "on 18,522 (one every 28 minutes)".
_OF_OLDER = lazily(r"[;:(]|\b(?:when|where|then|that\s+year)\b", re.IGNORECASE)
_COMPARED = lazily(
    r"\b(?:on|from|than|against|over|compared\s+(?:with|to))\s+(?:the\s+)?$", re.IGNORECASE
)
_HELD_AGAINST = lazily(
    r"\b(?:than|on|from|against|over|compared\s+(?:with|to))\s+(?:in\s+|the\s+)?$", re.IGNORECASE
)
_FROM = lazily(r"\bfrom\s+(?:\w+\s+){0,4}$", re.IGNORECASE)
_TO_NUMBER = lazily(r"\s+to\s+(?:\w+\s+){0,3}", re.IGNORECASE)
_POINTS_IN_TIME = frozenset({"named", "last", "this", "previous", "since", "span"})
# "A total of 364 victims - almost one a day - were": of that count, whatever it counts.
_BESIDE = lazily(
    r"(?:\s+[a-z][\w-]*){1,4}\s*(?:[(\u2013\u2014]|\s-|,)\s*(?:(?:that\s+is|which\s+is|or|equal\s+to)\s+)?",
    re.IGNORECASE,
)
# Where the span begins with its own "in".
_IN_A_SPAN = lazily(
    r"(?:\s(?:on\saverage|in|over|across|from|between|for|,)){0,2}\s?", re.IGNORECASE
)
_LEAST_AVERAGED = 400
_DAYS = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7)}


def unsaid_units(scene: Scene, counted: Sequence[Draft]) -> list[Phrase]:
    """Numbers whose unit is that of the rate before: "from four a week to more than seven"."""
    taken = {one.phrase.start for one in counted}
    found: list[Phrase] = []
    last: Phrase | None = None
    for phrase in scene.phrases:
        if phrase.shape is Shape.COUNT and phrase.start not in taken:
            per = (
                _carried_on(phrase, last, scene)
                or _of_head(phrase, scene)
                or unit_answered(phrase, scene)
            )
            if per:
                rate = msgspec.structs.replace(phrase, shape=Shape.PER, per=per, form="a day")
                found.append(rate)
        last = phrase
    return found


def _carried_on(phrase: Phrase, last: Phrase | None, scene: Scene) -> Per:
    """The unit of a rate that stands just before in the sentence."""
    if last is None or last.shape is not Shape.PER:
        return ""
    goes_on = _GOES_ON.fullmatch(scene.text[last.end : phrase.start])
    return last.per if goes_on and _ENDS.match(scene.text, phrase.end) else ""


def _of_head(phrase: Phrase, scene: Scene) -> Per:
    """The unit of a number per head in the block before, for one with decimals and no noun."""
    heads = scene.seen.heads
    before = so_far(heads, phrase.start)
    if not before or phrase.places <= 0 or not _NO_NOUN.match(scene.text, phrase.end):
        return ""
    return heads[before - 1].per if scene.whos else ""


def pointed(scene: Scene) -> Draft | None:
    """The count just told that "This was an average of 215 a day" speaks of."""
    opens = scene.sentence.start == scene.seen.sentences[0].start
    last = scene.memory.last or (scene.memory.told_last if opens else None)
    if last is None or last.measure not in {Measure.COUNT, Measure.SUM}:
        return None
    return last if _POINTS.match(scene.sentence.text) else None


def what_pointed(phrase: Phrase, what: Counted | None, scene: Scene) -> Counted | None:
    """What a rate counts that only points to the count before it."""
    if phrase.shape not in {Shape.PER, Shape.EVERY} or (what is not None and what.beside):
        return what
    last = pointed(scene)
    return what if last is None else last.what


# "16 extra crimes every month", "almost one more every day": how fast it grows, and not how often
# it happens; nobody else counts that.
_MORE_THAN_BEFORE = "offences more than in the year before"
_ADDED = lazily(
    r"\w\s+(?<!\bor\s)(?:extra|additional|further|more|fewer)\b(?!\s+than\b)", re.IGNORECASE
)
_ADDED_AFTER = lazily(r"\s+(?:extra|more|fewer)\b(?!\s+than\b)", re.IGNORECASE)


def rate_of(work: Work, who: Who, measure: Measure) -> Draft:
    """The claim of a rate."""
    years = _of_the_only_year(_years(work, who), work.scene)
    draft = work.draft(who, measure, years)
    if measure is Measure.PER_HEAD:
        return draft
    if _ADDED.search(work.phrase.text) or _ADDED_AFTER.match(work.after):
        why = f"{_MORE_THAN_BEFORE}, by the words beside the number"
        what = Counted(f"other:{_MORE_THAN_BEFORE}", _MORE_THAN_BEFORE, why)
        return msgspec.structs.replace(draft, what=what)
    people = (PEOPLE.search(work.around) or PEOPLE.match(work.after.lstrip())) is not None
    operands = _count_beside(work, who, years)
    return msgspec.structs.replace(draft, operands=operands, people=people)


def _years(work: Work, who: Who) -> Years:
    told = work.scene.memory.told
    several = _over_years(work) or _together(work)
    if several is not None:
        return several
    own = work.years(who)
    before = pointed(work.scene)
    if before is not None and _only_compared(work) and before.years.period is not None:
        return before.years
    if not own.said and _FROM.search(work.before) and _TO_NUMBER.match(work.after):
        pair = carried_pair(work, who)
        return Years(pair.earlier, said=False, why="the earlier of the two that are compared")
    newer = _of_newer(work, who, own)
    if newer is not None:
        return newer
    compared = told is not None and told.earlier is not None and own.period == told.earlier
    if own.said or not compared or told is None or told.period is None:
        return own
    # Of two numbers that are compared a rate is that of the newer one.
    return Years(told.period, said=False, why=f"{label(told.period)}, the later of the two told")


def _of_the_only_year(years: Years, scene: Scene) -> Years:
    """A rate of the only time that its sentence tells is said to be of it."""
    only = scene.whens[0] if len(scene.whens) == 1 else None
    if years.said or only is None or only.how != "named" or not only.certain:
        return years
    same = years.period is not None and scene.memory.dated(only) == years.period
    return msgspec.structs.replace(years, said=True) if same else years


def _only_compared(work: Work) -> bool:
    """Whether a year before a rate is only what the total is held against."""
    whens = [one for one in work.scene.whens if one.how in _POINTS_IN_TIME]
    if len(whens) != 1 or whens[0].end > work.phrase.start:
        return False
    before = work.scene.text[work.scene.sentence.start : whens[0].start]
    return whens[0].how == "previous" or _HELD_AGAINST.search(before) is not None


def _over_years(work: Work) -> Years | None:
    """The years of a mean over several: "an average of 463 a year over the past five years"."""
    newest = work.scene.memory.about.newest
    if newest is None:
        return None
    if work.phrase.per != "year":
        return _whole_span(work, newest)
    for when in work.scene.whens:
        ends = _ends_of(when, newest)
        if ends is not None:
            why = f"the years together, said as \u201c{when.text}\u201d"
            return Years(ends[1], said=True, why=why, earlier=ends[0], earlier_said=True)
    return None


def _ends_of(when: When, newest: Period) -> tuple[Period, Period] | None:
    """The first and the last of several years that one expression tells."""
    if when.first is not None and when.last is not None:
        return when.first, when.last
    if when.how != "span" or when.years <= 1:
        return None
    last = when.last or newest
    return shifted(last, 1 - when.years), last


def _whole_span(work: Work, newest: Period) -> Years | None:
    """The whole time of a rate right before it: "eight every day in the last three years"."""
    end = work.phrase.end
    for when in work.scene.whens:
        beside = _IN_A_SPAN.fullmatch(work.scene.text, end, max(end, when.start))
        ends = _ends_of(when, newest) if beside else None
        if ends is not None:
            why = f"the years together, said as \u201c{when.text}\u201d"
            return Years(Period(ends[0].start, ends[1].end), said=False, why=why)
    return None


def _of_newer(work: Work, who: Who, own: Years) -> Years | None:
    """The year of the newer count, of which a rate is that follows the older one.

    "22,724, up on 18,522 the previous year, one every 23 minutes": the year that stands
    nearest is that of the count compared with.
    """
    before = [
        one
        for one in work.counted
        if one.phrase.end <= work.phrase.start and one.who.subject.key == who.subject.key
    ]
    last = before[-1] if before else None
    if last is None or last.years.period != own.period:
        return None
    if last.role.end != "earlier" and not _COMPARED.search(work.scene.before(last.phrase)):
        return None
    between = work.scene.text[last.phrase.end : work.phrase.start]
    if _OF_OLDER.search(between) or any(one.start >= work.phrase.end for one in work.scene.whens):
        return None
    newer = [one.years for one in before if one.role.end != "earlier" and _later(one.years, own)]
    if newer:
        return newer[-1]
    newest = work.scene.memory.about.newest
    told = Years(newest, said=False, why="the later of the two that are compared")
    return told if _later(told, own) else None


def _later(one: Years, other: Years) -> bool:
    here, there = one.period, other.period
    return here is not None and there is not None and here.start > there.start


def _together(work: Work) -> Years | None:
    """All years that the article names, of which "an average of 803 a year" is the average."""
    several = work.phrase.per == "year" and _WHOLE_PERIOD.search(work.scene.sentence.text)
    spans = [each for one in work.scene.seen.whens for each in (one.first, one.last) if each]
    told = (*work.scene.memory.about.named, *spans)
    named = [one for one in told if is_financial_year(one)]
    if not several or len(named) < 2:  # noqa: PLR2004 - one year is no average
        return None
    first, last = min(named), max(named)
    why = f"{label(first)} to {label(last)}, of which the article speaks"
    return Years(Period(first.start, last.end), said=False, why=why)


def _count_beside(work: Work, who: Who, years: Years) -> tuple[Operand, ...]:
    """The count that a rate is made of: of its own area and of as many years."""
    for one in work.counted:
        same = one.who.subject.key == who.subject.key and one.role.end != "earlier"
        of_several = one.measure is Measure.SUM and years.earlier is None
        if one.what.series != work.what.series or of_several:
            continue
        if not same or _DIVIDED.search(work.scene.before(one.phrase)):
            continue
        if work.phrase.per == "year" and _one_year(years.period):
            return ()
        if one.years.period == years.period or _one_year(years.period):
            return (operand("count", one),)
    return _uncounted_beside(work) if _one_year(years.period) else ()


def _uncounted_beside(work: Work) -> tuple[Operand, ...]:
    """The count of something that the data do not count, right before its rate."""
    for one in work.scene.phrases:
        if one.shape is not Shape.COUNT or work.phrase.per == "year":
            continue
        if _BESIDE.fullmatch(work.scene.text, one.end, work.phrase.start):
            return (Operand("count", exact(one), one.text, rough(one)),)
    return ()


def _one_year(period: Period | None) -> bool:
    return period is None or days(period) < _LEAST_AVERAGED


def gives(phrase: Phrase, scene: Scene) -> bool:
    """Whether a rate that names nothing is that of the count which the article gave."""
    memory = scene.memory
    subject, what, newest = memory.subject, memory.about.what, memory.about.newest
    if subject is None or what is None or newest is None or phrase.per not in _DAYS:
        return False
    kept = memory.count(subject, what.series, newest)
    if kept is None or phrase.shape is not Shape.PER:
        return False
    return fit_rate(phrase, Fraction(kept.value) * _DAYS[phrase.per] / days(newest)).strict


__all__ = [
    "PEOPLE",
    "gives",
    "pointed",
    "rate_of",
    "unsaid_units",
    "what_pointed",
]
