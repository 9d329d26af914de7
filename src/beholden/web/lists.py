"""Lists over HTTP: how they stand, new editions, activating, rolling back.

A file of a list is written to the data folder as it arrives (it is a list of hashes, not
an upload of a person), then made into an edition by a process of its own. A change is in
force in every worker within a second after its answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from beholden.lists import Edition, ImportReport, ListsError, ListStatus, SettingError, check_name
from beholden.web.endpoint import Answer, Call
from beholden.web.list_job import AddSettings, Job, Reply
from beholden.web.messages import PRINTABLE, Name, Person, check_printable
from beholden.web.problems import Problem, busy

_encode = msgspec.json.Encoder().encode
_reply = msgspec.json.Decoder(Reply)

UPLOAD_SECONDS = 3_600.0
JOB_SECONDS = 3_600.0
JOBS_AT_MOST = 2
"""Changes of lists that one worker has under way."""
FORMATS: dict[bytes, Literal["csv", "jsonl"]] = {
    b"text/csv": "csv",
    b"application/x-ndjson": "jsonl",
    b"application/jsonl": "jsonl",
}
_LEFT_OVER_SECONDS = 24 * 3600.0
_STATUS = {
    "UnknownListError": (404, "no_such_list"),
    "UnknownEditionError": (404, "no_such_edition"),
    "NoEarlierEditionError": (409, "no_earlier_edition"),
    "EditionDamagedError": (409, "edition_damaged"),
    "StateDamagedError": (409, "list_damaged"),
    "StoreBusyError": (503, "busy"),
    "StorageError": (503, "not_recorded"),
}
_REFUSED = (422, "list_refused")


class EditionQuery(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Settings of a new edition.

    ``source`` is the expert body that supplied the file, ``by`` the person who answers
    for its threshold (the API key's name if absent). ``columns`` says where fields stand,
    as ``hash=DIGEST,id=NUMBER``. ``activate`` makes it the active edition at once.
    """

    source: Annotated[Person, Meta(examples=["The body that supplied the file"])]
    by: Person | None = None
    version: Name | None = None
    radius: Annotated[int, Meta(ge=0, le=64)] | None = None
    min_quality: Annotated[int, Meta(ge=0, le=100)] = 50
    role: Literal["match", "allow"] = "match"
    action_hint: Literal["allow", "hold", "block"] | None = None
    note: Annotated[str, PRINTABLE, Meta(min_length=1, max_length=1000)] | None = None
    columns: Annotated[str, PRINTABLE, Meta(min_length=3, max_length=1000)] | None = None
    kind: Annotated[str, PRINTABLE, Meta(min_length=1, max_length=40)] | None = None
    labels: Literal["mapped", "all"] = "mapped"
    max_rejects: Annotated[float, Meta(ge=0, le=1)] = 0.001
    activate: bool = False


class ActivateRequest(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which edition to activate: its id, the start of it, or its version; the newest if absent."""

    edition: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    by: Person | None = None


class RollbackRequest(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who answers for it; the API key's name if absent."""

    by: Person | None = None


class ListsAnswer(msgspec.Struct, frozen=True):
    """How every list stands, by name."""

    lists: tuple[ListStatus, ...]


class EditionAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An edition, what its import found, and whether it is active now."""

    edition: Edition
    active: bool
    report: ImportReport | None = None


_activate = msgspec.json.Decoder(ActivateRequest)
_rollback = msgspec.json.Decoder(RollbackRequest)


async def all_lists(call: Call) -> Answer:
    """How every list stands."""
    return Answer(_encode(ListsAnswer(await _status(call))))


async def one_list(call: Call) -> Answer:
    """How one list stands."""
    name = call.parameter("name")
    for status in await _status(call):
        if status.name == name:
            return Answer(_encode(status))
    raise Problem(404, "no_such_list", "There is no list of this name.", path="path.name")


async def add_edition(call: Call) -> Answer:
    """Takes in a file of a list as a new edition."""
    name = _name(call)
    query = call.query(EditionQuery)
    form = FORMATS.get(call.content_type)
    if form is None:
        raise Problem(
            415,
            "not_a_list",
            "Send the list as text/csv, or as application/x-ndjson (JSON Lines).",
            path="header.content-type",
            close=True,
        )
    by = _by(call, query.by)
    settings = AddSettings(
        source=query.source,
        set_by=by,
        version=query.version,
        radius=query.radius,
        min_quality=query.min_quality,
        role=query.role,
        action_hint=query.action_hint,
        note=query.note,
        columns=_columns(query.columns),
        kind=query.kind,
        labels=query.labels,
        format=form,
        max_rejects=query.max_rejects,
    )
    with _one_change(call):
        async with _incoming(call, f".{form}") as path:
            reply = await _done(
                call,
                Job(
                    data=str(call.worker.app.data),
                    do="add",
                    name=name,
                    by=by,
                    file=str(path),
                    add=settings,
                    activate=query.activate,
                ),
            )
            # Where files lie on this machine is no caller's business.
            said = reply.sentence.replace(str(path), "The file")
    reply = msgspec.structs.replace(reply, sentence=said)
    where = f"/v1/lists/{name}".encode()
    return _edition(reply, active=query.activate, status=201, headers=((b"location", where),))


async def activate(call: Call) -> Answer:
    """Makes an edition the active one, after every byte of it was checked."""
    request, _ = await call.json(_activate)
    return await _switched(call, request, "activate", request.edition)


async def roll_back(call: Call) -> Answer:
    """Returns to the edition that was active before."""
    request, _ = await call.json(_rollback)
    return await _switched(call, request, "rollback")


async def _switched(
    call: Call,
    request: ActivateRequest | RollbackRequest,
    do: Literal["activate", "rollback"],
    edition: str | None = None,
) -> Answer:
    check_printable(request, "by")
    job = Job(
        data=str(call.worker.app.data),
        do=do,
        name=_name(call),
        by=_by(call, request.by),
        edition=edition,
    )
    with _one_change(call):
        return _edition(await _done(call, job), active=True)


def clear_incoming(data: Path) -> None:
    """Removes what interrupted uploads of lists left behind a day ago or earlier."""
    for path in (data / "incoming").glob("list-*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFT_OVER_SECONDS:
                path.unlink()


def _edition(
    reply: Reply,
    *,
    active: bool,
    status: int = 200,
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> Answer:
    if reply.edition is None:
        code_status, code = _STATUS.get(reply.error or "", _REFUSED)
        raise Problem(
            code_status,
            code,
            reply.sentence,
            retry_seconds=5 if code_status == 503 else None,  # noqa: PLR2004
        )
    return Answer(
        _encode(EditionAnswer(reply.edition, active, reply.report)), status, headers=headers
    )


async def _status(call: Call) -> tuple[ListStatus, ...]:
    try:
        return tuple(await asyncio.to_thread(call.worker.app.lists.status, verify=False))
    except ListsError as error:
        call.worker.fault("lists_unreadable", str(error))
        raise Problem(
            503, "lists_unreadable", "The lists cannot be read now.", retry_seconds=5
        ) from None


def _name(call: Call) -> str:
    name = call.parameter("name")
    try:
        check_name(name)
    except SettingError as error:
        raise Problem(422, "list_refused", str(error), path="path.name", close=True) from None
    return name


def _by(call: Call, named: str | None) -> str:
    return named or (f"API key {call.key.name}" if call.key else "")


def _columns(text: str | None) -> dict[str, str] | None:
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    columns = {field.strip(): column.strip() for field, _, column in pairs}
    if len(columns) != len(pairs) or not all(field and column for field, column in columns.items()):
        raise Problem(
            422, "invalid_field", "Write FIELD=COLUMN, several divided by commas.",
            path="query.columns",
        )  # fmt: skip
    return columns


@contextlib.asynccontextmanager
async def _incoming(call: Call, suffix: str) -> AsyncIterator[Path]:
    folder = call.worker.app.data / "incoming"
    path = folder / f"list-{secrets.token_hex(8)}{suffix}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                most = call.worker.config.server.max_list_bytes
                async for piece in call.stream(most, UPLOAD_SECONDS):
                    file.write(piece)
        except OSError as error:
            raise _no_room(error) from None
        yield path
    finally:
        path.unlink(missing_ok=True)


def _no_room(error: OSError) -> Problem:
    return Problem(
        503,
        "not_recorded",
        f"The list cannot be written: {error.strerror}. Nothing changed. Make room on the disk.",
        retry_seconds=30,
        close=True,
    )


@contextlib.contextmanager
def _one_change(call: Call) -> Iterator[None]:
    """Bounds the changes under way: each is a process, and an upload may fill a disk."""
    if call.worker.list_jobs >= JOBS_AT_MOST:
        raise busy("Other changes to lists are under way. Try again.", close=True)
    call.worker.list_jobs += 1
    try:
        yield
    finally:
        call.worker.list_jobs -= 1


async def _done(call: Call, job: Job) -> Reply:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "beholden.web.list_job"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(JOB_SECONDS):
            said, _ = await process.communicate(_encode(job))
        return _reply.decode(said)
    except (TimeoutError, msgspec.MsgspecError):
        call.worker.fault(
            "list_job_failed",
            f"A change to list {job.name} did not come to its end. Nothing changed.",
        )
        raise Problem(
            503,
            "list_job_failed",
            "The change did not come to its end; what was active still is. Try again.",
            retry_seconds=30,
        ) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
