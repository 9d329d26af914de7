"""What the example answers claim to be: real totals where they say so, and nowhere else."""

import re
from collections import Counter
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest

from beholden.figures import EXAMPLE_DAY, EXAMPLE_RELEASE, Figures, copy_examples
from beholden.figures.core.offences import IIOC_TOTAL
from beholden.figures.layouts import LAYOUTS
from beholden.figures.models import Readings
from beholden.figures.reading import Limits, read_bytes
from beholden.figures.registry import published_counts
from tests.figures.support.shapes import grid, tables, texts

REAL = ("re-created, total as published", "re-created, total as repeated later")


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    folder = tmp_path_factory.mktemp("examples")
    copy_examples(folder)
    made = Figures(folder, clock=lambda: datetime(2018, 9, 13, tzinfo=UTC))
    made.read()
    return made


@pytest.fixture(scope="module")
def readings(figures: Figures) -> Readings:
    return figures.readings()


def test_every_total_said_to_be_real_is_one_that_was_published(
    figures: Figures, readings: Readings
):
    origins = {one.file: one.origin for one in readings.answers}
    published = {
        (one.force, one.period): one.count
        for one in published_counts()
        if one.offence == IIOC_TOTAL and one.force is not None
    }
    found = [one for one in figures.assembly().observations if one.offence == IIOC_TOTAL]
    real = [one for one in found if origins[one.sources[0].file] in REAL]
    assert Counter(origins[one.sources[0].file] for one in real) == {REAL[0]: 34, REAL[1]: 4}
    for one in real:
        assert one.value.count == published[one.force, one.period]


def test_no_invented_number_is_published(figures: Figures, readings: Readings):
    origins = {one.file: one.origin for one in readings.answers}
    release = figures.build(EXAMPLE_RELEASE, EXAMPLE_DAY).release
    known = [one for one in release.observations if one.value.known]
    assert known
    assert {origins[source.file] for one in known for source in one.sources} <= set(REAL)


def test_the_examples_hold_every_layout(readings: Readings):
    assert {one.layout for one in readings.answers} == {layout.NAME for layout in LAYOUTS}


def test_every_example_says_in_itself_that_it_was_made(readings: Readings, figures: Figures):
    for one in readings.answers:
        assert one.origin.startswith("re-created")
        assert not one.error
        document = read_bytes((figures.folder / one.file).read_bytes(), one.file, Limits())
        text = "\n".join((*texts(document), *map(str, map(grid, tables(document)))))
        assert "re-created by beholden" in " ".join(text.split()).lower(), one.file


def test_the_read_me_counts_the_examples_as_they_are(readings: Readings):
    page = resources.files("beholden.figures").joinpath("examples", "README.md").read_text("utf-8")
    printed = {row[0]: int(row[1]) for row in re.findall(r"\| (re-created[^|]+) \| (\d+) \|", page)}
    assert printed == Counter(one.origin for one in readings.answers)
    assert f"{len(readings.answers)} answers" in page
    assert len({Path(one.file).suffix for one in readings.answers}) == 9
