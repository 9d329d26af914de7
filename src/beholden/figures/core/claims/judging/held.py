"""What the data hold, as far as it tells what an article means.

Whatever release printed it: the reading of an article asks which area or year a number is
of, never whether it is right.

    HeldByData(data).years_of(essex, "iioc_total", Decimal(767))  # (2017/18,)
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging._by_words import called
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming._what_words import THINGS
from beholden.figures.core.claims.naming.own_series import is_own
from beholden.figures.core.claims.naming.series import Series
from beholden.figures.core.models import Period

_OFFENCE = lazily(r"\b(?:offen[cs]es?|crimes?|cruelty)(?:\b|_)", re.IGNORECASE)
_EVERYDAY = {thing.series: thing.name for thing in THINGS if thing.series}


class HeldByData(msgspec.Struct, frozen=True):
    """What the data hold, of whatever release."""

    data: Data

    @property
    def series(self) -> tuple[Series, ...]:
        """What else is counted than offences that are known by name."""
        keys = dict.fromkeys(key for key, _ in self.data.outside)
        own = (key for key in self.data.series if is_own(key))
        return tuple(
            Series(key, self.data.names.get(key, key.removeprefix("other:")))
            for key in (*keys, *own)
        )

    @property
    def offences(self) -> tuple[Series, ...]:
        """Every series of offences that is counted; calls, addresses and reports are none."""
        keys = dict.fromkeys(series for series, _ in self.data.known)
        found = ((key, self._called(key)) for key in keys)
        return tuple(
            Series(key, name)
            for key, name in found
            if not key.startswith(("other:", "own:")) or _OFFENCE.search(name)
        )

    def _called(self, key: str) -> str:
        if key in _EVERYDAY:
            return _EVERYDAY[key]
        return self.data.names.get(key, key.removeprefix("other:").replace("_", " "))

    @property
    def areas(self) -> tuple[str, ...]:
        """Names of areas, other than forces and regions, for which the data hold numbers."""
        return self._areas(own=False)

    @property
    def own_areas(self) -> tuple[str, ...]:
        """Those of them for which the data hold a series of the newsroom's own."""
        return self._areas(own=True)

    @property
    def levels(self) -> frozenset[str]:
        """The series of the newsroom's own that are held in per cents alone."""
        return self.data.levels

    def _areas(self, *, own: bool) -> tuple[str, ...]:
        keys = dict.fromkeys(
            fact.subject
            for fact in self.data.dataset.facts
            if fact.subject.startswith("other:")
            and not fact.members
            and (is_own(fact.series) or not own)
        )
        return tuple(self.data.name_of(key) for key in keys)

    def years_of(self, subject: Subject, series: str, number: Decimal) -> tuple[Period, ...]:
        """The periods for which any release holds this number."""
        keys, series = self.data.keys(subject), called(series, self.data)
        return tuple(
            period
            for period in self.data.periods(series, keys)
            if any(fact.value == number for fact in self.data.facts(series, keys, period))
        )

    def knows(self, subject: Subject, series: str, period: Period) -> bool:
        """Whether any release holds a number for a period."""
        return bool(self.data.facts(called(series, self.data), self.data.keys(subject), period))

    def holds(self, subject: Subject, series: str) -> bool:
        """Whether any release holds any number."""
        return bool(self.data.periods(called(series, self.data), self.data.keys(subject)))


__all__ = ["HeldByData"]
