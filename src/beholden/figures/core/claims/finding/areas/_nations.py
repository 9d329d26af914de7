"""Which nations a number of "the country" is of, where words and data name them differently.

Charities ask the forces of England, Wales and Northern Ireland and print the answer as that of
the UK; "nationally" is said of England and Wales as often as of the whole. The data tell which is
meant. What is found so may be confirmed and never contradicted: it does not count as named.

    # "In England, Wales and Northern Ireland a record 8,224 offences": of the UK, in these data
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Who
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.times._years import year_of
from beholden.figures.core.claims.models import Phrase, Shape, Subject
from beholden.figures.core.claims.naming.gazetteer import GREAT_BRITAIN, of_group
from beholden.figures.core.claims.naming.who import WhoMention

_LEAST = 1_000
"""A count from which on no other area has the same by chance."""

_ANY_COUNTRY = lazily(
    r"(?:the\s+)?(?:(?:across|throughout|around|round|up\s+and\s+down|in|of)\s+)?(?:the\s+)?"
    r"(?:(?:whole|entire)\s+)?(?:country|nation)(?:\s+as\s+a\s+whole)?"
    r"|(?:at\s+|on\s+)?(?:a\s+|the\s+)?national\s+level|national(?:ly|\s+\w+)|the\s+national\s+\w+|nation-?\s?wide|country-?\s?wide",
    re.IGNORECASE,
)
_NOT_ASKED = "scotland"


def country_of(phrase: Phrase, mention: WhoMention, who: Who, scene: Scene) -> Who:
    """The country under the name that the data have for it.

    Args:
        phrase: The number.
        mention: The words that name whom it is of.
        who: Whom they mean by themselves.
        scene: Its sentence.
    """
    if who.subject.key.startswith("other:"):
        return without_scotland(who, scene)
    if who.subject.key == "group:uk" and _ANY_COUNTRY.fullmatch(mention.text):
        return _by_number(phrase, who, mention, scene)
    return who


def countries(phrase: Phrase, scene: Scene) -> Iterator[Subject]:
    """The countries that a number which names nobody may be of.

    England and Wales only where it is their number of the year that is meant: of which area a
    number is and of which year must not both be read from the number alone.
    """
    registry, about = scene.gazetteer.registry, scene.memory.about
    carried = None if about.subject is None else about.subject.key
    if GREAT_BRITAIN in {carried, *about.groups}:
        return
    yield of_group(registry.group("uk"))
    what, period = scene.memory.what or scene.memory.about.what, year_of(phrase, scene).period
    both, number = of_group(registry.group("england-and-wales")), Decimal(str(phrase.value))
    if what is not None and period in scene.memory.held.years_of(both, what.series, number):
        yield both
    # An article on no area that tells of "England" farther down may give England's number first.
    nowhere = carried in {None, "group:uk"} and number >= _LEAST
    for nation in registry.groups if nowhere else ():
        named = nation.kind == "nation" and f"group:{nation.id}" in about.groups
        if named and what is not None:
            subject = of_group(nation)
            if period in scene.memory.held.years_of(subject, what.series, number):
                yield subject


def without_scotland(who: Who, scene: Scene) -> Who:
    """The UK for England, Wales and Northern Ireland, where the data hold the UK alone.

    Args:
        who: Whom the words mean by themselves.
        scene: The sentence of the number.
    """
    registry = scene.gazetteer.registry
    uk = of_group(registry.group("uk"))
    asked = set(uk.members) - set(registry.group(_NOT_ASKED).members)
    if not who.subject.members or not asked <= set(who.subject.members):
        return who
    what, held = scene.memory.what or scene.memory.about.what, scene.memory.held
    series = [one.key for one in held.series] + ([] if what is None else [what.series])
    if any(held.holds(who.subject, one) for one in series):
        return who
    said = who.subject.name
    why = f"{uk.name}, under which the data hold \u201c{said}\u201d"
    # The name stays: a number of three nations need not be that of four.
    return Who(msgspec.structs.replace(uk, name=said), why, named=False)


def _by_number(phrase: Phrase, who: Who, mention: WhoMention, scene: Scene) -> Who:
    """England and Wales for "nationally", where the count of the sentence is theirs."""
    what, held = scene.memory.what or scene.memory.about.what, scene.memory.held
    exact = [
        one
        for one in scene.phrases
        if one.shape is Shape.COUNT and one.wording is Wording.PLAIN and one.value >= _LEAST
    ]
    if phrase in exact:
        exact = [phrase]
    if what is None or len(exact) != 1:
        return who
    number, uk = Decimal(str(exact[0].value)), who.subject
    both = of_group(scene.gazetteer.registry.group("england-and-wales"))
    if held.years_of(uk, what.series, number) or not held.years_of(both, what.series, number):
        return who
    why = f"{both.name}, whose number this is; the words are \u201c{mention.text}\u201d"
    return Who(both, why, named=False)


__all__ = ["countries", "country_of", "without_scotland"]
