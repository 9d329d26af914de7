"""Counts and changes "since the law came in": from the first year in which it was an offence.

since_the_law(phrase, scene, kent, "sexual_communication_with_child").earlier  # 2017/18
"""

from __future__ import annotations

import re

from beholden.figures.core._calendar import exposure, is_financial_year, label
from beholden.figures.core.claims.finding._draft import Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.models import Phrase, Subject
from beholden.figures.core.models import OffenceId, Period

_LAW = re.compile(
    r"\b(?:law|laws|act|legislation|offence|crime|it|communication|grooming|this|that)\b",
    re.IGNORECASE,
)
_OLDER_LAWS = frozenset({"psos", "psni"})
"""Forces of the nations where an offence of this name is older."""
_MOST_YEARS = 20
_OPENING = 4


def since_the_law(phrase: Phrase, scene: Scene, subject: Subject, series: str) -> Years | None:
    """The years from the first of an offence to the newest, where the words say "since the law"."""
    newest = scene.memory.about.newest
    forces = set(subject.members) or {subject.key}
    if newest is None or not is_financial_year(newest) or forces <= _OLDER_LAWS:
        return None
    said = next(
        (
            one
            for one in scene.whens
            if one.how == "since"
            and one.period is None
            and one.months is None
            and _LAW.search(one.text)
            and (phrase.end <= one.start or one.start - scene.sentence.start <= _OPENING)
        ),
        None,
    )
    first = None if said is None else first_year(series, newest)
    if said is None or first is None or first >= newest:
        return None
    between = scene.text[min(end_of(phrase, scene), said.start) : said.start]
    if ";" in between or any(character.isdecimal() for character in between):
        return None
    why = f"{label(first)} to {label(newest)}, said as \u201c{said.text}\u201d"
    return Years(newest, said=False, why=why, earlier=first)


_AGAIN = re.compile(r"\s?\([\d,]{1,9}\)")


def end_of(phrase: Phrase, scene: Scene) -> int:
    """Where a number ends that says itself again: "almost 4,000 (3,936)"."""
    again = _AGAIN.match(scene.text, phrase.end)
    return again.end() if again else phrase.end


def first_year(series: str, newest: Period) -> Period | None:
    """The first financial year in which it was an offence, where that is known."""
    if series.startswith("other:"):
        return None
    years = [shifted(newest, -back) for back in range(_MOST_YEARS)]
    in_force = [year for year in years if exposure(OffenceId(series), year) > 0]
    return min(in_force) if 0 < len(in_force) < _MOST_YEARS else None


__all__ = ["end_of", "first_year", "since_the_law"]
