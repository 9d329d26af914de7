"""A published transparency report against the same report made from the opened statements.

Every figure of either is looked at, and so is what the figures stand on: the log, the tree,
the days, the definitions, the rule for small numbers.

Laws: a figure whose number is another is a difference and never less; a number that was
hidden is not given away by its comparison; where entries were refused, only what holds
whatever is in them is said.

    differences = against_statements(report, frame, recomputed)
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from beholden._design import shown
from beholden.regulator.core.amounts import Comparison, compare, count
from beholden.regulator.core.causes import causes_of
from beholden.regulator.core.models import Amount, Cause, Difference
from beholden.regulator.core.reconciling_models import (
    MIRROR,
    RECOMPUTED,
    REGISTER,
    REPORT,
    difference,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beholden.regulator.core.reconciling_models import Frame, Recomputed
    from beholden.transparency.core import (
        Coverage,
        EarlierReport,
        Figure,
        Indicator,
        Mark,
        TransparencyReport,
    )

__all__ = ["against_frame", "against_statements", "amount_of", "with_refused_hours"]

_NOTHING: Final = Amount(form="not-measured")
_SAME: Final = Comparison("exact", None, "", "They are the same.")
_SHARE_DIGITS: Final = 6
_NAMED_AT_MOST: Final = 12
_WITHOUT: Final[dict[Mark, str]] = {
    "x": "not measured",
    "z": "not applicable",
    "c": "small and hidden",
}


def _differs(words: str) -> Comparison:
    return Comparison("differs", None, "", words)


def _unknown(words: str) -> Comparison:
    return Comparison("cannot-tell", None, "", words)


def amount_of(figure: Figure | None) -> Amount:
    """A figure of a report as an amount. A hidden one may be hidden for another's sake."""
    if figure is None or figure.mark in {"x", "z"}:
        return _NOTHING
    if figure.mark == "c":
        return Amount(form="hidden")
    if figure.count is not None:
        return count(figure.count, figure.low, figure.high)
    if figure.numerator is not None and figure.denominator:
        share = f"{figure.numerator / figure.denominator:.{_SHARE_DIGITS}f}"
        return Amount(
            form="share", share=share, value=figure.numerator, base=figure.denominator
        )  # fmt: skip
    return _NOTHING


def against_frame(report: TransparencyReport, frame: Frame) -> Iterator[Difference]:
    """What the report stands on, against the mirror."""

    def one(quantity: str, title: str, other: str, result: Comparison) -> Difference:
        pair = (REPORT, _NOTHING), (other, _NOTHING)
        return difference(quantity, title, *pair, result=result, words=result.words)

    same_log = report.checkpoint.origin == frame.origin
    origin = shown(report.checkpoint.origin)
    yield one(
        "origin",
        "The log of the report",
        REGISTER,
        _SAME._replace(words=f"The report names the log {origin}, as the register does.")
        if same_log
        else _differs(
            f"The report names the log {origin}, the register {shown(frame.origin)}: its figures "
            "were not compared."
        ),
    )
    if not same_log:
        return
    same_tree = report.checkpoint.root == frame.root and report.checkpoint.size == frame.size
    yield one(
        "checkpoint",
        "The tree of the report",
        MIRROR,
        _SAME._replace(
            words=f"The tree of {frame.size:,} entries that the report names is the one that the "
            "mirror copied."
        )
        if same_tree
        else _differs(
            f"The report names a tree of {report.checkpoint.size:,} entries that is not in the "
            "history which the mirror copied: the log was forked, or the report is about no log "
            "that was ever published."
        ),
    )


def against_statements(report: TransparencyReport, again: Recomputed) -> Iterator[Difference]:
    """Every definition and every figure of either report."""
    yield from _definitions(report, again.report)
    published = {figure.key: figure for figure in report.figures}
    for key, times in Counter(figure.key for figure in report.figures).items():
        if times > 1:
            said = "The report has this figure more than once."
            both = (REPORT, _NOTHING), ("the report itself", _NOTHING)
            yield difference(key, key, *both, result=_differs(said), words=said)
    right = {figure.key: figure for figure in again.report.figures}
    plain = {figure.key: figure for figure in again.plain.figures}
    amounts = {key: amount_of(figure) for key, figure in right.items()}
    doubts = tuple(_doubts(again.report))
    for key in (*right, *(key for key in published if key not in right)):
        pair = _Pair(
            report,
            again.report,
            published.get(key),
            right.get(key),
            plain.get(key),
            again.lowered_by(key),
            again.missing,
        )
        if (judged := pair.judged()) is None:
            continue
        causes: tuple[Cause, ...] = ()
        if judged.verdict == "differs" and not pair.is_masked:
            causes = causes_of(amount_of(pair.said), pair.meant, key, again.ways, amounts)
        if judged.verdict in {"differs", "cannot-tell"}:
            causes += () if any(cause.exact for cause in causes) else doubts
        figure = pair.said or pair.right
        if figure is None:
            continue
        yield difference(
            figure.indicator,
            pair.title,
            (REPORT, amount_of(pair.said)),
            (RECOMPUTED, Amount(form="hidden") if pair.is_masked else pair.meant),
            part=figure.part,
            result=judged,
            causes=causes,
        )


class _Pair(NamedTuple):
    """One figure: as published, as recomputed, and as recomputed without hiding."""

    report: TransparencyReport
    again: TransparencyReport
    said: Figure | None
    right: Figure | None
    plain: Figure | None
    lowered: int
    missing: tuple[EarlierReport, ...] = ()

    @property
    def definition(self) -> Indicator | None:
        """What is counted; the regulator's own definition where there is one."""
        figure = self.right or self.said
        if figure is None:
            return None
        return self.again.indicator(figure.indicator) or self.report.indicator(figure.indicator)

    @property
    def title(self) -> str:
        """What a reader calls it."""
        figure = self.right or self.said
        assert figure is not None, "a pair has one"  # noqa: S101 - for the types
        title = figure.indicator if self.definition is None else self.definition.title
        return f"{title}: {figure.part}" if figure.part else title

    @property
    def is_masked(self) -> bool:
        """Whether the right number is hidden: by the rule for small ones, or by the report."""
        return any(one is not None and one.mark == "c" for one in (self.said, self.right))

    @property
    def meant(self) -> Amount:
        """The right number, in the open."""
        if self.right is not None:
            return amount_of(self.plain if self.right.mark == "c" else self.right)
        if not self._is_known:
            return _NOTHING
        # No opened statement mentions this part; what was refused might.
        refused = self._stands_on("statements")
        return count(0, 0, refused) if refused else count(0)

    def _stands_on(self, what: str) -> int:
        """How many refused entries the figure may depend on."""
        definition = self.definition
        # A share stands on what is over its line.
        if definition is not None and definition.numerator:
            definition = self.again.indicator(definition.numerator)
        if definition is None or definition.counted_from != what:
            return 0
        return self.again.coverage.refused

    @property
    def _is_known(self) -> bool:
        said = self.said
        return said is not None and self.again.indicator(said.indicator) is not None

    @property
    def _untold(self) -> str | None:
        """Why no statement can tell this number, whatever is opened."""
        if self.right is None and not self._is_known:
            return "No statement counts this: the definitions have no such figure."
        definition, said = self.definition, self.said
        if definition is not None and definition.not_measured and said is not None:
            if said.mark == "x":
                return None
            given = f"says that it is {_WITHOUT[said.mark]}" if said.mark else "gives a number"
            return f"No statement can tell this. The report {given}."
        return None

    def judged(self) -> Comparison | None:
        """What comes of it; None where there is nothing to say."""
        if self.said is None:
            return self._left_out()
        if (why := self._untold) is not None:
            return _differs(why)
        if self.right is not None and self.right.mark in {"x", "z"}:
            return self._without(self.right.mark)
        return self._hidden() if self.said.mark == "c" else self._number(self.said)

    def _number(self, said: Figure) -> Comparison:
        """There is a number; the report does not hide it."""
        if said.mark:
            if refused := self.again.coverage.refused:
                return _unknown(f"{refused:,} entries that were not opened may take it away.")
            return _differs("The report gives no number where there is one.")
        result = compare(amount_of(said), self.meant)
        if self._stands_on("hours"):
            is_share = said.numerator is not None
            result = with_refused_hours(
                result, self.again.coverage, is_share=is_share, lowered=self.lowered
            )
        return result._replace(by=None, per_cent="") if self.is_masked else result

    def _left_out(self) -> Comparison | None:
        """The report lacks it. A part of which there is nothing need not be there."""
        right = self.right
        if right is None or right.mark in {"x", "z"} or (right.part and right.count == 0):
            return None
        if self._stands_on("hours") and (right.count or 0) <= self.lowered:
            refused = self.again.coverage.refused
            return _unknown(f"{refused:,} entries that were not opened may take it away.")
        return _differs("The report leaves this out.")

    def _without(self, right: Mark) -> Comparison:
        """There is no number; so the report must say, and why."""
        assert self.said is not None, "it was looked at"  # noqa: S101 - for the types
        if self.said.mark == right:
            return _SAME
        if refused := self.again.coverage.refused:
            return _unknown(f"{refused:,} entries that were not opened may tell of it.")
        said = f"says that it is {_WITHOUT[self.said.mark]}" if self.said.mark else "gives a number"
        return _differs(f"The report {said}; by the opened statements it is {_WITHOUT[right]}.")

    def _hidden(self) -> Comparison:
        """The report hides it."""
        if self.right is not None and self.right.mark == "c":
            return _SAME._replace(words="Both hide a small number.")
        if refused := self.again.coverage.refused:
            return _unknown(f"{refused:,} entries that were not opened may tell of it.")
        if self.right is None:
            return _differs("The report hides a number of something that is in no statement.")
        if self.missing and self.definition is not None and self.definition.hides_small:
            named = "; ".join(f"{one.window.first} to {one.window.last} (SHA-256 {one.sha256})"
                              for one in self.missing[:_NAMED_AT_MOST])  # fmt: skip
            return _unknown(
                "It may have to be hidden beside earlier reports that are not here. Ask the "
                f"service for those of: {named}."
            )
        return _differs("The report hides a number that its own rule does not hide.")


def with_refused_hours(
    result: Comparison, seen: Coverage, *, is_share: bool = False, lowered: int = 0
) -> Comparison:
    """A refused entry may state an hour, or correct one: upwards, or down by all that it counted.

    Args:
        result: of a figure that stands on hours.
        seen: how much was opened.
        is_share: whether it is a share of two such figures.
        lowered: by how much what was refused could lower it.
    """
    whole = seen.hours_stated == seen.hours_expected
    if not seen.refused or (result.outcome == "exact" and whole):
        return result
    if result.outcome == "exact" or is_share or (result.by is not None and result.by <= lowered):
        words = f"{seen.refused:,} entries that were not opened may count the rest, or less."
        return result._replace(outcome="cannot-tell", words=words)
    return result


def _definitions(report: TransparencyReport, again: TransparencyReport) -> Iterator[Difference]:
    """Definitions that are not the regulator's own: another number under the same name."""
    for own in again.indicators:
        given = report.indicator(own.id)
        fields = own.__struct_fields__
        changed = [] if given is None else [f for f in fields if _of(given, f) != _of(own, f)]
        if changed or given is None:
            said = (
                f"The report defines it in another way ({', '.join(changed)})."
                if changed
                else "The report does not define it."
            )
            yield difference(
                "definition",
                f"Definition of: {own.title}",
                (REPORT, _NOTHING),
                (RECOMPUTED, _NOTHING),
                part=own.id,
                result=_differs(said),
                words=said,
            )


def _of(indicator: Indicator, field: str) -> object:
    return getattr(indicator, field)


def _doubts(again: TransparencyReport) -> Iterator[Cause]:
    """What the regulator itself could not see."""
    seen = again.coverage
    if missing := seen.refused - seen.erased_later:
        yield Cause(
            code="refused",
            words=f"{missing:,} entries of the log were not opened, or not with what is in them.",
        )
    if seen.erased_later:
        yield Cause(
            code="erased-later",
            words=f"{seen.erased_later:,} entries were erased after the report's checkpoint, as "
            "the log says; what was in them may have been counted before.",
        )
    if seen.unreadable:
        yield Cause(
            code="unreadable",
            words=f"{seen.unreadable:,} statements are of a kind that this version cannot read.",
        )
    if seen.hours_stated < seen.hours_expected:
        yield Cause(
            code="hours-missing",
            words=f"Of {seen.hours_expected:,} hours {seen.hours_stated:,} are stated; others may "
            "have been counted as nothing, or guessed.",
        )
    if seen.erased:
        yield Cause(
            code="erased",
            words=f"{seen.erased:,} statements were erased as the log says; what was in them "
            "may have been counted before.",
        )
