"""Exact counts of an area named right behind them: "1,757 across the South West".

A sentence that names other areas before may be read as theirs. The number of the area behind it
tells whose it is, if the data have just that.

    named_behind(words)  # {3: Reading(place of 1,757, of the South West)}
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._lines import Line
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Subject

_IN = lazily(
    r"(?:\s(?:such\s)?(?:offences|crimes|cases))?\s(?:across|in|for|throughout)\s(?:(?:all\sof|the"
    r"|whole\sof(?:\sthe)?)\s)?",
    re.IGNORECASE,
)

_CORNER = lazily(r"(?:North|South)\s(?:East|West)(?!\s[A-Z])")


def named_behind(words: Words) -> dict[int, Reading]:
    """Where open counts stand that are those of the area named right behind them."""
    found: dict[int, Reading] = {}
    for one in words.numbers:
        claim = one.claim
        if not one.open or not one.telling or claim.period is None or claim.subject.part:
            continue
        area = _area_behind(claim.after, words)
        if area is not None:
            line = Line(area, words.lines.line_of(claim).series)
            if one.value in words.lines.held(line).get(claim.period, ()):
                found[one.at] = Reading(line, words.lines.place(line, claim.period))
    return found


def _area_behind(after: str, words: Words) -> Subject | None:
    """The area that the first words behind a number name."""
    inside = _IN.match(after)
    if inside is None:
        return None
    corner = _CORNER.match(after, inside.end())
    if corner is not None:
        return next((one for one in words.regions if one.name == corner[0]), None)
    first = next(iter(words.named(after)), None)
    at = first is not None and first.start <= inside.end() < first.end
    return first.subject if first is not None and at and not first.text.islower() else None


__all__ = ["named_behind"]
