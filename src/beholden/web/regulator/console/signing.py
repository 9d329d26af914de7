"""Signing in with a key, and out.

A wrong key and a key that was revoked are answered alike. Attempts are bounded by address
(``attempts``); behind a reverse proxy all people share its address.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from beholden.web import log
from beholden.web.regulator.console.rendering import Form, Problem, render
from beholden.web.regulator.console.visits import DONE, redirect
from beholden.web.regulator.forms import CLOSE, has_body, read_form
from beholden.web.regulator.headers import CONSOLE

if TYPE_CHECKING:
    from beholden.app import WiredRegulator
    from beholden.web.regulator.attempts import Attempts
    from beholden.web.regulator.console.doors import Doors

_FORM_BYTES: Final = 16 << 10
# A path of the console and nothing else: no other site, and no way out of it by dots.
_NEXT: Final = re.compile(r"/console/[A-Za-z0-9/_-]{0,300}")
_WRONG: Final = (
    "This key opens nothing. Copy all of it, from bh_ to its end. If it was revoked, ask for "
    "another."
)


class Signing:
    """The two routes that need no session."""

    def __init__(self, regulator: WiredRegulator, doors: Doors, attempts: Attempts) -> None:
        self._regulator = regulator
        self._doors = doors
        self._attempts = attempts

    async def show(self, request: Request) -> Response:
        """The form."""
        if has_body(request):
            raise HTTPException(400, "A page is asked for without a body.", CLOSE)
        if await run_in_threadpool(self._doors.who, request) is not None:
            return redirect("/console/")
        done = DONE.get(request.query_params.get("done", ""), "")
        return self._page(request.query_params.get("next", ""), done=done)

    async def sign_in(self, request: Request) -> Response:
        """Takes a key."""
        self._doors.check_origin(request)
        address = request.client.host if request.client else "unix"
        if wait := self._attempts.wait_for(address):
            raise HTTPException(
                429,
                f"Too many attempts to sign in. Try again in {math.ceil(wait)} seconds.",
                {"Retry-After": str(math.ceil(wait)), **CLOSE},
            )
        fields = await read_form(request, at_most=_FORM_BYTES)
        person = await run_in_threadpool(self._regulator.staff.verify, fields.one("key"))
        if person is None:
            log.get_log().warning("sign-in refused")
            words = _WRONG if fields.one("key") else "Enter your key."
            return self._page(fields.one("next"), wrong=words)
        self._attempts.forgive(address)
        log.get_log().info("signed in", person=person.name)
        after = fields.one("next")
        response = redirect(after if _NEXT.fullmatch(after) else "/console/")
        self._doors.begin(request, person, response)
        return response

    async def sign_out(self, request: Request) -> Response:
        """Ends the session."""
        self._doors.check_origin(request)
        found = await run_in_threadpool(self._doors.who, request)
        fields = await read_form(request, at_most=_FORM_BYTES)
        response = redirect("/console/sign-in", "signed-out")
        if found is not None and fields.one("token") != found[1].token:
            raise HTTPException(403, "This form is out of date. Open the page again.")
        self._doors.end(request, response)
        return response

    def _page(self, after: str, *, wrong: str = "", done: str = "") -> Response:
        html = render(
            "sign-in.html",
            house=self._regulator.settings.name,
            form=Form(wrong={"key": wrong} if wrong else {}),
            problems=[Problem(wrong, "key")] if wrong else [],
            next=after if _NEXT.fullmatch(after) else "",
            done=done,
        )
        return HTMLResponse(html, 422 if wrong else 200, headers=dict(CONSOLE))
