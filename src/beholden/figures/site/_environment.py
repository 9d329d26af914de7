"""The environment of the site's templates; see ``_design.templates``."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment
from markupsafe import Markup, escape

from beholden._design import shown, templates
from beholden.figures.core import offences
from beholden.figures.core.marks import shown as value_shown
from beholden.figures.core.periods import label
from beholden.figures.site import _words

_QUOTED_AT_MOST = 1_000


def _quoted(text: str) -> Markup:
    """The text of a source as it stands, its lines kept."""
    return escape(shown(text, _QUOTED_AT_MOST, lines=True))


@cache
def environment() -> Environment:
    """One for all pages."""
    made = templates("beholden.figures.site")
    made.filters.update(
        absence=_words.absence,
        figure_anchor=_words.figure_anchor,
        link_of=_words.link_of,
        offence=offences.name,
        period=label,
        quoted=_quoted,
        value=value_shown,
        where=_words.where,
    )
    made.globals.update(anchor=_words.anchor)
    return made
