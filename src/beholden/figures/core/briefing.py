"""The local briefing of one force area: what is known, how sure it is, and what is missing.

The story is told for the newest financial year in which any force of the release
has a count. A force that has none for it gets a briefing that says why, and
what a reader can do. Recorded crime is never called prevalence.

    force_brief(release, registry, code).headline
"""

from __future__ import annotations

import msgspec

from beholden.figures.core import _absence, _phrases, _places
from beholden.figures.core._notebook import Notebook, Number, Pair, say
from beholden.figures.core._often import often, per_head
from beholden.figures.core._others import others
from beholden.figures.core._split_tables import split_tables
from beholden.figures.core._table import Table, note_of, table_of
from beholden.figures.core._view import View, before, home_group, named, step, view
from beholden.figures.core.brief import ForceBrief, Sentence, SeriesRow
from beholden.figures.core.forces import Registry
from beholden.figures.core.marks import shown
from beholden.figures.core.models import Force, ForceCode, Group, Period, Release
from beholden.figures.core.periods import label


class _Subject(msgspec.Struct, frozen=True):
    """Whom a briefing is about, and when; ``pair`` only where the years are comparable."""

    seen: View
    force: Force
    group: Group
    latest: Period
    number: Number | None
    pair: Pair | None
    table: Table


def force_brief(release: Release, registry: Registry, force: ForceCode) -> ForceBrief:
    """The local briefing of ``force``.

    Raises:
        UnknownError: The register has no such force.
    """
    seen = view(release, registry)
    of = registry.by_code(force)
    group = home_group(registry, of)
    latest = seen.latest
    notes = Notebook()
    if latest is None:
        return _nothing_known(seen, of, group)
    table = table_of(seen, group.members, latest)
    subject = _Subject(
        seen, of, group, latest, seen.number(force, latest), table.pairs.get(force), table
    )
    headline = _headline(subject, notes)
    sentences = (
        *_counts(subject, notes),
        *_change(subject, notes),
        *_chance(subject, notes),
        *_rank(subject, notes),
        *_region(subject, notes),
        *_rates(subject, notes),
        *_long_run(subject, notes),
    )
    return ForceBrief(
        force=of,
        release=release.id,
        published=release.published,
        headline=headline.text,
        sentences=sentences,
        figures=notes.figures,
        series=_series(subject.seen, of),
        comparison_name=f"{group.name}: {table.basis[0].lower()}{table.basis[1:]}",
        comparison=table.rows,
        comparison_note=note_of(seen, table),
        caveats=_phrases.caveats(seen, table, (of,)),
        splits=split_tables(release, force),
        others=others(release, force),
    )


def _nothing_known(seen: View, force: Force, group: Group) -> ForceBrief:
    release = seen.release
    return ForceBrief(
        force=force,
        release=release.id,
        published=release.published,
        headline=f"No number is known for {force.name}",
        sentences=(
            say("This release holds no count of any force for a whole financial year."),
            say(_absence.what_to_do(force, None)),
        ),
        figures=(),
        series=_series(seen, force),
        comparison_name=group.name,
        comparison=(),
        comparison_note="",
        caveats=_phrases.caveats(seen, None, (force,)),
        splits=split_tables(release, force.code),
        others=others(release, force.code),
    )


def _headline(subject: _Subject, notes: Notebook) -> Sentence:
    name, year = subject.force.name, label(subject.latest)
    if subject.number is None:
        where = f"in {name}" if subject.force.territorial else f"of {name}"
        return say(f"No number of child abuse image offences {where} is known for {year}")
    after = notes.count("latest", _phrases.recorded(subject.latest), subject.number)
    pair = subject.pair
    what = _phrases.offences(subject.number.count)
    if pair is None:
        return say(f"{name}: ", after, f" recorded {what} in {year}")
    earlier = notes.count("before", _phrases.recorded(before(subject.latest)), pair.before)
    if not pair.more:
        return say(f"Recorded child abuse image offences in {name} stayed at ", after)
    verb = "rose" if pair.more > 0 else "fell"
    opening = f"Recorded child abuse image offences in {name} {verb}"
    if not pair.large_enough:
        return say(opening, " from ", earlier, " to ", after, " in a year")
    percent = notes.percentage("change", f"Change, {_step(subject)}", pair)
    return say(opening, " by ", percent, " in a year, from ", earlier, " to ", after)


def _counts(subject: _Subject, notes: Notebook) -> tuple[Sentence, ...]:
    force, latest, earlier = subject.force, subject.latest, before(subject.latest)
    seen = subject.seen
    name = force.official_name
    asked = _absence.was_asked(seen.release, force)
    said: list[Sentence] = []
    if subject.number is None:
        here = seen.observation(force.code, latest)
        why = _absence.sentence(force, label(latest), here, asked=asked)
        notes.absent("latest", _phrases.recorded(latest), why)
        said += [say(why), say(_absence.what_to_do(force, here))]
        said += _last_known(subject, notes)
        return tuple(said)
    what = _phrases.offences(subject.number.count)
    after = notes.count("latest", _phrases.recorded(latest), subject.number)
    previous = seen.number(force.code, earlier)
    if previous is not None:
        said.append(
            say(
                f"{name} recorded ",
                after,
                f" {what} in {label(latest)}, and ",
                notes.count("before", _phrases.recorded(earlier), previous),
                f" in the year before, {label(earlier)}.",
            )
        )
        return tuple(said)
    said.append(say(f"{name} recorded ", after, f" {what} in {label(latest)}."))
    if earlier in seen.years:
        there = seen.observation(force.code, earlier)
        why = _absence.sentence(force, label(earlier), there, asked=asked)
        said.append(say(f"{why} No change on the year before can be given."))
    else:
        why = f"The release begins with {label(latest)}."
        said.append(say(f"{why} No change on an earlier year can be given."))
    notes.absent("change", f"Change, {_step(subject)}", why)
    return tuple(said)


def _last_known(subject: _Subject, notes: Notebook) -> tuple[Sentence, ...]:
    years = subject.seen.known_years(subject.force.code)
    if not years:
        return ()
    number = subject.seen.number(subject.force.code, years[-1])
    if number is None:
        return ()
    what = _phrases.offences(number.count)
    span = notes.count("last-known", _phrases.recorded(years[-1]), number)
    return (say("The last known number is ", span, f" {what}, for {label(years[-1])}."),)


def _change(subject: _Subject, notes: Notebook) -> tuple[Sentence, ...]:
    pair = subject.pair
    if pair is None:
        return _broken(subject, notes)
    name = f"Change, {_step(subject)}"
    if not pair.more:
        return (say("The number did not change."),)
    more = notes.difference("difference", f"Difference, {_step(subject)}", pair)
    word = "more" if pair.more > 0 else "fewer"
    if not pair.large_enough:
        why = (
            "There is no percentage of none."
            if not pair.before.count
            else "The earlier number is too small for a percentage to mean anything."
        )
        notes.absent("change", name, why)
        return (say("That is ", more, f" {word}. {why}"),)
    kind = "rise" if pair.more > 0 else "fall"
    percent = notes.percentage("change", name, pair)
    phrase = _phrases.in_words(pair.percent)
    return (
        say(
            "That is ",
            more,
            f" {word}, a {kind} of ",
            percent,
            f", {phrase}" if phrase else "",
            " (",
            notes.count("before", _phrases.recorded(before(subject.latest)), pair.before),
            " to ",
            notes.count("latest", _phrases.recorded(subject.latest), pair.after),
            ").",
        ),
        *_phrases.as_multiple(pair.percent),
    )


def _broken(subject: _Subject, notes: Notebook) -> tuple[Sentence, ...]:
    """Why two known years are not compared: their series has a break."""
    why = subject.table.breaks.get(subject.force.code)
    if why is None:
        return ()
    notes.absent("change", f"Change, {_step(subject)}", why)
    return (say(f"{why} The two years are not compared."),)


def _chance(subject: _Subject, notes: Notebook) -> tuple[Sentence, ...]:
    found = subject.table.changes.get(subject.force.code)
    pair = subject.pair
    if found is None or pair is None or not pair.large_enough:
        return ()
    table = subject.table
    return _phrases.chance(found, pair, notes, table.dispersion, estimated=table.estimated)


def _rank(subject: _Subject, notes: Notebook) -> tuple[Sentence, ...]:
    force, group = subject.force, subject.group
    if len(group.members) == 1:
        what = "is an area of its own" if force.territorial else "has no area of its own"
        return (say(f"{force.name} {what}; there is no other to rank it with."),)
    return _places.place(subject.seen, subject.table, group, force, notes)


def _region(subject: _Subject, notes: Notebook) -> tuple[Sentence, ...]:
    group = subject.group
    table = subject.table
    return _phrases.matched(table, "group", f"forces of {named(group)}", notes)


def _rates(subject: _Subject, notes: Notebook) -> tuple[Sentence, ...]:
    if subject.number is None or not subject.number.count:
        return ()
    return (
        *often(subject.force.name, subject.number, subject.latest, notes),
        *per_head(subject.seen, subject.table, subject.force, subject.number, notes),
    )


def _long_run(subject: _Subject, notes: Notebook) -> tuple[Sentence, ...]:
    """From the first year that can be compared to the newest; a break cuts the series."""
    seen, force, number = subject.seen, subject.force, subject.number
    if number is None:
        return ()
    known = [
        period
        for period in seen.known_years(force.code)
        if not seen.break_in(force.code, period, subject.latest)
    ]
    if len(known) < 3:  # noqa: PLR2004 - two years have been told already
        return ()
    first = seen.number(force.code, known[0])
    if first is None:
        return ()
    pair = Pair(first, number)
    start = notes.count("first", _phrases.recorded(known[0]), first)
    end = notes.count("latest", _phrases.recorded(subject.latest), number)
    opening = f"Since {label(known[0])}, the first year that can be compared, the number "
    if not pair.more:
        change = say(opening, "is unchanged at ", end, ".")
    elif not pair.large_enough:
        verb = "rose" if pair.more > 0 else "fell"
        change = say(opening, f"{verb} from ", start, " to ", end, ".")
    else:
        verb = "risen" if pair.more > 0 else "fallen"
        percent = notes.percentage("long-run", f"Change, {step(known[0], subject.latest)}", pair)
        change = say(opening, f"has {verb} by ", percent, " (", start, " to ", end, ").")
    said = [change]
    counts = [found.count for year in known if (found := seen.number(force.code, year))]
    if number.count == max(counts) and counts.count(number.count) == 1:
        years = notes.tally("years", "Years that can be compared", len(known))
        said.append(say("It is the highest of the ", years, " years known."))
    return tuple(said)


def _series(seen: View, force: Force) -> tuple[SeriesRow, ...]:
    rows = []
    for period in seen.years:
        one = seen.observation(force.code, period)
        text = "[x]" if one is None else shown(one.value, one.marks)
        rows.append(SeriesRow(period, label(period), text, one))
    return tuple(rows)


def _step(subject: _Subject) -> str:
    return step(before(subject.latest), subject.latest)
