"""A release seen as cells: which count stands where, and which year is the newest.

Only whole financial years count here; other periods are series of their own.
The order in which a release holds its observations changes nothing.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from beholden.figures.core._notebook import Number, number_of
from beholden.figures.core.breaks import break_between
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import (
    Force,
    ForceCode,
    Group,
    Observation,
    OffenceId,
    Period,
    Release,
)
from beholden.figures.core.offences import IIOC_TOTAL
from beholden.figures.core.periods import financial_year, is_financial_year, label

_WITHOUT_ARTICLE = {"London", "Yorkshire and The Humber"}


class View(msgspec.Struct, frozen=True):
    """The financial years of one offence in a release."""

    release: Release
    registry: Registry
    offence: OffenceId
    cells: dict[tuple[ForceCode, Period], Observation]

    @property
    def latest(self) -> Period | None:
        """The newest financial year that is told by: half as many forces know it as any year.

        One answer that reaches a year further does not take the story with it.
        """
        known = Counter(period for (_, period), one in self.cells.items() if one.value.known)
        most = max(known.values(), default=0)
        return max((year for year, forces in known.items() if 2 * forces >= most), default=None)

    @property
    def years(self) -> tuple[Period, ...]:
        """Every financial year from the first to the last that the release speaks of."""
        found = [period for _, period in self.cells]
        if not found:
            return ()
        first, last = min(found).start.year, max(found).start.year
        return tuple(financial_year(year) for year in range(first, last + 1))

    def observation(self, force: ForceCode, period: Period) -> Observation | None:
        """What the release says of a force and a year."""
        return self.cells.get((force, period))

    def number(self, force: ForceCode, period: Period) -> Number | None:
        """The count of a force in a year; a blank has none."""
        return number_of(self.observation(force, period))

    def break_in(self, force: ForceCode, earlier: Period, later: Period) -> str:
        """Why two years of a force must not be compared; empty where they may be."""
        known = break_between(force, earlier, later)
        if known is not None:
            return known.why
        for start in range(earlier.start.year + 1, later.start.year + 1):
            one = self.observation(force, financial_year(start))
            if one is not None and "b" in one.marks:
                name = self.registry.by_code(force).name
                return f"The series of {name} begins anew with {label(one.period)}."
        return ""

    def known_years(self, force: ForceCode) -> tuple[Period, ...]:
        """The years in which a force has a count, the oldest first."""
        return tuple(
            sorted(
                period
                for (code, period), one in self.cells.items()
                if code == force and one.value.known
            )
        )

    def printed_total(self, group: str, period: Period) -> Number | None:
        """The total that this very release printed for a group; a later revision is another."""
        for index, one in enumerate(self.release.aggregates):
            same = (one.group, one.period, one.offence) == (group, period, self.offence)
            if same and one.release == self.release.id:
                return Number(one.count, aggregates=(index,))
        return None


def view(release: Release, registry: Registry, offence: OffenceId = IIOC_TOTAL) -> View:
    """The financial years of ``offence`` in ``release``."""
    cells = {
        (one.force, one.period): one
        for one in release.observations
        if one.offence == offence and is_financial_year(one.period)
    }
    return View(release, registry, offence, cells)


def before(period: Period) -> Period:
    """The financial year before."""
    return financial_year(period.start.year - 1)


def step(earlier: Period, later: Period) -> str:
    """Two years as a heading names their change: ``2016/17 to 2017/18``."""
    return f"{label(earlier)} to {label(later)}"


def named(group: Group) -> str:
    """A group as it stands in a sentence: ``the East of England``, ``Wales``."""
    bare = group.kind != "uk" and (group.kind != "region" or group.name in _WITHOUT_ARTICLE)
    return group.name if bare else f"the {group.name}"


def home_group(registry: Registry, force: Force) -> Group:
    """The group a force is compared with: its region of England, or its nation."""
    holding = [group for group in registry.groups if force.code in group.members]
    order = {"region": 0, "nation": 1, "other": 2, "uk": 3}
    return min(holding, key=lambda group: (order[group.kind], len(group.members), group.id))
