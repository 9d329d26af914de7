"""The names of places and forces that an article may use, found in a text word by word.

A name is stored as plain words; the longest name at a place wins. What a name means
is an ``Entry``; whether it counts where it stands is decided in ``who``.

    gazetteer.entries["isle of wight"].subject.part  # "Isle of Wight"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming import _who_words as tables
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Force, ForceCode, Group

_TOKEN = lazily(r"[^\W_]+(?:['\u2019][^\W_]+)*|&")
_QUOTE = lazily(r"['\u2019]")
_ENDINGS = ("police", "constabulary", "police force", "police service")
_OFFICIAL = {
    "police", "constabulary", "heddlu", "met", "yard",
    "btp", "colp", "gmp", "mps", "psni", "psos", "syp", "tvp", "wmp",
}  # fmt: skip
_LONGEST_ACRONYM = 5


class Place(msgspec.Struct, frozen=True):
    """A place as ``places.csv`` tells it.

    ``whole`` is true of an everyday name for all that the force covers. ``care`` is true of
    a name that is also a common word or a surname, and counts only after "in" or "across".
    """

    name: str
    force: ForceCode
    kind: str
    whole: bool = False
    care: bool = False


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a name means.

    ``capital`` names must be written with capitals; ``exact`` ones letter by letter
    (``MPs`` are not the ``MPS``). ``direction`` names hold nothing but directions, and
    ``the`` must stand before them unless they have capitals.
    """

    kind: tables.Kind
    subject: Subject | None = None
    alternatives: tuple[Subject, ...] = ()
    capital: bool = True
    exact: str = ""
    direction: bool = False
    care: bool = False


class Token(msgspec.Struct, frozen=True):
    """A word: ``joined`` without apostrophes, ``base`` without a possessive ``'s``."""

    base: str
    joined: str
    text: str
    start: int
    end: int


class Gazetteer(msgspec.Struct, frozen=True):
    """All names. ``longest`` tells for a first word how many words a name may have."""

    registry: Registry
    places: tuple[Place, ...]
    entries: Mapping[str, Entry]
    longest: Mapping[str, int]


def gazetteer(registry: Registry, places: tuple[Place, ...]) -> Gazetteer:
    """The names of a register and its places, ready to be looked up."""
    entries = dict(_entries(registry, places))
    longest: dict[str, int] = {}
    for name in entries:
        first, count = name.split()[0], len(name.split())
        longest[first] = max(count, longest.get(first, 0))
    return Gazetteer(registry, places, entries, longest)


def of_force(force: Force, part: str = "") -> Subject:
    """A force, or a part of what it covers."""
    return Subject(force.code, force.name, part=part)


def of_group(group: Group) -> Subject:
    """A region or a nation with its members."""
    return Subject(f"group:{group.id}", group.name, members=group.members)


GREAT_BRITAIN = "other:great britain"
"""The key of the country without Northern Ireland."""


def of_other(name: str, members: tuple[ForceCode, ...] = ()) -> Subject:
    """Several forces, or an area, that has no group of its own."""
    return Subject(f"other:{plain(name)}", name, members=members)


def plain(name: str) -> str:
    """A name as its plain words, as it is looked up."""
    return " ".join(token.joined for token in tokens(name))


def tokens(text: str) -> list[Token]:
    """The words of a text, ``&`` as ``and``, hyphens and strokes left out."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        base, end = word, match.end()
        if word[-1] in "sS" and word[-2:-1] in {"'", "\u2019"}:
            base, end = word[:-2], match.end() - 2
        joined = "and" if word == "&" else _QUOTE.sub("", word).casefold()
        base = "and" if word == "&" else _QUOTE.sub("", base).casefold()
        found.append(Token(base, joined, text[match.start() : end], match.start(), end))
    return found


def _entries(registry: Registry, places: tuple[Place, ...]) -> Iterator[tuple[str, Entry]]:
    """All names in the order of their weight: a later one replaces an earlier one."""
    for words, kind in tables.PLAIN_WORDS:
        yield words, Entry(kind, _spoken(words, kind, registry), capital=False)
    yield from _groups(registry)
    for force in registry.forces:
        yield from _force(force, registry)
    for place in places:
        yield from _place(place, registry)
    for name, codes in _regions_of_the_press(registry):
        capital = not name.endswith(" region")
        direction = plain(name) in tables.DIRECTIONS
        subject = of_other(_titled(name), codes)
        yield plain(name), Entry("group", subject, capital=capital, direction=direction)
    uk = of_group(registry.group("uk"))
    for name in tables.UK_NAMES:
        yield name, Entry("uk", uk)
    outside = registry.group("northern-ireland").members
    island = tuple(code for code in uk.members if code not in outside)
    for name in tables.GREAT_BRITAIN:
        yield name, Entry("group", of_other("Great Britain", island))


def _spoken(words: str, kind: tables.Kind, registry: Registry) -> Subject | None:
    national = kind == "rest" and words in tables.REST_OF_THE_UK
    return of_group(registry.group("uk")) if kind == "uk" or national else None


def _groups(registry: Registry) -> Iterator[tuple[str, Entry]]:
    for group in registry.groups:
        also_a_force = any(group.name == force.name for force in registry.forces)
        if group.kind == "uk" or (also_a_force and group.kind != "region"):
            continue
        subject = of_group(group)
        name = plain(group.name)
        direction = tables.DIRECTIONS.issuperset(name.split())
        yield name, Entry("group", subject, direction=direction)
        for other in tables.OTHER_GROUP_NAMES.get(name, ()):
            yield other, Entry("group", subject, direction=other in tables.DIRECTIONS)
        if group.kind == "region":
            for word in ("region", "regional", "region forces", "area"):
                yield f"{name} {word}", Entry("group", subject, capital=not direction)
            for word in ("england", "of england", "of the country"):
                if direction:
                    yield f"{name} {word}", Entry("group", subject)


def _force(force: Force, registry: Registry) -> Iterator[tuple[str, Entry]]:
    subject = of_force(force)
    alternatives = tuple(
        of_group(group)
        for group in registry.groups
        if group.kind == "region" and group.name in {force.name, *force.aliases}
    )
    for name in (force.name, force.official_name, *force.aliases):
        words = plain(name)
        official = bool(_OFFICIAL & set(words.split()))
        exact = name if len(name) <= _LONGEST_ACRONYM and name[:2].isupper() else ""
        entry = Entry(
            "force" if official else "area",
            subject,
            alternatives=() if official else alternatives,
            exact=exact,
        )
        yield words, entry
        if not official and not exact:
            for ending in _ENDINGS:
                yield f"{words} {ending}", Entry("force", subject)


def _place(place: Place, registry: Registry) -> Iterator[tuple[str, Entry]]:
    force = registry.by_code(place.force)
    name = plain(place.name)
    if place.whole:
        yield name, Entry("area", of_force(force))
        for ending in _ENDINGS:
            yield f"{name} {ending}", Entry("force", of_force(force))
    else:
        yield name, Entry("part", of_force(force, place.name), care=place.care)


def _regions_of_the_press(registry: Registry) -> Iterator[tuple[str, tuple[ForceCode, ...]]]:
    """Names of several forces together that are in no list of groups."""
    for name, members in tables.SEVERAL.items():
        found = [registry.find(each) for each in members]
        yield name, tuple(force.code for force in found if force is not None)


def _titled(name: str) -> str:
    return " ".join(
        word if word in tables.SMALL else "-".join(part.capitalize() for part in word.split("-"))
        for word in name.split()
    )
