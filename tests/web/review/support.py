"""The review page over an answer folder, without a socket."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.testclient import TestClient

from beholden.app import utc_now
from beholden.figures import Figures
from beholden.web.review import review_application

KEY = "a-key-of-this-test"
PORT = 8788
ROOT = f"/{KEY}/"


def opened(folder: Path) -> Figures:
    """The folder, read."""
    figures = Figures(folder, clock=utc_now)
    figures.read()
    return figures


def client_of(figures: Figures, host: str = f"127.0.0.1:{PORT}") -> TestClient:
    """A browser of sorts at the page's address; it follows no redirect."""
    application = review_application(figures, by="A. Tester", key=KEY, port=PORT)
    return TestClient(application, base_url=f"http://{host}", follow_redirects=False)


def waiting(figures: Figures) -> list[str]:
    """The ids of what waits."""
    return [one.item.id for one in figures.pending()]


def styles(client: TestClient, page: str) -> dict[str, bytes]:
    """What the page loads, by its path."""
    return {
        f"/{name}": client.get(ROOT + name).content
        for name in re.findall(r'href="(static/[^"]+)"', page)
    }
