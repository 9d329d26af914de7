"""Whether the years of a claim may be compared at all: known breaks, and suspect answers.

A known break cuts a series. A count unlike the force's own others is only suspected,
which is enough not to call a change of it true.
"""

from __future__ import annotations

from collections.abc import Sequence

from beholden.figures.core.breaks import (
    HIGHEST_RATIO,
    LOWEST_RATIO,
    Suspect,
    break_between,
    suspects,
)
from beholden.figures.core.claims.judging._recompute import CHANGES, Question
from beholden.figures.core.claims.judging._values import Cell, Known, known
from beholden.figures.core.claims.judging.dataset import Data, Edition
from beholden.figures.core.claims.models import Claim, Subject
from beholden.figures.core.models import ForceCode, Period, State, Value


def why_not_comparable(
    claim: Claim, question: Question, inputs: Sequence[Known], data: Data, edition: Edition
) -> str:
    """Why the periods of a change must not be compared; empty where they may be.

    Totals that somebody printed for a group are compared as printed, whatever happened
    within it; sums made here are not.
    """
    if claim.measure not in CHANGES or len(question.cells) < 2:  # noqa: PLR2004 - a step has two
        return ""
    if of_different_kinds(question):
        return "Periods of different kinds are never compared."
    members = data.members(claim.subject)
    if len(members) > 1 and not any(one.how for one in inputs):
        return ""
    first, last = question.cells[0], question.cells[-1]
    return unlike(data, claim.series, claim.subject, (first.period, last.period), edition)


def of_different_kinds(question: Question) -> bool:
    """Whether the periods are no years of one kind: a financial year and one to June."""
    return len({_kind(cell.period) for cell in question.cells}) > 1


def unlike(
    data: Data, series: str, subject: Subject, periods: tuple[Period, Period], edition: Edition
) -> str:
    """The break or the suspect count between two periods of a subject."""
    members = data.members(subject)
    for code in members:
        found = break_between(code, *periods)
        if found is not None:
            return found.why
    return suspected(data, series, members[0], periods, edition) if len(members) == 1 else ""


def suspected(
    data: Data, series: str, code: ForceCode, periods: tuple[Period, Period], edition: Edition
) -> str:
    """What is odd about the count of either period among all the years of the force.

    A count far from the median is odd where it is out of step with its neighbours; one
    that lies at an end of a steady rise or fall is not.
    """
    subject = Subject(code, code, (code,))
    values: list[tuple[Period, Value]] = []
    for period in data.periods(series, data.keys(subject)):
        found = known(data, Cell(series, subject, period), edition)
        if len(found) == 1 and _kind(period) == _kind(periods[1]):
            count = int(found[0].value)
            values.append((period, Value(State.COUNTED if count else State.ZERO, count)))
    for odd in suspects(values):
        if odd.test == "ratio-to-median" and odd.period in periods and _out_of_step(odd, values):
            return odd.sentence
    return ""


_A_DIP, _A_PEAK = 0.8, 1.25
"""A count between its neighbours by these is no turn: numbers go up and down a little."""


def _out_of_step(odd: Suspect, values: Sequence[tuple[Period, Value]]) -> bool:
    ordered = [(period, value.count or 0) for period, value in values]
    at = next(index for index, (period, _) in enumerate(ordered) if period == odd.period)
    beside = [ordered[index] for index in (at - 1, at + 1) if 0 <= index < len(ordered)]
    counts = [count for _, count in beside]
    turns = len(counts) > 1 and not _A_DIP * min(counts) <= odd.count <= _A_PEAK * max(counts)
    leaps = any(
        abs(period.start.year - odd.period.start.year) == 1
        and not LOWEST_RATIO * count <= odd.count <= HIGHEST_RATIO * count
        for period, count in beside
    )
    return turns or leaps


def _kind(period: Period) -> tuple[int, int, int, int]:
    start, end = period.start, period.end
    return (start.month, start.day, end.month, end.year - start.year)
