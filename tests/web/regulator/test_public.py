"""The public site: cacheable, without cookies, at once when something is published."""

from __future__ import annotations

import gzip
import re
from email.utils import parsedate_to_datetime

import pytest
from starlette.applications import Starlette

from beholden.app import WiredRegulator
from beholden.regulator import RegulatorSettings
from beholden.web.regulator.public import PublicSite
from tests.regulator.entries import NOW, card
from tests.support.pages import faults_in_text
from tests.web.regulator.support import Browser, Office

PAGES = ("/", "/services/example/", "/services/example/1/", "/definitions/", "/downloads/")


def published(office: Office, **changes: str) -> None:
    publications = office.regulator.publications
    draft = publications.draft(card(**changes), by="B. Officer")
    publications.publish("example", draft.number, by="C. Publisher", digest=draft.digest)


@pytest.fixture
def public(office: Office, application: Starlette) -> Browser:
    published(office)
    return Browser(application)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_whole_small_and_run_nothing(public: Browser, path: str) -> None:
    page = public.get(path)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert faults_in_text(page.text) == []
    assert len(page.content) < 200_000
    assert "set-cookie" not in page.headers
    assert page.headers["x-content-type-options"] == "nosniff"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "form-action 'none'" in policy
    assert "script" not in policy


@pytest.mark.parametrize("path", [*PAGES, "/data.csv", "/data.json", "/feed.xml"])
def test_a_browser_that_has_a_page_is_not_sent_it_again(public: Browser, path: str) -> None:
    first = public.get(path)
    again = public.get(path, headers={"If-None-Match": f'W/"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert public.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    since = {"If-Modified-Since": first.headers["last-modified"]}
    assert public.get(path, headers=since).status_code == 304
    earlier = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert public.get(path, headers=earlier).status_code == 200
    for nonsense in ("yesterday", "", "x" * 5000, "Mon, 99 Jan 2024"):
        found = public.get(path, headers={"If-Modified-Since": nonsense})
        assert found.status_code == 200
    assert parsedate_to_datetime(first.headers["last-modified"]) == NOW


def test_head_is_a_page_without_its_bytes(public: Browser) -> None:
    page, head = public.get("/"), public.client.head("/")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "last-modified"):
        assert head.headers[name] == page.headers[name]


def test_a_page_is_zipped_for_whoever_takes_it(public: Browser) -> None:
    plain = public.get("/", headers={"Accept-Encoding": "identity"})
    zipped = public.get("/", headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content  # the client unpacked it
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert int(zipped.headers["content-length"]) < len(plain.content)
    assert plain.headers["vary"] == zipped.headers["vary"] == "Accept-Encoding"
    refused = public.get("/", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "content-encoding" not in refused.headers
    assert gzip.compress(plain.content, 6, mtime=0)


def test_files_that_a_page_loads_are_there_for_ever(public: Browser) -> None:
    loaded = re.findall(r'(?:href|src)="((?:\.\./|\./)*assets/[^"]+)"', public.get("/").text)
    assert loaded
    for path in loaded:
        found = public.get(f"/{path}")
        assert found.status_code == 200
        assert "immutable" in found.headers["cache-control"]


def test_every_link_of_the_site_leads_somewhere(public: Browser) -> None:
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        page = public.get(path)
        assert page.status_code == 200, path
        if page.headers["content-type"].startswith("text/html"):
            links = re.findall(r'href="([^"#]+)', page.text)
            inside = [one for one in links if not re.match(r"[a-z]+:", one)]
            waiting += [str(page.url.join(one).path) for one in inside]
    assert len(seen) > 12


def test_what_is_published_or_withdrawn_elsewhere_shows_at_the_next_request(
    office: Office, public: Browser
) -> None:
    """As by a command on the same machine: another connection to the same data."""
    assert "withdrawn" not in public.get("/services/example/").text.lower()
    tag = public.get("/services/example/").headers["etag"]
    settings = RegulatorSettings(name="Example Regulator")
    other = WiredRegulator(office.regulator.data, settings, clock=lambda: NOW)
    other.publications.withdraw("example", 1, by="C. Publisher", reason="Of another month.")
    other.close()
    page = public.get("/services/example/1/", headers={"If-None-Match": tag})
    assert page.status_code == 200
    assert "Of another month." in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/services/", "/services/nobody/", "/services/example/2/",
        "/services/example/x/",
        "/assets/other.css", "/../regulator.db", "/%2e%2e/regulator.db", "/services/..%2f..%2f/",
        "/regulator.toml", "/secret.key", "/x" * 300, "/%00", "/\u00e9/", "//elsewhere.test/x",
    ],
)  # fmt: skip
def test_what_is_not_there_is_answered_with_the_site_s_own_page(public: Browser, path: str) -> None:
    page = public.get(path)
    assert page.status_code == 404
    assert faults_in_text(page.text) == []
    assert "Page not found" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_without_its_last_slash_an_address_leads_to_this_host(public: Browser) -> None:
    moved = public.get("/services/example")
    assert (moved.status_code, moved.headers["location"]) == (308, "/services/example/")
    for path in ("//elsewhere.test", "///elsewhere.test", "/\\elsewhere.test"):
        answer = public.get(path)
        assert "elsewhere" not in answer.headers.get("location", "")


def test_the_site_takes_nothing(public: Browser) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = public.client.request(method, "/", content=b"x")
        assert answer.status_code == 405
    assert public.client.request("GET", "/", content=b"x").status_code == 400


def test_a_card_that_was_altered_in_the_database_is_not_shown(
    office: Office, public: Browser
) -> None:
    from sqlalchemy import update

    from beholden.store import regulator_tables as tables

    assert public.get("/services/example/").status_code == 200
    with office.regulator.store.writing() as connection:
        connection.execute(
            update(tables.publications).values(body=b"{}", published_us=1_800_000_000_000_000)
        )
    answer = public.get("/services/example/")
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")


def test_a_site_without_anything_published_says_so(application: Starlette) -> None:
    page = Browser(application).get("/")
    assert page.status_code == 200
    assert faults_in_text(page.text) == []


def test_pages_kept_in_memory_are_bounded(office: Office, public: Browser) -> None:
    assert public.get("/").status_code == 200
    site = PublicSite(office.regulator, kept_bytes=30_000)
    for path in [one.removeprefix("/") for one in PAGES] * 3:
        _, kept = site._find(path)
        assert kept is not None
        assert site._bytes <= 30_000
