"""Exact counts of an area that is named right behind them: "that comes to 1,757 across Wales".

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

_IN = lazily(
    r"(?:\s(?:such\s)?(?:offences|crimes|cases))?\s(?:across|in|for|throughout)\s(?:(?:all\sof|the"
    r"|whole\sof(?:\sthe)?)\s)?",
    re.IGNORECASE,
)


def named_behind(words: Words) -> dict[int, Reading]:
    """Where open counts stand that are those of the area named right behind them."""
    found: dict[int, Reading] = {}
    for one in words.numbers:
        claim = one.claim
        if not one.open or not one.telling or claim.period is None or claim.subject.part:
            continue
        for each in words.named(claim.after):
            if each.subject is None or each.subject.part:
                continue
            if _IN.fullmatch(claim.after[: each.start]) is None:
                break
            line = Line(each.subject, words.lines.line_of(claim).series)
            if one.value in words.lines.held(line).get(claim.period, ()):
                found[one.at] = Reading(line, words.lines.place(line, claim.period))
            break
    return found


__all__ = ["named_behind"]
