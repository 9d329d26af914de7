"""Shares that the article lets work out: the part is counted beside, the whole before it.

"Lincolnshire recorded 84 offences ... Most of them - 72 (86%) - had victims of 15 or younger":
86 per cent is 72 of the 84. The data seldom hold such parts; the article's own counts tell
whether the share follows from them.

    parts_counted(drafts, scene, before)  # 86% with the operands 72 and 84
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft, exact, rough
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._parts_of import PART
from beholden.figures.core.claims.judging._fitting import fit_one_in, fit_percent, is_rough
from beholden.figures.core.claims.models import Measure, Operand, Phrase, Shape

OR = r"(?:or|that\s+is|which\s+is|i\.e\.)\s+(?:just\s+|only\s+|some\s+)?"
_PART_BEFORE = lazily(
    rf"[^\d.;:!?(]{{0,40}}(?:,\s*{OR}|\s*[\u2013\u2014]\s*(?:{OR})?|\s-\s(?:{OR})?|\s*\(\s*(?:{OR})?)",
    re.IGNORECASE,
)
_PART_AFTER = lazily(
    rf"[^\d.;:!?()]{{0,70}}?(?:,\s*{OR}|\s*[\u2013\u2014]\s*(?:{OR})?|\s-\s(?:{OR})?|\s*\(\s*)"
    r"(?:a\s+total\s+of\s+)?",
    re.IGNORECASE,
)
ENDS_PART = lazily(
    r"(?:\s+(?:in\s+all|in\s+total|altogether|of\s+(?:them|these|those)|(?:\w+\s+)?(?:offences|crimes|cases|incidents"
    r"|reports|children|victims|girls|boys)))?\s*(?:[)\u2013\u2014.,]|-\s|$)",
    re.IGNORECASE,
)
# "Of the 306, 17 were six" and "of those, 3,203 (55%)" say of what the part is one.
_OF_THOSE = lazily(r"\bof\s+(?:these|those|them|which)\b", re.IGNORECASE)
_NEAR_WHOLES = 2
_LEAST_PART = 3


def parts_counted(drafts: Sequence[Draft], scene: Scene, before: Sequence[Draft]) -> list[Draft]:
    """The claims of a sentence, the shares with the part and the whole that the article counts.

    Args:
        drafts: The claims of the sentence.
        scene: The sentence.
        before: The claims of the sentence before.
    """
    counts = {one.phrase.start for one in drafts if one.measure is Measure.COUNT}
    return [_worked_out(_of_what_it_counts(one, counts, scene), scene, before) for one in drafts]


def _of_what_it_counts(draft: Draft, counts: AbstractSet[int], scene: Scene) -> Draft:
    """A share of what the count beside it counts: where that is no count of the data, nor is this.

    "There were 974 children - 59% of the total number - on the register": no share of offences.
    """
    if draft.measure is not Measure.SHARE or draft.group is None or draft.operands:
        return draft
    part = _part(draft.phrase, scene)
    if part is None or part.start in counts:
        return draft
    what = Counted(f"other:{PART}", PART, f"{PART}, which the count beside it is of")
    return msgspec.structs.replace(draft, what=what, group=None)


def _worked_out(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft:
    if draft.measure is not Measure.SHARE or draft.operands or draft.group is not None:
        return draft
    part = _part(draft.phrase, scene)
    if part is None or exact(part) < _LEAST_PART:
        return draft
    whole = _whole(draft, part, scene, before)
    if whole is None:
        return draft
    counted = Operand("part", exact(part), part.text, rough(part))
    return msgspec.structs.replace(draft, operands=(counted, whole))


def _part(share: Phrase, scene: Scene) -> Phrase | None:
    """The count that a share tells in another way."""
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT and one.places == 0]
    before = [one for one in counts if one.end <= share.start]
    if before and _PART_BEFORE.fullmatch(scene.text, before[-1].end, share.start):
        return before[-1]
    after = next((one for one in counts if one.start >= share.end), None)
    if after is None or not _PART_AFTER.fullmatch(scene.text, share.end, after.start):
        return None
    return after if ENDS_PART.match(scene.text, after.end) else None


def _whole(draft: Draft, part: Phrase, scene: Scene, before: Sequence[Draft]) -> Operand | None:
    """What the part is a part of: what the words point at, else what the share follows from."""
    near = _near(part, scene, before)
    if near and _OF_THOSE.search(scene.before(part)):
        return near[0]
    wholes = (*near[:_NEAR_WHOLES], *_totals(draft, part, scene))
    if is_rough(draft.phrase) and len({one.value for one in wholes}) > 1:
        # "More than half" is true of too many wholes to choose one by it.
        return None
    return next((one for one in wholes if _follows(draft.phrase, part, one)), None)


def _near(part: Phrase, scene: Scene, before: Sequence[Draft]) -> list[Operand]:
    """The larger counts before the part, the nearest first: of its sentence and the one before."""
    found = [
        one
        for one in scene.seen.phrases
        if one.shape is Shape.COUNT and one.end <= part.start and one.value > part.value
    ]
    found.reverse()
    told = [one.phrase for one in reversed(before) if one.measure is Measure.COUNT]
    found += [one for one in told if one.value > part.value and one not in found]
    return [_whole_of(one) for one in found if not rough(one)]


def _totals(draft: Draft, part: Phrase, scene: Scene) -> list[Operand]:
    """The totals that the article gave for the area, whatever the part is called."""
    about, memory = scene.memory.about.what, scene.memory
    series = {draft.what.series} | ({about.series} if about is not None else set())
    kept = [
        memory.count(draft.who.subject, each, period)
        for each in sorted(series)
        for period in reversed(memory.periods_told(draft.who.subject, each))
    ]
    return [
        Operand("whole", one.value, one.text)
        for one in kept
        if one is not None and not one.rough and one.value > exact(part)
    ][:_NEAR_WHOLES]


def _whole_of(phrase: Phrase) -> Operand:
    return Operand("whole", exact(phrase), phrase.text)


def _follows(share: Phrase, part: Phrase, whole: Operand) -> bool:
    """Whether a share is just that of the part in the whole."""
    value = Fraction(exact(part)) / Fraction(Decimal(whole.value))
    if share.shape is Shape.ONE_IN:
        return fit_one_in(share, value).strict
    return fit_percent(share, 100 * value).strict


__all__ = ["ENDS_PART", "OR", "parts_counted"]
