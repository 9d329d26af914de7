"""Who and what of one number, from its sentence or else from what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from beholden.figures.core._view import home_group
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.finding._attach import nearest_what, nearest_who
from beholden.figures.core.claims.finding._draft import Counted, Who
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase, Shape, Subject
from beholden.figures.core.claims.naming._topics import ANECDOTES, NEAR_SERIES
from beholden.figures.core.claims.naming.gazetteer import Gazetteer, of_group, of_other
from beholden.figures.core.claims.naming.what import What
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode

_AREAS = frozenset({"force", "area", "part", "group", "uk", "anaphor"})
_NO_PLACE = re.compile(
    r"\s+(?:crown|magistrates|county court|youth court|college|university|council|hospital|prison"
    r"|school|(?-i:Live|Online|News|Echo|Post|Gazette|Chronicle|Times|Mail))\b",
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
        if (
            one.kind in _AREAS
            and not _NO_PLACE.match(scene.text, one.end)
            and not (one.kind == "anaphor" and _OWN.match(scene.text, max(0, one.start - 3)))
            and not (one.kind != "anaphor" and _SAID_BY.match(scene.text, one.end))
        )
        or (one.kind == "force" and _SAYS_WE.match(scene.text, one.end))
    ]
    ranked = [one.end for one in scene.phrases if one.shape is Shape.RANK]
    found = [
        one
        for one in found
        if not any(_behind(end, one, scene) for end in ranked)
        and not (
            one.kind in {"group", "uk", "anaphor"}
            and _SUPERLATIVE.search(scene.text[max(0, one.start - 60) : one.start])
        )
    ]
    found = [*_joined(found, scene), *_some_forces(scene), *_unknown_forces(scene)]
    whole = {one.subject.key for one in found if one.subject and one.kind in {"force", "area"}}
    return tuple(
        one
        for one in found
        # "Southend, Essex" and "Essex Police ... in Southend" speak of Essex.
        if not (one.kind == "part" and one.subject and one.subject.key in whole)
        or _ON_ITS_OWN.match(scene.text, one.end)
    )


_OWN = re.compile(r"on\s+its\s+own\b|by\s+itself\b", re.IGNORECASE)
_ON_ITS_OWN = re.compile(r"\s+(?:on\s+its\s+own|alone|by\s+itself)\b", re.IGNORECASE)


# "A Hampshire Constabulary spokesman said: 'We recorded 1,199'": of the force that speaks.
_SAYS_WE = re.compile(
    r"\s+spokes\w+\s+(?:\w+\s+){0,2}(?:said|added|told[^.:\"\u201c\u2018]{1,40})[:,]?\s*"
    r"[\"\u201c\u2018'](?:[\w,]+\s+){0,6}?(?:we|our)\b",
    re.IGNORECASE,
)
_SOME_FORCES = re.compile(
    r"\b(?P<some>\d{1,2})\s+of\s+(?:the\s+)?(?P<all>\d{1,2})\s+(?:police\s+)?forces\b(?:\s+asked)?",
    re.IGNORECASE,
)


_UNKNOWN_FORCE = re.compile(
    r"\b(?P<name>(?:[A-Z][a-z'\u2019-]+\s+(?:of\s+|and\s+)?){1,4})(?:Police|Constabulary)\b"
    r"(?!\s+(?:Federation|Commissioner|and\s+Crime|Foundation|Chiefs|Scotland))"
)
_NO_FORCE = re.compile(
    r"(?:The|British|National|Military|Royal|Local|Chief|Regional|Our|Their|His|Her|All|Both|Across"
    r"|Police|Home|Crown|But|And|When|While|In|Last)\b"
)


def _unknown_forces(scene: Scene) -> list[WhoMention]:
    """Forces that the register does not hold: their numbers are nobody else's."""
    known = [(one.start, one.end) for one in scene.whos]
    found = []
    for one in _UNKNOWN_FORCE.finditer(scene.sentence.text):
        start, end = scene.sentence.start + one.start(), scene.sentence.start + one.end()
        if _NO_FORCE.match(one["name"]) or any(a < end and start < b for a, b in known):
            continue
        found.append(WhoMention(start, end, one[0], of_other(one[0]), "force"))
    return found


def _some_forces(scene: Scene) -> list[WhoMention]:
    """Forces of which only the number is told: "the 19 of 45 forces": their sum is nobody's."""
    return [
        WhoMention(
            scene.sentence.start + one.start(),
            scene.sentence.start + one.end(),
            one[0],
            of_other(f"{one['some']} of {one['all']} forces"),
            "group",
        )
        for one in _SOME_FORCES.finditer(scene.sentence.text)
        if int(one["some"]) < int(one["all"])
    ]


_AND = re.compile(r"\s*(?:police|constabulary)?\s*(?:,|,?\s*and|&)\s*(?:the\s+)?", re.IGNORECASE)
_EACH = re.compile(r"\brespectively\b|\bboth\b|\beach\b|\ball saw\b", re.IGNORECASE)
_COMBINED = re.compile(
    r"\b(?:between them|together|combined|in total|altogether|a total of)\b", re.IGNORECASE
)
_LEAST_LISTED = 3


def _joined(found: list[WhoMention], scene: Scene) -> list[WhoMention]:
    """Forces that are listed one after the other, told as one area: "A, B and C recorded 662"."""
    text = scene.sentence.text
    if _EACH.search(text):
        return found
    least = 2 if _COMBINED.search(text) else _LEAST_LISTED
    made: list[WhoMention] = []
    run: list[WhoMention] = []
    for mention in (*found, None):
        if mention is not None and mention.kind in {"force", "area"}:
            if not run or _AND.fullmatch(scene.text[run[-1].end : mention.start]):
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


def _run(run: list[WhoMention], least: int, scene: Scene) -> list[WhoMention]:
    if len(run) < least:
        return run
    members = tuple(ForceCode(one.subject.key) for one in run if one.subject is not None)
    start, end = run[0].start, run[-1].end
    return [
        WhoMention(start, end, scene.text[start:end], several(members, scene.gazetteer), "group")
    ]


def several(members: tuple[ForceCode, ...], gazetteer: Gazetteer) -> Subject:
    """Several forces as one subject: the group that they are, if they are one."""
    for group in gazetteer.registry.groups:
        if set(group.members) == set(members):
            return of_group(group)
    names = [gazetteer.registry.by_code(code).name for code in members]
    return of_other(f"{', '.join(names[:-1])} and {names[-1]}", members)


_AMONG = re.compile(
    r"[^.;:]{0,60}\b(?:in|of|across|among|for|within|anywhere in)\s+(?:the\s+|all\s+)?(?:\w+\s+)?$"
)


_SUPERLATIVE = re.compile(
    r"\b(?:\w{3,}est|most|worst)\b[^.;:,]{0,40}\b(?:in|of|across)\s+(?:the\s+)?$", re.IGNORECASE
)


def _behind(end: int, mention: WhoMention, scene: Scene) -> bool:
    """Whether a mention says among whom something is the largest."""
    if mention.start < end or mention.kind not in {"group", "uk"}:
        return False
    return _AMONG.fullmatch(scene.text[end : mention.start]) is not None


def who_of(phrase: Phrase, scene: Scene, allowed: Sequence[WhoMention] | None = None) -> Who:
    """Whose number it is."""
    mentions = whos_in(scene) if allowed is None else allowed
    in_turn = _in_turn(phrase, scene, mentions)
    found = (in_turn, 0) if in_turn is not None else nearest_who(phrase, scene, mentions)
    if found is not None and found[0].start >= phrase.end and found[1] > _FAR_AFTER:
        # "It is one fewer than the 302 of the year before, and bucks the trend in the UK".
        found = None if points_back(scene.sentence.text) else found
    together = _together(phrase, scene)
    if together is not None:
        return together
    if found is not None:
        return named(found[0], scene)
    pointing = points_back(scene.sentence.text)
    carried = scene.memory.carried(scene.seen.index, pointing=pointing)
    return _by_number(phrase, scene, carried)


_POINTS_BACK = re.compile(
    r"[\"\u201c\u2018(]*(?:on average,?\s+)?(?:that(?:'s|\u2019s| is| was| means| equates| works)"
    r"|this (?:is|was|means|works|equates)|it (?:is|was|works out|amounts|means)|which"
    r"|equivalent|equal)\b",
    re.IGNORECASE,
)
_TELLING = 50


def points_back(sentence: str) -> bool:
    """Whether a sentence speaks of the claim before it: "That is", "This was", "It works out"."""
    return _POINTS_BACK.match(sentence) is not None


def _goes_on(scene: Scene) -> bool:
    """Whether a sentence goes on with the area just counted: "The year before it was 591"."""
    earlier = any(one.how == "previous" for one in scene.whens)
    return scene.memory.last is not None and earlier


def _by_number(phrase: Phrase, scene: Scene, carried: Who) -> Who:
    """Whom a number without an area is of, where the data hold it for one the text spoke of.

    Only exact counts that are too large to be another area's by chance tell anything.
    """
    exact = phrase.shape is Shape.COUNT and phrase.wording is Wording.PLAIN
    if whos_in(scene) or _goes_on(scene):
        return carried
    what = scene.memory.what or scene.memory.about.what
    if not exact or phrase.value < _TELLING or what is None or phrase.places:
        return carried
    uk = of_group(scene.gazetteer.registry.group("uk"))
    number = Decimal(str(phrase.value))
    for subject in (carried.subject, *scene.memory.candidates(), uk):
        if scene.memory.held.years_of(subject, what.series, number):
            if subject.key == carried.subject.key:
                return carried
            why = f"{subject.name}, whose number this is; the sentence names no area"
            return Who(subject, why, named=False)
    return carried


_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_NEXT_LISTED = re.compile(
    rf"{_AND.pattern}|,?\s+(?:closely\s+)?followed\s+by\s+(?:the\s+)?", re.IGNORECASE
)
_LISTED = re.compile(r"\s*(?:per cent|%|pc|offences|crimes)?\s*(?:,|,?\s*and|&)\s*", re.IGNORECASE)


def _in_turn(phrase: Phrase, scene: Scene, mentions: Sequence[WhoMention]) -> WhoMention | None:
    """The area of a number in a list: "Essex and Kent recorded 767 and 1,042 respectively"."""
    in_turn = _RESPECTIVELY.search(scene.sentence.text) is not None
    if not in_turn and (against := _against(phrase, scene, mentions)) is not None:
        return against
    run: list[Phrase] = []
    for one in scene.phrases:
        if run and not _LISTED.fullmatch(scene.text[run[-1].end : one.start]):
            if phrase in run:
                break
            run = []
        run.append(one)
    named_before = [one for one in mentions if run and one.end <= run[0].start and one.subject]
    listed = named_before[-len(run) :] if phrase in run else []
    if len(run) < _FEWEST_LISTED or len(listed) != len(run):
        return None
    # Without the word only areas that stand in a list themselves are meant in turn.
    joined = all(
        _NEXT_LISTED.fullmatch(scene.text[one.end : other.start]) for one, other in pairwise(listed)
    )
    return listed[run.index(phrase)] if in_turn or joined else None


_AGAINST = re.compile(r"\s*(?:against|compared\s+(?:with|to)|to|and)\s*", re.IGNORECASE)
_THAN = re.compile(r"\b(?:as|than|of)\s+(?:in\s+)?(?:the\s+)?$", re.IGNORECASE)


def _against(phrase: Phrase, scene: Scene, mentions: Sequence[WhoMention]) -> WhoMention | None:
    """The area of one of two numbers: "A had twice as many as B, 1,320 against 611"."""
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    for one, other in pairwise(counts):
        if phrase not in {one, other} or not _AGAINST.fullmatch(scene.text[one.end : other.start]):
            continue
        before = [each for each in mentions if each.end <= one.start and each.subject is not None]
        compared = len(before) == _FEWEST_LISTED and _THAN.search(scene.text[: before[1].start])
        if compared:
            return before[0] if phrase is one else before[1]
    return None


_FEWEST_LISTED = 2
_FAR_AFTER = 40
_TOGETHER = re.compile(
    r"\b(?:the|all|these|those|same)\s+(?P<many>two|three|four|five|six)\b"
    r"(?:\s+(?:\w+\s+)?(?:forces|counties|areas))?",
    re.IGNORECASE,
)
_MANY = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def _together(phrase: Phrase, scene: Scene) -> Who | None:
    """The forces named last, where "the three together" or "all four" means them."""
    if any(one.kind in {"force", "area", "group", "uk"} for one in whos_in(scene)):
        return None
    found = _TOGETHER.search(scene.before(phrase))
    if found is None:
        return None
    count = _MANY[found["many"].lower()]
    forces = scene.memory.forces[-count:]
    if len(forces) < count:
        return None
    subject = several(tuple(ForceCode(one.key) for one in forces), scene.gazetteer)
    return Who(subject, f"{subject.name}, meant by \u201c{found[0]}\u201d", named=False)


def named(mention: WhoMention, scene: Scene) -> Who:
    """Whom a mention means."""
    if mention.kind == "anaphor" or mention.subject is None:
        return _anaphor(mention, scene)
    subject = _nation(mention, scene) or _meant(mention, scene)
    if subject.part and _POLICE_IN.search(scene.text[max(0, mention.start - 40) : mention.start]):
        # "Police in Leicester recorded" speaks of the force.
        subject = msgspec.structs.replace(subject, part="")
    return Who(subject, f"{subject.name}, named as \u201c{mention.text}\u201d")


_POLICE_IN = re.compile(
    r"\b(?:police|officers|detectives|force|constabulary)\s+(?:in|for|across|covering|around)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OWN_COUNTRY = re.compile(r"the\s+country\b|national", re.IGNORECASE)


def _nation(mention: WhoMention, scene: Scene) -> Subject | None:
    """The nation that an article is about, where it says "the country's four forces"."""
    about = scene.memory.about.subject
    own = about is not None and about.key in {"group:wales", "group:scotland"}
    return about if own and _OWN_COUNTRY.match(mention.text) else None


_SEVERAL_FORCES = re.compile(r"(?:['\u2019]s?)?\s+(?:police\s+)?(?:region|forces)\b", re.IGNORECASE)


def _meant(mention: WhoMention, scene: Scene) -> Subject:
    """The force or the region of the same name: the region where the article speaks of it."""
    assert mention.subject is not None  # noqa: S101 - for the type checker; the caller asked
    for other in mention.alternatives:
        if _SEVERAL_FORCES.match(scene.text, mention.end) or other.key in scene.memory.about.groups:
            return other
    return mention.subject


def _anaphor(mention: WhoMention, scene: Scene) -> Who:
    memory = scene.memory
    named_before = [
        one.subject
        for one in scene.whos
        if one.end <= mention.start and one.kind in {"force", "area"} and one.subject is not None
    ]
    subject = named_before[-1] if named_before else memory.force or memory.about.subject
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


def what_of(phrase: Phrase, scene: Scene, *, share: bool = False) -> Counted | None:
    """What it counts; ``None`` where the article names nothing that is counted.

    Args:
        phrase: The number.
        scene: Its sentence.
        share: Whether it is a share, whose people or things may be asked or looked at.
    """
    found = nearest_what(phrase, scene, lambda one: not share and one.series in ANECDOTES)
    beside = found is not None and found[1]
    if found is not None and not found[0].generic:
        what = found[0]
        if beside and what.series in ANECDOTES:
            what = next((one for one in scene.whats if one.series in NEAR_SERIES), what)
        why = f"{what.name}, named as \u201c{what.text}\u201d"
        return Counted(what.series, what.name, why, what.people, beside)
    people = found is not None and found[0].people
    memory = scene.memory
    above = memory.above
    if above is not None and above.what is not None:
        why = f"{above.what.name}, named above the list as \u201c{above.what.text}\u201d"
        return Counted(above.what.series, above.what.name, why, above.what.people, beside)
    before = _what_before(found[0] if found else None, scene)
    if before is not None:
        why = f"{before.name}, of which the text spoke last"
        return Counted(before.series, before.name, why, people, beside)
    if memory.what is not None:
        why = f"{memory.what.name}, which the paragraph speaks of"
        return Counted(memory.what.series, memory.what.name, why, people, beside)
    if memory.about.what is not None:
        why = f"{memory.about.what.name}, which the article is about"
        return Counted(memory.about.what.series, memory.about.what.name, why, people, beside)
    return None


_BACK = re.compile(r"(?:that|this|those|these|such)\b", re.IGNORECASE)
_UNSAID = re.compile(r"(?:the\s+)?(?:number|total|figure|tally|count)s?\b", re.IGNORECASE)


def _what_before(found: What | None, scene: Scene) -> Counted | None:
    """What the sentence before counted, where this one says nothing else."""
    memory = scene.memory
    if found is not None and _BACK.match(found.text):
        return memory.what_before
    if memory.last is None or not memory.last.what.series.startswith("other:"):
        return None
    return memory.last.what if found is None or _UNSAID.fullmatch(found.text) else None


__all__ = ["home", "named", "what_of", "who_of", "whos_in"]
