"""Choosing among matches that overlap: the longest wins, of equals the one found first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_S = TypeVar("_S", bound=_Spanned)


def longest(found: Iterable[_S]) -> list[_S]:
    """What is left when no two overlap, in the order of the text."""
    taken: list[_S] = []
    covered: set[int] = set()
    for one in sorted(found, key=lambda each: each.start - each.end):
        spots = range(one.start, one.end)
        if covered.isdisjoint(spots):
            covered.update(spots)
            taken.append(one)
    return sorted(taken, key=lambda each: each.start)
