"""A network's log over HTTP, driven by tests, with faults on demand.

    with LogSimulator("example.org/log") as log:
        log.append(entries(0, 1000))
        log.publish(time=1_700_000_000)
        log.fault("tile/entries/*", truncated(100), times=1)
        ...                                  # whatever reads log.url

Tree, tiles, checkpoints and signatures are made here from hashlib and Ed25519 alone, by
the slow and obvious way, so that what reads them is checked against something else.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.server
import re
import ssl
import struct
import threading
import time as clock
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Fault = Callable[["Reply"], "Reply"]

_TILE = re.compile(r"tile/(entries|[0-9]+)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]+))?")
_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Reply:
    """What the log would answer."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    stated: int | None = None
    """Content-Length, if it is not that of the body."""
    byte_pause: float = 0.0
    """Seconds between single bytes."""


@dataclass(frozen=True)
class SimulatedKey:
    """An Ed25519 key that signs checkpoints (type 1) or cosigns them (type 4)."""

    name: str
    type: int = 1
    seed: bytes = b""

    @property
    def private(self) -> Ed25519PrivateKey:
        seed = self.seed or hashlib.sha256(self.name.encode() + bytes([self.type])).digest()
        return Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def id(self) -> bytes:
        named = self.name.encode() + b"\n" + bytes([self.type]) + self.public
        return hashlib.sha256(named).digest()[:4]

    @property
    def text(self) -> str:
        """The verifier key."""
        public = base64.b64encode(bytes([self.type]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{public}"

    def line(self, body: bytes, time: int = 0) -> bytes:
        """The signature line under a note's text."""
        if self.type == 1:
            signature = self.private.sign(body)
        else:
            message = b"cosignature/v1\ntime %d\n" % time + body
            signature = struct.pack(">Q", time) + self.private.sign(message)
        return f"\u2014 {self.name} ".encode() + base64.b64encode(self.id + signature) + b"\n"


class Tree:
    """A Merkle tree that keeps every leaf hash and computes the rest by definition."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.entries: list[bytes] = []
        self._hashes: dict[tuple[int, int], bytes] = {}
        self.extend(leaves)

    def extend(self, leaves: Iterable[bytes]) -> None:
        self.entries += leaves

    def root(self, size: int) -> bytes:
        if not size:
            return hashlib.sha256(b"").digest()
        return self._head(0, size)

    def tile(self, level: int, number: int, width: int) -> bytes:
        span = 256**level
        first = number * 256
        return b"".join(self._head(i * span, (i + 1) * span) for i in range(first, first + width))

    def bundle(self, number: int, width: int) -> bytes:
        found = self.entries[number * 256 : number * 256 + width]
        return b"".join(struct.pack(">H", len(entry)) + entry for entry in found)

    def subtree(self, level: int, number: int) -> bytes:
        return self._head(number << level, (number + 1) << level)

    def consistency(self, old: int, new: int) -> list[bytes]:
        return self._consistency(old, 0, new, whole=True)

    def _head(self, first: int, last: int) -> bytes:
        if (found := self._hashes.get((first, last))) is None:
            count = last - first
            if count == 1:
                found = hashlib.sha256(b"\0" + self.entries[first]).digest()
            else:
                cut = first + (1 << (count - 1).bit_length() - 1)
                both = self._head(first, cut) + self._head(cut, last)
                found = hashlib.sha256(b"\1" + both).digest()
            self._hashes[first, last] = found
        return found

    def _consistency(self, old: int, first: int, last: int, *, whole: bool) -> list[bytes]:
        count = last - first
        if old == count:
            return [] if whole else [self._head(first, last)]
        half = 1 << (count - 1).bit_length() - 1
        if old <= half:
            path = self._consistency(old, first, first + half, whole=whole)
            return [*path, self._head(first + half, last)]
        path = self._consistency(old - half, first + half, last, whole=False)
        return [*path, self._head(first, first + half)]


def entries(first: int, last: int, label: str = "entry") -> list[bytes]:
    """Entries as a network's log has them: 32 bytes that say nothing."""
    return [hashlib.sha256(f"{label} {number}".encode()).digest() for number in range(first, last)]


def checkpoint(
    key: SimulatedKey,
    size: int,
    root: bytes,
    *,
    witnesses: Sequence[SimulatedKey] = (),
    time: int = 0,
    origin: str | None = None,
) -> bytes:
    """A signed checkpoint."""
    body = b"%s\n%d\n%s\n" % ((origin or key.name).encode(), size, base64.b64encode(root))
    lines = [key.line(body), *(witness.line(body, time) for witness in witnesses)]
    return body + b"\n" + b"".join(lines)


def policy(
    log: SimulatedKey, witnesses: Sequence[SimulatedKey] = (), needed: int | None = None
) -> str:
    """A trust policy: this log, and how many of these witnesses."""
    lines = [f"log {log.text}"]
    names = [f"w{number}" for number, _ in enumerate(witnesses)]
    lines += [f"witness {name} {key.text}" for name, key in zip(names, witnesses, strict=True)]
    if names:
        lines += [f"group all-of-them {needed or len(names)} {' '.join(names)}"]
    lines += ["quorum all-of-them" if names else "quorum none"]
    return "\n".join(lines) + "\n"


@dataclass
class LogSimulator:
    """One log on a port of its own."""

    origin: str = "network.example/log"
    api_key: str | None = None
    witnesses: tuple[SimulatedKey, ...] = ()
    tree: Tree = field(default_factory=Tree)
    checkpoint: bytes = b""
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    """Every path that was asked for, with the Authorization header."""
    keeps_partial: bool = True
    """Whether partial tiles are still there once a full one is."""
    tls: tuple[Path, Path] | None = None
    """Files of a certificate and its key, to serve over HTTPS."""
    _faults: list[list[Any]] = field(default_factory=list)
    _server: http.server.ThreadingHTTPServer | None = None

    @property
    def key(self) -> SimulatedKey:
        """The key that signs its checkpoints."""
        return SimulatedKey(self.origin)

    @property
    def url(self) -> str:
        """Where it is served."""
        assert self._server is not None
        host, port = self._server.server_address[:2]
        return f"http{'s' if self.tls else ''}://{host!s}:{port}/ledger"

    @property
    def policy(self) -> str:
        """The policy that trusts this log with all of its witnesses."""
        return policy(self.key, self.witnesses)

    def append(self, leaves: Iterable[bytes]) -> None:
        """Takes entries into the tree; no checkpoint tells of them yet."""
        self.tree.extend(leaves)

    def publish(self, *, size: int | None = None, time: int = 0) -> bytes:
        """Signs the tree of that size, or all of it, and shows it from now on."""
        size = len(self.tree.entries) if size is None else size
        self.checkpoint = checkpoint(
            self.key, size, self.tree.root(size), witnesses=self.witnesses, time=time
        )
        return self.checkpoint

    def forked(self, at: int, leaves: Iterable[bytes]) -> Tree:
        """Another history with the same first entries."""
        return Tree([*self.tree.entries[:at], *leaves])

    def fault(self, pattern: str, fault: Fault, *, times: int | None = None) -> None:
        """From now on, or so many times, answers about these paths are spoiled."""
        self._faults.append([pattern, fault, times])

    def heal(self) -> None:
        """No faults any more."""
        self._faults.clear()

    def reply(self, path: str, authorization: str | None) -> Reply:
        """The answer to one request, faults included."""
        self.requests.append((path, authorization))
        reply = self._honest(path, authorization)
        for fault in self._faults:
            pattern, spoil, times = fault
            if fnmatchcase(path, pattern) and times != 0:
                fault[2] = None if times is None else times - 1
                reply = spoil(reply)
        return reply

    def __enter__(self) -> Self:
        simulator = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = _PATIENCE_SECONDS
            # Head and body are written apart; together with delayed answers that costs 40 ms.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                path = self.path.removeprefix("/ledger/")
                _send(self, simulator.reply(path, self.headers.get("authorization")))

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if self.tls is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self.tls)
            # The handshake happens in the thread of its connection, not where all are accepted.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    def _honest(self, path: str, authorization: str | None) -> Reply:
        if path == "checkpoint":
            return Reply(self.checkpoint) if self.checkpoint else Reply(b"none yet\n", 404)
        if self.api_key is not None and authorization != f"Bearer {self.api_key}":
            return Reply(b"no key\n", 401)
        body = self._tile(path)
        return Reply(b"no such tile\n", 404) if body is None else Reply(body)

    def _tile(self, path: str) -> bytes | None:
        named = _TILE.fullmatch(path)
        if named is None:
            return None
        kind, groups, partial = named.groups()
        number = int(groups.replace("x", "").replace("/", ""))
        width = 256 if partial is None else int(partial)
        there = len(self.tree.entries) // (1 if kind == "entries" else 256 ** int(kind))
        gone = partial is not None and not self.keeps_partial and (number + 1) * 256 <= there
        if gone or not 0 < width <= 256 or number * 256 + width > there:
            return None
        if kind == "entries":
            return self.tree.bundle(number, width)
        return self.tree.tile(int(kind), number, width)


def status(code: int, **headers: str) -> Fault:
    """An error of the server."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return lambda _: Reply(b"fault\n", code, named)


def redirected(to: str) -> Fault:
    """The log points elsewhere."""
    return lambda _: Reply(b"", 302, (("location", to),))


def truncated(length: int) -> Fault:
    """The file is shorter, and says so."""
    return lambda reply: replace(reply, body=reply.body[:length])


def torn(length: int) -> Fault:
    """The connection ends in the middle of the file."""
    return lambda reply: replace(reply, body=reply.body[:length], stated=len(reply.body))


def altered(at: int) -> Fault:
    """One bit of the file is another."""

    def alter(reply: Reply) -> Reply:
        body = bytearray(reply.body)
        body[at] ^= 1
        return replace(reply, body=bytes(body))

    return alter


def replaced(body: bytes) -> Fault:
    """Another file in its place."""
    return lambda reply: replace(reply, body=body)


def oversize(length: int, *, chunked: bool = False) -> Fault:
    """Far more bytes than the file can have; without a length if ``chunked``."""
    return lambda reply: replace(reply, body=bytes(length), stated=-1 if chunked else None)


def slow(seconds: float) -> Fault:
    """Byte after byte, with a pause."""
    return lambda reply: replace(reply, byte_pause=seconds)


def held(reached: threading.Event, go_on: threading.Event) -> Fault:
    """The answer waits until the test lets it go; ``reached`` says that it was asked for."""

    def hold(reply: Reply) -> Reply:
        reached.set()
        go_on.wait(_PATIENCE_SECONDS)
        return reply

    return hold


@contextlib.contextmanager
def simulated(**options: Any) -> Iterator[LogSimulator]:
    """A log with a tree of some size: ``simulated(size=1000)``."""
    size = options.pop("size", 0)
    with LogSimulator(**options) as log:
        log.append(entries(0, size))
        log.publish()
        yield log


def _send(handler: http.server.BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status)
    for name, value in reply.headers:
        handler.send_header(name, value)
    if reply.stated == -1:
        handler.send_header("transfer-encoding", "chunked")
    else:
        stated = len(reply.body) if reply.stated is None else reply.stated
        handler.send_header("content-length", str(stated))
    handler.end_headers()
    if reply.byte_pause:
        for byte in reply.body:
            handler.wfile.write(bytes([byte]))
            clock.sleep(reply.byte_pause)
    elif reply.stated == -1:
        for first in range(0, len(reply.body), 1 << 16):
            piece = reply.body[first : first + (1 << 16)]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n")
    else:
        handler.wfile.write(reply.body)
    if reply.stated not in {None, -1, len(reply.body)}:
        handler.close_connection = True
