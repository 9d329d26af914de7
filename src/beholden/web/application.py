"""The ASGI application of one worker: the route table on Starlette's router."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Lifespan, Receive, Scope, Send

from beholden.access import AccessError
from beholden.gate import GateError
from beholden.lists import ListsError
from beholden.store import StoreError
from beholden.web.endpoint import SECURITY_HEADERS, Answer, Call, Endpoint, answer_problem
from beholden.web.openapi import document
from beholden.web.problems import Problem
from beholden.web.routes import ENDPOINTS
from beholden.web.worker import Worker

__all__ = ["Application", "all_endpoints", "application"]


class Application(Starlette):
    """Finds paths without parameters itself, before Starlette tries one after another."""

    def __init__(self, endpoints: Iterable[Endpoint], lifespan: Lifespan[Application]) -> None:
        listed = tuple(endpoints)
        super().__init__(
            routes=[
                Route(
                    # The path of a file of the log has several parts.
                    one.path.replace("{path}", "{path:path}"),
                    one,
                    methods=[one.method],
                    name=one.handler.__name__,
                )
                for one in listed
            ],
            lifespan=lifespan,
            exception_handlers={HTTPException: _refused},
        )
        # It would answer with an address made of the caller's own Host header.
        self.router.redirect_slashes = False
        self._by_path = {(one.method, one.path): one for one in listed}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            found = self._by_path.get((scope["method"], scope["path"]))
            if found is not None:
                scope["app"] = self
                await found(scope, receive, send)
                return
        await super().__call__(scope, receive, send)


def application(make_worker: Callable[[], Worker]) -> Application:
    """The application; its worker is made and started with its lifespan."""

    @asynccontextmanager
    async def lifespan(app: Application) -> AsyncIterator[None]:
        app.state.worker = worker = make_worker()
        try:
            await worker.start()
        except Exception as error:
            # uvicorn ends the process without a word; the next try may meet the same.
            foreseen = isinstance(error, (StoreError, GateError, ListsError, AccessError, OSError))
            why = str(error) if foreseen else type(error).__name__
            worker.fault("not_started", f"This worker cannot start: {why}")
            raise
        yield
        await worker.stop()

    return Application(all_endpoints(), lifespan)


def all_endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint, the one that describes them included."""
    described: list[bytes] = []

    async def openapi(call: Call) -> Answer:
        """This document."""
        del call
        if not described:
            described.append(msgspec.json.encode(document(endpoints)))
        return Answer(described[0])

    endpoints = (
        *ENDPOINTS,
        Endpoint(
            method="GET",
            path="/openapi.json",
            handler=openapi,
            scope=None,
            open_because="It describes the program, not its state.",
            summary="This document",
            answers={200: dict},
            tag="state",
        ),
    )
    return endpoints


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    own = error.headers if isinstance(error, HTTPException) and error.headers else {}
    problem = {
        404: Problem(404, "not_found", "There is nothing at this path. See /openapi.json."),
        405: Problem(405, "wrong_method", f"This path does not take {request.method}."),
    }.get(status) or Problem(status, "internal", "The request cannot be served.")
    answer = answer_problem(problem)
    response = Response(answer.body, status, media_type=answer.content_type)
    for name, value in (*SECURITY_HEADERS, *answer.headers):
        response.headers[name.decode()] = value.decode()
    response.headers.update(own)
    return response
