"""Reads of decisions and changes of lists are logged at any level; faults are counted."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from beholden.web import log
from tests.cli.support import COMMAND, activate, environment, invoke, pdq_row
from tests.web.support import Service, eventually, make_key, service
from tests.web.test_probes import DAYS, add_long_ago


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    activate(folder, [pdq_row(1)])
    return folder


def test_reads_of_decisions_are_logged_even_where_only_errors_are(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    log.configure("error")
    log.get_log().info("an ordinary event")
    log.get_audit().info("request", endpoint="/v1/decisions", key="a-key")
    said = [json.loads(line) for line in capfdbinary.readouterr().err.splitlines()]
    assert [line["event"] for line in said] == ["request"]
    assert said[0]["key"] == "a-key"


def test_the_service_logs_them_at_the_quietest_level(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "gate.sock"
    key = make_key(data, "read")
    command = [*COMMAND, "serve", "--data", str(data), "--listen", f"unix:{path}"]
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(BEHOLDEN_LOG_LEVEL="error"),
    ) as process:
        quiet = Service(process, data, f"unix:{path}")
        try:
            eventually(path.exists, "it listens")
            with quiet.client(key) as client:
                assert client.get("/readyz").status_code == 200
                assert client.get("/v1/decisions").status_code == 200
            eventually(lambda: quiet.logged, "it is logged who read")
        finally:
            assert quiet.stop() == 0
    said = [(line["event"], line["endpoint"], line["key"]) for line in quiet.logged]
    assert said == [("request", "/v1/decisions", key.split("_")[1])]


def test_the_age_of_a_list_that_is_gone_is_gone_from_every_worker(tmp_path: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(2)])
    add_long_ago(data, "old")
    with service(data) as running, running.client(running.key("read")) as client:

        def age() -> float | None:
            page = client.get("/metrics").text
            found = re.findall(r'^beholden_list_age_days\{list="old"\} (\S+)$', page, re.MULTILINE)
            return float(found[0]) if found else None

        def switch(does: str) -> None:
            done = invoke("lists", does, "old", "--by", "A. Tester", "--data", data)
            assert done.code == 0, done.said

        eventually(lambda: age() == DAYS, "the age is shown")
        switch("deactivate")
        eventually(lambda: age() == 0, "a list that is not active has no age")
        switch("activate")
        eventually(lambda: age() == DAYS, "the age is shown again")
        (worker,) = running.workers()
        os.kill(worker, signal.SIGKILL)
        switch("deactivate")
        eventually(lambda: running.workers() not in ([], [worker]), "a fresh worker runs")
        eventually(lambda: age() in {None, 0.0}, "what the dead worker said is gone")


def test_a_worker_that_ended_is_counted_and_ages_of_lists_do_not_freeze(data: Path) -> None:
    with service(data) as running:
        key = running.key("read")
        (worker,) = running.workers()
        os.kill(worker, signal.SIGKILL)

        def counted() -> bool:
            with running.client(key) as client:
                page = client.get("/metrics")
            return (
                page.status_code == 200
                and 'beholden_faults_total{code="worker_ended"} 1.0' in page.text
                and 'beholden_list_age_days{list="known"} 0.0' in page.text
            )

        eventually(counted, "the metrics tell of the worker")
