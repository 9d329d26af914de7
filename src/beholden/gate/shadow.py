"""The shadow report from what is on record; the sums are ``gate.core.shadow``'s.

shadow_report(archive, guard, since, until).sentence
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.gate._pages import PAGE_AT_MOST
from beholden.gate.core.shadow import HourOf, ShadowReport, report
from beholden.gate.models import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from beholden.gate.core.models import Decision
    from beholden.gate.ports import DecisionArchive, Guard


def shadow_report(
    archive: DecisionArchive, guard: Guard, since: datetime, until: datetime
) -> ShadowReport:
    """What blocking would have done to the uploads from ``since`` to ``until``.

    Raises:
        GateError: the record cannot be read.
    """
    first_hour = since.replace(minute=0, second=0, microsecond=0)
    hours = (
        HourOf(one.hour, one.surface, one.rule, one.mode, one.would_be, one.count)
        for one in archive.hours(first_hour, until)
    )
    decisions = _all(archive, Filter(mode="shadow", since=first_hour, until=until))
    return report(hours, decisions, guard.lowered(), first_hour, until)


def _all(archive: DecisionArchive, wanted: Filter) -> Iterator[Decision]:
    cursor = None
    while True:
        page = archive.page(wanted, limit=PAGE_AT_MOST, cursor=cursor)
        yield from page.decisions
        cursor = page.cursor
        if cursor is None:
            return
