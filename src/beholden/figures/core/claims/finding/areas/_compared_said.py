"""With whom an area is compared: "twice that for the UK", "half as many as its neighbour"."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Who
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._work import Work, forces_so_far, within
from beholden.figures.core.claims.finding.areas._pointed import at_home
from beholden.figures.core.claims.finding.areas._resolve import named, points_back
from beholden.figures.core.claims.models import Measure, Phrase, Shape, Subject

_IN_LINE = lazily(
    r"\b(?:broadly\s+|very\s+much\s+|much\s+)?in\s+line\s+with\s+(?:the\s+)?(?:rest\s+of\s+(?:the\s+)?"
    r"(?:country|uk|nation|england)|national\s+(?:average|picture|trend|figures?|rate)|other\s+forces"
    r"|uk\s+average)",
    re.IGNORECASE,
)
_AS_MANY = r"(?:as\s+)?(?:many|much|high|large|big|common)(?:\s+[\w/-]+){0,8}?\s+as"
_ABOVE = r"(?:higher|greater|bigger|larger|more)\s+than"
_FIGURE = r"(?:rate|number|figure|total|level|rise|increase|count|tally|average)"
_THE_FIGURE = rf"(?:that|those|what|the\s+(?:[\d,]{{1,9}}|(?:\w+\s+)?{_FIGURE}))"
_OF_WHAT = r"(?:\s+of(?:\s+\w+){1,5}?)?"
_THE_OFFENCES = (
    r"the\s+(?:\w+\s+){0,4}?(?:offences|crimes|cases)(?:\s+recorded\s+(?:in|by)|\s+of|\s+that)"
)
_MAY_BE_OWN = lazily(r"\s+the\s+number\b", re.IGNORECASE)
_THERE = r"(?:\s+(?:recorded|seen|logged|reported))?(?:\s+(?:of|for|in|across|by|at|that))?"
_WHOLE = r"(?:\s+the)?(?:\s+(?:whole|rest)\s+of(?:\s+the)?)?"
_NEIGHBOURING = r"(?:\s+(?:its|their|our|the))?(?:\s+\w+)?\s+neighbou?r(?:ing)?,?"
_THAT_OF = lazily(
    rf"\s+(?:of\s+)?(?:{_AS_MANY}(?:\s+{_THE_FIGURE})?|{_ABOVE}(?:\s+{_THE_FIGURE})?|{_THE_FIGURE}|{_THE_OFFENCES}){_OF_WHAT}"
    rf"{_THERE}(?:{_WHOLE}|{_NEIGHBOURING})\s+",
    re.IGNORECASE,
)
# "Half as many offences as Kent": "many" stands in the words of the multiple.
_HALF_OF = lazily(
    rf"\s+(?:[\w/-]+\s+){{0,6}}?as(?:\s+{_THE_FIGURE})?{_THERE}{_WHOLE}\s+", re.IGNORECASE
)
# "Half the number in Kent": what is counted stands in the words of the multiple as well.
_THE_NUMBER = lazily(r"\b(?:the|that)\s+(?:number|rate|figure)$", re.IGNORECASE)
_IN = lazily(rf"{_OF_WHAT}{_THERE}{_WHOLE}\s+", re.IGNORECASE)
_NEIGHBOUR = lazily(
    rf"\s+(?:{_AS_MANY}|{_ABOVE}|{_THE_FIGURE}){_OF_WHAT}{_THERE}\s+(?:its|their|our|the)"
    r"(?:\s+\w+){0,2}\s+neighbou?r(?!s|ing)",
    re.IGNORECASE,
)
_BEFORE_NAME = lazily(r"\s+(?:the\s+)?", re.IGNORECASE)
# "Twice the UK rate", "twice the UK's", "twice the UK's 3.4 per 10,000".
_OWN_FIGURE = lazily(
    rf"(?:['\u2019]s)?\s+(?:\w+\s+)?{_FIGURE}\b|['\u2019]s(?=\s*[.,;:!?)]|\s*$|\s+(?:\d|in\s|over\s))",
    re.IGNORECASE,
)
# "Four times Hertfordshire's 301", and not "twice the UK's 3.4 per 10,000".
_WHOSE_COUNT = lazily(
    r"\s+(?:(?:above|below|up\s+on|down\s+on)\s+)?(?:the\s+)?(?-i:[A-Z])[\w\s-]{1,60}?['\u2019]s?\s+(?:\w+\s+){0,2}?\d[\d,]*(?![\d.,]*\d|\s*(?:%|per\b|in\b))",
    re.IGNORECASE,
)
_OTHERS = lazily(
    r"[^.;]{0,60}\b(?:national\s+(?:average|rate|figure|increase|rise)|rest\s+of\s+the\s+country"
    r"|uk\s+(?:average|rate)|(?:seen|recorded)\s+nationally)\b",
    re.IGNORECASE,
)
_THE_OTHER = lazily(r"[^.;,]{0,40}\bas\s+the\s+other\b", re.IGNORECASE)
_NO_MORE = lazily(
    r"(?:\s+(?:as\s+)?(?:many|much|high|often))?(?:\s+(?:offences|crimes|cases|of\s+them))?"
    r"\s*(?:[\"\u201d\u2019'),.;:!\u2013\u2014-]|$|and\b|but\b)",
    re.IGNORECASE,
)
_MANY = lazily(r"\b(?:many|much|number)\b", re.IGNORECASE)
_OF_INCREASE = lazily(
    r"\brates?\s+of\s+(?:increase|growth|rise)|\b(?:rise|increase|growth|jump|up)\b", re.IGNORECASE
)
_IN_PER_CENTS = lazily(
    r"\b(?:percentage-?\s?wise|in\s+percentage\s+terms|proportionat?e?ly|in\s+proportion|relatively)\b",
    re.IGNORECASE,
)
_PER_HEAD = lazily(r"\b(?:rates?|per\s+head|per\s+person|for\s+its\s+size)\b", re.IGNORECASE)
_NUMBER_OF = lazily(r"\b(?:number|total|as\s+many|offences|figure)\b", re.IGNORECASE)
_OVER_TIME = frozenset({"step", "previous", "span", "since"})


def in_line(scene: Scene) -> list[Phrase]:
    """Words that claim a ratio of about one without a number."""
    sentence = scene.sentence
    return [
        Phrase(
            one.start(),
            one.end(),
            one[0],
            Shape.MULTIPLE,
            Fraction(1),
            "in line",
            number=one[0],
            wording=Wording.ABOUT,
        )
        for one in _IN_LINE.finditer(scene.text, sentence.start, sentence.end)
    ]


def other_of(work: Work) -> Subject | None:
    """The area that something is a multiple of, where the words name it."""
    scene, end = work.scene, work.phrase.end
    for mention in scene.whos:
        if mention.start < end or mention.subject is None or mention.kind == "anaphor":
            continue
        between = scene.text[end : mention.start]
        own = _BEFORE_NAME.fullmatch(between) and _OWN_FIGURE.match(scene.text, mention.end)
        halved = work.phrase.form == "half as many"
        half = halved and _HALF_OF.fullmatch(between)
        number = halved and _THE_NUMBER.search(work.phrase.text) and _IN.fullmatch(between)
        if own or half or number or _THAT_OF.fullmatch(between):
            subject = named(mention, scene).subject
            if (number or _MAY_BE_OWN.match(between)) and _alone(subject, scene):
                # "Double the number of offences in Essex" is what Essex had before.
                return None
            return subject
    return None


def _alone(subject: Subject, scene: Scene) -> bool:
    """Whether a sentence, and what went before it, speak of no area but one."""
    if scene.memory.carried(scene.seen.index).subject.key != subject.key:
        return False
    return all(one.subject is None or one.subject.key == subject.key for one in scene.whos)


def against_others(work: Work) -> bool:
    """Whether the words compare with the country, though they do not name it."""
    return work.phrase.form == "in line" or _OTHERS.match(work.after) is not None


_BEHIND_COUNT = lazily(r"\d\s*[,(\u2013\u2014-]\s*$")
_NOTHING_ELSE = lazily(r"\s*[,.;:)\u2013\u2014-]")


def _apposed(work: Work, who: Who) -> Subject | None:
    """The article's own area, of which another has a multiple: "Kent recorded 543 (double)"."""
    own = work.scene.memory.about.subject
    apposed = _BEHIND_COUNT.search(work.before) and _NOTHING_ELSE.match(work.after)
    if own is None or own.members or not apposed or not who.named or own.key == who.subject.key:
        return None
    return None if _OF_INCREASE.search(work.before) or work.scene.whens else own


def unnamed_other(work: Work, who: Who) -> Subject | None:
    """The area spoken of before, where another one has "twice as many" or a neighbour is meant."""
    own = _apposed(work, who)
    if own is not None:
        return own
    before = _forces_before(work, who)
    if _NEIGHBOUR.match(work.after):
        return before
    several = {one.who.subject.key for one in work.counted} - {who.subject.key}
    timed = any(one.how in _OVER_TIME for one in work.scene.whens)
    last = work.scene.memory.last
    itself = last is not None and last.who.subject.key == who.subject.key
    if (timed and not several) or (itself and not several) or not who.named:
        return None
    said = f"{work.phrase.text}{work.after[:30]}"
    if work.phrase.form == "multiplied" or not _MANY.search(said):
        return None
    return before if _NO_MORE.match(work.after) else None


def one_and_the_other(work: Work) -> tuple[Who, Subject] | None:
    """Of two areas the one that has more: "one recorded twice as many as the other"."""
    two = _two_areas(work)
    if two is None or not _THE_OTHER.match(work.after):
        return None
    fewer, more = sorted(two, key=lambda one: one.phrase.value)
    if work.phrase.value < 1:
        fewer, more = more, fewer
    return more.who, fewer.who.subject


_MORE_HERE = lazily(
    r"\s+(?:as\s+many|as\s+much|the\s+(?:number|figure|total))(?:\s+(?:offences|crimes|cases|of\s+them))?\s+$",
    re.IGNORECASE,
)


def more_here(work: Work) -> tuple[Who, Subject] | None:
    """Here and the area just counted: "You've got four times as many down here"."""
    for mention in at_home(work.scene):
        between = work.scene.text[work.phrase.end : max(work.phrase.end, mention.start)]
        last = work.scene.memory.told_before
        if not _MORE_HERE.fullmatch(between) or not last or work.scene.whos:
            continue
        own, other = named(mention, work.scene), last[-1].who.subject
        if other.key != own.subject.key and not other.members and ":" not in other.key:
            return own, other
    return None


def basis_of(work: Work) -> Literal["", "count", "percentage", "rate"]:
    """By what two areas are compared, where the sentence says it."""
    near = work.near
    if work.phrase.form == "in line":
        return "percentage" if _OF_INCREASE.search(near) else ""
    behind = _BEHIND_COUNT.search(work.before) and _NOTHING_ELSE.match(work.after)
    many = _MANY.search(f"{work.phrase.text}{work.after[:12]}") or _WHOSE_COUNT.match(work.after)
    if behind or many:
        return "count"
    if _of_increase(work):
        return "percentage"
    if _PER_HEAD.search(near):
        return "rate"
    return "count" if _NUMBER_OF.search(near) else ""


def _of_increase(work: Work) -> bool:
    """Whether two areas are compared by how much each rose."""
    text, last = work.scene.sentence.text, work.scene.memory.last
    if _IN_PER_CENTS.search(text) or _OF_INCREASE.search(work.near):
        return True
    # "Twelve per cent. That is half the national rate".
    return last is not None and last.measure is Measure.CHANGE and points_back(text)


def _forces_before(work: Work, who: Who) -> Subject | None:
    """The force named last before the number that is not the one it is of."""
    here = forces_so_far(work.scene, work.phrase.start)
    found = [one for one in (*work.scene.memory.forces, *here) if one.key != who.subject.key]
    force = found[-1] if found else None
    # A force is compared with a force, and not with a part of itself.
    return force if force is not None and not within(force, who.subject) else None


def _two_areas(work: Work) -> tuple[Draft, Draft] | None:
    counts = [one for one in work.counted if one.phrase.shape is Shape.COUNT]
    alone = [one for one in counts if one.measure is Measure.COUNT]
    keys = {one.who.subject.key for one in alone}
    return (alone[0], alone[1]) if len(alone) == len(keys) == 2 else None  # noqa: PLR2004 - a pair


__all__ = [
    "against_others",
    "basis_of",
    "in_line",
    "more_here",
    "one_and_the_other",
    "other_of",
    "unnamed_other",
]
