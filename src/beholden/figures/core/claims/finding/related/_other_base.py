"""Changes against something else than an earlier year: an expectation, an estimate, the truth.

"35 per cent more than expected", "199 more than first thought", "the real number is 35 per cent
higher": the data hold neither what was expected nor what is true.
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase

OTHER_BASE = "compared with something else than a recorded number"

_EXPECTED = (
    r"(?:expected|expectations?|anticipated|thought|believed|assumed|feared|hoped|predict(?:ed|ions?)"
    r"|forecasts?|estimate[ds]?|projected|projections?|planned|budgeted|target|targets|reported"
    r"|imagined|realised|admitted|acknowledged|published)"
)
_MORE_THAN = lazily(
    r"\s+(?:\w+\s+)?(?:more|higher|greater|fewer|lower|less|above|below|beyond|short\s+of)\b"
    r"(?:\s+(?:\w+\s+){0,5}than)?\s+"
    r"(?:(?:had|has|have|been|was|were|is|are|first|previously|originally|initially|the|police|force|what"
    r"|it|they|we|its|their|officials?|anyone|experts?|officers|an?|any|initial|official|all|widely"
    rf"|generally)\s+){{0,6}}{_EXPECTED}\b(?!\s+(?:offences?|crimes?|cases?|incidents?)\b)",
    re.IGNORECASE,
)
_ON_ESTIMATE = lazily(
    r"\s+(?:up|down|more|higher|lower|fewer)\s+(?:on|than|against)\s+(?:[\w'\u2019]+\s+){0,4}"
    r"(?:estimates?|forecasts?|predictions?|projections?|expectations?|targets?)\b",
    re.IGNORECASE,
)
_TRUTH = lazily(
    r"\b(?:real|true|actual|hidden)\s+(?:\w+\s+)?(?:numbers?|figures?|scale|level|total|extent|toll|rate)\b"
    r"[^.;:,]{0,50}\b(?:is|was|are|were|be|been)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_BELIEVED = lazily(
    r"\b(?:believe[sd]?|thinks?|thought|fears?|feared|estimate[sd]?|suspect(?:s|ed)?)\b"
    r"[^.;:]{0,60}\b(?:real|true|actual)\s+[^.;:]{0,40}$",
    re.IGNORECASE,
)


def other_base(phrase: Phrase, scene: Scene) -> bool:
    """Whether a change is told against what is in no data."""
    before = scene.before(phrase)
    after = scene.after(phrase)
    if _MORE_THAN.match(after) or _ON_ESTIMATE.match(after):
        return True
    return _TRUTH.search(before) is not None or _BELIEVED.search(before) is not None


__all__ = ["OTHER_BASE", "other_base"]
