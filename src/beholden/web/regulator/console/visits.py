"""One request of one person, as the pages see it, and how they answer.

def show(visit: Visit) -> Response:
return visit.page("services.html", services=...)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from beholden.regulator import Person, Role, UnknownError
from beholden.web.regulator.console.rendering import Problem, render
from beholden.web.regulator.forms import Fields
from beholden.web.regulator.headers import CONSOLE
from beholden.web.regulator.uploads import Upload

if TYPE_CHECKING:
    from beholden.app import WiredRegulator
    from beholden.web.regulator.jobs import Jobs

_NUMBER_AT_MOST: Final = 2**31 - 1

DONE: Final[Mapping[str, str]] = {
    "signed-out": "You are signed out.",
    "saved": "Saved. The change is in the history, under your name.",
    "same": "Nothing was changed: the register says the same already.",
    "removed": "Removed from the register. Its history stays.",
    "received": "The file was received and kept.",
    "compared": "The reconciliation is done and kept.",
    "drafted": "The draft is kept. Another person with the role publisher can publish it.",
    "published": "Published. Anybody can see it now.",
    "withdrawn": "Withdrawn. It stays on the public site, marked, with your reason.",
}
"""What a page says after something was done, by the code in its address."""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One request of a person who was let in."""

    regulator: WiredRegulator
    jobs: Jobs
    person: Person
    token: str
    params: Mapping[str, str]
    query: QueryParams
    fields: Fields = Fields(())
    upload: Upload | None = None

    def page(
        self,
        template: str,
        *,
        status: int = 200,
        problems: Sequence[Problem] = (),
        crumbs: Sequence[tuple[str, str]] = (),
        here: str = "",
        **values: Any,
    ) -> Response:
        """A page of the console."""
        html = render(
            template,
            house=self.regulator.settings.name,
            person=self.person,
            token=self.token,
            problems=problems,
            crumbs=crumbs,
            here=here,
            done=DONE.get(self.query.get("done", ""), ""),
            **values,
        )
        return HTMLResponse(html, status, headers=dict(CONSOLE))

    def number(self, name: str = "number") -> int:
        """A number of the path.

        Raises:
            HTTPException: There can be nothing of this number.
        """
        found = whole(self.params[name])
        if found is None:
            raise HTTPException(404, "There is nothing at this address.")
        return found

    def name_of(self, service: str) -> str:
        """What a service is called; its scorecards and drills outlive its entry."""
        try:
            return self.regulator.register.service(service).item.name
        except UnknownError:
            return service

    def way_to(self, service: str) -> list[tuple[str, str]]:
        """The breadcrumb of the pages below that of a service."""
        return [
            ("/console/", "Services"),
            (f"/console/services/{service}", self.name_of(service)),
        ]

    def may(self, role: Role) -> bool:
        """Whether the person has a role."""
        return self.person.may(role)


Answering = Callable[[Visit], Response]


def whole(text: str) -> int | None:
    """A whole number that a table can hold; None if the text is none."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(_NUMBER_AT_MOST)):
        return None
    found = int(text)
    return found if found <= _NUMBER_AT_MOST else None


def redirect(path: str, done: str = "") -> Response:
    """Sends the browser on with GET; ``done`` is a code of ``DONE``."""
    target = f"{path}?done={done}" if done else path
    return RedirectResponse(target, 303, headers=dict(CONSOLE))
