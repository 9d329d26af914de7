"""Who and what of one number, from its sentence or else from what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core._view import home_group
from beholden.figures.core.claims._attach import nearest_what, nearest_who
from beholden.figures.core.claims._draft import Counted, Who
from beholden.figures.core.claims._gazetteer import Gazetteer, of_group
from beholden.figures.core.claims._scene import Scene
from beholden.figures.core.claims.models import Phrase, Subject
from beholden.figures.core.claims.who import WhoMention
from beholden.figures.core.models import ForceCode

_AREAS = frozenset({"force", "area", "part", "group", "uk", "anaphor"})
_NO_PLACE = re.compile(
    r"\s+(?:crown|magistrates|county court|youth court|college|university|council|hospital|prison"
    r"|school|live|online|news|echo|post|gazette|chronicle)\b",
    re.IGNORECASE,
)
_REGION = re.compile(r"\bregion|\beast\b|\bwest\b|\bnorth\b|\bsouth\b", re.IGNORECASE)
_SAID_BY = re.compile(
    r"\s+(?:police and crime commissioner|MP\b|mayor|spokes\w+|office of the police)", re.IGNORECASE
)


def whos_in(scene: Scene) -> tuple[WhoMention, ...]:
    """The mentions of a sentence that may be whom a number is of."""
    found = [
        one
        for one in scene.whos
        if one.kind in _AREAS
        and not _NO_PLACE.match(scene.text, one.end)
        and not (one.kind != "anaphor" and _SAID_BY.match(scene.text, one.end))
    ]
    whole = {one.subject.key for one in found if one.subject and one.kind in {"force", "area"}}
    return tuple(
        one
        for one in found
        # "Southend, Essex" and "Essex Police ... in Southend" speak of Essex.
        if not (one.kind == "part" and one.subject and one.subject.key in whole)
    )


def who_of(phrase: Phrase, scene: Scene, allowed: Sequence[WhoMention] | None = None) -> Who:
    """Whose number it is."""
    found = nearest_who(phrase, scene, whos_in(scene) if allowed is None else allowed)
    if found is None:
        return scene.memory.carried(scene.seen.index)
    return named(found[0], scene)


def named(mention: WhoMention, scene: Scene) -> Who:
    """Whom a mention means."""
    if mention.kind == "anaphor" or mention.subject is None:
        return _anaphor(mention, scene)
    scene.memory.mention(mention.subject, mention.kind)
    return Who(mention.subject, f"{mention.subject.name}, named as \u201c{mention.text}\u201d")


def _anaphor(mention: WhoMention, scene: Scene) -> Who:
    memory = scene.memory
    subject = memory.force or memory.about.subject
    if _REGION.search(mention.text):
        subject = memory.group or home(subject, scene.gazetteer)
    if subject is None:
        return memory.carried(scene.seen.index)
    return Who(subject, f"{subject.name}, meant by \u201c{mention.text}\u201d", named=False)


def home(subject: Subject | None, gazetteer: Gazetteer) -> Subject | None:
    """The region or nation of a force; a group stays itself."""
    if subject is None or subject.key.startswith(("group:", "other:")):
        return subject
    registry = gazetteer.registry
    return of_group(home_group(registry, registry.by_code(ForceCode(subject.key))))


def what_of(phrase: Phrase, scene: Scene) -> Counted | None:
    """What it counts; ``None`` where the article names nothing that is counted."""
    found = nearest_what(phrase, scene)
    beside = found is not None and found[1]
    if found is not None and not found[0].generic:
        what = found[0]
        why = f"{what.name}, named as \u201c{what.text}\u201d"
        return Counted(what.series, what.name, why, what.people, beside)
    people = found is not None and found[0].people
    memory = scene.memory
    if memory.what is not None:
        why = f"{memory.what.name}, which the paragraph speaks of"
        return Counted(memory.what.series, memory.what.name, why, people, beside)
    if memory.about.what is not None:
        why = f"{memory.about.what.name}, which the article is about"
        return Counted(memory.about.what.series, memory.about.what.name, why, people, beside)
    return None


__all__ = ["home", "named", "what_of", "who_of", "whos_in"]
