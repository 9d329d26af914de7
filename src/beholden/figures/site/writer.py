"""The site on the disk: written beside its place, then put there in one step.

A folder is only ever replaced if it is a site of ours (it holds ``SITE_MARK``) or
empty. The same releases, options and files give the same folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from beholden._design import PlaceError, new_folder, write_page
from beholden.figures.core.briefing import force_brief
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import ForceCode, Release
from beholden.figures.core.national import national_brief
from beholden.figures.core.plain import force_text, national_text
from beholden.figures.errors import FolderError, ReleaseError
from beholden.figures.site.options import SiteOptions
from beholden.figures.site.pages import Content, assets, pages

__all__ = ["gathered", "write_site"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def write_site(
    target: Path,
    releases: Sequence[Release],
    registry: Registry,
    options: SiteOptions,
    *,
    fill: Callable[[Path], object] | None = None,
) -> None:
    """Writes the site of some releases, oldest first, and puts it in the place of ``target``.

    ``fill`` writes the data files: it is called with the new folder before that
    takes its place. With it, every path of ``options.downloads`` must be there.

    Raises:
        FolderError: ``target`` is something else than a site; it stays as it was.
        ReleaseError: There is no release, or a download is missing.
    """
    if not releases:
        raise ReleaseError("There is no release yet, so there is no site to write.")
    for release in releases:
        # It becomes the name of a folder.
        if not _NAME.fullmatch(release.id):
            raise ReleaseError(f"A release can not be called {release.id!r}.")
    content = gathered(tuple(releases), registry, options)
    try:
        with new_folder(target) as made:
            _write(made, content)
            if fill is not None:
                fill(made)
                _check_downloads(made, options)
    except PlaceError as cause:
        raise FolderError(str(cause)) from cause


def gathered(releases: tuple[Release, ...], registry: Registry, options: SiteOptions) -> Content:
    """What the pages say, all of it made before the first of them is written."""
    latest = releases[-1]
    national = national_brief(latest, registry)
    known = {force.code: force for force in registry.forces}
    codes: set[ForceCode] = {*latest.asked, *(each.force for each in latest.observations)}
    forces = sorted((known[code] for code in codes if code in known), key=lambda f: f.name)
    briefs = tuple(force_brief(latest, registry, force.code) for force in forces)
    return Content(
        releases=releases,
        registry=registry,
        options=options,
        national=national,
        national_text=national_text(national),
        forces=briefs,
        force_texts=tuple(force_text(brief) for brief in briefs),
    )


def _write(folder: Path, content: Content) -> None:
    for each in assets():
        write_page(folder / "assets" / each.name, each.content)
    for page in pages(content):
        # Lone surrogates of a broken file are already shown as codes on a page, not in plain text.
        write_page(folder / page.path, page.text.encode("utf-8", "backslashreplace"))


def _check_downloads(folder: Path, options: SiteOptions) -> None:
    for link in options.downloads:
        path = Path(os.path.realpath(folder / link.path))
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise ReleaseError(f"The download {link.path!r} is not in the site's folder.")
