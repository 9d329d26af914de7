"""Sentences that briefs share: how sure a change is, where a force stands, and what to heed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from beholden.figures.core import _absence
from beholden.figures.core._notebook import Notebook, Number, Pair, listed, say
from beholden.figures.core._table import Table
from beholden.figures.core._view import View
from beholden.figures.core.brief import Figure, Key, Sentence, Span
from beholden.figures.core.change import CountChange
from beholden.figures.core.intervals import Interval
from beholden.figures.core.models import Force, ForceCode, Group, Period
from beholden.figures.core.offences import definition
from beholden.figures.core.periods import label
from beholden.figures.core.ranks import BASES, rank_intervals
from beholden.figures.core.rounding import half_up
from beholden.figures.core.words import describe_change

RECORDED = (
    "Recorded crime follows how a force records, what is referred to it and what it "
    "looks for. It does not say how often such crime happens."
)
INDEPENDENT = (
    "The intervals take one offence as independent of the next. One suspect can "
    "account for many, so the true uncertainty is larger."
)

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_LIKELY = 0.05
_LEAST_P = Decimal("0.001")
_SEED = 2018
"""Any seed does: it is fixed so that the same figures always give the same places."""


def offences(count: int) -> str:
    """What was counted, in the right number."""
    return "child abuse image offence" if count == 1 else "child abuse image offences"


def recorded(period: Period) -> str:
    """The label of a count."""
    return f"Offences recorded in {label(period)}"


def in_words(percent: Decimal) -> str:
    """A percentage change in rough words, as ``more than a third``; empty if there are none."""
    phrase = describe_change(percent)
    return "" if phrase is None else phrase.text


def ordinal(place: int) -> str:
    """A place in words to ten, in figures beyond: ``second``, ``21st``."""
    if place <= len(_ORDINALS):
        return _ORDINALS[place - 1]
    teen = place // 10 % 10 == 1
    return f"{place}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def added(numbers: Iterable[Number]) -> Number:
    """The sum of numbers, with all they came from."""
    every = tuple(numbers)
    return Number(
        sum(number.count for number in every),
        tuple(key for number in every for key in number.inputs),
    )


def chance(
    change: CountChange, pair: Pair, notes: Notebook, dispersion: float
) -> tuple[Sentence, ...]:
    """Whether chance alone could have made a change, and between what it lies."""
    interval = change.interval(dispersion)
    if interval is None or math.isinf(interval.high):
        return ()
    ends = _ends(interval, pair, notes, dispersion)
    between = ("between ", ends[0], " and ", ends[1], " (95% interval).")
    if dispersion > 1:
        shown = half_up(Decimal(dispersion), 1)
        spread = notes.estimate(
            "dispersion",
            "Dispersion",
            (f"{shown}", Decimal(dispersion)),
            "squared residuals of every force and year around the common change, over their "
            "degrees of freedom",
        )
        may = ", so it could be chance" if interval.low <= 1 <= interval.high else ""
        return (
            say(
                "The numbers of all forces vary more than chance alone would make them "
                "(dispersion ",
                spread,
                "). Allowing for that, the change lies ",
                *between[:-1],
                f" (95% interval){may}.",
            ),
        )
    exact = Decimal(str(change.p))
    small = exact < _LEAST_P
    text = f"p < {_LEAST_P}" if small else f"p = {_significant(exact)}"
    p = notes.estimate(
        "p",
        "Probability of such a difference by chance alone",
        (text, exact),
        f"exact test that {pair.before.text} and {pair.after.text} come from one rate",
        (pair.before, pair.after),
    )
    if change.p >= _LIKELY:
        opening = "A change of this size could be chance ("
    else:
        opening = "Chance alone would rarely make such a change ("
    return (say(opening, p, "). Allowing for chance, it lies ", *between),)


def _ends(interval: Interval, pair: Pair, notes: Notebook, dispersion: float) -> tuple[Span, ...]:
    method = (
        "score interval" if dispersion == 1 else "log ratio interval, widened by the dispersion,"
    )
    spans = []
    for name, word, end in (
        ("change-low", "Lower", interval.low),
        ("change-high", "Upper", interval.high),
    ):
        value = Decimal(str(end)) * 100 - 100
        rounded = half_up(value, 0)
        spans.append(
            notes.estimate(
                name,
                f"{word} end of the change",
                (f"{rounded:+,}%" if rounded else "0%", value),
                f"{method} of {pair.after.text} to {pair.before.text}",
                (pair.before, pair.after),
            )
        )
    return tuple(spans)


def _significant(p: Decimal) -> Decimal:
    """Two digits that count: ``0.45``, ``0.0056``."""
    return half_up(p, 1 - p.adjusted()) if p < 1 else Decimal(1)


def place(
    seen: View, table: Table, group: Group, force: Force, notes: Notebook
) -> tuple[Sentence, ...]:
    """Where a force stands in its group: on what basis, among how many, and who is missing."""
    ranking = table.ranking
    at = ranking.place(force.code)
    basis = BASES[ranking.basis]
    if at is None:
        why = next((row.why_not for row in table.rows if row.force == force.code), "")
        notes.absent("rank", f"Place by {basis}", why)
        return (say(f"{force.name} is not ranked by {basis} in {group.name}: {why}."),)
    ranked = notes.tally("ranked", f"Forces of {group.name} ranked", len(ranking.order))
    of = notes.tally("group-of", f"Forces in {group.name}", len(group.members))
    label_ = f"Place by {basis} among those known"
    where = (" of the ", ranked, " that can be ranked, of ", of, " forces in all")
    shared = sum(placed.place == at for placed in ranking.order) > 1
    spot = notes.add(Figure("rank", label_, ordinal(at), Decimal(at), "", _keys(table)))
    sentences = [
        say(f"In {group.name}, {force.name} {'shares' if shared else 'is in'} ", spot,
            f" place by {basis}", *where, ".")
    ]  # fmt: skip
    sentences += _largest(table, group, force)
    sentences += _by_chance(table, force, notes)
    missing = [seen.registry.by_code(one.force).name for one in ranking.missing]
    if missing:
        is_are = "is" if len(missing) == 1 else "are"
        sentences.append(
            say(f"{listed(missing)} {is_are} missing, so its place among all cannot be told.")
        )
    return tuple(sentences)


def _largest(table: Table, group: Group, force: Force) -> tuple[Sentence, ...]:
    """The first place in the words that are safe: "largest" only where nothing else could be."""
    ranking = table.ranking
    pair = table.pairs.get(force.code)
    if ranking.first != (force.code,) or len(ranking.order) == 1:
        return ()
    if ranking.basis == "percentage":
        if pair is None or pair.more <= 0:
            return ()
        thing = "percentage rise"
    else:
        thing = "rate per head"
    if ranking.separable and not ranking.missing:
        return (say(f"That is the largest {thing} in {group.name}."),)
    among = " among the forces that are known" if ranking.missing else ""
    hedge = "" if ranking.separable else "; with chance allowed for, another could have been larger"
    return (say(f"That is the largest recorded {thing}{among}{hedge}."),)


def _by_chance(table: Table, force: Force, notes: Notebook) -> tuple[Sentence, ...]:
    """Between which places chance alone could have put the force, by simulation."""
    import numpy as np  # noqa: PLC0415 - only simulations need it

    if len(table.ranking.order) == 1:
        return ()
    found = rank_intervals(
        table.entries, table.ranking, np.random.default_rng(_SEED), phi=table.dispersion
    )
    low, high = found[force.code]
    method = "simulation of every count around its own level"
    spans = [
        notes.add(Figure(name, words, ordinal(end), Decimal(end), method, _keys(table)))
        for name, words, end in (
            ("rank-best", "Best place that chance allows", low),
            ("rank-worst", "Worst place that chance allows", high),
        )
    ]
    if low == high:
        return (say("Chance alone would hardly change that place."),)
    return (say("Chance alone could put it anywhere from ", spans[0], " to ", spans[1], " place."),)


def _keys(table: Table) -> tuple[Key, ...]:
    numbers = (
        number
        for code in sorted(table.pairs)
        for number in (table.pairs[code].before, table.pairs[code].after)
    )
    return tuple(key for number in numbers for key in number.inputs)


def matched(
    table: Table, name: str, of_whom: str, notes: Notebook, members: int
) -> tuple[Sentence, ...]:
    """The change over the forces comparable in both years, and how many these are."""
    codes = sorted(table.pairs)
    befores = tuple(table.pairs[code].before for code in codes)
    afters = tuple(table.pairs[code].after for code in codes)
    together = Pair(added(befores), added(afters))
    if len(codes) < 2 or not together.large_enough:  # noqa: PLR2004 - one force is no sum
        return ()
    years = (label(table.earlier), label(table.latest))
    earlier = notes.total(f"{name}-before", f"Sum of the comparable forces, {years[0]}", befores)
    later = notes.total(f"{name}-latest", f"Sum of the comparable forces, {years[1]}", afters)
    known = notes.tally(f"{name}-known", "Forces comparable in both years", len(codes))
    of = notes.tally("group-of", f"Forces in {of_whom}", members)
    opening = (
        "Over the ",
        known,
        " of ",
        of,
        f" forces of {of_whom} that can be compared the number ",
    )
    if not together.more:
        return (say(*opening, "stayed at ", later, "."),)
    percent = notes.percentage(f"{name}-change", "Change over the comparable forces", together)
    verb = "rose" if together.more > 0 else "fell"
    return (say(*opening, f"{verb} by ", percent, " (", earlier, " to ", later, ")."),)


def marks_in_words(seen: View, force: ForceCode) -> tuple[str, ...]:
    """What the marks beside a force's numbers say, number by number."""
    words = {
        "r": "is revised",
        "p": "is provisional",
        "b": "begins a new series and is not comparable with what came before",
        "e": "is estimated",
    }
    said = []
    for period in seen.years:
        one = seen.observation(force, period)
        for mark in one.marks if one is not None else ():
            if mark not in words:
                continue
            more = (
                f" and replaces that of release {one.replaces}"
                if (mark == "r" and one is not None and one.replaces)
                else ""
            )
            said.append(f"The number for {label(period)} {words[mark]}{more}.")
    return tuple(said)


def caveats(seen: View, table: Table | None, forces: Sequence[Force]) -> tuple[str, ...]:
    """What must be printed with a brief: never left out, each once."""
    said = [RECORDED, definition(seen.offence)]
    if table is not None and table.changes and table.dispersion == 1:
        said.append(INDEPENDENT)
    if table is not None:
        named = len(table.breaks) > 1 or len(forces) > 1
        said += [
            f"{seen.registry.by_code(code).name}: {why}" if named else why
            for code, why in sorted(table.breaks.items())
        ]
    for force in forces:
        said.append(_absence.law_apart(force))
        prefix = f"{force.name}: " if len(forces) > 1 else ""
        said += [f"{prefix}{each}" for each in marks_in_words(seen, force.code)]
        notes = {
            note
            for period in seen.years
            if (one := seen.observation(force.code, period)) is not None
            for note in one.notes
        }
        said += [f"{prefix}{note}" for note in sorted(notes)]
    return tuple(dict.fromkeys(each for each in (*said, *seen.release.notes) if each))
