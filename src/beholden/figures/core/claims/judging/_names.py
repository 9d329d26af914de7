"""What is counted, in the words of a sentence: never an internal name, and no verb for a noun."""

from __future__ import annotations

from beholden.figures.core import offences
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim

_OTHER = "other:"
_VAGUE = frozenset({"other:other things"})
# What is counted is a plural, or one of these: else the words around a number were misread.
_NOT_PLURAL = frozenset(
    {
        "abuse",
        "children",
        "crime",
        "cruelty",
        "grooming",
        "men",
        "people",
        "sexting",
        "staff",
        "women",
    }
)
_OFFENCES = (
    offences.IIOC_TOTAL,
    *offences.IMAGE_SET,
    offences.SEXUAL_COMMUNICATION,
    offences.CLASS_86,
    offences.ADULT,
)


def series_name(data: Data, series: str) -> str:
    """What a series is called in a sentence."""
    for offence in _OFFENCES:
        if series == offence:
            said = offences.name(offence)
            return f"{said[:1].lower()}{said[1:]}"
    return data.names.get(series, series.removeprefix(_OTHER))


def nothing_of(claim: Claim, data: Data, whom: str) -> str:
    """That the data have no number of what a claim counts, for ``whom`` (who and when)."""
    name = series_name(data, claim.series)
    if claim.series in _VAGUE or not (claim.series in data.names or _is_counted(claim, name)):
        return f"The article does not say for certain what it counts for {whom}."
    return f"No number of {name} for {whom}."


def _is_counted(claim: Claim, name: str) -> bool:
    words = name.lower().replace(",", " ").split()
    plural = any(word.endswith("s") and not word.endswith("ss") for word in words)
    return plural or not claim.series.startswith(_OTHER) or not _NOT_PLURAL.isdisjoint(words)


__all__ = ["nothing_of", "series_name"]
