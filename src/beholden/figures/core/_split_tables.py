"""The splits of a force as tables of a briefing: names, counts as printed, and what to know."""

from __future__ import annotations

from beholden.figures.core.brief import SplitTable
from beholden.figures.core.marks import shown
from beholden.figures.core.models import ForceCode, Release, Split
from beholden.figures.core.offences import IIOC_TOTAL, name
from beholden.figures.core.periods import label
from beholden.figures.core.splits import PLATFORM, SEX_AND_AGE

_TITLES = {PLATFORM: "By platform", SEX_AND_AGE: "By age and sex"}


def split_tables(release: Release, force: ForceCode) -> tuple[SplitTable, ...]:
    """Every split of the force, the newest first."""
    mine = [one for one in release.splits if one.force == force]
    mine.sort(key=lambda one: one.period, reverse=True)
    return tuple(_table(one) for one in mine)


def _table(one: Split) -> SplitTable:
    title = f"{_TITLES[one.dimension]}, {label(one.period)}"
    if one.offence != IIOC_TOTAL:
        title = f"{title}: {name(one.offence)}"
    files = ", ".join(dict.fromkeys(source.file for source in one.sources if source.file))
    return SplitTable(
        title=title,
        part="Platform" if one.dimension == PLATFORM else "Sex and age",
        rows=tuple((row.name, shown(row.value)) for row in one.rows),
        total="" if one.total is None else f"{one.total:,}",
        notes=one.notes,
        source=f"From {files}." if files else "",
    )
