"""The page of one service: entry, duties, mirror, files, comparisons, drills, scorecards."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.responses import Response

from beholden._design import day
from beholden.regulator import NOT_VERIFIED, Regime
from beholden.regulator.core import Service
from beholden.web.regulator.console.about import mirror_of
from beholden.web.regulator.console.findings import found_of, standings
from beholden.web.regulator.console.reconciling import days_words
from beholden.web.regulator.console.visits import Visit

_ROWS_AT_MOST: Final = 8
_ALARMS_AT_MOST: Final = 20


class DutyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A duty of a service with where it stands in the law; ``doubt`` says if nobody read it."""

    title: str
    words: str
    source: str
    url: str
    since: str
    doubt: str


def show_service(visit: Visit) -> Response:
    """One service."""
    regulator, name = visit.regulator, visit.params["service"]
    stored = regulator.register.service(name)
    service = stored.item
    regime = regulator.regimes.get(service.regime)
    mirror = mirror_of(regulator, service)
    files = regulator.received.files(name)
    changes = regulator.register.history("service", name)
    found = found_of(regulator, name)
    plans = regulator.drills.summaries(name)[::-1]
    publications = regulator.publications.all(name)
    return visit.page(
        "service.html",
        here="/console/",
        crumbs=[("/console/", "Services")],
        stored=stored,
        service=service,
        provider=_provider(visit, service),
        legal=_legal(service, regime),
        duties=_duties(service, regime),
        risks=_risks(service, regime),
        mirror=mirror,
        alarms=mirror.alarms[:_ALARMS_AT_MOST],
        changes=changes[: -_ROWS_AT_MOST - 1 : -1],
        files=files[: -_ROWS_AT_MOST - 1 : -1],
        found=found[:_ROWS_AT_MOST],
        plans=plans[:_ROWS_AT_MOST],
        publications=publications[: -_ROWS_AT_MOST - 1 : -1],
        days_words=days_words,
        standing=standings(publications),
        counts={
            "changes": len(changes),
            "files": len(files),
            "found": len(found),
            "plans": len(plans),
            "publications": len(publications),
        },
        may_change=visit.may("officer"),
    )


def _provider(visit: Visit, service: Service) -> str:
    providers = visit.regulator.register.providers()
    found = (one.item.name for one in providers if one.item.id == service.provider)
    return next(found, service.provider)


def _legal(service: Service, regime: Regime | None) -> dict[str, str]:
    """State and category in the words of the law's file."""
    state = None if regime is None else regime.state(service.state)
    category = None if regime is None else regime.category(service.category)
    return {
        "regime": service.regime if regime is None else regime.name,
        "state": service.state if state is None else state.name,
        "state_words": "" if state is None else state.words,
        "category": service.category if category is None else category.name,
        "category_words": "" if category is None else category.words,
    }


def _duties(service: Service, regime: Regime | None) -> list[DutyRow]:
    rows = []
    for name in service.duties:
        duty = None if regime is None else regime.duty(name)
        if duty is None:
            rows.append(DutyRow(title=name, words="", source="", url="", since="", doubt=""))
            continue
        rows.append(
            DutyRow(
                title=duty.title,
                words=duty.words,
                source=duty.source,
                url=duty.url,
                since="" if duty.since is None else day(duty.since),
                doubt="" if duty.verified else NOT_VERIFIED,
            )
        )
    return rows


def _risks(service: Service, regime: Regime | None) -> list[str]:
    names = []
    for name in service.risks:
        risk = None if regime is None else regime.risk(name)
        names.append(name if risk is None else risk.name)
    return names
