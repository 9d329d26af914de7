"""Recognising what an answer says: the layouts, and the one that fits best.

found = interpret(document, Context(registry=registry, force=essex))
print(found.layout, len(found.readings))
"""

from __future__ import annotations

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Reading
from beholden.figures.layouts import letter_table, quarter_workbook, simple_table
from beholden.figures.layouts._checks import checked
from beholden.figures.layouts._common import flag, with_flags
from beholden.figures.layouts.context import Context, Interpretation, Layout, Status

__all__ = ["LAYOUTS", "Context", "Interpretation", "Layout", "Status", "interpret"]

LAYOUTS: tuple[Layout, ...] = (letter_table, quarter_workbook, simple_table)
"""Every layout; the order decides nothing."""


def interpret(document: Document, context: Context) -> Interpretation:
    """What an answer and its attachments say, each reading with what a person should know."""
    found = _best(document, context)
    found = checked(found, document, context)
    parts = [interpret(part, context) for part in document.parts]
    names = dict.fromkeys(each.layout for each in (found, *parts) if each.layout)
    return Interpretation(
        layout=" + ".join(names),
        readings=found.readings + tuple(each for part in parts for each in part.readings),
        statuses=found.statuses + tuple(each for part in parts for each in part.statuses),
        steps=found.steps + tuple(each for part in parts for each in part.steps),
    )


def _best(document: Document, context: Context) -> Interpretation:
    scores = [(layout.recognise(document, context), layout) for layout in LAYOUTS]
    highest = max((score for score, _ in scores), default=0)
    if not highest:
        return Interpretation("", steps=(f"{document.file}: no layout was recognised.",))
    first, *others = [
        layout.read(document, context) for score, layout in scores if score == highest
    ]
    steps = (f"{document.file}: read as {first.layout} ({highest} of 100).", *first.steps)
    # Two layouts that read the same numbers are not in doubt.
    rivals = [each.layout for each in others if _said(each) != _said(first)]
    readings = first.readings
    if rivals:
        doubt = flag("ambiguous-layout", ", ".join((first.layout, *rivals)))
        readings = tuple(with_flags(each, doubt) for each in readings)
    return msgspec.structs.replace(first, readings=readings, steps=steps)


def _said(found: Interpretation) -> set[tuple[object, ...]]:
    return {_meaning(each) for each in found.readings}


def _meaning(reading: Reading) -> tuple[object, ...]:
    return (
        reading.force,
        reading.period,
        reading.offence,
        reading.unit,
        reading.value,
        reading.split,
        reading.role,
    )
