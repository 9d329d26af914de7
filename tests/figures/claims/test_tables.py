"""Tables of many shapes: each number is that of its area and its year, or of something else."""

from __future__ import annotations

from datetime import date

import pytest

from beholden.figures.articles import read_article
from beholden.figures.core.claims.checking import check
from beholden.figures.core.claims.judging.dataset import Dataset
from beholden.figures.core.claims.models import Checked
from beholden.figures.registry import load_gazetteer
from tests.figures.claims.making import fact, published_facts
from tests.figures.claims.telling import Piece
from tests.figures.claims.test_checking import checked

_HEAD = """Child abuse image offences recorded by police forces

The charity asked forces how many child abuse image offences they had recorded.

"""
_ROWS = (
    ("Essex", "568", "767", "35%"),
    ("Hampshire", "974", "1,199", "23%"),
    ("Bedfordshire", "118", "200", "69%"),
    ("Hertfordshire", "309", "301", "-3%"),
)
_YEARS = ("2016/17", "2017/18")
_COUNTS = {number for _, *pair, _ in _ROWS for number in pair}


def _found(table: str) -> list[Checked]:
    article = read_article(f"{_HEAD}{table}\n".encode(), "a.txt", published=date(2018, 9, 13))
    data = Dataset("published counts", tuple(published_facts()))
    return list(check(article, load_gazetteer(), data).checked)


def _verdicts(table: str) -> dict[str, str]:
    return {one.claim.phrase.text: one.judgement.verdict for one in _found(table)}


def _joined(sign: str, *rows: tuple[str, ...]) -> str:
    return "\n".join(sign.join(row) for row in rows)


def _lines(*rows: tuple[str, ...], gap: str = "\n") -> str:
    return gap.join(cell for row in rows for cell in row)


_PLAIN = (("Force", *_YEARS), *(row[:3] for row in _ROWS))
_FULL = (("Force", *_YEARS, "Change"), *_ROWS)
_ACROSS = (
    ("Year", *(row[0] for row in _ROWS)),
    *((year, *(row[at + 1] for row in _ROWS)) for at, year in enumerate(_YEARS)),
)
_LONG = (
    ("Force", "Year", "Offences"),
    *((row[0], year, row[at + 1]) for row in _ROWS for at, year in enumerate(_YEARS)),
)
_FILLED = tuple(
    ("", *row[1:]) if at and row[1] == "2017/18" else row for at, row in enumerate(_LONG)
)
_COMMAS = tuple(tuple(cell.replace(",", "") for cell in row) for row in _PLAIN)
_SHAPES = {
    "bars": _joined(" | ", *_FULL),
    "tabs": _joined("\t", *_FULL),
    "wide gaps": _joined("    ", *_PLAIN),
    "commas": _joined(",", *_COMMAS),
    "a cell to a line": _lines(*_FULL),
    "a cell to a paragraph": _lines(*_FULL, gap="\n\n"),
    "a cell to a line, no corner": _lines(_YEARS, *_PLAIN[1:]),
    "two heads, tabs": _joined("\t", ("", "Offences", ""), *_PLAIN),
    "two heads, bars": _joined(
        " | ", ("Force", "Offences", "Offences"), ("", *_YEARS), *_PLAIN[1:]
    ),
    "years down": _joined("\t", *_ACROSS),
    "years down, bars": _joined(" | ", *_ACROSS),
    "year in the row": _joined("\t", *_LONG),
    "area filled down": _joined("\t", *_FILLED),
    "newest first": _joined("\t", *((row[0], row[2], row[1]) for row in _PLAIN)),
    "colons": "\n".join(f"{a}: {b} (2016/17), {c} (2017/18), {d}" for a, b, c, d in _ROWS),
}


@pytest.mark.parametrize("shape", _SHAPES)
def test_every_number_of_a_table_is_that_of_its_area_and_year(shape: str):
    found = _verdicts(_SHAPES[shape])
    counted = {number.replace(",", "") for number in found if "%" not in number}
    assert counted == {number.replace(",", "") for number in _COUNTS}
    assert set(found.values()) == {"agrees"}


@pytest.mark.parametrize("shape", _SHAPES)
def test_two_numbers_that_changed_places_in_a_table_do_not_agree(shape: str):
    table = _SHAPES[shape]
    turned = table.replace("568", "\0").replace("118", "568").replace("\0", "118")
    found = _verdicts(turned)
    assert "agrees" not in {found["568"], found["118"]}


@pytest.mark.parametrize(
    ("column", "verdicts"),
    [
        (("Change", "199", "225"), ("agrees", "agrees")),
        (("Difference", "+199", "+226"), ("agrees", "differs")),
        (("% change", "35", "32"), ("agrees", "differs")),
    ],
)
def test_a_column_of_changes_without_their_sign(
    column: tuple[str, str, str], verdicts: tuple[str, str]
):
    head, first, second = column
    table = _joined(
        "\t",
        ("Force", *_YEARS, head),
        ("Essex", "568", "767", first),
        ("Hampshire", "974", "1,199", second),
    )
    found = _verdicts(table)
    assert (found[first], found[second]) == verdicts


@pytest.mark.parametrize(
    ("change", "verdict"), [("0%", "agrees"), ("-0.3%", "agrees"), ("3%", "differs")]
)
@pytest.mark.parametrize("between", [" ", "\t"])
def test_a_change_of_less_than_half_a_per_cent_is_none(between: str, change: str, verdict: str):
    rows = (("Force", *_YEARS, "change"), _ROWS[0], ("Derbyshire", "302", "301", change))
    assert _verdicts(_joined(between, *rows))[change] == verdict


def test_a_row_of_changes_below_the_years():
    table = _joined("\t", *(row[:3] for row in _ACROSS), ("Change", "199", "226"))
    found = _verdicts(table)
    assert (found["199"], found["226"]) == ("agrees", "differs")


@pytest.mark.parametrize(
    ("head", "column", "verdict"),
    [
        ("Offences in 2017/18:", "Number", "agrees"),
        ("Arrests by force in 2017/18", "Number", "cannot_tell"),
        ("Victims aged under 13, 2017/18", "Number", "cannot_tell"),
        ("Offences in 2017/18:", "Offences", "agrees"),
    ],
)
def test_a_line_above_a_table_says_what_and_when_it_counts(head: str, column: str, verdict: str):
    table = _joined("\t", ("Force", column), ("Essex", "767"), ("Hampshire", "1,199"))
    assert _verdicts(f"{head}\n\n{table}") == {"767": verdict, "1,199": verdict}


@pytest.mark.parametrize(
    "column", ["Arrests 2017/18", "Victims 2017/18", "Offences solved 2017/18", "Charges 2017/18"]
)
def test_a_column_of_something_else_is_not_that_of_the_offences(column: str):
    table = _joined("\t", ("Force", column), ("Essex", "767"), ("Hampshire", "974"))
    assert _verdicts(table) == {"767": "cannot_tell", "974": "cannot_tell"}


def test_a_table_does_not_go_on_below_a_line_of_text():
    table = _joined("\t", *_PLAIN)
    other = _joined("\t", ("Force", "Officers"), ("Essex", "767"), ("Hampshire", "1,199"))
    found = _found(f"{table}\n\nIt had 12 devices.\n\n{other}")
    assert all(len(one.claim.places) == 1 for one in found)


def test_short_lines_that_are_no_table_stay_lines():
    told = "Essex\n\n767 offences\n\nKent\n\nSee page 4"
    blocks = read_article(f"{_HEAD}{told}\n".encode(), "a.txt").blocks
    assert "table" not in {one.kind for one in blocks}


@pytest.mark.parametrize(
    "told",
    [
        "Together they had {}, up from 1,969.",
        "Of the four forces three recorded more than before. Between them they recorded {}.",
        "All together, the four logged {} offences.",
    ],
)
def test_they_below_a_table_are_all_its_forces(told: str):
    table = _joined("\t", ("Force", *_YEARS, "Change"), *_ROWS)
    assert _verdicts(f"{table}\n\n{told.format('2,467')}")["2,467"] == "agrees"
    assert _verdicts(f"{table}\n\n{told.format('2,647')}")["2,647"] == "differs"


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ((("Essex", "767"), ("Hertfordshire", "301")), "agrees"),
        ((("Essex", "767"), ("Elsewhere", "50"), ("Hertfordshire", "301")), None),
        ((("Essex", "767"), ("Essex", "767"), ("Hertfordshire", "301")), None),
    ],
)
def test_a_row_that_sums_up_is_of_the_forces_above_it(
    rows: tuple[tuple[str, str], ...], verdict: str | None
):
    table = _joined("\t", ("Force", "2017/18"), *rows, ("Total", "1,068"))
    assert _verdicts(table).get("1,068") == verdict


@pytest.mark.parametrize(
    "label", ["Total of the two", "The two together", "Total for all forces", "Two forces in total"]
)
def test_what_a_row_that_sums_up_is_called(label: str):
    rows = (("Force", "2017/18"), ("Essex", "767"), ("Hertfordshire", "301"), (label, "1,068"))
    assert _verdicts(_joined("\t", *rows))["1,068"] == "agrees"


@pytest.mark.parametrize(("of", "share"), [("the UK", "3.4%"), ("the region", "28.2%")])
def test_a_share_of_the_country_or_the_region_is_one_of_its_number(of: str, share: str):
    facts = (
        fact("Essex", "2017/18", 767), fact("UK total", "2017/18", 22_724),
        fact("East of England total", "2017/18", 2_717),
    )  # fmt: skip
    rows: tuple[Piece, ...] = (
        ("table", f"Force\tOffences\tShare of {of}"), ("table", f"Essex\t767\t{share}"),
    )  # fmt: skip
    found = checked(
        "The table shows the forces in 2017/18.", *rows,
        headline="Child abuse image offences", facts=facts,
    ).checked  # fmt: skip
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]
