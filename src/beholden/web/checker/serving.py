"""Serving the checker's page on the loopback address until the person has done."""

from __future__ import annotations

from collections.abc import Callable

from beholden.figures import Dataset
from beholden.web.checker.application import checker_application
from beholden.web.loopback import serve_on_loopback


def serve_checker(dataset: Dataset, *, port: int, ready: Callable[[str], None]) -> None:
    """Serves until interrupted. ``ready`` is told the page's whole address, key included.

    Raises:
        FiguresError: The port is taken.
    """
    serve_on_loopback(
        lambda key, taken: checker_application(dataset, key=key, port=taken),
        port=port,
        ready=ready,
    )
