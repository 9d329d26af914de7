"""The sheets of the workbook, once for both formats: one table each, no merged or empty cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden._design import harmless
from beholden.figures.core.forces import Registry
from beholden.figures.core.marks import MARKS, shown
from beholden.figures.core.models import ForceCode, Observation, Release, State, Value
from beholden.figures.core.offences import IIOC_TOTAL, name
from beholden.figures.core.periods import is_financial_year, label
from beholden.figures.publish.tables import Column, DataTable

NOT_APPLICABLE = "[z]"
"""What stands in a cell that has nothing to say: an empty cell could be a lost one."""

_LETTER = re.compile("[A-Za-z0-9]")
# The state says why a value is not there, and so which mark stands in its place.
_STATE_OF = {"value": "state", "value_before": "state_before", "value_after": "state_after"}
# A spreadsheet takes 32,767 characters a cell; some are left for what is put into them.
_LONGEST = 30_000
_CUT = " (cut short; the CSV file has all)"

_LONG = (
    "force",
    "period",
    "offence_name",
    "value",
    "state",
    "marks",
    "reason",
    "arithmetic",
    "received",
    "source_file",
    "source_place",
    "source_url",
    "settled_by",
    "settled",
    "notes",
)


class Sheet(msgspec.Struct, frozen=True):
    """One sheet. A cell is a number or a text; ``id`` is its name for programs."""

    label: str
    id: str
    title: str
    notes: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[int | str, ...], ...]


MARKS_SHEET = Sheet(
    "Marks",
    "marks",
    "Marks that stand where there is no number, or beside one",
    ("Marks follow the guidance for statistics in spreadsheets.",),
    ("Mark", "Meaning"),
    tuple((f"[{mark}]", meaning) for mark, meaning in MARKS.items()),
)


class Front(msgspec.Struct, frozen=True):
    """The cover."""

    title: str
    intro: tuple[str, ...]
    about: tuple[str, ...]


def front_of(release: Release) -> Front:
    """What the cover says."""
    return Front(
        title=_without_links(harmless(f"{release.title}: release {release.id}")),
        intro=(
            f"Published {release.published.day} {release.published:%B %Y}"
            + (f" by {_without_links(harmless(release.publisher))}." if release.publisher else "."),
            (
                "Offences recorded by police forces, from their answers to freedom-of-information "
                "requests. Recorded crime follows recording practice, referrals and police "
                "activity; it does not measure how common the crime is."
            ),
            "A number is never a guess: where there is none, the cell says why.",
        ),
        about=(
            *(_without_links(harmless(note)) for note in release.notes),
            (
                "Data: Open Government Licence v3.0. Populations and areas: Source: Office for "
                "National Statistics licensed under the Open Government Licence v.3.0."
            ),
        ),
    )


def sheets_of(
    release: Release, registry: Registry, tables: Sequence[DataTable]
) -> tuple[Sheet, ...]:
    """The sheets that have something in them, most wanted first."""
    figures, *others = tables
    labels = {
        "splits.csv": "Splits",
        "aggregates.csv": "Published_totals",
        "series.csv": "Other_series",
        "changes.csv": "Changes",
    }
    made = (
        MARKS_SHEET,
        _by_force(release, registry),
        _long(figures),
        *(
            Sheet(
                labels[table.path],
                labels[table.path].lower(),
                table.title,
                (table.description,),
                tuple(column.title for column in table.columns),
                tuple(_cells(table, row) for row in table.rows),
            )
            for table in others
        ),
    )
    return tuple(sheet for sheet in made if sheet.rows)


def _by_force(release: Release, registry: Registry) -> Sheet:
    cells: dict[tuple[ForceCode, str], Observation] = {}
    for one in release.observations:
        if one.offence == IIOC_TOTAL and is_financial_year(one.period):
            cells[one.force, label(one.period)] = one
    years = sorted({year for _, year in cells})
    forces = sorted(
        map(registry.by_code, {force for force, _ in cells}), key=lambda force: force.name
    )
    rows = []
    for force in forces:
        found = [cells.get((force.code, year)) for year in years]
        rows.append((force.name, force.code, force.nation, *map(_shown, found), _marks(found)))
    return Sheet(
        "Offences_by_force",
        "offences_by_force",
        f"{name(IIOC_TOTAL)}: offences recorded by force and financial year",
        (
            "Financial years run from 1 April to 31 March.",
            (
                "Scotland and Northern Ireland have other offences, counting rules and laws; do "
                "not add them to the others without saying so."
            ),
        ),
        ("Force", "Code", "Nation", *years, "Marks of numbers"),
        tuple(rows),
    )


def _shown(one: Observation | None) -> int | str:
    if one is None:
        return "[x]"
    return shown(one.value) if one.value.count is None else one.value.count


def _marks(row: Sequence[Observation | None]) -> str:
    """Marks stand apart: beside a number in its cell they would make it a text."""
    marked = (
        f"{label(one.period)} {' '.join(f'[{mark}]' for mark in one.marks)}"
        for one in row
        if one is not None and one.marks
    )
    return "; ".join(marked) or NOT_APPLICABLE


def _long(table: DataTable) -> Sheet:
    names = [column.name for column in table.columns]
    picked = [names.index(wanted) for wanted in _LONG]
    return Sheet(
        "All_figures",
        "all_figures",
        "Every figure with its source",
        ("One row a force, period and offence. The CSV files hold every column.",),
        tuple(table.columns[index].title for index in picked),
        tuple(
            tuple(cells[index] for index in picked)
            for cells in (_cells(table, row) for row in table.rows)
        ),
    )


def _cells(table: DataTable, row: tuple[str, ...]) -> tuple[int | str, ...]:
    named = {column.name: text for column, text in zip(table.columns, row, strict=True)}
    cells = []
    for column in table.columns:
        text = named[column.name]
        state = named.get(_STATE_OF.get(column.name, ""), "")
        absent = state and not text
        cells.append(shown(Value(State(state))) if absent else _cell(column, text))
    return tuple(cells)


def _cell(column: Column, text: str) -> int | str:
    if not text:
        return NOT_APPLICABLE
    if column.type == "integer":
        return int(text)
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - len(_CUT)]}{_CUT}"
    text = _without_links(text)
    # A screen reader says nothing at a cell of signs alone, and gptables refuses one.
    return text if _LETTER.search(text) else f"as written: {text}"


def _without_links(text: str) -> str:
    """What looks like a link of Markdown would be made one; text of others is never a link."""
    return text.replace("](", "] (")
