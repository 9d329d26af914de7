"""Whatever part of the service is killed under load, nothing that was answered is lost."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.support import activate, pdq_row
from tests.support.hostile import gif_of_pixels
from tests.web.crash_loop import Victim, crash_round, name_log
from tests.web.load import LISTED, Ledger, Load, url_of
from tests.web.support import Service, eventually, make_key, service
from tests.web.wire import Wire, hashes_request, request

SLOW = gif_of_pixels(3000, 900)
UPLOADS = 3
IS_ROOT = os.geteuid() == 0
NOBODY = 65_534
AS_NOBODY = (
    "setpriv", f"--reuid={NOBODY}", "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
)  # fmt: skip
"""Put before a command: root is under no limit of processes."""
DECODE_SECONDS = "2"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kill") / "data"
    activate(folder, [pdq_row(LISTED)])
    name_log(folder)
    return folder


@pytest.fixture(scope="module")
def key(data: Path) -> str:
    return make_key(data, "check", "read", "receipts")


@pytest.mark.parametrize(
    ("victim", "workers"), [("worker", 1), ("worker", 2), ("sequencer", 1), ("supervisor", 2)]
)
def test_what_was_answered_before_a_kill_is_found_after_it(
    data: Path, key: str, victim: Victim, workers: int
) -> None:
    """Ledgers of single rounds; ``python -m tests.web.crash_loop`` runs many on one folder."""
    ledger = Ledger()
    crash_round(data, key, ledger, victim, workers=workers, kills=2)
    assert ledger.acted
    assert ledger.allowed
    assert set(ledger.statuses) == {200}


def test_decisions_answered_before_a_kill_are_found_by_their_ids(data: Path, key: str) -> None:
    ledger = Ledger()
    crash_round(data, key, ledger, "everything", workers=2)
    with service(data) as running, running.client(key) as client:
        for decision_id in ledger.acted[::5]:
            assert client.get(f"/v1/decisions/{decision_id}").status_code == 200


@pytest.fixture
def draining(data: Path, key: str) -> Iterator[tuple[Service, list[Wire]]]:
    """A service that has accepted uploads and is not done with them for some seconds."""
    variables = {"BEHOLDEN_DECODE_WORKERS": "1", "BEHOLDEN_DECODE_MAX_SECONDS": DECODE_SECONDS}
    with (
        service(data, workers=2, variables=variables) as running,
        contextlib.ExitStack() as held,
    ):
        wires = [held.enter_context(Wire(running.address)) for _ in range(UPLOADS)]
        for wire in wires:
            wire.send(request("POST", "/v1/check/image", key, SLOW))
        with running.client(key) as client:
            eventually(
                lambda: hashing(client.get("/metrics").text) == UPLOADS, "the uploads are accepted"
            )
        yield running, wires


def hashing(metrics: str) -> int:
    name = "beholden_uploads_hashing"
    return sum(int(float(x.split()[-1])) for x in metrics.splitlines() if x.startswith(name))


def unanswered(wires: list[Wire]) -> int:
    answered, _, _ = select.select([wire.socket for wire in wires], [], [], 0)
    return len(wires) - len(answered)


def connects(running: Service) -> bool:
    try:
        Wire(running.address).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    ("number", "to_all"),
    [(signal.SIGTERM, False), (signal.SIGINT, False), (signal.SIGTERM, True)],
    ids=["SIGTERM", "SIGINT", "SIGTERM to every process"],
)
def test_who_was_accepted_is_answered_before_the_end_and_nobody_is_let_in_after(
    draining: tuple[Service, list[Wire]],
    data: Path,
    key: str,
    number: signal.Signals,
    to_all: bool,
) -> None:
    running, wires = draining
    with Load(lambda: running.address, key, pictures=False) as load:
        load.wait_for(50)
        (os.killpg if to_all else os.kill)(running.process.pid, number)
        running.wait_for_event("stopping")
        eventually(lambda: not connects(running), "connections are refused")
        assert unanswered(wires), "it refused nobody until it was done"
        for wire in wires:
            answer = wire.answer()
            assert answer is not None
            assert answer.json()["unscannable"]["code"] == "too_slow"
            assert answer.headers["connection"] == "close"
            load.ledger.note(answer)
        assert running.process.wait(60) == 0
    assert not connects(running)
    load.ledger.check_against(url_of(data))
    assert set(load.ledger.statuses) == {200}
    assert any(line.get("clean") for line in running.logged)


def test_a_second_signal_ends_it_at_once(
    draining: tuple[Service, list[Wire]], data: Path, key: str
) -> None:
    running, wires = draining
    processes = [running.process.pid, *running.workers(), *running.decoders()]
    running.process.send_signal(signal.SIGTERM)
    running.wait_for_event("stopping")
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(60) == 1
    assert [wire.answer() for wire in wires] == [None] * UPLOADS
    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in processes), "all ended")


def test_a_service_that_follows_keeps_its_address_when_the_one_before_is_done(
    draining: tuple[Service, list[Wire]], data: Path, key: str
) -> None:
    running, wires = draining
    running.process.send_signal(signal.SIGTERM)
    running.wait_for_event("stopping")
    eventually(lambda: not connects(running), "connections are refused")
    assert unanswered(wires), "it kept the address until it was done"
    with service(data, listen=running.address) as following:
        assert running.process.wait(60) == 0
        with Wire(following.address) as wire:
            wire.send(hashes_request(key))
            answer = wire.answer()
            assert answer is not None
            assert answer.status == 200
    for wire in wires:
        assert wire.answer() is not None


@contextlib.contextmanager
def nobodys(data: Path) -> Iterator[Path]:
    """A copy of a data folder that an unprivileged user may use."""
    with tempfile.TemporaryDirectory(prefix="bh-own-") as folder:
        copy = Path(folder) / "data"
        shutil.copytree(data, copy)
        if IS_ROOT:
            for path in (Path(folder), copy, *copy.rglob("*")):
                os.chown(path, NOBODY, -1)
        yield copy


def allow_processes(running: Service, count: str) -> None:
    under = AS_NOBODY if IS_ROOT else ()
    command = ["prlimit", f"--pid={running.process.pid}", f"--nproc={count}:"]
    subprocess.run([*under, *command], check=True)


def test_a_worker_that_cannot_be_started_is_tried_again_and_the_others_serve_on(
    data: Path, key: str
) -> None:
    under = AS_NOBODY if IS_ROOT else ()
    with nobodys(data) as own, service(own, workers=2, under=under) as running:
        allow_processes(running, "1")
        os.kill(running.workers()[0], signal.SIGKILL)
        said = running.wait_for_fault("worker_not_started")
        assert "tried again" in said["says"]
        assert len(running.workers()) == 1
        with Wire(running.address) as wire:
            wire.send(hashes_request(key))
            answer = wire.answer()
            assert answer is not None
            assert answer.status == 200
        allow_processes(running, "4096")
        eventually(lambda: len(running.workers()) == 2, "the worker is started after all")
        assert running.stop() == 0


def test_a_worker_that_cannot_start_says_why_and_starts_when_it_can(data: Path, key: str) -> None:
    with service(data, workers=2) as running:
        secret = data / "secret.key"
        good = secret.read_bytes()
        secret.write_bytes(b"no secret\n")
        os.kill(running.workers()[0], signal.SIGKILL)
        said = running.wait_for_fault("not_started")
        assert "secret.key" in said["says"]
        with Wire(running.address) as wire:
            wire.send(hashes_request(key))
            answer = wire.answer()
            assert answer is not None
            assert answer.status == 200
        secret.write_bytes(good)
        eventually(lambda: len(running.workers()) == 2, "the worker starts after all")
        assert running.stop() == 0
