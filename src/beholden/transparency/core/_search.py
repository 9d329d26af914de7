"""Finds which counts are given away by what is printed, and what to hide against it.

search = Search(ground, asked)    # ground: what readers know whatever is hidden
search.round(Deduction(everything_printed, point), printed)    # {"a figure to hide"}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from beholden._statistics import Deduction, Terms, value_of

__all__ = ["Asked", "Search"]


class Asked(NamedTuple):
    """A count that is to stay in the dark; ``known``: what it is, is known here."""

    name: str
    terms: Terms
    below: int
    known: bool


class Search:
    """Finds what is given away, and what to hide against it.

    Args:
        ground: what readers know whatever is hidden; nothing is asked that this gives away.
        asked: what is to stay in the dark.
        supposed: sums that readers may suppose besides. They limit nothing that is asked, because
            some of them are wrong.
    """

    def __init__(
        self, ground: Deduction, asked: Sequence[Asked], supposed: Sequence[Terms]
    ) -> None:
        self._ground = ground
        self._open = list(asked)
        self._starts = {one.name: value_of(one.terms, ground.point) for one in asked}
        self._seen = {name: (value, value) for name, value in self._starts.items()}
        self._limits: dict[tuple[str, int], int] = {}
        self._of: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for one in asked:
            for at, times in one.terms:
                self._of[at].append((one.name, times))
        self._beside: dict[int, list[Terms]] = defaultdict(list)
        for terms in (*(row.terms for row in ground.fixing.rows()), *supposed):
            for at, _ in terms:
                self._beside[at].append(terms)

    def round(self, now: Deduction, printed: Mapping[str, Terms]) -> set[str]:
        """What to hide next; nothing if all is safe."""
        given_away = [one for one in self._open if self._is_given_away(one, now)]
        self._open = given_away
        holding: dict[int, list[str]] = defaultdict(list)
        for key, terms in printed.items():
            for at, _times in terms:
                holding[at].append(key)
        more: set[str] = set()
        touched: set[int] = set()
        for one in given_away:
            nearest, reached = self._nearest(one, holding, printed, now.point)
            if nearest is not None and not touched & reached:
                more.add(nearest)
                touched |= reached
        return more

    def _is_given_away(self, one: Asked, now: Deduction) -> bool:
        if one.known:
            low, high = 1, one.below - 1
            if not (self._goes(one, low, now, up=False) and self._goes(one, high, now, up=True)):
                return True
        elif self._reaches(one, one.below, now, up=True) or self._reaches(one, 0, now, up=False):
            return False
        low, high = self._seen[one.name]
        if one.known or (low <= 1 and high >= one.below - 1):
            # All that hiding could win may be the one value.
            beside = (low - 1, high + 1)
            if low < high or any(self._reaches(one, goal, now, up=goal > low) for goal in beside):
                return False
            return not all(self._goes(one, goal, now, up=goal > low) for goal in beside)
        return not (self._goes(one, one.below, now, up=True) and self._goes(one, 0, now, up=False))

    def _reaches(self, one: Asked, goal: int, now: Deduction, *, up: bool) -> bool:
        """Whether it can go as far as the goal."""
        low, high = self._seen[one.name]
        if (high >= goal) if up else (low <= goal):
            return True
        found, moved = now.furthest(one.terms, goal, up=up)
        self._note(moved)
        return found >= goal if up else found <= goal

    def _goes(self, one: Asked, goal: int, now: Deduction, *, up: bool) -> bool:
        """Whether it can go as far as the goal, or at least as hiding everything would let it."""
        if self._reaches(one, goal, now, up=up):
            return True
        limit = self._limits.get((one.name, goal))
        if limit is None:
            limit, _ = self._ground.furthest(one.terms, goal, up=up)
            self._limits[one.name, goal] = limit
        low, high = self._seen[one.name]
        return high >= limit if up else low <= limit

    def _note(self, moved: Mapping[int, int]) -> None:
        """What every count is in a filling that was found."""
        apart: dict[str, int] = defaultdict(int)
        for at, by in moved.items():
            for name, times in self._of.get(at, ()):
                apart[name] += times * by
        for name, by in apart.items():
            low, high = self._seen[name]
            value = self._starts[name] + by
            self._seen[name] = min(low, value), max(high, value)

    def _nearest(
        self,
        one: Asked,
        holding: Mapping[int, Sequence[str]],
        printed: Mapping[str, Terms],
        point: Sequence[int],
    ) -> tuple[str | None, set[int]]:
        """The printed figure that is fewest sums away, and of those the smallest; and the way."""
        reached = {at for at, _ in self._ground.free(one.terms)}
        edge = set(reached)
        while edge:
            found = {key for at in edge for key in holding.get(at, ())}
            if found:
                sizes = {key: value_of(printed[key], point) for key in found}
                return min(found, key=lambda key: (sizes[key] == 0, sizes[key], key)), reached
            edge = {at for was in edge for terms in self._beside[was] for at, _ in terms} - reached
            reached |= edge
        return None, reached
