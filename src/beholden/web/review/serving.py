"""Serving the review page on the loopback address until the person has done."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

import uvicorn

from beholden.figures import Figures, FiguresError
from beholden.web.review.application import review_application

_KEY_BYTES = 16


def serve_review(figures: Figures, *, by: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until interrupted. ``ready`` is told the page's whole address, key included.

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
        application = review_application(figures, by=by, key=key, port=taken)
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
