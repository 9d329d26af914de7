"""What goes wrong, as the caller hears it: ``application/problem+json`` (RFC 9457).

A problem has a stable ``code``, a sentence that says what to do, and the path of the
bad field where there is one. It never repeats the content of an upload.

    raise Problem(413, "too_large", "The body has more than 33,554,432 bytes.")
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

PROBLEM_TYPE = "application/problem+json"


class Meaning(NamedTuple):
    """What a code says, and the statuses it comes with."""

    statuses: tuple[int, ...]
    sentence: str


CODES: Mapping[str, Meaning] = {
    "broken_form": Meaning((400,), "The multipart form cannot be read."),
    "broken_json": Meaning((400,), "The body is no JSON."),
    "broken_request": Meaning((400,), "This is no HTTP request that can be read."),
    "repeated_header": Meaning((400,), "A header came more than once that must come once."),
    "no_valid_key": Meaning((401,), "No API key was sent, or one that opens nothing."),
    "scope_missing": Meaning((403,), "The key lacks the scope that this path needs."),
    "no_checkpoint": Meaning((404,), "No checkpoint of the log is published yet."),
    "no_such_decision": Meaning((404,), "No decision of this id is kept."),
    "no_such_edition": Meaning((404,), "The list has no such edition."),
    "no_such_list": Meaning((404,), "There is no list of this name."),
    "no_such_statement": Meaning((404,), "There is no statement of this id."),
    "no_such_tile": Meaning((404,), "The log has no tile or bundle of this path now."),
    "not_found": Meaning((404,), "There is nothing at this path."),
    "wrong_method": Meaning((405,), "The path does not take this method; see Allow."),
    "too_slow": Meaning((408, 503), "408: the body took too long. 503: hashing took too long."),
    "edition_damaged": Meaning((409,), "Files of the edition are not as they were written."),
    "list_damaged": Meaning((409,), "The record of what is active in the list is damaged."),
    "no_earlier_edition": Meaning((409,), "There is nothing to roll back to."),
    "log_not_named": Meaning((409,), "The log has no name yet, so nothing is promised in it."),
    "not_in_log_yet": Meaning((409,), "No published checkpoint covers the statement yet."),
    "too_large": Meaning((413,), "The body is longer than the configured limit."),
    "not_a_list": Meaning((415,), "The content type is none of those of lists."),
    "not_a_picture": Meaning((415,), "The content type is no picture's."),
    "not_json": Meaning((415,), "The content type is not JSON."),
    "cannot_be_judged": Meaning((422,), "The upload's names or hashes cannot be judged."),
    "invalid_field": Meaning((422,), "The field that `path` names is not what it must be."),
    "key_reused": Meaning((422,), "The idempotency key belongs to another request."),
    "list_refused": Meaning((422,), "The file or its settings are refused; nothing changed."),
    "one_file_needed": Meaning((422,), "The form has no file, or several."),
    "too_many_parts": Meaning((422,), "The form has too many parts."),
    "queue_full": Meaning((429,), "Too many uploads wait already."),
    "rate_limited": Meaning((429,), "The key made its checks of this second."),
    "internal": Meaning((500,), "A fault in the program; there is no decision."),
    "busy": Meaning((503,), "The record or the lists are in use; there is no decision."),
    "decoder_unavailable": Meaning((503,), "No decode worker starts; there is no decision."),
    "ledger_unreadable": Meaning((503,), "The log or its statements cannot be read now."),
    "list_job_failed": Meaning((503,), "The change did not end; what was active still is."),
    "lists_unreadable": Meaning((503,), "The lists cannot be read."),
    "no_decision": Meaning((503,), "Judging failed; there is no decision."),
    "no_list": Meaning((503,), "No list is active, so nothing could match; no decision."),
    "not_recorded": Meaning((503,), "It could not be written, so it did not happen."),
    "store_unavailable": Meaning((503,), "The record cannot be read."),
    "too_many_connections": Meaning((503,), "The worker holds all connections it may."),
}
"""Every code of every answer; programs may depend on them."""


class ProblemAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every error answer.

    ``code`` is stable; programs may depend on it. ``path`` names the bad field, as in
    ``items[3].pdq`` or ``query.limit``.
    """

    type: str
    title: str
    status: int
    code: Annotated[str, Meta(extra_json_schema={"enum": list(CODES)})]
    detail: str
    path: str | None = None


class Problem(Exception):  # noqa: N818 - the field's own word (RFC 9457)
    """An answer that is an error.

    Args:
        status: HTTP status.
        code: Stable name of the problem.
        detail: A sentence that says what to do.
        path: The bad field.
        retry_seconds: Sent as ``Retry-After``, rounded up.
        close: Whether the connection must end, because not all of the body was read.
        headers: Further headers.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        path: str | None = None,
        retry_seconds: float | None = None,
        close: bool = False,
        headers: tuple[tuple[bytes, bytes], ...] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.path = path
        self.close = close
        self.retry_seconds = retry_seconds
        self.headers = headers

    def body(self) -> bytes:
        """The JSON that is answered."""
        return msgspec.json.encode(
            ProblemAnswer(
                type=f"urn:beholden:problem:{self.code}",
                title=HTTPStatus(self.status).phrase,
                status=self.status,
                code=self.code,
                detail=self.detail,
                path=self.path,
            )
        )


class ClientGoneError(Exception):
    """The caller closed the connection before the request was whole; nobody is answered."""


def busy(detail: str, *, close: bool = False) -> Problem:
    """Too much waits already: try again in a second."""
    return Problem(429, "queue_full", detail, retry_seconds=1, close=close)


def validation(error: msgspec.ValidationError, root: str = "") -> Problem:
    """A field of a well-formed message is not what it must be."""
    sentence, _, where = str(error).partition(" - at `")
    # msgspec writes `$.items[3].pdq`, and `$[...]` for keys of a mapping.
    path = where.rstrip("`").removeprefix("$").removeprefix(".").replace("[...]", "")
    path = ".".join(part for part in (root, path) if part)
    return Problem(422, "invalid_field", f"{sentence}.", path=path or None)
