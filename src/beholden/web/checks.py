"""Checks and look-ups: an upload or its hashes in, decisions out.

A check answers only after its decisions are durable. A look-up answers the same and
records nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import msgspec

from beholden.app import Snapshot
from beholden.gate import CheckError, Decision, GateError
from beholden.matching import Query, QueryError
from beholden.media.core import HashOutcome
from beholden.web import multipart
from beholden.web.endpoint import Answer, Call
from beholden.web.messages import (
    HashesAnswer,
    HashesRequest,
    LookupAnswer,
    PolicyRef,
    UploadQuery,
    answer_of,
    check_printable,
    query_of,
    results_of,
)
from beholden.web.problems import Problem, validation
from beholden.web.worker import ITEMS_AT_ONCE, refuse_gate_error

_hashes = msgspec.json.Decoder(HashesRequest)
_encode = msgspec.json.Encoder().encode
_OCTETS = b"application/octet-stream"
_FORM = b"multipart/form-data"
P = ParamSpec("P")
T = TypeVar("T")

FORM_FIELDS = ("account", "surface")
_QUERY_FIELD = re.compile(r"(?:queries\[(?P<number>\d+)\]\.)?(?P<field>.+)")
REPLAYED = ((b"idempotency-replayed", b"true"),)


async def check_image(call: Call) -> Answer:
    """Hashes, matches, decides and records one upload."""
    started = time.monotonic()
    worker = call.worker
    worker.take(call.key, 1)
    worker.admit_upload()
    where, outcome = await _hashed_upload(call)
    snapshot = worker.live.current
    decision = _judged(snapshot, outcome, where, started)
    idempotency = worker.idempotency(
        call, where.surface, where.account, content=lambda: _digest_of(outcome)
    )
    answer = _encode(answer_of(decision))
    recorded = await worker.record((decision,), snapshot, answer, idempotency, call.key)
    return Answer(recorded.answer, headers=REPLAYED if recorded.replayed else ())


async def check_hashes(call: Call) -> Answer:
    """Matches, decides and records up to 1,000 files by their hashes."""
    started = time.monotonic()
    worker = call.worker
    request, raw = await call.json(_hashes)
    worker.take(call.key, len(request.items))
    snapshot = worker.live.current
    decisions, answer = await _aside(len(request.items), _checked_items, snapshot, request, started)
    idempotency = worker.idempotency(call, content=lambda: hashlib.sha256(raw).hexdigest())
    recorded = await worker.record(tuple(decisions), snapshot, answer, idempotency, call.key)
    return Answer(recorded.answer, headers=REPLAYED if recorded.replayed else ())


def _checked_items(
    snapshot: Snapshot, request: HashesRequest, started: float
) -> tuple[list[Decision], bytes]:
    decisions = _judged_items(snapshot, request)
    answer = _encode(
        HashesAnswer(
            time=decisions[0].time,
            mode=decisions[0].mode,
            policy=PolicyRef(decisions[0].policy_version, decisions[0].policy_digest),
            editions=decisions[0].editions,
            took_ms=_since(started),
            results=results_of(decisions, [item.ref for item in request.items]),
        )
    )
    return decisions, answer


async def _aside(items: int, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs small work here and a batch in a thread, where it holds nobody else up."""
    if items <= ITEMS_AT_ONCE:
        return job(*args, **kwargs)
    return await asyncio.to_thread(job, *args, **kwargs)


async def look_up(call: Call) -> Answer:
    """Answers what a check would, and records nothing."""
    started = time.monotonic()
    worker = call.worker
    if call.content_type == b"application/json":
        where = call.query(UploadQuery)
        request, _ = await call.json(_hashes)
        worker.take(call.key, len(request.items))
        # The query serves pictures too; where both name one, the body is nearer the items.
        named = {field: getattr(request, field) or getattr(where, field) for field in FORM_FIELDS}
        request = msgspec.structs.replace(request, **named)
        decisions = await _aside(len(request.items), _judged_items, worker.live.current, request)
        refs = [item.ref for item in request.items]
        unscannable = None
    else:
        worker.take(call.key, 1)
        worker.admit_upload()
        where, outcome = await _hashed_upload(call)
        decisions = [_judged(worker.live.current, outcome, where, started)]
        refs, unscannable = [None], outcome.unscannable
    first = decisions[0]
    return Answer(
        _encode(
            LookupAnswer(
                time=first.time,
                mode=first.mode,
                policy=PolicyRef(first.policy_version, first.policy_digest),
                editions=first.editions,
                took_ms=_since(started),
                results=results_of(decisions, refs, recorded=False),
                unscannable=unscannable,
            )
        )
    )


async def _hashed_upload(call: Call) -> tuple[UploadQuery, HashOutcome]:
    where = call.query(UploadQuery)
    kind = call.content_type
    if not (kind in {_OCTETS, _FORM} or kind.startswith(b"image/")):
        raise Problem(
            415,
            "not_a_picture",
            "Send the picture's bytes as image/* or application/octet-stream, or a form as "
            "multipart/form-data with one file.",
            path="header.content-type",
            close=True,
        )
    most = call.worker.config.server.max_image_bytes
    if kind != _FORM:
        async with call.body(most) as data:
            return where, await call.worker.hash(data)
    async with call.body(most + (1 << 16)) as raw:
        form = multipart.parse(raw, call.header(b"content-type") or b"", fields=FORM_FIELDS)
        if form.fields:
            plain = {**msgspec.to_builtins(where), **form.fields}
            where = _checked(plain, UploadQuery)
            check_printable(where, *FORM_FIELDS, root="form.")
        return where, await call.worker.hash(form.file)


def _checked(plain: dict[str, str], kind: type[UploadQuery]) -> UploadQuery:
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError as error:
        raise validation(error, root="form") from None


def _judged(
    snapshot: Snapshot, outcome: HashOutcome, where: UploadQuery, started: float
) -> Decision:
    try:
        decision = snapshot.gate.judge(
            outcome, surface=where.surface, account=where.account, started=started
        )
    except CheckError as error:
        raise refuse_gate_error(error) from None
    except GateError as error:
        raise refuse_gate_error(error) from error
    _check_asked(snapshot, [decision])
    return decision


def _check_asked(snapshot: Snapshot, decisions: list[Decision]) -> None:
    """Without any list nothing was asked, and "allow" would wave everything through.

    In shadow mode nothing may stand in an upload's way; the drill's picture always matches.

    Raises:
        Problem: 503, so that callers hold the upload as whenever there is no decision.
    """
    if snapshot.lists.protects or snapshot.policy.mode == "shadow":
        return
    if any(decision.would_be == "allow" for decision in decisions):
        raise Problem(
            503,
            "no_list",
            "No list is active, so nothing could match. There is no decision: do not accept the "
            "upload. Activate a list.",
            retry_seconds=30,
        )


def _judged_items(snapshot: Snapshot, request: HashesRequest) -> list[Decision]:
    check_printable(request, "surface", "account")
    queries: list[Query] = []
    for number, item in enumerate(request.items):
        query = query_of(item)
        if query is None:
            raise Problem(
                422,
                "invalid_field",
                "Give at least one of pdq, dihedral, sha256, sha1, md5.",
                path=f"items[{number}]",
            )
        queries.append(query)
    try:
        decisions = snapshot.gate.judge_queries(
            queries,
            surface=request.surface,
            account=request.account,
        )
    except GateError as error:
        cause = error.__cause__
        if isinstance(cause, QueryError):
            raise _bad_hash(cause, request) from None
        raise refuse_gate_error(error) from None
    _check_asked(snapshot, decisions)
    return decisions


def _bad_hash(error: QueryError, request: HashesRequest) -> Problem:
    """The matching room names a query's field; the caller knows items."""
    found = _QUERY_FIELD.fullmatch(error.field)
    if found is None:
        return Problem(422, "invalid_field", str(error))
    number = int(found["number"] or 0)
    field = found["field"].replace("digests.", "")
    if field.startswith("pictures[0].dihedral"):
        given = bool(request.items[number].dihedral)
        field = field.replace("pictures[0].", "") if given else "pdq"
    return Problem(
        422, "invalid_field", f"{error.problem[0].upper()}{error.problem[1:]}.",
        path=f"items[{number}].{field}",
    )  # fmt: skip


def _digest_of(outcome: HashOutcome) -> str:
    if outcome.digests is not None:
        return outcome.digests.sha256
    # Without digests the bytes were not read; the reason stands for the request.
    return f"unread: {outcome.unscannable.code if outcome.unscannable else ''}"


def _since(started: float) -> float:
    return round((time.monotonic() - started) * 1000, 3)
