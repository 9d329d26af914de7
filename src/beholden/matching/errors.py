"""What can go wrong in the matching room.

MatchingError
├── QueryError                a query's field cannot be read
└── IndexFileError            an index file cannot be used
    ├── NotAnIndexError       it is something else
    ├── IndexVersionError     another version of Beholden wrote it
    ├── IndexByteOrderError   a machine of the other byte order wrote it
    ├── IndexTruncatedError   its end is missing, or something was appended
    └── IndexDamagedError     its bytes are not those that were written
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "IndexByteOrderError",
    "IndexDamagedError",
    "IndexFileError",
    "IndexTruncatedError",
    "IndexVersionError",
    "MatchingError",
    "NotAnIndexError",
    "QueryError",
]


class MatchingError(Exception):
    """Base of all errors of this room."""


class QueryError(MatchingError):
    """A field of a query cannot be read; ``field`` is the path to it, ``problem`` says why."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class IndexFileError(MatchingError):
    """An index file cannot be used; the sentence says what to do."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path


class NotAnIndexError(IndexFileError):
    """The file is not an index, or not of the kind asked for."""


class IndexVersionError(IndexFileError):
    """The file has a format version that this program does not read."""


class IndexByteOrderError(IndexFileError):
    """The file was written on a machine of the other byte order."""


class IndexTruncatedError(IndexFileError):
    """The file is shorter or longer than its header says."""


class IndexDamagedError(IndexFileError):
    """The file's bytes are not those that were written."""
