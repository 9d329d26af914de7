"""Adding a service to the register, in two steps, and taking one out.

The first step settles what can never change (the id) and what the rest hangs on (regime,
provider); the second is the form of ``editing``.
"""

from __future__ import annotations

from starlette.responses import Response

from beholden.regulator import ConflictError, EntryError, TextError
from beholden.regulator.core import Service
from beholden.web.regulator.console import entries
from beholden.web.regulator.console.editing import plain, summary
from beholden.web.regulator.console.rendering import Form
from beholden.web.regulator.console.visits import Visit, redirect, whole


def show_new(visit: Visit) -> Response:
    """The form of the first step."""
    provider = visit.query.get("provider", "")
    return _new(visit, Form({"provider": [provider]}))


def add(visit: Visit) -> Response:
    """Adds a service in the first state that its regime knows."""
    one = visit.fields.one
    names = ("id", "name", "provider", "regime", "reason")
    filled = {name: [one(name)] for name in names}
    regime = visit.regulator.regimes.get(one("regime"))
    item = Service(
        id=one("id"),
        provider=one("provider"),
        name=one("name"),
        regime=one("regime"),
        state="" if regime is None else regime.states[0].id,
    )
    if not one("reason"):
        wrong = {"reason": "Say why you add it; it stands in the history."}
        return _new(visit, Form(filled, wrong), status=422)
    if any(stored.item.id == item.id for stored in visit.regulator.register.services()):
        return _new(visit, Form(filled, _taken(item)), status=409)
    try:
        visit.regulator.register.put(item, by=visit.person.name, reason=one("reason"), expected=0)
    except EntryError as error:
        wrong = {entries.field_of(found.field): found.message for found in error.problems}
        return _new(visit, Form(filled, wrong), status=422)
    except TextError as error:
        return _new(visit, Form(filled, {"reason": plain(error)}), status=422)
    except ConflictError:
        return _new(visit, Form(filled, _taken(item)), status=409)
    return redirect(f"/console/services/{item.id}/edit", "saved")


def _taken(item: Service) -> dict[str, str]:
    return {"id": f"There is a service {item.id} already. Choose another id."}


def show_remove(visit: Visit) -> Response:
    """Asks whether it is meant, and why."""
    return _remove(visit, Form())


def remove(visit: Visit) -> Response:
    """Takes a service out of the register."""
    name, reason = visit.params["service"], visit.fields.one("reason")
    if not reason:
        wrong = {"reason": "Say why you remove it; it stands in the history."}
        return _remove(visit, Form({}, wrong), status=422)
    try:
        visit.regulator.register.remove(
            "service",
            name,
            by=visit.person.name,
            reason=reason,
            expected=whole(visit.fields.one("version")),
        )
    except TextError as error:
        return _remove(visit, Form({"reason": [reason]}, {"reason": plain(error)}), status=422)
    return redirect("/console/", "removed")


def _new(visit: Visit, form: Form, *, status: int = 200) -> Response:
    register, regimes = visit.regulator.register, visit.regulator.regimes
    return visit.page(
        "service-new.html",
        status=status,
        here="/console/",
        crumbs=[("/console/", "Services")],
        problems=summary(form),
        form=form,
        providers=[(one.item.id, one.item.name) for one in register.providers()],
        regimes=[(one.id, f"{one.name} ({one.jurisdiction})") for one in regimes.values()],
    )


def _remove(visit: Visit, form: Form, *, status: int = 200) -> Response:
    stored = visit.regulator.register.service(visit.params["service"])
    return visit.page(
        "service-remove.html",
        status=status,
        here="/console/",
        crumbs=[
            ("/console/", "Services"),
            (f"/console/services/{stored.item.id}", stored.item.name),
        ],
        problems=summary(form),
        form=form,
        stored=stored,
        service=stored.item,
        public=len(visit.regulator.publications.public(stored.item.id)),
    )
