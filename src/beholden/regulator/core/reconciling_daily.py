"""The hours in the log, added up by day: a second way to the totals of a report. Pure.

It shares nothing with the queries that make a report, so that a fault in either is a
difference between the two.

Laws: of an hour the statement with the highest number counts, once; two of that number that
say different things leave the hour out; what was decided in shadow mode was not done.

    hours = by_hour(lines)
    daily_sums(hours)["uploads-held"]
    lowered_at_most(hours, 2)["uploads-held"]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from beholden.regulator.core.amounts import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Hours = Mapping[str, Counter[str]]

    from beholden.regulator.core.models import Amount

__all__ = ["HourLine", "by_hour", "daily_sums", "lowered_at_most"]

_DONE: Final = {"allow": "uploads-allowed", "hold": "uploads-held", "block": "uploads-blocked"}
_WOULD: Final = {"hold": "uploads-would-hold", "block": "uploads-would-block"}
_NAMES: Final = ("uploads-checked", *_DONE.values(), *_WOULD.values())


class HourLine(NamedTuple):
    """One count of one statement of an hour; without counts one line with ``uploads`` 0.

    ``hour`` as 2026-11-22T09Z; ``entry`` is the statement's place in the log, ``digest`` is the
    same for two statements that count the same.
    """

    hour: str
    number: int
    entry: int
    digest: str
    mode: str
    outcome: str
    would_be: str
    uploads: int


def by_hour(lines: Iterable[HourLine]) -> Hours:
    """What every hour counts, by the key of a report's figure; contradicted hours are not there."""
    hours: dict[str, dict[int, dict[int, list[HourLine]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for line in lines:
        hours[line.hour][line.number][line.entry].append(line)
    counts: dict[str, Counter[str]] = {}
    for hour, by_number in hours.items():
        newest = by_number[max(by_number)]
        if len({line.digest for some in newest.values() for line in some}) == 1:
            counts[hour] = Counter()
            for line in newest[min(newest)]:
                _add(counts[hour], line)
    return counts


def daily_sums(hours: Hours) -> Mapping[str, Amount]:
    """Totals over all days, by the key of a report's figure; none without any hour."""
    days: dict[str, Counter[str]] = defaultdict(Counter)
    for hour, counted in hours.items():
        days[hour.partition("T")[0]] += counted
    if not days:
        return {}
    return {name: count(sum(day[name] for day in days.values())) for name in _NAMES}


def lowered_at_most(hours: Hours, entries: int) -> Mapping[str, int]:
    """By how much so many entries that nobody opened could lower a total: each corrects one hour.

    Args:
        hours: what every hour counts.
        entries: how many were not opened.
    """
    if not entries:
        return {}
    return {
        name: sum(sorted((one[name] for one in hours.values()), reverse=True)[:entries])
        for name in _NAMES
    }


def _add(day: Counter[str], line: HourLine) -> None:
    day["uploads-checked"] += line.uploads
    day[_DONE[line.outcome if line.mode == "enforce" else "allow"]] += line.uploads
    if line.mode == "shadow" and line.would_be in _WOULD:
        day[_WOULD[line.would_be]] += line.uploads
