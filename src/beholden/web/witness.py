"""The witness over HTTP (C2SP tlog-witness): logs ask for cosignatures, monitors read.

    POST /add-checkpoint              judge, record, cosign: 200, 400, 403, 404, 409, 422
    GET  /HASH/checkpoint             what was cosigned last; HASH: SHA-256 of the origin, hex
    GET  /healthz                     the process answers

Nobody logs in: what is judged is the log's own signature. So everything that a stranger
can cost has a bound: the body, the time it takes, connections, and requests at work. What
the witness cannot do (a damaged record, a full disk) is 503, and in its own log.

    serve_witness(folder, listen="127.0.0.1:8790")     # returns when it was stopped
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from beholden.config import Config, Server
from beholden.ledger import LedgerError, Witness, WitnessBusyError, WitnessReply
from beholden.web import log
from beholden.web.server import address_of, bound, server_of

PLAIN = "text/plain; charset=utf-8"
BODY_BYTES_AT_MOST = 64 * 1024
_AT_WORK = 8
_WAITING = 256
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
_AGAIN = {"Retry-After": "1"}
_LIMITS = Server(
    max_connections=256,
    header_seconds=10.0,
    body_seconds=10.0,
    idle_seconds=60,
    answer_seconds=10.0,
    shutdown_seconds=10,
)


def serve_witness(folder: Path, *, listen: str, limits: Server = _LIMITS) -> None:
    """Serves until SIGTERM or SIGINT; logs JSON lines on standard error, the address first.

    Args:
        folder: the witness's.
        listen: ``HOST:PORT``, ``[::1]:PORT`` or ``unix:/path``.
        limits: of connections and time; the rest does not matter here.

    Raises:
        LedgerError: the folder holds no witness that can be used.
        OSError: the address cannot be used.
    """
    witness = Witness.open(folder)
    (listening,) = bound(listen, 1)
    with contextlib.closing(listening):
        log.configure("info", apart=True)
        application = witness_application(witness, lambda: int(time.time()))
        server = server_of(application, Config(server=limits))

        def stop(*_: object) -> None:
            server.should_exit = True

        # The server has its own while it runs, and raises what it caught again afterwards.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        log.get_log().info("listening", address=address_of(listening), witness=witness.key.name)
        server.run(sockets=[listening])
        log.finish()


def witness_application(witness: Witness, clock: Callable[[], int]) -> Starlette:
    """The routes; ``clock`` gives unix seconds."""
    desk = _Desk(witness, clock)
    application = Starlette(
        routes=[
            Route("/add-checkpoint", desk.add_checkpoint, methods=["POST"]),
            Route("/{origin_hash}/checkpoint", desk.checkpoint, methods=["GET"]),
            Route("/healthz", desk.healthz, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _refused},
    )
    application.router.redirect_slashes = False
    return application


class _Desk:
    def __init__(self, witness: Witness, clock: Callable[[], int]) -> None:
        self._witness = witness
        self._clock = clock
        self._turns = asyncio.Semaphore(_AT_WORK)
        self._waiting = 0

    async def add_checkpoint(self, request: Request) -> Response:
        """Judges one checkpoint."""
        body = await _body(request)
        async with self._turn():
            reply = await run_in_threadpool(self._judged, body)
        return _text(reply.status, reply.body, reply.content_type)

    async def checkpoint(self, request: Request) -> Response:
        """The checkpoint that was cosigned last."""
        async with self._turn():
            note = await run_in_threadpool(self._last, request.path_params["origin_hash"])
        if note is None:
            raise HTTPException(404, "No checkpoint of such a log was cosigned here.")
        return _text(200, note)

    async def healthz(self, request: Request) -> Response:
        """The process answers."""
        del request
        return _text(200, b"ok\n")

    def _judged(self, body: bytes) -> WitnessReply:
        with _answered():
            reply = self._witness.add_checkpoint(body, now=self._clock())
        if (about := reply.about) is not None:
            event = {200: "cosigned", 422: "refused: inconsistent"}.get(reply.status, "refused")
            said = {"origin": about.origin, "size": about.size, "status": reply.status}
            log.get_log().info(event, **said)
        return reply

    def _last(self, origin_hash: str) -> bytes | None:
        with _answered():
            return self._witness.last(origin_hash)

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._waiting >= _WAITING:
            raise HTTPException(503, "Too many requests wait already. Ask again.", _AGAIN)
        self._waiting += 1
        try:
            async with self._turns:
                yield
        finally:
            self._waiting -= 1


@contextlib.contextmanager
def _answered() -> Iterator[None]:
    """Turns what the witness cannot do into 503; what is wrong is for its operator alone."""
    try:
        yield
    except WitnessBusyError as error:
        raise HTTPException(503, str(error), _AGAIN) from None
    except LedgerError as error:
        log.get_log().error("not cosigned", code=type(error).__name__, detail=str(error))
        raise HTTPException(503, "The witness cannot cosign for this log at present.") from None


async def _body(request: Request) -> bytes:
    too_large = HTTPException(
        413, f"A request has at most {BODY_BYTES_AT_MOST:,} bytes.", {"Connection": "close"}
    )
    # The server lets in nothing but digits; whoever announces too much need not send it first.
    if int(request.headers.get("content-length", "0")) > BODY_BYTES_AT_MOST:
        raise too_large
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > BODY_BYTES_AT_MOST:
                raise too_large
    except ClientDisconnect:
        # Nobody is left to read this.
        raise HTTPException(400, "The request did not arrive.") from None
    return bytes(body)


def _text(
    status: int, body: bytes, content_type: str = PLAIN, more: Mapping[str, str] | None = None
) -> Response:
    headers = {"Content-Type": content_type, **_HEADERS, **(more or {})}
    return Response(body, status, headers)


def _refused(_request: Request, error: Exception) -> Response:
    fault = cast("HTTPException", error)
    return _text(fault.status_code, f"{fault.detail}\n".encode(), more=fault.headers)
