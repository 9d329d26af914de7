"""Each example table gives exactly the readings and flags that it was made to give."""

import csv
import functools
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from tools.example_answers_tables import MADE_UP, PUBLISHED

from beholden.figures.core import offences
from beholden.figures.core.marks import shown
from beholden.figures.core.models import ForceCode, Period, Reading, State, Unit
from beholden.figures.core.periods import label
from beholden.figures.layouts import Context, Interpretation, interpret
from beholden.figures.reading import read_document
from beholden.figures.registry import load_registry, published_counts

_EXAMPLES = Path(str(resources.files("beholden.figures.examples")))
_ROWS = {
    row["file"]: row
    for row in csv.DictReader((_EXAMPLES / "answers.csv").read_text("utf-8").splitlines())
}
_SHORT = {
    offences.TAKE: "take",
    offences.POSSESSION: "possess",
    offences.PROHIBITED: "prohibited",
    offences.IIOC_TOTAL: "all",
}
_BYTES_AT_MOST = 12_000


@functools.cache
def _said(file: str) -> Interpretation:
    registry = load_registry()
    row = _ROWS[file]
    force = registry.find(row["force"]) if row["force"] else None
    context = Context(
        registry=registry,
        force=force.code if force else None,
        asked=Period(date.fromisoformat(row["asked_from"]), date.fromisoformat(row["asked_to"])),
        received=date.fromisoformat(row["received"]),
    )
    return interpret(read_document(_EXAMPLES / "answers" / file, file), context)


def _year(reading: Reading) -> str:
    return label(reading.period) if reading.period else ""


def _line(reading: Reading) -> str:
    """A reading in one line: what, where it stands, and what is open."""
    assert reading.period is not None
    assert reading.offence is not None
    place = reading.sources[0].place
    where = place.cell or f"t{place.table}r{place.row}c{place.column}"
    flags = sorted(each.code for each in reading.flags)
    parts = [
        label(reading.period),
        _SHORT[reading.offence],
        shown(reading.value, ()),
        "" if reading.split is None else f"({reading.split[1]})",
        "" if reading.role == "figure" else reading.role,
        "" if not reading.arithmetic else f"= {reading.arithmetic}",
        f"@{where}",
        *flags,
    ]
    return " ".join(part for part in parts if part)


_GOLDEN = {
    "essex/quarters.xlsx": (
        "quarter-workbook",
        """
        2016/17 take 205 = 43 + 52 + 51 + 59 @C5 hidden-sheet
        2016/17 possess 324 = 68 + 81 + 81 + 94 @C6 hidden-sheet
        2016/17 prohibited 39 = 9 + 10 + 9 + 11 @C7 hidden-sheet
        2016/17 all 568 total = 120 + 143 + 141 + 164 @C8 hidden-sheet
        2017/18 take 277 = 58 + 70 + 69 + 80 @H5 hidden-sheet
        2017/18 possess 437 = 92 + 109 + 109 + 127 @H6 hidden-sheet
        2017/18 prohibited 53 = 12 + 13 + 13 + 15 @H7 hidden-sheet
        2017/18 all 767 total = 162 + 192 + 191 + 222 @H8 hidden-sheet
        """,
    ),
    "hampshire/response.docx": (
        "letter-table",
        """
        2016/17 take 400 @t1r2c2
        2016/17 possess 574 @t1r3c2
        2016/17 prohibited 0 @t1r4c2
        2016/17 all 974 total @t1r5c2
        2017/18 take 489 @t1r2c3
        2017/18 possess 703 @t1r3c3
        2017/18 prohibited 7 @t1r4c3
        2017/18 all 1,199 total @t1r5c3
        2016/17 all 61 (Messaging app) @t2r2c2
        2016/17 all 23 (Social network) @t2r3c2
        2016/17 all [c] (Other) @t2r4c2 suppressed
        2017/18 all 88 (Messaging app) @t2r2c3
        2017/18 all 31 (Social network) @t2r3c3
        2017/18 all 0 (Other) @t2r4c3
        """,
    ),
    "hertfordshire/letter.pdf": (
        "letter-table",
        """
        2016/17 take 118 @t1r2c2
        2016/17 possess 173 @t2r2c2
        2016/17 prohibited 18 @t2r3c2
        2016/17 all 309 total @t2r4c2
        2017/18 take 115 @t1r2c3
        2017/18 possess 168 @t2r2c3
        2017/18 prohibited 18 @t2r3c3
        2017/18 all 301 total @t2r4c3
        """,
    ),
    "leicestershire/reply.ods": (
        "simple-table",
        """
        2016/17 take 128 @C3
        2016/17 possess 176 @C4
        2016/17 prohibited 16 @C5
        2016/17 all 320 total @C6
        2017/18 take 165 @D3
        2017/18 possess 226 @D4
        2017/18 prohibited 20 @D5
        2017/18 all 411 total @D6
        """,
    ),
    "derbyshire/figures.xls": (
        "simple-table",
        """
        2016/17 all 302 @B3
        2017/18 all 301 @B4
        """,
    ),
    "south-yorkshire/extract.csv": (
        "simple-table",
        """
        2016/17 take 287 @B3
        2016/17 possess 333 @B4
        2016/17 prohibited 46 @B5
        2016/17 all 666 total @B6
        2017/18 take 332 @C3
        2017/18 possess 386 @C4
        2017/18 prohibited 54 @C5
        2017/18 all 772 total @C6
        """,
    ),
    "south-wales/response.docx": (
        "letter-table",
        """
        2016/17 take 233 @t1r2c2
        2016/17 possess 269 @t1r3c2
        2016/17 prohibited 26 @t1r4c2
        2017/18 take 239 @t1r2c3
        2017/18 possess 277 @t1r3c3
        2017/18 prohibited 27 @t1r4c3
        """,
    ),
    "gwent/response.pdf": (
        "letter-table",
        """
        2016/17 take 122 @t1r2c2
        2016/17 possess 125 @t1r3c2
        2016/17 prohibited 12 @t1r4c2
        2016/17 all 259 total @t1r5c2
        2017/18 take 126 @t1r2c3
        2017/18 possess 128 @t1r3c3
        2017/18 prohibited 13 @t1r4c3
        2017/18 all 267 total @t1r5c3
        """,
    ),
}


@pytest.mark.parametrize("file", _GOLDEN)
def test_a_plain_table_gives_its_numbers_with_their_cells_and_nothing_else(file):
    layout, lines = _GOLDEN[file]
    found = _said(file)
    assert found.layout == layout
    assert [_line(each) for each in found.readings] == [
        line.strip() for line in lines.strip().splitlines()
    ]
    assert all(each.severity == "note" for reading in found.readings for each in reading.flags)
    assert {each.unit for each in found.readings} == {Unit.OFFENCES}


@pytest.mark.parametrize("file", [*_GOLDEN, "north-wales/disclosure.html"])
def test_a_file_called_as_published_holds_the_published_totals(file):
    assert _ROWS[file]["origin"] == PUBLISHED
    found = _said(file)
    force = load_registry().find(_ROWS[file]["force"])
    assert force is not None
    published = {
        each.period: each.count
        for each in published_counts()
        if each.force == force.code and each.offence == offences.IIOC_TOTAL
    }
    assert {_year(each) for each in found.readings} == {"2016/17", "2017/18"}
    for year, count in published.items():
        mine = [each for each in found.readings if each.period == year and each.split is None]
        mine = [each for each in mine if each.unit is Unit.OFFENCES]
        stated = [each.value.count for each in mine if each.offence == offences.IIOC_TOTAL]
        parts = [each.value.count or 0 for each in mine if each.offence in offences.IMAGE_SET]
        if label(year) not in {"2016/17", "2017/18"}:
            continue
        assert {*stated, *([sum(parts)] if parts else [])} == {count}
        assert {each.force for each in mine} == {force.code}


def test_outcomes_beside_offences_are_refused_and_the_offences_read():
    found = _said("north-wales/disclosure.html")
    kept = [each for each in found.readings if not _severe(each)]
    assert found.layout == "outcome-table"
    assert [_line(each) for each in kept] == [
        "2016/17 take 130 @t1r5c3",
        "2016/17 possess 140 @t1r10c3",
        "2016/17 prohibited 17 @t1r15c3",
        "2017/18 take 168 @t1r5c4",
        "2017/18 possess 183 @t1r10c4",
        "2017/18 prohibited 22 @t1r15c4",
    ]
    refused = [each for each in found.readings if _severe(each)]
    assert len(refused) == 18
    assert {each.unit for each in refused} == {Unit.OUTCOMES}


def _severe(reading: Reading) -> set[str]:
    return {each.code for each in reading.flags if each.severity != "note"}


def test_outcomes_alone_give_no_count_and_a_year_that_goes_on_is_a_part():
    found = _said("cleveland/outcomes.html")
    assert len(found.readings) == 18
    assert all("unit-not-offences" in _severe(each) for each in found.readings)
    assert {_year(each) for each in found.readings if "part-year" in _severe(each)} == {"2018"}
    blank = [each for each in found.readings if each.value.state is State.BLANK]
    assert [each.sources[0].place.row for each in blank] == [7, 3, 7]


def test_suspects_by_code_are_persons_and_adult_codes_are_named():
    found = _said("northumbria/attachment.xlsx")
    assert found.layout == "code-grid"
    assert len(found.readings) == 27
    assert {each.unit for each in found.readings} == {Unit.PERSONS}
    assert all("unit-not-offences" in _severe(each) for each in found.readings)
    adult = {each.code for each in found.readings if "adult-code" in _severe(each)}
    assert adult == {"86/11", "86/12", "86/13", "86/14", "86/16", "86/17"}
    assert {_year(each) for each in found.readings} == {"1 July 2016 to 30 June 2018"}


def test_a_half_year_with_two_days_too_many_waits_for_a_person():
    found = _said("west-midlands/wide-row.xlsx")
    total, *parts = found.readings
    assert found.layout == "wide-row"
    assert (total.value.count, total.split, total.unit) == (312, None, Unit.OFFENCES)
    assert _severe(total) == {"part-year", "crosses-year-end", "wrong-period"}
    assert [(each.split and each.split[1], each.value.count) for each in parts] == [
        ("Female victims", 140),
        ("Male victims", 61),
        ("11 and under", 20),
        ("12-15", 95),
        ("16 and over", 25),
        ("11 and under", 9),
        ("12-15", 40),
        ("16 and over", 12),
    ]
    assert {each.unit for each in parts} == {Unit.VICTIMS}


def _by_force(found: Interpretation) -> dict[str, list[int | None]]:
    registry = load_registry()
    rows: dict[str, list[int | None]] = {}
    for each in found.readings:
        name = registry.by_code(ForceCode(each.force)).name if each.force else each.offence_text
        rows.setdefault(name, []).append(each.value.count)
    return rows


def test_a_region_gives_each_force_its_own_row_and_a_gap_stays_a_gap():
    found = _said("south-east/regional-table.html")
    assert found.layout == "regional-table"
    assert _by_force(found) == {
        "Hampshire": [411, 460, 502, 611, 702],
        "Kent": [350, 371, 402, 455, None],
        "Surrey": [121, 130, 128, 152, 171],
        "Sussex": [204, 211, 240, 262, 290],
        "South East": [1086, 1172, 1272, 1480, 1163],
    }
    assert {each.role for each in found.readings if each.force is None} == {"check"}
    last = [each for each in found.readings if _year(each) == "2015/16" and each.force]
    assert all("uncertain-period" in _severe(each) for each in last)
    assert all("wrong-period" in _severe(each) for each in found.readings if each.force)


def test_digits_that_ran_together_are_placed_by_the_totals_and_wait_for_a_person():
    found = _said("north-west/flattened.html")
    assert _by_force(found) == {
        "Cheshire": [152, 181, 291, 182],
        "Cumbria": [98, 104, 117, None],
        "Lancashire": [301, 344, 420, 515],
        "Total": [551, 629, 828, 697],
    }
    assert all("place-by-total" in _severe(each) for each in found.readings if each.force)


def test_digits_that_ran_together_without_a_total_give_no_number():
    found = _said("east-midlands/flattened.html")
    assert len(found.readings) == 8
    assert {each.value.state for each in found.readings} == {State.BLANK}
    assert all("gap-not-unique" in _severe(each) for each in found.readings)


_MINE = (
    *_GOLDEN,
    "north-wales/disclosure.html",
    "cleveland/outcomes.html",
    "northumbria/attachment.xlsx",
    "west-midlands/wide-row.xlsx",
    "south-east/regional-table.html",
    "north-west/flattened.html",
    "east-midlands/flattened.html",
)


@pytest.mark.parametrize("file", _MINE)
def test_an_example_is_small_and_says_what_it_is(file):
    path = _EXAMPLES / "answers" / file
    assert path.stat().st_size < _BYTES_AT_MOST
    document = read_document(path, file)
    said = " ".join(
        " ".join(
            block.text
            if hasattr(block, "text")
            else " ".join(cell.text for row in block.rows for cell in row if cell)
            for block in document.blocks
        ).split()
    )
    assert "Example re-created by Beholden" in said
    note = "is invented" if _ROWS[file]["origin"] == PUBLISHED else "Every number in it is invented"
    assert note in said
    assert _ROWS[file]["origin"] in {PUBLISHED, MADE_UP}
    assert _ROWS[file]["received"] < "2018-09-13"


def test_the_list_is_sorted_by_file():
    assert list(_ROWS) == sorted(_ROWS)
