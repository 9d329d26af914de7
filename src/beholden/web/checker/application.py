"""The checker's routes: show the form with an example, check what was pasted, forget it."""

from __future__ import annotations

from asyncio import Semaphore
from datetime import date

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from beholden.figures import Dataset, FiguresError, check_article, read_article
from beholden.web.checker.page import EXAMPLE, Entered, asset_named, render_form, render_result
from beholden.web.loopback import HEADERS, Door, form_fields, refused

TEXT_BYTES_AT_MOST = 2_000_000
# A form may write every byte of a text as three characters.
_FORM_BYTES_AT_MOST = 3 * TEXT_BYTES_AT_MOST + 4_096
_DATE_CHARACTERS_AT_MOST = 40
_CHECKS_AT_ONCE = 2


def checker_application(dataset: Dataset, *, key: str, port: int) -> Starlette:
    """The application over one set of data; see ``Door`` for ``key`` and ``port``."""
    desk = _Desk(dataset, Door(key, port))
    application = Starlette(
        routes=[
            Route("/{key}/", desk.show, methods=["GET"]),
            Route("/{key}/check", desk.check, methods=["POST"]),
            Route("/{key}/static/{name}", desk.asset, methods=["GET"]),
        ],
        exception_handlers={HTTPException: refused},
    )
    # A path that nearly fits is answered like any other, not with a hint.
    application.router.redirect_slashes = False
    return application


class _Desk:
    """The page over one set of data. It holds nothing of what anybody pastes."""

    def __init__(self, dataset: Dataset, door: Door) -> None:
        self._dataset = dataset
        self._door = door
        self._turn = Semaphore(_CHECKS_AT_ONCE)

    async def show(self, request: Request) -> Response:
        """The form, filled with the example if that is asked for."""
        self._door.admit(request)
        entered = EXAMPLE if "example" in request.query_params else Entered()
        return _answer(await run_in_threadpool(render_form, entered, self._dataset))

    async def check(self, request: Request) -> Response:
        """The article with every number marked; the form again where it cannot be read."""
        self._door.admit_form(request)
        fields = await form_fields(request, bytes_at_most=_FORM_BYTES_AT_MOST)
        entered = Entered(
            fields.get("text", "").replace("\0", ""),
            fields.get("published", "").strip()[:_DATE_CHARACTERS_AT_MOST],
        )
        async with self._turn:
            page, status = await run_in_threadpool(self._checked, entered)
        return _answer(page, status)

    async def asset(self, request: Request) -> Response:
        """A style of the page."""
        self._door.admit(request)
        found = asset_named(request.path_params["name"])
        if found is None:
            raise HTTPException(404, "There is no such file.")
        return Response(found.content, headers=HEADERS, media_type=found.content_type)

    def _checked(self, entered: Entered) -> tuple[str, int]:
        wrong = _wrong(entered)
        if not wrong:
            try:
                article = read_article(
                    entered.text.encode("utf-8", "replace"),
                    "Pasted text",
                    published=_day(entered.published),
                )
                checking = check_article(article, self._dataset)
            except FiguresError as error:
                wrong = {"text": str(error)}
            else:
                return render_result(entered, checking), 200
        return render_form(entered, self._dataset, wrong), 422


def _wrong(entered: Entered) -> dict[str, str]:
    """What is wrong with a form, by field."""
    wrong = {}
    if not entered.text.strip():
        wrong["text"] = "Paste the text of an article."
    elif len(entered.text.encode("utf-8", "replace")) > TEXT_BYTES_AT_MOST:
        wrong["text"] = "This is more than two megabytes. Paste the article alone."
    if entered.published and _day(entered.published) is None:
        wrong["published"] = "Write the day as 2018-09-13, or leave it empty."
    return wrong


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _answer(page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status, headers=HEADERS)
