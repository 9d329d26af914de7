"""What an article is checked against, and the check itself.

    article = read_article(Path("story.txt"))
    check_article(article, shipped_data()).differs

The data are CSV files, the releases of a folder of answers, or the published counts
that come with the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import msgspec

from beholden.figures.articles import read_article
from beholden.figures.claim_data import combined, read_data
from beholden.figures.core.claims.checking import NOT_ENGLISH, check
from beholden.figures.core.claims.judging.dataset import Dataset
from beholden.figures.core.claims.models import Article, Checking
from beholden.figures.core.models import Release
from beholden.figures.registry import load_gazetteer, load_registry

__all__ = [
    "check_article",
    "check_story",
    "data_of_files",
    "data_of_folder",
    "read_nothing",
    "shipped_data",
]

_SHIPPED = "published-2016-2018.csv"
_SHIPPED_NAME = (
    "the figures that come with Beholden: counts of child abuse image offences that were "
    "published for 2016/17 and 2017/18"
)


def check_article(article: Article, dataset: Dataset) -> Checking:
    """Every number that the article claims, and what the data make of it."""
    return check(article, load_gazetteer(), dataset)


def read_nothing(checking: Checking) -> bool:
    """Whether nothing was checked because the article is in another language."""
    return NOT_ENGLISH in checking.notices


def shipped_data() -> Dataset:
    """The published counts that come with the package, each with the page that printed it."""
    with resources.as_file(resources.files("beholden.figures") / "data" / _SHIPPED) as path:
        found = read_data(path, load_registry()).dataset
    return msgspec.structs.replace(found, name=_SHIPPED_NAME)


def data_of_files(paths: Sequence[Path]) -> tuple[Dataset, tuple[str, ...]]:
    """The figures of CSV files, and sentences for whoever gave them.

    Raises:
        DataError: One of them cannot be read; every problem with its line.
    """
    read = [read_data(path, load_registry()) for path in paths]
    notices = tuple(notice for one in read for notice in one.notices)
    return combined([one.dataset for one in read]), notices


def check_story(text: str, release: Release) -> Checking:
    """The numbers of a briefing against the release that it was made from."""
    from beholden.figures.core.claims.judging.data_of_release import dataset_of_releases  # noqa: PLC0415

    article = read_article(text.encode(), "briefing.txt", published=release.published)
    return check_article(article, dataset_of_releases([release], load_registry()))


def data_of_folder(folder: Path, release: str | None = None) -> Dataset:
    """The releases of a folder of answers, or the one of that name.

    Raises:
        ReleaseError: There is none, or not of that name.
    """
    # Only a folder needs them, and an article should not wait.
    from beholden.figures.core.claims.judging.data_of_release import dataset_of_releases  # noqa: PLC0415
    from beholden.figures.service import Figures  # noqa: PLC0415

    figures = Figures(folder, clock=lambda: datetime.now(UTC))
    newest = figures.release(release)
    chosen = figures.releases() if release is None else (newest,)
    return dataset_of_releases(chosen, figures.registry)
