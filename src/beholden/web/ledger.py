"""The ledger over HTTP: the checkpoint for everybody, tiles for mirrors, receipts.

Paths and bytes are those of C2SP tlog-tiles, so that any client of that format can follow
the log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal, TypeVar

import msgspec

from beholden.ledger import (
    LedgerError,
    NotInLogError,
    TilePathError,
    UnknownStatementError,
    UnnamedLogError,
)
from beholden.store import StoreError
from beholden.web.endpoint import Answer, Call
from beholden.web.problems import Problem

T = TypeVar("T")

_TEXT = "text/plain; charset=utf-8"
_BYTES = "application/octet-stream"
# Tiles never change; a copy behind a mirror's key is for that mirror alone.
_FOR_EVER = ((b"cache-control", b"private, max-age=31536000, immutable"),)


class ReceiptQuery(msgspec.Struct, frozen=True):
    """``form``: ``newest`` is the proof if the log has it by now, else the receipt."""

    form: Literal["newest", "receipt", "proof"] = "newest"


async def checkpoint(call: Call) -> Answer:
    """The newest published checkpoint."""
    note = await _asked(call, call.worker.app.ledger.service.published)
    if note is None:
        raise Problem(
            404, "no_checkpoint", "No checkpoint is published yet. Try again in a moment.",
            retry_seconds=2,
        )  # fmt: skip
    return Answer(note, content_type=_TEXT)


async def tile(call: Call) -> Answer:
    """A tile or an entry bundle."""
    path = "tile/" + call.parameter("path")
    try:
        data = await asyncio.to_thread(call.worker.app.ledger.service.tile, path)
    except TilePathError as error:
        raise Problem(404, "no_such_tile", str(error), path="path.path") from None
    except (LedgerError, OSError) as error:
        call.worker.fault("ledger_unreadable", str(error))
        raise Problem(
            503, "ledger_unreadable", "This tile cannot be read now. Try again.", retry_seconds=5
        ) from None
    if data is None:
        raise Problem(
            404, "no_such_tile", "The log has no such tile now. See the checkpoint for its size.",
            path="path.path",
        )  # fmt: skip
    return Answer(data, content_type=_BYTES, headers=_FOR_EVER)


async def receipt(call: Call) -> Answer:
    """What the holder of a key with the scope "receipts" can hold the network to."""
    statement_id = call.parameter("id")
    form = call.query(ReceiptQuery).form
    ledger = call.worker.app.ledger.service
    try:
        found = await _asked(call, lambda: ledger.document(statement_id, form))
    except UnknownStatementError as error:
        raise Problem(404, "no_such_statement", str(error), path="path.id") from None
    except UnnamedLogError as error:
        raise Problem(409, "log_not_named", str(error)) from None
    except NotInLogError as error:
        raise Problem(
            409, "not_in_log_yet", str(error), path="query.form", retry_seconds=2
        ) from None
    return Answer(found, content_type=_TEXT)


async def _asked(call: Call, question: Callable[[], T]) -> T:
    try:
        async with asyncio.timeout(call.worker.config.server.answer_seconds):
            return await asyncio.to_thread(question)
    except (UnknownStatementError, NotInLogError, UnnamedLogError):
        raise
    except (LedgerError, StoreError, OSError, TimeoutError) as error:
        call.worker.fault("ledger_unreadable", str(error) or "The ledger did not answer in time.")
        raise Problem(
            503, "ledger_unreadable", "The ledger cannot be read now. Try again.", retry_seconds=5
        ) from None
