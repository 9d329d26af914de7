"""A client that does what no library would: half requests, lies, silence.

with Wire(running.address) as wire:
    wire.send(head("POST", "/v1/check/image", key, length=10), b"12345")
    wire.close()                       # in the middle of the body
    assert wire.answer() is None       # nobody is answered
"""

from __future__ import annotations

import json
import socket
from typing import Any, NamedTuple, Self

TOO_LONG_SECONDS = 60


class Reply(NamedTuple):
    """One answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["content-type"] == "application/problem+json", self
        found: str = self.json()["code"]
        return found


class Wire:
    """One connection."""

    def __init__(self, address: str) -> None:
        if address.startswith("unix:"):
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            target: Any = address.removeprefix("unix:")
        else:
            host, _, port = address.rpartition(":")
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            target = (host, int(port))
        self.socket.settimeout(TOO_LONG_SECONDS)
        try:
            self.socket.connect(target)
        except BaseException:
            self.socket.close()
            raise
        self._held = b""

    def send(self, *pieces: bytes) -> None:
        """Sends bytes as they are."""
        self.socket.sendall(b"".join(pieces))

    def answer(self, *, with_body: bool = True) -> Reply | None:
        """The next answer; None if the connection ended instead."""
        try:
            while b"\r\n\r\n" not in self._held:
                if not self._more():
                    return None
            top, _, self._held = self._held.partition(b"\r\n\r\n")
            status, *lines = top.decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
            }
            length = int(headers.get("content-length", 0)) if with_body else 0
            while len(self._held) < length:
                if not self._more():
                    return None
        except ConnectionError:
            return None
        body, self._held = self._held[:length], self._held[length:]
        return Reply(int(status.split()[1]), headers, body)

    def ended(self) -> bool:
        """Whether the service closes the connection; waits for it, reading what comes."""
        try:
            while self._more():
                pass
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Ends the connection."""
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _more(self) -> bool:
        piece = self.socket.recv(1 << 16)
        self._held += piece
        return bool(piece)


def head(
    method: str, path: str, key: str | None = None, *, length: int | None = None, **headers: str
) -> bytes:
    """The head of a request; ``content_type="..."`` becomes ``content-type``."""
    lines = [f"{method} {path} HTTP/1.1", "host: gate"]
    if key is not None:
        lines.append(f"authorization: Bearer {key}")
    if length is not None:
        lines.append(f"content-length: {length}")
    if method == "POST":
        headers.setdefault("content_type", "application/octet-stream")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def request(
    method: str, path: str, key: str | None = None, body: bytes = b"", **headers: str
) -> bytes:
    """A whole request."""
    length = len(body) if body or method == "POST" else None
    return head(method, path, key, length=length, **headers) + body


def hashes_request(
    key: str, body: bytes = b'{"items":[{"md5":"' + b"0" * 32 + b'"}]}', **headers: str
) -> bytes:
    """A whole small check by hashes."""
    return request(
        "POST", "/v1/check/hashes", key, body, content_type="application/json", **headers
    )


def chunked(*pieces: bytes, last: bool = True) -> bytes:
    """A chunked body."""
    sent = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return sent + (b"0\r\n\r\n" if last else b"")
