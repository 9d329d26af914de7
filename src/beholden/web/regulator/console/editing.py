"""Changing the entry of a service: the form, what is wrong with it, and who was faster.

The form holds the version that it was opened with. If somebody else changed the service
meanwhile nothing is written; the page then shows both, and the form holds what this person
changed and, where they changed nothing, what the other person entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from beholden.regulator import (
    NOT_VERIFIED,
    ConflictError,
    EntryError,
    Regime,
    RegulatorError,
    Stored,
    TextError,
    UnknownError,
    item_of,
)
from beholden.regulator.core import Change, Service
from beholden.web.regulator.console import entries
from beholden.web.regulator.console.rendering import Form, Problem
from beholden.web.regulator.console.visits import Visit, redirect, whole

_BLANK_ROWS: Final = 2
_Options = list[tuple[str, str]]
_Choices = list[tuple[str, str, str]]


def show_form(visit: Visit) -> Response:
    """The form, filled with the entry as it stands."""
    stored = visit.regulator.register.service(visit.params["service"])
    form = Form(entries.fill_service(stored.item))
    return _form(visit, stored, form, version=stored.version)


def save(visit: Visit) -> Response:
    """Writes what was typed, or says why not; nothing typed is lost."""
    register = visit.regulator.register
    try:
        stored = register.service(visit.params["service"])
    except UnknownError:
        return _gone(visit)
    typed = entries.read_service(visit.fields, stored.item)
    filled = typed.filled | _about_change(visit)
    # A form that comes back keeps the version it was opened with, or a change that somebody
    # else made meanwhile would pass unseen.
    version = whole(visit.fields.one("version"))
    version = stored.version if version is None else version
    wrong = dict(typed.wrong)
    if not visit.fields.one("reason"):
        wrong["reason"] = "Say why you change it; it stands in the history."
    if wrong:
        for field, words in problems_of(visit, typed.item).items():
            wrong.setdefault(field, words)
        return _form(visit, stored, Form(filled, wrong), version=version, status=422)
    try:
        change = register.put(
            typed.item,
            by=visit.person.name,
            reason=visit.fields.one("reason"),
            expected=version,
            correction=bool(visit.fields.one("correction")),
        )
    except EntryError as error:
        wrong = {entries.field_of(one.field): one.message for one in error.problems}
        return _form(visit, stored, Form(filled, wrong), version=version, status=422)
    except TextError as error:
        wrong = {"reason": plain(error)}
        return _form(visit, stored, Form(filled, wrong), version=version, status=422)
    except ConflictError as error:
        return _conflict(visit, filled, error, version)
    target = f"/console/services/{typed.item.id}"
    return redirect(target, "same" if change is None else "saved")


def problems_of(visit: Visit, item: Service) -> dict[str, str]:
    """What the register says against an entry, by field."""
    (found,) = visit.regulator.register.problems([item])
    return {entries.field_of(_path(one.path)): one.message for one in found}


def plain(error: RegulatorError) -> str:
    """The message of an error about one field, without the field's name."""
    return str(error).partition(": ")[2] or str(error)


def _path(path: tuple[str | int, ...]) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _about_change(visit: Visit) -> entries.Filled:
    return {
        "reason": [visit.fields.one("reason")],
        "correction": list(visit.fields.every("correction")),
    }


def _conflict(visit: Visit, filled: entries.Filled, error: ConflictError, version: int) -> Response:
    """Both versions beside each other, and a form that goes on from the newer."""
    register, name = visit.regulator.register, visit.params["service"]
    try:
        stored = register.service(name)
    except UnknownError:
        return _gone(visit)
    theirs = entries.fill_service(stored.item)
    base = _filled_at(register.history("service", name), version) or theirs
    was, now, mine = map(entries.parts_of, (base, theirs, filled))
    rows = [
        (label, was.get(field, ""), now.get(field, ""), mine[field])
        for field, label in entries.LABELS.items()
        if field in mine and not was.get(field, "") == now.get(field, "") == mine[field]
    ]
    return _form(
        visit,
        stored,
        Form(entries.merged(base, theirs, filled) | _about_change(visit)),
        version=stored.version,
        status=409,
        template="conflict.html",
        rows=rows,
        since=error.since,
        gone=False,
    )


def _gone(visit: Visit) -> Response:
    """Somebody took the service out of the register: shows what was typed, to be kept elsewhere.

    Raises:
        UnknownError: There never was such a service.
    """
    name = visit.params["service"]
    history = visit.regulator.register.history("service", name)
    items = [item for one in history if isinstance(item := item_of(one), Service)]
    if not items:
        raise UnknownError(f"There is no service {name}.")
    filled = entries.read_service(visit.fields, items[-1]).filled
    return visit.page(
        "conflict.html",
        status=409,
        here="/console/",
        crumbs=[("/console/", "Services")],
        rows=[
            (entries.LABELS[field], "", "", text)
            for field, text in entries.parts_of(filled).items()
        ],
        since=history[-1:],
        gone=True,
        service=items[-1],
    )


def _filled_at(history: tuple[Change, ...], version: int) -> entries.Filled | None:
    for change in history:
        item = item_of(change) if change.version == version else None
        if isinstance(item, Service):
            return entries.fill_service(item)
    return None


def _form(
    visit: Visit,
    stored: Stored[Service],
    form: Form,
    *,
    version: int,
    status: int = 200,
    template: str = "service-form.html",
    **values: object,
) -> Response:
    regime = visit.regulator.regimes.get(stored.item.regime)
    return visit.page(
        template,
        status=status,
        here="/console/",
        crumbs=[
            ("/console/", "Services"),
            (f"/console/services/{stored.item.id}", stored.item.name),
        ],
        problems=summary(form),
        version=version,
        service=stored.item,
        form=form,
        rows_of_surfaces=range(entries.surfaces_in(form.filled) + _BLANK_ROWS),
        options=_options(visit, stored.item, regime),
        **values,
    )


def summary(form: Form, labels: Mapping[str, str] | None = None) -> list[Problem]:
    """The lines of the summary, in the order of the form; each names its field and leads to it.

    ``labels`` are what the fields of other forms are called. Of a problem with several lines the
    first is here, the others beside the field.
    """
    names = labels or {}
    order = list(names)
    fields = sorted(
        form.wrong,
        key=lambda field: (order.index(field) if field in names else -1, entries.place_of(field)),
    )
    return [
        Problem(
            f"{label}: {words}"
            if (label := names.get(field) or entries.label_of(field))
            else words,
            field,
        )
        for field in fields
        for words in [form.wrong[field].partition("\n")[0]]
    ]


def _options(visit: Visit, service: Service, regime: Regime | None) -> Mapping[str, object]:
    providers: _Options = [
        (one.item.id, one.item.name) for one in visit.regulator.register.providers()
    ]
    if regime is None:
        return {
            "providers": providers,
            "states": [(service.state, service.state)],
            "categories": [(service.category, service.category)],
            "duties": [(one, one, "") for one in service.duties],
            "risks": [(one, one, "") for one in service.risks],
            "regime": service.regime,
        }
    current = regime.state(service.state)
    follow = {service.state, *(() if current is None else current.next)}
    return {
        "providers": providers,
        "states": [
            (one.id, one.name if one.id in follow else f"{one.name} (only as a correction)")
            for one in regime.states
        ],
        "categories": [("", "None"), *((one.id, one.name) for one in regime.categories)],
        "duties": _choices(
            (one.id, one.title, one.words, one.source, one.verified) for one in regime.duties
        ),
        "risks": _choices(
            (one.id, one.name, one.words, one.source, one.verified) for one in regime.risks
        ),
        "regime": regime.name,
    }


def _choices(entries_: object) -> _Choices:
    return [
        (id_, title, f"{words} {source}{'' if verified else f', {NOT_VERIFIED}'}")
        for id_, title, words, source, verified in entries_  # type: ignore[attr-defined]
    ]
