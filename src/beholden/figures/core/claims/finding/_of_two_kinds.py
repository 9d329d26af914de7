"""Multiples between two kinds of victims: "five times as many against girls (1,242) as boys (214)".

Neither is an area, and neither a year: the multiple is that of the two counts beside.

    of_two_kinds(draft, scene)  # five times, of 214 and 1,242
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft, exact, rough
from beholden.figures.core.claims.finding._parts_of import PART
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Measure, Operand, Shape

_MULTIPLES = frozenset({Measure.MULTIPLE, Measure.OF_OTHER})
_KIND = (
    r"(?:girls?|boys?|females?|males?|women|men|under-1[0-8]s|adults?|teenagers?|toddlers?"
    r"|infants?)"
)
_TWO = lazily(
    rf"[^.;\d]{{0,90}}?\b(?P<one>{_KIND})\b[^.;\d]{{0,20}}(?:[(,\u2013-]\s*(?P<more>\d[\d,]{{0,9}})\s*[),\u2013-])?"
    rf"[^.;\d]{{0,30}}?\b(?:than|as|compared\s+(?:with|to)|against)\b[^.;\d]{{0,30}}?\b(?P<other>{_KIND})\b"
    r"(?:[^.;\d]{0,10}[(,\u2013-]\s*(?P<fewer>\d[\d,]{0,9})\s*[).,\u2013-])?",
    re.IGNORECASE,
)


def of_two_kinds(draft: Draft, scene: Scene) -> Draft:
    """The multiple of one kind of victims over another, by the counts of both where they stand."""
    if draft.measure not in _MULTIPLES:
        return draft
    found = _TWO.match(scene.text[: scene.sentence.end], draft.phrase.end)
    if found is None or found["one"].lower() == found["other"].lower():
        return draft
    what = Counted(f"other:{PART}", PART, f"{PART}, for two kinds of victims are compared")
    later, earlier = (_count(scene, found.start(name)) for name in ("more", "fewer"))
    operands: tuple[Operand, ...] = ()
    if later is not None and earlier is not None:
        operands = (
            msgspec.structs.replace(earlier, role="earlier"),
            msgspec.structs.replace(later, role="later"),
        )
    return msgspec.structs.replace(
        draft, measure=Measure.MULTIPLE, what=what, group=None, operands=operands
    )


def _count(scene: Scene, start: int) -> Operand | None:
    for one in scene.phrases:
        if one.shape is Shape.COUNT and one.start <= start < one.end:
            return Operand("count", exact(one), one.text, rough(one))
    return None


__all__ = ["of_two_kinds"]
