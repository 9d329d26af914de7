"""One area against another: "35% more than Hertfordshire", "above the UK average of 23 per cent".

What is more than in another area says nothing of how the first one changed, and what
"the national rise" was is not the rise of the force that is held against it.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Who
from beholden.figures.core.claims.finding._roles import EXCEEDS_BY
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._work import Work, uk
from beholden.figures.core.claims.finding.areas._resolve import named
from beholden.figures.core.claims.models import Measure, Phrase, Shape, Subject
from beholden.figures.core.claims.naming.gazetteer import of_group
from beholden.figures.core.claims.naming.who import WhoMention


class Across(msgspec.Struct, frozen=True):
    """A comparison with another area; ``other`` is absent where nobody knows which one it is."""

    other: Subject | None
    by_number: bool


_COUNTED = r"(?:(?:offences?|crimes?|cases?|incidents?)\s+)?"
_THAN = lazily(
    rf"\s+{_COUNTED}(?:(?P<number>more|fewer|less|extra)|higher|lower|greater|larger|bigger|smaller)\b"
    r"[^.;:()]{0,90}?\b(?:than|(?P<compared>compared\s+(?:with|to)))\s+"
    r"|\s+(?:above|below|up\s+on|down\s+on)\s+",
    re.IGNORECASE,
)
_MORE = lazily(
    rf"\s+{_COUNTED}(?:(?P<number>more|fewer|less)|higher|lower)\b(?![^.;]{{0,60}}\bthan\b)",
    re.IGNORECASE,
)
# "An extra 199 offences compared with Kent" says before the number that it is more.
_EXTRA = lazily(r"\b(?:extra|additional)\b", re.IGNORECASE)
_EXTRA_THAN = lazily(
    r"(?P<number>)[^.;:()]{0,60}?\b(?:than|(?P<compared>compared\s+(?:with|to)))\s+", re.IGNORECASE
)
# "Fewer than Hampshire in 2017/18 - 432 fewer": the number comes after the other area.
_SAID_AGAIN = lazily(
    r"(?:\s+(?:did\s+)?in\s+[\w/-]{1,12})?(?:,|:|\s[\u2013\u2014-])\s+(?:some\s+|that\s+is\s+)?"
)
_OPENING = lazily(r"\W*(?:when\s+)?compared\s+(?:with|to)\s+(?:the\s+)?$", re.IGNORECASE)
_COMMA = lazily(r"(?:['\u2019]s)?\s*,")
_FIGURE = r"(?:number|figure|total|count|tally|level|rate|average)"
_LINK = (
    r"(?:(?:that|those|what|(?:all\s+)?the\s+[\d,]{1,9}|"
    rf"(?:the\s+)?(?:\w+\s+)?{_FIGURE}|police|forces?|officers)\s+)?"
    r"(?:(?:was|were)\s+)?(?:(?:recorded|logged|reported|seen)\s+)?"
    r"(?:(?:in|of|for|by|across|at|on|throughout)\s+)?"
    r"(?:(?:the|its|their|our|both|all\s+of|either)\s+)?(?:(?:whole|rest)\s+of\s+(?:the\s+)?)?"
    r"(?:[\w-]+\s+)?(?:neighbou?r(?:s|ing)?,?\s+)?"
    r"(?:(?:just\s+)?(?:across|over|beyond)\s+the\s+[\w-]+\s+(?:in\s+)?)?"
)
_TO_NAME = lazily(_LINK, re.IGNORECASE)
_MOST_BETWEEN = 80
_SHORT = 8
_NATION = lazily(
    r"(?:the\s+)?(?:(?P<adjective>national|uk|british|english|welsh|scottish)\s+"
    r"(?:average|figure|rate|mean|total|number|level)\b|(?:average|mean)\s+(?:force|police\s+force)\b)",
    re.IGNORECASE,
)
_UNKNOWN = lazily(
    r"(?:(?i:in|for|at|the|that|those|of|by)\s+){0,3}"
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Police|Christmas|Covid|COVID|I|It)\b)[A-Z][A-Za-z]+"
    r"|(?i:(?:in\s+)?(?:(?:any|all|most|every|many)\s+(?:of\s+)?(?:the\s+)?)?(?:other|its|their|the)\s+"
    r"(?:\w+\s+)?(?:forces?|counties|county|areas?|regions?|neighbou?rs?|average)\b)"
)
_NEIGHBOUR = lazily(
    r"(?:in\s+)?(?:its|their|our|the)\s+(?:\w+\s+){0,2}(?:neighbou?r|next\s+door)", re.IGNORECASE
)
_ONLY_COMPARED = lazily(
    r"\b(?:(?:more|fewer|less|higher|lower|greater|larger|bigger|smaller)\b[^.;,:]{0,50}\bthan"
    r"|(?:many|much|high|large|big)\b[^.;,:]{0,50}\bas"
    r"|(?:twice|double|treble|triple|times|half)\s+(?:that|those|what|the)\b[^.;:]{0,50}"
    r"\b(?:in|of|for|by|at|that)"
    r"|(?:against|compared\s+(?:with|to))\s+(?:just\s+|only\s+)?(?:[\d,]{1,9}\s+)?(?:in|for|by|at)?)"
    r"\s+(?:(?:that|the\s+(?:total|figure|number|count))\s+)?(?:(?:across|over|beyond)\s+the\s+[\w-]+\s+)?"
    r"(?:(?:in|for|by|of|at)\s+)?(?:the\s+)?$"
    r"|(?:%|\bper\s?cent|\bpercent|\bpc)\s+(?:above|below|up\s+on|down\s+on)\s+(?:that\s+(?:of|in|for)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_LOOK_BACK = 90
EXCEEDS = lazily(
    r"\b(?:exceed(?:s|ed|ing)?|outstrip(?:s|ped|ping)?|surpass(?:es|ed|ing)?)\s+"
    r"(?:(?:that|those|the\s+(?:total|number|figure))\s+(?:of|in|for)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_RISE = (
    r"(?:average|mean|rise|increase|jump|growth|surge|climb|fall|drop|decrease|decline|rate|figure"
    r"|change|trend|picture)"
)
_ADJECTIVE = r"(?:national|nationwide|uk|uk-wide|british|english|welsh|scottish)"
_KIND = r"(?:(?:average|overall|annual|yearly|year-on-year|total|corresponding|mean)\s+)?"
_OF_NATION = lazily(
    rf"\b(?:(?P<adjective>{_ADJECTIVE})\s+{_KIND}{_RISE}|(?:average|mean)\s+(?:across|for|in)\s+the"
    r"\s+(?:(?P<uk>uk)|country)(?:\s+as\s+a\s+whole)?)(?:\s+(?:rise|increase|growth|fall))?,?\s+"
    r"(?:(?:of|was|is|at|stood\s+at|stands\s+at|which\s+(?:was|is))\s+)?(?:an?\s+|only\s+)?$",
    re.IGNORECASE,
)
_NATION_AFTER = lazily(
    rf"\s+(?P<adjective>{_ADJECTIVE})\s+{_KIND}(?:average|rise|increase|growth|fall|decrease)\b"
    rf"|\s+(?:{_RISE}\s+)?(?P<adverb>nationally|nationwide)\b",
    re.IGNORECASE,
)
_GROUPS = {"english": "england", "welsh": "wales", "scottish": "scotland"}
_OWN = frozenset({"group:wales", "group:scotland"})
_JUDGED = frozenset({Measure.CHANGE, Measure.DIFFERENCE})
_BY_RATE = lazily(
    r"\b(?:rates?|per\s+(?:head|person|capita)|rise|increase|growth)\b", re.IGNORECASE
)


# "1,199 in Hampshire and 767 in Essex, a gap of 432": of areas alone, or also of years.
_GAP_OF = lazily(r"\b(?:gap|margin)\s+of\s+(?:\w+\s+)?$", re.IGNORECASE)
_APART = lazily(r"\b(?:gap|margin|difference)\s+of\s+(?:\w+\s+)?$", re.IGNORECASE)
_PAIR = 2


def apart(work: Work) -> tuple[Draft, Draft] | None:
    """The counts of two areas that a number says to lie so far apart, the larger first."""
    before = [one for one in work.counted if one.phrase.end <= work.phrase.start]
    if len(before) < _PAIR or not _APART.search(work.before):
        return None
    one, other = sorted(before[-_PAIR:], key=lambda each: each.phrase.value, reverse=True)
    areas = one.who.subject != other.who.subject and not one.who.subject.part
    same = one.years.period == other.years.period and one.what.series == other.what.series
    return (one, other) if areas and same else None


def gap_of_others(work: Work) -> bool:
    """Whether a gap is told of something else than two areas that the sentence counts."""
    return _GAP_OF.search(work.before) is not None and apart(work) is None


def across(work: Work) -> Across | None:
    """The other area, where something is more or fewer than there; ``None`` for a change."""
    if work.role.measure not in _JUDGED:
        return None
    extra = _EXTRA.search(work.phrase.text) or _EXTRA.search(work.before[-_SHORT - 2 :])
    than = (_EXTRA_THAN if extra else _THAN).match(work.after)
    if than is None:
        return _opening(work) or _said_again(work) or _exceeded(work) or _than_whom(work)
    scene, start = work.scene, work.phrase.end + than.end()
    if than["compared"] and _other_change(work, start):
        return None
    by_number = work.phrase.shape is Shape.COUNT or (
        than["number"] is not None and _BY_RATE.search(than[0]) is None
    )
    mention = next((one for one in scene.whos if one.start >= start), None)
    if mention is not None and _TO_NAME.fullmatch(scene.text, start, mention.start):
        if mention.kind != "anaphor":
            return Across(_subject(mention, scene), by_number)
        # "The force" is the area itself, years before; "its neighbour" is not.
        neighbour = _NEIGHBOUR.match(scene.text, start)
        return None if neighbour is None else Across(None, by_number)
    return _unnamed(scene, start, by_number=by_number)


def _opening(work: Work) -> Across | None:
    """The area that a sentence opens with: "Compared with Kent, Essex had 35 per cent more"."""
    scene, first = work.scene, next(iter(work.scene.whos), None)
    more = _MORE.match(work.after)
    if more is None or first is None or first.subject is None or first.end > work.phrase.start:
        return None
    opens = _OPENING.fullmatch(scene.text, scene.sentence.start, first.start)
    if not opens or not _COMMA.match(scene.text, first.end):
        return None
    by_number = work.phrase.shape is Shape.COUNT or more["number"] is not None
    return Across(_subject(first, scene), by_number)


def _said_again(work: Work) -> Across | None:
    """The area that the words before a number compare with: "fewer than Kent - 432 fewer"."""
    scene, more = work.scene, _MORE.match(work.after)
    last = next((one for one in reversed(scene.whos) if one.end <= work.phrase.start), None)
    if more is None or last is None or last.subject is None or not only_compared(last, scene):
        return None
    if not _SAID_AGAIN.fullmatch(scene.text, last.end, work.phrase.start):
        return None
    by_number = work.phrase.shape is Shape.COUNT or more["number"] is not None
    return Across(_subject(last, scene), by_number)


def _exceeded(work: Work) -> Across | None:
    """The area that another one exceeds by a number: "its total exceeds Kent's by 30"."""
    scene = work.scene
    found = EXCEEDS_BY.search(work.before)
    if found is None:
        return None
    start = scene.sentence.start + found.start()
    named_there = [one for one in scene.whos if start <= one.start and one.end <= work.phrase.start]
    if len(named_there) != 1 or named_there[0].kind == "anaphor":
        return None
    return Across(_subject(named_there[0], scene), work.phrase.shape is Shape.COUNT)


_OWN_COUNT = lazily(
    r"(?:['\u2019]s)?(?:\s(?:police|constabulary))?(?:\s(?:own|total|figure|number|count|tally|share))?"
    r"(?:\s(?:is|was|were|has|had|recorded|logged|saw|stands?\sat|stood\sat|at|some|just|only|a|full)){0,3}\s",
    re.IGNORECASE,
)
_AND_THAT_OF = lazily(
    r"(?:\s(?:offences|crimes|cases))?(?:\s(?:in|for)\s(?:20\d\d[\d/\u2013-]{0,5}|(?:the\s)?(?:last|same)\syear))?(?:,|;|:|\s[\u2013\u2014-])?(?:\s(?:and|while|whereas|but|with))?\s"
    r"(?:(?:in|for)\s|(?:that|those|the\s(?:total|figure|number|count|tally))\s(?:of|for|in)\s)?(?:the\s)?"
    r"(?:neighbouring\s)?",
    re.IGNORECASE,
)
_ENDS_SO = lazily(
    rf"\s{_COUNTED}(?:more|fewer|less|higher|lower)\s*(?:[.;:,!)]|$|and\b|while\b|but\b)",
    re.IGNORECASE,
)


_HELD = lazily(
    r"\b(?:(?:more|fewer|less|higher|lower|larger|bigger|smaller)\b[^.;:]{0,60}?\bthan|that\s+of"
    r"|(?:many|much|high|large)\b[^.;:]{0,50}?\bas)\s+",
    re.IGNORECASE,
)


def _than_whom(work: Work) -> Across | None:
    """With whom it is compared where "more" stands alone, behind another area's number.

    "It is double that of Essex, and its neighbour Kent had 106 more": than one of these, or than
    the year before, and nobody knows which.
    """
    beside = _beside_another(work)
    if beside is not None or not _ENDS_SO.match(work.after):
        return beside
    scene, start = work.scene, work.scene.sentence.start
    held = any(
        one.end <= work.phrase.start
        and _TO_NAME.fullmatch(scene.text, start + than.end(), one.start)
        for than in _HELD.finditer(work.before)
        for one in scene.whos
        if one.kind != "anaphor"
    )
    alone = work.phrase.shape is Shape.COUNT and held
    return Across(None, by_number=True) if alone else None


def _beside_another(work: Work) -> Across | None:
    """The area whose count stands right before: "Essex's total is 767 and Kent's is 275 higher".

    In a row of such it may be the first one or the last, and nobody knows which.
    """
    scene, phrase = work.scene, work.phrase
    before = [one for one in scene.phrases if one.end <= phrase.start]
    own = next((one for one in reversed(scene.whos) if one.end <= phrase.start), None)
    if phrase.shape is not Shape.COUNT or not before or not _ENDS_SO.match(work.after):
        return None
    if own is None or own.subject is None or own.start < before[-1].end:
        return None
    row = any(one.phrase == before[-1] and one.measure is Measure.OF_OTHER for one in work.told)
    start = _past_more(before[-1].end, scene) if row else before[-1].end
    beside = _AND_THAT_OF.fullmatch(scene.text, start, own.start)
    if not beside or not _OWN_COUNT.fullmatch(scene.text, own.end, phrase.start):
        return None
    if row:
        return Across(None, by_number=True)
    other = _counted_in(before[-1], work)
    return None if other in {None, own.subject} else Across(other, by_number=True)


def _counted_in(phrase: Phrase, work: Work) -> Subject | None:
    """The area of a count that is no end of a change."""
    found = (one for one in work.counted if one.phrase == phrase and not one.role.end)
    return next((one.who.subject for one in found if one.measure is Measure.COUNT), None)


def _past_more(end: int, scene: Scene) -> int:
    """The end of "higher" behind a number."""
    found = _MORE_WORD.match(scene.text, end)
    return end if found is None else found.end()


_MORE_WORD = lazily(rf"\s{_COUNTED}(?:more|fewer|less|higher|lower)", re.IGNORECASE)


def _other_change(work: Work, start: int) -> bool:
    """Whether two changes are compared, and no area: "35 per cent more, compared with 23 in"."""
    return any(0 <= one.start - start <= _MOST_BETWEEN for one in work.scene.phrases)


def _unnamed(scene: Scene, start: int, *, by_number: bool) -> Across | None:
    """With whom something is compared that no name tells; ``None`` where it is with a time."""
    if any(0 <= one.start - start < _SHORT for one in scene.whens):
        return None
    rest = scene.text[start : min(scene.sentence.end, start + _MOST_BETWEEN)]
    return Across(None, by_number) if _UNKNOWN.match(rest) else None


def only_compared(mention: WhoMention, scene: Scene) -> bool:
    """Whether an area is named only to hold another one against it: "twice as many as Gwent"."""
    first = max(scene.sentence.start, mention.start - _LOOK_BACK)
    before = scene.text[first : mention.start]
    return _ONLY_COMPARED.search(before) is not None or EXCEEDS.search(before) is not None


def of_nation(work: Work) -> Who | None:
    """The country, where its own rise is told: "a national rise of 35 per cent"."""
    if work.role.measure not in _JUDGED:
        return None
    found = _OF_NATION.search(work.around) or _NATION_AFTER.match(work.after)
    if found is None:
        return None
    said = found.groupdict()
    adjective = said.get("adjective") or said.get("uk") or "national"
    subject = _nation(adjective, work.scene)
    return Who(subject, f"{subject.name}, meant by \u201c{found[0].strip()}\u201d")


def _subject(mention: WhoMention, scene: Scene) -> Subject | None:
    if mention.subject is not None:
        return named(mention, scene).subject
    found = _NATION.match(mention.text)
    return None if found is None else _nation(found["adjective"] or "", scene)


def _nation(adjective: str, scene: Scene) -> Subject:
    """The country of an adjective; "national" is what an article about Wales calls Wales."""
    group = _GROUPS.get(adjective.lower())
    if group is not None:
        return of_group(scene.gazetteer.registry.group(group))
    about = scene.memory.about.subject
    own = about is not None and about.key in _OWN and adjective.lower().startswith("nation")
    return about if own and about is not None else uk(scene.gazetteer)


__all__ = ["Across", "across", "of_nation", "only_compared"]
