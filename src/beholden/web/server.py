"""uvicorn, set up: one process that serves connections from a socket it was given.

uvicorn waits for ever for a request's headers. A slow or silent client would hold a
connection as long as it likes, so the protocol here gives each request's head a time.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from beholden.config import Config

__all__ = ["address_of", "bound", "server_of"]


_GRACE_SECONDS = 2.0
_BODY_HEADERS = frozenset({b"content-length", b"transfer-encoding"})
# The proxy's group may connect; others may not.
_SOCKET_MODE = 0o660


def server_of(app: Any, config: Config) -> uvicorn.Server:
    """A server that is run with ``serve(sockets=[...])``."""
    server = config.server
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=_protocol(server.header_seconds, server.body_seconds),
            ws="none",
            loop="uvloop",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            backlog=2048,
            limit_concurrency=server.max_connections,
            timeout_keep_alive=server.idle_seconds,
            timeout_graceful_shutdown=server.shutdown_seconds,
        )
    )


class _Corked:
    """A transport that sends the head of an answer together with its body.

    uvicorn writes them apart; on a small answer each write costs more than making it.
    """

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
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

    def _flush(self) -> None:
        if self._held:
            data, self._held = self._held, b""
            self._transport.write(data)


class _TimedRequests(HttpToolsProtocol):
    """Closes a connection whose request does not arrive in time."""

    header_seconds = 10.0
    body_seconds = 60.0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.transport = _Corked(transport, self.loop)  # type: ignore[assignment]
        self._start_timer(self.header_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._start_timer(self.header_seconds)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._stop_timer()
        super().on_headers_complete()
        if any(name in _BODY_HEADERS for name, _ in self.headers):
            # A little longer than the application waits, so that it can say why.
            self._start_timer(self.body_seconds + _GRACE_SECONDS)

    def on_message_complete(self) -> None:
        self._stop_timer()
        super().on_message_complete()

    def _start_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, self._too_late)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_late(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def _protocol(header_seconds: float, body_seconds: float) -> type[HttpToolsProtocol]:
    return type(
        "TimedRequests",
        (_TimedRequests,),
        {"header_seconds": header_seconds, "body_seconds": body_seconds},
    )


def bound(listen: str, workers: int, backlog: int = 2048) -> list[socket.socket]:
    """Listening sockets, one a worker, for ``HOST:PORT``, ``[::1]:PORT`` or ``unix:/path``.

    The workers of a TCP address have a socket each (SO_REUSEPORT), so that the system
    spreads connections; from one shared socket a worker takes all that wait at once. A
    path is one socket for all.

    Raises:
        OSError: The address is taken or cannot be used.
    """
    if listen.startswith("unix:"):
        made = [_unix(listen.removeprefix("unix:"))] * workers
    else:
        host, _, port = listen.rpartition(":")
        made = _tcp(host.strip("[]"), int(port), workers)
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
        made.bind(path)
    except OSError as error:
        if error.errno != errno.EADDRINUSE or _answers(path):
            made.close()
            raise
        # A service that was killed leaves its socket behind; nobody listens on it.
        os.unlink(path)  # noqa: PTH108 - a socket, not a file
        made.bind(path)
    os.chmod(path, _SOCKET_MODE)  # noqa: PTH101 - a socket, not a file
    return made


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except OSError:
            return False
        return True
