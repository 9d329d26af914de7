"""So many times that something happened: "it came up eight times" is no multiple.

so_many_times(phrase, scene)  # true of "Snapchat was named eight times"
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase

_CAME_UP = lazily(
    r"\b(?:(?:came|come|cropped|shows?|showed)\s+up|named|mentioned|cited|appear(?:s|ed)?|featur(?:es|ed)"
    r"|listed|flagged|noted|identified|used|called|contacted|visited|viewed|shared|reported)\s+"
    r"(?:(?:a\s+total\s+of|in\s+all|only|just|at\s+least)\s+)?$",
    re.IGNORECASE,
)
_THAN_AFTER = lazily(
    r"\s+(?:as|more|higher|greater|larger|bigger|fewer|less|the|that|those|what|its|over)\b",
    re.IGNORECASE,
)


def so_many_times(phrase: Phrase, scene: Scene) -> bool:
    """Whether something happened so many times: "it came up eight times" is no multiple."""
    times = phrase.text.lower().endswith("times")
    came = times and _CAME_UP.search(scene.before(phrase)) is not None
    return came and _THAN_AFTER.match(scene.after(phrase)) is None


__all__ = ["so_many_times"]
