"""Who may do what over HTTP, and what no request achieves, whoever sends it."""

from __future__ import annotations

import ast
import base64
import inspect
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import httpx2
import pytest
from pytest_socket import SocketConnectBlockedError
from starlette.routing import Route

from beholden.access import Scope
from beholden.access.core import keys as key_rules
from beholden.web.application import application
from beholden.web.endpoint import Endpoint
from tests.cli.support import invoke, jpeg
from tests.web.support import OCTETS, Service, eventually
from tests.web.wire import Wire, request

SCOPES: tuple[str, ...] = get_args(Scope)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# Longer than the pause in which unknown keys are not looked up again.
PAUSE_SECONDS = 0.25


def routes() -> list[Endpoint]:
    """What the router really serves."""
    found = []
    for route in application(lambda: pytest.fail("no worker is needed")).routes:
        assert isinstance(route, Route)
        assert isinstance(route.endpoint, Endpoint)
        # The path of a tile has several parts; its name for people has not.
        assert route.path.replace(":path}", "}") == route.endpoint.path
        assert (route.methods or set()) - {"HEAD"} == {route.endpoint.method}
        found.append(route.endpoint)
    return found


ROUTES = routes()
KEYED = [one for one in ROUTES if one.scope is not None]
every_keyed_route = pytest.mark.parametrize(
    "endpoint", KEYED, ids=[f"{one.method} {one.path}" for one in KEYED]
)


def path_of(endpoint: Endpoint) -> str:
    return endpoint.path.replace("{name}", "known").replace("{id}", "0").replace("{path}", "0/000")


def ask(client: httpx2.Client, endpoint: Endpoint, **more: Any) -> httpx2.Response:
    return client.request(endpoint.method, path_of(endpoint), **more)


def code(answer: httpx2.Response) -> str:
    found: str = answer.json()["code"]
    return found


# Keys and scopes.


def test_every_route_needs_a_scope_or_says_why_not() -> None:
    for one in ROUTES:
        assert (one.scope in SCOPES) != bool(one.open_because), one.path
    assert {one.path for one in ROUTES if one.scope is None} == {
        "/healthz", "/readyz", "/openapi.json", "/static/{name}", "/checkpoint",
    }  # fmt: skip
    for one in ROUTES:
        assert one.method == "GET" or one.scope in {"check", "look_up", "lists"}, one.path


@every_keyed_route
def test_without_a_key_nothing_is_answered_but_how_to_send_one(
    running: Service, endpoint: Endpoint
) -> None:
    with running.client() as client:
        answer = ask(client, endpoint)
    assert (answer.status_code, code(answer)) == (401, "no_valid_key")
    offered = answer.headers.get_list("www-authenticate")
    assert [one.partition(" ")[0] for one in offered] == ["Bearer", "Basic"]


@pytest.fixture(scope="module")
def keys_lacking(running: Service) -> dict[str, str]:
    """For each scope a key that has all the others."""
    return {one: running.key(*(other for other in SCOPES if other != one)) for one in SCOPES}


@every_keyed_route
def test_all_other_scopes_together_do_not_open_a_route(
    running: Service, keys_lacking: dict[str, str], endpoint: Endpoint
) -> None:
    assert endpoint.scope is not None
    with running.client(keys_lacking[endpoint.scope]) as client:
        answer = ask(client, endpoint)
    assert (answer.status_code, code(answer)) == (403, "scope_missing")
    assert endpoint.scope in answer.json()["detail"]


@every_keyed_route
def test_a_key_in_the_query_string_opens_nothing(
    running: Service, endpoint: Endpoint, api: httpx2.Client
) -> None:
    text = api.headers["authorization"].removeprefix("Bearer ")
    with running.client() as client:
        for name in ("key", "api_key", "access_token", "token", "authorization"):
            assert ask(client, endpoint, params={name: text}).status_code == 401


def changed(text: str, place: int) -> str:
    """A key's text with one other character; place counts from the end if negative."""
    place %= len(text)
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


def test_only_the_whole_key_as_it_was_shown_opens(running: Service) -> None:
    text = running.key("read")
    start, key_id, secret = text.split("_", 2)
    basic = base64.b64encode(f"user:{text}".encode()).decode()
    opens = [f"Bearer {text}", f"bearer {text}", f"Bearer   {text}", f"Basic {basic}"]
    refused = [
        "", text, "Bearer", f"Token {text}", f"Bearer {text}x", f"Bearer {text[:-1]}",
        f"Bearer {changed(text, -2)}", f"Bearer {changed(text, -43)}", f"Bearer {changed(text, 4)}",
        f"Bearer {text.upper()}", f"Bearer {start}_{key_id}_", f"Bearer {key_id}_{secret}",
        f"Bearer {start}_{key_id}_{secret}_{secret}", f"Bearer {text},{text}", f"Bearer {text} x",
        "Basic " + base64.b64encode(f"{text}:".encode()).decode(),
        "Basic " + base64.b64encode(text.encode()).decode(),
        "Basic !!!!", "Basic", f"Basic {text}", "Bearer \xff\xfe", "Bearer " + "A" * 10_000,
        "Negotiate abc",
    ]  # fmt: skip
    with running.client() as client:
        for value in opens:
            answer = client.get("/v1/lists", headers=[(b"authorization", value.encode("latin-1"))])
            assert answer.status_code == 200, value
        for value in refused:
            answer = client.get("/v1/lists", headers=[(b"authorization", value.encode("latin-1"))])
            assert (answer.status_code, code(answer)) == (401, "no_valid_key"), value
    with Wire(running.address) as wire:
        wire.send(request("GET", "/v1/lists", text, Authorization=f"Bearer {text}"))
        twice = wire.answer()
    assert twice is not None
    assert (twice.status, twice.code) == (400, "repeated_header")


def test_a_new_key_works_at_once_in_every_worker(running: Service) -> None:
    time.sleep(PAUSE_SECONDS)
    text = running.key("read")
    assert [new_connection(running, text) for _ in range(8)] == [200] * 8


def test_a_revoked_key_stops_working_in_every_worker(running: Service) -> None:
    text = running.key("read")
    assert new_connection(running, text) == 200
    done = invoke("keys", "revoke", text.split("_")[1], "--by", "A. Tester", "--data", running.data)
    assert done.code == 0, done.said

    def refused_by_all() -> bool:
        return {new_connection(running, text) for _ in range(8)} == {401}

    eventually(refused_by_all, "the revoked key opens nothing")
    with running.client(text) as client:
        assert "revoked" in client.get("/v1/lists").json()["detail"]


def test_a_key_stops_working_when_its_time_is_over(running: Service) -> None:
    text = running.key("read", expires_days=str(1 / 86_400))
    eventually(lambda: new_connection(running, text) == 401, "the key has expired")
    with running.client(text) as client:
        assert "expired" in client.get("/v1/lists").json()["detail"]


def new_connection(running: Service, text: str) -> int:
    with running.client(text) as client:
        return client.get("/v1/lists").status_code


def test_secrets_are_compared_in_constant_time_whatever_the_id() -> None:
    verify = next(
        node
        for node in ast.walk(ast.parse(inspect.getsource(key_rules)))
        if isinstance(node, ast.FunctionDef) and node.name == "verify"
    )
    compared = [ast.unparse(node) for node in ast.walk(verify) if isinstance(node, ast.Compare)]
    assert not [one for one in compared if "mac" in one or "shown" in one]
    calls = [ast.unparse(node.func) for node in ast.walk(verify) if isinstance(node, ast.Call)]
    assert calls.count("hmac.compare_digest") == 1
    # Before it nothing returns but for a text that is no key at all.
    before = ast.unparse(verify).partition("hmac.compare_digest")[0]
    assert before.count("return") == 1
    assert "if parsed is None:\n        return" in before


# Answers.


def answers(running: Service, api: httpx2.Client) -> Iterator[tuple[str, httpx2.Response]]:
    """Answers of every sort."""
    page = api.get("/")
    yield "page", page
    for endpoint in ROUTES:
        if "{" not in endpoint.path:
            yield f"{endpoint.path} without a key", httpx_free(running, endpoint)
    for path in ("/healthz", "/readyz", "/openapi.json", "/metrics", "/v1/lists", "/v1/decisions"):
        yield path, api.get(path)
        yield f"HEAD {path}", api.head(path)
        yield f"DELETE {path}", api.delete(path)
    yield "no such path", api.get("/nothing/here")
    yield "slash too many", api.get("/v1/lists/")
    yield "no such file", api.get("/static/nothing.css")
    yield "no such decision", api.get("/v1/decisions/0")
    yield "no such list", api.get("/v1/lists/nothing")
    yield "bad query", api.get("/v1/decisions?limit=0")
    yield "bad type", api.post("/v1/check/hashes", content=b"{}", headers=OCTETS)
    yield (
        "bad JSON",
        api.post("/v1/check/hashes", content=b"{", headers={"content-type": "application/json"}),
    )
    yield "check", api.post("/v1/check/image", content=jpeg(2), headers=OCTETS)
    for path in page.text.split('"'):
        if path.startswith("/static/"):
            yield path, api.get(path)


def httpx_free(running: Service, endpoint: Endpoint) -> httpx2.Response:
    with running.client() as client:
        return ask(client, endpoint)


def test_every_answer_carries_the_headers_of_security(running: Service, api: httpx2.Client) -> None:
    seen = set()
    for what, answer in answers(running, api):
        held = answer.headers
        seen.add(answer.status_code)
        policy = held["content-security-policy"]
        assert policy.startswith("default-src 'none'"), what
        assert "frame-ancestors 'none'" in policy, what
        assert not {"unsafe-inline", "unsafe-eval", "*"} & set(policy.split()), what
        assert held["x-content-type-options"] == "nosniff", what
        assert held["referrer-policy"] == "no-referrer", what
        assert held["cross-origin-resource-policy"] == "same-origin", what
        unchanging = answer.is_success and what.startswith("/static/")
        assert ("no-store" in held["cache-control"]) != unchanging, what
        for name in ("server", "set-cookie", "x-powered-by", "access-control-allow-origin"):
            assert name not in held, what
        assert held["content-type"], what
    assert seen >= {200, 400, 401, 404, 405, 415, 422}


def test_what_is_no_http_gets_a_problem_with_the_same_headers(running: Service) -> None:
    with Wire(running.address) as wire:
        wire.send(b"GET /healthz HTTP/1.1\r\nbad header line\r\n\r\n")
        answer = wire.answer()
        assert answer is not None
        assert wire.ended()
    assert (answer.status, answer.code) == (400, "broken_request")
    for name in ("content-security-policy", "x-content-type-options", "cache-control"):
        assert answer.headers[name]


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_are_refused_with_what_the_path_takes(
    api: httpx2.Client, method: str
) -> None:
    for endpoint in ROUTES:
        if method in {endpoint.method, "GET" if endpoint.method == "HEAD" else ""}:
            continue
        answer = api.request(method, path_of(endpoint), headers={"x-echo": "echo-me"})
        assert (answer.status_code, code(answer)) == (405, "wrong_method"), endpoint.path
        assert endpoint.method in answer.headers["allow"]
        assert "echo-me" not in answer.text + str(answer.headers)


# Requests that try to be more than they are.

ESCAPES = (
    "..", ".", "../..", "..%2f..%2fsecret.key", "%2e%2e%2fsecret.key", "%2e%2e", "..%5c..%5cx",
    "%252e%252e%252fsecret.key", "....//secret.key", "%00", "known%00", "known%0a", "known%2f..",
    "/etc/hostname", "%2fetc%2fhostname", "~root", "known;x", "%c0%ae%c0%ae%c0%af", "%ff%fe",
    "KNOWN", "drill", "\xe9", quote("kn\uff4fwn"), "a" * 64, "-x", "known.json",
)  # fmt: skip


def raw(running: Service, text: bytes) -> tuple[int, bytes]:
    with Wire(running.address) as wire:
        wire.send(text)
        answer = wire.answer()
    assert answer is not None, text
    return answer.status, answer.body


@pytest.mark.parametrize("name", ESCAPES)
def test_no_path_leads_out_of_its_folder(running: Service, api: httpx2.Client, name: str) -> None:
    text = api.headers["authorization"].removeprefix("Bearer ")
    before = tree(running.data)
    row = b"kind,hash,id\nmd5," + b"0" * 32 + b",1\n"
    allowed = {400, 401, 404, 405, 422}
    for path in (f"/static/{name}", f"/v1/decisions/{name}"):
        assert raw(running, request("GET", path, text))[0] in allowed
    status, body = raw(running, request("GET", f"/v1/lists/{name}", text))
    # A built-in list is no file, and there is none beside the one that was made.
    assert status in allowed, body
    for do in ("editions?source=x", "activate", "rollback"):
        kind = "text/csv" if "source" in do else "application/json"
        sent = row if "source" in do else b"{}"
        posted = request("POST", f"/v1/lists/{name}/{do}", text, sent, content_type=kind)
        assert raw(running, posted)[0] in allowed, do
    assert tree(running.data) == before
    assert not list(running.data.parent.glob("secret*"))


def tree(folder: Path) -> set[str]:
    """Every file of the lists and what is coming in."""
    return {
        str(path.relative_to(folder))
        for part in ("lists", "incoming")
        for path in (folder / part).rglob("*")
    }


def test_line_breaks_in_a_path_become_no_header(running: Service, api: httpx2.Client) -> None:
    text = api.headers["authorization"].removeprefix("Bearer ")
    bad = "x%0d%0aset-cookie:%20a=b%0d%0a%0d%0a"
    for path in (f"/v1/lists/{bad}/editions?source=x", f"/{bad}", f"/static/{bad}"):
        with Wire(running.address) as wire:
            wire.send(request("POST", path, text, b"kind,hash,id\n", content_type="text/csv"))
            answer = wire.answer()
        assert answer is not None
        assert answer.status in {404, 405, 422}
        assert not {"set-cookie", "location"} & answer.headers.keys()


def test_long_paths_queries_and_headers_are_answered_or_cut_off_and_stop_nobody(
    running: Service, api: httpx2.Client
) -> None:
    workers = running.workers()
    for size in (1_000, 30_000, 60_000, 200_000, 2_000_000):
        long = "a" * size
        for sent in (
            f"GET /{long} HTTP/1.1\r\nhost: x\r\n\r\n",
            f"GET /v1/lists/{long} HTTP/1.1\r\nhost: x\r\n\r\n",
            f"GET /healthz?{long} HTTP/1.1\r\nhost: x\r\n\r\n",
            f"GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: {long}\r\n\r\n",
            f"GET /healthz HTTP/1.1\r\nhost: x\r\n{long}: x\r\n\r\n",
            f"{long} / HTTP/1.1\r\nhost: x\r\n\r\n",
        ):
            assert status_or_end(running, sent.encode()) in {None, 200, 400, 401, 404, 431}
    assert running.workers() == workers
    assert api.get("/healthz").status_code == 200


def status_or_end(running: Service, text: bytes) -> int | None:
    with Wire(running.address) as wire:
        try:
            wire.send(text)
        except ConnectionError:
            return None
        answer = wire.answer()
    return None if answer is None else answer.status


def test_of_a_repeated_json_field_the_last_counts_in_all_of_the_answer(api: httpx2.Client) -> None:
    item = '{"md5":"%s"}' % ("0" * 32)
    text = f'{{"items":[{item},{item}],"items":[%s],"surface":"a","surface":"%s"}}'
    headers = {"content-type": "application/json"}
    answer = api.post("/v1/check/hashes", content=text % (item, "b"), headers=headers)
    assert (answer.status_code, len(answer.json()["results"])) == (200, 1)
    bad = api.post("/v1/check/hashes", content=text % (item, "\\n"), headers=headers)
    assert (bad.status_code, bad.json()["path"]) == (422, "surface")


def test_parameters_that_would_be_passed_over_are_refused(api: httpx2.Client) -> None:
    body = {"items": [{"md5": "0" * 32}]}
    for path, sent in (("/v1/check/hashes", body), ("/v1/lists/known/activate", {})):
        answer = api.post(path, params={"surface": "avatar"}, content=json.dumps(sent))
        assert (answer.status_code, answer.json()["path"]) == (422, "query")
    for query in ("would_be=null", "limit=NULL", "since=0.5", "until=1700000000", "entry=1"):
        answer = api.get(f"/v1/decisions?{query}")
        assert answer.status_code == 422, query
        assert answer.json()["path"] == f"query.{query.partition('=')[0]}"
    assert api.get("/v1/decisions?surface=null").json()["decisions"] == []


def test_these_tests_reach_nothing_but_this_machine() -> None:
    # TEST-NET-1 (RFC 5737) is nobody's.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as outside:
        outside.settimeout(1)
        with pytest.raises(SocketConnectBlockedError), pytest.warns(match="192.0.2.1"):
            outside.connect(("192.0.2.1", 80))
