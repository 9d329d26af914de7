"""What a backup holds: a manifest, then the files it names, in its order, tables last.

Every file's size and SHA-256 stand in the manifest, so a reader knows what is coming,
how much of it, and whether it is what was written. Nothing else may be in it.

    with Archive(Path("monday.tar.gz")) as archive:
        archive.manifest.created_at
        archive.verify()
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Self

import msgspec

from beholden.app._tar import TarError, TarMember, TarReader
from beholden.ledger import is_backed_up
from beholden.lists import list_file_mode
from beholden.store import LINE_BYTES_AT_MOST, TABLE_NAMES

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_BYTES_AT_MOST = 32 << 20
POLICY, CONFIG, SECRET = "policy.toml", "beholden.toml", "secret.key"
PLAIN_FILES = (POLICY, CONFIG, SECRET)
PLAIN_BYTES_AT_MOST = 4 << 20
LISTS = "lists/"
LEDGER = "ledger/"
PRIVATE = 0o600

_TABLE = re.compile(rf"tables/({'|'.join(TABLE_NAMES)})\.jsonl")

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in total."""


class BackupError(Exception):
    """A backup cannot be made or restored; the message says what to do.

    ```
    BackupError
    ├── ArchiveError    the file is no backup, damaged, or not to be trusted
    └── TargetError     it cannot be written there
    ```
    """


class ArchiveError(BackupError):
    """The file is no backup, damaged, or not to be trusted."""


class TargetError(BackupError):
    """There is something in the place already, or it cannot be written."""


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a backup."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup says of itself; ``schema`` is None where there was no database."""

    format: int
    program: str
    created_at: datetime
    schema: str | None
    rows: dict[str, int]
    files: tuple[Member, ...]

    @property
    def total(self) -> int:
        """Bytes of all files together."""
        return sum(member.size for member in self.files)


class Content(NamedTuple):
    """A file of a backup and its bytes, which are checked once all of them were taken."""

    member: Member
    chunks: Iterator[bytes]


def table_file(table: str) -> str:
    """The name of a table's file."""
    return f"tables/{table}.jsonl"


def table_of(name: str) -> str | None:
    """The table that a file holds, if it holds one."""
    found = _TABLE.fullmatch(name)
    return found[1] if found else None


def count_editions(names: Iterable[str]) -> int:
    """How many editions of lists are among some files."""
    return sum(name.endswith("/edition.json") for name in names)


def mode_of(name: str) -> int | None:
    """The mode with which a file is restored; None if no backup holds such a file."""
    if name in PLAIN_FILES or table_of(name):
        return PRIVATE
    if name.startswith(LEDGER):
        return PRIVATE if is_backed_up(name.removeprefix(LEDGER)) else None
    return list_file_mode(name.removeprefix(LISTS)) if name.startswith(LISTS) else None


class Archive:
    """A backup, opened; its manifest is read and sound, the rest is not looked at yet.

    Raises:
        ArchiveError: It is no backup that this program can read.
        OSError: It cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        # A pipe would be waited for, and read only once.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        self._stream = os.fdopen(descriptor, "rb")
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise ArchiveError(f"{path}: not a file. Name the file that backup made.")  # noqa: TRY301 - closes
            self._path = path
            self.manifest = self._read_manifest(self._members())
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def contents(self) -> Iterator[Content]:
        """Every file in its order; read each to its end before the next.

        Raises:
            ArchiveError: A file is missing, too much, or not what the manifest says. Raised
                at the end of that file's bytes at the latest.
        """
        found = self._members()
        for _ in self._checked(None, self._next(found, MANIFEST, None).chunks):
            pass  # the manifest was read when the archive was opened
        for member in self.manifest.files:
            chunks = self._next(found, member.name, member.size).chunks
            yield Content(member, self._checked(member, chunks))
        try:
            more = next(found, None)
        except TarError as error:
            raise self._damaged(str(error)) from None
        if more is not None:
            raise self._damaged(f"{more.name} is not in its manifest")

    def verify(self, progress: Progress | None = None) -> None:
        """Reads all of it.

        Raises:
            ArchiveError: Something is not what the manifest says.
        """
        done = 0
        for content in self.contents():
            for chunk in content.chunks:
                done += len(chunk)
                if progress:
                    progress(done, self.manifest.total)

    def _members(self) -> Iterator[TarMember]:
        self._stream.seek(0)
        return TarReader(self._stream).members()

    def _next(self, found: Iterator[TarMember], name: str, size: int | None) -> TarMember:
        try:
            member = next(found, None)
        except TarError as error:
            raise self._damaged(str(error)) from None
        if member is None or member.name != name or size not in {None, member.size}:
            raise self._damaged(f"{name} is not where its manifest says, or not as long")
        return member

    def _checked(self, member: Member | None, chunks: Iterator[bytes]) -> Iterator[bytes]:
        digest = hashlib.sha256()
        try:
            for chunk in chunks:
                digest.update(chunk)
                yield chunk
        except TarError as error:
            raise self._damaged(str(error)) from None
        if member is not None and digest.hexdigest() != member.sha256:
            raise self._damaged(f"{member.name} is not what was written")

    def _read_manifest(self, found: Iterator[TarMember]) -> Manifest:
        try:
            member = next(found, None)
            if member is None or member.name != MANIFEST or member.size > MANIFEST_BYTES_AT_MOST:
                raise self._damaged("it does not begin with a manifest")
            text = b"".join(member.chunks)
            version = msgspec.json.decode(text, type=_Format).format
            if version != FORMAT:
                raise ArchiveError(
                    f"{self._path}: a backup of format {version}; this program reads format "
                    f"{FORMAT}. Use the version of the program that made it."
                )
            manifest = msgspec.json.decode(text, type=Manifest)
        except (TarError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self._damaged(str(error)) from None
        self._check(manifest)
        return manifest

    def _check(self, manifest: Manifest) -> None:
        names = [member.name for member in manifest.files]
        if len(set(names)) != len(names):
            raise self._damaged("its manifest names a file twice")
        tables_begun = False
        for member in manifest.files:
            if mode_of(member.name) is None:
                raise self._damaged(f"{member.name[:200]!r} is no file of a backup")
            if member.size < 0 or (
                member.name in PLAIN_FILES and member.size > PLAIN_BYTES_AT_MOST
            ):
                raise self._damaged(f"{member.name} cannot be of {member.size:,} bytes")
            if tables_begun and not table_of(member.name):
                raise self._damaged("its tables do not come last")
            tables_begun = tables_begun or table_of(member.name) is not None
        if tables_begun != (manifest.schema is not None):
            raise self._damaged("it has tables of no version, or a version without tables")

    def _damaged(self, what: str) -> ArchiveError:
        return ArchiveError(
            f"{self._path} is no sound backup: {what}. Nothing was restored. Use another copy."
        )


class _Format(msgspec.Struct, frozen=True):
    format: int


def lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of a file.

    Raises:
        ArchiveError: One is longer than any row can be.
    """
    rest = b""
    for chunk in chunks:
        whole, separator, end = chunk.rpartition(b"\n")
        if separator:
            yield from (rest + whole).split(b"\n")
            rest = end
        else:
            rest += end
        if len(rest) > LINE_BYTES_AT_MOST:
            raise ArchiveError("A line of a table is longer than any row. Nothing was restored.")
    if rest:
        yield rest
