"""Numbers of the country, where the data hold those of its police forces under another name.

"These cases have more than doubled" names no area, and rests on the forces of England and Wales, of
which alone a newsroom's file has a number. Only what is right of these is read so.

    of_the_country_held(words)  # {0: the claim about England and Wales}
"""

from __future__ import annotations

import msgspec

from beholden.figures.core.claims.joint._lines import Line
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure, Subject

_UK = "group:uk"
_MOST_OF_IT = 43  # forces, as England and Wales have
_MEASURES = frozenset(
    {Measure.COUNT, Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE, Measure.FREQUENCY}
)


def of_the_country_held(words: Words) -> dict[int, Claim]:
    """Open numbers of the United Kingdom as claims of the one country that the data hold."""
    found: dict[int, Claim] = {}
    countries: dict[str, Subject | None] = {}
    for one in words.numbers:
        claim = one.claim
        if not one.open or claim.measure not in _MEASURES or claim.period is None:
            continue
        line = words.lines.line_of(claim)
        if words.named(claim.sentence):
            # What is said of "the UK" outright is no number of fewer nations.
            continue
        if line.subject.key != _UK or words.lines.held(line):
            continue
        if line.series not in countries:
            countries[line.series] = _only_country(line.series, words)
        country = countries[line.series]
        if country is not None:
            found[one.at] = msgspec.structs.replace(
                claim, subject=country, series=line.series, operands=(), elsewhere=()
            )
    return found


def _only_country(series: str, words: Words) -> Subject | None:
    """The one group of most forces that has a number of a series, if there is just one."""
    data = words.lines.data
    keys = {key for name, key in data.known if name == series}
    large = [key for key in sorted(keys) if len(data.members_of(key)) >= _MOST_OF_IT]
    if len(large) != 1:
        return None
    subject = Subject(large[0], data.name_of(large[0]), data.members_of(large[0]))
    return subject if words.lines.held(Line(subject, series)) else None


__all__ = ["of_the_country_held"]
