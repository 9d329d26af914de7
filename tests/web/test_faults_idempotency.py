"""One idempotency key, one decision, one answer: over repeats, workers, restarts and services."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.cli.support import activate, hashes, jpeg, pdq_row
from tests.web.load import LISTED, Load, on_record, url_of
from tests.web.support import Service, make_key, service
from tests.web.wire import Reply, Wire, hashes_request, request

PAGE = 4_096
REPEATS = int(os.environ.get("FAULT_REPEATS", "1000"))
"""Ten thousand at full length: FAULT_REPEATS=10000."""
CLIENTS = 8


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("idempotency") / "data"
    activate(folder, [pdq_row(LISTED)])
    return folder


@pytest.fixture(scope="module")
def key(data: Path) -> str:
    return make_key(data, "check", "read")


@pytest.fixture(scope="module")
def gate(data: Path) -> Iterator[Service]:
    """A service of two workers; nothing but answers is written, and no log beside them."""
    with service(data, workers=2, variables={"BEHOLDEN_LEDGER_SEQUENCE": "false"}) as started:
        yield started


def blocked(ref: str) -> bytes:
    return f'{{"items":[{{"pdq":"{hashes(jpeg(LISTED)).pdq}","ref":"{ref}"}}]}}'.encode()


def ask(running: Service, raw: bytes) -> Reply:
    with Wire(running.address) as wire:
        wire.send(raw)
        answer = wire.answer()
        assert answer is not None
        return answer


def pages(data: Path) -> tuple[int, int]:
    """Pages of the database and bytes of its log."""
    with sqlite3.connect(data / "beholden.db") as connection:
        count: int = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    return count, (data / "beholden.db-wal").stat().st_size


def test_repeats_with_another_body_are_refused_and_the_store_does_not_grow(
    gate: Service, data: Path, key: str
) -> None:
    first = ask(gate, hashes_request(key, blocked("first"), idempotency_key="the same"))
    assert first.status == 200
    before, grown_from = on_record(url_of(data)), pages(data)

    def repeat(client: int) -> Counter[tuple[int, str]]:
        found: Counter[tuple[int, str]] = Counter()
        with Wire(gate.address) as wire:
            for number in range(REPEATS // CLIENTS):
                body = blocked(f"another-{client}-{number}")
                wire.send(hashes_request(key, body, idempotency_key="the same"))
                answer = wire.answer()
                assert answer is not None
                found[answer.status, answer.code] += 1
        return found

    with ThreadPoolExecutor(CLIENTS) as pool:
        found = sum(pool.map(repeat, range(CLIENTS)), Counter())
    assert found == {(422, "key_reused"): REPEATS // CLIENTS * CLIENTS}
    assert on_record(url_of(data)) == before
    held, logged = pages(data)
    assert held == grown_from[0]
    # The service's own marks (when a key was last used) are a few pages, whatever was asked.
    assert logged - grown_from[1] < REPEATS * PAGE
    again = ask(gate, hashes_request(key, blocked("first"), idempotency_key="the same"))
    assert again.body == first.body
    assert again.headers["idempotency-replayed"] == "true"


def test_first_uses_at_the_same_moment_are_one_decision(
    gate: Service, data: Path, key: str
) -> None:
    for turn in range(5):
        before, _ = on_record(url_of(data))
        raw = hashes_request(key, blocked("once"), idempotency_key=f"at once {turn}")
        together = Barrier(CLIENTS)

        def send(_: int, raw: bytes = raw, together: Barrier = together) -> Reply:
            with Wire(gate.address) as wire:
                wire.send(raw[:-1])
                together.wait(60)
                wire.send(raw[-1:])
                answer = wire.answer()
                assert answer is not None
                return answer

        with ThreadPoolExecutor(CLIENTS) as pool:
            answers = list(pool.map(send, range(CLIENTS)))
        assert len({answer.body for answer in answers}) == 1
        assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
        after, _ = on_record(url_of(data))
        assert after - before == {answers[0].json()["results"][0]["id"]}


def test_every_worker_gives_the_same_answer(gate: Service, key: str) -> None:
    raw = request(
        "POST", "/v1/check/image?surface=avatar", key, jpeg(LISTED), idempotency_key="two workers"
    )
    answers = []
    for silent in gate.workers():
        os.kill(silent, signal.SIGSTOP)
        try:
            answers.append(ask(gate, raw))
        finally:
            os.kill(silent, signal.SIGCONT)
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].body == answers[1].body
    assert "idempotency-replayed" in answers[1].headers


def test_another_service_on_the_same_folder_and_a_later_one_give_the_same_answer(
    gate: Service, data: Path, key: str
) -> None:
    raw = hashes_request(key, blocked("first"), idempotency_key="two services")
    first = ask(gate, raw)
    with service(data) as beside:
        second = ask(beside, raw)
        beside.stop()
    with service(data) as later:
        third = ask(later, raw)
        assert later.stop() == 0
    for answer in (second, third):
        assert answer.body == first.body
        assert answer.headers["idempotency-replayed"] == "true"


def test_two_services_on_one_folder_record_everything_and_damage_nothing(
    gate: Service, data: Path, key: str
) -> None:
    with (
        service(data) as beside,
        Load(lambda: gate.address, key, clients=3) as one,
        Load(lambda: beside.address, key, clients=3) as other,
    ):
        one.wait_for(100)
        other.wait_for(100)
    for load in (one, other):
        assert set(load.ledger.statuses) == {200}
        assert load.ledger.unanswered == 0
        load.ledger.check_against(url_of(data))
        with gate.client(key) as client:
            for decision_id in load.ledger.acted[::20]:
                assert client.get(f"/v1/decisions/{decision_id}").status_code == 200
    with sqlite3.connect(data / "beholden.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
