"""Two forces side by side: their counts, changes and rates, and whether the two can be told apart.

compare(release, registry, essex, kent).headline
"""

from __future__ import annotations

import msgspec

from beholden.figures.core import _absence, _phrases
from beholden.figures.core._notebook import Notebook, say
from beholden.figures.core._table import Table, note_of, table_of
from beholden.figures.core._view import View, step, view
from beholden.figures.core.brief import Figure, RankRow, Sentence, Span
from beholden.figures.core.forces import Registry
from beholden.figures.core.marks import shown
from beholden.figures.core.models import Day, Force, ForceCode, Period, Release, ReleaseId
from beholden.figures.core.periods import label
from beholden.figures.errors import UnknownError


class Comparison(msgspec.Struct, frozen=True):
    """Two forces compared.

    ``series`` is a year and what each force's cell shows; ``rows`` are the two
    forces, and ``names`` their names, in the order they were asked for.
    """

    release: ReleaseId
    published: Day
    names: tuple[str, str]
    headline: str
    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...]
    series: tuple[tuple[str, str, str], ...]
    rows: tuple[RankRow, ...]
    note: str
    caveats: tuple[str, ...]


def compare(release: Release, registry: Registry, a: ForceCode, b: ForceCode) -> Comparison:
    """Compares two forces in the newest year of the release.

    Raises:
        UnknownError: The register has no such force, or both are one and the same.
    """
    seen = view(release, registry)
    forces = (registry.by_code(a), registry.by_code(b))
    if forces[0] == forces[1]:
        raise UnknownError(
            f"Both names are those of {forces[0].name}; two different forces are needed."
        )
    notes = Notebook()
    latest = seen.latest
    table = None if latest is None else table_of(seen, (a, b), latest)
    sentences: tuple[Sentence, ...] = ()
    if latest is not None and table is not None:
        sentences = (
            *(each for force in forces for each in _of(seen, table, force, latest, notes)),
            *_told_apart(table, forces),
        )
    rows = {} if table is None else {row.force: row for row in table.rows}
    return Comparison(
        release=release.id,
        published=release.published,
        names=(forces[0].name, forces[1].name),
        headline=f"{forces[0].name} and {forces[1].name}"
        + ("" if latest is None else f", {label(latest)}"),
        sentences=sentences or (say("This release holds no count for a whole financial year."),),
        figures=notes.figures,
        series=tuple(
            (label(year), _cell(seen, a, year), _cell(seen, b, year)) for year in seen.years
        ),
        rows=tuple(msgspec.structs.replace(rows[code], order=None) for code in (a, b) if rows),
        note="" if table is None else note_of(seen, table),
        caveats=_phrases.caveats(seen, table, forces),
    )


def _of(
    seen: View, table: Table, force: Force, latest: Period, notes: Notebook
) -> tuple[Sentence, ...]:
    number = seen.number(force.code, latest)
    if number is None:
        one = seen.observation(force.code, latest)
        asked = force.code in seen.release.asked
        return (say(_absence.sentence(force, label(latest), one, asked=asked)),)
    after = notes.count(f"{force.slug}-latest", f"{force.name}, {label(latest)}", number)
    opening = (f"{force.name} recorded ", after, f" {_phrases.offences(number.count)}")
    said = []
    pair = table.pairs.get(force.code)
    if pair is None:
        broken = force.code in table.breaks
        why = "is not comparable" if broken else "is not known"
        said.append(say(*opening, f" in {label(latest)}; the number of the year before {why}."))
    else:
        earlier = notes.count(
            f"{force.slug}-before", f"{force.name}, {label(table.earlier)}", pair.before
        )
        if pair.more and pair.large_enough:
            name = f"{force.name}, change {step(table.earlier, latest)}"
            percent = notes.percentage(f"{force.slug}-change", name, pair)
            kind = "more" if pair.more > 0 else "less"
            end: tuple[str | Span, ...] = (
                ", ",
                percent,
                f" {kind} than the ",
                earlier,
                " of the year before.",
            )
        else:
            end = (" after ", earlier, " in the year before.")
        said.append(say(*opening, f" in {label(latest)}", *end))
    rate = table.rates.get(force.code)
    if rate is not None:
        per_head = notes.rate(
            f"{force.slug}-per-head",
            f"{force.name}, offences per 10,000 people (mid-{rate.year})",
            number,
            f"{number.text} / {rate.population:,} * 10,000",
            rate.value,
        )
        said.append(say("For every 10,000 people that is ", per_head, f" (mid-{rate.year})."))
    return tuple(said)


def _told_apart(table: Table, forces: tuple[Force, Force]) -> tuple[Sentence, ...]:
    """Whether the changes of the two can be told apart once chance is allowed for."""
    first, second = (table.changes.get(force.code) for force in forces)
    if first is None or second is None:
        return ()
    one, other = first.interval(table.dispersion), second.interval(table.dispersion)
    if (
        one is None
        or other is None
        or min(first.before, second.before) < table.ranking.minimum_base
    ):
        return ()
    if one.overlaps(other):
        return (say("With chance allowed for, the changes of the two cannot be told apart."),)
    ahead = forces[0] if one.low > other.high else forces[1]
    return (say(f"Even with chance allowed for, the change of {ahead.name} is the higher one."),)


def _cell(seen: View, code: ForceCode, year: Period) -> str:
    one = seen.observation(code, year)
    return "[x]" if one is None else shown(one.value, one.marks)
