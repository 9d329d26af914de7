"""Whether two numbers of a sentence stand in clauses that each tell a change of their own.

"Image offences rose by 35 per cent, but burglaries fell from 165 to 110": the two counts are
what the burglaries fell between, and say nothing of the 35 per cent.

    in_another_clause(per_cent, count, scene)  # True
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase

_BREAK = lazily(
    r"(?:[,;\u2013\u2014]\s*|\s-\s|\s)(?:while|whilst|whereas|but|although|though)\s",
    re.IGNORECASE,
)
_CHANGE = lazily(
    r"\b(?:rose|risen|rises?|increas\w{0,3}|grew|grown|climb\w{0,3}|jump\w{0,3}|soar\w{0,3}|surg\w{0,3}|went|gone|fell|fallen"
    r"|falls?|dropp?(?:ed|s)?|declin\w{0,3}|decreas\w{0,3}|up|down|more|fewer|higher|lower|doubled|trebled|tripled|halved)\b",
    re.IGNORECASE,
)


def in_another_clause(one: Phrase, other: Phrase, scene: Scene) -> bool:
    """Whether the second of two numbers belongs to a change of a clause of its own."""
    first, last = sorted((one, other), key=lambda each: each.start)
    breaks = list(_BREAK.finditer(scene.text, first.end, last.start))
    if not breaks:
        return False
    return _CHANGE.search(scene.text, breaks[-1].end(), last.start) is not None


__all__ = ["in_another_clause"]
