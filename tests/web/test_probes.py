"""Probes, metrics and the operator's page of a real service: they say what is so."""

from __future__ import annotations

import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from beholden.app import Beholden
from beholden.app._lists import Indexes
from beholden.lists import ListStore
from beholden.web.state import PAGE_HEADERS
from tests.cli.support import activate, hashes, invoke, jpeg, pdq_row, write_list
from tests.support.pages import faults_in_text
from tests.web.support import OCTETS, Service, eventually, service

LISTED = 1
DAYS = 41


def add_long_ago(data: Path, name: str) -> None:
    """An active edition that was made ``DAYS`` days ago."""
    path = write_list(data.parent / f"{name}.csv", [pdq_row(LISTED)])
    then = datetime.now(UTC) - timedelta(days=DAYS)
    lists = ListStore(data / "lists", Indexes(), lambda: then)
    edition, _ = lists.add(path, name=name, source="a test", set_by="A. Tester")
    lists.activate(name, edition.edition, by="A. Tester")


def ready(client: httpx2.Client) -> tuple[int, str, dict[str, str]]:
    """Status, what is said, and the problems by code."""
    answer = client.get("/readyz")
    said = answer.json()
    problems = {problem["code"]: problem["message"] for problem in said["problems"]}
    assert len(problems) == len(said["problems"])
    return answer.status_code, said["status"], problems


# Readiness.


def test_without_a_list_it_lives_but_is_not_ready_until_one_is_active(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with service(data) as running, running.client(running.key("check", "lists", "read")) as client:
        assert client.get("/healthz").json() == {"status": "alive"}
        status, said, problems = ready(client)
        assert (status, said, list(problems)) == (503, "not ready", ["no_list"])
        assert "beholden lists add" in problems["no_list"]
        refused = client.post("/v1/check/image", content=jpeg(2), headers=OCTETS)
        assert (refused.status_code, refused.json()["code"]) == (503, "no_list")
        assert problems["no_list"] in client.get("/").text.replace("&#39;", "'")
        answer = client.post(
            "/v1/lists/known/editions?source=a+test&activate=true",
            content="kind,hash,id\n" + ",".join(pdq_row(LISTED)),
            headers={"content-type": "text/csv"},
        )
        assert answer.status_code == 201, answer.text
        eventually(lambda: ready(client) == (200, "ready", {}), "a list makes it ready")
        done = invoke("lists", "deactivate", "known", "--by", "A. Tester", "--data", data)
        assert done.code == 0, done.said
        eventually(lambda: ready(client)[0] == 503, "it is not ready without its list")


def test_a_stale_list_is_named_and_takes_nothing_from_readiness(tmp_path: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(2)], name="fresh")
    add_long_ago(data, "old")
    for limit, stale in ((DAYS - 1, True), (DAYS, False)):
        variables = {"BEHOLDEN_LISTS_STALE_AFTER_DAYS": str(limit)}
        with service(data, variables=variables) as running, running.client() as client:
            status, said, problems = ready(client)
            assert (status, said) == (200, "degraded" if stale else "ready")
            assert list(problems) == (["list_stale:old"] if stale else [])
            if stale:
                assert f"{DAYS} days old, more than {limit}" in problems["list_stale:old"]
            with running.client(running.key("read")) as reader:
                lists = {one["name"]: one for one in reader.get("/v1/lists").json()["lists"]}
                assert lists["old"]["age_days"] == DAYS
                assert [name for name, one in lists.items() if one.get("stale")] == (
                    ["old"] if stale else []
                )
                age = metrics(reader)["beholden_list_age_days"]
                assert age == {(("list", "fresh"),): 0, (("list", "old"),): DAYS}


def test_a_damaged_list_is_named_while_what_was_in_force_stays_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(LISTED)])
    with service(data) as running, running.client(running.key("check", "read")) as client:
        (data / "lists" / "known" / "active.json").write_text("{")

        def named() -> dict[str, str]:
            return {code: said for code, said in ready(client)[2].items() if "known" in said}

        problems = eventually(named, "the damage is named")
        status, said, _ = ready(client)
        assert (status, said) == (200, "degraded"), problems
        answer = client.post("/v1/check/image", content=jpeg(LISTED), headers=OCTETS)
        assert answer.json()["outcome"] == "block"


def test_a_bad_policy_is_named_while_the_one_in_force_stays_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(LISTED)])
    with service(data) as running, running.client(running.key("check", "read")) as client:
        (data / "policy.toml").write_text("mode = 7\n")
        eventually(lambda: ready(client)[1] == "degraded", "the bad policy is named")
        answer = client.post("/v1/check/image", content=jpeg(LISTED), headers=OCTETS)
        assert (answer.json()["outcome"], answer.json()["policy"]["version"]) == (
            "block", Beholden(tmp_path / "other").policy().version,
        )  # fmt: skip
        (data / "policy.toml").unlink()
        eventually(lambda: ready(client) == (200, "ready", {}), "it is well again")


# Figures: what was sent is what is shown.


class Busy:
    """A service with two workers, both of which have decided uploads, and what was sent."""

    def __init__(self, running: Service) -> None:
        self.running = running
        self.key = running.key("check", "look_up", "read")
        self.sent: Counter[str] = Counter()
        self.items: Counter[str] = Counter()

    def fill(self) -> None:
        """Sends until each worker has answered checks of both kinds."""
        while not self._both("/v1/check/image") or not self._both("/v1/check/hashes"):
            self._round()
            assert self.sent["image"] < 300

    def _both(self, path: str) -> bool:
        checks = [line for line in self.running.logged if line.get("endpoint") == path]
        return {line["worker"] for line in checks} == {1, 2}

    def _round(self) -> None:
        for data, outcome in ((jpeg(LISTED), "block"), (jpeg(40), "allow"), (b"text", "hold")):
            with self.running.client(self.key) as client:
                answer = client.post("/v1/check/image", content=data, headers=OCTETS)
                assert answer.json()["outcome"] == outcome
            self.sent["image"] += 1
            self.items[outcome] += 1
        items = [{"pdq": hashes(jpeg(LISTED)).pdq}, {"md5": "0" * 32}, {"md5": "1" * 32}]
        with self.running.client(self.key) as client:
            client.post("/v1/check/hashes", json={"items": items}).raise_for_status()
            client.post("/v1/lookup", json={"items": items}).raise_for_status()
        self.sent["hashes"] += 1
        self.items.update(block=1, allow=2)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Busy]:
    data = tmp_path_factory.mktemp("probes") / "data"
    activate(data, [pdq_row(LISTED)])
    with service(data, workers=2, variables={"BEHOLDEN_LOG_REQUESTS": "true"}) as running:
        made = Busy(running)
        made.fill()
        yield made


@pytest.fixture
def reader(busy: Busy) -> Iterator[httpx2.Client]:
    with busy.running.client(busy.key) as client:
        yield client


Samples = dict[tuple[tuple[str, str], ...], float]


def metrics(client: httpx2.Client) -> dict[str, Samples]:
    """Every sample by its name and its labels; the text must be what Prometheus reads."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found: dict[str, Samples] = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.documentation
        assert family.type != "unknown", family.name
        for sample in family.samples:
            labels = tuple(sorted(sample.labels.items()))
            assert labels not in found.setdefault(sample.name, {}), sample
            found[sample.name][labels] = sample.value
    return found


def test_the_metrics_are_the_sums_over_all_workers(busy: Busy, reader: httpx2.Client) -> None:
    found = metrics(reader)
    decisions = {
        dict(labels)["would_be"]: value
        for labels, value in found["beholden_decisions_total"].items()
    }
    assert decisions == dict(busy.items)
    matched = found["beholden_matches_total"]
    assert matched == {(("kind", "pdq"), ("list", "known")): busy.items["block"]}
    requests = found["beholden_requests_total"]
    counts = found["beholden_request_seconds_count"]
    for what in ("image", "hashes"):
        path = f"/v1/check/{what}"
        assert requests[("endpoint", path), ("status", "200")] == busy.sent[what]
        assert counts[(("endpoint", path),)] == busy.sent[what]
        buckets = found["beholden_request_seconds_bucket"]
        assert buckets[("endpoint", path), ("le", "+Inf")] == busy.sent[what]
    assert set(found["beholden_ready"].values()) == {1}


def test_the_counts_of_a_worker_that_ended_stay(tmp_path: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(LISTED)])
    with service(data, workers=2, variables={"BEHOLDEN_LOG_REQUESTS": "true"}) as running:
        made = Busy(running)
        made.fill()
        before = running.workers()
        os.kill(before[0], signal.SIGKILL)
        eventually(
            lambda: len(running.workers()) == 2 and before[0] not in running.workers(),
            "a fresh worker is there",
        )
        with running.client(made.key) as client:
            decided = metrics(client)["beholden_decisions_total"]
    assert sum(decided.values()) == made.items.total()


def test_labels_are_names_that_operators_chose(reader: httpx2.Client) -> None:
    reader.get("/nowhere/at/all")
    reader.get("/v1/lists/of-a-stranger")
    text = reader.get("/metrics").text
    assert "nowhere" not in text
    assert "stranger" not in text


# The operator's page.


class Tables(HTMLParser):
    """The body rows of each table, by the id of the heading before it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: dict[str, list[list[str]]] = {}
        self._section = ""
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"thead", "tbody"}:
            self._in = tag
        elif tag == "h2":
            self._section = dict(attrs).get("id") or ""
        elif tag == "tr" and self._in == "tbody":
            self.rows.setdefault(self._section, []).append([])
        elif tag in {"td", "th"} and self._in == "tbody":
            self.rows[self._section][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "tbody" and self.rows.get(self._section) and self.rows[self._section][-1]:
            self.rows[self._section][-1][-1] += " ".join(data.split())


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


def test_the_page_opens_with_the_key_as_password_and_loads_all_that_it_names(
    busy: Busy,
) -> None:
    with busy.running.client() as stranger:
        refused = stranger.get("/")
        assert refused.status_code == 401
        assert 'Basic realm="beholden"' in refused.headers["www-authenticate"]
        answer = stranger.get("/", auth=("operator", busy.key))
        assert (answer.status_code, answer.headers["content-type"]) == (
            200, "text/html; charset=utf-8",
        )  # fmt: skip
        policy = answer.headers["content-security-policy"]
        assert policy == dict(PAGE_HEADERS)[b"content-security-policy"].decode()
        assert faults_in_text(answer.text) == []
        named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text))
        kinds: Counter[str] = Counter()
        for path in named:
            file = stranger.get(path)
            assert file.status_code == 200
            assert "immutable" in file.headers["cache-control"]
            kinds[file.headers["content-type"]] += 1
        assert kinds == {"text/css; charset=utf-8": 3, "image/svg+xml": 1}
        # Nothing from elsewhere, nothing that runs.
        assert not re.findall(r'(?:href|src)="(?:https?:)?//', answer.text)
        assert "<script" not in answer.text


def test_the_numbers_on_the_page_are_what_was_sent(busy: Busy, reader: httpx2.Client) -> None:
    def answered() -> dict[str, int]:
        return {row[0]: number(row[-1]) for row in rows(reader, "latency")}

    wanted = {
        "check image": busy.sent["image"],
        "check hashes": busy.sent["hashes"],
        "look up": busy.sent["hashes"],
    }
    eventually(lambda: answered() == wanted, "both workers have posted their counts")
    shown = [sum(number(row[place]) for row in rows(reader, "hours")) for place in range(1, 5)]
    assert shown == [*(busy.items[one] for one in ("allow", "hold", "block")), busy.items.total()]
    by_list = {row[0]: row[1:] for row in rows(reader, "matches")}
    assert by_list.keys() == {"known"}
    assert number(by_list["known"][1]) == number(by_list["known"][2]) == busy.items["block"]
    known = next(row for row in rows(reader, "lists") if row[0].startswith("known"))
    edition = reader.get("/v1/lists/known").json()["active"]["edition"]
    assert "In force" in known[1]
    assert edition in known[2]
    assert [number(cell) for cell in known[3:6]] == [0, 1, 1]


def test_the_page_names_the_workers_that_run(busy: Busy, reader: httpx2.Client) -> None:
    def shown() -> bool:
        found: list[Any] = rows(reader, "workers")
        return sorted(number(row[1]) for row in found) == busy.running.workers()

    eventually(shown, "the page names both workers")
    for row in rows(reader, "workers"):
        assert number(row[5]) > 20
        assert "known" in row[6]


def rows(client: httpx2.Client, section: str) -> list[list[str]]:
    """The rows of one table of the page; none where nothing is known yet."""
    return Tables(client.get("/").text).rows.get(section, [])
