"""Totals over forces some of which did not answer: what is known, and what is not.

A blank, a refusal and a silence are never counted as zero. A sum says of how
many forces it is, and it is never called the total of a country; that is a
published aggregate.

    known_total(values, members).label  # "23 of 45 forces"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from beholden.figures.core.models import ForceCode, State, Value

Missing = tuple[ForceCode, State]


class Total(msgspec.Struct, frozen=True):
    """A sum over the forces that gave a count.

    ``known`` and ``missing`` are sorted and together the members; ``label`` is
    printed with the sum.
    """

    sum: int
    known: tuple[ForceCode, ...]
    missing: tuple[Missing, ...]

    @property
    def of(self) -> int:
        """How many forces there are."""
        return len(self.known) + len(self.missing)

    @property
    def complete(self) -> bool:
        """Whether every member gave a count."""
        return not self.missing and bool(self.known)

    @property
    def label(self) -> str:
        """What the sum is of: ``23 of 45 forces``."""
        return _label(len(self.known), self.of)


class Bound(msgspec.Struct, frozen=True):
    """Between what the sum over all members lies. It is never ranked or called a total.

    ``high`` is absent where nothing bounds it; ``unbounded`` names the forces at fault.
    ``supposed`` names those bounded by their own other years alone, which is a
    supposition, not a fact.
    """

    low: int
    high: int | None
    unbounded: tuple[ForceCode, ...]
    supposed: tuple[ForceCode, ...]


def known_total(
    values: Iterable[tuple[ForceCode, Value | None]], members: Iterable[ForceCode]
) -> Total:
    """Adds what is known of one period.

    Args:
        values: One value for a force; ``None`` is no answer. Others than members are ignored.
        members: Every force that the sum is meant to be of.

    Raises:
        ValueError: Two values for one force: one of them would be counted twice.
    """
    given = _by_force(values)
    total = 0
    known: list[ForceCode] = []
    missing: list[Missing] = []
    for force in sorted(set(members)):
        value = given.get(force)
        if value is not None and value.count is not None:
            total += value.count
            known.append(force)
        else:
            missing.append((force, State.NO_ANSWER if value is None else value.state))
    return Total(total, tuple(known), tuple(missing))


def bound(
    values: Iterable[tuple[ForceCode, Value | None]],
    members: Iterable[ForceCode],
    history: Mapping[ForceCode, Sequence[Value]] | None = None,
) -> Bound:
    """Between what the sum over all members lies.

    A suppressed count below 5 is 0 to 4. Any other absent count is at least 0, or,
    with ``history``, between the lowest and the highest of that force's other
    years.
    """
    given = _by_force(values)
    low, high = 0, 0
    unbounded: list[ForceCode] = []
    supposed: list[ForceCode] = []
    for force in sorted(set(members)):
        value = given.get(force)
        others = [each.count for each in (history or {}).get(force, ()) if each.count is not None]
        if value is not None and value.count is not None:
            low, high = low + value.count, high + value.count
        elif value is not None and value.below is not None:
            high += value.below - 1
        elif others:
            low, high = low + min(others), high + max(others)
            supposed.append(force)
        else:
            unbounded.append(force)
    return Bound(low, None if unbounded else high, tuple(unbounded), tuple(supposed))


_ABSENT = {
    State.BLANK: "left blank",
    State.SUPPRESSED: "suppressed",
    State.NOT_HELD: "not held",
    State.REFUSED: "refused",
    State.NO_ANSWER: "no answer",
}


def absence(value: Value | None) -> str:
    """Why there is no count, in two words; empty where there is one."""
    return "" if value is not None and value.known else _ABSENT[_state(value)]


def _state(value: Value | None) -> State:
    return State.NO_ANSWER if value is None else value.state


def _by_force(values: Iterable[tuple[ForceCode, Value | None]]) -> dict[ForceCode, Value]:
    given: dict[ForceCode, Value] = {}
    for force, value in values:
        if force in given:
            raise ValueError(f"There are two values for {force}.")
        if value is not None:
            given[force] = value
    return given


def _label(known: int, of: int) -> str:
    if known == of and of > 1:
        return f"all {of} forces"
    return f"{known} of {of} forces" if of != 1 else f"{known} of 1 force"


__all__ = [
    "Bound",
    "Missing",
    "Total",
    "absence",
    "bound",
    "known_total",
]
