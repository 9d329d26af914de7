"""What is said to the service stays there: no log, file or address gets more than it must."""

from __future__ import annotations

import ast
import base64
import hashlib
import secrets
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

import beholden
from beholden.web.application import all_endpoints
from beholden.web.openapi import document
from tests.cli.support import activate, hashes, invoke, jpeg, pdq_row
from tests.web.support import OCTETS, Service, eventually, service
from tests.web.wire import Wire, request

LISTED = 1
SOURCES = Path(beholden.__file__).parent
JSON = {"content-type": "application/json"}
CSV = {"content-type": "text/csv"}


class Sent(NamedTuple):
    """A service after many requests, what was sent to it and what it answered."""

    service: Service
    keys: tuple[str, ...]
    account: str
    marks: dict[str, str]
    """Other texts of callers, by where they were sent."""
    answers: tuple[bytes, ...]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    """Every request is logged; each kind of caller's text is one that is found again."""
    data = tmp_path_factory.mktemp("secrecy") / "data"
    activate(data, [pdq_row(LISTED)])
    with service(data, workers=2, variables={"BEHOLDEN_LOG_REQUESTS": "true"}) as running:
        whole = running.key("check", "look_up", "lists", "read")
        poor = running.key("look_up", checks_per_second="0.001")
        dead = running.key("check")
        invoke("keys", "revoke", dead.split("_")[1], "--by", "A. Tester", "--data", data)
        account = f"account-{secrets.token_hex(8)}"
        places = ("surface", "ref", "body", "query", "path", "idempotency", "header", "user")
        marks = {place: f"{place}-{secrets.token_hex(8)}" for place in places}
        answers: list[bytes] = []

        def note(answer: httpx2.Response) -> None:
            answers.extend((repr(answer.headers.raw).encode(), answer.content))

        with running.client(whole) as client:
            for answer in _good(client, account, marks):
                assert answer.is_success, answer.text
                note(answer)
            for answer in _bad(client, account, marks):
                assert not answer.is_success, answer.request.url
                note(answer)
        for text in (poor, dead, whole[:-1] + "!", f"bh_{'a' * 12}_{'A' * 43}"):
            with running.client(text) as client:
                item = {"md5": "0" * 32}
                for _ in range(3):
                    body = {"items": [item] * 1000, "account": account}
                    note(client.post("/v1/lookup", json=body))
                note(client.post("/v1/check/hashes", json={"items": [item], "account": account}))
        with Wire(running.address) as wire:
            broken_line = f"broken {whole}\r\n\r\n".encode()
            wire.send(request("GET", "/v1/lists", whole)[:-2], broken_line)
            broken = wire.answer()
            assert broken is not None
            answers.append(broken.body)
        eventually(lambda: b'"endpoint"' in running.raw_log, "requests are logged")
        assert running.stop() == 0
        yield Sent(running, (whole, poor, dead), account, marks, tuple(answers))


def _good(client: httpx2.Client, account: str, marks: dict[str, str]) -> Iterator[httpx2.Response]:
    where = {"account": account, "surface": marks["surface"]}
    for number in (LISTED, 31):
        headers = {**OCTETS, "idempotency-key": f"{marks['idempotency']}-{number}"}
        for _ in range(2):
            yield client.post(
                "/v1/check/image", content=jpeg(number), params=where, headers=headers
            )
    yield client.post(
        "/v1/check/image", data=where, files={"file": (marks["body"], jpeg(2), "image/jpeg")}
    )
    items = [{"pdq": hashes(jpeg(number)).pdq, "ref": marks["ref"]} for number in (LISTED, 32)]
    yield client.post("/v1/check/hashes", json={"items": items, **where})
    yield client.post("/v1/lookup", json={"items": items, **where})
    yield client.get("/v1/decisions", params={"account": account, "limit": "5"})
    yield client.get("/", headers={"user-agent": marks["header"], "referer": marks["header"]})
    yield client.get("/metrics")
    basic = base64.b64encode(
        f"{marks['user']}:{client.headers['authorization'].removeprefix('Bearer ')}".encode()
    )
    yield client.get("/v1/lists", headers={"authorization": f"Basic {basic.decode()}"})


def _bad(client: httpx2.Client, account: str, marks: dict[str, str]) -> Iterator[httpx2.Response]:
    text = client.headers["authorization"].removeprefix("Bearer ")
    yield client.get(f"/v1/{marks['path']}?key={text}")
    yield client.get(f"/v1/lists/{marks['path']}")
    yield client.get(f"/v1/decisions/{account}")
    yield client.get("/v1/decisions", params={"account": account, "limit": marks["query"]})
    yield client.get("/v1/lists", params={"key": text, "account": account})
    yield client.post("/v1/check/hashes", content=marks["body"], headers=JSON)
    yield client.post("/v1/check/hashes", json={"items": [{"pdq": marks["body"]}]})
    yield client.post("/v1/check/hashes", json={"items": [], "account": account + "\n"})
    yield client.post("/v1/check/image", content=jpeg(33), headers={"content-type": "text/html"})
    yield client.post("/v1/check/image", content=marks["body"], headers={"content-type": "x"})
    yield client.post(
        "/v1/check/image", content=jpeg(34), params={"account": account},
        headers={**OCTETS, "idempotency-key": f"{marks['idempotency']}-{LISTED}"},
    )  # fmt: skip
    yield client.post(
        "/v1/check/image", data={marks["body"]: account}, files={"f": ("x", b"x", "image/png")}
    )
    yield client.post(
        "/v1/lists/known/editions?source=x", content=f"{marks['body']}\n1\n", headers=CSV
    )
    yield client.delete(f"/v1/decisions?account={account}")


def all_forms(key: str) -> list[bytes]:
    """A key's secret as text, as bytes and as hex."""
    secret = key.split("_", 2)[2]
    plain = base64.urlsafe_b64decode(secret + "=")
    return [secret.encode(), plain, plain.hex().encode(), plain.hex().upper().encode()]


def sent_hashes() -> list[bytes]:
    """Every hash of what was sent, as text and as bytes."""
    found = []
    for number in (LISTED, 2, 31, 32, 33, 34):
        data = jpeg(number)
        texts = (hashes(data).pdq, *(hashlib.new(n, data).hexdigest() for n in ("sha256", "md5")))
        found += [form for text in texts for form in (text.encode(), bytes.fromhex(text))]
    return found


def test_the_log_holds_no_key_no_account_no_hash_and_no_text_of_a_caller(sent: Sent) -> None:
    log = bytes(sent.service.raw_log)
    assert log.count(b'"event":"request"') > 30
    unwanted = [form for key in sent.keys for form in all_forms(key)]
    unwanted += [sent.account.encode(), *(mark.encode() for mark in sent.marks.values())]
    unwanted += [*sent_hashes(), b"account=", b"key=", b"bh_", b"?"]
    assert [text for text in unwanted if text in log] == []
    assert [line for line in sent.service.logged if line["event"] == "unforeseen"] == []


def test_each_line_of_the_log_names_the_key_by_its_public_id_alone(sent: Sent) -> None:
    ids = {key.split("_")[1] for key in sent.keys}
    lines = [line for line in sent.service.logged if line["event"] == "request"]
    assert {line["key"] for line in lines if line["key"]} <= ids
    assert sent.keys[0].split("_")[1] in {line["key"] for line in lines}
    known = {endpoint.path for endpoint in all_endpoints()}
    assert {line["endpoint"] for line in lines} <= known


def test_no_answer_repeats_a_key_or_an_account(sent: Sent) -> None:
    unwanted = [form for key in sent.keys for form in all_forms(key)]
    unwanted.append(sent.account.encode())
    for answer in sent.answers:
        assert [text for text in unwanted if text in answer] == [], answer[:300]


def test_no_file_of_the_data_folder_holds_a_keys_secret_or_a_plain_account(sent: Sent) -> None:
    unwanted = [form for key in sent.keys for form in all_forms(key)]
    unwanted += [sent.account.encode(), *(sent.marks[m].encode() for m in ("ref", "idempotency"))]
    # Of what was allowed nothing is kept that would find it again.
    for number in (31, 32):
        unwanted += [hashes(jpeg(number)).pdq.encode(), hashes(jpeg(number)).sha256.encode()]
    files = [path for path in sent.service.data.rglob("*") if path.is_file()]
    assert {"beholden.db", "secret.key"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        assert [text for text in unwanted if text in content] == [], path


def test_only_the_owner_may_read_what_is_kept(sent: Sent) -> None:
    for path in (sent.service.data / "secret.key", sent.service.data / "beholden.db"):
        assert path.stat().st_mode & 0o077 == 0, path


# Addresses.

NETWORK_MODULES = {
    "aiohttp", "ftplib", "http", "httpcore2", "httpx", "httpx2", "imaplib", "niquests", "poplib",
    "pycurl", "requests", "smtplib", "socketserver", "telnetlib", "urllib3", "webbrowser",
    "websockets", "xmlrpc",
}  # fmt: skip
ADDRESS_WORDS = ("url", "uri", "href", "link", "callback", "webhook", "host", "address", "fetch")


def imported() -> Iterator[tuple[Path, str, list[str]]]:
    """Every import of the program: where, the module, the names taken from it."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from ((path, one.name, []) for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.module, [one.name for one in node.names]


ASKING = {"ledger/_http.py", "ledger/_mirror_fetch.py", "regulator/_http.py"}
"""Who asks others: a network its witnesses, by its trust policy; a mirror the log that its
operator typed; a regulator's drills the service that an officer typed."""


def test_nothing_but_what_is_named_has_a_client_of_a_network_protocol() -> None:
    for path, module, names in imported():
        root = module.partition(".")[0]
        harmless = module == "http" and names == ["HTTPStatus"]
        if root == "httpx2" and path.relative_to(SOURCES).as_posix() in ASKING:
            continue
        assert root not in NETWORK_MODULES or harmless, (path, module)
        assert not module.startswith("urllib.") or module == "urllib.parse", (path, module)
        if root == "socket":
            # Listening, or talking to a process of its own through a pair.
            assert path.parent.name in {"web", "cli", "media", "reading", "review"}, path
    for path in sorted(SOURCES.rglob("*.py")):
        for word in ("create_connection", "open_connection", "urlopen", "getaddrinfo"):
            assert word not in path.read_text(), path


def test_no_field_or_parameter_takes_an_address() -> None:
    described = document(all_endpoints())
    names = set()
    stack: list[Any] = [described["paths"], described["components"]["schemas"]]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            form = node.get("format")
            assert not isinstance(form, str) or form == "date-time", node
            names |= set(node.get("properties", ()))
            if "in" in node and "name" in node:
                names.add(node["name"])
            stack += node.values()
        elif isinstance(node, list):
            stack += node
    assert {"items", "pdq", "surface", "source"} <= names
    assert [one for one in names if any(word in one.lower() for word in ADDRESS_WORDS)] == []


class Listener:
    """Waits on the loopback for anybody who calls."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(50)
        self._socket.setblocking(False)  # noqa: FBT003 - the standard library's own signature
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/picture.jpg"

    def calls(self) -> int:
        """Connections since the last time."""
        found = 0
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return found
            found += 1

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Heard at once: a connection of this very process is counted."""
    made = Listener()
    with socket.create_connection(("127.0.0.1", int(made.address.split(":")[2].split("/")[0]))):
        pass
    assert eventually(made.calls, "the listener hears who calls") == 1
    yield made
    made.close()


def test_an_address_that_a_caller_gives_is_never_fetched(
    api: httpx2.Client, listener: Listener
) -> None:
    url = listener.address
    said = {
        **dict.fromkeys(("referer", "origin", "x-forwarded-for", "x-original-url", "from"), url),
        "host": url.split("/")[2], "forwarded": f"for={url}", "idempotency-key": url,
    }  # fmt: skip
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>'
    bodies = [
        (url, "application/octet-stream"), (svg, "image/svg+xml"), (f'"{url}"', "image/png"),
        (f'<!DOCTYPE x SYSTEM "{url}"><x/>', "image/svg+xml"), (f"#EXTM3U\n{url}\n", "image/jpeg"),
        (f"push graphic-context\nimage over 0,0 0,0 '{url}'", "image/x-mvg"),
    ]  # fmt: skip
    for number, (body, kind) in enumerate(bodies):
        answer = api.post(
            "/v1/check/image", content=body, params={"surface": url, "account": url},
            headers={**said, "content-type": kind, "idempotency-key": f"{url}{number}"},
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        assert answer.json()["outcome"] == "hold"
    for sent_json in ({"url": url}, {"items": [{"md5": "0" * 32, "ref": url}], "account": url}):
        api.post("/v1/check/hashes", json=sent_json, headers=said)
        api.post("/v1/lookup", json=sent_json, headers=said)
    api.post(
        "/v1/check/image", data={"surface": url, "url": url}, files={"f": (url, b"x", "image/png")}
    )
    for path in (f"/v1/lists/{url}", f"/static/{url}", f"/?url={url}", f"/v1/decisions?rule={url}"):
        api.get(path, headers=said)
    row = f"kind,hash,id,label\nmd5,{'0' * 32},{url},{url}\n"
    origin = {"source": url, "note": url, "version": url, "by": url}
    answer = api.post(
        "/v1/lists/addresses/editions", content=row, params=origin, headers={**CSV, **said}
    )
    assert answer.status_code == 201, answer.text
    assert listener.calls() == 0


def test_a_request_to_another_host_by_its_full_address_stays_here(
    running: Service, listener: Listener
) -> None:
    for line in (f"GET {listener.address}", f"CONNECT {listener.address.split('/')[2]}"):
        with Wire(running.address) as wire:
            wire.send(f"{line} HTTP/1.1\r\nhost: elsewhere\r\n\r\n".encode())
            answer = wire.answer()
        assert answer is not None
        assert answer.status in {400, 404}
    assert listener.calls() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_process_of_the_service_has_a_socket_beside_its_own(
    running: Service, api: httpx2.Client
) -> None:
    api.post("/v1/check/image", content=jpeg(3), headers=OCTETS)
    for pid in (running.process.pid, *running.workers(), *running.decoders()):
        internet = 0
        owned = {str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()}
        for table in ("tcp", "tcp6", "udp", "udp6"):
            for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
                internet += f"socket:[{line.split()[9]}]" in owned
        assert internet == 0, pid
