"""No page runs for somebody without its role, and no form that another site sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette

from beholden.regulator import ROLES as ORDER
from beholden.web.regulator.console.doors import Page
from beholden.web.regulator.console.routes import PAGES
from tests.regulator.entries import HOSTILE, card
from tests.support.pages import faults_in_text
from tests.web.regulator.support import ROLES, SITE, Browser, Office, words

EXAMPLES = {
    "service": "example",
    "provider": "example-co",
    "regime": "orchard",
    "number": "1",
    "plan": "none",
    "path:path": "",
}
POSTS = [page for page in PAGES if page.method == "POST"]


def path_of(page: Page) -> str:
    path = page.path
    for name, value in EXAMPLES.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path
    return path


def named(page: Page) -> str:
    return f"{page.method} {page.path}"


def state_of(office: Office) -> Any:
    """Everything that a form could change."""
    regulator = office.regulator
    return (
        regulator.register.history(),
        regulator.received.files(),
        regulator.publications.all(),
        regulator.reconciliations.list("example"),
    )


def send(browser: Browser, page: Page, token: str, **headers: str) -> Any:
    path, sent = path_of(page), {**browser.origin, **headers}
    if page.upload_at_most:
        files = {"file": ("counts.csv", b"text")}
        return browser.client.post(path, data={"token": token}, files=files, headers=sent)
    if page.method == "POST":
        return browser.client.post(path, data={"token": token}, headers=sent)
    return browser.client.get(path)


@pytest.fixture
def filled(office: Office) -> Office:
    office.regulator.publications.draft(card(), by="B. Officer")
    return office


@pytest.mark.parametrize("name", ROLES)
def test_every_page_is_for_its_role_and_those_above(
    filled: Office, person: Callable[[str], Browser], name: str
) -> None:
    browser = person(name)
    token = browser.token()
    wrong = []
    for page in PAGES:
        before = state_of(filled)
        answer = send(browser, page, token)
        may = ORDER.index(ROLES[name]) >= ORDER.index(page.role)
        refused = answer.status_code == 403
        if may == refused:
            wrong.append(f"{named(page)}: {answer.status_code}")
        if not may:
            assert state_of(filled) == before
            assert f"This needs the role {page.role}" in words(answer.text)
            assert faults_in_text(answer.text) == []
    assert wrong == []


def test_nobody_sees_or_does_anything_without_signing_in(
    filled: Office, application: Starlette
) -> None:
    browser, before = Browser(application), state_of(filled)
    for page in PAGES:
        answer = send(browser, page, "")
        if page.method == "GET":
            assert answer.status_code == 303, named(page)
            assert answer.headers["location"].startswith("/console/sign-in?next=/console/")
        else:
            assert answer.status_code == 403, named(page)
        assert "Example Company" not in answer.text
    assert state_of(filled) == before


@pytest.mark.parametrize("page", POSTS, ids=named)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.test"},
        {"Origin": "null"},
        {"Origin": SITE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": f"{SITE}.elsewhere.test"},
    ],
    ids=["another", "null", "cross-site", "longer"],
)
def test_a_form_that_another_site_sent_does_nothing(
    filled: Office, publisher: Browser, page: Page, headers: dict[str, str]
) -> None:
    token, before = publisher.token(), state_of(filled)
    assert send(publisher, page, token, **headers).status_code == 403
    assert state_of(filled) == before


@pytest.mark.parametrize("page", POSTS, ids=named)
def test_a_form_without_the_token_of_this_session_does_nothing(
    filled: Office, publisher: Browser, person: Callable[[str], Browser], page: Page
) -> None:
    before = state_of(filled)
    for token in ("", "x", person("D. Publisher").token(), "\u00e9"):
        assert send(publisher, page, token).status_code == 403
    assert state_of(filled) == before


def test_what_was_typed_before_the_session_ended_is_shown_again(
    office: Office, officer: Browser
) -> None:
    token = officer.token()
    officer.post("/console/sign-out")
    officer.client.cookies.set("beholden_console", "over", path="/console")
    typed = {"token": token, "name": f"New name {HOSTILE}", "reason": "two\nlines"}
    answer = officer.client.post(
        "/console/services/example/edit", data=typed, headers=officer.origin
    )
    assert answer.status_code == 403
    said = words(answer.text)
    assert "New name <script>alert(1)</script>=1+1\\u202e" in said
    assert "two lines" in said
    assert token not in answer.text
    assert faults_in_text(answer.text) == []
    assert office.regulator.register.service("example").version == 1


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"content": b"x" * (1 << 20), "headers": {"content-type": "text/plain"}}, 415),
        ({"data": {"name": "x" * (1 << 20)}}, 413),
        ({"data": {f"field-{one}": "" for one in range(2_001)}}, 400),
        ({"files": {"file": ("a", b"b")}}, 415),
        (
            {
                "content": b"name=\xff\xfe",
                "headers": {"content-type": "application/x-www-form-urlencoded"},
            },
            400,
        ),
    ],
    ids=["type", "long", "many", "multipart", "bytes"],
)
def test_a_form_that_cannot_be_read_is_refused_with_a_page(
    officer: Browser, options: dict[str, Any], status: int
) -> None:
    options["headers"] = {**officer.origin, **options.get("headers", {})}
    answer = officer.client.post("/console/services/example/edit", **options)
    assert answer.status_code == status
    assert faults_in_text(answer.text) == []


def test_pages_of_the_console_are_kept_by_nobody_and_run_nothing(officer: Browser) -> None:
    for page in PAGES:
        if page.method == "GET":
            headers = officer.get(path_of(page)).headers
            assert headers["cache-control"] == "no-store"
            assert headers["x-content-type-options"] == "nosniff"
            assert "script" not in headers["content-security-policy"]
            assert headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("number", ["0", "99", "2147483648", "9" * 40, "-1", "x", "%00", "1.0"])
def test_numbers_of_nothing_are_not_found(officer: Browser, number: str) -> None:
    for kind in ("scorecards", "reconciliations", "received", "drills"):
        answer = officer.get(f"/console/services/example/{kind}/{number}")
        assert answer.status_code == 404, kind
        assert faults_in_text(answer.text) == []


@pytest.mark.parametrize("name", ["no-such", "%2e%2e", "a%00b", "%3Cscript%3E", "é", "a" * 300])
def test_services_that_are_none_are_not_found(officer: Browser, name: str) -> None:
    for rest in ("", "/edit", "/received", "/reconcile", "/draft", "/drills", "/remove"):
        answer = officer.get(f"/console/services/{name}{rest}")
        assert answer.status_code == 404, rest
        assert faults_in_text(answer.text) == []


def test_what_the_console_does_not_know_is_said_in_its_dress(officer: Browser) -> None:
    lost = officer.get("/console/lost")
    assert (lost.status_code, faults_in_text(lost.text)) == (404, [])
    wrong = officer.client.put("/console/", headers=officer.origin)
    assert (wrong.status_code, faults_in_text(wrong.text)) == (405, [])
