"""A store that is full, locked or behind: nobody gets a decision that is not on record."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.cli.support import activate, hashes, jpeg, pdq_row
from tests.support.small_disk import disk_of, filled
from tests.web.load import LISTED, Load, check_request, url_of
from tests.web.support import Service, eventually, make_key, service
from tests.web.wire import Reply, Wire


def ask(running: Service, raw: bytes) -> Reply:
    with Wire(running.address) as wire:
        wire.send(raw)
        answer = wire.answer()
        assert answer is not None
        return answer


def check(client: httpx2.Client) -> httpx2.Response:
    return client.post("/v1/check/hashes", json={"items": [{"pdq": hashes(jpeg(LISTED)).pdq}]})


def is_not_recorded(answer: httpx2.Response, code: str) -> bool:
    if answer.status_code == 200:
        return False
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert int(answer.headers["retry-after"]) >= 1
    assert "do not accept" in answer.json()["detail"]
    return True


def ready_again(client: httpx2.Client) -> bool:
    return all(client.get("/readyz").json()["status"] == "ready" for _ in range(8))


def says(client: httpx2.Client, code: str) -> bool:
    answer = client.get("/readyz")
    return answer.status_code == 503 and code in {p["code"] for p in answer.json()["problems"]}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that holds the write-ahead log at its full size, and little more."""
    with disk_of(16 << 20, tmp_path / "disk") as folder:
        yield folder


def test_a_full_disk_is_told_to_callers_and_probes_and_room_is_all_it_needs(disk: Path) -> None:
    data, temporary = disk / "data", disk / "tmp"
    temporary.mkdir()
    activate(data, [pdq_row(LISTED)])
    key = make_key(data, "check", "look_up", "read")
    with (
        service(data, workers=2, variables={"TMPDIR": str(temporary)}) as running,
        running.client(key) as client,
        Load(lambda: running.address, key) as load,
    ):
        load.wait_for(50)
        workers = running.workers()
        with filled(disk):
            eventually(lambda: is_not_recorded(check(client), "not_recorded"), "checks are refused")
            load.wait_for(100)
            eventually(
                lambda: says(client, "not_recorded"), "/readyz says that nothing is recorded"
            )
            assert client.get("/healthz").status_code == 200
            looked_up = client.post("/v1/lookup", json={"items": [{"md5": "0" * 32}]})
            assert looked_up.status_code == 200
            assert client.get("/v1/decisions").status_code == 200
            assert client.get("/").status_code == 200
            assert client.get("/metrics").status_code == 200
        eventually(lambda: check(client).status_code == 200, "checks are answered again")
        load.wait_for(50)
        load.stop()
        eventually(lambda: ready_again(client), "/readyz says ready again")
        assert running.workers() == workers
        assert set(load.ledger.statuses) == {200, 503}
        assert load.ledger.unanswered == 0
        load.ledger.check_against(url_of(data))
        assert running.stop() == 0
    load.ledger.check_against(url_of(data))


@contextlib.contextmanager
def locked(data: Path) -> Iterator[None]:
    """Another process holds the database, as far as SQLite can tell."""
    holder = sqlite3.connect(data / "beholden.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        holder.close()


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that waits for locks but shortly, and lets few wait."""
    data = tmp_path_factory.mktemp("busy") / "data"
    activate(data, [pdq_row(LISTED)])
    variables = {"BEHOLDEN_STORE_LOCK_SECONDS": "0.3", "BEHOLDEN_STORE_QUEUE": "4"}
    with service(data, variables=variables) as started:
        yield started


@pytest.fixture(scope="module")
def key(busy: Service) -> str:
    return busy.key("check", "look_up", "read")


def test_a_locked_database_is_told_in_time_and_is_no_lasting_harm(busy: Service, key: str) -> None:
    with busy.client(key) as client, Load(lambda: busy.address, key, clients=2) as load:
        load.wait_for(10)
        with locked(busy.data):
            eventually(lambda: is_not_recorded(check(client), "busy"), "checks are refused")
            load.wait_for(4)
            assert client.get("/healthz").status_code == 200
            assert client.get("/v1/decisions").status_code == 200
            assert client.post("/v1/lookup", json={"items": [{"md5": "0" * 32}]}).status_code == 200
            eventually(
                lambda: says(client, "not_recorded"), "/readyz says that nothing is recorded"
            )
        assert check(client).status_code == 200
        load.wait_for(10)
        load.stop()
    load.ledger.check_against(url_of(busy.data))


def test_more_than_may_wait_to_be_recorded_are_refused_at_once(busy: Service, key: str) -> None:
    with contextlib.ExitStack() as held:
        wires = [held.enter_context(Wire(busy.address)) for _ in range(40)]
        with locked(busy.data):
            for number, wire in enumerate(wires):
                wire.send(check_request(7 * number + 1, key))
            answers = [wire.answer() for wire in wires]
    assert {answer.status for answer in answers if answer} == {503}
    assert {answer.code for answer in answers if answer} == {"busy"}
    assert {answer.headers["retry-after"] for answer in answers if answer} == {"1"}
    said = [line["says"] for line in busy.logged if line.get("code") == "not_recorded"]
    assert any("wait to be written" in sentence for sentence in said)
