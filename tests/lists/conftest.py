from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from beholden.lists import ListStore
from tests.lists.simulators import Clock, FlatIndexes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def indexes() -> FlatIndexes:
    return FlatIndexes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "lists"


@pytest.fixture
def store(folder: Path, indexes: FlatIndexes, clock: Clock) -> ListStore:
    return ListStore(folder, indexes, clock, wait_seconds=0.1)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write lines, or bytes, to a file and return its path."""

    def write_file(*lines: str, name: str = "list.csv", raw: bytes | None = None) -> Path:
        path = tmp_path / name
        path.write_bytes("".join(f"{line}\n" for line in lines).encode() if raw is None else raw)
        return path

    return write_file
