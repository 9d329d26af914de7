from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.articles import read_article
from beholden.figures.core.models import Day
from beholden.figures.errors import ReadError


def blocks(text: str, name: str = "story.txt") -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_article(text.encode(), name).blocks]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in blocks(text)]


LONG = (
    "The number of child abuse image offences recorded by Essex Police rose from 568 to 767 in a "
    "year, figures obtained by a charity show."
)


def test_a_short_first_line_is_the_headline_and_empty_lines_part_paragraphs() -> None:
    assert blocks(f"Offences grow by almost 200\n\n{LONG}\n\nThe force was asked.\n") == [
        ("headline", "Offences grow by almost 200"),
        ("paragraph", LONG),
        ("paragraph", "The force was asked."),
    ]


@pytest.mark.parametrize("end", ["?", "!", "...", "\u201d", ""])
def test_a_headline_may_end_in_anything_but_a_full_stop(end) -> None:
    assert kinds(f"Are offences on the rise{end}\n\n{LONG}")[0] == "headline"


def test_codes_for_a_terminal_leave_no_number_behind() -> None:
    codes = (
        "\x1b[31m{}\x1b[0m \x1b[1;38;5;196m{}\x1b]8;;http://a.example/1\x07{}\x1b(B\x1b]0;2\x1b\\."
    )
    coloured = codes.format("Essex Police", "recorded", " 767 offences")
    plain = [("paragraph", "Essex Police recorded 767 offences.")]
    assert blocks(coloured) == plain
    stray = blocks(f"{LONG} Essex Police recorded \x1b767 offences.")
    assert stray == [("paragraph", f"{LONG} Essex Police recorded 767 offences.")]


@given(st.text(st.characters(categories=["Cc"]) | st.sampled_from("a1[m; ")))
def test_of_control_characters_only_tabs_stay(text: str) -> None:
    with suppress(ReadError):
        for _, words in blocks(f"{LONG} {text}"):
            assert not [each for each in words if each < " " and each != "\t"]
            assert not [each for each in words if "\x7f" <= each <= "\x9f"]


def test_a_first_paragraph_is_no_headline() -> None:
    assert kinds(f"Essex Police recorded 767 offences.\n\n{LONG}")[0] == "paragraph"
    assert kinds("Child abuse image offences up by 23 per cent in Hampshire") == ["paragraph"]


def test_lines_that_are_single_paragraphs_stay_apart() -> None:
    text = f"Offences grow by almost 200\n{LONG}\nThat is 35 per cent.\n{LONG}\n"
    assert [words for _, words in blocks(text)] == text.strip().split("\n")


def test_wrapped_lines_are_joined() -> None:
    wrapped = (
        "Offences grow by almost 200\n\n"
        "The number of child abuse image offences recorded by\n"
        "Essex Police rose from 568 to 767. That is more than\n"
        "200 short of Hampshire, which recorded 1,199.\n"
        "\nThe force was asked.\n"
    )
    assert blocks(wrapped)[1][1] == (
        "The number of child abuse image offences recorded by Essex Police rose from 568 to 767. "
        "That is more than 200 short of Hampshire, which recorded 1,199."
    )


def test_a_word_parted_at_the_end_of_a_line_is_whole_again() -> None:
    text = (
        "The force said that the num-\nber of such offences has grown by twenty-\nthree per cent "
        "in a 12-\nmonth period - and that it\nis worried."
    )
    assert blocks(text)[0][1] == (
        "The force said that the number of such offences has grown by twenty-three per cent in a "
        "12-month period - and that it is worried."
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends_of_every_system(ending) -> None:
    text = f"Offences grow by almost 200\n\n{LONG}\n\nThe force was asked."
    assert blocks(text.replace("\n", ending)) == blocks(text)


def test_captions_headings_and_bullets_are_told_apart() -> None:
    text = (
        f"Offences grow\n\n{LONG}\n\nCaption: The headquarters\n\nImage caption: An officer\n\n"
        f"What the police say\n\n{LONG}\n\n- Cheshire 348\n- Lancashire 674\n\nKent: 1,042\n\n"
        f"\u2018Worrying\u2019\n\n{LONG}"
    )
    assert kinds(text) == [
        "headline", "paragraph", "caption", "caption", "heading", "paragraph", "paragraph",
        "paragraph", "paragraph", "heading", "paragraph",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        "Force\t2016/17\t2017/18\nEssex\t568\t767",
        "| Force | 2016/17 | 2017/18 |\n|---|---:|---:|\n| Essex | 568 | 767 |",
        "Force | 2016/17 | 2017/18\n------+---------+--------\nEssex | 568 | 767",
        "Force    2016/17   2017/18\nEssex        568       767",
    ],
)
def test_rows_in_columns_are_rows_of_a_table(rows) -> None:
    assert blocks(f"Offences grow\n\n{LONG}\n\n{rows}\n\n{LONG}")[2:-1] == [
        ("table", "Force\t2016/17\t2017/18"),
        ("table", "Essex\t568\t767"),
    ]


def test_two_spaces_after_a_full_stop_make_no_table() -> None:
    text = "Offences grew.  The force was asked.\nIt did not answer.  The charity did."
    assert set(kinds(f"Offences grow\n\n{text}")) == {"headline", "paragraph"}


def test_markdown_is_read_without_its_marks() -> None:
    text = (
        "# Offences grow by *almost* 200\n\nEssex recorded **767** offences, [the force](http://x) "
        "said.\n\n![The headquarters](a.jpg)\n\n---\n\n> \u201cIt is worrying.\u201d\n\n"
        "2 * 3 * 4 and snake_case_names stay."
    )
    assert blocks(text, "story.md") == [
        ("headline", "Offences grow by almost 200"),
        ("paragraph", "Essex recorded 767 offences, the force said."),
        ("caption", "Picture: The headquarters"),
        ("paragraph", "\u201cIt is worrying.\u201d"),
        ("paragraph", "2 * 3 * 4 and snake_case_names stay."),
    ]


def test_pointers_to_other_articles_are_left_out_and_sentences_that_begin_so_are_not() -> None:
    text = (
        f"Offences grow\n\n{LONG}\n\nRead more: 500 burglaries in a week\n\nAdvertisement\n\n"
        "Sign up to our newsletter for 5 stories a day\n\nShare this article on Facebook\n\n"
        "Related articles\n\nShare of offences online rose to 12 per cent of the total last year.\n"
    )
    assert [words for _, words in blocks(text)] == [
        "Offences grow",
        LONG,
        "Share of offences online rose to 12 per cent of the total last year.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Thursday, September 13, 2018",
        "13 September 2018",
        "Published: 06:00, 13 Sept 2018",
        "Embargoed until 00.01 on Thursday 13 September 2018",
        "2018-09-13",
        "Published: 13/09/2018 10:30",
    ],
)
def test_a_line_that_is_only_a_date_gives_the_day(line) -> None:
    article = read_article(f"Offences grow\n\n{line}\n\n{LONG}".encode(), "a.txt")
    assert article.published == Day(2018, 9, 13)


def test_a_date_within_a_sentence_or_that_does_not_exist_gives_none() -> None:
    said = "Offences grow\n\nOn 13 September 2018 a court heard of it.\n\n31 February 2018\n\nEnd."
    assert read_article(said.encode(), "a.txt").published is None


def test_the_day_that_a_caller_knows_counts_more() -> None:
    text = f"Offences grow\n\n13 September 2018\n\n{LONG}".encode()
    assert read_article(text, "a.txt", published=Day(2018, 9, 14)).published == Day(2018, 9, 14)


def test_unseen_marks_are_taken_out_and_hard_spaces_kept_only_within_numbers() -> None:
    text = "Es\u00adsex\u200b recorded\u00a0767 of\u20091\u2009199 and 22\u202f724."
    assert blocks(text) == [("paragraph", "Essex recorded 767 of 1\u2009199 and 22\u202f724.")]


def test_two_megabytes_are_read_in_full() -> None:
    paragraph = LONG + "\n\n"
    count = 2_000_000 // len(paragraph)
    found = read_article(("Offences grow\n\n" + paragraph * count).encode(), "a.txt").blocks
    assert len(found) == count + 1
    assert {block.text for block in found[1:]} == {LONG}


@pytest.mark.parametrize(
    "unit",
    ["\t", " ", "|", "a  b  ", "*", "[", "**a", "\u201c", "1.", "- ", "\u00a0", ">", "#", "_ "],
)
def test_hostile_text_costs_no_more_than_its_length(unit) -> None:
    code = ""
    try:
        read_article((unit * (300_000 // len(unit))).encode(), "a.md")
    except ReadError as error:
        code = error.code
    assert code in {"", "no-text", "empty-file"}


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1))
def test_no_block_is_empty_and_none_holds_a_line_break(lines) -> None:
    try:
        article = read_article("\n\n".join(lines).encode("utf-8", "replace"), "a.txt")
    except ReadError:
        return
    for block in article.blocks:
        assert block.text.strip()
        assert "\n" not in block.text
        assert "\t" not in block.text or block.kind == "table"


@given(st.lists(st.sampled_from(["Essex recorded 767 offences.", LONG]), min_size=1, max_size=9))
def test_paragraphs_come_back_as_they_were_written(paragraphs) -> None:
    found = blocks("Offences grow by almost 200\n\n" + "\n\n".join(paragraphs))
    assert [words for _, words in found[1:]] == paragraphs
