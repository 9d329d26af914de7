"""A folder of pages on the disk: written beside its place, then put there in one step.

A folder is only ever replaced if it is one of ours (it holds ``SITE_MARK``) or empty. Readers
always see a whole one, the old or the new; what the new one does not have is gone.

    with new_folder(Path("public")) as made:
        write_page(made / "index.html", page)
"""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SITE_MARK = ".beholden-site"
_MARK_TEXT = "This folder is written anew as a whole; nothing else may be kept in it.\n"
_READABLE, _FOLDER = 0o644, 0o755
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class PlaceError(Exception):
    """A place where no pages may be put; it stays as it was. The message says what to do."""


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """An empty folder to write to; it takes the place of ``target`` when the block ends well.

    Raises:
        PlaceError: ``target`` is something else than a folder of pages.
        OSError: It cannot be written; the place stays as it was.
    """
    place = Path(os.path.realpath(target))
    _refuse_anything_else(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        made = beside / "new"
        made.mkdir()
        write_page(made / SITE_MARK, _MARK_TEXT.encode())
        yield made
        _open_up(made)
        _put(made, place, beside / "old")
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_page(path: Path, content: bytes) -> None:
    """Writes a file of the new folder, and the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _open_up(folder: Path) -> None:
    """A web server runs as somebody else and must be able to read."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(_FOLDER if path.is_dir() else _READABLE)


def _refuse_anything_else(place: Path) -> None:
    if not os.path.lexists(place):
        return
    if not place.is_dir():
        raise PlaceError(f"{place} is not a folder, so no site can be written there.")
    if any(place.iterdir()) and not (place / SITE_MARK).is_file():
        raise PlaceError(
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
