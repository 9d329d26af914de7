"""A peer on a port of its own that answers every request with the bytes it is told to send.

with peer([b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"]) as (url, requests):
    ...                     # requests: every request as it came
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

_PATIENCE_SECONDS = 60


def answer(body: bytes, status: int = 200, *headers: bytes) -> bytes:
    """A whole answer."""
    lines = [b"HTTP/1.1 %d X" % status, b"content-length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


@contextmanager
def peer(
    pieces: Iterable[bytes], *, pause: float = 0.0, hold: bool = False
) -> Iterator[tuple[str, list[bytes]]]:
    """Serves on the loopback.

    Args:
        pieces: what is sent, one after another.
        pause: seconds between them; the peer stops when the test is over.
        hold: keep the connection open afterwards instead of closing it.
    """
    over = threading.Event()
    requests: list[bytes] = []
    wanted = list(pieces)

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(_PATIENCE_SECONDS)
            requests.append(_request(connection))
            for piece in wanted:
                connection.sendall(piece)
                if over.wait(pause):
                    return
            if hold:
                over.wait(_PATIENCE_SECONDS)

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=serve, args=(connection,))
            thread.start()
            threads.append(thread)

    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", requests
        finally:
            over.set()
            listening.shutdown(socket.SHUT_RDWR)
            for thread in (accepting, *threads):
                thread.join()


def _request(connection: socket.socket) -> bytes:
    data = b""
    while True:
        head, end, body = data.partition(b"\r\n\r\n")
        lengths = [
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        ]
        if end and len(body) >= (lengths or [0])[0]:
            return data
        piece = connection.recv(1 << 16)
        if not piece:
            return data
        data += piece
