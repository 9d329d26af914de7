"""Areas that stand in a list: told as one, or each with its own number in the same order.

"Police in Kent and Essex recorded 1,809" is of both together, "Kent and Essex recorded 1,042 and
767" of one after the other, and "1,042 in Kent and 767 in Essex, up from 896 and 568" goes on
in the order of the first two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from beholden.figures.core._number_words import number_said
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._beside import beside
from beholden.figures.core.claims.finding.areas._one_by_one import one_by_one
from beholden.figures.core.claims.models import Phrase, Shape, Subject
from beholden.figures.core.claims.naming.gazetteer import Gazetteer, of_force, of_group, of_other
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode

AND = lazily(
    r"\s*(?:police|constabulary)?\s*(?:,|,?\s*and|&|,?\s+(?:together|combined)\s+with\b)\s*(?:the\s+)?",
    re.IGNORECASE,
)
_JUST_AND = lazily(
    r"\s*(?:police|constabulary)?(?:\s+(?:and|&)|,?\s+(?:together|combined)\s+with)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_EACH = lazily(
    r"\brespectively\b|\bboth\b|\beach\b(?!\s+(?:day|week|month|hour)\b)|\ball saw\b", re.IGNORECASE
)
_COMBINED = lazily(
    r"\b(?:between them|together|combined|in total|altogether|a total of)\b", re.IGNORECASE
)
_NO_PAIR_BEFORE = lazily(
    r"\b(?:between|than|both|either|neither|against|to|from|unlike|like|as|separates?|whether)\s+(?:in\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_NO_PAIR_AFTER = lazily(
    r"['\u2019]s?\b|,?\s+(?:where|who|whose|which)\b|\s*\(|,?\s+with\s+\d"
    r"|\s+(?:spokes\w+|share|commissioners?|counc\w+|border|MPs?|branch|residents)\b",
    re.IGNORECASE,
)
_LEAST_LISTED = 3
_PAIR = 2
_ALONE = frozenset({"force", "area"})


def together(found: Sequence[WhoMention], scene: Scene) -> list[WhoMention]:
    """Forces that are listed one after the other, told as one area: "A, B and C recorded 662"."""
    text = scene.sentence.text
    if _EACH.search(text):
        return list(found)
    found = _with_others(found, scene)
    least = _PAIR if _COMBINED.search(text) else _LEAST_LISTED
    made: list[WhoMention] = []
    run: list[WhoMention] = []
    for mention in (*found, None):
        if mention is not None and (
            mention.kind in _ALONE or _of_forces(mention, run, scene) or _a_region(mention, scene)
        ):
            if not run or AND.fullmatch(scene.text[run[-1].end : mention.start]):
                run.append(mention)
                continue
            made += _run(run, least, scene)
            run = [mention]
            continue
        made += _run(run, least, scene)
        run = []
        if mention is not None:
            made.append(mention)
    return made


_OPENS_WITH = lazily(
    r"\W*(?:(?:(?:together|along|combined|taken|counted|lumped)\s)?with|including|counting|adding|plus)\s"
    r"(?:in\s)?(?:the\s)?",
    re.IGNORECASE,
)
_TOTAL_OF = lazily(
    r"(?:['\u2019]s)?(?:\s(?:added|included|counted(?:\sin)?|taken\sin))?,\s(?:the\s)?(?:(?:joint|combined|overall|whole)\s)?"
    r"(?:total|figure|number|tally|count|sum)\s(?:of|for|in)\s(?:the\s)?",
    re.IGNORECASE,
)


def _with_others(found: Sequence[WhoMention], scene: Scene) -> Sequence[WhoMention]:
    """The mentions, those as one of which "With Gloucestershire, the total of Avon was" tells."""
    opening = _OPENS_WITH.match(scene.sentence.text)
    start = scene.sentence.start
    if opening is None or not found or found[0].start != start + opening.end():
        return found
    ends = next(
        (
            at
            for at, (one, other) in enumerate(pairwise(found), 1)
            if _TOTAL_OF.fullmatch(scene.text, one.end, other.start)
        ),
        0,
    )
    run = found[: ends + 1]
    joined = all(AND.fullmatch(scene.text[a.end : b.start]) for a, b in pairwise(run[:-1]))
    codes = tuple(ForceCode(one.subject.key) for one in run if one.subject and one.kind in _ALONE)
    if not ends or not joined or len(set(codes)) != len(run):
        return found
    first, last = run[0].start, run[-1].end
    whole = several(codes, scene.gazetteer)
    return [WhoMention(first, last, scene.text[first:last], whole, "group"), *found[ends + 1 :]]


_FORCES_OF = lazily(
    r"\b(?:forces|constabularies)\s+(?:of|for|in|from|covering)\s+(?:the\s+)?$", re.IGNORECASE
)


def _of_forces(mention: WhoMention, run: Sequence[WhoMention], scene: Scene) -> bool:
    """Whether a county of a force stands for it: "the forces of Kent, Sussex and Shropshire"."""
    if mention.kind != "part" or not run:
        return False
    before = scene.text[scene.sentence.start : run[0].start]
    return _FORCES_OF.search(before) is not None


def _a_region(mention: WhoMention, scene: Scene) -> bool:
    """Whether a mention is a region, which may be told together with a force beside it."""
    subject = mention.subject
    if mention.kind != "group" or subject is None or mention.alternatives:
        return False
    regions = (one.id for one in scene.gazetteer.registry.groups if one.kind == "region")
    return subject.key in {f"group:{one}" for one in regions}


def _run(run: list[WhoMention], least: int, scene: Scene) -> list[WhoMention]:
    if len(run) < least and not _is_pair(run, scene):
        return run
    members = tuple(
        code
        for one in run
        if one.subject is not None
        for code in (one.subject.members or (ForceCode(one.subject.key),))
    )
    if len(set(members)) < len(members):
        return run
    start, end = run[0].start, run[-1].end
    return [
        WhoMention(start, end, scene.text[start:end], several(members, scene.gazetteer), "group")
    ]


def _is_pair(run: Sequence[WhoMention], scene: Scene) -> bool:
    """Whether just two areas are told as one: "police in Kent and Essex recorded 1,809"."""
    if len(run) != _PAIR or not _JUST_AND.fullmatch(scene.text[run[0].end : run[1].start]):
        return False
    before = scene.text[scene.sentence.start : run[0].start]
    if _NO_PAIR_BEFORE.search(before) or beside(scene.text, scene.sentence.start, run[0]):
        return False
    # "Kent and Essex recorded 1,042 and 767": each has its own.
    own = any(
        _alike(one, other)
        and LISTED.fullmatch(scene.text[one.end : other.start])
        # "Kent and Essex had 1,809, 200 more": of both together.
        and not _MORE.match(scene.text, other.end)
        for one, other in pairwise(scene.phrases)
    )
    return not own and not _NO_PAIR_AFTER.match(scene.text, run[1].end)


def _alike(one: Phrase, other: Phrase) -> bool:
    """Whether two numbers may be of one list: "24 and 35 per cent", not "767, almost a tenth"."""
    mixed = {one.shape, other.shape} == {Shape.COUNT, Shape.PERCENT}
    return one.shape is other.shape or (mixed and other.number[:1].isdigit())


def several(members: tuple[ForceCode, ...], gazetteer: Gazetteer) -> Subject:
    """Several forces as one subject: the group that they are, if they are one, or the only one."""
    if len(members) == 1:
        return of_force(gazetteer.registry.by_code(members[0]))
    for group in gazetteer.registry.groups:
        if set(group.members) == set(members):
            return of_group(group)
    names = [gazetteer.registry.by_code(code).name for code in members]
    return of_other(f"{', '.join(names[:-1])} and {names[-1]}", members)


_RESPECTIVELY = lazily(r"\brespectively\b", re.IGNORECASE)
_NEXT_LISTED = lazily(
    rf"{AND.pattern}|,?\s+(?:closely\s+)?followed\s+by\s+(?:the\s+)?", re.IGNORECASE
)
LISTED = lazily(r"\s*(?:per cent|%|pc|offences|crimes)?\s*(?:,|,?\s*and|&)\s*", re.IGNORECASE)
_FEWEST_LISTED = 2
_SECOND_ROW = lazily(
    r"\b(?:compared\s+(?:with|to)|up\s+from|down\s+from|against|from|to|rose\s+from)\s+$",
    re.IGNORECASE,
)


def in_turn(phrase: Phrase, scene: Scene, mentions: Sequence[WhoMention]) -> WhoMention | None:
    """The area of a number in a list: "Essex and Kent recorded 767 and 1,042 respectively"."""
    # A number that was read as a per cent is still the one that stands there.
    phrase = next((one for one in scene.phrases if one.start == phrase.start), phrase)
    said = _RESPECTIVELY.search(scene.sentence.text) is not None
    if not said and (against := _against(phrase, scene, mentions)) is not None:
        return against
    run: list[Phrase] = []
    for one in scene.phrases:
        listed_on = run and _alike(run[-1], one)
        if run and not (listed_on and LISTED.fullmatch(scene.text[run[-1].end : one.start])):
            if phrase in run:
                break
            run = []
        run.append(one)
    mentions = [each for one in mentions for each in one_by_one(one, scene)]
    named_before = [one for one in mentions if run and one.end <= run[0].start and one.subject]
    listed = named_before[-len(run) :] if phrase in run else []
    if phrase in run and not named_before:
        listed = list(_behind(run, mentions, scene))
    if not said and run and _as_one(run, scene):
        return None
    if len(run) < _FEWEST_LISTED or len(listed) != len(run):
        return None
    # Without the word only areas that stand in a list themselves are meant in turn.
    joined = all(
        _NEXT_LISTED.fullmatch(_NEIGHBOUR.sub("", scene.text[one.end : other.start]))
        for one, other in pairwise(listed)
    )
    again = len(named_before) == len(run) and _second_row(run, listed, scene)
    return listed[run.index(phrase)] if said or joined or again else None


# "Hertfordshire and its neighbour Essex recorded 301 and 767".
_NEIGHBOUR = lazily(
    r"\b(?:its|the|their)?\s*(?:\w+\s+)?neighbou?r(?:ing)?\s+(?:force\s+|county\s+)?", re.IGNORECASE
)
_ALL = lazily(r"\b(?:between them|together|combined|in total|altogether)\b", re.IGNORECASE)
_MORE = lazily(r"\s(?:more|fewer|higher|lower|up|down)\b", re.IGNORECASE)


def _as_one(run: Sequence[Phrase], scene: Scene) -> bool:
    """Whether the first of two numbers is of all, as "between them A and B had 1,465, 306 more"."""
    later = any(_MORE.match(scene.text, one.end) for one in run[1:])
    return later or _ALL.search(scene.before(run[0])) is not None


_BEHIND = lazily(
    r"\s*(?:per cent|%|pc)?(?:\s[a-z]{1,12}){0,4}\s(?:in|by|for|at)\s(?:the\s)?", re.IGNORECASE
)


def _behind(
    run: Sequence[Phrase], mentions: Sequence[WhoMention], scene: Scene
) -> Sequence[WhoMention]:
    """The areas listed right behind a list of numbers: "767 and 1,199 were recorded in A and B"."""
    after = [one for one in mentions if one.start >= run[-1].end and one.subject]
    listed = after[: len(run)]
    if not listed or _BEHIND.fullmatch(scene.text[run[-1].end : listed[0].start]) is None:
        return []
    more = len(after) > len(run) and AND.fullmatch(
        scene.text[listed[-1].end : after[len(run)].start]
    )
    return [] if more else listed


def _second_row(run: Sequence[Phrase], listed: Sequence[WhoMention], scene: Scene) -> bool:
    """Whether numbers go on in the order of earlier ones: "7 in A and 3 in B, from 5 and 9"."""
    if not _SECOND_ROW.search(scene.text[scene.sentence.start : run[0].start]):
        return False
    first = [one for one in scene.phrases if one.end <= run[0].start and one.shape is run[0].shape]
    if len(first) != len(listed):
        return False
    places = sorted([(one.start, "n") for one in first] + [(one.start, "a") for one in listed])
    order = "".join(kind for _, kind in places)
    return order in {"na" * len(run), "an" * len(run)}


_HELD_AGAINST = frozenset({Shape.COUNT, Shape.PERCENT})
_AGAINST = lazily(r"\s*(?:against|compared\s+(?:with|to)|to|and)\s*", re.IGNORECASE)
_NOT_TO = lazily(r"\s*(?:against|versus|compared\s+(?:with|to))\s*", re.IGNORECASE)
_THAN = lazily(
    r"\b(?:as|than|of)\s+(?:(?:that|those)\s+(?:of|in|for)\s+)?(?:in\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


def _against(phrase: Phrase, scene: Scene, mentions: Sequence[WhoMention]) -> WhoMention | None:
    """The area of one of two numbers: "A had twice as many as B, 1,320 against 611".

    Two percentages are only held against each other by words that tell no course: "from 23 to 35".
    """
    if phrase.shape not in _HELD_AGAINST:
        return None
    parted = _AGAINST if phrase.shape is Shape.COUNT else _NOT_TO
    alike = [one for one in scene.phrases if one.shape is phrase.shape]
    for one, other in pairwise(alike):
        if phrase not in {one, other} or not parted.fullmatch(scene.text[one.end : other.start]):
            continue
        before = [each for each in mentions if each.end <= one.start and each.subject is not None]
        compared = len(before) == _FEWEST_LISTED and _THAN.search(scene.text[: before[1].start])
        if compared:
            return before[0] if phrase is one else before[1]
    return None


_IN_TOTAL = lazily(
    r"\s+(?:(?:offences|crimes)\s+)?(?:in\s+(?:total|all)|altogether|between\s+them|combined|all\s+told)\b",
    re.IGNORECASE,
)
_MAKING = lazily(
    r"(?:,|[\u2013\u2014-])\s+(?:(?:making|giving)\s+)?(?:a\s+(?:combined\s+|joint\s+|grand\s+)?total\s+of|totalling|altogether)\s+$",
    re.IGNORECASE,
)


# "The four forces - A (543), B (373), C (275) and D (267) - recorded 1,458".
_DASHED = lazily(
    r"\b(?P<many>two|three|four|five|six)\s+(?:[\w-]+\s+){0,2}(?:forces|constabularies|counties|areas)\s+"
    r"[\u2013\u2014-]\s(?P<list>[^\u2013\u2014.;]{10,200})\s[\u2013\u2014-]\s+(?:[a-z]+\s+){1,3}(?:a\s+total\s+of\s+)?$",
    re.IGNORECASE,
)


def _between(dashed: re.Match[str], scene: Scene, mentions: Sequence[WhoMention]) -> Subject | None:
    """The forces that stand between dashes, where they are as many as is said."""
    first, last = (scene.sentence.start + each for each in dashed.span("list"))
    members = tuple(
        ForceCode(one.subject.key)
        for one in mentions
        if first <= one.start < last and one.kind in _ALONE and one.subject is not None
    )
    many = len(set(members)) == len(members) == number_said(dashed["many"])
    return several(members, scene.gazetteer) if many else None


def added(phrase: Phrase, scene: Scene, mentions: Sequence[WhoMention]) -> Subject | None:
    """All areas of a sentence, for their sum: "A had 200, B 164 and C 301, 665 in total"."""
    dashed = _DASHED.search(scene.before(phrase))
    if dashed is not None:
        return _between(dashed, scene, mentions)
    if not (_IN_TOTAL.match(scene.after(phrase)) or _MAKING.search(scene.before(phrase))):
        return None
    named = [one for one in mentions if one.end <= phrase.start]
    counts = [one for one in scene.phrases if one.end <= phrase.start and one.shape is Shape.COUNT]
    alone = all(one.kind in _ALONE and one.subject is not None for one in named)
    if not alone or len(named) < _PAIR or len(counts) != len(named):
        return None
    members = tuple(ForceCode(one.subject.key) for one in named if one.subject is not None)
    return several(members, scene.gazetteer) if len(set(members)) == len(named) else None


__all__ = ["AND", "added", "in_turn", "several", "together"]
