"""Serving the review page on the loopback address until the person has done."""

from __future__ import annotations

from collections.abc import Callable

from beholden.figures import Figures
from beholden.web.loopback import serve_on_loopback
from beholden.web.review.application import review_application


def serve_review(figures: Figures, *, by: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until interrupted. ``ready`` is told the page's whole address, key included.

    Raises:
        FiguresError: The port is taken.
    """
    serve_on_loopback(
        lambda key, taken: review_application(figures, by=by, key=key, port=taken),
        port=port,
        ready=ready,
    )
