"""Forces that are meant by a direction: "the north" of Wales is North Wales."""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Who
from beholden.figures.core.claims.finding._work import Work, members_of
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming.gazetteer import of_force

_BEFORE = lazily(
    r"\b(?:it\s+was|only|in|but)\s+the\s+(?P<where>north|south|west|east)\s+(?:that|which)\s"
    r"[^.;,]{0,30}$",
    re.IGNORECASE,
)
_AFTER = lazily(
    r"\s+(?:of\s+them\s+|of\s+these\s+)?(?:were|was|are|is|came|took\s+place)?\s*(?:recorded\s+|from\s+)?in\s+"
    r"the\s+(?P<where>north|south|west|east)\s*(?:[.,;]|$)",
    re.IGNORECASE,
)


def directed(work: Work) -> Who | None:
    """The force that a direction means within the group that the text speaks of."""
    found = _BEFORE.search(work.before) or _AFTER.match(work.after)
    if found is None:
        return None
    memory, registry = work.scene.memory, work.scene.gazetteer.registry
    groups: list[Subject | None] = [memory.group, memory.subject, memory.about.subject]
    for group in groups:
        if group is None or len(group.members) < 2:  # noqa: PLR2004 - one force is no group
            continue
        force = registry.find(f"{found['where']} {group.name}")
        if force is not None and force.code in members_of(group):
            why = f"{force.name}, meant by \u201cthe {found['where']}\u201d of {group.name}"
            return Who(of_force(force), why, named=False)
    return None


__all__ = ["directed"]
