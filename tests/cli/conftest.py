"""Folders for the command to work on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import activate, jpeg, pdq_row

LISTED = 1
"""Number of the painted picture that is on the list of `data`."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one active list of one picture."""
    folder = tmp_path / "data"
    activate(folder, [pdq_row(LISTED)])
    return folder


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """A folder with one harmless picture."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "harmless.jpg").write_bytes(jpeg(2))
    return folder
