"""Where a brief collects its figures while its sentences are written.

A number enters a sentence only as the span that a figure gives, so no sentence
can print a number that nobody can look up. Every arithmetic is
``left side = result``, and the left side gives ``Figure.value`` exactly.

    notes = Notebook()
    span = notes.difference("change", "Change", Pair(before, after))
    say("That is ", span, " more.").text  # "That is 199 more."
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from beholden.figures.core.brief import Figure, Key, Sentence, Span
from beholden.figures.core.models import Observation
from beholden.figures.core.rounding import SMALLEST_BASE, half_up, percent_text, quotient

_HUNDRED = 100


class Number(msgspec.Struct, frozen=True):
    """A whole number that later figures are computed from, with where it comes from."""

    count: int
    inputs: tuple[Key, ...] = ()
    aggregates: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The number with its thousands apart."""
        return f"{self.count:,}"


class Pair(msgspec.Struct, frozen=True):
    """The counts of the same place in two years."""

    before: Number
    after: Number

    @property
    def more(self) -> int:
        """By how many the count rose; negative where it fell."""
        return self.after.count - self.before.count

    @property
    def percent(self) -> Decimal:
        """The percentage change; ``before`` must not be 0."""
        return quotient(_HUNDRED * self.more, self.before.count)

    @property
    def large_enough(self) -> bool:
        """Whether a percentage may be printed at all."""
        return self.before.count >= SMALLEST_BASE


def key_of(observation: Observation) -> Key:
    """The name of an observation within its release."""
    return Key(observation.force, observation.period, observation.offence)


def number_of(observation: Observation | None) -> Number | None:
    """The count of an observation, if it has one; a blank has none."""
    if observation is None or observation.value.count is None:
        return None
    return Number(observation.value.count, (key_of(observation),))


def say(*parts: str | Span) -> Sentence:
    """One sentence out of plain words and spans that print a figure."""
    return Sentence(tuple(Span(part) if isinstance(part, str) else part for part in parts if part))


def listed(names: Iterable[str]) -> str:
    """Names in a row: ``Essex, Kent and Norfolk``."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def change_arithmetic(pair: Pair) -> str:
    """How a percentage change is computed, as ``(767 - 568) / 568 * 100 = 35.04``."""
    before, after = pair.before.text, pair.after.text
    return f"({after} - {before}) / {before} * 100 = {half_up(pair.percent, 2)}"


class Notebook:
    """Collects figures in the order they are first said; each id once."""

    def __init__(self) -> None:
        self._figures: dict[str, Figure] = {}

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures so far."""
        return tuple(self._figures.values())

    def add(self, figure: Figure) -> Span:
        """Keeps a figure and gives the span that prints it.

        A figure of the same id must be the same: two sentences may share one.
        """
        known = self._figures.setdefault(figure.id, figure)
        if known != figure:
            raise ValueError(f"Two figures are called {figure.id!r}.")
        return Span(figure.text, figure.id)

    def absent(self, name: str, label: str, why_not: str) -> None:
        """Keeps that there is no such number, and why."""
        self.add(Figure(name, label, "", why_not=why_not))

    def count(self, name: str, label: str, number: Number, arithmetic: str = "") -> Span:
        """A count as it stands in its source, or as ``arithmetic`` made it."""
        return self.add(
            Figure(
                name,
                label,
                number.text,
                Decimal(number.count),
                arithmetic,
                number.inputs,
                number.aggregates,
            )
        )

    def total(self, name: str, label: str, numbers: tuple[Number, ...]) -> Span:
        """The sum of numbers, with every one of them in its arithmetic."""
        together = _together(*numbers, count=sum(number.count for number in numbers))
        left = " + ".join(number.text for number in numbers)
        return self.count(name, label, together, f"{left} = {together.text}" if left else "")

    def difference(self, name: str, label: str, pair: Pair) -> Span:
        """By how many the count changed, without the sign, which the words say."""
        return self._made(
            name,
            label,
            (f"{abs(pair.more):,}", Decimal(pair.more)),
            f"{pair.after.text} - {pair.before.text} = {pair.more:,}",
            (pair.before, pair.after),
        )

    def percentage(self, name: str, label: str, pair: Pair) -> Span:
        """The percentage change in whole numbers, without the sign, which the words say."""
        text = percent_text(pair.percent, pair.before.count, "prose")
        if text is None:
            raise ValueError("There is no percentage of so few.")
        arithmetic = change_arithmetic(pair)
        return self._made(name, label, (text, pair.percent), arithmetic, (pair.before, pair.after))

    def share(self, name: str, label: str, part: Number, whole: Number) -> Span:
        """A part as a percentage of a whole, in whole numbers."""
        value = quotient(_HUNDRED * part.count, whole.count)
        arithmetic = f"{part.text} / {whole.text} * 100 = {half_up(value, 2)}"
        text = f"{half_up(value, 0)}%"
        return self._made(name, label, (text, value), arithmetic, (part, whole))

    def rate(
        self,
        name: str,
        label: str,
        number: Number,
        left: str,
        value: Decimal,
        *,
        places: int = 2,
    ) -> Span:
        """A rate: ``left`` is what to type into a calculator, ``value`` what it gives."""
        text, result = f"{half_up(value, places):,}", f"{half_up(value, 2):,}"
        return self._made(name, label, (text, value), f"{left} = {result}", (number,))

    def tally(self, name: str, label: str, count: int, inputs: tuple[Key, ...] = ()) -> Span:
        """How many of something there are, as forces with a count."""
        return self.add(Figure(name, label, f"{count:,}", Decimal(count), "", inputs))

    def estimate(
        self,
        name: str,
        label: str,
        shown: tuple[str, Decimal],
        method: str,
        numbers: tuple[Number, ...] = (),
    ) -> Span:
        """A number that no pocket calculator gives; ``method`` says how it is computed."""
        return self._made(name, label, shown, method, numbers)

    def _made(
        self,
        name: str,
        label: str,
        shown: tuple[str, Decimal],
        arithmetic: str,
        numbers: tuple[Number, ...],
    ) -> Span:
        together = _together(*numbers, count=0)
        return self.add(
            Figure(name, label, *shown, arithmetic, together.inputs, together.aggregates)
        )


def _together(*numbers: Number, count: int) -> Number:
    return Number(
        count,
        tuple(dict.fromkeys(key for number in numbers for key in number.inputs)),
        tuple(dict.fromkeys(index for number in numbers for index in number.aggregates)),
    )
