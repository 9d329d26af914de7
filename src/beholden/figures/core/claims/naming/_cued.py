r"""Expressions that are compiled when a text first holds a word they cannot match without.

Compiling takes a thousand times as long as looking for a word, and most articles hold
few of the words that all the tables know. What is found is the same, only sooner.

    years = Cued(r"\bthe year before\b", "year&before")
    years.finditer("an offence", folded("an offence"))  # nothing, and nothing compiled
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from beholden.figures.core.claims._lazily import LOOKALIKES


def folded(text: str) -> str:
    """The text as cues are looked for: no capitals, and no letter that only looks different."""
    return text.lower() if text.isascii() else text.translate(LOOKALIKES).lower()


class Cued:
    """An expression with its cues: of each part between ``&`` one alternative must be there."""

    __slots__ = ("_cues", "expression", "flags")

    def __init__(self, expression: str, cues: str, flags: int = re.IGNORECASE) -> None:
        self.expression = expression
        self.flags = flags
        self._cues = tuple(tuple(part.split("|")) for part in cues.split("&"))

    @property
    def cues(self) -> tuple[tuple[str, ...], ...]:
        """What a text must hold, one of each, in small letters."""
        return self._cues

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled now if it was not before."""
        return _compiled(self.expression, self.flags)

    def finditer(self, text: str, lower: str) -> Iterator[re.Match[str]]:
        """All matches; ``lower`` is the text as ``folded`` makes it."""
        for part in self._cues:
            if not any(cue in lower for cue in part):
                return iter(())
        return self.pattern.finditer(text)


@functools.cache
def _compiled(expression: str, flags: int) -> re.Pattern[str]:
    return re.compile(expression, flags)
