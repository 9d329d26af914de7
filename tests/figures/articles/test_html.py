import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.articles import read_article
from beholden.figures.articles._page_facts import without_site
from beholden.figures.core.claims.models import Article
from beholden.figures.core.models import Day
from beholden.figures.errors import ReadError
from tests.figures.articles import pages


def read(page: str) -> Article:
    return read_article(page.encode(), "story.html")


def texts(article: Article, kind: str) -> list[str]:
    return [block.text for block in article.blocks if block.kind == kind]


@pytest.fixture(params=pages.PAGES, ids=lambda page: page.__name__)
def article(request) -> Article:
    return read(request.param())


def test_the_headline_is_without_the_name_of_the_site(article) -> None:
    assert texts(article, "headline") == [pages.HEADLINE]


def test_the_whole_article_is_there_once_and_in_order(article) -> None:
    found = [block.text for block in article.blocks]
    places = [found.index(text) for text in (pages.STANDFIRST, *pages.PARAGRAPHS)]
    assert places == sorted(places)
    assert all(found.count(text) == 1 for text in pages.PARAGRAPHS)


def test_captions_are_kept(article) -> None:
    assert any(pages.CAPTION in block.text for block in article.blocks)


def test_what_stands_around_the_article_is_left_out(article) -> None:
    assert not [block.text for block in article.blocks if "NOISE" in block.text]


def test_the_day_is_that_of_publication(article) -> None:
    assert article.published == Day(2018, 9, 13)


def test_a_table_is_one_block_a_row_and_notes_stay_raised() -> None:
    article = read(pages.with_table())
    assert texts(article, "table") == [
        "Force\t2016/17\t2017/18",
        "Essex\t568\t767",
        "Hampshire\u00b9\t974\t1,199",
    ]
    assert texts(article, "caption")[0] == "Offences by force"


def test_headings_standfirsts_and_captions_are_told_apart() -> None:
    assert texts(read(pages.broadcaster()), "heading") == ["What the police say"]
    assert texts(read(pages.form_page()), "standfirst") == [pages.STANDFIRST]
    assert texts(read(pages.weekly()), "caption") == [pages.CAPTION]


def test_nothing_of_a_script_is_read_and_nothing_is_fetched() -> None:
    page = (
        '<h1>Offences grow by 200</h1><img src="http://127.0.0.1:9/x"><script src="/a"></script>'
        "<p>Essex recorded 767 offences<script>document.write('99 more')</script> last year.</p>"
        '<iframe src="http://x/">5</iframe><noscript>7 more</noscript><style>p{width:8px}</style>'
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e; The force was asked.</p>'
    )
    found = " ".join(block.text for block in read(page).blocks)
    assert "Essex recorded 767 offences last year." in found
    assert "root:" not in found
    assert not [word for word in ("99", "7 more", "8px") if word in found]


def test_hidden_text_is_left_out() -> None:
    page = (
        "<h1>Offences grow by 200</h1><p>Essex recorded 767 offences in the year.</p>"
        '<p style="display: none">Kent recorded 1,042.</p><p hidden>Dorset recorded 266.</p>'
        '<span class="sr-only">Surrey recorded 397.</span>'
    )
    assert [block.text for block in read(page).blocks][1:] == [
        "Essex recorded 767 offences in the year."
    ]


def test_a_paragraph_may_hold_links_and_a_list_of_links_is_none() -> None:
    page = (
        '<h1>Offences grow by 200</h1><p><a href="/a">Essex Police</a> recorded 767 offences.</p>'
        '<ul><li><a href="/b">12 arrested</a></li><li><a href="/c">9 fined</a></li></ul>'
        "<ul><li>Kent recorded 1,042.</li><li>Dorset recorded 266.</li></ul>"
    )
    assert texts(read(page), "paragraph") == [
        "Essex Police recorded 767 offences.",
        "Kent recorded 1,042.",
        "Dorset recorded 266.",
    ]


def test_line_breaks_part_lines_but_no_sentence() -> None:
    page = "<p>Essex recorded<br>767 offences<br>last year.<br><br>Kent recorded 1,042.</p>"
    assert [block.text for block in read(page).blocks] == [
        "Essex recorded",
        "767 offences last year.",
        "Kent recorded 1,042.",
    ]


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Image offences grow by 200 - Weekly News", "Image offences grow by 200"),
        ("Image offences grow by 200 | News | Town Paper", "Image offences grow by 200"),
        ("Image offences grow \u2013 and police act fast today | Town Paper",
         "Image offences grow \u2013 and police act fast today"),
        ("Weekly News", "Weekly News"),
        ("Under-18s at risk", "Under-18s at risk"),
    ],
)  # fmt: skip
def test_names_of_sites_are_cut_from_titles(title, headline) -> None:
    assert without_site(title) == headline


def test_an_encoding_that_the_page_declares_is_used() -> None:
    page = '<meta charset="windows-1252"><p>Fined \u00a35, said \u201cthe force\u201d twice.</p>'
    article = read_article(page.encode("cp1252"), "a.html")
    assert article.blocks[0].text == "Fined \u00a35, said \u201cthe force\u201d twice."


def test_deep_nesting_is_refused_and_not_half_read() -> None:
    with pytest.raises(ReadError) as caught:
        read("<div>" * 100_000 + "<p>Essex recorded 767 offences.</p>")
    assert caught.value.code == "nested-too-deep"


def test_a_page_of_too_many_elements_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read("<p>a" * 200_000)
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    "unit",
    [
        "<div class='ad share'><p>x</p></div>", "<a href=x>abc</a> ", "<h1>x</h1>", "<", "&amp;",
        "<p a b c d e f g>t", "<svg><g>", "<!--", "<script>", "<title>a | b - ", "<table><tr><td>",
        "<![CDATA[", "<meta name=a content=b>", '<script type="application/ld+json">[[',
    ],
)  # fmt: skip
def test_hostile_pages_are_read_or_refused(unit) -> None:
    page = unit * (300_000 // len(unit)) + "<p>Essex recorded 767 offences last year.</p>"
    code = ""
    try:
        read(page)
    except ReadError as error:
        code = error.code
    assert code in {"", "no-text", "nested-too-deep", "too-large", "empty-file"}


def test_broken_json_of_a_page_is_passed_over() -> None:
    deep = "[" * 50_000
    page = (
        f'<script type="application/ld+json">{deep}</script>'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": 5, '
        '"datePublished": {"x": 1}}</script><h1>Offences grow by 200</h1><p>Essex, 767.</p>'
    )
    assert read(page).published is None


@given(
    st.lists(
        st.text("abcdefg XYZ0123456789,.%&<>\u201c\u201d\u00a3", min_size=30, max_size=200).map(
            lambda text: " ".join(f"The force said {text} in all.".split())
        ),
        min_size=1,
        max_size=9,
        unique=True,
    )
)
def test_paragraphs_of_a_page_come_back_as_they_were_written(paragraphs) -> None:
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    page = f"<nav><ul><li><a>12 more</a></ul></nav><h1>Offences grow by 200</h1>{body}"
    found = [block.text for block in read(page).blocks][1:]
    assert [_bare(text) for text in found] == [_bare(text) for text in paragraphs]


def _bare(text: str) -> str:
    return "".join(text.split())
