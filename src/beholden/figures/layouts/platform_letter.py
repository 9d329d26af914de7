"""A letter that counts offences by platform, often from a unit that serves several forces.

A platform is a part of the whole: one offence may name several and many name none, so
rows are never added up to a count of offences. Whose answer it is comes from the list,
never from the letterhead.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core import periods
from beholden.figures.core.documents import Document
from beholden.figures.core.models import Reading, Unit
from beholden.figures.layouts import _common, _prose, _statuses, _telling
from beholden.figures.layouts._pairing import Around
from beholden.figures.layouts._rows import Row, rows, value_of
from beholden.figures.layouts.context import Context, Interpretation

NAME = "platform-letter"
SENTENCE = "Offences by platform, from a letter that may name several forces; rows are never added."

_SURE = 82
_ROWS_AT_LEAST = 2
_HEADING = re.compile(
    r"\s*(?:platform|social (?:media|network)\w*|app(?:lication)?s?|(?:web)?site|method)\b"
    r"(?:\W+\w+){0,8}\W*",
    re.IGNORECASE,
)


def recognise(document: Document, context: Context) -> int:
    """82 for a heading that says platform, with two rows or more under it."""
    del context
    return _SURE if len(_platforms(document)) >= _ROWS_AT_LEAST else 0


def read(document: Document, context: Context) -> Interpretation:
    """One reading for each platform; the printed total only as a check."""
    platforms = _platforms(document)
    taken = {id(row.at) for row in platforms}
    lines = [each for each in _common.lines(document) if id(each) not in taken]
    sentences = _prose.sentences_of(lines)
    wide = _telling.around(context, _prose.sentences(document), document.title)
    if not wide.whens or not wide.whens[0].certain:
        wide = _period_of_letter(document, wide)
    told = _telling.told(document, sentences, wide, NAME, context)
    split = tuple(_reading(document, each, wide) for each in platforms)
    return Interpretation(
        layout=NAME,
        readings=(*told.readings, *split),
        statuses=_statuses.statuses(document, sentences, (*told.readings, *split), context.asked),
        steps=(*told.steps, f"Platforms: {len(split)} rows, never added up."),
    )


def _platforms(document: Document) -> list[Row]:
    """The rows under a heading that names platforms, to the first that is no such row."""
    found: list[Row] = []
    inside = False
    for row in rows(document):
        if _HEADING.fullmatch(row.label) and not any(_is_number(row)):
            inside = True
        elif inside and len(row.fields) == 1 and row.label and all(_is_number(row)):
            found.append(row)
        elif inside and found:
            inside = False
    return found


def _is_number(row: Row) -> list[bool]:
    return [value_of(each) is not None for each in row.fields if each.text.strip()]


def _period_of_letter(document: Document, wide: Around) -> Around:
    """The one period that the letter names, where it names one only."""
    found = {
        each.period: each
        for line in _common.lines(document)
        for each in periods.find_periods(line.text)
    }
    if len(found) != 1:
        return wide
    return msgspec.structs.replace(wide, whens=tuple(found.values()))


def _reading(document: Document, row: Row, wide: Around) -> Reading:
    field = row.fields[0]
    number = value_of(field) or _common.Number(_common.number_of("").value)  # type: ignore[union-attr]
    when = wide.whens[0] if len(wide.whens) == 1 else None
    total = _common.is_total(row.label)
    return Reading(
        force=None,
        period=when.period if when else None,
        offence=wide.offence.offence if wide.offence else None,
        unit=wide.unit or Unit.UNKNOWN,
        value=number.value,
        sources=(_common.source(document, field.at, text=field.text),),
        layout=NAME,
        code=wide.offence.code if wide.offence else "",
        offence_text=wide.offence_text,
        period_text=when.text if when else "",
        split=None if total else ("platform", row.label),
        role="check" if total else "figure",
        flags=(
            *_common.number_flags(number),
            *_common.period_flags(when),
            *_common.offence_flags(wide.offence, wide.offence_text),
        ),
    )
