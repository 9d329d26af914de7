"""The hours in the log, added up by day: a second way to the totals of a report. Pure.

It shares nothing with the queries that make a report, so that a fault in either is a
difference between the two.

Laws: of an hour the statement with the highest number counts, once; two of that number that
say different things leave the hour out; what was decided in shadow mode was not done.

    daily_sums(lines)["uploads-held"]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from beholden.regulator.core.amounts import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beholden.regulator.core.models import Amount

__all__ = ["HourLine", "daily_sums"]

_DONE: Final = {"allow": "uploads-allowed", "hold": "uploads-held", "block": "uploads-blocked"}
_WOULD: Final = {"hold": "uploads-would-hold", "block": "uploads-would-block"}


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


def daily_sums(lines: Iterable[HourLine]) -> Mapping[str, Amount]:
    """Totals over all days, by the key of a report's figure; none without any hour."""
    hours: dict[str, dict[int, dict[int, list[HourLine]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for line in lines:
        hours[line.hour][line.number][line.entry].append(line)
    days: dict[str, Counter[str]] = defaultdict(Counter)
    for hour, by_number in hours.items():
        newest = by_number[max(by_number)]
        if len({line.digest for some in newest.values() for line in some}) == 1:
            day = days[hour.partition("T")[0]]
            for line in newest[min(newest)]:
                _add(day, line)
    if not days:
        return {}
    names = ("uploads-checked", *_DONE.values(), *_WOULD.values())
    return {name: count(sum(day[name] for day in days.values())) for name in names}


def _add(day: Counter[str], line: HourLine) -> None:
    day["uploads-checked"] += line.uploads
    day[_DONE[line.outcome if line.mode == "enforce" else "allow"]] += line.uploads
    if line.mode == "shadow" and line.would_be in _WOULD:
        day[_WOULD[line.would_be]] += line.uploads
