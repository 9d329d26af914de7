"""Flags for what stands around a number: words that narrow it, or make it another area's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from beholden.figures.core.models import Flag, Reading, Unit
from beholden.figures.core.periods import find_periods
from beholden.figures.layouts._leftovers import leftovers, narrowing, wider
from beholden.figures.layouts._surroundings import Surroundings
from beholden.figures.layouts.context import Context


def around_flags(reading: Reading, around: Surroundings | None, context: Context) -> Iterator[Flag]:
    """What the texts around a number of a table put in question; parts are never summed."""
    if around is None or reading.role == "check":
        return
    if reading.split is None and reading.unit in {Unit.OFFENCES, Unit.UNKNOWN}:
        yield from _narrowed(around, context)
    yield from _of_more(reading, around)


def _narrowed(around: Surroundings, context: Context) -> Iterator[Flag]:
    yield from narrowed_flags((*around.heading, *around.beside), context)
    for text in (*around.after, *around.titles, *around.below):
        word = narrowing(text)
        # A note that says "only" of a year is of that year, and is read as such.
        of_a_year = word.lower() == "only" and text in around.below and bool(find_periods(text))
        if word and not of_a_year:
            sentence = f'The text at the table says "{word}": it may count something narrower.'
            yield Flag("uncertain-unit", "review", sentence)


def narrowed_flags(texts: Iterable[str], context: Context) -> Iterator[Flag]:
    """Flags for words of a number's own heading and label that nobody has understood."""
    for text in texts:
        if words := leftovers(text, context.registry):
            named = ", ".join(words[:6])
            sentence = f'"{_short(text)}" may narrow the count; not understood: {named}.'
            yield Flag("uncertain-unit", "review", sentence)


def _of_more(reading: Reading, around: Surroundings) -> Iterator[Flag]:
    # A row of a table of forces says whose it is.
    if reading.force is not None:
        return
    for text in (*around.heading, *around.beside, *around.titles):
        if words := wider(text):
            sentence = f'"{_short(text)}" names more than one force\'s area ({words}).'
            yield Flag("force-disagrees", "review", sentence)
            return


def _short(text: str, longest: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest]}..."
