"""A letter that holds no figures: refused, not held, or only that the request has come.

It gives no readings. What the force said is its status, so that the absence can be
published for what it is.
"""

from __future__ import annotations

from beholden.figures.core.documents import Document
from beholden.figures.layouts import _prose, _statuses
from beholden.figures.layouts.context import Context, Interpretation

NAME = "letter-without-numbers"
SENTENCE = "A refusal, a letter that nothing is held, or a receipt: a status and no figures."

_ANY_OTHER_FIRST = 15


def recognise(document: Document, context: Context) -> int:
    """15 where the text says why it holds no figures: every other layout comes first."""
    return _ANY_OTHER_FIRST if read(document, context).statuses else 0


def read(document: Document, context: Context) -> Interpretation:
    """The status alone."""
    sentences = _prose.sentences(document)
    found = _statuses.statuses(document, sentences, (), context.asked)
    steps = tuple(
        f"{each.kind} {each.section}".strip() + f": “{each.source.place.sentence}”"
        for each in found
    )
    return Interpretation(NAME, statuses=found, steps=steps)
