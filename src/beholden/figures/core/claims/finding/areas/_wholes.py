"""The whole that a sentence of one area tells too: "767 of the 22,724", "a national average"."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from beholden.figures.core._view import home_group
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Who
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase, Shape, Subject
from beholden.figures.core.claims.naming.gazetteer import of_group
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode

_OF_THE = lazily(
    r"\s+(?:\w+\s+)?(?:out\s+)?of\s+(?:the|all|a\s+total\s+of|those)\s+$", re.IGNORECASE
)
_OPENS = lazily(r"\W*(?:out\s+)?of\s+(?:the\s+|all\s+|all\s+the\s+)?", re.IGNORECASE)
_PART = lazily(
    r"\s[^.;,]{0,60},\s+(?:\w+\s+){0,2}[\d,]+\s[^.;]{0,40}\b(?:in|by|from)\s+(?:the\s+)?(?-i:[A-Z])",
    re.IGNORECASE,
)
_SAW = lazily(r"\s+(?:that|which)\s+(?:saw|has\s+seen|sees|included)\b", re.IGNORECASE)
# "Below the national average, a 16% rise to 10,391".
_AS_A = lazily(r"(?:,|\s[\u2013\u2014-]|\s?\()?\s?(?:an?|of\san?|with\san?)\s", re.IGNORECASE)
_RISE_TO = lazily(
    r"\s(?:rise|increase|jump|surge|fall|drop|decrease)\s(?:from\s[\d,]{1,9}\s)?to\s(?:a\srecord\s)?\d",
    re.IGNORECASE,
)
_OF_ONE = lazily(r"\s+(?:of|is|was|being)\s+(?:about\s+|almost\s+|around\s+)?$", re.IGNORECASE)


def of_whole(phrase: Phrase, scene: Scene, part: Subject | None) -> Who | None:
    """The larger area of "767 of the 22,724 offences", for which the data hold the number.

    Args:
        phrase: The number.
        scene: Its sentence.
        part: The area that the words beside it name.
    """
    if phrase.shape is not Shape.COUNT or phrase.wording is not Wording.PLAIN or part is None:
        return None
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT and one.end <= phrase.start]
    of_the = counts and _OF_THE.fullmatch(scene.text, counts[-1].end, phrase.start)
    if not of_the and not (
        _OPENS.fullmatch(scene.before(phrase)) and _PART.match(scene.after(phrase))
    ):
        return None
    if any(0 <= one.start - phrase.end <= _NEAR for one in scene.whos):
        return None
    what = scene.memory.what or scene.memory.about.what
    if what is None:
        return None
    registry, number = scene.gazetteer.registry, Decimal(str(phrase.value))
    groups = [of_group(registry.group("uk"))]
    if ":" not in part.key:
        groups.append(of_group(home_group(registry, registry.by_code(ForceCode(part.key)))))
    for subject in (part, *groups):
        if scene.memory.held.years_of(subject, what.series, number):
            why = f"{subject.name}, of whose total a part is told"
            return None if subject is part else Who(subject, why, named=False)
    return Who(groups[0], "the whole of which a part is told", named=False)


_NEAR = 40


# "Gwent had 267, South Wales 543 and North Wales 373. So the number has doubled".
_OVERALL = lazily(
    r"\W*(?:so|overall|in\s(?:all|total)|altogether|taken\stogether)\b,?\s(?:the\s|there\s|they\s|that\s)",
    re.IGNORECASE,
)
_FEWEST = 3


def of_all_told(scene: Scene) -> Who | None:
    """The group whose members were told one by one, where a sentence sums up what they mean."""
    told = {one.who.subject.key for one in scene.memory.told_before}
    if len(told) < _FEWEST or not _OVERALL.match(scene.sentence.text):
        return None
    for subject in (scene.memory.group, scene.memory.about.subject):
        if subject is not None and told <= {str(code) for code in subject.members}:
            return Who(subject, f"{subject.name}, of which parts were told", named=False)
    return None


def nation_told(scene: Scene) -> list[WhoMention]:
    """The country, where its own number is told: "a national average of one every 23 minutes"."""
    found = []
    for one in scene.whos:
        if one.kind != "rest" or one.subject is None or "rest" in one.text.lower():
            continue
        rate = any(
            _OF_ONE.fullmatch(scene.text, one.end, phrase.start)
            for phrase in scene.phrases
            if phrase.shape in {Shape.EVERY, Shape.PER} and phrase.start > one.end
        )
        risen = any(
            _AS_A.fullmatch(scene.text, one.end, phrase.start)
            and _RISE_TO.match(scene.text, phrase.end)
            for phrase in scene.phrases
            if phrase.shape is Shape.PERCENT and phrase.start > one.end
        )
        if rate or risen or _SAW.match(scene.text, one.end):
            found.append(msgspec.structs.replace(one, kind="uk"))
    return found


__all__ = ["nation_told", "of_all_told", "of_whole"]
