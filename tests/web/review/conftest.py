"""One browser for all tests of the page, and folders with something to settle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from beholden.figures import Figures
from tests.cli.figures.conftest import demo  # noqa: F401 - a fixture
from tests.cli.figures.support import answers, extract
from tests.support.pages import Browser, chromium
from tests.web.review.support import client_of, opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def figures(tmp_path: Path) -> Figures:
    """Kent waits: its second number has a comma where none belongs."""
    return opened(
        answers(
            tmp_path / "answers",
            {"essex/reply.csv": extract(568, 767), "kent/reply.csv": extract(400, '"1,5000"')},
        )
    )


@pytest.fixture
def client(figures: Figures) -> Iterator[TestClient]:
    with client_of(figures) as found:
        yield found
