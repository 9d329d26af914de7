"""The lists of a network: add, activate, roll back, remove.

Editions never change. Which edition of a list is active is one small file that is
replaced at once, so readers see the old edition or the new one. One writer at a
time holds the folder's lock; readers need none.

``changes.jsonl`` says who did what and when. A change is recorded before it takes
effect: a crash in between leaves a record too many, never a change without one.

    store = ListStore(Path("lists"), indexes=indexes, clock=clock)
    edition, report = store.add(Path("hashes.csv"), name="iwf", source="IWF", set_by="A. Person")
    store.activate("iwf", by="A. Person")
"""

from __future__ import annotations

import shutil
import uuid
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import msgspec

from beholden._durable import HIDDEN_PREFIX, sync
from beholden.lists._disk import (
    exclusive,
    make_folder,
    make_folders,
    remove_hidden,
    storage_errors,
    wait_for_writer,
)
from beholden.lists._edition import (
    Origin,
    index_file,
    read_edition,
    rows_file,
    verify_edition,
    write_edition,
)
from beholden.lists._files import list_files
from beholden.lists._settings import check_name, checked_settings, required
from beholden.lists._shelf import Shelf
from beholden.lists._status import lost_sentence, status_of
from beholden.lists.entries import EntryReader
from beholden.lists.errors import (
    EditionActiveError,
    EditionDamagedError,
    NoEarlierEditionError,
    NothingActiveError,
    SettingError,
    StateDamagedError,
)
from beholden.lists.importer import ImportOptions, check_file
from beholden.lists.models import (
    HASH_BYTES,
    ActionHint,
    Activation,
    ActiveEdition,
    ActiveState,
    Change,
    ChangeAction,
    Edition,
    IndexFiles,
    ListStatus,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from beholden.lists.models import FileFormat, ImportReport, LabelChoice
    from beholden.lists.ports import IndexWriter
    from beholden.matching.core import ListRole

    Progress = Callable[[int, int], None]

_MAX_HISTORY = 100


class ListStore:
    """All lists under one folder.

    ``clock`` gives the time with its zone. ``stale_after_days`` is the age beyond
    which an active edition is reported as stale. A writer waits ``wait_seconds``
    for another one. Every method may raise ``StorageError`` if the disk fails.
    """

    def __init__(
        self,
        folder: Path,
        indexes: IndexWriter,
        clock: Callable[[], datetime],
        *,
        stale_after_days: int = 30,
        wait_seconds: float = 5.0,
    ) -> None:
        self._folder = folder
        self._shelf = Shelf(folder)
        self._indexes = indexes
        self._clock = clock
        self._stale_after_days = stale_after_days
        self._wait_seconds = wait_seconds

    def add(
        self,
        path: Path,
        *,
        name: str,
        source: str,
        set_by: str,
        version: str | None = None,
        radius: int | None = None,
        min_quality: int = 50,
        role: ListRole = "match",
        action_hint: ActionHint | None = None,
        note: str | None = None,
        columns: dict[str, str] | None = None,
        kind: str | None = None,
        labels: LabelChoice = "mapped",
        format: FileFormat | None = None,  # noqa: A002 -- the word its users know
        max_rejects: float = 0.001,
        progress: Progress | None = None,
    ) -> tuple[Edition, ImportReport]:
        """Make a file into an edition; it is not active yet.

        The same content with the same settings is the same edition: adding it again
        returns the one that is there, and the report says ``already_present``.

        Args:
            path: CSV with a header, or JSON Lines; see ``ImportOptions`` for how it is read.
            name: The list: lower-case letters, digits and hyphens.
            source: Who supplied the file.
            set_by: The person who answers for the threshold.
            version: The supplier's name for this version; the date of import if absent.
            radius: Largest Hamming distance in bits at which a PDQ hash matches; by
                default 31, for allow-lists 10 (16 at most).
            min_quality: PDQ entries of a lower quality (0-100) are kept, never matched.
            role: ``allow`` for a list of known-harmless look-alikes.
            action_hint: What the supplier advises to do with a match.
            note: Anything worth keeping; for an allow-list, why its pictures are harmless.
            columns: See ``ImportOptions``, as ``kind``, ``labels``, ``format``, ``max_rejects``.
            kind: The kind of all hashes, where no column says it.
            labels: ``all`` keeps every unmapped column as a label.
            format: ``csv`` or ``jsonl``, where the extension does not say it.
            max_rejects: Share of unusable rows, 0 to 1, above which the file is refused.
            progress: Called with bytes done and bytes in total.

        Raises:
            SettingError: A setting cannot be taken as given.
            ImportRefusedError: The file must not be made into an edition.
            EditionDamagedError: The edition is there already, and damaged.
            StoreBusyError: Another process is writing.
            StorageError: The disk is full or the folder cannot be written.
        """
        settings = checked_settings(role, radius, min_quality, action_hint)
        check_name(name)
        origin = Origin(
            list=name,
            source=required("source", source),
            version=version,
            set_by=required("set_by", set_by),
            note=note,
        )
        if role == "allow" and not (note or "").strip():
            raise SettingError(
                "An allow-list lets pictures pass. Give a note that says why they are harmless."
            )
        options = ImportOptions(columns, kind, labels, format, max_rejects)
        editions = self._shelf.editions_folder(name)
        with self._writing(f"add to {name}"):
            staged = self._hidden()
            make_folder(staged)
            try:
                edition, report = write_edition(
                    staged,
                    path,
                    origin,
                    settings,
                    options,
                    indexes=self._indexes,
                    clock=self._clock,
                    is_present=lambda edition_id: (editions / edition_id).exists(),
                    progress=progress,
                )
                target = editions / edition.edition
                if target.exists():
                    present = verify_edition(target, self._indexes)
                    return present, msgspec.structs.replace(report, already_present=True)
                make_folders(editions)
                facts = edition.role, edition.count
                self._shelf.record(
                    Change(edition.created_at, "add", name, edition.edition, edition.set_by, *facts)
                )
                staged.rename(target)
                sync(editions)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
        return edition, report

    def check(
        self,
        path: Path,
        *,
        min_quality: int = 50,
        columns: dict[str, str] | None = None,
        kind: str | None = None,
        labels: LabelChoice = "mapped",
        format: FileFormat | None = None,  # noqa: A002 -- the word its users know
        max_rejects: float = 0.001,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Read a file as ``add`` would, and write nothing.

        Raises:
            SettingError: A setting cannot be taken as given.
            ImportRefusedError: The file would not be made into an edition.
        """
        options = ImportOptions(columns, kind, labels, format, max_rejects)
        return check_file(path, options, min_quality=min_quality, progress=progress)

    def activate(self, name: str, edition: str | None = None, *, by: str) -> Edition:
        """Make an edition the active one, after checking every byte of it.

        Args:
            name: The list.
            edition: Its id, the start of its id, or its version; the newest if None.
            by: The person who activates it.

        Raises:
            UnknownListError: There is no such list.
            UnknownEditionError: No edition, or several, answer to ``edition``.
            EditionDamagedError: The edition is not what was written. Nothing changed.
        """
        by = required("by", by)
        with self._writing(f"activate {name}"):
            chosen = self._shelf.choose(name, edition).edition
            state = self._readable_state(name)
            if state is not None and state.edition == chosen:
                folder = self._shelf.editions_folder(name) / chosen
                return verify_edition(folder, self._indexes)
            history = () if state is None else _with_present(state)
            return self._switch(name, chosen, history, "activate", by)

    def rollback(self, name: str, *, by: str) -> Edition:
        """Return to the edition that was active before; done again, to the one before that.

        Raises:
            UnknownListError: There is no such list.
            NoEarlierEditionError: No other edition was active before, or it was removed.
            EditionDamagedError: That edition is not what was written. Nothing changed.
        """
        by = required("by", by)
        with self._writing(f"roll back {name}"):
            editions, damaged = self._shelf.editions(name)
            present = {edition.edition for edition in editions} | damaged.keys()
            state = self._shelf.state(name)
            history = list(state.history) if state else []
            while state is not None and history:
                earlier = history.pop().edition
                if earlier in present and earlier != state.edition:
                    return self._switch(name, earlier, tuple(history), "rollback", by)
            raise NoEarlierEditionError(
                f"List {name} has no earlier active edition to return to. "
                "Activate an edition by its id."
            )

    def deactivate(self, name: str, *, by: str) -> str:
        """Make no edition of a list active; returns the id of the one that was.

        It works for a list whose files are lost or damaged too: that is how an
        operator decides to go on without it.

        Raises:
            UnknownListError: There is no such list.
            NothingActiveError: No edition is active.
        """
        by = required("by", by)
        with self._writing(f"deactivate {name}"):
            lost, unreadable = self._shelf.lost(), self._shelf.unreadable()
            if name not in lost | unreadable:
                self._shelf.editions(name)
            state = self._readable_state(name)
            edition = None if state is None else state.edition
            if name in unreadable:
                edition = self._shelf.recorded().get(name, "unknown")
            edition = edition or lost.get(name)
            if edition is None:
                raise NothingActiveError(f"List {name} has no active edition.")
            now = self._clock()
            facts = self._facts(name, edition)
            self._shelf.record(Change(now, "deactivate", name, edition, by, *facts))
            history = () if state is None else _with_present(state)
            if (self._folder / name).is_dir():
                self._shelf.write_state(name, ActiveState(None, now, by, history))
        return edition

    def remove(self, name: str, edition: str | None = None, *, by: str) -> tuple[str, ...]:
        """Remove one edition, or the whole list; returns the ids of what was removed.

        A damaged edition answers to its id and the start of it.

        Raises:
            UnknownListError: There is no such list.
            UnknownEditionError: No edition, or several, answer to ``edition``.
            EditionActiveError: It is active: deactivate it or roll back first.
        """
        by = required("by", by)
        with self._writing(f"remove from {name}"):
            editions, damaged = self._shelf.editions(name)
            if edition is None:
                removed = (*(e.edition for e in editions), *sorted(damaged))
                target = self._folder / name
            else:
                chosen = self._shelf.choose_to_remove(name, edition)
                removed = (chosen,)
                target = self._shelf.editions_folder(name) / chosen
            state = self._shelf.state(name)
            if state is not None and state.edition in removed:
                raise EditionActiveError(
                    f"Edition {state.edition} of list {name} is active. "
                    "Deactivate it or roll back first."
                )
            now = self._clock()
            for edition_id in removed:
                facts = self._facts(name, edition_id)
                self._shelf.record(Change(now, "remove", name, edition_id, by, *facts))
            # Renamed first, so that a crash leaves no half of an edition under its name.
            hidden = self._hidden()
            target.rename(hidden)
            sync(target.parent)
            shutil.rmtree(hidden)
        return removed

    def status(self, *, verify: bool = True) -> list[ListStatus]:
        """How every list stands, by name. Damage is described, not raised.

        Args:
            verify: Check every byte of active editions, 0.2 to 0.6 s a million entries.
        """
        with storage_errors(self._folder):
            lost = self._lost()
            names = {*self._shelf.names(), *self._shelf.unreadable(), *lost}
            return [self._status(name, lost.get(name), verify=verify) for name in sorted(names)]

    def active(self, *, verify: bool = True) -> list[ActiveEdition]:
        """Every active edition with its files, by list name.

        Args:
            verify: Check every byte first, 0.2 to 0.6 s a million entries.

        Raises:
            EditionDamagedError: An active edition is not what was written.
            StateDamagedError: A list was active, and nothing of it can be found, or
                nothing says which edition is active.
        """
        with storage_errors(self._folder):
            for error in self._shelf.unreadable().values():
                raise error
            if lost := self._lost():
                raise StateDamagedError("\n".join(lost_sentence(*one) for one in lost.items()))
            found: list[ActiveEdition] = []
            for name in self._shelf.names():
                state = self._shelf.state(name)
                if state is None or state.edition is None:
                    continue
                folder = self._shelf.editions_folder(name) / state.edition
                edition = verify_edition(folder, self._indexes) if verify else read_edition(folder)
                indexes = {
                    kind: IndexFiles(folder / index_file(kind), folder / rows_file(kind))
                    for kind in HASH_BYTES
                    if index_file(kind) in edition.files
                }
                found.append(
                    ActiveEdition(edition, folder, indexes, state.activated_at, state.activated_by)
                )
            return found

    @contextmanager
    def held(self, purpose: str) -> Iterator[tuple[str, ...]]:
        """Keeps writers out; gives the paths, below the folder, of all files of lists.

        Raises:
            StoreBusyError: Another process is writing.
            StorageError: The folder cannot be read.
        """
        if not self._folder.exists():
            yield ()
            return
        lock = self._folder / ".lock"
        with ExitStack() as stack:
            with storage_errors(self._folder):
                wait = self._wait_seconds
                stack.enter_context(exclusive(lock, purpose=purpose, wait_seconds=wait))
                paths = tuple(list_files(self._folder))
            yield paths

    def open_entries(self, edition: Edition | ActiveEdition) -> EntryReader:
        """Open the entries of an edition for random access by row.

        Raises:
            EditionDamagedError: The files are missing or cannot be mapped.
        """
        if isinstance(edition, ActiveEdition):
            return EntryReader(edition.folder)
        return EntryReader(self._shelf.editions_folder(edition.list) / edition.edition)

    def _switch(
        self,
        name: str,
        edition_id: str,
        history: tuple[Activation, ...],
        action: ChangeAction,
        by: str,
    ) -> Edition:
        """Verify an edition, then make it the active one."""
        folder = self._shelf.editions_folder(name) / edition_id
        edition = verify_edition(folder, self._indexes)
        now = self._clock()
        self._shelf.record(Change(now, action, name, edition_id, by, edition.role, edition.count))
        state = ActiveState(edition_id, now, by, history[-_MAX_HISTORY:])
        self._shelf.write_state(name, state)
        return edition

    def _facts(self, name: str, edition_id: str) -> tuple[ListRole | None, int | None]:
        """Role and number of entries of an edition, where they can be read."""
        try:
            edition = read_edition(self._shelf.editions_folder(name) / edition_id)
        except (EditionDamagedError, OSError):
            return None, None
        return edition.role, edition.count

    def _hidden(self) -> Path:
        return self._folder / f"{HIDDEN_PREFIX}{uuid.uuid4().hex}"

    def _lost(self) -> dict[str, str]:
        """Lists that should be active and are gone; no change under way is taken for a loss."""
        lost = self._shelf.lost()
        if lost:
            # A writer records first and acts then; between the two a list looks lost.
            wait_for_writer(self._folder / ".lock", wait_seconds=self._wait_seconds)
            lost = self._shelf.lost()
        return lost

    def _readable_state(self, name: str) -> ActiveState | None:
        """The state of a list; None also where it is to be replaced because it is damaged."""
        try:
            return self._shelf.state(name)
        except StateDamagedError:
            return None

    def _status(self, name: str, lost_edition: str | None, *, verify: bool) -> ListStatus:
        editions: tuple[Edition, ...] = ()
        damaged: dict[str, str] = {}
        if name in self._shelf.names():
            editions, damaged = self._shelf.editions(name)
        state = None
        problem = None if lost_edition is None else lost_sentence(name, lost_edition)
        try:
            state = self._shelf.state(name)
        except StateDamagedError as error:
            problem = str(error)
        present = {edition.edition for edition in editions}
        if verify and state is not None and state.edition in present:
            try:
                verify_edition(self._shelf.editions_folder(name) / state.edition, self._indexes)
            except EditionDamagedError as error:
                damaged[state.edition] = str(error)
        return status_of(
            name,
            editions,
            state,
            now=self._clock(),
            stale_after_days=self._stale_after_days,
            problem=problem,
            damaged=damaged,
        )

    @contextmanager
    def _writing(self, purpose: str) -> Iterator[None]:
        with storage_errors(self._folder):
            make_folders(self._folder)
            with exclusive(
                self._folder / ".lock", purpose=purpose, wait_seconds=self._wait_seconds
            ):
                remove_hidden(self._folder)
                yield


def _with_present(state: ActiveState) -> tuple[Activation, ...]:
    if state.edition is None:
        return state.history
    now = Activation(state.edition, state.activated_at, state.activated_by)
    return (*state.history, now)
