"""The errors of the figures. Each names the file or field and says what to do.

FiguresError
├── FolderError      the folder, its list of answers or its settings are not as they should be
├── ReadError        one file cannot be read; the others can
├── DataError        a file of figures to check against is not as it should be
├── CheckError       a confirmation or correction that does not fit
├── ReleaseError     a release cannot be built, or one that exists would be changed
└── UnknownError     no force, release or group of that name
"""

from __future__ import annotations


class FiguresError(Exception):
    """Root of the room's errors; the message says what to do."""


class FolderError(FiguresError):
    """The folder of answers, ``answers.csv`` or ``figures.toml`` is not as it should be."""


class ReadError(FiguresError):
    """One file cannot be read. ``code`` is stable, as ``password-protected``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class DataError(FiguresError):
    """A file of figures to check against is not as it should be; one line for each problem."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class CheckError(FiguresError):
    """A person's confirmation or correction does not fit the reading it names."""


class ReleaseError(FiguresError):
    """A release cannot be built, or an existing one would be changed."""


class UnknownError(FiguresError):
    """There is no force, release or group of that name."""
