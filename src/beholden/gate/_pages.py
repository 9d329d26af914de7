"""What a page of decisions may ask for, and which decisions fit; pure.

check_page(Filter(list="iwf"), limit=100, cursor=None)
fits(decision, Filter(would_be="block"))  # True or False
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from beholden.gate.core.models import hour_of, microseconds
from beholden.gate.errors import PageError

if TYPE_CHECKING:
    from datetime import datetime

    from beholden.gate.core.models import Decision
    from beholden.gate.models import Filter

_HOUR_US = 3_600_000_000
PAGE_AT_MOST = 1_000
"""Decisions on one page."""

_CURSOR = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def check_page(wanted: Filter, *, limit: int, cursor: str | None) -> None:
    """Refuses what makes no sense.

    Raises:
        PageError: with the name of the field and what to do.
    """
    if not 1 <= limit <= PAGE_AT_MOST:
        raise PageError("limit", f"Ask for 1 to {PAGE_AT_MOST:,} decisions, not {limit}.")
    if cursor is not None and not _CURSOR.fullmatch(cursor):
        raise PageError("cursor", "Give the cursor that the page before gave, unchanged.")
    if wanted.entry is not None and wanted.list is None:
        raise PageError("entry", "Name the list that the entry belongs to as well.")
    for name in ("since", "until"):
        at = getattr(wanted, name)
        if at is not None and at.tzinfo is None:
            raise PageError(name, "Give the time with its zone, as in 2026-11-22T09:00:00Z.")


def hours_between(since: datetime, until: datetime | None) -> tuple[str, str | None]:
    """The first hour, and the text that all hours that begin before ``until`` are below."""
    if until is None:
        return hour_of(since), None
    on_the_hour = microseconds(until) % _HOUR_US == 0
    return hour_of(since), hour_of(until) + ("" if on_the_hour else "~")


def fits(decision: Decision, wanted: Filter) -> bool:
    """Whether a decision, in the form in which it is kept, is among those wanted."""
    return (
        all(
            getattr(wanted, name) in (None, getattr(decision, name))
            for name in ("outcome", "would_be", "surface", "rule", "mode", "sha256")
        )
        and wanted.account_key in (None, decision.account)
        and (wanted.since is None or wanted.since <= decision.time)
        and (wanted.until is None or decision.time < wanted.until)
        and (wanted.list is None or _matched(decision, wanted.list, wanted.entry))
    )


def _matched(decision: Decision, list_name: str, entry: str | None) -> bool:
    return any(
        match.role == "match" and match.list == list_name and entry in (None, match.entry)
        for match in decision.matches
    )
