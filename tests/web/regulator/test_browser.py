"""The main flow in a real browser without scripts: two officers, two publishers, the public."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page
from starlette.applications import Starlette

from beholden.web.server import bound
from tests.support.pages import Browser as RealBrowser
from tests.web.regulator.support import Office
from tests.web.regulator.test_publishing import AUTHORITY, OWN

TOO_LONG_SECONDS = 60
SERVICE = "/console/services/example"


@pytest.fixture
def address(application: Starlette) -> Iterator[str]:
    """The server on a socket of this machine."""
    (listening,) = bound("127.0.0.1:0", 1)
    server = uvicorn.Server(uvicorn.Config(application, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    deadline = time.monotonic() + TOO_LONG_SECONDS
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def sign_in(page: Page, key: str) -> None:
    page.get_by_label("Your key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Services").wait_for()


def receive(page: Page, address: str, name: str, data: bytes) -> None:
    page.goto(f"{address}{SERVICE}/received")
    page.get_by_label("Counts of somebody else").check()
    page.get_by_label("Who sent it?").fill(name)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": data}
    )
    page.get_by_role("button", name="Keep the file").click()
    page.get_by_text("The file was received and kept.").wait_for()


def keep_evidence(page: Page, address: str) -> None:
    """What is no counts is refused, and kept where the officer says so."""
    for wanted in ("This is not a table of counts", "The file was received and kept."):
        page.goto(f"{address}{SERVICE}/received")
        page.get_by_label("Counts of somebody else").check()
        page.get_by_label("Who sent it?").fill("Example")
        if "kept" in wanted:
            page.get_by_label("Keep it as it is, as evidence").check()
        page.get_by_label("File", exact=True).set_input_files(
            {"name": "scan.csv", "mimeType": "text/csv", "buffer": b"a letter"}
        )
        page.get_by_role("button", name="Keep the file").click()
        page.get_by_text(wanted).first.wait_for()


def draft(page: Page, address: str) -> None:
    """An officer receives counts, reconciles them, and drafts a scorecard."""
    receive(page, address, "Example Authority", AUTHORITY)
    receive(page, address, "Example", OWN)
    page.goto(f"{address}{SERVICE}/reconcile")
    page.get_by_label("First day").fill("2026-10-01")
    page.get_by_label("Last day").fill("2026-10-31")
    page.get_by_label("1: Example Authority.csv").check()
    page.get_by_label("2: Example.csv").check()
    page.get_by_role("button", name="Reconcile").click()
    page.get_by_role("heading", name="What differs, or cannot be told").wait_for()
    page.get_by_role("link", name="Draft a scorecard").click()
    page.get_by_label("Notes to the reader").fill("Two counts were held against each other.")
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_text("You are officer: ask one of them").wait_for()
    page.get_by_role("link", name="Preview, as the public will see it").click()
    page.get_by_text("Two counts were held against each other.").wait_for()


def conflict(page: Page, address: str, other_key: str) -> None:
    """Two officers change one service; the second is shown both, and saves what they mean."""
    page.goto(f"{address}{SERVICE}/edit")
    page.get_by_label("Description").first.fill("Typed by the first.")
    page.get_by_label("Reason for this change").fill("the first's reason")
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    other = context.new_page()
    other.goto(f"{address}/console/sign-in?next={SERVICE}/edit")
    other.get_by_label("Your key").fill(other_key)
    other.get_by_role("button", name="Sign in").click()
    other.get_by_label("Website").fill("https://second.example.org/")
    other.get_by_label("Reason for this change").fill("the second's reason")
    other.get_by_role("button", name="Save the change").click()
    other.get_by_text("Saved.").wait_for()
    context.close()
    page.get_by_role("button", name="Save the change").click()
    page.get_by_role("heading", name="Somebody else changed Example while you did").wait_for()
    assert page.get_by_text("the second's reason").count() == 1
    assert page.get_by_label("Website").input_value() == "https://second.example.org/"
    assert page.get_by_label("Description").first.input_value() == "Typed by the first."
    page.get_by_role("button", name="Save the change").click()
    page.get_by_text("Saved.").wait_for()


def publish(page: Page, address: str) -> None:
    """A second person looks and publishes, then withdraws."""
    page.goto(f"{address}{SERVICE}/scorecards/1")
    page.get_by_role("button", name="Publish scorecard 1").click()
    page.get_by_role("link", name="Look at the preview first").click()
    page.get_by_label("I looked at the preview").check()
    page.get_by_role("button", name="Publish scorecard 1").click()
    page.get_by_text("Anybody can see it now.").wait_for()


def withdraw(page: Page, address: str) -> None:
    page.goto(f"{address}{SERVICE}/scorecards/1")
    page.get_by_label("Reason").fill("The counts were of another month.")
    page.get_by_role("button", name="Withdraw scorecard 1").click()
    page.get_by_text("It stays on the public site").first.wait_for()


def test_from_the_first_sign_in_to_what_the_public_reads(
    office: Office, address: str, browser: RealBrowser
) -> None:
    start = f"{address}/console/"

    def officer(page: Page) -> None:
        sign_in(page, office.keys["B. Officer"])
        conflict(page, address, office.keys["D. Publisher"])
        draft(page, address)
        keep_evidence(page, address)

    def publisher(page: Page) -> None:
        sign_in(page, office.keys["C. Publisher"])
        publish(page, address)

    def withdrawer(page: Page) -> None:
        sign_in(page, office.keys["C. Publisher"])
        withdraw(page, address)
        page.get_by_role("button", name="Sign out").click()
        page.get_by_text("You are signed out.").wait_for()

    def public(page: Page) -> str:
        page.get_by_role("link", name="Example", exact=True).first.click()
        assert page.context.cookies() == []
        return page.locator("main").inner_text()

    browser.visit(start, officer)
    browser.visit(start, publisher)
    assert "1 of 2 comparisons differ" in browser.visit(f"{address}/", public, width=390)
    browser.visit(start, withdrawer, width=390)
    read = browser.visit(f"{address}/", public, width=390)
    assert "The counts were of another month." in read
    item = office.regulator.register.service("example").item
    assert (item.description, item.website) == (
        "Typed by the first.",
        "https://second.example.org/",
    )
