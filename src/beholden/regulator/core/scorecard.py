"""The scorecard: what the public reads of one service, frozen when it is made. Pure.

The verdict is about one question: does what the network published agree with its log and
with the counts of others? It is the worst of the comparisons and of what the mirror saw;
``basis`` says how much was compared at all.
Drills stand beside it with their bound: a picture that was missed makes no report false.

Laws:

* The same inputs give the same card; nothing in it is looked up later.
* A figure is as reported and as recomputed, side by side; a share has its interval (Wilson,
  95 %) from what was recomputed, unless every one of the things was looked at.
* An entry of the law that nobody read in its source says so.
* No small count of another body is in it, whatever the reconciliation holds; see ``hiding``.

    card = make_scorecard(service, provider, regime, regulator="Example Regulator",
                          window=(first, last), made=now, reconciliation=found)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

import msgspec

from beholden._design import day
from beholden._statistics import wilson
from beholden.regulator.core.amounts import printed
from beholden.regulator.core.hiding import as_published
from beholden.regulator.core.models import (
    Amount,
    Check,
    Day,
    Difference,
    DrillSummary,
    DutyLine,
    Provider,
    Reconciliation,
    Scorecard,
    ScoredFigure,
    Service,
    Time,
    Verdict,
)
from beholden.regulator.core.reconciling import worst, worst_first
from beholden.regulator.core.reconciling_models import RECOMPUTED, REPORT, is_of_a_body
from beholden.regulator.core.regimes import NOT_VERIFIED, Regime
from beholden.transparency.core import INDICATORS

__all__ = ["MirrorFacts", "make_scorecard"]

_DIGITS: Final = 8
"""Places of a bound: shares of uploads are a few in a million."""
_NUMBERS: Final = frozenset({"count", "rounded", "share", "hidden"})
_WHOLE: Final = frozenset({"share-hours-stated"})
"""Shares that chance does not move: an hour is stated or it is not."""
_UNITS: Final = {name: one.unit for name, one in INDICATORS.items()}


class MirrorFacts(msgspec.Struct, frozen=True):
    """What the mirror of the service's log saw: until when, how many entries, which alarms."""

    until: Day
    size: int
    alarms: tuple[str, ...] = ()


def make_scorecard(
    service: Service,
    provider: Provider,
    regime: Regime,
    *,
    regulator: str,
    window: tuple[Day, Day],
    made: Time,
    reconciliation: Reconciliation | None = None,
    drills: Sequence[DrillSummary] = (),
    mirror: MirrorFacts | None = None,
    notes: Sequence[str] = (),
) -> Scorecard:
    """The card of one service.

    Args:
        service: as the register has it.
        provider: likewise.
        regime: the law that the service is under.
        regulator: the regulator's name.
        window: the first and the last day that the card is about.
        made: the time.
        reconciliation: the comparison for these days, if there was one.
        drills: what was bounded in these days.
        mirror: what the mirror saw, if the service has a log.
        notes: sentences of the regulator to the reader.
    """
    if reconciliation is not None:
        reconciliation = as_published(reconciliation, service.tolerances)
    checks = tuple(_checks(reconciliation, drills, mirror))
    differences = () if reconciliation is None else reconciliation.differences
    basis = "none" if reconciliation is None else reconciliation.basis
    category = regime.category(service.category)
    state = regime.state(service.state)
    risks = (regime.risk(name) for name in service.risks)
    return Scorecard(
        service=service.id,
        name=service.name,
        provider=provider.name,
        website=service.website,
        regulator=regulator,
        regime=regime.name,
        category=service.category if category is None else category.name,
        state=service.state if state is None else state.name,
        surfaces=tuple(one.name for one in service.surfaces),
        risks=tuple(one.name for one in risks if one is not None),
        first=window[0],
        last=window[1],
        made=made,
        origin="" if reconciliation is None else reconciliation.origin,
        size=0 if reconciliation is None else reconciliation.size,
        root=b"" if reconciliation is None else reconciliation.root,
        summary=" ".join(_summary(window, reconciliation, drills, mirror)),
        verdict=_verdict(reconciliation, mirror),
        basis=basis,
        counts=sum(map(is_of_a_body, differences)),
        duties=tuple(_duties(service, regime)),
        checks=checks,
        figures=tuple(_figures(differences)) if basis == "recomputed" else (),
        differences=tuple(filter(_is_shown, worst_first(differences))),
        drills=tuple(drills),
        sources=() if reconciliation is None else reconciliation.sources,
        notes=(*(() if reconciliation is None else reconciliation.notes), *notes),
    )


def _verdict(reconciliation: Reconciliation | None, mirror: MirrorFacts | None) -> Verdict:
    found: list[Verdict] = ["cannot-tell" if reconciliation is None else reconciliation.verdict]
    if mirror is not None and mirror.alarms:
        found.append("differs")
    return worst(found)


def _checks(
    reconciliation: Reconciliation | None,
    drills: Sequence[DrillSummary],
    mirror: MirrorFacts | None,
) -> Iterator[Check]:
    if mirror is not None:
        yield Check(
            id="log",
            title="The log was followed",
            at=mirror.until,
            verdict="differs" if mirror.alarms else "agrees",
            words=_mirror_words(mirror),
        )
    if reconciliation is not None:
        yield Check(
            id="reconciliation",
            title=_title(reconciliation),
            at=reconciliation.made.date(),
            verdict=reconciliation.verdict,
            words=reconciliation.words,
        )
    for one in drills:
        yield Check(
            id=f"drill-{one.plan}",
            title="Harmless test pictures were sent",
            at=one.last,
            verdict=_drill_verdict(one),
            words=one.words,
        )


def _title(reconciliation: Reconciliation) -> str:
    """What was compared, and no more than that."""
    others = any(map(is_of_a_body, reconciliation.differences))
    match reconciliation.basis:
        case "recomputed":
            title = "The report was counted again from the log"
        case "report":
            title = "The report was looked at, not counted again"
        case "counts":
            return "Counts of bodies were held against each other"
        case _:
            return "Nothing could be compared"
    return f"{title}, and held against the counts of others" if others else title


def _drill_verdict(drill: DrillSummary) -> Verdict:
    if not drill.closed or not drill.items:
        return "cannot-tell"
    all_right = drill.found == drill.items and drill.controls_passed == drill.controls
    return "agrees" if all_right else "differs"


def _summary(
    window: tuple[Day, Day],
    reconciliation: Reconciliation | None,
    drills: Sequence[DrillSummary],
    mirror: MirrorFacts | None,
) -> Iterator[str]:
    days = f"{day(window[0])} to {day(window[1])}"
    if reconciliation is None:
        yield f"For {days} nothing that the network published was compared with its log yet."
    else:
        yield f"For {days}: {reconciliation.words}"
    if mirror is not None:
        yield _mirror_words(mirror)
    for one in drills:
        yield one.words


def _mirror_words(mirror: MirrorFacts) -> str:
    followed = f"The log was followed until {day(mirror.until)}, {mirror.size:,} entries."
    if not mirror.alarms:
        return f"{followed} It never contradicted itself."
    times = "once" if len(mirror.alarms) == 1 else f"{len(mirror.alarms):,} times"
    return f"{followed} The mirror raised the alarm {times}: {mirror.alarms[0]}"


def _duties(service: Service, regime: Regime) -> Iterator[DutyLine]:
    for name in service.duties:
        duty = regime.duty(name)
        if duty is None:
            # The regime's file changed since; the register still says that the duty was laid.
            yield DutyLine(id=name, title=name, words="", source="no longer in the regime's file")
            continue
        yield DutyLine(
            id=duty.id,
            title=duty.title,
            words=duty.words,
            source=duty.source if duty.verified else f"{duty.source} ({NOT_VERIFIED})",
            url=duty.url or regime.law.url,
            since=duty.since,
        )


def _figures(differences: Sequence[Difference]) -> Iterator[ScoredFigure]:
    """Totals, as reported and as recomputed; parts of them stand in the network's report."""
    for one in differences:
        between = (one.one_source, one.other_source)
        if between != (REPORT, RECOMPUTED) or one.part:
            continue
        if not {one.one.form, one.other.form} & _NUMBERS:
            continue
        low, high = ("", "") if one.quantity in _WHOLE else _interval(one.other)
        yield ScoredFigure(
            key=one.quantity,
            title=one.title,
            unit=_UNITS.get(one.quantity, ""),
            reported=printed(one.one),
            recomputed=printed(one.other),
            verdict=one.verdict,
            numerator=one.other.value,
            denominator=one.other.base,
            low=low,
            high=high,
            words=one.words,
        )


def _is_shown(one: Difference) -> bool:
    """What does not agree; and two counts of others, which stand nowhere else."""
    return one.verdict != "agrees" or one.one_source != REPORT


def _interval(amount: Amount) -> tuple[str, str]:
    """A share's interval as decimal text; empty for anything else."""
    if amount.form != "share" or amount.value is None or not amount.base:
        return "", ""
    interval = wilson(Fraction(amount.value, amount.base), amount.base)
    return f"{max(0.0, interval.low):.{_DIGITS}f}", f"{min(1.0, interval.high):.{_DIGITS}f}"
