"""An office with one service, its server, and a signed-in browser for each of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from beholden.web.regulator import regulator_application
from tests.support.pages import Browser as RealBrowser
from tests.support.pages import chromium
from tests.web.regulator.support import Browser, Office, Ticks


@pytest.fixture(scope="session")
def browser() -> Iterator[RealBrowser]:
    with chromium() as found:
        yield found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def application(office: Office, ticks: Ticks) -> Starlette:
    return regulator_application(office.regulator, ticks=ticks)


@pytest.fixture
def person(office: Office, application: Starlette) -> Callable[[str], Browser]:
    """A browser in which somebody has signed in."""

    def signed_in(name: str) -> Browser:
        opened = Browser(application)
        assert opened.sign_in(office.keys[name]).status_code == 303
        return opened

    return signed_in


@pytest.fixture
def officer(person: Callable[[str], Browser]) -> Browser:
    return person("B. Officer")


@pytest.fixture
def publisher(person: Callable[[str], Browser]) -> Browser:
    return person("C. Publisher")
