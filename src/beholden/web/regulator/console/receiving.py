"""Files that a network or somebody else sent: the list, the form, the bytes back.

A file is handed back to be saved, never to be shown: it is the text of somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

from starlette.responses import Response, StreamingResponse

from beholden.regulator import (
    ReceivedError,
    ReceivedKind,
    TextError,
    TooLongError,
    UnknownError,
    UnlikeError,
)
from beholden.web.regulator.console.editing import summary
from beholden.web.regulator.console.entries import read_day
from beholden.web.regulator.console.reconciling import days_words
from beholden.web.regulator.console.rendering import Form, paged
from beholden.web.regulator.console.visits import Visit, redirect
from beholden.web.regulator.headers import FILE

UPLOAD_BYTES_AT_MOST: Final = 4 << 30
"""Of one file through the browser; longer ones come by ``beholden regulator receive``."""

KINDS: Final = {
    "report": ("A transparency report", "What the network published, as report.json."),
    "openings": ("Openings of statements", "What the network opened of its log, for checking."),
    "counts": ("Counts of somebody else", "A CSV file of an authority or a flagger."),
    "receipt": ("A receipt", "What the network gave somebody for one statement."),
}
"""The kinds of file, with what they are called on the form."""

_LABELS: Final = {"from": "First day", "to": "Last day"}
_PER_PAGE: Final = 50
_CHUNK: Final = 1 << 20
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_NAME_AT_MOST: Final = 200


def show_list(visit: Visit) -> Response:
    """All files of a service, and the form for another."""
    return _list(visit, Form({"kind": ["report"]}))


def take(visit: Visit) -> Response:
    """Keeps a file."""
    name, upload, one = visit.params["service"], visit.upload, visit.fields.one
    fields = ("kind", "source", "from", "to", "as-it-is")
    filled = {field: [one(field)] for field in fields}
    wrong: dict[str, str] = {}
    if one("kind") not in KINDS:
        wrong["kind"] = "Say what the file is."
    if not one("source"):
        wrong["source"] = "Say who sent the file."
    first, last = read_day(one("from"), "from", wrong), read_day(one("to"), "to", wrong)
    if upload is None or not upload.name:
        wrong["file"] = "Choose a file."
    elif not upload.size:
        wrong["file"] = "This file is empty. Ask its sender for it again."
    visit.regulator.register.service(name)
    if wrong or upload is None:
        return _list(visit, Form(filled, wrong), status=422)
    try:
        visit.regulator.received.take(
            name,
            cast("ReceivedKind", one("kind")),
            upload.file,
            name=_plain_name(upload.name),
            source=one("source"),
            by=visit.person.name,
            first=first,
            last=last,
            as_it_is=bool(one("as-it-is")),
        )
    except UnlikeError as error:
        return _list(visit, Form(filled, {"file": str(error)}), status=422)
    except TextError as error:
        field, _, words = str(error).partition(": ")
        target = field if field in filled else "file"
        return _list(visit, Form(filled, {target: words or str(error)}), status=422)
    except TooLongError as error:
        return _list(visit, Form(filled, {"file": str(error)}), status=413)
    except ReceivedError as error:
        target = "to" if first and last and last < first else "file"
        return _list(visit, Form(filled, {target: str(error)}), status=422)
    return redirect(f"/console/services/{name}/received", "received")


def hand_back(visit: Visit) -> Response:
    """The bytes of one file, every one held against the digest before."""
    received = visit.regulator.received
    file = received.file(visit.number())
    if file.service != visit.params["service"]:
        raise UnknownError(f"There is no received file {file.number} of this service.")
    path = received.path(file)
    name = _UNSAFE.sub("_", file.name).strip("._") or "file"
    headers = {
        **FILE,
        "Content-Disposition": f'attachment; filename="{file.number}-{name}"',
        "Content-Length": str(file.bytes),
    }
    return StreamingResponse(_pieces(path), headers=headers, media_type="application/octet-stream")


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def _list(visit: Visit, form: Form, *, status: int = 200) -> Response:
    regulator, name = visit.regulator, visit.params["service"]
    stored = regulator.register.service(name)
    files = regulator.received.files(name)
    part, pager = paged(files[::-1], visit.query.get("page", ""), _PER_PAGE)
    return visit.page(
        "received.html",
        status=status,
        here="/console/",
        crumbs=visit.way_to(name),
        problems=summary(form, _LABELS),
        service=stored.item,
        files=part,
        count=len(files),
        pager=pager,
        form=form,
        days_words=days_words,
        kinds=[(id_, words, aside) for id_, (words, aside) in KINDS.items()],
        kind_names={id_: words for id_, (words, _) in KINDS.items()},
        may_change=visit.may("officer"),
    )


def _plain_name(name: str) -> str:
    """The last part of a name: some browsers send the whole path of somebody's machine."""
    last = re.split(r"[\\/]", name)[-1]
    printable = "".join(char if char.isprintable() else "_" for char in last).strip()
    return printable[:_NAME_AT_MOST] or "file"
