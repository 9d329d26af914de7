"""Report, log, daily sums and counts of others held against each other. Pure.

Laws:

* Every figure of a report is in the result, whatever came of it.
* The verdict is the worst of all comparisons: ``differs``, then ``cannot-tell``, then
  ``within-tolerance``, then ``agrees``; without any comparison nothing can be told.
* The same evidence gives the same result; there is no clock in it.

    reconciliation = reconcile(evidence, made=now)
    reconciliation.verdict, reconciliation.differences[0].words
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from beholden._design import shown
from beholden.regulator.core.amounts import printed
from beholden.regulator.core.causes import credible
from beholden.regulator.core.models import Basis, Difference, Reconciliation, Time, Verdict
from beholden.regulator.core.reconciling_claims import (
    NOT_COUNTED,
    against_claims,
    against_corrected,
    against_register,
    not_counted_again,
    other_names,
)
from beholden.regulator.core.reconciling_counts import against_counts
from beholden.regulator.core.reconciling_models import RECOMPUTED, is_of_a_body, whole_of
from beholden.regulator.core.reconciling_report import against_frame, against_statements, amount_of
from beholden.regulator.core.reconciling_sums import against_daily, against_itself

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beholden.regulator.core.causes import Way
    from beholden.regulator.core.reconciling_models import Evidence, Recomputed
    from beholden.transparency.core import TransparencyReport

__all__ = ["reconcile", "summary", "worst", "worst_first"]

_NAMED_AT_MOST: Final = 3
_RANK: Final[dict[Verdict, int]] = {
    "agrees": 0,
    "within-tolerance": 1,
    "cannot-tell": 2,
    "differs": 3,
}


def reconcile(evidence: Evidence, made: Time) -> Reconciliation:
    """All comparisons that the evidence allows.

    Args:
        evidence: what there is.
        made: the time.
    """
    found: list[Difference] = []
    alone: list[str] = []
    report, frame, again = evidence.report, evidence.frame, evidence.recomputed
    if report is not None:
        if frame is not None and frame.origin == report.checkpoint.origin:
            alone += other_names(report, evidence.registered)
        else:
            found += against_register(report, evidence.registered)
        if evidence.corrected is not None:
            found += against_corrected(report, evidence.corrected)
        if frame is not None:
            found += against_frame(report, frame)
        if again is not None:
            again = again._replace(ways=_credible(again, report))
            found += against_statements(report, again)
            found += against_claims(report, again, evidence.tolerances)
            found += against_daily(report, again)
        else:
            found.append(not_counted_again())
        found += against_itself(report)
    counted, notes = against_counts(evidence)
    found += counted
    verdict = worst(one.verdict for one in found)
    return Reconciliation(
        service=evidence.service,
        first=evidence.window.first,
        last=evidence.window.last,
        origin="" if frame is None else frame.origin,
        size=0 if frame is None else frame.size,
        root=b"" if frame is None else frame.root,
        made=made,
        sources=evidence.sources,
        differences=tuple(found),
        verdict=verdict,
        words=summary(found, verdict),
        basis=_basis(evidence, found),
        notes=(*evidence.notes, *alone, *notes),
    )


def _basis(evidence: Evidence, found: list[Difference]) -> Basis:
    again = evidence.recomputed
    if again is not None and again.report.coverage.opened:
        return "recomputed"
    if evidence.report is not None:
        return "report"
    return "counts" if found else "none"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst; without any, nothing can be told."""
    return max(verdicts, key=_RANK.__getitem__, default="cannot-tell")


def worst_first(differences: Iterable[Difference]) -> list[Difference]:
    """By verdict, then by size in per cent, then as they came."""
    return sorted(
        differences,
        key=lambda one: (
            -_RANK[one.verdict],
            -abs(Decimal(one.per_cent)) if one.per_cent else Decimal(0),
        ),
    )


def summary(found: Sequence[Difference], verdict: Verdict) -> str:
    """Comparisons in a sentence or two.

    Args:
        found: the comparisons.
        verdict: the worst of them.
    """
    total = len(found)
    of = [one for one in found if one.verdict == verdict]
    if not found:
        return "Nothing could be compared: no source has a number that another one has."
    if total == 1:
        return _summary_of_one(found[0])
    match verdict:
        case "agrees":
            return f"All {total:,} comparisons agree."
        case "within-tolerance":
            return (
                f"All {total:,} comparisons agree, {len(of):,} of them within rounding or the "
                "stated tolerance."
            )
        case "cannot-tell":
            if any(one.quantity == NOT_COUNTED for one in found):
                said = "No statement was opened, so that no figure was counted again."
            else:
                said = "No number is shown to be wrong;"
            titles = list(dict.fromkeys(one.title for one in of))
            names = "; ".join(titles[:_NAMED_AT_MOST])
            if len(titles) > _NAMED_AT_MOST:
                names += f" and {len(titles) - _NAMED_AT_MOST:,} more"
            return f"{said} {len(of):,} of {total:,} comparisons cannot be told: {names}."
        case _:
            accused = [one for one in of if one.other_source == RECOMPUTED]
            few = worst_first(accused or of)[:_NAMED_AT_MOST]
            names = "; ".join(dict.fromkeys(map(_named, few)))
            rest = len(of) - len(few)
            more = f" {rest:,} more comparisons differ." if rest else ""
            return f"{len(of):,} of {total:,} comparisons differ. {names}.{more}"


def _summary_of_one(one: Difference) -> str:
    match one.verdict:
        case "agrees":
            return "The one comparison agrees."
        case "within-tolerance":
            return "The one comparison agrees within rounding or the stated tolerance."
        case "cannot-tell":
            return "No number is shown to be wrong; the one comparison cannot be told."
        case _:
            return f"The one comparison differs. {_named(one)}."


def _named(one: Difference) -> str:
    """What differs, in one clause."""
    if one.other.form == "not-measured":
        return f"{one.title}: {one.words.rstrip('.')}"
    size = f" ({one.per_cent} % of {whole_of(one.one_source)})" if one.per_cent else ""
    if is_of_a_body(one):
        # Nobody knows which of the two is right.
        said = (f"{shown(of)}: {printed(amount)}" for of, amount in (
            (one.one_source, one.one), (one.other_source, one.other)))  # fmt: skip
        return f"{one.title}: {'; '.join(said)}{size}"
    return f"{one.title}: {printed(one.one)}, not {printed(one.other)}{size}"


def _credible(again: Recomputed, report: TransparencyReport) -> tuple[Way, ...]:
    printed_ = {one.key: amount_of(one) for one in report.figures}
    return credible(again.ways, printed_, {one.key: amount_of(one) for one in again.plain.figures})
