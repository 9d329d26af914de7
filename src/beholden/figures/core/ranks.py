"""Ranks of forces: on a stated basis, with ties, with who is missing, and how sure they are.

The order does not depend on the order of the input. A force without a value is
not ranked, and while a member is missing nobody can be called the largest.

    ranking = rank(entries, "percentage", members)
    claim_first(ranking, bedfordshire).verdict  # "cannot_tell": two members are missing
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import msgspec

from beholden._statistics import Interval, count_interval, critical
from beholden.figures.core.change import DAYS_IN_YEAR, CountChange
from beholden.figures.core.models import ForceCode, Value
from beholden.figures.core.rounding import SMALLEST_BASE
from beholden.figures.core.totals import absence

if TYPE_CHECKING:
    import numpy as np

Basis = Literal["count", "difference", "percentage", "rate"]
Known = Literal["first", "shared", "not-first", "not-ranked"]

BASES: dict[Basis, str] = {
    "count": "number of offences",
    "difference": "change in the number of offences",
    "percentage": "percentage change",
    "rate": "offences per 10,000 people",
}
"""What each basis is called where a ranking is printed."""

TIE_RULE = "Forces with equal values share the better place, and the next place is left out."

_DRAWS = 10_000


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one force. ``population`` is needed for a rate, ``before`` for a change.

    ``not_comparable`` says why its two counts must not be compared, or why it has no rate.
    Days are those of ``CountChange``: only the interval of a percentage heeds them.
    """

    after: Value | None
    before: Value | None = None
    population: int | None = None
    not_comparable: str = ""
    days_before: int = DAYS_IN_YEAR
    days_after: int = DAYS_IN_YEAR


class Placed(msgspec.Struct, frozen=True):
    """One force in its place (1 is the largest). ``value`` is exact."""

    force: ForceCode
    place: int
    value: Fraction
    interval: Interval | None = None


class NotRanked(msgspec.Struct, frozen=True):
    """A member without a place, and why."""

    force: ForceCode
    why: str


class Ranking(msgspec.Struct, frozen=True):
    """Members in the order of a basis, the largest first, forces of one place by code.

    ``missing`` are members whose value nobody knows; ``small`` those known but with a base
    under ``minimum_base``. ``separable`` says whether the interval of the first lies
    above every other one.
    """

    basis: Basis
    minimum_base: int
    order: tuple[Placed, ...]
    missing: tuple[NotRanked, ...]
    small: tuple[NotRanked, ...]
    separable: bool

    @property
    def first(self) -> tuple[ForceCode, ...]:
        """Every force in the first place."""
        return tuple(placed.force for placed in self.order if placed.place == 1)

    def place(self, force: ForceCode) -> int | None:
        """The place of a force, if it has one."""
        return next((placed.place for placed in self.order if placed.force == force), None)


class FirstClaim(msgspec.Struct, frozen=True):
    """Whether a force can be called the largest.

    ``known`` is the result among the known members, whatever the verdict.
    """

    verdict: Literal["agrees", "differs", "cannot_tell"]
    known: Known
    reason: str


def rank(
    entries: Mapping[ForceCode, Entry],
    basis: Basis,
    members: Iterable[ForceCode],
    minimum_base: int = SMALLEST_BASE,
    phi: float = 1,
) -> Ranking:
    """Ranks the members of a group.

    Args:
        entries: What is known, by force; others than members are ignored.
        basis: What to rank by.
        members: Every force of the group.
        minimum_base: The least count that a percentage (its earlier count) or a
            rate (its count) is ranked for.
        phi: Overdispersion, for ``separable`` and the intervals.
    """
    values: dict[ForceCode, Fraction] = {}
    missing: list[NotRanked] = []
    small: list[NotRanked] = []
    for force in sorted(set(members)):
        entry = entries.get(force, Entry(None))
        why = _why_missing(entry, basis)
        if why:
            missing.append(NotRanked(force, why))
        elif (base := _base(entry, basis)) is not None and base < minimum_base:
            small.append(NotRanked(force, f"only {base} offences to measure it by"))
        else:
            values[force] = _value(entry, basis)
    ordered = sorted(values, key=lambda force: (-values[force], force))
    larger = {value: sum(v > value for v in values.values()) for value in set(values.values())}
    order = tuple(
        Placed(
            force,
            larger[values[force]] + 1,
            values[force],
            _interval(entries[force], basis, phi),
        )
        for force in ordered
    )
    return Ranking(basis, minimum_base, order, tuple(missing), tuple(small), _separable(order))


def claim_first(
    ranking: Ranking, force: ForceCode, names: Mapping[ForceCode, str] | None = None
) -> FirstClaim:
    """Judges "the largest of its group" by the ranking's basis.

    While a member is missing the verdict is ``cannot_tell``, with what is known as
    the reason.
    """
    called = names or {}
    known, result = _known_result(ranking, force, called)
    if ranking.missing:
        gone = ", ".join(called.get(each.force, each.force) for each in ranking.missing)
        total = len(ranking.order) + len(ranking.small) + len(ranking.missing)
        reason = f"{len(ranking.missing)} of {total} members are missing ({gone}). {result}"
        return FirstClaim("cannot_tell", known, reason)
    if known == "not-ranked":
        return FirstClaim("cannot_tell", known, result)
    return FirstClaim("agrees" if known == "first" else "differs", known, result)


def rank_intervals(
    entries: Mapping[ForceCode, Entry],
    ranking: Ranking,
    generator: np.random.Generator,
    *,
    phi: float = 1,
    draws: int = _DRAWS,
    level: float = 0.95,
) -> dict[ForceCode, tuple[int, int]]:
    """The places each force may hold once chance is allowed for, by simulation.

    Every draw takes an underlying level for each count from a gamma distribution around it
    (variance ``phi`` times the mean) and ranks these levels.

    Args:
        entries: What the ranking was made from.
        ranking: The ranking whose places are meant.
        generator: The source of chance, seeded by the caller: the same seed gives the same places.
        phi: Overdispersion, at least 1.
        draws: How many simulated rankings.
        level: Which share of them the places cover.
    """
    import numpy as np  # noqa: PLC0415 - only simulations need it

    forces = sorted(placed.force for placed in ranking.order)
    if not forces:
        return {}
    after = _levels([_count(entries[force].after) for force in forces], generator, phi, draws)
    if ranking.basis == "count":
        drawn = after
    elif ranking.basis == "rate":
        drawn = after / np.array([entries[force].population or 1 for force in forces])
    else:
        counts = [_count(entries[force].before) for force in forces]
        before = _levels(counts, generator, phi, draws)
        drawn = after - before if ranking.basis == "difference" else after / before
    places = (-drawn).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    tail = (1 - level) / 2
    low = np.quantile(places, tail, axis=0, method="inverted_cdf")
    high = np.quantile(places, 1 - tail, axis=0, method="inverted_cdf")
    return {force: (int(low[i]), int(high[i])) for i, force in enumerate(forces)}


def _levels(
    counts: Collection[int], generator: np.random.Generator, phi: float, draws: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    import numpy as np  # noqa: PLC0415

    # Jeffreys' half keeps a count of 0 from being certain.
    shapes = (np.array(counts, dtype=float) + 0.5) / phi
    return generator.gamma(shapes, phi, size=(draws, len(counts)))


def _why_missing(entry: Entry, basis: Basis) -> str:
    why = absence(entry.after)
    if basis in {"difference", "percentage"}:
        earlier = absence(entry.before)
        if earlier:
            why = (
                f"{why}; {earlier} in the earlier year" if why else f"{earlier} in the earlier year"
            )
        return why or entry.not_comparable
    if basis == "rate" and not why:
        return entry.not_comparable or ("" if entry.population else "no population of its own")
    return why


def _base(entry: Entry, basis: Basis) -> int | None:
    if basis == "percentage":
        return _count(entry.before)
    return _count(entry.after) if basis == "rate" else None


def _value(entry: Entry, basis: Basis) -> Fraction:
    after = _count(entry.after)
    if basis == "count":
        return Fraction(after)
    if basis == "rate":
        return Fraction(10_000 * after, entry.population or 1)
    before = _count(entry.before)
    if basis == "difference":
        return Fraction(after - before)
    return Fraction(100 * (after - before), before)


def _interval(entry: Entry, basis: Basis, phi: float) -> Interval | None:
    """The 95% interval of the value, in its own unit."""
    after = _count(entry.after)
    if basis in {"count", "rate"}:
        low, high = _count_ends(after, phi)
        scale = 10_000 / (entry.population or 1) if basis == "rate" else 1.0
        return Interval(low * scale, high * scale)
    before = _count(entry.before)
    if basis == "difference":
        half = critical() * (phi * (before + after)) ** 0.5
        return Interval(after - before - half, after - before + half)
    ends = CountChange(before, after, entry.days_before, entry.days_after).interval(phi)
    return None if ends is None else Interval(ends.low * 100 - 100, ends.high * 100 - 100)


def _count_ends(count: int, phi: float) -> Interval:
    exact = count_interval(count)
    # Widening each side by the root of phi keeps the exact interval for phi 1.
    root = phi**0.5
    low = max(0.0, count - (count - exact.low) * root)
    return Interval(low, count + (exact.high - count) * root)


def _separable(order: tuple[Placed, ...]) -> bool:
    if len(order) < 2 or order[0].interval is None:  # noqa: PLR2004 - one alone leads nobody
        return False
    first = order[0].interval
    return all(each.interval is not None and each.interval.high < first.low for each in order[1:])


def _known_result(
    ranking: Ranking, force: ForceCode, names: Mapping[ForceCode, str]
) -> tuple[Known, str]:
    name, basis = names.get(force, force), BASES[ranking.basis]
    place = ranking.place(force)
    if place is None:
        why = [each.why for each in (*ranking.missing, *ranking.small) if each.force == force]
        said = why[0] if why else "not a member of the group"
        return "not-ranked", f"{name} is not ranked: {said}."
    among = f"of {len(ranking.order)} known members by {basis}"
    if place > 1:
        leader = names.get(ranking.first[0], ranking.first[0])
        return "not-first", f"{name} is number {place} {among}; {leader} is first."
    if len(ranking.first) > 1:
        others = ", ".join(names.get(each, each) for each in ranking.first if each != force)
        return "shared", f"{name} shares the first place {among} with {others}."
    sure = "" if ranking.separable else " Chance alone could have put another first."
    return "first", f"{name} is first {among}.{sure}"


def _count(value: Value | None) -> int:
    if value is None or value.count is None:
        raise ValueError("A force without a count was ranked.")
    return value.count


__all__ = [
    "BASES",
    "TIE_RULE",
    "Basis",
    "Entry",
    "FirstClaim",
    "Known",
    "NotRanked",
    "Placed",
    "Ranking",
    "claim_first",
    "rank",
    "rank_intervals",
]
