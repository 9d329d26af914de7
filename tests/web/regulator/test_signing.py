"""Signing in: what the cookie is, whom it lets in, and what a stranger can cost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette

from beholden.web.regulator import regulator_application
from tests.support.pages import faults_in_text
from tests.web.regulator.support import SITE, Browser, Office, Ticks, words

COOKIE = "beholden_console"


def test_the_cookie_goes_to_the_console_alone_and_no_script_reads_it(
    office: Office, application: Starlette
) -> None:
    browser = Browser(application)
    done = browser.sign_in(office.keys["B. Officer"])
    assert (done.status_code, done.headers["location"]) == (303, "/console/")
    parts = {part.strip().lower() for part in done.headers["set-cookie"].split(";")[1:]}
    assert parts == {"httponly", "path=/console", "samesite=strict"}
    assert office.keys["B. Officer"] not in done.headers["set-cookie"]


def test_behind_https_the_cookie_never_goes_over_anything_else(tmp_path: Path) -> None:
    office = Office(tmp_path / "data", base_url="https://scorecards.example.org/")
    browser = Browser(regulator_application(office.regulator), "https://scorecards.example.org")
    done = browser.sign_in(office.keys["B. Officer"])
    assert done.headers["set-cookie"].startswith(f"__Secure-{COOKIE}=")
    assert "secure" in {part.strip().lower() for part in done.headers["set-cookie"].split(";")}
    assert browser.get("/console/").status_code == 200
    office.close()


def test_no_page_asks_for_a_cookie_before_the_sign_in(application: Starlette) -> None:
    browser = Browser(application)
    for path in ("/", "/nothing", "/console/sign-in", "/healthz", "/console/"):
        assert "set-cookie" not in browser.get(path).headers


def test_an_id_from_outside_is_never_taken_over(office: Office, application: Starlette) -> None:
    """Session fixation: somebody plants an id, and waits for the officer to sign in with it."""
    browser = Browser(application)
    browser.client.cookies.set(COOKIE, "planted", path="/console")
    done = browser.sign_in(office.keys["B. Officer"])
    assert "planted" not in done.headers["set-cookie"]
    thief = Browser(application)
    thief.client.cookies.set(COOKIE, "planted", path="/console")
    assert thief.get("/console/").status_code == 303


def test_signing_in_again_ends_the_session_before(office: Office, application: Starlette) -> None:
    browser = Browser(application)
    browser.sign_in(office.keys["B. Officer"])
    before = browser.client.cookies[COOKIE]
    browser.sign_in(office.keys["B. Officer"])
    thief = Browser(application)
    thief.client.cookies.set(COOKIE, before, path="/console")
    assert thief.get("/console/").status_code == 303


@pytest.mark.parametrize(
    "key", ["", " ", "bh_", "bh_aaaaaaaaaaaa_" + "A" * 43, "\0", "x" * 5000, "<b>key</b>"]
)
def test_a_key_that_opens_nothing_is_told_so_and_never_shown(
    application: Starlette, key: str
) -> None:
    browser = Browser(application)
    done = browser.sign_in(key)
    assert done.status_code == 422
    assert "set-cookie" not in done.headers
    assert faults_in_text(done.text) == []
    assert len(key) < 5 or key not in done.text


def test_a_revoked_key_opens_nothing_and_ends_what_it_had_opened(
    office: Office, application: Starlette, officer: Browser
) -> None:
    assert officer.get("/console/").status_code == 200
    office.regulator.staff.revoke("B. Officer", by="administrator")
    assert officer.get("/console/").status_code == 303
    assert Browser(application).sign_in(office.keys["B. Officer"]).status_code == 422


def test_a_renewed_key_ends_what_the_old_one_had_opened(office: Office, officer: Browser) -> None:
    office.regulator.staff.renew("B. Officer")
    assert officer.get("/console/").status_code == 303


def test_signing_out_ends_the_session_on_this_side(
    application: Starlette, officer: Browser
) -> None:
    id_ = officer.client.cookies[COOKIE]
    done = officer.post("/console/sign-out")
    assert done.headers["location"] == "/console/sign-in?done=signed-out"
    officer.client.cookies.set(COOKIE, id_, path="/console")
    assert officer.get("/console/").status_code == 303


def test_another_site_cannot_sign_somebody_out(officer: Browser) -> None:
    headers = {"Origin": "https://elsewhere.test", "Sec-Fetch-Site": "cross-site"}
    officer.client.post("/console/sign-out", headers=headers, data={"token": "x"})
    officer.client.post("/console/sign-out", headers=officer.origin, data={"token": "x"})
    assert officer.get("/console/").status_code == 200


def test_a_session_that_nobody_uses_ends(officer: Browser, ticks: Ticks) -> None:
    ticks.now += 30 * 60
    assert officer.get("/console/").status_code == 303


def test_after_the_sign_in_comes_the_page_that_was_asked_for(
    office: Office, application: Starlette
) -> None:
    browser = Browser(application)
    asked = browser.get("/console/services/example/edit")
    assert asked.headers["location"] == "/console/sign-in?next=/console/services/example/edit"
    page = browser.get(asked.headers["location"])
    assert 'name="next" value="/console/services/example/edit"' in page.text
    done = browser.sign_in(office.keys["B. Officer"], "/console/services/example/edit")
    assert done.headers["location"] == "/console/services/example/edit"


@pytest.mark.parametrize(
    "after",
    [
        "https://elsewhere.test/",
        "//elsewhere.test/",
        "/console/../..//elsewhere.test",
        "/console/\r\nSet-Cookie: a=b",
        "/console/%2e%2e/",
        "javascript:alert(1)",
        "/",
    ],
)
def test_the_sign_in_leads_nowhere_else(office: Office, application: Starlette, after: str) -> None:
    done = Browser(application).sign_in(office.keys["B. Officer"], after)
    assert done.headers["location"] == "/console/"


def test_attempts_are_bounded_and_the_page_says_when_to_try_again(
    office: Office, application: Starlette, ticks: Ticks
) -> None:
    browser = Browser(application)
    answers = [browser.sign_in("bh_wrong").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    refused = browser.sign_in(office.keys["B. Officer"])
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) == 6
    assert "Try again in 6 seconds" in words(refused.text)
    assert faults_in_text(refused.text) == []
    ticks.now += 6
    assert browser.sign_in(office.keys["B. Officer"]).status_code == 303


def test_the_sign_in_of_another_site_is_refused(office: Office, application: Starlette) -> None:
    """Else somebody could be signed in as somebody else without knowing."""
    for headers in (
        {"Origin": "https://elsewhere.test"},
        {"Origin": "null"},
        {"Origin": SITE, "Sec-Fetch-Site": "same-site"},
    ):
        done = Browser(application).client.post(
            "/console/sign-in", data={"key": office.keys["B. Officer"]}, headers=headers
        )
        assert (done.status_code, "set-cookie" in done.headers) == (403, False)


def test_whoever_is_signed_in_is_not_asked_again(
    person: Callable[[str], Browser],
) -> None:
    assert person("A. Reader").get("/console/sign-in").headers["location"] == "/console/"
