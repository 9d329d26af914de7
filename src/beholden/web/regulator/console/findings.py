"""What reconciliations of a service found, and how its scorecards stand, in short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from beholden.regulator.core import Publication, Verdict
from beholden.web.regulator.console.rendering import STATES, Mark, verdict_mark
from beholden.web.regulator.site import corrections

if TYPE_CHECKING:
    from beholden.app import WiredRegulator


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One reconciliation in short."""

    number: int
    first: date
    last: date
    verdict: Verdict
    at: datetime
    by: str


def found_of(regulator: WiredRegulator, service: str) -> list[Found]:
    """All reconciliations of a service, the newest first."""
    return [
        Found(
            number=one.number,
            first=one.result.first,
            last=one.result.last,
            verdict=one.result.verdict,
            at=one.at,
            by=one.by,
        )
        for one in regulator.reconciliations.list(service)
    ]


def found_mark(found: list[Found]) -> Mark:
    """What the newest one came to."""
    if not found:
        return Mark("quiet", "\N{EN DASH}", "None yet")
    return verdict_mark(found[0].verdict)


def standings(publications: Iterable[Publication]) -> Mapping[int, Mark]:
    """How each scorecard of one service stands, by its number: corrected ones say so."""
    own = tuple(publications)
    corrected = corrections(own)
    return {one.number: _standing(one, corrected.get(one.number)) for one in own}


def _standing(one: Publication, corrected_by: int | None) -> Mark:
    mark = STATES[one.state]
    if one.state == "published" and corrected_by is not None:
        return Mark("quiet", "\N{EN DASH}", f"Replaced by number {corrected_by}")
    if one.corrects is not None and one.state != "withdrawn":
        return Mark(mark.kind, mark.sign, f"{mark.words}, corrects number {one.corrects}")
    return mark
