"""Names of series that the data bring with them: what else is counted than registered offences.

A file of figures may hold burglaries or anything else. Its series is named in a text where
all the words that tell it from other series stand close together, in any form of them:
"offences of indecent communication with children" is "communicating indecently with a child".

    Series("other:burglary offences", "burglary offences").expression
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator

import msgspec

from beholden.figures.core.claims.naming.own_series import is_own
from beholden.figures.core.claims.naming.what import What

_WORD = re.compile(r"[^\W\d_]+")
_STEM = 6
_SHORTEST_STEM = 4
_MOST_TELLING = 4
_GAP = r"(?:[\s-]+(?:[^\W\d_]+[\s-]+){0,3}?)"
_ENDING = re.compile(r"(?:ies|ing|ed|es|y|s|ion|ions|ly)$")
_OF_ANYTHING = frozenset(
    word
    for line in (
        "a about against all an and any as at by case cases child children count crime crimes for",
        "from identified in incident incidents number of offence offences on or other over people",
        "person persons police record recorded report reported reports sent that the themselves to",
        "total under who whom with young years cruelty sexual sex online image images",
    )
    for word in line.split()
)
"""Words that stand in the names of many series, or that name series known anyway."""
_OFFENCE = frozenset({"offence", "offences", "crime", "crimes"})


class Series(msgspec.Struct, frozen=True):
    """A series of the data by its key and its name."""

    key: str
    name: str

    @property
    def stems(self) -> tuple[str, ...]:
        """The beginnings of the words that tell it from others; none if it has too few."""
        words = [word.lower() for word in _WORD.findall(self.name.replace("_", " "))]
        telling = [word for word in words if word not in _OF_ANYTHING]
        short = set(words) <= {*telling, *_OFFENCE}
        if not telling or len(telling) > _MOST_TELLING or (len(telling) == 1 and not short):
            return ()
        return tuple(_ENDING.sub("", word)[:_STEM] for word in telling)

    @property
    def expression(self) -> str:
        """Its telling words in any order, a few words apart; empty if it cannot be told."""
        stems = self.stems
        if not stems or any(len(stem) < _SHORTEST_STEM for stem in stems):
            return ""
        orders = itertools.permutations([rf"{stem}[^\W\d_]*" for stem in stems])
        told = "|".join(_GAP.join(order) for order in orders)
        offence = r"(?:offences?|crimes?)"
        return rf"\b(?:{offence}\s+of\s+)?(?:{told})(?:\s+{offence})?\b"


def named(text: str, series: Iterable[Series]) -> Iterator[What]:
    """Every place where a text names one of the series, other than the newsroom's own."""
    for one in series:
        if is_own(one.key):
            continue
        expression = _compiled(one)
        if expression is None or not all(stem in text.lower() for stem in one.stems):
            continue
        for match in expression.finditer(text):
            yield What(match.start(), match.end(), match[0], one.key, one.name)


@functools.lru_cache(maxsize=256)
def _compiled(series: Series) -> re.Pattern[str] | None:
    expression = series.expression
    return re.compile(expression, re.IGNORECASE) if expression else None


__all__ = ["Series", "named"]
