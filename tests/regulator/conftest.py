"""Every rule of the regulator's store holds for both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beholden.app.regulator import WiredRegulator
from beholden.regulator import RegulatorSettings
from tests.regulator.entries import NOW, put_regime


@pytest.fixture(params=["sqlite", "postgresql"])
def regulator(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WiredRegulator]:
    """A regulator with the invented regime and nothing else, on each kind of database."""
    put_regime(tmp_path)
    address = ""
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql_url")
    settings = RegulatorSettings(name="Example Regulator", store_url=address)
    wired = WiredRegulator(tmp_path, settings, clock=lambda: NOW)
    yield wired
    wired.close()


@pytest.fixture
def sqlite_regulator(tmp_path: Path) -> Iterator[WiredRegulator]:
    """The same on the embedded database alone, for what has nothing to do with the engine."""
    put_regime(tmp_path)
    wired = WiredRegulator(tmp_path, RegulatorSettings(name="Example Regulator"), clock=lambda: NOW)
    yield wired
    wired.close()
