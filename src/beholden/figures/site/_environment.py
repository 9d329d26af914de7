"""The environment of the templates: everything escaped, nothing undefined, nothing unseen.

Whatever a template prints passes ``shown``, so that no name from a file can turn
the reading direction of a page; a template can not forget it.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from beholden._design import shown
from beholden.figures.core import offences
from beholden.figures.core.marks import shown as value_shown
from beholden.figures.core.periods import label
from beholden.figures.site import _words

_AT_MOST = 4_000
_QUOTED_AT_MOST = 1_000


def _finalized(value: object) -> object:
    # Markup is made by us alone, and is a str of its own kind.
    return shown(value, _AT_MOST) if type(value) is str else value


def _quoted(text: str) -> Markup:
    """The text of a source as it stands, its lines kept."""
    return escape(shown(text, _QUOTED_AT_MOST, lines=True))


@cache
def environment() -> Environment:
    """One for all pages."""
    made = Environment(
        loader=PackageLoader("beholden.figures.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    made.filters.update(
        absence=_words.absence,
        day=_words.day,
        figure_anchor=_words.figure_anchor,
        link_of=_words.link_of,
        mail_address=_words.mail_address,
        offence=offences.name,
        period=label,
        quoted=_quoted,
        size=_words.size,
        telephone=_words.telephone,
        value=value_shown,
        web_address=_words.web_address,
        where=_words.where,
    )
    made.globals.update(anchor=_words.anchor)
    return made
