"""The typed-endpoint layer: one place that every request passes.

An endpoint authenticates, checks the scope, reads query and body under limits, decodes
them into types, calls its handler and encodes the answer. Whatever a handler raises
becomes ``application/problem+json``; an error that nobody foresaw becomes a 500 without
its text, and a fault on the operator's page.

    Endpoint("POST", "/v1/check/hashes", check_hashes, scope="check", summary=...)
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

import msgspec

from beholden.web.bodies import SMALL_BYTES
from beholden.web.problems import PROBLEM_TYPE, ClientGoneError, Problem, validation

if TYPE_CHECKING:
    from beholden.access import Key, Scope
    from beholden.web.worker import Worker

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

JSON = "application/json"
# The longest values of every parameter fit, each character percent-encoded.
_QUERY_BYTES_AT_MOST = 32_768
_QUERY_FIELDS_AT_MOST = 32

SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
"""On every answer; a page replaces some of them by its own."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler gives back."""

    body: bytes
    status: int = 200
    content_type: str = JSON
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One example for OpenAPI."""

    name: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Body:
    """A body that an endpoint reads: a type for JSON, or bytes of some content types."""

    content_type: str
    type: Any = bytes
    examples: tuple[Example, ...] = ()
    form_fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One route and everything that is said of it; an ASGI application."""

    method: str
    path: str
    handler: Callable[[Call], Awaitable[Answer]]
    scope: Scope | None
    summary: str
    answers: Mapping[int, Any]
    """By status: the type of the answer, or a content type for what is no JSON."""
    query: type[msgspec.Struct] | None = None
    bodies: tuple[Body, ...] = ()
    problems: tuple[int, ...] = ()
    idempotent: bool = False
    examples: tuple[Example, ...] = ()
    description: str = ""
    open_because: str = ""
    """Why no key is needed, for the few endpoints without a scope."""
    tag: str = field(default="gate")
    audited: bool = False
    """Whether every request is logged with its key: it reads people's decisions or changes
    what protects them."""

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serves one request."""
        worker: Worker = scope["app"].state.worker
        call = Call(self, scope, receive, worker)
        started = time.perf_counter()
        worker.in_flight += 1
        status = 499
        try:
            answer = await self._answer(call)
            status = answer.status
            await send_answer(send, answer)
        except ClientGoneError:
            pass
        finally:
            worker.in_flight -= 1
            worker.observe(self, status, time.perf_counter() - started, call.key)

    async def _answer(self, call: Call) -> Answer:
        try:
            await self._admit(call)
            return await self.handler(call)
        except Problem as problem:
            return answer_problem(problem)
        except (ClientGoneError, asyncio.CancelledError):
            raise
        except Exception as error:  # noqa: BLE001 - the last line of defence
            call.worker.fault_of(error, self.path)
            return answer_problem(
                Problem(
                    500,
                    "internal",
                    "A fault in the program; it is on the operator's page. There is no decision: "
                    "do not accept the upload.",
                )
            )

    async def _admit(self, call: Call) -> None:
        if self.scope is None:
            return
        call.key = await call.worker.authenticate(call.credentials(), self.scope)
        if self.query is None and call.scope["query_string"]:
            # A surface or an account that is passed over would be lost without a word.
            raise Problem(
                422, "invalid_field", "This path takes no query parameters.", path="query",
                close=True,
            )  # fmt: skip


class Call:
    """One request, as a handler sees it."""

    __slots__ = ("_headers", "endpoint", "key", "receive", "scope", "worker")

    def __init__(
        self,
        endpoint: Endpoint,
        scope: MutableMapping[str, Any],
        receive: Receive,
        worker: Worker,
    ) -> None:
        self.endpoint = endpoint
        self.scope = scope
        self.receive = receive
        self.worker = worker
        self.key: Key | None = None
        self._headers: list[tuple[bytes, bytes]] = scope["headers"]

    def header(self, name: bytes) -> bytes | None:
        """The value of a header (lower-case name); None if it is absent.

        Raises:
            Problem: It is given more than once.
        """
        found = [value for key, value in self._headers if key == name]
        if len(found) > 1:
            raise Problem(
                400, "repeated_header", "Send it once.", path=f"header.{name.decode('latin-1')}"
            )
        return found[0] if found else None

    def credentials(self) -> str:
        """The API key that was sent, or the empty text: Bearer, or the password of Basic."""
        kind, _, value = (self.header(b"authorization") or b"").partition(b" ")
        value = value.strip()
        if kind.lower() == b"bearer":
            return value.decode("latin-1")
        if kind.lower() == b"basic":
            try:
                both = base64.b64decode(value, validate=True).decode("utf-8", "replace")
            except binascii.Error:
                return ""
            return both.partition(":")[2]
        return ""

    def parameter(self, name: str) -> str:
        """A part of the path."""
        return str(self.scope["path_params"][name])

    def query(self, kind: type[T]) -> T:
        """The query string as a type.

        Raises:
            Problem: 422 with the name of the bad parameter.
        """
        raw: bytes = self.scope["query_string"]
        if not raw:
            return _converted({}, kind)
        if len(raw) > _QUERY_BYTES_AT_MOST:
            raise Problem(422, "invalid_field", "The query is too long.", path="query")
        plain: dict[str, str] = {}
        try:
            pairs = parse_qsl(
                raw.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=_QUERY_FIELDS_AT_MOST,
            )
        except ValueError:
            raise Problem(
                422, "invalid_field", "The query string cannot be read.", path="query"
            ) from None
        for name, value in pairs:
            if name in plain:
                raise Problem(422, "invalid_field", "Give it once.", path=f"query.{name[:80]}")
            if not value.isprintable():
                raise Problem(
                    422, "invalid_field", "Use printable characters.", path=f"query.{name[:80]}"
                )
            plain[name] = value
        return _converted(plain, kind)

    @property
    def content_type(self) -> bytes:
        """The media type of the body without parameters, lower-case."""
        return (self.header(b"content-type") or b"").partition(b";")[0].strip().lower()

    @property
    def length(self) -> int | None:
        """``Content-Length``, if given."""
        value = self.header(b"content-length")
        return int(value) if value is not None and value.isdigit() else None

    def body(self, most: int) -> AbstractAsyncContextManager[bytes]:
        """The whole body, in memory; see ``bodies.Bodies.read``."""
        return self.worker.bodies.read(self.receive, self.length, most=most)

    def stream(self, most: int, seconds: float) -> AsyncIterator[bytes]:
        """The body piece by piece; see ``bodies.Bodies.stream``."""
        return self.worker.bodies.stream(self.receive, self.length, most=most, seconds=seconds)

    async def json(self, decoder: msgspec.json.Decoder[T]) -> tuple[T, bytes]:
        """The body as a type, and its bytes.

        Raises:
            Problem: 415 no JSON, 400 broken JSON, 422 with the path of the bad field.
        """
        if self.content_type != JSON.encode():
            raise Problem(
                415, "not_json", "Send JSON with Content-Type: application/json.",
                path="header.content-type", close=True,
            )  # fmt: skip
        length, most = self.length, self.worker.config.server.max_json_bytes
        if length is not None and length <= min(SMALL_BYTES, most):
            raw = await self.worker.bodies.small(self.receive, length)
            return decoded(raw, decoder), raw
        async with self.body(most) as raw:
            return decoded(raw, decoder), raw


def decoded(raw: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Bytes of JSON as a type.

    Raises:
        Problem: 400 broken JSON, 422 with the path of the bad field.
    """
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise validation(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        said = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Problem(400, "broken_json", f"The body is no JSON: {said[:200]}.") from None


def answer_problem(problem: Problem) -> Answer:
    """A problem as an answer."""
    headers = list(problem.headers)
    if problem.retry_seconds is not None:
        headers.append((b"retry-after", str(max(1, math.ceil(problem.retry_seconds))).encode()))
    if problem.close:
        headers.append((b"connection", b"close"))
    return Answer(problem.body(), problem.status, PROBLEM_TYPE, tuple(headers))


def _converted(plain: dict[str, str], kind: type[T]) -> T:
    try:
        found = msgspec.convert(plain, kind, strict=False)
    except msgspec.ValidationError as error:
        problem = validation(error, root="query")
        raise problem from None
    for name in plain:
        # msgspec reads the text "null" as None: a filter that was given would not hold.
        if getattr(found, name) is None:
            raise Problem(422, "invalid_field", "Give a value.", path=f"query.{name}")
    return found


async def send_answer(send: Send, answer: Answer) -> None:
    """Hands an answer over; the protocol below gives up a caller who does not read it."""
    await send(
        {"type": "http.response.start", "status": answer.status, "headers": headers_of(answer)}
    )
    await send({"type": "http.response.body", "body": answer.body})


def headers_of(answer: Answer) -> list[tuple[bytes, bytes]]:
    """Every header of an answer, those of security included."""
    own = {name for name, _ in answer.headers}
    return [
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
        *(pair for pair in SECURITY_HEADERS if pair[0] not in own),
        *answer.headers,
    ]
