"""Templates of the console, and the small values that they are given.

Everything is escaped; what was typed comes back whole, with unseen characters as codes.

    render("services.html", house="Example", ...)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec
from jinja2 import Environment
from markupsafe import Markup, escape

from beholden._design import Asset, asset, shown, templates
from beholden.regulator.core import Change, Verdict

PREFIX: Final = "/console"
_TYPED_AT_MOST = 1 << 20
_NAVIGATION = (
    ("/console/", "Services"),
    ("/console/providers", "Providers"),
    ("/console/regimes", "Regimes"),
    ("/console/history", "History"),
)


class Problem(msgspec.Struct, frozen=True):
    """A line of the summary of what is wrong; ``target`` is the id of a field, if it has one."""

    words: str
    target: str = ""


class Form(msgspec.Struct, frozen=True):
    """What stands in the fields of a form, and what is wrong with each."""

    filled: Mapping[str, Sequence[str]] = msgspec.field(default_factory=dict)
    wrong: Mapping[str, str] = msgspec.field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return next(iter(self.filled.get(name, ())), "")

    def values(self, name: str) -> Sequence[str]:
        """What is chosen of several."""
        return self.filled.get(name, ())

    def problem(self, name: str) -> str:
        """What is wrong with a field; empty if nothing is."""
        return self.wrong.get(name, "")


class Mark(msgspec.Struct, frozen=True):
    """A state in a colour's name, a sign and words: never in one of them alone."""

    kind: str
    sign: str
    words: str


class Pager(msgspec.Struct, frozen=True):
    """Which page of a long list is shown."""

    number: int
    count: int


_GOOD, _BAD = "\N{CHECK MARK}", "\N{HEAVY MULTIPLICATION X}"
VERDICTS: Final[Mapping[str, Mark]] = {
    "agrees": Mark("good", _GOOD, "Agrees"),
    "within-tolerance": Mark("good", "\N{ALMOST EQUAL TO}", "Within tolerance"),
    "differs": Mark("bad", _BAD, "Differs"),
    "cannot-tell": Mark("warn", "?", "Cannot tell"),
}
STATES: Final[Mapping[str, Mark]] = {
    "draft": Mark("warn", "\N{PENCIL}", "Draft"),
    "published": Mark("good", _GOOD, "Published"),
    "withdrawn": Mark("quiet", "\N{EN DASH}", "Withdrawn"),
}


def verdict_mark(verdict: Verdict) -> Mark:
    """How a verdict is shown."""
    return VERDICTS[verdict]


def moment(at: datetime) -> str:
    """A time as every page writes it, in UTC."""
    return f"{at:%Y-%m-%d %H:%M}"


def typed(text: str) -> Markup:
    """What somebody typed, whole, as it can stand in a field."""
    lines = (shown(part, _TYPED_AT_MOST, lines=True) for part in text.split("\t"))
    return escape("\t".join(lines))


def paged(items: Sequence[Any], page: str, per_page: int) -> tuple[Sequence[Any], Pager]:
    """The part of a list that a page shows; ``page`` is what the address says."""
    count = max(1, -(-len(items) // per_page))
    asked = int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 1  # noqa: PLR2004 - digits enough for any list
    number = min(max(asked, 1), count)
    return items[(number - 1) * per_page : number * per_page], Pager(number, count)


def change_words(change: Change) -> str:
    """What a change did, in one word."""
    return {"add": "added", "change": "changed", "remove": "removed"}[change.action]


def render(template: str, **values: Any) -> str:
    """A page."""
    empty: dict[str, Any] = {
        "person": None,
        "token": "",
        "problems": (),
        "crumbs": (),
        "here": "",
        "done": "",
    }
    return _environment().get_template(template).render({**empty, **values})


def assets() -> Mapping[str, Asset]:
    """What the console loads, by the name that it is served under."""
    return {one.name: one for one in _assets().values()}


@cache
def _environment() -> Environment:
    made = templates(__package__)
    made.filters.update(typed=typed, moment=moment, did=change_words)
    made.globals.update(
        asset=lambda name: f"{PREFIX}/static/{_assets()[name].name}",
        navigation=_NAVIGATION,
        verdicts=VERDICTS,
        states=STATES,
    )
    return made


@cache
def _assets() -> Mapping[str, Asset]:
    shared = {name: asset(name) for name in ("govuk-frontend.css", "house.css", "icon.svg")}
    return {**shared, "console.css": asset("console.css", __package__)}
