"""uvicorn, set up: one process that serves connections from a socket it was given.

uvicorn trusts its clients: it waits for ever for a request's head and for an answer to be
read, keeps a head of any size, and reads ahead as many requests as are sent. The protocol
here gives each of these a bound, so that no client costs more than its connection.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import stat
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from beholden.config import Config, Server
from beholden.web.endpoint import answer_problem, headers_of, send_answer
from beholden.web.problems import Problem

__all__ = ["address_of", "bound", "server_of"]


_GRACE_SECONDS = 2.0
_BODY_HEADERS = frozenset({b"content-length", b"transfer-encoding"})
_HEAD_BYTES_AT_MOST = 64 * 1024
_PIPELINED_AT_MOST = 100
# The proxy's group may connect; others may not.
_SOCKET_MODE = 0o660


def server_of(app: Any, config: Config) -> uvicorn.Server:
    """A server that is run with ``serve(sockets=[...])``."""
    server = config.server
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=_protocol(config),
            ws="none",
            loop="uvloop",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            backlog=2048,
            timeout_keep_alive=server.idle_seconds,
            timeout_graceful_shutdown=server.shutdown_seconds,
        )
    )


class _Corked:
    """A transport that sends the head of an answer together with its body.

    uvicorn writes them apart; on a small answer each write costs more than making it.
    Once closed it waits ``linger_seconds`` for the peer to read what it was sent.
    """

    def __init__(
        self, transport: Any, loop: asyncio.AbstractEventLoop, linger_seconds: float
    ) -> None:
        self._transport = transport
        self._loop = loop
        self._linger_seconds = linger_seconds
        self._held = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if self._held:
            data, self._held = self._held + data, b""
            self._transport.write(data)
        elif data.startswith(b"HTTP/1.1 ") and data.endswith(b"\r\n\r\n"):
            self._held = data
            # A head without a body (HEAD, 304, a slow handler) goes out at the next turn.
            self._loop.call_soon(self._flush)
        else:
            self._transport.write(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()
        if self._transport.get_write_buffer_size():
            self._loop.call_later(self._linger_seconds, self._transport.abort)

    def _flush(self) -> None:
        if self._held:
            data, self._held = self._held, b""
            self._transport.write(data)


class _BoundedRequests(HttpToolsProtocol):
    """Gives up a connection whose client is too slow or sends too much at once."""

    limits = Server()
    _timer: asyncio.TimerHandle | None = None
    _unread_timer: asyncio.TimerHandle | None = None
    _in_head = False
    _head_bytes = 0

    # The connection.

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.transport = _Corked(  # type: ignore[assignment]
            transport, self.loop, self.limits.answer_seconds
        )
        self._start_timer(self.limits.header_seconds)
        if len(self.connections) > self.limits.max_connections:
            self.app = _crowded(self.app)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        self._stop_unread_timer()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread_timer = self.loop.call_later(self.limits.answer_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        self._stop_unread_timer()
        super().resume_writing()

    # Requests.

    def data_received(self, data: bytes) -> None:
        # What comes with the end of another message is at most one read and is not counted.
        self._head_bytes += len(data)
        super().data_received(data)
        cycle: RequestResponseCycle | None = self.cycle
        if self._in_head:
            if self._head_bytes > _HEAD_BYTES_AT_MOST:
                self.transport.close()
        elif self._timer is None and cycle is not None and cycle.response_complete:
            # Bytes that begin no request would hold an idle connection open for ever.
            self._start_timer(self.limits.header_seconds)

    def on_message_begin(self) -> None:
        self._start_timer(self.limits.header_seconds)
        self._in_head = True
        self._head_bytes = 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        # What follows a chunked body must not pass for a header, nor pile up.
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._stop_timer()
        self._in_head = False
        if len(self.pipeline) >= _PIPELINED_AT_MOST:
            raise ValueError("too many requests ahead of their answers")
        super().on_headers_complete()
        if any(name in _BODY_HEADERS for name, _ in self.headers):
            # A little longer than the application waits, so that it can say why.
            self._start_timer(self.limits.body_seconds + _GRACE_SECONDS)

    def on_message_complete(self) -> None:
        self._stop_timer()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        del msg
        answer = answer_problem(
            Problem(400, "broken_request", "This is no HTTP request that can be read.", close=True)
        )
        lines = [b"HTTP/1.1 400 Bad Request", *(b"%s: %s" % pair for pair in headers_of(answer))]
        self.transport.write(b"\r\n".join([*lines, b"", answer.body]))
        self.transport.close()

    # Time.

    def _start_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, self._too_late)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _stop_unread_timer(self) -> None:
        if self._unread_timer is not None:
            self._unread_timer.cancel()
            self._unread_timer = None

    def _too_late(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def _protocol(config: Config) -> type[HttpToolsProtocol]:
    return type("BoundedRequests", (_BoundedRequests,), {"limits": config.server})


def _crowded(app: Any) -> Any:
    """Refuses requests on one connection too many; whether the process lives is answered."""

    async def refuse(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/healthz":
            await app(scope, receive, send)
            return
        problem = Problem(
            503,
            "too_many_connections",
            "This worker holds all the connections it may. Try again.",
            retry_seconds=1,
            close=True,
        )
        await send_answer(send, answer_problem(problem))

    return refuse


def bound(listen: str, workers: int, backlog: int = 2048) -> list[socket.socket]:
    """Listening sockets, one a worker, for ``HOST:PORT``, ``[::1]:PORT`` or ``unix:/path``.

    The workers of a TCP address have a socket each (SO_REUSEPORT), so that the system
    spreads connections; from one shared socket a worker takes all that wait at once. A
    path is one socket for all.

    Raises:
        OSError: The address is taken or cannot be used.
    """
    try:
        if listen.startswith("unix:"):
            made = [_unix(listen.removeprefix("unix:"))] * workers
        else:
            host, _, port = listen.rpartition(":")
            made = _tcp(host.strip("[]"), int(port), workers)
    except OSError as error:
        raise OSError(
            error.errno,
            f"{error.strerror}. Stop what is there, or choose another address "
            "(--listen, or server.listen in the configuration)",
            listen,
        ) from error
    for one in made:
        one.listen(backlog)
        one.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    return made


def address_of(listening: socket.socket) -> str:
    """Where a socket listens, as it is written in the configuration."""
    name = listening.getsockname()
    if listening.family == socket.AF_UNIX:
        return f"unix:{name}"
    host, port = name[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _tcp(host: str, port: int, workers: int) -> list[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Bound alone first: with SO_REUSEPORT alone a second service would share the port unnoticed.
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen(1)
        port = probe.getsockname()[1]
    made = []
    for _ in range(workers):
        one = socket.socket(family, socket.SOCK_STREAM)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        one.bind((host, port))
        made.append(one)
    return made


def _unix(path: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        try:
            made.bind(path)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or not _is_left_over(path):
                raise
            # A service that was killed leaves its socket behind; nobody listens on it.
            os.unlink(path)  # noqa: PTH108 - a socket, not a file
            made.bind(path)
        os.chmod(path, _SOCKET_MODE)  # noqa: PTH101 - a socket, not a file
    except OSError:
        made.close()
        raise
    return made


def _is_left_over(path: str) -> bool:
    """Whether this is a socket, and surely nobody listens on it."""
    if not stat.S_ISSOCK(os.lstat(path).st_mode):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            return True
        except OSError:
            return False
        return False
