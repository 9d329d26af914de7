"""Every rule of the statements in a store holds for both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beholden.ledger.outbox import Outbox, Statements
from beholden.store import Store
from tests.ledger.stores import Clock, outbox_over


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
def clock() -> Clock:
    """A clock at noon."""
    return Clock()


@pytest.fixture
def outbox(store: Store, clock: Clock) -> Outbox:
    """An outbox with the system's randomness."""
    return outbox_over(store, clock)


@pytest.fixture
def statements(store: Store) -> Statements:
    """What is in the store."""
    return Statements(store)
