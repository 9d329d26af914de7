"""Counts that are read by the company they keep: two exact ones that fit one line of the data.

"Then it was 718, and a year later 933" names no year; two exact counts of one area and series,
each that of its own year and of no other, do. The nearest numbers are asked first: those of the
sentence, then of the paragraph, then of the article.

    placed(words)  # {3: Reading(place of 933, by 718 and 215)}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from beholden.figures.core.claims.joint._in_turn import Reading, in_order
from beholden.figures.core.claims.joint._lines import Line, Lines
from beholden.figures.core.claims.joint._numbers import (
    SCOPES,
    Number,
    Scope,
    against_its_pair,
    near,
)
from beholden.figures.core.claims.joint._words import Words

Possible = dict[int, tuple[Reading, ...]]
"""For each count, by its place among the numbers, where it may stand."""


def placed(words: Words) -> dict[int, Reading]:
    """Where each count that the rules left open stands, where other numbers tell."""
    numbers = words.numbers
    possible = _possible(words)
    found = {
        one.at: reading
        for one in numbers
        if one.open and possible.get(one.at) and (reading := _told(one, words, possible))
    }
    return in_order(_without_rivals(found, words), given(numbers, words.lines), words)


def given(numbers: Sequence[Number], lines: Lines) -> dict[int, Reading]:
    """Where the counts stand that the data agreed with as the rules read them."""
    return {
        one.at: reading
        for one in numbers
        if one.held and one.exact and (reading := _as_read(one, lines))
    }


def _as_read(one: Number, lines: Lines) -> Reading | None:
    claim = one.claim
    if claim.period is None:
        return None
    for line in lines.lines_of(claim):
        if one.value in lines.held(line).get(claim.period, frozenset()):
            return Reading(line, lines.place(line, claim.period))
    return None


def _possible(words: Words) -> Possible:
    numbers, lines = words.numbers, words.lines
    found: Possible = {at: (reading,) for at, reading in given(numbers, lines).items()}
    for one in numbers:
        if one.open and one.exact and not against_its_pair(one.claim):
            places = {each.place: each for each in _readings(one, words)}
            mine = [each for each in places.values() if _kept(one, each, lines)]
            # Beside a number that is one of the area, as read, it is of the same area.
            bound = any(
                near(one, other, "sentence") and _kept(one, found[other.at][0], lines)
                for other in numbers
                if other.held and other.at in found
            )
            found[one.at] = tuple(mine if bound else places.values())
    return found


def _readings(one: Number, words: Words) -> Iterator[Reading]:
    for subject in words.subjects(one):
        for series in words.counted(one):
            line = Line(subject, series)
            for period in words.lines.periods_of(line, one.value):
                if words.allows(one, period):
                    yield Reading(line, words.lines.place(line, period))


def _told(one: Number, words: Words, possible: Possible) -> Reading | None:
    """The only place of a count that other numbers speak for, the nearest ones first."""
    for scope in SCOPES:
        found = [
            msgspec.structs.replace(reading, by=by)
            for reading in possible[one.at]
            if (by := _fitting(one, reading, words, possible, scope))
            and (scope == "sentence" or words.stays(one, reading.place, len(by)))
        ]
        if found:
            most = max(len(each.by) for each in found)
            best = [each for each in found if len(each.by) == most]
            return best[0] if len(best) == 1 else None
    return None


def _fitting(
    one: Number, reading: Reading, words: Words, possible: Possible, scope: Scope
) -> tuple[Number, ...]:
    """The other counts that stand on the same line, each at a period of its own."""
    found: dict[object, Number] = {}
    line = (reading.place.area, reading.place.series)
    for at in sorted(possible):
        # Of a long text most numbers are of other lines: these are known before the rest is asked.
        if at == one.at or all((x.place.area, x.place.series) != line for x in possible[at]):
            continue
        other = words.numbers[at]
        if other.value == one.value or not near(one, other, scope):
            continue
        for each in possible[at]:
            same = (each.place.area, each.place.series) == line
            told = other.claim.course
            if told is not None and told.value == one.value and against_its_pair(other.claim):
                continue
            if not words.apart_as_said(one, other, reading.place.period, each.place.period):
                continue
            # A small count is told by chance of too much: one of the two is a large one.
            pair = one.telling or other.telling
            if not one.telling or not other.telling:
                pair = pair and scope == "sentence" and _kept(one, reading, words.lines)
            if same and pair and each.place != reading.place:
                found.setdefault(other.value, other)
    return tuple(found.values())


def _kept(one: Number, reading: Reading, lines: Lines) -> bool:
    """Whether only the year of a count is open, its area and series being as they were read."""
    return lines.line_of(one.claim).series == reading.place.series and (
        lines.area(lines.line_of(one.claim).subject) == reading.place.area
    )


def _without_rivals(found: Mapping[int, Reading], words: Words) -> dict[int, Reading]:
    """The readings of cells that the article gives no other number for.

    Neither a number of the same sentence, nor one that the rules read so: in "two years ago it was
    3,801" the number of this year, told above, is not found again.
    """
    held = {reading.place for reading in given(words.numbers, words.lines).values()}
    told = Counter((words.numbers[at].claim.sentence, one.place) for at, one in found.items())
    return {
        at: reading
        for at, reading in found.items()
        if reading.place not in held and told[words.numbers[at].claim.sentence, reading.place] == 1
    }


__all__ = ["Reading", "given", "placed"]
