"""Tables of forces by years that came as lines, or with the digits of a row run together."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from beholden.figures.core.documents import Cell, Document, Line
from beholden.figures.core.models import Period, Reading, Severity, Source, State, Value
from beholden.figures.core.numbers import count
from beholden.figures.core.periods import ParsedPeriod, parse_period
from beholden.figures.layouts._around import Around
from beholden.figures.layouts._common import flag, offence_flags, period_flags, source
from beholden.figures.layouts._placing import Row, place
from beholden.figures.layouts._regional_rows import Named, checked_column, named
from beholden.figures.layouts._series import CellValue
from beholden.figures.layouts.context import Context

_YEAR = re.compile(r"(?:19|20)\d\d\s?[/–-]\s?(?:\d\d(?!\d\d[/–-])|(?!\d))")  # noqa: RUF001
_ROW = re.compile(r"(?P<label>[^\d]+?)\s*(?P<numbers>\d[\d\s,]*)")
_FEWEST_YEARS = 2
_LONGEST_NUMBER = 5


class Found(msgspec.Struct, frozen=True):
    """A row of numbers, or of digits that ran together, and where it stands."""

    row: Named
    numbers: Row
    source: Source


def lines_of(document: Document, context: Context) -> list[Found]:
    """The rows that name a force, beneath a line of years."""
    return [each for each in _found(document, context)[1] if each.row.force]


def _texts(document: Document) -> list[tuple[str, Cell | Line]]:
    """Every line, and every row of a table as if it were one."""
    texts: list[tuple[str, Cell | Line]] = []
    for block in document.blocks:
        if isinstance(block, Line):
            if not block.quoted:
                texts.append((block.text, block))
        elif not block.hidden:
            for row in block.rows:
                cells = [cell for cell in row if cell is not None and cell.text.strip()]
                if cells:
                    texts.append((" ".join(cell.text for cell in cells), cells[-1]))
    return texts


def _found(
    document: Document, context: Context
) -> tuple[list[ParsedPeriod], list[Found], list[str]]:
    years: list[ParsedPeriod] = []
    rows: list[Found] = []
    before: list[str] = []
    for text, at in _texts(document):
        labels = _YEAR.findall(text)
        if len(labels) >= _FEWEST_YEARS and not rows:
            years = _years(labels)
            continue
        match = _ROW.fullmatch(text.strip())
        if match is None or len(years) < _FEWEST_YEARS:
            before.insert(0, text)
            continue
        who = named(context.registry, match["label"], len(rows))
        if who.force or who.total:
            rows.append(Found(who, _numbers(match["numbers"]), source(document, at)))
    return years, rows, before


def _years(labels: list[str]) -> list[ParsedPeriod]:
    years: list[ParsedPeriod] = []
    near: Period | None = None
    for label in labels:
        found = parse_period(label.strip(), near=near)
        if found is not None:
            years.append(found)
            near = found.period
    return years


def _numbers(text: str) -> Row:
    tokens = tuple(each.replace(",", "") for each in text.split())
    run = len(tokens) == 1 and len(tokens[0]) > _LONGEST_NUMBER
    return Row(tokens, run=run)


def read_lines(
    document: Document, context: Context, layout: str
) -> tuple[tuple[Reading, ...], tuple[str, ...]]:
    """The readings of all rows, placed by the totals where they have to be."""
    years, rows, before = _found(document, context)
    beside = Around((*before, document.title, document.subject), context.question)
    lost = [each for each in rows if each.numbers.run or len(each.numbers.tokens) < len(years)]
    placed = _placed(rows, len(years))
    steps = [f"Years: {', '.join(each.text for each in years)}; {len(rows)} rows."]
    if lost:
        names = ", ".join(each.row.label for each in lost)
        how = "in no way, or in more than one"
        if all(each.row.index in placed for each in lost):
            how = "in one way only"
        steps.append(f"Gaps were lost in {names}; the column totals place the numbers {how}.")
    readings: list[Reading] = []
    for column, year in enumerate(years):
        those = [
            (each.row, _reading(each, year, _cell(each, column, placed), beside, layout))
            for each in rows
        ]
        readings += checked_column(those)
    return tuple(readings), tuple(steps)


def _placed(rows: list[Found], columns: int) -> dict[int, tuple[int | None, ...]]:
    """The values of each row by its index; a row that nothing can place is left out."""
    whole: dict[int, tuple[int | None, ...]] = {
        each.row.index: tuple(int(token) for token in each.numbers.tokens)
        for each in rows
        if not each.numbers.run and len(each.numbers.tokens) == columns
    }
    totals = [each for each in rows if each.row.total]
    if len(whole) == len(rows) or len(totals) != 1:
        return whole
    ordered = [*(each for each in rows if not each.row.total), totals[0]]
    found = place([each.numbers for each in ordered[:-1]], totals[0].numbers, columns)
    if found is None:
        return whole
    return {each.row.index: values for each, values in zip(ordered, found, strict=True)}


def _cell(found: Found, column: int, placed: Mapping[int, tuple[int | None, ...]]) -> CellValue:
    sources = (found.source,)
    values = placed.get(found.row.index)
    if values is None:
        doubt = flag("gap-not-unique", f"{found.row.label} {found.source.text[-40:]}")
        blank = Value(State.BLANK, reason="the numbers of the row can not be told apart")
        return CellValue(blank, sources, "", (doubt,))
    number = values[column]
    value = Value(State.BLANK) if number is None else count(number)
    if not found.numbers.run and None not in values:
        return CellValue(value, sources)
    # Spaces still tell where a number ends; in a run of digits only sums do.
    severity: Severity = "review" if found.numbers.run else "note"
    shown = "a gap" if number is None else str(number)
    placed_by = flag("place-by-total", f"{found.row.label}, {shown}", severity=severity)
    return CellValue(value, sources, "", (placed_by,))


def _reading(
    found: Found, year: ParsedPeriod, cell: CellValue, beside: Around, layout: str
) -> Reading:
    offence = beside.offence()
    force = found.row.force
    return Reading(
        force=force.code if force else None,
        period=year.period,
        offence=offence.offence if offence else None,
        unit=beside.unit(),
        value=cell.value,
        sources=cell.sources,
        layout=layout,
        offence_text=found.row.label,
        period_text=year.text,
        role="check" if found.row.total else "figure",
        flags=(*cell.flags, *period_flags(year), *offence_flags(offence, "The table")),
    )
