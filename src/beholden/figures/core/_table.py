"""The table of forces that briefs share: counts, change with its interval, rate and order.

The basis of the order is one and stated: percentage change where two years can be
compared, else the rate per head. A force without the numbers is in the table
with the reason, and out of the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from beholden.figures.core import _absence
from beholden.figures.core._notebook import Pair, listed
from beholden.figures.core._view import View, before, step
from beholden.figures.core.brief import RankRow
from beholden.figures.core.change import CountChange, interval_text, overdispersion
from beholden.figures.core.forces import NO_RESIDENTS
from beholden.figures.core.marks import shown
from beholden.figures.core.models import ForceCode, Observation, Period, Value
from beholden.figures.core.periods import exposure, label
from beholden.figures.core.ranks import BASES, TIE_RULE, Basis, Entry, Ranking, rank
from beholden.figures.core.rates import per_10_000
from beholden.figures.core.rounding import half_up, percent_text

_STEPS_FOR_DISPERSION = 2
"""With one alone, what forces have of their own and what chance did look the same."""

_FORCES_FOR_DISPERSION = 5
"""A step that fewer forces took says little of how forces differ."""

_NAMED_AT_MOST = 6


class Rate(msgspec.Struct, frozen=True):
    """A count for every 10,000 people of the nearest year with an estimate."""

    value: Decimal
    population: int
    year: int


class Table(msgspec.Struct, frozen=True):
    """The members of a group, compared.

    ``pairs`` are the forces comparable in both years; ``breaks`` says of others with
    two counts why they are not. ``dispersion`` is 1 where it was not ``estimated``.
    """

    earlier: Period
    latest: Period
    members: tuple[ForceCode, ...]
    pairs: dict[ForceCode, Pair]
    changes: dict[ForceCode, CountChange]
    breaks: dict[ForceCode, str]
    rates: dict[ForceCode, Rate]
    entries: dict[ForceCode, Entry]
    ranking: Ranking
    dispersion: float
    estimated: bool
    rows: tuple[RankRow, ...]

    @property
    def basis(self) -> str:
        """What the order is by, for a heading."""
        if self.ranking.basis == "rate":
            return f"{BASES['rate'].capitalize()}, {label(self.latest)}"
        return f"{BASES[self.ranking.basis].capitalize()}, {step(self.earlier, self.latest)}"


def table_of(
    seen: View, members: Sequence[ForceCode], latest: Period, apart: Sequence[ForceCode] = ()
) -> Table:
    """Compares ``members`` in ``latest`` and the year before.

    Those of ``apart`` are in the table, and never in the order: they count other
    offences under other laws.
    """
    earlier = before(latest)
    pairs: dict[ForceCode, Pair] = {}
    breaks: dict[ForceCode, str] = {}
    rates: dict[ForceCode, Rate] = {}
    for code in members:
        first, second = seen.number(code, earlier), seen.number(code, latest)
        if second is not None and (rate := rate_of(seen, code, second.count, latest)):
            rates[code] = rate
        if first is None or second is None:
            continue
        if why := seen.break_in(code, earlier, latest):
            breaks[code] = why
        else:
            pairs[code] = Pair(first, second)
    basis: Basis = "percentage" if pairs else "rate"
    entries = {
        code: Entry(
            _value(seen.observation(code, latest)),
            _value(seen.observation(code, earlier)),
            rates[code].population if code in rates else None,
            breaks.get(code, "") if basis == "percentage" else "",
        )
        for code in members
    }
    estimate = dispersion_of(seen)
    dispersion = 1.0 if estimate is None else estimate
    ranking = rank(entries, basis, [code for code in members if code not in apart], phi=dispersion)
    changes = {code: _change(seen, pair, earlier, latest) for code, pair in pairs.items()}
    table = Table(
        earlier,
        latest,
        tuple(members),
        pairs,
        changes,
        breaks,
        rates,
        entries,
        ranking,
        dispersion,
        estimate is not None,
        (),
    )
    return msgspec.structs.replace(table, rows=_rows(seen, table))


def rate_of(seen: View, code: ForceCode, count: int, period: Period) -> Rate | None:
    """The rate per 10,000; none for a force without an area, nor for the City of London."""
    force = seen.registry.by_code(code)
    if code == NO_RESIDENTS or not force.populations:
        return None
    population, year = seen.registry.population(code, period.end.year)
    value = per_10_000(count, population)
    return None if value is None else Rate(value, population, year)


def dispersion_of(seen: View) -> float | None:
    """How much more the forces vary than chance allows; absent where too little is known."""
    codes = sorted({code for code, _ in seen.cells})
    steps = [
        [
            _change(seen, Pair(first, second), before(year), year)
            for code in codes
            if (first := seen.number(code, before(year))) is not None
            and (second := seen.number(code, year)) is not None
            and not seen.break_in(code, before(year), year)
        ]
        for year in seen.years[1:]
    ]
    telling = [step for step in steps if len(step) >= _FORCES_FOR_DISPERSION]
    return overdispersion(telling) if len(telling) >= _STEPS_FOR_DISPERSION else None


def note_of(seen: View, table: Table) -> str:
    """What a reader must know of the table: its basis, its ties, and who is not in the order."""
    parts = [f"In order of: {table.basis[0].lower()}{table.basis[1:]}. {TIE_RULE}"]
    if table.ranking.small:
        names = listed(seen.registry.by_code(one.force).name for one in table.ranking.small)
        parts.append(
            f"Not ranked, for fewer than {table.ranking.minimum_base} offences to measure by: "
            f"{names}."
        )
    if table.ranking.missing:
        names = listed(seen.registry.by_code(one.force).name for one in table.ranking.missing)
        many = len(table.ranking.missing)
        said = names if many <= _NAMED_AT_MOST else f"{many} forces"
        parts.append(f"Without the numbers, and so not ranked: {said}.")
    if table.pairs:
        kind = (
            "take one offence as independent of the next"
            if table.dispersion == 1
            else f"allow for a dispersion of {half_up(Decimal(table.dispersion), 1)}"
        )
        parts.append(f"The intervals hold 95% and {kind}.")
    years = sorted({rate.year for rate in table.rates.values()})
    if years:
        parts.append(
            f"Rates are per 10,000 people of all ages, mid-{listed(str(year) for year in years)}."
        )
    if NO_RESIDENTS in table.members:
        parts.append("The City of London has too few residents for a rate.")
    return " ".join(parts)


def _rows(seen: View, table: Table) -> tuple[RankRow, ...]:
    places = {placed.force: placed.place for placed in table.ranking.order}
    small = {one.force: one.why for one in table.ranking.small}
    rows = [_row(seen, table, code, places, small) for code in table.members]
    last = len(rows) + 1
    return tuple(sorted(rows, key=lambda row: (row.order or last, row.name, row.force)))


def _row(
    seen: View,
    table: Table,
    code: ForceCode,
    places: dict[ForceCode, int],
    small: dict[ForceCode, str],
) -> RankRow:
    pair, change = table.pairs.get(code), table.changes.get(code)
    interval = None
    if pair is not None and change is not None and pair.large_enough:
        interval = change.interval(table.dispersion)
    rate = table.rates.get(code)
    return RankRow(
        force=code,
        name=seen.registry.by_code(code).name,
        before=_cell(seen.observation(code, table.earlier)),
        after=_cell(seen.observation(code, table.latest)),
        difference=f"{pair.more:+,}" if pair and pair.more else "0" if pair else "",
        percentage=_percent_cell(pair),
        interval="" if interval is None else interval_text(interval),
        rate=_rate_cell(code, rate),
        order=places.get(code),
        why_not=small.get(code, "") or _why_not(seen, table, code, places),
    )


def _percent_cell(pair: Pair | None) -> str:
    if pair is None or not pair.large_enough:
        return ""
    return percent_text(pair.percent, pair.before.count) or ""


def _rate_cell(code: ForceCode, rate: Rate | None) -> str:
    if rate is not None:
        return f"{half_up(rate.value, 2)}"
    return "[z]" if code == NO_RESIDENTS else ""


def _why_not(seen: View, table: Table, code: ForceCode, places: dict[ForceCode, int]) -> str:
    """Each missing number in its own words; empty for a force that is ranked."""
    if code in places or code in table.breaks:
        return "a break in the series" if code not in places else ""
    asked = code in seen.release.asked
    wanted = (table.latest,) if table.ranking.basis == "rate" else (table.earlier, table.latest)
    gaps = [
        (period, seen.observation(code, period))
        for period in wanted
        if seen.number(code, period) is None
    ]
    if not gaps:
        if _absence.law_apart(seen.registry.by_code(code)):
            return "other offences and counting rules, shown apart"
        return "no rate per head"
    reasons = {label(period): _absence.reason(one, asked=asked) for period, one in gaps}
    if len(set(reasons.values())) == 1 and len(reasons) == len(wanted):
        return next(iter(reasons.values()))
    return "; ".join(f"{year}: {why}" for year, why in reasons.items())


def _value(observation: Observation | None) -> Value | None:
    return None if observation is None else observation.value


def _cell(observation: Observation | None) -> str:
    return "[x]" if observation is None else shown(observation.value, observation.marks)


def _change(seen: View, pair: Pair, earlier: Period, latest: Period) -> CountChange:
    return CountChange(
        pair.before.count,
        pair.after.count,
        exposure(seen.offence, earlier),
        exposure(seen.offence, latest),
    )
