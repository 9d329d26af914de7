"""What reconciliations of a service found, in short, for lists and choices."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from beholden.regulator.core import Verdict
from beholden.web.regulator.console.rendering import Mark, verdict_mark

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
