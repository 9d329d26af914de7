"""A total of areas that were just counted one by one: "200, 164 and 301, 665 in total"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Who
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._resolve import several
from beholden.figures.core.claims.models import Measure, Phrase, Shape
from beholden.figures.core.models import ForceCode

_BEHIND = lazily(
    r"\s(?:(?:offences|crimes|cases)\s)?(?:in\s(?:total|all)|altogether|all\stold|combined|together|between\s(?:them|the\s\w+))\b",
    re.IGNORECASE,
)
_BEFORE = lazily(
    r"(?:\b(?:making|giving|bringing|for)\s(?:a|the)\s(?:\w+\s)?total\s(?:of|to)|\btotall?ing"
    r"|[,\u2013\u2014-]\s(?:a|in)\s(?:\w+\s)?total(?:\sof)?|\bmaking|\badding\sup\sto"
    r"|\b(?:together|jointly|between\sthem|combined|altogether|in\sall),?(?:\s(?!and\b)\w+){0,2})\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_CLOSES = lazily(r"\s?(?:together|combined|between\sthem|in\sall)?[.,;:)\u2013]|$")
_A_TOTAL = ("a total of", "a combined total of")
_STOPS = tuple(",\u2013\u2014-:;")
_FEWEST = 2


# "If you put those three together it's getting on for 1,500": the three told one by one before.
_PUT = lazily(
    rf"\b(?:(?:put|add|take|lump|count|taken|added)\s+)?(?:those|these|the|all)\s"
    rf"(?P<many>{words_of(2, 10)})(?:\s(?:forces|counties|areas|constabularies|figures|totals))?"
    r"\s(?:together|up|combined)\b(?:\sand)?,?\s"
    r"(?:(?:it|that|you|they|this)(?:['\u2019]s|\s(?:is|was|makes|made|comes?\sto|came\sto|get|gets|have"
    r"|had|are))|(?:it|that)\s(?:adds?\sup\sto|gives\s(?:us|you)))\s(?:an?\s(?:total\s(?:of\s)?)?)?$",
    re.IGNORECASE,
)


# "Added together the two forces had 1,022", "the three still only reach 662 between them".
_SO_MANY_HAD = lazily(
    rf"\b(?:they|the\s(?:{words_of(2, 10)}|pair|others)"
    r"(?:\s(?:forces|counties|areas|constabularies))?)\s"
    r"(?:(?:still|now|then|also|only)\s){0,2}"
    r"(?:had|have|recorded|logged|saw|registered|reach(?:ed)?|come\sto|came\sto|ma[dk]e)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_ADDED = lazily(
    r"\b(?:(?:added|put|taken|lumped)\stogether|together|combined|between\sthem|in\swith)\b",
    re.IGNORECASE,
)


_OF_STAFF = lazily(
    r"\b(?:staff|budgets?|officers|teams?|population|workforce|posts|precept|arrests?|charged)\b",
    re.IGNORECASE,
)


def added_up(phrase: Phrase, scene: Scene) -> bool:
    """Whether a bare number is what several areas had together, after counts of them."""
    if _OF_STAFF.search(scene.sentence.text):
        return False
    told = _SO_MANY_HAD.search(scene.before(phrase)) and _ADDED.search(scene.sentence.text)
    plain = phrase.shape is Shape.COUNT and _CLOSES.match(scene.after(phrase)) is not None
    return bool(told) and plain and scene.memory.last is not None


def put_together(phrase: Phrase, scene: Scene) -> Who | None:
    """The areas counted one by one before, which a sentence adds up: "put those three together"."""
    found = _PUT.search(scene.before(phrase))
    what = scene.memory.about.what
    if found is None or what is None or phrase.shape is not Shape.COUNT:
        return None
    counted = [one for one in scene.memory.forces if scene.memory.counts(one, what.series)]
    if len(counted) != number_said(found["many"]) or any(":" in one.key for one in counted):
        # Of more areas than are added up nobody knows which are meant.
        return None
    subject = several(tuple(ForceCode(one.key) for one in counted), scene.gazetteer)
    return Who(subject, f"{subject.name}, counted one by one before, put together")


def together_of(phrase: Phrase, scene: Scene, before: Sequence[Draft]) -> Who | None:
    """The areas of the counts before a number that is said to be their total."""
    said = phrase.text.lower().startswith(_A_TOTAL) and scene.before(phrase).rstrip()[-1:] in _STOPS
    total = said or _BEHIND.match(scene.after(phrase)) or _BEFORE.search(scene.before(phrase))
    counts = [one for one in before if one.measure is Measure.COUNT and not one.role.end]
    keys = list(dict.fromkeys(one.who.subject.key for one in counts))
    if not total or len(keys) < _FEWEST or len(keys) != len(before):
        return None
    if any(":" in key for key in keys):
        return None
    # An area between them and the number is that of the number.
    if any(counts[-1].phrase.end <= one.start < phrase.start for one in scene.whos[len(keys) :]):
        return None
    subject = several(tuple(ForceCode(key) for key in keys), scene.gazetteer)
    return Who(subject, f"{subject.name}, whose counts stand before, taken together")


__all__ = ["added_up", "put_together", "together_of"]
