"""A multiple between two groups of one time, whose counts stand beside their names.

"Against girls (19,790) there were six times as many as against boys (3,218)": neither is of
another year or area, and the multiple is worked out from the two.

    of_two_groups(work)  # (Operand("earlier", 3218), Operand("later", 19790))
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import exact, rough
from beholden.figures.core.claims.finding._work import Work
from beholden.figures.core.claims.models import Operand, OperandRole, Phrase, Shape

_BEFORE = lazily(r"[^.;:?!]{0,60}", re.IGNORECASE)
_BETWEEN = lazily(
    r"\s+(?:as\s+(?:many|much|high|large)|more|the\s+(?:number|total|figure))\b[^.;:?!]{0,60}?"
    r"\b(?:as|than|of)\b[^.;:?!]{0,50}",
    re.IGNORECASE,
)
_BESIDE = lazily(r"\(\s?(?:\w+\s)?$")


def of_two_groups(work: Work) -> tuple[Operand, ...]:
    """The two counts in brackets between which a multiple lies; empty where there are none."""
    scene, phrase = work.scene, work.phrase
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT and _bracketed(one, work)]
    before = [one for one in counts if one.end <= phrase.start]
    after = [one for one in counts if one.start >= phrase.end]
    if len(before) != 1 or len(after) != 1:
        return ()
    (first,), (second,) = before, after
    joined = _BEFORE.fullmatch(scene.text, first.end, phrase.start) and _BETWEEN.fullmatch(
        scene.text, phrase.end, second.start
    )
    starts = [one.start for one in scene.whens]
    starts += [one.start for one in scene.whos if one.subject is not None]
    apart = any(phrase.end <= start < second.start for start in starts)
    if joined is None or apart or not second.value:
        return ()
    return (_operand("earlier", second), _operand("later", first))


def _bracketed(phrase: Phrase, work: Work) -> bool:
    before = work.scene.text[max(work.scene.sentence.start, phrase.start - 12) : phrase.start]
    return _BESIDE.search(before) is not None


def _operand(role: OperandRole, phrase: Phrase) -> Operand:
    return Operand(role, exact(phrase), phrase.text, rough(phrase))


__all__ = ["of_two_groups"]
