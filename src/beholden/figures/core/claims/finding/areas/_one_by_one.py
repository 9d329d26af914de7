"""The forces of a name that lists them: "South and West Yorkshire police recorded 772 and 1,320".

one_by_one(mention, scene)[0].subject  # South Yorkshire
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.naming.gazetteer import of_force
from beholden.figures.core.claims.naming.who import WhoMention

_PAIR = 2
_SPLIT = lazily(r"[^\W\d_]+(?=\s*(?:,|and\b|&))|(?:(?<=and\s)|(?<=&\s))[^,&]+$", re.IGNORECASE)


def one_by_one(mention: WhoMention, scene: Scene) -> list[WhoMention]:
    """The forces of a name that lists them: "South and West Yorkshire police"."""
    subject = mention.subject
    if mention.kind != "group" or subject is None or len(subject.members) < _PAIR:
        return [mention]
    registry = scene.gazetteer.registry
    words = list(_SPLIT.finditer(mention.text))
    forces = [registry.by_code(code) for code in subject.members]
    made = []
    for word in words:
        first = word[0].split()[0].lower()
        own = [one for one in forces if one.name.lower().split()[0] == first]
        if len(own) != 1:
            return [mention]
        start = mention.start + word.start()
        end = mention.start + word.end()
        made.append(WhoMention(start, end, word[0], of_force(own[0]), "force"))
    return made if len(made) == len(forces) else [mention]


__all__ = ["one_by_one"]
