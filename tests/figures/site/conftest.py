"""Sites that more than one test looks at, each written once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Release
from beholden.figures.registry import load_registry
from beholden.figures.site import write_site
from tests.figures.site import samples
from tests.figures.support.releases import big_release, founding_release
from tests.support.pages import Browser, chromium


@pytest.fixture(scope="package")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding release."""
    return _written(tmp_path_factory, founding_release())


@pytest.fixture(scope="package")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every text of others holds markup and characters that hide."""
    return _written(
        tmp_path_factory, *samples.hostile_releases(), registry=samples.hostile_registry()
    )


@pytest.fixture(scope="package")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirteen years of all forces, every kind of gap among them."""
    return _written(tmp_path_factory, samples.with_break(big_release()))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def _written(
    factory: pytest.TempPathFactory, *releases: Release, registry: Registry | None = None
) -> Path:
    place = factory.mktemp("site") / "public"
    write_site(place, releases, registry or load_registry(), samples.OPTIONS, fill=samples.fill)
    return place
