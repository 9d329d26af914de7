"""The demo goes all the way, and the founding example comes out exactly."""

from __future__ import annotations

import html
import re
from datetime import datetime
from pathlib import Path

import pytest

from beholden.figures import Figures, founding_lines, load_registry
from tests.cli.figures.support import Demo, figures
from tests.figures.golden import same_as

VERDICTS = [
    ("Essex, 2016/17 to 2017/18: almost 200 more", "agrees", "767 - 568 = +199", "35.04%"),
    ("Hampshire, 2016/17 to 2017/18: rose by 23 per cent", "agrees", "+225", "23.10%"),
    ("Hampshire, 2017/18: more than three a day", "agrees", "1,199 / 365 = 3.28"),
    ("Bedfordshire, 2016/17 to 2017/18: rose by 69 per cent", "agrees", "+82", "69.49%"),
    (
        "Bedfordshire: largest rise in the East of England",
        "cannot_tell",
        "2 of 6 members of the region are missing",
        "first by percentage among the 4 known",
        "not by count (Essex +199)",
    ),
    (
        "United Kingdom, 2016/17 to 2017/18: rose by almost a quarter",
        "agrees",
        "(22,724 - 18,522) / 18,522 * 100 = 22.69%",
        "not a sum of the forces",
        "A later release says 18,574",
    ),
    ("United Kingdom, 2017/18: one every 23 minutes", "agrees", "525,600 / 22,724 = 23.13"),
    ("Survey of 40,000 young people: one in 50", "agrees", "1.87% to 2.14%", "own"),
    ("Hotline: over 78,000 URLs identified in 2017", "agrees", "over 78,000", "own"),
    (
        "Hampshire: rates in line with the rest of the country",
        "cannot_tell",
        "23.1% against 22.7%",
        "6.04 against 3.42 per 10,000",
    ),
]


def unfolded(text: str) -> str:
    return " ".join(text.split())


def words(page: Path) -> str:
    body = page.read_text(encoding="utf-8")
    return unfolded(html.unescape(re.sub(r"<[^>]*>", " ", body[body.index("<body") :])))


def test_the_demo_reads_every_answer_and_leaves_nothing_open(demo: Demo) -> None:
    assert "31 example answers" in demo.said
    assert "none recognised" not in demo.said
    assert figures("review", demo.folder).text == "0 to settle.\n"


@pytest.mark.parametrize("expected", VERDICTS, ids=lambda one: one[0])
def test_the_founding_example_comes_out_exactly(demo: Demo, expected: tuple[str, ...]) -> None:
    statement, verdict, *reasons = expected
    release = Figures(demo.folder, clock=never).release()
    [line] = [one for one in founding_lines(release, load_registry()) if one.statement == statement]
    assert line.verdict == verdict
    assert [reason for reason in reasons if reason not in line.reason] == []


def test_the_demo_says_all_statements_with_their_verdicts(demo: Demo) -> None:
    _, table = demo.said.split("The founding example, checked against this release")
    assert [table.count(f" {verdict} ") for verdict in ("agrees", "cannot_tell", "differs")] == [
        sum(one[1] == "agrees" for one in VERDICTS),
        sum(one[1] == "cannot_tell" for one in VERDICTS),
        0,
    ]


@pytest.mark.parametrize(
    ("page", "sentences"),
    [
        (
            "forces/essex.html",
            ["767", "568", "199 more, a rise of 35%", "[x]", "Norfolk and Suffolk are missing"],
        ),
        (
            "forces/hampshire.html",
            ["1,199", "974", "23%", "more than three a day", "3.28", "6.04", "3.42"],
        ),
        ("forces/bedfordshire.html", ["200", "118", "69", "first place of the 4 forces"]),
        (
            "index.html",
            ["22,724", "18,522", "almost a quarter", "one every 23 minutes", "78,000", "one in 50"],
        ),
    ],
)
def test_the_pages_print_the_founding_numbers(demo: Demo, page: str, sentences: list[str]) -> None:
    said = words(demo.folder / "_beholden" / "site" / page)
    assert [one for one in sentences if one not in said] == []


def test_no_page_calls_a_partial_sum_the_total_of_the_united_kingdom(demo: Demo) -> None:
    release = Figures(demo.folder, clock=never).release()
    known = sum(
        one.value.count or 0
        for one in release.observations
        if one.offence == "iioc_total" and str(one.period.start) == "2017-04-01"
    )
    said = words(demo.folder / "_beholden" / "site" / "index.html")
    assert 0 < known < 22_724
    assert f"United Kingdom recorded {known:,}" not in said
    if f"{known:,}" in said:
        assert "of 45 forces" in said


def test_essex_is_shown_as_it_was_when_somebody_last_looked(demo: Demo) -> None:
    same_as("essex.txt", figures("show", "Essex", "--folder", demo.folder).out)


def test_the_open_data_is_as_it_was_when_somebody_last_looked(demo: Demo) -> None:
    data = demo.folder / "_beholden" / "releases" / "2018-09" / "data"
    same_as("figures.csv", (data / "figures.csv").read_bytes())


def test_the_same_answers_give_the_same_bytes(demo: Demo, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere" / "another name"
    assert figures("demo", "--into", again).code == 0
    assert made(again) == made(demo.folder)


def test_the_demo_takes_no_folder_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = figures("demo", "--into", tmp_path)
    assert (done.code, "did not make" in done.said) == (2, True)
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_the_demo_makes_its_own_folder_anew(own_demo: Path) -> None:
    (own_demo / "essex" / "quarters.xlsx").unlink()
    assert figures("demo", "--into", own_demo).code == 0
    assert (own_demo / "essex" / "quarters.xlsx").is_file()


def made(folder: Path) -> dict[str, bytes]:
    """Everything that is published, by its path."""
    own = folder / "_beholden"
    files = [
        path for part in ("releases", "site") for path in (own / part).rglob("*") if path.is_file()
    ]
    return {path.relative_to(own).as_posix(): path.read_bytes() for path in files}


def never() -> datetime:
    raise AssertionError
