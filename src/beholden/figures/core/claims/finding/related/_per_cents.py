"""Numbers of a list whose last one alone says per cent: "rises of 35, 69 and 23 per cent".

shared_per_cent(phrase, scene).measure  # a change, for the 35 of them
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._roles import Role, changed
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Measure, Phrase, Shape

_MOST = 1000
_LISTED = lazily(r"\s?,\s|,?\s(?:and|or)\s", re.IGNORECASE)
_RISES_OF = lazily(
    r"\b(?:(?P<up>rises|increases|jumps|surges)|(?P<down>falls|drops|decreases|reductions))\sof\s$",
    re.IGNORECASE,
)


def shared_per_cent(phrase: Phrase, scene: Scene) -> Role | None:
    """The change that a number without a sign is, as the last of its list is one."""
    if phrase.shape is not Shape.COUNT:
        return None
    run = _run(phrase, scene)
    if phrase not in run[:-1] or run[-1].shape is not Shape.PERCENT:
        return None
    if any(one.shape is not Shape.COUNT or one.value >= _MOST for one in run[:-1]):
        return None
    found = _RISES_OF.search(scene.before(run[0]))
    return None if found is None else Role(Measure.CHANGE, changed(found))


def _run(phrase: Phrase, scene: Scene) -> list[Phrase]:
    """The list of numbers that one stands in."""
    run: list[Phrase] = []
    for one in scene.phrases:
        if run and not _LISTED.fullmatch(scene.text[run[-1].end : one.start]):
            if phrase in run:
                break
            run = []
        run.append(one)
    return run


__all__ = ["shared_per_cent"]
