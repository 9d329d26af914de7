"""Counts that a sentence lists one after another: their years go one way, as the words say.

"412, then 689" goes on in time, "from 2016/17 to 2018/19 it was 412, 568 and 689" too, and "568
and 689 in the last two years" are those of the newest ones. A list told the other way round has two
of its numbers changed about, and none of them is then read by the others.

    in_order(found, given, words)  # the readings without those of lists that go to and fro
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.joint._lines import Line, Place
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._years import last_years, named_years
from beholden.figures.core.models import Period

_FEWEST = 2
_NEXT = lazily(
    r"[\s,;]+(?:(?:and|but)\s)?(?P<then>(?:then|next|followed\sby)\s)?"
    r"(?:(?:up|down|to|came|it\swas|there\swere)\s){0,2}",
    re.IGNORECASE,
)


class Reading(msgspec.Struct, frozen=True):
    """Where a count stands in the data, and the numbers that fit it there."""

    line: Line
    place: Place
    by: tuple[Number, ...] = ()


class _Row(msgspec.Struct, frozen=True):
    """Counts that are listed; ``onward`` where the words say that the later ones are of later."""

    numbers: tuple[Number, ...]
    onward: bool


def in_order(
    found: Mapping[int, Reading], given: Mapping[int, Reading], words: Words
) -> dict[int, Reading]:
    """The readings, without those of lists whose years do not go the way that the words say."""
    wrong: set[int] = set()
    for row in _rows(words):
        there = {one.at: found.get(one.at) or given.get(one.at) for one in row.numbers}
        read = [each for each in there.values() if each is not None]
        areas = {(each.place.area, each.place.series) for each in read}
        if len(areas) == 1 and not _goes_on(row, [each.place.period for each in read], words):
            wrong |= there.keys()
    return {at: reading for at, reading in found.items() if at not in wrong}


def _goes_on(row: _Row, years: Sequence[Period], words: Words) -> bool:
    up = all(one < other for one, other in pairwise(years))
    down = all(one > other for one, other in pairwise(years))
    if not (up or (down and not row.onward)):
        return False
    last = last_years(row.numbers[0].claim.sentence)
    return last != len(row.numbers) or words.newest in {None, max(years).start.year}


def _rows(words: Words) -> Iterator[_Row]:
    counts = [one for one in words.numbers if one.exact]
    row: list[Number] = []
    onward = False
    for one, other in pairwise([*counts, None]):
        if one is None:
            continue
        row.append(one)
        joined = None if other is None else _NEXT.fullmatch(words.between(one, other))
        if joined is not None:
            onward |= joined["then"] is not None
            continue
        if len(row) >= _FEWEST + (not onward):
            yield _Row(tuple(row), onward or _ascends(one))
        row, onward = [], False


def _ascends(one: Number) -> bool:
    """Whether a sentence names several years, the earlier ones first."""
    years = named_years(one.claim.sentence)
    return len(years) >= _FEWEST and all(a < b for a, b in pairwise(years))


__all__ = ["Reading", "in_order"]
