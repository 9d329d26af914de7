"""The page of a report: sound, readable without sight, and nothing in it runs."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden._design import HelpLine
from beholden.transparency.core import Figure, decode_report
from beholden.transparency.pages import report_files
from beholden.transparency.pages._charts import bars, columns, described
from tests.support.pages import Browser, faults_in_text, validity_faults
from tests.transparency import samples
from tests.transparency.pages.conftest import REPORTS, beside_others, files_of, served

PAGE_BYTES = 200_000
every_report = pytest.mark.parametrize("name", REPORTS)
counts = st.lists(st.none() | st.integers(0, 10**9), min_size=1, max_size=40)


def page_of(name: str) -> str:
    return files_of(REPORTS[name]())["index.html"].decode()


@every_report
def test_every_page_is_sound_as_text_and_short_enough(name: str) -> None:
    page = page_of(name)
    assert faults_in_text(page) == []
    assert len(page.encode()) < PAGE_BYTES


@every_report
def test_every_page_is_valid_html(name: str, tmp_path: Path) -> None:
    assert validity_faults(page_of(name), tmp_path) == []


@pytest.mark.parametrize("name", ["year", "corrected", "empty", "hostile"])
def test_every_page_is_accessible_and_never_scrolls_sideways(name: str, browser: Browser) -> None:
    files = files_of(REPORTS[name]())
    assert browser.look(files["index.html"].decode(), served(files)).faults == ()


@every_report
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    report = REPORTS[name]()
    again = decode_report(files_of(report)["report.json"]) if name != "hostile" else report
    assert report_files(report) == report_files(again)


@every_report
def test_every_link_of_a_page_leads_to_a_file_beside_it_or_to_an_id(name: str) -> None:
    files = files_of(REPORTS[name]())
    page = files["index.html"].decode()
    for link in re.findall(r'(?:href|src)="([^"#:]+)"', page):
        assert link in files, link


def test_nothing_that_a_network_wrote_is_markup_or_leads_anywhere() -> None:
    files = files_of(samples.hostile_report())
    page = files["index.html"].decode()
    assert "<script" not in page
    assert "onload=x>" not in page.replace("onload=x&gt;", "")
    assert 'href="javascript' not in page
    assert "\u202e" not in page
    assert "\\u202e" in page
    for name in ("figures.csv", "daily.csv"):
        table = files[name].decode()
        assert not re.search(r'(?m)(^|,)"?[=@+]', table)


def test_the_page_prints_the_digest_of_the_very_report_beside_it() -> None:
    files = files_of(samples.sample_report())
    assert hashlib.sha256(files["report.json"]).hexdigest() in files["index.html"].decode()


def test_a_corrected_report_says_so_before_any_figure() -> None:
    page = page_of("corrected")
    assert "0f" * 32 in page
    assert page.index("This is a corrected report") < page.index("8,080,733")
    assert "This is a corrected report" not in page_of("month")


def test_what_was_not_measured_is_said_with_its_reason_and_never_a_zero() -> None:
    report = samples.empty_report()
    page = files_of(report)["index.html"].decode()
    assert "is not measured" in page
    for one in report.indicators:
        if one.not_measured:
            assert one.title in page
    assert "<dd>[x]</dd>" in page
    assert "<dd>0</dd>" not in page


def test_every_figure_leads_to_its_definition_with_its_query() -> None:
    report = samples.sample_report()
    page = files_of(report)["index.html"].decode()
    for one in report.indicators:
        if not one.not_measured:
            assert f'id="about-{one.id}"' in page
    assert page.count('<code class="query">') == sum(bool(one.query) for one in report.indicators)


def test_what_is_left_out_of_a_figure_stands_beside_it() -> None:
    report = samples.sample_report()
    page = files_of(report)["index.html"].decode()
    lines = {line for one in report.figures for line in one.exclusions}
    assert lines
    for line in lines - {line for one in report.figures if one.part for line in one.exclusions}:
        assert line in page


def test_a_day_of_which_hours_are_missing_says_so_in_its_own_row() -> None:
    page = files_of(samples.sample_report(31, missing_hours=23))["index.html"].decode()
    row = re.search(r'<th scope="row"><bdi>2026-10-02</bdi></th><td>(.*?)</td>', page)
    assert row is not None
    assert row[1] == "<strong>1 of 24</strong>"
    assert page.count("<td>24 of 24</td>") == 30
    assert "not all hours are stated: 2 October 2026 (1 of 24). What" in page


def test_a_report_of_whole_days_speaks_of_no_missing_hours() -> None:
    page = files_of(samples.sample_report(31, missing_hours=0))["index.html"].decode()
    assert page.count("<td>24 of 24</td>") == 31
    assert "not all hours are stated" not in page


def test_bounds_of_a_figure_are_printed_where_entries_were_refused() -> None:
    report = samples.sample_report(refused=3)
    figure = report.figure("drills")
    assert figure is not None
    assert f"{figure.low:,} to {figure.high:,} if all were opened" in page_of("month")


def test_a_report_whose_parts_are_unknown_to_this_version_is_still_printed() -> None:
    report = samples.sample_report(7)
    more = Figure(indicator="matches-by-list", part="a new list", count=12)
    page = files_of(msgspec.structs.replace(report, figures=(*report.figures, more)))
    assert "a new list" in page["index.html"].decode()


def test_the_help_lines_are_those_of_the_publisher() -> None:
    report = samples.sample_report()
    files = report_files(report, help_lines=[HelpLine("Somebody Near", "At any hour.")])
    page = next(file.content for file in files if file.name == "index.html").decode()
    assert "Somebody Near" in page
    assert "Childline" not in page
    assert "Childline" in page_of("month")


@given(counts)
def test_every_known_day_is_a_column_and_every_unknown_one_a_gap(values: list[int | None]) -> None:
    days = [date.fromordinal(738_000 + at) for at in range(len(values))]
    svg = columns("Uploads", days, values, name="c")
    if all(value is None for value in values):
        assert svg == ""
        return
    gaps, bar = re.findall(r'<path class="[a-z-]+" d="([^"]*)"', svg)
    assert gaps.count("M") == sum(value is None for value in values)
    assert bar.count("M") == sum(bool(value) for value in values)


@given(counts)
def test_every_known_part_is_a_bar_no_longer_than_the_longest(values: list[int | None]) -> None:
    svg = bars("Uploads", [(f"part {at}", value) for at, value in enumerate(values)], name="c")
    if all(value is None for value in values):
        assert svg == ""
        return
    assert svg.count("<rect") == sum(bool(value) for value in values)
    assert svg.count("no figure") == sum(value is None for value in values)
    assert all(0 < float(wide) <= 72 for wide in re.findall(r'width="([\d.]+)%" height="14"', svg))


def test_a_chart_says_in_words_what_it_shows() -> None:
    assert described([("avatar", 3), ("post", 12), ("wall", None)]) == (
        "From 3 (avatar) to 12 (post). No figure for 1 of 3."
    )
    assert described([("avatar", 3)]) == "Each is 3."


def test_a_page_says_beside_which_days_it_was_protected_and_only_then() -> None:
    one, many = (files_of(beside_others(number))["index.html"].decode() for number in (1, 20))
    sentence = "What could be worked out by subtracting one report from another is hidden as well."
    assert sentence in one
    assert "1 October 2026." in one
    assert "12 October 2026; and 8 more, named in report.json." in many
    assert sentence not in page_of("month")
