"""Large counts that tell by themselves what a name means which leaves few things open.

What an article calls "Yorkshire" the data hold as Yorkshire and The Humber; "6,156 in the UK in
2021/22" says all but what is counted. One large exact count of that very area or year is enough
where everything else is said, and nothing else that the words leave open has it. What a name was
found to mean it means throughout the article, so that its changes and rates can be judged. A name
of which the data hold anything is never taken for another.

    understood(words)  # {3: Reading(place of 1,758 in Yorkshire and The Humber)}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from beholden.figures.core.claims.joint._counts import given
from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._lines import Line
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words

_LEAST = 1_000
_ROUND = 100


class Meaning(msgspec.Struct, frozen=True):
    """A line as the article names it, and as the data do; ``by`` is the count that tells."""

    said: Line
    meant: Line
    by: Number


def understood(words: Words) -> dict[int, Reading]:
    """Where large counts stand of which only the area or only the series is open."""
    return {**_of_unsaid_series(words), **_of_areas(words)}


def meanings(found: Mapping[int, Reading], words: Words) -> tuple[Meaning, ...]:
    """What the names of these counts were found to mean, where they have one."""
    read = ((words.numbers[at], reading) for at, reading in found.items())
    return tuple(
        Meaning(words.lines.line_of(one.claim), reading.line, one)
        for one, reading in read
        if not words.lines.held(words.lines.line_of(one.claim))
    )


def lines_meant(one: Number, found: Sequence[Meaning], words: Words) -> Iterator[Meaning]:
    """What line a number stands on where its names mean what they were found to mean."""
    line = words.lines.line_of(one.claim)
    for each in found:
        if line.series != each.said.series or words.lines.held(line):
            continue
        if words.lines.area(line.subject) == words.lines.area(each.said.subject):
            yield each
        elif words.lines.area(each.said.subject) == words.lines.area(each.meant.subject):
            yield Meaning(line, Line(line.subject, each.meant.series), each.by)


def _of_areas(words: Words) -> dict[int, Reading]:
    """Counts of an area whose name the data have for another, and for that alone."""
    found: dict[int, Reading] = {}
    for one in words.numbers:
        line = words.lines.line_of(one.claim)
        if not _large(one) or words.lines.held(line):
            continue
        alike = words.of_one_name(line.subject)
        lines = [words.lines.line_of_area(one.claim, each) for each in alike]
        fitting = [each for line in lines if (each := _there(one, line, words)) is not None]
        if len(fitting) == 1:
            found[one.at] = fitting[0]
    return found


def _of_unsaid_series(words: Words) -> dict[int, Reading]:
    """Counts of a named area and year that one series alone has, and the sentence names none.

    Where the data hold another number of the series that was supposed, the one that has it is one
    of which the article speaks; and the article gives that number nowhere else.
    """
    told = {reading.place for reading in given(words.numbers, words.lines).values()}
    spoken = {
        words.lines.line_of(one.claim).series for one in words.numbers if one.claim.series_said
    }
    found: dict[int, Reading] = {}
    for one in words.numbers:
        claim = one.claim
        said = claim.subject_said and claim.period_said and not claim.series_said
        if not _large(one) or not said or claim.period is None:
            continue
        own = words.lines.line_of(claim)
        lines = [Line(own.subject, series) for series in words.lines.data.series]
        fitting = [each for line in lines if (each := _there(one, line, words)) is not None]
        if len(fitting) != 1 or fitting[0].place in told:
            continue
        if claim.period not in words.lines.held(own) or fitting[0].line.series in spoken:
            found[one.at] = fitting[0]
    return found


def _large(one: Number) -> bool:
    """Whether an open count is exact and large, and the area is no part of a force."""
    large = one.exact and one.value >= _LEAST and one.value % _ROUND != 0
    return one.open and large and not one.claim.subject.part


def _there(one: Number, line: Line, words: Words) -> Reading | None:
    """Where a number stands on a line in its year as read."""
    period = one.claim.period
    if period is None or one.value not in words.lines.held(line).get(period, ()):
        return None
    return Reading(line, words.lines.place(line, period))


__all__ = ["Meaning", "lines_meant", "meanings", "understood"]
