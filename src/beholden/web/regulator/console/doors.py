"""Who is let in: the session, the role, the origin of a form and its token. In this order.

Laws:

* No page's function runs for somebody who has not got the role that its row names; who that is
  is asked of the register of staff at each request, so that revoking works at once.
* A form is read only after its sender was let in, and works only with the session's own token
  and from this site.
* What somebody typed before their session ended is shown to them again.

    Route(page.path, doors.guard(page), methods=[page.method])
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from beholden.regulator import (
    ConflictError,
    NotAllowedError,
    Person,
    RegulatorError,
    Role,
    UnknownError,
)
from beholden.store import StoreBusyError, StoreError
from beholden.web import log
from beholden.web.regulator.console import refusing
from beholden.web.regulator.console.visits import Answering, Visit, redirect
from beholden.web.regulator.forms import CLOSE, Fields, has_body, read_form
from beholden.web.regulator.sessions import Session, Sessions
from beholden.web.regulator.uploads import Upload, read_upload

if TYPE_CHECKING:
    from beholden.app import WiredRegulator
    from beholden.web.regulator.jobs import Jobs

Endpoint = Callable[[Request], Awaitable[Response]]

_NAME: Final = "beholden_console"
_OURS: Final = frozenset({"same-origin", "none"})


class Page(msgspec.Struct, frozen=True):
    """A row of the table of pages. ``upload_at_most``: bytes of the file that its form holds."""

    method: str
    path: str
    role: Role
    answer: Answering
    upload_at_most: int = 0


class Doors:
    """Lets people of the staff in.

    Args:
        regulator: the regulator, wired.
        sessions: who is signed in.
        jobs: work that runs.
        incoming: the folder where files lie while they come in.
        secure: browsers reach this by https, so the cookie goes nowhere else.
    """

    def __init__(
        self,
        regulator: WiredRegulator,
        sessions: Sessions,
        jobs: Jobs,
        *,
        incoming: Path,
        secure: bool,
    ) -> None:
        self.sessions = sessions
        self._regulator = regulator
        self._jobs = jobs
        self._incoming = incoming
        self._secure = secure
        # A browser takes a cookie of this name only over https, whoever sends it.
        self._cookie = f"__Secure-{_NAME}" if secure else _NAME

    def guard(self, page: Page) -> Endpoint:
        """The page for those who may see it."""

        async def endpoint(request: Request) -> Response:
            if page.method == "GET" and has_body(request):
                raise HTTPException(400, "A page is asked for without a body.", CLOSE)
            if page.method == "POST":
                self.check_origin(request)
            found = await run_in_threadpool(self.who, request)
            if found is None:
                return await self._signed_out(request, page)
            person, session = found
            if not person.may(page.role):
                return self._refused(403, _needs(person, page.role), found, CLOSE)
            if page.upload_at_most:
                return await self._with_upload(request, page, person, session)
            fields = await read_form(request) if page.method == "POST" else Fields(())
            if page.method == "POST" and not _same(fields.one("token"), session.token):
                return refusing.kept(self._regulator, fields, found)
            return await run_in_threadpool(self._answer, request, page, found, fields, None)

        return endpoint

    def who(self, request: Request) -> tuple[Person, Session] | None:
        """The person whose browser this is; None if they are not signed in any more."""
        id_ = request.cookies.get(self._cookie, "")
        session = self.sessions.find(id_)
        if session is None:
            return None
        try:
            person = self._regulator.staff.person(session.name)
        except UnknownError:
            person = None
        if person is None or person.revoked is not None or person.key_id != session.key_id:
            self.sessions.end(id_)
            return None
        return person, session

    def begin(self, request: Request, person: Person, response: Response) -> None:
        """Signs somebody in with this answer; a session that the browser had ends."""
        self.sessions.end(request.cookies.get(self._cookie, ""))
        id_, _ = self.sessions.begin(person.name, person.key_id)
        response.set_cookie(
            self._cookie,
            id_,
            path="/console",
            httponly=True,
            samesite="strict",
            secure=self._secure,
        )

    def end(self, request: Request, response: Response) -> None:
        """Signs somebody out with this answer."""
        self.sessions.end(request.cookies.get(self._cookie, ""))
        response.delete_cookie(
            self._cookie, path="/console", httponly=True, samesite="strict", secure=self._secure
        )

    def check_origin(self, request: Request) -> None:
        """Refuses a form that another site sent.

        Raises:
            HTTPException: It is refused.
        """
        hosts = {request.headers.get("host", "")}
        if base := self._regulator.settings.base_url:
            hosts.add(urlsplit(base).netloc)
        origin = request.headers.get("origin")
        told = request.headers.get("sec-fetch-site", "none")
        if (origin is not None and urlsplit(origin).netloc not in hosts) or told not in _OURS:
            raise HTTPException(
                403,
                "This form was sent from another site. Open the page here and send it again. If "
                "this is the right site, base_url in regulator.toml has to name it.",
                CLOSE,
            )

    async def _signed_out(self, request: Request, page: Page) -> Response:
        if page.method == "GET":
            path = request.url.path
            return redirect(f"/console/sign-in?next={quote(path, safe='/')}")
        if page.upload_at_most or self._cookie not in request.cookies:
            return self._refused(403, "You are not signed in. Nothing was done.", None, CLOSE)
        return refusing.kept(self._regulator, await read_form(request), None)

    async def _with_upload(
        self, request: Request, page: Page, person: Person, session: Session
    ) -> Response:
        def admit(fields: Fields) -> None:
            if not _same(fields.one("token"), session.token):
                raise HTTPException(
                    403,
                    "This form is out of date. Open the page again and choose the file once more.",
                    CLOSE,
                )

        async with read_upload(
            request, self._incoming, at_most=page.upload_at_most, admit=admit
        ) as (fields, upload):
            found = (person, session)
            return await run_in_threadpool(self._answer, request, page, found, fields, upload)

    def _answer(
        self,
        request: Request,
        page: Page,
        found: tuple[Person, Session],
        fields: Fields,
        upload: Upload | None,
    ) -> Response:
        person, session = found
        visit = Visit(
            regulator=self._regulator,
            jobs=self._jobs,
            person=person,
            token=session.token,
            params=request.path_params,
            query=request.query_params,
            fields=fields,
            upload=upload,
        )
        try:
            return page.answer(visit)
        except UnknownError as error:
            return self._refused(404, str(error), found)
        except NotAllowedError as error:
            return self._refused(403, str(error), found)
        except ConflictError as error:
            return self._refused(409, str(error), found)
        except StoreBusyError:
            words = "The database is busy. Nothing was written. Try again in a moment."
            return self._refused(503, words, found)
        except (StoreError, RegulatorError) as error:
            log.get_log().error("not done", code=type(error).__name__, detail=str(error))
            words = f"Nothing was written: {error}"
            return self._refused(503 if isinstance(error, StoreError) else 422, words, found)

    def _refused(
        self,
        status: int,
        sentence: str,
        found: tuple[Person, Session] | None,
        headers: dict[str, str] | None = None,
    ) -> Response:
        return refusing.refused(self._regulator, status, sentence, found, headers)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _needs(person: Person, role: Role) -> str:
    return (
        f"You are signed in as {person.name}, {person.role}. This needs the role {role}. Ask "
        "somebody who has it. Nothing was done."
    )
