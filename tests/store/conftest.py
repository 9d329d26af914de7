"""Every rule of the store holds for both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beholden.store import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/beholden.db"
    address: str = request.getfixturevalue("postgresql_url")
    return address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with its tables, of each kind."""
    store = Store(url)
    store.prepare()
    yield store
    store.close()
