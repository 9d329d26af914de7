"""On PostgreSQL: it may crash, hang or be gone; nothing that was answered is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.cli.support import activate, pdq_row
from tests.support.postgresql import PostgresqlServer, started_server
from tests.web.load import LISTED, Load
from tests.web.support import Service, children_of, eventually, make_key, service


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    """A server that the tests of this module may stop."""
    with started_server() as started:
        yield started


@pytest.fixture
def url(server: PostgresqlServer, monkeypatch: pytest.MonkeyPatch) -> str:
    found = server.url(server.create())
    monkeypatch.setenv("BEHOLDEN_STORE_URL", found)
    return found


@pytest.fixture
def key(url: str, tmp_path: Path) -> str:
    activate(tmp_path / "data", [pdq_row(LISTED)])
    return make_key(tmp_path / "data", "check", "read")


@pytest.fixture
def gate(tmp_path: Path, url: str, key: str) -> Iterator[Service]:
    variables = {"BEHOLDEN_STORE_URL": url, "BEHOLDEN_SERVER_ANSWER_SECONDS": "2"}
    with service(tmp_path / "data", workers=2, variables=variables) as started:
        yield started


def refused(client: httpx2.Client) -> bool:
    answer = client.post("/v1/check/hashes", json={"items": [{"md5": "0" * 32}]})
    if answer.status_code == 200:
        return False
    assert (answer.status_code, answer.json()["code"]) == (503, "not_recorded"), answer.text
    assert int(answer.headers["retry-after"]) >= 1
    return True


def still_answers(client: httpx2.Client) -> None:
    assert client.get("/healthz").status_code == 200
    eventually(lambda: client.get("/readyz").status_code == 503, "/readyz says it is not ready")


def test_a_database_that_crashes_and_comes_back_costs_no_answered_decision(
    gate: Service, key: str, url: str, server: PostgresqlServer
) -> None:
    workers = gate.workers()
    with gate.client(key) as client, Load(lambda: gate.address, key) as load:
        load.wait_for(100)
        server.stop(signal.SIGQUIT)
        try:
            eventually(lambda: refused(client), "checks are refused")
            still_answers(client)
            assert client.get("/v1/decisions").status_code == 503
            assert client.get("/").status_code == 503
            load.wait_for(20)
        finally:
            server.start()
        eventually(lambda: not refused(client), "checks are answered again")
        load.wait_for(100)
        load.stop()
    assert gate.workers() == workers
    assert set(load.ledger.statuses) == {200, 503}
    load.ledger.check_against(url)
    assert gate.stop() == 0


def test_a_database_that_hangs_makes_nobody_wait_longer_than_they_were_promised(
    gate: Service, key: str, url: str, server: PostgresqlServer
) -> None:
    with gate.client(key) as client, Load(lambda: gate.address, key) as load:
        load.wait_for(50)
        hung = [server.pid, *children_of(server.pid)]
        for pid in hung:
            os.kill(pid, signal.SIGSTOP)
        try:
            eventually(lambda: refused(client), "checks are refused")
            still_answers(client)
            assert client.get("/v1/decisions").status_code == 503
            assert client.get("/").status_code == 503
            with gate.client("bh_unknown_" + "x" * 43) as stranger:
                assert stranger.get("/v1/lists").status_code == 401
        finally:
            for pid in hung:
                os.kill(pid, signal.SIGCONT)
        eventually(lambda: not refused(client), "checks are answered again")
        load.stop()
    assert load.ledger.unanswered == 0
    load.ledger.check_against(url)
