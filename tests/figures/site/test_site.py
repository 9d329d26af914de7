"""The site as a whole: it holds together, loads nothing from elsewhere, and takes no orders."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
import pytest

from beholden._design import SITE_MARK, Asset
from beholden.figures.core.models import ReleaseId
from beholden.figures.errors import FolderError, ReleaseError
from beholden.figures.registry import load_registry
from beholden.figures.site import DownloadLink, SiteOptions, write_site
from tests.figures.site import samples
from tests.figures.support.releases import big_release, founding_release
from tests.support.pages import Browser, faults_in_text, validity_faults

SITES = ("founding", "hostile", "big")
every_site = pytest.mark.parametrize("site", SITES)
KINDS = (
    ("founding", "index.html"),
    ("founding", "forces/greater-manchester.html"),
    ("founding", "definitions.html"),
    ("big", "forces/essex.html"),
    ("hostile", "forces/essex.html"),
    ("hostile", "index.html"),
    ("hostile", "releases/2019-09/index.html"),
)
LOADED = re.compile(r'<(?:link|img|script|iframe|source)[^>]*(?:href|src)="([^"]*)"')


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
    types = {".css": "text/css", ".svg": "image/svg+xml"}
    return {
        f"/assets/{path.name}": Asset(path.name, path.read_bytes(), types[path.suffix])
        for path in (place / "assets").iterdir()
    }


@every_site
def test_every_page_is_sound_as_text(site: str, request: pytest.FixtureRequest) -> None:
    pages = html_of(folder(request, site))
    assert len(pages) > 50
    for path, text in pages.items():
        assert faults_in_text(text) == [], path


@every_site
def test_every_link_within_the_site_leads_to_a_file_and_an_id(
    site: str, request: pytest.FixtureRequest
) -> None:
    place = folder(request, site)
    read = {path: _Links(text) for path, text in html_of(place).items()}
    followed = 0
    for path, links in read.items():
        if path == "404.html":
            continue  # stands at any depth: see its own test
        for link in links.found:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (place / path).parent / unquote(parts.path) if parts.path else place / path
            assert target.is_file(), f"{path} links to {link}"
            if parts.fragment:
                inside = str(target.resolve().relative_to(place.resolve()))
                assert parts.fragment in read[inside].ids, f"{path} links to {link}"
                followed += 1
    assert followed > 100


@every_site
def test_no_page_loads_anything_from_elsewhere_or_runs_anything(
    site: str, request: pytest.FixtureRequest
) -> None:
    place = folder(request, site)
    for path, text in html_of(place).items():
        assert "<script" not in text, path
        for loaded in LOADED.findall(text):
            if loaded.startswith("https://example.org/figures/"):
                assert 'rel="canonical"' in text
                continue
            assert not urlsplit(loaded).scheme, path
            assert "assets/" in loaded, path
    for style in place.glob("assets/*.css"):
        assert re.findall(r"url\((?!#)", style.read_text()) == []


@pytest.mark.parametrize(("site", "path"), KINDS)
def test_every_kind_of_page_is_valid_html(
    site: str, path: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    text = (folder(request, site) / path).read_text(encoding="utf-8")
    assert validity_faults(text, tmp_path) == []


@pytest.mark.parametrize(("site", "path"), KINDS)
def test_every_kind_of_page_is_accessible_and_never_scrolls_sideways(
    site: str, path: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    place = folder(request, site)
    text = (place / path).read_text(encoding="utf-8")
    assert browser.look(text, served(place)).faults == ()


CAPTIONS = """
[...document.querySelectorAll(".scroll")].flatMap(region => [0, 1e6].map(left => {
  region.scrollLeft = left;
  const box = region.querySelector("caption").getBoundingClientRect();
  const hint = region.querySelector(".sideways");
  return {
    left: box.left, right: box.right, window: document.documentElement.clientWidth,
    wider: region.scrollWidth > region.clientWidth,
    told: hint !== null && hint.offsetWidth > 0,
    shaded: getComputedStyle(region).backgroundAttachment,
  };
}))
"""


@pytest.mark.parametrize("path", ["forces/essex.html", "releases/2099-01/index.html"])
def test_a_table_wider_than_a_telephone_says_so_and_keeps_its_caption_in_sight(
    big: Path, browser: Browser, path: str
) -> None:
    text = (big / path).read_text(encoding="utf-8")
    found = browser.measure(text, served(big), CAPTIONS)
    assert any(each["wider"] and each["told"] for each in found)
    for each in found:
        assert each["left"] >= 0
        assert each["right"] <= each["window"]
        assert "local" in each["shaded"]
    wide = browser.measure(text, served(big), CAPTIONS, width=1400)
    assert not any(each["told"] for each in wide)


def test_only_a_chart_with_a_gap_speaks_of_hatched_years(founding: Path, big: Path) -> None:
    essex = (founding / "forces/essex.html").read_text(encoding="utf-8")
    assert 'class="chart"' in essex
    assert "Hatched years" not in essex
    hatched = [path for path in big.glob("forces/*.html") if "Hatched" in path.read_text()]
    assert hatched
    for path in hatched:
        assert 'class="gap"' in path.read_text(), path


def test_equal_releases_give_equal_bytes(founding: Path, tmp_path: Path) -> None:
    again = tmp_path / "public"
    release = founding_release()
    write_site(again, [release], load_registry(), samples.OPTIONS, fill=samples.fill)
    assert contents(again) == contents(founding)


def test_every_force_that_was_asked_has_a_page_and_a_plain_text(founding: Path) -> None:
    registry = load_registry()
    for code in founding_release().asked:
        slug = registry.by_code(code).slug
        assert (founding / f"forces/{slug}.html").is_file()
        assert (founding / f"forces/{slug}.txt").read_text().strip()


def test_the_page_of_all_forces_prints_the_sources_of_survey_and_hotline(founding: Path) -> None:
    text = (founding / "index.html").read_text(encoding="utf-8")
    assert "one in 50" in text
    assert "over 78,000 URLs" in text


def test_every_observation_has_a_place_and_a_source_on_the_page_of_its_force(
    tmp_path: Path,
) -> None:
    registry, release = load_registry(), samples.with_others(founding_release())
    place = tmp_path / "site"
    write_site(place, [release], registry, samples.OPTIONS, fill=samples.fill)
    for one in release.observations:
        page = place / f"forces/{registry.by_code(one.force).slug}.html"
        name = f"source-{one.offence}-{one.period.start}-{one.period.end}"
        text = page.read_text(encoding="utf-8")
        assert f'href="#{name}"' in text, name
        assert name in _Links(text).ids
    essex = (place / "forces/essex.html").read_text(encoding="utf-8")
    assert ">Sexual communication with a child</th>" in essex
    assert "Kinds of periods are never joined" in essex
    assert faults_in_text(essex) == []
    plain = (place / "forces/essex.txt").read_text()
    assert "2015: 301 [r]" in plain
    assert "Sexual communication with a child, 2017/18: 77" in " ".join(plain.split())


def test_every_page_says_where_help_is(founding: Path) -> None:
    for path, text in html_of(founding).items():
        for number in ("0800 1111", "0808 800 5000", "0808 1000 900"):
            assert number in text, path


def test_what_others_wrote_is_shown_as_text(hostile: Path) -> None:
    essex = (hostile / "forces/essex.html").read_text(encoding="utf-8")
    assert essex.count("&lt;script&gt;1&lt;/script&gt;") > 10
    assert "{{ 7 * 7 }}" in essex
    for path, text in html_of(hostile).items():
        assert "<b " not in text, path
        assert not set(text) & set("\u202e\u2066"), path
        assert 'href="javascript' not in text, path


def test_a_number_leads_to_its_arithmetic_and_from_there_to_its_source(founding: Path) -> None:
    text = (founding / "forces/essex.html").read_text(encoding="utf-8")
    linked = dict(re.findall(r'href="#(figure-[^"]*)">([^<]*)</a>', text))
    assert "767" in linked.values()
    (name,) = [each for each, words in linked.items() if words == "767"]
    working = re.search(rf'<div class="working" id="{name}".*?</div>', text, re.DOTALL)
    assert working is not None
    assert 'href="#source-iioc_total-2017-04-01-2018-03-31"' in working[0]
    source = re.search(
        r'<section class="source" id="source-iioc_total-2017-04-01-2018-03-31".*?</section>',
        text,
        re.DOTALL,
    )
    assert source is not None
    assert "https://www.chelmsfordweeklynews.co.uk/" in source[0]


@pytest.mark.parametrize("figure", ["population", "per-head", "uk-per-head"])
def test_a_population_names_who_counted_it(founding: Path, figure: str) -> None:
    text = (founding / "forces/essex.html").read_text(encoding="utf-8")
    card = re.search(rf'<div class="working" id="figure-{figure}".*?</div>', text, re.DOTALL)
    assert card is not None
    assert 'href="../about.html#licences"' in card[0]
    assert "Office for National Statistics, Open Government Licence v3.0" in card[0]


def test_a_source_says_all_that_is_known_of_it(hostile: Path) -> None:
    text = (hostile / "forces/hampshire.html").read_text(encoding="utf-8")
    for said in (
        "ab" * 32,
        "cell B4",
        "page 2",
        "line 3",
        "1 July 2018",
        "Confirmed by",
        "Made as",
    ):
        assert said in text


def test_the_page_for_wrong_addresses_works_at_any_depth(founding: Path) -> None:
    links = _Links((founding / "404.html").read_text(encoding="utf-8")).found
    assert "/figures/index.html" in links
    for link in links:
        assert urlsplit(link).scheme or link.startswith(("/figures/", "#")), link


def test_an_old_release_says_that_a_later_one_followed(hostile: Path) -> None:
    old = (hostile / "releases/2018-09/index.html").read_text(encoding="utf-8")
    assert 'href="../2019-09/index.html"' in old
    assert ">1,199<" in old
    assert 'href="../../releases/2018-09/figures.csv"' in old


def test_a_folder_with_anything_else_in_it_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(FolderError, match="something else"):
        write_site(tmp_path, [founding_release()], load_registry(), samples.OPTIONS)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_never_replaced_by_a_site(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(FolderError, match="not a folder"):
        write_site(tmp_path / "site", [founding_release()], load_registry(), samples.OPTIONS)


def test_a_site_replaces_the_one_before_it_as_a_whole(tmp_path: Path) -> None:
    place, registry = tmp_path / "site", load_registry()
    write_site(place, [big_release(forces=3, years=3)], registry, samples.OPTIONS)
    (place / "left-over.html").write_text("old")
    write_site(place, [founding_release()], registry, samples.OPTIONS)
    assert not (place / "left-over.html").exists()
    assert (place / "releases/2018-09/index.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_that_could_not_be_filled_leaves_the_old_one(tmp_path: Path) -> None:
    place, registry = tmp_path / "site", load_registry()
    write_site(place, [founding_release()], registry, samples.OPTIONS, fill=samples.fill)
    before = contents(place)

    def fail(_: Path) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_site(place, [big_release(3, 3)], registry, samples.OPTIONS, fill=fail)
    assert contents(place) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("path", ["data/none.csv", "../figures.csv", "/etc/hostname"])
def test_a_download_that_is_not_in_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "figures.csv").write_text("outside")
    options = SiteOptions("T", "P", "c", "g", downloads=(DownloadLink("D", path, 1, "d"),))
    with pytest.raises(ReleaseError, match="not in the site's folder"):
        write_site(
            tmp_path / "site", [founding_release()], load_registry(), options, fill=lambda _: None
        )


def test_without_a_release_there_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError):
        write_site(tmp_path / "site", [], load_registry(), samples.OPTIONS)


@pytest.mark.parametrize("name", ["../2018-09", "", "a/b", ".hidden", "a b"])
def test_the_name_of_a_release_can_not_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    release = msgspec.structs.replace(founding_release(), id=ReleaseId(name))
    with pytest.raises(ReleaseError, match="can not be called"):
        write_site(tmp_path / "site", [release], load_registry(), samples.OPTIONS)
    assert list(tmp_path.iterdir()) == []


def test_a_release_of_which_nothing_is_known_has_its_pages_too(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(
        founding_release(), observations=(), aggregates=(), surveys=(), hotlines=()
    )
    write_site(tmp_path / "site", [bare], load_registry(), samples.OPTIONS)
    for path, text in html_of(tmp_path / "site").items():
        assert faults_in_text(text) == [], path
    assert len(html_of(tmp_path / "site")) > 50


def test_everybody_may_read_the_site(founding: Path) -> None:
    for path in (founding, *founding.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)
    assert (founding / SITE_MARK).is_file()


def contents(place: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(place)): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }
