"""Counts and changes "since the law came in": from the first year in which it was an offence.

since_the_law(phrase, scene, kent, "sexual_communication_with_child").earlier  # 2017/18
"""

from __future__ import annotations

import re

from beholden.figures.core._calendar import financial_year, is_financial_year, label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase, Subject
from beholden.figures.core.claims.naming._laws import first_year

_NO_LAW = lazily(r"\b(?:then|began)$", re.IGNORECASE)
_OPENING = 4


def since_the_law(phrase: Phrase, scene: Scene, subject: Subject, series: str) -> Years | None:
    """The years from the first of an offence to the newest, where the words say "since the law"."""
    newest = scene.memory.about.newest
    if newest is None or not is_financial_year(newest):
        return None
    said = next(
        (
            one
            for one in scene.whens
            if one.how == "since"
            and one.period is None
            and one.months is None
            and not _NO_LAW.search(one.text)
            and (phrase.end <= one.start or one.start - scene.sentence.start <= _OPENING)
        ),
        None,
    )
    first = None if said is None else first_year(series, subject, newest)
    if said is None or first is None or first >= newest:
        return None
    between = scene.text[min(end_of(phrase, scene), said.start) : said.start]
    if ";" in between or any(character.isdecimal() for character in between):
        return None
    if OF_ANY_YEAR.search(between):
        return None
    why = f"{label(first)} to {label(newest)}, said as \u201c{said.text}\u201d"
    return Years(newest, said=False, why=why, earlier=first)


# "The 67 of last year is the most of any year since": a number of one year.
OF_ANY_YEAR = lazily(
    r"\b(?:most|highest|largest|biggest|greatest|worst|record|lowest|fewest|smallest)\b[^.;:,]{0,40}$"
    r"|\bany\s+(?:other\s+|single\s+|financial\s+)?(?:year|12\s+months)\s+$",
    re.IGNORECASE,
)
_YEAR_OF_IT = lazily(
    r"\b(?P<n>first|second|third|fourth|fifth)\s(?:full\s)?(?:year|12\smonths|twelve\smonths)\s"
    r"(?:of|after|since|under|with)\s(?:the|that|this)\s(?:new\s)?(?:law|offence|crime|legislation|act)\b",
    re.IGNORECASE,
)
_ORDER = ("first", "second", "third", "fourth", "fifth")


def year_of_the_law(phrase: Phrase, scene: Scene, subject: Subject, series: str) -> Years | None:
    """The year of "the second year of the law", where the sentence names no other time."""
    found = _YEAR_OF_IT.search(scene.text, scene.sentence.start, scene.sentence.end)
    newest = scene.memory.about.newest
    if found is None or newest is None or any(one.period is not None for one in scene.whens):
        return None
    others = [
        one
        for one in scene.phrases
        if one.start != phrase.start
        and abs(one.start - found.start()) < abs(phrase.start - found.start())
    ]
    first = first_year(series, subject, newest)
    if others or first is None:
        return None
    year = financial_year(first.start.year + _ORDER.index(found["n"].lower()))
    return Years(year, said=True, why=f"{label(year)}, said as \u201c{found[0]}\u201d")


_AGAIN = lazily(r"\s?\([\d,]{1,9}\)")


def end_of(phrase: Phrase, scene: Scene) -> int:
    """Where a number ends that says itself again: "almost 4,000 (3,936)"."""
    again = _AGAIN.match(scene.text, phrase.end)
    return again.end() if again else phrase.end


__all__ = ["OF_ANY_YEAR", "end_of", "since_the_law", "year_of_the_law"]
