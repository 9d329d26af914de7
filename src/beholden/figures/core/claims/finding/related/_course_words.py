"""The words that say which way a count went: "fell to", "down from", "fewer ... than".

direction_of(draft, scene)  # "down" for the 767 of "fell to 767"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._roles import CHANGE, changed, no_change, plain_lead
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Direction, Shape

_REACH = 140
_PAIR = 2
# What may stand between "fell" and the number it fell to: no other clause, and no "led to".
_GAP = lazily(r"[^.;:()\u2013\u2014?]{0,140}", re.DOTALL)
_ANOTHER = lazily(
    r"\b(?:while|whereas|but|although|though|despite|after|as|when|which|who|because|yet|so"
    r"|(?:lead|led|leading|contribut\w+|due|thanks|according|amount\w*|equat\w+|took|tak(?:es|ing)"
    r"|br(?:ought|ings?|inging)|linked|relat\w+|attribut\w+|equivalent|close|similar|compared"
    r"|prior|subject|up|down|add(?:ed|s|ing)?)\s+to|responded|cut|cuts)\b",
    re.IGNORECASE,
)
_FROM = lazily(r"\bfrom\b[^.;:,()\d]{0,40}$", re.IGNORECASE)
_TO = lazily(r"\bto\b[^.;:,()\d]{0,40}$", re.IGNORECASE)
# "Crept up to 674 and 770 later, slipped back to 718": the word is not that of the last number.
_AGAIN = lazily(r"\b(?P<end>to|from)\s[^;.]*\d[^;.]*\b(?P=end)\b", re.IGNORECASE)
_BESIDE = lazily(
    rf"(?:(?:{CHANGE.pattern})\s+(?:from|on)|\b(?:(?P<more>higher|greater|more|above)"
    r"|(?P<fewer>lower|fewer|less|smaller|below))\s+than)\s+[^.;:,()\d]{0,40}$",
    re.IGNORECASE,
)
# "Fewer than in 2016/17, when there were 568"; "topped the previous year's 309".
_WHEN = lazily(
    rf"(?:(?:{CHANGE.pattern})\s+(?:from|on)|\b(?:(?P<more>higher|greater|more|above)"
    r"|(?P<fewer>lower|fewer|less|smaller|below))\s+than)\s+[^.;:()]{0,40}?,?\s+when\b[^.;:,()\d]{0,40}$",
    re.IGNORECASE,
)
_PASSED = lazily(
    r"\b(?:topp(?:ed|ing)|exceed(?:ed|ing)|pass(?:ed|ing)|surpass(?:ed|ing)|beat(?:ing)?|overt(?:ook|aking)"
    r"|outstripp(?:ed|ing))\s+[^.;:,()\d]{0,40}$",
    re.IGNORECASE,
)
_BASE = lazily(
    r"\b(?:with|to|against|from|on)\s+an?\s+(?:(?:much|slightly|even)\s+)?(?:(?P<more>higher|greater|larger)|(?P<fewer>lower|smaller))\s+"
    r"(?:(?:figure|number|total|count|tally|level)\s+)?(?:of\s+)?$",
    re.IGNORECASE,
)
_OPENING = lazily(
    r"\W*(?:(?P<more>more)|(?P<fewer>fewer))\s+(?:[\w-]+\s+){0,4}?(?:offences|crimes|cases)\b",
    re.IGNORECASE,
)
_DENIED = lazily(
    r"\b(?:not|never|no|despite|without|instead\s+of|rather\s+than|any|n't|n\u2019t)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_COMPARATIVE = lazily(
    r"\b(?:(?P<more>more|higher|greater)|(?P<fewer>fewer|lower|less))\b(?!\s+than\s+\d)",
    re.IGNORECASE,
)
_THAN = lazily(r"\bthan\b", re.IGNORECASE)
_TURN = lazily(
    r"\b(?:but|however|while|whereas|although|though|(?<!year )before|after|despite|until)\b",
    re.IGNORECASE,
)
_RISE_IN = lazily(r"\s+in\s+(?:the\s+)?(?:number\s+of\s+|recorded\s+)?", re.IGNORECASE)
_CLOSING = lazily(
    r"[^.;:\d()]{0,30}(?:in\s+)?[\d/]{0,9}[^.;:\d(]{0,10}[,\u2013\u2014-]\s*an?\s+(?:\w+\s+)?"
    rf"(?:{CHANGE.pattern})\W*$",
    re.IGNORECASE,
)
# Who fell or rose is then not the area of the two numbers.
_ELSEWHERE = lazily(
    r"\b(?:most|many|some|several|other|few|elsewhere|nationally|nationwide|overall|generally|forces"
    r"|country|nation|areas|counties|regions?)\b",
    re.IGNORECASE,
)
_NOT_OF_IT = lazily(
    r"\b(?:despite|arrests?|convictions?|officers?|funding|burglar|budget|but|while|although)\w*",
    re.IGNORECASE,
)
_SUBJECT_REACH = 60
_CLAUSE = lazily(r"[.;:,()\u2013\u2014\u201c\u201d\"]")


def direction_of(draft: Draft, scene: Scene) -> Direction:
    """Which way the words right before one end of a comparison say that it went."""
    before = plain_lead(scene.before(draft.phrase))[-_REACH:]
    if draft.role.end == "later" and _TO.search(before):
        return _governing(before)
    if _PASSED.search(before):
        return "up"
    base = draft.role.end == "earlier"
    beside = _WHEN.search(before) or (_BESIDE.search(before) if base else None)
    if beside is not None:
        if _DENIED.search(before[: beside.start()]):
            return ""
        return "up" if beside["up"] or beside["more"] else "down"
    lower = _BASE.search(before)
    if lower is not None:
        return "down" if lower["more"] else "up"
    return _governing(before) if base and _FROM.search(before) else ""


def _governing(before: str) -> Direction:
    """The direction of the last word of change, where only its own words follow it."""
    found = [one for one in CHANGE.finditer(before) if not no_change(before, one)]
    if not found:
        return ""
    last = found[-1]
    gap = before[last.end() :]
    if (
        _AGAIN.search(gap)
        or not _GAP.fullmatch(gap)
        or _ANOTHER.search(gap)
        or _untrue(before[: last.start()])
    ):
        return ""
    return changed(last)


def _untrue(before: str) -> bool:
    """Whether words deny the change that follows; "despite a fall" tells of one."""
    found = _DENIED.search(before)
    return found is not None and not found[0].lower().startswith("despite")


def told_of_both(counts: Sequence[Draft], scene: Scene) -> Direction:
    """Which way a sentence says that its only two numbers went: "fewer in A (3) than in B (2)"."""
    numbers = [one for one in scene.phrases if one.shape is not Shape.RANK]
    if len(counts) != _PAIR or len(numbers) != _PAIR or not same_thing(*counts):
        return ""
    first, second = counts
    return _compared(first, second, scene) or _in_sum(first, second, scene)


def told_first(counts: Sequence[Draft], scene: Scene) -> Direction:
    """Which way the opening of a sentence says that its only two numbers went."""
    numbers = [one for one in scene.phrases if one.shape is not Shape.RANK]
    if len(counts) != _PAIR or len(numbers) != _PAIR or not same_thing(*counts):
        return ""
    opening = _OPENING.match(scene.sentence.text)
    text = scene.sentence.text
    compared = "earlier" in {one.role.end for one in counts}
    if opening is not None and compared and not (_THAN.search(text) or _TURN.search(text)):
        return "up" if opening["more"] else "down"
    return _main_verb(counts[0], scene)


def _compared(first: Draft, second: Draft, scene: Scene) -> Direction:
    """By "fewer ... than", whose first number is said to be the smaller."""
    before = scene.before(second.phrase)
    word = _COMPARATIVE.search(before)
    than = _THAN.search(before, word.end()) if word is not None else None
    at = first.phrase.start - scene.sentence.start
    if word is None or than is None or at < word.start() or _TURN.search(before):
        return ""
    here, there = first.years.period, second.years.period
    if here is None or there is None or _DENIED.search(before[: word.start()]):
        return ""
    return "up" if (here > there) == (word["more"] is not None) else "down"


def _in_sum(first: Draft, second: Draft, scene: Scene) -> Direction:
    """By what closes the sentence: "767 in 2017/18, compared with 568, an increase."."""
    found = _CLOSING.match(scene.after(second.phrase))
    ends = {first.role.end, second.role.end}
    if found is None or "earlier" not in ends:
        return ""
    word = CHANGE.search(found[0])
    return changed(word) if word is not None else ""


def _main_verb(first: Draft, scene: Scene) -> Direction:
    """By the only word of change: "Offences fell in Essex, with 767 recorded, against 568"."""
    text = scene.sentence.text
    found = [one for one in CHANGE.finditer(text) if not no_change(text, one)]
    start = first.phrase.start - scene.sentence.start
    if not found or len({changed(one) for one in found}) > 1 or found[0].end() > start:
        return ""
    verb = found[0]
    at = scene.sentence.start + verb.start()
    clause = _CLAUSE.split(text[: verb.start()])[-1]
    ends = scene.sentence.start + verb.end()
    subject = [
        one
        for one in scene.whats
        if (at - min(len(clause), _SUBJECT_REACH) <= one.start and one.end <= at)
        or _RISE_IN.fullmatch(scene.text[ends : max(ends, one.start)])
    ]
    others = {one.subject.key for one in scene.whos if one.subject is not None}
    if others - {first.who.subject.key} or _ELSEWHERE.search(text[:start]):
        return ""
    there = any(
        one.subject is not None and _RISE_IN.fullmatch(scene.text[ends : max(ends, one.start)])
        for one in scene.whos
    )
    if there and not subject and not _NOT_OF_IT.search(text[:start]):
        return changed(verb)
    counted = bool(subject) and all(not one.series.startswith("other:") for one in subject)
    if not counted or _DENIED.search(clause) or _TURN.search(text[:start]):
        return ""
    return changed(verb)


def same_thing(one: Draft, other: Draft) -> bool:
    """Whether two counts are of one area and one thing, in two years."""
    alike = (one.who.subject, one.what.series) == (other.who.subject, other.what.series)
    return alike and one.years.period != other.years.period


__all__ = ["direction_of", "same_thing", "told_first", "told_of_both"]
