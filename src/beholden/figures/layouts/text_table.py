"""A table without borders, kept in lines of text: columns are only spaces.

Either the years go down (``Year Arrest Caution``, ``2012 153 5``) or they stand in the
heading (``Offence 2016/17 2017/18``). A row with another number of values than the
heading has columns cannot be placed and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from beholden.figures.core import offences, periods
from beholden.figures.core.documents import Document, Line
from beholden.figures.core.models import Flag, Reading, Unit
from beholden.figures.layouts import _common, _prose, _statuses, _telling
from beholden.figures.layouts._doubts import narrowed_flags
from beholden.figures.layouts._pairing import Around
from beholden.figures.layouts._restrictions import headings, restrictions
from beholden.figures.layouts._rows import Field, Row, row_of
from beholden.figures.layouts._tokens import offence_in
from beholden.figures.layouts.context import Context, Interpretation

NAME = "text-table"
SENTENCE = "A table in lines of plain text, its columns told apart by spaces alone."

_USUAL = 66
_YEAR_HEADING = re.compile(
    r"\s*(?P<first>(?:financial |calendar )?years?|periods?|FY)\s+(?P<rest>\S.*)", re.IGNORECASE
)
_WIDE_GAP = re.compile(r"\s{2,}|\t+")


class _Column(msgspec.Struct, frozen=True):
    text: str
    when: periods.ParsedPeriod | None = None


class _Cell(msgspec.Struct, frozen=True):
    """One value: what its row and its column say. ``misfit`` names a row that fits no columns."""

    field: Field
    label: str
    column: str
    when: periods.ParsedPeriod | None
    misfit: str = ""


def recognise(document: Document, context: Context) -> int:
    """66 for a heading with rows under it, in lines of text."""
    del context
    cells = list(_cells(document))
    return _USUAL if len(cells) > 1 or any(each.label for each in cells) else 0


def read(document: Document, context: Context) -> Interpretation:
    """Every value under a heading, with the words of its row and column."""
    sentences = _prose.sentences(document)
    wide = _telling.around(context, sentences, document.title)
    cells = list(_cells(document))
    readings = _with_totals([_reading(document, each, wide, context) for each in cells], cells)
    above = headings(document.title, *(each.text for each in _common.lines(document)))
    readings = [_common.with_flags(each, *above) for each in readings]
    labels = tuple(dict.fromkeys(each.column for each in cells))
    return Interpretation(
        layout=NAME,
        readings=tuple(readings),
        statuses=_statuses.statuses(document, sentences, readings, context.asked),
        steps=(f"Columns: {', '.join(labels)}.", f"Values: {len(cells)}."),
    )


def _cells(document: Document) -> Iterator[_Cell]:
    columns: list[_Column] = []
    down = False
    above = ""
    for line in _common.lines(document):
        row = row_of(line)
        heading = _heading(line)
        if heading is not None and row is not None and _continues(row, columns):
            heading = None
        if heading is not None:
            columns, down = heading
            above = ""
        elif columns and down:
            yield from _year_row(line, columns)
        elif columns and row is not None and row.fields:
            yield from _row(row, columns, f"{above} {row.label}".strip())
            above = ""
        elif columns and (text := line.text.strip()):
            # Words without values go on in the next row, or end the table.
            above = "" if text.endswith((".", ":")) else f"{above} {text}".strip()


def _continues(row: Row, columns: Sequence[_Column]) -> bool:
    """Whether a line of what may be years is a row of counts: ``86/2  2010  1995``."""
    return bool(row.label) and len(row.fields) == len(columns) > 1


def _heading(line: Line) -> tuple[list[_Column], bool] | None:
    years = periods.find_periods(line.text)
    if len({each.period for each in years}) == len(years) > 1:
        between = [line.text[one.end : other.start] for one, other in pairwise(years)]
        between.append(line.text[years[-1].end :])
        if not any(re.search(r"\d|[a-z]{3}", each, re.IGNORECASE) for each in between):
            what = line.text[: years[0].start].strip()
            return [_Column(f"{what} {each.text}".strip(), each) for each in years], False
    found = _YEAR_HEADING.fullmatch(line.text)
    if found is None or years or re.search(r"\d|[.:]\s*$", found["rest"]):
        return None
    return [_Column(found["rest"].strip())], True


def _named(heading: str, number: int) -> list[str]:
    """The columns of a heading, where as many as a row has values can be made out."""
    whole, wide, words = [heading], _WIDE_GAP.split(heading), heading.split()
    return next((each for each in (wide, words, whole) if len(each) == number), [])


def _year_row(line: Line, columns: Sequence[_Column]) -> Iterator[_Cell]:
    found = periods.find_periods(line.text)
    if not found or line.text[: found[0].start].strip():
        return
    row = row_of(msgspec.structs.replace(line, text=line.text[found[0].end :]))
    if row is None or row.label:
        return
    fields = [Field(each.text, line) for each in row.fields]
    names = _named(columns[0].text, len(fields))
    for place, field in enumerate(fields):
        if names:
            yield _Cell(field, "", names[place], found[0])
        else:
            yield _Cell(field, "", "", found[0], line.text.strip())


def _row(row: Row, columns: Sequence[_Column], label: str) -> Iterator[_Cell]:
    if len(row.fields) != len(columns):
        for field in row.fields:
            yield _Cell(field, label, "", None, f"{label} {' '.join(f.text for f in row.fields)}")
        return
    for field, column in zip(row.fields, columns, strict=True):
        yield _Cell(field, label, column.text, column.when)


def _reading(document: Document, cell: _Cell, wide: Around, context: Context) -> Reading:
    number = _common.number_of(cell.field.text)
    own = f"{cell.label} {cell.column}"
    offence = offence_in(own) or wide.offence
    is_total = _common.is_total(cell.label)
    assert number is not None  # noqa: S101 - a field holds what is a value
    assert isinstance(cell.field.at, Line)  # noqa: S101 - text tables are lines
    unit = _common.unit_of(cell.column) or _common.unit_of(cell.label) or wide.unit or Unit.UNKNOWN
    whole = unit in {Unit.OFFENCES, Unit.UNKNOWN}
    misfit: tuple[Flag, ...] = ()
    if cell.misfit:
        misfit = (_common.flag("gap-not-unique", cell.misfit),)
    return Reading(
        force=None,
        period=None if cell.misfit else (cell.when.period if cell.when else None),
        offence=offence.offence if offence else None,
        unit=unit,
        value=number.value,
        sources=(_common.source(document, cell.field.at, text=cell.field.text),),
        layout=NAME,
        code=offence.code if offence else "",
        offence_text=cell.label or wide.offence_text,
        period_text=cell.when.text if cell.when else "",
        role="total" if is_total else "figure",
        flags=(
            *misfit,
            *restrictions(own),
            *_common.number_flags(number),
            *_common.period_flags(cell.when),
            *_common.offence_flags(offence, own.strip()),
            *(narrowed_flags((cell.label, cell.column), context) if whole else ()),
        ),
    )


def _with_totals(readings: list[Reading], cells: Sequence[_Cell]) -> list[Reading]:
    """A row ``Total`` is the image set where its parts are; else only a check of them."""
    kept: list[Reading] = []
    for reading, cell in zip(readings, cells, strict=True):
        if reading.role != "total":
            kept.append(reading)
            continue
        parts = [
            each
            for each, other in zip(readings, cells, strict=True)
            if each.role == "figure" and other.column == cell.column and other.label
        ]
        if not parts:
            kept.append(msgspec.structs.replace(reading, role="figure"))
            continue
        whole = all(each.offence in offences.IMAGE_SET for each in parts)
        changed = msgspec.structs.replace(
            reading,
            offence=offences.IIOC_TOTAL if whole else None,
            code="",
            role="total" if whole else "check",
            flags=tuple(each for each in reading.flags if each.code != "uncertain-offence"),
        )
        disagrees = _common.total_flag(reading.value, [each.value for each in parts])
        kept.append(_common.with_flags(changed, disagrees))
    return kept
