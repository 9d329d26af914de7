"""Recognising what an answer says: the layouts, and the one that fits best.

Every layout says how surely it knows a document; the highest reads it, alone. An
attachment is read for itself, knowing what the letter around it says.

    found = interpret(document, Context(registry=registry, force=essex))
    print(found.layout, len(found.readings))

Not here: what becomes of readings (``core.assembly``).
"""

from __future__ import annotations

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Reading
from beholden.figures.layouts import (
    code_grid,
    email_sentence,
    force_list,
    letter_table,
    letter_without_numbers,
    multi_year_total,
    numbered_responses,
    outcome_table,
    platform_letter,
    prose_and_split,
    quarter_workbook,
    refusal_with_numbers,
    regional_table,
    simple_table,
    text_table,
    wide_row,
)
from beholden.figures.layouts._checks import checked, named_forces
from beholden.figures.layouts._common import flag, full_text, with_flags
from beholden.figures.layouts._prose import sentences
from beholden.figures.layouts._statuses import statuses
from beholden.figures.layouts.context import Context, Interpretation, Layout, Status

__all__ = ["LAYOUTS", "Context", "Interpretation", "Layout", "Status", "interpret"]

LAYOUTS: tuple[Layout, ...] = (
    code_grid,
    email_sentence,
    force_list,
    letter_table,
    letter_without_numbers,
    multi_year_total,
    numbered_responses,
    outcome_table,
    platform_letter,
    prose_and_split,
    quarter_workbook,
    refusal_with_numbers,
    regional_table,
    simple_table,
    text_table,
    wide_row,
)
"""Every layout; the order decides nothing."""

_WITHHELD = frozenset({"part", "refused", "not_held"})


def interpret(document: Document, context: Context) -> Interpretation:
    """What an answer and its attachments say, each reading with what a person should know."""
    found = _best(document, context)
    found = checked(_with_refusals(found, document, context), document, context)
    parts = [interpret(part, _within(document, context)) for part in document.parts]
    names = dict.fromkeys(each.layout for each in (found, *parts) if each.layout)
    return Interpretation(
        layout=" + ".join(names),
        readings=found.readings + tuple(each for part in parts for each in part.readings),
        statuses=found.statuses + tuple(each for part in parts for each in part.statuses),
        steps=found.steps + tuple(each for part in parts for each in part.steps),
    )


def _with_refusals(found: Interpretation, document: Document, context: Context) -> Interpretation:
    """What a letter withholds although it has a table; layouts of text say so themselves."""
    said = sentences(document)
    if found.statuses or not found.layout or not said:
        return found
    withheld = tuple(
        each
        for each in statuses(document, said, found.readings, context.asked)
        if each.kind in _WITHHELD
    )
    return msgspec.structs.replace(found, statuses=withheld)


def _within(document: Document, context: Context) -> Context:
    """What is known of an attachment: what its letter says, and whose letter it is."""
    question = "\n".join((context.question, full_text(document))).strip()
    force = context.force
    named = named_forces(document, context)
    if force is None and len(named) == 1:
        force = named[0].code
    return msgspec.structs.replace(context, force=force, question=question)


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
