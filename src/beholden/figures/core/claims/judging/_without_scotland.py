"""A total of England, Wales and Northern Ireland, where the data call that of the country.

The police of Scotland do not flag offences as committed online, so that a printed total of these
for the United Kingdom is that of the other nations. Of other series a missing number tells nothing.

    of_country(claim, data)  # the claim of the United Kingdom, or None
"""

from __future__ import annotations

import msgspec

from beholden.figures.core.claims.judging._by_words import called, words
from beholden.figures.core.claims.judging._values import UK
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim, Subject

_SCOTLAND = "group:scotland"
_FLAGGED = frozenset({"online"})


def of_country(claim: Claim, data: Data) -> Claim | None:
    """The claim of the whole country, where it counts nothing in Scotland."""
    country, scotland = set(data.members_of(UK)), set(data.members_of(_SCOTLAND))
    if not scotland or set(data.members(claim.subject)) != country - scotland:
        return None
    series = called(claim.series, data)
    if not nothing_in_scotland(series, data) or not data.periods(series, (UK,)):
        return None
    return msgspec.structs.replace(claim, series=series, subject=Subject(UK, data.name_of(UK)))


def nothing_in_scotland(series: str, data: Data) -> bool:
    """Whether a series counts what the police of Scotland do not flag, and holds none of theirs."""
    series = called(series, data)
    flagged = words(series, data.names.get(series, "")) & _FLAGGED
    scotland = sorted(data.members_of(_SCOTLAND))
    return bool(flagged) and not data.periods(series, (_SCOTLAND, *scotland))


__all__ = ["nothing_in_scotland", "of_country"]
