"""The site on the disk: written beside its place, then put there in one step.

A folder is only ever replaced if it is a site of ours (it holds ``MARK``) or
empty. The same releases, options and files give the same folder.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from beholden.figures.core.briefing import force_brief
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import ForceCode, Release
from beholden.figures.core.national import national_brief
from beholden.figures.core.plain import force_text, national_text
from beholden.figures.errors import FolderError, ReleaseError
from beholden.figures.site.options import SiteOptions
from beholden.figures.site.pages import Content, assets, pages

MARK = ".beholden-site"
_MARK_TEXT = "This folder is written anew as a whole; nothing else may be kept in it.\n"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_READABLE, _FOLDER = 0o644, 0o755
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


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
    place = Path(os.path.realpath(target))
    _refuse_anything_else(place)
    content = gathered(tuple(releases), registry, options)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        made = beside / "new"
        made.mkdir()
        _write(made, content)
        if fill is not None:
            fill(made)
            _check_downloads(made, options)
        _open_up(made)
        _put(made, place, beside / "old")
    finally:
        shutil.rmtree(beside, ignore_errors=True)


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
    _write_file(folder / MARK, _MARK_TEXT.encode())
    for each in assets():
        _write_file(folder / "assets" / each.name, each.content)
    for page in pages(content):
        # Lone surrogates of a broken file are already shown as codes on a page, not in plain text.
        _write_file(folder / page.path, page.text.encode("utf-8", "backslashreplace"))


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _check_downloads(folder: Path, options: SiteOptions) -> None:
    for link in options.downloads:
        path = Path(os.path.realpath(folder / link.path))
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise ReleaseError(f"The download {link.path!r} is not in the site's folder.")


def _open_up(folder: Path) -> None:
    """A web server runs as somebody else and must be able to read."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(_FOLDER if path.is_dir() else _READABLE)


def _refuse_anything_else(place: Path) -> None:
    if not os.path.lexists(place):
        return
    if not place.is_dir():
        raise FolderError(f"{place} is not a folder, so no site can be written there.")
    if any(place.iterdir()) and not (place / MARK).is_file():
        raise FolderError(
            f"{place} holds something else than a site, and writing would replace all of it. "
            "Name a new or an empty folder."
        )


def _put(made: Path, place: Path, aside: Path) -> None:
    """One step where the system can exchange names, so that readers always see a whole site."""
    if not place.exists():
        made.rename(place)
        return
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    names = os.fsencode(made), os.fsencode(place)
    if exchange and not exchange(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE):
        return
    place.rename(aside)
    try:
        made.rename(place)
    except BaseException:
        with suppress(OSError):
            aside.rename(place)
        raise
