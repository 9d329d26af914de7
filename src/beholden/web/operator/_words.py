"""Numbers and times as the page writes them. Pure.

number(1234567)    # "1,234,567"
ago(at, now)       # "4 minutes ago"
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

SENTENCE_AT_MOST = 1_000
NOTHING = "\N{EN DASH}"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


class Moment(msgspec.Struct, frozen=True):
    """A time for people and for machines (RFC 3339), always UTC."""

    stamp: str
    text: str
    clock: str


def number(value: int) -> str:
    """A whole number with thousands separators."""
    return f"{value:,}"


def plural(count: int, one: str, many: str) -> str:
    """The count and the word that fits it."""
    return f"{number(count)} {one if count == 1 else many}"


def milliseconds(value: float | None) -> str:
    """As many digits as tell something; a dash for what was not measured."""
    if value is None:
        return NOTHING
    if 0 < value < 0.1:  # noqa: PLR2004 - one decimal would read as none at all
        return "<0.1"
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"  # noqa: PLR2004 - three digits


def moment(at: datetime) -> Moment:
    """The same instant in UTC; names of months do not depend on the machine's language."""
    utc = at.astimezone(UTC)
    clock = f"{utc:%H:%M:%S}"
    return Moment(
        stamp=f"{utc:%Y-%m-%dT%H:%M:%SZ}",
        text=f"{day(utc)} {utc.year}, {clock} UTC",
        clock=clock,
    )


def day(at: datetime) -> str:
    """Day and month, without the year."""
    return f"{at.day} {_MONTHS[at.month - 1]}"


def lasting(since: datetime, now: datetime) -> str:
    """The time between in its largest whole unit; "no time" when the clock went back."""
    seconds = int((now - since).total_seconds())
    for size, unit in _UNITS:
        if seconds >= size:
            return plural(seconds // size, unit, f"{unit}s")
    return "no time"


def ago(at: datetime, now: datetime) -> str:
    """How long ago that was."""
    if at > now:
        return "in the future by this machine's clock"
    return "just now" if (now - at).total_seconds() < 1 else f"{lasting(at, now)} ago"
