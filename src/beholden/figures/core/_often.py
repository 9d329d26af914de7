"""How often, and how many for each head: a day, a week, per 10,000 people."""

from __future__ import annotations

from beholden.figures.core._notebook import Notebook, Number, say
from beholden.figures.core._table import Table
from beholden.figures.core._view import View
from beholden.figures.core.brief import Sentence
from beholden.figures.core.forces import NO_RESIDENTS
from beholden.figures.core.models import Force, Period
from beholden.figures.core.periods import days, label
from beholden.figures.core.rates import per_10_000, per_day, per_week
from beholden.figures.core.words import more_than_a_day


def often(name: str, number: Number, period: Period, notes: Notebook) -> tuple[Sentence, ...]:
    """How many a day, or a week where there are few."""
    daily = per_day(number.count, period)
    phrase = more_than_a_day(daily)
    if phrase is None or daily is None:
        return ()
    of = label(period)
    length = notes.tally("days", f"Days of {label(period)}", days(period))
    if daily >= 1:
        rate = notes.rate(
            "a-day", "Offences a day", number, f"{number.text} / {length.text}", daily
        )
    else:
        weekly = per_week(number.count, period) or daily
        left = f"7 * {number.text} / {length.text}"
        rate = notes.rate("a-week", "Offences a week", number, left, weekly)
    if any(letter.isdigit() for letter in phrase.text):
        # Above ten the words would only repeat the figure.
        unit = "a day" if daily >= 1 else "a week"
        start = f"On average {name} recorded "
        return (say(start, rate, f" {unit} over the ", length, f" days of {of}."),)
    start = f"On average {name} recorded {phrase.text} ("
    return (say(start, rate, " over the ", length, f" days of {of})."),)


def per_head(
    seen: View, table: Table, force: Force, number: Number, notes: Notebook
) -> tuple[Sentence, ...]:
    rate = table.rates.get(force.code)
    if rate is None:
        why = (
            f"So few people live in {force.name} that a rate per head would mean nothing."
            if force.code == NO_RESIDENTS
            else f"{force.name} has no area with a population of its own, and so no rate per head."
        )
        notes.absent("per-head", "Offences per 10,000 people", why)
        return (say(why),)
    people = Number(rate.population)
    said = [
        say(
            "For every 10,000 people living there it recorded ",
            notes.rate(
                "per-head",
                f"Offences per 10,000 people (mid-{rate.year})",
                number,
                f"{number.text} / {people.text} * 10,000",
                rate.value,
            ),
            " offences (",
            notes.count("population", f"Population in mid-{rate.year}", people),
            f" people of all ages in mid-{rate.year}).",
        )
    ]
    return (*said, *_uk_per_head(seen, table.latest, notes))


def _uk_per_head(seen: View, period: Period, notes: Notebook) -> tuple[Sentence, ...]:
    """The same rate for the whole country, where this release printed a total for it."""
    total = seen.printed_total("uk", period)
    if total is None:
        return ()
    members = seen.registry.group("uk").members
    found = [seen.registry.population(code, period.end.year) for code in members]
    people = Number(sum(population for population, _ in found))
    value = per_10_000(total.count, people.count)
    if value is None:
        return ()
    rate = notes.rate(
        "uk-per-head",
        "Offences per 10,000 people, United Kingdom",
        total,
        f"{total.text} / {people.text} * 10,000",
        value,
    )
    return (say("The published total of the United Kingdom gives ", rate, " for every 10,000."),)
