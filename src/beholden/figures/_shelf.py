"""The shelf of releases: a folder each, written once, each naming the digest of the one before."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import msgspec

from beholden._durable import HIDDEN_PREFIX, PUBLIC_FILE, replace_file, sync
from beholden.figures._files import digest_of_file
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Release
from beholden.figures.core.releasing import digest_of, encode
from beholden.figures.errors import ReleaseError
from beholden.figures.publish import write_data

_FILE = "release.json"
_SUMS = "SHA256SUMS"
_NAME = re.compile(r"[0-9]{4}-[0-9]{2}[a-z0-9.-]{0,40}")
_SEALED_FILE = 0o444


def check_name(name: str) -> None:
    """A release's name is its year and month, with more behind it if need be.

    Raises:
        ReleaseError: It is not.
    """
    if not _NAME.fullmatch(name) or ".." in name:
        raise ReleaseError(
            f"release: {name!r} is no name of a release. Write the year and month of "
            "publication, as 2018-09, or 2018-09-b for a second one."
        )


def add(shelf: Path, release: Release, registry: Registry) -> None:
    """Puts a release and its data files on the shelf; it is there whole or not at all."""
    shelf.mkdir(parents=True, exist_ok=True)
    for left_over in shelf.glob(f"{HIDDEN_PREFIX}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    staged = shelf / f"{HIDDEN_PREFIX}{release.id}"
    staged.mkdir()
    try:
        replace_file(staged / _FILE, encode(release), mode=PUBLIC_FILE)
        write_data(staged / "data", release, registry)
        files = [staged / _FILE, *sorted((staged / "data").iterdir())]
        sums = "".join(f"{digest_of_file(p)}  {p.relative_to(staged)}\n" for p in files)
        (staged / _SUMS).write_text(sums, encoding="utf-8")
        for path in (*files, staged / _SUMS):
            path.chmod(_SEALED_FILE)
            sync(path)
        sync(staged / "data")
        sync(staged)
        staged.rename(shelf / release.id)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    sync(shelf)


def releases(shelf: Path) -> tuple[Release, ...]:
    """Every release in the order of their chain.

    Raises:
        ReleaseError: One is damaged, or was changed after the next one named it.
    """
    if not shelf.is_dir():
        return ()
    found: dict[str | None, Release] = {}
    count = 0
    for folder in sorted(shelf.iterdir()):
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        release = _read(folder)
        if release.previous in found:
            raise ReleaseError(
                f"{folder}: two releases follow {release.previous or 'nothing'}. Restore the "
                "folder of releases from a copy."
            )
        found[release.previous] = release
        count += 1
    chain: list[Release] = []
    while (following := found.get(chain[-1].id if chain else None)) is not None:
        if chain and following.previous_digest != digest_of(chain[-1]):
            raise ReleaseError(
                f"{shelf / chain[-1].id}: the release was changed after {following.id} was "
                "published. Restore it from a copy."
            )
        chain.append(following)
    if len(chain) < count:
        raise ReleaseError(
            f"{shelf}: a release is missing between others. Restore the folder from a copy."
        )
    return tuple(chain)


def verify(folder: Path) -> None:
    """Compares a release's files with their checksums (``sha256sum -c SHA256SUMS`` does too).

    Raises:
        ReleaseError: One was changed, or is gone.
    """
    try:
        lines = (folder / _SUMS).read_text(encoding="utf-8").splitlines()
        for line in lines:
            digest, _, name = line.partition("  ")
            if digest_of_file(folder / name) != digest:
                raise ReleaseError(
                    f"{folder / name} was changed after it was published. Restore it from a copy."
                )
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{folder}: {error}. Restore the folder from a copy.") from None


def _read(folder: Path) -> Release:
    verify(folder)
    try:
        release = msgspec.json.decode((folder / _FILE).read_bytes(), type=Release)
    except (OSError, msgspec.DecodeError):
        raise ReleaseError(
            f"{folder / _FILE} cannot be read. Restore the folder from a copy."
        ) from None
    if release.id != folder.name:
        raise ReleaseError(f"{folder}: holds release {release.id}. Restore the folder's name.")
    return release
