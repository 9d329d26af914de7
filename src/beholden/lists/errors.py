"""Errors of the lists room: one tree.

```
ListsError
├── SettingError            a name, threshold or person cannot be taken as given
├── ImportRefusedError      the file is not made into an edition
│   ├── FileRefusedError    missing, not a plain file, too large, not text, quotes
│   ├── ColumnsError        header or column map do not fit, or the kind is unknown
│   ├── EmptyListError      no row would protect anyone
│   └── TooManyRejectsError too many rows are unusable
├── UnknownListError        there is no such list
├── UnknownEditionError     no edition, or several, answer to the name given
├── EditionActiveError      what is active cannot be removed
├── NothingActiveError      there is nothing to deactivate
├── NoEarlierEditionError   there is nothing to roll back to
├── DamagedError            what is on disk is not what was written
│   ├── EditionDamagedError
│   └── StateDamagedError
└── StorageError            the disk is full or the folder cannot be written
    └── StoreBusyError      another process is writing
```

Every message names the field, line or file, and says what to do.
"""

from __future__ import annotations


class ListsError(Exception):
    """Anything that this room refuses or cannot do."""


class SettingError(ListsError, ValueError):
    """A name, threshold or person cannot be taken as given."""


class ImportRefusedError(ListsError):
    """The file is not made into an edition; nothing was written."""


class FileRefusedError(ImportRefusedError):
    """The file is missing, not a plain file, too large, not UTF-8 text, or broken by a quote."""


class ColumnsError(ImportRefusedError):
    """The header or the column map do not fit, or the kind of hash is unknown."""


class EmptyListError(ImportRefusedError):
    """No row of the file would protect anyone."""


class TooManyRejectsError(ImportRefusedError):
    """More rows are unusable than the import tolerates."""


class UnknownListError(ListsError):
    """There is no list of that name."""


class UnknownEditionError(ListsError):
    """No edition, or more than one, answers to the name given."""


class EditionActiveError(ListsError):
    """What is active cannot be removed."""


class NothingActiveError(ListsError):
    """The list has no active edition."""


class NoEarlierEditionError(ListsError):
    """There is no earlier edition to roll back to."""


class DamagedError(ListsError):
    """What is on disk is not what was written."""


class EditionDamagedError(DamagedError):
    """A file of an edition is missing or altered."""


class StateDamagedError(DamagedError):
    """The record of what is active cannot be read."""


class StorageError(ListsError):
    """The disk is full or the folder cannot be written."""


class StoreBusyError(StorageError):
    """Another process is writing to the lists."""
