"""The review page's routes: show what is open, take what a person says of one reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from beholden.figures import (
    Action,
    Figures,
    FiguresError,
    Value,
    parse_count,
    parse_period,
)
from beholden.web.loopback import HEADERS, Door, form_fields, refused
from beholden.web.review.page import Entered, asset_named, render

_FORM_BYTES_AT_MOST = 16 << 10
_FIELD_CHARACTERS_AT_MOST = 500
_NUMBER = re.compile(r"[0-9]{1,6}")
_ACTIONS = frozenset({"confirm", "correct", "reject"})


def review_application(figures: Figures, *, by: str, key: str, port: int) -> Starlette:
    """The application for one folder.

    ``key`` is the first part of every path and ``port`` the one that is listened on:
    another host name in a request is refused, or a page elsewhere could reach in.
    """
    desk = _Desk(figures, by, Door(key, port))
    application = Starlette(
        routes=[
            Route("/{key}/", desk.show, methods=["GET"]),
            Route("/{key}/settle", desk.settle, methods=["POST"]),
            Route("/{key}/static/{name}", desk.asset, methods=["GET"]),
        ],
        exception_handlers={HTTPException: refused},
    )
    # A path that nearly fits is answered like any other, not with a hint.
    application.router.redirect_slashes = False
    return application


class _Desk:
    """One folder's page."""

    def __init__(self, figures: Figures, by: str, door: Door) -> None:
        self._figures = figures
        self._by = by
        self._door = door

    async def show(self, request: Request) -> Response:
        """The open readings."""
        self._door.admit(request)
        done = request.query_params.get("done", "")[:_FIELD_CHARACTERS_AT_MOST]
        return await self._page(done=done, page=_page_number(request.query_params))

    async def settle(self, request: Request) -> Response:
        """Keeps one check; what was entered stays where it is refused."""
        self._door.admit_form(request)
        entered = _entered(await _form(request), self._by)
        try:
            check = await run_in_threadpool(self._keep, entered)
        except FiguresError as error:
            return await self._page(entered=entered, error=str(error), status=422)
        location = f"/{self._door.key}/?done={check}&page={entered.page}"
        return RedirectResponse(location, status_code=303, headers=HEADERS)

    async def asset(self, request: Request) -> Response:
        """A style of the page."""
        self._door.admit(request)
        found = asset_named(request.path_params["name"])
        if found is None:
            raise HTTPException(404, "There is no such file.")
        return Response(found.content, headers=HEADERS, media_type=found.content_type)

    async def _page(
        self,
        *,
        done: str = "",
        page: int = 1,
        entered: Entered | None = None,
        error: str = "",
        status: int = 200,
    ) -> Response:
        def made() -> str:
            return render(
                self._figures, by=self._by, done=done, page=page, entered=entered, error=error
            )

        try:
            return HTMLResponse(await run_in_threadpool(made), status, headers=HEADERS)
        except FiguresError as fault:
            raise HTTPException(409, str(fault)) from None

    def _keep(self, entered: Entered) -> str:
        given: dict[str, Any] = {}
        if entered.action == "correct":
            given = self._correction(entered)
        elif entered.value or entered.period or entered.force or entered.offence:
            # The enter key sends the first button of a form, whatever was typed.
            raise FiguresError(
                f"Something is put in its place, so it cannot be taken to {entered.action}. "
                "Press Correct, or empty those fields."
            )
        check = self._figures.check(
            entered.id, cast("Action", entered.action), by=entered.by, why=entered.why, **given
        )
        return check.id

    def _correction(self, entered: Entered) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if entered.value:
            given["value"] = _value(entered.value)
        if entered.period:
            parsed = parse_period(entered.period)
            if parsed is None or not parsed.certain:
                raise FiguresError(f"Period: {entered.period!r} is no period. Write it as 2017/18.")
            given["period"] = parsed.period
        if entered.force:
            given["force"] = self._figures.find_force(entered.force).code
        if entered.offence:
            given["offence"] = self._figures.find_offence(entered.offence)
        return given


def _value(text: str) -> Value:
    parsed = parse_count(text)
    if parsed is None or not parsed.certain:
        raise FiguresError(
            f"Value: {text!r} is no count. Write digits, nil, refused, not held or [c]."
        )
    return parsed.value


async def _form(request: Request) -> Mapping[str, str]:
    fields = await form_fields(request, bytes_at_most=_FORM_BYTES_AT_MOST)
    return {
        name: value.replace("\0", "")[:_FIELD_CHARACTERS_AT_MOST].strip()
        for name, value in fields.items()
    }


def _entered(fields: Mapping[str, str], by: str) -> Entered:
    action = fields.get("action", "")
    if action not in _ACTIONS:
        raise HTTPException(400, "action: must be confirm, correct or reject.")
    return Entered(
        id=fields.get("id", ""),
        action=action,
        by=fields.get("by", by),
        why=fields.get("why", ""),
        value=fields.get("value", ""),
        period=fields.get("period", ""),
        force=fields.get("force", ""),
        offence=fields.get("offence", ""),
        page=_page_number(fields),
    )


def _page_number(fields: Mapping[str, str]) -> int:
    """The page that is asked for; the first, where that is none."""
    return int(fields.get("page", "")) if _NUMBER.fullmatch(fields.get("page", "")) else 1
