"""Reconciling what a network published with its log and with counts of others.

The files are those that were received. It runs in a thread of its own, one for each service;
the form waits a moment, then leads to a page that says how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from starlette.responses import Response

from beholden.regulator import Asked, CountsError, GivenFile, ReceivedFile
from beholden.regulator.core import Difference, printed, whole_of
from beholden.transparency.core import Window
from beholden.web.regulator.console.editing import summary
from beholden.web.regulator.console.entries import read_day
from beholden.web.regulator.console.findings import found_of
from beholden.web.regulator.console.rendering import Form, paged
from beholden.web.regulator.console.visits import Visit, redirect, whole
from beholden.web.regulator.jobs import Job, JobsBusyError
from beholden.web.regulator.site import against, grouped, heading, in_house_style

_PER_PAGE: Final = 50
_WAIT_SECONDS: Final = 15.0
_FILES_SHOWN: Final = 100
_KINDS: Final = ("report", "openings", "counts")
_LABELS: Final = {
    "from": "First day",
    "to": "Last day",
    "report": "Transparency report",
    "openings": "Openings of statements",
    "counts": "Counts of others",
}
_ORDER: Final = ("differs", "cannot-tell", "within-tolerance", "agrees")


def show_list(visit: Visit) -> Response:
    """All reconciliations of a service."""
    name = visit.params["service"]
    stored = visit.regulator.register.service(name)
    found = found_of(visit.regulator, name)
    part, pager = paged(found, visit.query.get("page", ""), _PER_PAGE)
    return visit.page(
        "reconciliations.html",
        here="/console/",
        crumbs=visit.way_to(name),
        service=stored.item,
        found=part,
        count=len(found),
        pager=pager,
    )


def show_form(visit: Visit) -> Response:
    """Which days, and which of the received files."""
    # What cannot be read, or of which nobody knows the days, is for the officer to choose.
    files = [
        one
        for one in visit.regulator.received.files(visit.params["service"])
        if one.about is not None and one.days is not None
    ]
    newest = next((one for one in reversed(files) if one.kind == "report"), None)
    if newest is None or newest.days is None:
        return _form(visit, Form())
    first, last = newest.days
    alike = [one for one in files if one.days == newest.days]
    filled = {
        "from": [first.isoformat()],
        "to": [last.isoformat()],
        "report": [str(newest.number)],
        **{
            kind: [str(one.number) for one in alike if one.kind == kind]
            for kind in ("openings", "counts")
        },
    }
    return _form(visit, Form(filled))


def start(visit: Visit) -> Response:
    """Starts it, and waits a moment for its end."""
    name = visit.params["service"]
    visit.regulator.register.service(name)
    one, every = visit.fields.one, visit.fields.every
    filled = {"from": [one("from")], "to": [one("to")]}
    filled |= {kind: list(every(kind)) for kind in _KINDS}
    wrong: dict[str, str] = {}
    window = _window(visit, wrong)
    chosen = {kind: _chosen(visit, kind, wrong) for kind in _KINDS}
    if not chosen["report"] and not chosen["counts"]:
        wrong.setdefault("report", "Choose a report, or counts to hold against each other.")
    if wrong or window is None:
        return _form(visit, Form(filled, wrong), status=422)
    try:
        job = visit.jobs.start(name, visit.person.name, _work(visit, window, chosen))
    except JobsBusyError as error:
        return _form(visit, Form(filled, {"from": str(error)}), status=429)
    job.wait(_WAIT_SECONDS)
    if job.over and job.problem:
        return _form(visit, Form(filled, _refusal(job)), status=422)
    if job.over:
        return redirect(job.target, "compared")
    return redirect(f"/console/services/{name}/reconcile/running")


def _refusal(job: Job) -> dict[str, str]:
    """What stands beside which field."""
    error = job.error
    if not isinstance(error, CountsError):
        return {"report": job.problem}
    said = "a problem" if len(error.lines) == 1 else f"{len(error.lines)} problems"
    return {"counts": "\n".join([f"{error.name} cannot be read: {said}.", *error.lines])}


def _work(
    visit: Visit, window: Window, chosen: Mapping[str, Sequence[ReceivedFile]]
) -> Callable[[], str]:
    """What the thread does; it returns the address of the result."""
    regulator, name = visit.regulator, visit.params["service"]

    def given(kind: str) -> tuple[GivenFile, ...]:
        return tuple(GivenFile(regulator.received.path(file), file.name) for file in chosen[kind])

    def work() -> str:
        kept = regulator.reconciliations.make(
            Asked(
                service=name,
                window=window,
                reports=given("report"),
                openings=given("openings"),
                counts=given("counts"),
                by=visit.person.name,
            )
        )
        return f"/console/services/{name}/reconciliations/{kept.number}"

    return work


def show_running(visit: Visit) -> Response:
    """How far the newest one is."""
    name = visit.params["service"]
    stored = visit.regulator.register.service(name)
    job: Job | None = visit.jobs.find(name)
    return visit.page(
        "running.html",
        here="/console/",
        crumbs=visit.way_to(name),
        service=stored.item,
        job=job,
    )


def show_one(visit: Visit) -> Response:
    """One reconciliation: its differences, worst first, with their causes, and its sources."""
    name = visit.params["service"]
    kept = visit.regulator.reconciliations.get(name, visit.number())
    result = kept.result
    ordered = sorted(result.differences, key=lambda one: _ORDER.index(one.verdict))
    shown = [one for one in ordered if one.verdict in {"differs", "cannot-tell"}]
    alike = [one for one in ordered if one.verdict not in {"differs", "cannot-tell"}]
    part, pager = paged(alike, visit.query.get("page", ""), _PER_PAGE)
    worst, more = shown[:_FILES_SHOWN], max(0, len(shown) - _FILES_SHOWN)
    return visit.page(
        "reconciliation.html",
        here="/console/",
        crumbs=visit.way_to(name),
        service=name,
        name=visit.name_of(name),
        kept=kept,
        result=result,
        worst=worst,
        more=more,
        alike=part,
        alike_count=len(alike),
        pager=pager,
        amount=amount_words,
        heading=heading,
        grouped=grouped,
        against=against,
        styled=in_house_style,
        whole_of=whole_of,
        may_change=visit.may("officer"),
    )


def amount_words(item: Difference, which: str) -> str:
    """One side of a comparison as text."""
    return printed(item.one if which == "one" else item.other)


def _window(visit: Visit, wrong: dict[str, str]) -> Window | None:
    days = [read_day(visit.fields.one(field), field, wrong) for field in ("from", "to")]
    for field, day in zip(("from", "to"), days, strict=True):
        if day is None:
            which = "first" if field == "from" else "last"
            wrong.setdefault(field, f"Enter the {which} day that is compared.")
    first, last = days
    if first is None or last is None:
        return None
    if last < first:
        wrong["to"] = "The last day is before the first."
    return Window(first, last)


def _chosen(visit: Visit, kind: str, wrong: dict[str, str]) -> list[ReceivedFile]:
    files = []
    own = {
        str(one.number): one
        for one in visit.regulator.received.files(visit.params["service"])
        if one.kind == kind
    }
    for number in visit.fields.every(kind):
        if number in own:
            files.append(own[number])
        elif number:
            wrong[kind] = f"There is no received file {whole(number) or 0} of this kind."
    return files


def _form(visit: Visit, form: Form, *, status: int = 200) -> Response:
    name = visit.params["service"]
    stored = visit.regulator.register.service(name)
    files = visit.regulator.received.files(name)
    return visit.page(
        "reconcile-form.html",
        status=status,
        here="/console/",
        crumbs=visit.way_to(name),
        problems=summary(form, _LABELS),
        service=stored.item,
        form=form,
        files={
            kind: [_choice(one) for one in files[::-1] if one.kind == kind][:_FILES_SHOWN]
            for kind in _KINDS
        },
    )


def _choice(file: ReceivedFile) -> tuple[str, str, str]:
    received = f"from {file.source}, received {file.at:%Y-%m-%d} by {file.by}"
    says = "Kept as it is, and not read" if file.about is None else f"It says: {file.about.words}"
    return (
        str(file.number),
        f"{file.number}: {file.name}",
        f"{says}; {days_words(file)}; {received}",
    )


def days_words(file: ReceivedFile) -> str:
    """The days that a file is for, and those that were typed where they are others."""
    if file.days is None:
        return "days not said"
    words = f"{file.days[0]} to {file.days[1]}"
    typed = (file.first, file.last)
    if None in typed or typed == file.days:
        return words
    return f"{words} (received as for {file.first} to {file.last})"
