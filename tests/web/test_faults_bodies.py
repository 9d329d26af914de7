"""Bodies and requests that are broken, huge or lying: each is answered, and the next one served."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.cli.support import activate, jpeg, pdq_row
from tests.support.hostile import HOSTILE, MEGABYTE
from tests.web.support import OCTETS, Service, eventually, resident_bytes, service
from tests.web.wire import Reply, Wire, chunked, hashes_request, head, request

IMAGE_BYTES = 300_000
JSON_BYTES = 100_000
SLOW_TO_MAKE = {"jpeg-zeros-64-mib"}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with small limits."""
    data = tmp_path_factory.mktemp("bodies") / "data"
    activate(data, [pdq_row(1)])
    limits = {
        "BEHOLDEN_SERVER_MAX_IMAGE_BYTES": str(IMAGE_BYTES),
        "BEHOLDEN_SERVER_MAX_JSON_BYTES": str(JSON_BYTES),
        "BEHOLDEN_DECODE_MAX_SECONDS": "2",
    }
    with service(data, variables=limits) as started:
        yield started


@pytest.fixture(scope="module")
def key(gate: Service) -> str:
    return gate.key("check", "look_up", "lists", "read")


@pytest.fixture
def wire(gate: Service, key: str) -> Iterator[Wire]:
    """One connection; afterwards the service must still check an ordinary upload."""
    with Wire(gate.address) as connected:
        yield connected
    with gate.client(key) as client:
        answer = client.post("/v1/check/image", content=jpeg(1), headers=OCTETS)
        assert (answer.status_code, answer.json()["outcome"]) == (200, "block")
        assert client.get("/readyz").json()["status"] == "ready"


def checked(wire: Wire, key: str) -> None:
    """The very same connection serves the next request as if nothing had been."""
    wire.send(hashes_request(key))
    answer = wire.answer()
    assert answer is not None
    assert answer.status == 200, answer


def refused(answer: Reply | None, status: int, code: str) -> None:
    assert answer is not None
    assert (answer.status, answer.code) == (status, code), answer
    assert answer.json()["detail"]


def test_a_caller_who_goes_in_mid_body_leaves_no_decision_and_no_memory_behind(
    gate: Service, key: str
) -> None:
    with gate.client(key) as client:
        before = client.get("/v1/decisions").json()
        for body in (jpeg(1), b'{"items":[{"md5":"' + b"0" * 32 + b'"}]}'):
            for path in ("/v1/check/image", "/v1/check/hashes"):
                kind = "application/json" if path.endswith("hashes") else "image/jpeg"
                with Wire(gate.address) as wire:
                    wire.send(
                        head("POST", path, key, length=len(body), content_type=kind),
                        body[: len(body) // 2],
                    )
                with Wire(gate.address) as wire:
                    wire.send(
                        head("POST", path, key, content_type=kind, transfer_encoding="chunked"),
                        chunked(body[:20], last=False),
                    )
        assert client.get("/v1/decisions").json() == before

        def free() -> bool:
            lines = client.get("/metrics").text.splitlines()
            held = [line for line in lines if line.startswith("beholden_body_bytes")]
            return bool(held) and all(float(line.split()[-1]) == 0 for line in held)

        eventually(free, "no bytes of bodies are held")


def test_every_hostile_file_gets_a_decision_and_none_a_fault(
    hostile_gate: tuple[Service, str],
) -> None:
    running, key = hostile_gate

    def sent(name: str) -> tuple[str, httpx2.Response]:
        with running.client(key) as client:
            return name, client.post("/v1/check/image", content=HOSTILE[name](), headers=OCTETS)

    names = sorted(HOSTILE)
    with ThreadPoolExecutor(4) as pool:
        for name, answer in pool.map(sent, names):
            if name in SLOW_TO_MAKE:
                assert answer.status_code == 413, name
                continue
            assert answer.status_code == 200, (name, answer.text)
            said = answer.json()
            assert said["outcome"] in {"allow", "hold"}, (name, said)
            assert said["outcome"] == "allow" or said["unscannable"]["code"], (name, said)
    faults = {line["code"] for line in running.logged if line.get("event") == "fault"}
    assert not faults


@pytest.fixture(scope="module")
def hostile_gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, str]]:
    """A service with its own limits of size, and a short one of time."""
    data = tmp_path_factory.mktemp("hostile") / "data"
    activate(data, [pdq_row(1)])
    with service(data, variables={"BEHOLDEN_DECODE_MAX_SECONDS": "2"}) as started:
        yield started, started.key("check")


@pytest.mark.parametrize("path", ["/v1/check/image", "/v1/lookup"])
def test_a_stated_length_over_the_limit_is_refused(wire: Wire, key: str, path: str) -> None:
    wire.send(head("POST", path, key, length=IMAGE_BYTES + 1))
    wire.send(bytes(IMAGE_BYTES + 1))
    refused(wire.answer(), 413, "too_large")
    assert wire.ended()


def test_an_absurd_length_is_refused_before_it_is_sent(wire: Wire, key: str) -> None:
    wire.send(head("POST", "/v1/check/image", key, length=10**15))
    refused(wire.answer(), 413, "too_large")
    assert wire.ended()


def test_a_length_that_no_number_holds_is_no_request(wire: Wire, key: str) -> None:
    wire.send(head("POST", "/v1/check/image", key, length=10**30))
    answer = wire.answer()
    assert answer is not None
    assert answer.status == 400
    assert wire.ended()


@pytest.mark.parametrize(
    ("path", "kind", "most"),
    [
        ("/v1/check/image", "application/octet-stream", IMAGE_BYTES),
        ("/v1/check/hashes", "application/json", JSON_BYTES),
    ],
)
def test_chunks_without_end_are_refused_at_the_limit(
    wire: Wire, key: str, path: str, kind: str, most: int
) -> None:
    wire.send(head("POST", path, key, transfer_encoding="chunked", content_type=kind))
    wire.send(chunked(*[b" " * 10_000] * (most // 10_000 + 1), last=False))
    wire.send(chunked(b" "))
    refused(wire.answer(), 413, "too_large")
    assert wire.ended()


def test_json_over_the_limit_is_refused(wire: Wire, key: str) -> None:
    wire.send(hashes_request(key, b" " * (JSON_BYTES + 1)))
    refused(wire.answer(), 413, "too_large")


def test_more_bytes_than_stated_are_no_part_of_the_body(wire: Wire, key: str) -> None:
    body = b'{"items":[{"md5":"' + b"0" * 32 + b'"}]}'
    wire.send(hashes_request(key, body), b"surplus that is no request\r\n\r\n")
    answers = []
    while (answer := wire.answer()) is not None:
        answers.append(answer.status)
    # The surplus may be seen first; whatever is answered, the connection is not believed again.
    assert answers in ([200, 400], [400])


def test_two_lengths_and_a_length_beside_chunks_are_no_request(
    gate: Service, wire: Wire, key: str
) -> None:
    for more in (b"Content-Length: 5\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"):
        with Wire(gate.address) as other:
            other.send(head("POST", "/v1/check/image", key, length=4)[:-2], more, b"0\r\n\r\n")
            answer = other.answer()
            assert answer is not None
            assert answer.status == 400, more
            assert other.ended()


def test_no_body_at_all_is_held_as_empty(wire: Wire, key: str) -> None:
    wire.send(head("POST", "/v1/check/image", key))
    answer = wire.answer()
    assert answer is not None
    assert answer.json()["unscannable"]["code"] == "empty"
    wire.send(head("POST", "/v1/check/image", key, transfer_encoding="chunked"), chunked())
    answer = wire.answer()
    assert answer is not None
    assert answer.json()["unscannable"]["code"] == "empty"
    wire.send(head("POST", "/v1/check/hashes", key, content_type="application/json"))
    refused(wire.answer(), 400, "broken_json")
    checked(wire, key)


FILE = b'--x\r\ncontent-disposition: form-data; name="f"; filename="a.jpg"\r\n\r\nbytes\r\n'


@pytest.mark.parametrize(
    ("kind", "body", "status", "code"),
    [
        ("multipart/form-data", FILE + b"--x--\r\n", 400, "broken_form"),
        ("multipart/form-data; boundary=" + "y" * 71, FILE, 400, "broken_form"),
        ("multipart/form-data; boundary=x", b"", 400, "broken_form"),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 422, "one_file_needed"),
        ("multipart/form-data; boundary=x", FILE, 400, "broken_form"),
        ("multipart/form-data; boundary=x", FILE[:40], 400, "broken_form"),
        ("multipart/form-data; boundary=x", b"no form at all", 400, "broken_form"),
        ("multipart/form-data; boundary=x", FILE * 10 + b"--x--\r\n", 422, "one_file_needed"),
        ("multipart/form-data; boundary=x", FILE * 2_000 + b"--x--\r\n", 422, "too_many_parts"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\n" + b"a: b\r\n" * 10_000 + b"\r\n\r\n--x--\r\n",
            400,
            "broken_form",
        ),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\ncontent-disposition: form-data; name=surface\r\n\r\n"
            + b"s" * 2000
            + b"\r\n--x--\r\n",
            422,
            "invalid_field",
        ),
    ],
)
def test_a_form_without_one_file_is_refused_with_a_reason(
    wire: Wire, key: str, *, kind: str, body: bytes, status: int, code: str
) -> None:
    wire.send(request("POST", "/v1/check/image", key, body, content_type=kind))
    refused(wire.answer(), status, code)
    checked(wire, key)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * JSON_BYTES, 422),
        (b'{"a":' * (JSON_BYTES // 5), 422),
        (b'{"items":[{"ref":' + b"[" * 90_000, 422),
        (b'{"items":[{"quality":' + b"9" * 90_000 + b"}]}", 422),
        (b'{"items":[{"quality":1e999}]}', 422),
        (b'{"items":[{"md5":"\xff"}]}', 400),
        (b'{"items":[{"md5":"\\ud800"}]}', 400),
        (b"\x00", 400),
        (b"NaN", 400),
    ],
)
def test_json_that_is_nested_deeply_or_broken_is_refused_and_nothing_falls_over(
    wire: Wire, key: str, body: bytes, status: int
) -> None:
    wire.send(hashes_request(key, body))
    answer = wire.answer()
    assert answer is not None
    assert answer.status == status, answer
    assert answer.code in {"invalid_field", "broken_json"}
    checked(wire, key)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /healthz HTTP/9.9\r\n\r\n",
        b"GET /healthz\x00 HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nhost : x\r\n\r\n",
        b"POST /v1/lookup HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST /v1/lookup HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"GET /healthz HTTP/1.1\r\n folded: x\r\n\r\n",
        b"FLY /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_and_the_connection_ended(wire: Wire, raw: bytes) -> None:
    wire.send(raw)
    answer = wire.answer()
    assert answer is None or answer.status in {400, 401}, answer
    assert wire.ended()


@pytest.mark.parametrize(
    "raw",
    [
        b"CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n",
        b"GET http://example.org/healthz HTTP/1.1\r\nhost: example.org\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
        b"GET * HTTP/1.1\r\nhost: x\r\n\r\n",
        b"TRACE /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /../../etc/hostname HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /static/..%2f..%2fpage.py HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /v1/decisions/%00 HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
)
def test_strange_requests_are_answered_and_never_forwarded(wire: Wire, raw: bytes) -> None:
    wire.send(raw)
    answer = wire.answer()
    assert answer is not None
    assert answer.status in {200, 400, 401, 404, 405}, answer
    if answer.status == 200:
        assert answer.json() == {"status": "alive"}


def flooded(wire: Wire, piece: bytes, times: int) -> bool:
    """Whether the service ends the connection before all of it is sent."""
    try:
        for _ in range(times):
            wire.send(piece)
    except ConnectionError:
        return True
    return False


def test_a_head_without_end_is_cut_off(gate: Service, wire: Wire) -> None:
    before = sum(map(resident_bytes, gate.workers()))
    wire.send(b"GET /healthz HTTP/1.1\r\nhost: x\r\n")
    assert flooded(wire, b"x-filler: " + b"A" * MEGABYTE, 64)
    assert sum(map(resident_bytes, gate.workers())) - before < 32 * MEGABYTE


def test_the_start_of_a_head_that_comes_with_a_big_body_is_no_big_head(
    wire: Wire, key: str
) -> None:
    picture = jpeg(1) + bytes(150_000)
    following = hashes_request(key)
    wire.send(request("POST", "/v1/check/image", key, picture), following[:20])
    answer = wire.answer()
    assert answer is not None
    assert answer.json()["outcome"] == "block"
    wire.send(following[20:])
    answer = wire.answer()
    assert answer is not None
    assert answer.status == 200


def test_what_follows_a_chunked_body_is_no_header(wire: Wire, key: str) -> None:
    for md5 in (b"0" * 32, b"1" * 32):
        body = b'{"items":[{"md5":"' + md5 + b'"}]}'
        wire.send(
            head(
                "POST", "/v1/check/hashes", key,
                transfer_encoding="chunked", content_type="application/json",
            ),
            chunked(body).removesuffix(b"\r\n"),
            b"idempotency-key: from-a-trailer\r\n\r\n",
        )  # fmt: skip
        answer = wire.answer()
        assert answer is not None
        assert answer.status == 200, answer


def test_requests_sent_ahead_are_answered_in_their_order(wire: Wire, key: str) -> None:
    refs = [f"upload-{number}" for number in range(30)]
    bodies = [b'{"items":[{"md5":"%s","ref":"%s"}]}' % (b"0" * 32, ref.encode()) for ref in refs]
    wire.send(*(hashes_request(key, body) for body in bodies))
    answers = [wire.answer() for _ in refs]
    assert [a.json()["results"][0]["ref"] for a in answers if a] == refs


def test_requests_sent_ahead_without_end_are_cut_off(gate: Service, wire: Wire) -> None:
    before = sum(map(resident_bytes, gate.workers()))
    assert flooded(wire, b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n" * 20_000, 50)
    assert sum(map(resident_bytes, gate.workers())) - before < 32 * MEGABYTE


def test_head_gets_the_head_alone(wire: Wire, key: str) -> None:
    wire.send(head("HEAD", "/healthz"))
    answer = wire.answer(with_body=False)
    assert answer is not None
    assert (answer.status, answer.headers["content-length"]) == (200, "18")
    wire.send(head("HEAD", "/v1/check/image", key))
    answer = wire.answer(with_body=False)
    assert answer is not None
    assert answer.status == 405
    checked(wire, key)


def test_who_asks_before_sending_is_told_to_go_on_or_why_not(
    gate: Service, wire: Wire, key: str
) -> None:
    picture = jpeg(1)
    wire.send(head("POST", "/v1/check/image", key, length=len(picture), expect="100-continue"))
    answer = wire.answer()
    assert answer is not None
    assert answer.status == 100
    wire.send(picture)
    answer = wire.answer()
    assert answer is not None
    assert answer.json()["sha256"] == hashlib.sha256(picture).hexdigest()
    with Wire(gate.address) as stranger:
        asked = head("POST", "/v1/check/image", None, length=10**7, expect="100-continue")
        stranger.send(asked)
        refused(stranger.answer(), 401, "no_valid_key")
        assert stranger.ended()


def test_many_and_repeated_headers_are_refused_where_they_could_be_misread(
    wire: Wire, key: str
) -> None:
    for name in ("authorization", "Idempotency-Key", "content-type"):
        raw = hashes_request(key, idempotency_key="once")
        wire.send(raw.replace(b"\r\n\r\n", f"\r\n{name}: again\r\n\r\n".encode(), 1))
        refused(wire.answer(), 400, "repeated_header")
    checked(wire, key)
