"""What a phone shows: tables stack, names break, nothing lies behind scrolling."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from beholden.regulator.core import Scorecard
from tests.support.pages import Browser
from tests.web.regulator import samples
from tests.web.regulator.site.test_site import served
from tests.web.regulator.site.test_words import OCTOBER, shown_on

WIDE = """[...document.querySelectorAll('.scroll')]
    .filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => one.getAttribute('aria-labelledby'))"""
PAGE_WIDTH = "document.documentElement.scrollWidth"
LABELS = """[...document.querySelectorAll('.stack td[data-label]')].map(one =>
    [one.dataset.label, getComputedStyle(one, '::before').content,
     getComputedStyle(one).display])"""
COLUMNS = """[...document.querySelectorAll('.stack')].map(table => [
    [...table.querySelectorAll('thead th')].map(one => one.textContent.trim()),
    [...table.querySelectorAll('tbody tr')].map(row => [...row.children].map(one =>
        one.tagName == 'TH' ? '' : one.dataset.label))])"""


def long_name() -> Scorecard:
    """Of a service whose name has no blank, nor has its provider's."""
    usual = samples.card("long", "N" * 80, OCTOBER, "differs")
    return msgspec.structs.replace(usual, provider="P" * 90)


@pytest.mark.parametrize("path", ["services/long/", ""])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_long_name_moves_nothing_out_of_sight(
    path: str, width: int, sample: Path, browser: Browser
) -> None:
    text = shown_on(long_name(), path).replace("../", "")
    assert browser.measure(text, served(sample), PAGE_WIDTH, width=width) <= width
    assert browser.measure(text, served(sample), WIDE, width=width) == []


@pytest.mark.parametrize("site", ["sample", "hostile", "long"])
def test_on_a_phone_no_table_of_a_scorecard_lies_behind_scrolling(
    site: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    place: Path = request.getfixturevalue(site)
    service = "odd" if site == "hostile" else "pictures"
    text = (place / f"services/{service}/index.html").read_text(encoding="utf-8")
    text = text.replace("../", "")
    assert browser.measure(text, served(place), WIDE, width=390) == []
    labels = browser.measure(text, served(place), LABELS, width=390)
    assert len(labels) > 20
    for label, content, display in labels:
        assert display in {"block", "none"}
        assert content in {f'"{label}"', f'"{label}" / ""'} or display == "none"
    # Wide, it is a table as before; the label of each cell is the name of its column.
    for head, body in browser.measure(text, served(place), COLUMNS, width=1280):
        for row in body:
            assert [name or head[at] for at, name in enumerate(row)] == head
