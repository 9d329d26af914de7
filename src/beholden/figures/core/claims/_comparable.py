"""Whether the years of a claim may be compared at all: known breaks, and suspect answers.

A known break cuts a series. A count unlike the force's own others is only suspected,
which is enough not to call a change of it true.
"""

from __future__ import annotations

from beholden.figures.core.breaks import break_between, suspects
from beholden.figures.core.claims._recompute import CHANGES, Question
from beholden.figures.core.claims._values import Cell, known
from beholden.figures.core.claims.dataset import Data, Edition
from beholden.figures.core.claims.models import Claim, Subject
from beholden.figures.core.models import ForceCode, Period, State, Value
from beholden.figures.core.periods import days

_DAYS_APART = 2


def why_not_comparable(claim: Claim, question: Question, data: Data, edition: Edition) -> str:
    """Why the periods of a change must not be compared; empty where they may be."""
    if claim.measure not in CHANGES or len(question.cells) < 2:  # noqa: PLR2004 - a step has two
        return ""
    first, last = question.cells[0], question.cells[-1]
    return unlike(data, claim.series, claim.subject, (first.period, last.period), edition)


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
    """What is odd about the count of either period among all the years of the force."""
    subject = Subject(code, code, (code,))
    length = days(periods[1])
    values = []
    for period in data.periods(series, data.keys(subject)):
        found = known(data, Cell(series, subject, period), edition)
        if len(found) == 1 and abs(days(period) - length) < _DAYS_APART:
            count = int(found[0].value)
            values.append((period, Value(State.COUNTED if count else State.ZERO, count)))
    odd = [
        each
        for each in suspects(values)
        if each.test == "ratio-to-median" and each.period in periods
    ]
    return odd[0].sentence if odd else ""
