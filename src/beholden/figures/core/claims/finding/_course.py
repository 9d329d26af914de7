"""Which way a count is said to have gone: "climbed to 164", "down from 568", "fewer than in".

Two counts may both be right and the sentence between them false. Each count that words of
rising or falling lead to keeps the way it is said to have gone, and the years that it may be
compared with; what the data make of that is asked later.

    "Offences rose to 301 in 2017/18"  # up, against 2016/17
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims.finding._draft import Draft, exact
from beholden.figures.core.claims.finding._roles import CHANGE, changed, no_change
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._years import resolved, step_back
from beholden.figures.core.claims.models import Course, Direction, Measure, Shape
from beholden.figures.core.models import Period

_REACH = 140
_PAIR = 2
# What may stand between "fell" and the number it fell to: no other clause, and no "led to".
_GAP = re.compile(r"[^.;:()\u2013\u2014?]{0,140}", re.DOTALL)
_ANOTHER = re.compile(
    r"\b(?:while|whereas|but|although|though|despite|after|as|when|which|who|because|yet|so"
    r"|(?:lead|led|leading|contribut\w+|due|thanks|according|amount\w*|equat\w+|took|tak(?:es|ing)"
    r"|br(?:ought|ings?|inging)|linked|relat\w+|attribut\w+|equivalent|close|similar|compared"
    r"|prior|subject|up|down|add(?:ed|s|ing)?)\s+to|responded|cut|cuts)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\b[^.;:,()\d]{0,40}$", re.IGNORECASE)
_TO = re.compile(r"\bto\b[^.;:,()\d]{0,40}$", re.IGNORECASE)
# "Crept up to 674 and 770 later, slipped back to 718": the word is not that of the last number.
_AGAIN = re.compile(r"\b(?P<end>to|from)\s[^;.]*\d[^;.]*\b(?P=end)\b", re.IGNORECASE)
_BESIDE = re.compile(
    rf"(?:(?:{CHANGE.pattern})\s+(?:from|on)|\b(?:(?P<more>higher|greater|more|above)"
    r"|(?P<fewer>lower|fewer|less|smaller|below))\s+than)\s+[^.;:,()\d]{0,40}$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|no|despite|without|instead\s+of|rather\s+than|any|n't|n\u2019t)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_COMPARATIVE = re.compile(
    r"\b(?:(?P<more>more|higher|greater)|(?P<fewer>fewer|lower|less))\b(?!\s+than\s+\d)",
    re.IGNORECASE,
)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_TURN = re.compile(
    r"\b(?:but|however|while|whereas|although|though|before|after|despite|until)\b", re.IGNORECASE
)
_RISE_IN = re.compile(r"\s+in\s+(?:the\s+)?(?:number\s+of\s+|recorded\s+)?", re.IGNORECASE)
_CLOSING = re.compile(
    r"[^.;:\d()]{0,30}(?:in\s+)?[\d/]{0,9}[^.;:\d()]{0,10}[,\u2013\u2014-]\s*an?\s+(?:\w+\s+)?"
    rf"(?:{CHANGE.pattern})\W*$",
    re.IGNORECASE,
)
# Who fell or rose is then not the area of the two numbers.
_ELSEWHERE = re.compile(
    r"\b(?:most|many|some|several|other|few|elsewhere|nationally|nationwide|overall|generally|forces"
    r"|country|nation|areas|counties|regions?)\b",
    re.IGNORECASE,
)
_SUBJECT_REACH = 60
_CLAUSE = re.compile(r"[.;:,()\u2013\u2014\u201c\u201d\"]")


def with_courses(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """The counts of a sentence, each with the way that the words say it went."""
    if scene.seen.block.kind == "table":
        return list(drafts)
    counts = [one for one in drafts if one.measure is Measure.COUNT]
    pair = _told_of_both(counts, scene)
    made = []
    for draft in drafts:
        course = None
        if draft.measure is Measure.COUNT and draft.years.period is not None:
            course = _course(draft, pair, counts, scene)
        made.append(msgspec.structs.replace(draft, course=course) if course else draft)
    return made


def _direction(draft: Draft, scene: Scene) -> Direction:
    """Which way the words right before one end of a comparison say that it went."""
    before = scene.before(draft.phrase)[-_REACH:]
    if draft.role.end == "later" and _TO.search(before):
        return _governing(before)
    if draft.role.end != "earlier":
        return ""
    beside = _BESIDE.search(before)
    if beside is not None:
        if _DENIED.search(before[: beside.start()]):
            return ""
        return "up" if beside["up"] or beside["more"] else "down"
    return _governing(before) if _FROM.search(before) else ""


def _governing(before: str) -> Direction:
    """The direction of the last word of change, where only its own words follow it."""
    found = [one for one in CHANGE.finditer(before) if not no_change(before, one)]
    if not found:
        return ""
    last = found[-1]
    gap = before[last.end() :]
    if (
        _AGAIN.search(gap)
        or not _GAP.fullmatch(gap)
        or _ANOTHER.search(gap)
        or _DENIED.search(before[: last.start()])
    ):
        return ""
    return changed(last)


def _told_of_both(counts: Sequence[Draft], scene: Scene) -> Direction:
    """Which way a sentence says that its only two numbers went: "fewer in A (3) than in B (2)"."""
    numbers = [one for one in scene.phrases if one.shape is not Shape.RANK]
    if len(counts) != _PAIR or len(numbers) != _PAIR or not _same(*counts):
        return ""
    first, second = counts
    compared = _compared(first, second, scene) or _in_sum(first, second, scene)
    if compared:
        return compared
    return _main_verb(first, scene) if "" in {first.role.end, second.role.end} else ""


def _compared(first: Draft, second: Draft, scene: Scene) -> Direction:
    """By "fewer ... than", whose first number is said to be the smaller."""
    before = scene.before(second.phrase)
    word = _COMPARATIVE.search(before)
    than = _THAN.search(before, word.end()) if word is not None else None
    at = first.phrase.start - scene.sentence.start
    if word is None or than is None or at < word.start() or _TURN.search(before):
        return ""
    here, there = first.years.period, second.years.period
    if here is None or there is None or _DENIED.search(before[: word.start()]):
        return ""
    return "up" if (here > there) == (word["more"] is not None) else "down"


def _in_sum(first: Draft, second: Draft, scene: Scene) -> Direction:
    """By what closes the sentence: "767 in 2017/18, compared with 568, an increase."."""
    found = _CLOSING.match(scene.after(second.phrase))
    ends = {first.role.end, second.role.end}
    if found is None or "earlier" not in ends:
        return ""
    word = CHANGE.search(found[0])
    return changed(word) if word is not None else ""


def _main_verb(first: Draft, scene: Scene) -> Direction:
    """By the only word of change: "Offences fell in Essex, with 767 recorded, against 568"."""
    text = scene.sentence.text
    found = [one for one in CHANGE.finditer(text) if not no_change(text, one)]
    start = first.phrase.start - scene.sentence.start
    if not found or len({changed(one) for one in found}) > 1 or found[0].end() > start:
        return ""
    verb = found[0]
    at = scene.sentence.start + verb.start()
    clause = _CLAUSE.split(text[: verb.start()])[-1]
    ends = scene.sentence.start + verb.end()
    subject = [
        one
        for one in scene.whats
        if (at - min(len(clause), _SUBJECT_REACH) <= one.start and one.end <= at)
        or _RISE_IN.fullmatch(scene.text[ends : max(ends, one.start)])
    ]
    others = {one.subject.key for one in scene.whos if one.subject is not None}
    if others - {first.who.subject.key} or _ELSEWHERE.search(text[:start]):
        return ""
    counted = bool(subject) and all(not one.series.startswith("other:") for one in subject)
    if not counted or _DENIED.search(clause) or _TURN.search(text[:start]):
        return ""
    return changed(verb)


def _same(one: Draft, other: Draft) -> bool:
    """Whether two counts are of one area and one thing, in two years."""
    alike = (one.who.subject, one.what.series) == (other.who.subject, other.what.series)
    return alike and one.years.period != other.years.period


def _course(draft: Draft, pair: Direction, counts: Sequence[Draft], scene: Scene) -> Course | None:
    """Args: ``pair`` is what the words say of both numbers of the sentence, by their years."""
    direction = pair or _direction(draft, scene)
    partner = _partner(draft, [one for one in counts if one is not draft and _same(one, draft)])
    here = draft.years.period
    if not direction:
        return _beside(draft, partner)
    if partner is None or partner.years.period is None or here is None:
        others = _supposed(draft, scene)
        return Course(direction, others) if others else None
    # "568 in 2016/17, fewer than the 767 of 2017/18": told against the later year.
    if not pair and draft.role.end == "earlier" and partner.years.period < here:
        direction = "down" if direction == "up" else "up"
    return Course(direction, (partner.years.period,), exact(partner.phrase))


def _beside(draft: Draft, partner: Draft | None) -> Course | None:
    """What two counts that are compared say without a word of rising: the other one."""
    if partner is None or partner.years.period is None:
        return None
    compared = draft.role.end or partner.role.end
    return Course("", (partner.years.period,), exact(partner.phrase)) if compared else None


def _partner(draft: Draft, others: Sequence[Draft]) -> Draft | None:
    """The count that one is compared with: of several years the one next to its own."""
    here = draft.years.period
    dated = [(one.years.period, at) for at, one in enumerate(others) if one.years.period]
    if here is None or not dated:
        return None
    before = [each for each in dated if each[0] < here]
    after = [each for each in dated if each[0] > here]
    if draft.role.end == "later":
        after = []
    if draft.role.end == "earlier" and after:
        before = []
    if not before and not after:
        return None
    _, at = max(before) if before else min(after)
    return others[at]


def _supposed(draft: Draft, scene: Scene) -> tuple[Period, ...]:
    """The years that a count may be compared with, where its sentence gives no other count."""
    period, memory = draft.years.period, scene.memory
    if period is None:
        return ()
    told = memory.periods_told(draft.who.subject, draft.what.series)
    if draft.role.end == "earlier":
        newest = memory.about.newest
        return (newest,) if newest is not None and newest > period else ()
    named = [
        found
        for one in scene.whens
        if one.how in {"since", "named", "previous"}
        and (found := resolved(one, memory)) is not None
        and found < period
    ]
    if named:
        return (min(named),)
    back, said = step_back(scene)
    supposed = shifted(period, -back)
    if said:
        return (supposed,)
    before = [one for one in told if one < period]
    return tuple(dict.fromkeys((supposed, *before[-1:])))


__all__ = ["with_courses"]
