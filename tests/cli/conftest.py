"""Folders for the command to work on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import activate, invoke, jpeg, pdq_row, scan, write_policy

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


@pytest.fixture
def full(data: Path, uploads: Path) -> Path:
    """A data folder with lists, policy, configuration, secret and records of all kinds."""
    (uploads / "listed.jpg").write_bytes(jpeg(1))
    activate(data, [pdq_row(1), pdq_row(3)])
    write_policy(data)
    (data / "beholden.toml").write_text("[server]\nworkers = 2\n")
    for name in ("policy.toml", "beholden.toml"):
        (data / name).chmod(0o600)
    assert scan(uploads, data).code in {0, 1}
    created = invoke("keys", "create", "--name", "x", "--scope", "check", "--data", data)
    assert created.code == 0, created.said
    return data
