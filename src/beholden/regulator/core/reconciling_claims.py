"""What a report says beside its figures: coverage, notes, what is left out of a figure. Pure.

A figure can be right while the words around it claim what is not so. Where nothing was
refused, all of it follows from the statements, so that every other word is a difference.

    differences = against_claims(report, recomputed, Tolerances())
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from beholden._design import shown
from beholden.regulator.core.amounts import Comparison
from beholden.regulator.core.models import Amount
from beholden.regulator.core.reading import folded
from beholden.regulator.core.reconciling_models import RECOMPUTED, REGISTER, REPORT, difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beholden.regulator.core.models import Difference, Tolerances
    from beholden.regulator.core.reconciling_models import Recomputed, Registered
    from beholden.transparency.core import Figure, TransparencyReport

__all__ = [
    "NOT_COUNTED",
    "against_claims",
    "against_corrected",
    "against_register",
    "not_counted_again",
    "other_names",
]

NOT_COUNTED: Final = "recount"
"""The quantity of the comparison that could not be made."""

_NOTHING: Final = Amount(form="not-measured")
_SAID_AT_MOST: Final = 200
_COUNTED: Final = (
    "hours_stated", "opened", "erased", "refused", "mismatched", "unreadable", "erased_later",
)  # fmt: skip
_SEEN: Final = "What the report saw"


def not_counted_again() -> Difference:
    """What is said of a report of which nothing was opened."""
    words = "No statement was opened, so that no figure was counted again."
    result = Comparison("cannot-tell", None, "", words)
    both = (REPORT, _NOTHING), (RECOMPUTED, _NOTHING)
    return difference(NOT_COUNTED, "The report, counted again", *both, result=result, words=words)


def against_register(report: TransparencyReport, names: Registered) -> Iterator[Difference]:
    """Whom the report is of. Names are written in more than one way, so that a person decides."""
    for quantity, title, said, known in _names(report, names):
        same = folded(said) == folded(known)
        words = (
            f"The report names {shown(said)}, as the register does."
            if same
            else f"The report names {shown(said)}, the register {shown(known)}. Whether that is "
            "the same is for a person to judge; then write into the register what the report says."
        )
        result = Comparison("exact" if same else "cannot-tell", None, "", words)
        both = (REPORT, _NOTHING), (REGISTER, _NOTHING)
        yield difference(quantity, title, *both, result=result, words=words)


def other_names(report: TransparencyReport, names: Registered) -> Iterator[str]:
    """What is to be noted of names where the log shows whose report it is."""
    for _, title, said, known in _names(report, names):
        if folded(said) != folded(known):
            yield (
                f"{title}: it names {shown(said)}, the register {shown(known)}. Its log is that of "
                "the service, so that it was compared."
            )


def _names(report: TransparencyReport, names: Registered) -> tuple[tuple[str, str, str, str], ...]:
    return (
        ("service", "The service of the report", report.service, names.service),
        ("provider", "The provider of the report", report.provider, names.provider),
    )


def against_corrected(
    report: TransparencyReport, before: TransparencyReport
) -> Iterator[Difference]:
    """A correction against what it says it corrects."""
    wrong = []
    if report.checkpoint.origin != before.checkpoint.origin:
        wrong.append(f"that is of the log {shown(before.checkpoint.origin)}")
    if report.window != before.window:
        wrong.append(f"that is about {before.window.first} to {before.window.last}")
    if report.revision != before.revision + 1:
        wrong.append(f"that has revision {before.revision}, and itself {report.revision}")
    if wrong:
        said = f"The report says that it corrects a report {', '.join(wrong)}."
        yield _claim("corrects", "What the report corrects", said)


def against_claims(
    report: TransparencyReport, again: Recomputed, tolerances: Tolerances
) -> Iterator[Difference]:
    """What the report says of itself, held against what the statements give."""
    own = again.claimed or again.report
    yield from _threshold(report, tolerances)
    yield from _strangers(report, own)
    if report.earlier != own.earlier:
        said = "It was not to be protected beside just the earlier reports that it names."
        yield _claim("earlier", "Earlier reports that the report names", said)
    yield from _coverage(report, own)
    if own.coverage.refused:
        # Another part was seen, so that other words are true of it.
        if not again.report.coverage.refused:
            yield _not_seen(own)
        return
    yield from _notes(report, own)
    right = {one.key: one for one in own.figures}
    for figure in report.figures:
        if own.indicator(figure.indicator) and (words := _beside(figure, right.get(figure.key))):
            yield _claim(figure.indicator, f"What is said of {figure.key}", words)
    for one in own.figures:
        if one.mark == "x" and report.figure(one.key) is None:
            words = "The report leaves out that this is not measured."
            yield _claim(one.indicator, f"What is said of {one.key}", words)


def _not_seen(own: TransparencyReport) -> Difference:
    """The report looked from an earlier entry on than what was opened."""
    seen, size = own.coverage, own.checkpoint.size
    words = (
        f"{seen.refused:,} entries from {seen.first:,} on were not opened. They were made before "
        "these days, so that no figure depends on them; what the report says of itself does. Ask "
        f"for: beholden ledger export --entries {seen.first}:{size}"
    )
    result = Comparison("cannot-tell", None, "", words)
    both = (REPORT, _NOTHING), (RECOMPUTED, _NOTHING)
    return difference("coverage", _SEEN, *both, result=result, words=words)


def _notes(report: TransparencyReport, own: TransparencyReport) -> Iterator[Difference]:
    for note in report.notes:
        if note not in own.notes:
            said = f"The statements do not say: {shown(note, _SAID_AT_MOST)}"
            yield _claim("notes", "A note of the report", said)
    for note in own.notes:
        if note not in report.notes:
            said = f"The report does not say: {shown(note, _SAID_AT_MOST)}"
            yield _claim("notes", "A note of the report", said)


def _beside(figure: Figure, own: Figure | None) -> str:
    """What is wrong with what a figure says beside its number, if anything is."""
    if own is None:
        # A number of it is compared; a nought of nothing is true, and yet no part of the report.
        return "" if figure.count else "No statement mentions it: the report has no such part."
    if (figure.low, figure.high) != (own.low, own.high):
        return "Its bounds are not those of the statements."
    if figure.exclusions != own.exclusions:
        return "What it leaves out is not what the statements leave out."
    if own.mark == "c" and not figure.mark:
        return "It is small, and the rule for small numbers would hide it."
    return ""


def _threshold(report: TransparencyReport, tolerances: Tolerances) -> Iterator[Difference]:
    least, most = tolerances.small_numbers_least, tolerances.small_numbers_most
    if not least <= report.small_numbers_below <= most:
        yield _claim(
            "small-numbers",
            "The rule for small numbers",
            f"The report hides counts below {report.small_numbers_below:,}; by the register it "
            f"hides those below {least:,}, at most below {most:,}.",
        )


def _strangers(report: TransparencyReport, again: TransparencyReport) -> Iterator[Difference]:
    for one in report.indicators:
        if again.indicator(one.id) is None:
            yield _claim("definition", f"Definition of: {shown(one.title)}",
                         "There is no such figure.")  # fmt: skip


def _coverage(report: TransparencyReport, again: TransparencyReport) -> Iterator[Difference]:
    """What the report says it saw; compared where the regulator saw the same part."""
    said, seen = report.coverage, again.coverage
    if said.opened + said.erased + said.refused != report.checkpoint.size - said.first:
        words = "Its entries opened, erased and not opened are not all there are."
        yield _claim("coverage", _SEEN, words)
    if said.hours_expected != report.window.hours:
        yield _claim("coverage", _SEEN, f"Its days have {report.window.hours:,} hours.")
    if seen.refused or said.first != seen.first:
        return
    for name in _COUNTED:
        one, other = getattr(said, name), getattr(seen, name)
        if one != other:
            what = name.replace("_", " ")
            words = f"It says {one:,} for {what}; the statements give {other:,}."
            yield _claim("coverage", _SEEN, words)


def _claim(quantity: str, title: str, words: str) -> Difference:
    result = Comparison("differs", None, "", words)
    both = (REPORT, _NOTHING), (RECOMPUTED, _NOTHING)
    return difference(quantity, title, *both, result=result, words=words)
