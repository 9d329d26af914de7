"""Words that point at an area named before: "there", "the latter", "the other three forces".

They are mentions of their own, so that their number is not that of the area of the headline.

    pointed(scene)[0].subject  # Hertfordshire, for "the latter" after "Essex and Hertfordshire"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from beholden.figures.core._number_words import number_said
from beholden.figures.core._view import home_group
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._listed import AND, several
from beholden.figures.core.claims.finding.sentences import within
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming.gazetteer import of_group, of_other
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode

_SO_MANY = lazily(
    r"\W*(?P<who>(?:the\s+)?(?P<many>two|three|four|five|six|seven|eight|nine|ten)\s+(?:police\s+)?"
    r"(?:forces|constabularies|counties))\s+(?:recorded|logged|saw|had|reported|dealt\s+with)\b",
    re.IGNORECASE,
)
_OTHERS = lazily(
    r"\b(?:the\s+)?(?:other|remaining)\s+(?P<many>two|three|four|five|six)\s+"
    r"(?:[\w-]+\s+){0,2}?(?:forces|constabularies|counties|areas)\b(?:\s+in\s+the\s+region)?",
    re.IGNORECASE,
)
_IN_GROUP = lazily(r"\s+(?:in|of|across)\s+(?:the\s+)?", re.IGNORECASE)
_TURN = lazily(
    r"\b(?:the\s+)(?P<which>former|latter)(?=['\u2019]s|\s*[,.;:)]|\s+(?:\d|force|county|recorded|saw|had|has|was|were|is|stands|stood"
    r"|logged|reported|registered|went|rose|fell|it|there|police|and|with|where|the|up|down|a)\b|\s+\d)",
    re.IGNORECASE,
)
_THERE = lazily(r"\W*(?P<word>there),\s", re.IGNORECASE)
_BUT_THERE = lazily(
    r"[,;]\s+(?:and|but|while)\s+(?P<word>there)\s+(?:it|the|they|police)\b", re.IGNORECASE
)
# "What about Wales?" and then "Here the forces recorded 738": the area named last.
_HERE = lazily(
    r"\W*(?P<word>here)\s+(?:too\s+)?(?:the\s+|local\s+)?(?:police|officers|forces?|constabular\w+|total|number|figure|it|there)\b",
    re.IGNORECASE,
)
# "We recorded fewer than Kent", in what a force or its commissioner writes; not in what is quoted.
_WE = lazily(
    r"\b(?P<word>our\s+(?:own\s+)?(?:figure|total|number|count|tally|rate)|we\s+(?:recorded|logged|registered|are))\b",
    re.IGNORECASE,
)
_QUOTED = lazily(r"[\"\u201c\u201d]|\b(?:said|says|told|added)\b", re.IGNORECASE)
_OURS = lazily(
    r"(?<=[;,.]\s)(?P<word>ours)\s+(?:is|was|are|were|rose|fell|stands|went)\b", re.IGNORECASE
)
_THEY = lazily(
    r"\W*(?P<word>(?:(?:between\s+them|(?:all\s+)?together),?\s+)?(?:they|the\s+(?P<many>two|three|four|five|six|seven|eight|nine|ten)))\s+(?:have\s+|had\s+|all\s+|together\s+)?"
    r"(?:recorded|logged|registered|saw|dealt\s+with|reported|handled|had(?=\s+\d))\s",
    re.IGNORECASE,
)
_THE_COUNTIES = lazily(
    r"\W*(?:the|these|those|all)\s+(?P<many>two|three|four|five|six)\s+(?:police\s+)?"
    r"(?:forces|constabularies|counties|areas)\b",
    re.IGNORECASE,
)
# One force of two counties: "in the two counties" of an article on Devon and Cornwall.
_ITS_COUNTIES = lazily(
    r"\b(?:in|across)\s+(?P<word>(?:the|our|both|these)\s+(?:two\s+)?counties)\b", re.IGNORECASE
)
_DOWN_HERE = lazily(r"\b(?P<word>(?:down|up|over|out|round)\s+here)\b", re.IGNORECASE)
_NAMED = frozenset({"force", "area"})
_TWO = 2
_COUNTRIES = frozenset({"group:uk", "group:england-and-wales"})


def pointed(scene: Scene) -> list[WhoMention]:
    """The mentions of a sentence that only point, each with whom it means."""
    text, start, end = scene.text, scene.sentence.start, scene.sentence.end
    found = [*_others(scene), *_in_turn(scene), *_so_many(scene)]
    there = _THERE.match(text, start, end)
    named = _named_last(scene)
    if there is not None and named is not None:
        found.append(_mention(scene, *there.span("word"), named))
    here = _HERE.match(text, start, end)
    last = scene.memory.named(scene.seen.index)
    if here is not None and last is not None and last.key not in _COUNTRIES:
        found.append(_mention(scene, *here.span("word"), last))
    for one in _BUT_THERE.finditer(text, start, end):
        before = [who.subject for who in scene.whos if who.end <= one.start() and who.subject]
        if before:
            found.append(_mention(scene, *one.span("word"), before[-1]))
    for one in _OURS.finditer(text, start, end):
        about = scene.memory.about.subject
        own = about if about is not None else of_other("ours")
        found.append(_mention(scene, *one.span("word"), own))
    found += (*_ours(scene), *_of_two_counties(scene), *at_home(scene))
    they = _THEY.match(text, start, end)
    if they is not None:
        listed = _listed_before(scene)
        many = number_said(they["many"]) if they["many"] else None
        if listed and many in {None, len(listed.members)}:
            found.append(_mention(scene, *they.span("word"), listed))
    return found


def _ours(scene: Scene) -> Iterator[WhoMention]:
    """``we`` and ``our own figure``, where the force that an article is about may write it."""
    about = scene.memory.about.subject
    if about is None or ":" in about.key or about.part or _QUOTED.search(scene.sentence.text):
        return
    for one in _WE.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        yield _mention(scene, *one.span("word"), about)


def _of_two_counties(scene: Scene) -> Iterator[WhoMention]:
    """``in the two counties`` of a force that is called by both, where no others are named."""
    own = scene.memory.about.home
    if own is None or own.part or " and " not in own.name:
        return
    if not any(one.subject is not None for one in scene.whos):
        for one in _ITS_COUNTIES.finditer(scene.text, scene.sentence.start, scene.sentence.end):
            yield _mention(scene, *one.span("word"), own)


def at_home(scene: Scene) -> Iterator[WhoMention]:
    """``down here``, as who lives there says of the force that an article is on."""
    own = scene.memory.about.home
    if own is not None and not own.part:
        for one in _DOWN_HERE.finditer(scene.text, scene.sentence.start, scene.sentence.end):
            yield _mention(scene, *one.span("word"), own)


_OWN = lazily(r"on\s+its\s+own\b|by\s+itself\b", re.IGNORECASE)
_ITS_COUNT = lazily(
    r"\s+(?:(?!years?\b|day\b|month\b|law\b)[\w-]+\s+){0,2}?(?:totals?|figures?|numbers?|offences?|crimes?|tally|tallies|counts?|cases|rates?|share|level"
    r"|rise|increase|fall|drop|officers|police|forces?|area|patch|force\u2019s|response|records?|results?|average|data)\b",
    re.IGNORECASE,
)
_ITS_OTHER = lazily(
    r"\s+(?:freedom\s+of|foi|research|survey|own\s+(?:research|analysis))\b", re.IGNORECASE
)
_FORCE_FOR = lazily(r"\s+(?:for|in|of|covering|that\s+covers)\s+(?:the\s+)?$", re.IGNORECASE)


def points_nowhere(one: WhoMention, scene: Scene) -> bool:
    """Whether words that may point do not: "its first year", "the force for North Wales"."""
    text = scene.text
    if _OWN.match(text, max(0, one.start - 3)):
        return True
    if one.text.lower() == "its":
        return not _ITS_COUNT.match(text, one.end) or bool(_ITS_OTHER.match(text, one.end))
    following = next((each for each in scene.whos if each.start >= one.end), None)
    return following is not None and bool(_FORCE_FOR.fullmatch(text, one.end, following.start))


def _mention(scene: Scene, start: int, end: int, subject: Subject) -> WhoMention:
    unknown = subject.key.startswith("other:") and not subject.members
    kind = "stranger" if unknown else "group" if subject.members else "area"
    return WhoMention(start, end, scene.text[start:end], subject, kind)  # type: ignore[arg-type]


def _others(scene: Scene) -> Iterator[WhoMention]:
    """``the other three Welsh forces``: all of the group but those that are named."""
    for one in _OTHERS.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        inside = [who.subject for who in scene.whos if one.start() <= who.start < one.end()]
        memory = scene.memory
        group = next((each for each in inside if each is not None and each.members), None)
        group = group or memory.group or memory.about.subject
        end = one.end()
        following = next((who for who in scene.whos if who.start >= end and who.subject), None)
        if following is not None and _IN_GROUP.fullmatch(scene.text, end, following.start):
            end, group = following.end, following.subject
        yield _mention(scene, one.start(), end, _without_named(scene, one, group))


def _so_many(scene: Scene) -> Iterator[WhoMention]:
    """``Seven forces recorded``, where the text has spoken of no such forces."""
    one = _SO_MANY.match(scene.text, scene.sentence.start, scene.sentence.end)
    if one is None:
        return
    many, memory = number_said(one["many"]), scene.memory
    groups = (memory.group, memory.subject, memory.about.subject)
    said = len(memory.forces) >= many or any(who.members for who in _subjects(scene))
    if not said and not any(group is not None and group.members for group in groups):
        yield _mention(scene, *one.span("who"), of_other(one["who"]))


def _subjects(scene: Scene) -> list[Subject]:
    return [one.subject for one in scene.whos if one.subject is not None]


def _without_named(scene: Scene, one: re.Match[str], group: Subject | None) -> Subject:
    registry = scene.gazetteer.registry
    named = [
        ForceCode(who.subject.key)
        for who in scene.whos
        if who.kind in _NAMED and who.subject is not None
    ]
    if not named and scene.memory.force is not None:
        named = [ForceCode(scene.memory.force.key)]
    if named and (group is None or not set(named) & set(group.members)):
        group = of_group(home_group(registry, registry.by_code(named[0])))
    unknown = of_other(one[0])
    if group is None:
        return unknown
    left = tuple(code for code in group.members if code not in named)
    many = len(left) == number_said(one["many"]) and len(left) < len(group.members)
    return several(left, scene.gazetteer) if many else unknown


def _in_turn(scene: Scene) -> Iterator[WhoMention]:
    """``the former`` and ``the latter``: the first and the second of the two named before."""
    for one in _TURN.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        before = [
            who.subject
            for who in scene.whos
            if who.kind in _NAMED and who.end <= one.start() and who.subject is not None
        ]
        pair = before[-2:] if len(before) > 1 else list(scene.memory.forces[-2:])
        if len(pair) == _TWO:
            yield _mention(scene, *one.span(), pair[0 if one["which"].lower() == "former" else 1])


def _named_last(scene: Scene) -> Subject | None:
    """The area that the sentence before names last, else the one that was named last at all."""
    sentences = scene.seen.sentences
    at = sentences.index(scene.sentence)
    if at:
        before = within(scene.seen.whos, sentences[at - 1])
        named = [one.subject for one in before if one.kind in _NAMED and one.subject is not None]
        if named:
            return named[-1]
    return scene.memory.named(scene.seen.index)


def _listed_before(scene: Scene) -> Subject | None:
    """The forces that the sentence before lists, and no other area."""
    sentences = scene.seen.sentences
    at = sentences.index(scene.sentence)
    named = [one for one in scene.seen.whos if one.end <= scene.sentence.start and one.subject]
    if not named:
        rows = _rows_above(scene)
        if rows is not None or not at:
            return rows
    whos = [one for one in within(scene.seen.whos, sentences[at - 1]) if one.subject is not None]
    told = _THE_COUNTIES.match(sentences[at - 1].text)
    if told is not None and not whos:
        # "The three counties share a unit. Between them they had 665".
        many = number_said(told["many"])
        last = tuple(ForceCode(one.key) for one in scene.memory.forces[-many:])
        return several(last, scene.gazetteer) if len(set(last)) == many else None
    if len(whos) < _TWO or any(one.kind not in {*_NAMED, "group"} for one in whos):
        return _group_alone(whos)
    joined = all(AND.fullmatch(scene.text, one.end, other.start) for one, other in pairwise(whos))
    if not joined:
        return None
    members = tuple(
        code
        for one in whos
        if one.subject is not None
        for code in (one.subject.members or (ForceCode(one.subject.key),))
    )
    return several(members, scene.gazetteer)


def _rows_above(scene: Scene) -> Subject | None:
    """The forces of a table that stands right above, where its rows are forces."""
    rows = scene.memory.rows_above
    if len(rows) < _TWO or any(":" in one.key or one.part for one in rows):
        return None
    return several(tuple(ForceCode(one.key) for one in rows), scene.gazetteer)


def _group_alone(whos: list[WhoMention]) -> Subject | None:
    """The one group that a sentence names, or a list that is a group already."""
    groups = [one.subject for one in whos if one.kind == "group" and one.subject is not None]
    return groups[0] if len(whos) == 1 and groups and groups[0].members else None


__all__ = ["at_home", "pointed", "points_nowhere"]
