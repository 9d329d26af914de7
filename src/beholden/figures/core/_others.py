"""What a release says of a force outside its series of financial years.

Other offences, calendar years, halves and spans: each stands for itself, for no two
kinds of periods make a series.
"""

from __future__ import annotations

from beholden.figures.core.brief import OtherRow
from beholden.figures.core.marks import shown
from beholden.figures.core.models import ForceCode, Observation, Release
from beholden.figures.core.offences import IIOC_TOTAL, name
from beholden.figures.core.periods import is_financial_year, kind, label

_KINDS = ("financial", "calendar", "half", "quarter", "part", "span")


def others(release: Release, force: ForceCode) -> tuple[OtherRow, ...]:
    """Every figure of ``force`` that the series has no place for, like beside like."""
    found = [one for one in release.observations if one.force == force and not _in_series(one)]
    return tuple(
        OtherRow(name(one.offence), label(one.period), shown(one.value, one.marks), one)
        for one in sorted(found, key=_order)
    )


def _in_series(one: Observation) -> bool:
    return one.offence == IIOC_TOTAL and is_financial_year(one.period)


def _order(one: Observation) -> tuple[object, ...]:
    return (
        one.offence != IIOC_TOTAL,
        name(one.offence),
        _KINDS.index(kind(one.period)),
        one.period,
        one.offence,
    )
