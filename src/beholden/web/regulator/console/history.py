"""Who changed what in the register, when and why; and the laws that it is held against."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from beholden._design import day
from beholden.regulator import NOT_VERIFIED
from beholden.web.regulator.console.rendering import paged
from beholden.web.regulator.console.visits import Visit

_PER_PAGE: Final = 50


def show_history(visit: Visit) -> Response:
    """All changes, newest first, or those of one service; and whether the chain holds."""
    register = visit.regulator.register
    service = visit.query.get("service", "")
    changes = register.history("service", service) if service else register.history()
    part, pager = paged(changes[::-1], visit.query.get("page", ""), _PER_PAGE)
    return visit.page(
        "history.html",
        here="/console/history",
        changes=part,
        count=len(changes),
        pager=pager,
        of_service=service,
        chain=None if service else register.verify(),
    )


def show_regimes(visit: Visit) -> Response:
    """The laws at hand."""
    return visit.page(
        "regimes.html", here="/console/regimes", regimes=list(visit.regulator.regimes.values())
    )


def show_regime(visit: Visit) -> Response:
    """One law: states, categories, kinds of risk, duties and periods, each with its source."""
    regime = visit.regulator.regimes.get(visit.params["regime"])
    if regime is None:
        raise HTTPException(404, "There is no regime of this name.")
    return visit.page(
        "regime.html",
        here="/console/regimes",
        crumbs=[("/console/regimes", "Regimes")],
        regime=regime,
        checked=day(regime.checked),
        not_verified=NOT_VERIFIED,
        names={one.id: one.name for one in regime.states},
    )
