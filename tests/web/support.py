"""The service, started for real and driven over its socket.

    with service(data) as running:
        key = running.key("check", "read")
        assert running.client(key).post("/v1/check/image", content=jpeg(1)).status_code == 200

Everything that a test starts dies with it; waits are bounded. Nothing here measures time.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2

from tests.cli.support import COMMAND, TOO_LONG_SECONDS, environment, invoke

SEQUENCER = "bh-sequencer"
OCTETS = {"content-type": "application/octet-stream"}


class Service:
    """A running service and what it has logged."""

    def __init__(self, process: subprocess.Popen[bytes], data: Path, address: str) -> None:
        self.process = process
        self.data = data
        self.address = address
        self.logged: list[dict[str, Any]] = []
        self.raw_log = bytearray()
        self._lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def key(self, *scopes: str, **options: str) -> str:
        """A new API key with these scopes."""
        return make_key(self.data, *scopes, **options)

    def client(self, key: str | None = None, **more: Any) -> httpx2.Client:
        """A client of the service."""
        headers = {} if key is None else {"authorization": f"Bearer {key}"}
        timeout = httpx2.Timeout(TOO_LONG_SECONDS)
        if self.address.startswith("unix:"):
            transport = httpx2.HTTPTransport(uds=self.address.removeprefix("unix:"))
            return httpx2.Client(
                transport=transport,
                base_url="http://gate",
                headers=headers,
                timeout=timeout,
                **more,
            )
        return httpx2.Client(
            base_url=f"http://{self.address}", headers=headers, timeout=timeout, **more
        )

    def wait_for_event(self, event: str) -> dict[str, Any]:
        """The next logged line of this name."""
        for line in self.logged:
            if line.get("event") == event:
                return line
        deadline = time.monotonic() + TOO_LONG_SECONDS
        while time.monotonic() < deadline:
            line_or_end = self._lines.get(timeout=TOO_LONG_SECONDS)
            if line_or_end is None:
                break
            if line_or_end.get("event") == event:
                return line_or_end
        raise AssertionError(f"no {event!r} in the log: {bytes(self.raw_log[-4000:]).decode()}")

    def wait_for_fault(self, code: str) -> dict[str, Any]:
        """The first fault of this code in the log."""
        found: dict[str, Any] = eventually(
            lambda: next((line for line in self.logged if line.get("code") == code), None),
            f"fault {code!r} is logged",
        )
        return found

    def workers(self) -> list[int]:
        """Process ids of the web workers."""
        return [pid for pid in children_of(self.process.pid) if name_of(pid) != SEQUENCER]

    def sequencer(self) -> int:
        """Process id of the sequencer."""
        found: int = eventually(
            lambda: next(
                (pid for pid in children_of(self.process.pid) if name_of(pid) == SEQUENCER), 0
            ),
            "the sequencer runs",
        )
        return found

    def decoders(self) -> list[int]:
        """Process ids of the decode workers."""
        return [child for worker in self.workers() for child in children_of(worker)]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Sends a signal and waits for the end."""
        self.process.send_signal(number)
        return self.process.wait(TOO_LONG_SECONDS)

    def _read(self) -> None:
        assert self.process.stderr is not None
        # readline and not iteration: the latter has met a buffer that was closed under it.
        for line in iter(self.process.stderr.readline, b""):
            self.raw_log += line
            try:
                said = json.loads(line)
            except ValueError:
                continue
            self.logged.append(said)
            self._lines.put(said)
        self._lines.put(None)


def make_key(data: Path, *scopes: str, **options: str) -> str:
    """A new API key of a data folder, by the command."""
    chosen = [f"--scope={scope}" for scope in scopes]
    more = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    done = invoke(
        "keys", "create", "--name", "test", *chosen, *more, "--by", "A. Tester", "--json",
        "--data", data,
    )  # fmt: skip
    assert done.code == 0, done.said
    return str(done.objects[0]["key"])


@contextlib.contextmanager
def service(
    data: Path,
    *,
    workers: int = 1,
    variables: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    under: tuple[str, ...] = (),
    tcp: bool = False,
    listen: str | None = None,
) -> Iterator[Service]:
    """Starts the service and waits until it is ready; it is killed at the end."""
    with tempfile.TemporaryDirectory(prefix="bh-") as folder:
        listen = listen or ("127.0.0.1:0" if tcp else f"unix:{folder}/gate.sock")
        arguments = ("serve", "--data", data, "--listen", listen, "--workers", str(workers))
        with subprocess.Popen(
            [*under, *COMMAND, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=environment(**(variables or {})),
            start_new_session=True,
        ) as process:
            running = Service(process, data, listen)
            try:
                running.address = running.wait_for_event("listening")["address"]
                running.wait_for_event("ready")
                yield running
            finally:
                # Workers may outlive a supervisor that a test has killed.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def children_of(pid: int) -> list[int]:
    """Direct children of a process."""
    found: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, tasks.read_text().split())
    return sorted(found)


def name_of(pid: int) -> str:
    """What a process calls itself; empty when it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def resident_bytes(pid: int) -> int:
    """Memory of a process that is in use now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def busy_seconds(pid: int) -> float:
    """Processor time that a process has used."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def eventually(holds: Callable[[], Any], what: str) -> Any:
    """Waits until something holds; fails loudly if it never does."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if found := holds():
            return found
        time.sleep(0.02)
    raise AssertionError(f"it never came to be that {what}")


__all__ = [
    "OCTETS", "Service", "busy_seconds", "children_of", "eventually", "make_key",
    "resident_bytes", "service", "sys",
]  # fmt: skip
