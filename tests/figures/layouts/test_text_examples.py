"""Each example letter, e-mail and list gives exactly what it was made to say."""

import csv
from datetime import date
from importlib import resources

import pytest
from tools.example_answers_texts import ANSWERS

from beholden.figures.core.models import ForceCode, Period, Reading, State, Unit
from beholden.figures.core.offences import (
    CLASS_86,
    IIOC_TOTAL,
    POSSESSION,
    SEXUAL_COMMUNICATION,
    TAKE,
)
from beholden.figures.core.periods import label
from beholden.figures.layouts import Context, Interpretation, interpret
from beholden.figures.reading import read_bytes
from beholden.figures.registry import load_registry, published_counts

_EXAMPLES = resources.files("beholden.figures.examples")
_LIST = list(csv.DictReader(_EXAMPLES.joinpath("answers.csv").read_text("utf-8").splitlines()))
_ROWS = {row["file"]: row for row in _LIST}


def _said(file: str) -> Interpretation:
    registry = load_registry()
    row = _ROWS[file]
    force = registry.find(row["force"])
    context = Context(
        registry=registry,
        force=force.code if force else None,
        asked=Period(date.fromisoformat(row["asked_from"]), date.fromisoformat(row["asked_to"])),
        received=date.fromisoformat(row["received"]),
    )
    data = _EXAMPLES.joinpath("answers", file).read_bytes()
    return interpret(read_bytes(data, file), context)


def _flags(reading: Reading) -> set[str]:
    return {each.code for each in reading.flags}


def _open_questions(found: Interpretation) -> set[str]:
    return {
        each.code
        for reading in found.readings
        if reading.split is None and reading.role != "check"
        for each in reading.flags
        if each.severity != "note"
    }


def _statuses(found: Interpretation) -> list[tuple[str, str]]:
    return [(each.kind, each.section) for each in found.statuses]


_PLAIN = {
    "bedfordshire/response.docx": ("numbered-responses", {"shared-unit"}, "part"),
    "cambridgeshire/response.pdf": ("text-table", {"shared-unit"}, "full"),
    "dyfed-powys/response.txt": ("numbered-responses", set(), "part"),
    "humberside/letter.docx": ("e-mail-sentence", set(), "full"),
    "lancashire/disclosure.html": ("numbered-responses", set(), "full"),
    "north-yorkshire/decision.pdf": ("e-mail-sentence", set(), "full"),
    "northamptonshire/reply.eml": ("e-mail-sentence", {"quoted-history"}, "full"),
    "south-west/list.txt": ("force-list", set(), "full"),
    "west-yorkshire/offences.txt": ("text-table", set(), "full"),
}


@pytest.mark.parametrize("file", _PLAIN)
def test_a_letter_gives_the_published_counts_and_leaves_nothing_open(file):
    layout, notes, status = _PLAIN[file]
    found = _said(file)
    counts = {
        (each.force, each.period, each.count)
        for each in published_counts()
        if each.period.start.year in {2016, 2017} and each.offence == IIOC_TOTAL
    }
    forces = {reading.force for reading in found.readings}
    assert {(reading.force, reading.period, reading.value.count) for reading in found.readings} == {
        each for each in counts if each[0] in forces
    }
    assert len(found.readings) == 2 * len(forces)
    for reading in found.readings:
        assert (reading.offence, reading.unit) == (IIOC_TOTAL, Unit.OFFENCES)
        assert (reading.split, reading.role) == (None, "figure")
        assert _flags(reading) == notes
        assert {each.severity for each in reading.flags} <= {"note"}
        assert reading.sources[0].file == file
        assert reading.sources[0].text.replace(",", "") == str(reading.value.count)
    assert found.layout == layout
    assert _statuses(found) == [(status, "")]


def test_the_force_is_the_one_of_the_list_and_never_of_the_letterhead():
    expected = {
        row["file"]: load_registry().find(row["force"])
        for row in _LIST
        if row["file"] in _PLAIN and row["force"]
    }
    for file, force in expected.items():
        assert force is not None
        assert {reading.force for reading in _said(file).readings} == {force.code}, file


def test_numbers_of_a_forwarded_answer_are_not_read():
    found = _said("northamptonshire/reply.eml")
    assert [reading.value.count for reading in found.readings] == [245, 263]
    assert "231" in _EXAMPLES.joinpath("answers/northamptonshire/reply.eml").read_text()


def test_arrests_are_rejected_in_every_year():
    found = _said("west-midlands/arrests.txt")
    assert found.layout == "text-table"
    assert [(reading.unit, reading.value.count) for reading in found.readings] == [
        (Unit.ARRESTS, 153),
        (Unit.OUTCOMES, 5),
        (Unit.ARRESTS, 161),
        (Unit.OUTCOMES, 7),
        (Unit.ARRESTS, 148),
        (Unit.OUTCOMES, 4),
        (Unit.ARRESTS, 172),
        (Unit.OUTCOMES, 6),
    ]
    assert {reading.code for reading in found.readings} == {"86/2"}
    for reading in found.readings:
        assert {"unit-not-offences", "calendar-year"} <= _flags(reading)


def test_persons_over_five_years_are_rejected_and_labels_are_parted_from_numbers():
    found = _said("northern-ireland/five-years.html")
    assert found.layout == "multi-year-total"
    assert [(reading.offence, reading.value.count, reading.role) for reading in found.readings] == [
        (TAKE, 26, "figure"),
        (POSSESSION, 14, "figure"),
        (None, 40, "check"),
    ]
    assert {reading.unit for reading in found.readings} == {Unit.PERSONS}
    assert {label(reading.period) for reading in found.readings if reading.period is not None} == {
        "1 April 2013 to 31 March 2018"
    }
    assert _open_questions(found) == {"unit-not-offences"}
    assert _statuses(found) == [("part", "s.40(2)")]


def test_a_refusal_for_cost_is_read_to_its_end_and_its_class_is_a_question():
    found = _said("suffolk/refusal.html")
    assert found.layout == "refusal-with-numbers"
    [reading] = found.readings
    assert (reading.offence, reading.value.count) == (CLASS_86, 214)
    assert reading.period is not None
    assert label(reading.period) == "2017/18"
    assert _open_questions(found) == {"class-86-only"}
    assert _statuses(found) == [("refused", "s.12(1)")]
    assert found.statuses[0].period == Period(date(2016, 4, 1), date(2018, 3, 31))


def test_platforms_are_parts_of_a_force_that_nobody_guesses():
    found = _said("shared-unit/platforms.docx")
    assert found.layout == "platform-letter"
    assert [(reading.split, reading.value.count, reading.role) for reading in found.readings] == [
        (("platform", "Messaging app"), 31, "figure"),
        (("platform", "Picture sharing app"), 22, "figure"),
        (("platform", "Video site"), 9, "figure"),
        (("platform", "Not recorded"), 87, "figure"),
        (None, 149, "check"),
    ]
    assert {reading.force for reading in found.readings} == {None}
    for reading in found.readings[:-1]:
        assert _flags(reading) == {"shared-unit"}
        assert {each.severity for each in reading.flags} == {"review"}


def test_a_split_with_stars_is_no_total_and_says_what_it_gives_away():
    found = _said("wiltshire/split.docx")
    assert found.layout == "prose-and-split"
    [total] = [each for each in found.readings if each.split is None]
    assert (total.offence, total.value.count) == (SEXUAL_COMMUNICATION, 52)
    assert total.period == Period(date(2017, 4, 3), date(2018, 3, 31))
    assert "recoverable-suppression" in _flags(total)
    [warning] = [each for each in total.flags if each.code == "recoverable-suppression"]
    assert "leaves 6 for 4 hidden cells" in warning.sentence
    cells = {each.split: each.value for each in found.readings if each.role == "figure"}
    assert cells["sex and age", "Female, 11 and under"].state is State.SUPPRESSED
    assert cells["sex and age", "Female, 16 and over"].state is State.BLANK
    assert cells["sex and age", "Male, Unknown Age"].count == 5
    sums = [each for each in found.readings if each.role == "check"]
    assert [each.value.count for each in sums] == [0, 22, 0, 24]
    assert all("total-disagrees" in _flags(each) for each in sums)


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("british-transport-police/not-held.txt", "not_held"),
        ("norfolk/receipt.eml", "no_answer"),
    ],
)
def test_a_letter_without_figures_gives_a_status_and_no_reading(file, kind):
    found = _said(file)
    assert (found.layout, found.readings) == ("letter-without-numbers", ())
    assert _statuses(found) == [(kind, "")]


def test_every_example_is_listed_and_says_that_it_is_one():
    for file in ANSWERS:
        assert file in _ROWS
        document = read_bytes(_EXAMPLES.joinpath("answers", file).read_bytes(), file)
        lines = [each.text for each in document.blocks if hasattr(each, "text")]
        assert any(text.startswith("Re-created by Beholden as an example") for text in lines), file


def test_files_of_text_are_those_that_the_tool_writes():
    for file, made in ANSWERS.items():
        if file.endswith((".txt", ".html", ".eml")):
            assert _EXAMPLES.joinpath("answers", file).read_bytes() == made(), file


def test_forces_that_answer_in_a_list_are_those_named_in_it():
    found = _said("south-west/list.txt")
    names = [load_registry().by_code(ForceCode(each.force or "")).name for each in found.readings]
    assert names == ["Devon and Cornwall"] * 2 + ["Dorset"] * 2
