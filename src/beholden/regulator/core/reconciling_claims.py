"""What a report says beside its figures: coverage, notes, what is left out of a figure. Pure.

A figure can be right while the words around it claim what is not so. Where nothing was
refused, all of it follows from the statements, so that every other word is a difference.

    differences = against_claims(report, again, Tolerances())
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
    from beholden.regulator.core.reconciling_models import Registered
    from beholden.transparency.core import Figure, TransparencyReport

__all__ = ["NOT_COUNTED", "against_claims", "against_register", "not_counted_again"]

NOT_COUNTED: Final = "recount"
"""The quantity of the comparison that could not be made."""

_NOTHING: Final = Amount(form="not-measured")
_SAID_AT_MOST: Final = 200
_SEEN: Final = "What the report saw"


def not_counted_again() -> Difference:
    """What is said of a report of which nothing was opened."""
    words = "No statement was opened, so that no figure was counted again."
    result = Comparison("cannot-tell", None, "", words)
    both = (REPORT, _NOTHING), (RECOMPUTED, _NOTHING)
    return difference(NOT_COUNTED, "The report, counted again", *both, result=result, words=words)


def against_register(report: TransparencyReport, names: Registered) -> Iterator[Difference]:
    """Whom the report is of. Names are written in more than one way, so that a person decides."""
    for quantity, title, said, known in (
        ("service", "The service of the report", report.service, names.service),
        ("provider", "The provider of the report", report.provider, names.provider),
    ):
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


def against_claims(
    report: TransparencyReport, again: TransparencyReport, tolerances: Tolerances
) -> Iterator[Difference]:
    """What the report says of itself, held against what the statements give."""
    yield from _threshold(report, tolerances)
    yield from _strangers(report, again)
    yield from _coverage(report, again)
    if again.coverage.refused or again.coverage.first != report.coverage.first:
        return  # another part was seen, so that other words are true of it
    for note in report.notes:
        if note not in again.notes:
            said = f"The statements do not say: {shown(note, _SAID_AT_MOST)}"
            yield _claim("notes", "A note of the report", said)
    right = {one.key: one for one in again.figures}
    for figure in report.figures:
        if words := _beside(figure, right.get(figure.key)):
            yield _claim(figure.indicator, f"What is said of {figure.key}", words)
    for own in again.figures:
        if own.mark == "x" and report.figure(own.key) is None:
            words = "The report leaves out that this is not measured."
            yield _claim(own.indicator, f"What is said of {own.key}", words)


def _beside(figure: Figure, own: Figure | None) -> str:
    """What is wrong with what a figure says beside its number, if anything is."""
    if own is None:
        return ""  # its number is compared; a nought of nothing is true
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
    if seen.refused:
        return
    names = ["hours_stated"]
    if said.first == seen.first:
        names += ["opened", "erased", "refused", "mismatched", "unreadable"]
    for name in names:
        one, other = getattr(said, name), getattr(seen, name)
        if one != other:
            what = name.replace("_", " ")
            words = f"It says {one:,} for {what}; the statements give {other:,}."
            yield _claim("coverage", _SEEN, words)


def _claim(quantity: str, title: str, words: str) -> Difference:
    result = Comparison("differs", None, "", words)
    both = (REPORT, _NOTHING), (RECOMPUTED, _NOTHING)
    return difference(quantity, title, *both, result=result, words=words)
