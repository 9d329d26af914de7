"""One demo for all tests, and small folders of answers made by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.figures.support import Demo
from tests.cli.support import invoke


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo's folder as the demo left it, and what it said; nobody may write to it."""
    folder = tmp_path_factory.mktemp("figures") / "demo"
    done = invoke("figures", "demo", "--into", folder)
    assert done.code == 0, done.said
    return Demo(folder, done.text)


@pytest.fixture
def own_demo(demo: Demo, tmp_path: Path) -> Path:
    """A copy of the demo's folder that a test may change."""
    folder = tmp_path / "answers"
    shutil.copytree(demo.folder, folder, copy_function=shutil.copyfile)
    return folder
