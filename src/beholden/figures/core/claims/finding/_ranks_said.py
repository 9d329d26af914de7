"""Whom a superlative ranks its area among: a region, the forces told before, or its own years."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

import msgspec

from beholden.figures.core._calendar import is_financial_year, label
from beholden.figures.core.claims.finding._draft import Counted, Draft, Who, Years
from beholden.figures.core.claims.finding._ends_said import ends_of
from beholden.figures.core.claims.finding._part_shares import of_service
from beholden.figures.core.claims.finding._parts_of import PART
from beholden.figures.core.claims.finding._resolve import home, several, who_of, whos_in
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._work import Work, forces_so_far, members_of, uk
from beholden.figures.core.claims.models import Direction, Measure, Phrase, Shape, Subject
from beholden.figures.core.claims.naming._directions import directed
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode, Period

_MOST_PLACES = 45
_NEAR = 200
_TIME = re.compile(
    r"[^.;]{0,50}\b(?:since|on\s+record|ever|(?:in|of|for|over)\s+(?:any\s+(?:one\s+)?(?:of\s+)?|all\s+|each\s+of\s+)?"
    r"(?:the\s+|those\s+|these\s+)?(?:\w+\s+){0,2}(?:years|decade|period|series)|to\s+date)\b"
    r"|[^.;]{0,30}\byet\s*(?:[.,;:!)\"\u201d]|$)|\s+of\s+all\s*(?:[.,;:]|$)",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\b(?:in|of|across|among|for|within|anywhere in)\s+(?:the\s+|all\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OF_FORCES = re.compile(
    r"\b(?:of|among|amongst)\s+(?:all\s+)?(?:the\s+)?(?:\w+\s+)?(?:police\s+)?(?:forces|areas|counties)\s+"
    r"(?:in|of|across)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_OF_SO_MANY = re.compile(
    r"\s+(?:[\w-]+\s+){0,4}?(?:of|among|in)\s+(?:all\s+)?(?:the|those|these|our|its)\s+"
    rf"(?P<many>{'|'.join(_NUMBERS)})\b(?!\s+(?:years|financial|months))",
    re.IGNORECASE,
)
_BEFORE_SO_MANY = re.compile(
    rf"\bof\s+(?:all\s+)?(?:the|those|these|our|its)\s+(?P<many>{'|'.join(_NUMBERS)})\b"
    r"(?:\s+(?:\w+\s+)?(?:forces|counties|areas))?[^.;]{0,60}$",
    re.IGNORECASE,
)
_SO_MANY_YEARS = re.compile(
    rf"[^.;]{{0,30}}\b(?:of|in)\s+(?:any\s+(?:one\s+)?of\s+)?(?:the|those|these)\s+(?:past\s+|last\s+)?(?P<many>{'|'.join(_NUMBERS)})"
    r"\s+(?:\w+\s+)?years\b",
    re.IGNORECASE,
)
_SO_MANY_YEAR_HIGH = re.compile(r"\b(?P<many>\d{1,2}|[a-z]+)[\s-]?year\b", re.IGNORECASE)
_RECORD = "record"
"""The form of "a record high": a place among the area's own years."""
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
# "Came fourth", "comes out lowest with 109": a place that stands without its noun.
_CAME = re.compile(
    rf"\b(?:came|comes|finish(?:ed|es)|placed|ranks)\s+(?:out\s+|joint\s+)?(?P<rank>{'|'.join(_ORDINALS)}|highest|lowest)"
    r"(?=\s*(?:[.,;:)]|$|(?:with|on|at)\s+(?:just\s+|only\s+)?\d|behind\s+(?-i:[A-Z])|overall\b"
    r"|(?:in|of|among)\s+(?:the\s+)?(?:region|country|nation|list|table|league|forces|(?-i:[A-Z]))))",
    re.IGNORECASE,
)
_PLACED = re.compile(
    rf"\b(?:is|was|came|comes|were|are)\s+(?P<rank>{'|'.join(_ORDINALS)})\b(?:\s+highest)?"
    r"(?:,?\s+(?:with|on|at)|\s+\()\s*(?:just\s+|only\s+)?\d",
    re.IGNORECASE,
)
_LEAST_FIRST = re.compile(r"\b(?:lowest|fewest|smallest|least)\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(
    rf"\b(?P<rank>the\s+(?:(?P<place>{'|'.join(_ORDINALS)})[\s-]+)?"
    r"(?:largest|biggest|highest|steepest|sharpest|greatest|most|(?P<low>lowest|smallest|fewest)))\s+"
    r"(?:of|among)\s+(?:any|all(?:\s+the)?|the|those|these)\s+(?:[\w-]+\s+){0,3}?"
    rf"(?:forces?|areas?|count(?:y|ies)|constabular(?:y|ies)|years|regions?|nations?|{'|'.join(_NUMBERS)})\b",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\b(?:rise|increase|jump|growth|surge|fall|drop|decrease|decline|rate|number|total|figure|count)\b",
    re.IGNORECASE,
)
_FORCES = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:forces|areas|counties|regions|nations)\b", re.IGNORECASE
)
_THERE = re.compile(r"\s+(?:of\s+(?:offences|crimes)\s+)?there\b", re.IGNORECASE)
_AREAS = frozenset({"group", "uk"})


class _Among(NamedTuple):
    """The mentions that say among whom: a group by name, or "the region"."""

    group: WhoMention | None
    region: WhoMention | None


def rank_of(work: Work) -> Draft:
    """The claim of a place in an order."""
    scene = work.scene
    among = _Among(None, None) if work.phrase.form == _RECORD else _among(work)
    others = [one for one in whos_in(scene) if one not in among]
    who = directed(work) or who_of(work.phrase, scene, others)
    group = None if work.phrase.form == _RECORD else _group(work, among, who)
    years = work.years(who)
    if group is None:
        years = _of_years(work, years)
    elif work.role.basis not in {"count", "rate"}:
        years = ends_of(work, who)[0]
    draft = msgspec.structs.replace(work.draft(who, Measure.RANK, years), group=group)
    if of_service(work.before):
        # "Snapchat topped the list" places no force.
        part = Counted(f"other:{PART}", PART, f"{PART}, for a platform is placed")
        return msgspec.structs.replace(draft, what=part)
    return draft


def places_told(scene: Scene) -> list[Phrase]:
    """Places whose noun stands elsewhere: "is second with 373", "the most of any force"."""
    taken = [(one.start, one.end) for one in scene.phrases if one.shape is not Shape.COUNT]
    told = (*_seconds(scene), *_places(scene), *_superlatives(scene))
    return [
        phrase
        for phrase in {one.start: one for one in told}.values()
        if not any(start < phrase.end and phrase.start < end for start, end in taken)
    ]


def _seconds(scene: Scene) -> list[Phrase]:
    if _LEAST_FIRST.search(scene.sentence.text):
        return []
    found = _PLACED.finditer(scene.text, scene.sentence.start, scene.sentence.end)
    return [_place(one, _ORDINALS[one["rank"].lower()], "up", "number") for one in found]


def _places(scene: Scene) -> list[Phrase]:
    """Places that an area came in; of offences only, not of a race."""
    if not (scene.whats or scene.memory.last is not None) or not scene.whos:
        return []
    made = []
    for one in _CAME.finditer(scene.text, scene.sentence.start, scene.sentence.end):
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
        noun = nouns[-1].lower() if nouns else "number"
        place = _ORDINALS.get((one["place"] or "").lower(), 1)
        made.append(_place(one, place, "down" if one["low"] else "up", noun))
    return made


def _place(found: re.Match[str], place: int, direction: Direction, noun: str) -> Phrase:
    return Phrase(
        found.start("rank"),
        found.end("rank"),
        found["rank"],
        Shape.RANK,
        Decimal(place),
        "told by the words around",
        number=found["rank"],
        direction=direction,
        noun=noun,
    )


def no_place(phrase: Phrase) -> bool:
    """Whether a place is too low to be one among forces: "ranked 48th"."""
    return phrase.value > _MOST_PLACES


def _among(work: Work) -> _Among:
    scene, end = work.scene, work.phrase.end
    governed = [
        one
        for one in scene.whos
        if one.start >= end and _AMONG.search(scene.text[end : one.start]) is not None
    ]
    group = next((one for one in governed if one.kind in _AREAS), None)
    region = next((one for one in governed if _is_region(one)), None)
    if group is None:
        group = next((one for one in scene.whos if _stands_before(one, work)), None)
    return _Among(group, region)


def _stands_before(mention: WhoMention, work: Work) -> bool:
    """Whether "of the four forces in Yorkshire" stands before the superlative."""
    if mention.kind not in _AREAS or mention.end > work.phrase.start:
        return False
    before = work.scene.text[work.scene.sentence.start : mention.start]
    if _THERE.match(work.after) and mention.kind == "group":
        return True
    return _OF_FORCES.search(before) is not None or "forces" in mention.text


def _group(work: Work, among: _Among, who: Who) -> Subject | None:
    """Whom it is ranked among; nobody where it is ranked among its own years."""
    memory, gazetteer = work.scene.memory, work.scene.gazetteer
    if among.group is not None and among.group.subject is not None:
        return among.group.subject
    counted = _so_many(work, who)
    if counted is not None:
        return counted
    if _TIME.match(work.after) or _of_named_years(work) is not None:
        return None
    if among.region is not None:
        return memory.group or home(who.subject, gazetteer)
    here = {
        one.subject.key
        for one in work.scene.whos
        if one.kind in {"force", "area"} and one.subject is not None
    }
    for near in (memory.group, memory.about.subject):
        if near is None or near.key == "group:uk" or who.subject.key not in near.members:
            continue
        # "Lancashire had more than South Wales, which came fourth" is no order of Wales.
        if here <= set(near.members):
            return near
    return uk(gazetteer)


def _so_many(work: Work, who: Who) -> Subject | None:
    """Those that "of the four" means: a group of so many, or so many forces told before."""
    found = _OF_SO_MANY.match(work.after) or _BEFORE_SO_MANY.search(work.before)
    if found is None:
        return None
    many, memory, scene = _NUMBERS[found["many"].lower()], work.scene.memory, work.scene
    mine = members_of(who.subject)
    said = [one.subject for one in scene.whos if one.kind == "group"]
    for group in (*said, memory.group, memory.subject, memory.about.subject, _home(who, work)):
        if group is not None and len(group.members) == many and mine < members_of(group):
            return group
    here = forces_so_far(scene, scene.sentence.end)
    every = tuple({one.key: one for one in (*memory.forces, *here)}.values())
    for forces in (here, every):
        codes = tuple(ForceCode(one.key) for one in forces)
        if len(codes) == many and mine < set(codes):
            return several(codes, scene.gazetteer)
    return None


def _home(who: Who, work: Work) -> Subject | None:
    """The region of a force, where the article names it."""
    group = home(who.subject, work.scene.gazetteer)
    named = group is not None and group.key in work.scene.memory.about.groups
    return group if named else None


def _of_years(work: Work, years: Years) -> Years:
    """The first of the years that it is ranked among, as far as the words say it."""
    since = _first_year(work) or _of_named_years(work)
    found = _SO_MANY_YEARS.match(work.after) or _SO_MANY_YEAR_HIGH.search(work.phrase.text)
    if since is None and found is not None and years.period is not None:
        said = found["many"].lower()
        many = int(said) if said.isdigit() else _NUMBERS.get(said, 1)
        since = shifted(years.period, 1 - many)
    if since is None or years.period is None or since.start >= years.period.start:
        return years
    why = f"{years.why}; among the years from {label(since)}"
    return msgspec.structs.replace(years, earlier=since, earlier_said=True, why=why)


def _of_named_years(work: Work) -> Period | None:
    """The first of "the six", where the article names so many years in a row."""
    found = _OF_SO_MANY.match(work.after)
    named = [one for one in work.scene.memory.about.named if is_financial_year(one)]
    if found is None or not named or _FORCES.match(work.after, found.end()):
        return None
    first, last = min(named), max(named)
    so_many = last.start.year - first.start.year + 1 == _NUMBERS[found["many"].lower()]
    return first if so_many else None


def _first_year(work: Work) -> Period | None:
    """The year of "since 2013" or "from 2016/17" behind the superlative."""
    scene = work.scene
    for when in scene.whens:
        if when.start < work.phrase.end:
            continue
        if when.how == "since" and when.period is not None:
            return when.period
        before = scene.text[work.phrase.end : when.start]
        if when.how == "named" and before.endswith(("from ", "since ")):
            return scene.memory.dated(when)
    return None


def _is_region(mention: WhoMention) -> bool:
    return mention.kind == "anaphor" and "region" in mention.text.lower()


__all__ = ["no_place", "rank_of"]
