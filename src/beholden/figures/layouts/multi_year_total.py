"""One total for several years, in a list whose labels touch their numbers.

``Making/Taking26`` is a label and 26; the digit of ``arrested1`` is a footnote where
a footnote 1 stands below. The years that were asked for make one period; nothing is
divided over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from beholden.figures.core import numbers, offences, periods
from beholden.figures.core.documents import Cell, Document, Line
from beholden.figures.core.models import Period, Reading, Unit
from beholden.figures.layouts import _common, _prose, _statuses, _telling
from beholden.figures.layouts._pairing import Around
from beholden.figures.layouts._prose import Sentence
from beholden.figures.layouts._restrictions import restrictions
from beholden.figures.layouts._rows import Field, Row, rows, value_of
from beholden.figures.layouts._tokens import offence_in
from beholden.figures.layouts.context import Context, Interpretation

NAME = "multi-year-total"
SENTENCE = "One total over several years asked for, with labels that touch their numbers."

_SURE, _USUAL = 86, 56
_LONGEST_LABEL = 90
_FOOTNOTE = re.compile(r"\s*(?:\(?(?P<mark>\d)\)?[.)]?|note (?P<other>\d)[.:]?)\s*(?=[A-Z])")
_HEADING = re.compile(r"\s*totals?\s*", re.IGNORECASE)


class _Item(msgspec.Struct, frozen=True):
    """A label and its value. ``glued`` when nothing stood between them."""

    label: str
    field: Field
    number: _common.Number
    glued: bool


def recognise(document: Document, context: Context) -> int:
    """86 where labels touch numbers under ``Total``, 56 where they do not."""
    sentences = _prose.sentences(document)
    items = list(_items(document))
    if not items or _span(context, sentences) is None:
        return 0
    headed = any(_HEADING.fullmatch(each.text) for each in _texts(document))
    if not headed:
        return 0
    return _SURE if any(each.glued for each in items) else _USUAL


def read(document: Document, context: Context) -> Interpretation:
    """Every label with its number, of all years together."""
    sentences = _prose.sentences(document)
    span = _span(context, sentences)
    wide = _telling.around(context, sentences, document.title)
    unit = _unit(document, wide)
    items = list(_items(document))
    readings = [_reading(document, each, span, unit, wide) for each in items]
    parts = [each.value for each in readings if each.role == "figure"]
    readings = [
        _common.with_flags(each, _common.total_flag(each.value, parts))
        if each.role == "check"
        else each
        for each in readings
    ]
    period = span.period if span else context.asked
    return Interpretation(
        layout=NAME,
        readings=tuple(readings),
        statuses=_statuses.statuses(document, sentences, readings, period),
        steps=(
            f"One period: {periods.label(span.period) if span else 'not known'}.",
            *(f"{each.label}: {each.number.value.count}." for each in items),
        ),
    )


def _texts(document: Document) -> Iterator[Line | Cell]:
    for row in rows(document):
        yield row.at
        yield from (each.at for each in row.fields if isinstance(each.at, Cell))


def _items(document: Document) -> Iterator[_Item]:
    """Rows behind the heading ``Total``: a label with a number, touching or beside it."""
    notes = set(_footnotes(document))
    headed = False
    for row in rows(document):
        headed = headed or bool(
            _HEADING.fullmatch(row.label) or any(_HEADING.fullmatch(f.text) for f in row.fields)
        )
        item = _item(row, notes) if headed else None
        if item is not None:
            yield item


def _item(row: Row, notes: set[str]) -> _Item | None:
    label = row.label
    if len(label) > _LONGEST_LABEL or not re.search(r"[A-Za-z]{3}", label):
        return None
    values = [each for each in row.fields if each.text.strip()]
    if len(values) == 1 and (number := value_of(values[0])):
        return _Item(_without_note(label, notes), values[0], number, glued=False)
    parted = numbers.split_label(label) if not values else None
    if parted is None or label.endswith("."):
        return None
    name, digits = parted
    if digits in notes or (spelled := _common.number_of(digits)) is None:
        return None
    doubt = spelled.doubt
    if digits[-1] in notes and len(digits) > 1:
        doubt = f"{digits}, or {digits[:-1]} with footnote {digits[-1]}"
    return _Item(name, Field(digits, row.at), _common.Number(spelled.value, doubt), glued=True)


def _footnotes(document: Document) -> Iterator[str]:
    for line in _common.lines(document):
        if found := _FOOTNOTE.match(line.text):
            yield found["mark"] or found["other"]


def _without_note(label: str, notes: set[str]) -> str:
    return label[:-1].rstrip() if label[-1:] in notes else label


def _span(context: Context, sentences: Sequence[Sentence]) -> periods.ParsedPeriod | None:
    """The several years as one period, where the answer or the request names them without a gap."""
    for text in (*(each.text for each in sentences), context.question):
        found = [each for each in periods.find_periods(text) if each.certain]
        if len(found) == 1 and _is_several(found[0].period):
            return found[0]
        years = sorted({each.period for each in found})
        if len(years) > 1:
            whole = Period(years[0].start, years[-1].end)
            if _is_several(whole) and periods.tiles(years, whole):
                words = f"{found[0].text} to {found[-1].text}"
                return periods.ParsedPeriod(whole, words, certain=True)
            # Years with a gap are no one period, whatever the request asked for.
            return None
    return None


def _is_several(period: Period) -> bool:
    """Whether a period is two whole years or more, financial or calendar."""
    same = (period.start.month, period.start.day) in {(4, 1), (1, 1)}
    ends = (period.end.month, period.end.day) == ((3, 31) if period.start.month == 4 else (12, 31))  # noqa: PLR2004 - April
    return same and ends and periods.days(period) > 366  # noqa: PLR2004 - the longest year


def _unit(document: Document, wide: Around) -> Unit:
    """What the heading nearest to the numbers counts: ``Persons arrested1``."""
    unit: Unit | None = None
    for row in rows(document):
        if _HEADING.fullmatch(row.label) or any(_HEADING.fullmatch(f.text) for f in row.fields):
            return unit or wide.unit or Unit.UNKNOWN
        # A footnote digit touches the word that says what is counted.
        unit = _common.unit_of(re.sub(r"(?<=[a-z])\d\b", "", row.label)) or unit
    return unit or wide.unit or Unit.UNKNOWN


def _reading(
    document: Document,
    item: _Item,
    span: periods.ParsedPeriod | None,
    unit: Unit,
    wide: Around,
) -> Reading:
    is_total = _common.is_total(item.label)
    offence = None if is_total else _offence(item.label, wide)
    doubts = () if is_total else _common.offence_flags(offence, item.label)
    return Reading(
        force=None,
        period=span.period if span else None,
        offence=offence.offence if offence else None,
        unit=_common.unit_of(item.label) or unit,
        value=item.number.value,
        sources=(_common.source(document, item.field.at, text=_shown(item)),),
        layout=NAME,
        code=offence.code if offence else "",
        offence_text=item.label,
        period_text=span.text if span else "",
        role="check" if is_total else "figure",
        flags=(
            *_common.number_flags(item.number),
            *_common.period_flags(span),
            *doubts,
            *(() if is_total else restrictions(item.label)),
        ),
    )


def _shown(item: _Item) -> str:
    return f"{item.label}{item.field.text}" if item.glued else item.field.text


def _offence(label: str, wide: Around) -> _common.Offence | None:
    """The offence of a short label; what it leaves out is in the answer's own words."""
    named = offence_in(label)
    if named is not None and not named.doubt:
        return named
    about_children = wide.offence is not None and (
        wide.offence.offence in {offences.IIOC_TOTAL, *offences.IMAGE_SET}
    )
    full = offence_in(f"{label} indecent photographs of children") if about_children else None
    return full or named
