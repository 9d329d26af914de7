"""The environment of a package's templates: everything escaped, nothing undefined, nothing unseen.

Whatever a template prints passes ``shown``, so that no name from a file can turn the
reading direction of a page; a template cannot forget it. Templates that all pages share are
under ``house/``.

    templates("beholden.figures.site").get_template("force.html").render(...)
"""

from __future__ import annotations

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from beholden._design.text import shown
from beholden._design.words import day, mail_address, size, span, telephone, web_address

_AT_MOST = 4_000


def templates(package: str) -> Environment:
    """A new environment over the ``templates`` of a package; the caller keeps it."""
    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader(package), PrefixLoader({"house": PackageLoader(__package__)})]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    made.filters.update(
        day=day,
        mail_address=mail_address,
        size=size,
        span=span,
        telephone=telephone,
        web_address=web_address,
    )
    return made


def _finalized(value: object) -> object:
    # Markup is made by us alone, and is a str of its own kind.
    return shown(value, _AT_MOST) if type(value) is str else value
