"""What goes wrong, as the caller hears it: ``application/problem+json`` (RFC 9457).

A problem has a stable ``code``, a sentence that says what to do, and the path of the
bad field where there is one. It never repeats the content of an upload.

    raise Problem(413, "too_large", "The body has more than 33,554,432 bytes.")
"""

from __future__ import annotations

from http import HTTPStatus

import msgspec

PROBLEM_TYPE = "application/problem+json"


class ProblemAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every error answer.

    ``code`` is stable; programs may depend on it. ``path`` names the bad field, as in
    ``items[3].pdq`` or ``query.limit``.
    """

    type: str
    title: str
    status: int
    code: str
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


def busy(detail: str, *, code: str = "queue_full", close: bool = False) -> Problem:
    """Too much waits already: try again in a second."""
    return Problem(429, code, detail, retry_seconds=1, close=close)


def validation(error: msgspec.ValidationError, root: str = "") -> Problem:
    """A field of a well-formed message is not what it must be."""
    sentence, _, where = str(error).partition(" - at `")
    # msgspec writes `$.items[3].pdq`, and `$[...]` for keys of a mapping.
    path = where.rstrip("`").removeprefix("$").removeprefix(".").replace("[...]", "")
    path = ".".join(part for part in (root, path) if part)
    return Problem(422, "invalid_field", f"{sentence}.", path=path or None)
