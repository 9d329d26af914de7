"""Pages that say why something was not done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, Response

from beholden.regulator import Person
from beholden.web.regulator.console.rendering import render
from beholden.web.regulator.forms import Fields
from beholden.web.regulator.headers import CONSOLE
from beholden.web.regulator.sessions import Session

if TYPE_CHECKING:
    from beholden.app import WiredRegulator

_HEADINGS: Final[Mapping[int, str]] = {
    400: "This cannot be read",
    403: "You may not do this",
    404: "There is nothing here",
    405: "This is not done here",
    408: "It came too slowly",
    409: "Somebody else was faster",
    413: "It is too large",
    415: "This is no form of the console",
    422: "This was not done",
    429: "Too many attempts",
    500: "Something went wrong",
    503: "Try again in a moment",
    507: "The disk is full",
}
_SECRET: Final = frozenset({"token", "key"})


def refused(
    regulator: WiredRegulator,
    status: int,
    sentence: str,
    found: tuple[Person, Session] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page with one sentence: why, and what to do."""
    return _page(regulator, status, sentence, found, headers=headers)


def kept(
    regulator: WiredRegulator, fields: Fields, found: tuple[Person, Session] | None
) -> Response:
    """A form that came too late: the session it belongs to is over. Shows what was typed."""
    sentence = (
        "The session in which you opened this page is over, so nothing was written. Sign in, open "
        "the page again, and put in what you typed."
    )
    typed = [
        (name, value)
        for name, value in fields.firsts().items()
        if name not in _SECRET and value.strip()
    ]
    return _page(regulator, 403, sentence, found, typed=typed)


def _page(
    regulator: WiredRegulator,
    status: int,
    sentence: str,
    found: tuple[Person, Session] | None,
    *,
    typed: list[tuple[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    html = render(
        "refused.html",
        house=regulator.settings.name,
        person=None if found is None else found[0],
        token="" if found is None else found[1].token,
        heading=_HEADINGS.get(status, "This was not done"),
        sentence=sentence,
        typed=typed or [],
    )
    return HTMLResponse(html, status, headers={**CONSOLE, **(headers or {})})
