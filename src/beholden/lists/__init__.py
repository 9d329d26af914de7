"""The lists room: files of expert bodies become immutable editions.

An *edition* is one version of a *list*; at most one of a list is *active*. Files
are checked row by row, nothing about a hash is guessed, and what cannot protect
anyone is counted and said. Not here: fetching lists, searching, or deciding.

    store = ListStore(Path("lists"), indexes=indexes, clock=clock)
    edition, report = store.add(Path("hashes.csv"), name="iwf", source="IWF", set_by="A. Person")
    store.activate("iwf", edition.edition, by="A. Person")
"""

from beholden.lists._files import list_file_mode
from beholden.lists._settings import DEFAULT_RADIUS, MAX_RADIUS, RESERVED_NAMES, check_name
from beholden.lists.entries import EntryReader
from beholden.lists.errors import (
    ColumnsError,
    DamagedError,
    EditionActiveError,
    EditionDamagedError,
    EmptyListError,
    FileRefusedError,
    ImportRefusedError,
    ListsError,
    NoEarlierEditionError,
    NothingActiveError,
    SettingError,
    StateDamagedError,
    StorageError,
    StoreBusyError,
    TooManyRejectsError,
    UnknownEditionError,
    UnknownListError,
)
from beholden.lists.importer import ImportOptions, check_file
from beholden.lists.models import (
    ActionHint,
    Activation,
    ActiveEdition,
    ActiveState,
    Change,
    Edition,
    Entry,
    FileFormat,
    ImportReport,
    IndexFiles,
    LabelChoice,
    ListStatus,
    Reject,
)
from beholden.lists.ports import IndexWriter
from beholden.lists.service import ListStore
from beholden.lists.statements import ListStatement, change_statement

__all__ = [
    "DEFAULT_RADIUS",
    "MAX_RADIUS",
    "RESERVED_NAMES",
    "ActionHint",
    "Activation",
    "ActiveEdition",
    "ActiveState",
    "Change",
    "ColumnsError",
    "DamagedError",
    "Edition",
    "EditionActiveError",
    "EditionDamagedError",
    "EmptyListError",
    "Entry",
    "EntryReader",
    "FileFormat",
    "FileRefusedError",
    "ImportOptions",
    "ImportRefusedError",
    "ImportReport",
    "IndexFiles",
    "IndexWriter",
    "LabelChoice",
    "ListStatement",
    "ListStatus",
    "ListStore",
    "ListsError",
    "NoEarlierEditionError",
    "NothingActiveError",
    "Reject",
    "SettingError",
    "StateDamagedError",
    "StorageError",
    "StoreBusyError",
    "TooManyRejectsError",
    "UnknownEditionError",
    "UnknownListError",
    "change_statement",
    "check_file",
    "check_name",
    "list_file_mode",
]
