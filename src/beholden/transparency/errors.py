"""The errors of transparency reports. Each names the file or field and says what to do.

TransparencyError
├── OpeningsError     a file of openings, or its folder, cannot be used
├── EntriesError      the log's own entries do not come as they should
├── ReportError       bytes that are no transparency report
└── WindowError       a window that no report can have
"""

from __future__ import annotations

__all__ = ["EntriesError", "OpeningsError", "ReportError", "TransparencyError", "WindowError"]


class TransparencyError(Exception):
    """Root of the room's errors; the message says what to do."""


class OpeningsError(TransparencyError):
    """A file of openings cannot be read, or what was opened cannot be kept."""


class EntriesError(TransparencyError):
    """The entries of the log that openings are held against are not all there."""


class ReportError(TransparencyError):
    """These bytes are no transparency report; the message names the field."""


class WindowError(TransparencyError):
    """No report can be made for this window."""
