"""Scorecards: draft, look at it as the public will, publish by a second person, withdraw."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from beholden.regulator import (
    ConflictError,
    NotAllowedError,
    PublicationError,
    TextError,
    UnknownError,
)
from beholden.regulator.core import Publication
from beholden.web.regulator.console.editing import plain, summary
from beholden.web.regulator.console.entries import read_day
from beholden.web.regulator.console.findings import Found, found_of, standings
from beholden.web.regulator.console.rendering import Form, Problem, paged
from beholden.web.regulator.console.visits import Visit, redirect, whole
from beholden.web.regulator.site import heading, in_house_style, result

_LABELS: Final = {"reconciliation": "", "from": "First day", "to": "Last day"}
_PER_PAGE: Final = 50
_NOTES_AT_MOST: Final = 20
_DIFFERENCES_SHOWN: Final = 10


def show_list(visit: Visit) -> Response:
    """All scorecards of a service."""
    name = visit.params["service"]
    publications = visit.regulator.publications.all(name)
    part, pager = paged(publications[::-1], visit.query.get("page", ""), _PER_PAGE)
    return visit.page(
        "scorecards.html",
        here="/console/",
        crumbs=visit.way_to(name),
        name=visit.name_of(name),
        standing=standings(publications),
        service=name,
        publications=part,
        pager=pager,
        count=len(publications),
    )


def show_draft_form(visit: Visit) -> Response:
    """What the draft shall be about."""
    name = visit.params["service"]
    found = found_of(visit.regulator, name)
    corrects = visit.query.get("corrects", "")
    if (number := whole(corrects)) is not None:
        # A correction is about the same days.
        wrong = visit.regulator.publications.one(name, number).card
        found = [it for it in found if (it.first, it.last) == (wrong.first, wrong.last)]
    chosen = str(found[0].number) if found else ""
    return _draft_form(visit, Form({"reconciliation": [chosen], "corrects": [corrects]}))


def draft(visit: Visit) -> Response:
    """Makes the draft."""
    name, one = visit.params["service"], visit.fields.one
    names = ("reconciliation", "from", "to", "corrects", "notes")
    filled = {field: [visit.fields.raw(field)] for field in names}
    wrong: dict[str, str] = {}
    first, last = read_day(one("from"), "from", wrong), read_day(one("to"), "to", wrong)
    if (first is None) != (last is None) and not wrong:
        wrong["to" if last is None else "from"] = "Enter both days, or neither."
    number = whole(one("reconciliation"))
    if number is None and first is None and not wrong:
        wrong["from"] = "Choose a reconciliation, or enter the days that the scorecard is about."
    notes = [line.strip() for line in one("notes").split("\n") if line.strip()]
    if len(notes) > _NOTES_AT_MOST:
        wrong["notes"] = f"Write {_NOTES_AT_MOST} lines at most."
    if wrong:
        return _draft_form(visit, Form(filled, wrong), status=422)
    days = None if first is None or last is None else (first, last)
    try:
        card = visit.regulator.cards.make(name, reconciliation=number, days=days, notes=notes)
    except TextError as error:
        return _draft_form(visit, Form(filled, {"notes": plain(error)}), status=422)
    except (PublicationError, UnknownError) as error:
        field = "from" if days else "reconciliation"
        return _draft_form(visit, Form(filled, {field: str(error)}), status=422)
    corrects = whole(one("corrects"))
    try:
        made = visit.regulator.publications.draft(card, by=visit.person.name, corrects=corrects)
    except (PublicationError, UnknownError) as error:
        field = "reconciliation" if corrects is None else "corrects"
        return _draft_form(visit, Form(filled, {field: str(error)}), status=422)
    return redirect(f"/console/services/{name}/scorecards/{made.number}", "drafted")


def show_scorecard(visit: Visit) -> Response:
    """One scorecard: what it says in short, what happened to it, and what can be done."""
    return _scorecard(visit, visit.regulator.publications.one(*_which(visit)))


def publish(visit: Visit) -> Response:
    """Publishes a draft, if it is still the one that this person looked at."""
    name, number = _which(visit)
    one = visit.regulator.publications.one(name, number)
    if not visit.fields.one("looked"):
        wrong = {"looked": "Look at the preview first, then say that you did."}
        return _scorecard(visit, one, Form({}, wrong), status=422)
    try:
        visit.regulator.publications.publish(
            name, number, by=visit.person.name, digest=visit.fields.one("digest")
        )
    except (ConflictError, NotAllowedError, PublicationError) as error:
        status = 403 if isinstance(error, NotAllowedError) else 409
        one = visit.regulator.publications.one(name, number)
        return _scorecard(visit, one, Form({}, {"": str(error)}), status=status)
    return redirect(f"/console/services/{name}/scorecards/{number}", "published")


def withdraw(visit: Visit) -> Response:
    """Withdraws a published one; the public reads the reason."""
    name, number = _which(visit)
    reason = visit.fields.one("reason")
    filled = {"reason": [visit.fields.raw("reason")]}
    if not reason:
        one = visit.regulator.publications.one(name, number)
        wrong = {"reason": "Say why; the public reads it."}
        return _scorecard(visit, one, Form(filled, wrong), status=422)
    try:
        visit.regulator.publications.withdraw(name, number, by=visit.person.name, reason=reason)
    except TextError as error:
        one = visit.regulator.publications.one(name, number)
        return _scorecard(visit, one, Form(filled, {"reason": plain(error)}), status=422)
    except PublicationError as error:
        one = visit.regulator.publications.one(name, number)
        return _scorecard(visit, one, Form(filled, {"": str(error)}), status=409)
    return redirect(f"/console/services/{name}/scorecards/{number}", "withdrawn")


def _scorecard(
    visit: Visit, one: Publication, form: Form | None = None, *, status: int = 200
) -> Response:
    form = form or Form()
    person = visit.person
    card = one.card
    own = visit.regulator.publications.all(one.service)
    return visit.page(
        "scorecard.html",
        status=status,
        here="/console/",
        crumbs=visit.way_to(one.service),
        problems=[Problem(words, field) for field, words in form.wrong.items()],
        one=one,
        card=card,
        form=form,
        differences=card.differences[:_DIFFERENCES_SHOWN],
        heading=heading,
        styled=in_house_style,
        result=result(card),
        more=max(0, len(card.differences) - _DIFFERENCES_SHOWN),
        standing=standings(own)[one.number],
        corrected_by=[
            other for other in own if other.corrects == one.number and other.state != "withdrawn"
        ],
        is_maker=person.name in {one.made_by, one.compared_by},
        may_publish=visit.may("publisher"),
        may_draft=visit.may("officer"),
    )


def _draft_form(visit: Visit, form: Form, *, status: int = 200) -> Response:
    name = visit.params["service"]
    stored = visit.regulator.register.service(name)
    found = found_of(visit.regulator, name)
    public = visit.regulator.publications.public(name)[::-1]
    return visit.page(
        "draft-form.html",
        status=status,
        here="/console/",
        crumbs=visit.way_to(name),
        problems=summary(form, _LABELS),
        service=stored.item,
        form=form,
        reconciliations=[("", "None: only the register and drills"), *map(_choice, found)],
        correctable=[("", "Nothing: it is a new one"), *map(_correctable, public)],
    )


def _correctable(one: Publication) -> tuple[str, str]:
    words = f"Scorecard {one.number}, {one.card.first} to {one.card.last}"
    return str(one.number), f"{words} (withdrawn)" if one.state == "withdrawn" else words


def _choice(found: Found) -> tuple[str, str]:
    return str(found.number), f"{found.number}: {found.first} to {found.last}, {found.verdict}"


def _which(visit: Visit) -> tuple[str, int]:
    return visit.params["service"], visit.number()
