"""Where a series is broken, and where an answer is so unlike the others that it may be wrong.

A known break cuts: two periods on both sides of it, or one that holds it, are not
compared. A suspect is only pointed out; a person decides.

    break_between(ForceCode("E23000005"), financial_year(2018), financial_year(2020)).why
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Literal

import msgspec

from beholden.figures.core.change import CountChange
from beholden.figures.core.models import Day, ForceCode, Period, Value
from beholden.figures.core.periods import label

LOWEST_RATIO = 0.4
HIGHEST_RATIO = 2.5
HIGHEST_Z = 3.5

# A median of two is their mean: neither can be far from it, and neither is to blame.
_FEWEST = 3
# Makes the median deviation of normal values their standard deviation (Iglewicz, Hoaglin 1993).
_NORMAL = 0.6745

SuspectTest = Literal["ratio-to-median", "robust-z"]


class Break(msgspec.Struct, frozen=True):
    """From ``since`` on the counts of a force cannot be compared with earlier ones."""

    force: ForceCode
    since: Day
    why: str


class Suspect(msgspec.Struct, frozen=True):
    """One count that is unlike the others of its force; ``measure`` is what the test gave."""

    period: Period
    count: int
    test: SuspectTest
    measure: float
    sentence: str


class SuspectStep(msgspec.Struct, frozen=True):
    """A force whose step between two periods is unlike that of the other forces."""

    force: ForceCode
    change: CountChange
    measure: float
    sentence: str


KNOWN_BREAKS = (
    Break(
        ForceCode("E23000005"),
        Day(2019, 7, 1),
        "Greater Manchester recorded crime in a new computer system from July 2019; the Office "
        "for National Statistics left the force out of its totals for 2019/20.",
    ),
)
"""Breaks that were made public, not those that a test below suspects."""


def break_between(force: ForceCode, one: Period, other: Period) -> Break | None:
    """The break that keeps two periods of a force from being compared, in either order."""
    earlier, later = sorted((one, other))
    for each in KNOWN_BREAKS:
        if each.force == force and earlier.start < each.since <= later.end:
            return each
    return None


def suspects(series: Sequence[tuple[Period, Value]]) -> tuple[Suspect, ...]:
    """Counts of one force that are unlike its others, in order of their periods.

    Two tests, the first to strike is told: the ratio to the force's own median lies
    outside 0.4 to 2.5; the robust z of the logarithm of that ratio is above 3.5.

    Args:
        series: One offence of one force, periods of one kind. Blanks say nothing. Under three
            counts there is nothing to be unlike.
    """
    known = sorted((period, value.count) for period, value in series if value.count is not None)
    if len(known) < _FEWEST:
        return ()
    middle = median(count for _, count in known)
    if middle == 0:
        return ()
    spread = _spread([_log_ratio(count, middle) for _, count in known], middle)
    found = []
    for period, count in known:
        ratio, z = count / middle, _log_ratio(count, middle) / spread
        if not LOWEST_RATIO <= ratio <= HIGHEST_RATIO:
            test: SuspectTest = "ratio-to-median"
            measure = ratio
        elif abs(z) > HIGHEST_Z:
            test, measure = "robust-z", z
        else:
            continue
        sentence = (
            f"{count:,} in {label(period)} is unlike the other years of this force, half of "
            f"which lie at or below {middle:,.0f}. Ask whether the answer is complete."
        )
        found.append(Suspect(period, count, test, measure, sentence))
    return tuple(found)


def suspect_steps(changes: Mapping[ForceCode, CountChange]) -> tuple[SuspectStep, ...]:
    """Forces whose count changed unlike that of the others between the same two periods.

    The robust z of the log ratio around the median of all forces is above 3.5.
    Steps from or to 0 have no log ratio and are left out.
    """
    logs = {
        force: math.log(each.after / each.before)
        for force, each in sorted(changes.items())
        if each.before and each.after
    }
    if len(logs) < _FEWEST:
        return ()
    middle = median(logs.values())
    spread = median(abs(each - middle) for each in logs.values()) / _NORMAL
    found = []
    for force, each in logs.items():
        change = changes[force]
        # No force is blamed for what chance alone does to its two counts.
        chance = math.sqrt(1 / change.before + 1 / change.after)
        z = (each - middle) / max(spread, chance)
        if abs(z) > HIGHEST_Z:
            sentence = (
                f"{change.before:,} to {change.after:,} is a change unlike that of the other "
                "forces. Ask whether both answers count the same."
            )
            found.append(SuspectStep(force, change, z, sentence))
    return tuple(found)


def unlike_parts(total: int, parts: Sequence[int], *, all_parts: bool) -> str:
    """What is wrong with a total and its parts, as a sentence; empty if nothing.

    Args:
        total: The total as printed.
        parts: Counts of separate parts of it.
        all_parts: Whether they are all parts there are, so that they must add to the total.
    """
    added = sum(parts)
    if any(part > total for part in parts):
        return f"The total {total:,} is below one of its parts, {max(parts):,}."
    if all_parts and added != total:
        return f"The parts add to {added:,}, not to the total {total:,}."
    if added > total:
        return f"The parts add to {added:,}, more than the total {total:,}."
    return ""


def above_peak(total: int, years: int, peak: int) -> str:
    """What is wrong with a total of several years, given the largest year; empty if nothing."""
    if total > years * peak:
        return (
            f"A total of {total:,} over {years} years cannot be: none of them was above {peak:,}, "
            f"which gives at most {years * peak:,}."
        )
    return ""


def _log_ratio(count: int, middle: float) -> float:
    # Half an offence stands for none, whose logarithm is not there.
    return math.log(max(count, 0.5) / middle)


def _spread(logs: Sequence[float], middle: float) -> float:
    """The robust standard deviation, at least that of chance for a count of this size."""
    deviation = median(abs(each) for each in logs) / _NORMAL
    return max(deviation, 1 / math.sqrt(middle))


__all__ = [
    "HIGHEST_RATIO",
    "HIGHEST_Z",
    "KNOWN_BREAKS",
    "LOWEST_RATIO",
    "Break",
    "Suspect",
    "SuspectStep",
    "SuspectTest",
    "above_peak",
    "break_between",
    "suspect_steps",
    "suspects",
    "unlike_parts",
]
