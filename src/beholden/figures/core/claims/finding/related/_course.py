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

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, exact
from beholden.figures.core.claims.finding._roles import RANGED
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding.areas._rivals import with_rival
from beholden.figures.core.claims.finding.related._course_words import (
    direction_of,
    same_thing,
    told_first,
    told_of_both,
)
from beholden.figures.core.claims.finding.times._year_pairs import step_back
from beholden.figures.core.claims.finding.times._years import resolved
from beholden.figures.core.claims.models import Course, Direction, Measure
from beholden.figures.core.models import Period

# "It is more than Kent, which had 1,042, and fewer than Essex": Kent's went no way.
_WHICH_HAD = lazily(
    r"\b(?:more|fewer|higher|lower|less)\sthan\s[^.;:\d]{2,40},\s(?:which|who|where)\s(?:had|has|recorded|logged|saw"
    r"|registered|counted|there\swere)\s(?:\w+\s)?$"
    r"|\b(?:more|fewer|higher|lower|less)\sthan\s(?:us|ours|we|ourselves)\b[^.;:\d]{0,20}(?:in\s[\d/-]{4,9},?\s)?[^.;:\d]{0,40}$",
    re.IGNORECASE,
)


def with_courses(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """The counts of a sentence, each with the way that the words say it went."""
    if scene.seen.block.kind == "table" or RANGED.search(scene.sentence.text):
        return list(drafts)
    counts = [one for one in drafts if one.measure is Measure.COUNT]
    pair = told_of_both(counts, scene)
    if not pair and not any(direction_of(one, scene) for one in counts):
        pair = told_first(counts, scene)
    made = []
    for draft in drafts:
        course = None
        if (
            draft.measure is Measure.COUNT
            and draft.years.period is not None
            and not _WHICH_HAD.search(scene.before(draft.phrase))
        ):
            course = with_rival(counts, draft, scene) or _course(draft, pair, counts, scene)
        made.append(msgspec.structs.replace(draft, course=course) if course else draft)
    return made


def _course(draft: Draft, pair: Direction, counts: Sequence[Draft], scene: Scene) -> Course | None:
    """Args: ``pair`` is what the words say of both numbers of the sentence, by their years."""
    direction = pair or direction_of(draft, scene)
    # Of two bases, "80% on the 381 of then and 5% more than the 651 of now", neither follows.
    bases = draft.role.end == "earlier"
    partner = _partner(
        draft,
        [
            one
            for one in counts
            if one is not draft
            and same_thing(one, draft)
            and not (bases and one.role.end == "earlier")
        ],
    )
    here = draft.years.period
    if not direction or (partner is None and not draft.role.end):
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
    # "80 per cent on the 381 of 2015/16, and 5 per cent more than the 651 of 2019/20": both are
    # what another count is compared with.
    others = [one for one in others if not one.role.end == draft.role.end == "earlier"]
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
