"""A network's data folder with a day in its log, and a mirror of that log."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from beholden.app import Beholden
from beholden.ledger import Statement
from tests.cli.support import invoke
from tests.transparency.network import counted, decision, hour

ORIGIN = "network.example/decisions"
DAY = "2026-11-22"
AFTERWARDS = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)
SETTINGS = '[transparency]\nservice = "Example"\nprovider = "Example Ltd"\n'


def a_day() -> list[tuple[str, dict[str, Any]]]:
    """Its statements: 24 hours, and the ten decisions that the ninth counts."""
    decisions = [
        decision(f"held-{n}", outcome="hold", surface="avatar", time=f"{DAY}T09:1{n}:00Z")
        for n in range(3)
    ]
    decisions += [decision(f"blocked-{n}", surface="group") for n in range(7)]
    counts = [
        counted(600),
        counted(400, surface="group"),
        counted(3, "hold"),
        counted(7, "block", surface="group"),
    ]
    hours = [hour(f"{DAY}T{n:02}Z", counts if n == 9 else ()) for n in range(24)]
    return [(one["id"], one) for one in decisions] + [(f"hour:{one['hour']}", one) for one in hours]


def state(data: Path, stated: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Takes statements into the log of a data folder, and publishes it."""
    app = Beholden(data, clock=lambda: AFTERWARDS)
    app.ledger.outbox.put(
        [
            Statement(name, f"{body['kind']}/{body['version']}", msgspec.json.encode(body))
            for name, body in stated
        ]
    )
    app.drain()
    app.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    assert invoke("ledger", "init", "--origin", ORIGIN, "--data", folder).code == 0
    (folder / "beholden.toml").write_text(SETTINGS)
    state(folder, a_day())
    return folder


def mirrored(data: Path, folder: Path) -> Path:
    """A mirror of the data folder's log, made by the command."""
    trust = folder.parent / f"{folder.name}-trust.txt"
    trust.write_bytes(invoke("ledger", "trust", "--data", data).out)
    with served(data / "ledger") as url:
        done = invoke("mirror", url, "--once", "--data", folder, "--policy", trust)
        assert done.code == 0, done.said
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The log's files from any static server; that is all a log needs."""
    handler = partial(_Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass
