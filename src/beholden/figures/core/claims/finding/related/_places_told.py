"""Places in an order whose noun stands elsewhere, and records that are none of the offences.

# "South Wales, which came fourth", "is second with 373", "the most of any force"
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from beholden.figures.core._number_words import words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Direction, Phrase, Shape
from beholden.figures.core.claims.naming._topics import NEAR_SERIES, RECORDED
from beholden.figures.core.claims.naming.what import What

NUMBERS = words_of(2, 10)
_NEAR = 200
_MOST_PLACES = 45
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
# "Came fourth", "comes out lowest with 109": a place that stands without its noun.
_CAME = lazily(
    rf"\b(?:came|comes|finish(?:ed|es)|placed|ranks)\s+(?:out\s+|joint\s+)?(?P<rank>{'|'.join(_ORDINALS)}|highest|lowest)"
    r"(?=\s*(?:[.,;:)]|$|(?:with|on|at)\s+(?:just\s+|only\s+)?\d|behind\s+(?-i:[A-Z])|overall\b"
    r"|(?:in|of|among)\s+(?:the\s+)?(?:region|country|nation|list|table|forces|(?-i:[A-Z]))))",
    re.IGNORECASE,
)
# "SOUTH YORKSHIRE: Second with 772", "Lowest of the four": a line without a verb.
_OPENS = lazily(
    rf"(?:^|:)\s*(?P<rank>{'|'.join(_ORDINALS)}|highest|lowest)(?=\s+(?:with|on|at)\s+(?:just\s+|only\s+)?\d"
    rf"|\s+of\s+(?:all\s+)?(?:the\s+)?(?:{NUMBERS})\b)",
    re.IGNORECASE,
)
# "Kent, second only to Hampshire".
_NEXT_TO = lazily(
    r"\b(?P<rank>second)\s+only\s+to\s+(?:(?:those|that)\s+(?:of|in)\s+)?(?:the\s+)?(?-i:[A-Z])",
    re.IGNORECASE,
)
_PLACED = lazily(
    rf"\b(?:is|was|came|comes|were|are)\s+(?P<rank>{'|'.join(_ORDINALS)})\b(?:\s+highest)?"
    r"(?:,?\s+(?:with|on|at)|\s+\()\s*(?:just\s+|only\s+)?\d",
    re.IGNORECASE,
)
# "In second place is South Yorkshire", "was third out of the four", "had been third the year
# before", "has moved up to second".
_IN_PLACE = lazily(
    rf"\bin\s(?P<rank>{'|'.join(_ORDINALS)})\splace\s(?:is|was|comes|came)\s(?:the\s)?(?-i:[A-Z])"
    rf"|\b(?:is|was|were|been)\s(?P<of>{'|'.join(_ORDINALS)})\s(?:out\s)?of\s(?:all\s)?(?:the\s)?(?:{NUMBERS})\b"
    r"(?!\s(?:\w+\s){0,3}(?:to|in\sthat|then)\b)"
    rf"|\bhad\sbeen\s(?P<before>{'|'.join(_ORDINALS)})\s(?:the\syear\sbefore|a\syear\s(?:earlier|before))\b"
    rf"|\b(?:moved|risen|climbed|gone|rose|went)\s(?:up\s)?"
    rf"(?:from\s(?:{'|'.join(_ORDINALS)}|first)\s(?:place\s)?)?(?:in)?to\s(?P<to>{'|'.join(_ORDINALS)})"
    r"(?:\splace)?(?=\s*(?:[.,;:)]|$|in\b|of\b|out\b))",
    re.IGNORECASE,
)
_BY_ELSE = lazily(
    r"\b(?:per\s(?:head|capita)|population|rates?|ratings?|rankings?|ranked|inspect\w*|shares?|growth"
    r"|rises?|increases?|league|detections?|court|terms)\b",
    re.IGNORECASE,
)
_LEAST_FIRST = lazily(r"\b(?:lowest|fewest|smallest|least)\b", re.IGNORECASE)
_SUPERLATIVE = lazily(
    rf"\b(?P<rank>the\s+(?:(?P<place>{'|'.join(_ORDINALS)})[\s-]+)?"
    r"(?:largest|biggest|highest|steepest|sharpest|greatest|most|(?P<low>lowest|smallest|fewest)))\s+"
    r"(?:of|among)\s+(?:any|all(?:\s+the)?|the|those|these)\s+(?:[\w-]+\s+){0,3}?"
    rf"(?:forces?|areas?|count(?:y|ies)|constabular(?:y|ies)|years|regions?|nations?|{NUMBERS})\b",
    re.IGNORECASE,
)
_RANKED = lazily(
    r"\b(?:rise|increase|jump|growth|surge|fall|drop|decrease|decline|rate|number|total|figure|count)\b",
    re.IGNORECASE,
)
_SIZE = lazily(r"\b(?:largest|biggest|smallest)$", re.IGNORECASE)
_APPOSED = lazily(r"[A-Z][\w-]{1,20},\s+$")
_WITH_NUMBER = lazily(r"\s+(?:with|on|at)\s+(?:just\s+|only\s+)?\d", re.IGNORECASE)
_POINTS = lazily(r"\W*(?:that|this|it)\b", re.IGNORECASE)
# "A record 8,224 offences" claims a count, and that there never were more; "reach a record" too.
_RECORD_NUMBER = lazily(
    r"\b(?P<rank>a\s+record)(?=\s+\d|\s+year\b|\s+(?:in|for)\s+(?:the\s+)?(?:(?-i:[A-Z])|nation|country|force|county|region|area)|\s*(?:[.,;:!?]|$))"
    r"|^\W*(?P<first>Record)(?=\s+(?:\w+\s+){0,4}(?:offences|crimes|cases|reports)\b)",
    re.IGNORECASE,
)
# "A record rise in offences": whether none was so steep no count tells.
_RECORD_RISE = lazily(
    r"\b(?P<rank>(?:an?\s+)?record(?:-breaking)?\s+(?:rise|increase|jump|surge|growth|fall|drop))\b",
    re.IGNORECASE,
)
# "More crimes than ever", "never been so high": the same, said of the years before.
_MORE_THAN_EVER = lazily(
    r"\b(?P<rank>(?:more|fewer)\s+(?P<of>(?:[^\s.;:\d]{1,20}\s+){0,8}?)than\s+ever(?:\s+before)?"
    r"|never\s+(?:before\s+)?been\s+(?:so|as)\s+(?:high|many|great))\b",
    re.IGNORECASE,
)
_FOUND = lazily(r"\b(?:found|recorded|reported|logged|registered)\b", re.IGNORECASE)
_NEAR_A_RECORD = lazily(r"(?:close\s+to|near(?:ly|ing)?|almost|approaching|below)\b", re.IGNORECASE)
_ONE_OF = lazily(r"\b(?:one\s+of|among)\s+the\s+$", re.IGNORECASE)
_THAT_IS = lazily(r"\b(?:that|which|this|it)\s+(?:is|was|remains)\b", re.IGNORECASE)
_SINCE_EVER = lazily(
    r"\s*(?:(?:figures?|numbers?|levels?|totals?|counts?)\s+)?(?:on\s+record|ever\b|recorded\b"
    r"|since\s+(?:[\w'\u2019-]+\s+){0,6}(?:began|started|begun|beginning|starting))",
    re.IGNORECASE,
)
_ON_RECORD = lazily(r"\b(?:on\s+record|ever)$", re.IGNORECASE)
RECORD = "record"
"""The form of "a record high": a place among the area's own years."""


def places_told(scene: Scene) -> list[Phrase]:
    """Places whose noun stands elsewhere: "is second with 373", "the most of any force"."""
    taken = [(one.start, one.end) for one in scene.phrases if one.shape is not Shape.COUNT]
    told = (*_seconds(scene), *_places(scene), *_superlatives(scene), *_records(scene))
    return [
        phrase
        for phrase in {one.start: one for one in told}.values()
        if not any(start < phrase.end and phrase.start < end for start, end in taken)
    ]


def _seconds(scene: Scene) -> list[Phrase]:
    if _LEAST_FIRST.search(scene.sentence.text):
        return []
    found = [*_PLACED.finditer(scene.text, scene.sentence.start, scene.sentence.end)]
    if scene.whats or any(one.shape is Shape.COUNT for one in scene.phrases):
        found = [*found, *_NEXT_TO.finditer(scene.text, scene.sentence.start, scene.sentence.end)]
    said = scene.sentence.text
    made = [_place(one, _ORDINALS[one["rank"].lower()], "up", "number") for one in found]
    if scene.memory.about.what is not None and scene.whos and not _BY_ELSE.search(said):
        for one in _IN_PLACE.finditer(scene.text, scene.sentence.start, scene.sentence.end):
            group = next(name for name, said in one.groupdict().items() if said)
            made.append(_place(one, _ORDINALS[one[group].lower()], "up", "number", group))
    return made


def _places(scene: Scene) -> list[Phrase]:
    """Places that an area came in; of offences only, not of a race."""
    if not scene.whos or scene.memory.about.what is None:
        return []
    made = []
    opens = _OPENS.search(scene.sentence.text)
    if opens is not None:
        said, start = opens["rank"], scene.sentence.start + opens.start("rank")
        low: Direction = "down" if said.lower() == "lowest" else "up"
        made.append(_place_at(start, said, _ORDINALS.get(said.lower(), 1), low, "number"))
    for one in _CAME.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        if not scene.whats and not _WITH_NUMBER.match(scene.text, one.end()):
            continue
        said = one["rank"].lower()
        down: Direction = "down" if said == "lowest" else "up"
        made.append(_place(one, _ORDINALS.get(said, 1), down, "number"))
    return made


def _superlatives(scene: Scene) -> list[Phrase]:
    """A superlative with whom it is of, and its noun before it: "the largest of the four"."""
    made = []
    for one in _SUPERLATIVE.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        nouns = _RANKED.findall(
            scene.text[max(scene.sentence.start, one.start() - _NEAR) : one.start()]
        )
        if not nouns and _SIZE.search(one["rank"]) and _APPOSED.search(scene.text, 0, one.start()):
            # "Bedfordshire, the smallest of the forces, went to 200": the force, not its number.
            continue
        # "Despite a rise of 7 per cent the lowest of the three, with 263": by its number.
        counted = _WITH_NUMBER.match(scene.text, one.end()) is not None
        noun = nouns[-1].lower() if nouns and not counted else "number"
        place = _ORDINALS.get((one["place"] or "").lower(), 1)
        made.append(_place(one, place, "down" if one["low"] else "up", noun))
    return made


def _records(scene: Scene) -> list[Phrase]:
    """The place that "a record 8,224 offences", or "more than ever", gives to its number."""
    if not scene.whats:
        return []
    start, end = scene.sentence.start, scene.sentence.end
    places = [
        _place(one, 1, "up", "number", "rank" if one["rank"] else "first")
        for one in _RECORD_NUMBER.finditer(scene.text, start, end)
    ]
    places += [
        _place(one, 1, "up", "rise") for one in _RECORD_RISE.finditer(scene.text, start, end)
    ]
    for one in _MORE_THAN_EVER.finditer(scene.text, start, end):
        if _of_offences(one, scene):
            low: Direction = "down" if one["rank"].lower().startswith("fewer") else "up"
            places.append(_place(one, 1, low, "number"))
    return [msgspec.structs.replace(one, form=RECORD) for one in places]


def _of_offences(found: re.Match[str], scene: Scene) -> bool:
    """Whether more offences than ever are meant: no moderators, and no "now, more than ever"."""
    if not found["of"]:
        counted = any(
            one.shape is Shape.COUNT and one.end <= found.start() for one in scene.phrases
        )
        return counted or found["rank"].lower().startswith("never")
    named = any(found.start() < one.start < found.end() and _offences(one) for one in scene.whats)
    return named or _FOUND.search(found["of"]) is not None


def _offences(what: What) -> bool:
    """Whether offences, their images or offenders are meant, and no schools, people or devices."""
    known = not what.series.startswith("other:") or what.series in NEAR_SERIES | RECORDED
    return known and (what.generic or not what.people)


def _place(
    found: re.Match[str], place: int, direction: Direction, noun: str, group: str = "rank"
) -> Phrase:
    return _place_at(found.start(group), found[group], place, direction, noun)


def _place_at(start: int, said: str, place: int, direction: Direction, noun: str) -> Phrase:
    return Phrase(
        start,
        start + len(said),
        said,
        Shape.RANK,
        Decimal(place),
        "told by the words around",
        number=said,
        direction=direction,
        noun=noun,
    )


def no_place(phrase: Phrase) -> bool:
    """Whether a place is too low to be one among forces: "ranked 48th"."""
    return phrase.value > _MOST_PLACES


def a_record_rise(phrase: Phrase) -> bool:
    """Whether a rise is told to be the steepest of all, and not a number the highest."""
    return phrase.form == RECORD and phrase.noun == "rise"


def one_of_records(phrase: Phrase, scene: Scene) -> bool:
    """Whether it is told to be one of the highest of all years: "one of the highest on record"."""
    told = scene.whats or _THAT_IS.search(scene.before(phrase))
    if not told or _ONE_OF.search(scene.before(phrase)) is None:
        return False
    return bool(_ON_RECORD.search(phrase.text) or _SINCE_EVER.match(scene.after(phrase)))


def recorded(phrase: Phrase, scene: Scene) -> bool:
    """Whether a record is one of what the article counts: temperatures have theirs too."""
    if phrase.form != RECORD:
        return True
    if _NEAR_A_RECORD.match(phrase.text):
        # "Close to record levels" claims none.
        return False
    numbered = any(one.shape is Shape.COUNT for one in scene.phrases)
    return bool(scene.whats) or numbered or _POINTS.match(scene.sentence.text) is not None


__all__ = [
    "NUMBERS",
    "RECORD",
    "a_record_rise",
    "no_place",
    "one_of_records",
    "places_told",
    "recorded",
]
