"""`beholden regulator drill`, from the plan to what anybody can check, against a real service."""

from __future__ import annotations

import csv
import json
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from beholden.app.regulator import WiredRegulator
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.receipt import BatchPromise, make_receipt, sign_promise
from beholden.ledger.identity import load as load_identity
from beholden.ledger.identity import signers
from beholden.regulator import HttpInterface
from tests.cli.support import Done, activate, invoke, jpeg, on_terminal, pdq_row, running
from tests.support.http_peer import answer, peer
from tests.web.support import Service, eventually, service

OFFICER, OTHER = "A. Tester", "B. Tester"
ORIGIN = "example.org/decisions"
REGISTER = """
[[provider]]
id = "example-co"
name = "Example Company"

[[service]]
id = "example"
provider = "example-co"
name = "Example"
regime = "uk-osa"
state = "unassessed"
surfaces = [{ id = "avatar", name = "Avatars" }, { id = "post", name = "Posts" }]
"""
LEASE = 180


class Bench(NamedTuple):
    """A network that runs, and a regulator's data folder with a key to it."""

    network: Service
    data: Path
    key_file: Path

    @property
    def url(self) -> str:
        return f"http://{self.network.address}"

    def drill(self, *arguments: str | Path) -> Done:
        return invoke("regulator", "drill", *arguments, "--data", self.data)

    def plan(self, *more: str, items: int = 12, controls: int = 6) -> dict[str, Any]:
        # Two days: the test may run at midnight.
        today = datetime.now(UTC).date()
        done = self.drill(
            "plan", "example", "--items", str(items), "--controls", str(controls),
            "--from", f"{today}", "--to", f"{today + timedelta(days=1)}", "--by", OFFICER,
            "--json", *more,
        )  # fmt: skip
        assert done.code == 0, done.said
        planned: dict[str, Any] = done.objects[0]
        return planned

    def load_list(self, plan: str) -> None:
        """As the network takes in what the regulator hands it."""
        path = Path(self.drill("list", plan).text.strip())
        done = invoke(
            "lists", "add", path, "--name", f"drills-{plan}", "--source", "Example Regulator",
            "--activate", "--by", "T. Network", "--data", self.network.data,
        )  # fmt: skip
        assert done.code == 0, done.said
        rows = csv.DictReader(path.read_text().splitlines())
        listed = next(row["hash"] for row in rows if row["kind"] == "sha256")
        with self.network.client(self.network.key("look_up")) as client:
            eventually(
                lambda: (
                    client.post("/v1/lookup", json={"items": [{"sha256": listed}]})
                    .json()["results"][0]
                    .get("matches")
                ),
                "the list is active",
            )

    def send(self, plan: str, *more: str | Path, by: str = OFFICER, url: str = "") -> Done:
        return self.drill(
            "send", plan, "--url", url or self.url, "--key-file", self.key_file, "--by", by, *more
        )


def make_regulator(data: Path, key: str) -> Path:
    done = invoke("regulator", "init", "--name", "Example Regulator", "--data", data)
    assert done.code == 0, done.said
    for name in (OFFICER, OTHER):
        person = ("staff", "add", name, "--role", "officer", "--by", "admin")
        assert invoke("regulator", *person, "--data", data).code == 0
    register = data / "register.toml"
    register.write_text(REGISTER)
    loading = ("register", "load", register, "--reason", "first entries", "--by", OFFICER)
    done = invoke("regulator", *loading, "--data", data)
    assert done.code == 0, done.said
    key_file = data / "key.txt"
    key_file.write_text(f"{key}\n")
    key_file.chmod(0o600)
    return key_file


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    network = tmp_path_factory.mktemp("network") / "data"
    activate(network, [pdq_row(1)])
    assert invoke("ledger", "init", "--origin", ORIGIN, "--data", network).code == 0
    with service(network, tcp=True) as started:
        data = tmp_path_factory.mktemp("regulator") / "data"
        key_file = make_regulator(data, started.key("check", "receipts", "mirror"))
        yield Bench(started, data, key_file)


@pytest.fixture(scope="module")
def drilled(bench: Bench) -> tuple[Bench, dict[str, Any]]:
    """A plan that was sent to the network and closed."""
    planned = bench.plan()
    bench.load_list(planned["plan"]["id"])
    done = bench.send(planned["plan"]["id"], "--json")
    assert done.code == 0, done.said
    assert done.objects[0]["found"] == 12
    return bench, planned


def test_the_whole_way_from_a_plan_to_what_anybody_can_check(drilled, tmp_path):
    bench, planned = drilled
    plan = planned["plan"]["id"]
    status = bench.drill("show", plan, "--json").objects[0]
    summary = status["summary"]
    assert (summary["found"], summary["items"]) == (12, 12)
    assert (summary["controls"], summary["controls_passed"]) == (6, 6)
    assert status["receipts"] == 18
    assert bench.drill("show", plan, "--at-least", "0.77").code == 0
    assert bench.drill("show", plan, "--at-least", "0.78").code == 1
    assert bench.drill("reveal", plan).code == 2
    closed = bench.drill("close", plan, "--by", OTHER)
    assert closed.text.startswith("Of 12 drills ")
    assert "at least 77.9 % of such pictures" in closed.text
    file = tmp_path / "revealed.json"
    assert bench.drill("reveal", plan, "--out", file).code == 0
    arguments = ("regulator", "drill", "verify", file, "--commitment", planned["commitment"])
    assert invoke(*arguments).code == 0
    painted = invoke(*arguments, "--paint", "--json")
    assert (painted.code, painted.objects[0]["findings"][-1]["name"]) == (0, "painting")
    revealed = json.loads(file.read_bytes())
    revealed["results"][0]["outcome"] = "missed"
    revealed["summary"]["found"] = 11
    (tmp_path / "altered.json").write_text(json.dumps(revealed))
    altered = invoke("regulator", "drill", "verify", tmp_path / "altered.json", "--json")
    assert altered.code == 1
    assert [one["name"] for one in altered.objects[0]["findings"] if not one["ok"]] == ["figures"]


def test_the_mirror_finds_every_receipt_of_the_drills_in_the_log(drilled, tmp_path):
    bench, _ = drilled
    policy = tmp_path / "trust.txt"
    policy.write_bytes(invoke("ledger", "trust", "--data", bench.network.data).out)
    receipts = bench.data / "mirrors" / "example" / "receipts"
    count = len(list(receipts.iterdir()))
    assert count >= 18

    def included() -> bool:
        done = invoke(
            "mirror", bench.url, "--data", tmp_path / "mirror", "--policy", policy,
            "--key-file", bench.key_file, "--receipts", receipts, "--once", "--json",
        )  # fmt: skip
        assert done.code == 0, done.said
        found = done.objects[0]["receipts"]
        assert found["missing"] == found["unreadable"] == found["other"] == 0
        return bool(found["included"] == count)

    eventually(included, "all receipts are in the log")


def test_the_regulator_s_own_mirror_alarms_when_a_drill_was_left_out_of_the_log(drilled):
    bench, planned = drilled
    policy = invoke("ledger", "trust", "--data", bench.network.data).text
    where = {"origin": ORIGIN, "url": bench.url, "policy": policy}
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in where.items())
    register = bench.data / "register.toml"
    register.write_text(f"{REGISTER}\n[service.log]\n{lines}\n")
    loading = ("register", "load", register, "--reason", "its log", "--overwrite", "--by", OFFICER)
    assert invoke("regulator", *loading, "--data", bench.data).code == 0
    settings = bench.data / "regulator.toml"
    settings.write_text(
        f'{settings.read_text()}\n[[mirror]]\nservice = "example"\nkey_file = "key.txt"\n'
    )

    def followed() -> Done:
        return invoke("regulator", "mirror", "example", "--once", "--data", bench.data)

    done = followed()
    assert done.code == 0, done.said
    promised = (
        bench.data / "mirrors" / "example" / "receipts" / f"{planned['plan']['id']}-00099.txt"
    )
    promised.write_bytes(broken_promise(bench.network.data))
    try:
        done = eventually(lambda: (one := followed()).code and one, "the omission is seen")
    finally:
        promised.unlink()
    assert done.code == 1
    assert "omission" in done.text + done.said


def broken_promise(network: Path) -> bytes:
    """A receipt that the network signed, for a statement that never came into its log."""
    ledger = network / "ledger"
    identity = load_identity(ledger)
    assert identity is not None
    leaf = bytes(32)
    promise = BatchPromise(ORIGIN, 1, leaf_hash(leaf), made=1_600_000_000, merge_by=1_600_000_060)
    note = sign_promise(promise, signers(ledger, identity, int(datetime.now(UTC).timestamp())))
    return make_receipt(leaf, 0, [], promise, note)


def test_a_second_run_sends_nothing_and_two_at_once_send_everything_once(bench):
    plan = bench.plan(items=8, controls=4)["plan"]["id"]
    bench.load_list(plan)
    before = decisions(bench)
    found: list[Any] = []

    def send(name: str) -> None:
        regulator = WiredRegulator(bench.data)
        interface = HttpInterface(bench.url, bench.key_file.read_text().strip())
        found.append(regulator.drills.send(plan, interface, by=name))
        regulator.close()

    threads = [threading.Thread(target=send, args=(name,)) for name in (OFFICER, OTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.found for one in found) == 8
    assert sum(one.missed for one in found) == 4
    assert decisions(bench) - before == 8
    again = bench.send(plan, "--json").objects[0]
    assert (again["due"], again["found"]) == (0, 0)


def decisions(bench: Bench) -> int:
    """Held and blocked decisions of the network; fewer than a page in all."""
    with bench.network.client(bench.network.key("read")) as client:
        return len(client.get("/v1/decisions").json()["decisions"])


def test_who_is_killed_in_mid_send_leaves_every_item_counted_once(bench, tmp_path):
    plan = bench.plan(items=5, controls=2)["plan"]["id"]
    bench.load_list(plan)
    before = decisions(bench)
    with peer([], hold=True) as (url, requests):
        arguments = (
            "regulator", "drill", "send", plan, "--url", url, "--key-file", bench.key_file,
            "--by", OFFICER, "--data", bench.data,
        )  # fmt: skip
        with running(*arguments, err=tmp_path / "err") as child:
            eventually(lambda: requests, "the first picture is sent")
            child.send(signal.SIGKILL)
            assert child.finish().code == -signal.SIGKILL
    done = bench.send(plan, "--json", by=OTHER)
    assert done.code == 1
    assert done.objects[0]["held_by_others"] == 1
    later = WiredRegulator(
        bench.data, clock=lambda: datetime.now(UTC) + timedelta(seconds=LEASE + 1)
    )
    interface = HttpInterface(bench.url, bench.key_file.read_text().strip())
    last = later.drills.send(plan, interface, by=OTHER)
    later.close()
    assert last.due == 1
    status = bench.drill("show", plan, "--json").objects[0]
    assert (status["settled"], status["sending"], status["open"]) == (7, 0, 0)
    assert status["summary"]["found"] == 5
    assert decisions(bench) - before == 5


def test_a_network_that_has_not_loaded_the_list_is_bounded_by_what_it_misses(bench):
    plan = bench.plan(items=4, controls=1)["plan"]["id"]
    assert bench.send(plan, "--json").objects[0]["missed"] == 5
    status = bench.drill("show", plan)
    assert "0 were caught" in status.text
    assert bench.drill("show", plan, "--at-least", "0.5").code == 1


def test_pictures_that_are_uploaded_by_hand_are_real_and_found(bench, tmp_path):
    plan = bench.plan(items=4, controls=2)["plan"]["id"]
    bench.load_list(plan)
    out = tmp_path / "out"
    assert bench.drill("hand-out", plan, "--out", out).code == 0
    with bench.network.client(bench.network.key("check")) as client:
        for row in csv.DictReader((out / "schedule.csv").read_text().splitlines()):
            decided = client.post(
                "/v1/check/image",
                content=(out / row["file"]).read_bytes(),
                params={"surface": row["surface"]},
                headers={"content-type": "image/jpeg"},
            ).json()
            seen = "found" if decided["outcome"] != "allow" else "missed"
            assert bench.drill("record", plan, row["item"], seen, "--by", OFFICER).code == 0
    summary = bench.drill("close", plan, "--by", OFFICER, "--json").objects[0]
    assert (summary["found"], summary["controls_passed"]) == (4, 2)
    assert "uploaded by hand" in summary["words"]


def test_a_service_that_redirects_or_knows_no_key_ends_the_run(bench):
    plan = bench.plan(items=2, controls=0)["plan"]["id"]
    with peer([answer(b"", 302, f"location: {bench.url}/v1/check/image".encode())]) as (url, _):
        done = bench.send(plan, url=url)
    assert done.code == 1
    assert "redirect" in done.said
    with peer([answer(b"{}", 403)]) as (url, _):
        done = bench.send(plan, url=url)
    assert "key" in done.said
    assert bench.drill("show", plan, "--json").objects[0]["open"] == 1


# Usage.


def test_no_command_shows_a_seed_before_the_end(bench):
    plan = bench.plan(items=2, controls=1)["plan"]["id"]
    regulator = WiredRegulator(bench.data)
    kept = next(one for one in regulator.drills.plans() if one.plan.id == plan)
    regulator.close()
    shown = [
        bench.drill("show"), bench.drill("show", "--json"), bench.drill("show", plan),
        bench.drill("show", plan, "--json"), bench.drill("list", plan), bench.drill("reveal", plan),
    ]  # fmt: skip
    for done in shown:
        assert kept.seed.hex().encode() not in done.out + done.err
        assert msgspec.json.encode(kept.seed).strip(b'"') not in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("show", "nowhere"), "nowhere"),
        (("send", "nowhere", "--url", "http://127.0.0.1:9", "--by", OFFICER), "nowhere"),
        (("record", "nowhere", "1", "found", "--by", OFFICER), "nowhere"),
        (("close", "nowhere", "--by", OFFICER), "nowhere"),
        (("show", "--at-least", "95"), "0 to 1"),
        (("show", "--at-least", "nan"), "0 to 1"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(bench, arguments, word):
    more = ("--key-file", bench.key_file) if arguments[0] == "send" else ()
    done = bench.drill(*arguments, *more)
    assert done.code == 2
    assert word in done.said
    assert "Traceback" not in done.said


def test_plans_name_the_field_that_makes_no_sense(bench):
    today = f"{datetime.now(UTC).date()}"
    good = {"--items": "2", "--controls": "1", "--from": today, "--to": today, "--by": OFFICER}
    cases = [
        ({"--surface": "elsewhere"}, "surfaces"), ({"--confidence": "95"}, "confidence"),
        ({"--from": "2020-01-01"}, "first"), ({"--items": "20000"}, "items"),
        ({"--by": "N. Body"}, "N. Body"), ({"--to": "tomorrow"}, "tomorrow"),
    ]  # fmt: skip
    for change, word in cases:
        options = [text for pair in {**good, **change}.items() for text in pair]
        done = bench.drill("plan", "example", *options)
        assert done.code == 2, change
        assert word in done.said
    assert "example-2" in bench.drill("plan", "example-2", *sum(good.items(), ())).said


def test_a_file_that_is_no_revealed_plan_is_refused(tmp_path):
    file = tmp_path / "file.json"
    file.write_bytes(jpeg(1))
    done = invoke("regulator", "drill", "verify", file)
    assert done.code == 2
    assert "no revealed plan" in done.said


def test_on_a_terminal_nothing_steers_it(bench, tmp_path):
    shown = on_terminal("regulator", "drill", "show", "--data", str(bench.data), NO_COLOR="1")
    assert shown.code == 0
    assert b"\x1b[3" not in shown.out
