"""A regulator's server: the public site for everybody, and under /console/ the staff's pages.

GET  /healthz          the process answers
*    /console/...      signed in with a key; see ``console.routes``
GET  /...              the public site: no cookies, cacheable

application = regulator_application(WiredRegulator(data))
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from beholden.regulator import RegulatorError
from beholden.store import StoreError
from beholden.web import log
from beholden.web.regulator import attempts as attempts_
from beholden.web.regulator import sessions as sessions_
from beholden.web.regulator.attempts import AttemptLimits, Attempts
from beholden.web.regulator.console import refusing, rendering
from beholden.web.regulator.console.doors import Doors
from beholden.web.regulator.console.routes import PAGES
from beholden.web.regulator.console.signing import Signing
from beholden.web.regulator.headers import CONSOLE
from beholden.web.regulator.jobs import Jobs
from beholden.web.regulator.public import PublicSite
from beholden.web.regulator.sessions import SessionLimits, Sessions

if TYPE_CHECKING:
    from beholden.app import WiredRegulator

_CONSOLE = "/console"
_IMMUTABLE = "private, max-age=31536000, immutable"


def regulator_application(
    regulator: WiredRegulator,
    *,
    ticks: Callable[[], float] = time.monotonic,
    sessions: SessionLimits = sessions_.USUAL,
    attempts: AttemptLimits = attempts_.USUAL,
) -> Starlette:
    """The application over one regulator's data folder.

    Args:
        regulator: wired; opened here, so that what is wrong is said before anybody asks.
        ticks: seconds that never go back.
        sessions: how long somebody stays signed in.
        attempts: how often somebody may try to sign in.
    """
    incoming = _opened(regulator)
    jobs = Jobs(regulator.clock, (RegulatorError, StoreError))
    doors = Doors(
        regulator,
        Sessions(ticks, sessions),
        jobs,
        incoming=incoming,
        secure=regulator.settings.base_url.startswith("https://"),
    )
    signing = Signing(regulator, doors, Attempts(ticks, attempts))
    site = PublicSite(regulator)
    site.prepare()
    problems = _Problems(regulator, doors, site)
    application = Starlette(
        routes=[
            Route("/healthz", _healthz, methods=["GET"]),
            Route(f"{_CONSOLE}/sign-in", signing.show, methods=["GET"]),
            Route(f"{_CONSOLE}/sign-in", signing.sign_in, methods=["POST"]),
            Route(f"{_CONSOLE}/sign-out", signing.sign_out, methods=["POST"]),
            Route(f"{_CONSOLE}/static/{{name}}", _asset, methods=["GET"]),
            *(Route(page.path, doors.guard(page), methods=[page.method]) for page in PAGES),
            # What the console does not know must not fall through to the site.
            Route(_CONSOLE, _to_console, methods=["GET"]),
            Route(f"{_CONSOLE}/{{path:path}}", _nothing, methods=["GET", "POST"]),
            Route("/{path:path}", site.answer, methods=["GET"]),
        ],
        exception_handlers={HTTPException: problems.refused, Exception: problems.failed},
    )
    application.router.redirect_slashes = False
    return application


def _opened(regulator: WiredRegulator) -> Path:
    """Opens what pages need; returns the folder for files that come in."""
    _ = regulator.store, regulator.secret, regulator.staff, regulator.register
    _ = regulator.received, regulator.publications, regulator.drills, len(regulator.regimes)
    _ = regulator.reconciliations, regulator.cards
    incoming = regulator.data / "received"
    incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    return incoming


async def _healthz(request: Request) -> Response:
    del request
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


async def _to_console(request: Request) -> Response:
    del request
    return RedirectResponse(f"{_CONSOLE}/", 308, headers=dict(CONSOLE))


async def _nothing(request: Request) -> Response:
    del request
    raise HTTPException(404, "There is nothing at this address.")


async def _asset(request: Request) -> Response:
    found = rendering.assets().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404, "There is nothing at this address.")
    headers = {**CONSOLE, "Cache-Control": _IMMUTABLE}
    return Response(found.content, headers=headers, media_type=found.content_type)


class _Problems:
    """Answers where there is nothing to show: in the console's dress, or in the site's."""

    def __init__(self, regulator: WiredRegulator, doors: Doors, site: PublicSite) -> None:
        self._regulator = regulator
        self._doors = doors
        self._site = site

    async def refused(self, request: Request, error: Exception) -> Response:
        """What cannot be done, with a sentence."""
        fault = cast("HTTPException", error)
        if not _is_console(request):
            return self._site.refused(request, fault.status_code, fault.headers)
        sentence = fault.detail
        if fault.status_code == 405:  # noqa: PLR2004 - starlette's own, without words
            sentence = "This address does not take what was sent. Open the page and use its form."
        try:
            found = await run_in_threadpool(self._doors.who, request)
        except StoreError:
            found = None
        return refusing.refused(self._regulator, fault.status_code, sentence, found, fault.headers)

    async def failed(self, request: Request, error: Exception) -> Response:
        """What nobody foresaw; the log knows the places, the page nothing."""
        log.get_log().error(
            "request failed", code=type(error).__name__, places=log.places_of(error)
        )
        if not _is_console(request):
            return self._site.refused(request, 500, None)
        sentence = "Nothing more is known here; the server's log has the place. Try again."
        return refusing.refused(self._regulator, 500, sentence)


def _is_console(request: Request) -> bool:
    path = request.url.path
    return path == _CONSOLE or path.startswith(f"{_CONSOLE}/")
