"""The chart: what is missing is a gap, a break cuts the line, and the table's values are drawn."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from beholden._design import ceiling
from beholden.figures.core.brief import SeriesRow
from beholden.figures.core.marks import shown
from beholden.figures.core.models import ForceCode, Observation, State, Value
from beholden.figures.core.offences import IIOC_TOTAL
from beholden.figures.site._chart import as_file, described, drawn
from tests.figures.support.releases import counted, year

cells = st.lists(
    st.one_of(
        st.none(),
        st.integers(0, 5000).map(counted),
        st.sampled_from([Value(State.BLANK), Value(State.REFUSED), Value(State.SUPPRESSED)]),
    ),
    min_size=1,
    max_size=14,
)


def rows(values: list[Value | None], breaks: tuple[int, ...] = ()) -> tuple[SeriesRow, ...]:
    made = []
    for place, value in enumerate(values):
        period = year(2010 + place)
        marks = ("b",) if place in breaks else ()
        seen = None
        if value is not None:
            seen = Observation(ForceCode("E23000028"), period, IIOC_TOTAL, value, (), marks=marks)
        text = shown(value, marks) if value else "[x]"
        made.append(SeriesRow(period, f"{2010 + place}/{11 + place}", text, seen))
    return tuple(made)


@given(cells)
def test_every_known_value_is_a_dot_and_every_other_a_gap(values: list[Value | None]) -> None:
    svg = drawn(rows(values), "Title")
    known = [value for value in values if value is not None and value.known]
    if not known:
        assert svg == ""
        return
    assert svg.count('class="dot"') == len(known)
    assert svg.count('class="gap"') == len(values) - len(known)
    joined = sum(
        a is not None and a.known and b is not None and b.known for a, b in pairwise(values)
    )
    assert svg.count('class="series"') == joined


def test_a_zero_is_drawn_on_the_floor_and_a_gap_is_not() -> None:
    svg = drawn(rows([counted(5), counted(0), None]), "Title")
    (floor,) = re.findall(r'class="chart-floor"[^>]* y1="([\d.]+)"', svg)
    assert re.findall(r'class="dot"[^>]* cy="([\d.]+)"', svg)[1] == floor
    assert svg.count('class="dot"') == 2


def test_a_break_cuts_the_line() -> None:
    whole, cut = rows([counted(5), counted(6)]), rows([counted(5), counted(6)], breaks=(1,))
    assert 'class="series"' in drawn(whole, "T")
    assert 'class="series"' not in drawn(cut, "T")
    assert 'class="break"' in drawn(cut, "T")
    assert "Break in the series at 2011/12" in described(cut)


def test_the_description_names_the_gaps() -> None:
    said = described(rows([counted(1199), None, counted(7), None]))
    assert said == "From 1,199 in 2010/11 to 7 in 2012/13. No figure for 2011/12 and 2013/14."


@given(st.integers(0, 10**9))
def test_the_scale_holds_the_highest_and_not_twice_as_much(most: int) -> None:
    top = ceiling(most)
    assert most <= top
    assert top % 2 == 0
    assert top <= max(2, most * 2)


def test_a_hostile_label_is_text() -> None:
    (row,) = rows([counted(3)])
    svg = drawn((msgspec.structs.replace(row, label="<b>\u202e", text="<i>"),), "<u>\u202e")
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert "<u>" not in svg
    assert "\u202e" not in svg


def test_a_chart_as_a_file_stands_alone_with_its_title_and_source():
    series = rows([counted(568), None, counted(767)])
    file = as_file(series, "Essex <b>", ["Release 2018-09"])
    root = ET.fromstring(file)  # noqa: S314 - our own
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Essex <b>", "Release 2018-09", "568", "767"} <= set(texts)
    assert root.find("{http://www.w3.org/2000/svg}style") is not None
    loaded = re.findall(r"(?:href|src|url)\W+([^\"')]+)", file)
    assert all(each.startswith(("#", "chart-")) for each in loaded)


def test_a_chart_of_nothing_is_no_file():
    assert as_file(rows([None, None]), "Essex", ["Release"]) == ""
