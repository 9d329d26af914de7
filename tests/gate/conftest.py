"""Every rule of the store's versions holds for both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from beholden.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/beholden.db"
    address: str = request.getfixturevalue("postgresql_url")
    return address


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A store with its tables, of each kind."""
    store = Store(store_url)
    store.prepare()
    yield store
    store.close()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An embedded store with its tables."""
    store = Store(f"sqlite:///{tmp_path}/beholden.db")
    store.prepare()
    yield store
    store.close()
