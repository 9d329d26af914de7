"""``beholden figures check``: what a script and a person rely on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.figures.support import Demo, figures
from tests.cli.support import Done, environment, run

DATA = """force,financial_year,offence_category,count,release,source_url
Essex,2016/17,iioc_total,568,2018-09,https://www.example.org/essex
Essex,2017/18,iioc_total,767,2018-09,https://www.example.org/essex
"""
TRUE = """Image offences in Essex up by almost 200

Essex Police recorded 767 child abuse image offences in 2017/18, up from 568 in 2016/17.
"""
FALSE = TRUE.replace("767", "800")
KEYS = [
    "sentence", "kind", "subject", "period", "claimed", "recomputed", "verdict",
    "tolerant_verdict", "error_class", "reason", "arithmetic", "sources", "speaker", "places",
    "why",
]  # fmt: skip
WELSH = "Cofnododd yr heddlu fwy o droseddau yn y flwyddyn, yn ôl y ffigurau newydd a gafwyd. " * 6
UNWANTED = {"sqlalchemy", "scipy", "lxml", "openpyxl", "uvicorn", "numpy", "rich", "jinja2"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "offences.csv"
    path.write_text(DATA, encoding="utf-8")
    return path


def check(folder: Path, text: str, *arguments: str | Path) -> Done:
    article = folder / "story.txt"
    article.write_text(text, encoding="utf-8")
    return figures("check", article, *arguments)


def test_a_true_article_ends_with_nought_and_a_false_one_with_one(
    tmp_path: Path, data: Path
) -> None:
    done = check(tmp_path, TRUE, "--data", data)
    assert done.code == 0
    assert "offences.csv" in done.text
    assert "3 numbers: 3 agree." in done.text
    done = check(tmp_path, FALSE, "--data", data)
    assert done.code == 1
    assert 'DIFFERS  2. "800"' in done.text
    assert "The data give 767." in done.text
    assert "https://www.example.org/essex" in done.text


def test_a_long_article_is_silent_where_nobody_watches(tmp_path: Path, data: Path) -> None:
    text = TRUE + "\nNobody counted anything on that quiet and rather long afternoon." * 2_000
    done = check(tmp_path, text, "--data", data)
    assert done.code == 0
    assert not done.err


def test_json_is_one_claim_a_line_with_every_key_in_its_order(tmp_path: Path, data: Path) -> None:
    done = check(tmp_path, TRUE, "--data", data, "--json")
    assert [list(one) for one in done.objects] == [KEYS] * 3
    first = done.objects[0]
    assert (first["claimed"], first["subject"], first["verdict"]) == (
        "almost 200",
        "Essex",
        "agrees",
    )
    assert first["recomputed"] == "199"


def test_an_article_is_taken_from_standard_input(tmp_path: Path, data: Path) -> None:
    done = run("figures", "check", "-", "--data", data, stdin=FALSE.encode(), cwd=tmp_path)
    assert done.code == 1
    assert done.text.startswith("standard input")


def test_the_day_of_the_article_settles_last_year(tmp_path: Path, data: Path) -> None:
    text = "Essex Police recorded 767 child abuse image offences last year.\n"
    [one] = check(tmp_path, text, "--data", data, "--published", "2018-09-13", "--json").objects
    assert (one["period"], one["verdict"]) == ("2017/18", "agrees")


@pytest.mark.parametrize("text", [WELSH, "", "  \n\n"])
def test_what_cannot_be_checked_at_all_has_a_status_of_its_own(
    tmp_path: Path, data: Path, text: str
) -> None:
    done = check(tmp_path, text, "--data", data)
    assert done.code == 3
    assert done.text or done.said


def test_an_article_without_a_number_is_well_and_says_so(tmp_path: Path, data: Path) -> None:
    done = check(tmp_path, "The police met the charity to talk about it.\n", "--data", data)
    assert done.code == 0
    assert "The article claims no number that could be checked." in done.text


def test_what_cannot_start_is_one_sentence_and_two(tmp_path: Path, data: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(DATA + "Esex,2016/17,iioc_total,x,,\n", encoding="utf-8")
    story = tmp_path / "story.txt"
    story.write_text(TRUE, encoding="utf-8")
    for arguments, said in (
        ((story, "--data", bad), "bad.csv, line 4"),
        ((story, "--data", tmp_path / "none.csv"), "none.csv cannot be opened"),
        ((tmp_path / "none.txt", "--data", data), "none.txt cannot be opened"),
        ((story, "--data", data, "--release", "2018-09"), "not both"),
        ((story, "--folder", tmp_path), "there is no release yet"),
        ((), "Give the file of an article"),
        ((story, "--serve"), "Give the file of an article"),
        ((story, "--data", data, "--html", tmp_path / "none" / "a.html"), "No such file"),
    ):
        done = figures("check", *arguments)
        assert (done.code, said in done.said) == (2, True), (arguments, done)
        assert "Traceback" not in done.said


def test_the_marked_page_is_written_beside_the_report(tmp_path: Path, data: Path) -> None:
    page = tmp_path / "checked.html"
    done = check(tmp_path, FALSE, "--data", data, "--html", page)
    assert done.code == 1
    assert "checked.html" in done.said
    assert "1 of 3 numbers differs from the data" in page.read_text(encoding="utf-8")


def test_the_page_is_never_written_over_what_it_is_made_from(tmp_path: Path, data: Path) -> None:
    story, soft, hard = (tmp_path / name for name in ("story.txt", "soft.html", "hard.html"))
    story.write_text(TRUE, encoding="utf-8")
    soft.symlink_to(story)
    hard.hardlink_to(data)
    for page in (story, data, soft, hard, tmp_path / "." / "story.txt"):
        done = figures("check", story, "--data", data, "--html", page)
        assert (done.code, "name another file for --html" in done.said) == (2, True), done
    assert story.read_text(encoding="utf-8") == TRUE
    assert data.read_text(encoding="utf-8") == DATA


def test_the_page_is_never_written_among_the_records_of_a_folder(
    demo: Demo, tmp_path: Path
) -> None:
    records = {path: path.read_bytes() for path in demo.folder.rglob("*") if path.is_file()}
    page = next(path for path in records if "releases" in path.parts)
    done = check(tmp_path, TRUE, "--folder", demo.folder, "--html", page)
    assert (done.code, "name another file for --html" in done.said) == (2, True)
    assert all(path.read_bytes() == content for path, content in records.items())


def test_the_page_is_never_written_over_what_standard_input_reads(
    tmp_path: Path, data: Path
) -> None:
    story = tmp_path / "story.txt"
    story.write_text(TRUE, encoding="utf-8")
    command = (sys.executable, "-m", "beholden", "figures", "check", "-")
    with story.open("rb") as file:
        done = subprocess.run(
            [*command, "--data", data, "--html", story],
            stdin=file,
            capture_output=True,
            env=environment(),
            check=False,
        )
    assert done.returncode == 2
    assert story.read_text(encoding="utf-8") == TRUE


def test_a_day_written_another_way_is_told_how_to_write_it(tmp_path: Path, data: Path) -> None:
    for day in ("13/09/2018", "2018-13-09", "yesterday"):
        done = check(tmp_path, TRUE, "--data", data, "--published", day)
        assert done.code == 2
        assert "write the day as 2018-09-13" in " ".join(done.said.split())
        assert "%Y" not in done.said


def test_json_says_on_standard_error_why_nothing_was_checked(tmp_path: Path, data: Path) -> None:
    done = check(tmp_path, WELSH, "--data", data, "--json")
    assert (done.code, done.text) == (3, "")
    assert "does not seem to be in English" in done.said


def test_a_misspelt_force_of_the_data_is_told_on_standard_error(tmp_path: Path) -> None:
    data = tmp_path / "offences.csv"
    data.write_text(DATA.replace("Essex", "Esex", 1), encoding="utf-8")
    done = check(tmp_path, TRUE, "--data", data)
    assert "line 2, force: 'Esex' is not known here: is it Essex?" in " ".join(done.said.split())


def test_what_the_article_alone_says_is_not_put_down_to_the_data(
    tmp_path: Path, data: Path
) -> None:
    text = (
        "Norfolk Police recorded 500 child abuse image offences in 2017/18, "
        "up 100% from 250 in 2016/17.\n"
    )
    done = check(tmp_path, text, "--data", data)
    said = " ".join(done.text.split())
    assert "By the article's own counts: +100.00%, as (500 - 250) / 250" in said
    assert "by the article's own counts alone" in said
    assert "The data give" not in said


def test_numbers_left_alone_are_listed_with_the_reason(tmp_path: Path, data: Path) -> None:
    text = f"{TRUE}\nA 46-year-old man was jailed.\n"
    assert "46-year-old" not in check(tmp_path, text, "--data", data).text
    assert "an age: 46-year-old" in check(tmp_path, text, "--data", data, "--all").text


def test_without_data_the_published_counts_that_came_with_it_are_used(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(TRUE, encoding="utf-8")
    done = run("figures", "check", story, cwd=tmp_path)
    assert done.code == 0
    assert "the figures that come with Beholden" in " ".join(done.text.split())
    assert "3 agree" in done.text


def test_a_folder_of_answers_is_checked_against_its_releases(demo: Demo, tmp_path: Path) -> None:
    done = check(tmp_path, TRUE, "--folder", demo.folder)
    assert done.code == 0
    assert "3 agree" in done.text
    assert check(tmp_path, FALSE, "--folder", demo.folder, "--release", "2018-09").code == 1


def test_a_control_character_of_an_article_steers_no_terminal(tmp_path: Path, data: Path) -> None:
    done = check(tmp_path, FALSE.replace("Essex Police", "Essex \x1b[31mPolice"), "--data", data)
    assert b"\x1b" not in done.out


def test_checking_a_text_loads_no_database_no_server_and_no_spreadsheet(
    tmp_path: Path, data: Path
) -> None:
    story = tmp_path / "story.txt"
    story.write_text(TRUE, encoding="utf-8")
    program = (
        "import sys\nfrom beholden.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "figures", "check", story, "--data", data],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    assert "3 agree" in done.stdout
    assert UNWANTED & set(done.stderr.split()) == set()
