"""What a plan of drills shows, in plain words: counts, the bound, and what it does not say.

The words are made for the public: they promise nothing that the drills did not test.

    summarise(plan, tickets, results, commitment="9f2c...", closed=True).words
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from beholden._design import day
from beholden._statistics import Interval, at_most, clopper_pearson
from beholden.regulator.core.audit import Bound, Tally, bound
from beholden.regulator.core.drilling_models import DrillPlan, DrillResult, Ticket, Way
from beholden.regulator.core.models import DrillSummary

_TENTH = Decimal("0.1")
_WAYS: dict[Way, str] = {
    "interface": "posted to the service's interface for checks, with a key by which the service "
    "can tell who asks",
    "hand": "uploaded by hand",
}


def summarise(
    plan: DrillPlan,
    tickets: Iterable[Ticket],
    results: Iterable[DrillResult],
    *,
    commitment: str,
    closed: bool,
    seed: str = "",
) -> DrillSummary:
    """Counts, bounds and words of a plan as it stands.

    Args:
        plan: what was planned.
        tickets: its schedule.
        results: at most one for each ticket.
        commitment: hex, shown before.
        closed: whether more results may come.
        seed: hex, once it may be shown.
    """
    sent = {result.ticket: result for result in results}
    listed = [sent[t.number] for t in tickets if t.listed and t.number in sent]
    controls = [sent[t.number] for t in tickets if not t.listed and t.number in sent]
    tally, control = _tally(listed), _tally(controls)
    bounds = bound(
        tally, planned=plan.items, population=plan.population, confidence=plan.confidence
    )
    words = (
        _interim(plan, tally, bounds, closed=closed),
        sentence(plan, tally, bounds),
        _lost(tally),
        _ways(listed) if tally.base else "",
        _control_words(control, plan.confidence, closed=closed),
        "It says nothing of other pictures or other ways." if tally.base else "",
    )
    return DrillSummary(
        plan=plan.id,
        first=plan.first,
        last=plan.last,
        surfaces=plan.surfaces,
        planned=plan.items,
        items=tally.base,
        found=tally.found,
        missed=tally.missed,
        lost=tally.lost,
        controls=control.base,
        controls_passed=control.missed,
        controls_stopped=control.found,
        confidence=plan.confidence,
        low=bounds.low,
        high=bounds.high,
        most_missed=bounds.most_missed,
        listed=plan.population,
        closed=closed,
        words=" ".join(filter(None, words)),
        commitment=commitment,
        seed=seed,
    )


def by_surface(
    plan: DrillPlan, tickets: Iterable[Ticket], results: Iterable[DrillResult]
) -> tuple[tuple[str, Tally, Interval], ...]:
    """For each surface what was sent there, with the two-sided exact interval for display."""
    sent = {result.ticket: result for result in results}
    there: dict[str, list[DrillResult]] = {surface: [] for surface in plan.surfaces}
    for ticket in tickets:
        if ticket.listed and ticket.number in sent:
            there[ticket.surface].append(sent[ticket.number])
    tallies = {surface: _tally(found) for surface, found in there.items()}
    level = float(plan.confidence)
    return tuple(
        (surface, tally, clopper_pearson(tally.found, tally.base, level))
        for surface, tally in tallies.items()
    )


def sentence(plan: DrillPlan, tally: Tally, bounds: Bound) -> str:
    """The one sentence that says what the drills show."""
    if not tally.base:
        return "No drill was sent."
    said = (
        f"Of {_counted(tally.base, 'drill')} {_window(plan)}, {tally.found:,} "
        f"{_was(tally.found)} caught; with "
        f"{_per_cent(Decimal(plan.confidence))} confidence at least "
        f"{_per_cent(Decimal(bounds.low), ROUND_FLOOR)} of such pictures, sent in this way, are "
        "found."
    )
    if bounds.most_missed is None:
        return said
    return (
        f"{said} With the same confidence at most {bounds.most_missed:,} of the "
        f"{plan.population:,} pictures on the list would be missed."
    )


def _window(plan: DrillPlan) -> str:
    if plan.first == plan.last:
        return f"on {day(plan.first)}"
    if (plan.first.year, plan.first.month) == (plan.last.year, plan.last.month):
        return f"between {plan.first.day} and {day(plan.last)}"
    return f"between {day(plan.first)} and {day(plan.last)}"


def _interim(plan: DrillPlan, tally: Tally, bounds: Bound, *, closed: bool) -> str:
    out = plan.items - tally.base
    if closed:
        if bounds.exact:
            return ""
        return f"Closed early: {out:,} of {plan.items:,} items were not sent."
    if bounds.exact:
        return "Interim: all items are in; the plan is not closed yet."
    return f"Interim: {out:,} of {plan.items:,} items are still to come."


def _lost(tally: Tally) -> str:
    if not tally.lost:
        return ""
    it = "it counts" if tally.lost == 1 else "they count"
    return f"{tally.lost:,} had no answer; {it} as missed."


def _ways(results: list[DrillResult]) -> str:
    counts = Counter(result.way for result in results)
    if len(counts) == 1:
        return f"They were {_WAYS[next(iter(counts))]}."
    return " ".join(
        f"{counts[way]:,} {_was(counts[way])} {_WAYS[way]}." for way in _WAYS if way in counts
    )


def _control_words(control: Tally, confidence: str, *, closed: bool) -> str:
    if not control.base:
        no_more = "No control was sent: a service that stops everything would look as good."
        return no_more if closed else ""
    said = (
        f"Of {_counted(control.base, 'control picture')} on no list, {control.found:,} "
        f"{_was(control.found)} stopped"
    )
    if not control.found:
        return f"{said}."
    high = at_most(control.found, control.base, float(confidence))
    return (
        f"{said}, and up to {_per_cent(Decimal(high), ROUND_CEILING)} may be: the "
        "service stops harmless pictures too, so what was caught is no proof that it knew them."
    )


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _tally(results: list[DrillResult]) -> Tally:
    counts = Counter(result.outcome for result in results)
    return Tally(counts["found"], counts["missed"], counts["lost"])


def _per_cent(share: Decimal, rounding: str | None = None) -> str:
    """A share in per cent with at most one decimal."""
    value = (share * 100).quantize(_TENTH, rounding) if rounding else (share * 100).normalize()
    text = f"{value:f}"
    return f"{text.removesuffix('.0')} %"
