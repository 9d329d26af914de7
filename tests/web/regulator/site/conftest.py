"""Sites that more than one test looks at, each written once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from beholden.regulator.core import Publication
from beholden.web.regulator.site import write_site
from tests.support.pages import Browser, chromium
from tests.web.regulator import samples


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="package")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All results, a correction, withdrawals and a draft."""
    return _written(tmp_path_factory, samples.sample_publications())


@pytest.fixture(scope="package")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five years of a service with 44 surfaces."""
    return _written(tmp_path_factory, samples.history("pictures", 60, surfaces=44))


@pytest.fixture(scope="package")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every text of others holds markup, formulas and characters that hide."""
    return _written(
        tmp_path_factory, (samples.hostile_publication(), *samples.sample_publications())
    )


@pytest.fixture(scope="package")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nothing was ever published."""
    return _written(tmp_path_factory, ())


def _written(factory: pytest.TempPathFactory, publications: Sequence[Publication]) -> Path:
    place = factory.mktemp("site") / "public"
    write_site(place, publications, samples.SETTINGS)
    return place
