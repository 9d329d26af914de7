"""The checker's page: a form with an example, and the article with every number marked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from beholden._design import Asset, asset, shown
from beholden.figures import (
    Checking,
    Dataset,
    check_article,
    checked_html,
    checked_style,
    help_html,
    read_article,
    report_headline,
    shipped_data,
)


class Entered(msgspec.Struct, frozen=True):
    """What a person entered: the article, and its day as 2018-09-13 or nothing."""

    text: str = ""
    published: str = ""


EXAMPLE = Entered(
    """\
Child abuse image offences in Essex up by almost 200 in a year

Essex Police recorded 767 offences in 2017/18, compared with 568 the year before. \
That is a rise of 38 per cent.

Hampshire recorded 1,199 offences, more than three a day. Across the UK, one was recorded \
every 23 minutes.

Bedfordshire saw the largest rise in the East of England.
""",
    "2018-09-13",
)
_NAME = "Example"
_MESSAGE_AT_MOST = 500


def render_form(entered: Entered, dataset: Dataset, wrong: Mapping[str, str] | None = None) -> str:
    """The form. ``wrong`` says what is wrong with it, by field."""
    return (
        _environment()
        .get_template("form.html")
        .render(
            entered=entered,
            wrong=wrong or {},
            data=dataset.name,
            example=None if wrong else _example(),
            help=_help(),
        )
    )


def render_result(entered: Entered, checking: Checking) -> str:
    """The article with every number marked, and the form to check it or another again."""
    return (
        _environment()
        .get_template("result.html")
        .render(
            entered=entered,
            wrong={},
            headline=report_headline(checking),
            checked=checked_html(checking),
            help=_help(),
        )
    )


def asset_named(name: str) -> Asset | None:
    """The style of that name."""
    return next((one for one in _assets().values() if one.name == name), None)


@cache
def _example() -> Markup:
    """The example as it is really checked, against the data that come with the package."""
    article = read_article(
        EXAMPLE.text.encode(), _NAME, published=date.fromisoformat(EXAMPLE.published)
    )
    return checked_html(check_article(article, shipped_data()))


@cache
def _help() -> Markup:
    return help_html()


@cache
def _assets() -> dict[str, Asset]:
    return {
        "govuk-frontend.css": asset("govuk-frontend.css"),
        "house.css": asset("house.css"),
        "icon.svg": asset("icon.svg"),
        "checked.css": checked_style(),
        "checker.css": asset("checker.css", __package__),
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("beholden.web.checker"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = lambda text: shown(text, _MESSAGE_AT_MOST)
    environment.globals["asset"] = lambda name: f"static/{_assets()[name].name}"
    return environment
