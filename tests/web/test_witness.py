"""The witness over HTTP: the protocol's answers to the letter, and a bound on every stranger."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from beholden.ledger import Witness, WitnessBusyError, WitnessReply
from beholden.ledger.core.keys import parse_verifier_key
from beholden.ledger.core.note import parse_note, parse_signatures
from beholden.web.witness import BODY_BYTES_AT_MOST, witness_application
from tests.cli.support import COMMAND, TOO_LONG_SECONDS, environment
from tests.ledger.test_witness import HASH, LOG, LOG_KEY, TREE, request
from tests.support.log_simulator import SimulatedKey, Tree, checkpoint, entries
from tests.web.wire import Wire, chunked, head
from tests.web.wire import request as wire_request

TEXT = "text/plain; charset=utf-8"


class Running:
    """A witness in a process of its own."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self.folder = folder
        self.process = process
        assert process.stderr is not None
        self.log = process.stderr
        self.address: str = json.loads(self.log.readline())["address"]
        self.client = httpx2.Client(base_url=f"http://{self.address}", timeout=TOO_LONG_SECONDS)

    def add(self, old: int, new: int, tree: Tree = TREE) -> httpx2.Response:
        return self.client.post("/add-checkpoint", content=request(old, new, tree))

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(TOO_LONG_SECONDS)


_IMPATIENT = """
import sys
from pathlib import Path
from beholden.config import Server
from beholden.web.witness import serve_witness
limits = Server(header_seconds=0.5, body_seconds=0.5, max_connections=5)
serve_witness(Path(sys.argv[1]), listen="127.0.0.1:0", limits=limits)
"""


@contextlib.contextmanager
def serving(
    folder: Path, listen: str = "127.0.0.1:0", command: tuple[str, ...] | None = None
) -> Iterator[Running]:
    by_hand = (*COMMAND, "witness", "serve", "--data", str(folder), "--listen", listen)
    with subprocess.Popen(
        command or by_hand,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        try:
            running = Running(folder, process)
            with running.client:
                yield running
        finally:
            process.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Witness.create(tmp_path / "w", "witness.example", bytes(32)).trust(LOG_KEY)
    return tmp_path / "w"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One witness for tests that leave it as it is."""
    folder = tmp_path_factory.mktemp("shared")
    Witness.create(folder, "witness.example", bytes(32)).trust(LOG_KEY)
    with serving(folder) as running:
        yield running


# The protocol.


def test_the_protocol_is_answered_to_the_letter(folder: Path) -> None:
    with serving(folder) as running:
        key = Witness.open(folder).key
        first = running.add(0, 300)
        assert (first.status_code, first.headers["content-type"]) == (200, TEXT)
        (line,) = parse_signatures(first.content)
        assert key.check(parse_note(checkpoint(LOG, 300, TREE.root(300))).text, line.blob)
        conflict = running.add(0, 400)
        assert (conflict.status_code, conflict.content) == (409, b"300\n")
        assert conflict.headers["content-type"] == "text/x.tlog.size"
        assert running.client.post("/add-checkpoint", content=b"old\n").status_code == 400
        assert running.client.post("/add-checkpoint", content=request(400, 300)).status_code == 400
        impostor = SimulatedKey(LOG.name, seed=bytes(32))
        forged = request(300, 400, key=impostor)
        assert running.client.post("/add-checkpoint", content=forged).status_code == 403
        unknown = request(0, 5, key=SimulatedKey("other.example/log"))
        assert running.client.post("/add-checkpoint", content=unknown).status_code == 404
        fork = Tree([*TREE.entries[:299], *entries(0, 200, "other")])
        assert running.add(300, 400, fork).status_code == 422
        assert running.add(300, 300, fork).status_code == 422
        assert running.add(300, 400).status_code == 200


def test_monitors_read_the_last_cosigned_checkpoint(folder: Path) -> None:
    with serving(folder) as running:
        assert running.client.get(f"/{HASH}/checkpoint").status_code == 404
        running.add(0, 300)
        shown = running.client.get(f"/{HASH}/checkpoint")
        assert (shown.status_code, shown.headers["content-type"]) == (200, TEXT)
        assert shown.content == Witness.open(folder).last(HASH)
        for path in (f"/{'0' * 64}/checkpoint", "/checkpoint", f"/{HASH}/state", f"/{HASH}/"):
            assert running.client.get(path).status_code == 404
        assert running.client.get("/..%2f..%2fwitness.key/checkpoint").status_code == 404


def test_a_key_that_is_trusted_while_it_runs_counts_at_once(folder: Path) -> None:
    other = SimulatedKey("other.example/log")
    with serving(folder) as running:
        asked = request(0, 5, key=other)
        assert running.client.post("/add-checkpoint", content=asked).status_code == 404
        Witness.open(folder).trust(parse_verifier_key(other.text))
        assert running.client.post("/add-checkpoint", content=asked).status_code == 200


def test_of_two_forks_that_race_exactly_one_is_cosigned(folder: Path) -> None:
    forks = [Tree([*TREE.entries[:300], *entries(0, 5, str(number))]) for number in range(6)]
    with serving(folder) as running, serving(folder) as second:
        running.add(0, 300)
        start = threading.Barrier(len(forks))
        statuses: list[int] = []

        def race(number: int) -> None:
            content = request(300, 305, forks[number])
            address = (running, second)[number % 2].address
            start.wait()
            reply = httpx2.post(
                f"http://{address}/add-checkpoint", content=content, timeout=TOO_LONG_SECONDS
            )
            statuses.append(reply.status_code)

        threads = [threading.Thread(target=race, args=(number,)) for number in range(len(forks))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [200, 409, 409, 409, 409, 409]


def test_a_witness_that_is_killed_forgets_nothing_that_it_cosigned(folder: Path) -> None:
    with serving(folder) as running:
        for size in range(100, 200):
            assert running.add(0 if size == 100 else size - 1, size).status_code == 200
        running.stop(signal.SIGKILL)
    with serving(folder) as running:
        assert running.add(0, 300).content == b"199\n"
        assert running.add(199, 300).status_code == 200


def test_a_damaged_record_is_503_and_a_fault_in_its_own_log(folder: Path) -> None:
    with serving(folder) as running:
        running.add(0, 300)
        running.log.readline()
        (folder / "logs" / HASH / "state").unlink()
        reply = running.add(300, 400)
        assert reply.status_code == 503
        assert str(folder) not in reply.text, "paths are for the operator"
        said = json.loads(running.log.readline())
        assert (said["code"], said["level"]) == ("WitnessStateError", "error")
        assert "Nothing is cosigned" in said["detail"]
        assert running.client.get(f"/{HASH}/checkpoint").status_code == 503
        assert running.client.get("/healthz").status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_told_to(folder: Path, number: signal.Signals) -> None:
    with serving(folder) as running:
        assert running.client.get("/healthz").content == b"ok\n"
        assert running.stop(number) == 0


def test_it_can_listen_on_a_socket_file(folder: Path) -> None:
    with serving(folder, f"unix:{folder}/s") as running, Wire(running.address) as wire:
        wire.send(head("GET", "/healthz"))
        answer = wire.answer()
        assert answer is not None
        assert answer.status == 200


# Strangers.


def test_a_body_of_more_than_a_request_can_have_is_413(shared: Running) -> None:
    whole = b"x" * (BODY_BYTES_AT_MOST + 1)
    assert shared.client.post("/add-checkpoint", content=whole).status_code == 413
    assert shared.client.post("/add-checkpoint", content=whole[:-1]).status_code == 400
    with Wire(shared.address) as wire:
        wire.send(head("POST", "/add-checkpoint", length=10**12))
        answer = wire.answer()
        assert answer is not None
        assert answer.status == 413
    with Wire(shared.address) as wire:
        wire.send(head("POST", "/add-checkpoint", transfer_encoding="chunked"))
        wire.send(chunked(whole))
        answer = wire.answer()
        assert answer is not None
        assert answer.status == 413


def test_strangers_cost_no_more_than_their_connections_for_a_while(folder: Path) -> None:
    impatient = (sys.executable, "-c", _IMPATIENT, str(folder))
    with serving(folder, command=impatient) as running:
        with Wire(running.address) as wire:
            wire.send(head("POST", "/add-checkpoint", length=100), b"old 0")
            assert wire.ended()
        with Wire(running.address) as wire:
            wire.send(b"POST /add-checkpoint HTTP/1.1\r\nhost: w")
            assert wire.ended()
        with contextlib.ExitStack() as many:
            held = [many.enter_context(Wire(running.address)) for _ in range(5)]
            with Wire(running.address) as wire:
                wire.send(wire_request("POST", "/add-checkpoint", body=b"x"))
                answer = wire.answer()
                assert answer is None or answer.status in {400, 503}
            assert all(wire.ended() for wire in held)
        assert running.add(0, 300).status_code == 200


def test_requests_on_one_connection_are_answered_in_turn(shared: Running) -> None:
    with Wire(shared.address) as wire:
        wire.send(wire_request("POST", "/add-checkpoint", body=b"x"), head("GET", "/healthz"))
        answers = [wire.answer(), wire.answer()]
        assert [answer and answer.status for answer in answers] == [400, 200]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/add-checkpoint", 405),
        ("POST", f"/{HASH}/checkpoint", 405),
        ("DELETE", "/healthz", 405),
        ("GET", "/", 404),
        ("GET", "/add-checkpoint/", 404),
        ("OPTIONS", "/x", 404),
    ],
)
def test_nothing_else_is_served(shared: Running, method: str, path: str, status: int) -> None:
    reply = shared.client.request(method, path)
    assert reply.status_code == status
    assert "location" not in reply.headers


def test_no_answer_may_be_kept_or_shown_as_a_page(shared: Running) -> None:
    for reply in (shared.client.get("/healthz"), shared.client.get("/x"), shared.add(0, 5)):
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "server" not in reply.headers


# Inside.


def test_who_comes_while_too_many_wait_is_told_to_ask_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beholden.web.witness._WAITING", 0)
    with TestClient(witness_application(Witness.open(folder), lambda: 1)) as client:
        reply = client.post("/add-checkpoint", content=request(0, 5))
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "1")


def test_a_log_whose_other_request_takes_too_long_is_told_to_ask_again(folder: Path) -> None:
    class Busy(Witness):
        def add_checkpoint(self, body: bytes, *, now: int) -> WitnessReply:
            del body, now
            raise WitnessBusyError("Ask again.")

    busy = Busy.open(folder)
    with TestClient(witness_application(busy, lambda: 1)) as client:
        reply = client.post("/add-checkpoint", content=request(0, 5))
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "1")


def test_the_time_of_a_cosignature_is_that_of_the_clock(folder: Path) -> None:
    with TestClient(witness_application(Witness.open(folder), lambda: 1_900_000_000)) as client:
        reply = client.post("/add-checkpoint", content=request(0, 300))
    (line,) = parse_signatures(reply.content)
    text = parse_note(checkpoint(LOG, 300, TREE.root(300))).text
    assert Witness.open(folder).key.check(text, line.blob) == 1_900_000_000
