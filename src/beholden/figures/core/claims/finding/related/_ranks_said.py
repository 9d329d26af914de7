"""Whom a superlative ranks its area among: a region, the forces told before, or its own years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from beholden.figures.core._calendar import is_financial_year, label
from beholden.figures.core._number_words import number_of, number_said
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft, Who, Years
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._work import Work, forces_so_far, members_of, uk
from beholden.figures.core.claims.finding.areas._resolve import home, several, who_of, whos_in
from beholden.figures.core.claims.finding.counted._most_of_a_part import OF_A_PART
from beholden.figures.core.claims.finding.counted._part_shares import of_service
from beholden.figures.core.claims.finding.counted._parts_of import PART
from beholden.figures.core.claims.finding.related._places_told import (
    NUMBERS,
    RECORD,
    a_record_rise,
    one_of_records,
)
from beholden.figures.core.claims.finding.times._ends_said import ends_of
from beholden.figures.core.claims.models import Measure, Subject
from beholden.figures.core.claims.naming._directions import directed
from beholden.figures.core.claims.naming.gazetteer import of_other
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode, Period

_TIME = lazily(
    r"[^.;]{0,50}\b(?:since|on\s+record|ever|(?:in|of|for|over)\s+(?:any\s+(?:one\s+)?(?:of\s+)?|all\s+|each\s+of\s+)?"
    r"(?:the\s+|those\s+|these\s+)?(?:\w+\s+){0,2}(?:years|decade|period|series)|to\s+date)\b"
    r"|[^.;]{0,30}\byet\s*(?:[.,;:!)\"\u201d]|$)|\s+of\s+all\s*(?:[.,;:]|$)",
    re.IGNORECASE,
)
_AMONG = lazily(
    r"\b(?:in|of|across|among|for|within|anywhere in)\s+(?:the\s+|all\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OF_FORCES = lazily(
    r"\b(?:of|among|amongst)\s+(?:all\s+)?(?:the\s+)?(?:\w+\s+)?(?:police\s+)?(?:forces|areas|counties)\s+"
    r"(?:in|of|across)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_OF_SO_MANY = lazily(
    r"\s+(?:[\w-]+\s+){0,4}?(?:of|among|in)\s+(?:all\s+)?(?:the|those|these|our|its)\s+"
    rf"(?:(?:region|country|nation|principality)['\u2019]s\s+)?(?P<many>{NUMBERS})\b(?!\s+(?:years|financial|months))",
    re.IGNORECASE,
)
_BEFORE_SO_MANY = lazily(
    rf"\bof\s+(?:all\s+)?(?:the|those|these|our|its)\s+(?P<many>{NUMBERS})\b"
    r"(?:\s+(?:\w+\s+)?(?:forces|counties|areas))?[^.;]{0,60}$",
    re.IGNORECASE,
)
_SO_MANY_YEARS = lazily(
    rf"[^.;]{{0,30}}\b(?:of|in)\s+(?:any\s+(?:one\s+)?of\s+)?(?:the|those|these)\s+(?:past\s+|last\s+)?(?P<many>{NUMBERS})"
    r"\s+(?:\w+\s+)?years\b",
    re.IGNORECASE,
)
_SO_MANY_YEAR_HIGH = lazily(r"\b(?P<many>\d{1,2}|[a-z]+)[\s-]?year\b", re.IGNORECASE)
_FORCES = lazily(r"\s+(?:\w+\s+){0,2}(?:forces|areas|counties|regions|nations)\b", re.IGNORECASE)
_THERE = lazily(r"\s+(?:of\s+(?:offences|crimes)\s+)?there\b", re.IGNORECASE)
_AREAS = frozenset({"group", "uk"})


_IN_YEARS = lazily(
    rf"[^.;:,\d]{{0,40}}?\b(?:in|for|over)\s+(?:at\s+least\s+)?(?:the\s+(?:last|past)\s+)?"
    rf"(?P<many>{NUMBERS})\s+years\b",
    re.IGNORECASE,
)


class _Among(NamedTuple):
    """The mentions that say among whom: a group by name, or "the region"."""

    group: WhoMention | None
    region: WhoMention | None


def rank_of(work: Work) -> Draft:
    """The claim of a place in an order."""
    scene = work.scene
    among = _Among(None, None) if work.phrase.form == RECORD else _among(work)
    others = [one for one in whos_in(scene) if one not in among]
    who = directed(work) or who_of(work.phrase, scene, others)
    group = None if work.phrase.form == RECORD else _group(work, among, who)
    if group is not None and group.key == who.subject.key:
        who = _member_named(work, group, others) or who
    who = _without_its_group(who, work)
    years = _named_behind(work) or work.years(who)
    if group is None:
        years = _of_years(work, years)
    elif work.role.basis not in {"count", "rate"}:
        years = ends_of(work, who)[0]
    draft = msgspec.structs.replace(work.draft(who, Measure.RANK, years), group=group)
    if one_of_records(work.phrase, scene):
        # Which place "one of the highest" is, nobody can tell.
        several_places = "one of several places"
        what = Counted(f"other:{several_places}", several_places, f"{several_places}, none named")
        return msgspec.structs.replace(draft, what=what)
    if a_record_rise(work.phrase):
        steepest = "how steep each rise was"
        what = Counted(f"other:{steepest}", steepest, f"{steepest}, by the words that place it")
        return msgspec.structs.replace(draft, what=what)
    if work.phrase.form == OF_A_PART or of_service(work.before):
        # "Snapchat topped the list" places no force.
        part = Counted(f"other:{PART}", PART, f"{PART}, for a platform is placed")
        return msgspec.structs.replace(draft, what=part)
    return draft


_INCLUDES = lazily(
    r"\b(?:includ(?:es|ed|ing)|contain(?:s|ed|ing)|cover(?:s|ed|ing)|tak(?:es|ing)\sin|made\sup\sof|consisting\sof"
    r"|(?:led|headed|topped)\sby|(?:group|cluster|bloc|partnership|collaboration|pair|trio)\s(?:of|with))\s"
    r"(?:both\s|the\s)?$",
    re.IGNORECASE,
)
_OF_ITS_OWN = lazily(r",?\s(?:which|where|whose)\b|['\u2019]s\b|\s\(", re.IGNORECASE)


def _without_its_group(who: Who, work: Work) -> Who:
    """Nobody, where the only force named is one of a group that is placed.

    "The group that includes Essex has the most": the place is that of the group.
    """
    scene = work.scene
    own = [one for one in scene.whos if one.subject is not None and one.subject == who.subject]
    inside = [
        one
        for one in own
        if _INCLUDES.search(scene.text[scene.sentence.start : one.start])
        and not _OF_ITS_OWN.match(scene.text, one.end)
        and one.end <= work.phrase.start
    ]
    if not own or len(inside) < len(own):
        return who
    unknown = f"those that {who.subject.name} is one of"
    return Who(of_other(unknown), f"{unknown}, by the words before its name")


def _member_named(work: Work, group: Subject, mentions: Sequence[WhoMention]) -> Who | None:
    """The one force named of a group: "the force with the most in Wales was South Wales"."""
    inside = [
        one
        for one in mentions
        if one.subject is not None and members_of(one.subject) < members_of(group)
    ]
    one_alone = len({one.subject for one in inside}) == 1
    return who_of(work.phrase, work.scene, inside) if one_alone else None


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
        near = memory.region if _holds(memory.region, who.subject) else memory.group
        return near if _holds(near, who.subject) else home(who.subject, gazetteer)
    # "Only Kent and Lancashire had more than Gwent, which came third": of no Welsh list.
    forces = (one.subject for one in work.scene.whos if one.kind in {"force", "area"})
    named = {one.key for one in forces if one is not None}
    here = [one.subject for one in work.scene.whos if one.kind == "group"]
    for near in (*here, memory.group, memory.about.subject):
        inside = near is not None and who.subject.key in near.members and named <= set(near.members)
        if near is not None and inside and near.key != "group:uk":
            return near
    return uk(gazetteer)


def _holds(group: Subject | None, subject: Subject) -> bool:
    """Whether a subject is one of a group smaller than the country."""
    return group is not None and group.key != "group:uk" and subject.key in group.members


def _so_many(work: Work, who: Who) -> Subject | None:
    """Those that "of the four" means: a group of so many, or so many forces told before."""
    found = _OF_SO_MANY.match(work.after) or _BEFORE_SO_MANY.search(work.before)
    if found is None:
        return None
    many, memory, scene = number_said(found["many"]), work.scene.memory, work.scene
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


# "The second highest of the three in 2016/17".
_OF_SO_MANY_IN = lazily(
    rf"[^.;:,\d]{{0,40}}\b(?:of|among)\s+(?:all\s+)?(?:the|those|these|our)\s+(?:{NUMBERS})\b"
    r"(?:\s+(?:\w+\s+)?(?:forces|counties|areas))?\s+(?:in|for|during)\s+(?:the\s+year\s+)?",
    re.IGNORECASE,
)


def _named_behind(work: Work) -> Years | None:
    """The year that is named behind those among whom it is ranked; none where none is."""
    scene, end = work.scene, work.phrase.end
    for when in scene.whens:
        behind = _OF_SO_MANY_IN.fullmatch(scene.text, end, max(end, when.start))
        period = scene.memory.dated(when) if when.how == "named" and behind else None
        if period is not None:
            why = f"{label(period)}, said as \u201c{when.text}\u201d"
            return Years(period, said=True, why=why)
    return None


def _of_years(work: Work, years: Years) -> Years:
    """The first of the years that it is ranked among, as far as the words say it."""
    since = _first_year(work) or _of_named_years(work)
    found = _SO_MANY_YEARS.match(work.after) or _SO_MANY_YEAR_HIGH.search(work.phrase.text)
    if since is None and found is not None and years.period is not None:
        many = found["many"]
        past = int(many) if many.isdecimal() else number_of(many) or 1
        since = shifted(years.period, 1 - past)
    if since is None and years.period is not None:
        since = _over_years(work, years.period)
    if since is None or years.period is None or since.start >= years.period.start:
        return years
    why = f"{years.why}; among the years from {label(since)}"
    return msgspec.structs.replace(years, earlier=since, earlier_said=True, why=why)


def _over_years(work: Work, last: Period) -> Period | None:
    """The first of "the highest in five years": five years ago, or of five numbers the first.

    The press says both; the year itself is only left out where the data do not hold it.
    """
    found = _IN_YEARS.match(work.after)
    if found is None:
        return None
    many = number_said(found["many"])
    held, who = work.scene.memory.held, who_of(work.phrase, work.scene)
    first = shifted(last, -many)
    known = held.knows(who.subject, work.what.series, first)
    return first if known else shifted(first, 1)


def _of_named_years(work: Work) -> Period | None:
    """The first of "the six", where the article names so many years in a row."""
    found = _OF_SO_MANY.match(work.after)
    named = [one for one in work.scene.memory.about.named if is_financial_year(one)]
    if found is None or not named or _FORCES.match(work.after, found.end()):
        return None
    first, last = min(named), max(named)
    so_many = last.start.year - first.start.year + 1 == number_said(found["many"])
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


__all__ = ["rank_of"]
