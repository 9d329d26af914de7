"""Counts that are unlike the others around them: a person looks before they are published.

for key, code, sentence in doubts(observations): ...
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median

from beholden.figures.core.breaks import (
    HIGHEST_RATIO,
    HIGHEST_Z,
    LOWEST_RATIO,
    above_peak,
    suspect_steps,
    suspects,
)
from beholden.figures.core.change import CountChange
from beholden.figures.core.models import ForceCode, Observation, OffenceId, Period, Value
from beholden.figures.core.offences import IIOC_TOTAL
from beholden.figures.core.periods import financial_year, is_financial_year, tiles
from beholden.figures.core.rounding import SMALLEST_BASE

_Key = tuple[ForceCode, Period, OffenceId]
_Series = Mapping[tuple[ForceCode, OffenceId], Mapping[Period, Value]]

_FORCES_TO_COMPARE = 8
# Makes the median deviation of normal values their standard deviation.
_NORMAL = 0.6745

Doubt = tuple[_Key, str, str]
"""What is doubted, the code of the question, and its sentence."""


def doubts(
    observations: Mapping[_Key, Observation], populations: Mapping[ForceCode, int]
) -> Iterator[Doubt]:
    """Every doubt that other observations raise: other years, other forces, the peak."""
    series: dict[tuple[ForceCode, OffenceId], dict[Period, Value]] = defaultdict(dict)
    for (force, period, offence), one in observations.items():
        if is_financial_year(period):
            series[force, offence][period] = one.value
    yield from _unlike_other_years(series)
    yield from _unlike_other_forces(series)
    yield from _unlike_other_rates(series, populations)
    for key, one in observations.items():
        count = one.value.count
        if count is not None and not is_financial_year(key[1]):
            yield from _above_peak(key, count, series.get((key[0], key[2]), {}))


def _unlike_other_years(series: _Series) -> Iterator[Doubt]:
    for (force, offence), years in series.items():
        for suspect in suspects(list(years.items())):
            # A series that grows for years has ends far from its middle, step by step.
            if _is_near_a_neighbour(years, suspect.period):
                continue
            yield (force, suspect.period, offence), "unlike-other-years", suspect.sentence


def _is_near_a_neighbour(years: Mapping[Period, Value], period: Period) -> bool:
    """Whether the nearest known year before or after has a count of the same size."""
    known = sorted(year for year, value in years.items() if value.count is not None)
    place = known.index(period)
    count = years[period].count or 0
    near = (*known[max(place - 1, 0) : place], *known[place + 1 : place + 2])
    return any(
        LOWEST_RATIO * other <= count <= HIGHEST_RATIO * other
        for other in (years[year].count or 0 for year in near)
        if other
    )


def _unlike_other_forces(series: _Series) -> Iterator[Doubt]:
    steps: dict[tuple[OffenceId, Period], dict[ForceCode, CountChange]] = defaultdict(dict)
    for (force, offence), years in series.items():
        for year, value in years.items():
            before = years.get(financial_year(year.start.year - 1))
            if before is not None and before.count is not None and value.count is not None:
                steps[offence, year][force] = CountChange(before.count, value.count)
    for (offence, year), changes in steps.items():
        for step in suspect_steps(changes):
            yield (step.force, year, offence), "unlike-other-forces", step.sentence


def _unlike_other_rates(series: _Series, populations: Mapping[ForceCode, int]) -> Iterator[Doubt]:
    """Doubts a count that, per head, no other force comes near: a digit too many or too few."""
    rates: dict[tuple[OffenceId, Period], dict[ForceCode, float]] = defaultdict(dict)
    for (force, offence), years in series.items():
        if offence != IIOC_TOTAL:  # single codes are small, and recorded as each force sees fit
            continue
        for year, value in years.items():
            if (value.count or 0) >= SMALLEST_BASE and force in populations:
                rates[offence, year][force] = math.log((value.count or 0) / populations[force])
    for (offence, year), logs in rates.items():
        if len(logs) < _FORCES_TO_COMPARE:
            continue
        middle = median(logs.values())
        spread = median(abs(each - middle) for each in logs.values()) / _NORMAL
        for force, each in logs.items():
            if abs(each - middle) > max(HIGHEST_Z * spread, math.log(HIGHEST_RATIO)):
                count = series[force, offence][year].count
                times = math.exp(abs(each - middle))
                word = "above" if each > middle else "below"
                sentence = (
                    f"{count:,} is, per head, {times:.1f} times {word} what half of the forces "
                    "stay under. Look whether a digit is one too many or too few."
                )
                yield (force, year, offence), "unlike-other-rates", sentence


def _above_peak(key: _Key, total: int, years: Mapping[Period, Value]) -> Iterator[Doubt]:
    """Doubts a total of several years, where each of them is known."""
    span = key[1]
    within = sorted(year for year in years if span.start <= year.start and year.end <= span.end)
    counts = [count for year in within if (count := years[year].count) is not None]
    if not counts or len(counts) < len(within) or not tiles(within, span):
        return
    if wrong := above_peak(total, len(counts), max(counts)):
        yield key, "above-peak", f"{wrong} Ask what it counts."
