"""A load generator: N keep-alive clients that speak HTTP/1.1 over raw sockets, in one process.

Closed loop: each client sends its next request when the answer is there. With a rate it is
an open loop: requests have fixed times, and a request that could not be sent in time counts
from when it should have been, so that a stall is seen in full. A server that closes the
connection after each answer is connected to anew; that is part of the latency.

    figures = run(Load(address="127.0.0.1:8787", key="bh_...", mix={"hashes": 1.0}))
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import uvloop

__all__ = ["Load", "run"]

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_OVERDUE_SECONDS = 30.0
Pieces = Sequence[bytes]


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent.

    ``mix`` gives the share of each kind of request: hashes, image, lookup (ours),
    peer_lookup, peer_hash (the peer's).
    """

    address: str
    mix: Mapping[str, float]
    key: str = ""
    clients: int = 16
    seconds: float = 8.0
    warm_up_seconds: float = 1.0
    per_second: float | None = None
    batch: int = 1
    """Hashes in one request of the kind hashes."""
    matching: float = 0.0
    """Share of hashes that are on the list."""
    idempotent: bool = False
    listed: str = ""
    """A file of 32-byte hashes that are on the list."""
    pictures: str = ""
    """A folder of picture files; each request adds its own number at the end."""
    seed: int = 1


def run(load: Load) -> dict[str, Any]:
    """Runs the load in a process of its own; returns its figures."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", msgspec.json.encode(load).decode()],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


class _Run:
    """The clients of one run and what they saw."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.loop = asyncio.get_running_loop()
        self.requests = Requests(load)
        self.begin = time.perf_counter()
        self.measured_from = self.begin + load.warm_up_seconds
        self.until = self.measured_from + load.seconds
        self.milliseconds = array("d")
        self.statuses: Counter[str] = Counter()
        self.matched = 0
        self.cpu_at_start = 0.0
        self.working = 0
        self.over = asyncio.Event()

    async def go(self) -> dict[str, Any]:
        self.loop.call_at(self.loop.time() + self.load.warm_up_seconds, self._measure)
        clients = [_Client(self, number) for number in range(self.load.clients)]
        for client in clients:
            client.start()
        try:
            async with asyncio.timeout(
                self.load.warm_up_seconds + self.load.seconds + _OVERDUE_SECONDS
            ):
                await self.over.wait()
        except TimeoutError:
            self.statuses["unanswered"] += self.working
        taken = np.asarray(self.milliseconds)
        return {
            "requests": len(taken),
            "per_second": len(taken) / self.load.seconds,
            **{
                f"p{of}_ms": float(np.percentile(taken, of)) if len(taken) else None
                for of in (50, 90, 99, 99.9)
            },
            "max_ms": float(taken.max()) if len(taken) else None,
            "statuses": dict(self.statuses),
            "matched": self.matched,
            "client_processors": (time.process_time() - self.cpu_at_start) / self.load.seconds,
        }

    def _measure(self) -> None:
        self.cpu_at_start = time.process_time()

    def saw(self, since: float, status: bytes, body: bytes) -> None:
        now = time.perf_counter()
        if self.measured_from <= now < self.until:
            self.milliseconds.append((now - since) * 1e3)
            self.statuses[status.decode("latin-1")] += 1
            if b'"matches":[{' in body:
                self.matched += 1

    def finished(self) -> None:
        self.working -= 1
        if not self.working:
            self.over.set()


class _Connection(asyncio.Protocol):
    """One connection of a client, which may need several."""

    def __init__(self, client: _Client) -> None:
        self._client = client
        self._buffer = b""
        self._need = 0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self._client.connected()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._client.lost(self)

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        if not self._need:
            end = self._buffer.find(_HEAD_END)
            if end < 0:
                return
            head = self._buffer[:end].lower()
            at = head.find(_LENGTH)
            self._need = end + 4 + int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0])
        if len(self._buffer) >= self._need:
            answer, self._buffer, self._need = self._buffer, b"", 0
            self._client.answered(answer)


class _Client:
    """One client; one request at a time."""

    def __init__(self, run: _Run, number: int) -> None:
        self._run = run
        self._number = number
        self._sent = 0
        self._since = 0.0
        self._pending: Pieces | None = None
        self._connection: _Connection | None = None
        run.working += 1

    def start(self) -> None:
        self._next()

    async def _connect(self) -> None:
        address = self._run.load.address
        self._connection = connection = _Connection(self)
        try:
            if address.startswith("unix:"):
                path = address.removeprefix("unix:")
                await self._run.loop.create_unix_connection(lambda: connection, path)
            else:
                host, _, port = address.rpartition(":")
                await self._run.loop.create_connection(lambda: connection, host, int(port))
        except OSError as error:
            self._run.statuses[type(error).__name__] += 1
            self._run.finished()

    def connected(self) -> None:
        self._write()

    def lost(self, connection: _Connection) -> None:
        if connection is not self._connection:
            return
        self._connection = None
        if self._pending is not None:  # the answer never came
            self._run.statuses["connection lost"] += 1
            self._pending = None
            self._next()

    def answered(self, answer: bytes) -> None:
        self._pending = None
        self._run.saw(self._since, answer[9:12], answer)
        if b"connection: close" in answer[:1000].lower():
            self._close()
        self._next()

    def _close(self) -> None:
        if self._connection is not None and self._connection.transport is not None:
            self._connection.transport.close()
        self._connection = None

    def _next(self) -> None:
        if time.perf_counter() >= self._run.until:
            self._stop()
            return
        rate = self._run.load.per_second
        if rate is None:
            self._send(time.perf_counter())
            return
        # Every client has its own times, evenly between those of the others.
        turn = self._number + self._sent * self._run.load.clients
        due = self._run.begin + turn / rate
        wait = due - time.perf_counter()
        if wait <= 0:
            self._send(due)
        else:
            self._run.loop.call_later(wait, self._send, due)

    def _send(self, since: float) -> None:
        self._since = since
        self._sent += 1
        self._pending = self._run.requests.next()
        if self._connection is None:
            self._task = self._run.loop.create_task(self._connect())
        else:
            self._write()

    def _write(self) -> None:
        connection = self._connection
        if connection is not None and connection.transport is not None and self._pending:
            connection.transport.writelines(self._pending)

    def _stop(self) -> None:
        self._close()
        self._run.finished()


class Requests:
    """Makes the requests of a load, one after the other."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._random = random.Random(load.seed)  # noqa: S311 - nothing here is secret
        self._number = 0
        listed = Path(load.listed).read_bytes() if load.listed else b""
        self._listed = [listed[at : at + 32].hex() for at in range(0, len(listed), 32)]
        folder = Path(load.pictures)
        files = sorted(folder.iterdir()) if load.pictures else []
        self._pictures = [path.read_bytes() for path in files]
        makers: dict[str, Callable[[], Pieces]] = {
            "hashes": self._hashes,
            "image": self._image,
            "lookup": self._lookup,
            "peer_lookup": self._peer_lookup,
            "peer_hash": self._peer_hash,
        }
        self._makers = [makers[kind] for kind in load.mix]
        self._shares = list(load.mix.values())

    def next(self) -> Pieces:
        """The pieces of the next request."""
        self._number += 1
        if len(self._makers) == 1:
            return self._makers[0]()
        return self._random.choices(self._makers, self._shares)[0]()

    def _hash(self) -> str:
        if self._load.matching and self._random.random() < self._load.matching:
            return self._random.choice(self._listed)
        return f"{self._random.getrandbits(256):064x}"

    def _hashes(self) -> Pieces:
        return self._json("/v1/check/hashes", self._load.batch)

    def _lookup(self) -> Pieces:
        return self._json("/v1/lookup", 1)

    def _json(self, path: str, count: int) -> Pieces:
        items = ",".join(f'{{"pdq":"{self._hash()}"}}' for _ in range(count))
        body = f'{{"items":[{items}],"surface":"bench","account":"u{self._number}"}}'.encode()
        return (self._head("POST", path, "application/json", len(body)) + body,)

    def _image(self) -> Pieces:
        body = self._picture()
        path = f"/v1/check/image?surface=bench&account=u{self._number}"
        return (self._head("POST", path, "image/jpeg", sum(map(len, body))), *body)

    def _picture(self) -> tuple[bytes, bytes]:
        # Bytes after the end of a JPEG change its digests and nothing else.
        picture = self._pictures[self._number % len(self._pictures)]
        return picture, b"number %d of %d" % (self._number, self._load.seed)

    def _peer_lookup(self) -> Pieces:
        return (self._head("GET", f"/m/raw_lookup?signal={self._hash()}&signal_type=pdq"),)

    def _peer_hash(self) -> Pieces:
        before = (
            b"--frontier\r\nContent-Disposition: form-data; "
            b'name="photo"; filename="upload.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        body = (before, *self._picture(), b"\r\n--frontier--\r\n")
        kind = "multipart/form-data; boundary=frontier"
        return (self._head("POST", "/h/hash", kind, sum(map(len, body))), *body)

    def _head(self, method: str, path: str, kind: str = "", length: int = 0) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", "Host: bench"]
        if self._load.key:
            lines.append(f"Authorization: Bearer {self._load.key}")
        if kind:
            lines += [f"Content-Type: {kind}", f"Content-Length: {length}"]
        if self._load.idempotent:
            lines.append(f"Idempotency-Key: {self._load.seed}-{self._number}")
        return "\r\n".join([*lines, "", ""]).encode()


async def _main(load: Load) -> dict[str, Any]:
    return await _Run(load).go()


if __name__ == "__main__":
    asked = msgspec.json.decode(sys.argv[1], type=Load)
    print(json.dumps(uvloop.run(_main(asked))))
