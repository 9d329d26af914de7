"""Wrong ways to count that follow from other figures of the same report. Pure.

derived_ways(plain)[0].figures["uploads-held"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from beholden.regulator.core.amounts import count
from beholden.regulator.core.causes import Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beholden.regulator.core.models import Amount
    from beholden.transparency.core import TransparencyReport

__all__ = ["derived_ways"]

_DONE: Final = ("held", "blocked")


def derived_ways(plain: TransparencyReport) -> tuple[Way, ...]:
    """What some wrong ways give.

    Args:
        plain: the right report, with nothing hidden.
    """
    known = {one.key: one.count for one in plain.figures if one.count is not None}
    ways = (
        Way("drills-left-out", "Drills were left out.", dict(_drills_left_out(known))),
        Way("drills-counted", "Drills were counted.", dict(_drills_counted(known))),
        Way(
            "held-with-blocked",
            "What was held and what was blocked were counted together.",
            dict(_together(known)),
        ),
        Way(
            "statements-only",
            "Only statements that can still be opened were counted, not the hours that were "
            "sealed: what was erased since is missing.",
            {f"uploads-{one}": count(known[f"decisions-{one}"]) for one in _DONE
             if f"decisions-{one}" in known},
        ),
        Way("hours-guessed", "Missing hours were guessed from the others.", dict(_guessed(plain))),
    )  # fmt: skip
    return tuple(way for way in ways if way.figures)


def _drills_left_out(known: dict[str, int]) -> Iterator[tuple[str, Amount]]:
    for one in _DONE:
        every, without = known.get(f"decisions-{one}"), known.get(f"decisions-{one}-without-drills")
        if every is None or without is None:
            continue
        yield f"decisions-{one}", count(without)
        if (uploads := known.get(f"uploads-{one}")) is not None:
            yield f"uploads-{one}", count(uploads - (every - without))
    if "drills" in known and "uploads-checked" in known:
        yield "uploads-checked", count(known["uploads-checked"] - known["drills"])


def _drills_counted(known: dict[str, int]) -> Iterator[tuple[str, Amount]]:
    for one in _DONE:
        if (every := known.get(f"decisions-{one}")) is not None:
            yield f"decisions-{one}-without-drills", count(every)


def _together(known: dict[str, int]) -> Iterator[tuple[str, Amount]]:
    for of in ("uploads", "decisions"):
        names = [f"{of}-{one}" for one in _DONE]
        if all(name in known for name in names):
            both = count(sum(known[name] for name in names))
            yield from ((name, both) for name in names)


def _guessed(plain: TransparencyReport) -> Iterator[tuple[str, Amount]]:
    stated, expected = plain.coverage.hours_stated, plain.coverage.hours_expected
    if not 0 < stated < expected:
        return
    of_hours = {one.id for one in plain.indicators if one.counted_from == "hours" and not one.by}
    for figure in plain.figures:
        if figure.indicator in of_hours and figure.count is not None:
            yield figure.key, count(round(figure.count * expected / stated))
