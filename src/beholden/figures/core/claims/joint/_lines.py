"""The lines of the data that the numbers of an article may stand on: an area and a series.

A line is one area and one series; on it the data hold a number for each of some periods. Whichever
release printed it: here it is asked which year a number is of, never whether it is right.

    Lines(data).periods_of(line, Fraction(767))  # (2017/18,)
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import msgspec

from beholden.figures.core.claims.judging._by_words import qualified, resolved
from beholden.figures.core.claims.judging._own_counts import held_values
from beholden.figures.core.claims.judging._values import UK, Cell, groups
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim, Spot, Subject
from beholden.figures.core.models import Period


class Line(msgspec.Struct, frozen=True):
    """An area and what is counted there."""

    subject: Subject
    series: str


class Place(msgspec.Struct, frozen=True):
    """A cell of the data by what it is of, however its area is called."""

    area: str
    series: str
    period: Period


class Lines:
    """What the data hold on each line, looked up once. One article's."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self._held: dict[tuple[str, str], dict[Period, frozenset[Fraction]]] = {}
        self._areas: dict[Subject, str] = {}
        self._read: dict[Spot, Line] = {}

    def area(self, subject: Subject) -> str:
        """One name for all subjects that are made of the same forces."""
        if subject not in self._areas:
            members = sorted(self.data.members(subject))
            self._areas[subject] = "+".join(members) if members else subject.key
        return self._areas[subject]

    def line_of(self, claim: Claim) -> Line:
        """The line that the rules read a claim to be of, by the names that the data use."""
        spot = claim.places[0]
        if spot not in self._read:
            meant, _ = resolved(claim, self.data)
            subject = msgspec.structs.replace(meant.subject, part="")
            self._read[spot] = Line(subject, meant.series)
        return self._read[spot]

    def lines_of(self, claim: Claim) -> Iterator[Line]:
        """The line of a claim, and those of narrower series that an adjective may tell of."""
        line = self.line_of(claim)
        yield line
        for each in qualified(claim, self.data):
            yield Line(line.subject, each.series)

    def line_of_area(self, claim: Claim, subject: Subject) -> Line:
        """The line that a claim would be of if it were one of an area."""
        meant, _ = resolved(msgspec.structs.replace(claim, subject=subject), self.data)
        return Line(msgspec.structs.replace(meant.subject, part=""), meant.series)

    def place(self, line: Line, period: Period) -> Place:
        """The cell of a line for a period."""
        return Place(self.area(line.subject), line.series, period)

    def held(self, line: Line) -> dict[Period, frozenset[Fraction]]:
        """Every number of a line, by period."""
        key = (self.area(line.subject), line.series)
        if key not in self._held:
            found = {
                period: frozenset(held_values(Cell(line.series, line.subject, period), self.data))
                for period in self._periods(line)
            }
            self._held[key] = {period: values for period, values in found.items() if values}
        return self._held[key]

    def periods_of(self, line: Line, value: Fraction) -> tuple[Period, ...]:
        """The periods for which a line has a number."""
        return tuple(period for period, values in self.held(line).items() if value in values)

    def _periods(self, line: Line) -> tuple[Period, ...]:
        """The periods that a line may have a number for: its own, or those of all its members."""
        own = self.data.periods(line.series, self.data.keys(line.subject))
        members = self.data.members(line.subject)
        if line.subject.key == UK or len(members) < 2:  # noqa: PLR2004 - one alone is no sum
            return own
        shared = set(self.data.periods(line.series, self.data.keys(_alone(members[0]))))
        for code in members[1:]:
            if not shared:
                break
            shared &= set(self.data.periods(line.series, self.data.keys(_alone(code))))
        for group in groups(self.data, line.series, members):
            shared |= set(self.data.periods(line.series, self.data.keys(group)))
        return tuple(sorted({*own, *shared}))


def _alone(code: str) -> Subject:
    return Subject(code, code)


__all__ = ["Line", "Lines", "Place"]
