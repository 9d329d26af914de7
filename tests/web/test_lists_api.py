"""Lists over HTTP: a file in, an edition in force in every worker, and the way back."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest

from beholden.web.lists import JOBS_AT_MOST
from tests.cli.support import activate, jpeg, pdq_row
from tests.web.support import OCTETS, Service, eventually, service
from tests.web.wire import Wire, chunked, head

CSV = {"content-type": "text/csv"}
LINES = {"content-type": "application/x-ndjson"}
ORIGIN = {"source": "a test"}
LIST_BYTES = 20_000_000
MANY_ROWS = 100_000


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Two workers, lists of at most ``LIST_BYTES``."""
    data = tmp_path_factory.mktemp("lists") / "data"
    activate(data, [pdq_row(1)])
    limits = {"BEHOLDEN_SERVER_MAX_LIST_BYTES": str(LIST_BYTES)}
    with service(data, workers=2, variables=limits) as started:
        yield started


@pytest.fixture(scope="module")
def key(gate: Service) -> str:
    return gate.key("check", "look_up", "lists", "read", name="uploader of lists")


@pytest.fixture
def client(gate: Service, key: str) -> Iterator[httpx2.Client]:
    """A client with every scope; afterwards nothing of an upload is left on the way in."""
    with gate.client(key) as made:
        yield made
    eventually(lambda: not list((gate.data / "incoming").glob("*")), "incoming is empty")


def rows(*names: str) -> str:
    """A CSV list of texts by their MD5."""
    return "kind,hash,id\n" + "".join(f"md5,{md5(name)},{name}\n" for name in names)


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def add(client: httpx2.Client, name: str, content: str | bytes, **query: Any) -> httpx2.Response:
    """Uploads a CSV list."""
    return client.post(
        f"/v1/lists/{name}/editions", content=content, params={**ORIGIN, **query}, headers=CSV
    )


def added(client: httpx2.Client, name: str, content: str | bytes, **query: Any) -> Any:
    answer = add(client, name, content, **query)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/lists/{name}"
    return answer.json()


def refused(answer: httpx2.Response, status: int, code: str) -> str:
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), problem
    detail: str = problem["detail"]
    assert detail
    return detail


def matched(gate: Service, key: str, text: str) -> set[str]:
    """Which lists some text is on, as new connections, so both workers, see it."""
    found: set[str] = set()
    for _ in range(8):
        with gate.client(key) as client:
            answer = client.post("/v1/lookup", json={"items": [{"md5": md5(text)}]}).json()
            matches = answer["results"][0].get("matches", ())
            found.add(",".join(sorted({match["list"] for match in matches})))
    return found


def in_force(gate: Service, key: str, text: str, where: str) -> None:
    """Every worker says of a text what it should."""
    eventually(lambda: matched(gate, key, text) == {where}, f"{text} is on {where or 'no list'}")


def changes(gate: Service, name: str) -> list[tuple[str, str, str]]:
    """Who did what to a list, by the record."""
    lines = (gate.data / "lists" / "changes.jsonl").read_text().splitlines()
    found = [one for one in map(json.loads, lines) if one["list"] == name]
    return [(one["action"], one["edition"], one["by"]) for one in found]


def test_an_edition_is_taken_in_activated_and_rolled_back_in_every_worker(
    gate: Service, key: str, client: httpx2.Client
) -> None:
    first = added(client, "round", rows("one"), activate="true", by="A. Tester")
    assert first["active"] is True
    assert first["report"]["count"] == 1
    assert "rejected" not in first["report"]
    in_force(gate, key, "one", "round")
    second = added(client, "round", rows("two"))
    assert second["active"] is False
    assert matched(gate, key, "two") == {""}
    ids = [one["edition"]["edition"] for one in (first, second)]
    answer = client.post("/v1/lists/round/activate", json={"edition": ids[1][:6]})
    assert (answer.status_code, answer.json()["edition"]["edition"]) == (200, ids[1])
    in_force(gate, key, "two", "round")
    in_force(gate, key, "one", "")
    answer = client.post("/v1/lists/round/rollback", json={"by": "A. Second"})
    assert (answer.status_code, answer.json()["edition"]["edition"]) == (200, ids[0])
    in_force(gate, key, "one", "round")
    status = client.get("/v1/lists/round").json()
    assert (status["active"]["edition"], status["activated_by"]) == (ids[0], "A. Second")
    assert {one["edition"] for one in status["editions"]} == set(ids)
    assert changes(gate, "round") == [
        ("add", ids[0], "A. Tester"),
        ("activate", ids[0], "A. Tester"),
        ("add", ids[1], "API key uploader of lists"),
        ("activate", ids[1], "API key uploader of lists"),
        ("rollback", ids[0], "A. Second"),
    ]


def test_the_same_content_and_settings_are_the_same_edition(client: httpx2.Client) -> None:
    first = added(client, "twice", rows("one", "two"))
    again = added(client, "twice", rows("one", "two"))
    other = added(client, "twice", rows("one", "two"), radius="20")
    assert again["edition"]["edition"] == first["edition"]["edition"]
    assert again["report"]["already_present"] is True
    assert other["edition"]["edition"] != first["edition"]["edition"]
    editions = client.get("/v1/lists/twice").json()["editions"]
    assert len(editions) == 2


def test_json_lines_give_the_same_edition_as_csv(client: httpx2.Client) -> None:
    by_csv = added(client, "forms", rows("one", "two"))
    lines = "".join(
        json.dumps({"kind": "md5", "hash": md5(name), "id": name}) + "\n" for name in ("one", "two")
    )
    for content_type in ("application/x-ndjson", "application/jsonl; charset=utf-8"):
        answer = client.post(
            "/v1/lists/forms/editions",
            content=lines,
            params=ORIGIN,
            headers={"content-type": content_type},
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["edition"]["edition"] == by_csv["edition"]["edition"]
        assert answer.json()["report"]["format"] == "jsonl"


def test_columns_kind_and_settings_are_taken_from_the_query(client: httpx2.Client) -> None:
    content = f"DIGEST,NUMBER\n{md5('one')},7\n"
    edition = added(
        client, "named", content, columns="hash=DIGEST, id=NUMBER", kind="md5", version="5",
        action_hint="hold", note="for a test", min_quality="60", radius="10",
    )["edition"]  # fmt: skip
    for field, value in {
        "version": "5", "action_hint": "hold", "note": "for a test", "radius": 10,
        "min_quality": 60, "source": "a test", "counts": {"md5": 1}, "role": "match",
    }.items():  # fmt: skip
        assert edition[field] == value


GOOD = rows("one")


@pytest.mark.parametrize(
    ("content", "query", "says"),
    [
        ("", {}, "empty"),
        ("kind,hash,id\n", {}, "has no rows"),
        ("colour,size\nred,1\n", {}, "column"),
        (GOOD, {"columns": "hash=NOTHING"}, "NOTHING"),
        (rows(*"abc") + "md5,zz,1\n", {}, "1 of 4 rows are unusable"),
        (GOOD.encode("utf-16"), {}, "UTF-8"),
        (GOOD + "md5," + md5("x") + ",\xe9\n", {}, "UTF-8"),
        (GOOD, {"kind": "colour"}, "colour"),
        (GOOD, {"role": "allow"}, "note"),
        (GOOD, {"role": "allow", "note": "checked", "radius": "17"}, "radius"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(
    gate: Service, client: httpx2.Client, content: str | bytes, query: dict[str, str], says: str
) -> None:
    sent = content if isinstance(content, bytes) else content.encode("latin-1")
    detail = refused(add(client, "refused", sent, **query), 422, "list_refused")
    assert says.lower() in detail.lower()
    assert str(gate.data) not in detail
    assert "list-" not in detail
    assert client.get("/v1/lists/refused").status_code == 404
    assert changes(gate, "refused") == []


def test_settings_out_of_bounds_are_named_before_anything_is_read(client: httpx2.Client) -> None:
    for field, value in {
        "radius": "65", "min_quality": "-1", "role": "block", "action_hint": "delete",
        "max_rejects": "2", "labels": "some", "columns": "hash:DIGEST", "activate": "perhaps",
        "by": " \n", "note": "", "source": "",
    }.items():  # fmt: skip
        answer = add(client, "bounds", GOOD, **{field: value})
        refused(answer, 422, "invalid_field")
        assert answer.json()["path"] == f"query.{field}"
    answer = client.post("/v1/lists/bounds/editions", content=GOOD, headers=CSV)
    assert "source" in refused(answer, 422, "invalid_field")
    for kind in ("application/json", "text/plain", ""):
        answer = client.post(
            "/v1/lists/bounds/editions", content=GOOD, params=ORIGIN, headers={"content-type": kind}
        )
        refused(answer, 415, "not_a_list")


def test_rows_that_cannot_be_used_are_counted_up_to_the_share_that_is_allowed(
    client: httpx2.Client,
) -> None:
    report = added(client, "some", rows("one") + "md5,zz,2\n", max_rejects="0.5")["report"]
    assert (report["count"], report["rejected"]) == (1, 1)
    assert report["rejects"][0]["line"] == 3


def test_an_allow_list_with_its_note_lets_a_listed_upload_pass(
    gate: Service, key: str, client: httpx2.Client
) -> None:
    def would_be() -> set[str]:
        found = set()
        for _ in range(8):
            with gate.client(key) as one:
                answer = one.post("/v1/lookup", json={"items": [{"pdq": pdq_row(5)[1]}]}).json()
                found.add(answer["results"][0]["would_be"])
        return found

    listed = "kind,hash,id\n" + ",".join(pdq_row(5)) + "\n"
    added(client, "harmful", listed, activate="true")
    eventually(lambda: would_be() == {"block"}, "the list is in force in both workers")
    added(client, "cleared", listed, role="allow", note="checked", activate="true")
    eventually(lambda: would_be() == {"allow"}, "the allow-list is in force in both workers")


def test_lists_and_editions_that_are_not_there_are_not_found(client: httpx2.Client) -> None:
    added(client, "there", GOOD)
    refused(client.get("/v1/lists/nowhere"), 404, "no_such_list")
    refused(client.post("/v1/lists/nowhere/activate", json={}), 404, "no_such_list")
    refused(client.post("/v1/lists/nowhere/rollback", json={}), 404, "no_such_list")
    answer = client.post("/v1/lists/there/activate", json={"edition": "ffff0000"})
    refused(answer, 404, "no_such_edition")
    refused(client.post("/v1/lists/there/rollback", json={}), 409, "no_earlier_edition")
    refused(client.post("/v1/lists/drill/activate", json={}), 422, "list_refused")
    refused(add(client, "drill", GOOD), 422, "list_refused")


def test_a_damaged_edition_is_not_activated(gate: Service, client: httpx2.Client) -> None:
    edition = added(client, "damaged", GOOD)["edition"]["edition"]
    entries = gate.data / "lists" / "damaged" / "editions" / edition / "entries.jsonl"
    entries.chmod(0o600)
    entries.write_bytes(entries.read_bytes().replace(b"one", b"two"))
    answer = client.post("/v1/lists/damaged/activate", json={})
    refused(answer, 409, "edition_damaged")
    assert client.get("/v1/lists/damaged").json().get("active") is None


def test_an_upload_that_breaks_off_leaves_nothing_behind(
    gate: Service, key: str, client: httpx2.Client
) -> None:
    path = "/v1/lists/broken-off/editions?source=x"
    half = rows(*map(str, range(50_000))).encode()
    for start, body in (
        (head("POST", path, key, length=2 * len(half), content_type="text/csv"), half),
        (
            head("POST", path, key, content_type="text/csv", transfer_encoding="chunked"),
            chunked(half, last=False),
        ),
    ):
        with Wire(gate.address) as wire:
            wire.send(start, body)
            eventually(
                lambda: any(one.stat().st_size for one in (gate.data / "incoming").glob("*")),
                "some of the list has arrived",
            )
        eventually(lambda: not list((gate.data / "incoming").glob("*")), "incoming is empty")
    assert client.get("/v1/lists/broken-off").status_code == 404
    assert changes(gate, "broken-off") == []


def test_a_list_over_the_limit_is_refused_whether_its_length_is_stated_or_not(
    gate: Service, key: str, client: httpx2.Client
) -> None:
    path = "/v1/lists/too-large/editions?source=x"
    with Wire(gate.address) as wire:
        wire.send(head("POST", path, key, length=LIST_BYTES + 1, content_type="text/csv"))
        stated = wire.answer()
    assert stated is not None
    assert (stated.status, stated.code) == (413, "too_large")
    piece = chunked(rows(*map(str, range(20_000))).encode(), last=False)
    start = head("POST", path, key, content_type="text/csv", transfer_encoding="chunked")
    with Wire(gate.address) as wire:
        wire.send(start)
        sent = 0
        try:
            while sent <= LIST_BYTES:
                wire.send(piece)
                sent += len(piece)
        except ConnectionError:
            pass
        answer = wire.answer()
    assert answer is None or (answer.status, answer.code) == (413, "too_large")
    assert client.get("/v1/lists/too-large").status_code == 404


def test_changes_at_the_same_moment_come_one_after_the_other_or_are_told_to_wait(
    gate: Service, key: str, client: httpx2.Client
) -> None:
    def send(number: int) -> httpx2.Response:
        with gate.client(key) as one:
            return add(one, "at-once", rows(f"text {number}"), activate="true", by=f"P. {number}")

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    done = [answer.json()["edition"] for answer in answers if answer.status_code == 201]
    for answer in answers:
        if answer.status_code != 201:
            # A worker takes a few changes at a time; over all workers the lists have one writer.
            code = {429: "queue_full", 503: "busy"}[answer.status_code]
            refused(answer, answer.status_code, code)
            assert int(answer.headers["retry-after"]) >= 1
    assert done
    status = client.get("/v1/lists/at-once").json()
    assert {one["edition"] for one in status["editions"]} == {one["edition"] for one in done}
    recorded = changes(gate, "at-once")
    assert sorted(one for one in recorded if one[0] == "add") == sorted(
        ("add", one["edition"], one["set_by"]) for one in done
    )
    # The last who activated is who holds.
    assert recorded[-1][1] == status["active"]["edition"]
    assert recorded[-1][2] == status["activated_by"]


def test_checks_go_on_without_a_fault_while_a_long_list_comes_in(
    gate: Service, key: str, client: httpx2.Client
) -> None:
    content = rows(*(f"long {number}" for number in range(MANY_ROWS)))
    over = threading.Event()
    seen: list[tuple[int, str]] = []
    editions: set[str] = set()

    def check(send: Callable[[httpx2.Client], httpx2.Response]) -> None:
        with gate.client(key) as one:
            while not over.is_set():
                answer = send(one)
                said = answer.json()
                editions.update(f"{e['list']} {e['edition']}" for e in said.get("editions", ()))
                outcome = said.get("outcome") or said.get("results", [{}])[0].get("outcome")
                seen.append((answer.status_code, outcome))

    item = {"items": [{"pdq": pdq_row(1)[1]}]}
    senders: list[Callable[[httpx2.Client], httpx2.Response]] = [
        lambda one: one.post("/v1/check/image", content=jpeg(1), headers=OCTETS),
        lambda one: one.post("/v1/check/hashes", json=item),
    ]
    threads = [threading.Thread(target=check, args=(send,)) for send in senders]
    for thread in threads:
        thread.start()
    try:
        eventually(lambda: len(seen) > 4, "checks are under way")
        before = len(seen)
        edition = added(client, "long", content, activate="true")["edition"]
        during = len(seen) - before
        in_force(gate, key, f"long {MANY_ROWS - 1}", "long")
        name = f"long {edition['edition']}"
        eventually(lambda: name in editions, "checks name the new edition")
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert edition["count"] == MANY_ROWS
    assert set(seen) == {(200, "block")}
    assert during > 0


def test_changes_under_way_are_bounded_and_a_place_is_given_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(1)])
    go = threading.Event()

    def slowly() -> Iterator[bytes]:
        yield b"kind,hash,id\n"
        assert go.wait(60)
        yield b"md5," + b"0" * 32 + b",1\n"

    def send(client: httpx2.Client, name: str, content: Any) -> httpx2.Response:
        return client.post(
            f"/v1/lists/{name}/editions",
            params={"source": "a test"},
            content=content,
            headers={"content-type": "text/csv"},
        )

    with service(data) as running:
        key = running.key("lists")

        def one(name: str) -> int:
            with running.client(key) as client:
                return send(client, name, slowly()).status_code

        with ThreadPoolExecutor(JOBS_AT_MOST) as crowd, running.client(key) as client:
            held = [crowd.submit(one, f"slow-{number}") for number in range(JOBS_AT_MOST)]

            more = b"kind,hash,id\nmd5," + b"1" * 32 + b",1\n"
            try:
                incoming = data / "incoming"
                eventually(
                    lambda: len(list(incoming.glob("list-*"))) == JOBS_AT_MOST, "they arrive"
                )
                answer = send(client, "one-more", more)
            finally:
                go.set()
            assert answer.status_code == 429
            assert answer.headers["retry-after"] == "1"
            assert answer.json()["code"] == "queue_full"
            assert [future.result() for future in held] == [201] * JOBS_AT_MOST
            assert send(client, "one-more", more).status_code == 201
