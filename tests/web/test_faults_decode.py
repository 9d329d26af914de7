"""Decode workers that die, hang or have too much to do cost their own upload and no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.cli.support import activate, jpeg, pdq_row
from tests.support.hostile import gif_of_pixels
from tests.web.load import LISTED
from tests.web.support import OCTETS, Service, busy_seconds, eventually, service
from tests.web.wire import Reply, Wire, head, request

SLOW = gif_of_pixels(3000, 900)
"""20 kB that cost a decoder ten seconds, if it is given them."""
DECODERS, QUEUE = 2, 2
BODY_MEMORY = 1 << 20


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with two decoders, a short queue and little memory for bodies."""
    data = tmp_path_factory.mktemp("decode") / "data"
    activate(data, [pdq_row(LISTED)])
    variables = {
        "BEHOLDEN_DECODE_WORKERS": str(DECODERS),
        "BEHOLDEN_DECODE_QUEUE": str(QUEUE),
        "BEHOLDEN_DECODE_MAX_SECONDS": "1",
        "BEHOLDEN_SERVER_MAX_BODY_MEMORY_BYTES": str(BODY_MEMORY),
        "BEHOLDEN_SERVER_MAX_IMAGE_BYTES": str(BODY_MEMORY),
        "BEHOLDEN_SERVER_MAX_JSON_BYTES": str(BODY_MEMORY),
    }
    with service(data, variables=variables) as started:
        yield started


@pytest.fixture(scope="module")
def key(gate: Service) -> str:
    return gate.key("check", "read")


@pytest.fixture
def client(gate: Service, key: str) -> Iterator[httpx2.Client]:
    """A client, while all decoders wait; afterwards the service must still check."""
    with gate.client(key) as made:
        eventually(lambda: blocked(made) and len(gate.decoders()) == DECODERS, "decoders wait")
        yield made
        blocked(made)
        eventually(lambda: gauge(made, "beholden_uploads_hashing") == 0, "no upload is left over")


def gauge(client: httpx2.Client, name: str) -> float:
    lines = [x for x in client.get("/metrics").text.splitlines() if x.startswith(name)]
    return sum(float(line.split()[-1]) for line in lines)


def blocked(client: httpx2.Client) -> bool:
    answer = client.post("/v1/check/image", content=jpeg(LISTED), headers=OCTETS)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "block"), answer.text
    return True


def slow_upload(running: Service, key: str) -> Wire:
    wire = Wire(running.address)
    wire.send(request("POST", "/v1/check/image", key, SLOW))
    return wire


def at_work(before: dict[int, float]) -> int:
    """The decode worker that has used much processor time since; waits for one."""

    def working() -> int | None:
        return next((pid for pid, used in before.items() if busy_seconds(pid) > used + 0.2), None)

    found: int = eventually(working, "a decode worker is at work")
    return found


def is_dead(pid: int) -> bool:
    """Whether a process has ended; nobody may have asked how yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except FileNotFoundError:
        return True


def held_as(reply: Reply | None, code: str) -> None:
    assert reply is not None
    assert reply.status == 200, reply
    assert (reply.json()["outcome"], reply.json()["unscannable"]["code"]) == ("hold", code)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
def test_an_upload_whose_decoder_is_killed_is_held_and_others_go_on(
    gate: Service, key: str, client: httpx2.Client, number: signal.Signals
) -> None:
    before = {pid: busy_seconds(pid) for pid in gate.decoders()}
    with slow_upload(gate, key) as wire:
        victim = at_work(before)
        blocked(client)
        os.kill(victim, number)
        answer = wire.answer()
        held_as(answer, "decoder_crashed")
        assert answer is not None
        assert client.get(f"/v1/decisions/{answer.json()['id']}").status_code == 200
    assert victim not in gate.decoders()


def test_an_upload_whose_decoder_is_stopped_ends_in_time_and_others_go_on(
    gate: Service, key: str, client: httpx2.Client
) -> None:
    before = {pid: busy_seconds(pid) for pid in gate.decoders()}
    with slow_upload(gate, key) as wire:
        victim = at_work(before)
        os.kill(victim, signal.SIGSTOP)
        for _ in range(5):
            blocked(client)
        held_as(wire.answer(), "too_slow")
    assert not Path(f"/proc/{victim}").exists()


def test_a_decoder_killed_while_it_waits_costs_no_upload_anything(
    gate: Service, client: httpx2.Client
) -> None:
    killed = gate.decoders()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: all(map(is_dead, killed)), "they are dead")
    for _ in range(2 * DECODERS):
        blocked(client)


def test_more_uploads_than_may_wait_are_told_to_come_back(
    gate: Service, key: str, client: httpx2.Client
) -> None:
    wires = [slow_upload(gate, key) for _ in range(DECODERS + QUEUE)]
    eventually(lambda: gauge(client, "beholden_uploads_hashing") == len(wires), "the queue is full")
    refused = client.post("/v1/check/image", content=jpeg(LISTED), headers=OCTETS)
    assert (refused.status_code, refused.json()["code"]) == (429, "queue_full")
    assert refused.headers["retry-after"] == "1"
    assert client.get("/healthz").status_code == 200
    by_hash = client.post("/v1/check/hashes", json={"items": [{"md5": "0" * 32}]})
    assert by_hash.status_code == 200
    for wire in wires:
        held_as(wire.answer(), "too_slow")
        wire.close()


def test_bodies_that_do_not_fit_in_memory_together_are_told_to_come_back(
    gate: Service, key: str, client: httpx2.Client
) -> None:
    most = BODY_MEMORY * 3 // 4
    with Wire(gate.address) as first:
        first.send(head("POST", "/v1/check/image", key, length=most), jpeg(LISTED))
        eventually(lambda: gauge(client, "beholden_body_bytes") == most, "the first has its room")
        refused = client.post("/v1/check/image", content=bytes(most), headers=OCTETS)
        assert (refused.status_code, refused.json()["code"]) == (429, "queue_full")
        assert refused.headers["retry-after"] == "1"
        assert client.get("/healthz").status_code == 200
        blocked(client)
        first.send(bytes(most - len(jpeg(LISTED))))
        answer = first.answer()
        assert answer is not None
        assert answer.json()["outcome"] == "block"
