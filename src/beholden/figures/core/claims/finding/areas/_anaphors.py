"""Whom words that only point mean: "the force", "the county", "the region".

They mean what the text named last. Where it names no area but the country they mean nobody that is
known: "the county's force" is never the United Kingdom.

    pointed_at(mention, scene).subject  # Essex, for "the force" after it
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core._view import home_group
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Who
from beholden.figures.core.claims.finding._memory import COUNTRIES
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming.gazetteer import Gazetteer, of_force, of_group, of_other
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode

_REGION = lazily(r"\bregion|\beast\b|\bwest\b|\bnorth\b|\bsouth\b", re.IGNORECASE)
_CAPITAL = lazily(r"the\s+(?:capital|metropolis)", re.IGNORECASE)
_OTHER_CAPITALS = frozenset({"group:wales", "group:scotland", "group:northern-ireland"})
_TOWN = lazily(
    r"(?:the|this|our)\s+(?:city|town|borough|district|island)|city-?wide", re.IGNORECASE
)
_WITHIN = lazily(r"\b(?:in|across|within|around)\s+$", re.IGNORECASE)
_POSSESSIVE = lazily(r"['\u2019]s\b")
_CITIES = frozenset({"Metropolitan Police", "City of London", "Greater Manchester"})
"""Forces whose area is itself called a city."""


_NATIONS = frozenset({"group:england", "group:wales"})
_SMALLER = lazily(
    r"\b(?:force|constabulary|count(?:y|ies)|city|town|borough|district)\b"
    r"|\b(?:county|city|force)-?\s?wide\b",
    re.IGNORECASE,
)
_LOCAL = lazily(rf"{_SMALLER.pattern}|\b(?:local(?:ly)?|region(?:al)?|area)\b", re.IGNORECASE)
"""Words for what is smaller than a country: "the county's force" is never all of them."""


# "The force with the most of any in Wales was South Wales" points at what follows.
_TOLD_WHICH = lazily(r"\s(?:with|that|which)\b", re.IGNORECASE)


_COUNTY = lazily(
    r"(?:(?:the|our|this)\s+)?(?:whole\s+|entire\s+)?(?:county|force|constabulary)\b", re.IGNORECASE
)


def _told_later(mention: WhoMention, subject: Subject | None, scene: Scene) -> Subject | None:
    """The one county that an article names, where "the county" stands before its name."""
    unnamed = subject is None or subject.key in COUNTRIES
    county = scene.memory.about.county
    return county if unnamed and county is not None and _COUNTY.match(mention.text) else subject


def _nowhere(mention: WhoMention, subject: Subject | None) -> bool:
    """Whether "the county" is said where the article names none, only the country at most."""
    if subject is None or subject.key in COUNTRIES:
        return _LOCAL.search(mention.text) is not None
    return subject.key in _NATIONS and _SMALLER.search(mention.text) is not None


_ITS = lazily(r"its|their", re.IGNORECASE)
_WITH = lazily(r",?\s+(?:with|despite|after|and)\s+(?:all\s+)?", re.IGNORECASE)


def its_owner(mention: WhoMention, scene: Scene) -> Who | None:
    """The country or region just named, for "more than at the national level, with its fall"."""
    before = [one for one in scene.whos if one.end <= mention.start]
    last = before[-1] if before else None
    if last is None or last.kind not in {"group", "uk"} or last.subject is None:
        return None
    if not _ITS.fullmatch(mention.text) or not _WITH.fullmatch(scene.text, last.end, mention.start):
        return None
    said = f"\u201c{mention.text}\u201d after \u201c{last.text}\u201d"
    return Who(last.subject, f"{last.subject.name}, meant by {said}", named=False)


_ITS_OWN = lazily(r"its|it|their", re.IGNORECASE)
_HELD_AGAINST = lazily(
    r"\b(?:than|twice|double|treble|triple|times|half|behind|below|above|against|ahead\s+of"
    r"|as\s+(?:many|much|high)\s+as)\s+"
    r"(?:(?:in|for|that\s+(?:of|in))\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


def _without_compared(
    mention: WhoMention, before: Sequence[WhoMention], scene: Scene
) -> Sequence[WhoMention]:
    """The areas "its" may mean: "Kent had more than Essex, and its total" is none of Essex."""
    if not _ITS_OWN.fullmatch(mention.text):
        return before
    start = scene.sentence.start
    own = [one for one in before if not _HELD_AGAINST.search(scene.text, start, one.start)]
    return own or before


# "It asked every police force in the UK for its figures": that of each, and together the UK's.
_OF_EACH = lazily(
    r"\b(?:every|each|all)\s(?:\w+\s){0,3}(?:forces?|constabular(?:y|ies))\b", re.IGNORECASE
)


def _of_all(mention: WhoMention, before: Sequence[WhoMention], scene: Scene) -> Who | None:
    """The country or region whose forces "its" goes through one by one."""
    each = _OF_EACH.search(scene.text, scene.sentence.start, mention.start)
    if each is None or not _ITS_OWN.fullmatch(mention.text):
        return None
    wide = [one for one in before if one.kind in {"group", "uk"} and one.start >= each.start()]
    if not wide or wide[-1].subject is None:
        return None
    return Who(wide[-1].subject, f"{wide[-1].subject.name}, named as \u201c{wide[-1].text}\u201d")


def pointed_at(mention: WhoMention, scene: Scene) -> Who:
    """Whom words that only point mean, or somebody unknown where the article names nobody."""
    before = [one for one in scene.whos if one.end <= mention.start]
    return _of_all(mention, before, scene) or _pointed_at(mention, before, scene)


def _pointed_at(mention: WhoMention, before: Sequence[WhoMention], scene: Scene) -> Who:
    memory = scene.memory
    named_before = [
        one.subject
        for one in _without_compared(mention, before, scene)
        if one.kind in {"force", "area"} and one.subject is not None
    ]
    subject = named_before[-1] if named_before else memory.force or memory.about.subject
    last = memory.named(scene.seen.index)
    if _FORCES_OF.match(scene.text, mention.end) and not named_before:
        # "Yorkshire. All three of the county's forces": of the several that were named last.
        subject = last if last is not None and last.members else subject
    if _CAPITAL.fullmatch(mention.text):
        capital = scene.gazetteer.registry.find("Metropolitan Police")
        if capital is not None and (subject is None or subject.key not in _OTHER_CAPITALS):
            subject = of_force(capital)
    elif _TOWN.fullmatch(mention.text) and subject is not None and _of_force(subject):
        inside = _WITHIN.search(scene.text[max(0, mention.start - 12) : mention.start])
        # "The borough had 591" is what a paper calls a county; "in the borough" is said of less.
        inside = inside or _POSSESSIVE.match(scene.text, mention.end)
        if subject.name not in _CITIES and inside:
            subject = msgspec.structs.replace(subject, part=mention.text)
    if _REGION.search(mention.text):
        region = _region_told(scene) or home(subject, scene.gazetteer)
        subject = subject if _own_region(region, subject, scene) else region
    subject = _told_later(mention, subject, scene)
    if _nowhere(mention, subject) and not _TOLD_WHICH.match(scene.text, mention.end):
        why = f"\u201c{mention.text}\u201d, of which the article does not say where it is"
        return Who(of_other(mention.text), why, named=False)
    if subject is None:
        return memory.carried(scene.seen.index)
    own = _our_own(mention, subject, scene)
    if own is not None:
        return own
    return Who(subject, f"{subject.name}, meant by \u201c{mention.text}\u201d", named=False)


_FORCES_OF = lazily(
    r"['\u2019]s\s+(?:(?:two|three|four|five)\s+)?(?:police\s+)?(?:forces|constabularies)\b",
    re.IGNORECASE,
)
_OUR = lazily(r"\bour\s+(?:own\s+)?\w+", re.IGNORECASE)
_OF_OURS = lazily(r"\bour\s+own\b", re.IGNORECASE)


def _our_own(mention: WhoMention, named_last: Subject, scene: Scene) -> Who | None:
    """The force an article is about, for "our county" after a neighbour was named."""
    about = scene.memory.about.subject
    if about is None or about.key == named_last.key or not _of_force(about):
        return None
    about = msgspec.structs.replace(about, part="")
    before = scene.text[scene.sentence.start : mention.start]
    if not _of_force(named_last) or not (_OUR.match(mention.text) or _OF_OURS.search(before)):
        return None
    why = f"{about.name}, meant by \u201c{mention.text}\u201d, which the article is about"
    return Who(about, why, named=False)


def _of_force(subject: Subject) -> bool:
    """Whether it is a force, or a part of what one covers, and no area of the data's own."""
    return not subject.members and not subject.key.startswith("other:")


def _region_told(scene: Scene) -> Subject | None:
    """The region that the text spoke of last.

    The country, which stands between as often as not, is no region.
    """
    memory = scene.memory
    if memory.region is not None:
        return memory.region
    return memory.group if memory.force is None else None


def _own_region(region: Subject | None, force: Subject | None, scene: Scene) -> bool:
    """Whether "the region" is what a force of several counties covers: no other one is named."""
    memory = scene.memory
    if region is None or force is None or memory.group is not None:
        return False
    return force.name in _REGIONS and region.key not in memory.about.groups


_REGIONS = frozenset({"Thames Valley", "West Mercia", "Avon and Somerset", "Devon and Cornwall"})
"""Forces whose area is called a region."""


def home(subject: Subject | None, gazetteer: Gazetteer) -> Subject | None:
    """The region or nation of a force; a group stays itself."""
    if subject is None or subject.key.startswith(("group:", "other:")):
        return subject
    registry = gazetteer.registry
    return of_group(home_group(registry, registry.by_code(ForceCode(subject.key))))


__all__ = ["home", "its_owner", "pointed_at"]
