"""The public site as a whole: it holds together, keeps what was public, and names nobody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden._design import SITE_MARK, Asset, PlaceError
from beholden.regulator.core import Publication, Scorecard
from beholden.web.regulator.site import PAGE_BYTES, page_of, site_pages, write_site
from tests.support.pages import Browser, faults_in_text, validity_faults
from tests.web.regulator import samples

SITES = ("sample", "long", "hostile", "empty")
every_site = pytest.mark.parametrize("site", SITES)
KINDS = (
    ("sample", "index.html"),
    ("sample", "services/pictures/index.html"),
    ("sample", "services/pictures/1/index.html"),
    ("sample", "services/forum/index.html"),
    ("sample", "services/album/index.html"),
    ("sample", "definitions/index.html"),
    ("sample", "downloads/index.html"),
    ("sample", "accessibility/index.html"),
    ("sample", "404.html"),
    ("long", "services/pictures/index.html"),
    ("hostile", "index.html"),
    ("hostile", "services/odd/index.html"),
    ("empty", "index.html"),
)
SEEN = (
    ("sample", "index.html"),
    ("sample", "services/pictures/index.html"),
    ("sample", "services/pictures/1/index.html"),
    ("sample", "definitions/index.html"),
    ("sample", "downloads/index.html"),
    ("long", "services/pictures/index.html"),
    ("hostile", "services/odd/index.html"),
    ("empty", "index.html"),
)
"""Those that a browser looks at; the others are made of the same pieces."""


class _Links(HTMLParser):
    """The addresses and ids of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"}:
                self.found.append(value or "")
            if name == "id":
                self.ids.add(value or "")


def folder(request: pytest.FixtureRequest, site: str) -> Path:
    found: Path = request.getfixturevalue(site)
    return found


def html_of(place: Path) -> dict[str, str]:
    return {
        str(path.relative_to(place)): path.read_text(encoding="utf-8")
        for path in sorted(place.rglob("*.html"))
    }


def served(place: Path) -> dict[str, Asset]:
    """What pages load, under the path that a page at the root asks for."""
    types = {".css": "text/css", ".svg": "image/svg+xml"}
    return {
        f"/assets/{path.name}": Asset(path.name, path.read_bytes(), types[path.suffix])
        for path in (place / "assets").iterdir()
    }


@every_site
def test_every_page_is_sound_as_text_and_short_enough(
    site: str, request: pytest.FixtureRequest
) -> None:
    for path, text in html_of(folder(request, site)).items():
        assert faults_in_text(text) == [], path
        assert len(text.encode()) < PAGE_BYTES, path
        assert "Childline" in text


@every_site
def test_every_link_within_the_site_leads_to_a_file_and_an_id(
    site: str, request: pytest.FixtureRequest
) -> None:
    place = folder(request, site)
    read = {path: _Links(text) for path, text in html_of(place).items()}
    for path, links in read.items():
        for link in links.found:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (place / path).parent / unquote(parts.path) if parts.path else place / path
            assert target.is_file(), f"{path} links to {link}"
            if parts.fragment:
                inside = str(target.resolve().relative_to(place.resolve()))
                assert parts.fragment in read[inside].ids, f"{path} links to {link}"


def test_every_link_of_a_served_page_leads_to_a_page_that_is_served() -> None:
    publications = samples.sample_publications()
    seen: set[str] = set()
    ahead = [""]
    while ahead:
        at = ahead.pop()
        if at in seen:
            continue
        seen.add(at)
        page = page_of(at, publications, samples.SETTINGS)
        assert page is not None, at
        if not page.content_type.startswith("text/html"):
            continue
        for link in _Links(page.content.decode()).found:
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                continue
            ahead.append(urlsplit(urljoin(f"https://page.test/{at}", link)).path[1:])
    assert {"services/pictures/", "services/pictures/1/", "definitions/", "data.csv"} <= seen


@every_site
def test_no_page_loads_anything_from_elsewhere_or_runs_anything(
    site: str, request: pytest.FixtureRequest
) -> None:
    place = folder(request, site)
    for path, text in html_of(place).items():
        assert "<script" not in text, path
        assert 'href="javascript' not in text, path
        for loaded in re.findall(r'<(?:link|img|iframe|source)[^>]*(?:href|src)="([^"]*)"', text):
            assert not urlsplit(loaded).scheme, path
    for style in place.glob("assets/*.css"):
        assert re.findall(r"url\((?!#)", style.read_text()) == []


@every_site
def test_nobody_is_named_and_no_draft_is_seen(site: str, request: pytest.FixtureRequest) -> None:
    for path in folder(request, site).rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for name in samples.STAFF:
                assert name not in text, path
            assert "30 November 2026" not in text, path
    assert page_of("services/pictures/5/", samples.sample_publications(), samples.SETTINGS) is None


@pytest.mark.parametrize(("site", "path"), KINDS)
def test_every_kind_of_page_is_valid_html(
    site: str, path: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    text = (folder(request, site) / path).read_text(encoding="utf-8")
    assert validity_faults(text, tmp_path) == []


@pytest.mark.parametrize(("site", "path"), SEEN)
def test_every_kind_of_page_is_accessible_and_never_scrolls_sideways(
    site: str, path: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    place = folder(request, site)
    text = (place / path).read_text(encoding="utf-8").replace("../", "")
    assert browser.look(text, served(place)).faults == ()


@every_site
def test_the_same_publications_give_the_same_bytes(site: str) -> None:
    makers: dict[str, Callable[[], tuple[Publication, ...]]] = {
        "sample": samples.sample_publications,
        "long": lambda: samples.history("pictures", 3, surfaces=44),
        "hostile": lambda: (samples.hostile_publication(),),
        "empty": lambda: (),
    }
    once = list(site_pages(makers[site](), samples.SETTINGS))
    assert once == list(site_pages(makers[site](), samples.SETTINGS))


@given(st.permutations(range(len(samples.sample_publications()))))
@settings(max_examples=5)
def test_the_order_in_which_publications_come_does_not_matter(order: list[int]) -> None:
    publications = samples.sample_publications()
    shuffled = [publications[at] for at in order]
    pages = list(site_pages(publications, samples.SETTINGS))
    assert list(site_pages(shuffled, samples.SETTINGS)) == pages


def test_a_withdrawn_card_stays_with_its_date_and_reason(sample: Path) -> None:
    text = (sample / "services/pictures/1/index.html").read_text()
    assert "was withdrawn on 12 September 2026" in text
    assert "The mirror was of another log." in text
    assert "The mirror was of another log." in (sample / "services/pictures/index.html").read_text()


def test_a_corrected_card_leads_to_its_correction_and_back(sample: Path) -> None:
    old = (sample / "services/pictures/3/index.html").read_text()
    new = (sample / "services/pictures/4/index.html").read_text()
    assert 'href="../../../services/pictures/4/index.html">Number 4</a> corrects it' in old
    assert "It replaces <a" in new
    assert "Scorecard number 4" in (sample / "services/pictures/index.html").read_text()


def test_a_service_whose_cards_were_all_withdrawn_is_still_listed(sample: Path) -> None:
    assert "Every scorecard of this service was withdrawn" in (sample / "index.html").read_text()
    assert "Do not rely on it" in (sample / "services/album/index.html").read_text()


def test_the_file_of_a_card_has_the_digest_that_its_page_prints(sample: Path) -> None:
    text = (sample / "services/pictures/4/index.html").read_text()
    data = (sample / "services/pictures/4/scorecard.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() in text
    assert msgspec.json.decode(data, type=Scorecard).name == "Example Pictures"


def test_a_page_of_a_long_card_says_what_it_leaves_out(long: Path) -> None:
    text = (long / "services/pictures/60/index.html").read_text()
    assert "more figures are in" in text
    table = (long / "services/pictures/60/figures.csv").read_text()
    assert table.count("\n") == 1 + 7 + 4 * 40


def test_a_card_of_any_length_leaves_its_page_short() -> None:
    one = samples.hostile_publication()
    card = msgspec.structs.replace(
        one.card,
        figures=one.card.figures * 500,
        differences=one.card.differences * 100,
        checks=one.card.checks * 5_000,
        notes=one.card.notes * 5_000,
        drills=one.card.drills * 400,
        duties=one.card.duties * 900,
        sources=one.card.sources * 900,
    )
    page = page_of("services/odd/", [msgspec.structs.replace(one, card=card)], samples.SETTINGS)
    assert page is not None
    assert len(page.content) < PAGE_BYTES


@pytest.mark.parametrize(
    "path", ["services/nobody/", "services/../", "data.xml", "services/pictures/99/", "..", "\x00"]
)
def test_there_is_no_page_at_an_address_that_is_none(path: str) -> None:
    assert page_of(path, samples.sample_publications(), samples.SETTINGS) is None


def test_a_server_finds_a_page_by_its_folder_and_by_its_file() -> None:
    publications = samples.sample_publications()
    for path in ("services/chat/", "/services/chat/", "services/chat/index.html"):
        page = page_of(path, publications, samples.SETTINGS)
        assert page is not None
        assert b"Example Chat" in page.content
    front = page_of("", publications, samples.SETTINGS)
    assert front is not None
    assert b'href="services/chat/"' in front.content


def test_the_page_for_wrong_addresses_works_at_any_depth() -> None:
    page = page_of("404.html", samples.sample_publications(), samples.SETTINGS)
    assert page is not None
    links = [link for link in _Links(page.content.decode()).found if ":" not in link]
    assert all(link.startswith(("/", "#")) for link in links)


def test_writing_again_takes_away_what_is_no_longer_there(tmp_path: Path) -> None:
    place = tmp_path / "public"
    write_site(place, samples.sample_publications(), samples.SETTINGS)
    (place / "left-over.html").write_text("old")
    write_site(place, (), samples.SETTINGS)
    assert not (place / "left-over.html").exists()
    assert not (place / "services").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_folder_that_is_no_site_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep")
    with pytest.raises(PlaceError, match="something else than a site"):
        write_site(tmp_path, (), samples.SETTINGS)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_service_with_a_name_that_is_a_path_is_written_nowhere(tmp_path: Path) -> None:
    card = samples.card("../outside", "Outside", date(2026, 10, 1), "agrees")
    one = samples.publication(card, 1)
    write_site(tmp_path / "public", [one], samples.SETTINGS)
    assert [path.name for path in tmp_path.iterdir()] == ["public"]
    assert (tmp_path / "public" / SITE_MARK).is_file()
    assert not (tmp_path / "public" / "services").exists()
