"""Counts of several areas that share one doubt: what is counted, or in which year.

A list of forces stands under a name for the offences that the data do not use, or under no year.
Each of its numbers is open for the same cause, and one answer settles it for all: the series and
the year in which the data have these numbers, each for its own area. The more digits they have
together the less that is chance; the more series and years are tried the more it is.

    of_columns(words)  # {3: Reading(place of 411 in Cleveland, by 611, 718 and 393)}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10

import msgspec

from beholden.figures.core.claims.joint._counts import given
from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._lines import Line, Place
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._other_names import may_be_another
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._years import named_years
from beholden.figures.core.claims.models import Claim
from beholden.figures.core.models import Period

_FEWEST = 2
_SURE = 3
"""So many digits more than it takes to find one of the readings tried by chance."""
_AGAINST = 3
"""For so many numbers that fit one may be another: it may be the number that is false."""


class _Doubt(msgspec.Struct, frozen=True):
    """What is open about a number, and how it was read; nothing where it is said."""

    series: str
    period: Period | None
    of_series: bool
    of_period: bool


def of_columns(words: Words) -> dict[int, Reading]:
    """Where counts stand that are open for one cause, where their number tells."""
    groups: dict[_Doubt, list[Number]] = {}
    for one in words.numbers:
        if one.open and one.exact and not one.claim.subject.part and _lacking(one, words):
            doubt = _doubt(one, words)
            if doubt.of_series or doubt.of_period:
                groups.setdefault(doubt, []).append(one)
    told = {reading.place for reading in given(words.numbers, words.lines).values()}
    found: dict[int, Reading] = {}
    for doubt, group in groups.items():
        if len(group) >= _FEWEST:
            found.update(_settled(doubt, group, told, words))
    return found


def _lacking(one: Number, words: Words) -> bool:
    """Whether the data have no number of it as read: what they have another of may be false."""
    return one.claim.period not in words.lines.held(words.lines.line_of(one.claim))


def _doubt(one: Number, words: Words) -> _Doubt:
    claim = one.claim
    series = words.lines.line_of(claim).series
    of_period = not claim.period_said and not named_years(claim.sentence)
    return _Doubt(series, claim.period, _open_series(claim, series, words), of_period)


def _open_series(claim: Claim, series: str, words: Words) -> bool:
    """Whether a series was only supposed, or is called by a name that the data do not use."""
    if series in words.lines.data.series:
        return not claim.series_said
    return may_be_another(series)


def _settled(
    doubt: _Doubt, group: Sequence[Number], told: set[Place], words: Words
) -> dict[int, Reading]:
    """The counts that stand in one series and year, where no other pair has as much of them."""
    tried = 0
    scored: list[tuple[float, dict[int, Reading]]] = []
    for series, period in _answers(doubt, words):
        fitting: dict[int, Reading] = {}
        against = 0
        for one in group:
            line = Line(words.lines.line_of(one.claim).subject, series)
            held = words.lines.held(line).get(period)
            place = words.lines.place(line, period)
            if held is None or place in told:
                continue
            if one.value in held:
                fitting[one.at] = Reading(line, place)
            else:
                against += 1
        tried += bool(fitting or against)
        places = {reading.place: words.numbers[at].value for at, reading in fitting.items()}
        several = len(set(places.values())) >= _FEWEST and len(places) == len(fitting)
        if several and against * _AGAINST <= len(fitting):
            scored.append((sum(log10(value) for value in set(places.values())), fitting))
    best = max((score for score, _ in scored), default=0.0)
    among = [fitting for score, fitting in scored if score == best]
    if len(among) != 1 or best < _SURE + log10(max(tried, 1)):
        return {}
    return {
        at: msgspec.structs.replace(
            reading, by=tuple(words.numbers[each] for each in among[0] if each != at)
        )
        for at, reading in among[0].items()
    }


def _answers(doubt: _Doubt, words: Words) -> Iterator[tuple[str, Period]]:
    """Every series and year that may be meant."""
    data = words.lines.data
    for one in data.series if doubt.of_series else (doubt.series,):
        known = {each for (series, _), held in data.known.items() if series == one for each in held}
        periods: Sequence[Period | None] = sorted(known) if doubt.of_period else (doubt.period,)
        for period in periods:
            if period is not None and (one, period) != (doubt.series, doubt.period):
                yield one, period


__all__ = ["of_columns"]
