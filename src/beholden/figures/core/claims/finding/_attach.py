"""Which of the areas and years of a sentence belongs to which of its numbers.

Every mention gets a cost for every number: how far it stands, what stands between,
and on which side. The cheapest wins; ties go to the one before. The costs are the
grammar of newspaper English in numbers: "767 in Essex", "Essex (767)", "In 2017/18, 767 ...".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming.own_series import is_own
from beholden.figures.core.claims.naming.what import What
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.claims.naming.who import WhoMention

_ACROSS_NUMBER = 45
_AFTER_COMMA = 10
_ACROSS_CLAUSE = 30
_ACROSS_STOP = 300
_ACROSS_COMPARISON = 80
_BARRED = 200
_AFTER_WITHOUT_PREPOSITION = 60
_AFTER = 4
_AFTER_NUMBER = 25
_TOLD_BY = 300
STRONG = 16
"""A cost up to which a mention belongs to its number and to no other."""

_CLAUSE = lazily(
    r"\b(?:while|whereas|but|although|though|with|and|as)\b|[\u2013\u2014]|,", re.IGNORECASE
)
_STOP = lazily(r"[;:?!)]|[.](?=\s)")
# "Offences against children in the UK" and "sexual communication with a child in Essex" hold
# nothing against another number or area.
_NO_CHILD = (
    r"(?!\s+(?:an?\s+|the\s+|those\s+|their\s+|our\s+|any\s+)?(?:(?:young|very|younger|local|vulnerable)\s+)?"
    r"(?:child|minors?|under|over-|girls?|boys?|people|kids?|infants?|bab(?:y|ies)|toddlers?|teenagers?"
    r"|victims?|youngsters?|pupils?|someone|anyone))"
)
_AGAINST = rf"against{_NO_CHILD}"
_COMPARISON = lazily(rf"\bcompared\b|\bup from\b|\bdown from\b|\b{_AGAINST}\b", re.IGNORECASE)
# "Almost twice that for the UK": the area behind these words is the other one.
_BARRIER = lazily(
    rf"\b(?:than|that\s+(?:for|of|in)|with{_NO_CHILD}|above|below|when|while|whereas|versus|{_AGAINST}|compared|as|after)\b",
    re.IGNORECASE,
)
_AREA_BEFORE = lazily(
    r"\b(?:in|by|across|for|at|within|throughout|around|from|to|of|among)\s+"
    r"(?:the\s+|all\s+(?:of\s+)?)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_YEAR_BEFORE = lazily(
    r"(?:\b(?:in|for|during|over|to|of|by|since|on|between|financial year|year)\s+(?:the\s+)?"
    r"(?:\w+\s+)?|[(,]\s*|^\s*)$",
    re.IGNORECASE,
)
_JOINED = lazily(
    r"(?:['\u2019]s)?\s*(?:\(|:|\u2013|-|\bwith\b|\bat\b|\bhad\b|\bsaw\b|\brecorded\b|\bhas\b"
    r"|\blogged\b|\bregistered\b|\breported\b|,\s*(?:with|where|which)\b(?:\s+\w+){0,2})?\s*"
    r"(?:a total of\s*|(?:up|down)\s+(?:by\s+)?(?:a\s+|an\s+|some\s+)?)?",
    re.IGNORECASE,
)
_NEXT = 4
_ASIDE = 90
_COMMA_IN = lazily(r",\s+in\s+(?:the\s+)?$", re.IGNORECASE)
_DASH = lazily(r"\s[\u2013\u2014-]\s")
_OWNS = lazily(
    r"['\u2019]s\s+(?!total|figures?|numbers?|police|forces?|constabulary|count|tally|offences|crimes|own|rate|share"
    r"|rise|increase|officers|case|overall|recorded|annual|latest|from|to|by|was|rose|fell|went|up|down"
    r"|jumped|leapt|leaped|soared|climbed|grew|surged|shot|spiked|rocketed|increased|declined|decreased|dropped|dipped|slipped|shrank"
    r"|doubled|trebled|tripled|halved|more\s+than|nearly|almost|is|are|were|has|had|st(?:oo|an)ds?|reached|hit|did|also|only|just)[a-z]",
    re.IGNORECASE,
)
_NEXT_CLAUSE = lazily(r",?\s+(?:and|but|while)\b", re.IGNORECASE)
_WHEN_WAS = lazily(
    r"\s*(?:,\s*when\s+(?:\w+\s+){0,4}|(?:,\s*)?(?:it|there|that|this)?\s*"
    r"(?:was|were|had been|stood at|is|came to)?\s*(?:just\s+|only\s+)?)",
    re.IGNORECASE,
)
_NO_LINK = (
    r"(?!(?:in|by|and|but|while|than|from|with|to|that|which|as|when|after|compared|against|is|said)"
    r"\b)"
)
_NO_OTHER = r"(?!(?:than|while|but|compared|when|as|which|and|up|down|from|said|in|by)\b)"
_NUMBER_IN = lazily(
    rf"\s+(?:{_NO_LINK}[a-z]+\s+){{0,3}}(?:in|by|for|from|across|throughout)\s+(?:the\s+)?"
    # "70 on Merseyside".
    r"|\s+on\s+"
    # "767 offences in 2017/18 in Essex".
    r"|\s+(?:(?:such\s+)?(?:offences|crimes|cases)\s+)?in\s+\d{4}(?:[/-]\d{2,4})?\s+(?:in|by|for|across)\s+(?:the\s+)?"
    # "133 by the force for North Wales".
    r"|\s+by\s+the\s+(?:force|police|constabulary|officers|one)\s+(?:for|in|of|covering)\s+(?:the\s+)?"
    # "22,724 child abuse image offences were recorded across the UK".
    rf"|\s+(?:{_NO_LINK}[a-z]+\s+){{2,6}}(?:across|throughout|nationally\s+in)\s+(?:the\s+)?"
    # "82 cyber-related offences against children under 18 were reported to Dorset Police".
    rf"|(?:\s+{_NO_OTHER}[\w'\u2019-]+){{1,14}}?\s+(?:recorded|reported|logged|registered)\s+(?:to|by|in)\s+(?:the\s+)?"
    # "767 - or three per cent - were in Essex".
    r"|(?:\s[\u2013\u2014-]\s[^\u2013\u2014.;]{1,40}\s[\u2013\u2014-]|\s*\([^()]{1,40}\)"
    r"|,\s+or\s+[^,.;]{1,30},)"
    r"\s+(?:were\s+|was\s+|came\s+)?(?:recorded\s+|logged\s+|reported\s+)?"
    r"(?:in|by|from|across)\s+(?:the\s+)?"
)
# "From 398 to 584 in Gwent": the area after the second number is that of the first too.
_FROM = lazily(r"\bfrom\s+(?:(?:just|only|about|around|some|almost|nearly)\s+)?$", re.IGNORECASE)
_TO_IN = lazily(
    r"(?:\s+(?:in|cases|offences|crimes|reports|contacts|\d{4}(?:[/-]\d{2,4})?)){0,3},?\s+to\s+"
    r"(?:(?:just|only|about|around|some|almost|nearly)\s+)?[\d,]{1,9}"
    r"(?:\s+(?:in|cases|offences|crimes|reports|contacts|last|year|the|\d{4}(?:[/-]\d{2,4})?)){0,4},?"
    r"\s+(?:in|across|for|by|at)\s+(?:the\s+)?",
    re.IGNORECASE,
)
# "In Kent, from 230 to 264, in Sussex, from 189 to 223": an area leads to its two numbers.
_LED_FROM = lazily(
    r"(?:\s(?:police|constabulary))?,?\s(?:up\s|down\s)?from\s"
    r"(?:(?:just|only|about|around|some|almost|nearly)\s)?",
    re.IGNORECASE,
)
# "From 568 to 767 in Essex, from 974 to 1,199 in Hampshire": the area has its two.
_BEHIND_NUMBER = lazily(
    r"\d(?:\s(?:offences|crimes|cases))?\s(?:in|for|by|across|at)\s(?:the\s)?$", re.IGNORECASE
)
_LEADS_ON = lazily(
    r"(?:\s(?:police|constabulary))?,?\s(?:it\s\w{2,8}\s)?(?:up\s|down\s)?from\s", re.IGNORECASE
)
_FROM_REACH = 30
_NATIONALLY = lazily(
    r"nationally|nation-?wide|country-?wide|(?:up and down|across|around) the (?:country|nation)",
    re.IGNORECASE,
)
_TO_ADVERB = lazily(rf"\s+(?:{_NO_LINK}[a-z]+\s+){{0,10}}")
_SAID = lazily(
    r"[\"\u201c\u201d]|\b(?:said|says|told|added|called|reported it|described)\b", re.IGNORECASE
)
_REACH = 60
_BREAKS = lazily(
    r"[.;:()\u2013\u2014\d]|,\s|\b(?:in|from|to|and|compared|while|but|were|was|or)\b",
    re.IGNORECASE,
)


def nearest_who(
    phrase: Phrase, scene: Scene, allowed: Sequence[WhoMention]
) -> tuple[WhoMention, int] | None:
    """The area of a number and its cost; ``allowed`` are the mentions that may be one."""
    costs = [(_who_cost(phrase, one, scene), one.end > phrase.start, one) for one in allowed]
    if not costs:
        return None
    cost, after, mention = min(costs, key=lambda each: each[:2])
    barred = (after and cost >= _BARRED) or (mention.kind == "part" and cost >= _TOLD_BY)
    return None if barred else (mention, cost)


def _who_cost(phrase: Phrase, mention: WhoMention, scene: Scene) -> int:
    before = mention.end <= phrase.start
    if not before and mention.start < phrase.end:
        return 0
    between = (
        scene.text[mention.end : phrase.start] if before else scene.text[phrase.end : mention.start]
    )
    if mention.kind == "part" and _SAID.search(between):
        return _TOLD_BY
    crossed = _cost_before if before else _cost_after
    return crossed(phrase, mention, scene, between)


def _cost_before(phrase: Phrase, mention: WhoMention, scene: Scene, between: str) -> int:
    """The cost of an area that stands before its number."""
    if _JOINED.fullmatch(between) or led_from(phrase, mention, scene):
        return _AFTER - 1
    # What follows an area in its clause is all of that area, however many numbers.
    aside = _AFTER_COMMA if between.endswith((", ", " and ")) else 0
    # Inside dashes, or the owner of something else: "North Wales, on Cheshire's flank, had".
    if len(_DASH.findall(between)) % 2 or _OWNS.match(between):
        aside += _ASIDE
    if between.startswith(",") and _COMMA_IN.search(scene.text[: mention.start]):
        aside += _ASIDE
    stops = len(_STOP.findall(between)) * _ACROSS_STOP
    numbers = sum(mention.end <= one.start < phrase.start for one in scene.phrases)
    clauses = len(_CLAUSE.findall(between))
    return len(between) // 2 + aside + stops + _NEXT * (numbers + clauses)


def _cost_after(phrase: Phrase, mention: WhoMention, scene: Scene, between: str) -> int:
    """The cost of an area that stands after its number."""
    if _NUMBER_IN.fullmatch(between) or _from_one(phrase, mention, scene, between):
        return 0
    if _NATIONALLY.fullmatch(mention.text) and _TO_ADVERB.fullmatch(between):
        return 0
    cost = len(between) // 2 + _AFTER_NUMBER + _crossing(scene, phrase.end, mention.start)
    if _BARRIER.search(between):
        cost += _BARRED
    if _NEXT_CLAUSE.search(between):
        cost += _ASIDE
    return cost if _AREA_BEFORE.search(between) else cost + _AFTER_WITHOUT_PREPOSITION


def _from_one(phrase: Phrase, mention: WhoMention, scene: Scene, between: str) -> bool:
    """Whether a number is the first of two of one area: "from 398 to 584 in Gwent"."""
    front = scene.text[max(scene.sentence.start, phrase.start - _FROM_REACH) : phrase.start]
    if not (_FROM.search(front) and _TO_IN.fullmatch(between)):
        return False
    if _LEADS_ON.match(scene.text, mention.end):
        # "In Essex from 568 to 767, in Hampshire from 974 to 1,199".
        return False
    return not any(led_from(phrase, one, scene) for one in scene.whos)


def led_from(phrase: Phrase, mention: WhoMention, scene: Scene) -> bool:
    """Whether an area leads to two counts, and stands behind none: "in Kent, from 230 to 264"."""
    if mention.subject is None or not _LED_FROM.fullmatch(scene.text, mention.end, phrase.start):
        return False
    lead = scene.text[max(scene.sentence.start, mention.start - _FROM_REACH) : mention.start]
    return _BEHIND_NUMBER.search(lead) is None


def nearest_when(phrase: Phrase, scene: Scene, allowed: Iterable[When]) -> tuple[When, int] | None:
    """The year of a number and its cost."""
    costs = [(when_cost(phrase, one, scene), one.start < phrase.end, one) for one in allowed]
    if not costs:
        return None
    cost, _, when = min(costs, key=lambda each: each[:2])
    return when, cost


def when_cost(phrase: Phrase, when: When, scene: Scene) -> int:
    """How far a year is from a number; after it and beside it costs least."""
    if when.start >= phrase.end:
        between = scene.text[phrase.end : when.start]
        cost = len(between) // 2 + _crossing(scene, phrase.end, when.start)
        if _NEXT_CLAUSE.match(between):
            cost += _ACROSS_CLAUSE
        return cost if _YEAR_BEFORE.search(between) else cost + _AFTER
    if when.end <= phrase.start:
        between = scene.text[when.end : phrase.start]
        if _WHEN_WAS.fullmatch(between):
            return _AFTER // 2
        # "30 in 2013/14 but 296 were recorded in 2018/19": the year before is the other's.
        apart = _ACROSS_CLAUSE if _NEXT_CLAUSE.match(between) else 0
        return len(between) // 2 + _AFTER * 2 + _crossing(scene, when.end, phrase.start) + apart
    return 0


def _crossing(scene: Scene, start: int, end: int) -> int:
    """What stands in the way between two places: numbers, clauses, full stops."""
    text = scene.text[start:end]
    numbers = sum(
        1
        for one in scene.seen.phrases
        if one.start >= start and one.end <= end and one.shape in {Shape.COUNT, Shape.PERCENT}
    )
    clauses = len(_CLAUSE.findall(text))
    stops = len(_STOP.findall(text))
    # The comma after "In 2017/18," opens the main clause and parts nothing.
    compared = len(_COMPARISON.findall(text))
    return (
        numbers * _ACROSS_NUMBER
        + max(0, clauses - 1) * _ACROSS_CLAUSE
        + stops * _ACROSS_STOP
        + compared * _ACROSS_COMPARISON
    )


def nearest_what(
    phrase: Phrase, scene: Scene, passed_over: Callable[[What], bool]
) -> tuple[What, bool] | None:
    """What a number counts, and whether it stands right after the number.

    Args:
        phrase: The number.
        scene: Its sentence.
        passed_over: Things that are only meant where they stand right after a number.
    """
    whats = scene.whats
    within = [one for one in whats if phrase.start <= one.start and one.end <= phrase.end]
    if within and within[0].name not in _TALLIES:
        return within[0], True
    following = [one for one in whats if phrase.end <= one.start]
    if following:
        between = scene.text[phrase.end : following[0].start]
        told_of = predicate(phrase, scene)
        if told_of is not None or (len(between) <= _REACH and not _BREAKS.search(between)):
            # "A total of 374 crimes" counts the crimes, and no total.
            found = told_of or _reported(following, scene)
            return (within[0] if within and found.generic else found), True
    if within:
        return within[0], True
    whats = tuple(one for one in whats if not passed_over(one))
    before = [one for one in whats if one.end <= phrase.start]
    specific = [one for one in before if not one.generic]
    if specific and _next_clause(specific[-1], before[-1], scene):
        return before[-1], False
    if specific or before:
        return (specific or before)[-1], False
    later = [one for one in whats if not one.generic] or list(whats)
    return (later[0], False) if later else None


_WERE = lazily(r"\s+(?:were|was|are|being)\s+(?:for\s+|of\s+|recorded\s+as\s+)?", re.IGNORECASE)


def predicate(phrase: Phrase, scene: Scene) -> What | None:
    """The newsroom's series that a number is told to be of: "1,530 were bicycle thefts"."""
    for one in scene.whats:
        if is_own(one.series) and _WERE.fullmatch(scene.text, phrase.end, one.start):
            return one
    return None


_TALLIES = frozenset({"figures", "number"})
_OF = lazily(r"\s+of\s+(?:alleged\s+|suspected\s+|recorded\s+)?", re.IGNORECASE)


def _reported(following: Sequence[What], scene: Scene) -> What:
    """What "reports of" are of, where they are of something that is counted."""
    first, *others = following
    if not first.generic or not others or others[0].generic or others[0].people:
        return first
    return others[0] if _OF.fullmatch(scene.text, first.end, others[0].start) else first


_OUTCOMES = frozenset(
    f"other:{name}"
    for name in ("arrests", "charges", "convictions", "prosecutions", "victims", "staff")
)
_OFFENCES = lazily(r"(?:offences|crimes)$", re.IGNORECASE)
_CONTRAST = lazily(r"\b(?:while|whereas|but|although|and)\b|;", re.IGNORECASE)


def _next_clause(specific: What, last: What, scene: Scene) -> bool:
    """Whether a clause of its own speaks of the offences: "arrests rose while offences fell"."""
    if last.start < specific.end or specific.series not in _OUTCOMES:
        return False
    between = scene.text[specific.end : last.start]
    return bool(_OFFENCES.search(last.text) and _CONTRAST.search(between))


__all__ = [
    "STRONG",
    "led_from",
    "nearest_what",
    "nearest_when",
    "nearest_who",
    "predicate",
    "when_cost",
]
