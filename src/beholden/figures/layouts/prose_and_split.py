"""A count in a sentence, and under it a table that splits it by sex and age.

The count comes from the sentence. The split is kept with its stars as hidden
numbers, the row ``Sum:`` is only compared, and where what is shown gives the hidden
numbers away that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from beholden._statistics import SplitTable, Sum, remainders
from beholden.figures.core.documents import Cell, Document, Line, Table
from beholden.figures.core.models import Flag, Place, Reading, Source, State, Unit, Value
from beholden.figures.layouts import _common, _prose, _statuses, _telling
from beholden.figures.layouts._rows import row_of
from beholden.figures.layouts.context import Context, Interpretation

NAME = "prose-and-split"
SENTENCE = "A total in prose, with a table that splits it by sex and age and hides small numbers."

_SURE = 87
_BANDS_AT_LEAST = 2
_BAND = re.compile(
    r"\d{1,2}\s*(?:and|&|or)\s*(?:under|over|above|below)|(?:under|over)\s+\d{1,2}|\d{1,2}\s?[-–]\s?"  # noqa: RUF001
    r"\d{1,2}|\b(?:unknown|not (?:stated|recorded|known))(?:\s+age)?\b|\btotals?\b",
    re.IGNORECASE,
)
_SEX = re.compile(
    r"(?:females?|males?|girls?|boys?|unknown|not (?:stated|recorded|known))", re.IGNORECASE
)
_SUM = re.compile(r"(?:sums?|(?:grand |sub)?totals?)\s*:?", re.IGNORECASE)


class _Part(msgspec.Struct, frozen=True):
    """One cell of the split. ``row`` and ``column`` are its labels."""

    row: str
    column: str
    number: _common.Number | None
    text: str
    place: Place
    is_sum: bool = False


def recognise(document: Document, context: Context) -> int:
    """87 for a split by sex and age under a sentence with a count."""
    if not any(not each.is_sum for each in _parts(document)):
        return 0
    return _SURE if any(each.split is None for each in read(document, context).readings) else 0


def read(document: Document, context: Context) -> Interpretation:
    """The total from the prose, then every cell of the split as a part."""
    parts = list(_parts(document))
    rest = _prose.sentences_of(_outside(document))
    wide = _telling.around(context, _prose.sentences(document), document.title)
    told = _telling.told(document, rest, wide, NAME, context)
    whole = next((each for each in told.readings if each.split is None), None)
    readings = list(told.readings)
    if whole is not None:
        warning = _recoverable(whole.value, parts)
        readings[readings.index(whole)] = _common.with_flags(whole, warning)
        readings += [_reading(document, each, whole) for each in parts if not each.is_sum]
        readings += list(_sums(document, parts, whole))
    return Interpretation(
        layout=NAME,
        readings=tuple(readings),
        statuses=_statuses.statuses(document, rest, readings, context.asked),
        steps=(*told.steps, f"Split by sex and age: {len(parts)} cells, none enters a total."),
    )


def _outside(document: Document) -> Iterator[Line]:
    """Lines that are no part of the split."""
    columns: list[str] = []
    for line in _common.lines(document):
        found = _columns(line.text)
        if found:
            columns = found
        elif not (columns and _is_row(line)):
            yield line


def _columns(text: str) -> list[str]:
    """The age bands of a heading in a line of text; nothing where it has other words."""
    bands = [each[0].strip() for each in _BAND.finditer(text)]
    if len(bands) < _BANDS_AT_LEAST or not re.search(r"\d", text):
        return []
    rest = _BAND.sub(" ", text)
    return (
        []
        if re.search(r"(?!age|band|sex|gender|group|victim)\b[a-z]{3,}", rest, re.IGNORECASE)
        else bands
    )


def _is_row(line: Line) -> bool:
    row = row_of(line)
    label = (row.label if row else line.text).strip()
    return bool(_SEX.fullmatch(label) or _SUM.fullmatch(label)) and not (
        _SUM.fullmatch(label) and row is not None and len(row.fields) == 1
    )


def _parts(document: Document) -> Iterator[_Part]:
    columns: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table) and not block.hidden:
            yield from _table_parts(block)
        elif isinstance(block, Line) and not block.quoted:
            columns = _columns(block.text) or columns
            if columns and _is_row(block):
                yield from _line_parts(block, columns)


def _line_parts(line: Line, columns: Sequence[str]) -> Iterator[_Part]:
    row = row_of(line)
    if row is None:
        return
    for place, field in enumerate(row.fields):
        number = _common.number_of(field.text) or _common.Number(Value(State.BLANK))
        name = columns[place] if len(row.fields) == len(columns) else "not known"
        summed = bool(_SUM.fullmatch(row.label))
        yield _Part(row.label, name, number, field.text, line.place, summed)


def _table_parts(table: Table) -> Iterator[_Part]:
    columns: list[str] = []
    for cells in table.rows:
        texts = [cell.text.strip() if cell else "" for cell in cells]
        if sum(bool(_BAND.fullmatch(each)) for each in texts[1:]) >= _BANDS_AT_LEAST:
            columns = texts
            continue
        label = texts[0] if texts else ""
        if not columns or not (_SEX.fullmatch(label) or _SUM.fullmatch(label)):
            continue
        summed = bool(_SUM.fullmatch(label))
        for name, cell in zip(columns[1:], cells[1:], strict=True):
            if cell is not None and name:
                yield _part(label, name, cell, is_sum=summed)


def _part(label: str, name: str, cell: Cell, *, is_sum: bool) -> _Part:
    is_sum = is_sum or bool(_SUM.fullmatch(name))
    return _Part(label, name, _common.value_of(cell), cell.text, cell.place, is_sum)


def _value(part: _Part) -> Value:
    return part.number.value if part.number else Value(State.BLANK, reason=part.text)


def _reading(document: Document, part: _Part, whole: Reading) -> Reading:
    return msgspec.structs.replace(
        whole,
        value=_value(part),
        sources=(Source(document.file, document.digest, part.place, part.text),),
        split=("sex and age", f"{part.row}, {part.column}"),
        arithmetic="",
        flags=_common.number_flags(part.number) if part.number else (),
    )


def _sums(document: Document, parts: Sequence[_Part], whole: Reading) -> Iterator[Reading]:
    """The printed sums, which are compared with the count and trusted for nothing."""
    printed = [each for each in parts if each.is_sum]
    added = sum(_value(each).count or 0 for each in printed)
    for part in printed:
        reading = _reading(document, part, whole)
        reading = msgspec.structs.replace(reading, role="check", unit=Unit.UNKNOWN)
        if whole.value.count is not None and added != whole.value.count:
            sentence = f"the sums add to {added}, the count is {whole.value.count}"
            reading = _common.with_flags(reading, _common.flag("total-disagrees", sentence))
        yield reading


def _recoverable(whole: Value, parts: Sequence[_Part]) -> Flag | None:
    """The warning that a count less what is shown tells what the stars hide."""
    body = [_value(each) for each in parts if not each.is_sum]
    cells = {
        str(place): None if value.state is State.SUPPRESSED else value.count or 0
        for place, value in enumerate(body)
    }
    table = SplitTable({**cells, "whole": whole.count}, (Sum("whole", tuple(cells)),))
    for left in remainders(table):
        if whole.count is None or left.count < 0:
            continue
        many = "s" if len(left.hidden) > 1 else ""
        return _common.flag(
            "recoverable-suppression",
            f"{whole.count} less the {whole.count - left.count} that are shown leaves "
            f"{left.count} for {len(left.hidden)} hidden cell{many}",
        )
    return None
