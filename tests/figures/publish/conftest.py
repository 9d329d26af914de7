from collections.abc import Callable
from pathlib import Path

import pytest

from beholden.figures.core.models import Release
from beholden.figures.publish import write_data
from beholden.figures.registry import load_registry
from tests.figures.publish.samples import everything
from tests.figures.support.releases import big_release, founding_release


class Written:
    """A release and the folder that its data files were written into."""

    def __init__(self, release: Release, folder: Path) -> None:
        self.release = release
        self.folder = folder / "data"
        write_data(self.folder, release, load_registry())


@pytest.fixture(scope="session", params=["everything", "founding", "big"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The data files of one of three releases."""
    releases: dict[str, Callable[[], Release]] = {
        "everything": everything,
        "founding": founding_release,
        "big": lambda: big_release(6, 3),
    }
    return Written(releases[request.param](), tmp_path_factory.mktemp("publish"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The data files of the release with harmful texts."""
    return Written(everything(), tmp_path_factory.mktemp("hostile"))
