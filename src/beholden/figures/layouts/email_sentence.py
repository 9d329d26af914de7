"""Figures in running text: a sentence of an e-mail or a letter.

Only the newest part of an e-mail is read. A sentence that leaves open which number
belongs to which year is read without a year, and a person is asked.
"""

from __future__ import annotations

from beholden.figures.core.documents import Document
from beholden.figures.layouts import _common, _prose, _statuses, _telling
from beholden.figures.layouts.context import Context, Interpretation

NAME = "e-mail-sentence"
SENTENCE = "Figures in the sentences of an e-mail or letter; forwarded history is never read."

_PROSE, _BESIDE_TABLES = 45, 25


def recognise(document: Document, context: Context) -> int:
    """45 when a sentence holds a count, 25 when there are tables as well."""
    if not read(document, context).readings:
        return 0
    return _BESIDE_TABLES if _common.tables(document) else _PROSE


def read(document: Document, context: Context) -> Interpretation:
    """Every count in the sentences that are no history."""
    sentences = _prose.sentences(document)
    wide = _telling.around(context, sentences, f"{document.title} {document.subject}")
    told = _telling.told(document, sentences, wide, NAME, context)
    history = _telling.history_flag(document)
    return Interpretation(
        layout=NAME,
        readings=tuple(_common.with_flags(each, *history) for each in told.readings),
        statuses=_statuses.statuses(document, sentences, told.readings, context.asked),
        steps=(*told.steps, *(each.sentence for each in history)),
    )
