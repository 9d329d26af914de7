"""Providers: the list, and the forms that add one or change it."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from beholden.regulator import ConflictError, EntryError, Stored, TextError
from beholden.regulator.core import Provider
from beholden.web.regulator.console import entries
from beholden.web.regulator.console.editing import plain, summary
from beholden.web.regulator.console.rendering import Form, paged
from beholden.web.regulator.console.visits import Visit, redirect, whole

_PER_PAGE: Final = 50
_HERE: Final = "/console/providers"


def show_list(visit: Visit) -> Response:
    """All providers, with how many services each has."""
    register = visit.regulator.register
    stored = register.providers()
    part, pager = paged(stored, visit.query.get("page", ""), _PER_PAGE)
    services: dict[str, list[tuple[str, str]]] = {}
    for one in register.services():
        services.setdefault(one.item.provider, []).append((one.item.id, one.item.name))
    return visit.page(
        "providers.html",
        here=_HERE,
        providers=[(one.item, services.get(one.item.id, [])) for one in part],
        count=len(stored),
        pager=pager,
        may_change=visit.may("officer"),
    )


def show_new(visit: Visit) -> Response:
    """The form for a new one, empty."""
    return _form(visit, None, Form())


def add(visit: Visit) -> Response:
    """Adds one."""
    typed = entries.read_provider(visit.fields, visit.fields.one("id"))
    filled = typed.filled | {"id": [typed.item.id], "reason": [visit.fields.one("reason")]}
    return _put(visit, None, typed.item, filled, 0)


def show_form(visit: Visit) -> Response:
    """The form of one, filled."""
    stored = visit.regulator.register.provider(visit.params["provider"])
    form = Form(entries.fill_provider(stored.item))
    return _form(visit, stored, form, version=stored.version)


def save(visit: Visit) -> Response:
    """Changes one."""
    stored = visit.regulator.register.provider(visit.params["provider"])
    typed = entries.read_provider(visit.fields, stored.item.id)
    filled = typed.filled | {"reason": [visit.fields.one("reason")]}
    expected = whole(visit.fields.one("version"))
    return _put(visit, stored, typed.item, filled, stored.version if expected is None else expected)


def _put(
    visit: Visit,
    stored: Stored[Provider] | None,
    item: Provider,
    filled: entries.Filled,
    expected: int,
) -> Response:
    reason = visit.fields.one("reason")

    def back(wrong: dict[str, str], status: int = 422, version: int = expected) -> Response:
        return _form(visit, stored, Form(filled, wrong), version=version, status=status)

    if not reason:
        return back({"reason": "Say why; it stands in the history."})
    try:
        change = visit.regulator.register.put(
            item, by=visit.person.name, reason=reason, expected=expected
        )
    except EntryError as error:
        return back({entries.field_of(one.field): one.message for one in error.problems})
    except TextError as error:
        return back({"reason": plain(error)})
    except ConflictError as error:
        if stored is None:
            words = f"There is, or was, a provider {item.id} already. Choose another id."
            return back({"id": words}, 409)
        # What was typed stays; the version moves on, so that saving again is a decision.
        words = f"{error} The form still holds what you typed; saving it goes over their change."
        return back({"name": words}, 409, stored.version)
    return redirect(_HERE, "same" if change is None else "saved")


def _form(
    visit: Visit,
    stored: Stored[Provider] | None,
    form: Form,
    *,
    version: int = 0,
    status: int = 200,
) -> Response:
    return visit.page(
        "provider-form.html",
        status=status,
        here=_HERE,
        crumbs=[(_HERE, "Providers")],
        problems=summary(form),
        stored=stored,
        version=version,
        form=form,
        may_change=visit.may("officer"),
    )
