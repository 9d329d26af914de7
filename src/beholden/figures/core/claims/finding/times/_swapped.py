"""A change told against the later year: "26 per cent lower in 2016/17 than in 2017/18".

What is compared with is the later of the two, so that the two ends change places.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._calendar import label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.times._owned import opens_compared
from beholden.figures.core.claims.finding.times._years import resolved
from beholden.figures.core.claims.models import Measure, Operand, Shape
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.models import Period

_CHANGES = frozenset({Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE})
_POINTS = frozenset({"named", "last", "this", "previous"})
_THAN = lazily(
    r"\s*(?:offences?\s+|crimes?\s+)?(?:more|fewer|higher|lower|greater|less|down|up|as\s+(?:many|high))\b"
    r"[^.;:]{0,80}?\b(?:than|as|on|compared\s+(?:with|to)|against)\s+"
    r"(?:(?:those|that|were|was|recorded|logged|it|they|the|number|figure|total|offences|crimes|cases"
    r"|[\d,]{1,9})\s+){0,5}"
    r"(?:(?:in|of|for|during)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


def as_compared(draft: Draft, scene: Scene) -> Draft:
    """A change with its ends the other way round, where the later year is compared with."""
    years = draft.years
    if draft.measure not in _CHANGES or years.earlier is None or years.period is None:
        return draft
    told = [one for one in scene.whens if one.how in _POINTS and one.first is None]
    if any(_tells_earlier(one, draft, scene) for one in told):
        return _swapped(draft)
    base = next((one for one in told if _than(one, draft, scene)), None)
    if base is None or _of(base, scene) != years.period:
        return draft
    if not any(one is not base and _of(one, scene) == years.earlier for one in told):
        return draft
    return _swapped(draft)


_JUST_THEN = lazily(
    r",?\s(?:(?:it|there|they|police|officers|the\sforce)\s)?(?:(?:had|were|was|recorded|logged|saw)\s)?"
    r"(?:(?:just|only|some|about)\s)?",
    re.IGNORECASE,
)
_MORE_THEN = lazily(
    r"\s(?:offences\s|crimes\s)?(?:more|fewer|less|higher|lower)\s*(?:[.,;:)]|$)", re.IGNORECASE
)


def _tells_earlier(when: When, draft: Draft, scene: Scene) -> bool:
    """Whether the earlier year had so many fewer: "767, and the year before 199 fewer"."""
    phrase, years = draft.phrase, draft.years
    before = any(one.shape is Shape.COUNT and one.end <= when.start for one in scene.phrases)
    stands = when.end <= phrase.start and _JUST_THEN.fullmatch(scene.text, when.end, phrase.start)
    if phrase.shape is not Shape.COUNT or not before or not stands:
        return False
    earlier = resolved(when, scene.memory, years.period) == years.earlier
    return earlier and _MORE_THEN.match(scene.text, phrase.end) is not None


def _swapped(draft: Draft) -> Draft:
    years = draft.years
    if years.earlier is None or years.period is None:
        return draft
    why = f"{label(years.earlier)}, compared with {label(years.period)}"
    return msgspec.structs.replace(
        draft,
        years=msgspec.structs.replace(
            years,
            period=years.earlier,
            earlier=years.period,
            said=True,
            earlier_said=True,
            why=why,
        ),
        operands=tuple(_turned(one) for one in draft.operands),
    )


def _than(when: When, draft: Draft, scene: Scene) -> bool:
    """Whether a year is what a change is told against."""
    if opens_compared(when, scene):
        return True
    between = scene.text[draft.phrase.end : max(draft.phrase.end, when.start)]
    return when.start > draft.phrase.end and _THAN.fullmatch(between) is not None


def _of(when: When, scene: Scene) -> Period | None:
    return resolved(when, scene.memory)


def _turned(operand: Operand) -> Operand:
    if operand.role == "earlier":
        return msgspec.structs.replace(operand, role="later")
    if operand.role == "later":
        return msgspec.structs.replace(operand, role="earlier")
    return operand


__all__ = ["as_compared"]
