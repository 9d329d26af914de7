"""Reads of decisions and changes of lists are logged at any level; faults are counted."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from beholden.web import log
from tests.cli.support import activate, pdq_row
from tests.web.support import eventually, service


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
