"""Reading what was decided: one decision, or pages of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from beholden.gate import Decision, Filter, Outcome, Page, PageError, RecordError
from beholden.web.endpoint import Answer, Call
from beholden.web.messages import PRINTABLE, Name
from beholden.web.problems import Problem, validation

_encode = msgspec.json.Encoder().encode

PAGE_AT_MOST = 500
_CURSOR = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

# As text: where numbers are read from text, msgspec takes a number for a time as well.
_TimeText = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
_Time = Annotated[datetime, Meta(tz=True)]

T = TypeVar("T")


class DecisionsQuery(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which decisions: all conditions must hold. Newest first.

    ``account`` is the pseudonym that was sent with the upload; what is kept of it is a
    keyed digest, which this is turned into. ``since`` and ``until`` are RFC 3339 times,
    the first included, the second not. ``entry`` needs its ``list``. ``cursor`` is the
    ``next`` of the page before.
    """

    outcome: Outcome | None = None
    would_be: Outcome | None = None
    surface: Name | None = None
    rule: Annotated[str, PRINTABLE, Meta(min_length=1, max_length=500)] | None = None
    list: Annotated[str, PRINTABLE, Meta(min_length=1, max_length=63)] | None = None
    entry: Annotated[str, PRINTABLE, Meta(min_length=1, max_length=256)] | None = None
    account: Name | None = None
    sha256: Annotated[str, Meta(pattern="^[0-9a-fA-F]{64}$")] | None = None
    since: _TimeText | None = None
    until: _TimeText | None = None
    limit: Annotated[int, Meta(ge=1, le=PAGE_AT_MOST)] = 100
    cursor: Annotated[str, Meta(max_length=64, pattern=_CURSOR)] | None = None


class DecisionsAnswer(msgspec.Struct, frozen=True):
    """One page, newest first; ``next`` is the cursor of the page after, if there is one."""

    decisions: tuple[Decision, ...]
    next: str | None


async def list_decisions(call: Call) -> Answer:
    """One page of held and blocked decisions."""
    query = call.query(DecisionsQuery)
    app = call.worker.app
    wanted = Filter(
        outcome=query.outcome,
        would_be=query.would_be,
        surface=query.surface,
        rule=query.rule,
        list=query.list,
        entry=query.entry,
        account_key=app.account_key(query.account) if query.account is not None else None,
        sha256=query.sha256.lower() if query.sha256 else None,
        since=_time("since", query.since),
        until=_time("until", query.until),
    )
    try:
        page: Page = await _asked(
            call, lambda: app.archive.page(wanted, limit=query.limit, cursor=query.cursor)
        )
    except PageError as error:
        raise Problem(422, "invalid_field", error.problem, path=f"query.{error.field}") from None
    return Answer(_encode(DecisionsAnswer(page.decisions, page.cursor)))


async def one_decision(call: Call) -> Answer:
    """One held or blocked decision."""
    decision_id = call.parameter("id")
    found = await _asked(call, lambda: call.worker.app.archive.find(decision_id))
    if found is None:
        raise Problem(
            404,
            "no_such_decision",
            "No decision of this id is kept. Of allowed uploads only counts are kept; held and "
            "blocked ones are deleted when their time is over.",
            path="path.id",
        )
    return Answer(_encode(found))


def _time(field: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found: datetime = msgspec.convert(text, _Time)
    except msgspec.ValidationError as error:
        raise validation(error, root=f"query.{field}") from None
    return found


async def _asked(call: Call, question: Callable[[], T]) -> T:
    try:
        async with asyncio.timeout(call.worker.config.server.answer_seconds):
            return await asyncio.to_thread(question)
    except (RecordError, TimeoutError) as error:
        call.worker.fault("not_readable", str(error) or "The store did not answer in time.")
        raise Problem(
            503, "store_unavailable", "The record cannot be read now. Try again.", retry_seconds=5
        ) from None
