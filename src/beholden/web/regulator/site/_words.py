"""Verdicts, figures and times as the site writes them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from beholden._design import day, percent, shown
from beholden.regulator.core import (
    Amount,
    Difference,
    DrillSummary,
    Scorecard,
    ScoredFigure,
    Time,
    Verdict,
    is_of_a_body,
    printed,
    whole_of,
)

VERDICTS: Final[dict[Verdict, str]] = {
    "agrees": "Agrees",
    "within-tolerance": "Agrees within tolerance",
    "differs": "Differs",
    "cannot-tell": "Cannot be told",
}
_OF_COUNTS: Final[dict[Verdict, str]] = {
    "agrees": "Counts agree",
    "within-tolerance": "Counts agree within tolerance",
    "differs": "Counts differ",
    "cannot-tell": "Cannot be told",
}
_NOT_AGAIN: Final = "Not counted again"
_NOBODY_ACCUSED: Final = "This does not say which of them is right."
_UNLIKE: Final = "Others counted something else than the network published."
MEANINGS: Final[dict[Verdict, str]] = {
    "agrees": "The two numbers are the same. It does not say that they are right: both may leave "
    "out the same thing.",
    "within-tolerance": "The two numbers differ by no more than was allowed before they were "
    "looked at. The tolerance is printed beside them.",
    "differs": "The two numbers differ by more than that. It does not say why: possible causes "
    "are listed, and a harmless one may be the right one.",
    "cannot-tell": "The two cannot be compared, or a part was not opened and the answer depends "
    "on it. The reason is printed. It speaks neither for the network nor against it.",
}
_BRIEF_AT_MOST = 400
_HUNDRED = Decimal(100)
_SPACED_PER_CENT = re.compile(r"(?<=\d) %")
_ENDS = re.compile(r"(?<=[.!?]) +(?=[A-Z])")
_DIGITS = 3
# A share as ``regulator.core.printed`` writes it.
_OF = re.compile(r"[\d.]+ \(([\d,]+) of ([\d,]+)\)")


def word(card: Scorecard) -> str:
    """The result of a card in a word or two; it claims no more than was done."""
    if card.basis == "counts" and not _has_alarm(card):
        return _OF_COUNTS[card.verdict]
    if card.basis in {"report", "none"} and card.verdict != "differs":
        return _NOT_AGAIN
    return VERDICTS[card.verdict]


def shade(card: Scorecard) -> Verdict:
    """The result whose colour and shape go with the word."""
    return "cannot-tell" if word(card) == _NOT_AGAIN else card.verdict


def result(card: Scorecard) -> str:
    """The result of a card in a sentence or two: what was held against what, and nothing else."""
    alarm = "The mirror of the network's log raised an alarm. " if _has_alarm(card) else ""
    compared = [one.verdict for one in card.checks if one.id == "reconciliation"]
    verdict = compared[0] if compared else "cannot-tell" if alarm else card.verdict
    match card.basis:
        case "recomputed":
            return alarm + _result_of_recount(card, verdict)
        case "report":
            return alarm + _result_of_report(card, verdict)
        case "counts":
            return alarm + _result_of_counts(card, verdict)
        case _:
            return f"{alarm}{_NOT_AGAIN}: nothing that the network published was compared."


def _has_alarm(card: Scorecard) -> bool:
    return any(one.id == "log" and one.verdict == "differs" for one in card.checks)


def _result_of_recount(card: Scorecard, verdict: Verdict) -> str:
    match verdict:
        case "agrees":
            return f"What the network published is what its log gives{_and_others(card)}."
        case "within-tolerance":
            allowed = "rounding or the stated tolerance" if card.counts else "rounding"
            return (
                f"What the network published is what its log gives{_and_others(card)}, within "
                f"{allowed}."
            )
        case "cannot-tell":
            return (
                "Nothing that was counted again is shown to be wrong, but of a part it cannot be "
                "told whether it is right."
            )
        case _:
            if _only_bodies_differ(card):
                return f"{_UNLIKE} {_NOBODY_ACCUSED}"
            return "Something that the network published is not what its log gives."


def _result_of_report(card: Scorecard, verdict: Verdict) -> str:
    if verdict != "differs":
        return (
            f"{_NOT_AGAIN}: whether the figures that the network published are right cannot be "
            "told."
        )
    if _only_bodies_differ(card):
        return f"{_NOT_AGAIN}. {_UNLIKE} {_NOBODY_ACCUSED}"
    return f"{_NOT_AGAIN}. Something in what the network published does not fit the rest."


def _result_of_counts(card: Scorecard, verdict: Verdict) -> str:
    bodies = {name for one in card.differences for name in (one.one_source, one.other_source)}
    two = len(bodies) == 2  # noqa: PLR2004 - one says "the two"
    nothing = "Nothing was held against a log."
    match verdict:
        case "agrees":
            return f"The counts of the {'two ' if two else ''}bodies agree. {nothing}"
        case "within-tolerance":
            return (
                f"The counts of the {'two ' if two else ''}bodies agree within rounding or the "
                f"stated tolerance. {nothing}"
            )
        case "cannot-tell":
            return f"Whether the counts of the bodies agree cannot be told. {nothing}"
        case _:
            return f"{'Two b' if two else 'B'}odies count differently. {_NOBODY_ACCUSED}"


def _and_others(card: Scorecard) -> str:
    return " and what others counted" if card.counts else ""


def _only_bodies_differ(card: Scorecard) -> bool:
    found = [one for one in card.differences if one.verdict == "differs"]
    return bool(found) and all(map(is_of_a_body, found))


def heading(one: Difference) -> str:
    """What was compared; the part is named once, also where the title ends with it already."""
    part = shown(one.part)
    return f"{one.title}: {part}" if part and not _names(one.title, part) else one.title


def _names(title: str, part: str) -> bool:
    return title.endswith(f": {part}") or f": {part}, " in title


def is_compared(card: Scorecard) -> bool:
    """Whether there was anything to compare."""
    return card.basis != "none" or bool(card.figures or card.differences)


def brief(text: str) -> str:
    """A text of others, no longer than a page can bear."""
    return shown(text, _BRIEF_AT_MOST)


def said(text: str) -> str:
    """A sentence of the regulator as a page writes it: per cent in one form."""
    return brief(in_house_style(text))


def in_house_style(text: str) -> str:
    """The same at full length."""
    return _SPACED_PER_CENT.sub("%", text)


class Group(NamedTuple):
    """Comparisons of one figure; each is named where there are several."""

    title: str
    verdict: Verdict
    comparisons: tuple[Difference, ...]


def grouped(differences: Iterable[Difference]) -> tuple[Group, ...]:
    """Comparisons by the figure that they are about, in their order.

    One wrong number does not fit the log, nor the hours, nor its own parts: that is one thing.
    """
    found: dict[tuple[str, str], list[Difference]] = {}
    for one in differences:
        found.setdefault((one.quantity, one.part), []).append(one)
    return tuple(
        Group(min(map(heading, many), key=len), many[0].verdict, tuple(many))
        for many in found.values()
    )


def against(one: Difference, group: Group) -> str:
    """Which of several comparisons of one figure it is."""
    words = f"{one.one_source} against {one.other_source}"
    own = heading(one)
    more = own.removeprefix(group.title).lstrip(", ") if own.startswith(group.title) else own
    named = f"{words[:1].upper()}{words[1:]}"
    return f"{named} ({more})" if more else named


def sentences(text: str) -> tuple[str, ...]:
    """A text by its sentences."""
    return tuple(_ENDS.split(text.strip())) if text.strip() else ()


def summary(card: Scorecard) -> tuple[str, ...]:
    """The card's summary by sentences; of drills the first, the page has a part for the others."""
    text = card.summary
    for drill in card.drills:
        first, *_ = (*sentences(drill.words), "")
        text = text.replace(drill.words, first) if drill.words else text
    return sentences(in_house_style(text))


def moment(at: Time) -> str:
    """A time of publication."""
    return f"{day(at)} at {at:%H:%M} UTC"


def share(text: str) -> str:
    """Decimal text from 0 to 1 as per cent, three digits that say something; else as it stands."""
    try:
        value = Decimal(text) * _HUNDRED
    except InvalidOperation:
        return text
    if not value.is_finite() or not 0 <= value <= _HUNDRED:
        return text
    if value in {0, _HUNDRED}:
        return f"{value:.0f}%"
    places = max(_DIGITS - 1 - value.adjusted(), 1)
    return f"{round(value, places):f}%"


def in_per_cent(text: str) -> str:
    """A printed share as per cent, with what it is a share of; else as it stands."""
    found = _OF.fullmatch(text)
    if found is None:
        return text
    part, whole = (int(each.replace(",", "")) for each in found.groups())
    return f"{percent(part, whole)} ({part:,} of {whole:,})" if part <= whole else text


def amount(one: Amount) -> str:
    """An amount as a page writes it."""
    return in_per_cent(printed(one))


def main_figure(one: ScoredFigure) -> str:
    """What was recomputed, short: a share without what it is a share of."""
    return in_per_cent(one.recomputed).partition(" (")[0]


def interval(one: ScoredFigure) -> str:
    """The interval of a share; empty for anything else."""
    return f"{share(one.low)} to {share(one.high)}" if one.low and one.high else ""


def size_of(one: Difference) -> str:
    """By how much two numbers differ; empty where nobody can say."""
    if one.by is None:
        return ""
    per_cent = f" ({one.per_cent}% of {whole_of(one.one_source)})" if one.per_cent else ""
    return f"{one.by:+,}{per_cent}" if one.by else "none"


def bound(one: DrillSummary) -> str:
    """What a plan of drills bounds, as a table shows it."""
    if not one.items:
        return "none sent yet"
    at_least = f"at least {share(one.low)} found"
    return at_least if one.closed else f"{at_least}, so far"
