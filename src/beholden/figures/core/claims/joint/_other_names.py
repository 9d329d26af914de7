"""Names of what is counted that leave open which offences of the data are meant.

"Child abuse offences" may be what the data call sexual offences against children; and "look" is a
name only because the words around a number were misread. "Knife crime", "officers" and "a part of
the offences" are something else, whatever their numbers.

    may_be_another("other:child abuse offences")  # True
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming._topics import UNNAMED
from beholden.figures.core.claims.naming.own_series import is_own

_OFFENCES = lazily(r"(?:offen[cs]es?|crimes?|cases|abuse)", re.IGNORECASE)
_WORDS = lazily(
    r"(?:child(?:ren)?(?:'s)?|minors|sexual|sex|abusive|online|internet|cyber|digital|grooming"
    r"|indecent|obscene|images?|imagery|exploitation|cruelty|neglect|recorded|reported|police|alleged"
    r"|against|of|on|the|to|as|a|whole)",
    re.IGNORECASE,
)
# What is counted is a plural, or one of these: any other singular was misread for it.
_UNCOUNTED = lazily(
    r".*(?:ing|ism|ery|ary|ed)|fraud|theft|arson|assault|violence|harassment|slavery|homicide|murder|rape|damage"
    r"|disorder|crime|part|children|men|women|people|staff|police|youth|money|traffic|population|work"
    r"|rates?|per|head|victim|child|arrest|suspect|person|charge|call|conviction|search|raid|girl|boy|man|woman|pupil",
    re.IGNORECASE,
)


def may_be_another(series: str) -> bool:
    """Whether a name speaks of offences against children in no words but those that all use."""
    if is_own(series):
        return False
    if not series.startswith("other:"):
        # An offence of the law, as possession alone: newspapers call all of them so.
        return True
    words = _words(series)
    kinds = [bool(_OFFENCES.fullmatch(word)) for word in words]
    return any(kinds) and all(
        kind or _WORDS.fullmatch(word) for kind, word in zip(kinds, words, strict=True)
    )


def misread(series: str) -> bool:
    """Whether a name is a singular that nobody counts: the words around a number were misread.

    That excludes nothing of an exact number; but the "caseload" may well have doubled.
    """
    if series == f"other:{UNNAMED}":
        return False
    words = _words(series)
    plural = any(word.endswith("s") and not word.endswith("ss") for word in words)
    return not plural and not any(_UNCOUNTED.fullmatch(word) for word in words)


def _words(series: str) -> list[str]:
    return re.split(r"[\s,-]+", series.removeprefix("other:"))


__all__ = ["may_be_another", "misread"]
