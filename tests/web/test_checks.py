"""Checks over HTTP: an upload or its hashes in, a recorded decision out."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import httpx2
import pytest

from tests.cli.support import hashes, jpeg
from tests.web.conftest import LISTED
from tests.web.support import OCTETS, Service, eventually


def check(api: httpx2.Client, data: bytes, **parameters: str) -> dict[str, Any]:
    answer = api.post("/v1/check/image", content=data, params=parameters, headers=OCTETS)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def allowed_count(api: httpx2.Client, rule: str = "default") -> int:
    page = api.get("/metrics").text
    lines = [line for line in page.splitlines() if line.startswith("beholden_decisions_total{")]
    del rule
    return sum(int(float(line.split()[-1])) for line in lines if 'would_be="allow"' in line)


def test_a_listed_picture_is_blocked_and_its_decision_can_be_read_back(
    api: httpx2.Client, listed_picture: bytes
) -> None:
    answer = check(api, listed_picture, surface="avatar", account="user-7")
    assert answer["outcome"] == "block"
    assert answer["matches"][0]["entry"] == f"picture-{LISTED}"
    assert answer["sha256"] == hashlib.sha256(listed_picture).hexdigest()
    assert "account" not in answer
    kept = api.get(f"/v1/decisions/{answer['id']}").json()
    assert kept["matches"] == answer["matches"]
    assert kept["surface"] == "avatar"
    assert "user-7" not in str(kept)
    found = api.get("/v1/decisions", params={"account": "user-7", "list": "known"}).json()
    assert answer["id"] in {one["id"] for one in found["decisions"]}


def test_an_allowed_upload_leaves_a_count_and_nothing_else(
    api: httpx2.Client, running: Service
) -> None:
    harmless = jpeg(31)
    before = allowed_count(api)
    answer = check(api, harmless, account="user-31")
    assert answer["outcome"] == "allow"
    assert "sha256" not in answer
    gone = api.get(f"/v1/decisions/{answer['id']}")
    assert gone.status_code == 404
    assert allowed_count(api) == before + 1
    digest = hashlib.sha256(harmless).hexdigest().encode()
    for path in running.data.glob("beholden.db*"):
        assert digest not in path.read_bytes()
        assert b"user-31" not in path.read_bytes()


def test_a_form_gives_the_same_decision_as_the_bare_bytes(
    api: httpx2.Client, listed_picture: bytes
) -> None:
    bare = check(api, listed_picture, surface="avatar")
    answer = api.post(
        "/v1/check/image",
        files={"upload": ("a.jpg", listed_picture, "image/jpeg")},
        data={"surface": "avatar", "account": "user-8"},
    )
    form = answer.json()
    for field in ("outcome", "rule", "matches", "sha256", "editions", "policy"):
        assert form[field] == bare[field]


def test_what_cannot_be_scanned_is_held_not_refused(api: httpx2.Client) -> None:
    for data, code in (
        (b"", "empty"),
        (jpeg(3)[:400], "truncated"),
        (b"plain, harmless text", "not_an_image"),
    ):
        answer = check(api, data)
        assert (answer["outcome"], answer["unscannable"]["code"]) == ("hold", code)


def test_hashes_are_decided_in_their_order_with_the_callers_names(api: httpx2.Client) -> None:
    items = [
        {"md5": hashlib.md5(b"harmless", usedforsecurity=False).hexdigest(), "ref": "a"},
        {"pdq": hashes(jpeg(LISTED)).pdq.upper(), "ref": "b"},
        {"sha256": _text_digest()},
        {"dihedral": list(hashes(jpeg(LISTED)).dihedral), "quality": 90},
        {"pdq": hashes(jpeg(LISTED)).pdq, "quality": 10},
    ]
    answer = api.post("/v1/check/hashes", json={"items": items, "surface": "avatar"}).json()
    assert [one["outcome"] for one in answer["results"]] == [
        "allow", "block", "block", "block", "allow",
    ]  # fmt: skip
    assert [one.get("ref") for one in answer["results"]] == ["a", "b", None, None, None]
    assert len({one["id"] for one in answer["results"]}) == len(items)
    assert answer["results"][4]["below_quality"] == ["known", "drill"]


def _text_digest() -> str:
    return hashlib.sha256(b"harmless text").hexdigest()


def test_a_thousand_items_are_taken_and_one_more_is_not(api: httpx2.Client) -> None:
    item = {"md5": "0" * 32}
    full = api.post("/v1/check/hashes", json={"items": [item] * 1000})
    assert len(full.json()["results"]) == 1000
    more = api.post("/v1/check/hashes", json={"items": [item] * 1001})
    assert (more.status_code, more.json()["path"]) == (422, "items")


def test_a_look_up_answers_the_same_and_records_nothing(
    api: httpx2.Client, listed_picture: bytes
) -> None:
    def kept() -> int:
        return len(api.get("/v1/decisions", params={"limit": 500}).json()["decisions"])

    before = kept()
    by_hash = api.post("/v1/lookup", json={"items": [{"pdq": hashes(listed_picture).pdq}]}).json()
    by_bytes = api.post("/v1/lookup", content=listed_picture, headers=OCTETS).json()
    for answer in (by_hash, by_bytes):
        assert answer["results"][0]["outcome"] == "block"
        assert "id" not in answer["results"][0]
    assert kept() == before


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        (b"{", 400, None),
        (b'{"items":' + b"[" * 50_000, 422, "items[0]"),
        (b'{"items":[]}', 422, "items"),
        (b'{"items":[{}]}', 422, "items[0]"),
        (b'{"items":[{"pdq":"00"}]}', 422, "items[0].pdq"),
        (b'{"items":[{"md5":"' + b"z" * 32 + b'"}]}', 422, "items[0].md5"),
        (b'{"items":[{"pdq":"' + b"z" * 64 + b'"}]}', 422, "items[0].pdq"),
        (b'{"items":[{"md5":"' + b"0" * 32 + b'","colour":1}]}', 422, "items[0]"),
        (b'{"items":[{"md5":"' + b"0" * 32 + b'","quality":101}]}', 422, "items[0].quality"),
        (b'{"items":[{"md5":"' + b"0" * 32 + b'"}],"account":"a\\nb"}', 422, "account"),
        (b'{"items":[{"md5":"' + b"0" * 32 + b'"}],"surface":"\\u0000"}', 422, "surface"),
        (b'\xff\xfe{"items":1}', 400, None),
    ],
)
def test_a_bad_field_is_named(
    api: httpx2.Client, body: bytes, status: int, path: str | None
) -> None:
    answer = api.post(
        "/v1/check/hashes", content=body, headers={"content-type": "application/json"}
    )
    problem = answer.json()
    assert (answer.status_code, problem.get("path")) == (status, path), problem
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["detail"]


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/html", "application/x-www-form-urlencoded", ""]
)
def test_a_picture_under_a_wrong_content_type_is_refused_with_advice(
    api: httpx2.Client, content_type: str
) -> None:
    answer = api.post("/v1/check/image", content=jpeg(2), headers={"content-type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "not_a_picture")


def test_unknown_and_repeated_query_parameters_are_refused(api: httpx2.Client) -> None:
    for query in ("colour=red", "surface=a&surface=b", "surface=", "surface=%00", "surface=%ff"):
        answer = api.post(f"/v1/check/image?{query}", content=jpeg(2), headers=OCTETS)
        assert answer.status_code == 422, (query, answer.text)


def test_an_idempotency_key_gets_one_decision_and_one_answer(
    api: httpx2.Client, listed_picture: bytes
) -> None:
    def send(data: bytes, key: str = "upload-1") -> httpx2.Response:
        return api.post("/v1/check/image", content=data, headers={**OCTETS, "idempotency-key": key})

    def repeated() -> float:
        page = api.get("/metrics").text
        return float(re.findall(r"^beholden_replayed_answers_total (\S+)$", page, re.MULTILINE)[0])

    before = repeated()
    first, second = send(listed_picture), send(listed_picture)
    assert repeated() == before + 1
    assert first.content == second.content
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    other = send(jpeg(2))
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    kept = api.get("/v1/decisions", params={"sha256": first.json()["sha256"], "limit": 500})
    assert sum(one["id"] == first.json()["id"] for one in kept.json()["decisions"]) == 1


def test_one_callers_idempotency_key_is_not_anothers(
    running: Service, listed_picture: bytes
) -> None:
    headers = {**OCTETS, "idempotency-key": "the same"}
    ids = set()
    for _ in range(2):
        with running.client(running.key("check")) as client:
            ids.add(
                client.post("/v1/check/image", content=listed_picture, headers=headers).json()["id"]
            )
    assert len(ids) == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "é"])
def test_an_idempotency_key_that_is_none_is_refused(api: httpx2.Client, key: str) -> None:
    headers = [(b"content-type", b"image/jpeg"), (b"idempotency-key", key.encode("latin-1"))]
    answer = api.post("/v1/check/image", content=jpeg(2), headers=headers)
    assert answer.status_code in {400, 422}


def test_a_keys_rate_is_kept_over_all_workers(running: Service) -> None:
    with running.client(running.key("look_up", checks_per_second="5")) as client:
        body = {"items": [{"md5": "0" * 32}] * 500}
        answers = [client.post("/v1/lookup", json=body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 101


def test_pages_of_decisions_lead_through_all_of_them_once(
    api: httpx2.Client, listed_picture: bytes
) -> None:
    for number in range(7):
        check(api, listed_picture, surface=f"page-{number % 2}")
    wanted = {"surface": "page-0", "limit": "2"}
    seen: list[str] = []
    page = api.get("/v1/decisions", params=wanted).json()
    while True:
        seen += [one["id"] for one in page["decisions"]]
        if page["next"] is None:
            break
        page = api.get("/v1/decisions", params={**wanted, "cursor": page["next"]}).json()
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 4


def test_the_latency_and_the_counts_reach_the_metrics(api: httpx2.Client) -> None:
    check(api, jpeg(2))

    def counted() -> bool:
        page = api.get("/metrics").text
        return 'beholden_request_seconds_count{endpoint="/v1/check/image"}' in page

    eventually(counted, "the metrics show the check")
