"""Plans of drills: how each stands, with its bound. The seed is shown once a plan is closed.

Planning, sending and closing are commands on the regulator's machine (``beholden regulator
drill``): sending takes hours, and its seed must not travel.
"""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from beholden.regulator import UnknownError
from beholden.web.regulator.console.rendering import paged
from beholden.web.regulator.console.visits import Visit

_PER_PAGE: Final = 50


def show_list(visit: Visit) -> Response:
    """All plans of a service, newest first."""
    name = visit.params["service"]
    stored = visit.regulator.register.service(name)
    plans = visit.regulator.drills.summaries(name)
    part, pager = paged(plans[::-1], visit.query.get("page", ""), _PER_PAGE)
    return visit.page(
        "drills.html",
        here="/console/",
        crumbs=visit.way_to(name),
        service=stored.item,
        plans=part,
        pager=pager,
        count=len(plans),
    )


def show_plan(visit: Visit) -> Response:
    """One plan: what was planned, what became of it so far, and what that bounds."""
    name = visit.params["service"]
    status = visit.regulator.drills.status(visit.params["plan"])
    if status.plan.service != name:
        raise UnknownError(f"There is no plan {status.plan.id} of the service {name}.")
    return visit.page(
        "drill.html",
        here="/console/",
        crumbs=visit.way_to(name),
        stands=status,
        plan=status.plan,
        summary=status.summary,
    )
