"""The page for all forces: sums that say of how many, published totals, ranks and rates.

A sum over the known forces is never called the total of the country; a total is
only what somebody published, and of several the one this release printed.

    national_brief(release, registry).headline
"""

from __future__ import annotations

from decimal import Decimal

from beholden.figures.core import _absence, _phrases
from beholden.figures.core._map import map_note, tiles_of
from beholden.figures.core._notebook import Notebook, Number, listed, say
from beholden.figures.core._published import UK, printed_pair, published, published_label
from beholden.figures.core._table import Table, note_of, table_of
from beholden.figures.core._view import View, view
from beholden.figures.core.brief import NationalBrief, Sentence, Span
from beholden.figures.core.change import benjamini_hochberg
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Force, ForceCode, Period, Release, Value
from beholden.figures.core.periods import label
from beholden.figures.core.totals import bound, known_total

_FALSE_FINDINGS = 0.05


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
    table = table_of(seen, members, latest, apart=tuple(force.code for force in apart))
    printed = published(seen, latest, notes)
    headline = _headline(seen, table, notes)
    sentences = (
        *_sum(seen, table, notes),
        *_bounded(seen, table, notes),
        *_among_them(seen, table, apart),
        *_phrases.matched(
            table, "known", "forces asked", notes, seen.printed_total(UK, table.earlier)
        ),
        *_directions(table, notes),
        *_sure(table, notes),
        *_leader(seen, table, notes),
    )
    bands, tiles = tiles_of(seen, table)
    return NationalBrief(
        release=release.id,
        published=release.published,
        headline=headline.text,
        sentences=sentences,
        figures=notes.figures,
        totals=_totals(seen, members),
        aggregates=printed,
        ranking_basis=table.basis,
        ranking=table.rows,
        missing=_missing(table),
        bands=bands,
        map_note=map_note(table),
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
    pair = printed_pair(seen, UK, latest)
    if pair is not None and pair.large_enough and pair.more:
        verb = "rose" if pair.more > 0 else "fell"
        return say(
            f"Recorded child abuse image offences in the United Kingdom {verb} by ",
            notes.percentage("uk-change", "Change of the published total", pair),
            " in a year, to ",
            notes.count("uk-latest", published_label(UK, latest), pair.after),
        )
    total = notes.total(*_sum_of(seen, table))
    return say(
        _known_of(table, seen, notes)[0],
        " of ",
        _known_of(table, seen, notes)[1],
        " forces recorded ",
        total,
        f" {_phrases.offences(_counted(seen, table))} in {label(latest)}",
    )


def _sum_of(seen: View, table: Table) -> tuple[str, str, tuple[Number, ...]]:
    numbers = tuple(
        number for code in table.members if (number := seen.number(code, table.latest)) is not None
    )
    return "sum-latest", f"Sum of the forces known in {label(table.latest)}", numbers


def _counted(seen: View, table: Table) -> int:
    return sum(number.count for number in _sum_of(seen, table)[2])


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
            f" {_phrases.offences(_counted(seen, table))} in {label(table.latest)}.{part}",
        ),
    )


def _bounded(seen: View, table: Table, notes: Notebook) -> tuple[Sentence, ...]:
    """Between what the sum over everyone may lie, where each missing force has other years."""
    latest = table.latest
    values = {code: _value(seen, code, latest) for code in table.members}
    others = {
        code: [
            value for year in seen.years if year != latest and (value := _value(seen, code, year))
        ]
        for code in table.members
    }
    found = bound(values.items(), table.members, others)
    if found.high is None or not found.supposed:
        return ()
    names = listed(seen.registry.by_code(code).name for code in found.supposed)
    own = "its" if len(found.supposed) == 1 else "their"
    used = tuple(
        number
        for code in table.members
        for year in (seen.years if code in found.supposed else (latest,))
        if (number := seen.number(code, year)) is not None
    )
    low, high = (
        notes.estimate(
            f"bound-{name}",
            f"{end} of the sum, supposed",
            (f"{count:,}", Decimal(count)),
            f"the numbers known, and the {name} of the other years of {names}",
            used,
        )
        for name, end, count in (
            ("lowest", "Lower end", found.low),
            ("highest", "Upper end", found.high),
        )
    )
    return (
        say(
            f"Had {names} recorded as in {own} other years, the sum over all would lie between ",
            low,
            " and ",
            high,
            "; that is a supposition, no total, and nothing is ranked by it.",
        ),
    )


def _value(seen: View, code: ForceCode, year: Period) -> Value | None:
    one = seen.observation(code, year)
    return None if one is None else one.value


def _among_them(seen: View, table: Table, apart: tuple[Force, ...]) -> tuple[Sentence, ...]:
    """Names whoever is in a sum under other laws; without them nothing is said."""
    names = [force.name for force in apart if seen.number(force.code, table.latest) is not None]
    if not names:
        return ()
    return (
        say(
            f"Among them {'is' if len(names) == 1 else 'are'} {listed(names)}, with other "
            "offences and counting rules than England and Wales; they are not ranked with these."
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


def _totals(seen: View, members: tuple[ForceCode, ...]) -> tuple[tuple[str, str, str], ...]:
    """Year by year the sum over whoever is known, with how many these are."""
    rows = []
    for year in seen.years:
        values = [(code, _value(seen, code, year)) for code in members]
        total = known_total(values, members)
        text = f"{total.sum:,}" if total.known else "[x]"
        rows.append((label(year), text, total.label))
    return tuple(rows)


def _missing(table: Table) -> tuple[tuple[ForceCode, str, str], ...]:
    return tuple(
        (row.force, row.name, row.why_not)
        for row in sorted(table.rows, key=lambda row: (row.name, row.force))
        if row.why_not and row.force not in table.pairs
    )
