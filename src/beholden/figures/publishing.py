"""The site of all releases, with each release's files as they were when it was built.

They lie there as they do on the shelf, so that a reader's ``sha256sum -c SHA256SUMS`` finds them.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from beholden._design import default_help_lines
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Release
from beholden.figures.publish import DataFile, data_files
from beholden.figures.settings import Settings
from beholden.figures.site import DownloadLink, SiteOptions, write_site


def publish(own: Path, releases: Sequence[Release], registry: Registry, settings: Settings) -> Path:
    """Writes the site into ``own/site`` and gives its path.

    The same releases and settings give the same bytes: nothing is taken from the clock.
    """
    target = own / "site"
    for left_over in own.glob(".site.*"):  # of a build that was killed
        shutil.rmtree(left_over, ignore_errors=True)
    files: dict[str, Path] = {}
    links = []
    for release in releases:
        folder = own / "releases" / release.id
        for file in _files_of(release):
            path = f"releases/{release.id}/{file.path}"
            files[path] = folder / file.path
            links.append(
                DownloadLink(file.name, path, files[path].stat().st_size, file.description)
            )
    options = SiteOptions(
        title=settings.title,
        publisher=settings.publisher,
        contact=settings.contact,
        generated=f"from release {releases[-1].id}, published {releases[-1].published}.",
        help_lines=settings.help or default_help_lines(),
        base_url=settings.base_url,
        downloads=tuple(links),
    )

    def fill(folder: Path) -> None:
        for path, file in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, folder / path)

    write_site(target, releases, registry, options, fill=fill)
    return target


def _files_of(release: Release) -> tuple[DataFile, ...]:
    """What a release's folder holds, as paths within it."""
    return (
        *(
            msgspec.structs.replace(file, path=f"data/{file.path}")
            for file in data_files(release.id, splits=bool(release.splits))
        ),
        DataFile(
            f"The release itself, {release.id}",
            "release.json",
            "All that the release says, as it was published; the release after it names the "
            "SHA-256 of this file.",
        ),
        DataFile(
            f"Checksums, release {release.id}",
            "SHA256SUMS",
            "For all files of the release. With the files in data/ beneath it, "
            "sha256sum -c SHA256SUMS tells whether each is as it was published.",
        ),
    )
