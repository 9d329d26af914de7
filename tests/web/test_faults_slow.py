"""Slow and silent clients cost a connection for a bounded time, and nobody else anything."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cli.support import activate, jpeg, pdq_row
from tests.web.support import OCTETS, Service, eventually, service
from tests.web.wire import Wire, hashes_request, head, request

SOON_SECONDS = "0.6"
CONNECTIONS = 150
HANGING = 50


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that gives nobody much time."""
    data = tmp_path_factory.mktemp("slow") / "data"
    activate(data, [pdq_row(1)])
    limits = {
        "BEHOLDEN_SERVER_HEADER_SECONDS": SOON_SECONDS,
        "BEHOLDEN_SERVER_BODY_SECONDS": SOON_SECONDS,
        "BEHOLDEN_SERVER_ANSWER_SECONDS": "2",
        "BEHOLDEN_SERVER_IDLE_SECONDS": "1",
        "BEHOLDEN_SERVER_MAX_CONNECTIONS": str(CONNECTIONS),
    }
    with service(data, variables=limits) as started:
        yield started


@pytest.fixture(scope="module")
def key(gate: Service) -> str:
    return gate.key("check", "look_up", "lists", "read")


def connections_of(running: Service) -> int:
    """Connections that the web workers hold, as the system sees them."""
    path = running.address.removeprefix("unix:")
    with open("/proc/net/unix", encoding="ascii") as table:  # noqa: PTH123 - not a file of ours
        connected = [line.split() for line in table if line.rstrip().endswith(path)]
    return sum(fields[5] == "03" for fields in connected)


def trickle(wire: Wire, pieces: Iterator[bytes]) -> None:
    """Sends a little again and again until the service has enough of it."""
    stop = threading.Event()

    def send() -> None:
        with contextlib.suppress(OSError):
            for piece in pieces:
                if stop.wait(0.05):
                    return
                wire.send(piece)

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    assert wire.ended()
    stop.set()
    sender.join()


def silent(wire: Wire, key: str) -> None:
    assert wire.ended()


def silent_after_a_request(wire: Wire, key: str) -> None:
    wire.send(hashes_request(key))
    answer = wire.answer()
    assert answer is not None
    assert answer.status == 200
    assert wire.ended()


def empty_lines_after_a_request(wire: Wire, key: str) -> None:
    wire.send(hashes_request(key))
    assert wire.answer() is not None
    trickle(wire, itertools.repeat(b"\r\n"))


def one_empty_line_after_a_request(wire: Wire, key: str) -> None:
    wire.send(hashes_request(key))
    assert wire.answer() is not None
    wire.send(b"\r\n")
    assert wire.ended()


def half_a_head(wire: Wire, key: str) -> None:
    wire.send(head("GET", "/healthz")[:20])
    assert wire.ended()


def a_head_that_trickles(wire: Wire, key: str) -> None:
    trickle(wire, (b"x-more: 1\r\n" for _ in itertools.count()))


def half_a_small_body(wire: Wire, key: str) -> None:
    wire.send(hashes_request(key)[:-5])
    assert wire.ended()


def a_body_never_begun(wire: Wire, key: str) -> None:
    wire.send(head("POST", "/v1/check/image", key, length=1000))
    answer = wire.answer()
    assert answer is not None
    assert (answer.status, answer.code) == (408, "too_slow")
    assert wire.ended()


def a_body_that_trickles(wire: Wire, key: str) -> None:
    wire.send(head("POST", "/v1/check/image", key, length=1 << 20))
    trickle(wire, itertools.repeat(b"xy"))
    assert wire.answer() is None or wire.answer() is None


def chunks_that_trickle(wire: Wire, key: str) -> None:
    wire.send(
        head(
            "POST", "/v1/check/hashes", key,
            transfer_encoding="chunked", content_type="application/json",
        )
    )  # fmt: skip
    trickle(wire, itertools.repeat(b"1\r\n \r\n"))


def trailers_that_trickle(wire: Wire, key: str) -> None:
    wire.send(
        head("GET", "/healthz", transfer_encoding="chunked"), b"0\r\n",
    )  # fmt: skip
    trickle(wire, itertools.repeat(b"a: b\r\n"))


def a_body_that_nobody_reads(wire: Wire, key: str) -> None:
    wire.send(head("POST", "/healthz", key, length=10**9))
    answer = wire.answer()
    assert answer is not None
    assert answer.status == 405
    trickle(wire, itertools.repeat(b"x"))


def answers_of_all_sizes(gate: Service, key: str, held: contextlib.ExitStack) -> None:
    # What the system does not take in stays with the service: nothing, a little, or a lot.
    for count in range(10, 1000, 10):
        items = b",".join([b'{"md5":"' + b"0" * 32 + b'"}'] * count)
        wire = held.enter_context(Wire(gate.address))
        wire.send(hashes_request(key, b'{"items":[' + items + b"]}"))


def many_answers_at_once(gate: Service, key: str, held: contextlib.ExitStack) -> None:
    held.enter_context(Wire(gate.address)).send(request("GET", "/openapi.json") * 90)


SLOW: tuple[Callable[[Wire, str], None], ...] = (
    silent,
    silent_after_a_request,
    empty_lines_after_a_request,
    one_empty_line_after_a_request,
    half_a_head,
    a_head_that_trickles,
    half_a_small_body,
    a_body_never_begun,
    a_body_that_trickles,
    chunks_that_trickle,
    trailers_that_trickle,
    a_body_that_nobody_reads,
)


@pytest.mark.parametrize("slow", SLOW, ids=lambda slow: str(slow.__name__))
def test_a_slow_client_is_given_up(
    gate: Service, key: str, slow: Callable[[Wire, str], None]
) -> None:
    with Wire(gate.address) as wire:
        slow(wire, key)


@pytest.mark.parametrize("unread", [answers_of_all_sizes, many_answers_at_once])
def test_who_does_not_read_answers_is_given_up(
    gate: Service, key: str, unread: Callable[[Service, str, contextlib.ExitStack], None]
) -> None:
    with contextlib.ExitStack() as held:
        unread(gate, key, held)
        eventually(lambda: connections_of(gate) > 0, "the service holds a connection")
        eventually(lambda: connections_of(gate) == 0, "the service has let all connections go")


def test_while_many_clients_hang_others_are_checked_as_ever(gate: Service, key: str) -> None:
    with contextlib.ExitStack() as held, ThreadPoolExecutor(8) as pool, gate.client(key) as client:
        wires = [held.enter_context(Wire(gate.address)) for _ in range(HANGING)]
        for number, wire in enumerate(wires):
            wire.send(
                (
                    b"",
                    head("GET", "/healthz")[:25],
                    head("POST", "/v1/check/image", key, length=10**6) + b"x" * 1000,
                    hashes_request(key)[:-3],
                )[number % 4]
            )

        def check(number: int) -> int:
            answer = client.post("/v1/check/image", content=jpeg(1), headers=OCTETS)
            assert answer.json()["outcome"] == "block"
            return answer.status_code

        assert set(pool.map(check, range(60))) == {200}
        for wire in wires:
            assert wire.ended()
    eventually(lambda: connections_of(gate) == 0, "the service has let all connections go")


def test_one_connection_too_many_is_told_so_and_those_within_go_on(gate: Service, key: str) -> None:
    eventually(lambda: connections_of(gate) == 0, "no connection of another test is left")
    with contextlib.ExitStack() as held:
        first = held.enter_context(Wire(gate.address))
        first.send(hashes_request(key))
        assert first.answer() is not None
        for _ in range(CONNECTIONS - 1):
            held.enter_context(Wire(gate.address)).send(b"GET ")
        surplus = held.enter_context(Wire(gate.address))
        surplus.send(hashes_request(key))
        answer = surplus.answer()
        assert answer is not None
        assert (answer.status, answer.code) == (503, "too_many_connections")
        assert answer.headers["retry-after"] == "1"
        assert surplus.ended()
        probe = held.enter_context(Wire(gate.address))
        probe.send(request("GET", "/healthz"))
        answer = probe.answer()
        assert answer is not None
        assert answer.status == 200
        first.send(hashes_request(key))
        answer = first.answer()
        assert answer is not None
        assert answer.status == 200
    eventually(lambda: connections_of(gate) == 0, "the service has let all connections go")
    with gate.client(key) as client:
        assert client.get("/v1/lists").status_code == 200
