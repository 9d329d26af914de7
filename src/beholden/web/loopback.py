"""Pages for the person at this machine: who is let in, how a form is read, and the serving.

    door = Door(key, port)
    serve_on_loopback(lambda key, port: application(Door(key, port)), port=8788, ready=print)

Whoever holds the address is let in: it carries a key that is new at each start. A
request under another host name is refused, or a page elsewhere could reach in.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from typing import cast
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from beholden.figures import FiguresError

_KEY_BYTES = 16
_FIELDS_AT_MOST = 20

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    # With no-referrer a browser says "Origin: null" of our own forms too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Door:
    """Lets in who holds the key, under the address that was told to the person."""

    def __init__(self, key: str, port: int) -> None:
        self.key = key
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    def admit(self, request: Request) -> None:
        """Refuses another host name, and a path without the key.

        Raises:
            HTTPException: It is refused.
        """
        if request.headers.get("host", "") not in self._hosts:
            raise HTTPException(421, "Open the address that the command printed.")
        if not secrets.compare_digest(request.path_params["key"].encode(), self.key.encode()):
            raise HTTPException(404, "Open the address that the command printed.")

    def admit_form(self, request: Request) -> None:
        """Refuses, beside what ``admit`` refuses, a form that another site sent.

        Raises:
            HTTPException: It is refused.
        """
        self.admit(request)
        origin = request.headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            raise HTTPException(403, "This form was sent from another site.")


async def form_fields(request: Request, *, bytes_at_most: int) -> dict[str, str]:
    """The first value of each field of a form.

    Raises:
        HTTPException: It is too large, did not arrive, or is no form.
    """
    body = await _body(request, bytes_at_most)

    def fields() -> dict[str, str]:
        found = parse_qs(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=_FIELDS_AT_MOST
        )
        return {name: values[0] for name, values in found.items()}

    try:
        return await run_in_threadpool(fields)
    except ValueError:
        raise HTTPException(400, "The form cannot be read.") from None


async def _body(request: Request, bytes_at_most: int) -> bytearray:
    too_large = HTTPException(413, "The form is too large.")
    # The server lets in nothing but digits; whoever announces too much need not send it first.
    if int(request.headers.get("content-length", "0")) > bytes_at_most:
        raise too_large
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > bytes_at_most:
                raise too_large
    except ClientDisconnect:
        # Nobody is left to read this; a tab that was closed is no fault of the page.
        raise HTTPException(400, "The form did not arrive.") from None
    return body


def refused(_request: Request, error: Exception) -> Response:
    """A refusal as one line of text."""
    fault = cast("HTTPException", error)
    return Response(
        f"{fault.detail}\n", fault.status_code, media_type="text/plain", headers=HEADERS
    )


def serve_on_loopback(
    make: Callable[[str, int], Starlette], *, port: int, ready: Callable[[str], None]
) -> None:
    """Serves until interrupted.

    Args:
        make: Makes the application from the key and the port that was taken.
        port: The port to listen on; nought takes one that is free.
        ready: Told the page's whole address, key included.

    Raises:
        FiguresError: The port is taken.
    """
    key = secrets.token_urlsafe(_KEY_BYTES)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as error:
            raise FiguresError(f"--port: {port} cannot be used: {error.strerror}.") from None
        listening.listen()  # so that the address answers as soon as it is told
        taken = listening.getsockname()[1]
        application = make(key, taken)
        ready(f"http://127.0.0.1:{taken}/{key}/")
        config = uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=64,
            timeout_keep_alive=5,
            lifespan="off",
        )
        uvicorn.Server(config).run(sockets=[listening])
