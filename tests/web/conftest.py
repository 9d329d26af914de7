"""One running service for the tests of a module, and one picture on its list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import httpx2
import pytest

from tests.cli.support import activate, jpeg, pdq_row
from tests.web.support import Service, service

LISTED = 1
"""Number of the painted picture that is on the list of ``running``."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with two workers and one active list of one picture."""
    data = tmp_path_factory.mktemp("web") / "data"
    activate(
        data, [pdq_row(LISTED), ("sha256", hashlib.sha256(b"harmless text").hexdigest(), "text-1")]
    )
    with service(data, workers=2) as started:
        yield started


@pytest.fixture(scope="module")
def api(running: Service) -> Iterator[httpx2.Client]:
    """A client with every scope."""
    with running.client(running.key("check", "look_up", "lists", "read")) as client:
        yield client


@pytest.fixture
def listed_picture() -> bytes:
    """The picture on the list, encoded anew."""
    return jpeg(LISTED, 70)
