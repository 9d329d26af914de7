"""A total of England, Wales and Northern Ireland, where the data call that of the country.

What the police of Scotland do not count by the same name has no number of theirs, so that a printed
total of the United Kingdom is that of the other nations.

    of_country(claim, data)  # the claim of the United Kingdom, or None
"""

from __future__ import annotations

import msgspec

from beholden.figures.core.claims.judging._by_words import called
from beholden.figures.core.claims.judging._values import UK
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim, Subject

_SCOTLAND = "group:scotland"


def of_country(claim: Claim, data: Data) -> Claim | None:
    """The claim of the whole country, where the data hold nothing of its kind for Scotland."""
    country, scotland = set(data.members_of(UK)), set(data.members_of(_SCOTLAND))
    if not scotland or set(data.members(claim.subject)) != country - scotland:
        return None
    series = called(claim.series, data)
    if data.periods(series, (_SCOTLAND, *sorted(scotland))) or not data.periods(series, (UK,)):
        return None
    return msgspec.structs.replace(claim, series=series, subject=Subject(UK, data.name_of(UK)))


__all__ = ["of_country"]
