"""How the service stands: probes, metrics, the operator's page."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

import beholden
from beholden.gate import GateError
from beholden.lists import ListsError
from beholden.web import metrics
from beholden.web.board import Post, WorkerPost, read_board
from beholden.web.endpoint import Answer, Call
from beholden.web.operator import (
    ASSETS,
    Fault,
    HourCount,
    LatencyRow,
    ListMatches,
    ListRow,
    LoweredRow,
    OperatorState,
    WorkerRow,
    render,
)
from beholden.web.operator import (
    Problem as ProblemRow,
)
from beholden.web.problems import Problem

_encode = msgspec.json.Encoder().encode
_HOURS = 24
_STALE_POST_SECONDS = 10.0
_ENDPOINTS = {
    "/v1/check/image": "check image",
    "/v1/check/hashes": "check hashes",
    "/v1/lookup": "look up",
}
_NOT_READY = frozenset({"not_recorded", "no_list", "stopping"})

PAGE_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        (
            b"default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
            b"base-uri 'none'; frame-ancestors 'none'"
        ),
    ),
)


class Health(msgspec.Struct, frozen=True):
    """The process answers."""

    status: str


class ReadyProblem(msgspec.Struct, frozen=True):
    """One thing that keeps the service from its job, or from all of it."""

    code: str
    message: str


class Ready(msgspec.Struct, frozen=True):
    """``ready``, ``degraded`` (it works, somebody should act) or ``not ready``."""

    status: str
    problems: tuple[ReadyProblem, ...]


async def healthz(call: Call) -> Answer:
    """Whether the process answers at all."""
    del call
    return Answer(_encode(Health("alive")))


async def readyz(call: Call) -> Answer:
    """Whether uploads may be sent here, and what is wrong with which list."""
    problems = dict(call.worker.problems())
    if call.worker.stopping:
        problems["stopping"] = "The service is being stopped."
    listed = tuple(ReadyProblem(code, sentence) for code, sentence in problems.items())
    ready = not _NOT_READY & problems.keys()
    status = ("degraded" if listed else "ready") if ready else "not ready"
    return Answer(_encode(Ready(status, listed)), 200 if ready else 503)


async def prometheus(call: Call) -> Answer:
    """Metrics of all workers."""
    del call
    return Answer(await asyncio.to_thread(metrics.exposition), content_type=metrics.CONTENT_TYPE)


async def asset(call: Call) -> Answer:
    """A style sheet of the pages."""
    found = ASSETS.get("/static/" + call.parameter("name"))
    if found is None:
        raise Problem(404, "not_found", "There is no such file.")
    return Answer(
        found.content,
        content_type=found.content_type,
        headers=((b"cache-control", b"public, max-age=31536000, immutable"),),
    )


async def page(call: Call) -> Answer:
    """The operator's page."""
    try:
        async with asyncio.timeout(call.worker.config.server.answer_seconds):
            state = await asyncio.to_thread(operator_state, call)
    except (GateError, ListsError, TimeoutError) as error:
        call.worker.fault("not_readable", str(error) or "The store did not answer in time.")
        raise Problem(
            503, "store_unavailable", "The state cannot be read now.", retry_seconds=5
        ) from None
    html = await asyncio.to_thread(render, state, "")
    return Answer(html.encode(), content_type="text/html; charset=utf-8", headers=PAGE_HEADERS)


def operator_state(call: Call) -> OperatorState:
    """Everything that the operator's page shows."""
    worker = call.worker
    now = datetime.now(UTC)
    snapshot = worker.live.current
    posts, faults = read_board(worker.shared)
    posts = tuple(
        post for post in posts if (now - post.posted).total_seconds() < _STALE_POST_SECONDS
    )
    problems = worker.problems()
    return OperatorState(
        now=now,
        version=beholden.__version__,
        started=min((post.started for post in posts), default=now),
        mode=snapshot.policy.mode,
        policy_version=snapshot.policy.version,
        policy_digest=snapshot.policy.digest,
        ready=not _NOT_READY & problems.keys(),
        problems=tuple(ProblemRow(code, sentence) for code, sentence in problems.items()),
        hours=_hours(call, now),
        matches=_matches(call, now),
        lists=tuple(_list_rows(call)),
        latency=_latency(posts),
        workers=tuple(_worker_row(post) for post in posts),
        faults=_faults(posts, faults),
        lowered=tuple(
            LoweredRow(one.list, one.entry, one.at, one.accounts, one.reason)
            for one in worker.app.guard.lowered()
        ),
        store=worker.app.store.shown_url if not worker.app.store.is_sqlite else "SQLite",
        ledger=worker.ledger_words(),
    )


def _hours(call: Call, now: datetime) -> tuple[HourCount, ...]:
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    hours = [this_hour - timedelta(hours=back) for back in reversed(range(_HOURS))]
    counted: Counter[tuple[str, str]] = Counter()
    for row in call.worker.app.archive.hours(hours[0], now + timedelta(hours=1)):
        counted[row.hour, row.would_be] += row.count
    return tuple(
        HourCount(
            hour, *(counted[hour.strftime("%Y-%m-%dT%HZ"), o] for o in ("allow", "hold", "block"))
        )
        for hour in hours
    )


def _matches(call: Call, now: datetime) -> tuple[ListMatches, ...]:
    spans = (timedelta(0), timedelta(hours=_HOURS - 1), timedelta(days=7))
    found: dict[str, list[int]] = {}
    for number, span in enumerate(spans):
        for row in call.worker.app.archive.matches(now - span):
            found.setdefault(row.list, [0] * len(spans))[number] += row.count
    return tuple(ListMatches(name, *counts) for name, counts in sorted(found.items()))


def _list_rows(call: Call) -> list[ListRow]:
    rows = []
    for status in call.worker.app.lists.status(verify=False):
        active = status.active
        rows.append(
            ListRow(
                name=status.name,
                role=active.role if active else "",
                edition=active.edition if active else "",
                version=active.version if active else "",
                entries=active.count if active else 0,
                protecting=active.protecting if active else 0,
                age_days=status.age_days,
                stale=status.stale,
                notes=(*status.notes, *status.not_protecting),
            )
        )
    return rows


def _latency(posts: tuple[WorkerPost, ...]) -> tuple[LatencyRow, ...]:
    rows = []
    for path, what in _ENDPOINTS.items():
        seconds = sorted(s for post in posts for s in post.seconds.get(path, ()))
        if seconds:
            count = sum(post.answered.get(path, 0) for post in posts)
            marks = (_quantile(seconds, share) * 1000 for share in (0.5, 0.95, 0.99))
            rows.append(LatencyRow(what, count, *marks))
    return tuple(rows)


def _quantile(in_order: list[float], share: float) -> float:
    return in_order[min(len(in_order) - 1, int(share * len(in_order)))]


def _worker_row(post: WorkerPost) -> WorkerRow:
    return WorkerRow(
        number=post.number,
        pid=post.pid,
        started=post.started,
        in_flight=post.in_flight,
        decode_workers=post.decode_workers,
        memory_bytes=_resident_bytes(post.pid),
        version_of_lists=", ".join(post.lists),
    )


def _resident_bytes(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * 4096


def _faults(posts: tuple[WorkerPost, ...], own: tuple[Post, ...]) -> tuple[Fault, ...]:
    """The same code in several workers is one row: the latest sentence, the sum of counts."""
    newest: dict[str, Post] = {}
    counts: Counter[str] = Counter()
    for fault in (*own, *(fault for post in posts for fault in post.faults)):
        counts[fault.code] += fault.count
        if fault.code not in newest or fault.at > newest[fault.code].at:
            newest[fault.code] = fault
    rows = [Fault(f.at, f.code, f.message, counts[f.code]) for f in newest.values()]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))
