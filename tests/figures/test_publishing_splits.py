"""Splits from the answer to the site: printed with small numbers hidden, in no file unhidden."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from beholden.figures import Built, Figures, ReleaseId
from beholden.figures.core.models import State

DAY = date(2018, 9, 13)
LETTER = """\
Freedom of information request 10905

There were 77 offences of indecent images of children (86/2, 86/10, 86/15) recorded between
1 April 2017 and 31 March 2018.

            11 and under    12-15    16 and over
Female      3               22       31
Male        0               9        12
"""


def _book(path: Path) -> Any:
    library: Any = openpyxl  # it has no types
    return library.load_workbook(path)


def build(folder: Path) -> Built:
    figures = Figures(folder, clock=lambda: datetime(2018, 9, 13, tzinfo=UTC))
    figures.read()
    return figures.build(ReleaseId("2018-09"), DAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two letters: one by platform, one by sex and age with small numbers."""
    folder = tmp_path / "answers"
    (folder / "cambridgeshire").mkdir(parents=True)
    (folder / "essex").mkdir()
    example = files("beholden.figures") / "examples" / "answers" / "shared-unit" / "platforms.docx"
    with example.open("rb") as letter, (folder / "cambridgeshire/letter.docx").open("wb") as copy:
        shutil.copyfileobj(letter, copy)
    (folder / "essex/letter.txt").write_text(LETTER, encoding="utf-8")
    return folder


def rows(built: Built) -> list[dict[str, str]]:
    with (built.data / "splits.csv").open(newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_platforms_and_ages_are_published_with_small_numbers_hidden(folder):
    built = build(folder)
    assert built.held == ()
    assert [(row["force"], row["part"], row["value"], row["whole"]) for row in rows(built)] == [
        ("Cambridgeshire", "Messaging app", "31", ""),
        ("Cambridgeshire", "Not recorded", "87", ""),
        ("Cambridgeshire", "Picture sharing app", "22", ""),
        ("Cambridgeshire", "Video site", "9", ""),
        ("Essex", "Female, 11 and under", "", "77"),
        ("Essex", "Female, 12-15", "22", "77"),
        ("Essex", "Female, 16 and over", "31", "77"),
        ("Essex", "Male, 11 and under", "0", "77"),
        ("Essex", "Male, 12-15", "", "77"),
        ("Essex", "Male, 16 and over", "12", "77"),
    ]


def test_a_split_changes_no_total(folder):
    with_splits = build(folder).release
    shutil.rmtree(folder / "_beholden")
    (folder / "figures.toml").write_text("publish_splits = false\n", encoding="utf-8")
    without = build(folder).release
    assert without.splits == ()
    assert without.observations == with_splits.observations


def test_the_files_describe_splits_only_where_there_are_some(folder):
    built = build(folder)
    package = json.loads((built.data / "datapackage.json").read_text())
    resource = next(one for one in package["resources"] if one["name"] == "splits")
    assert resource["schema"]["primaryKey"][-2:] == ["dimension", "part"]
    assert (built.data / "splits.csv-metadata.json").is_file()
    assert (built.site / "releases/2018-09/data/splits.csv").is_file()
    book = _book(built.data / "figures.xlsx")
    cells = {str(cell.value) for row in book["Splits"].iter_rows() for cell in row}
    assert {"Messaging app", "[c]", "Male, 12-15"} <= cells
    shutil.rmtree(folder / "_beholden")
    (folder / "figures.toml").write_text("publish_splits = false\n", encoding="utf-8")
    plain = build(folder)
    assert not (plain.data / "splits.csv").exists()
    assert "splits" not in (plain.data / "datapackage.json").read_text()
    assert "Splits" not in _book(plain.data / "figures.xlsx").sheetnames


def test_a_page_and_its_text_print_the_split_with_its_marks_and_notes(folder):
    site = build(folder).site / "forces"
    page = (site / "essex.html").read_text()
    assert "By age and sex, 2017/18" in page
    assert "<bdi>Female, 11 and under</bdi></th>\n" in page
    assert page.count(">[c]</td>") == 2
    text = (site / "essex.txt").read_text()
    assert "Female, 11 and under  [c]" in text
    assert "[c] confidential" in text
    assert "do not add" in (site / "cambridgeshire.html").read_text()
    assert "By platform, 2017/18" in (site / "cambridgeshire.txt").read_text()


def test_offences_that_are_not_published_are_not_split_either(folder):
    settings = 'publish = ["iioc_possession"]\n'
    (folder / "figures.toml").write_text(settings, encoding="utf-8")
    assert build(folder).release.splits == ()


def test_forces_that_were_not_asked_are_not_split(folder):
    (folder / "figures.toml").write_text('asked = ["Essex"]\n', encoding="utf-8")
    assert {one.force for one in build(folder).release.splits} == {"E23000028"}


def test_what_is_held_back_says_why(folder):
    letter = LETTER.replace("12\n", "13\n")
    (folder / "essex/letter.txt").write_text(letter, encoding="utf-8")
    built = build(folder)
    assert [(one.file, one.dimension) for one in built.held] == [
        ("essex/letter.txt", "sex and age")
    ]
    assert "do not add" in built.held[0].why
    assert {row["force"] for row in rows(built)} == {"Cambridgeshire"}


def test_a_small_number_stands_in_no_file_that_is_published(folder):
    letter = LETTER.replace("3      ", "4      ").replace("77", "78")
    (folder / "essex/letter.txt").write_text(letter, encoding="utf-8")
    built = build(folder)
    for split in built.release.splits:
        assert all(source.text == "" and source.place.cell == "" for source in split.sources)
        hidden = [row.value for row in split.rows if row.value.state is State.SUPPRESSED]
        assert all(value.count is None for value in hidden)
    essex = next(one for one in built.release.splits if one.force == "E23000028")
    assert sum(row.value.state is State.SUPPRESSED for row in essex.rows) == 2


def test_the_same_answers_give_the_same_bytes(folder):
    first = build(folder)
    before = {one.name: one.read_bytes() for one in first.data.iterdir()}
    shutil.rmtree(folder / "_beholden")
    after = {one.name: one.read_bytes() for one in build(folder).data.iterdir()}
    assert before == after
