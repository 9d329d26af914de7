"""Every page of the console: valid, clean for axe-core, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from beholden.regulator import Wish
from beholden.regulator.core import Provider
from beholden.web.regulator import regulator_application
from beholden.web.regulator.console.rendering import assets
from tests.regulator.entries import NOW
from tests.support.pages import Browser as RealBrowser
from tests.support.pages import Served, faults_in_text, validity_faults
from tests.web.regulator.support import Browser, Office, form_fields
from tests.web.regulator.test_publishing import AUTHORITY, OWN, publish, receive, reconcile

SERVICE = "/console/services/example"
READ = (
    "/console/", SERVICE, f"{SERVICE}/edit", f"{SERVICE}/remove", f"{SERVICE}/received",
    f"{SERVICE}/reconcile", f"{SERVICE}/reconcile/running", f"{SERVICE}/reconciliations",
    f"{SERVICE}/reconciliations/1", f"{SERVICE}/drills", f"{SERVICE}/drills/PLAN",
    f"{SERVICE}/draft", f"{SERVICE}/scorecards", f"{SERVICE}/scorecards/1",
    f"{SERVICE}/scorecards/2",
    "/console/add/service", "/console/add/provider", "/console/providers",
    "/console/providers/example-co/edit", "/console/regimes", "/console/regimes/uk-osa",
    "/console/history", "/console/nothing",
)  # fmt: skip


class Filled(NamedTuple):
    """An office in which something happened, and two of its people."""

    office: Office
    officer: Browser
    publisher: Browser
    plan: str


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    office = Office(tmp_path_factory.mktemp("pages") / "data")
    application = regulator_application(office.regulator)
    officer, publisher = Browser(application), Browser(application)
    officer.sign_in(office.keys["B. Officer"])
    publisher.sign_in(office.keys["C. Publisher"])
    receive(officer, AUTHORITY, "Example Authority")
    receive(officer, OWN, "Example")
    reconcile(officer, "1", "2")
    draft = f"{SERVICE}/draft"
    for _ in range(2):
        officer.send(draft, draft, {"notes": "A note to the reader."})
    publish(publisher)
    wish = Wish(
        service="example",
        first=NOW.date(),
        last=date(2026, 11, 30),
        items=4,
        controls=2,
        decoys=2,
    )
    kept = office.regulator.drills.plan(wish, by="B. Officer")
    yield Filled(office, officer, publisher, kept.plan.id)
    office.close()


def pages_of(filled: Filled) -> dict[str, str]:
    """The text of every page by its name, those with problems on them included."""
    officer, publisher = filled.officer, filled.publisher
    found = {path: publisher.get(path.replace("PLAN", filled.plan)).text for path in READ}
    stranger = Browser(officer.client.app)  # type: ignore[arg-type]
    found["sign in"] = stranger.get("/console/sign-in").text
    found["sign in, wrong"] = stranger.sign_in("bh_wrong").text
    edit, draft = f"{SERVICE}/edit", f"{SERVICE}/draft"
    wrong = {"name": "", "duties": ["none"], "users": "many", "surface-2-id": "x", "reason": ""}
    found["edit, wrong"] = officer.send(edit, edit, wrong).text
    found["draft, wrong"] = officer.send(draft, draft, {"reconciliation": ""}).text
    found["reconcile, wrong"] = officer.post(f"{SERVICE}/reconcile", {}).text
    found["received, wrong"] = officer.post(
        f"{SERVICE}/received", {"kind": ""}, files={"file": ("a", b"")}
    ).text
    page = f"{SERVICE}/scorecards/2"
    found["publish, wrong"] = publisher.send(page, f"{page}/publish", {}).text
    found["forbidden"] = officer.post(f"{page}/publish").text
    found["kept"] = officer.client.post(
        edit, data={"name": "x", "reason": "two\nlines"}, headers=officer.origin
    ).text
    mine = form_fields(officer.get(edit).text, edit) | {"name": "Mine", "reason": "r"}
    publisher.send(edit, edit, {"name": "Theirs", "reason": "they were renamed"})
    found["conflict"] = officer.client.post(edit, data=mine, headers=officer.origin).text
    return found


@pytest.fixture(scope="module")
def pages(filled: Filled) -> dict[str, str]:
    return pages_of(filled)


@pytest.fixture(scope="module")
def loaded() -> dict[str, Served]:
    return {f"/console/static/{name}": one for name, one in assets().items()}


def test_every_page_is_whole(pages: dict[str, str]) -> None:
    assert {name: faults for name, text in pages.items() if (faults := faults_in_text(text))} == {}


def test_every_page_has_a_title_of_its_own(pages: dict[str, str]) -> None:
    titles = [re.search("<title>([^<]*)</title>", text)[1] for text in pages.values()]  # type: ignore[index]
    assert all(title.endswith(" - Example Regulator console") for title in titles)
    read = titles[: len(READ)]
    assert len(set(read)) == len(read)


def test_every_link_of_the_console_leads_somewhere(filled: Filled) -> None:
    browser = filled.publisher
    seen: set[str] = set()
    waiting = ["/console/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = browser.get(path)
        assert answer.status_code == 200, path
        if path.startswith("/console/") and "/preview/" not in path:
            links = re.findall(r'(?:href|action)="(/[^"#]*)', answer.text)
            shown = set(re.findall(r'<form method="post" action="(/[^"]*)"', answer.text))
            waiting += [link.replace("&amp;", "&") for link in links if link not in shown]
    assert {path.replace("PLAN", filled.plan) for path in READ[:-1]} - seen <= {
        f"{SERVICE}/reconcile/running",
        f"{SERVICE}/reconciliations",
        f"{SERVICE}/scorecards",
        f"{SERVICE}/drills",
    }


def test_the_seed_of_an_open_plan_is_on_no_page(filled: Filled, pages: dict[str, str]) -> None:
    (kept,) = filled.office.regulator.drills.plans("example")
    for name, text in pages.items():
        assert kept.seed.hex() not in text, name
    assert kept.commitment in pages[f"{SERVICE}/drills/PLAN"]


@pytest.mark.parametrize(
    "name",
    [
        *READ,
        "sign in", "sign in, wrong", "edit, wrong", "draft, wrong", "reconcile, wrong",
        "received, wrong", "publish, wrong", "forbidden", "kept", "conflict",
    ],
)  # fmt: skip
def test_every_page_is_for_everybody(
    pages: dict[str, str],
    loaded: dict[str, Served],
    browser: RealBrowser,
    name: str,
    tmp_path: Path,
) -> None:
    """No fault for axe-core, none for the validator, nothing wider than the window."""
    assert browser.look(pages[name], loaded).faults == ()
    assert validity_faults(pages[name], tmp_path) == []


HIDDEN = """[...document.querySelectorAll('.scroll')]
    .filter(one => one.scrollWidth > one.clientWidth + 1).length"""
LABELS = """[...document.querySelectorAll('.stack')].map(table => [
    [...table.querySelectorAll('thead th')].map(one => one.textContent.trim()),
    [...table.querySelectorAll('tbody tr')].map(row => [...row.children].map(one =>
        one.tagName == 'TH' ? '' : one.dataset.label))])"""
ROLES = """[...document.querySelectorAll('.stack, .stack :is(thead, tbody, tr, th, td)')]
    .filter(one => !one.getAttribute('role')).length"""


@pytest.mark.parametrize(
    "name",
    [SERVICE, f"{SERVICE}/received", f"{SERVICE}/reconciliations/1", f"{SERVICE}/drills/PLAN",
     "conflict"],
)  # fmt: skip
def test_on_a_phone_every_row_is_a_block_that_names_its_columns(
    pages: dict[str, str], loaded: dict[str, Served], browser: RealBrowser, name: str
) -> None:
    assert browser.measure(pages[name], loaded, HIDDEN, width=390) == 0
    # Screen readers still hear of a table.
    assert browser.measure(pages[name], loaded, ROLES) == 0
    for head, rows in browser.measure(pages[name], loaded, LABELS):
        for row in rows:
            assert [label or head[at] for at, label in enumerate(row)] == head


def test_a_long_name_of_a_provider_makes_no_page_wider_than_a_phone(
    filled: Filled, loaded: dict[str, Served], browser: RealBrowser
) -> None:
    filled.office.put(Provider(id="long-co", name="L" * 90))
    for path in ("/console/providers/long-co/edit", "/console/providers"):
        text = filled.officer.get(path).text
        width = browser.measure(text, loaded, "document.documentElement.scrollWidth", width=390)
        assert width == 390, path
