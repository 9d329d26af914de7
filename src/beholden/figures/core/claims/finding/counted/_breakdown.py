"""Numbers of a breakdown: by platform, by age, by what came of them, or of those who sought help.

"WhatsApp (12%), Facebook (10%)", "148 of those were against children not yet at school":
what is counted is a part of the offences, or another statistic, and never their total. So
it is given a series of its own, which the data mostly do not hold, and it says nothing of
what the sentences after it are about.

    # "Snapchat was used in 43 per cent of instances" -> a share of a part of the offences
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._meaning import role_in
from beholden.figures.core.claims.finding._roles import Role, role_of
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._resolve import who_of
from beholden.figures.core.claims.finding.counted._else_counted import count_else
from beholden.figures.core.claims.finding.counted._else_shared import (
    multiple_else,
    rate_else,
    share_else,
)
from beholden.figures.core.claims.finding.counted._part_counts import count_said, rate_said
from beholden.figures.core.claims.finding.counted._part_shares import share_said
from beholden.figures.core.claims.finding.counted._parts_of import PART
from beholden.figures.core.claims.finding.said._quoting import speaker_of, supposed
from beholden.figures.core.claims.finding.said._relevance import NOT_COUNTED, in_court
from beholden.figures.core.claims.finding.times._years import year_of
from beholden.figures.core.claims.finding.times._years_compared import earlier_of
from beholden.figures.core.claims.models import LeftAlone, Measure, Phrase, Shape

_SHARES = frozenset({Shape.PERCENT, Shape.ONE_IN})
_MEASURES = {
    Shape.COUNT: Measure.COUNT,
    Shape.PERCENT: Measure.SHARE,
    Shape.ONE_IN: Measure.SHARE,
    Shape.PER: Measure.FREQUENCY,
    Shape.EVERY: Measure.FREQUENCY,
    Shape.MULTIPLE: Measure.MULTIPLE,
}


def broken_down(
    scene: Scene, made: Sequence[Draft], left: Sequence[LeftAlone], before: Sequence[Draft]
) -> list[Draft]:
    """The numbers of a breakdown among those that count nothing the data count.

    Args:
        scene: Their sentence.
        made: Its claims.
        left: Its numbers that are none.
        before: The claims of the sentence before, breakdowns among them.
    """
    memory = scene.memory
    if in_court(scene) or (memory.about.what is None and not scene.whats):
        return []
    overlooked = {one.start for one in left if one.why == NOT_COUNTED}
    found: list[Draft] = []
    for phrase in scene.phrases:
        if phrase.start in overlooked:
            said = _said(phrase, scene, (*made, *found), before)
            found += [_draft(phrase, said, scene)] if said else []
    for phrase in scene.phrases:
        if phrase.start in overlooked and phrase.start not in {one.phrase.start for one in found}:
            last = _listed_before(phrase, scene, (*made, *found), before)
            if last is not None:
                part = _draft(phrase, PART, scene)
                named = any(last.phrase.end <= each.start < phrase.start for each in scene.whos)
                who = part.who if named else last.who
                found.append(
                    msgspec.structs.replace(part, what=last.what, who=who, years=last.years)
                )
    claimed = {one.phrase.start for one in found}
    found += _changes_of(scene, found, overlooked - claimed)
    return sorted(found, key=lambda one: one.phrase.start)


# "Physical abuse accounts for 257 and emotional abuse for 177".
_AHEAD = lazily(
    r"\s(?P<word>for|behind|by)\s(?:(?:another|a\sfurther|just|only|some)\s)?$", re.IGNORECASE
)
_BETWEEN = lazily(r"(?:,\s(?:and\s)?|;\s(?:and\s)?|\sand\s)[^.;:\d]{3,60}$", re.IGNORECASE)
# "1,310 on stress and anxiety. Next came 634 on low mood, 292 on depression".
_BEHIND = lazily(r"\s(?:\w+\s)?(?P<word>on|about|over|concerning)\s[a-z]", re.IGNORECASE)
_NEXT_CAME = lazily(
    r"\W*(?:next|then|after\s(?:that|this|it|those))\s(?:came|come|were)\s(?:\w+\s)?$",
    re.IGNORECASE,
)


def _listed_before(
    phrase: Phrase, scene: Scene, told: Sequence[Draft], before: Sequence[Draft]
) -> Draft | None:
    """The count that a list goes on from: "accounts for 257 and emotional abuse for 177"."""
    if phrase.shape is not Shape.COUNT or phrase.places:
        return None
    ahead, behind = scene.before(phrase), scene.after(phrase)
    counts = [one for one in told if one.measure is Measure.COUNT]
    last = max(
        (one for one in counts if one.phrase.end <= phrase.start),
        key=lambda one: one.phrase.start,
        default=None,
    )
    if last is None:
        earlier = [one for one in before if one.measure is Measure.COUNT and _of_contacts(one)]
        return (
            earlier[-1] if earlier and _NEXT_CAME.match(ahead) and _BEHIND.match(behind) else None
        )
    between = scene.text[last.phrase.end : phrase.start]
    mine, its = _AHEAD.search(ahead), _AHEAD.search(scene.before(last.phrase))
    if mine and its and mine["word"].lower() == its["word"].lower() and _BETWEEN.match(between):
        return last
    mine, its = _BEHIND.match(behind), _BEHIND.match(scene.after(last.phrase))
    alike = mine and its and mine["word"].lower() == its["word"].lower()
    return last if alike and "." not in between and _of_contacts(last) else None


def _of_contacts(draft: Draft) -> bool:
    """Whether a count is of another statistic than offences, whose parts are told one by one."""
    return draft.what.series.startswith("other:")


def _said(phrase: Phrase, scene: Scene, told: Sequence[Draft], before: Sequence[Draft]) -> str:
    """What a number is of; empty where the words tell of nothing, or of something else."""
    if phrase.shape in _SHARES:
        told = sorted(told, key=lambda one: one.phrase.start)
        said = share_said(phrase, scene, told, before)
        return said or share_else(phrase, scene, told, before)
    if phrase.shape is Shape.COUNT:
        said = count_said(phrase, scene, before) if phrase.places == 0 else ""
        return said or count_else(phrase, scene, told, before)
    if phrase.shape is Shape.MULTIPLE:
        return multiple_else(phrase, scene)
    return rate_said(phrase, scene) or rate_else(phrase, scene)


def _changes_of(scene: Scene, found: Sequence[Draft], overlooked: AbstractSet[int]) -> list[Draft]:
    """The changes of what a sentence counts beside: "1,737 referrals, up 9 per cent"."""
    counts = [one for one in found if one.measure is Measure.COUNT]
    changes: list[Draft] = []
    for phrase in scene.phrases:
        if phrase.start not in overlooked or phrase.shape is not Shape.PERCENT or not counts:
            continue
        role = role_in(phrase, scene, found)
        if role.measure is not Measure.CHANGE or supposed(scene.before(phrase)):
            continue
        nearest = min(counts, key=lambda one: abs(one.phrase.start - phrase.start))
        changes.append(
            msgspec.structs.replace(nearest, phrase=phrase, role=role, measure=Measure.CHANGE)
        )
    return changes


def _draft(phrase: Phrase, said: str, scene: Scene) -> Draft:
    measure = _MEASURES[phrase.shape]
    end = role_of(phrase, scene.before(phrase), scene.after(phrase)).end
    earlier = measure is Measure.COUNT and end == "earlier"
    return Draft(
        phrase=phrase,
        block=scene.seen.index,
        sentence=scene.sentence,
        role=Role(measure),
        who=who_of(phrase, scene),
        what=Counted(f"other:{said}", said, f"{said}, by the words beside the number"),
        years=earlier_of(phrase, scene) if earlier else year_of(phrase, scene),
        measure=measure,
        speaker=speaker_of(scene.seen, phrase),
    )


__all__ = ["broken_down"]
