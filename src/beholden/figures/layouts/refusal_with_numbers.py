"""A refusal that still carries figures: what the force could give, offered as help.

The refusal is the answer's status. Reading goes on behind it, and the numbers that
explain the cost (records to search, hours, pounds) are no counts.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core import periods
from beholden.figures.core.documents import Document
from beholden.figures.core.models import Period
from beholden.figures.layouts import _common, _prose, _statuses, _telling
from beholden.figures.layouts._prose import Sentence
from beholden.figures.layouts.context import Context, Interpretation

NAME = "refusal-with-numbers"
SENTENCE = "A refusal, as for cost under section 12, with some figures offered further down."

_HELP = re.compile(
    r"\b(?:advice and assistance|duty to assist|section 16"
    r"|outside (?:of )?(?:the|our) (?:Act|oblig\w+)"
    r"|gesture of goodwill|to assist|of assistance|be able to provide)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\b[\w.-]+\.[a-z]+/\S+")
_TITLE_SENTENCES = 14
_REFUSED, _HELPED = 55, 84


def recognise(document: Document, context: Context) -> int:
    """84 for a refusal that offers help with figures, 55 for one beside figures."""
    sentences = _prose.sentences(document)
    if not _statuses.refuses(sentences) or not read(document, context).readings:
        return 0
    return _HELPED if any(_HELP.search(each.text) for each in sentences) else _REFUSED


def read(document: Document, context: Context) -> Interpretation:
    """The refusal as a status, and every count behind it."""
    sentences = _prose.sentences(document)
    title = _titled(document, sentences)
    wide = _telling.around(context, sentences, document.subject)
    if title is not None:
        wide = msgspec.structs.replace(wide, whens=(title,), years=wide.years or (title,))
    told = _telling.told(document, sentences, wide, NAME, context)
    history = _telling.history_flag(document)
    period: Period | None = title.period if title else context.asked
    return Interpretation(
        layout=NAME,
        readings=tuple(_common.with_flags(each, *history) for each in told.readings),
        statuses=_statuses.statuses(document, sentences, told.readings, period),
        steps=(
            *(f"Refused by {each}; read on behind it." for each in _statuses.refuses(sentences)),
            *told.steps,
        ),
    )


def _titled(document: Document, sentences: tuple[Sentence, ...]) -> periods.ParsedPeriod | None:
    """The period of the title: the first certain one near the top, addresses left out."""
    tops = (document.title, document.subject, *(each.text for each in sentences[:_TITLE_SENTENCES]))
    for text in tops:
        for found in periods.find_periods(_ADDRESS.sub(" ", text)):
            if found.certain and _is_whole(found.period):
                return found
    return None


def _is_whole(period: Period) -> bool:
    """Whether a period is a year, or several without a rest."""
    ends = (period.start.month, period.start.day, period.end.month, period.end.day)
    return ends in {(4, 1, 3, 31), (1, 1, 12, 31)}
