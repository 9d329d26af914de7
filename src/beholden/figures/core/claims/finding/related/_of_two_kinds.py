"""Multiples between two kinds of victims: "five times as many against girls (1,242) as boys (214)".

Or between offenders, ages or platforms: whatever is a part of the offences beside another part.
Neither is an area, and neither a year: the multiple is that of the two counts beside.

    of_two_kinds(draft, scene)  # five times, of 214 and 1,242
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft, exact, rough
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._parts_of import PART, SERVICE
from beholden.figures.core.claims.models import Measure, Operand, Shape

_MULTIPLES = frozenset({Measure.MULTIPLE, Measure.OF_OTHER})
_KIND = (
    r"(?:girls?|boys?|females?|males?|women|men|under-1[0-8]s|adults?|teenagers?|toddlers?|infants?|babies"
    r"|strangers?|acquaintances|relatives|family\s+members|parents|partners|(?:people\s+)?known\s+to\s+(?:the|their)"
    rf"|[\w-]+[\s-]year[\s-]olds|{SERVICE})"
)
_COUNT = r"(?:[^.;\d]{{0,20}}[(,\u2013-]\s*(?P<{}>\d[\d,]{{0,9}})\s*[).,\u2013-])?"
_THAN = r"\b(?:than|as|compared\s+(?:with|to)|against)\b"
_TWO = lazily(
    rf"[^.;\d]{{0,90}}?\b(?P<one>{_KIND})\b{_COUNT.format('more')}"
    rf"[^.;\d]{{0,30}}?{_THAN}[^.;\d]{{0,30}}?\b(?P<other>{_KIND})\b{_COUNT.format('fewer')}",
    re.IGNORECASE,
)
# "Girls were six times more likely to be victims than boys", "four times more than strangers".
_THE_OTHER = lazily(
    rf"[^.;\d]{{0,60}}?{_THAN}[^.,;\d]{{0,30}}?\b(?P<other>{_KIND})\b{_COUNT.format('fewer')}",
    re.IGNORECASE,
)
_THE_ONE = lazily(rf"\b(?P<one>{_KIND})\b{_COUNT.format('more')}[^.;\d]{{0,60}}$", re.IGNORECASE)
# Who is likelier to be a victim than others: no year is likelier than another.
_LIKELY = lazily(r"\s*(?:(?:as|more|less)\s+)?likely\b|\s+the\s+(?:risk|chance)\b", re.IGNORECASE)


def of_two_kinds(draft: Draft, scene: Scene) -> Draft:
    """The multiple of one kind of victims over another, by the counts of both where they stand."""
    if draft.measure not in _MULTIPLES:
        return draft
    before, end = scene.before(draft.phrase), draft.phrase.end
    until = scene.text[: scene.sentence.end]
    both = _TWO.match(until, end)
    other = _THE_OTHER.match(until, end)
    one = _THE_ONE.search(before)
    if both is not None and both["one"].lower() != both["other"].lower():
        found = both.start("more"), both.start("fewer")
    elif other is not None and (one is None or one["one"].lower() != other["other"].lower()):
        more = -1 if one is None else one.start("more")
        found = -1 if more < 0 else scene.sentence.start + more, other.start("fewer")
    elif _LIKELY.match(until, end) or _than_others(scene, end):
        found = -1, -1
    else:
        return draft
    what = Counted(f"other:{PART}", PART, f"{PART}, for two kinds of victims are compared")
    later, earlier = (_count(scene, at) for at in found)
    operands: tuple[Operand, ...] = ()
    if later is not None and earlier is not None:
        operands = (
            msgspec.structs.replace(earlier, role="earlier"),
            msgspec.structs.replace(later, role="later"),
        )
    return msgspec.structs.replace(
        draft, measure=Measure.MULTIPLE, what=what, group=None, operands=operands
    )


# "Twice as common as those offline": what is not compared with a year, an area or a number.
_AS_COMMON = lazily(
    r"\s*(?:(?:as|more|less)\s+)?(?:common|frequent|prevalent|numerous|widespread|often|usual)(?:ly)?"
    r"(?:\s+[\w-]+){0,3}?\s+(?:as|than)\s+"
    r"(?!(?:(?:in|at|on|by|since|before|during|it|they|that|this|last|a|the)\s+){0,3}"
    r"(?:\d|year|month|decade|last|previous|before|earlier|same|start|beginning|end|were\b|was\b|had\b|number|figure|total"
    r"|rate|average|then|now|ever|usual|normal|before))",
    re.IGNORECASE,
)


def _than_others(scene: Scene, end: int) -> bool:
    """Whether a multiple is one of something over something else, and not over an area."""
    found = _AS_COMMON.match(scene.text[: scene.sentence.end], end)
    if found is None:
        return False
    return not any(0 <= who.start - found.end() <= _NEAR for who in scene.whos)


_NEAR = 20


def _count(scene: Scene, start: int) -> Operand | None:
    for one in scene.phrases:
        if one.shape is Shape.COUNT and one.start <= start < one.end:
            return Operand("count", exact(one), one.text, rough(one))
    return None


__all__ = ["of_two_kinds"]
