"""Sentences that briefs share: how sure a change is, where a force stands, and what to heed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from beholden._statistics import Interval
from beholden.figures.core import _absence
from beholden.figures.core._notebook import Notebook, Number, Pair, say
from beholden.figures.core._table import Table
from beholden.figures.core._view import View
from beholden.figures.core.brief import Sentence, Span
from beholden.figures.core.change import CountChange
from beholden.figures.core.models import Force, ForceCode, Period
from beholden.figures.core.offences import definition
from beholden.figures.core.periods import label
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

_LIKELY = 0.05
_LEAST_P = Decimal("0.001")


def offences(count: int) -> str:
    """What was counted, in the right number."""
    return "child abuse image offence" if count == 1 else "child abuse image offences"


def recorded(period: Period) -> str:
    """The label of a count."""
    return f"Offences recorded in {label(period)}"


def in_words(percent: Decimal) -> str:
    """A percentage change as a rough share, as ``more than a third``; empty if there is none."""
    phrase = describe_change(percent)
    return phrase.text if phrase is not None and phrase.quantity == "percentage" else ""


def as_multiple(percent: Decimal) -> tuple[Sentence, ...]:
    """``The number more than doubled.``, where a multiple fits and has a verb of its own."""
    phrase = describe_change(percent)
    if phrase is None or phrase.quantity == "percentage" or "multiplied" in phrase.text:
        return ()
    return (say(f"The number {phrase.text}."),)


def added(numbers: Iterable[Number]) -> Number:
    """The sum of numbers, with all they came from."""
    every = tuple(numbers)
    return Number(
        sum(number.count for number in every),
        tuple(key for number in every for key in number.inputs),
    )


_NOT_ESTIMATED = (
    "One suspect can give many offences, so numbers vary more than chance alone would make "
    "them; with so few years it cannot be said by how much."
)


def chance(
    change: CountChange, pair: Pair, notes: Notebook, dispersion: float, *, estimated: bool
) -> tuple[Sentence, ...]:
    """Whether chance alone could have made a change, and between what it lies.

    ``estimated`` says whether there were years enough to estimate the dispersion.
    """
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
    said = say(opening, p, "). Allowing for chance, it lies ", *between)
    return (said,) if estimated else (said, say(_NOT_ESTIMATED))


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


def matched(
    table: Table, name: str, of_whom: str, notes: Notebook, published: Number | None = None
) -> tuple[Sentence, ...]:
    """The change over the forces comparable in both years, and how much of the whole they are.

    Args:
        table: The forces, compared.
        name: What the ids of its figures begin with.
        of_whom: Whom the table is of, as ``forces of Wales``.
        notes: Where the figures go.
        published: The published total of the earlier year, where there is one.
    """
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
    of = notes.tally("group-of", f"All {of_whom}", len(table.members))
    part = len(codes) < len(table.members)
    whom: tuple[str | Span, ...] = (known, " of ", of, f" {of_whom} that can be compared")
    opening = ("Over the ", *whom) if part else ("Over all ", of, f" {of_whom}")
    if together.more:
        percent = notes.percentage(f"{name}-change", "Change over the comparable forces", together)
        verb = "rose" if together.more > 0 else "fell"
        said = [
            say(*opening, f" the number {verb} by ", percent, " (", earlier, " to ", later, ").")
        ]
    else:
        said = [say(*opening, " the number stayed at ", later, ".")]
    if published is not None and published.count and part:
        share = notes.share(f"{name}-share", "Their share of the total", together.before, published)
        said.append(say("They recorded ", share, f" of the total published for {years[0]}."))
    return tuple(said)


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


def _breaks_within(seen: View, force: Force) -> tuple[str, ...]:
    """Every break between two of a force's years that have a count."""
    known = seen.known_years(force.code)
    return tuple(
        why for one, next_ in pairwise(known) if (why := seen.break_in(force.code, one, next_))
    )


def caveats(seen: View, table: Table | None, forces: Sequence[Force]) -> tuple[str, ...]:
    """What must be printed with a brief: never left out, each once."""
    said = [RECORDED, definition(seen.offence)]
    if table is not None and table.changes and table.dispersion == 1:
        said.append(INDEPENDENT)
    if table is not None:
        said += [why for _, why in sorted(table.breaks.items())]
    for force in forces:
        said += [_absence.law_apart(force), *_breaks_within(seen, force)]
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
