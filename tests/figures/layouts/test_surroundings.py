"""Words around a number in a table that narrow it, and are never passed over."""

import pytest

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Flag
from beholden.figures.layouts import Context, Interpretation, interpret
from beholden.figures.registry import load_registry
from tests.figures.support.tables import Shown, counts, lines, read, table

_LABEL = "Child abuse image offences"


def _years(
    one: str = "2016/17", two: str = "2017/18", label: str = _LABEL, title: str = "Kent Police"
) -> list[tuple[Shown, ...]]:
    return [(title,), ("Offence recorded", one, two), (label, 100, 110)]


def _reviewed(found: Interpretation, code: str) -> list[bool]:
    return [
        any(each.code == code and each.severity == "review" for each in reading.flags)
        for reading in found.readings
    ]


def _flags(found: Interpretation, code: str) -> list[Flag]:
    return [each for reading in found.readings for each in reading.flags if each.code == code]


@pytest.mark.parametrize(
    "word",
    ["Solved {}", "Detected {}", "Forecast {}", "{} online", "{} Lancaster", "Attempted {}"],
)
def test_a_word_beside_the_year_of_a_heading_is_never_passed_over(word):
    found = read(table(_years(word.format("2016/17"))))
    assert _reviewed(found, "uncertain-unit") == [True, False]


@pytest.mark.parametrize(
    "label",
    [
        f"Attempted {_LABEL.lower()}",
        f"{_LABEL} flagged as cyber-enabled",
        f"{_LABEL} where the suspect was under 18",
        f"{_LABEL} (later cancelled)",
        f"Indecent exposure and {_LABEL.lower()}",
        f"{_LABEL} - Coventry",
    ],
)
def test_a_word_that_narrows_a_rows_label_is_never_passed_over(label):
    found = read(table(_years(label=label)))
    assert found.readings
    assert all(any(each.severity != "note" for each in reading.flags) for reading in found.readings)


@pytest.mark.parametrize(
    "title",
    [
        "Number of child abuse images seized",
        "Number of images found in recorded offences",
        "Investigations of child abuse image offences",
        "Recorded offences of the Western division",
        "Offences recorded at schools",
        "Offences recorded where the suspect was under 18",
    ],
)
def test_a_title_that_narrows_the_count_is_never_passed_over(title):
    for found in (
        read(table(_years(title=title))),
        read(*lines(f"{title}."), table(_years()[1:]), format="docx"),
    ):
        assert _reviewed(found, "uncertain-unit") == [True, True]


@pytest.mark.parametrize(
    "label",
    [
        "86/2 Take, make or distribute indecent photographs or pseudo-photographs of children",
        "086/10 - Possession of an indecent or pseudo-photograph of a child (s.160)",
        "Possessing prohibited images of children, Coroners and Justice Act 2009",
        "Total number of recorded child abuse image offences",
        "Take indecent photographs of children (s.1 PCA 1978), HOCR code 86/2",
        "Sexual communication with a child",
    ],
)
def test_the_usual_names_of_offences_narrow_nothing(label):
    found = read(table(_years(label=label)))
    assert not any(_reviewed(found, "uncertain-unit"))


@pytest.mark.parametrize(
    "heading", ["2016/17 - England and Wales", "2016/17 UK", "2016/17 (all forces)"]
)
def test_a_number_of_more_than_the_forces_area_is_not_the_forces(heading):
    found = read(table(_years(heading)))
    assert _reviewed(found, "force-disagrees") == [True, False]


def test_a_doubt_names_the_words_that_were_not_understood():
    (doubt,) = _flags(read(table(_years("2016/17 Lancaster"))), "uncertain-unit")
    assert "Lancaster" in doubt.sentence


@pytest.mark.parametrize(
    ("heading", "note"),
    [
        ("2017/18*", "* 1 April to 31 December 2017 only."),
        ("2017/18 (2)", "(2) Data to 31 January 2018 only."),
        ("2017/18\u00b2", "2 Not all crimes are confirmed"),
        ("2017/18", "Note: 2017/18 is for April to October 2017 only"),
        ("2017/18", "2017/18 covers April to December only."),
        ("2017/18 (9 months)", ""),
        ("2017/18 (incomplete)", ""),
        ("2017/18 (provisional)", ""),
    ],
)
def test_a_year_that_a_note_cuts_short_is_in_question_and_the_other_is_not(heading, note):
    rows = _years(two=heading)
    beneath = read(table([*rows, (note,)] if note else rows))
    after = read(table(rows), *lines(note), format="docx")
    for found in (beneath, after):
        assert _reviewed(found, "uncertain-period") == [False, True]
    if note:
        said = note.lstrip("*(2) ")[:20]
        assert any(said in each.sentence for each in _flags(beneath, "uncertain-period"))


def test_a_year_in_a_row_is_cut_short_by_what_stands_beside_it():
    rows: list[tuple[Shown, ...]] = [
        ("Year", "Child abuse image offences recorded", "Comment"),
        ("2016/17", 100, ""),
        ("2017/18", 90, "April to December only"),
    ]
    assert _reviewed(read(table(rows)), "uncertain-period") == [False, True]


def test_the_last_digit_of_a_number_may_be_the_mark_of_a_note_below():
    rows: list[tuple[Shown, ...]] = [
        ("Offence recorded", "2016/17", "2017/18"),
        (_LABEL, ("3801", 1), ("4122", 1)),
    ]
    notes = lines("1 Figures at 3 April 2018.", "3 Includes crimes transferred.")
    assert _reviewed(read(table(rows), *notes, format="docx"), "uncertain-number") == [True, False]
    # A number cell holds its number alone.
    assert not any(_reviewed(read(table(_years()), *notes), "uncertain-number"))
    assert not any(_reviewed(read(*notes, table(rows), format="docx"), "uncertain-number"))


@pytest.mark.parametrize(
    ("corner", "text"),
    [
        ("Financial year ending", ""),
        ("Year (Apr-Mar)", ""),
        ("Year to 31 March", ""),
        ("Year", "Recorded offences, April to March"),
    ],
)
def test_a_bare_year_is_no_certain_calendar_year_where_financial_years_are_spoken_of(corner, text):
    rows: list[tuple[Shown, ...]] = [
        (corner, "Child abuse image offences recorded"),
        ("2016", 172),
        ("2017", 180),
    ]
    found = read(*lines(text), table(rows))
    assert _reviewed(found, "uncertain-period") == [True, True]
    plain = read(table([("Year", "Child abuse image offences recorded"), *rows[1:]]))
    assert _reviewed(plain, "uncertain-period") == [False, False]


@pytest.mark.parametrize(
    ("file", "doubted"),
    [
        ("kent/South Yorkshire.docx", True),
        ("kent/south-yorkshire_reply.docx", True),
        ("kent/Kent and Essex.docx", False),
        ("kent/answer.docx", False),
        ("essex/Kent.docx", False),
    ],
)
def test_a_file_that_is_named_after_another_force_waits_for_a_person(file, doubted):
    registry = load_registry()
    kent = registry.find("Kent")
    assert kent is not None
    for force in (kent.code, None):
        document = Document(file, "0" * 64, "docx", (table(_years()),))
        found = interpret(document, Context(registry, force))
        assert _reviewed(found, "force-disagrees") == [doubted, doubted]


def test_the_same_year_twice_is_no_part_of_a_year_and_neither_number_is_believed():
    rows: list[tuple[Shown, ...]] = [
        ("Offence recorded", "2016/17", "2017/18", "2017/18"),
        (_LABEL, 100, 110, 120),
    ]
    found = read(table(rows))
    assert [each.split for each in found.readings] == [None, None, None]
    assert _reviewed(found, "uncertain-offence") == [False, True, True]


def test_a_column_of_dates_that_are_not_understood_is_told_and_doubts_its_table():
    rows: list[tuple[Shown, ...]] = [
        ("Offence recorded", "1/4/16-31/3/17", "4/1/17-3/31/18"),
        (_LABEL, 100, 90),
    ]
    found = read(table(rows))
    assert _reviewed(found, "uncertain-period") == [True]
    assert any("4/1/17-3/31/18" in each for each in found.steps)


def test_two_numbers_of_one_file_for_the_same_are_both_in_question():
    other = [*_years()[:2], (_LABEL, 100, 111)]
    found = read(table(_years()), table(other, name="Other"))
    assert _reviewed(found, "uncertain-number") == [False, True, False, True]


@pytest.mark.parametrize(
    "title",
    [
        "Attempted child abuse image offences",
        "Child abuse image offences recorded at schools",
        "Child abuse image offences recorded that were later cancelled",
    ],
)
def test_a_title_above_a_list_of_years_is_never_passed_over(title):
    found = read(*lines(title, "2016/17   12", "2017/18   13"), format="txt")
    assert found.readings
    assert all(_reviewed(found, "uncertain-unit"))


def test_a_column_of_a_table_in_plain_text_that_narrows_the_count_is_never_passed_over():
    title = "Recorded child abuse image offences"
    rows = ("2016/17  91   302", "2017/18  95   310")
    found = read(*lines(title, "", "Year     Solved   Recorded", *rows), format="txt")
    assert counts(found) == [91, 302, 95, 310]
    assert _reviewed(found, "uncertain-unit")[::2] == [True, True]


def test_a_line_or_row_below_that_narrows_the_count_is_never_passed_over():
    said = "The table is of offences in the Western division."
    assert all(_reviewed(read(table(_years()), *lines(said), format="docx"), "uncertain-unit"))
    assert all(_reviewed(read(table([*_years(), (said,)])), "uncertain-unit"))


def test_a_zero_that_a_note_takes_back_is_in_question():
    rows: list[tuple[Shown, ...]] = [
        ("Offence recorded", "2016/17", "2017/18"),
        (_LABEL, 100, 0),
    ]
    note = lines("A 0 means that the data is not available.")
    found = read(table(rows), *note, format="docx")
    assert _reviewed(found, "uncertain-number") == [False, True]
    assert not any(_reviewed(read(table(rows)), "uncertain-number"))
