"""The page for all forces: sums that say of how many, published totals, ranks and rates.

A sum over the known forces is never called the total of the country; a total is
only what somebody published, and of several the one this release printed.

    national_brief(release, registry).headline
"""

from __future__ import annotations

from beholden.figures.core import _absence, _phrases
from beholden.figures.core._notebook import Notebook, Number, Pair, say
from beholden.figures.core._table import NO_RESIDENTS, Table, note_of, table_of
from beholden.figures.core._view import View, before, view
from beholden.figures.core.brief import NationalBrief, Sentence, Span, TileValue
from beholden.figures.core.change import benjamini_hochberg
from beholden.figures.core.forces import Registry
from beholden.figures.core.marks import shown
from beholden.figures.core.models import Force, ForceCode, Period, Release
from beholden.figures.core.periods import label, minutes
from beholden.figures.core.rates import one_every_minutes
from beholden.figures.core.rounding import half_up
from beholden.figures.core.totals import known_total
from beholden.figures.core.words import every

_BANDS = 5
_FALSE_FINDINGS = 0.05
_UK = "uk"


def national_brief(release: Release, registry: Registry) -> NationalBrief:
    """The brief of all forces that were asked."""
    seen = view(release, registry)
    members = _members(seen)
    notes = Notebook()
    latest = seen.latest
    forces = tuple(registry.by_code(code) for code in members)
    apart = tuple(force for force in forces if _absence.law_apart(force))
    if latest is None:
        return _nothing_known(seen, members)
    table = table_of(seen, members, latest)
    published = _published(seen, latest, notes)
    headline = _headline(seen, table, notes)
    sentences = (
        *_sum(seen, table, notes),
        *_phrases.matched(table, "known", "those asked", notes, len(members)),
        *_directions(table, notes),
        *_sure(table, notes),
        *_leader(seen, table, notes),
    )
    bands, tiles = _tiles(seen, table)
    return NationalBrief(
        release=release.id,
        published=release.published,
        headline=headline.text,
        sentences=sentences,
        figures=notes.figures,
        totals=_totals(seen, members),
        aggregates=published,
        ranking_basis=table.basis,
        ranking=table.rows,
        missing=_missing(seen, table),
        bands=bands,
        map_note=_map_note(table),
        tiles=tiles,
        caveats=(
            *_phrases.caveats(seen, table, apart),
            note_of(seen, table),
        ),
    )


def _members(seen: View) -> tuple[ForceCode, ...]:
    """Everyone who was asked, and whoever has a number without being on that list."""
    return tuple(sorted({*seen.release.asked, *(code for code, _ in seen.cells)}))


def _nothing_known(seen: View, members: tuple[ForceCode, ...]) -> NationalBrief:
    release = seen.release
    return NationalBrief(
        release=release.id,
        published=release.published,
        headline="No number is known for a whole financial year",
        sentences=(say("This release holds no count of any force for a whole financial year."),),
        figures=(),
        totals=(),
        aggregates=(),
        ranking_basis="",
        ranking=(),
        missing=tuple(
            (code, seen.registry.by_code(code).name, _absence.reason(None, asked=True))
            for code in members
        ),
        bands=(),
        map_note="",
        tiles=(),
        caveats=_phrases.caveats(seen, None, ()),
    )


def _headline(seen: View, table: Table, notes: Notebook) -> Sentence:
    latest = table.latest
    pair = _printed_pair(seen, _UK, latest)
    if pair is not None and pair.large_enough and pair.more:
        verb = "rose" if pair.more > 0 else "fell"
        return say(
            f"Recorded child abuse image offences in the United Kingdom {verb} by ",
            notes.percentage("uk-change", "Change of the published total", pair),
            " in a year, to ",
            notes.count("uk-latest", _published_label(_UK, latest), pair.after),
        )
    total = notes.total(*_sum_of(seen, table))
    return say(
        _known_of(table, seen, notes)[0],
        " of ",
        _known_of(table, seen, notes)[1],
        " forces recorded ",
        total,
        f" child abuse image offences in {label(latest)}",
    )


def _sum_of(seen: View, table: Table) -> tuple[str, str, tuple[Number, ...]]:
    numbers = tuple(
        number for code in table.members if (number := seen.number(code, table.latest)) is not None
    )
    return "sum-latest", f"Sum of the forces known in {label(table.latest)}", numbers


def _known_of(table: Table, seen: View, notes: Notebook) -> tuple[Span, Span]:
    known = sum(seen.number(code, table.latest) is not None for code in table.members)
    return (
        notes.tally("known", f"Forces with a number for {label(table.latest)}", known),
        notes.tally("asked", "Forces asked", len(table.members)),
    )


def _sum(seen: View, table: Table, notes: Notebook) -> tuple[Sentence, ...]:
    total = notes.total(*_sum_of(seen, table))
    known, asked = _known_of(table, seen, notes)
    gone = len(table.members) - int(known.text.replace(",", ""))
    part = " This is a sum over part of them, not the total of the country." if gone else ""
    return (
        say(
            "The ",
            known,
            " of ",
            asked,
            " forces with a number recorded ",
            total,
            f" child abuse image offences in {label(table.latest)}.{part}",
        ),
    )


def _directions(table: Table, notes: Notebook) -> tuple[Sentence, ...]:
    pairs = table.pairs.values()
    if not pairs:
        return ()
    rose = sum(pair.more > 0 for pair in pairs)
    fell = sum(pair.more < 0 for pair in pairs)
    same = len(pairs) - rose - fell
    tail = (
        (", and the same in ", notes.tally("same", "Forces without a change", same), ".")
        if same
        else (".",)
    )
    return (
        say(
            "The number was higher than the year before in ",
            notes.tally("rose", "Forces where the number rose", rose),
            " forces, lower in ",
            notes.tally("fell", "Forces where it fell", fell),
            *tail,
        ),
    )


def _sure(table: Table, notes: Notebook) -> tuple[Sentence, ...]:
    """How many forces changed by more than chance explains; only where chance is Poisson."""
    codes = sorted(code for code, pair in table.pairs.items() if pair.large_enough)
    if len(codes) < 2 or table.dispersion > 1:  # noqa: PLR2004 - one force is no set of tests
        return ()
    adjusted = benjamini_hochberg([table.changes[code].p for code in codes])
    found = sum(p < _FALSE_FINDINGS for p in adjusted)
    return (
        say(
            "In ",
            notes.tally("beyond-chance", "Forces whose change chance hardly explains", found),
            " of the ",
            notes.tally("tested", "Forces tested", len(codes)),
            " forces with enough offences the change is more than chance alone would make "
            "(at most one in twenty of these findings is expected to be false).",
        ),
    )


def _leader(seen: View, table: Table, notes: Notebook) -> tuple[Sentence, ...]:
    first = table.ranking.first
    if len(first) != 1 or first[0] not in table.pairs or table.ranking.basis != "percentage":
        return ()
    pair, name = table.pairs[first[0]], seen.registry.by_code(first[0]).name
    if pair.more <= 0:
        return ()
    sure = table.ranking.separable and not table.ranking.missing
    hedge = "" if table.ranking.separable else "; chance alone could have put another first"
    among = " among the forces that are known" if table.ranking.missing else ""
    return (
        say(
            f"The largest {'' if sure else 'recorded '}percentage rise{among} is that of {name}: ",
            notes.percentage("leader-change", f"Change, {name}", pair),
            " (",
            notes.count("leader-before", f"{name}, {label(table.earlier)}", pair.before),
            " to ",
            notes.count("leader-latest", f"{name}, {label(table.latest)}", pair.after),
            f"){hedge}.",
        ),
    )


def _published(seen: View, latest: Period, notes: Notebook) -> tuple[Sentence, ...]:
    """What the release itself printed as a total, group by group; later revisions are named."""
    groups = sorted(
        {
            one.group
            for one in seen.release.aggregates
            if one.group and one.offence == seen.offence and one.release == seen.release.id
        },
        key=lambda group: (group != _UK, group),
    )
    said: list[Sentence] = []
    for group in groups:
        said += _published_of(seen, group, latest, notes)
    return tuple(said)


def _published_of(seen: View, group: str, latest: Period, notes: Notebook) -> list[Sentence]:
    after = seen.printed_total(group, latest)
    if after is None:
        return []
    name = seen.registry.group(group).name
    total = notes.count(f"{group}-latest", _published_label(group, latest), after)
    pair = _printed_pair(seen, group, latest)
    said = []
    if pair is None or not pair.large_enough or not pair.more:
        said.append(say(f"The published total of {name} for {label(latest)} is ", total, "."))
    else:
        verb = "rose" if pair.more > 0 else "fell"
        phrase = _phrases.in_words(pair.percent)
        said.append(
            say(
                f"The published total of {name} {verb} by ",
                notes.percentage(f"{group}-change", "Change of the published total", pair),
                f", {phrase}, (" if phrase else " (",
                notes.count(
                    f"{group}-before", _published_label(group, before(latest)), pair.before
                ),
                " to ",
                total,
                ").",
            )
        )
    value = one_every_minutes(after.count, latest)
    phrase_ = every(value)
    if group == _UK and value is not None and phrase_ is not None:
        span = notes.rate(
            "uk-every",
            "Minutes for each offence",
            after,
            f"{minutes(latest):,} / {after.text}",
            value,
        )
        said.append(say("That is one offence every ", span, " minutes."))
    return said + _revised(seen, group, latest, notes)


def _revised(seen: View, group: str, latest: Period, notes: Notebook) -> list[Sentence]:
    """A total that another release printed: it counts for claims about that release alone."""
    name = seen.registry.group(group).name
    found = sorted(
        (one.period, one.release, one.count, index)
        for index, one in enumerate(seen.release.aggregates)
        if (one.group, one.offence) == (group, seen.offence)
        and one.release != seen.release.id
        and one.period in {latest, before(latest)}
    )
    return [
        say(
            f"For {label(period)} another release ({release}) says ",
            notes.count(
                f"{group}-revised-{place}",
                f"{name}, {label(period)}, as {release} says",
                Number(count, aggregates=(index,)),
            ),
            "; that counts for claims made since, and not for this release.",
        )
        for place, (period, release, count, index) in enumerate(found, start=1)
    ]


def _printed_pair(seen: View, group: str, latest: Period) -> Pair | None:
    earlier, later = (seen.printed_total(group, year) for year in (before(latest), latest))
    return None if earlier is None or later is None else Pair(earlier, later)


def _published_label(group: str, period: Period) -> str:
    return f"Published total ({group}), {label(period)}"


def _totals(seen: View, members: tuple[ForceCode, ...]) -> tuple[tuple[str, str, str], ...]:
    """Year by year the sum over whoever is known, with how many these are."""
    rows = []
    for year in seen.years:
        values = [
            (code, one.value if (one := seen.observation(code, year)) is not None else None)
            for code in members
        ]
        total = known_total(values, members)
        text = f"{total.sum:,}" if total.known else "[x]"
        rows.append((label(year), text, total.label))
    return tuple(rows)


def _missing(seen: View, table: Table) -> tuple[tuple[ForceCode, str, str], ...]:
    return tuple(
        (row.force, row.name, row.why_not)
        for row in sorted(table.rows, key=lambda row: (row.name, row.force))
        if row.why_not and row.force not in table.pairs
    )


def _tiles(seen: View, table: Table) -> tuple[tuple[str, ...], tuple[TileValue, ...]]:
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


def _map_note(table: Table) -> str:
    years = sorted({rate.year for rate in table.rates.values()})
    of = f" of mid-{' and '.join(str(year) for year in years)}" if years else ""
    return (
        f"Offences per 10,000 people in {label(table.latest)}, by the population{of}. Rates, not "
        "counts: a large force records more because more people live there. Scotland and "
        "Northern Ireland have other offences and counting rules. [x] is not available; the City "
        "of London is [z], for few people live there."
    )
