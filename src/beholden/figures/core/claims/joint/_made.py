"""Numbers made of counts, read by the counts that the article gives and the data hold.

A headline says "more than doubled", and the text below gives 226 of one year and 706 of another,
both as the data have them: then the change is between these. What fits is asked of the judge; here
is only told which readings the given counts allow, the nearest counts first.

    [one.claim for one in makings(number, readings, words)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import msgspec

from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._lines import Line, Lines
from beholden.figures.core.claims.joint._numbers import (
    PAIRS,
    SCOPES,
    Number,
    Scope,
    near,
    sharp,
)
from beholden.figures.core.claims.joint._of_all import of_all, of_its_year
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._years import named_years, spans_said
from beholden.figures.core.claims.models import Claim, Measure, Shape, Subject
from beholden.figures.core.claims.naming.gazetteer import of_other
from beholden.figures.core.models import Period

_FEW, _MANY = 4, 20
_PAIR = 2
_CLOSE = Fraction(1, 20)
_LEAST = 100
"""A smaller round number is near to too many others."""


class Making(msgspec.Struct, frozen=True):
    """A claim as it may be meant, and the numbers that it is then made of."""

    claim: Claim
    by: tuple[Number, ...]


Given = Mapping[int, Reading]
"""Where the counts of the article stand, by their place among the numbers."""


def makings(one: Number, given: Given, words: Words) -> Iterator[tuple[Making, ...]]:
    """All that a number may be made of, for each scope that gives anything, the nearest first."""
    beside = _beside_it(one, given, words)
    for scope in SCOPES:
        here = _given_near(one, given, words, scope)
        own = here if scope == "sentence" else _own(one, here, words, beside)
        found = (*_makings(one, own, words, scope), *_sums_of(one, here, words, scope))
        if found:
            yield found
        if scope == "sentence" and (sharp(one.claim) or one.telling):
            yield tuple(_beside(one, words))
    yield tuple(_as_everywhere(one, words))


def _given_near(one: Number, given: Given, words: Words, scope: Scope) -> Given:
    """The counts that are given in the same sentence, paragraph or article."""
    if scope == "article":
        return {at: reading for at, reading in given.items() if at != one.at}
    return {
        at: given[at]
        for at in words.in_its_blocks(one)
        if at != one.at and at in given and near(one, words.numbers[at], scope)
    }


def _own(one: Number, here: Given, words: Words, beside: frozenset[Line]) -> Given:
    """Those of the lines that a number from farther off may be of."""
    # A change stands on two counts, whatever else is made of one or more.
    by = 2 if one.claim.measure in PAIRS else 1
    stays: dict[tuple[str, str], bool] = {}
    own: dict[int, Reading] = {}
    for at, reading in here.items():
        line = (reading.place.area, reading.place.series)
        if line not in stays:
            stays[line] = reading.line in beside or words.stays(one, reading.place, by)
        if stays[line]:
            own[at] = reading
    return own


def _beside_it(one: Number, given: Given, words: Words) -> frozenset[Line]:
    """The line of the counts that stand in the sentence of a change: it is a change of these."""
    if one.claim.measure not in PAIRS:
        return frozenset()
    lines = {one.line for one in _given_near(one, given, words, "sentence").values()}
    return frozenset(lines if len(lines) == 1 else ())


def _makings(one: Number, given: Given, words: Words, scope: Scope) -> Iterator[Making]:
    measure = one.claim.measure
    if measure in PAIRS:
        yield from _changes(one, given, words, scope)
    elif measure is Measure.FREQUENCY and scope != "article":
        yield from _rates(one, given, words)
    elif measure is Measure.COUNT and not one.exact:
        yield from _roughly(one, given, words)
    elif one.exact:
        if scope != "article":
            yield from _differences(one, given, words)
        yield from _of_years(one, given, words)


def _sums_of(one: Number, given: Given, words: Words, scope: Scope) -> Iterator[Making]:
    # "Its total fell to 301 from 1,432" is of one force, whatever others add to.
    of_one = one.claim.course is not None and not one.claim.subject.members
    if one.claim.measure is Measure.COUNT and one.exact and not of_one:
        yield from _of_areas(one, given, words, scope)


def _changes(one: Number, given: Given, words: Words, scope: Scope) -> Iterator[Making]:
    """Between any two years of one line for which counts are given.

    What a headline says of the whole article is a change to the newest year that it gives.
    """
    for line, ends in _by_line(one, given, words).items():
        for (first, a), (last, b) in combinations(sorted(ends.items()), 2):
            if scope == "article" and last != max(ends) and not named_years(one.claim.sentence):
                continue
            if words.allows_pair(one, first, last):
                moved = moved_to(one.claim, line, last, first)
                yield Making(moved, (words.numbers[a], words.numbers[b]))


def _beside(one: Number, words: Words) -> Iterator[Making]:
    """Between the two years of another change of its sentence: "44%, above the 23% of the UK"."""
    claim = one.claim
    line = words.lines.line_of(claim)
    if not claim.subject_said or not words.lines.held(line):
        return
    pairs: dict[tuple[Period, Period], Number] = {}
    for first, last, other in words.changes_held:
        if near(one, other, "sentence") and words.lines.line_of(other.claim) != line:
            pairs.setdefault((first, last), other)
    for (first, last), other in pairs.items():
        if words.allows_pair(one, first, last):
            moved = moved_to(claim, line, last, first)
            if claim.measure is Measure.COUNT:
                moved = msgspec.structs.replace(moved, measure=Measure.DIFFERENCE, course=None)
            yield Making(moved, (other,))


def _as_everywhere(one: Number, words: Words) -> Iterator[Making]:
    """Between the two years of all other changes of the article, where the line has just these.

    A round-up of the rise "from 2013 to 2015" goes on: "In Wales the figure more than trebled".
    """
    claim = one.claim
    line = words.lines.line_of(claim)
    held = words.lines.held(line)
    if claim.measure not in PAIRS or claim.earlier_said or claim.earlier in held:
        return
    if len({(first, last) for first, last, _ in words.changes_held}) != 1:
        return
    first, last, other = words.changes_held[0]
    if {first, last} <= set(held) and words.allows_pair(one, first, last):
        yield Making(moved_to(claim, line, last, first), (other,))


def _rates(one: Number, given: Given, words: Words) -> Iterator[Making]:
    for line, ends in _by_line(one, given, words).items():
        for period, at in sorted(ends.items()):
            if words.allows(one, period):
                yield Making(moved_to(one.claim, line, period), (words.numbers[at],))


def _roughly(one: Number, given: Given, words: Words) -> Iterator[Making]:
    """A count told again in round words: "more than 3,800" above 3,801."""
    for line, ends in _by_line(one, given, words).items():
        for period, at in sorted(ends.items()):
            close = abs(words.numbers[at].value - one.value) <= one.value * _CLOSE
            if close and one.value >= _LEAST and words.allows(one, period):
                yield Making(moved_to(one.claim, line, period), (words.numbers[at],))


def _differences(one: Number, given: Given, words: Words) -> Iterator[Making]:
    for line, ends in _by_line(one, given, words).items():
        for (first, a), (last, b) in combinations(sorted(ends.items()), 2):
            if abs(words.numbers[b].value - words.numbers[a].value) == one.value:
                moved = moved_to(one.claim, line, last, first)
                moved = msgspec.structs.replace(moved, measure=Measure.DIFFERENCE, course=None)
                yield Making(moved, (words.numbers[a], words.numbers[b]))


def _of_years(one: Number, given: Given, words: Words) -> Iterator[Making]:
    """The sum over all years of one line for which counts are given."""
    for line, ends in _by_line(one, given, words).items():
        values = [words.numbers[at].value for at in ends.values()]
        spans = spans_said(one.claim.sentence)
        if spans and len(ends) not in spans:
            continue
        if len(ends) > 1 and sum(values, Fraction(0)) == one.value:
            moved = moved_to(one.claim, line, max(ends), min(ends))
            moved = msgspec.structs.replace(moved, measure=Measure.SUM, course=None)
            yield Making(moved, tuple(words.numbers[at] for _, at in sorted(ends.items())))


def _of_areas(one: Number, given: Given, words: Words, scope: Scope) -> Iterator[Making]:
    """The sum over all areas for which counts of one year are given."""
    parts: dict[tuple[str, Period], dict[str, int]] = {}
    for at, reading in sorted(given.items()):
        place = reading.place
        parts.setdefault((place.series, place.period), {}).setdefault(place.area, at)
    for (series, period), areas in parts.items():
        if series not in words.counted(one) or not words.allows(one, period):
            continue
        if not of_its_year(one, period):
            continue
        name = words.lines.data.names.get(series, series)
        several = scope != "article" or len(one.claim.subject.members) > 1
        for chosen in _sums(one.value, areas, words.numbers, pairs=several):
            subject = _together([given[at].line.subject for at in chosen], words.lines)
            if subject is None or not words.may_be_several(one, subject):
                continue
            codes = words.lines.data.members(subject)
            if of_all(one, codes, name, words):
                moved = moved_to(one.claim, Line(subject, series), period)
                yield Making(moved, tuple(words.numbers[at] for at in chosen))


def _sums(
    value: Fraction, areas: Mapping[str, int], numbers: Sequence[Number], *, pairs: bool
) -> Iterator[tuple[int, ...]]:
    """All the areas, or two of them, whose counts add to a value."""
    everything = tuple(areas.values())
    values = [numbers[at].value for at in everything]
    if len(everything) > 1 and sum(values, Fraction(0)) == value:
        yield everything
    if not pairs or len(everything) == _PAIR:
        return
    places: dict[Fraction, list[int]] = {}
    for place, each in enumerate(values):
        places.setdefault(each, []).append(place)
    for place, each in enumerate(values):
        for other in places.get(value - each, ()):
            if other > place:
                yield everything[place], everything[other]


def _together(subjects: Sequence[Subject], lines: Lines) -> Subject | None:
    """Several areas as one; none where they overlap."""
    members = [code for one in subjects for code in lines.data.members(one)]
    if len(set(members)) < len(members) or len(members) < len(subjects):
        return None
    name = ", ".join(one.name for one in subjects[:-1]) + f" and {subjects[-1].name}"
    return of_other(name, tuple(members))


def _by_line(one: Number, given: Given, words: Words) -> dict[Line, dict[Period, int]]:
    """The counts that are given on each line that a number may be of, by period."""
    areas = {words.lines.area(each) for each in words.subjects(one)}
    series = set(words.counted(one))
    found: dict[tuple[str, str], tuple[Line, dict[Period, int]]] = {}
    for at, reading in sorted(given.items()):
        place = reading.place
        if place.area in areas and place.series in series:
            _, ends = found.setdefault((place.area, place.series), (reading.line, {}))
            ends.setdefault(place.period, at)
    return dict(found.values())


def moved_to(claim: Claim, line: Line, period: Period, earlier: Period | None = None) -> Claim:
    """A claim on a line and its years; counts that the rules gave it are no longer its own."""
    return msgspec.structs.replace(
        claim,
        subject=line.subject,
        series=line.series,
        period=period,
        earlier=earlier,
        operands=(),
        elsewhere=(),
    )


def among_most(claim: Claim) -> int:
    """Among how many readings the one that fits still tells: more, the less fits by chance."""
    if not sharp(claim):
        return 1
    return _MANY if claim.phrase.shape is Shape.COUNT and claim.phrase.value >= _LEAST else _FEW


__all__ = ["Given", "Making", "among_most", "makings", "moved_to"]
