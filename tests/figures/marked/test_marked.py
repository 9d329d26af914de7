"""The marked article as a page: whole in one file, true to the text, for eyes and ears alike."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from beholden.figures import checked_html, checked_page
from beholden.figures.core.claims.models import Article, Block, Checking
from tests.figures.claims.made import BLOCKS, CHECKED, PAGE, example
from tests.support.pages import Browser, chromium, faults_in_text, validity_faults


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def policy_of(page: str) -> str:
    """The policy that the page itself carries."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert found is not None
    return entities.unescape(found[1])


def words(html: str) -> str:
    body = html[html.index("<main") :]
    without = re.sub(r"<svg.*?</svg>", "", body, flags=re.DOTALL)
    return entities.unescape(" ".join(re.sub(r"<[^>]*>", " ", without).split()))


def nothing_checked() -> Checking:
    article = Article("story.txt", BLOCKS)
    return Checking(article, (), (), "offences.csv", ("This article is in another language.",))


def test_the_page_says_the_verdict_of_every_number_in_words() -> None:
    said = words(checked_page(example()))
    assert "2 of 7 numbers differ from the data" in said
    assert "Article of 13 September 2018. Checked against offences.csv (76 figures)." in said
    assert "1 nearly triple Differs Essex, 2016/17 to 2017/18: child abuse image offences" in said
    assert "Differs Agrees if read tolerantly" in said
    assert "Said by: a spokesman for the charity" in said
    assert "+35.04% (767 - 568) / 568 * 100 = 35.04" in said
    assert "Class: missing_members" in said
    assert "Numbers that were left alone (3)" in said
    assert "Childline" in said


def test_the_page_says_which_numbers_are_by_the_articles_own_counts() -> None:
    first = CHECKED[1]
    own = msgspec.structs.replace(
        first, judgement=msgspec.structs.replace(first.judgement, by_own_counts=True)
    )
    said = words(checked_page(msgspec.structs.replace(example(), checked=(own, CHECKED[3]))))
    assert said.count("By the article's own counts: 199") == 1
    assert "2 agree (1 by the article's own counts alone)" in said
    assert "All 2 numbers agree (1 by the article's own counts alone)" in said
    assert "The data give the same" in said


def test_a_page_whose_numbers_only_the_article_gives_puts_nothing_down_to_the_data() -> None:
    first = CHECKED[1]
    own = msgspec.structs.replace(
        first, judgement=msgspec.structs.replace(first.judgement, by_own_counts=True)
    )
    said = words(checked_page(msgspec.structs.replace(example(), checked=(own,))))
    assert "The article's own counts give the same; the data do not hold them." in said
    assert "The data give the same" not in said


def test_each_mark_leads_to_its_row_and_each_row_to_its_mark() -> None:
    page = checked_page(example())
    for number in range(1, len(CHECKED) + 1):
        assert page.count(f'id="c{number}"') == page.count(f'id="p{number}"') == 1
        assert f'href="#c{number}"' in page
        assert f'href="#p{number}"' in page


def test_a_mark_is_told_by_its_word_and_not_by_colour_alone() -> None:
    assert re.search(
        r'cent</span><span class="badge"><svg.*?\(differs, number', checked_page(example())
    )


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    [one] = example().checked[:1]
    hostile = msgspec.structs.replace(one.judgement, sources=("javascript:alert(1)", PAGE))
    checked = msgspec.structs.replace(one, judgement=hostile)
    page = checked_html(msgspec.structs.replace(example(), checked=(checked,)))
    assert f'href="{PAGE}"' in page
    assert 'href="javascript' not in page


def test_nothing_of_an_article_is_taken_for_markup_or_turns_the_page() -> None:
    text = 'A <script>alert(1)</script> & "quotes" \u202eturned soft\u00adhyphen'
    article = Article("<b>.txt", (Block("paragraph", text),))
    page = checked_page(Checking(article, (), (), "<i>data</i>"))
    assert "<script" not in page
    assert "<i>" not in page
    assert "\u202e" not in page
    assert "\u00ad" not in page
    assert "softhyphen" in page
    assert faults_in_text(page) == []


def test_an_article_in_which_nothing_was_checked_says_so() -> None:
    said = words(checked_page(nothing_checked()))
    assert "No number could be checked" in said
    assert "This article is in another language." in said
    assert "What the data say" not in said


def test_the_page_is_one_file_that_asks_for_nothing() -> None:
    page = checked_page(example())
    assert "<script" not in page
    assert re.findall(r'<link[^>]+href="(?!data:)', page) == []
    assert "default-src 'none'" in policy_of(page)
    assert "url(" not in page


@pytest.mark.parametrize("make", [example, nothing_checked])
def test_the_page_is_valid(make: object, tmp_path: Path) -> None:
    assert callable(make)
    page = checked_page(make())
    assert faults_in_text(page) == []
    assert validity_faults(page, tmp_path) == []


@pytest.mark.parametrize("make", [example, nothing_checked])
def test_the_page_is_clean_at_every_width(make: object, browser: Browser) -> None:
    assert callable(make)
    page = checked_page(make())
    assert browser.look(page, {}, policy=policy_of(page)).faults == ()


def test_the_words_of_an_article_are_on_the_page_to_the_letter() -> None:
    page = checked_page(example())
    found = page[page.index('<div class="story-scroll"') : page.index("</section>")]
    without = re.sub(r'<span class="badge">.*?</span>\d+<span.*?</span></span>', "", found)
    text = entities.unescape(re.sub(r"<[^>]*>", "", without))
    for block in BLOCKS:
        assert block.text in text
