"""Plans, pictures and results for tests of drills."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from beholden.regulator.core.drilling import catalogue_digest, commitment, midnight, schedule
from beholden.regulator.core.drilling_models import (
    DrillPlan,
    DrillResult,
    Outcome,
    Picture,
    Reveal,
    Way,
)
from beholden.regulator.core.drilling_words import summarise

SEED = bytes(range(32))
FIRST = date(2026, 10, 1)
LAST = date(2026, 10, 31)


def catalogue(count: int) -> tuple[Picture, ...]:
    """Pictures that were never painted; their hashes are far from each other."""
    digests = [hashlib.sha256(b"picture %d" % number).hexdigest() for number in range(count)]
    return tuple(Picture(number, one, 100, one) for number, one in enumerate(digests))


def plan_of(**fields: Any) -> DrillPlan:
    """A plan of October; ``fields`` replace its own."""
    first = fields.pop("first", FIRST)
    last = fields.pop("last", first if first != FIRST else LAST)
    given: dict[str, Any] = {"items": 3, "decoys": 2, "controls": 2, **fields}
    pictures = catalogue(given["items"] + given["decoys"] + given["controls"])
    return DrillPlan(
        **{
            "id": "plan-1",
            "service": "example",
            "surfaces": ("avatar", "post"),
            "first": first,
            "last": last,
            "starts": midnight(first),
            "ends": midnight(last) + 86_399,
            "deadline_seconds": 60,
            "confidence": "0.95",
            "catalogue": catalogue_digest(pictures),
            **given,
        }
    )


def results_of(
    plan: DrillPlan,
    listed: Iterable[str],
    controls: Iterable[str] = (),
    way: Way = "interface",
) -> tuple[DrillResult, ...]:
    """Results in order of the schedule, as many as outcomes are given."""
    outcomes = {True: iter(listed), False: iter(controls)}
    made = []
    for ticket in schedule(plan, SEED):
        outcome = next(outcomes[ticket.listed], None)
        if outcome is not None:
            at = datetime.fromtimestamp(ticket.due, UTC) + timedelta(milliseconds=250)
            kind = cast("Outcome", outcome)
            made.append(
                DrillResult(ticket=ticket.number, outcome=kind, way=way, at=at, seconds=0.25)
            )
    return tuple(made)


def reveal_of(plan: DrillPlan, results: tuple[DrillResult, ...]) -> Reveal:
    """The file of a closed plan."""
    tickets, made = schedule(plan, SEED), commitment(plan, SEED)
    return Reveal(
        plan=plan,
        seed=SEED.hex(),
        commitment=made,
        pictures=catalogue(plan.population + plan.controls),
        tickets=tickets,
        results=results,
        summary=summarise(plan, tickets, results, commitment=made, closed=True, seed=SEED.hex()),
    )
