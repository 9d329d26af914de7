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
    return _form(visit, stored, Form(entries.fill_service(stored.item)))


def save(visit: Visit) -> Response:
    """Writes what was typed, or says why not; nothing typed is lost."""
    register = visit.regulator.register
    stored = register.service(visit.params["service"])
    typed = entries.read_service(visit.fields, stored.item)
    reason = visit.fields.one("reason")
    filled = typed.filled | _about_change(visit)
    expected = whole(visit.fields.one("version"))
    wrong = dict(typed.wrong)
    if not reason:
        wrong["reason"] = "Say why you change it; it stands in the history."
    if wrong:
        for field, words in problems_of(visit, typed.item).items():
            wrong.setdefault(field, words)
        return _form(visit, stored, Form(filled, wrong), status=422)
    try:
        change = register.put(
            typed.item,
            by=visit.person.name,
            reason=reason,
            expected=stored.version if expected is None else expected,
            correction=bool(visit.fields.one("correction")),
        )
    except EntryError as error:
        wrong = {entries.field_of(one.field): one.message for one in error.problems}
        return _form(visit, stored, Form(filled, wrong), status=422)
    except TextError as error:
        return _form(visit, stored, Form(filled, {"reason": plain(error)}), status=422)
    except ConflictError as error:
        return _conflict(visit, typed.item, filled, error, expected or 0)
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


def _conflict(
    visit: Visit, item: Service, filled: entries.Filled, error: ConflictError, expected: int
) -> Response:
    register = visit.regulator.register
    history = register.history("service", item.id)
    try:
        stored = register.service(item.id)
    except UnknownError:
        # Removed by somebody else: there is no form to go on with.
        rows = [
            (entries.LABELS[name], "", "", text) for name, text in entries.parts_of(filled).items()
        ]
        return visit.page(
            "conflict.html",
            status=409,
            rows=rows,
            since=error.since,
            gone=True,
            form=None,
            service=item,
            crumbs=[("/console/", "Services")],
        )
    base = _filled_at(history, expected) or entries.fill_service(stored.item)
    theirs = entries.fill_service(stored.item)
    was, now, mine = map(entries.parts_of, (base, theirs, filled))
    rows = [
        (label, was.get(name, ""), now.get(name, ""), mine.get(name, ""))
        for name, label in entries.LABELS.items()
        if name in mine and not was.get(name, "") == now.get(name, "") == mine.get(name, "")
    ]
    form = Form(entries.merged(base, theirs, filled) | _about_change(visit))
    return _form(
        visit,
        stored,
        form,
        status=409,
        template="conflict.html",
        rows=rows,
        since=error.since,
        gone=False,
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
        stored=stored,
        service=stored.item,
        form=form,
        rows_of_surfaces=range(entries.surfaces_in(form.filled) + _BLANK_ROWS),
        options=_options(visit, stored.item, regime),
        **values,
    )


def summary(form: Form) -> list[Problem]:
    """The lines of the summary, each leading to its field."""
    return [Problem(words, field) for field, words in form.wrong.items()]


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
