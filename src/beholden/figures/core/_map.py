"""The map: a rate per head for every area, in classes that hold about as many areas each."""

from __future__ import annotations

from beholden.figures.core._table import Table
from beholden.figures.core._view import View
from beholden.figures.core.brief import TileValue
from beholden.figures.core.forces import NO_RESIDENTS
from beholden.figures.core.marks import shown
from beholden.figures.core.models import Force
from beholden.figures.core.periods import label
from beholden.figures.core.rounding import half_up

_BANDS = 5


def tiles_of(seen: View, table: Table) -> tuple[tuple[str, ...], tuple[TileValue, ...]]:
    """The rate of every area in as many classes as there are rates for, each alike in size."""
    rates = {code: half_up(rate.value, 2) for code, rate in table.rates.items()}
    distinct = sorted(set(rates.values()))
    classes = min(_BANDS, len(distinct))
    edges = [distinct[len(distinct) * at // classes] for at in range(classes)] if classes else []
    bands = tuple(
        f"{low} to {max(each for each in distinct if at + 1 == classes or each < edges[at + 1])}"
        for at, low in enumerate(edges)
    )
    tiles = tuple(
        TileValue(
            force.code,
            force.name,
            _tile_text(seen, table, force),
            None
            if force.code not in rates
            else sum(edge <= rates[force.code] for edge in edges) - 1,
        )
        for force in sorted(seen.registry.forces, key=lambda force: force.code)
        if force.territorial
    )
    return bands, tiles


def _tile_text(seen: View, table: Table, force: Force) -> str:
    rate = table.rates.get(force.code)
    if rate is not None:
        return f"{half_up(rate.value, 2)}"
    if force.code == NO_RESIDENTS:
        return "[z]"
    one = seen.observation(force.code, table.latest)
    return "[x]" if one is None or one.value.known else shown(one.value)


def map_note(table: Table) -> str:
    years = sorted({rate.year for rate in table.rates.values()})
    of = f" of mid-{' and '.join(str(year) for year in years)}" if years else ""
    return (
        f"Offences per 10,000 people in {label(table.latest)}, by the population{of}. Rates, not "
        "counts: a large force records more because more people live there. Scotland and "
        "Northern Ireland have other offences and counting rules. [x] is not available; the City "
        "of London is [z], for few people live there."
    )
