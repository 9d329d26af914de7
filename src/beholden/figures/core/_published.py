"""What somebody published as a total, a survey or a hotline: told, and never added up.

Of several totals for one group and year the release's own counts; what another
release says of the same year is named, for claims made since.
"""

from __future__ import annotations

from decimal import Decimal

from beholden._statistics import wilson
from beholden.figures.core import _phrases
from beholden.figures.core._notebook import Notebook, Number, Pair, say
from beholden.figures.core._view import View, before, named
from beholden.figures.core.brief import Sentence
from beholden.figures.core.models import Period
from beholden.figures.core.periods import label, minutes
from beholden.figures.core.rates import one_every_minutes
from beholden.figures.core.rounding import half_up
from beholden.figures.core.words import every

UK = "uk"


def published(seen: View, latest: Period, notes: Notebook) -> tuple[Sentence, ...]:
    """What the release itself printed as a total, group by group; later revisions are named."""
    groups = sorted(
        {
            one.group
            for one in seen.release.aggregates
            if one.group and one.offence == seen.offence and one.release == seen.release.id
        },
        key=lambda group: (group != UK, group),
    )
    said: list[Sentence] = []
    for group in groups:
        said += _published_of(seen, group, latest, notes)
    return (*said, *_surveys(seen, notes), *_hotlines(seen, notes))


def _published_of(seen: View, group: str, latest: Period, notes: Notebook) -> list[Sentence]:
    after = seen.printed_total(group, latest)
    if after is None:
        return []
    name = named(seen.registry.group(group))
    total = notes.count(f"{group}-latest", published_label(group, latest), after)
    pair = printed_pair(seen, group, latest)
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
                f", {phrase} (" if phrase else " (",
                notes.count(f"{group}-before", published_label(group, before(latest)), pair.before),
                " to ",
                total,
                ").",
            )
        )
    value = one_every_minutes(after.count, latest)
    phrase_ = every(value)
    if group == UK and value is not None and phrase_ is not None and "minute" in phrase_.text:
        span = notes.rate(
            "uk-every",
            "Minutes for each offence",
            after,
            f"{minutes(latest):,} / {after.text}",
            value,
            places=0,
        )
        said.append(say("That is one every ", span, " minutes."))
    return said + _revised(seen, group, latest, notes)


def _revised(seen: View, group: str, latest: Period, notes: Notebook) -> list[Sentence]:
    """A total that another release printed: it counts for claims about that release alone."""
    name = named(seen.registry.group(group))
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


def printed_pair(seen: View, group: str, latest: Period) -> Pair | None:
    earlier, later = (seen.printed_total(group, year) for year in (before(latest), latest))
    return None if earlier is None or later is None else Pair(earlier, later)


def published_label(group: str, period: Period) -> str:
    return f"Published total ({group}), {label(period)}"


def _surveys(seen: View, notes: Notebook) -> list[Sentence]:
    """The share that each survey found, with its base and interval."""
    said = []
    for place, one in enumerate(seen.release.surveys, start=1):
        share, found = one.share * 100, wilson(one.share, one.base, one.design_effect)
        ends = [Decimal(str(end)) * 100 for end in found]
        method = f"Wilson interval, base {one.base:,}, design effect {one.design_effect}"
        low, high = (
            notes.estimate(
                f"survey-{place}-{name}",
                f"{name.capitalize()} end of the share",
                (f"{half_up(end, 2)}%", end),
                method,
            )
            for name, end in zip(("lower", "upper"), ends, strict=True)
        )
        base = notes.count(f"survey-{place}-base", f"Base: {one.name}", Number(one.base))
        text = f"{share.normalize():f}%"
        span = notes.estimate(
            f"survey-{place}", f"Share: {one.name}", (text, share), "as published"
        )
        said.append(
            say(
                f"{one.name}: {one.question}: ",
                span,
                " of ",
                base,
                " (95% interval ",
                low,
                " to ",
                high,
                "). A survey is a series of its own.",
            )
        )
    return said


def _hotlines(seen: View, notes: Notebook) -> list[Sentence]:
    """What hotlines published, word for word "over" where they said so."""
    return [
        say(
            f"{one.name}, {label(one.period)}: {'over ' if one.at_least else ''}",
            notes.count(f"hotline-{place}", f"{one.name}: {one.what}", Number(one.count)),
            f" ({one.what}). A hotline is a series of its own.",
        )
        for place, one in enumerate(seen.release.hotlines, start=1)
    ]
