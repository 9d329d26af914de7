"""A real log and a false report, from the browser: the figure is named, and the public reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import pytest

from beholden.app import WiredRegulator
from beholden.regulator import RegulatorError
from beholden.transparency import encode_report
from beholden.web.regulator import regulator_application
from beholden.web.regulator.jobs import Jobs, JobsBusyError
from tests.regulator import published
from tests.regulator.published import BY, FIRST, LAST, Publisher, publishing
from tests.regulator.test_reconcile import falsified
from tests.support.pages import faults_in_text
from tests.web.regulator.support import Browser, words

PAGE = "/console/services/photos"


class House(NamedTuple):
    """A network, the regulator that follows it by commands, and two people in browsers."""

    network: Publisher
    office: published.Office
    officer: Browser
    publisher: Browser


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with publishing() as network:
        office = published.Office(tmp_path / "data", network)
        regulator = WiredRegulator(tmp_path / "data")
        _, officers = regulator.staff.renew(BY)
        _, publishers = regulator.staff.add("B. Tester", "publisher", by=BY)
        application = regulator_application(regulator)
        officer, publisher = Browser(application), Browser(application)
        officer.sign_in(officers)
        publisher.sign_in(publishers)
        yield House(network, office, officer, publisher)
        regulator.close()


def receive(browser: Browser, kind: str, name: str, data: bytes) -> None:
    fields = {"kind": kind, "source": "Photos", "from": FIRST, "to": LAST}
    done = browser.post(f"{PAGE}/received", fields, files={"file": (name, data)})
    assert done.status_code == 303


def reconcile(browser: Browser) -> Any:
    """Sends the form as it is filled already: the newest report, and what came for its days."""
    return browser.send(f"{PAGE}/reconcile", f"{PAGE}/reconcile", {})


def test_a_false_report_is_caught_and_the_public_reads_which_figure(
    house: House, tmp_path: Path
) -> None:
    right = house.network.report()
    figure = right.figure("uploads-checked")
    assert figure is not None
    assert figure.count is not None
    report = falsified(right, "uploads-checked", count=figure.count + 1_000)
    receive(house.officer, "report", "report.json", encode_report(report))
    openings = house.network.statements.export(tmp_path / "open.jsonl").read_bytes()
    receive(house.officer, "openings", "open.jsonl", openings)
    done = reconcile(house.officer)
    assert done.headers["location"] == f"{PAGE}/reconciliations/1?done=compared"
    found = house.officer.get(done.headers["location"])
    assert faults_in_text(found.text) == []
    said = words(found.text)
    assert f"{figure.count + 1_000:,}" in said
    first = found.text.index('class="difference difference-differs"')
    assert "Uploads checked" in words(f"<body{found.text[first : first + 600]}")
    assert house.network.log.origin in said
    draft = f"{PAGE}/draft"
    assert house.officer.send(draft, draft, {}).status_code == 303
    page = f"{PAGE}/scorecards/1"
    sent = house.publisher.send(page, f"{page}/publish", {"looked": "yes"})
    assert sent.headers["location"] == f"{page}?done=published"
    public = Browser(house.officer.client.app).get("/services/photos/")  # type: ignore[arg-type]
    assert f"{figure.count + 1_000:,}" in words(public.text)
    assert faults_in_text(public.text) == []


def test_a_report_that_the_mirror_does_not_reach_is_told_beside_the_form(
    house: House, tmp_path: Path
) -> None:
    house.network.day("2026-11-24", held=9)
    receive(house.officer, "report", "report.json", encode_report(house.network.report_ahead()))
    openings = house.network.statements.export(tmp_path / "open.jsonl").read_bytes()
    receive(house.officer, "openings", "open.jsonl", openings)
    done = reconcile(house.officer)
    assert done.status_code == 422
    assert "mirror" in words(done.text)
    assert faults_in_text(done.text) == []
    assert house.officer.get(f"{PAGE}/reconciliations/1").status_code == 404


def test_the_page_of_a_service_shows_its_mirror_and_every_alarm(house: House) -> None:
    said = words(house.officer.get(PAGE).text)
    assert f"{house.network.statements.size:,}" in said
    assert house.network.log.origin in said
    assert "Behind by" in said
    house.network.log.publish(size=5, time=int(datetime(2026, 11, 25, tzinfo=UTC).timestamp()))
    assert house.office.run("mirror", "photos", "--once").code == 1
    page = house.officer.get(PAGE)
    assert "Alarm: roll-back" in words(page.text)
    assert faults_in_text(page.text) == []
    assert "1 alarm" in words(house.officer.get("/console/").text)


def test_a_mirror_whose_records_are_damaged_is_told_and_hides_nothing_else(
    house: House,
) -> None:
    (house.office.data / "mirrors" / "photos" / "mirror.json").write_text("{")
    page = house.officer.get(PAGE)
    assert page.status_code == 200
    assert "Cannot be read" in words(page.text)
    assert faults_in_text(page.text) == []


def test_two_reconciliations_of_one_service_do_not_run_at_once() -> None:
    """The second is told; nothing waits in a queue that nobody sees."""
    gate, jobs = Event(), Jobs(lambda: datetime(2026, 11, 3, tzinfo=UTC))

    def wait() -> str:
        gate.wait(60)
        return "/done"

    first = jobs.start("one", BY, wait)
    with pytest.raises(JobsBusyError, match="is running"):
        jobs.start("one", BY, wait)
    second = jobs.start("two", BY, wait)
    with pytest.raises(JobsBusyError, match="2 reconciliations are running"):
        jobs.start("three", BY, wait)
    gate.set()
    assert first.wait(60)
    assert second.wait(60)
    assert first.target == "/done"

    def fail() -> str:
        raise RegulatorError("It is so.")

    failed = jobs.start("one", BY, fail)
    assert failed.wait(60)
    assert failed.problem == "It is so."
