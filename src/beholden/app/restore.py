"""A backup becomes a data folder and a database again; all of it or nothing.

Every byte is checked before anything is written. Files are laid out in a folder
beside the data folder, which takes its name in one step when all is on the disk. A
database outside the data folder commits directly after that step: what is killed in
that instant leaves the files without their records, and can be restored again with
``force``. What was there before is set aside, never deleted.

    report = restore(Path("monday.tar.gz"), data=data, environ=os.environ, now=now)
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import msgspec

from beholden.app._archive import (
    LEDGER,
    PRIVATE,
    SECRET,
    Archive,
    ArchiveError,
    BackupError,
    Content,
    Manifest,
    Progress,
    TargetError,
    count_editions,
    lines,
    mode_of,
    table_of,
)
from beholden.app._staging import (
    FOLDER_MODE,
    MARK,
    created,
    exchange,
    free_name,
    refuse_if_in_use,
    remove_unfinished,
    staging,
    sync,
)
from beholden.config import Config, Loaded, load_config
from beholden.ledger import mark_restored
from beholden.store import NotEmptyError, Store, is_empty, load

# A table's rows, its indexes, and the log through which both are written.
_ROOM_FOR_TABLES = 3
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_Count = Callable[[int], None]


class RestoreReport(msgspec.Struct, frozen=True):
    """What was restored, where, what was set aside for it, and what is to be done now."""

    data: Path
    store: str
    created_at: datetime
    program: str
    schema: str | None
    rows: dict[str, int]
    files: int
    editions: int
    set_aside: tuple[str, ...]
    notes: tuple[str, ...]


def check_backup(file: Path, progress: Progress | None = None) -> Manifest:
    """Reads all of a backup and writes nothing.

    Raises:
        BackupError: It is damaged, no backup, or cannot be read.
    """
    with _explained(file), Archive(file) as archive:
        archive.verify(progress)
        return archive.manifest


def restore(
    file: Path,
    *,
    data: Path,
    environ: Mapping[str, str],
    now: datetime,
    config: Path | None = None,
    store_url: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> RestoreReport:
    """Restores a backup.

    Args:
        file: what ``back_up`` wrote.
        data: the data folder to make.
        environ: the environment, for settings that win over the restored configuration.
        now: the time, with its zone; what is set aside is named after it.
        config: a configuration file to heed instead of the restored one.
        store_url: the database; by default the one of the restored configuration.
        force: set aside what is there instead of refusing.
        progress: called with bytes done and bytes in total; all bytes are read twice.

    Raises:
        ArchiveError: The backup is damaged. Nothing was written.
        TargetError: There is something already, or no room, or it is in use.
        ConfigError: The restored configuration cannot be used here.
        StoreError: The database cannot be written.
    """
    data = Path(os.path.realpath(data))
    with _explained(file), Archive(file) as archive:
        _check_folder(data, force=force)
        data.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        _check_room(archive.manifest, data.parent)
        counted = _counting(progress, 2 * archive.manifest.total)
        for content in archive.contents():
            for chunk in content.chunks:
                counted(len(chunk))
        remove_unfinished(data)
        work = _Restoring(archive, data, now, force=force)
        return work.run(partial(load_config, environ=environ, path=config), store_url, counted)


class _Restoring:
    """One restore on its way."""

    def __init__(self, archive: Archive, data: Path, now: datetime, *, force: bool) -> None:
        self._archive = archive
        self._data = data
        self._force = force
        self._stamp = now.strftime("%Y%m%dT%H%M%S")
        self._staged = data.with_name(f".{data.name}.restoring-{self._stamp}-{os.getpid()}")
        self._aside = free_name(data.with_name(f"{data.name}.before-restore-{self._stamp}"))
        self._in_place = False
        self._set_aside: list[str] = []
        self._rows: dict[str, int] = {}

    def run(
        self, configured: Callable[[Path], Loaded], given_url: str | None, counted: _Count
    ) -> RestoreReport:
        """Lays out the files, loads the tables, puts both in place."""
        manifest = self._archive.manifest
        with staging(self._staged):
            contents = self._archive.contents()
            first = self._lay_out(contents, counted)
            config = configured(self._staged).config
            store = Store(given_url or config.store_url(self._data))
            notes = [
                *self._place_secret(config),
                *_store_notes(config, given_url, self._data),
                *self._hold_ledger(),
            ]
            with closing(store):
                if first is None:
                    self._put_in_place()
                else:
                    self._load(store, _tables(chain([first], contents), counted))
        return RestoreReport(
            data=self._data,
            store=store.shown_url,
            created_at=manifest.created_at,
            program=manifest.program,
            schema=manifest.schema,
            rows=self._rows,
            files=len(manifest.files),
            editions=count_editions(member.name for member in manifest.files),
            set_aside=tuple(self._set_aside),
            notes=tuple(notes),
        )

    def _lay_out(self, contents: Iterator[Content], counted: _Count) -> Content | None:
        """Writes every file up to the first table, which is returned."""
        for content in contents:
            if table_of(content.member.name):
                return content
            path = self._staged / content.member.name
            self._make_folder(path.parent)
            with created(path, mode_of(content.member.name) or PRIVATE) as stream:
                for chunk in content.chunks:
                    stream.write(chunk)
                    counted(len(chunk))
        return None

    def _make_folder(self, folder: Path) -> None:
        for part in reversed(folder.relative_to(self._staged).parents):
            (self._staged / part).mkdir(mode=FOLDER_MODE, exist_ok=True)
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)

    def _place_secret(self, config: Config) -> Iterator[str]:
        """Moves the secret to where the configuration looks for it, if that is in the folder."""
        laid_out, wanted = self._staged / SECRET, config.secret_path(self._data)
        if not laid_out.exists():
            return
        if wanted.is_relative_to(self._data):
            target = self._staged / wanted.relative_to(self._data)
            self._make_folder(target.parent)
            laid_out.rename(target)
        elif not wanted.is_file() or wanted.read_bytes() != laid_out.read_bytes():
            yield (
                f"store.secret_file names {wanted}, where another secret or none is. Before you "
                f"start the service copy {self._data / SECRET} there."
            )

    def _hold_ledger(self) -> Iterator[str]:
        """Has a log that was put back stand still until somebody says that it is the newest."""
        folder = self._staged / LEDGER
        if not folder.is_dir():
            return
        made = self._archive.manifest.created_at
        when = f"{made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        mark_restored(folder, f"This log was put back from a backup of {when}.")
        yield (
            "The ledger stands still until you say that nothing newer of it was published "
            "(beholden ledger resume), or bring newer entries in from a mirror (beholden ledger "
            "repair --from FOLDER). Decisions go on, and their statements wait."
        )

    def _load(self, store: Store, tables: Iterator[tuple[str, Iterator[bytes]]]) -> None:
        if store.path is not None and store.path.is_relative_to(self._data):
            inside = self._staged / store.path.relative_to(self._data)
            self._make_folder(inside.parent)
            with closing(Store(f"sqlite:///{quote(str(inside), safe='/ ')}")) as staged:
                self._load_into(staged, tables, self._check_rows)
                staged.tidy()
            self._put_in_place()
            return
        try:
            with self._room_in(store):
                self._load_into(store, tables, self._finish)
        except NotEmptyError as error:
            raise TargetError(f"{error} Use --force to set them aside.") from error
        except BaseException:
            self._take_back()
            raise

    def _load_into(
        self,
        store: Store,
        tables: Iterator[tuple[str, Iterator[bytes]]],
        before_commit: Callable[[dict[str, int]], None],
    ) -> None:
        aside = None
        if self._force and not store.is_sqlite and not is_empty(store):
            aside = f"before_restore_{self._stamp.lower()}"
        self._rows = load(
            store,
            self._archive.manifest.schema or "",
            tables,
            set_aside=aside,
            before_commit=before_commit,
        )
        if aside:
            self._set_aside.append(f"schema {aside} of {store.shown_url}")

    def _check_rows(self, rows: dict[str, int]) -> None:
        if rows != self._archive.manifest.rows:
            raise ArchiveError("The backup has other rows than it says. Nothing was restored.")

    def _finish(self, rows: dict[str, int]) -> None:
        self._check_rows(rows)
        self._put_in_place()

    @contextmanager
    def _room_in(self, store: Store) -> Iterator[None]:
        """Sets an embedded database outside the data folder aside, and back if the block fails."""
        path = store.path
        if not (self._force and path is not None and path.exists()):
            yield
            return
        refuse_if_in_use(path)
        aside = free_name(path.with_name(f"{path.name}.before-restore-{self._stamp}"))
        path.rename(aside)
        try:
            yield
        except BaseException:
            store.close()
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            aside.rename(path)
            raise
        self._set_aside.append(str(aside))

    def _put_in_place(self) -> None:
        """One step: before it nothing was restored, after it everything."""
        for folder, _, _ in os.walk(self._staged):
            sync(Path(folder))
        if self._data.exists() and any(self._data.iterdir()):
            exchange(self._staged, self._data, self._aside)
            self._set_aside.append(str(self._aside))
        else:
            self._staged.rename(self._data)
        self._in_place = True
        (self._data / MARK).unlink(missing_ok=True)
        sync(self._data.parent)

    def _take_back(self) -> None:
        """The database did not commit: what was put in place goes again."""
        if not self._in_place:
            return
        self._data.rename(self._staged)
        if self._aside.exists():
            self._aside.rename(self._data)
        shutil.rmtree(self._staged, ignore_errors=True)


def _tables(contents: Iterator[Content], counted: _Count) -> Iterator[tuple[str, Iterator[bytes]]]:
    def counting(chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            counted(len(chunk))
            yield chunk

    for content in contents:
        yield table_of(content.member.name) or "", lines(counting(content.chunks))


def _store_notes(config: Config, given_url: str | None, data: Path) -> Iterator[str]:
    if given_url is not None and given_url != config.store_url(data):
        yield (
            "The configuration names another database than --store-url. Before you start the "
            "service set store.url, in beholden.toml or as BEHOLDEN_STORE_URL."
        )


def _check_folder(data: Path, *, force: bool) -> None:
    if not os.path.lexists(data):
        return
    if not data.is_dir():
        raise TargetError(f"{data}: is no folder. Name a folder that is not there yet.")
    if os.path.ismount(data):
        raise TargetError(
            f"{data}: a file system is mounted here, so it cannot be replaced in one step. "
            f"Restore into a folder of it: --data {data / 'beholden'}."
        )
    if any(data.iterdir()):
        if not force:
            raise TargetError(
                f"{data}: is not empty. Name another folder with --data, or use --force to set "
                "it aside."
            )
        if (data / "beholden.db").exists():
            refuse_if_in_use(data / "beholden.db")


def _check_room(manifest: Manifest, folder: Path) -> None:
    needed = sum(
        member.size * (_ROOM_FOR_TABLES if table_of(member.name) else 1)
        for member in manifest.files
    )
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise TargetError(
            f"{folder}: has room for {free:,} bytes, and {needed:,} are needed. Nothing was "
            "restored. Make room."
        )


def _counting(progress: Progress | None, total: int) -> _Count:
    done = 0

    def counted(size: int) -> None:
        nonlocal done
        done += size
        if progress:
            progress(done, total)

    return counted


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or file
        advice = "Make room" if error.errno in _NO_ROOM else "Check its owner and its permissions"
        raise BackupError(
            f"{where}: {error.strerror or error}. Nothing was restored. {advice}."
        ) from error
