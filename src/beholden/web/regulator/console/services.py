"""The first page: all services, and how each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from starlette.responses import Response

from beholden.regulator.core import Publication, Service
from beholden.web.regulator.console.about import mirror_of, newest_of, publication_mark
from beholden.web.regulator.console.findings import found_mark, found_of
from beholden.web.regulator.console.rendering import Mark, paged
from beholden.web.regulator.console.visits import Visit

_PER_PAGE: Final = 25


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One service in the list."""

    service: Service
    provider: str
    state: str
    mirror: Mark
    found: Mark
    published: Mark


def show_services(visit: Visit) -> Response:
    """All services."""
    regulator = visit.regulator
    stored = regulator.register.services()
    part, pager = paged(stored, visit.query.get("page", ""), _PER_PAGE)
    providers = {one.item.id: one.item.name for one in regulator.register.providers()}
    publications = regulator.publications.all()
    return visit.page(
        "services.html",
        here="/console/",
        lines=[_line(visit, one.item, providers, publications) for one in part],
        pager=pager,
        count=len(stored),
        providers=len(providers),
        may_change=visit.may("officer"),
    )


def _line(
    visit: Visit,
    service: Service,
    providers: Mapping[str, str],
    publications: Sequence[Publication],
) -> Line:
    regulator = visit.regulator
    regime = regulator.regimes.get(service.regime)
    state = None if regime is None else regime.state(service.state)
    return Line(
        service=service,
        provider=providers.get(service.provider, service.provider),
        state=service.state if state is None else state.name,
        mirror=mirror_of(regulator, service).mark,
        found=found_mark(found_of(regulator, service.id)),
        published=publication_mark(newest_of(publications, service.id)),
    )
